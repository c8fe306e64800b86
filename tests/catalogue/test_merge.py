"""Several sources, one record for each identifier: precedence, relations, contradictions, nothing lost."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from opennss.catalogue.merge import IEC_LIST, ISO_OPEN_DATA, OTHERS, RELATON_ISO, Merged, Part, Source, merge
from opennss.catalogue.records import COMMITTEES, DELIVERABLES, ICS, frame
from opennss.sources.relaton.read import read


def given(name: str, *rows: Mapping[str, Any], rank: int = OTHERS) -> Part:
    """A source of deliverables; ``place`` is the file of its name with the line."""
    known = {column: kind for column, kind in DELIVERABLES.items() if any(column in row for row in rows)}
    table = pl.DataFrame(rows, schema=known).with_row_index("line", 1)
    table = table.with_columns(source=pl.lit(name), place=pl.format("{}.csv:{}", pl.lit(name), "line"))
    return Part(Source(name), frame(table, DELIVERABLES), rank=rank)


def row(merged: Merged, reference: str) -> dict[str, Any]:
    return merged.deliverables.row(by_predicate=pl.col("reference") == reference, named=True)


def test_the_first_source_that_knows_a_field_gives_it() -> None:
    first = given("iso", {"reference": "ISO/IEC 1:2020", "stage": "60.60", "ics": []}, rank=ISO_OPEN_DATA)
    second = given(
        "iec",
        {"reference": "ISO/IEC  1 : 2020", "stage": "95.99", "ics": ["35.020"], "title_en": "T", "keywords": ["k"]},
        rank=IEC_LIST,
    )
    for parts in ([first, second], [second, first]):
        found = merge(parts)
        assert found.deliverables["reference"].to_list() == ["ISO/IEC 1:2020"]
        kept = row(found, "ISO/IEC 1:2020")
        assert (kept["stage"], kept["ics"], kept["title_en"], kept["keywords"]) == ("60.60", ["35.020"], "T", ["k"])
        assert (kept["source"], kept["place"]) == ("iso; iec", "iso.csv:1")
        assert [(s.name, s.read, s.merged, s.kept) for s in found.sources] == [("iso", 1, 0, 1), ("iec", 1, 1, 0)]
        assert found.findings == (), "sources may differ; only what one of them contradicts itself is said"


def test_relations_are_united_and_say_the_same_in_both_directions() -> None:
    found = merge([
        given("a", {"reference": "ISO 1:2020", "replaces": ["ISO 1:2010"]}, {"reference": "ISO 1:2010"}),
        given("b", {"reference": "ISO 1:2020", "replaces": ["ISO 2:2009", "ISO 1:2020"]}, {"reference": "ISO 2:2009"}),
        given("c", {"reference": "ISO 3:1999", "replaced_by": ["ISO 1:2020"]}),
    ])  # fmt: skip
    assert row(found, "ISO 1:2020")["replaces"] == ["ISO 1:2010", "ISO 2:2009", "ISO 3:1999"]
    assert [row(found, name)["replaced_by"] for name in ("ISO 1:2010", "ISO 2:2009")] == [["ISO 1:2020"]] * 2


def test_a_draft_replaces_nothing_yet() -> None:
    draft = {"reference": "ISO/DIS 1", "replaces": ["ISO 1:2010"], "stage": "40.20"}
    found = merge([given("a", draft, {"reference": "ISO 1:2010"})])
    assert row(found, "ISO/DIS 1")["replaces"] == ["ISO 1:2010"]
    assert row(found, "ISO 1:2010")["replaced_by"] == []


@pytest.mark.parametrize(
    ("newer", "stage", "counts"),
    [
        ("ISO 2395", "60.00", False), ("ISO/CD 2395", None, False), ("ISO 2395:2027", "60.60", True),
        ("ISO 2395:2015", "95.99", True), ("ISO 2395:2027", None, True), ("ISO 2395", None, False),
        ("ISO 1990:2020/DAM 1:2021", None, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("recorded", [True, False])
def test_only_what_was_published_has_replaced(newer: str, stage: str | None, counts: bool, recorded: bool) -> None:
    old = {"reference": "ISO 2395:1990", "stage": "90.93", "replaced_by": [newer]}
    records = [{"reference": newer, "stage": stage}] if recorded else []
    found = merge([given("a", old, *records)])
    published = counts if recorded or stage is None else newer != "ISO 2395"
    assert row(found, "ISO 2395:1990")["replaced_by"] == ([newer] if published else [])


def test_a_committee_of_no_known_body_is_a_title() -> None:
    rows = [{"reference": f"ISO {n}:2020", "committee": "=cmd|' /C calc'!A0"} for n in range(1, 4)]
    found = merge([given("a", *rows, {"reference": "ISO 9:2020", "committee": "ISO/TC 9"})])
    assert found.committees["reference"].to_list() == ["ISO/TC 9"]
    first = row(found, "ISO 1:2020")
    assert (first["committee"], first["committee_title"]) == (None, "=cmd|'/C calc'!A0")
    (finding,) = found.findings
    assert (finding.code, finding.file, finding.severity.value) == ("committee-unread", "a.csv", "note")
    assert finding.values["count"] == 3


def test_classes_that_are_not_listed_are_counted_when_there_is_a_list() -> None:
    records = given("a", {"reference": "ISO 1:2020", "ics": ["13.020", "99.999"]}, {"reference": "ISO 2", "ics": []})
    assert merge([records]).findings == ()
    listed = Part(Source("ics"), ics=frame(pl.DataFrame({"code": ["13.020"]}), ICS))
    (finding,) = merge([records, listed]).findings
    assert (finding.code, finding.severity.value) == ("ics-not-listed", "warning")
    assert finding.values == {"count": 1, "codes": 1, "value": "99.999"}


def test_a_draft_is_not_replaced_by_the_edition_that_it_will_replace() -> None:
    draft = {"reference": "ISO/DIS 1", "stage": "40.20", "replaces": ["ISO 1:2010"], "replaced_by": ["ISO 1:2010"]}
    found = merge([given("a", draft, {"reference": "ISO 1:2010", "stage": "90.92"})])
    assert row(found, "ISO/DIS 1")["replaced_by"] == []
    assert row(found, "ISO/DIS 1")["replaces"] == ["ISO 1:2010"]
    assert row(found, "ISO 1:2010")["replaces"] == []


def test_a_draft_without_a_record_is_not_replaced_either() -> None:
    old = {"reference": "ISO 1:2010", "stage": "90.92", "replaces": ["ISO/AWI 1"], "replaced_by": ["ISO/AWI 1"]}
    kept = row(merge([given("a", old)]), "ISO 1:2010")
    assert (kept["replaces"], kept["replaced_by"]) == ([], [])


def test_a_supplement_changes_the_deliverable_of_its_number() -> None:
    found = merge(
        [
            given(
                "a", {"reference": "ISO 1:2010/Amd 1:2012"}, {"reference": "ISO 1:2010"}, {"reference": "ISO 2:1/Amd 1"}
            )
        ]
    )
    assert row(found, "ISO 1:2010/Amd 1:2012")["amends"] == ["ISO 1:2010"]
    assert row(found, "ISO 2:1/Amd 1")["amends"] == [], "only what is there"


def test_one_source_that_contradicts_itself_is_told_with_both_places() -> None:
    rows = [{"reference": "ISO 1:2020", "stage": stage, "committee": "ISO/TC 1"} for stage in ("40.20", "60.60")]
    for rows_ in (rows, rows[::-1]):
        found = merge([given("a", *rows_)])
        assert row(found, "ISO 1:2020")["stage"] == "60.60", "the furthest stage"
        (finding,) = found.findings
        assert (finding.code, finding.file, finding.row) == ("record-twice", "a.csv", 2)
        assert finding.values["first"] == "a.csv:1"
    same = merge([given("a", rows[0], rows[0])])
    assert (same.deliverables.height, same.findings) == (1, ())


def test_what_no_body_writes_is_kept_with_a_finding() -> None:
    found = merge([given("a", {"reference": "XR  Ethics"}, {"reference": "NSX 7:2020", "body": "NSX"})])
    assert found.deliverables["reference"].to_list() == ["NSX 7:2020", "XR Ethics"]
    assert [(f.code, f.row, f.values["value"]) for f in found.findings] == [("reference-unread", 1, "XR Ethics")]


def test_committees_that_only_documents_know() -> None:
    known = pl.DataFrame({"reference": ["ISO/TC 34"], "status": ["active"], "title_en": ["Food products"]})
    listed = Part(Source("iso"), committees=frame(known, COMMITTEES), rank=ISO_OPEN_DATA)
    owner = given(
        "iec",
        {"reference": "IEC 1:2020", "committee": "IEC/TC47/SC 47E", "committee_title": "Discrete devices"},
        {"reference": "ISO 1:2020", "committee": "ISO/TC 34", "committee_title": "Food"},
    )
    rows = merge([listed, owner]).committees.rows(named=True)
    assert [(r["reference"], r["body"], r["title_en"], r["status"], r["parent"], r["p_members"]) for r in rows] == [
        ("IEC/TC 47/SC 47E", "IEC", "Discrete devices", None, "IEC/TC 47", None),
        ("ISO/TC 34", None, "Food products", "active", None, None),
    ]


def test_nothing_gives_empty_frames() -> None:
    found = merge([])
    assert [found.deliverables.schema, found.committees.schema, found.ics.schema] == [DELIVERABLES, COMMITTEES, ICS]
    assert (found.deliverables.height, found.sources, found.findings) == (0, (), ())


@pytest.mark.slow
def test_the_whole_data_is_one_record_for_each_identifier(shared: Path) -> None:
    ranks = {"iso": RELATON_ISO, "iec": IEC_LIST, "other_bodies": OTHERS}
    collections = {name: read(shared / "relaton" / f"{name}_catalogue.parquet") for name in ranks}
    found = merge(
        Part(Source(name, read=sum(each.counts.values()), stale=each.stale), each.deliverables, rank=ranks[name])
        for name, each in collections.items()
    )
    assert found.deliverables["reference"].is_unique().all()
    assert {body: read for body, read, _ in found.bodies} == {
        "ISO": 60679, "IEC": 32418, "ETSI": 28616, "ITU": 21506, "JIS": 21327, "W3C": 16811, "IEEE": 11787,
        "OIML": 5707, "OGC": 1237, "CIE": 990, "OASIS": 585, "EASC": 167,
    }  # fmt: skip
    by_name = {source.name: source for source in found.sources if source.read}
    assert (by_name["iso"].stale, by_name["iso"].kept, by_name["iec"].merged) == (9486, 60679, 7176)
    for source in by_name.values():
        assert source.read == source.stale + source.merged + source.kept, "nothing is lost"
    iso = found.deliverables.filter(pl.col("body") == "ISO")
    assert iso.filter(pl.col("stage").str.contains("^(60|90)")).height == 26967
    assert set(found.deliverables["committee"].drop_nulls()) <= set(found.committees["reference"])
    assert {finding.code for finding in found.findings} == {"record-twice", "reference-unread"}
