"""Facts about experts' time: what each year asks and is offered, and each committee with planned work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from opennss.document.facts.make import count, label, tell, whole
from opennss.document.facts.steady import INTERNAL
from opennss.language import Text
from opennss.model.dossiers import Amount
from opennss.model.plans import ExpertYear
from opennss.model.programme import ExpertTime
from opennss.model.references import slug
from opennss.model.results import Fact, Origin, Strategy
from opennss.model.stakeholders import Expert, MirrorStatus
from opennss.model.table import Cell, cell

Values = dict[str, Text | str | int]
"""What a label is about."""

FEWEST = 5
"""People of whom a public edition gives a sum; that of fewer could tell what one of them stated (method, section 3)."""


def withheld(strategy: Strategy) -> frozenset[int]:
    """Return the years whose days offered this edition does not give: they would tell what fewer than five stated.

    So would two years that differ by fewer than five people. Nominations only end, so it is enough to compare each year
    with the one that was given before it.
    """
    found = strategy.experts_time
    if found is None or strategy.workspace.settings.edition == INTERNAL:
        return frozenset()
    hidden: set[int] = set()
    given: set[str] | None = None
    for row in found.years:
        stated = set(row.experts) - set(row.unstated)
        if len(stated) >= FEWEST and (given is None or given == stated or len(given ^ stated) >= FEWEST):
            given = stated
        elif stated:
            hidden.add(row.year)
    return frozenset(hidden)


def place(row: ExpertYear) -> str:
    """Return how the names of the facts of a year, or of a committee in a year, begin."""
    return ".".join(part for part in ("expert-time", slug(row.committee), str(row.year)) if part)


def expert_time_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield days asked and offered, and experts, by year; how many committees are short.

    Those of a single committee may be the days of one person: only the internal edition has them. A public edition has
    no sum that tells what single people stated, and none of its trails leads to one of them.
    """
    found = strategy.experts_time
    if found is None:
        return
    for row in found.years:
        yield from _days(row, strategy, {"year": row.year})
        for part, names, column, words in (
            ("experts", row.experts, "until", "expert-time-experts"),
            ("unstated", row.unstated, "days", "expert-time-unstated"),
        ):
            yield count(f"{place(row)}.{part}", len(names), words, *_cells(names, column, strategy), year=row.year)
    internal = strategy.workspace.settings.edition == INTERNAL
    for row in (row for rows in found.committees.values() for row in rows if internal):
        yield from _days(row, strategy, {"year": row.year, "committee": row.committee})
    table = whole(ExpertTime.FILE)
    yield count("expert-time.committees", len(found.committees), "expert-time-committees", "plan.ladder", table)
    if not internal and len(found.committees) < FEWEST:
        return
    yield count(
        "expert-time.short", len(found.short), "expert-time-short", table, whole(Expert.FILE),
        method="expert-time-short",
    )  # fmt: skip


def _days(row: ExpertYear, strategy: Strategy, values: Values) -> Iterator[Fact]:
    """Yield the days asked and offered; ``≥`` where a figure is missing, ``?`` where all are."""
    starts = tuple(f"project.{name}.start" for name in row.working)
    types = {item.project.type for item in strategy.plan.items if item.project.id in row.working}
    figures = [cell(time, "days") for time in strategy.workspace.method.expert_time if time.type in types]
    inputs: tuple[str | Cell, ...] = (*starts, *(figures or [whole(ExpertTime.FILE)]))
    asked = Amount(row.asked, (), tuple(map(str, row.lacking)))
    key = "expert-asked-committee" if row.committee else "expert-asked"
    yield _fact(f"{place(row)}.asked", asked, key, inputs, values)
    if row.year in withheld(strategy):
        return
    offered, cells = Amount(row.offered, (), row.unstated), _cells(row.experts, "days", strategy)
    key = "expert-offered-committee" if row.committee else "expert-offered"
    yield _fact(f"{place(row)}.offered", offered, key, cells, values)


def _fact(name: str, amount: Amount, key: str, inputs: tuple[str | Cell, ...], values: Values) -> Fact:
    """The method of such an amount has the key of its label."""
    return replace(tell(name, amount, "person-day", key, label(key, **values), {}), origin=Origin(key, inputs))


def _cells(names: tuple[str, ...], column: str, strategy: Strategy) -> tuple[Cell, ...]:
    """Return the cells of experts, and what is not known of their committees; in a public edition the whole table."""
    if strategy.workspace.settings.edition != INTERNAL:
        return (whole(Expert.FILE),)
    evidence = strategy.workspace.evidence
    rows = [row for row in evidence.experts if row.id in names]
    own = {row.committee for row in rows}
    asked = [row for row in evidence.mirrors if row.status is MirrorStatus.UNKNOWN and row.id in own]
    cells = [*(cell(row, column) for row in rows), *(cell(row, "status") for row in asked)]
    return tuple(cells) or (whole(Expert.FILE),)
