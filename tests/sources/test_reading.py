"""Files of the providers are read within limits: packed files are never unpacked beyond them."""

from __future__ import annotations

import datetime as dt
import gzip
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest

from opennss.errors import Finding, WorkspaceError
from opennss.language import say
from opennss.sources import committees, reading, unpacked
from opennss.sources.fetch import Provider, fetch
from opennss.sources.reading import (
    MOST_BYTES,
    MOST_LINES,
    MOST_OF_LINE,
    MOST_ROWS,
    each_line,
    frame,
    lines_of,
    text_of,
)

DAY = dt.date(2026, 11, 22)
FILE = "iso_technical_committees.jsonl"


def refused(path: Path) -> Finding:
    """Read the lines and return the one finding that says why not; both languages have the sentence."""
    with pytest.raises(WorkspaceError) as raised:
        lines_of(path)
    (found,) = raised.value.findings
    assert found.file == path.name
    for language in ("en", "vi"):
        assert "{" not in say(f"finding.{found.code}.message", language, **found.values)
    return found


@pytest.mark.parametrize(
    ("content", "code", "most"),
    [
        ((b"x" * 999 + b"\n") * 60_000, "source-too-large", MOST_BYTES + 1000),
        (b"x" * 40_000_000, "source-long-line", MOST_OF_LINE + 1),
        (b"ok\n" + b"x" * 40_000_000, "source-long-line", MOST_OF_LINE + 4),
        (b"\n" * 1_000_000, "source-too-many-rows", MOST_LINES + 1),
    ],
    ids=["bytes", "one line", "second line", "lines"],
)
def test_a_small_packed_file_that_grows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes, code: str, most: int
) -> None:
    path = tmp_path / FILE
    path.write_bytes(gzip.compress(content, 6))
    assert path.stat().st_size < 200_000
    real, unpacked_bytes = gzip.GzipFile.readline, 0

    def readline(self: gzip.GzipFile, size: int | None = -1) -> bytes:
        nonlocal unpacked_bytes
        line = real(self, size)
        unpacked_bytes += len(line)
        return line

    monkeypatch.setattr(gzip.GzipFile, "readline", readline)
    assert refused(path).code == code
    assert 0 < unpacked_bytes <= most, "no more was unpacked than the limit"


def test_a_plain_file_has_the_same_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / FILE
    path.write_bytes(b"{}\n" + b"x" * (MOST_OF_LINE + 1))
    assert (refused(path).code, refused(path).row) == ("source-long-line", 2)
    monkeypatch.setattr(reading, "MOST_BYTES", 10)
    path.write_bytes(b"12345\n" * 3)
    assert refused(path).code == "source-too-large"


