"""Where the pace of a target leads: plain arithmetic between two values, never told with fewer, never for a ``?``."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.language import Text
from opennss.model.codes import Id, Period
from opennss.model.monitoring import Light, Pace, Tracked
from opennss.model.observations import Unit
from opennss.model.projects import Periodicity, Progress, Target
from opennss.monitoring.progress import progress
from opennss.monitoring.trends import awaited, tracked

AIMS = {2027: 60, 2029: 80}


def one(values, aims=AIMS, baseline=None, as_of=dt.date(2028, 3, 1), **more) -> Tracked:
    rows = [
        Target(
            id=Id("kpi"), name=Text.of(en="KPI"), definition=Text(), unit=Unit("percent"), year=year,
            target=Decimal(aim), baseline=None if baseline is None else Decimal(baseline), **more,
        )
        for year, aim in aims.items()
    ]  # fmt: skip
    told = [
        Progress(target=Id("kpi"), period=Period(period), value=None if value is None else Decimal(value))
        for period, value in values.items()
    ]
    (found,) = tracked(progress(rows, told, as_of.year), told, as_of, 2027, {"union": Text.of(en="Union")})
    return found


def test_a_straight_line_is_carried_on_to_the_year_it_reaches_the_aim():
    found = one({"2026": 50, "2027": 62})
    assert (found.pace, found.a_year, found.distance, found.reached) == (Pace.TOWARDS, 12, 18, 2029)
    assert found.light is Light.ON_TRACK
    slow = one({"2026": 58, "2027": 60})
    assert (slow.reached, slow.light) == (2037, Light.WATCH), "10 years more at 2 a year"


def test_half_years_count_as_half_a_year():
    found = one({"2027-H1": 60, "2027-H2": 65})
    assert (found.a_year, found.reached) == (10, 2029), "15 points at 10 a year: 18 months after December 2027"


@pytest.mark.parametrize("values", [{}, {"2027": 65}, {"2026": None, "2027": 65}, {"2027": 65, "2027-H2": 65}])
def test_fewer_than_two_values_tell_no_pace(values):
    found = one(values)
    assert (found.pace, found.a_year, found.reached) == (Pace.TOO_FEW, None, None)


def test_reached_still_and_away():
    assert one({"2026": 70, "2027": 80}).pace is Pace.REACHED
    assert one({"2026": 70, "2027": 80}).light is Light.ON_TRACK
    assert one({"2026": 65, "2027": 65}).pace is Pace.STILL
    assert one({"2026": 70, "2027": 65}).pace is Pace.AWAY
    assert one({"2026": 70, "2027": 65}).light is Light.WATCH


def test_a_target_without_baseline_that_falls_is_reached_from_above():
    found = one({"2026": 40, "2027": 30}, aims={2027: 30, 2029: 20})
    assert [m.standing for m in found.aims] == ["reached", "open"]
    assert (found.pace, found.reached, found.light) == (Pace.TOWARDS, 2028, Light.ON_TRACK)


def test_lights_of_due_aims():
    assert one({"2027": 59}).light is Light.LATE
    assert one({"2026": 59}).light is Light.UNKNOWN, "the aim of 2027 is due and nobody reported it"
    assert one({"2026": 59}, as_of=dt.date(2027, 3, 1)).light is Light.NOT_DUE


def test_a_report_is_awaited_once_its_period_is_over():
    assert one({"2027-H1": 60}, periodicity=Periodicity.HALF).awaited == "2027-H2"
    assert one({"2027": 60}, periodicity=Periodicity.QUARTER).awaited is None, "the year holds its last quarter"
    assert one({"2027-H2": None}, periodicity=Periodicity.HALF).awaited == "2027-H2", "? is no report"
    assert awaited(Periodicity.YEAR, (), dt.date(2027, 1, 1), 2027) is None, "nothing is asked for before the plan"
    assert awaited(Periodicity.QUARTER, (), dt.date(2028, 1, 1), 2027) == "2027-Q4"


def test_the_owner_is_named():
    assert one({}, owner=Id("union")).owner["en"] == "Union"
    assert not one({}).owner


@given(first=st.integers(0, 100), last=st.integers(0, 100), aim=st.integers(0, 100))
def test_no_forecast_lies_before_the_newest_value_or_leads_the_wrong_way(first, last, aim):
    found = one({"2026": first, "2027": last}, aims={2029: aim}, baseline=0)
    if found.reached is not None:
        assert found.a_year is not None
        assert found.reached >= 2028
        gone = (found.reached - 2027) * found.a_year
        assert last + gone >= aim
        assert last + gone - found.a_year < aim
    else:
        assert last >= aim or last <= first or (aim - last) > 100 * (last - first)
