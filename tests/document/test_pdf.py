"""PDF: text can be read out, every glyph exists, tagged, dated, repeatable; hostile text stays text."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from types import ModuleType

import pytest
from pypdf import PdfReader

from opennss.document.blocks import Block, Document, Heading, Table, line
from opennss.document.fonts import missing
from opennss.document.writers.pdf import write_pdf


def _pages(path: Path, last: int | None = None) -> list[str]:
    return [_letters(unicodedata.normalize("NFC", page.extract_text())) for page in PdfReader(path).pages[:last]]


def _letters(text: str) -> str:
    return "".join(text.split()).replace("\u200b", "")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_full_document(sample: ModuleType, tmp_path: Path, language: str) -> None:
    document, path = sample.sample(language), tmp_path / "a.pdf"
    write_pdf(document, path)
    reader = PdfReader(path)
    assert 8 <= len(reader.pages) <= 16
    meta = reader.metadata
    assert meta is not None
    assert meta.title == document.title
    assert str(meta.creation_date).startswith("2026-11-22")
    root = reader.trailer["/Root"]
    assert str(root["/Lang"]).startswith(language)
    assert root["/MarkInfo"]["/Marked"]
    pages = _pages(path)
    text = "".join(pages)
    for wanted in (document.title, document.subtitle, sample.LONG[0 if language == "vi" else 1], "ISO 24183:2019"):
        assert _letters(wanted) in text
    for number, page in enumerate(pages, 1):
        assert _letters(document.footer) in page
        assert f"{number}/{len(pages)}" in page


def test_no_row_and_no_note_is_left_alone_on_a_page(tmp_path: Path) -> None:
    blocks: list[Block] = [Heading(1, "Tables", "tables")]
    for place in range(12):
        rows = tuple((line(f"<{place}.{row}>"), line("x")) for row in range(44 + place))
        blocks.append(Table(f"t{place}", f"({place})", ("a", "b"), rows, "ll", notes=(line(f"[{place}]"),)))
    write_pdf(Document("en", "t", "s", (), "f", "2026-11-22", tuple(blocks)), tmp_path / "a.pdf")
    pages = _pages(tmp_path / "a.pdf")
    for place in range(12):
        first, last = f"<{place}.0>", f"<{place}.{43 + place}>"
        (begun,) = (page for page in pages if first in page)
        assert f"({place})" in begun
        assert f"<{place}.1>" in begun
        (ended,) = (page for page in pages if last in page)
        assert f"<{place}.{42 + place}>" in ended
        assert f"[{place}]" in ended


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_sign_has_a_glyph(sample: ModuleType, language: str) -> None:
    assert missing(str(sample.sample(language)).replace("\\x", "")) == ()


def test_compact_has_no_cover(sample: ModuleType, tmp_path: Path) -> None:
    write_pdf(sample.sample("en"), tmp_path / "a.pdf")
    write_pdf(sample.sample("en"), tmp_path / "b.pdf", compact=True)
    long, short = PdfReader(tmp_path / "a.pdf"), PdfReader(tmp_path / "b.pdf")
    assert len(short.pages) <= len(long.pages) - 2
    assert "Contents" not in _pages(tmp_path / "b.pdf", 1)[0]


def test_hostile_text_is_shown_as_it_is(sample: ModuleType, tmp_path: Path) -> None:
    write_pdf(sample.hostile(), tmp_path / "a.pdf")
    text = "".join(_pages(tmp_path / "a.pdf"))
    assert _letters('<script>alert(1)</script> =1+1 #eval("1+1") $x^2$ *b* `c` @cite \\u{41}') in text
    assert b"javascript:" not in (tmp_path / "a.pdf").read_bytes()


def test_same_bytes_twice(sample: ModuleType, tmp_path: Path) -> None:
    write_pdf(sample.sample("vi"), tmp_path / "a.pdf")
    write_pdf(sample.sample("vi"), tmp_path / "b.pdf")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
