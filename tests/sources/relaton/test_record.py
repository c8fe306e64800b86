"""The facts of a record do not depend on its shape; stages, committees and relations have one form."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from opennss.catalogue.records import COMMITTEES, DELIVERABLES
from opennss.errors import Severity
from opennss.sources.relaton.events import read_events
from opennss.sources.relaton.frame import FACTS, committees, deliverables
from opennss.sources.relaton.read import FLAT, read
from opennss.sources.relaton.record import fact


def facts(**values: Any) -> pl.DataFrame:
    """One row of facts."""
    lists = {name: [] for name, kind in FACTS.items() if kind == pl.List(pl.String())}
    return pl.DataFrame(
        [dict.fromkeys(FACTS) | lists | {"body": "ISO", "docid": "ISO 1", "stale": False} | values], FACTS
    )


def made(**values: Any) -> dict[str, Any]:
    """One row of facts as a deliverable."""
    return deliverables(facts(**values), "Relaton {} 2033-01-01").to_dicts()[0]


def test_older_and_newer_records_of_iso_say_the_same(records: Mapping[str, str], older: str) -> None:
    newer = fact(read_events(records["data/iso-3779-2009.yaml"]))
    assert newer == fact(read_events(older))
    assert newer.ics == ["43.020", "43.180"]
    assert (newer.docid, newer.committee, newer.project_number) == ("ISO 3779:2009", "ISO/TC 22/SC 33", "52200")


def test_an_archive_of_three_shapes(records: Mapping[str, str], tmp_path: Path, write: Any) -> None:
    found = read(write(tmp_path / "a.tar.zst", records), state="2033-01-01")
    assert found.findings == ()
    assert found.counts == {"ETSI": 1, "ISO": 1, "ITU": 1}
    assert found.deliverables.schema == pl.Schema(DELIVERABLES)
    assert found.committees.schema == pl.Schema(COMMITTEES)
    iso, etsi, itu = found.deliverables.to_dicts()
    assert iso["title_en"] == "Road vehicles - Vehicle identification number (VIN) - Content and structure"
    assert iso["title_fr"].startswith("Véhicules")
    assert iso["abstract"] == "An invented text & its second line."
    assert (iso["stage"], iso["published"], iso["edition"]) == ("90.93", "2009-10", "4")
    assert iso["replaces"] == ["ISO 3779:1983"]
    assert iso["replaced_by"] == ["ISO 3779:2033"], "its own amendment replaces nothing"
    assert iso["place"] == "a.tar.zst/data/iso-3779-2009.yaml"
    assert iso["source"] == "Relaton ISO 2033-01-01"
    assert (etsi["committee"], etsi["keywords"]) == ("ETSI/CYBER Cybersecurity", ["cybersecurity", "IoT"])
    assert (etsi["stage"], etsi["ics"], etsi["published"], etsi["type"]) == (None, [], "2020-06", "European Standard")
    assert (itu["committee"], itu["committee_title"]) == ("ITU/ITU-T Study Group 13", "ITU-T Study Group 13")
    assert (itu["stage"], itu["published"], itu["keywords"]) == ("60.60", "2012-06-15", ["things"])
    assert itu["url"] == "https://www.itu.int/rec/T-REC-Y.4000"
    assert set(found.committees["reference"]) == {iso["committee"], etsi["committee"], itu["committee"]}


@pytest.mark.parametrize(
    ("body", "word", "substage", "stage"),
    [
        ("ISO", "60", "60", "60.60"), ("ISO", "40", "20", "40.20"), ("ISO", "61", "60", None),
        ("ISO", "60", None, None),
        ("IEC", "PUBLISHED", None, "60.60"), ("IEC", "REVISED", None, "95.99"), ("IEC", "REPLACED", None, "95.99"),
        ("IEC", "WITHDRAWN", None, "95.99"), ("ITU", "Withdrawal", None, "95.99"), ("JIS", "valid", None, "60.60"),
        ("IEEE", "draft", None, None), ("IEEE", "superseded", None, "95.99"), ("W3C", "Working Draft", None, "20.20"),
        ("W3C", "Recommendation", None, "60.60"), ("OIML", "in-force", None, "60.60"), ("OIML", "joint", None, None),
        ("EASC", "replaces", None, "60.60"), ("NIST", "valid", None, None), ("ISO", None, None, None),
    ],
)  # fmt: skip
def test_stages(body: str, word: str | None, substage: str | None, stage: str | None) -> None:
    assert made(body=body, stage=word, substage=substage)["stage"] == stage


@pytest.mark.parametrize(
    ("body", "code", "name", "committee", "title"),
    [
        ("ISO", "ISO/IEC JTC 1/SC 42", "Artificial intelligence", "ISO/IEC JTC 1/SC 42", "Artificial intelligence"),
        ("ISO", "TC 34/SC 17", "Food safety", "ISO/TC 34/SC 17", "Food safety"),
        ("ISO", "JTC 1/SC 42", "Artificial intelligence", "ISO/IEC JTC 1/SC 42", "Artificial intelligence"),
        ("ISO", None, "A group", None, "A group"),
        ("IEC", "IEC/TC 47/SC 47E", "TC 47/SC 47E", "IEC/TC 47/SC 47E", None),
        ("IEC", None, "TC 47/SC 47E", "IEC/TC 47/SC 47E", None),
        ("IEC", None, "ISO/IEC JTC 1/SC 25", "ISO/IEC JTC 1/SC 25", None),
        ("IEC", "ACOS", "ACOS", "IEC/ACOS", None),
        ("IEC", "CISPR/CIS/F", "CISPR/CIS/F", "CISPR/CIS/F", None),
        ("OIML", "TC3", "Technical Committee 3", "OIML/TC3", "Technical Committee 3"),
        ("JIS", None, " 日本 \r\n  協会 ", "JIS/日本 協会", "日本 協会"),
        ("CIE", None, None, None, None),
    ],
)
def test_committees(body: str, code: str | None, name: str | None, committee: str | None, title: str | None) -> None:
    found = made(body=body, committee=code, committee_name=name)
    assert (found["committee"], found["committee_title"]) == (committee, title)


@pytest.mark.parametrize(
    ("body", "kind", "column"),
    [
        ("ISO", "obsoletes", "replaces"), ("ISO", "updates", "replaced_by"), ("IEEE", "updates", "replaces"),
        ("IEEE", "obsoletedBy", "replaced_by"), ("IEEE", "adoptedFrom", "adopts"), ("OIML", "updates", "amends"),
        ("OIML", "hasSuccessor", "replaced_by"), ("OIML", "includedIn", "part_of"), ("OASIS", "partOf", "part_of"),
        ("W3C", "updatedBy", "replaced_by"), ("CIE", "updates", None), ("ITU", "complementOf", None),
    ],
)  # fmt: skip
def test_relations(body: str, kind: str, column: str | None) -> None:
    found = made(body=body, docid=f"{body} 1", relation_type=[kind, kind], relation_id=["ISO 2", "ISO 2"])
    for name in ("replaces", "replaced_by", "amends", "part_of", "adopts"):
        assert found[name] == (["ISO 2"] if name == column else [])


def test_what_is_missing_stays_missing() -> None:
    found = made(title_fr="Titre", title_other="Название")
    assert {name for name, value in found.items() if value not in (None, [])} == {
        "reference", "body", "title_fr", "title_other", "source",
    }  # fmt: skip
    assert made(title_en="Title", title_other="Название")["title_other"] is None
    assert made(project_number="ISO 1")["project"] is None, "the number of the standard is no project"


@pytest.mark.parametrize("date", ["2009", "2009-10", "2009-10-31"])
def test_dates_keep_their_precision(date: str) -> None:
    assert made(published=date)["published"] == date


def test_the_title_of_a_committee_is_the_most_frequent_one() -> None:
    rows = [facts(docid=f"ISO {n}", committee="ISO/TC 9/SC 1", committee_name=name) for n, name in enumerate("abb")]
    found = committees(deliverables(pl.concat(rows), "Relaton {}"))
    assert found.select("reference", "body", "title_en", "parent", "status").rows() == [
        ("ISO/TC 9/SC 1", "ISO", "b", "ISO/TC 9", None)
    ]


def test_parts_of_a_title_are_joined_and_codes_of_three_letters_known() -> None:
    titles = [
        {"language": "eng", "type": kind, "content": kind[-1]} for kind in ("title-part", "title-intro", "title-main")
    ]
    found = fact({"docidentifier": [{"content": "X 1"}], "title": [*titles, {"language": "rus", "content": "Т"}]})
    assert (found.title_en, found.title_other, found.body) == ("o - n - t", "Т", "X")


def test_the_full_code_of_a_contributor_counts() -> None:
    codes = [{"content": "TC 34/SC 17"}, {"content": "ISO/TC 34/SC 17", "type": "full"}]
    part = {"type": "technical-committee", "name": [{"content": "Food safety"}], "identifier": codes}
    publisher = {"role": [{"type": "publisher"}], "organization": {"name": [{"content": "ISO"}]}}
    author = {"role": [{"type": "author"}], "organization": {"subdivision": [part]}}
    found = fact({"docidentifier": [{"content": "ISO 1"}], "contributor": [publisher, author]})
    assert (found.committee, found.committee_name) == ("ISO/TC 34/SC 17", "Food safety")


def test_a_title_without_language_has_that_of_its_record() -> None:
    record = {"docid": {"id": "IEEE Std 1"}, "title": "A title", "abstract": "A text", "language": ["en"]}
    assert fact(record)[2] == "A title"
    assert fact(record).abstract_en == "A text"


def test_the_flat_layout(tmp_path: Path) -> None:
    row = dict.fromkeys(FLAT) | {"body": "JIS", "docid": "JIS A 1:2033", "date_issued": "2033-02-03", "title_ja": "題"}
    lists = {name: [] for name, kind in FLAT.items() if kind == pl.List(pl.String())}
    rows = [row | lists, row | lists | {"docid": "JIS A 2", "date_issued": "None", "stale_copy": True}]
    pl.DataFrame(
        [*rows, row | lists | {"docid": "JIS A 3", "ics": ["35.04"], "date_issued": "soon"}], FLAT
    ).write_parquet(tmp_path / "other.parquet")
    found = read(tmp_path / "other.parquet")
    assert (found.counts, found.stale) == ({"JIS": 3}, 1)
    first, last = found.deliverables.to_dicts()
    assert (first["published"], first["title_other"], first["place"]) == ("2033-02-03", "題", "other.parquet:1")
    assert (last["published"], last["ics"]) == (None, [])
    assert [(finding.code, finding.severity) for finding in found.findings] == [
        ("relaton-stale", Severity.NOTE), ("relaton-ics", Severity.WARNING), ("relaton-date", Severity.WARNING),
    ]  # fmt: skip
