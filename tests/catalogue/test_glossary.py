"""What a query means: lay words, Vietnamese with and without diacritics, mixed languages, words nobody knows."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from opennss.catalogue import glossary
from opennss.catalogue.glossary import Understood, key_of, understand

SMALL = {
    "en": "term,en,subject\ndrone,unmanned aircraft;uncrewed aircraft,49\noil and gas,petroleum,75\nindustry,,00\n",
    "vi": (
        "term,en,subject\nđộ bền màu,colour fastness,59\nvải,fabrics;textiles,59\nhòa,peace,00\nđiện,electric,29\n"
        "máy bay không người lái,drone,49\nxe máy điện,electric motorcycle,43\nxe máy,motorcycle,43\nngành,,00\n"
        "trà,tea,67\ntrả,return,03\n"
    ),
    "xx": "term,en,subject\nkopi,coffee,67\n",
}


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three small glossaries in place of the real ones."""

    def rows(language: str) -> list[list[str]]:
        return list(csv.reader(SMALL.get(language, "term,en,subject\n").splitlines()))[1:]

    monkeypatch.setattr(glossary, "_rows", rows)
    for cached in (glossary.glossary, glossary.unmarked):
        cached.cache_clear()
        monkeypatch.setattr(glossary, cached.__name__, cached)
    yield
    for cached in (glossary.glossary, glossary.unmarked):
        cached.cache_clear()


def ways(found: Understood) -> list[tuple[str, list[tuple[str, float]]]]:
    """The concepts as plain data."""
    return [(one.said, [(way.text, round(way.weight, 2)) for way in one.ways]) for one in found.concepts]


@pytest.mark.usefixtures("_small")
class TestSmall:
    """With glossaries of a few terms."""

    def test_a_lay_word_keeps_itself_and_gets_the_words_of_the_field(self) -> None:
        assert ways(understand("Drones in the oil and gas industry")) == [
            ("drones", [("drones", 1.0), ("unmanned aircraft", 0.8), ("uncrewed aircraft", 0.8)]),
            ("oil and gas", [("oil and gas", 1.0), ("petroleum", 0.8)]),
            ("industry", [("industry", 0.2)]),
        ]

    def test_the_longest_term_counts_most_and_a_rendering_gets_the_words_of_the_field(self) -> None:
        assert ways(understand("xe máy điện, máy bay không người lái", "vi")) == [
            ("xe máy điện", [("electric motorcycle", 1.0)]),
            ("xe máy", [("motorcycle", 0.3)]),
            ("máy bay không người lái", [("drone", 1.0), ("unmanned aircraft", 0.8), ("uncrewed aircraft", 0.8)]),
        ]

    def test_vietnamese_letters_speak_for_themselves(self) -> None:
        assert ways(understand("độ bền màu", "en")) == ways(understand("Độ bền màu", "vi")) != []

    def test_without_diacritics_all_meanings_stay_with_less_weight(self) -> None:
        assert ways(understand("do ben mau vai", "vi")) == [
            ("do ben mau", [("colour fastness", 1.0)]),
            ("vai", [("fabrics", 1.0), ("textiles", 0.8)]),
        ]
        (concept,) = understand("tra", "vi").concepts
        assert {way.text: way.weight for way in concept.ways} == {"tea": 0.7, "return": 0.7}

    def test_a_marked_text_is_not_guessed_at(self) -> None:
        found = understand("vải tra", "vi")
        assert [one.said for one in found.concepts] == ["vải"]
        assert found.unknown == ("tra",)

    def test_english_words_pass_through_a_vietnamese_query(self) -> None:
        found = understand("ngành logistics và hydro, drone", "vi")
        assert [one.said for one in found.concepts] == ["logistics", "hydro", "drone"]
        assert found.concepts[2].ways[1].text == "unmanned aircraft"
        assert found.unknown == ("và",)

    def test_nothing_is_lost_in_silence(self) -> None:
        assert understand("xyz vải bùbù", "vi").unknown == ("bùbù",)

    def test_a_further_language_is_a_further_file(self) -> None:
        assert ways(understand("kopi robusta", "xx")) == [("kopi", [("coffee", 1.0)]), ("robusta", [("robusta", 1.0)])]

    def test_an_empty_query_means_nothing(self) -> None:
        assert understand("", "vi") == understand("  ,;", "en") == Understood(())


@pytest.mark.parametrize(
    ("one", "other"), [("hoà", "hòa"), ("thuỷ", "thủy"), ("kĩ", "kỹ"), ("HÓA", "hoá"), ("a\u0301", "á")]
)
def test_spellings_of_one_syllable_are_one(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


def test_tones_tell_words_apart() -> None:
    assert len({key_of(word) for word in ("ma", "má", "mà", "mả", "mã", "mạ", "mơ", "mô")}) == 8


def test_the_files_of_english_are_sound() -> None:
    text = (files("opennss.catalogue") / "glossary" / "en.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len({row["term"] for row in rows}) == len(rows) > 500
    assert all(row["term"] == row["term"].strip().lower() and row["subject"].isdigit() for row in rows)
    assert len({row["subject"] for row in rows}) >= 40
    assert text.endswith("\n")
    assert "\r" not in text


def test_every_term_of_english_is_found_by_itself() -> None:
    for key in list(glossary.glossary("en").exact):
        found = understand(" ".join(key))
        assert found.concepts, key


def test_y_and_i_are_one_without_diacritics_too() -> None:
    """chữ ký số: digital signature."""
    for text in ("chữ ký số", "chu ky so", "chu ki so"):
        found = understand(text, "vi")
        assert found.unknown == ()
        assert "digital signature" in found.concepts[0].ways[0].text
