"""What somebody must see to: late items, reports that are missing, and days on which something ends."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence

from opennss.language import Text, everywhere, languages
from opennss.model.country import Kind
from opennss.model.criteria import DecisionKind
from opennss.model.monitoring import Alert, Duty, Light, Matter, State, Tracked, WorkItem
from opennss.model.obligations import Hold
from opennss.model.process import Step, StepStatus
from opennss.model.programme import Ballot
from opennss.model.results import Standing, Strategy
from opennss.model.technologies import Technology
from opennss.monitoring.delivery import months_between

SOON = 180
"""Days ahead from which the end of a decision is told (project default)."""

NEXT_STRATEGY = 365
"""Days before the end of the plan from which work on the next strategy must begin: the template takes 12 months."""

NOTICE = 60
"""Days ahead from which the next six-monthly notice is told (project default)."""


def duties(strategy: Strategy, targets: Sequence[Tracked], items: Sequence[WorkItem]) -> tuple[Duty, ...]:
    """Return everything that somebody must see to, the most pressing first, then by day."""
    as_of = strategy.workspace.settings.as_of
    end = strategy_end(strategy.workspace.settings.years[-1], as_of, _reviewer(strategy))
    found = [
        *late_items(items, as_of), *_steps(strategy), *_targets(targets), *_ballots(strategy), *_decisions(strategy),
        *_technologies(strategy), end, notice_duty(as_of),
    ]  # fmt: skip
    order = list(Alert)
    return tuple(sorted(found, key=lambda duty: (order.index(duty.alert), duty.day or dt.date.max, -duty.months)))


def late_items(items: Sequence[WorkItem], as_of: dt.date) -> Iterator[Duty]:
    """Yield items that should have begun or ended: a year of the plan is over with its last day.

    An item whose end has passed is told once, by its end. Of those nobody recorded anything about, only that is told.
    """
    for item in items:
        if item.start is None:
            continue  # over, and in no plan
        begin, end = dt.date(item.start, 12, 31), dt.date(item.end, 12, 31) if item.end else None
        if item.state is State.UNKNOWN:
            yield Duty(Alert.MISSING, Matter.STATE, item.subject, item.who, begin, id=item.id)
        elif item.state in (State.PLANNED, State.RUNNING) and end and end < as_of:
            months = months_between(end, as_of)
            yield Duty(Alert.LATE, Matter.END, item.subject, item.who, end, months, item.reason, item.id)
        elif item.state is State.PLANNED and begin < as_of and item.begun is None:
            months = months_between(begin, as_of)
            yield Duty(Alert.LATE, Matter.START, item.subject, item.who, begin, months, item.reason, item.id)


def _steps(strategy: Strategy) -> Iterator[Duty]:
    """Yield steps of the method that should be done."""
    as_of = strategy.workspace.settings.as_of
    for row in strategy.workspace.method.process:
        if row.status is not StepStatus.DONE and row.due < as_of:
            name, months = everywhere(row.step), months_between(row.due, as_of)
            yield Duty(Alert.LATE, Matter.STEP, name, row.responsible, row.due, months, row.blocked_by, row.step)


def _targets(targets: Sequence[Tracked]) -> Iterator[Duty]:
    """Yield missed aims, reports that are awaited, and baselines that nobody knows."""
    for row in targets:
        if row.light is Light.LATE:
            missed = [m.target for m in row.aims if m.standing is Standing.MISSED][-1]
            day = dt.date(missed.year, 12, 31)
            yield Duty(Alert.LATE, Matter.TARGET, row.name, row.owner, day, id=row.id)
        if row.awaited:
            year, month, _ = row.awaited.order
            day = dt.date(year, month, calendar.monthrange(year, month)[1])
            yield Duty(Alert.MISSING, Matter.REPORT, row.name, row.owner, day, id=row.id)
        if row.baseline is None and not row.values:
            yield Duty(Alert.MISSING, Matter.BASELINE, row.name, row.owner, id=row.id)


def _ballots(strategy: Strategy) -> Iterator[Duty]:
    """Yield P-seats that are lost by the rule, with the last ballot missed; ballots of a P-member that are due so soon
    that an abstention is better than nothing, or of which nobody knows the outcome.
    """
    found, as_of = strategy.obligations, strategy.workspace.settings.as_of
    for seat in found.duties:
        if seat.hold is Hold.LOST:
            day = max(row.due for row in seat.missed)
            name, months = everywhere(seat.committee), months_between(day, as_of)
            yield Duty(Alert.LATE, Matter.SEAT, name, day=day, months=months, id=seat.committee)
    for item in found.calendar:
        if item.abstain:
            yield Duty(Alert.SOON, Matter.BALLOT, _ballot(item.ballot), day=item.ballot.due, id=item.ballot.id)
    unknown = [row for seat in found.duties for row in seat.unknown]
    for row in {row.id: row for row in (*found.overdue, *unknown)}.values():
        yield Duty(Alert.MISSING, Matter.VOTE, _ballot(row), day=row.due, id=row.id)


def _ballot(row: Ballot) -> Text:
    return everywhere(f"{row.committee}, {row.kind}")


def _decisions(strategy: Strategy) -> Iterator[Duty]:
    """Yield decisions that have expired, or will soon; who approved one must renew it.

    Those on technologies that are not shown stay untold.
    """
    evidence, as_of = strategy.workspace.evidence, strategy.workspace.settings.as_of
    areas = {area.id: area.name for area in evidence.areas}
    technologies = {str(row.id): row.name for row in evidence.technologies if row.id in strategy.dossiers}
    for row in strategy.workspace.choices.decisions:
        left = (row.expiry - as_of).days
        if left > SOON or (row.kind is DecisionKind.APPROACH and row.subject not in technologies):
            continue
        alert = Alert.EXPIRED if left < 0 else Alert.SOON
        name = areas[row.area] if row.area else technologies.get(row.subject, everywhere(row.subject))
        yield Duty(alert, Matter.DECISION, name, everywhere(row.approver), row.expiry, id=row.id)


def _technologies(strategy: Strategy) -> Iterator[Duty]:
    """Yield the technologies that are shown, by the day on which a year has passed since they were mapped.

    That is the newest day of a link of ``mapping.csv`` to its emerging area, or of a figure of ``landscape.csv`` about
    one of its committees; without either the mapping is missing.
    """
    as_of = strategy.workspace.settings.as_of
    days: dict[dt.date | None, list[Text]] = {}
    for row in strategy.workspace.evidence.technologies:
        if row.id in strategy.dossiers:
            mapped = _mapped(strategy, row)
            days.setdefault(_a_year_after(mapped) if mapped else None, []).append(row.name)
    for day, names in days.items():
        name = Text.of(**{language: "; ".join(name[language] for name in names) for language in languages()})
        if day is None:
            yield Duty(Alert.MISSING, Matter.TECHNOLOGY, name)
        else:
            left = (day - as_of).days
            alert = Alert.LATE if left < 0 else Alert.SOON if left <= SOON else Alert.LATER
            yield Duty(alert, Matter.TECHNOLOGY, name, day=day, months=months_between(day, as_of))


def _mapped(strategy: Strategy, row: Technology) -> dt.date | None:
    evidence = strategy.workspace.evidence
    emerging = {area.id for area in evidence.areas if area.kind is Kind.EMERGING}
    links = [x.date for x in strategy.workspace.choices.links if x.area == row.area and x.area in emerging]
    counted = [figure.date for figure in evidence.figures if figure.committee in row.committees]
    return max((*links, *counted), default=None)


def _a_year_after(day: dt.date) -> dt.date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def strategy_end(last: int, as_of: dt.date, who: Text = Text()) -> Duty:
    """Return the end of the plan: expired, near enough that the next strategy must begin, or only a date.

    >>> strategy_end(2029, dt.date(2029, 2, 1)).alert
    <Alert.SOON: 'soon'>
    """
    end = dt.date(last, 12, 31)
    left = (end - as_of).days
    alert = Alert.EXPIRED if left < 0 else Alert.SOON if left <= NEXT_STRATEGY else Alert.LATER
    return Duty(alert, Matter.STRATEGY, everywhere(str(last)), who, end)


def _reviewer(strategy: Strategy) -> Text:
    rows = strategy.workspace.method.process
    return next((row.responsible for row in rows if row.step is Step.REVIEW), Text())


def notice_duty(as_of: dt.date) -> Duty:
    """Return the next day of January or July on which the six-monthly work programme is due; it may be ``as_of``.

    >>> [notice_duty(day).day for day in (dt.date(2027, 7, 1), dt.date(2027, 7, 2))]
    [datetime.date(2027, 7, 1), datetime.date(2028, 1, 1)]
    """
    days = (dt.date(as_of.year, 1, 1), dt.date(as_of.year, 7, 1), dt.date(as_of.year + 1, 1, 1))
    day = next(day for day in days if day >= as_of)
    alert = Alert.SOON if (day - as_of).days <= NOTICE else Alert.LATER
    return Duty(alert, Matter.NOTICE, everywhere(f"{day.year}-H{1 if day.month == 1 else 2}"), day=day)
