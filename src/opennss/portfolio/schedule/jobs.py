"""What the schedule is made of: every plan item with its stages, the years that the plan gives it, and its days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from opennss.model.plans import Plan, Planned
from opennss.model.programme import WorkState, WorkStatus
from opennss.model.projects import Capacity, Measure, ProjectType
from opennss.model.schedule import Form
from opennss.model.workspace import Workspace
from opennss.portfolio.effort import Work, duration, need, works
from opennss.portfolio.schedule.procedure import Step, default, national


@dataclass(frozen=True, slots=True)
class Job:
    """A plan item to be laid out: between ``floor`` and the end of the year ``last``.

    ``days[body][year]`` are its person-days as the yearly plan counts them, years before the plan among them.
    ``passed`` is the percent of the work that its stages already passed held; ``since`` is the day on which a running
    item began the first of its ``steps``, and ``ends`` the recorded end of that stage, if any.
    """

    item: Planned
    form: Form
    last: int
    floor: dt.date
    steps: tuple[Step, ...]
    days: Mapping[str, Mapping[int, Decimal]]
    default: bool = False
    passed: int = 0
    since: dt.date | None = None
    ends: dt.date | None = None

    @property
    def id(self) -> str:
        """The id of the plan item."""
        return self.item.project.id

    @property
    def until(self) -> dt.date:
        """The last day that the yearly plan gives it."""
        return dt.date(self.last, 12, 31)

    def years_of(self, first: int, share: int) -> tuple[int, int]:
        """Return the years in which a stage lies that holds ``share`` percent of the work after ``first`` percent."""
        years = range(self.item.start, self.last + 1)
        by_year = [sum((own.get(year, Decimal(0)) for own in self.days.values()), Decimal(0)) for year in years]
        total, passed, done = sum(by_year), Decimal(0), []
        for days in by_year:
            passed += days
            done.append(100 * passed)
        begin = next(
            (y for y, part in zip(years, done, strict=True) if part > first * total), years[-1 if total else 0]
        )
        end = next((y for y, part in zip(years, done, strict=True) if part >= (first + share) * total), years[-1])
        return begin, max(begin, end)


def jobs(plan: Plan, workspace: Workspace) -> Iterator[Job]:
    """Yield every item of the yearly plan as a job."""
    method, settings = workspace.method, workspace.settings
    measures = workspace.choices.measures
    known = works(method.efforts, measures, (item.project for item in plan.items))
    stated = national(method.procedure)
    states = {str(row.item): row for row in workspace.evidence.work if row.status is WorkStatus.RUNNING}
    for item in plan.items:
        own = [work for work in known if work.key == item.project.work]
        last = _last(item, own, measures, settings.years[-1])
        floor = _floor(item.start, settings.as_of)
        steps = stated.get(item.project.type, ())
        form = _form(item, own, bool(steps))
        until = dt.date(last, 12, 31)
        room = (until - (floor if floor <= until else dt.date(item.start, 1, 1))).days + 1
        found = steps if form is Form.STAGES else ()
        if form is Form.STAGES and not steps:
            found = default(item.project.type, room)
        job = Job(item, form, last, floor, found, _days(item, last, own, method.capacities),
                  default=form is Form.STAGES and not steps)  # fmt: skip
        yield _running(job, states[job.id], settings.as_of) if job.id in states else job


def _form(item: Planned, own: Sequence[Work], stated: bool) -> Form:
    if any(work.standing for work in own) and item.project.type is not ProjectType.MEASURE:
        return Form.STANDING
    return Form.STAGES if stated or default(item.project.type, 1) else Form.WHOLE


def _last(item: Planned, own: Sequence[Work], measures: Sequence[Measure], end: int) -> int:
    """Return the last year of an item in the yearly plan, but not before its first."""
    if item.project.measure:
        row = next(row for row in measures if row.id == item.project.measure)
        return max(item.start, row.last_year(item.start, end))
    if any(work.standing for work in own):
        return max(item.start, end)
    return item.start + duration(item.project.work, own) - 1


def _floor(year: int, as_of: dt.date) -> dt.date:
    """Return the first day on which an item of a year may begin: not before the month of ``as_of``."""
    return max(as_of.replace(day=1), dt.date(year, 1, 1))


def _days(
    item: Planned, last: int, own: Sequence[Work], capacities: Sequence[Capacity]
) -> dict[str, dict[int, Decimal]]:
    """Return the person-days of an item by body and year, as the yearly plan counts them."""
    rates = {str(row.body): Decimal(0) for row in capacities}
    found: dict[str, dict[int, Decimal]] = {body: {} for body in sorted(rates)}
    for year in range(item.start, last + 1):
        for body, (days, _) in need(item.project.work, item.start, year, own, rates).items():
            if days:
                found[body][year] = days
    return {body: years for body, years in found.items() if years}


def _running(job: Job, state: WorkState, as_of: dt.date) -> Job:
    """Let a running item begin with the stage that it has reached; with its first where nobody recorded one.

    Where the day is not known, the stage counts as begun on ``as_of``.
    """
    codes = [step.code for step in job.steps]
    reached = max((place for place, code in enumerate(codes) if state.stage and code <= state.stage), default=0)
    since = (state.since if state.stage else state.begun) or as_of
    steps, ends = job.steps[reached:], state.comments_until
    return replace(
        job,
        floor=max(job.floor, as_of),
        steps=steps,
        passed=sum(step.share for step in job.steps[:reached]),
        since=since,
        ends=ends if ends and ends >= since and steps and steps[0].comments else None,
    )
