"""The regional seat map: committees of emerging technologies against countries, and the next step on the ladder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from opennss.language import Text
from opennss.mapping.gaps import seats_in
from opennss.model.country import Kind
from opennss.model.projects import ProjectType, next_rung
from opennss.model.results import Strategy
from opennss.model.standards import Role
from opennss.model.workspace import Workspace
from opennss.portfolio.effort import day_rates, need, works

UNKNOWN = "?"
NO_STEP = "none"
"""Next steps beside the rungs: it depends on a membership that is not known, or the membership allows none."""


@dataclass(frozen=True, slots=True)
class Step:
    """The next step on the ladder for one empty seat, and what it takes in a year.

    ``step`` is ``observe``, ``participate``, ``none`` or ``?``; ``days`` and ``money`` (in the country's currency) are
    ``None`` where ``effort.csv`` has no yearly row for the step.
    """

    step: str
    days: Decimal | None = None
    money: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One committee with the technologies that lead to it, the seat of every country, and their next steps.

    ``steps`` holds the countries without a seat and the O-members; a seat that is ``?`` has no step but a question.
    """

    committee: str
    title: Text
    technologies: tuple[Text, ...]
    seats: Mapping[str, Role]
    steps: Mapping[str, Step]


def seat_map(strategies: Sequence[Strategy]) -> tuple[SeatRow, ...]:
    """Return a row for every committee that a country links to an emerging area, by technology and committee.

    The order of the countries decides nothing but the order of the columns.
    """
    ordered = sorted(strategies, key=lambda strategy: strategy.workspace.settings.country)
    named: dict[str, dict[str, Text]] = {}
    for strategy in ordered:
        emerging = {a.id: a.name for a in strategy.workspace.evidence.areas if a.kind is Kind.EMERGING}
        for link in strategy.workspace.choices.links:
            if link.committee and link.area in emerging:
                _add(named.setdefault(link.committee, {}), emerging[link.area])
    rows = []
    for committee, names in named.items():
        seats = {strategy.workspace.settings.country: seat(strategy.workspace, committee) for strategy in strategies}
        steps = {
            strategy.workspace.settings.country: next_step(strategy, committee)
            for strategy in strategies
            if seats[strategy.workspace.settings.country] in (Role.NONE, Role.O)
        }
        title = next(s.committees[committee].title for s in ordered if committee in s.committees)
        rows.append(SeatRow(committee, title, tuple(names[key] for key in sorted(names)), seats, steps))
    return tuple(sorted(rows, key=lambda row: (row.technologies[0]["en"].casefold(), natural(row.committee))))


def seat(workspace: Workspace, committee: str) -> Role:
    """Return a country's seat in any committee: P, O, none or ``?``.

    Nobody can tell "none" of a committee whose members IEC keeps: there a list that lacks the country, or says that it
    has no seat, leaves ``?``.
    """
    settings, rows = workspace.settings, workspace.evidence.participation
    return seats_in([committee], rows, settings.membership.all_seats).get(committee, Role.NONE)


def next_step(strategy: Strategy, committee: str) -> Step:
    """Return the rung above the present seat, with its yearly load, if the country's membership allows it."""
    membership = strategy.workspace.settings.membership
    found = next_rung(seat(strategy.workspace, committee), membership, committee)
    if found.rung is None or not found.allowed:
        return Step(UNKNOWN if found.allowed is None else NO_STEP)
    return Step(found.rung, *yearly_load(strategy, found.rung))


def yearly_load(strategy: Strategy, rung: ProjectType) -> tuple[Decimal | None, Decimal | None]:
    """Return the person-days and the money that a rung takes in the first year of the plan; ``None``: not known."""
    method, year = strategy.workspace.method, strategy.workspace.settings.years[0]
    rows = [work for work in works(method.efforts) if work.key == rung]
    if not rows or not all(work.standing for work in rows):
        return None, None
    rates = {body: rate for (body, when), rate in day_rates(method.capacities).items() if when == year}
    if not {work.body for work in rows} <= rates.keys():
        return sum((work.days for work in rows), Decimal(0)), None
    loads = need(rung, year, year, rows, rates).values()
    return sum((days for days, _ in loads), Decimal(0)), sum((money for _, money in loads), Decimal(0))


def natural(code: str) -> tuple[tuple[int, str], ...]:
    """Return what sorts committee codes by their numbers.

    >>> sorted(["ISO/TC 20", "ISO/TC 4", "ISO/TC 20/SC 16"], key=natural)
    ['ISO/TC 4', 'ISO/TC 20', 'ISO/TC 20/SC 16']
    """
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", code))


def _add(names: dict[str, Text], name: Text) -> None:
    """Keep a technology once, by its English name; a language that one country lacks may come from another."""
    key = name["en"].casefold()
    names[key] = _merged([name, names[key]]) if key in names else name


def _merged(names: Iterable[Text]) -> Text:
    found: dict[str, str] = {}
    for name in names:
        found |= dict(name.values)
    return Text.of(**found)
