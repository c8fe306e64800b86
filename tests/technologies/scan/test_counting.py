"""Counts are exact: shares of a work sum to one, no order and no division into files makes a difference."""

from __future__ import annotations

import json
import pickle
import random
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.engines import add, local
from opennss.errors import CodeError
from opennss.technologies.scan import counting
from opennss.technologies.scan.counting import WORK, Counting, shared
from opennss.technologies.scan.rules import Definition

PATTERNS = st.lists(st.lists(st.sampled_from(["VN", "AU", "US", "LA", "TL", "XK", "ZZ", "vn"]), max_size=5), max_size=9)


@given(PATTERNS)
def test_shares_sum_to_one_work_and_are_within_a_unit_of_the_exact_ones(pattern: list[list[str]]) -> None:
    made = shared(pattern)
    assert sum(units for _, units in made.units) == WORK
    exact: dict[str, Fraction] = {}
    names = {"VN": "VNM", "AU": "AUS", "US": "USA", "LA": "LAO", "TL": "TLS"}
    for codes in pattern or [[]]:
        for code in set(codes) or {"?"}:
            part = Fraction(WORK, len(pattern or [[]]) * len(set(codes) or {"?"}))
            exact[names.get(code, "?")] = exact.get(names.get(code, "?"), Fraction()) + part
    assert {economy for economy, _ in made.units} == set(exact)
    assert all(abs(units - exact[economy]) < 1 for economy, units in made.units)
    assert made.strange == tuple(sorted({code for codes in pattern for code in codes} - set(names)))


@given(PATTERNS, st.randoms(use_true_random=False))
def test_shares_do_not_depend_on_the_order_of_authors_or_codes(pattern: list[list[str]], draw: random.Random) -> None:
    other = [draw.sample(codes, len(codes)) for codes in draw.sample(pattern, len(pattern))]
    assert shared(other).units == shared(pattern).units


@settings(max_examples=20, deadline=None)
@given(
    PATTERNS.flatmap(lambda pattern: st.tuples(st.just(pattern), st.integers(1, 4), st.randoms(use_true_random=False)))
)
def test_any_division_into_files_gives_the_same_counts(
    some: ModuleType, tmp_path_factory: pytest.TempPathFactory, drawn: tuple[list[list[str]], int, random.Random]
) -> None:
    pattern, parts, draw = drawn
    folder = tmp_path_factory.mktemp("works")
    records = [
        some.work(
            number,
            authorships=[some.author(*codes) for codes in draw.sample(pattern, draw.randint(0, len(pattern)))],
            publication_year=draw.randint(2020, 2024),
            title=draw.choice(["Qubits", "Graphene", "Graphene oxide", "Tea"]),
        )
        for number in range(20)
    ]
    kernel = Counting(some.DEFINITIONS)
    whole = kernel(some.lines(folder / "whole.jsonl", *records))
    draw.shuffle(records)
    each = [kernel(some.lines(folder / f"{one}.jsonl", *records[one::parts])) for one in range(parts)]
    assert add(each).counts == whole.counts


def test_counts_are_those_of_the_obvious_way(generated: ModuleType, measured: ModuleType, tmp_path: Path) -> None:
    definitions = (
        *(Definition(name, rules[:1]) for name, rules in generated.definitions()),
        Definition("common", (generated.language(10)[0],)),
        Definition("by-topic", (), topics=("T10001", "T10020")),
    )
    (path,) = generated.write(tmp_path, 120, seed=5)
    records = [json.loads(line) for block in generated.blocks(120, seed=5000) for line in block.splitlines()]
    part = Counting(definitions)(str(path))
    expected = measured.obvious(records, definitions)
    assert set(part.counts) == set(expected)
    for key, numbers in part.counts.items():
        for place in (0, 2, 4):
            assert numbers[place] == expected[key][place], key
            assert abs(Fraction(numbers[place + 1], WORK) - expected[key][place + 1]) <= Fraction(numbers[place], WORK)
    assert {"*", "common", "by-topic"} < {technology for technology, _, _ in part.counts}


