"""A first list of critical and emerging technologies with the committees of each, to be reviewed by the country.

The list is a project default after the regional seat map of the method (section 11): no country's own list, and no
opinion on what matters. A country replaces it by the list of its government. Its terms are technologies of the default
vocabulary, whose keyword rules find them in titles.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from opennss.language import Text, spoken
from opennss.model.codes import Ics, Id
from opennss.model.country import Kind, PriorityArea
from opennss.model.references import CommitteeCode
from opennss.model.standards import UNREVIEWED, Link, Relevance
from opennss.model.technologies import Technology


@dataclass(frozen=True, slots=True)
class Emerging:
    """An emerging subject, its ICS classes, the committees that work on it (the main one first) and its terms."""

    id: Id
    name: Text
    ics: tuple[Ics, ...]
    committees: tuple[CommitteeCode, ...]
    terms: tuple[Id, ...]

    @property
    def committee(self) -> CommitteeCode:
        """The main committee."""
        return self.committees[0]


@cache
def technologies() -> tuple[Emerging, ...]:
    """Return the default list.

    >>> len(technologies()), technologies()[0].committee
    (13, 'ISO/IEC JTC 1/SC 42')
    """
    text = resources.files("opennss.sources").joinpath("technologies.csv").read_text(encoding="utf-8")
    return tuple(
        Emerging(
            id=Id.parse(row["id"]), terms=tuple(Id.parse(term) for term in row["terms"].split(";")),
            committees=tuple(CommitteeCode.parse(code) for code in row["committees"].split(";")),
            name=Text.of(**{key[5:]: value for key, value in row.items() if key.startswith("name_")}),
            ics=tuple(Ics.parse(code) for code in row["ics"].split(";")),
        )
        for row in csv.DictReader(text.splitlines())
    )  # fmt: skip


def areas(languages: Sequence[str]) -> tuple[PriorityArea, ...]:
    """Return the technologies as emerging areas."""
    return tuple(
        PriorityArea(
            id=item.id, kind=Kind.EMERGING, ics=item.ics, name=_name(item, languages),
            note="default list of this project, to be replaced by the country's own",
        )
        for item in technologies()
    )  # fmt: skip


def rows(languages: Sequence[str], known: Collection[str] | None = None) -> tuple[Technology, ...]:
    """Return the technologies as rows of ``technologies.csv``; each belongs to the area of its own id.

    Of their committees only those that are ``known`` are named; ``None``: no list of committees was read.
    """
    reason = spoken("sources.technology-reason", languages)
    return tuple(
        Technology(
            id=item.id, name=_name(item, languages), area=item.id, terms=item.terms, reason=reason,
            committees=tuple(code for code in item.committees if known is None or code in known),
        )
        for item in technologies()
    )  # fmt: skip


def _name(item: Emerging, languages: Sequence[str]) -> Text:
    return Text.of(**{language: item.name[language] for language in languages})


def links(known: Collection[str], languages: Sequence[str], day: dt.date) -> tuple[Link, ...]:
    """Return a link from each technology to its committee, where the committee is known; nobody has reviewed it yet."""
    reason = spoken("sources.link-reason", languages)
    return tuple(
        Link(
            area=item.id, committee=item.committee, relevance=Relevance.HIGH, reason=reason, reviewer=UNREVIEWED,
            date=day,
        )
        for item in technologies()
        if item.committee in known
    )  # fmt: skip
