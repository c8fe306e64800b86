"""The best part of the list that fits, by the strategy's own priorities: kept, moved to another year, left out.

Priority by priority, the same solver as for the strategy's programme chooses twice: what fits in the year that the
list asks for, then what fits in another year of the plan. So a priority never gives way to a lower one, and inside one
the n-th item of an area counts 1/n, as in the programme.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from opennss.model.handed import ADOPTIONS, HandedRow, Layer, Placing, Why
from opennss.model.plans import DAYS, MONEY, PortfolioProblem, Resource
from opennss.model.projects import Project, ProjectType
from opennss.model.standards import Adoption
from opennss.portfolio.fitting import TINY
from opennss.portfolio.handed.books import Books, Need, money_of, need_of, span_of
from opennss.portfolio.handed.layers import Served, subject
from opennss.portfolio.problem import MONEY_UNIT
from opennss.portfolio.solve import solve

MOST_ALIKE = 150
"""Kinds of row, different in effort, year or area, among which the solver chooses in one go; among more, a simple rule
does: the areas take turns, and each gives the first of its rows that fits."""
MOST_ITEMS = 5_000
"""Items, alike or not, for the same."""

Limits = dict[Resource, float]
Taking = Mapping[Resource, float]
Chosen = dict[tuple[int, int], int]
"""Items by line and year."""


@dataclass(frozen=True, slots=True)
class Wanted(Project):
    """An item of a list as the solver sees it: what it takes is said by the list, for all rows that are alike."""

    key: str = ""

    @property
    def work(self) -> str:
        """What its days and money depend on."""
        return self.key


@dataclass(frozen=True, slots=True)
class Open:
    """Items of a row that are still to be placed: how many, in which area, and what one takes by its first year."""

    row: HandedRow
    count: int
    area: str
    takes: Mapping[int, Taking]

    @property
    def kind(self) -> str:
        """What makes two rows alike to the solver."""
        return repr((self.area, sorted((year, sorted(taking.items())) for year, taking in self.takes.items())))


def urgency(row: HandedRow, served: Mapping[int, Served]) -> tuple[int, bool, Decimal, int]:
    """Return where a row stands: by its layer, then by the priority that the list gives it, then by its line.

    Numbers of priority count upwards from the most urgent one.
    """
    layer = [*Layer].index(served[row.line].layer)
    return layer, row.priority is None, row.priority or Decimal(0), row.line


@dataclass(frozen=True, slots=True)
class Ready:
    """What the choice begins with: the rows not looked at, with the reason; what an item of the others takes."""

    why: Mapping[int, Why]
    takes: Mapping[int, Mapping[int, Taking]]


def ready(
    rows: Sequence[HandedRow], needs: Mapping[int, Need], national: Mapping[str, Adoption], known: Books
) -> Ready:
    """Return which rows are looked at: one with the reference and type of an earlier row is not, nor one whose very
    edition is adopted, nor one whose need, body or year cannot be compared with anything."""
    why = _refused(rows, needs, national, known)
    takes = {row.line: _takes(row, needs[row.line].standing, known) for row in rows if row.line not in why}
    why |= {line: Why.PERIOD for line, found in takes.items() if not found}
    return Ready(why, takes)


def best_part(
    rows: Sequence[HandedRow],
    begin: Ready,
    served: Mapping[int, Served],
    known: Books,
    utilization: float,
) -> tuple[tuple[Placing, ...], tuple[tuple[str, float | None], ...]]:
    """Return what becomes of every row, in the order of the list, and by layer how far from the optimum it may be.

    ``utilization`` is the share of the person-days of a year that may be planned. The gap is the largest proven one of
    the two choices of a layer, ``None`` where the simple rule chose.
    """
    why, takes = begin.why, begin.takes
    ordered = sorted((row for row in rows if row.line not in why), key=lambda row: urgency(row, served))
    left = _limits(known, utilization)
    chosen: Chosen = {}
    steps: list[tuple[str, float | None]] = []
    for layer in Layer:
        own = [row for row in ordered if served[row.line].layer is layer]
        gaps: list[float | None] = []
        for asked in (True, False):
            waiting = list(_waiting(own, takes, served, chosen, asked, left))
            found, gap = _choose(waiting, known.years, left) if waiting else ({}, 0.0)
            gaps += [gap]
            for (line, year), count in found.items():
                chosen[line, year] = chosen.get((line, year), 0) + count
                for resource, amount in takes[line][year].items():
                    left[resource] -= amount * count
        if own:
            steps.append((layer.value, None if None in gaps else max(gap for gap in gaps if gap is not None)))
    placed: dict[int, dict[int, int]] = {}
    for (line, year), count in sorted(chosen.items()):
        placed.setdefault(line, {})[year] = count
    return tuple(_placing(row, served[row.line], placed.get(row.line, {}), why) for row in rows), tuple(steps)


def _limits(known: Books, utilization: float) -> Limits:
    """Return what there is: a share of the person-days less what the present seats take, and the money."""
    left: Limits = {}
    for (body, year, task), days in known.people.items():
        if year is not None:
            left[Resource(body, year, DAYS, task)] = max(
                0.0, float(days) * utilization - float(known.taken(body, task))
            )
    for name, money in known.money.items():
        left[money_of(name)] = float(money) / MONEY_UNIT
    return left


def _refused(
    rows: Sequence[HandedRow], needs: Mapping[int, Need], national: Mapping[str, Adoption], known: Books
) -> dict[int, Why]:
    """Return the rows that are not looked at, each with the reason."""
    why: dict[int, Why] = {}
    seen: set[tuple[object, object]] = set()
    for row in rows:
        about, parts = subject(row), needs[row.line].parts
        if about and (about, row.type) in seen:
            why[row.line] = Why.TWICE
        elif about in national and row.type in ADOPTIONS:
            why[row.line] = Why.ADOPTED
        elif not needs[row.line].days_known:
            why[row.line] = Why.NO_NEED
        elif not all(known.known(body) for body, _ in parts):
            why[row.line] = Why.NO_BODY
        elif row.start is not None and row.start > known.years[-1]:
            why[row.line] = Why.AFTER
        if about:
            seen.add((about, row.type))
    return why


def _takes(row: HandedRow, standing: bool, known: Books) -> dict[int, Taking]:
    """Return what one item of a row takes of each resource, by every first year from which it ends inside the plan.

    Yearly work may go on after the plan: what it takes there is not counted.
    """
    span, last = span_of(row, known), known.years[-1]
    found: dict[int, Taking] = {}
    for start in known.years:
        if standing or start + span - 1 <= last:
            amounts = need_of(replace(row, start=start, end=start + span - 1), start, known).takes()
            taking = {name: float(x) / (MONEY_UNIT if name.kind == MONEY else 1) for name, x in amounts.items()}
            found[start] = {name: x for name, x in taking.items() if x > TINY and name.year <= last}
    return found


def _waiting(
    rows: Sequence[HandedRow],
    takes: Mapping[int, Mapping[int, Taking]],
    served: Mapping[int, Served],
    chosen: Chosen,
    asked: bool,
    left: Limits,
) -> Iterator[Open]:
    """Yield what is still to be placed: in the year ``asked`` for (any, where that is not in the plan), or in any.

    Of a row with many items there are only as many as could fit if it were alone.
    """
    for row in rows:
        own = takes[row.line]
        start = row.start if asked else None
        years = {start: own[start]} if start is not None and start in own else own
        count = row.count - sum(chosen.get((row.line, year), 0) for year in own)
        most = sum(min(count, _room(taking, left)) for taking in years.values())
        if count and most:
            yield Open(row, min(count, most), served[row.line].area, years)


def _room(taking: Taking, left: Limits) -> int:
    """Return how many items fit when each takes this much."""
    return min([10**9, *(int((left.get(name, 0.0) + TINY) / amount) for name, amount in taking.items())])


def _choose(waiting: Sequence[Open], years: tuple[int, ...], left: Limits) -> tuple[Chosen, float | None]:
    """Return which items are placed in which year, and how far from the optimum that may be."""
    kinds: dict[str, str] = {}
    keys = {item.row.line: kinds.setdefault(item.kind, f"work-{len(kinds)}") for item in waiting}
    if len(kinds) > MOST_ALIKE or sum(item.count for item in waiting) > MOST_ITEMS:
        return _in_turns(waiting, left), None
    need = {(keys[item.row.line], year): taking for item in waiting for year, taking in item.takes.items()}
    projects = tuple(
        Wanted(f"{item.row.line}/{place}", ProjectType.ADOPT, "", "", (item.area or "?",), 1, key=keys[item.row.line])
        for item in waiting
        for place in range(item.count)
    )  # the type decides nothing here: what an item takes is said by its key
    problem = PortfolioProblem(projects, years, need, left, (), dict.fromkeys(kinds.values(), 1))
    found, steps = solve(problem)
    chosen: Chosen = {}
    for planned in found:
        line = int(planned.project.id.partition("/")[0])
        chosen[line, planned.start] = chosen.get((line, planned.start), 0) + 1
    return chosen, max((gap for name, _, gap in steps if name.startswith("tier")), default=0.0)


def _in_turns(waiting: Sequence[Open], left: Limits) -> Chosen:
    """Let the areas take turns: the one with the fewest items gives the first of its rows that still fits."""
    left = dict(left)
    lists: dict[str, list[tuple[Open, int]]] = {}
    for item in reversed(waiting):
        lists.setdefault(item.area, []).append((item, item.count))
    turns = [(0, place, area) for place, area in enumerate(reversed([*lists]))]
    heapq.heapify(turns)
    chosen: Chosen = {}
    while turns:
        had, place, area = heapq.heappop(turns)
        while lists[area]:
            item, count = lists[area].pop()
            year = next((year for year, taking in item.takes.items() if _room(taking, left)), None)
            if year is None:
                continue
            for resource, amount in item.takes[year].items():
                left[resource] -= amount
            chosen[item.row.line, year] = chosen.get((item.row.line, year), 0) + 1
            lists[area] += [(item, count - 1)] if count > 1 else []
            heapq.heappush(turns, (had + 1, place, area))
            break
    return chosen


def _placing(row: HandedRow, served: Served, years: Mapping[int, int], why: Mapping[int, Why]) -> Placing:
    """Return what becomes of a row; one that asks for no year stays in whichever it gets."""
    found = [(year, count) for year, count in sorted(years.items()) if count]
    left = row.count - sum(count for _, count in found)
    return Placing(
        row.line, served.layer, served.area, served.by,
        kept=tuple(pair for pair in found if row.start in (None, pair[0])),
        moved=tuple(pair for pair in found if row.start not in (None, pair[0])),
        left=left, why=why.get(row.line, Why.CAPACITY) if left else None,
    )  # fmt: skip
