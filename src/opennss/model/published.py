"""A published list of critical, emerging or strategic technologies: who issued it, when, and what it says of itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from opennss.language import Text
from opennss.model.codes import Id


class Family(StrEnum):
    """What a list calls its items; the words for critical and for strategic technologies are never merged."""

    CRITICAL = "critical"
    STRATEGIC = "strategic"
    OTHER = "other"


class ListStatus(StrEnum):
    """Whether a list holds on the day it was looked at; ``?`` where nobody could tell."""

    IN_FORCE = "in-force"
    SUPERSEDED = "superseded"
    DRAFT = "draft"
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A list with its issuer, date, status, caveat and source.

    ``areas`` and ``parts`` are how many it publishes (``None``: not known), ``term`` what it calls its items,
    ``source`` where it was read on the day ``seen`` and ``grade`` that source's grade (1 to 3); ``at_issuer`` is the
    issuer's own address, empty when not known, to be opened before a document is released.
    """

    id: Id
    name: Text
    issuer: Text
    number: str
    date: dt.date
    family: Family
    term: Text
    status: ListStatus
    successor: Id | None
    areas: int | None
    parts: int | None
    caveat: Text
    source: str
    at_issuer: str
    grade: int
    seen: dt.date


@dataclass(frozen=True, slots=True)
class ListShown:
    """A list as a strategy shows it: how many of its areas and parts are known, and how many entries are hidden.

    ``entries`` are the names of those that are not hidden, by the id that ``technologies.csv`` uses.
    """

    published: PublishedList
    areas: int
    parts: int
    hidden: int
    entries: Mapping[str, Text]
