"""Jobs to days and months: one after the other by urgency, each stage as early as the people of its months allow.

Serial schedule generation: a job is laid out when everything it waits for is, the most urgent first. A stage begins
when the one before it is finished, in the first month in which no body passes the share of its capacity that a plan may
use; else in the first in which none passes its whole capacity; else where it passes it least. Then stages are moved up
to the next one, where the months have room. At the end, jobs in months that are still over are laid out once more.

Source: R. Kolisch, *Serial and parallel resource-constrained project scheduling methods revisited*, EJOR 90, 1996.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from opennss.language import Text
from opennss.model.plans import Load
from opennss.model.schedule import ROUNDING, Form, MonthLoad, StageSpan
from opennss.portfolio.effort import Work
from opennss.portfolio.schedule.jobs import Job
from opennss.portfolio.schedule.months import cover, first_day, month_of, shared_out
from opennss.portfolio.schedule.procedure import Step

DAY = dt.timedelta(days=1)
Spans = tuple[StageSpan, ...]
Place = tuple[str, int]
"""A body and a month."""

ALIKE = [Fraction(1)] * 12
"""The weights of the months of a year that are all alike."""

NEVER = 10**9
"""Comes after every tier and every position."""


@dataclass(slots=True)
class Desk:
    """The schedule under way: what bodies have and what is used, and where the jobs lie that are laid out.

    ``standing`` are the days that the present seats use in any case.
    """

    capacity: Mapping[Place, float]
    limits: tuple[float, ...]
    standing: Mapping[Place, Decimal]
    used: dict[Place, float] = field(default_factory=dict)
    spans: dict[str, Spans] = field(default_factory=dict)
    parts: dict[str, dict[Place, Decimal]] = field(default_factory=dict)

    def excess(self, extra: Mapping[Place, float], limit: float) -> float:
        """Return by how many days bodies would pass a share of their capacity."""
        return sum(
            max(0.0, self.used.get(place, 0.0) + days - limit * self.capacity[place])
            for place, days in extra.items()
            if place in self.capacity
        )


def level(
    work: Sequence[Job],
    loads: Sequence[Load],
    utilization: float,
    places: Mapping[str, int],
    standing: Sequence[Work] = (),
) -> Desk:
    """Lay out every job beside the ``standing`` work; ``places`` holds the position of each area in the joint list."""
    capacity = {(load.body, load.year * 12 + month): float(load.capacity) / 12 for load in loads for month in range(12)}
    seats = _by_month(loads, standing)
    limits = tuple(dict.fromkeys((min(utilization, 1.0), 1.0)))
    desk = Desk(capacity, limits, seats, {place: float(days) for place, days in seats.items()})
    own = {job.id: job for job in work}
    before = {job.id: [name for name in job.item.project.requires if name in own] for job in work}
    order, years = list(_order(own, before, places)), {load.year for load in loads}
    floors: dict[str, dt.date] = {}
    for name in order:
        ends = [finish(own[other], desk.spans[other]) for other in before[name]]
        floors[name] = max([own[name].floor, *(end + DAY for end in ends)])
        spans = _laid_out(own[name], floors[name], desk)
        _put(desk, name, spans, _parts(own[name], spans, years))
    waited = {name for others in before.values() for name in others}
    _relieve([own[name] for name in reversed(order) if name not in waited], floors, desk, years)
    return desk


def _by_month(loads: Iterable[Load], standing: Sequence[Work]) -> dict[Place, Decimal]:
    """Return the days of yearly work by body and month: a twelfth of the year each."""
    found: dict[Place, Decimal] = {}
    for load in loads:
        days = sum((work.days for work in standing if work.body == load.body), Decimal(0))
        months = [(load.body, load.year * 12 + month) for month in range(12)]
        found |= dict(zip(months, shared_out(days, ALIKE), strict=True))
    return found


def _put(desk: Desk, name: str, spans: Spans, parts: dict[Place, Decimal]) -> None:
    """Put a job on the desk, in place of where it lay before."""
    for place, days in desk.parts.get(name, {}).items():
        desk.used[place] -= float(days)
    desk.spans[name], desk.parts[name] = spans, parts
    for place, days in parts.items():
        desk.used[place] = desk.used.get(place, 0.0) + float(days)


def _relieve(work: Sequence[Job], floors: Mapping[str, dt.date], desk: Desk, years: Collection[int]) -> None:
    """Lay out once more jobs at work in a month that is over, in their order; keep what leaves less over."""
    for job in work:
        everything = dict.fromkeys(desk.used, 0.0)
        before = desk.excess(everything, 1.0)
        if before <= float(ROUNDING):
            return
        old = desk.spans[job.id], desk.parts[job.id]
        if job.form is Form.STAGES and desk.excess(dict.fromkeys(old[1], 0.0), 1.0) > 0:
            _put(desk, job.id, old[0], {})
            spans = _laid_out(job, floors[job.id], desk)
            _put(desk, job.id, spans, _parts(job, spans, years))
            if desk.excess(everything, 1.0) >= before:
                _put(desk, job.id, *old)


def finish(job: Job, spans: Spans) -> dt.date:
    """Return the day before what waits for a job may begin: its end; of a standing load, that of its first year."""
    return dt.date(spans[0].begin.year, 12, 31) if job.form is Form.STANDING else spans[-1].end


def _order(own: Mapping[str, Job], before: Mapping[str, Sequence[str]], places: Mapping[str, int]) -> Iterator[str]:
    """Yield jobs by urgency, each after those that it waits for; what cannot be moved comes first.

    Urgency: tier, position of the best area, longest way that follows, id.
    """
    after: dict[str, list[str]] = {name: [] for name in own}
    for name, others in before.items():
        for other in others:
            after[other].append(name)
    waiting = {name: len(others) for name, others in before.items()}
    follows: dict[str, int] = {}

    def way(name: str) -> int:
        if name not in follows:
            follows[name] = max((way(other) + _least(own[other]) for other in after[name]), default=0)
        return follows[name]

    def key(name: str) -> tuple[bool, int, int, int, str]:
        project = own[name].item.project
        tier = NEVER if project.tier is None else project.tier
        place = min((places.get(area, NEVER) for area in project.areas), default=NEVER)
        return own[name].form is Form.STAGES, tier, place, -way(name), name

    ready = [key(name) for name, number in waiting.items() if not number]
    heapq.heapify(ready)
    while ready:
        name = heapq.heappop(ready)[-1]
        yield name
        for other in after[name]:
            waiting[other] -= 1
            if not waiting[other]:
                heapq.heappush(ready, key(other))


def _least(job: Job) -> int:
    """Return the calendar days that a job takes at least; a standing load only has to begin."""
    if job.form is Form.STANDING:
        return 0
    return sum(step.length for step in job.steps) or (job.until - job.floor).days + 1


def _laid_out(job: Job, floor: dt.date, desk: Desk) -> Spans:
    """Return the stages of a job, none before ``floor``; the stage that a running one is in began when it began."""
    if job.form is not Form.STAGES:
        begin = job.since or floor
        return (StageSpan("", Text(), begin, max(job.until, begin)),)
    spans: list[StageSpan] = []
    passed, rest = job.passed, sum(step.length for step in job.steps)
    for step in job.steps:
        first, last = job.years_of(passed, step.share)
        if not spans and job.since:
            begin = job.since
            end = job.ends or max(begin + (step.length - 1) * DAY, job.floor)
        else:
            earliest = max(spans[-1].end + DAY if spans else floor, floor, dt.date(first, 1, 1))
            latest = min(job.until - (rest - 1) * DAY, dt.date(first, 12, 31))
            begin = _begin(step, _choices(earliest, latest), last, job, desk)
            end = _end(step, begin, last)
        spans.append(StageSpan(step.code, step.name, begin, end, step.comments))
        passed, rest = passed + step.share, rest - step.length
    return _drawn_up(job, spans, desk)


def _drawn_up(job: Job, spans: list[StageSpan], desk: Desk) -> Spans:
    """Move each stage up to the next one, so that no work lies finished for months; never where months lack room."""
    extras = [_estimate(step, span, job, desk) for step, span in zip(job.steps, spans, strict=True)]
    for place in range(len(spans) - 2, -1 if job.since is None else 0, -1):
        span = spans[place]
        pause = spans[place + 1].begin - span.end - DAY
        moved = replace(span, begin=span.begin + pause, end=span.end + pause)
        extra = _estimate(job.steps[place], moved, job, desk)
        before, after = _together(extras), _together([*extras[:place], extra, *extras[place + 1 :]])
        same_years = (moved.begin.year, moved.end.year) == (span.begin.year, span.end.year)
        if same_years and desk.excess(after, 1.0) <= desk.excess(before, 1.0):
            spans[place], extras[place] = moved, extra
    return tuple(spans)


def _choices(earliest: dt.date, latest: dt.date) -> list[dt.date]:
    """Return the days on which a stage may begin: the earliest, and the first of each later month up to ``latest``."""
    later = range(month_of(earliest) + 1, month_of(latest) + 1) if latest > earliest else range(0)
    return [earliest, *map(first_day, later)]


def _begin(step: Step, choices: Sequence[dt.date], last: int, job: Job, desk: Desk) -> dt.date:
    """Return the day on which a stage begins: the first choice whose months have room, else that which passes least."""
    spans = [StageSpan("", Text(), begin, _end(step, begin, last)) for begin in choices]
    extras = [_estimate(step, span, job, desk) for span in spans]
    for limit in desk.limits:
        for begin, extra in zip(choices, extras, strict=True):
            if desk.excess(extra, limit) <= float(ROUNDING):
                return begin
    return min(zip(choices, extras, strict=True), key=lambda pair: (desk.excess(pair[1], 1.0), pair[0]))[0]


def _end(step: Step, begin: dt.date, last: int) -> dt.date:
    """Return the last day of a stage: after its least days, and not before the end of January of its last year."""
    end = begin + (step.length - 1) * DAY
    return max(end, dt.date(last, 1, 31)) if begin.year < last else end


def _estimate(step: Step, span: StageSpan, job: Job, desk: Desk) -> dict[Place, float]:
    """Return about how many days a stage takes by body and month: its share of the work, alike on all its days."""
    covered = {month: float(part) for month, part in cover(span.begin, span.end).items()}
    whole, length = sum(one.share for one in job.steps), sum(covered.values())
    found: dict[Place, float] = {}
    for body, years in job.days.items():
        total = float(sum(days for year, days in years.items() if (body, year * 12) in desk.capacity))
        for month, part in covered.items():
            found[body, month] = total * step.share / whole * part / length if whole else 0.0
    return found


def _together(parts: Iterable[Mapping[Place, float]]) -> dict[Place, float]:
    found: dict[Place, float] = {}
    for part in parts:
        for place, days in part.items():
            found[place] = found.get(place, 0.0) + days
    return found


def _parts(job: Job, spans: Spans, years: Collection[int]) -> dict[Place, Decimal]:
    """Return the person-days of a job by body and month; those of a year stay in that year, and none is lost."""
    weights: dict[int, Fraction] = {}
    shares = [step.share for step in job.steps] if any(step.share for step in job.steps) else [1] * len(spans)
    for span, share in zip(spans, shares, strict=True):
        covered = cover(span.begin, span.end)
        whole = sum(covered.values())
        for month, part in covered.items():
            weights[month] = weights.get(month, Fraction(0)) + share * part / whole
    found: dict[Place, Decimal] = {}
    lasting = cover(spans[0].begin, spans[-1].end)
    for body, own in job.days.items():
        for year, days in own.items():
            months = range(year * 12, year * 12 + 12)
            if year in years:
                parts = [weights.get(month, Fraction(0)) for month in months]
                parts = parts if any(parts) else [lasting.get(month, Fraction(0)) for month in months]
                found |= {(body, m): part for m, part in zip(months, shared_out(days, parts), strict=True) if part}
    return found


def month_loads(desk: Desk, loads: Sequence[Load]) -> tuple[MonthLoad, ...]:
    """Return need and capacity of every body in every month of the plan, as ``loads`` have them by year."""
    days = dict(desk.standing)
    items: dict[Place, list[str]] = {}
    for name, parts in desk.parts.items():
        for place, part in parts.items():
            days[place] = days.get(place, Decimal(0)) + part
            items.setdefault(place, []).append(name)
    found = []
    for load in loads:
        for month, capacity in enumerate(shared_out(load.capacity, ALIKE)):
            place = (load.body, load.year * 12 + month)
            own = tuple(sorted(items.get(place, ())))
            found.append(MonthLoad(load.body, load.year, month + 1, days.get(place, Decimal(0)), capacity, own))
    return tuple(found)