def test_no_work_is_lost_between_the_economies(some: ModuleType, generated: ModuleType, tmp_path: Path) -> None:
    paths = generated.write(tmp_path, 600, 3, seed=2)
    part = add(map(Counting(some.DEFINITIONS), map(str, paths)))
    for technology, economy, year in part.counts:
        if economy == "*":
            each = [numbers for key, numbers in part.counts.items() if key[::2] == (technology, year) and key[1] != "*"]
            whole = part.counts[technology, "*", year]
            assert [sum(numbers[place] for numbers in each) for place in (1, 3, 5)] == list(whole[1::2])
            assert [place * WORK for place in whole[::2]] == list(whole[1::2])


def test_spreading_early_makes_no_difference(
    some: ModuleType, generated: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = generated.write(tmp_path, 300)
    kernel = Counting(some.DEFINITIONS)
    whole = kernel(str(path))
    monkeypatch.setattr(counting, "KEPT", 7)
    monkeypatch.setattr(counting, "TEXTS", 3)
    monkeypatch.setattr("opennss.technologies.scan.files.PIECE", 20_000)
    assert kernel(str(path)) == whole


def test_processes_give_what_one_gives(some: ModuleType, generated: ModuleType, tmp_path: Path) -> None:
    paths = [str(path) for path in generated.write(tmp_path, 60, 2, broken=100)]
    kernel = Counting(some.DEFINITIONS)
    assert local.run(kernel, paths, 2) == local.run(kernel, paths, 1)


@pytest.mark.parametrize(
    ("percentile", "expected"),
    [
        (None, (1, 0, 0)),
        ({}, (1, 0, 0)),
        ({"value": None, "is_in_top_10_percent": None}, (1, 0, 0)),
        ({"value": 0.2, "is_in_top_10_percent": True}, (1, 1, 1)),
        ({"value": 0.95, "is_in_top_10_percent": False}, (1, 1, 0)),
        ({"value": 0.95}, (1, 1, 1)),
        ({"value": 0.9}, (1, 1, 1)),
        ({"value": 0.8999}, (1, 1, 0)),
        ({"value": 0}, (1, 1, 0)),
        ({"value": 1}, (1, 1, 1)),
        ({"value": 95.0}, (1, 0, 0)),
        ({"value": -0.1}, (1, 0, 0)),
    ],
)
def test_the_top_is_what_the_record_says(
    some: ModuleType, tmp_path: Path, percentile: dict[str, object] | None, expected: tuple[int, int, int]
) -> None:
    record = some.work(citation_normalized_percentile=percentile)
    part = Counting(some.DEFINITIONS)(some.lines(tmp_path / "part.gz", record))
    assert part.counts["quantum", "VNM", "2024"] == tuple(
        number for count in expected for number in (count, count * WORK)
    )
    odd = percentile is not None and not 0 <= (percentile.get("value") or 0) <= 1  # type: ignore[operator]
    assert [finding.code for finding in part.findings] == ["works-percentile"] * odd


def test_topics_match_whatever_the_text_says(some: ModuleType, tmp_path: Path) -> None:
    topic = {"id": "https://openalex.org/T10028"}
    part = Counting(some.DEFINITIONS)(
        some.lines(
            tmp_path / "part.gz",
            some.work(1, title="Tea", topics=[topic, topic]),
            some.work(2, title="Graphene oxide", primary_topic=topic),
            some.work(3, title="Graphene oxide", topics=[{"id": "T1"}]),
            some.work(4, title="Graphene", primary_topic=topic),
        )
    )
    assert part.counts["graphene", "*", "2024"][0] == 3


def test_the_kernel_can_be_sent_and_known_again(some: ModuleType) -> None:
    kernel = Counting(some.DEFINITIONS)
    assert pickle.loads(pickle.dumps(kernel)) == kernel
    assert kernel.digest == Counting(some.DEFINITIONS).digest != Counting(some.DEFINITIONS[:1]).digest


def test_a_bad_rule_is_an_error_not_a_count(some: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(CodeError, match="scan-rule"):
        Counting((Definition("bad", ("quantum AND",)),))(some.lines(tmp_path / "part.gz", some.work()))
