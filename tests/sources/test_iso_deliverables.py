"""ISO's deliverables: every layout gives the same records; what is damaged is a finding with its line."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import zstandard

from opennss.catalogue.records import DELIVERABLES
from opennss.errors import Finding, WorkspaceError
from opennss.language import languages, say
from opennss.sources import iso_deliverables, reading
from opennss.sources.iso_deliverables import read
from opennss.sources.reading import Records

FILE = "iso_deliverables_metadata.jsonl"
PARTS = ("message", "hint")


def record(number: int, reference: str, **more: Any) -> dict[str, Any]:
    """A line in the official layout, with invented content."""
    return {
        "id": number, "deliverableType": "IS", "supplementType": None, "reference": reference,
        "title": {"en": "Tea — Test", "fr": "Thé — Essai"}, "publicationDate": "2020-05-29", "edition": 1,
        "icsCode": ["67.140.10", "03.120.10"], "ownerCommittee": "ISO/TC 34/SC 8", "currentStage": 6060,
        "replaces": None, "replacedBy": None, "languages": ["en", "fr"], "pages": {"en": 5},
        "scope": {"en": "<p>About tea &amp; water,</p><p>CO<sub>2</sub></p>", "fr": "<p>Thé</p>"},
    } | more  # fmt: skip


LINES = [
    record(1, "ISO 1001:2010", currentStage=9599, replacedBy=[2, 77, None]),
    record(2, "ISO 1001:2020", replaces=[1], edition=2),
    record(3, "ISO 1001:2020/Amd 1:2022", supplementType="Amd", publicationDate="2022-03"),
    record(4, "ISO/DIS 1001", currentStage=4020, publicationDate=None, scope={"en": None}, replaces=[2]),
    record(5, "ISO/TS 1002:2019", deliverableType="TS", ownerCommittee="IIW", icsCode=None),
    record(6, "ISO/DTS 1003", deliverableType="TS", currentStage=5020, publicationDate="2021"),
    record(6, "ISO/TS 1003:2021", deliverableType="TS", replaces=[5]),
    record(7, "ISO 1004:2021"),
    record(7, "ISO 1005:1980", replaces=[6, 7]),
]


def write(path: Path, rows: list[dict[str, Any]] | None = None) -> Path:
    """Write rows in the layout that the name of the file tells."""
    rows = LINES if rows is None else rows
    if path.suffix == ".parquet":
        pl.DataFrame(rows, infer_schema_length=None).write_parquet(path)
    elif path.suffix == ".csv":
        flat = [
            {key: cell for key, cell in row.items() if key not in ("title", "pages", "scope")}
            | {"title.en": row["title"]["en"], "title.fr": row["title"]["fr"], "scope.en": row["scope"]["en"]}
            | {"pages.en": row["pages"]["en"]}
            for row in rows
        ]
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(flat[0]))
            writer.writeheader()
            writer.writerows(flat)
    else:
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
        path.write_bytes(gzip.compress(text) if path.suffix == ".gz" else text)
    return path


def codes(found: Records) -> list[tuple[str, int]]:
    """The findings by code and line; each has its sentence in every language."""
    for finding in found.findings:
        assert all(
            say(f"finding.{finding.code}.{part}", lang, **finding.values) for part in PARTS for lang in languages()
        )
    return [(finding.code, finding.row) for finding in found.findings]


def test_a_record_in_the_words_of_the_catalogue(tmp_path: Path) -> None:
    found = read(write(tmp_path / FILE), "ISO Open Data 2026-11-22")
    assert found.read == len(LINES)
    assert found.frame.schema == pl.Schema(DELIVERABLES)
    assert found.frame.row(1, named=True) == {
        "reference": "ISO 1001:2020", "body": "ISO", "type": "international-standard", "title_en": "Tea — Test",
        "title_fr": "Thé — Essai", "title_other": None, "abstract": "About tea & water, CO2", "stage": "60.60",
        "committee": "ISO/TC 34/SC 8", "committee_title": None, "ics": ["67.140.10", "03.120.10"], "edition": "2",
        "published": "2020-05-29", "project": "2", "keywords": [], "replaces": ["ISO 1001:2010"], "replaced_by": [],
        "amends": [], "part_of": [], "adopts": [], "pages": 5, "url": "https://www.iso.org/standard/2.html",
        "source": "ISO Open Data 2026-11-22", "place": f"{FILE}:2",
    }  # fmt: skip
    kinds = dict(found.frame.select("reference", "type").iter_rows())
    assert kinds["ISO 1001:2020/Amd 1:2022"] == "amendment"
    assert kinds["ISO/TS 1002:2019"] == "technical-specification"


def test_ids_become_references_as_far_as_they_tell_one(tmp_path: Path) -> None:
    found = read(write(tmp_path / FILE), "x")
    rows = {row["reference"]: row for row in found.frame.iter_rows(named=True)}
    assert rows["ISO 1001:2010"]["replaced_by"] == ["ISO 1001:2020"], "77 has no line"
    assert rows["ISO/DIS 1001"]["replaces"] == ["ISO 1001:2020"]
    assert rows["ISO 1005:1980"]["replaces"] == ["ISO/TS 1003:2021"], "the dated form; 7 names two deliverables"
    (note,) = (finding for finding in found.findings if finding.code == "records-relations")
    assert note.values == {"all": 8, "missing": 2, "several": 1}
    assert codes(found) == [("records-other-owner", 0), ("records-relations", 0)]
    assert rows["ISO/TS 1002:2019"]["committee"] is None
    assert rows["ISO/TS 1002:2019"]["committee_title"] == "IIW"


@pytest.mark.parametrize(
    "name", [FILE, f"{FILE}.gz", "iso_deliverables_metadata.csv", "iso_deliverables_metadata.parquet"]
)
def test_every_layout_gives_the_same(tmp_path: Path, name: str) -> None:
    plain = read(write(tmp_path / FILE), "x")
    other = read(write(tmp_path / name), "x")
    assert other.frame.drop("place").equals(plain.frame.drop("place"))
    assert [(f.code, f.values) for f in other.findings] == [(f.code, f.values) for f in plain.findings]
    assert other.frame["place"][0].startswith(name)


def test_the_careful_reader_gives_the_same_as_the_fast_one(tmp_path: Path) -> None:
    fast = read(write(tmp_path / FILE), "x")
    lines = (tmp_path / FILE).read_text("utf-8")
    for text in (f"\ufeff{lines}", lines.replace("\n", "\r\n") + "\n", f"{lines}  \n"):
        (tmp_path / FILE).write_text(text, encoding="utf-8", newline="")
        assert read(tmp_path / FILE, "x").frame.equals(fast.frame)


def test_the_older_layout_without_titles_and_one_with_more_fields(tmp_path: Path) -> None:
    rows = [{key: cell for key, cell in row.items() if key != "title"} | {"extra": {"a": [1]}} for row in LINES]
    found = read(write(tmp_path / FILE, rows), "x")
    assert found.frame["title_en"].null_count() == len(LINES)
    assert found.frame["stage"].null_count() == 0


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b'{"id": 9, "reference": "ISO 9', "record-not-whole"),
        (b"[1, 2]", "record-not-whole"),
        (b"null", "record-not-whole"),
        (b"<html>", "record-not-whole"),
        (b"[" * 100_000, "record-not-whole"),
        (b'{"reference": "ISO \xff 9"}', "record-encoding"),
        (b'{"scope": "' + b"x" * (2 << 20) + b'"}', "record-too-long"),
        (b"{}", "record-no-reference"),
        (b'{"reference": {"a": 1}}', "record-no-reference"),
        (b'{"reference": 7}', "record-no-reference"),
    ],
    ids=["half", "list", "null", "page", "deep", "bytes", "long", "empty", "object", "number"],
)
@pytest.mark.parametrize("packed", [False, True])
def test_a_damaged_line_is_a_finding_and_the_rest_is_read(tmp_path: Path, line: bytes, code: str, packed: bool) -> None:
    whole = read(write(tmp_path / FILE), "x")
    lines = (tmp_path / FILE).read_bytes().splitlines()
    content = b"\n".join([*lines[:2], line, *lines[2:]])
    path = tmp_path / (f"{FILE}.gz" if packed else FILE)
    path.write_bytes(gzip.compress(content, 1) if packed else content)
    found = read(path, "x")
    assert found.frame.drop("place").equals(whole.frame.drop("place"))
    assert (code, 3) in codes(found)
    assert {row for _, row in codes(found)} == {0, 3}


def test_a_damaged_line_in_zstd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = write(tmp_path / FILE).read_bytes().splitlines()
    path = tmp_path / f"{FILE}.zst"
    for line, code in (
        (b"{", "record-not-whole"),
        (b'{"a": "\xff"}', "record-encoding"),
        (b"x" * 999, "record-too-long"),
    ):
        monkeypatch.setattr(reading, "MOST_OF_LINE", 900)
        path.write_bytes(zstandard.compress(b"\n".join([lines[0], line, *lines[1:]])))
        found = read(path, "x")
        assert found.frame.height == len(LINES)
        assert codes(found)[0] == (code, 2)
    path.write_bytes(zstandard.compress(b"\n".join(lines * 200))[:-9])
    found = read(path, "x")
    assert found.frame.height > len(LINES)
    assert "source-cut-short" in [code for code, _ in codes(found)]


@pytest.mark.parametrize(
    ("change", "code", "column", "empty"),
    [
        ({"currentStage": 6161}, "record-unknown-stage", "stage", None),
        ({"icsCode": ["13.02"]}, "record-bad-ics", "ics", []),
        ({"icsCode": ["13.020", "tea"]}, "record-bad-ics", "ics", ["13.020"]),
        ({"publicationDate": "29 May 2020"}, "record-bad-field", "published", None),
        ({"edition": "two"}, "record-bad-field", "edition", None),
        ({"pages": {"en": "many"}}, "record-bad-field", "pages", None),
        ({"edition": True}, "record-bad-field", "edition", None),
        ({"currentStage": [6060]}, "record-bad-field", "stage", None),
        ({"replaces": ["x"]}, "record-bad-field", "replaces", []),
        ({"title": {"en": ["x"]}}, "record-bad-field", "title_en", None),
    ],
)
def test_a_field_that_cannot_be_used_stays_empty(
    tmp_path: Path, change: dict[str, Any], code: str, column: str, empty: object
) -> None:
    found = read(write(tmp_path / FILE, [record(1, "ISO 1:2020"), record(2, "ISO 2:2020", **change)]), "x")
    assert codes(found) == [(code, 2)]
    assert found.frame.row(1, named=True)[column] == empty
    assert found.frame["reference"].to_list() == ["ISO 1:2020", "ISO 2:2020"]


def test_numbers_written_as_text_are_read(tmp_path: Path) -> None:
    row = record(1, "ISO 1:2020", currentStage="6060", edition="3", id="12", title="Tea")
    found = read(write(tmp_path / FILE, [row]), "x").frame.row(0, named=True)
    assert (found["stage"], found["edition"], found["project"], found["title_en"]) == ("60.60", "3", "12", "Tea")


def test_a_cut_download_gives_what_came_in(tmp_path: Path) -> None:
    data = gzip.compress(write(tmp_path / FILE).read_bytes() * 50, 1)
    (tmp_path / f"{FILE}.gz").write_bytes(data[:-20])
    found = read(tmp_path / f"{FILE}.gz", "x")
    assert found.frame.height > 300
    assert "source-cut-short" in [code for code, _ in codes(found)]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"<html>\n", b"PAR1", b"\x28\xb5\x2f\xfd"])
@pytest.mark.parametrize("name", [FILE, "iso_deliverables_metadata.csv", "iso_deliverables_metadata.parquet"])
def test_a_file_without_any_record_is_refused(tmp_path: Path, content: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(WorkspaceError) as raised:
        read(tmp_path / name, "x")
    assert {finding.file for finding in raised.value.findings} == {name}


def test_a_broken_row_of_the_csv(tmp_path: Path) -> None:
    path = write(tmp_path / "iso_deliverables_metadata.csv")
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines[:3], "8,IS", *lines[3:], '9,"cut']), encoding="utf-8")
    found = read(path, "x")
    assert found.frame.height == len(LINES)
    assert codes(found)[:2] == [("record-not-whole", 4), ("record-not-whole", len(LINES) + 3)]
    assert found.frame["place"][0].endswith(".csv:2")


def test_reading_the_csv_leaves_the_limit_of_other_readers(tmp_path: Path) -> None:
    limit = csv.field_size_limit()
    read(write(tmp_path / "iso_deliverables_metadata.csv"), "x")
    assert csv.field_size_limit() == limit


def test_more_than_the_limit_is_read_line_by_line_and_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / FILE)
    monkeypatch.setattr(iso_deliverables, "MOST_OF_CATALOGUE", 100)
    with pytest.raises(WorkspaceError) as raised:
        read(path, "x")
    assert [finding.code for finding in raised.value.findings] == ["source-too-large"]


# With the shared data


def test_the_whole_file(shared: Path) -> None:
    found = read(shared / "iso-open-data" / "iso_deliverables_metadata.jsonl.zst", "x")
    assert found.read == found.frame.height == 55_684
    assert found.frame["reference"].n_unique() == 55_684
    in_force = found.frame["stage"].str.slice(0, 2).is_in(["60", "90"])
    assert in_force.sum() == 25_596
    assert Counter(found.frame["published"].str.len_bytes().to_list()) == {4: 5_063, 7: 47_458, None: 3_163}
    assert not found.frame["abstract"].str.contains("</?p>|<!--").any()
    values: dict[str, dict[str, object]] = {finding.code: finding.values for finding in found.findings}
    assert (values["records-relations"]["all"], values["records-relations"]["missing"]) == (56_094, 790)
    assert all(isinstance(finding, Finding) for finding in found.findings)


def test_official_lines(shared: Path) -> None:
    found = read(shared / "iso-open-data" / "official_sample.jsonl", "x").frame
    assert found["reference"].to_list() == [
        "ISO 9001:2015", "ISO/TR 7035-2:2024", "ISO/IEC 19566-7:2022/Amd 1:2025",
    ]  # fmt: skip
    assert found["published"].to_list() == ["2015-09-22", "2024-09-30", "2025-01-08"]
    assert "<" not in str(found["abstract"][1])


def test_titles_have_no_control_signs(tmp_path: Path) -> None:
    odd = record(1, "ISO 1:2020", title={"en": "Tea\x1b[31m \u202e\x85red", "fr": "\x00"})
    frame = read(write(tmp_path / FILE, [odd]), "ISO").frame
    assert frame.select("title_en", "title_fr").row(0) == ("Tea [31m red", None)
