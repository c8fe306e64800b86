"""Preparation: clean text, safe links, heading levels, column widths."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from opennss.document.blocks import Document, Heading, Paragraph, Span, Table, line
from opennss.document.stamp import rewrite_zip
from opennss.document.writers.prepare import column_widths, prepare, row_heights, safe_link, type_size


def _document(*blocks: Heading | Paragraph | Table) -> Document:
    return Document("en", "t", "s", (), "f", "2026-11-22", blocks)


def test_heading_levels_have_no_gap() -> None:
    heads = [Heading(level, "h", f"h{n}") for n, level in enumerate((3, 3, 1, 3, 2, 3))]
    levels = [block.level for block in prepare(_document(*heads)).blocks if isinstance(block, Heading)]
    assert levels == [1, 2, 1, 2, 2, 3]


@pytest.mark.parametrize(
    "address", ["javascript:x", " https://a", "data:text/html,x", "file:///etc", "//a", "JavaScript:x"]
)
def test_unsafe_links_go(address: str) -> None:
    assert safe_link(address) == ""
    block = prepare(_document(Paragraph((Span("x", href=address),)))).blocks[0]
    assert isinstance(block, Paragraph)
    assert block.line[0].href == ""


def test_columns_fit_their_longest_word() -> None:
    table = Table("t", "", ("Employment", "A"), ((line("x"), line("y")),), "lc", (1, 40))
    narrow, wide = column_widths(table, 400, 9)
    assert narrow > 50
    assert narrow + wide == pytest.approx(400)
    assert column_widths(Table("t", "", ("W" * 99,) * 3, (), "lll"), 300, 9) == pytest.approx([100] * 3)


def test_a_short_code_stays_on_one_line_and_short_words_may_break() -> None:
    rows = ((line("ISO/TC 34/SC 17"), line("some short word"), line("x " * 60)),)
    code, words, _ = column_widths(Table("t", "", ("a", "b", "c"), rows, "lll", (1, 1, 20)), 300, 8)
    assert code > 60
    assert words < code


def test_long_and_wide_tables_are_set_smaller_and_tall_rows_counted() -> None:
    def table(columns: int, rows: int) -> Table:
        return Table("t", "", ("a",) * columns, ((line("x"),) * columns,) * rows, "l" * columns)

    assert [type_size(table(*size)) for size in ((3, 5), (3, 50), (7, 5), (9, 5))] == [8.5, 7.8, 7.8, 7.0]
    low, high = (row_heights(Table("t", "", ("a",), ((line(text),),), "l"), [100], 8)[1] for text in ("x", "x " * 90))
    assert high > 3 * low


def test_zip_needs_a_date_it_can_carry(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("b", "2")
        file.writestr("a", "1")
    rewrite_zip(path, "2026-11-22")
    with zipfile.ZipFile(path) as file:
        assert file.namelist() == ["a", "b"]
    with pytest.raises(ValueError, match="1980"):
        rewrite_zip(path, "1979-01-01")
