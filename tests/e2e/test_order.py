"""The order of rows in a table changes nothing: sorting a sheet must not change the programme."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from opennss import build as spine
from opennss.model.results import Strategy


def turned(part):
    """A part of a workspace with the rows of every table in the opposite order; prose and rounds as they are."""
    tables = {f.name: getattr(part, f.name) for f in fields(part) if f.name not in ("rounds", "prose", "settings")}
    return replace(part, **{name: rows[::-1] for name, rows in tables.items()})


@pytest.mark.slow
def test_the_order_of_rows_changes_neither_ranks_nor_plan(vietnam: Path, strategy: Strategy) -> None:
    workspace, catalogue = spine.read(vietnam)
    parts = {name: turned(getattr(workspace, name)) for name in ("evidence", "method", "choices")}
    again = spine.build(replace(workspace, **parts), catalogue)
    assert {a.area: (a.rank, a.position, a.joint) for a in again.ranks.areas} == {
        a.area: (a.rank, a.position, a.joint) for a in strategy.ranks.areas
    }
    assert {i.project.id: i.start for i in again.plan.items} == {i.project.id: i.start for i in strategy.plan.items}
    assert {n.project.id: n.reason for n in again.plan.not_now} == {
        n.project.id: n.reason for n in strategy.plan.not_now
    }
    assert {r.request.id: (r.answer, r.start, sorted(r.items)) for r in again.replies} == {
        r.request.id: (r.answer, r.start, sorted(r.items)) for r in strategy.replies
    }
