"""What the files say of one country: rows with sources and cards, questions, and a first screen."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import shutil
import tomllib
from pathlib import Path

import pytest

from opennss.errors import WorkspaceError
from opennss.language import say
from opennss.model.codes import Ics
from opennss.model.country import IsoMembership, Kind, PriorityArea
from opennss.model.observations import Observation, Source
from opennss.model.standards import UNREVIEWED, Committee, IcsClass, Link, Participation, Role
from opennss.model.technologies import CommitteeFigure, CommitteeMeasure, NeighbourSeat, Technology
from opennss.sources import context, ics, reading
from opennss.sources.card import card_of, print_card
from opennss.sources.gather import gather, membership_source
from opennss.sources.look import STEPS, first_look, next_step
from opennss.sources.technologies import technologies

DAY = dt.date(2026, 11, 22)
LANGUAGES = ("vi", "en")


def test_every_row_has_its_source_and_every_source_its_card(snapshots: Path) -> None:
    found = gather("KHM", (snapshots,), LANGUAGES, DAY)
    sources = {str(row.id) for row in found.rows[Source]}  # type: ignore[attr-defined]
    assert sources == {"iso-committees", "iso-ics", "un-accounts", "world-bank"}
    for kind in (Participation, Observation):
        assert {row.source for row in found.rows[kind]} <= sources  # type: ignore[attr-defined]
    for name in sources:
        card = tomllib.loads(found.snapshots[f"{name}.toml"].decode())
        for file in card["file"]:
            data = (snapshots / file["name"]).read_bytes()
            assert (file["bytes"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
            assert found.snapshots[file["name"]] == data, "small files come along"
    assert found.missing == ()
    assert found.findings == ()
    assert found.member == "ISC"


def test_areas_and_links(snapshots: Path) -> None:
    found = gather("KHM", (snapshots,), LANGUAGES, DAY)
    areas = [row for row in found.rows[PriorityArea] if isinstance(row, PriorityArea)]
    assert [area.kind for area in areas] == [Kind.SECTOR] * 7 + [Kind.EMERGING] * 13
    assert all(set(dict(area.name.values)) == {"vi", "en"} for area in areas)
    links = [row for row in found.rows[Link] if isinstance(row, Link)]
    known = {row.reference for row in found.rows[Committee]}  # type: ignore[attr-defined]
    assert {link.committee for link in links} == known
    assert {link.reviewer for link in links} == {UNREVIEWED}
    assert "ISO/TC 307" in known
    assert "ISO/TC 1" not in known, "only the committees of the emerging subjects"
    assert [row.code for row in found.rows[IcsClass]] == ["35", "35.020"]  # type: ignore[attr-defined]


def test_technologies_come_with_their_terms_and_committees() -> None:
    rows = [row for row in gather("KHM", (), LANGUAGES, DAY).rows[Technology] if isinstance(row, Technology)]
    assert [row.area for row in rows] == [row.id for row in rows], "each belongs to the area of its own id"
    assert all(row.terms and row.committees and set(dict(row.reason.values)) == {"vi", "en"} for row in rows)
    assert rows[-1].terms == ("quantum-computing", "quantum-communication", "quantum-sensing")


def test_members_of_committees_and_seats_of_neighbours(snapshots: Path) -> None:
    found = gather("KHM", (snapshots,), LANGUAGES, DAY, neighbours=("VNM", "LAO"))
    figures = {(str(row.committee), row.measure): row.value for row in found.rows[CommitteeFigure]}  # type: ignore[attr-defined]
    known = {str(row.reference) for row in found.rows[Committee]}  # type: ignore[attr-defined]
    assert {code for code, _ in figures} == known
    assert figures["IEC/ISO JTC 3", CommitteeMeasure.P_MEMBERS] is None
    assert isinstance(figures["ISO/TC 307", CommitteeMeasure.P_MEMBERS], int)
    seats = {(row.economy, str(row.committee)): row.role for row in found.rows[NeighbourSeat]}  # type: ignore[attr-defined]
    assert {economy for economy, _ in seats} == {"VNM", "LAO"}
    assert {code for _, code in seats} == known
    assert seats["VNM", "IEC/ISO JTC 3"] is Role.UNKNOWN
    assert NeighbourSeat not in gather("KHM", (snapshots,), LANGUAGES, DAY).rows


def test_without_files_only_the_default_list_comes() -> None:
    found = gather("KHM", (), LANGUAGES, DAY)
    assert set(found.rows) == {PriorityArea, Technology}
    assert [origin.id for origin in found.missing] == ["iso-committees", "iso-ics", "un-accounts", "world-bank"]
    look = first_look(found)
    assert look.seats is None
    assert {place.role for place in look.places} == {Role.UNKNOWN}
    assert look.sectors == look.context == ()


def test_a_country_that_the_files_do_not_have_is_a_question(snapshots: Path) -> None:
    found = gather("TUV", (snapshots,), LANGUAGES, DAY)
    assert {item.code for item in found.findings} == {"source-no-member", "source-without-country"}
    assert "ISC, STAMEQ" in str(found.findings[0].values["known"])
    assert Participation not in found.rows
    assert {place.role for place in first_look(found).places} == {Role.UNKNOWN}
    named = gather("TUV", (snapshots,), LANGUAGES, DAY, member="isc")
    assert named.member == "ISC"
    assert len(named.rows[Participation]) == 4


def test_places_that_are_missing_or_hold_nothing_known(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError) as raised:
        gather("KHM", (tmp_path / "a", tmp_path / "b"), LANGUAGES, DAY)
    assert [item.code for item in raised.value.findings] == ["source-path-missing"] * 2
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    with pytest.raises(WorkspaceError) as raised:
        gather("KHM", (tmp_path,), LANGUAGES, DAY)
    assert [item.code for item in raised.value.findings] == ["source-nothing-known"]


def test_one_file_is_enough(snapshots: Path) -> None:
    found = gather("KHM", (snapshots / "iso_technical_committees.jsonl",), LANGUAGES, DAY)
    assert [item.publication for item in found.filled] == ["iso-committees"]


def test_the_newer_of_two_files_is_read(snapshots: Path) -> None:
    plain = snapshots / "iso_technical_committees.jsonl"
    packed = snapshots / "old" / "iso_technical_committees.jsonl.gz"
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    for path, day in ((plain, "2025-01-01"), (packed, "2026-01-01")):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        card = f'date = {day}\nlicence = "L"\n[[file]]\nsha256 = "{digest}"\n'
        path.with_name(f"{path.name}.toml").write_text(card, encoding="utf-8")
    found = gather("KHM", (snapshots,), LANGUAGES, DAY)
    assert found.filled[0].files == (packed.name,)
    assert found.filled[0].date == dt.date(2026, 1, 1)
    assert {row.date for row in found.rows[Participation]} == {dt.date(2026, 1, 1)}  # type: ignore[attr-defined]


def test_a_card_or_manifest_counts_only_with_the_checksum(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.csv"
    path.parent.mkdir()
    path.write_text("x", encoding="utf-8")
    digest = hashlib.sha256(b"x").hexdigest()
    manifest = tmp_path / "MANIFEST.json"
    for entries, date in (
        ([{"sha256": digest, "as_of": "2025-08-20", "source": "S"}], dt.date(2025, 8, 20)),
        ([{"sha256": digest, "as_of": "lately"}], None),
        ([{"sha256": "0"}], None),
        ({"sha256": digest}, None),
        ([7], None),
    ):
        manifest.write_text(json.dumps(entries), encoding="utf-8")
        assert card_of((path,), "a", "https://a", "L").date == date
    manifest.write_text("no json", encoding="utf-8")
    card = card_of((path,), "a", 'https://a"\\', "L")
    assert (card.date, card.how, card.licence) == (None, "brought by hand", "L")
    assert tomllib.loads(print_card(card))["address"] == 'https://a"\\'


def test_figures_are_the_newest_that_are_known(snapshots: Path) -> None:
    found = context.read((snapshots / "world_bank_khm.json",), "KHM", 2026)
    assert [(figure.id, year, value) for figure, year, value in found] == [("exports-gdp", 2024, 71.5)]
    assert context.read((snapshots / "world_bank_khm.json",), "VNM", 2026) == ()


@pytest.mark.parametrize("text", ["", "{}", '[{"message": "invalid"}]', '[1, [{"date": "2024"}]]', "[1, null]"])
def test_an_error_of_the_world_bank_is_no_snapshot(tmp_path: Path, text: str) -> None:
    path = tmp_path / "world_bank_khm.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WorkspaceError):
        context.validate(path)


@pytest.mark.parametrize(
    "text",
    [
        "", "<a", "<fields/>", '<!DOCTYPE x [<!ENTITY a "b">]><fields/>',
        "<f><x><identifier>1.2.3</identifier><title xml:lang='en'>t</title></x></f>",
    ],
)  # fmt: skip
def test_another_xml_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ICS-simple.xml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WorkspaceError):
        ics.validate(path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ICS-simple.xml"
    path.write_bytes(b"\xff\xfe\x00\x80")
    with pytest.raises(WorkspaceError):
        ics.validate(path)


@pytest.mark.parametrize("name", ["MANIFEST.json", "iso_technical_committees.jsonl.toml", "world_bank_khm.json"])
def test_nothing_that_is_read_may_be_too_large(snapshots: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 20_000)
    (snapshots / name).write_text(" " * 20_001, encoding="utf-8")
    with pytest.raises(WorkspaceError) as raised:
        gather("KHM", (snapshots,), LANGUAGES, DAY)
    assert [(item.file, item.code) for item in raised.value.findings] == [(name, "source-too-large")]


# The first screen


def test_the_first_look(snapshots: Path) -> None:
    look = first_look(gather("KHM", (snapshots,), LANGUAGES, DAY))
    assert look.seats == {"P": 1, "O": 1, "?": 2}
    places = {str(place.committee): (place.role, place.step) for place in look.places}
    assert places["ISO/IEC JTC 1/SC 42"] == (Role.O, "join-if")
    assert places["ISO/TC 307"] == (Role.P, "experts")
    assert places["ISO/IEC JTC 1/SC 41"] == places["IEC/ISO JTC 3"] == (Role.UNKNOWN, "ask")
    assert places["ISO/TC 276"] == (Role.UNKNOWN, "ask"), "a committee that the file lacks is not one without a seat"
    assert [item.value for item in look.sectors] == [30.0, 20.0, 12.0, 10.0, 10.0, 10.0, 8.0]
    assert [(item.value, item.period) for item in look.context] == [(71.5, "2024")]


def test_an_empty_seat_in_a_list_that_was_read_is_none(snapshots: Path) -> None:
    found = gather("VNM", (snapshots / "iso_technical_committees.jsonl",), LANGUAGES, DAY)
    places = {str(place.committee): (place.role, place.step) for place in first_look(found).places}
    assert places["ISO/TC 307"] == (Role.NONE, "observe-if")


@pytest.mark.parametrize("iso", list(IsoMembership))
def test_next_steps_keep_to_the_rights(iso: IsoMembership) -> None:
    steps = {role: next_step(role, "ISO/TC 34", iso) for role in Role}
    if iso in (IsoMembership.CORRESPONDENT, IsoMembership.SUBSCRIBER):
        assert "join" not in steps.values()
    known = {IsoMembership.SUBSCRIBER: "follow", IsoMembership.UNKNOWN: "observe-if"}
    assert steps[Role.NONE] == known.get(iso, "observe")
    assert (steps[Role.P], steps[Role.UNKNOWN]) == ("experts", "ask"), "whoever holds the seat may name experts"
    assert all(say(f"sources.step-{step}", "vi") for step in STEPS.values())


def test_the_default_list_is_made_of_known_classes(shared: Path) -> None:
    known = {row.code for row in ics.read((shared / "iso-open-data" / "ics.parquet",))}
    codes = [code for item in technologies() for code in item.ics]
    assert set(codes) <= known
    official = ics.read((shared / "iso-open-data" / "ICS-simple.xml.zst",))
    assert {row.code for row in official} == known
    assert len(ics.needed(official, [Ics("35.020")])) == 41


def test_the_shared_folder_fills_a_country(shared: Path, tmp_path: Path) -> None:
    found = gather("KHM", (shared,), LANGUAGES, DAY)
    assert found.missing == ()
    assert {item.publication for item in found.filled} == {
        "iso-committees", "iso-ics", "un-accounts", "gapminder", "complexity",
    }  # fmt: skip
    look = first_look(found, IsoMembership.CORRESPONDENT)
    assert look.seats == {"P": 0, "O": 17, "?": 5}
    assert len(look.context) == 8
    assert "un_sna_gdp_by_activity.parquet" not in found.snapshots, "large files stay where they are"
    shutil.copytree(shared / "iso-open-data", tmp_path / "alone")
    alone = gather("KHM", (tmp_path / "alone",), LANGUAGES, DAY)
    assert alone.filled[0].date is None, "without a manifest nobody knows the date"
    assert {row.date for row in alone.rows[Participation]} == {DAY}  # type: ignore[attr-defined]


def test_a_stated_membership_has_its_source() -> None:
    assert membership_source(LANGUAGES, DAY).title["vi"]
