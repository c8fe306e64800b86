"""Units convert inside their dimension and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.errors import CodeError
from opennss.model.observations import UNITS, Unit


def test_known_conversions():
    assert Unit("percent").convert(11.86, Unit("share")) == pytest.approx(0.1186)
    assert Unit("per-100k").convert(17.7, Unit("per-million")) == pytest.approx(177)
    assert Unit("billion-vnd").convert(2.5, Unit("million-vnd")) == pytest.approx(2500)
    assert Unit("year").convert(2, Unit("month")) == pytest.approx(24)


@pytest.mark.parametrize(("one", "other"), [("percent", "count"), ("usd", "vnd"), ("person-day", "year")])
def test_no_conversion_across_dimensions(one, other):
    with pytest.raises(CodeError) as raised:
        Unit(one).convert(1.0, Unit(other))
    assert raised.value.code == "other-dimension"


def test_an_unknown_unit_lists_the_known():
    with pytest.raises(CodeError) as raised:
        Unit.parse("furlong")
    assert all(unit in str(raised.value.values["known"]) for unit in UNITS)


@given(st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(UNITS)), st.floats(-1e9, 1e9))
def test_there_and_back(one, other, value):
    first, second = Unit.parse(one), Unit.parse(other)
    if first.dimension == second.dimension:
        assert second.convert(first.convert(value, second), first) == pytest.approx(value)
