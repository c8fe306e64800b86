"""One value for each indicator and area: newest, in one unit, of one year for shares, never imputed."""

import pytest

from opennss.errors import CodeError
from opennss.evidence.harmonize import harmonize
from opennss.language import Text
from opennss.model.codes import Id, Isic, Period
from opennss.model.country import Kind, PriorityArea
from opennss.model.observations import Comparison, Indicator, Observation, Unit
from opennss.model.table import Cell


def area(name, *codes, kind=Kind.SECTOR):
    return PriorityArea(id=Id(name), name=Text(), kind=kind, codes=tuple(Isic(code) for code in codes))


def indicator(unit="percent", comparison=Comparison.SHARE):
    return Indicator(id=Id("x"), name=Text(), unit=Unit(unit), comparison=comparison)


def seen(about, period, value, unit="percent", line=2, source="s"):
    code = Isic(about) if about[0].isupper() else None
    return Observation(
        indicator=Id("x"), area=None if code else Id(about), code=code, period=Period(period), value=value,
        unit=Unit(unit), source=Id(source) if source else None, line=line,
    )  # fmt: skip


def test_the_newest_value_counts_and_remembers_its_cell_age_and_source():
    rows = [seen("road", "2023", 3.0, line=2), seen("road", "2021", 9.0, line=3)]
    table = harmonize([area("road", kind=Kind.SOCIAL)], [indicator(comparison=Comparison.LEVEL)], rows, 2026)
    value = table["x", "road"]
    assert (value.value, value.unit, value.period, value.age) == (3.0, "percent", "2023", 3)
    assert value.cells == (Cell("evidence.csv", 2, "value"),)
    assert value.sources == ("s",)


def test_values_are_converted_into_the_unit_of_the_indicator():
    table = harmonize([area("road", kind=Kind.SOCIAL)], [indicator("share")], [seen("road", "2024", 12.0)], 2026)
    assert table["x", "road"].value == pytest.approx(0.12)


def test_another_dimension_is_refused():
    with pytest.raises(CodeError):
        harmonize([area("road")], [indicator("count")], [seen("road", "2024", 12.0)], 2026)


def test_missing_is_absent_and_never_zero():
    rows = [seen("road", "2024", None)]
    assert harmonize([area("road", kind=Kind.SOCIAL)], [indicator()], rows, 2026) == {}


def test_a_period_after_as_of_is_left_out():
    rows = [seen("road", "2025", 1.0), seen("road", "2027", 2.0)]
    assert harmonize([area("road", kind=Kind.SOCIAL)], [indicator()], rows, 2026)["x", "road"].value == 1.0


def test_codes_of_an_area_are_added_exactly():
    rows = [seen("H", "2024", 0.1, line=2), seen("J", "2024", 0.2, line=3, source="t")]
    value = harmonize([area("both", "H", "J")], [indicator()], rows, 2026)["x", "both"]
    assert value.value == 0.3
    assert len(value.cells) == 2
    assert value.sources == ("s", "t")


def test_an_area_with_a_missing_code_is_missing():
    rows = [seen("H", "2024", 0.1), seen("J", "2024", None)]
    assert ("x", "both") not in harmonize([area("both", "H", "J")], [indicator()], rows, 2026)


def test_shares_of_one_total_are_of_one_year():
    rows = [seen("H", "2023", 5.0), seen("J", "2024", 3.0)]
    table = harmonize([area("h", "H"), area("j", "J")], [indicator()], rows, 2026)
    assert ("x", "h") not in table
    assert table["x", "j"].value == 3.0


def test_levels_may_be_of_different_years():
    rows = [seen("H", "2023", 5.0), seen("J", "2024", 3.0)]
    table = harmonize([area("h", "H"), area("j", "J")], [indicator(comparison=Comparison.LEVEL)], rows, 2026)
    assert {key: value.period for key, value in table.items()} == {
        ("x", "H"): "2023", ("x", "J"): "2024", ("x", "h"): "2023", ("x", "j"): "2024",
    }  # fmt: skip


def test_an_observation_about_the_area_itself_comes_first():
    rows = [seen("H", "2024", 5.0), seen("h", "2022", 4.0)]
    assert harmonize([area("h", "H")], [indicator()], rows, 2026)["x", "h"].value == 4.0
