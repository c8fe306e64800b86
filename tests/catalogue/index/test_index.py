"""The text index: scores by the book, the same by every way, added to or built at once, saved and opened."""

from __future__ import annotations

import math
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.catalogue.index import Index, build, fast, find, frequency, open, reference, save, words
from opennss.catalogue.index import kernels as loops
from opennss.catalogue.index.build import Field
from opennss.catalogue.index.postings import ARRAYS, FULL
from opennss.errors import WorkspaceError

SOME = ["milk", "Milk", "sữa", "soil", "ISO", "2382", "a", "standardization", "internationalization-of-x", "Đo", "CO₂"]
TEXT = st.lists(st.sampled_from(SOME), max_size=12).map(" ".join)
TEXTS = st.lists(TEXT, max_size=30)
QUERY = st.dictionaries(
    st.sampled_from([word for text in SOME for word in words(text)]), st.sampled_from([0.25, 1.0, 3.0]), max_size=6
)
ANY_TEXT = st.text(max_size=60)


def same(one: Index, other: Index) -> bool:
    return (one.k1, one.b) == (other.k1, other.b) and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in ARRAYS
    )


def by_the_book(
    columns: list[list[str]], weights: list[int], query: dict[str, float], k1: float, b: float
) -> list[float]:
    """BM25 as it is written down, document by document."""
    counted: list[Counter[str]] = []
    for row in zip(*columns, strict=True):
        counts: Counter[str] = Counter()
        for text, weight in zip(row, weights, strict=True):
            for word in words(text):
                counts[word] += weight
        counted.append(counts)
    mean = sum(counts.total() for counts in counted) / max(1, len(counted))
    made = []
    for counts in counted:
        score = 0.0
        for term, weight in query.items():
            holding = sum(term in others for others in counted)
            if counts[term]:
                idf = math.log(1 + (len(counted) - holding + 0.5) / (holding + 0.5))
                norm = k1 * (1 - b + b * counts.total() / mean)
                score += weight * idf * counts[term] / (counts[term] + norm)
        made.append(score)
    return made


# Ranking


@given(TEXTS, QUERY)
def test_scores_are_those_of_the_book(texts: list[str], query: dict[str, float]) -> None:
    index = build.build([Field(texts)], k1=1.5, b=0.6)
    expected = by_the_book([texts], [1], query, 1.5, 0.6)
    assert reference.scores(index, query).tolist() == pytest.approx(expected, abs=len(query) * 3 * 4 / FULL)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=20), QUERY)
def test_fields_count_with_their_weights(rows: list[tuple[str, str]], query: dict[str, float]) -> None:
    columns = [[title for title, _ in rows], [abstract for _, abstract in rows]]
    index = build.build([Field(columns[0], 3), Field(columns[1])])
    expected = by_the_book(columns, [3, 1], query, 1.2, 0.75)
    assert reference.scores(index, query).tolist() == pytest.approx(expected, abs=len(query) * 3 * 4 / FULL)


@given(TEXTS, QUERY, st.integers(0, 40))
def test_compiled_and_plain_ranking_are_one(texts: list[str], query: dict[str, float], count: int) -> None:
    index = build.build([Field(texts)])
    for _ in range(2):  # the second time on used sheets
        assert fast.best(index, query, count) == reference.best(index, query, count)
    assert np.array_equal(fast.scores(index, query), reference.scores(index, query))


@pytest.mark.parametrize("count", [1, 3, 10, 100])
def test_nothing_skipped_changes_an_answer(count: int) -> None:
    random = np.random.default_rng(5)
    drawn = np.minimum(400, random.zipf(1.3, (3000, 20)))
    index = build.build([Field([" ".join(f"w{number}" for number in row) for row in drawn.tolist()])])
    for _ in range(60):
        chosen = np.unique(np.minimum(400, random.zipf(1.2, 8))).tolist()
        query = {f"w{number}": float(random.choice([0.5, 1.0, 2.0])) for number in chosen}
        assert fast.best(index, query, count) == reference.best(index, query, count)
    assert all(not sheet.any() for sheet, _ in index.spare)


