"""Works are read whatever the file holds: what can be is counted, what cannot be is told with its line."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.engines import Part
from opennss.errors import Finding, Severity
from opennss.technologies.scan import files, works
from opennss.technologies.scan.counting import Counting
from opennss.technologies.scan.files import FULL, Notes

Count = Callable[..., Part]


@pytest.fixture
def count(some: ModuleType, tmp_path: Path) -> Count:
    """Write lines into a file and count it."""

    def counted(*written: dict[str, Any] | bytes | str, name: str = "part_000.gz") -> Part:
        return Counting(some.DEFINITIONS)(some.lines(tmp_path / name, *written))

    return counted


def told(part: Part) -> list[tuple[str, int, str]]:
    return [(finding.code, finding.row, finding.column) for finding in part.findings]


def number(part: Part, technology: str = "quantum", economy: str = "VNM") -> int:
    return part.counts.get((technology, economy, "2024"), (0,))[0]


@pytest.mark.parametrize("name", ["part_000.gz", "works.jsonl", "works.without-a-name-for-it"])
def test_works_are_counted_packed_or_not(count: Count, some: ModuleType, name: str) -> None:
    part = count(some.work(1), some.work(2, title="Tea", abstract_inverted_index=None), name=name)
    assert (number(part), number(part, "*"), told(part)) == (1, 2, [])
    assert part.done["works"] == 2 == part.done["lines"]


def test_a_packed_file_that_is_not_named_so_and_the_other_way_round(some: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "works.jsonl"
    path.write_bytes(gzip.compress(json.dumps(some.work()).encode()))
    assert number(Counting(some.DEFINITIONS)(str(path))) == 1
    path = tmp_path / "part_000.gz"
    path.write_bytes(json.dumps(some.work()).encode())
    assert number(Counting(some.DEFINITIONS)(str(path))) == 1


# Damage of the file


def test_a_file_cut_short_counts_what_was_whole(some: ModuleType, tmp_path: Path) -> None:
    draw = random.Random(1)
    noise = [{"x": draw.randbytes(3000).hex()} for _ in range(200)]
    path = Path(some.lines(tmp_path / "part.gz", *(some.work(n, **more) for n, more in enumerate(noise))))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    part = Counting(some.DEFINITIONS)(str(path))
    assert 80 < number(part) < 120
    assert ("works-cut-short", number(part) + 1, "") in told(part)
    assert {code for code, _, _ in told(part)} <= {"works-cut-short", "works-line"}


def test_a_damaged_packed_file_is_told(some: ModuleType, tmp_path: Path) -> None:
    path = Path(some.lines(tmp_path / "part.gz", some.work()))
    data = bytearray(path.read_bytes())
    data[-6] ^= 255  # the checksum
    path.write_bytes(data)
    assert ("works-damaged", 1, "") in told(Counting(())(str(path)))
    path.write_bytes(b"\x1f\x8b" + b"nonsense" * 100)
    assert told(Counting(())(str(path))) == [("works-damaged", 1, "")]


def test_members_one_after_the_other_with_zeros_between(some: ModuleType, tmp_path: Path) -> None:
    one, two = (gzip.compress(json.dumps(some.work(n)).encode() + b"\n") for n in (1, 2))
    path = tmp_path / "part.gz"
    path.write_bytes(one + two + b"\0" * 5000)
    part = Counting(some.DEFINITIONS)(str(path))
    assert (number(part), told(part)) == (2, [])
    path.write_bytes(one + b"\0" * 5000 + two + b"rubbish" * 50)
    part = Counting(some.DEFINITIONS)(str(path))
    assert (number(part), {code for code, _, _ in told(part)}) == (2, {"works-damaged"})


@pytest.mark.parametrize("data", [b"", gzip.compress(b"", mtime=0), b"\n\n", b"\r\n  \n"])
def test_an_empty_file_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "part.gz"
    path.write_bytes(data)
    assert told(Counting(())(str(path))) == [("works-empty", 0, "")]


def test_what_cannot_be_opened_is_told(tmp_path: Path) -> None:
    assert told(Counting(())(str(tmp_path / "none.gz"))) == [("works-unreadable", 0, "")]
    assert told(Counting(())(str(tmp_path))) == [("works-unreadable", 0, "")]


def test_another_kind_of_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "part_000.gz"
    path.write_bytes(b"%PDF-1.7\n" + random.Random(1).randbytes(50_000))
    part = Counting(())(str(path))
    assert part.counts == {}
    assert {code for code, _, _ in told(part)} == {"works-line", "works-more"}
    assert part.done["unread"] > 100


# Broken lines


@pytest.mark.parametrize(
    "line",
    [
        b'{"id":"https://openalex.org/W1","title":"cut',
        b"[1, 2]",
        b'"a text"',
        b"null",
        b"\0\0\0\0",
        b'{"title":"a\0b"}',
        b'{"title":"\xff\xfe"}',
        b'{"title":"\\ud800"}',
        b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"a":' + b'{"a":' * 100_000,
        b'{"publication_year":NaN}',
        b'{"publication_year":2024}{"publication_year":2024}',
        b"not json at all",
    ],
    ids=range(13),
)
def test_a_broken_line_is_told_and_the_rest_is_counted(count: Count, some: ModuleType, line: bytes) -> None:
    part = count(some.work(1), line, some.work(2))
    assert number(part) == 2
    assert told(part) == [("works-line", 2, "")]
    assert (part.done["lines"], part.done["unread"], part.done["works"]) == (3, 1, 2)


def test_many_broken_lines_are_told_in_part(count: Count, some: ModuleType) -> None:
    part = count(*(["broken"] * 100), some.work())
    assert told(part) == [("works-more", 0, ""), *(("works-line", row + 1, "") for row in range(FULL))]
    assert part.findings[0].values == {"count": 100 - FULL, "kind": "works-line"}


def test_a_line_too_long_is_passed_over(count: Count, some: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PIECE", 1000)
    monkeypatch.setattr(files, "LONGEST", 5000)
    monkeypatch.setattr(works, "LONGEST", 5000)
    long = json.dumps(some.work(7, x="x" * 20_000))
    less = json.dumps(some.work(8, x="x" * 4_800))
    for name in ("part.gz", "part.jsonl"):
        part = count(some.work(1), long, some.work(2), less, long, some.work(3), long, name=name)
        assert number(part) == 3
        assert told(part) == [("works-line-long", row, "") for row in (2, 4, 5, 7)]
        assert (part.done["lines"], part.done["unread"]) == (7, 4)


def test_a_line_of_a_hundred_megabytes_is_not_held(some: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "part.gz"
    line = json.dumps(some.work()).encode() + b"\n"
    with gzip.open(path, "wb", compresslevel=1) as out:
        out.write(line + b'{"title":"')
        for _ in range(100):
            out.write(b"x" * 1_000_000)
        out.write(b'"}\n' + line.replace(b"W1", b"W2"))
    part = Counting(some.DEFINITIONS)(str(path))
    assert (number(part), told(part)) == (2, [("works-line-long", 2, "")])


def test_marks_and_line_ends_of_other_systems_are_no_fault(count: Count, some: ModuleType) -> None:
    line = json.dumps(some.work(1)).encode()
    part = count(b"\xef\xbb\xbf" + line + b"\r", b"\r", b"", json.dumps(some.work(2)) + "\r")
    assert (number(part), told(part)) == (2, [])


# Fields of another form


@pytest.mark.parametrize(
    ("field", "value", "column"),
    [
        ("authorships", "nobody", "authorships"),
        ("authorships", [{"countries": "VN"}], "authorships"),
        ("authorships", [{"institutions": [{"country_code": 84}]}], "authorships"),
        ("citation_normalized_percentile", 0.95, "citation_normalized_percentile"),
        ("citation_normalized_percentile", {"value": "high"}, "citation_normalized_percentile"),
        ("abstract_inverted_index", {"qubit": "0"}, "abstract_inverted_index"),
        ("abstract_inverted_index", "{broken", "abstract_inverted_index"),
        ("topics", {"id": "T1"}, "topics"),
        ("is_retracted", "no", "is_retracted"),
        ("title", ["Quantum computers"], "title"),
        ("id", 17, "id"),
    ],
)
def test_a_field_of_another_form_is_told_and_the_work_counted(
    count: Count, some: ModuleType, field: str, value: object, column: str
) -> None:
    part = count(some.work(1, **{field: value}), some.work(2))
    assert number(part, economy="*") == 2
    assert told(part) == [("works-field", 1, column)]


def test_missing_and_null_fields(count: Count, some: ModuleType) -> None:
    part = count({"publication_year": 2024}, dict.fromkeys(some.work(), None) | {"publication_year": 2024})
    assert (number(part, "*", "*"), number(part, "*", "?"), told(part)) == (2, 2, [])
    assert (part.done["without-text"], part.done["without-percentile"], part.done["without-economy"]) == (2, 2, 2)
    part = count({"publication_year": 2024, "authorships": [None, {"countries": [None, "VN"]}], "topics": [None, {}]})
    assert (number(part, "*"), number(part, "*", "?")) == (1, 1)


def test_the_name_stands_in_for_a_title(count: Count, some: ModuleType) -> None:
    assert number(count(some.work(title=None, display_name="Qubits", abstract_inverted_index=None))) == 1


@pytest.mark.parametrize("year", [0, -1, 1499, 2101, 10**30])
def test_a_year_not_believed_is_told(count: Count, some: ModuleType, year: int) -> None:
    part = count(some.work(1, publication_year=year), some.work(2))
    assert (number(part), part.done["without-year"]) == (1, 1)
    assert told(part) == [("works-year", 1, "publication_year")]


def test_no_year_is_told(count: Count, some: ModuleType) -> None:
    part = count(some.work(1, publication_year=None), some.work(2))
    assert (number(part), told(part)) == (1, [("works-no-year", 1, "publication_year")])


# Abstracts


@pytest.mark.parametrize("place", [-1, 10**7, 10**18, 10**40])
def test_an_impossible_position_refuses_the_abstract(count: Count, some: ModuleType, place: int) -> None:
    part = count(some.work(1, title="Tea", abstract_inverted_index={"qubits": [0], "of": [place]}))
    assert (number(part), number(part, "*"), told(part)[0][0]) == (0, 1, "works-position")


def test_an_abstract_of_ten_megabytes_is_told(count: Count, some: ModuleType) -> None:
    words = {f"word{place}": [place] for place in range(500_000)}
    part = count(some.work(1, title="Tea", abstract_inverted_index=words), some.work(2), name="part.jsonl")
    assert (number(part), number(part, "*")) == (1, 2)
    assert told(part) == [("works-text-long", 1, "abstract_inverted_index")]
    part = count(some.work(1, title="qubit " * 200_000))
    assert (number(part), told(part)) == (1, [("works-text-long", 1, "title")])


def test_a_long_word_many_times_is_never_written_out(count: Count, some: ModuleType) -> None:
    part = count(some.work(1, abstract_inverted_index={"x" * 4_000_000: list(range(100_000))}))
    assert (number(part), told(part)) == (1, [("works-text-long", 1, "abstract_inverted_index")])


@given(st.lists(st.text(max_size=8), max_size=30), st.randoms(use_true_random=False), st.booleans())
def test_the_abstract_is_its_words_in_their_order(said: list[str], draw: random.Random, gaps: bool) -> None:
    places = sorted(draw.sample(range(300), len(said))) if gaps else range(len(said))
    index: dict[str, list[int] | None] = {}
    for place, word in sorted(zip(places, said, strict=True), key=lambda _: draw.random()):
        index.setdefault(word, []).append(place)  # type: ignore[union-attr]
    expected = " ".join(said)
    notes = Notes("a")
    assert works.abstract(index, 1, notes) == expected
    if "\ud800" not in json.dumps(index):
        assert works.abstract(json.dumps(index), 1, notes) == expected
    entries = [works.Entry(word, some) for word, some in index.items()]
    assert works.abstract([*entries, works.Entry("never")], 1, notes) == expected
    assert notes.findings() == ()


def test_two_words_at_one_position_both_stay() -> None:
    assert works.abstract({"one": [0, 2], "two": [0], "three": [1, 1]}, 1, Notes("a")) == "one two three three one"


# Ids, retracted works, economies


def test_a_work_repeated_in_a_file_counts_once(count: Count, some: ModuleType) -> None:
    part = count(some.work(1), some.work(2), some.work(1, title="Tea"))
    assert (number(part), part.done["repeated"]) == (2, 1)
    assert told(part) == [("works-repeated", 3, "id")]


def test_ids_are_remembered_up_to_a_number(count: Count, some: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opennss.technologies.scan.counting.IDS", 2)
    part = count(*map(some.work, (1, 2, 3, 3, 1)))
    assert (number(part), part.done["repeated"]) == (4, 1)
    assert told(part) == [("works-many", 2, "id"), ("works-repeated", 5, "id")]


def test_retracted_works_and_paratext_are_tallied_not_counted(count: Count, some: ModuleType) -> None:
    part = count(
        some.work(1, is_retracted=True), some.work(2, is_paratext=True), some.work(3, type="paratext"), some.work(4)
    )
    assert (number(part), part.done["retracted"], part.done["paratext"], part.done["works"]) == (1, 1, 2, 1)
    assert told(part) == []


def test_an_unknown_economy_is_told_once_with_its_count(count: Count, some: ModuleType) -> None:
    authors = [some.author("XKX", "VN")]
    part = count(some.work(1), *(some.work(n, authorships=authors) for n in (2, 3, 4)), some.work(5, authorships=[]))
    assert part.findings == (
        Finding(part.findings[0].file, 2, "authorships", "works-economy", {"value": "XKX", "count": 3}, "warning"),
    )  # type: ignore[arg-type]
    assert (number(part), number(part, economy="?")) == (4, 4)


def test_a_code_that_iso_leaves_to_its_users_is_only_noted(count: Count, some: ModuleType) -> None:
    codes = ["AA", "ZZ", *(f"Q{sign}" for sign in "MQZ"), *(f"X{chr(sign)}" for sign in range(65, 91))]
    part = count(*(some.work(n, authorships=[some.author(code)]) for n, code in enumerate([*codes, "XK", "YY"])))
    notes = [item for item in part.findings if item.severity is Severity.NOTE]
    assert {item.values["value"]: item.values["count"] for item in notes} == dict.fromkeys(codes, 1) | {"XK": 2}
    assert {item.code for item in notes} == {"works-user-code"}
    (other,) = [item for item in part.findings if item not in notes]
    assert (other.code, other.values["value"], other.severity.value) == ("works-economy", "YY", "warning")
    assert number(part, economy="?") == len(codes) + 2


def test_more_unknown_economies_than_are_named(count: Count, some: ModuleType) -> None:
    part = count(*(some.work(n, authorships=[some.author(f"{n}" * 3)]) for n in range(30)))
    assert [code for code, _, _ in told(part)].count("works-economy") == 20
    assert ("works-economies", 0, "authorships") in told(part)


def test_older_records_have_the_countries_in_the_institutions(count: Count, some: ModuleType) -> None:
    houses = [{"country_code": "VN"}, {"country_code": None}, None, {}]
    nameless = [{"countries": [], "institutions": houses}, {"countries": [None], "institutions": houses}]
    part = count(some.work(1, authorships=[{"institutions": houses}, *nameless]))
    assert (number(part), number(part, economy="?"), told(part)) == (1, 0, [])


def test_thousands_of_authors(count: Count, some: ModuleType) -> None:
    part = count(some.work(1, authorships=[some.author("VN")] * 5000 + [some.author("AU", "US")] * 1))
    assert sum(numbers[1] for key, numbers in part.counts.items() if key[0] == "quantum" and key[1] != "*") == 1 << 32


# Parquet


@pytest.mark.parametrize("form", ["text", "map", "struct"])
def test_parquet_gives_the_counts_of_json(
    some: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(files, "ROWS", 10)
    records = [
        some.work(1),
        some.work(2, abstract_inverted_index={"Graphene": [1], "on": [0, 2]}, title=None),
        some.work(3, abstract_inverted_index=None, title="Tea", authorships=[some.author("VN", "AU"), some.author()]),
        some.work(4, citation_normalized_percentile=None, authorships=[]),
        some.work(5, is_retracted=True),
        some.work(6, topics=[{"id": "https://openalex.org/T10028", "score": 0.5}], title="Tea", publication_year=2020),
        *(some.work(number) for number in range(7, 40)),
    ]
    records = [{"topics": None, **record} for record in records]
    kernel = Counting(some.DEFINITIONS)
    one = kernel(some.lines(tmp_path / "part.gz", *records))
    other = kernel(some.parquet(tmp_path / "part.parquet", records, form))
    assert one.counts == other.counts
    assert one.counts["graphene", "*", "2020"][0] == 1
    assert {**one.done, "bytes": 0} == {**other.done, "bytes": 0}
    assert one.findings == other.findings == ()


def test_parquet_of_other_records_or_damaged(some: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "part.parquet"
    pl.DataFrame({"name": ["a"], "works_count": [1]}).write_parquet(path)
    assert told(Counting(())(str(path))) == [("works-other-table", 0, "")]
    some.parquet(path, [some.work()], "text")
    path.write_bytes(path.read_bytes()[:-20])
    assert told(Counting(())(str(path))) == [("works-damaged", 1, "")]


def test_parquet_with_fewer_and_other_columns(some: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "part.parquet"
    pl.DataFrame({"publication_year": [2024, None], "title": ["Qubits", "Tea"]}).write_parquet(path)
    part = Counting(some.DEFINITIONS)(str(path))
    assert (number(part, economy="?"), told(part)) == (1, [("works-no-year", 2, "publication_year")])
    pl.DataFrame({"publication_year": [2024], "authorships": [[{"author": "A"}]]}).write_parquet(path)
    part = Counting(some.DEFINITIONS)(str(path))
    assert (number(part, "*", "?"), told(part)) == (1, [])
