"""Checks of the national procedure: shares, days, order, and whether its stages fit into the years of the effort."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise

from opennss.errors import Finding, Severity
from opennss.model.programme import ProcedureStage
from opennss.model.projects import YEARLY, ProjectType, rows_for
from opennss.workspace.check.common import Case, fault
from opennss.workspace.check.resources import good_spread

YEAR = 365


def procedure(case: Case) -> Iterator[Finding]:
    """Days below one and shares outside 0 to 100; shares of a type that do not sum to 100; stages out of order."""
    rows = case.workspace.method.procedure
    for row in rows:
        if row.days < 1:
            yield fault(row, "days", "out-of-range", value=row.days, expected="≥ 1")
        if not 0 <= row.share <= 100:
            yield fault(row, "share", "out-of-range", value=row.share, expected="0 … 100")
    for type_, own in _by_type(rows):
        total = sum(row.share for row in own)
        if total != 100 and case.whole(ProcedureStage.FILE):
            yield fault(own[-1], "share", "procedure-shares", type=type_, total=total)
        for before, row in pairwise(own):
            if row.stage < before.stage:
                values = {"value": row.stage, "before": before.stage}
                yield fault(row, "stage", "procedure-order", Severity.WARNING, **values)


def procedure_fits(case: Case) -> Iterator[Finding]:
    """Stages of a type whose effort is yearly, which are never passed; stages that take longer than its years."""
    for type_, own in _by_type(case.workspace.method.procedure):
        rows = rows_for(case.workspace.method.efforts, type_)  # of any method: the average
        spreads = [row.spread for row in rows if good_spread(row.spread)]
        if YEARLY in spreads:
            yield fault(own[0], "type", "procedure-yearly", Severity.WARNING, value=type_)
        elif spreads:
            days, years = sum(row.days for row in own), max(spread.count(";") + 1 for spread in spreads)
            if days > years * YEAR:
                values = {"type": type_, "days": days, "years": years}
                yield fault(own[-1], "days", "procedure-too-long", Severity.WARNING, **values)


def _by_type(rows: tuple[ProcedureStage, ...]) -> Iterator[tuple[ProjectType, list[ProcedureStage]]]:
    """Yield the rows of each type as they stand in the file."""
    for type_, own in groupby(sorted(rows, key=lambda row: (row.type, row.line)), key=lambda row: row.type):
        yield type_, list(own)
