"""Published lists are cited facts: their numbers are pinned, each entry has two names, each match a place to go to."""

from __future__ import annotations

import datetime as dt
import importlib
from collections import Counter
from pathlib import Path

import pytest

from opennss.errors import CodeError
from opennss.technologies import lists
from opennss.technologies.lists import Family, Fit, Level, ListStatus, Why

ROOT = Path(__file__).resolve().parents[2]

IDS = (
    "us-cet-2024", "eu-2023", "vn-1131-2025", "vn-21-2026", "my-mystie-2020", "au-2023", "kr-2022", "id-making-2018",
)  # fmt: skip

COUNTS = {
    # areas and parts that are known, then those the list publishes (None: not known)
    "us-cet-2024": (18, 0, 18, None), "eu-2023": (10, 16, 10, None), "vn-1131-2025": (8, 20, 11, 35),
    "vn-21-2026": (10, 30, 10, 30), "my-mystie-2020": (3, 0, 10, None), "au-2023": (7, 0, 7, None),
    "kr-2022": (12, 0, 12, 50), "id-making-2018": (5, 0, 5, 0),
}  # fmt: skip

ALL = tuple(entry for item in lists.lists() for entry in lists.entries(item.id))
LANGUAGES = ("en", "vi")


def test_the_lists_and_what_is_known_of_them() -> None:
    assert tuple(item.id for item in lists.lists()) == IDS
    assert {item.id: (*lists.known(item.id), item.areas, item.parts) for item in lists.lists()} == COUNTS


def test_nothing_more_is_known_than_published() -> None:
    for item in lists.lists():
        areas, parts = lists.known(item.id)
        assert item.areas is None or areas <= item.areas
        assert item.parts is None or parts <= item.parts


def test_every_list_has_issuer_date_status_caveat_and_source() -> None:
    for item in lists.lists():
        for text in (item.name, item.issuer, item.term, item.caveat):
            assert [language for language in LANGUAGES if text.read(language)[1] != language] == [], item.id
        assert item.date < item.seen == dt.date(2026, 11, 22)
        assert item.source.startswith("https://"), item.id
        assert item.at_issuer == "" or item.at_issuer.startswith("https://")
        assert item.grade in {1, 2, 3}


def test_a_superseded_list_names_its_successor() -> None:
    for item in lists.lists():
        assert (item.status is ListStatus.SUPERSEDED) == (item.successor is not None)
        if item.successor:
            assert lists.published(item.successor).date > item.date
    assert lists.published("vn-1131-2025").successor == "vn-21-2026"
    assert lists.published("vn-1131-2025").number == "1131/QĐ-TTg"
    assert lists.published("vn-1131-2025").date == dt.date(2025, 6, 12)


def test_strategic_and_critical_technologies_stay_two_terms() -> None:
    for item in lists.lists():
        assert ("công nghệ chiến lược" in item.term["vi"]) == (item.family is Family.STRATEGIC), item.id
        assert ("công nghệ trọng yếu" in item.term["vi"]) == (item.family is Family.CRITICAL), item.id


def test_every_entry_has_both_names_a_source_and_one_number() -> None:
    for entry in ALL:
        assert all(entry.name.read(language)[1] == language for language in LANGUAGES), entry.id
        assert set(entry.official) <= set(LANGUAGES)
        assert entry.source.startswith("https://")
        assert entry.grade in {1, 2, 3}
    assert [entry for entry, count in Counter(entry.id for entry in ALL).items() if count > 1] == []
    for language in LANGUAGES:
        names = Counter((entry.list, entry.level, entry.name[language].casefold()) for entry in ALL)
        assert [name for name, count in names.items() if count > 1] == []


def test_parts_belong_to_areas_of_their_list() -> None:
    for entry in ALL:
        if entry.parent in {"", "?"}:
            assert entry.level is Level.AREA or entry.list in {"vn-21-2026", "vn-1131-2025"}, entry.id
        else:
            assert lists.entry(f"{entry.list}:{entry.parent}").level is Level.AREA
            assert entry.level is Level.PART


