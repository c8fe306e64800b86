"""Words as the search compares them."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.catalogue.search.profiling import stems_of
from opennss.catalogue.terms import fold, pair, pairs, singular, stem, terms, words


@pytest.mark.parametrize(
    "group",
    [
        "welding welder welders welded",
        "fibre fiber fibres fibers",
        "colour color colours colored coloured",
        "sterilization sterilisation sterilizing sterile",
        "irrigation irrigating irrigated",
        "traceability traceable",
        "measurement measuring measure measures",
        "recyclability recycling recycled",
        "environment environmental",
        "analysis analyses",
        "battery batteries",
    ],
)
def test_forms_of_one_word_share_their_stem(group: str) -> None:
    assert len({stem(word) for word in group.split()}) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [("organic", "organization"), ("station", "state"), ("speed", "speaker"), ("glass", "glossary"), ("gas", "gauge")],
)
def test_different_words_keep_different_stems(first: str, second: str) -> None:
    assert stem(first) != stem(second)


def test_short_words_and_numbers_stay() -> None:
    assert [stem(word) for word in ("gas", "led", "5g", "9001", "ring")] == ["gas", "led", "5g", "9001", "ring"]


def test_folding_knows_vietnamese_letters() -> None:
    assert fold("Đường sắt – ƯỚC") == "duong sat – uoc"


def test_stop_words_single_letters_and_small_numbers_say_nothing() -> None:
    assert words("Part 1 of the ISO 14001 – a test of 12 e-bikes") == ["iso", "14001", "test", "bikes"]


def test_a_pair_has_one_form_and_two_different_words() -> None:
    assert pair("water", "qual") == pair("qual", "water") == "qual water"
    assert pairs(["water", "water", "qual"]) == ["qual water"]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14))
def test_a_stem_is_never_empty_nor_long(word: str) -> None:
    assert 0 < len(stem(word)) <= len(word) + 1
    assert 0 < len(singular(word)) <= len(word) + 1


@given(st.lists(st.text(max_size=40), max_size=4))
def test_a_column_gives_the_terms_of_each_text(texts: list[str]) -> None:
    rows = stems_of(pl.Series("text", texts, dtype=pl.String), with_pairs=False)
    for number, text in enumerate(texts):
        plain = text.isascii()
        found = set(rows.filter(pl.col("row") == number)["term"])
        assert not plain or found == set(terms(text))
