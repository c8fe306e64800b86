"""Checks of what people ask, think and offer: requests, positions, opinions, national committees and experts."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.errors import Finding, Severity
from opennss.model.stakeholders import MirrorCommittee, MirrorStatus, Opinion, Position, Request
from opennss.model.standards import AdoptionStatus, Correspondence, Role
from opennss.workspace.check.common import Case, fault
from opennss.workspace.check.judgement import ANSWERS
from opennss.workspace.check.programme import URGENCY


def days(case: Case) -> Iterator[Finding]:
    """Requests, positions and opinions of a day that has not come yet."""
    voices = case.workspace.voices
    rows: tuple[Request | Position | Opinion, ...] = (*voices.requests, *voices.positions, *voices.opinions)
    for row in rows:
        if row.date > case.settings.as_of:
            yield fault(row, "date", "future-date", value=row.date, as_of=case.settings.as_of)


def invented_numbers(case: Case) -> Iterator[Finding]:
    """Invented rows that carry the number of a letter or of a national committee."""
    voices = case.workspace.voices
    mirrors = case.workspace.evidence.mirrors
    rows: tuple[Request | Opinion | MirrorCommittee, ...] = (*voices.requests, *voices.opinions, *mirrors)
    for row in rows:
        if row.illustrative and row.number:
            yield fault(row, "number", "invented-number", value=row.number)


def requests(case: Case) -> Iterator[Finding]:
    """Urgency of requests, and what is open about each: its area, its link, its reply; one question for a request.

    A request that came before a round closed is to be answered then.
    """
    adopted = [row for row in case.workspace.evidence.adoptions if row.status is AdoptionStatus.IN_FORCE]
    known = {row.adopts.base for row in adopted if row.correspondence is not Correspondence.NEQ}
    linked = {(row.area, row.deliverable.base) for row in case.workspace.choices.links if row.deliverable}
    heard = max((item.closed for item in case.workspace.voices.rounds), default=None)
    for row in case.workspace.voices.requests:
        if row.urgency not in URGENCY:
            yield fault(row, "urgency", "unknown-value", value=row.urgency, known=", ".join(URGENCY))
        if row.area is None:
            yield fault(row, "area", "request-without-area", Severity.QUESTION, value=row.id)
        elif row.standard and row.standard.base not in known and (row.area, row.standard.base) not in linked:
            yield fault(row, "standard", "request-not-linked", Severity.QUESTION, value=row.standard, area=row.area)
        elif heard and row.date <= heard <= case.settings.as_of and row.replied is None:
            yield fault(row, "replied", "request-without-reply", Severity.QUESTION, value=row.id, closed=heard)


def replies(case: Case) -> Iterator[Finding]:
    """Replies sent before their request came."""
    for row in case.workspace.voices.requests:
        if row.replied and row.replied < row.date:
            yield fault(row, "replied", "dates-reversed", value=row.replied, first=row.date)


def positions(case: Case) -> Iterator[Finding]:
    """Positions that are no rank."""
    for row in case.workspace.voices.positions:
        if row.rank not in ANSWERS:
            yield fault(row, "rank", "unknown-value", value=row.rank, known=", ".join(ANSWERS))


def opinions(case: Case) -> Iterator[Finding]:
    """Opinions that nobody has decided on, and decisions without a reply."""
    for row in case.workspace.voices.opinions:
        if row.outcome is None:
            yield fault(row, "outcome", "open-opinion", Severity.QUESTION, value=row.id)
        elif not row.reply:
            yield fault(row, "reply", "outcome-without-reply", Severity.QUESTION, value=row.id)


def mirror_committees(case: Case) -> Iterator[Finding]:
    """National committees that are no invention and name no source."""
    for row in case.workspace.evidence.mirrors:
        if not row.illustrative and not row.source:
            yield fault(row, "source", "missing-source")


def experts(case: Case) -> Iterator[Finding]:
    """Experts whose nomination has ended, or who follow a committee that their national committee does not mirror."""
    mirrors = {row.id: row.mirrors for row in case.workspace.evidence.mirrors}
    for row in case.workspace.evidence.experts:
        outside = [code for code in row.follows if code not in mirrors.get(row.committee, row.follows)]
        if row.until and row.until < case.settings.as_of:
            yield fault(row, "until", "nomination-ended", Severity.WARNING, value=row.id, until=row.until)
        elif outside:
            said = ", ".join(outside)
            yield fault(
                row, "follows", "expert-outside-committee", Severity.QUESTION, value=said, committee=row.committee
            )


def seats(case: Case) -> Iterator[Finding]:
    """Seats as participating member without a live national committee or without a named expert.

    Only where national committees are recorded at all: without them nothing is known, and nothing is asked.
    """
    evidence, as_of = case.workspace.evidence, case.settings.as_of
    if not evidence.mirrors or not case.whole("committees.csv", "experts.csv"):
        return
    live = {row.id: row for row in evidence.mirrors if row.status is MirrorStatus.LIVE}
    mirrored = {code for row in live.values() for code in row.mirrors}
    named = [row for row in evidence.experts if row.committee in live and (row.until is None or row.until >= as_of)]
    followed = {code for row in named for code in row.follows}
    for row in evidence.participation:
        if row.role is Role.P and not (row.committee in mirrored and row.committee in followed):
            yield fault(row, "role", "seat-without-people", Severity.QUESTION, value=row.committee)
