"""Delivery by half-year: what nobody dated is a lower bound, and a slip in a year does not fill pages."""

from __future__ import annotations

import datetime as dt

from opennss.language import everywhere
from opennss.model.monitoring import State, WorkItem
from opennss.model.projects import ProjectType
from opennss.monitoring.delivery import half_years

AS_OF, YEARS = dt.date(2027, 9, 1), (2027, 2028)


def item(state: State, begun: str = "", since: str = "", ended: str = "") -> WorkItem:
    days = [dt.date.fromisoformat(day) if day else None for day in (begun, since, ended)]
    return WorkItem(
        id="adopt-a", type=ProjectType.ADOPT, subject=everywhere("A"), who=everywhere("B"), start=2027, end=2027,
        state=state, begun=days[0], since=days[1], ended=days[2],
    )  # fmt: skip


def counts(*found: WorkItem) -> list[tuple[str, int | None, int, int | None, int]]:
    """Period, begun and how many more perhaps, finished and how many more perhaps."""
    halves = half_years(found, YEARS, AS_OF, recorded=True)
    return [(h.period, h.begun, h.maybe_begun, h.finished, h.maybe_finished) for h in halves if h.begun is not None]


def test_an_unknown_day_makes_a_lower_bound_until_it_is_known() -> None:
    assert counts(item(State.RUNNING)) == [("2027-H1", 0, 1, 0, 0), ("2027-H2", 1, 0, 0, 0)]
    assert counts(item(State.RUNNING, since="2027-02-01")) == [("2027-H1", 1, 0, 0, 0), ("2027-H2", 1, 0, 0, 0)]
    assert counts(item(State.DONE, begun="2027-01-05")) == [("2027-H1", 1, 0, 0, 1), ("2027-H2", 1, 0, 1, 0)]
    assert counts(item(State.DONE, ended="2027-07-05")) == [("2027-H1", 0, 1, 0, 0), ("2027-H2", 1, 0, 1, 0)]


def test_what_is_planned_has_not_begun_whatever_day_is_written() -> None:
    assert counts(item(State.PLANNED, begun="2027-01-05")) == [("2027-H1", 0, 0, 0, 0), ("2027-H2", 0, 0, 0, 0)]
    assert counts(item(State.DROPPED, begun="2027-01-05"))[0][1] == 1


def test_what_is_old_stands_in_the_first_line() -> None:
    found = counts(item(State.RUNNING, "1926-03-02"), item(State.RUNNING, "2025-08-01"))
    assert found[:2] == [("2025-H1", 1, 0, 0, 0), ("2025-H2", 2, 0, 0, 0)]
    assert len(found) == 6
