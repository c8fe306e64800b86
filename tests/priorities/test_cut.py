"""The cut (T4b): Viet Nam 2024, ISIC sections; ranges, borderline, quantiles and other levels of the classification."""

from fractions import Fraction

import pytest

from opennss.language import Text
from opennss.model.codes import Id, Isic
from opennss.model.country import Kind, PriorityArea
from opennss.model.criteria import Criterion, Direction, Group, Rank
from opennss.model.observations import Value
from opennss.priorities.matrix import rank_cells

# Shares of GDP at current prices, percent: national accounts of the statistics office of Viet Nam, 2024.
SHARES = {
    "A": 11.86, "B": 2.50, "C": 24.43, "D": 4.20, "E": 0.49, "F": 6.02, "G": 9.75, "H": 5.17, "I": 2.53, "J": 3.37,
    "K": 4.83, "L": 3.44, "M": 2.06, "N": 1.21, "O": 2.02, "P": 3.91, "Q": 2.65, "R": 0.62, "S": 0.67, "T": 0.12,
}  # fmt: skip
PARTS = {"A01": 8.89, "A02": 0.51, "A03": 2.46}
AREAS = [PriorityArea(id=Id(f"s-{c.lower()}"), name=Text(), kind=Kind.SECTOR, codes=(Isic(c),)) for c in SHARES]
TABLE = {("gdp", code): Value(v, "percent", "2024", 2, (), ()) for code, v in (SHARES | PARTS).items()} | {
    ("gdp", area.id): Value(SHARES[area.codes[0]], "percent", "2024", 2, (), ()) for area in AREAS
}


def cells(ranges):
    criterion = Criterion(
        id=Id("gdp-share"), name=Text(), group=Group.ECONOMIC, kinds=(Kind.SECTOR,), indicator=Id("gdp"),
        direction=Direction.HIGH, weight=Fraction(1), ranges=ranges,
    )  # fmt: skip
    found = rank_cells(criterion, AREAS, TABLE, {}, [], share=True)
    return {str(area.codes[0]): found[area.id] for area in AREAS}


def test_ranks_and_borderline():
    found = cells(">=10;>=5;>0")
    assert {c for c in found if found[c].rank is Rank.HIGH} == {"A", "C"}
    assert {c for c in found if found[c].rank is Rank.MEDIUM} == {"F", "G", "H"}
    assert {c for c in found if found[c].borderline} == {"G", "H", "K"}


def test_ten_of_twenty_depend_on_the_cut():
    found = cells(">=10;>=5;>0")
    assert {c for c in found if found[c].depends_on_the_cut} == set("ABDEGHIOPQ")
    assert found["A"].finer == ("A01", Rank.MEDIUM)
    assert found["A"].coarser is None
    assert found["G"].coarser == ("G-I", Rank.HIGH)
    assert found["Q"].coarser == ("O-Q", Rank.MEDIUM)


def test_quantiles():
    found = cells("quantiles")
    assert {c for c in found if found[c].rank is Rank.HIGH} == set("CAGFH")
    assert {c for c in found if found[c].rank is Rank.MEDIUM} == set("KDPLJ")


@pytest.mark.parametrize(("value", "rank"), [(10.0, "1"), (9.99, "2"), (5.0, "2"), (0.01, "3"), (0.0, "none")])
def test_lower_bound_is_inside(value, rank):
    area = AREAS[0]
    table = {("gdp", area.id): Value(value, "percent", "2024", 2, (), ())}
    criterion = Criterion(
        id=Id("x"), name=Text(), group=Group.ECONOMIC, kinds=(Kind.SECTOR,), indicator=Id("gdp"),
        direction=Direction.HIGH, weight=Fraction(1), ranges=">=10;>=5;>0",
    )  # fmt: skip
    assert rank_cells(criterion, [area], table, {}, [])[area.id].rank == rank


def test_values_that_are_no_parts_of_a_total_have_no_other_cut():
    criterion = Criterion(
        id=Id("growth"), name=Text(), group=Group.ECONOMIC, kinds=(Kind.SECTOR,), indicator=Id("gdp"),
        direction=Direction.HIGH, weight=Fraction(1), ranges=">=10;>=5;>0",
    )  # fmt: skip
    found = rank_cells(criterion, AREAS, TABLE, {}, [])
    assert not any(cell.depends_on_the_cut for cell in found.values())


def test_a_group_with_a_missing_part_is_not_compared():
    criterion = Criterion(
        id=Id("gdp-share"), name=Text(), group=Group.ECONOMIC, kinds=(Kind.SECTOR,), indicator=Id("gdp"),
        direction=Direction.HIGH, weight=Fraction(1), ranges=">=10;>=5;>0",
    )  # fmt: skip
    table = {key: value for key, value in TABLE.items() if key != ("gdp", "B")}
    found = rank_cells(criterion, AREAS, table, {}, [], share=True)
    assert found["s-d"].coarser is None
