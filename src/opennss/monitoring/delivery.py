"""What becomes of the programme: each item with its state, how long items stand in a stage, delivery by half-year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from statistics import median

from opennss.language import Text, everywhere
from opennss.model.codes import Period
from opennss.model.monitoring import HalfYear, StageAge, State, WorkItem, type_of
from opennss.model.obligations import first_day, last_day
from opennss.model.programme import WorkState, WorkStatus
from opennss.model.projects import LADDER, Measure, Project, ProjectType, rows_for
from opennss.model.results import Strategy
from opennss.model.table import Cell, cell

Budget = Callable[[str, int], tuple[Decimal, Decimal] | None]
"""What the plan gives an item, by its work and first year: person-days and money; ``None`` where nobody said."""

UNKNOWN = "?"
DECEMBER = 12

BEFORE = 2
"""Years before the plan from which delivery is told by half-year; what is older stands in the first of them."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """An item as it was approved or planned: ``about`` is its deliverable or committee, ``end`` its last year.

    Work that is over and in no plan has no years.
    """

    id: str
    type: ProjectType
    about: str
    measure: Measure | None
    start: int | None
    end: int | None
    cells: tuple[Cell, ...] = ()


def items(strategy: Strategy, budget: Budget) -> tuple[WorkItem, ...]:
    """Return the items of the approved programme with what happened to each; without one, those of the present plan.

    What ``work.csv`` calls done or dropped is in no present plan and stands beside it. A measure with the day on which
    it was finished is done, whether or not ``work.csv`` has it. An item without a row there is planned until its first
    year is over, and not known from then on.
    """
    told = {str(row.item): row for row in strategy.workspace.evidence.work}
    known = {project.id: project for project in strategy.candidates}
    found = _approved(strategy) or [*_planned(strategy), *_over(strategy)]
    return tuple(_item(strategy, base, told.get(base.id), known.get(base.id), budget) for base in found)


def _approved(strategy: Strategy) -> list[Baseline]:
    measures = {row.id: row for row in strategy.workspace.choices.measures}
    return [
        Baseline(
            row.item, row.type, row.deliverable or row.committee or "", measures.get(row.measure) if row.measure
            else None, row.start, row.end, (cell(row, "start"), cell(row, "end")),
        )
        for row in strategy.workspace.choices.programme
    ]  # fmt: skip


def _planned(strategy: Strategy) -> list[Baseline]:
    own = {str(row.id): row for row in strategy.workspace.choices.measures}
    last = {item.project.id: item.last for item in strategy.schedule.items} if strategy.schedule else {}
    found = []
    for item in strategy.plan.items:
        project, about = item.project, item.project.deliverable or item.project.committee
        found.append(Baseline(project.id, project.type, about, own.get(project.measure), item.start, last[project.id]))
    return found


def _over(strategy: Strategy) -> Iterator[Baseline]:
    """Yield what is done or dropped and not planned: measures with the years of their row, other items without any."""
    measures = {f"{ProjectType.MEASURE}-{row.id}": row for row in strategy.workspace.choices.measures}
    known = {project.id: project for project in strategy.candidates}
    planned = {item.project.id for item in strategy.plan.items}
    ended = [str(r.item) for r in strategy.workspace.evidence.work if r.status in (WorkStatus.DONE, WorkStatus.DROPPED)]
    for name in dict.fromkeys((*(name for name, row in measures.items() if row.done), *ended)):
        row, project, kind = measures.get(name), known.get(name), type_of(name)
        if name in planned or kind is None:
            continue
        if row:
            yield Baseline(name, kind, "", row, row.start, row.end, (cell(row, "end"),))
        else:
            about = (project.deliverable or project.committee) if project else ""
            yield Baseline(name, kind, about, None, None, None)


def _item(
    strategy: Strategy, base: Baseline, told: WorkState | None, known: Project | None, budget: Budget
) -> WorkItem:
    """Return an item; without a candidate, which is ``known``, it takes the average of its type."""
    standing = base.type in LADDER
    done = base.measure.done if base.measure else None
    work = known.work if known else base.measure.id if base.measure else base.type
    days, money = (base.start and budget(work, base.start)) or (None, None)
    cells = (*base.cells, cell(told, "status")) if told else base.cells
    title = base.measure.name if base.measure else Text() if base.about or not told else told.title
    return WorkItem(
        id=base.id, type=base.type, subject=title or everywhere(base.about or base.id),
        who=_who(strategy, base, known), start=base.start, end=None if standing else base.end,
        state=_state(base, told, done, strategy.workspace.settings.as_of), begun=told.begun if told else None,
        ended=(told.ended if told else None) or done, stage=told.stage if told else None,
        since=told.since if told else None, days=None if standing else days, money=None if standing else money,
        spent=told.spent if told else None, cost=told.cost if told else None,
        reason=told.reason if told else Text(), cells=cells, invented=bool(told and told.illustrative),
    )  # fmt: skip


def _state(base: Baseline, told: WorkState | None, done: dt.date | None, as_of: dt.date) -> State:
    if done:
        return State.DONE
    if told:
        return State(told.status.value)
    return State.UNKNOWN if base.start and base.start < as_of.year else State.PLANNED


def _who(strategy: Strategy, base: Baseline, known: Project | None) -> Text:
    """Return who answers for an item: the lead of a measure, else the body with most days of it."""
    workspace = strategy.workspace
    if base.measure:
        return next((row.name for row in workspace.voices.stakeholders if row.id == base.measure.lead), Text())
    days: dict[str, Decimal] = {}
    for effort in rows_for(workspace.method.efforts, base.type, known.method if known else None):
        days[effort.body] = days.get(effort.body, Decimal(0)) + effort.days
    body = max(days, key=lambda name: days[name], default=None)
    return next((row.name for row in workspace.method.capacities if row.body == body), Text())


def ages(found: Sequence[WorkItem], as_of: dt.date) -> tuple[StageAge, ...]:
    """Return how long the running items stand in their stages, in the order of the stages, unknown ones last."""
    running = [item for item in found if item.state is State.RUNNING and not item.standing]
    stages = sorted({item.stage[:2] if item.stage else UNKNOWN for item in running}, key=lambda s: (s == UNKNOWN, s))
    rows = []
    for stage in stages:
        own = [item for item in running if (item.stage[:2] if item.stage else UNKNOWN) == stage]
        months = [months_between(item.since, as_of) for item in own if item.since]
        middle = Fraction(median(map(Fraction, months))) if months else None
        rows.append(StageAge(stage, len(own), middle, max(months, default=None)))
    return tuple(rows)


def months_between(first: dt.date, last: dt.date) -> int:
    """Return the whole months from one day to a later one; 0 where it is not later.

    >>> months_between(dt.date(2027, 12, 31), dt.date(2028, 2, 29))
    1
    """
    return max(0, 12 * (last.year - first.year) + last.month - first.month - (last.day < first.day))


def half_years(found: Sequence[WorkItem], years: Sequence[int], as_of: dt.date, recorded: bool) -> tuple[HalfYear, ...]:
    """Return delivery by half-year, added up from the beginning: of items that have an end.

    What began or was finished on a day that nobody recorded counts from the first recorded day by which it had: that
    of its stage or of its end, else ``as_of``. The counts of the half-years before are lower bounds.
    """
    own = [item for item in found if not item.standing]
    begun = [(item.begun or _known(item, as_of), item.begun is None) for item in own if _has_begun(item)]
    ended = [(item.ended or as_of, item.ended is None) for item in own if item.state is State.DONE]
    oldest = min([years[0], *(item.start for item in own if item.start), *(day.year for day, _ in (*begun, *ended))])
    span = range(max(oldest, years[0] - BEFORE), max([years[-1], *(item.end or 0 for item in own)]) + 1)
    return tuple(_half(own, begun, ended, Period(f"{y}-H{h}"), as_of, recorded) for y in span for h in (1, 2))


def _has_begun(item: WorkItem) -> bool:
    return item.state in (State.RUNNING, State.DONE) or (item.state is State.DROPPED and item.begun is not None)


def _known(item: WorkItem, as_of: dt.date) -> dt.date:
    """Return the first recorded day by which an item had begun."""
    return min((day for day in (item.since, item.ended) if day), default=as_of)


Days = Sequence[tuple[dt.date, bool]]
"""Days, each with whether it is only the first recorded one after what it stands for."""


def _half(
    own: Sequence[WorkItem], begun: Days, ended: Days, period: Period, as_of: dt.date, recorded: bool
) -> HalfYear:
    end, past = min(last_day(period), as_of), recorded and first_day(period) <= as_of
    planned = sum(item.end is not None and item.end <= period.year for item in own)
    return HalfYear(
        period=period,
        begun=sum(day <= end for day, _ in begun) if past else None,
        finished=sum(day <= end for day, _ in ended) if past else None,
        planned=planned if last_day(period).month == DECEMBER else None,
        maybe_begun=sum(later and day > end for day, later in begun) if past else 0,
        maybe_finished=sum(later and day > end for day, later in ended) if past else 0,
    )
