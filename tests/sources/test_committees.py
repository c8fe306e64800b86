"""ISO's committees and members: both layouts give the same seats; what IEC administers stays unknown."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
from importlib import resources
from pathlib import Path

import polars as pl
import pytest

from opennss.errors import WorkspaceError
from opennss.model.standards import Participation, Role
from opennss.model.territories import country_names
from opennss.sources import committees
from opennss.sources.gather import gather

DAY = dt.date(2026, 11, 22)


def test_seats_of_one_member(snapshots: Path) -> None:
    register = committees.read((snapshots / "iso_technical_committees.jsonl",), "ISO")
    rows = committees.seats_of(register, committees.members()["KHM"], DAY, "iso")
    assert [(row.committee, row.role, row.title["en"]) for row in rows] == [
        ("ISO/IEC JTC 1/SC 42", Role.O, "Artificial intelligence"),
        ("ISO/IEC JTC 1/SC 41", Role.UNKNOWN, "Internet of things and digital twin"),
        ("IEC/ISO JTC 3", Role.UNKNOWN, "Quantum technologies"),
        ("ISO/TC 307", Role.P, "Blockchain"),
    ]
    counts = {row.reference: (row.p_members, row.o_members) for row in register.committees}
    assert counts["ISO/TC 307"] == (1, 0)
    assert counts["ISO/IEC JTC 1/SC 41"] == (None, None), "the list holds only the secretariat"


def test_a_packed_file_reads_the_same(snapshots: Path, tmp_path: Path) -> None:
    plain = snapshots / "iso_technical_committees.jsonl"
    packed = tmp_path / "iso_technical_committees.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert committees.read((packed,), "ISO") == committees.read((plain,), "ISO")


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("{", 2), ("[]", 2), ('{"reference": "ISO/TC 1"}', 2), ('{"reference": 7}', 2), ("<html>", 2),
        ('{"reference":"ISO/TC 1","status":"Asleep","title":{"en":"x"},"pMembers":[],"oMembers":[]}', 2),
    ],
)  # fmt: skip
def test_a_damaged_line_is_named(snapshots: Path, line: str, row: int) -> None:
    path = snapshots / "iso_technical_committees.jsonl"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([lines[0], line, *lines[1:]]), encoding="utf-8")
    with pytest.raises(WorkspaceError) as raised:
        committees.read((path,), "ISO")
    assert [(item.code, item.row) for item in raised.value.findings] == [("source-unreadable", row)]


def test_a_file_with_too_few_committees_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "iso_technical_committees.jsonl"
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(WorkspaceError):
        committees.validate(path)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"committee,member\n"])
def test_a_table_that_is_none_is_refused(tmp_path: Path, content: bytes) -> None:
    for name in ("iso_committee_members.parquet", "iso_committees.parquet"):
        (tmp_path / name).write_bytes(content)
    with pytest.raises(WorkspaceError) as raised:
        gather("KHM", (tmp_path,), ("en",), DAY)
    assert [item.code for item in raised.value.findings] == ["source-unreadable"]


def test_members_are_named_once_and_every_country_exists() -> None:
    text = resources.files("opennss.sources").joinpath("members.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    for column in ("country", "member", "member_id"):
        assert len({row[column] for row in rows}) == len(rows)
    assert [row["country"] for row in rows if not country_names(row["country"], ("en",))] == []
    asean = {"BRN", "KHM", "IDN", "LAO", "MYS", "MMR", "PHL", "SGP", "THA", "VNM"}
    assert asean <= {row["country"] for row in rows}


# With the shared data


def test_members_are_those_of_the_data(shared: Path) -> None:
    found = pl.read_parquet(shared / "iso-open-data" / "iso_committee_members.parquet")
    known = dict(found.select("member_id", "member").unique().iter_rows())
    own = {body.id: body.acronym for body in committees.members().values()}
    assert {key: name for key, name in own.items() if key in known and known[key] != name} == {}
    assert len(known.keys() - own.keys()) <= 3, "bodies whose country the acronym does not tell"


@pytest.mark.parametrize("country", ["KHM", "IDN", "MYS", "THA", "PHL", "VNM"])
def test_seats_equal_the_table_cell_by_cell(shared: Path, country: str) -> None:
    table = pl.read_parquet(shared / "iso-open-data" / "iso_committee_members.parquet")
    committees_table = pl.read_parquet(shared / "iso-open-data" / "iso_committees.parquet")
    body = committees.members()[country]
    expected = dict(table.filter(pl.col("member_id") == body.id).select("committee", "role").iter_rows())
    administered = [
        code
        for code in committees_table["reference"]
        if code.startswith("IEC") or code in ("ISO/IEC JTC 1/SC 25", "ISO/IEC JTC 1/SC 41", "ISO/IEC JTC 1/SC 43")
    ]
    expected |= dict.fromkeys(administered, "?")
    gathered = gather(country, (shared,), ("en",), DAY)
    rows = [row for row in gathered.rows[Participation] if isinstance(row, Participation)]
    assert {str(row.committee): row.role.value for row in rows} == expected
    assert {row.date for row in rows} == {dt.date(2025, 8, 20)}
    titles = dict(committees_table.select("reference", "title_en").iter_rows())
    assert {str(row.committee): row.title["en"] for row in rows} == {code: titles[code] for code in expected}


def test_the_official_file_reads_too(shared: Path) -> None:
    path = shared / "iso-open-data" / "iso_technical_committees.jsonl.zst"
    register = committees.read((path,), "ISO Open Data")
    assert len(register.committees) == 785
    seats = committees.seats_of(register, committees.members()["VNM"], DAY, "iso")
    assert sum(row.role is Role.P for row in seats) > 20


def test_both_layouts_agree_on_the_same_committees(tmp_path: Path, snapshots: Path) -> None:
    lines = [json.loads(line) for line in (snapshots / "iso_technical_committees.jsonl").read_text().splitlines()]
    seats = [
        (item["reference"], body["acronym"], body["id"], role)
        for item in lines
        for role, bodies in (("P", item["pMembers"]), ("O", item["oMembers"] or []))
        for body in bodies
    ]
    pl.DataFrame(seats, ["committee", "member", "member_id", "role"], orient="row").write_parquet(
        tmp_path / "iso_committee_members.parquet"
    )
    rows = [
        (
            item["reference"], item["status"], item["title"]["en"], "DIN", item["creationDate"],
            len(item["pMembers"]), len(item["oMembers"] or []),
        )
        for item in lines
    ]  # fmt: skip
    names = ["reference", "status", "title_en", "secretariat", "creation_date", "n_p", "n_o"]
    pl.DataFrame(rows, names, orient="row").write_parquet(tmp_path / "iso_committees.parquet")
    paths = (tmp_path / "iso_committee_members.parquet", tmp_path / "iso_committees.parquet")
    tables, official = (
        committees.read(paths, "x"),
        committees.read((snapshots / "iso_technical_committees.jsonl",), "x"),
    )
    assert tables.committees == official.committees
    assert set(tables.seats) == set(official.seats)