def test_lines_in_every_packing(tmp_path: Path) -> None:
    path = tmp_path / FILE
    for content, lines in ((b"", []), (b"a\n\nb", ["a", "", "b"]), (b"\xef\xbb\xbfa\r\nb\n", ["a", "b"])):
        for packed in (content, gzip.compress(content), zstd(content)):
            path.write_bytes(packed)
            assert lines_of(path) == lines


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe", gzip.compress(b"abc", mtime=0)[:-9], b"\x1f\x8b", unpacked.ZSTD, unpacked.ZSTD + b"\x20\x05\x29"],
    ids=["no text", "cut gzip", "bare gzip", "bare zstd", "cut zstd"],
)
def test_a_file_that_is_cut_short_or_no_text(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / FILE
    path.write_bytes(content)
    assert refused(path).code == "source-unreadable"


# zstd


def zstd(*blocks: bytes, stated: int | None = None, repeat: int = 0) -> bytes:
    """A zstd frame of raw blocks, and of one that repeats a byte, after RFC 8878."""
    size = sum(map(len, blocks)) + repeat if stated is None else stated
    parts = [(len(block) << 3, block) for block in blocks] + ([(repeat << 3 | 2, b"x")] if repeat else [])
    heads = [(head | (place == len(parts)), block) for place, (head, block) in enumerate(parts, 1)]
    body = b"".join(head.to_bytes(3, "little") + block for head, block in heads)
    return unpacked.ZSTD + b"\xa0" + size.to_bytes(4, "little") + body


def test_the_most_of_zstd_is_told_from_its_headers(tmp_path: Path) -> None:
    path = tmp_path / FILE
    skipped = b"\x50\x2a\x4d\x18" + (3).to_bytes(4, "little") + b"abc"
    assert unpacked.zstd_most(zstd(b"ab\n", b"cd\n") + skipped + zstd(repeat=100)) == 106
    path.write_bytes(zstd(b"ab\n", b"cd\n"))
    assert lines_of(path) == ["ab", "cd"]
    for bomb in (zstd(stated=MOST_BYTES + 1, repeat=9), zstd(repeat=1 << 17) * 129):
        path.write_bytes(bomb)
        assert refused(path).code == "source-too-large"
    path.write_bytes(zstd(repeat=1 << 17) * 9)
    assert refused(path).code == "source-long-line"


def test_the_shared_files_are_far_from_the_limits(shared: Path) -> None:
    for name in ("ICS-simple.xml.zst", "iso_technical_committees.jsonl.zst"):
        path = shared / "iso-open-data" / name
        size = sum(len(line.encode()) + 1 for line in lines_of(path))
        assert size <= unpacked.zstd_most(path.read_bytes()) < size + (1 << 17) < MOST_BYTES // 5


# Line by line


@pytest.mark.parametrize("packing", ["plain", "gzip", "zstd"])
def test_one_line_never_stops_the_others(tmp_path: Path, packing: str) -> None:
    path = tmp_path / FILE
    content = b"a\n" + b"x" * (MOST_OF_LINE + 1) + b"\n\n\xff\nb"
    blocks = [content[place : place + (1 << 16)] for place in range(0, len(content), 1 << 16)]
    path.write_bytes({"plain": content, "gzip": gzip.compress(content), "zstd": zstd(*blocks)}[packing])
    assert text_of(path, MOST_BYTES) is None
    found = list(each_line(path, MOST_BYTES))
    assert [number for number, _ in found] == [1, 2, 3, 4, 5]
    assert [line if isinstance(line, str) else line.code for _, line in found] == [
        "a", "record-too-long", "", "record-encoding", "b",
    ]  # fmt: skip
    assert len(content) < MOST_BYTES
    with pytest.raises(WorkspaceError) as raised:
        list(each_line(path, 3))
    assert [item.code for item in raised.value.findings] == ["source-too-large"]


def test_a_packed_file_that_ends_early_gives_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_bytes(gzip.compress(b"a\n" * 100_000, 1)[:-200])
    found = [line for _, line in each_line(path, MOST_BYTES)]
    assert len(found) > 1000
    assert isinstance(found[-1], Finding)
    assert found[-1].code == "source-cut-short"
    assert {line for line in found[:-2] if isinstance(line, str)} == {"a"}


def test_lines_that_are_too_long_are_passed_over_up_to_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / FILE
    path.write_bytes(b"x" * 3 * MOST_OF_LINE)
    monkeypatch.setattr(reading, "MOST_SKIPPED", MOST_OF_LINE)
    with pytest.raises(WorkspaceError) as raised:
        list(each_line(path, MOST_BYTES))
    assert [(item.code, item.row) for item in raised.value.findings] == [("source-too-large", 1)]
    monkeypatch.setattr(reading, "MOST_LINES", 2)
    path.write_bytes(b"a\nb\nc\n")
    assert text_of(path, MOST_BYTES) is None
    with pytest.raises(WorkspaceError) as raised:
        list(each_line(path, MOST_BYTES))
    assert [item.code for item in raised.value.findings] == ["source-too-many-rows"]


def test_a_text_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / FILE
    for content in (b"a\nb\n", gzip.compress(b"a\nb\n"), zstd(b"a\nb")):
        path.write_bytes(content)
        found = text_of(path, MOST_BYTES)
        assert found is not None
        assert (found[0].rstrip(), found[1]) == (b"a\nb", 2)


# Parquet


@pytest.mark.parametrize("packing", ["zstd", "snappy", "gzip", "uncompressed"])
def test_what_a_table_unpacks_to_is_told_from_its_headers(tmp_path: Path, packing: str) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"text": ["x" * MOST_BYTES], "flag": [True]}).write_parquet(path, compression=packing)  # type: ignore[arg-type]
    with pytest.raises(WorkspaceError) as raised:
        frame(path, {"flag": pl.Boolean})
    assert [item.code for item in raised.value.findings] == ["source-too-large"]
    if packing != "uncompressed":
        assert unpacked.parquet_most(path.read_bytes())[0] > MOST_BYTES > path.stat().st_size


def test_rows_of_a_table_are_limited(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    for rows in (MOST_ROWS, MOST_ROWS + 1):
        pl.DataFrame({"flag": [True]}).select(pl.col("flag").repeat_by(rows).explode()).write_parquet(path)
        assert unpacked.parquet_most(path.read_bytes())[1] == rows
    with pytest.raises(WorkspaceError) as raised:
        frame(path, {"flag": pl.Boolean})
    assert [item.code for item in raised.value.findings] == ["source-too-many-rows"]


@pytest.mark.parametrize(
    "content", [b"", b"PAR1PAR1", b"PAR1\xff\xff\xff\xff\xff\x05\x00\x00\x00PAR1", b"x" * 99], ids=str
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(content)
    with pytest.raises(WorkspaceError) as raised:
        frame(path, {"flag": pl.Boolean})
    assert [item.code for item in raised.value.findings] == ["source-unreadable"]


def test_a_table_with_any_byte_changed_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame({"name": ["a", "b", None], "year": [1, 2, 3]}).write_parquet(path)
    whole = path.read_bytes()
    for place in range(len(whole) - 60, len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        with suppress(WorkspaceError):
            assert frame(path, {"year": pl.Int64}).height <= MOST_ROWS


# A file brought by hand


def test_a_file_brought_by_hand_that_grows_is_not_kept(tmp_path: Path) -> None:
    bomb = tmp_path / "hand.jsonl.gz"
    bomb.write_bytes(gzip.compress(b"x" * 5_000_000))
    providers = {"iso": Provider(FILE, "https://example.org", "L", committees.validate)}
    with pytest.raises(WorkspaceError) as raised:
        fetch("iso", tmp_path / "out", day=DAY, source=bomb, providers=providers)
    assert [(item.file, item.code) for item in raised.value.findings] == [(f"{FILE}.gz", "source-long-line")]
    assert list((tmp_path / "out").iterdir()) == []
