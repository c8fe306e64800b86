"""Cells by type: what is read, what is refused, how it is printed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from opennss.errors import CodeError
from opennss.model.codes import Ics
from opennss.model.criteria import Rank
from opennss.model.observations import Grade
from opennss.tables.cells import parse, show
from opennss.tables.columns import Column


def column(kind: Any, *, unknown: bool = False, required: bool = True) -> Column:
    return Column("cell", "cell", kind, required, "", "", unknown, False)


GOOD = [
    (float, "12.40", 12.4, "12.4"),
    (float, "1e-05", 1e-05, "1e-05"),
    (Decimal, "0.50", Decimal("0.5"), "0.5"),
    (Decimal, "1E+3", Decimal(1000), "1000"),
    (Fraction, "1/3", Fraction(1, 3), "1/3"),
    (Fraction, "1/4", Fraction(1, 4), "0.25"),
    (Fraction, "-0.05", Fraction(-1, 20), "-0.05"),
    (int, "-3", -3, "-3"),
    (bool, "YES", True, "yes"),
    (dt.date, "2026-11-22", dt.date(2026, 11, 22), "2026-11-22"),
    (Grade, "2", Grade.INTERNATIONAL, "2"),
    (Rank, "n/a", Rank.NOT_APPLICABLE, "n/a"),
    (tuple[Ics, ...], "13.020; 01.040;", (Ics("13.020"), Ics("01.040")), "13.020;01.040"),
]


@pytest.mark.parametrize(("kind", "text", "value", "printed"), GOOD)
def test_a_cell_is_read_and_printed(kind: Any, text: str, value: object, printed: str) -> None:
    assert parse(text, column(kind)) == value
    assert show(value, column(kind)) == printed


BAD = [
    (float, "1_000", "not-a-number"),
    (float, "inf", "not-a-number"),
    (float, "1e999", "not-a-number"),
    (float, "١٢", "not-a-number"),
    (Decimal, "1,5", "not-a-number"),
    (Fraction, "1/0", "not-a-number"),
    (Fraction, "1e99999999", "not-a-number"),
    (int, "1.0", "not-a-whole-number"),
    (int, "9" * 30, "not-a-whole-number"),
    (bool, "ja", "not-yes-no"),
    (dt.date, "20261122", "not-a-date"),
    (dt.date, "2026-02-30", "not-a-date"),
    (Rank, "4", "unknown-value"),
    (tuple[Ics, ...], "13.020;13.02", "ics-damaged"),
]


@pytest.mark.parametrize(("kind", "text", "code"), BAD)
def test_a_bad_cell_names_its_fault(kind: Any, text: str, code: str) -> None:
    with pytest.raises(CodeError) as raised:
        parse(text, column(kind))
    assert raised.value.code == code


def test_missing_is_never_zero() -> None:
    assert parse("", column(float | None, required=False)) is None
    assert parse("?", column(float | None, unknown=True)) is None
    assert show(None, column(float | None, unknown=True)) == "?"
    for kind, unknown in ((float | None, True), (int, False), (str, False)):
        with pytest.raises(CodeError) as raised:
            parse(" ", column(kind, unknown=unknown))
        assert raised.value.code == "missing-value"
    with pytest.raises(CodeError):
        parse("?", column(float | None))
