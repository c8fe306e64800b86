"""A first list of critical and emerging technologies with the committee of each, to be reviewed by the country.

The list is a project default after the regional seat map of the method (section 11): no country's own list, and no
opinion on what matters. A country replaces it by the list of its government.
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


@dataclass(frozen=True, slots=True)
class Technology:
    """An emerging subject, its ICS classes and the committee that works on it."""

    id: Id
    name: Text
    ics: tuple[Ics, ...]
    committee: CommitteeCode


@cache
def technologies() -> tuple[Technology, ...]:
    """Return the default list.

    >>> len(technologies()), technologies()[0].committee
    (13, 'ISO/IEC JTC 1/SC 42')
    """
    text = resources.files("opennss.sources").joinpath("technologies.csv").read_text(encoding="utf-8")
    return tuple(
        Technology(
            id=Id.parse(row["id"]), committee=CommitteeCode.parse(row["committee"]),
            name=Text.of(**{key[5:]: value for key, value in row.items() if key.startswith("name_")}),
            ics=tuple(Ics.parse(code) for code in row["ics"].split(";")),
        )
        for row in csv.DictReader(text.splitlines())
    )  # fmt: skip


def areas(languages: Sequence[str]) -> tuple[PriorityArea, ...]:
    """Return the technologies as emerging areas."""
    return tuple(
        PriorityArea(
            id=item.id, kind=Kind.EMERGING, ics=item.ics,
            name=Text.of(**{language: item.name[language] for language in languages}),
            note="default list of this project, to be replaced by the country's own",
        )
        for item in technologies()
    )  # fmt: skip


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