def test_the_plain_text_of_the_skipping_loop_gives_the_same() -> None:
    index = build.build([Field(["milk milk soil", "soil", "milk", "tea milk soil", "tea"] * 40)])
    plan = reference.asked(index, {"milk": 1.0, "tea": 2.0, "soil": 0.1})
    arrays = (index.documents, index.impacts, plan.starts, plan.stops, plan.weights, plan.uppers)
    sheets = np.zeros(index.size, np.float32), np.empty(index.size, np.int32)
    for loop in (loops.top, loops.top.py_func):
        numbers, values = loop(*arrays, *sheets, 3)
        found = sorted(zip((-values).tolist(), numbers.tolist(), strict=True))[:3]
        assert [(number, -value) for value, number in found] == reference.best(
            index, {"milk": 1.0, "tea": 2.0, "soil": 0.1}, 3
        )


def test_equals_come_in_the_order_of_the_documents() -> None:
    index = build.build([Field(["tea", "milk", "tea", "milk", "tea"])])
    for best in (reference.best, fast.best):
        assert [number for number, _ in best(index, {"tea": 1.0}, 2)] == [0, 2]
        assert [number for number, _ in best(index, {"milk": 1.0}, 9)] == [1, 3]


def test_unknown_terms_and_empty_indexes_find_nothing() -> None:
    for index in (build.build([Field([])]), build.build([Field(["", " – "])]), build.build([Field(["tea"])])):
        for best in (reference.best, fast.best):
            assert best(index, {"milk": 1.0}, 5) == best(index, {}, 5) == best(index, {"tea": 1.0}, 0) == []
        assert frequency(index, "milk") == 0


@pytest.mark.parametrize("weight", [0.0, -1.0, float("nan"), float("inf")])
def test_a_weight_that_is_no_weight_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="weight of 'tea'"):
        reference.best(build.build([Field(["tea"])]), {"tea": weight}, 1)


@given(TEXTS, QUERY)
def test_shares_of_the_terms_add_up(texts: list[str], query: dict[str, float]) -> None:
    index = build.build([Field(texts)])
    for number, score in enumerate(reference.scores(index, query)):
        shares = reference.matched(index, query, number)
        assert sum(shares.values()) == pytest.approx(score, rel=1e-5)
        assert list(shares.values()) == sorted(shares.values(), reverse=True)


# Words and terms


@given(st.lists(ANY_TEXT, max_size=8))
def test_the_index_holds_the_words_of_any_text(texts: list[str]) -> None:
    index = build.build([Field(texts)])
    expected = sorted({word for text in texts for word in words(text)}, key=str.encode)
    assert [index.term(number) for number in range(index.terms)] == expected
    assert index.lengths.tolist() == [len(words(text)) for text in texts]
    for text in texts:
        for word in words(text):
            number = find(index, word)
            assert number is not None
            assert index.term(number) == word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SỮA và ĐẤT", ["sữa", "và", "đất"]),
        ("su\u031b\u0303a", ["sữa"]),
        ("10×20÷3 „Ω“ – № 5…", ["10", "20", "3", "ω", "no", "5"]),
        ("标准、食品\u3000安全", ["标准", "食品", "安全"]),
        ("\ufeffISO\u00a09001\u200bx\ud800y", ["iso", "9001", "x", "y"]),
        ("a\0b\nc", ["a", "b", "c"]),
    ],
)
def test_words_of_every_script(text: str, expected: list[str]) -> None:
    assert words(text) == expected
    assert {build.build([Field([text, "tea"])]).term(number) for number in range(len(set(expected)) + 1)} == {
        *expected,
        "tea",
    }


def test_long_words_with_one_ending_are_not_confused() -> None:
    texts = [start + "standardization-free-words".replace("-", "") for start in ("", "a", "b", "ab", "ba")]
    index = build.build([Field([*texts, *texts])])
    assert [frequency(index, text) for text in texts] == [2] * 5


def test_a_large_vocabulary_outgrows_its_table() -> None:
    texts = [" ".join(f"term{number * 40 + step}" for step in range(40)) for number in range(500)]
    index = build.build([Field(texts)])
    assert index.terms == 20_000
    assert [reference.best(index, {f"term{number * 40 + 7}": 1.0}, 5)[0][0] for number in (0, 250, 499)] == [
        0,
        250,
        499,
    ]


