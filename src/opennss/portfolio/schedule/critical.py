"""What must not slip: slack of each item, the longest chains, and where stages and years do not agree."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from opennss.model.schedule import Chain, Form, Note, NoteKind
from opennss.portfolio.schedule.jobs import Job
from opennss.portfolio.schedule.levelling import DAY, Spans
from opennss.portfolio.schedule.months import month_of


def slacks(work: Sequence[Job], spans: Mapping[str, Spans]) -> dict[str, int | None]:
    """Return the whole months by which the end of each job may slip; ``None`` where nobody stated how long it takes.

    It may not leave the years of the yearly plan, nor push a job that waits for it out of its own.
    """
    latest: dict[str, dt.date] = {}
    after: dict[str, list[Job]] = {}
    for job in work:
        for name in job.item.project.requires:
            after.setdefault(name, []).append(job)
    for job in reversed(_in_order(work)):
        begins = [_latest_begin(other, spans[other.id], latest[other.id]) for other in after.get(job.id, ())]
        latest[job.id] = min([job.until, *(begin - DAY for begin in begins)])
    return {
        job.id: _months(spans[job.id][-1].end, latest[job.id]) if job.form is Form.STAGES and not job.default else None
        for job in work
    }


def _latest_begin(job: Job, spans: Spans, latest: dt.date) -> dt.date:
    """Return the last day on which a job may begin so that it still ends by ``latest``, in its first year."""
    if job.form is Form.WHOLE or job.default:
        return spans[0].begin
    end_of_year = dt.date(job.item.start, 12, 31)
    if job.form is Form.STANDING:
        return max(spans[0].begin, dt.date(job.item.start, 12, 1))
    return min(end_of_year, latest - (sum(step.length for step in job.steps) - 1) * DAY)


def _months(end: dt.date, latest: dt.date) -> int:
    """Return the whole months from one end to a later one; negative when it is earlier.

    >>> _months(dt.date(2027, 6, 30), dt.date(2027, 12, 31)), _months(dt.date(2027, 6, 15), dt.date(2027, 12, 31))
    (6, 6)
    >>> _months(dt.date(2028, 2, 10), dt.date(2027, 12, 31))
    -2
    """
    first, last = end + DAY, latest + DAY
    return month_of(last) - month_of(first) - (first.day > last.day)


def _in_order(work: Sequence[Job]) -> list[Job]:
    """Return jobs so that each stands after those that it waits for."""
    own, placed = {job.id: job for job in work}, dict[str, Job]()
    waiting = list(reversed(work))
    while waiting:
        job = waiting[-1]
        before = [own[name] for name in job.item.project.requires if name in own and name not in placed]
        if before and job.id not in placed:
            waiting += before
        else:
            placed[waiting.pop().id] = job
    return list(placed.values())


def chains(work: Sequence[Job], spans: Mapping[str, Spans]) -> tuple[Chain, ...]:
    """Return the longest chain of jobs that wait for one another in every objective and area that has one."""
    best: dict[str, tuple[int, tuple[str, ...]]] = {}
    for job in _in_order(work):
        own = spans[job.id]
        days = 0 if job.form is Form.STANDING else (own[-1].end - own[0].begin).days + 1
        ways = [best[name] for name in job.item.project.requires if name in best]
        before = min(ways, key=lambda way: (-way[0], way[1]), default=(0, ()))
        best[job.id] = (before[0] + days, (*before[1], job.id))
    longest: dict[str, tuple[int, tuple[str, ...]]] = {}
    for job in work:
        days, names = best[job.id]
        group = job.item.project.objective or next(iter(job.item.project.areas), "")
        if len(names) > 1:
            longest[group] = min((days, names), longest.get(group, (0, ())), key=lambda way: (-way[0], way[1]))
    return tuple(Chain(group, names, days) for group, (days, names) in sorted(longest.items()))


def notes(work: Sequence[Job], spans: Mapping[str, Spans], end: int) -> Iterator[Note]:
    """Yield where stages and years do not agree; ``end`` is the last year of the plan."""
    for job in sorted(work, key=lambda job: job.id):
        first, last = spans[job.id][0].begin, spans[job.id][-1].end
        if first.year > job.item.start:
            kind = NoteKind.PAST if first.year == job.floor.year else NoteKind.PUSHED
            yield Note(kind, job.id, job.item.start, first)
        if job.form is Form.STAGES and last > job.until:
            yield Note(NoteKind.BEYOND if last.year > end else NoteKind.LATE, job.id, job.last, last)
