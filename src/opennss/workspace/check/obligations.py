"""Checks of ballots, of the work under way and of the approved programme: days that cannot be, votes without a seat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from opennss.errors import Finding, Severity
from opennss.model.adopted import ALL_STANDARDS, about_the_country, adopted_from_iso_iec
from opennss.model.monitoring import type_of
from opennss.model.obligations import notice_stage
from opennss.model.programme import ApprovedItem, Vote, WorkState, WorkStatus
from opennss.model.projects import YEARLY, ProjectType, rows_for
from opennss.model.references import slug
from opennss.model.standards import Participation, Role
from opennss.model.table import Row
from opennss.workspace.check.common import COMMITTEES, Case, fault

NO_VOTE = (Vote.OPEN, Vote.MISSED, Vote.UNKNOWN)
"""What stands in the column of votes where none was cast."""

LONG = 10
"""Years before the plan from which a beginning is asked about (project default)."""

COMMENTS = 3
"""The stage of the notice in which comments are open."""


def ballots(case: Case) -> Iterator[Finding]:
    """Days of ballots that do not fit each other or the vote, and rows without a source."""
    as_of = case.settings.as_of
    for row in case.workspace.evidence.ballots:
        yield from _reversed(row, "due", row.opens, row.due)
        yield from _reversed(row, "cast", row.opens, row.cast)
        if row.cast and row.cast > row.due:
            yield fault(row, "cast", "cast-after-due", Severity.WARNING, value=row.cast, due=row.due)
        yield from _future(case, row, "cast", row.cast)
        if row.vote in NO_VOTE and row.cast:
            yield fault(row, "cast", "day-without-vote", Severity.QUESTION, value=row.cast, vote=row.vote)
        elif row.vote not in NO_VOTE and not row.cast:
            yield fault(row, "cast", "vote-without-day", Severity.QUESTION, value=row.vote)
        if row.vote is Vote.OPEN and row.due < as_of:
            yield fault(row, "vote", "ballot-overdue", Severity.QUESTION, value=row.due)
        elif row.vote is Vote.MISSED and row.due >= as_of:
            yield fault(row, "vote", "missed-too-early", Severity.QUESTION, value=row.due, as_of=as_of)
        yield from _sourced(row, row.illustrative, row.source)


def ballot_seats(case: Case) -> Iterator[Finding]:
    """Ballots of committees that nobody knows, or in which the country has no seat, or nobody knows which."""
    seats = {row.committee: row.role for row in case.workspace.evidence.participation}
    all_seats = case.settings.membership.all_seats and case.whole(Participation.FILE)
    for row in case.workspace.evidence.ballots:
        code = row.committee
        known = case.catalogue is None or code in case.catalogue.committees or case.left_out(COMMITTEES, code)
        if not known and code not in seats:
            yield fault(row, "committee", "committee-not-in-catalogue", Severity.WARNING, value=code)
        role = seats.get(code, Role.NONE if all_seats else Role.UNKNOWN)
        if role is Role.NONE and code.administrator == "ISO":
            yield fault(row, "committee", "ballot-without-seat", Severity.WARNING, value=code)
        elif role not in (Role.P, Role.O) and not case.left_out(Participation.FILE, code):
            yield fault(row, "committee", "ballot-seat-unknown", Severity.QUESTION, value=code)


def work(case: Case) -> Iterator[Finding]:
    """Days of the work under way that are reversed or missing, and items that nobody approved."""
    approved = {str(row.item) for row in case.workspace.choices.programme}
    for row in case.workspace.evidence.work:
        yield from _reversed(row, "since", row.begun, row.since)
        yield from _reversed(row, "ended", row.begun, row.ended)
        for name in ("begun", "since", "ended"):
            yield from _future(case, row, name, getattr(row, name))
        yield from _comments(case, row)
        yield from _states(row)
        yield from _old(case, row)
        if type_of(row.item) is None:
            yield fault(row, "item", "work-without-type", Severity.QUESTION, value=row.item)
        yield from _sourced(row, row.illustrative, row.source)
        if approved and row.item not in approved and not row.ended and not case.left_out(ApprovedItem.FILE, row.item):
            yield fault(row, "item", "work-not-in-programme", Severity.QUESTION, value=row.item)
    yield from _late(case)


def _states(row: WorkState) -> Iterator[Finding]:
    """What the status asks for beside it."""
    ended = row.status in (WorkStatus.DONE, WorkStatus.DROPPED)
    if row.stage and not row.since:
        yield fault(row, "since", "stage-without-since", Severity.QUESTION, value=row.stage)
    if row.status is WorkStatus.RUNNING and not row.begun:
        yield fault(row, "begun", "running-without-begun", Severity.QUESTION)
    elif row.status is WorkStatus.PLANNED and row.begun:
        yield fault(row, "begun", "planned-with-begun", Severity.QUESTION, value=row.begun)
    if ended and not row.ended:
        yield fault(row, "ended", "work-without-end", Severity.QUESTION, value=row.status)
    elif row.ended and not ended:
        yield fault(row, "ended", "work-with-end", Severity.QUESTION, value=row.status)


def _old(case: Case, row: WorkState) -> Iterator[Finding]:
    """A beginning so long before the plan that it may be a slip of the pen."""
    first = case.settings.years[0]
    if row.begun and row.begun.year < first - LONG:
        yield fault(row, "begun", "begun-long-ago", Severity.QUESTION, value=row.begun, years=LONG, first=first)


def _late(case: Case) -> Iterator[Finding]:
    """Running work that should have ended before the plan begins, asked once for all: how many days does it take?"""
    first = case.settings.years[0]
    late = [(row, last) for row in case.workspace.evidence.work if (last := _last_year(case, row)) and last < first]
    if late:
        items = "; ".join(f"{row.item} ({last})" for row, last in late)
        yield fault(late[0][0], "begun", "running-late", Severity.QUESTION, items=items, first=first)


def _last_year(case: Case, row: WorkState) -> int | None:
    """Return the last year to which the effort of running work is spread; ``None`` where none is stated."""
    if row.status is not WorkStatus.RUNNING or not row.begun:
        return None
    kind = type_of(row.item)
    wished = (x for x in case.workspace.choices.links if x.deliverable and row.item == f"{kind}-{slug(x.deliverable)}")
    method = next((link.method for link in wished if link.method), None)
    spreads = [effort.spread for effort in rows_for(case.workspace.method.efforts, kind, method)] if kind else []
    spreads += [m.spread for m in case.workspace.choices.measures if row.item == f"{ProjectType.MEASURE}-{m.id}"]
    if not spreads or YEARLY in spreads:
        return None
    return row.begun.year + max(spread.count(";") for spread in spreads)


def _comments(case: Case, row: WorkState) -> Iterator[Finding]:
    """A comment period with one end, the wrong way round, or shorter than the setting; both days count."""
    first, last = row.comments_from, row.comments_until
    if bool(first) != bool(last):
        yield fault(row, "comments_until" if first else "comments_from", "comments-half", Severity.QUESTION)
    if first is None or last is None:
        return
    yield from _reversed(row, "comments_until", first, last)
    if row.status is WorkStatus.RUNNING and notice_stage(row.stage) == COMMENTS and last < case.settings.as_of:
        yield fault(row, "stage", "comments-over", Severity.QUESTION, value=last, stage=row.stage)
    days, least = (last - first).days + 1, case.settings.notice.comment_days
    if first <= last and days < least:
        yield fault(row, "comments_until", "short-comments", Severity.QUESTION, days=days, least=least)


def programme(case: Case) -> Iterator[Finding]:
    """Items of the approved programme that end before they begin."""
    for row in case.workspace.choices.programme:
        if row.end < row.start:
            yield fault(row, "end", "dates-reversed", value=row.end, first=row.start)


def named_sources(case: Case) -> Iterator[Finding]:
    """Sources that the settings of obligations and of the notice name and ``sources.csv`` lacks."""
    known = {row.id for row in case.workspace.evidence.sources}
    notice = case.settings.notice
    for key, name in (
        ("obligations.source", case.settings.obligations.source),
        ("notice.acceptance_source", notice.acceptance_source),
        ("notice.standards_source", notice.standards_source),
    ):
        if name and name not in known and not case.left_out("sources.csv", name):
            yield Finding("nss.toml", 0, key, "unknown-code", {"value": name, "table": "sources.csv"})
    yield from _all_standards(case)
    for key, said, name in (
        ("notice.acceptance_source", bool(notice.acceptance), notice.acceptance_source),
        ("notice.standards_source", notice.standards is not None, notice.standards_source),
    ):
        if said and not name:
            yield Finding("nss.toml", 0, key, "missing-source")


def _all_standards(case: Case) -> Iterator[Finding]:
    """The number of national standards in force: below the list of adoptions, or one number here and another there."""
    evidence, notice = case.workspace.evidence, case.settings.notice
    found, newest = adopted_from_iso_iec(evidence, notice), about_the_country(evidence, ALL_STANDARDS)
    if found.total is not None and found.unjudged is None:
        values: dict[str, object] = {"value": found.total, "listed": len(found.listed)}
        yield Finding(found.place.file, found.place.row, found.place.column, "standards-below-list", values,
                      Severity.QUESTION)  # fmt: skip
    if newest is not None and notice.standards not in (None, newest.value):
        yield fault(newest, "value", "standards-differ", Severity.QUESTION, value=newest.value, stated=notice.standards)


def _reversed(row: Row, column: str, first: dt.date | None, last: dt.date | None) -> Iterator[Finding]:
    if first and last and last < first:
        yield fault(row, column, "dates-reversed", value=last, first=first)


def _future(case: Case, row: Row, column: str, day: dt.date | None) -> Iterator[Finding]:
    if day and day > case.settings.as_of:
        yield fault(row, column, "day-in-future", Severity.QUESTION, value=day, as_of=case.settings.as_of)


def _sourced(row: Row, illustrative: bool, source: str | None) -> Iterator[Finding]:
    if not illustrative and source is None:
        yield fault(row, "source", "missing-source")