def test_vietnamese_names_of_the_decisions_are_the_published_ones() -> None:
    assert all(entry.official == ("vi",) for entry in lists.entries("vn-21-2026"))
    assert lists.entry("vn-1131-2025:2").name["vi"] == "Công nghệ điện toán đám mây, lượng tử, dữ liệu lớn"
    assert lists.entry("vn-1131-2025:2").official == ("vi",)


def test_military_entries_are_hidden_and_counted() -> None:
    assert {entry.id: entry.why for entry in ALL if entry.military} == {
        "us-cet-2024:10": Why.WEAPON,
        "us-cet-2024:13": Why.DELIVERY,
    }
    for entry in ALL:
        assert entry.military == (entry.why in {Why.WEAPON, Why.DELIVERY}), entry.id
    for item in lists.lists():
        shown = lists.entries(item.id, military=False)
        assert len(shown) + lists.hidden(item.id) == len(lists.entries(item.id))
        assert not any(entry.military for entry in shown)
    assert any(meeting.technology == "hypersonics" for meeting in lists.crosswalk("us-cet-2024", "eu-2023"))
    without = lists.crosswalk("us-cet-2024", "eu-2023", military=False)
    assert not any(meeting.technology == "hypersonics" for meeting in without)


def test_every_match_leads_from_a_technology_to_an_entry_once() -> None:
    pairs = Counter((match.technology, match.entry.id) for match in lists.matches())
    assert [pair for pair, count in pairs.items() if count > 1] == []
    assert len(pairs) == 356
    assert {match.entry.id for match in lists.matches()} == {entry.id for entry in ALL}


def test_an_entry_is_the_same_as_one_technology_at_most() -> None:
    same = Counter(match.entry.id for match in lists.matches() if match.fit is Fit.SAME)
    assert [entry for entry, count in same.items() if count > 1] == []


def test_matches_name_technologies_of_the_default_vocabulary() -> None:
    named = {str(match.technology) for match in lists.matches()}
    assert len(named) == 62
    if not (ROOT / "src" / "opennss" / "technologies" / "vocabulary.py").is_file():
        pytest.skip("the default vocabulary is missing")
    vocabulary = importlib.import_module("opennss.technologies.vocabulary")
    known = {str(technology.id) for technology in vocabulary.technologies()}
    assert named <= known
    assert known - named == {"smart-cities", "water-technology"}, "in no list"


def test_two_lists_meet_through_technologies() -> None:
    meetings = lists.crosswalk("vn-21-2026", "eu-2023")
    assert meetings
    for meeting in meetings:
        assert meeting.first.technology == meeting.second.technology == meeting.technology
        assert (meeting.first.entry.list, meeting.second.entry.list) == ("vn-21-2026", "eu-2023")
    there = {(m.first.entry.id, m.second.entry.id) for m in meetings}
    back = {(m.second.entry.id, m.first.entry.id) for m in lists.crosswalk("eu-2023", "vn-21-2026")}
    assert there == back
    assert ("vn-21-2026:7", "eu-2023:3.1") in there


def test_what_is_not_known_is_answered_with_what_is() -> None:
    for ask in (lists.entries, lists.hidden, lists.known, lists.published):
        with pytest.raises(CodeError) as error:
            ask("us-cet-2025")
        assert error.value.code == "unknown-value"
        assert error.value.values == {"value": "us-cet-2025", "known": ", ".join(IDS)}
    with pytest.raises(CodeError) as error:
        lists.entry("id-making-2018:6")
    assert error.value.values["known"] == ", ".join(f"id-making-2018:{number}" for number in range(1, 6))
    with pytest.raises(CodeError):
        lists.entry("vn-1131-2025")
    with pytest.raises(CodeError):
        lists.crosswalk("us-cet-2024", "nowhere")


def test_the_manual_shows_every_list_as_it_is() -> None:
    page = (ROOT / "docs" / "howto" / "technologies.md").read_text(encoding="utf-8")
    rows = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `") and "](http" in line}
    assert tuple(rows) == IDS
    for item in lists.lists():
        areas, parts = lists.known(item.id)
        of_parts = "" if item.parts == 0 else f"; {parts} of {'?' if item.parts is None else item.parts}"
        shown = (str(item.date), item.number, item.status.value, f"{areas} of {item.areas}{of_parts}", item.source)
        assert [text for text in shown if text not in rows[item.id]] == [], item.id
