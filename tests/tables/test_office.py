"""Files from strangers: a corpus of hostile and damaged ones, each refused or reported cell by cell; none kills."""

from __future__ import annotations

import io
import os
import random
import struct
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docx
import pytest
import xlsxwriter

from opennss.errors import Finding, Severity
from opennss.language import languages, say
from opennss.tables import office
from opennss.tables.csvfile import Grid
from opennss.tables.office import read_document, read_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'

Parts = dict[str, str | bytes]


# A small workbook and a small document, part by part


def book(cells: str = '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row>', after: str = "") -> Parts:
    """The parts of a workbook whose one sheet has this XML in its cells."""
    types = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{SHEET_TYPE}.{kind}+xml"/>'
        for name, kind in (
            ("workbook", "sheet.main"), ("worksheets/sheet1", "worksheet"), ("sharedStrings", "sharedStrings"),
            ("styles", "styles"),
        )
    )  # fmt: skip
    links = "".join(
        f'<Relationship Id="r{number}" Type="{RELS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(
            (("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")),
            1,
        )
    )
    style = '<fonts><font/></fonts><fills><fill/></fills><borders><border/></borders><cellXfs><xf numFmtId="0"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>'
        '<sheet name="areas" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>shared</t></si></sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{style}<xf numFmtId="14"/></cellXfs></styleSheet>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData>{after}</worksheet>',
    }


def cell(place: str, inner: str = "", **attributes: str) -> str:
    given = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<row r="{place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{place}"{given}>{inner}</c></row>'


def inline(place: str, text: str) -> str:
    return cell(place, f"<is><t>{text}</t></is>", t="inlineStr")


def paper(body: str = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>id</w:t></w:r></w:p></w:tc></w:tr></w:tbl>") -> Parts:
    """The parts of a document with this body."""
    override = f'<Override PartName="/word/document.xml" ContentType="{WORD_TYPE}"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{override}</Types>',
        "word/document.xml": f'<w:document xmlns:w="{WORDS}"><w:body>{body}</w:body></w:document>',
    }


def word(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{content}</w:tc>' for content in cells)}</w:tr>"


def wide(columns: str) -> str:
    first = f'<w:tc><w:tcPr><w:gridSpan w:val="{columns}"/></w:tcPr>{word("x")}</w:tc>'
    return f"<w:tr>{first}<w:tc>{word('y')}</w:tc></w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def packed(parts: Parts, twice: str = "", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Zip parts; ``twice`` names one that is put in a second time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        if twice:
            with pytest.warns(UserWarning, match="Duplicate name"):
                archive.writestr(twice, "<a/>")
    return out.getvalue()


def xlsx(cells: str = "", after: str = "", **changed: str | bytes) -> bytes:
    """A workbook; ``changed`` has parts by short name (``styles``) to put in place of the good ones."""
    parts = book(cells, after) if cells or after else book()
    names = {name.rpartition("/")[2].partition(".")[0]: name for name in parts if not name.endswith(".rels")}
    return packed(parts | {names.get(name, name): content for name, content in changed.items()})


def declared(part: str, doctype: str, encoding: str = "utf-8") -> bytes:
    """A workbook of which one part begins with a document type and uses its entity."""
    parts = book()
    text = str(parts[part]).replace("><", ">&a;<", 1) if "&" in doctype else str(parts[part])
    return packed(parts | {part: f'<?xml version="1.0" encoding="{encoding}"?>{doctype}{text}'.encode(encoding)})


def document(body: str = "", **changed: str) -> bytes:
    parts = paper(body) if body else paper()
    return packed(parts | {{"main": "word/document.xml"}.get(name, name): text for name, text in changed.items()})


def doctored(data: bytes, at: int, value: bytes) -> bytes:
    """Change bytes of the last entry of a zip's directory."""
    place = data.rindex(b"PK\x01\x02") + at
    return data[:place] + value + data[place + len(value) :]


PLAIN = xlsx()
FORMULAS = "".join(f'<row r="{n}"><c r="A{n}"><f>1+1</f><v>2</v></c></row>' for n in range(1, 300))
MANY_ROWS = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 30_001))
WIDE = '<row r="1">' + "".join("<c><v>1</v></c>" for _ in range(300)) + "</row>"
REPEATED = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 1_001))
DEEP = "<w:tbl><w:tr><w:tc>" * 3_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 3_000
BOMB = '<row r="1"><c r="A1"><v>1</v></c></row>' * 400_000
SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le")
LINKED = '<Relationship Id="r1" Type="{}/worksheet" Target="{}"{}/>'


