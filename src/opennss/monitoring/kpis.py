"""Figures that the rows of the folder give: parts of a whole that is named, and what could not be judged.

Each definition is a sentence of the locale files, ``method.kpi-<id>``, printed beside the figure. A typed-in target is
never one of them, and what nobody recorded is not known, never zero.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from opennss.catalogue.store import Catalogue
from opennss.model.adopted import about_the_country, adopted_from_iso_iec
from opennss.model.country import GoalStatus
from opennss.model.criteria import Category
from opennss.model.monitoring import Kpi, KpiGroup, State, WorkItem
from opennss.model.obligations import Aged, SourceState, aged, source_state
from opennss.model.programme import Vote
from opennss.model.projects import ProjectType
from opennss.model.results import Strategy
from opennss.model.table import Cell, cell

USED = ("use-regulations", "use-certificates", "use-sales", "use-tenders")
"""Indicators about the country that show the use of standards."""


def kpis(strategy: Strategy, catalogue: Catalogue, found: Sequence[WorkItem]) -> tuple[Kpi, ...]:
    """Return every computed figure, in the order in which they are printed."""
    return (
        *_catalogue(strategy, catalogue), *_delivery(strategy, found), *_ballots(strategy), *_priorities(strategy),
        *_people(strategy), *_use(strategy),
    )  # fmt: skip


def _share(
    id_: str, group: KpiGroup, part: Iterable[Cell], whole: Decimal | int | None, missing: int = 0, period: str = ""
) -> Kpi:
    """Return a share whose part is counted from cells."""
    cells = tuple(part)
    size = None if whole is None else Decimal(whole)
    return Kpi(id_, group, Decimal(len(cells)), size, missing=missing, cells=cells, period=period)


def _catalogue(strategy: Strategy, catalogue: Catalogue) -> Iterator[Kpi]:
    evidence, settings = strategy.workspace.evidence, strategy.workspace.settings
    if not evidence.adoptions:
        for name in ("adopted", "base-gone", "older"):
            yield Kpi(name, KpiGroup.CATALOGUE)
        return
    found = adopted_from_iso_iec(evidence, settings.notice)
    own, rows, missing = found.known, found.listed, found.unjudged
    yield _share(
        "adopted", KpiGroup.CATALOGUE, (cell(row, "correspondence") for row in own),
        None if missing is None else found.total, int(missing or 0), found.period,
    )  # fmt: skip
    states = [(row, source_state(row.adopts, catalogue.deliverables)) for row in own]
    gone = [cell(row, "adopts") for row, state in states if state in (SourceState.WITHDRAWN, SourceState.REPLACED)]
    unseen = sum(state is SourceState.UNKNOWN for _, state in states)
    yield _share("base-gone", KpiGroup.CATALOGUE, gone, len(own), unseen)
    ages = [(row, aged(row.year, settings.as_of.year)) for row in rows]
    old = [cell(row, "year") for row, age in ages if age is Aged.OLD]
    yield _share("older", KpiGroup.CATALOGUE, old, len(rows), sum(age is Aged.UNKNOWN for _, age in ages))


def _delivery(strategy: Strategy, found: Sequence[WorkItem]) -> Iterator[Kpi]:
    as_of = strategy.workspace.settings.as_of
    recorded = bool(strategy.workspace.evidence.work)
    measures = [item for item in found if item.type is ProjectType.MEASURE]
    projects = [item for item in found if item.type is not ProjectType.MEASURE]
    for name, own in (("projects", projects), ("measures", measures)):
        done_somewhere = recorded or any(item.state is State.DONE for item in own)
        for what in ("started", "finished"):
            yield _told(f"{name}-{what}", _ending(own, what), what, done_somewhere)
    due = [item for item in found if item.end is not None and item.end < as_of.year]
    yield _told("on-time", due, "in time", recorded)
    over = [item for item in found if item.state is State.DONE and not item.standing]
    yield _spent("days", [(item.spent, item.days, item.cells) for item in over], "person-day")
    yield _spent("cost", [(item.cost, item.money, item.cells) for item in over], "money")


def _ending(found: Sequence[WorkItem], what: str) -> list[WorkItem]:
    """Leave standing work out where ends are counted: it has none."""
    return [item for item in found if what == "started" or not item.standing]


def _told(id_: str, own: Sequence[WorkItem], what: str, recorded: bool) -> Kpi:
    if not recorded:
        return Kpi(id_, KpiGroup.DELIVERY, None, Decimal(len(own)))
    reached = [item for item in own if _reached(item, what)]
    cells = tuple(place for item in reached for place in item.cells[-1:])
    unknown = sum(item.state is State.UNKNOWN or _undated(item, what) for item in own)
    return Kpi(id_, KpiGroup.DELIVERY, Decimal(len(reached)), Decimal(len(own)), missing=unknown, cells=cells)


def _reached(item: WorkItem, what: str) -> bool:
    if what == "started":
        return item.state in (State.RUNNING, State.DONE)
    if what == "finished":
        return item.state is State.DONE
    return item.state is State.DONE and item.ended is not None and item.ended <= dt.date(item.end or 0, 12, 31)


def _undated(item: WorkItem, what: str) -> bool:
    return what == "in time" and item.state is State.DONE and item.ended is None


def _spent(id_: str, rows: Sequence[tuple[Decimal | None, Decimal | None, tuple[Cell, ...]]], unit: str) -> Kpi:
    """Return what finished items took against what the plan gave them; those of which one is not known are left out."""
    known = [(spent, planned, cells) for spent, planned, cells in rows if spent is not None and planned is not None]
    if not known:
        return Kpi(id_, KpiGroup.DELIVERY, unit=unit)
    took, given = sum((row[0] for row in known), Decimal(0)), sum((row[1] for row in known), Decimal(0))
    return Kpi(id_, KpiGroup.DELIVERY, took, given, unit, cells=tuple(place for row in known for place in row[2][-1:]))


def _ballots(strategy: Strategy) -> Iterator[Kpi]:
    """Return ballots in which a vote was cast, with and without abstentions, of those with a known outcome."""
    seats = strategy.obligations.duties
    cast = [row for seat in seats for row in seat.cast]
    known = len(cast) + sum(len(seat.missed) for seat in seats)
    voted = [row for row in cast if row.vote is not Vote.ABSTAIN]
    for name, rows in (("ballots-cast", cast), ("ballots-voted", voted)):
        cells = [cell(row, "vote") for row in rows]
        yield _share(name, KpiGroup.BALLOTS, cells, known) if known else Kpi(name, KpiGroup.BALLOTS)


def _priorities(strategy: Strategy) -> Iterator[Kpi]:
    wanted = [area.area for area in strategy.ranks.areas if area.final.number == 1]
    covered = {a for item in strategy.plan.items if item.project.units and not item.project.measure
               for a in item.project.areas}  # fmt: skip
    areas = {row.id: row for row in strategy.workspace.evidence.areas}
    served = [cell(areas[name], "id") for name in wanted if name in covered]
    yield _share("rank-one", KpiGroup.PRIORITIES, served, len(wanted))
    goals = {g.id: g for g in strategy.workspace.evidence.goals if g.status is GoalStatus.IN_FORCE}
    alone = [cell(goals[name], "id") for name in strategy.aligned.goals_without_area]
    yield _share("goals-alone", KpiGroup.PRIORITIES, alone, len(goals))


def _people(strategy: Strategy) -> Iterator[Kpi]:
    requests, as_of = strategy.workspace.voices.requests, strategy.workspace.settings.as_of
    answered = [cell(row, "replied") for row in requests if row.replied and row.replied <= as_of]
    yield _share("requests", KpiGroup.PEOPLE, answered, len(requests)) if requests else Kpi("requests", KpiGroup.PEOPLE)
    last = strategy.rounds[-1] if strategy.rounds else None
    rounds = Cell(f"judgements/{last.round}/respondents.csv", 0, "category") if last else None
    invited = sum(count for _, count in last.invited) if last else 0
    heard = sum(count for _, count in last.answered) if last else 0
    cells = (rounds,) if rounds else ()
    part = Decimal(heard) if invited else None
    yield Kpi("response", KpiGroup.PEOPLE, part, Decimal(invited) if invited else None, cells=cells)
    private = {Category.LARGE, Category.SME}
    groups = [(set(categories), count) for categories, count in last.answered] if last else []
    own = sum(count for categories, count in groups if categories <= private)
    told = bool(heard) and not any(categories & private and categories - private for categories, _ in groups)
    part = Decimal(own) if told else None
    yield Kpi("private", KpiGroup.PEOPLE, part, Decimal(heard) if heard else None, cells=cells)


def _use(strategy: Strategy) -> Iterator[Kpi]:
    for name in USED:
        newest = about_the_country(strategy.workspace.evidence, name)
        if newest is None:
            yield Kpi(name, KpiGroup.USE)
            continue
        yield Kpi(
            name, KpiGroup.USE, unit=newest.unit, figure=Decimal(str(newest.value)), period=newest.period,
            cells=(cell(newest, "value"),), sources=(newest.source,) if newest.source else (),
        )  # fmt: skip