def test_folding_joins_words_and_drops_some() -> None:
    def fold(word: str) -> str:
        return "" if word == "and" else word.removesuffix("s")

    index = build.build([Field(["Standards and standard", "and", "tests"])], fold)
    assert [index.term(number) for number in range(index.terms)] == ["standard", "test"]
    assert index.lengths.tolist() == [2, 0, 1]
    assert index.counts.tolist() == [2, 1]


def test_counts_stop_at_the_top_of_their_scale() -> None:
    index = build.build([Field(["tea " * 500, "tea milk"], weight=1000)])
    assert index.counts.tolist() == [1000, FULL, 1000]


# Adding, saving, wrong use


@settings(max_examples=40)
@given(TEXTS, TEXTS, st.booleans())
def test_adding_is_building_at_once(first: list[str], more: list[str], folded: bool) -> None:
    fold = (lambda word: word[:3]) if folded else None
    added = build.add(build.build([Field(first)], fold), [Field(more)], fold)
    assert same(added, build.build([Field([*first, *more])], fold))


def test_batches_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"milk {number % 7} soil{number % 3} sữa" for number in range(50)]
    whole = build.build([Field(texts), Field(texts[::-1], 2)])
    monkeypatch.setattr(build, "BATCH", 8)
    assert same(build.build([Field(texts), Field(texts[::-1], 2)]), whole)


@settings(max_examples=20)
@given(TEXTS, QUERY)
def test_saved_and_opened_it_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], query: dict[str, float]
) -> None:
    folder = tmp_path_factory.mktemp("index")
    index = build.build([Field(texts)], k1=0.9)
    save(index, folder)
    opened = open(folder)
    assert same(opened, index)
    assert reference.best(opened, query, 5) == fast.best(opened, query, 5) == reference.best(index, query, 5)
    assert same(build.add(opened, [Field(texts)]), build.build([Field([*texts, *texts])], k1=0.9))


def test_the_same_texts_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        save(build.build([Field(["milk and soil", "sữa"])]), tmp_path / name)
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "other" / path.name).read_bytes()


def test_a_damaged_index_is_a_finding(tmp_path: Path) -> None:
    save(build.build([Field(["milk and soil", "tea"])]), tmp_path)
    documents, settings_file = tmp_path / "documents.npy", tmp_path / "index.json"
    kept = documents.read_bytes(), settings_file.read_bytes()
    damages = {documents: [kept[0][:-4], b"", kept[0][:60]], settings_file: [b"{", b"[]", b'{"format": 2}']}
    for path, contents in damages.items():
        whole = path.read_bytes()
        for content in contents:
            path.write_bytes(content)
            with pytest.raises(WorkspaceError) as told:
                open(tmp_path)
            assert [finding.code for finding in told.value.findings] == ["damaged-index"]
        path.write_bytes(whole)
    np.save(documents, np.zeros(2, np.int32))
    with pytest.raises(WorkspaceError):
        open(tmp_path)
    np.save(tmp_path / "ends.npy", np.zeros(4, np.int64))
    documents.write_bytes(kept[0])
    with pytest.raises(WorkspaceError):
        open(tmp_path)
    np.save(documents, np.zeros(2, np.float32))
    with pytest.raises(WorkspaceError):
        open(tmp_path)
    documents.unlink()
    with pytest.raises(WorkspaceError):
        open(tmp_path)


@pytest.mark.parametrize(
    ("fields", "options"),
    [
        ([], {}),
        ([Field(["a"]), Field([])], {}),
        ([Field(["a"], 0)], {}),
        ([Field(["a"])], {"k1": -1.0}),
        ([Field(["a"])], {"b": 1.5}),
    ],
)
def test_wrong_use_is_refused(fields: list[Field], options: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"must be|needs"):
        build.build(fields, **options)


def test_a_query_needs_no_compiler(tmp_path: Path) -> None:
    save(build.build([Field(["milk and soil", "tea"])]), tmp_path)
    program = (
        "import sys; from pathlib import Path; from opennss.catalogue.index import open, reference;"
        f"print(reference.best(open(Path({str(tmp_path)!r})), {{'tea': 1.0}}, 3)[0][0], 'numba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "False"]
