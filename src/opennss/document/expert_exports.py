"""Experts' time as a table to take away: what is not known is ``?``, what a public edition keeps back ``withheld``."""

from __future__ import annotations

from opennss.document.facts.experts import withheld
from opennss.document.facts.steady import INTERNAL
from opennss.document.jsonable import jsonable
from opennss.model.plans import ExpertYear
from opennss.model.results import Strategy

EVERYTHING = "*"
"""Stands for all items of a year, in the column of committees."""

WITHHELD = "withheld"
"""Stands for days offered that would tell what single people stated."""


def expert_rows(strategy: Strategy) -> tuple[list[str], list[list[object]]]:
    """Return every year, and every committee with planned work by year; no committee in the public edition."""
    head = ["committee", "year", "asked", "offered", "experts", "unstated", "no_figure"]
    found = strategy.experts_time
    rows = [*found.years] if found else []
    if found and strategy.workspace.settings.edition == INTERNAL:
        rows += [row for own in found.committees.values() for row in own]
    hidden = withheld(strategy)
    return head, [_row(row, row.year in hidden) for row in rows]


def _row(row: ExpertYear, hidden: bool) -> list[object]:
    days = ["?" if value is None else jsonable(value) for value in (row.asked, row.offered)]
    if hidden:
        days[1] = WITHHELD
    return [row.committee or EVERYTHING, row.year, *days, len(row.experts), len(row.unstated), ";".join(row.lacking)]
