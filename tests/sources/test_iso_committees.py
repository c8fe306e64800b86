"""Committees and classes for the catalogue: the official files and the tables made from them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import polars as pl
import pytest

from opennss.catalogue.records import COMMITTEES as COLUMNS
from opennss.catalogue.records import ICS
from opennss.errors import WorkspaceError
from opennss.language import languages, say
from opennss.sources import ics
from opennss.sources.iso_committees import read

from .conftest import COMMITTEES, record, write_lines

FILE = "iso_technical_committees.jsonl"
CHILD = record("ISO/TC 307/SC 1", "Blocks", [], []) | {
    "id": 9, "parentId": 8, "status": "Suspended", "scope": {"en": "<p>About <b>blocks</b></p>"},
    "committeeLiaisons": [{"id": 1, "reference": "ISO/TC 1"}, {"id": 2, "reference": None}],
    "organizationLiaisons": [{"id": 3, "acronym": "OECD"}],
}  # fmt: skip
ROWS = [*COMMITTEES[:3], COMMITTEES[3] | {"id": 8}, CHILD]


def test_a_committee_in_the_words_of_the_catalogue(tmp_path: Path) -> None:
    found = read([write_lines(tmp_path / FILE, ROWS)], "ISO")
    assert found.frame.schema == pl.Schema(COLUMNS)
    assert found.frame.row(4, named=True) == {
        "reference": "ISO/TC 307/SC 1", "body": "ISO", "title_en": "Blocks", "title_fr": None, "scope": "About blocks",
        "status": "suspended", "secretariat": "DIN", "created": "2000-01-01", "parent": "ISO/TC 307", "p_members": 0,
        "o_members": 0, "liaisons": ["ISO/TC 1", "OECD"], "source": "ISO",
    }  # fmt: skip
    counts = {row["reference"]: (row["p_members"], row["o_members"]) for row in found.frame.iter_rows(named=True)}
    assert counts["ISO/TC 307"] == (1, 0)
    assert counts["ISO/IEC JTC 1/SC 41"] == (None, None), "the list holds only the secretariat"
    assert counts["IEC/ISO JTC 3"] == (None, None)


def test_a_damaged_line_stops_no_other(tmp_path: Path) -> None:
    path = write_lines(tmp_path / FILE, ROWS)
    lines = path.read_text("utf-8").splitlines()
    bad = ["{", "[]", '{"reference": 5, "title": null, "pMembers": null, "oMembers": null}', "null"]
    path.write_text("\n".join([*bad, *lines, '{"id": 1']), encoding="utf-8")
    found = read([path], "ISO")
    assert found.frame.height == len(ROWS)
    assert sorted((finding.row, finding.code) for finding in found.findings) == [
        (1, "record-not-whole"), (2, "record-not-whole"), (3, "record-no-reference"), (4, "record-not-whole"),
        (len(ROWS) + 5, "record-not-whole"),
    ]  # fmt: skip
    path.write_text("<html>", encoding="utf-8")
    with pytest.raises(WorkspaceError):
        read([path], "ISO")


@pytest.mark.parametrize(
    ("field", "value", "column"),
    [
        ("pMembers", "abc", "p_members"),
        ("oMembers", {"id": 1}, "o_members"),
        ("secretariat", {"acronym": ["x"]}, "secretariat"),
        ("secretariat", "DIN", "secretariat"),
        ("title", {"en": ["x"]}, "title_en"),
        ("creationDate", 2000, "created"),
        ("parentId", [2], "parent"),
        ("id", [2], None),
        ("committeeLiaisons", [5], None),
        ("organizationLiaisons", [{"acronym": 5}], None),
    ],
)
def test_a_field_of_another_form_is_a_finding(tmp_path: Path, field: str, value: object, column: str | None) -> None:
    odd = record("ISO/TC 308", "Odd", [], []) | {field: value}
    found = read([write_lines(tmp_path / FILE, [ROWS[0], odd])], "ISO")
    assert [(finding.code, finding.row) for finding in found.findings] == [("record-bad-field", 2)]
    assert found.frame.height == 2
    assert column is None or found.frame[column][1] is None


def test_members_that_are_not_listed_are_not_none(tmp_path: Path) -> None:
    odd = record("ISO/TC 308", "Odd", [], None) | {"title": {"en": "O\x1b[31mdd\u202e", "fr": "\ud800"}}
    (row,) = read([write_lines(tmp_path / FILE, [odd])], "ISO").frame.iter_rows(named=True)
    assert (row["p_members"], row["o_members"]) == (0, None)
    assert (row["title_en"], row["title_fr"]) == ("O [31mdd", "?")


XML = (
    '<?xml version="1.0"?><fields><field><identifier>67</identifier><title xml:lang="en">Food</title>'
    '<title xml:lang="fr">Aliments</title></field><group><identifier>67.140</identifier>'
    '<title xml:lang="en">Tea</title>'
    '<scope xml:lang="en">Including  cocoa</scope></group><group><identifier>6.7</identifier>'
    '<title xml:lang="en">No code</title></group></fields>'
)
CSV = (
    "\ufeffidentifier,parent,titleEn,titleFr,scopeEn\n67,,Food,Aliments,\n67.140,67,Tea,,Including cocoa\n"
    "6.7,,No code,,\n"
)


def test_classes_in_every_layout(tmp_path: Path) -> None:
    (tmp_path / "ICS-simple.xml").write_text(XML, encoding="utf-8")
    (tmp_path / "ICS.csv").write_text(CSV, encoding="utf-8")
    (tmp_path / "ICS.csv.gz").write_bytes(gzip.compress(CSV.encode()))
    rows = [
        ("67", "Food", "Aliments", None),
        ("67.140", "Tea", None, "Including cocoa"),
        ("6.7", "No code", None, None),
    ]
    names = ["code", "title_en", "title_fr", "scope_en"]
    pl.DataFrame(rows, names, orient="row").write_parquet(tmp_path / "ics.parquet")
    for name in ("ICS-simple.xml", "ICS.csv", "ICS.csv.gz", "ics.parquet"):
        found = ics.read_records(tmp_path / name, "ISO")
        assert found.frame.schema == pl.Schema(ICS)
        assert found.frame.rows() == [(*rows[0], "ISO"), (*rows[1], "ISO")]
        assert [(finding.code, finding.row) for finding in found.findings] == [("record-no-reference", 3)]
    for content in ("", "identifier,titleEn\n", "a,b\n1,2\n"):
        (tmp_path / "ICS.csv").write_text(content, encoding="utf-8")
        with pytest.raises(WorkspaceError):
            ics.read_records(tmp_path / "ICS.csv", "ISO")


def test_classes_without_an_english_title_are_counted(tmp_path: Path) -> None:
    (tmp_path / "ICS-simple.xml").write_text(XML.replace('lang="en">Tea', 'lang="fr">Thé'), encoding="utf-8")
    (tmp_path / "ICS.csv").write_text(CSV.replace(",Tea,,", ",,Thé,"), encoding="utf-8")
    for name in ("ICS-simple.xml", "ICS.csv"):
        found = ics.read_records(tmp_path / name, "ISO")
        assert found.frame["code"].to_list() == ["67"]
        assert [finding.code for finding in found.findings] == ["record-no-reference", "records-no-title"]
        assert found.findings[1].values == {"count": 1, "first": "67.140"}
        for language in languages():
            assert "67.140" in say("finding.records-no-title.message", language, **found.findings[1].values)


# With the shared data


def test_both_layouts_of_the_shared_committees(shared: Path) -> None:
    place = shared / "iso-open-data"
    official = read([place / "iso_technical_committees.jsonl.zst"], "x")
    tables = read(
        [place / f"iso_{name}.parquet" for name in ("committees", "committee_members", "committee_liaisons")], "x"
    )
    assert (official.read, tables.read) == (785, 788)
    assert official.findings == tables.findings == ()
    both = official.frame.join(tables.frame, on="reference", suffix="_table")
    for name in ("parent", "secretariat", "created", "body"):
        assert both.filter(pl.col(name).ne_missing(pl.col(f"{name}_table"))).height <= 3, name
    liaisons = pl.read_parquet(place / "iso_committee_liaisons.parquet")
    assert liaisons.height == 7_535
    assert tables.frame["liaisons"].list.len().sum() == liaisons["liaison"].count(), "some have no name"
    assert tables.frame["status"].value_counts().sort("status").rows() == [("active", 771), ("suspended", 17)]


def test_both_layouts_of_the_shared_classes(shared: Path) -> None:
    place = shared / "iso-open-data"
    tree = ics.read_records(place / "ICS-simple.xml.zst", "x").frame
    table = ics.read_records(place / "ics.parquet", "x").frame
    assert tree.height == table.height == 1_381
    assert tree.drop("scope").equals(table.drop("scope"))
    assert json.dumps(tree["scope"].null_count()) == json.dumps(table["scope"].null_count())
