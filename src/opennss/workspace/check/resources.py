"""Checks of effort, capacity, targets and progress."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TypeVar

from opennss.errors import Finding, Severity
from opennss.model.obligations import first_day
from opennss.model.projects import LADDER, YEARLY, ProjectType, Target
from opennss.workspace.check.common import Case, fault

K = TypeVar("K", bound=str)
PARTS = ("share", "absence")
AMOUNTS = ("fte", "productive_days", "day_rate", "budget")


def efforts(case: Case) -> Iterator[Finding]:
    """Bodies without capacity, bad spreads, negative effort, prerequisites that nobody described."""
    rows = case.workspace.method.efforts
    bodies = {row.body for row in case.workspace.method.capacities}
    types = {row.type for row in rows}
    for row in rows:
        if row.body not in bodies and not case.left_out("capacity.csv", row.body):
            yield fault(row, "body", "body-without-capacity", value=row.body)
        if not good_spread(row.spread):
            yield fault(row, "spread", "bad-spread", value=row.spread)
        for name in ("days", "cost"):
            if getattr(row, name) < 0:
                yield fault(row, name, "out-of-range", value=getattr(row, name), expected="≥ 0")
        if row.pages is not None and row.pages < 1:
            yield fault(row, "pages", "out-of-range", value=row.pages, expected="≥ 1")
        if row.type in LADDER and row.requires in LADDER:
            yield fault(row, "requires", "requires-rung", value=row.type, required=row.requires)
        if row.requires and row.requires not in types and not case.left_out("effort.csv", row.requires):
            yield fault(row, "requires", "unknown-code", value=row.requires, table="effort.csv")


def good_spread(text: str) -> bool:
    """Say whether a spread is ``yearly`` or parts of the work that sum to 100 percent.

    >>> good_spread("60;40"), good_spread("yearly"), good_spread("60;60")
    (True, True, False)
    """
    if text == YEARLY:
        return True
    parts = [part.strip() for part in text.split(";")]
    return all(re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", part) for part in parts) and sum(map(Decimal, parts)) == 100


def prerequisites(case: Case) -> Iterator[Finding]:
    """Types of project that need each other in a circle, so that none could ever begin."""
    rows = case.workspace.method.efforts
    needs: dict[ProjectType, set[ProjectType]] = {}
    for row in rows:
        needs.setdefault(row.type, set()).update([row.requires] if row.requires else [])
    reported: set[ProjectType] = set()
    for row in rows:
        circle = after(row.type, needs)
        if row.requires and row.type in circle and not circle & reported:
            reported |= circle
            yield fault(row, "requires", "prerequisite-cycle", value=", ".join(sorted(circle)))


def after(start: K, needs: Mapping[K, set[K]]) -> set[K]:
    """Return everything that ``start`` needs, by way of others too."""
    found: set[K] = set()
    waiting = list(needs.get(start, ()))
    while waiting:
        item = waiting.pop()
        if item not in found:
            found.add(item)
            waiting += needs.get(item, ())
    return found


def capacities(case: Case) -> Iterator[Finding]:
    """Years of the plan for which a body has no capacity, and figures outside their range."""
    rows = case.workspace.method.capacities
    for row in rows:
        for name in PARTS:
            if not 0 <= getattr(row, name) <= 1:
                yield fault(row, name, "out-of-range", value=getattr(row, name), expected="0 … 1")
        for name in AMOUNTS:
            if getattr(row, name) < 0:
                yield fault(row, name, "out-of-range", value=getattr(row, name), expected="≥ 0")
    known = {(row.body, row.year) for row in rows}
    first = {row.body: row for row in reversed(rows)}
    for body in sorted(first):
        for year in case.settings.years:
            if (body, year) not in known and not case.left_out("capacity.csv", body):
                yield fault(first[body], "year", "missing-capacity", body=body, year=year)


def targets(case: Case) -> Iterator[Finding]:
    """Rows of one target that disagree on its unit, baseline, periodicity or owner."""
    first: dict[str, Target] = {}
    for row in case.workspace.method.targets:
        other = first.setdefault(row.id, row)
        for name in ("unit", "baseline", "periodicity", "owner"):
            value, expected = getattr(row, name), getattr(other, name)
            if value != expected:
                said = {"value": "?" if value is None else value, "expected": "?" if expected is None else expected}
                yield fault(row, name, "target-differs", Severity.ERROR, "", **said, other=other.line)


def progress(case: Case) -> Iterator[Finding]:
    """What is said to have been measured in a period that has not begun at ``as_of``."""
    for row in case.workspace.evidence.progress:
        if first_day(row.period) > case.settings.as_of:
            yield fault(row, "period", "future-period", value=row.period, as_of=case.settings.as_of)
