"""The next step on the ladder of participation for an empty seat, and the load of joining a committee."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from opennss.model.country import Membership
from opennss.model.projects import NO_STEP, UNKNOWN_STEP, Capacity, Effort, NextStep, ProjectType, next_rung
from opennss.model.standards import Role
from opennss.portfolio.effort import day_rates, need, works


def next_step(
    seat: Role,
    committee: str,
    membership: Membership,
    efforts: Sequence[Effort],
    capacities: Sequence[Capacity],
    year: int,
) -> NextStep:
    """Return the rung above a seat with its load in ``year``, if the country's membership allows it."""
    found = next_rung(seat, membership, committee)
    if found.rung is None or not found.allowed:
        return NextStep(UNKNOWN_STEP if found.allowed is None else NO_STEP)
    return NextStep(found.rung, *yearly_load(found.rung, efforts, capacities, year))


def yearly_load(
    rung: ProjectType, efforts: Sequence[Effort], capacities: Sequence[Capacity], year: int
) -> tuple[Decimal | None, Decimal | None]:
    """Return the person-days and the money that a rung takes in a year; ``None``: not known."""
    rows = [work for work in works(efforts) if work.key == rung]
    if not rows or not all(work.standing for work in rows):
        return None, None
    rates = {body: rate for (body, when), rate in day_rates(capacities).items() if when == year}
    if not {work.body for work in rows} <= rates.keys():
        return sum((work.days for work in rows), Decimal(0)), None
    loads = need(rung, year, year, rows, rates).values()
    return sum((days for days, _ in loads), Decimal(0)), sum((money for _, money in loads), Decimal(0))
