"""Any table, printed and read again, is the same table; spreadsheet habits are accepted with one note each."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.catalogue import store
from opennss.language import Text
from opennss.model.codes import Hs, Ics, Id, Isic, Period, Stage
from opennss.model.criteria import Rank
from opennss.model.observations import UNITS, Observation, Unit
from opennss.model.projects import Capacity
from opennss.model.references import CommitteeCode, Reference
from opennss.model.table import Row
from opennss.model.technologies import Economy, KeywordRule, ListEntry, Topic
from opennss.tables.cells import core, guard, optional, unguard
from opennss.tables.columns import Column, columns
from opennss.tables.csvfile import print_table, read_table
from opennss.workspace.tables import ROUND_TABLES, TABLES

ALL = [table.row for table in (*TABLES, *ROUND_TABLES)] + list(store.TABLES)
SIGNS = st.sampled_from(list("abzA1 ,;\"'=+-@\n\tđếư|?{}<>%"))
PROSE = st.text(SIGNS, min_size=1, max_size=12).map(str.strip).filter(bool)
CODES: dict[Any, list[Any]] = {
    Id: [Id("a"), Id("b-2")],
    Ics: [Ics("13"), Ics("01.040"), Ics("13.020.40")],
    Isic: [Isic("A"), Isic("A01"), Isic("B-E")],
    Hs: [Hs("0901")],
    Stage: [Stage("60.60"), Stage("00.00")],
    Period: [Period("2027"), Period("2027-Q3"), Period("2027-05")],
    Unit: [Unit(name) for name in UNITS],
    Reference: [Reference("ISO 3779:2009"), Reference("ISO/DIS 3779")],
    CommitteeCode: [CommitteeCode("ISO/TC 34/SC 17")],
    ListEntry: [ListEntry("us-cet-2024:6"), ListEntry("eu-2023:2.1")],
    KeywordRule: [KeywordRule('"neural network*" NOT tube'), KeywordRule("rô-bốt")],
    Topic: [Topic("T10028")],
    Economy: [Economy("VNM"), Economy("EU"), Economy("*"), Economy("?")],
}
NUMBERS: dict[Any, Any] = {
    float: st.floats(allow_nan=False, allow_infinity=False),
    Decimal: st.decimals(-(10**9), 10**9, places=4),
    Fraction: st.fractions(-100, 100, max_denominator=60),
    int: st.integers(-(10**9), 10**9),
    bool: st.booleans(),
    dt.date: st.dates(),
}


def values(column: Column) -> Any:
    kind = core(column.type)
    if get_origin(kind) is tuple:
        part = st.lists(one(get_args(kind)[0], column), min_size=int(column.required), max_size=3).map(tuple)
    elif kind is Text:
        part = st.builds(lambda en, vi: Text.of(en=en, vi=vi), PROSE, PROSE | st.just(""))
    else:
        part = one(kind, column)
    return part | st.none() if optional(column.type) else part


def one(kind: Any, column: Column) -> Any:
    if kind in CODES:
        return st.sampled_from(CODES[kind])
    if kind in NUMBERS:
        return NUMBERS[kind]
    if issubclass(kind, Enum):
        return st.sampled_from([member for member in kind if not (column.unknown and member is Rank.UNKNOWN)])
    return PROSE if column.prose else st.text("abc >=5/;", min_size=1).map(str.strip).filter(bool)


def rows(row_class: type[Row]) -> Any:
    fields = {column.field: values(column) for column in columns(row_class, ("en",))}
    return st.lists(st.builds(row_class, **fields), max_size=3)


@pytest.mark.parametrize("row_class", ALL, ids=lambda row: row.__name__)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_printed_and_read_again_it_is_the_same(row_class: type[Row], data: st.DataObject) -> None:
    before = data.draw(rows(row_class))
    with TemporaryDirectory() as folder:
        path = Path(folder) / row_class.FILE
        path.write_text(print_table(before, row_class, ("en", "vi")), encoding="utf-8", newline="\n")
        table = read_table(path, row_class, ("en", "vi"))
    assert table.findings == ()
    assert list(table.rows) == before


@given(st.text())
def test_the_formula_guard_comes_off_again(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r"))


OBSERVATIONS = "indicator,area,code,period,value,unit,source,note\ngdp,,A,2024,11.86,percent,gso,x\n"


def read(tmp_path: Path, text: str, encoding: str = "utf-8", decimal: str = ".") -> Any:
    (tmp_path / "evidence.csv").write_bytes(text.encode(encoding))
    return read_table(tmp_path / "evidence.csv", Observation, ("en",), decimal=decimal)


def codes(table: Any) -> list[str]:
    return [finding.code for finding in table.findings]


def test_spreadsheet_habits_are_accepted_with_a_note(tmp_path: Path) -> None:
    plain = read(tmp_path, OBSERVATIONS)
    assert codes(plain) == []
    habits = {
        "byte-order-mark": read(tmp_path, OBSERVATIONS, "utf-8-sig"),
        "carriage-return": read(tmp_path, OBSERVATIONS.replace("\n", "\r\n")),
        "semicolon-separator": read(tmp_path, OBSERVATIONS.replace(",", ";")),
        "decimal-comma": read(tmp_path, OBSERVATIONS.replace("11.86", '"11,86"'), decimal=","),
    }
    for code, table in habits.items():
        assert (codes(table), table.rows) == ([code], plain.rows)
    both = read(tmp_path, OBSERVATIONS.replace(",", ";").replace("11.86", "11,86"))
    assert (codes(both), both.rows) == (["semicolon-separator", "decimal-comma"], plain.rows)


def test_a_point_that_may_separate_thousands_is_not_guessed(tmp_path: Path) -> None:
    assert codes(read(tmp_path, OBSERVATIONS.replace("11.86", "1.234"), decimal=",")) == ["ambiguous-number"]
    assert codes(read(tmp_path, OBSERVATIONS.replace("11.86", "1.234"))) == []
    assert codes(read(tmp_path, OBSERVATIONS.replace("11.86", '"1,234"'))) == ["not-a-number"]


def test_rows_know_their_line_even_after_a_cell_of_two_lines(tmp_path: Path) -> None:
    table = read(tmp_path, OBSERVATIONS.replace(",x\n", ',"x\ny"\n\n') + "gdp,,C,2024,1,percent,gso,\n")
    assert [row.line for row in table.rows] == [2, 5]


def test_all_faults_of_a_row_are_said_and_the_row_is_left_out(tmp_path: Path) -> None:
    table = read(tmp_path, OBSERVATIONS.replace("gdp,,A,2024,11.86,percent", "G D P,,9,24,x,furlong"))
    assert codes(table) == ["bad-id", "bad-isic", "bad-period", "not-a-number", "unknown-unit"]
    assert (table.rows, table.skipped) == ((), {"G D P"})


def test_content_beside_the_header_is_not_lost_silently(tmp_path: Path) -> None:
    assert codes(read(tmp_path, OBSERVATIONS.replace("note\n", "note,\n").replace(",x\n", ",x,lost\n"))) == [
        "too-many-cells"
    ]


def test_columns_come_in_any_order_and_optional_ones_may_be_absent(tmp_path: Path) -> None:
    table = read(tmp_path, "unit,value,period,indicator,code,source\npercent,?,2024,gdp,A,\n")
    assert codes(table) == []
    assert (table.rows[0].value, table.rows[0].note) == (None, "")


@pytest.mark.parametrize("text", ["0.50", "1/2", "0.5"])
def test_exact_numbers_have_one_printed_form(text: str) -> None:
    share = next(column for column in columns(Capacity, ()) if column.name == "share")
    assert share.type is Decimal
    assert Fraction(text) == Fraction(1, 2)
