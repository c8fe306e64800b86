"""Checks of objectives, measures, the ten steps and the self-assessment of the standards body."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.errors import Finding, Severity
from opennss.model.country import GoalStatus
from opennss.model.criteria import Rank
from opennss.model.process import Presence, ProcessStep, StepStatus
from opennss.model.projects import YEARLY, Measure, ProjectType
from opennss.model.references import CommitteeCode
from opennss.model.table import Row
from opennss.workspace.check.common import COMMITTEES, Case, fault
from opennss.workspace.check.resources import after, good_spread

URGENCY = (Rank.HIGH, Rank.MEDIUM, Rank.LOW)
"""How urgent a measure or a request may be."""


def measures(case: Case) -> Iterator[Finding]:
    """The body, amounts, years and spread of a measure, its goals and what is still open."""
    bodies = {row.body for row in case.workspace.method.capacities}
    goals = {row.id: row.status for row in case.workspace.evidence.goals}
    for row in case.workspace.choices.measures:
        if row.body not in bodies and not case.left_out("capacity.csv", row.body):
            yield fault(row, "body", "body-without-capacity", value=row.body)
        for name in ("days", "cost"):
            if getattr(row, name) < 0:
                yield fault(row, name, "out-of-range", value=getattr(row, name), expected="≥ 0")
        if row.rank not in URGENCY:
            yield fault(row, "rank", "unknown-value", value=row.rank, known=", ".join(URGENCY))
        for goal in row.goals:
            if goals.get(goal) is GoalStatus.SUPERSEDED:
                yield fault(row, "goals", "superseded-goal", Severity.WARNING, value=goal)
        yield from _years(case, row)
        if not row.kpi:
            yield fault(row, "kpi", "measure-without-kpi", Severity.QUESTION, value=row.id)


def _years(case: Case, row: Measure) -> Iterator[Finding]:
    """The years of a measure: in order, in the period of the plan, and enough for its spread."""
    years = case.settings.years
    if row.end < row.start:
        yield fault(row, "end", "dates-reversed", value=row.end, first=row.start)
    elif row.done is None and (row.end < years[0] or row.start > years[-1]):
        period = f"{years[0]}–{years[-1]}"
        yield fault(row, "start", "measure-outside-plan", Severity.QUESTION, value=row.id, period=period)
    if not good_spread(row.spread):
        yield fault(row, "spread", "bad-spread", value=row.spread)
    elif row.spread != YEARLY and row.end >= row.start:
        parts, length = row.spread.count(";") + 1, row.end - row.start + 1
        if parts > length:
            yield fault(row, "spread", "spread-too-long", value=row.spread, parts=parts, length=length)


def measure_cycles(case: Case) -> Iterator[Finding]:
    """Measures that need each other in a circle, so that none could ever begin."""
    rows = case.workspace.choices.measures
    needs = {str(row.id): set(map(str, row.depends_on)) for row in rows}
    reported: set[str] = set()
    for row in rows:
        circle = after(row.id, needs)
        if row.id in circle and row.id not in reported:
            members = {name for name in circle if row.id in after(name, needs)}
            reported |= members
            yield fault(row, "depends_on", "measure-cycle", value=", ".join(sorted(members)))


def measures_in_effort(case: Case) -> Iterator[Finding]:
    """Effort of the type ``measure``: a measure has its own days and money."""
    for row in case.workspace.method.efforts:
        if row.type is ProjectType.MEASURE:
            yield fault(row, "type", "measure-in-effort", value=row.type)


def objectives(case: Case) -> Iterator[Finding]:
    """Objectives that no measure serves, and objectives that rest on a goal no longer in force."""
    served = {row.objective for row in case.workspace.choices.measures}
    goals = {row.id: row.status for row in case.workspace.evidence.goals}
    for row in case.workspace.choices.objectives:
        if row.id not in served and case.whole("measures.csv"):
            yield fault(row, "id", "objective-without-measure", Severity.QUESTION, value=row.id)
        for goal in row.goals:
            if goals.get(goal) is GoalStatus.SUPERSEDED:
                yield fault(row, "goals", "superseded-goal", Severity.WARNING, value=goal)


def committee_codes(case: Case) -> Iterator[Finding]:
    """International committees that neither the catalogue nor the list of seats knows."""
    if case.catalogue is None:
        return
    world, (evidence, voices) = case.catalogue, (case.workspace.evidence, case.workspace.voices)
    named: list[tuple[Row, str, CommitteeCode]]
    named = [(row, "committees", code) for row in case.workspace.choices.measures for code in row.committees]
    named += [(row, "mirrors", code) for row in evidence.mirrors for code in row.mirrors]
    named += [(row, "follows", code) for row in evidence.experts for code in row.follows]
    named += [(row, "committee", row.committee) for row in voices.requests if row.committee]
    seats = {row.committee for row in evidence.participation}
    for row, column, code in named:
        if code not in world.committees and code not in seats and not case.left_out(COMMITTEES, code):
            yield fault(row, column, "committee-not-in-catalogue", Severity.WARNING, value=code)


def process(case: Case) -> Iterator[Finding]:
    """Steps that end before they begin; steps done too early, or without their approval: one question for a step."""
    rows = case.workspace.method.process
    for row in rows:
        if row.due < row.start:
            yield fault(row, "due", "dates-reversed", value=row.due, first=row.start)
        earlier = [other.step for other in rows if other.step[0] < row.step[0] and other.status is StepStatus.OPEN]
        if row.status is StepStatus.DONE and earlier:
            said = ", ".join(sorted(earlier))
            yield fault(row, "status", "step-out-of-order", Severity.QUESTION, value=row.step, earlier=said)
        else:
            yield from _approval(row)


def _approval(row: ProcessStep) -> Iterator[Finding]:
    if row.status is StepStatus.DONE and not row.approval:
        yield fault(row, "approval", "done-without-approval", Severity.QUESTION, value=row.step)
    elif bool(row.approval) != bool(row.approved):
        yield fault(row, "approved", "approval-without-date", Severity.QUESTION, value=row.step)


def baseline(case: Case) -> Iterator[Finding]:
    """Answers of the self-assessment without a day, and a day where there is no answer."""
    for row in case.workspace.evidence.baseline:
        if row.state is Presence.UNKNOWN and row.date:
            yield fault(row, "date", "unknown-with-date", Severity.QUESTION, value=row.id)
        elif row.state is not Presence.UNKNOWN and not row.date:
            yield fault(row, "date", "answer-without-date", Severity.QUESTION, value=row.id)
