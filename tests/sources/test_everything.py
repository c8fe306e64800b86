"""Every source from one folder into one catalogue: known by name or content, read once, kept, and nothing lost."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from opennss.catalogue import store
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.language import say
from opennss.sources import kinds
from opennss.sources.card import Card, card_path, checksum, print_card
from opennss.sources.everything import Taken, in_folder, key, shrunk, take_all
from opennss.sources.fetch import PROVIDERS, whole_archive
from opennss.sources.kinds import few, said, sets_in
from opennss.sources.renew import known, renew

from .conftest import COMMITTEES, write_lines
from .test_iso_deliverables import record, write

DAY = dt.date(2026, 11, 22)
FILE = "iso_deliverables_metadata.jsonl"
YAML = """---
schema-version: v1.2.9
id: {id}
title:
- content: {title}
  language:
  - en
docid:
- id: {reference}
  type: {body}
  primary: true
docstatus:
  stage:
    value: '60'
  substage:
    value: '60'
ext:
  doctype:
    type: international-standard
"""


def archive(path: Path, *references: str, body: str = "ETSI") -> Path:
    """A Relaton archive as GitHub packs it; what it holds is invented."""
    with ZipFile(path, "w") as packed:
        for number, reference in enumerate(references):
            text = YAML.format(id=f"R{number}", title=f"Tea {number}", reference=reference, body=body)
            packed.writestr(f"relaton-data-{body.lower()}-main/data/r{number}.yaml", text)
    return path


def dated(path: Path, day: str) -> Path:
    """Lay a card with a date beside a file."""
    files = ((path.name, path.stat().st_size, checksum(path)),)
    card_path(path).write_text(
        print_card(Card("x", "a", dt.date.fromisoformat(day), "L", "h", files)), encoding="utf-8"
    )
    return path


@pytest.fixture
def brought(tmp_path: Path) -> Path:
    """A folder with one file of each kind, some below."""
    place = tmp_path / "brought"
    (place / "relaton").mkdir(parents=True)
    write(place / FILE)
    write_lines(place / "iso_technical_committees.jsonl", COMMITTEES)
    (place / "ICS.csv").write_text("identifier,titleEn\n67,Food\n67.140,Tea\n", encoding="utf-8")
    archive(place / "relaton" / "relaton-data-etsi.zip", "ETSI EN 300 001", "ETSI EN 300 002")
    return place


def by_source(taken: tuple[Taken, ...]) -> dict[str, Taken]:
    return {item.source: item for item in taken}


def test_everything_is_taken_and_kept(brought: Path, tmp_path: Path) -> None:
    told: list[str] = []
    taken = take_all(brought, tmp_path / "out", day=DAY, tell=lambda name, _done, _all: told.append(name))
    found = by_source(taken)
    assert {name for name, item in found.items() if item.card} == {
        "iso-deliverables", "iso-committees", "iso-ics", "relaton-etsi",
    }  # fmt: skip
    assert {name for name, item in found.items() if not item.card} == {*PROVIDERS} - {
        "iso-deliverables", "iso-committees", "iso-ics", "relaton-etsi",
    }  # fmt: skip
    assert found["world-bank"].no_country
    names = {path.name for path in (tmp_path / "out").iterdir()}
    files = {FILE, "iso_technical_committees.jsonl", "ICS.csv", "relaton-data-etsi.zip"}
    assert names == files | {f"{name}.toml" for name in files}
    assert set(told) >= {FILE, "relaton-data-etsi.zip"}
    again = by_source(in_folder(tmp_path / "out"))
    assert {name: item.parts[0].deliverables.height for name, item in again.items()} == {
        name: item.parts[0].deliverables.height for name, item in found.items() if item.parts
    }
    assert in_folder(tmp_path / "out", without=[*again]) == ()
    assert in_folder(tmp_path / "nowhere") == ()


def test_the_catalogue_and_what_changed(brought: Path, tmp_path: Path) -> None:
    place, out = tmp_path / "catalogue", tmp_path / "out"
    steps: list[str] = []
    first = renew(place, out, take_all(brought, out, day=DAY), step=steps.append)
    assert steps == ["read", "merge", "write"]
    assert first.changes is None
    assert first.merged is not None
    assert {body: kept for body, _, kept in first.merged.bodies} == {"ISO": 9, "ETSI": 2}
    assert {source.name: (source.read, source.kept) for source in first.merged.sources}["relaton-etsi"] == (2, 2)
    held = store.open(place)
    assert held.sha256 == first.sha256
    assert held.deliverables["ISO 1001:2020"].title["fr"] == "Thé — Essai"
    assert "no licence stated" in str(held.deliverables["ETSI EN 300 001"].source)
    assert renew(place, out).sha256 == first.sha256, "the copies alone give the same"
    write(brought / FILE, [record(2, "ISO 1001:2020", currentStage=9599), record(8, "ISO 1009:2026")])
    second = renew(place, out, take_all(brought, out, day=DAY), smaller=True)
    assert second.changes is not None
    assert second.changes.withdrawn == ("ISO 1001:2020",)
    assert second.changes.new == ("ISO 1009:2026",)


def test_a_broken_file_stops_no_other_and_loses_nothing(brought: Path, tmp_path: Path) -> None:
    place, out = tmp_path / "catalogue", tmp_path / "out"
    first = renew(place, out, take_all(brought, out, day=DAY))
    (brought / FILE).write_text("<html>", encoding="utf-8")
    (brought / "relaton" / "relaton-data-etsi.zip").write_bytes(b"PK\x03\x04")
    taken = take_all(brought, out, day=DAY)
    broken = by_source(taken)
    assert not broken["iso-deliverables"].parts
    assert not broken["relaton-etsi"].parts
    for name in ("iso-deliverables", "relaton-etsi"):
        assert any(finding.severity is Severity.ERROR for finding in broken[name].findings)
    second = renew(place, out, taken)
    assert second.sha256 == first.sha256, "the older copies are still there"
    for path in out.iterdir():
        path.unlink()
    third = renew(place, out, take_all(brought, out, day=DAY))
    assert third.merged is None
    assert {finding.code for finding in third.findings} == {"catalogue-source-gone"}
    assert store.open(place).sha256 == first.sha256, "the old catalogue stays"


def test_a_file_that_is_cut_short_replaces_no_whole_one(tmp_path: Path) -> None:
    place, out = tmp_path / "brought", tmp_path / "out"
    place.mkdir()
    rows = [record(number, f"ISO {number}:2020", title={"en": f"Tea {number**7}"}) for number in range(1, 3000)]
    whole = write(place / f"{FILE}.gz", rows).read_bytes()
    for content, count in ((whole, 2999), (whole[: len(whole) // 2], 2999)):
        (place / f"{FILE}.gz").write_bytes(content)
        found = renew(tmp_path / "catalogue", out, take_all(place, out, day=DAY))
        assert found.merged is not None
        assert found.merged.deliverables.height == count
    assert "source-cut-short" in [finding.code for item in found.taken for finding in item.findings]
    (out / f"{FILE}.gz").unlink()
    found = renew(tmp_path / "other", out, take_all(place, out, day=DAY))
    assert found.merged is not None
    assert 500 < found.merged.deliverables.height < 2999, "what came in is better than nothing"


@pytest.mark.parametrize("name", [FILE, FILE.replace("jsonl", "csv")])
def test_a_damaged_last_line_replaces_no_whole_file(name: str, tmp_path: Path) -> None:
    place, out = tmp_path / "brought", tmp_path / "out"
    place.mkdir()
    whole = write(place / name, [record(number, f"ISO {number}:2020") for number in range(1, 30)]).read_bytes()
    take_all(place, out, day=DAY)
    (place / name).write_bytes(whole[:-100])
    taken = by_source(take_all(place, out, day=DAY))["iso-deliverables"]
    assert "source-cut-short" in [finding.code for finding in taken.findings]
    assert not taken.parts
    assert (out / name).read_bytes() == whole
    (place / name).write_bytes(whole.rstrip())
    assert by_source(take_all(place, out, day=DAY))["iso-deliverables"].parts, "only the end of the last line lacks"


def test_a_source_that_shrinks_is_not_believed(tmp_path: Path) -> None:
    place, out, catalogue = tmp_path / "brought", tmp_path / "out", tmp_path / "catalogue"
    place.mkdir()
    rows = [record(number, f"ISO {number}:2020") for number in range(1, 21)]
    whole = write(place / FILE, rows).read_bytes()
    first = renew(catalogue, out, take_all(place, out, day=DAY))
    assert known(catalogue) == {"iso-deliverables": 20}
    write(place / FILE, rows[:17])
    taken = take_all(place, out, day=DAY, old=known(catalogue))
    (finding,) = (finding for item in taken for finding in item.findings)
    assert (finding.code, finding.values["old"], finding.values["new"]) == ("catalogue-shrunk", 20, 17)
    assert (out / FILE).read_bytes() == whole
    assert renew(catalogue, out, taken).sha256 == first.sha256
    taken = take_all(place, out, day=DAY)
    second = renew(catalogue, out, taken)
    assert (second.merged, [item.code for item in second.findings]) == (None, ["catalogue-shrunk"])
    third = renew(catalogue, out, taken, smaller=True)
    assert third.merged is not None
    assert third.merged.deliverables.height == 17
    write(place / FILE, rows[:16])
    fourth = renew(catalogue, out, take_all(place, out, day=DAY, old=known(catalogue)))
    assert fourth.merged is not None, "a few fewer are no sign of damage"


def test_a_layout_is_compared_with_itself() -> None:
    old = {"iso-ics": 1800, "iso-ics-table": 1300}
    assert shrunk({"iso-ics": 1700, "iso-ics-table": 1300, "relaton-etsi": 1}, old) == ()
    assert [finding.file for finding in shrunk({"iso-ics-table": 1300}, {"iso-ics": 1800}, "ics.parquet")] == [
        "ics.parquet"
    ]


def test_an_older_state_replaces_no_newer_one_that_was_kept(tmp_path: Path) -> None:
    place, out = tmp_path / "brought", tmp_path / "out"
    place.mkdir()
    dated(write(place / FILE, [record(1, "ISO 1:2026")]), "2026-01-01")
    take_all(place, out, day=DAY)
    newer = (out / FILE).read_bytes()
    dated(write(place / FILE, [record(1, "ISO 1:2024")]), "2024-01-01")
    taken = by_source(take_all(place, out, day=DAY))["iso-deliverables"]
    assert [finding.code for finding in taken.findings] == ["catalogue-older"]
    assert not taken.parts
    assert (out / FILE).read_bytes() == newer


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    place, out = tmp_path / "brought", tmp_path / "out"
    for name in ("a", "b"):
        (place / name).mkdir(parents=True)
        write(place / name / FILE, [record(1, "ISO 1:2026")])
    assert by_source(take_all(place, out, day=DAY))["iso-deliverables"].parts, "equal files are one"
    kept = (out / FILE).read_bytes()
    write(place / "b" / FILE, [record(1, "ISO 2:2026")])
    taken = [item for item in take_all(place, out, day=DAY) if item.source == "iso-deliverables"]
    assert [finding.code for item in taken for finding in item.findings] == ["catalogue-same-name"] * 2
    assert (out / FILE).read_bytes() == kept


def test_a_folder_that_cannot_be_read_leaves_the_archive(tmp_path: Path) -> None:
    place, out = tmp_path / "brought" / "relaton-data-etsi", tmp_path / "out"
    (place / "data").mkdir(parents=True)
    (place / "data" / "1.yaml").write_text(
        YAML.format(id=1, title="Tea", reference="ETSI EN 300 001", body="ETSI"), encoding="utf-8"
    )
    take_all(place.parent, out, day=DAY)
    kept = (out / "relaton-data-etsi.zip").read_bytes()
    (place / "data" / "1.yaml").write_text("nothing", encoding="utf-8")
    assert not by_source(take_all(place.parent, out, day=DAY))["relaton-etsi"].parts
    assert (out / "relaton-data-etsi.zip").read_bytes() == kept
    assert not (out / "incoming").exists()


def test_nothing_to_read_and_a_place_of_something_else(brought: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(WorkspaceError) as raised:
        renew(tmp_path / "catalogue", tmp_path / "empty")
    assert [finding.code for finding in raised.value.findings] == ["catalogue-nothing"]
    extract = tmp_path / "extract"
    extract.mkdir()
    (extract / "deliverables.csv").write_text("reference\n", encoding="utf-8")
    with pytest.raises(WorkspaceError) as raised:
        renew(extract, brought)
    assert [finding.code for finding in raised.value.findings] == ["catalogue-elsewhere"]
    assert [path.name for path in extract.iterdir()] == ["deliverables.csv"]
    with pytest.raises(WorkspaceError):
        take_all(tmp_path / "nowhere", tmp_path / "out", day=DAY)


def test_of_several_states_the_newest_is_read(tmp_path: Path) -> None:
    place, out = tmp_path / "brought", tmp_path / "out"
    (place / "old").mkdir(parents=True)
    dated(write(place / "old" / FILE, [record(1, "ISO/DIS 1", currentStage=4020)]), "2024-01-01")
    dated(write(place / f"{FILE}.gz", [record(1, "ISO 1:2025")]), "2025-01-01")
    taken = [item for item in take_all(place, out, day=DAY) if item.card or item.findings]
    assert [(item.source, bool(item.card)) for item in taken] == [
        ("iso-deliverables", True),
        ("iso-deliverables", False),
    ]
    assert [finding.code for finding in taken[1].findings] == ["catalogue-older"]
    assert taken[0].parts[0].deliverables["reference"].to_list() == ["ISO 1:2025"]
    assert taken[0].parts[0].deliverables["source"].to_list() == ["ISO Open Data 2025-01-01 (L)"]
    dated(write(place / FILE, [record(1, "ISO 1:2026")]), "2026-01-01")
    take_all(place, out, day=DAY)
    assert sorted(path.name for path in out.iterdir()) == [FILE, f"{FILE}.toml"], "the older copy is replaced"


def test_an_older_list_of_a_body_brings_no_old_stages_back(tmp_path: Path) -> None:
    place = tmp_path / "brought"
    place.mkdir()
    dated(archive(place / "relaton-data-etsi.zip", "ETSI EN 300 001"), "2026-01-01")
    dated(archive(place / "other_yaml.zip", "ETSI EN 300 009"), "2025-01-01")
    found = renew(tmp_path / "catalogue", place)
    assert found.merged is not None
    assert found.merged.deliverables["reference"].to_list() == ["ETSI EN 300 001"]
    assert "catalogue-older" in [finding.code for finding in found.findings]


def test_other_names_are_known_by_content(brought: Path, tmp_path: Path) -> None:
    place = tmp_path / "renamed"
    place.mkdir()
    for number, name in enumerate((FILE, "iso_technical_committees.jsonl", "ICS.csv", "relaton/relaton-data-etsi.zip")):
        (place / f"{number}{Path(name).suffix}").write_bytes((brought / name).read_bytes())
    write(place / "4.csv")
    write(place / "5.parquet")
    (place / "6.csv").write_text("a,b\n", encoding="utf-8")
    (place / "7.jsonl").write_text("nothing", encoding="utf-8")
    (place / "8.zip").write_bytes(b"PK")
    (place / "9.parquet").write_bytes(b"PAR1")
    (place / "10.jsonl").write_bytes(b"")
    found = {next(iter(item.paths)).name: key(item) for item in sets_in(place)}
    assert found == {
        "0.jsonl": "iso-deliverables (0.jsonl)", "1.jsonl": "iso-committees (1.jsonl)", "2.csv": "iso-ics (2.csv)",
        "3.zip": "relaton (3.zip)", "4.csv": "iso-deliverables (4.csv)", "5.parquet": "iso-deliverables (5.parquet)",
    }  # fmt: skip


def test_a_folder_of_records_is_packed_the_same_each_time(tmp_path: Path) -> None:
    place = tmp_path / "brought" / "relaton-data-etsi"
    (place / "data").mkdir(parents=True)
    for number in range(3):
        text = YAML.format(id=number, title="Tea", reference=f"ETSI EN 300 00{number}", body="ETSI")
        (place / "data" / f"{number}.yaml").write_text(text, encoding="utf-8")
    sums = set()
    for out in (tmp_path / "a", tmp_path / "b"):
        found = by_source(take_all(place.parent, out, day=DAY))["relaton-etsi"]
        assert found.parts[0].deliverables.height == 3
        assert found.card is not None
        sums.add(found.card.files[0][2])
        assert sorted(path.name for path in out.iterdir()) == ["relaton-data-etsi.zip", "relaton-data-etsi.zip.toml"]
    assert len(sums) == 1
    assert by_source(in_folder(place.parent))["relaton-etsi"].parts
    assert [path.name for path in place.parent.iterdir()] == ["relaton-data-etsi"], "nothing is written there"
    assert by_source(take_all(place, tmp_path / "c", day=DAY))["relaton-etsi"].parts, "the folder itself, too"


def test_what_a_record_says_of_its_source() -> None:
    card = Card("x", "a", DAY, "ODC-By 1.0 (ISO Open Data), attribution", "brought by hand", ())
    assert said(kinds.BY_ID["iso-deliverables"], card) == "ISO Open Data 2026-11-22 (ODC-By 1.0)"
    derived = replace(
        card, licence="none stated by the source", how="said of its origin: derived from relaton/data; NOT"
    )
    assert said(kinds.BY_ID["iso-deliverables"], derived) == (
        "ISO Open Data, derived from relaton/data 2026-11-22 (no licence stated)"
    )
    assert said(kinds.BY_ID["relaton"], replace(derived, date=None)) == "Relaton, state not known (no licence stated)"


def test_findings_alike_are_counted() -> None:
    alike = [Finding("a", row, "", "record-bad-ics", {"value": "x"}) for row in range(30)]
    found = few(alike, 4)
    assert [finding.code for finding in found] == ["record-bad-ics"] * 4 + ["records-more"]
    assert found[-1].values["count"] == 26
    assert "26" in say("finding.records-more.message", "en", **found[-1].values)


def test_an_archive_is_tried_out(tmp_path: Path) -> None:
    whole_archive(archive(tmp_path / "good.zip", "ETSI EN 300 001"))
    (tmp_path / "half.zip").write_bytes((tmp_path / "good.zip").read_bytes()[:-40])
    with ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("readme.txt", json.dumps({}))
    for name in ("half.zip", "other.zip"):
        with pytest.raises(WorkspaceError):
            whole_archive(tmp_path / name)


# With the shared data

KEPT = {
    "CIE": 990, "EASC": 167, "ETSI": 28_616, "IEC": 32_418, "IEEE": 11_787, "ISO": 70_165, "ITU": 21_506, "JIS": 21_327,
    "OASIS": 585, "OGC": 1_237, "OIML": 5_707, "W3C": 16_811,
}  # fmt: skip
"""Records of each body in its own list."""


@pytest.mark.slow
def test_the_shared_data_loads_completely(shared: Path, tmp_path: Path) -> None:
    place = tmp_path / "brought"
    for path in (*shared.glob("iso-open-data/*"), *shared.glob("relaton/*.parquet"), shared / "MANIFEST.json"):
        target = place / path.relative_to(shared)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(path)
    found = renew(tmp_path / "catalogue", tmp_path / "out", take_all(place, tmp_path / "out", day=DAY))
    assert found.merged is not None
    sources = {source.name: source for source in found.merged.sources}
    assert {body: sources[f"relaton-{body.lower()}-table"].read for body in KEPT} == KEPT
    assert sources["relaton-iso-table"].stale == 9_486
    assert {body: kept for body, _, kept in found.merged.bodies}["ISO"] == 70_165 - 9_486
    assert sources["iso-deliverables"].read == sources["iso-deliverables"].kept == 55_684
    assert sources["iso-committees-table"].read == 788
    assert found.merged.ics.height == 1_381
    assert not any(finding.severity is Severity.ERROR for item in found.taken for finding in item.findings)
    assert sources["relaton-iec-table"].date == "2026-03-15"
