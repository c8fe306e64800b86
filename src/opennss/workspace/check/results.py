"""Checks of the results framework: levels one below the other, circles, what nobody measures or brings about."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.errors import Finding, Severity
from opennss.model.programme import Result, ResultLevel
from opennss.workspace.check.common import Case, fault
from opennss.workspace.check.resources import after

MEASURED = (ResultLevel.OUTCOME, ResultLevel.OUTPUT)
"""Levels that an indicator of performance should show; a goal is seen by its outcomes."""


def levels(case: Case) -> Iterator[Finding]:
    """A result that stands under another level than the next higher one, a goal under something, a loose result."""
    order, rows = list(ResultLevel), {row.id: row for row in case.workspace.choices.results}
    for row in rows.values():
        place = order.index(row.level)
        above = rows.get(row.under) if row.under else None
        if row.under and place == 0:
            yield fault(row, "under", "goal-under-result", value=row.id, under=row.under)
        elif above and above.id != row.id and order.index(above.level) != place - 1:
            said = {"value": row.id, "level": row.level, "under": above.id, "expected": order[place - 1]}
            yield fault(row, "under", "result-level", Severity.ERROR, "", **said, found=above.level)
        elif not row.under and place:
            expected = order[place - 1]
            yield fault(row, "under", "result-alone", Severity.QUESTION, value=row.id, expected=expected)


def circles(case: Case) -> Iterator[Finding]:
    """Results that stand below each other in a circle, or below themselves."""
    rows = case.workspace.choices.results
    above = {str(row.id): {str(row.under)} if row.under else set() for row in rows}
    reported: set[str] = set()
    for row in rows:
        circle = after(str(row.id), above)
        if row.id in circle and row.id not in reported:
            members = {name for name in circle if row.id in after(name, above)}
            reported |= members
            yield fault(row, "under", "result-cycle", value=", ".join(sorted(members)))


def measured(case: Case) -> Iterator[Finding]:
    """Outcomes and outputs without an indicator, activities without work, indicators that show no result."""
    rows: tuple[Result, ...] = case.workspace.choices.results
    for row in rows:
        if row.level in MEASURED and not row.targets:
            yield fault(row, "targets", "result-not-measured", Severity.QUESTION, value=row.id)
        if row.level is ResultLevel.ACTIVITY and not (row.measures or row.types):
            yield fault(row, "measures", "activity-without-work", Severity.QUESTION, value=row.id)
    used = {target for row in rows for target in row.targets}
    named = {target.id: target for target in reversed(case.workspace.method.targets)}
    for target in sorted(named.values(), key=lambda row: row.line):
        if rows and target.id not in used and case.whole(Result.FILE):
            yield fault(target, "id", "target-without-result", Severity.QUESTION, value=target.id)
