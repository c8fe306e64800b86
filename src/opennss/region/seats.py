"""The regional seat map: committees of emerging technologies against countries, and the next step on the ladder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from opennss.language import Text
from opennss.mapping.gaps import seats_in
from opennss.model.country import Kind
from opennss.model.projects import NextStep
from opennss.model.results import Strategy
from opennss.model.standards import Role
from opennss.model.workspace import Workspace
from opennss.portfolio.joining import next_step


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One committee with the technologies that lead to it, the seat of every country, and their next steps.

    ``steps`` holds the countries without a seat and the O-members; a seat that is ``?`` has no step but a question.
    """

    committee: str
    title: Text
    technologies: tuple[Text, ...]
    seats: Mapping[str, Role]
    steps: Mapping[str, NextStep]


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
            strategy.workspace.settings.country: _next_step(strategy, committee)
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


def _next_step(strategy: Strategy, committee: str) -> NextStep:
    """Return the rung above the country's present seat, with its load in the first year of its plan."""
    method, settings = strategy.workspace.method, strategy.workspace.settings
    return next_step(
        seat(strategy.workspace, committee), committee, settings.membership, method.efforts, method.capacities,
        settings.years[0],
    )  # fmt: skip


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