def related(target: str, more: str = "") -> bytes:
    """A workbook whose sheet is somewhere else."""
    inner = LINKED.format(RELS, target, more)
    text = f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'
    return packed(book() | {"xl/_rels/workbook.xml.rels": text})


def linked(kind: str, target: str, content: str) -> bytes:
    """A workbook whose sheet has something beside its cells."""
    link = f'<Relationship Id="r1" Type="{RELS}/{kind}" Target="{target}"/>'
    links = f'<Relationships xmlns="{PACKAGE}/relationships">{link}</Relationships>'
    parts = {"xl/worksheets/_rels/sheet1.xml.rels": links, target.replace("..", "xl"): content}
    return packed(book() | parts)


def sheets(*entries: str) -> str:
    return f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>{"".join(entries)}</sheets></workbook>'


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str, str]] = {
    # name: kind, file, code of the finding, cell that it names
    "empty": ("xlsx", lambda: b"", "office-no-zip", ""),
    "web page": ("xlsx", lambda: b"<html><table><tr><td>1</td></tr></table></html>", "office-no-zip", ""),
    "csv": ("xlsx", lambda: b"id,name\na,b\n", "office-no-zip", ""),
    "noise": ("xlsx", lambda: random.Random(1).randbytes(5_000), "office-no-zip", ""),
    "xls": ("xlsx", lambda: OLE, "office-legacy", ""),
    "password": ("xlsx", lambda: LOCKED, "office-encrypted", ""),
    "truncated": ("xlsx", lambda: PLAIN[: len(PLAIN) // 2], "office-damaged", ""),
    "only the mark of a zip": ("xlsx", lambda: b"PK\x03\x04", "office-damaged", ""),
    "no list of contents": ("xlsx", lambda: packed({"a.txt": "a"}), "office-other-kind", ""),
    "document as workbook": ("xlsx", document, "office-other-kind", ""),
    "wrong content types": (
        "xlsx", lambda: packed(book() | {"[Content_Types].xml": "<Types/>"}), "office-other-kind", "",
    ),
    "broken content types": (
        "xlsx", lambda: packed(book() | {"[Content_Types].xml": "sheet.main+xml"}), "office-damaged", "",
    ),
    "bomb of cells": ("xlsx", lambda: xlsx(BOMB), "office-bomb", ""),
    "bomb of one cell": ("xlsx", lambda: xlsx(inline("A1", "a" * 20_000_000)), "office-bomb", ""),
    "bomb of many parts": (
        "xlsx", lambda: packed(book() | {f"p{n}.bin": bytes(490_000) for n in range(210)}), "office-bomb", "",
    ),
    "too many parts": ("xlsx", lambda: packed(book() | {f"p{n}": "" for n in range(1_001)}), "office-many-parts", ""),
    "path upwards": ("xlsx", lambda: packed(book() | {"../../evil.xml": "<a/>"}), "office-bad-path", ""),
    "path from the root": ("xlsx", lambda: packed(book() | {"/etc/evil.xml": "<a/>"}), "office-bad-path", ""),
    "path with a drive": ("xlsx", lambda: packed(book() | {"C:evil.xml": "<a/>"}), "office-bad-path", ""),
    "path of Windows": ("xlsx", lambda: packed(book() | {"xl\\evil.xml": "<a/>"}), "office-bad-path", ""),
    "part twice": ("xlsx", lambda: packed(book(), twice=SHEET), "office-twice", ""),
    "part twice by case": ("xlsx", lambda: packed(book() | {"XL/workbook.xml": "<a/>"}), "office-twice", ""),
    "part with a password": ("xlsx", lambda: doctored(PLAIN, 8, b"\x01"), "office-encrypted", ""),
    "odd compression": ("xlsx", lambda: packed(book(), method=zipfile.ZIP_LZMA), "office-damaged", ""),
    "wrong checksum": ("xlsx", lambda: doctored(PLAIN, 16, b"\0\0\0\0"), "office-damaged", ""),
    "false size": ("xlsx", lambda: doctored(PLAIN, 24, struct.pack("<I", 90_000_000)), "office-bomb", ""),
    "macros": ("xlsx", lambda: packed(book() | {"xl/vbaProject.bin": b"x"}), "office-macros", ""),
    "macros declared": (
        "xlsx",
        lambda: packed({k: str(v).replace("sheet.main", "sheet.macroEnabled.main") for k, v in book().items()}),
        "office-macros", "",
    ),
    "sheet of macros": ("xlsx", lambda: packed(book() | {"xl/macrosheets/s.xml": "<a/>"}), "office-macros", ""),
    "entities in the sheet": ("xlsx", lambda: declared(SHEET, LAUGHS), "office-entities", ""),
    "entities in the texts": ("xlsx", lambda: declared("xl/sharedStrings.xml", LAUGHS), "office-entities", ""),
    "entities in the styles": ("xlsx", lambda: declared("xl/styles.xml", LAUGHS), "office-entities", ""),
    "file as entity": ("xlsx", lambda: declared("xl/workbook.xml", OUTSIDE), "office-entities", ""),
    "document type": ("xlsx", lambda: declared("xl/_rels/workbook.xml.rels", "<!DOCTYPE a>"), "office-entities", ""),
    "entities in UTF-16": ("xlsx", lambda: declared(SHEET, LAUGHS, "utf-16"), "office-entities", ""),
    "entities outside": (
        "xlsx", lambda: packed(book() | {"customXml/item1.xml": f"{LAUGHS}<a>&c;</a>"}), "office-entities", "",
    ),
    "not UTF-8": (
        "xlsx", lambda: xlsx(sheet1=str(book()[SHEET]).replace("id", "\xe9").encode("latin-1")),
        "office-broken-sheet", "",
    ),
    "NUL in the XML": ("xlsx", lambda: xlsx(inline("A1", "a\0b")), "office-broken-sheet", ""),
    "half a sheet": ("xlsx", lambda: xlsx(sheet1=str(book()[SHEET])[:-30]), "office-broken-sheet", ""),
    "no XML": ("xlsx", lambda: xlsx(workbook="hello"), "office-damaged", ""),
    "no shared texts": (
        "xlsx", lambda: packed({k: v for k, v in book(cell("A1", "<v>0</v>", t="s")).items() if "Strings" not in k}),
        "office-damaged", "",
    ),
    "no such shared text": ("xlsx", lambda: xlsx(cell("A1", "<v>9</v>", t="s")), "office-broken-sheet", ""),
    "sheet is the workbook": ("xlsx", lambda: related("workbook.xml"), "", ""),
    "sheet elsewhere": (
        "xlsx", lambda: related("file:///etc/hostname", ' TargetMode="External"'), "office-broken-sheet", "",
    ),
    "sheet missing": ("xlsx", lambda: related("worksheets/sheet9.xml"), "office-broken-sheet", ""),
    "no such relation": ("xlsx", lambda: related("x"), "office-broken-sheet", ""),
    "far-apart cells": (
        "xlsx", lambda: xlsx(inline("A1", "id") + inline("XFD1048576", "x")), "office-too-large", "XFD1048576",
    ),
    "column beyond all": ("xlsx", lambda: xlsx(inline("ZZZZZZ1", "x")), "office-broken-sheet", ""),
    "row before all": ("xlsx", lambda: xlsx('<row r="-5"><c><v>1</v></c></row>'), "office-too-large", "A-5"),
    "row without number": ("xlsx", lambda: xlsx('<row r="x"><c><v>1</v></c></row>'), "office-broken-sheet", ""),
    "long cell": ("xlsx", lambda: xlsx(inline("B2", "a b" * 14_000)), "office-long-cell", "B2"),
    "300 columns": ("xlsx", lambda: xlsx(WIDE), "office-too-large", "GS1"),
    "30 000 rows": ("xlsx", lambda: xlsx(MANY_ROWS), "office-too-large", "A20002"),
    "one text a thousand times": (
        "xlsx",
        lambda: xlsx(REPEATED, sharedStrings=f'<sst xmlns="{MAIN}"><si><t>{"ab" * 15_000}</t></si></sst>'),
        "office-limits", "",
    ),
    "one wide row a hundred times": (
        "xlsx",
        lambda: xlsx(
            '<row r="1"><c r="GR1"><v>1</v></c></row>' + MANY_ROWS[: MANY_ROWS.index('<row r="3000">')],
            workbook=sheets(*(f'<sheet name="s{n}" sheetId="{n}" r:id="r1"/>' for n in range(1, 9))),
        ),
        "office-limits", "",
    ),
    "formula": ("xlsx", lambda: xlsx(cell("C3", "<f>HYPERLINK(A1)</f><v>1</v>")), "office-formula", "C3"),
    "formula of many cells": (
        "xlsx", lambda: xlsx(cell("C3", '<f t="array" ref="C3:XFD9">A1</f>')), "office-formula", "C3",
    ),
    "300 formulas": ("xlsx", lambda: xlsx(FORMULAS), "office-many-faults", ""),
    "links to files": (
        "xlsx", lambda: packed(book() | {"xl/externalLinks/externalLink1.xml": "<a/>"}), "office-links", "",
    ),
    "comments": ("xlsx", lambda: linked("comments", "../comments1.xml", "<a/>"), "office-comments", ""),
    "text box": (
        "xlsx",
        lambda: linked("drawing", "../drawings/d.xml", f'<x xmlns:a="{DRAWING}"><a:t>urgent</a:t></x>'),
        "office-text-box", "",
    ),
    "picture": ("xlsx", lambda: linked("drawing", "../drawings/d.xml", "<x/>"), "", ""),
    "merged cells": (
        "xlsx", lambda: xlsx(inline("A1", "a"), '<mergeCells><mergeCell ref="A1:B9"/></mergeCells>'),
        "office-merged", "A1:B9",
    ),
    "hidden sheet": (
        "xlsx", lambda: xlsx(workbook=sheets('<sheet name="areas" sheetId="1" state="veryHidden" r:id="r1"/>')),
        "office-hidden-sheet", "",
    ),
    "two sheets of one name": (
        "xlsx",
        lambda: xlsx(workbook=sheets(*(f'<sheet name="{n}" sheetId="1" r:id="r1"/>' for n in ("areas", "AREAS")))),
        "office-twice", "",
    ),
    "name of a sheet as markup": (
        "xlsx",
        lambda: xlsx(
            cell("A1", "<f>1</f>"),
            workbook=sheets('<sheet name="[red]{0.__class__}&#x202E;&lt;script&gt;" sheetId="1" r:id="r1"/>'),
        ),
        "office-formula", "A1",
    ),
    "29 February 1900": ("xlsx", lambda: xlsx(cell("B7", "<v>60</v>", s="1")), "office-old-date", "B7"),
    "date before all": ("xlsx", lambda: xlsx(cell("B7", "<v>-99</v>", s="1")), "office-old-date", "B7"),
    "date after all": ("xlsx", lambda: xlsx(cell("B7", "<v>99999999</v>", s="1")), "office-error-value", "B7"),
    "error value": ("xlsx", lambda: xlsx(cell("B7", "<v>#REF!</v>", t="e")), "office-error-value", "B7"),
    "infinite": ("xlsx", lambda: xlsx(cell("B7", "<v>1e999</v>")), "office-error-value", "B7"),
    "no number": ("xlsx", lambda: xlsx(cell("B7", "<v>NaN</v>")), "office-broken-sheet", ""),
    "number without end": ("xlsx", lambda: xlsx(cell("B7", f"<v>{'9' * 9_000}</v>")), "office-broken-sheet", ""),
    "control sign": ("xlsx", lambda: xlsx(inline("B7", "a_x0000_b")), "office-hidden-sign", "B7"),
    "control sign of a shared text": (
        "xlsx",
        lambda: xlsx(cell("B7", "<v>0</v>", t="s"), sharedStrings=f'<sst xmlns="{MAIN}"><si><t>_x0007_</t></si></sst>'),
        "office-hidden-sign", "B7",
    ),
    "direction override": ("xlsx", lambda: xlsx(inline("B7", "a&#x202E;fdp.exe")), "office-hidden-sign", "B7"),
    "cell twice": ("xlsx", lambda: xlsx(inline("B7", "a") + inline("B7", "b")), "office-cell-twice", "B7"),
    "strict form": (
        "xlsx",
        lambda: packed({k: str(v).replace(MAIN, STRICT) for k, v in book().items()}),
        "office-strict", "",
    ),
    "doc": ("docx", lambda: OLE, "office-legacy", ""),
    "document with a password": ("docx", lambda: LOCKED, "office-encrypted", ""),
    "workbook as document": ("docx", lambda: PLAIN, "office-other-kind", ""),
    "half a document": ("docx", lambda: document()[:-100], "office-damaged", ""),
    "document with macros": ("docx", lambda: document(**{"word/vbaProject.bin": "x"}), "office-macros", ""),
    "document without its part": (
        "docx", lambda: packed({k: v for k, v in paper().items() if "word" not in k}), "office-damaged", "",
    ),
    "document of another root": ("docx", lambda: document(main="<html/>"), "office-damaged", ""),
    "document as a bomb": ("docx", lambda: document("<w:p/>" * 2_000_000), "office-bomb", ""),
    "document that fills memory": (
        "docx", lambda: packed(paper('<a b=""/>' * 2_000_000), method=zipfile.ZIP_STORED), "office-limits", "",
    ),
    "entities in a document": ("docx", lambda: document(main=f"{LAUGHS}<a>&c;</a>"), "office-entities", ""),
    "file as entity in a document": ("docx", lambda: document(main=f"{OUTSIDE}<a>&a;</a>"), "office-entities", ""),
    "document not UTF-8": (
        "docx", lambda: packed(paper() | {"word/document.xml": b"<a>\xff\xfe</a>"}), "office-damaged", "",
    ),
    "document nested without end": ("docx", lambda: document(DEEP), "office-nested", "A1"),
    "table in a table": (
        "docx", lambda: document(table(row(word("a"), word("b") + table(row(word("c")))))), "office-nested", "B1",
    ),
    "merged in a document": (
        "docx",
        lambda: document(table(wide("2"))), "office-merged", "A1",
    ),
    "merged without end": (
        "docx",
        lambda: document(table(wide("999999999"))),
        "office-too-large", "GT1",
    ),
    "merged without number": (
        "docx",
        lambda: document(table(wide("x"))), "office-damaged", "",
    ),
    "300 columns of a document": (
        "docx", lambda: document(table(row(*(word("a") for _ in range(300))))), "office-too-large", "GS1",
    ),
    "30 000 rows of a document": (
        "docx", lambda: document(table(*(row(word(f"{n:x}")) for n in range(30_000)))), "office-too-large", "A20002",
    ),
    "long cell of a document": ("docx", lambda: document(table(row(word("ab " * 14_000)))), "office-long-cell", "A1"),
    "direction override in a document": (
        "docx", lambda: document(table(row(word("a"), word("a&#x202E;b")))), "office-hidden-sign", "B1",
    ),
}  # fmt: skip

Answers = dict[str, tuple[Any, list[Finding]]]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """What each file of the corpus was answered with; every one is read by the real child process."""
    folder = tmp_path_factory.mktemp("corpus")

    def answer(name: str) -> tuple[Any, list[Finding]]:
        kind, make, _, _ = HOSTILE[name]
        path = folder / f"{len(list(folder.iterdir()))}-{abs(hash(name))}.{kind}"
        path.write_bytes(make())
        return read_workbook(path, f"f.{kind}") if kind == "xlsx" else read_document(path, f"f.{kind}")[::2]

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(HOSTILE, pool.map(answer, HOSTILE), strict=True))


def said(finding: Finding, language: str, part: str) -> str:
    return say(f"finding.{finding.code}.{part}", language, **finding.values)


def test_the_corpus_is_large() -> None:
    assert len(HOSTILE) >= 60


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_or_reported(name: str, answers: Answers) -> None:
    _, _, code, place = HOSTILE[name]
    taken, findings = answers[name]
    found = {finding.code: finding for finding in findings}
    assert (code in found) if code else not findings, findings
    if code:
        assert not taken or code.startswith("office-")
    for finding in findings:
        for language in languages():
            message = said(finding, language, "message")
            assert message.isprintable()
            assert said(finding, language, "hint").isprintable()
            if code == finding.code and place:
                assert place in message
                assert "areas" in message or "red" in message or '"1"' in message


def test_what_was_quoted_from_a_file_is_data(answers: Answers) -> None:
    _, (finding,) = answers["name of a sheet as markup"]
    message = said(finding, "en", "message")
    assert "[red]{0.__class__}" in message
    assert "\u202e" not in message


def test_a_refused_file_gives_nothing_and_a_bad_cell_only_itself(answers: Answers) -> None:
    assert answers["bomb of cells"][0] is None
    assert answers["formula"][0] == {"areas": Grid((), ())}
    assert answers["cell twice"][0]["areas"].header == ("", "b")
    assert answers["hidden sheet"][0]["areas"].header == ("id",)
    assert answers["hidden sheet"][1][0].severity is Severity.WARNING
    assert answers["formula"][1][0].severity is Severity.ERROR


# What a spreadsheet program writes


def test_cells_typed_in_a_spreadsheet_become_the_text_of_a_csv(tmp_path: Path) -> None:
    path = tmp_path / "typed.xlsx"
    with xlsxwriter.Workbook(path) as made:
        date = made.add_format({"num_format": "dd/mm/yyyy"})
        moment = made.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        share = made.add_format({"num_format": "0%"})
        sheet = made.add_worksheet("các ô")
        sheet.write_row(0, 0, ["a", "b", "c", "d", "e", "f", "g", "h", ""])
        sheet.write_number(3, 0, 5)
        sheet.write_number(3, 1, 0.85, share)
        sheet.write_number(3, 2, 46348, date)
        sheet.write_number(3, 3, 46348.5, moment)
        sheet.write_boolean(3, 4, True)
        sheet.write_string(3, 5, "two\nlines _x0041_ \t'=1")
        sheet.write_number(3, 6, 13.02)
        sheet.write_number(3, 7, 1e20)
        sheet.write_blank(3, 9, None, date)
        sheet.write_string(9, 0, " ")
        made.add_worksheet("empty")
    taken, findings = read_workbook(path, "typed.xlsx")
    assert findings == []
    assert taken is not None
    assert taken["empty"] == Grid((), ())
    assert taken["các ô"].header == ("a", "b", "c", "d", "e", "f", "g", "h")
    cells = ("5", "0.85", "2026-11-22", "2026-11-22 12:00:00", "yes", "two\nlines _x0041_ \t'=1", "13.02", "1e+20")
    assert taken["các ô"].lines == ((4, cells),)


def test_days_are_right_in_both_ways_of_counting(tmp_path: Path) -> None:
    for old, expected in ((False, "1900-03-01"), (True, "1904-03-02")):
        path = tmp_path / "days.xlsx"
        with xlsxwriter.Workbook(path, {"date_1904": old}) as made:
            made.add_worksheet().write_number(0, 0, 61, made.add_format({"num_format": 14}))
        taken, findings = read_workbook(path, "days.xlsx")
        assert findings == []
        assert taken is not None
        assert taken["Sheet1"].header == (expected,)


def test_a_broken_sheet_does_not_hide_the_others(tmp_path: Path) -> None:
    path = tmp_path / "two.xlsx"
    entries = ('<sheet name="areas" sheetId="1" r:id="r1"/>', '<sheet name="gone" sheetId="2" r:id="r2"/>')
    path.write_bytes(xlsx(workbook=sheets(*entries)))
    taken, findings = read_workbook(path, "two.xlsx")
    assert taken is not None
    assert taken["areas"].header == ("id",)
    assert [(finding.code, finding.values["sheet"]) for finding in findings] == [("office-other-sheet", "gone")]


# What a word processor writes


def test_a_document_is_read_as_its_reader_sees_it(tmp_path: Path) -> None:
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    link = "<w:p><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p>"
    changed = (
        "<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>away</w:t></w:r></w:moveFrom></w:p>"
    )
    joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>one </w:t></w:r></w:p>" + word("line")
    field = (
        '<w:p><w:r><w:instrText>DDEAUTO "cmd"</w:instrText></w:r><w:r><w:t xml:space="preserve">x </w:t></w:r></w:p>'
    )
    marks = "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/></w:r></w:p>"
    gone = "<w:tr><w:trPr><w:del/></w:trPr><w:tc>" + word("deleted row") + "</w:tc></w:tr>"
    body = table(
        row(word("h1") + word("h2"), changed, control.format("", "written"), control.format("<w:showingPlcHdr/>", "?")),
        gone,
        row(joined, field, marks, link),
    )
    path = tmp_path / "seen.docx"
    path.write_bytes(document(word("before") + body + control.format("", "") + table(row(word("second")))))
    taken, texts, findings = read_document(path, "seen.docx")
    assert findings == []
    assert taken is not None
    assert taken[0].header == ("h1\nh2", "new", "written", "")
    assert taken[0].lines == ((3, ("one line", "x ", "a\tb\n", "link")),)
    assert taken[1].header == ("second",)
    assert texts == ("before",)


def test_what_is_written_outside_the_tables_of_a_document_is_handed_over(tmp_path: Path) -> None:
    inner = f"<w:txbxContent>{word('in a box')}</w:txbxContent>"
    boxes = f"<w:p><w:r><w:drawing>{inner}</w:drawing></w:r><w:r><w:pict>{inner}</w:pict></w:r></w:p>"
    beside = f'<w:{{0}} xmlns:w="{WORDS}"><w:x>{{1}}</w:x></w:{{0}}>'
    path = tmp_path / "beside.docx"
    more = {
        "word/comments.xml": beside.format("comments", word("a comment")),
        "word/footnotes.xml": beside.format("footnotes", word(" ") + word("a note")),
        "word/header2.xml": beside.format("hdr", table(row(word("a header")))),
    }
    path.write_bytes(document(word("be&#x202E;fore") + table(row(word("id") + boxes)) + word(" "), **more))
    taken, texts, findings = read_document(path, "beside.docx")
    assert findings == []
    assert taken is not None
    assert texts == ("be\ufffdfore", "in a box", "a comment", "a note", "a header")


def test_nothing_outside_the_document_is_opened(tmp_path: Path) -> None:
    outside = (
        f'<Relationship Id="r9" Type="{RELS}/attachedTemplate" Target="http://192.0.2.1/t" TargetMode="External"/>'
    )
    links = f'<Relationships xmlns="{PACKAGE}/relationships">{outside}</Relationships>'
    path = tmp_path / "linked.docx"
    path.write_bytes(document(**{"word/_rels/settings.xml.rels": links}))
    assert read_document(path, "linked.docx") == ((Grid(("id",), ()),), (), [])


def test_a_document_of_a_word_processor_comes_back(tmp_path: Path) -> None:
    rows = [("câu hỏi", "trả lời"), ("a\nb\tc", ""), ("", " អក្សរ ")]
    made = docx.Document()
    for _ in range(2):
        table = made.add_table(len(rows), 2)
        for texts, line in zip(rows, table.rows, strict=True):
            for text, place in zip(texts, line.cells, strict=True):
                place.text = text
    made.save(str(tmp_path / "a.docx"))
    grid = Grid(rows[0], ((2, rows[1]), (3, rows[2])))
    assert read_document(tmp_path / "a.docx", "a.docx") == ((grid, grid), (), [])


# The calling process


def test_a_child_that_hangs_or_dies_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "good.xlsx"
    path.write_bytes(PLAIN)
    assert read_workbook(path, "good.xlsx") == ({"areas": Grid(("id",), ())}, [])
    with monkeypatch.context() as changed:
        changed.setattr(office, "SECONDS", 0.001)
        assert [finding.code for finding in read_workbook(path, "f")[1]] == ["office-limits"]
    with monkeypatch.context() as changed:
        changed.setattr(sys, "executable", "/bin/false")
        assert [finding.code for finding in read_workbook(path, "f")[1]] == ["office-limits"]
    with monkeypatch.context() as changed:
        changed.setattr(office, "MOST_FILE_BYTES", 10)
        assert [finding.code for finding in read_workbook(path, "f")[1]] == ["office-limits"]
    assert [finding.code for finding in read_workbook(tmp_path / "none.xlsx", "f")[1]] == ["unreadable-file"]
    assert [finding.code for finding in read_document(tmp_path, "f")[2]] == ["unreadable-file"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert [finding.code for finding in read_workbook(tmp_path / "pipe.xlsx", "f")[1]] == ["unreadable-file"]


def test_a_machine_that_cannot_begin_the_child_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "f.xlsx"
    path.write_bytes(PLAIN)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-such-program"))
    assert [finding.code for finding in read_workbook(path, "f")[1]] == ["office-limits"]
