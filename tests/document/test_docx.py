"""DOCX: real styles, fields, alternative texts; every run carries language and fonts; repeatable."""

from __future__ import annotations

import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from opennss.document.blocks import Document, Line, Table, line
from opennss.document.writers.docx import write_docx


@pytest.fixture(scope="module", params=["vi", "en", "hostile"])
def printed(request: pytest.FixtureRequest, sample: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the document and its printed file."""
    document = sample.hostile() if request.param == "hostile" else sample.sample(request.param)
    path = tmp_path_factory.mktemp("docx") / "a.docx"
    write_docx(document, path)
    return document, path


def test_core_properties(printed: Any) -> None:
    document, path = printed
    core = docx.Document(str(path)).core_properties
    assert core.title == document.title.replace("\x00\x0b\x1b\u202e", "")
    assert core.author == "OpenNSS"
    assert core.language == {"vi": "vi-VN", "en": "en-GB"}[document.language]
    assert core.created.date().isoformat() == core.modified.date().isoformat() == "2026-11-22"


def test_every_run_has_language_and_fonts(printed: Any) -> None:
    _, path = printed
    file = docx.Document(str(path))
    runs = [*file.element.body.iter(qn("w:r")), *file.sections[0].footer._element.iter(qn("w:r"))]
    assert runs
    for run in runs:
        fonts = run.rPr.find(qn("w:rFonts"))
        assert {fonts.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Arial"}
        tag = run.rPr.find(qn("w:lang"))
        assert tag.get(qn("w:val")) == tag.get(qn("w:bidi")) in ("vi-VN", "en-GB")
        for plain, twin in (("w:b", "w:bCs"), ("w:sz", "w:szCs"), ("w:i", "w:iCs")):
            assert (run.rPr.find(qn(plain)) is None) == (run.rPr.find(qn(twin)) is None)


def test_styles_and_tables(printed: Any) -> None:
    document, path = printed
    file = docx.Document(str(path))
    used = {paragraph.style.name for paragraph in file.paragraphs}
    assert {"Title", "Heading 1", "List Bullet", "Caption"} <= used
    tables = [block for block in document.blocks if type(block).__name__ == "Table"]
    assert len(file.tables) == len(tables)
    for table, block in zip(file.tables, tables, strict=True):
        assert table.style.name == "OpenNSS Table"
        assert len(table.rows) == len(block.rows) + 1
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    fields = " ".join(node.text for node in file.element.body.iter(qn("w:instrText")))
    assert "TOC" in fields
    assert "SEQ Table" in fields
    footer = " ".join(node.text for node in file.sections[0].footer._element.iter(qn("w:instrText")))
    assert footer.split() == ["PAGE", "NUMPAGES"]


def test_rows_stay_with_the_head_and_with_the_notes(tmp_path: Path) -> None:
    def table(name: str, rows: int, *notes: Line) -> Table:
        return Table(name, "c", ("a", "b"), ((line("x"), line("y")),) * rows, "ll", notes=notes)

    tables = (table("long", 40, line("note")), table("bare", 40), table("short", 4))
    write_docx(Document("en", "t", "s", (), "f", "2026-11-22", tables), tmp_path / "a.docx")
    kept = [
        [all(p.paragraph_format.keep_with_next for cell in row.cells for p in cell.paragraphs) for row in printed.rows]
        for printed in docx.Document(str(tmp_path / "a.docx")).tables
    ]
    assert kept[0][:3] == kept[1][:3] == [True, True, False]
    assert kept[0][-3:] == [True, True, True]
    assert kept[1][-3:] == [True, True, False]
    assert kept[2] == [True, True, True, True, False]


def test_pictures_have_a_description(printed: Any) -> None:
    document, path = printed
    file = docx.Document(str(path))
    figures = [block for block in document.blocks if type(block).__name__ == "Figure"]
    assert [shape._inline.docPr.get("descr") for shape in file.inline_shapes] == [item.description for item in figures]


def test_links_inside_lead_somewhere(printed: Any) -> None:
    _, path = printed
    body = docx.Document(str(path)).element.body
    marks = [node.get(qn("w:name")) for node in body.iter(qn("w:bookmarkStart"))]
    links = {node.get(qn("w:anchor")) for node in body.iter(qn("w:hyperlink"))} - {None}
    assert len(marks) == len(set(marks))
    assert links <= set(marks)


def test_numbered_lists_begin_at_one_each(sample: ModuleType, tmp_path: Path) -> None:
    document = sample.sample("en")
    twice = type(document)(
        **{
            name: getattr(document, name) if name != "blocks" else document.blocks[:6] * 2
            for name in document.__slots__
        }
    )
    write_docx(twice, tmp_path / "a.docx", compact=True)
    file = docx.Document(str(tmp_path / "a.docx"))
    numbers = [p._p.pPr.numPr.numId.val for p in file.paragraphs if p.style.name == "List Number"]
    assert len(set(numbers)) == 2


def test_hostile_text_is_text(sample: ModuleType, tmp_path: Path) -> None:
    write_docx(sample.hostile(), tmp_path / "a.docx")
    file = docx.Document(str(tmp_path / "a.docx"))
    assert file.tables[0].rows[1].cells[2].text == "=1+1"
    with zipfile.ZipFile(tmp_path / "a.docx") as archive:
        assert not any(b"javascript:" in archive.read(name) for name in archive.namelist())
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 22, 0, 0, 0)}


@pytest.mark.parametrize("compact", [False, True])
def test_same_bytes_twice(sample: ModuleType, tmp_path: Path, compact: bool) -> None:
    write_docx(sample.sample("vi"), tmp_path / "a.docx", compact)
    write_docx(sample.sample("vi"), tmp_path / "b.docx", compact)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
