"""What several countries plan or hold at the same time, and what doing it once would save, divided fairly.

Project defaults, not a published ISO value: which tasks can be shared, and that the largest effort does for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from opennss.economics.sharing import savings
from opennss.language import FALLBACK, Text
from opennss.model.plans import Planned
from opennss.model.projects import LADDER, YEARLY, Effort, Project, ProjectType, rows_for
from opennss.model.references import Reference
from opennss.model.results import Strategy
from opennss.model.standards import Role
from opennss.portfolio.effort import day_rates
from opennss.region.seats import natural, seat

ANYWHERE = ("draft", "appraise")
"""Tasks of an adoption that one country can do for several: draft and appraisal rest on the same source text."""
BY_LANGUAGE = "translate"
"""The task that is shared only where folders have the same first language, other than English."""
DELEGATED = (ProjectType.PARTICIPATE, ProjectType.EXPERTS)
"""Rungs on which countries can prepare and attend together; who leads a committee serves it, not a delegation."""
DELIVERABLE, DELEGATION = "deliverable", "delegation"


@dataclass(frozen=True, slots=True)
class Shared:
    """One deliverable that two or more countries plan to adopt or revise; ``plans`` holds their items by country."""

    reference: str
    title: Text
    plans: Mapping[str, Planned]


@dataclass(frozen=True, slots=True)
class Speakers:
    """One committee in which two or more countries hold a seat or plan one: the seats, and the planned rungs."""

    committee: str
    title: Text
    seats: Mapping[str, Role]
    planned: Mapping[str, Planned]


@dataclass(frozen=True, slots=True)
class Saving:
    """What sharing one item saves, in person-days (of a year, for a delegation), and each country's part of it.

    ``tasks`` is the shared work; ``alone`` what each country would spend on it, ``together`` what it takes once,
    ``saved`` the Shapley value of the saving, ``money`` the same in the country's own currency (``None`` without a day
    rate). ``unknown`` are countries that plan the item without saying what the work takes.
    """

    kind: str
    item: str
    tasks: tuple[str, ...]
    alone: Mapping[str, Fraction]
    together: Fraction
    saved: Mapping[str, Fraction]
    money: Mapping[str, Fraction | None]
    unknown: tuple[str, ...]


def shared(strategies: Sequence[Strategy]) -> tuple[Shared, ...]:
    """Return the deliverables, whatever their edition, that two or more countries plan to adopt or revise."""
    plans: dict[str, dict[str, Planned]] = {}
    titles: dict[str, Text] = {}
    for strategy in _ordered(strategies):
        for item in strategy.plan.items:
            if item.project.type in (ProjectType.ADOPT, ProjectType.REVISE):
                base = Reference(item.project.deliverable).base
                plans.setdefault(base, {}).setdefault(strategy.workspace.settings.country, item)
                titles.setdefault(base, strategy.deliverables[item.project.deliverable].title)
    several = {base: found for base, found in plans.items() if len(found) > 1}
    return tuple(Shared(base, titles[base], several[base]) for base in sorted(several, key=natural))


def speakers(strategies: Sequence[Strategy]) -> tuple[Speakers, ...]:
    """Return the committees linked to an area of any country in which two or more hold a seat or plan one."""
    ordered = _ordered(strategies)
    titles: dict[str, Text] = {}
    planned: dict[str, dict[str, Planned]] = {}
    for strategy in ordered:
        items = [item for item in strategy.plan.items if item.project.type in LADDER]
        for item in items:
            planned.setdefault(item.project.committee, {})[strategy.workspace.settings.country] = item
        linked = [link.committee for link in strategy.workspace.choices.links if link.committee]
        for committee in (*linked, *(item.project.committee for item in items)):
            titles.setdefault(committee, strategy.committees[committee].title)
    rows = []
    for committee in sorted(titles, key=natural):
        seats = {strategy.workspace.settings.country: seat(strategy.workspace, committee) for strategy in ordered}
        own = planned.get(committee, {})
        if len({code for code, role in seats.items() if role in (Role.P, Role.O)} | own.keys()) > 1:
            rows.append(Speakers(committee, titles[committee], seats, own))
    return tuple(rows)


def saving(strategies: Sequence[Strategy]) -> tuple[Saving, ...]:
    """Return what sharing saves for each deliverable and each delegation that two or more countries plan."""
    by_code = {strategy.workspace.settings.country: strategy for strategy in strategies}
    found = [_adoption(item, by_code) for item in shared(strategies)]
    for row in speakers(strategies):
        plans = {code: item for code, item in row.planned.items() if item.project.type in DELEGATED}
        if len(plans) > 1:
            efforts = {
                code: rows_for(by_code[code].workspace.method.efforts, ProjectType.PARTICIPATE) for code in plans
            }
            standing = {code: [e for e in rows if e.spread == YEARLY] for code, rows in efforts.items()}
            found.append(_saving(DELEGATION, row.committee, {ProjectType.PARTICIPATE: standing}, plans, by_code))
    return tuple(found)


def totals(found: Sequence[Saving]) -> dict[str, dict[str, tuple[Fraction, Fraction | None]]]:
    """Return what each country saves in all, by kind of item: person-days, and money in its own currency.

    Adoptions save once, delegations every year: the two are never added, nor is money of different countries.
    """
    result: dict[str, dict[str, tuple[Fraction, Fraction | None]]] = {}
    for row in found:
        for code, days in row.saved.items():
            before, amount = result.setdefault(code, {}).get(row.kind, (Fraction(0), Fraction(0)))
            own = row.money[code]
            result[code][row.kind] = (before + days, None if amount is None or own is None else amount + own)
    return {code: result[code] for code in sorted(result)}


def _adoption(item: Shared, by_code: Mapping[str, Strategy]) -> Saving:
    efforts = {code: _efforts(by_code[code], plan.project) for code, plan in item.plans.items()}
    games: dict[str, dict[str, list[Effort]]] = dict.fromkeys(ANYWHERE, efforts)
    for language, codes in _groups(item.plans, by_code).items():
        games[f"{BY_LANGUAGE} {language}"] = {code: efforts[code] for code in codes}
    rows = {
        task: {code: [e for e in own if e.task == task.partition(" ")[0]] for code, own in players.items()}
        for task, players in games.items()
    }
    return _saving(DELIVERABLE, item.reference, rows, item.plans, by_code)


def _groups(codes: Iterable[str], by_code: Mapping[str, Strategy]) -> dict[str, list[str]]:
    """Group countries by the first language of their folders, in which they write standards; English needs no work."""
    groups: dict[str, list[str]] = {}
    for code in codes:
        first = by_code[code].workspace.settings.languages[0]
        if first != FALLBACK:
            groups.setdefault(first, []).append(code)
    return groups


def _saving(
    kind: str,
    item: str,
    games: Mapping[str, Mapping[str, list[Effort]]],
    plans: Mapping[str, Planned],
    by_code: Mapping[str, Strategy],
) -> Saving:
    """Add the airport games of the shared tasks: the Shapley value of a sum of games is the sum of their values.

    A country whose folder has no row for a task does not play for it; a task needs two countries.
    """
    alone = dict.fromkeys(sorted(plans), Fraction(0))
    saved, money = dict(alone), dict[str, Fraction | None](alone)
    together, tasks = Fraction(0), []
    for task, players in games.items():
        costs = {code: sum((Fraction(e.days) for e in own), Fraction(0)) for code, own in players.items() if own}
        if len(costs) < 2:
            continue
        tasks.append(task)
        together += max(costs.values())
        for code, gained in savings(costs).items():
            alone[code] += costs[code]
            saved[code] += gained
            if gained:
                rate, before = _rate(by_code[code], players[code], plans[code].start), money[code]
                money[code] = None if rate is None or before is None else before + gained * rate
    playing = {code for task in tasks for code, own in games[task].items() if own}
    return Saving(
        kind, item, tuple(tasks), {c: alone[c] for c in alone if c in playing}, together,
        {c: saved[c] for c in alone if c in playing}, {c: money[c] for c in alone if c in playing},
        tuple(code for code in alone if code not in playing),
    )  # fmt: skip


def _rate(strategy: Strategy, rows: Sequence[Effort], year: int) -> Fraction | None:
    """Return the day rate of a task in a year, weighted by the days of its bodies; ``None`` when one is not known.

    A task without days has no rate.
    """
    rates = day_rates(strategy.workspace.method.capacities)
    days = sum((Fraction(row.days) for row in rows), Fraction(0))
    if any((row.body, year) not in rates for row in rows):
        return None
    return sum((Fraction(row.days) * Fraction(rates[row.body, year]) for row in rows), Fraction(0)) / days


def _efforts(strategy: Strategy, project: Project) -> list[Effort]:
    return rows_for(strategy.workspace.method.efforts, project.type, project.method, project.pages)


def _ordered(strategies: Sequence[Strategy]) -> list[Strategy]:
    return sorted(strategies, key=lambda strategy: strategy.workspace.settings.country)
