"""Targets against what was measured: a year that is not over is open, ? is no value, some targets aim down."""

from decimal import Decimal

import pytest

from opennss.language import Text
from opennss.model.codes import Id, Period
from opennss.model.observations import Unit
from opennss.model.projects import Progress, Target
from opennss.monitoring.progress import progress


def target(year, aim, baseline=10):
    return Target(
        id=Id("kpi"), name=Text(), definition=Text(), unit=Unit("percent"), year=year, target=Decimal(aim),
        baseline=None if baseline is None else Decimal(baseline),
    )  # fmt: skip


def report(period, value):
    return Progress(target=Id("kpi"), period=Period(period), value=None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("aim", "baseline", "value", "standing"),
    [(20, 10, 20, "reached"), (20, 10, 19, "missed"), (20, None, 21, "reached"), (20, None, 19, "missed"),
     (5, 10, 5, "reached"), (5, 10, 6, "missed"), (10, 10, 9, "missed")],
)  # fmt: skip
def test_a_target_aims_up_or_down(aim, baseline, value, standing):
    (found,) = progress([target(2025, aim, baseline)], [report("2025", value)], 2026)
    assert found.standing == standing
    assert found.reported is not None
    assert found.reported.value == value


def test_what_is_not_reported_is_said_and_never_missed():
    assert [found.standing for found in progress([target(2025, 20)], [], 2026)] == ["not-reported"]
    assert [found.standing for found in progress([target(2025, 20)], [report("2025", None)], 2026)] == ["not-reported"]
    (found,) = progress([target(2025, 20)], [report("2024", 30)], 2026)
    assert found.standing == "not-reported", "an older value does not stand in"
    assert found.reported is not None
    assert found.reported.period == "2024"


def test_a_year_that_is_not_over_is_open():
    rows = [target(2026, 20), target(2027, 30)]
    found = progress(rows, [report("2025", 12), report("2026-H1", 25)], 2026)
    assert [item.standing for item in found] == ["open", "open"]
    assert [item.reported.period for item in found if item.reported] == ["2026-H1", "2026-H1"]


def test_the_newest_report_of_a_year_counts():
    (found,) = progress([target(2025, 20)], [report("2025-H2", 20), report("2025-H1", 12)], 2026)
    assert (found.standing, found.reported and found.reported.value) == ("reached", 20)


def test_reports_of_another_target_do_not_count():
    other = Progress(target=Id("other"), period=Period("2025"), value=Decimal(99))
    (found,) = progress([target(2025, 20)], [other], 2026)
    assert (found.standing, found.reported) == ("not-reported", None)
