"""Parts are kept as they are, found again, and not believed when anything about them has changed."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from engine_kernels import Words
from hypothesis import given
from hypothesis import strategies as st

from opennss.engines import Part, add, local
from opennss.engines.parts import DAMAGE, dump, load
from opennss.errors import Finding, Severity, WorkspaceError

KEYS = st.tuples(st.text(max_size=3), st.text(max_size=3))
NUMBERS = st.tuples(st.integers(), st.integers(0, 1 << 80))
FINDINGS = st.builds(
    Finding,
    st.sampled_from(("a.gz", "b.gz")),
    st.integers(0, 9),
    st.just(""),
    st.sampled_from(("odd", "even")),
    st.dictionaries(st.sampled_from(("n", "text")), st.integers() | st.text()),
    st.sampled_from(Severity),
)
PARTS = st.builds(
    Part,
    st.dictionaries(KEYS, NUMBERS, max_size=4),
    st.lists(FINDINGS, max_size=3).map(tuple),
    st.dictionaries(st.sampled_from(("lines", "bytes")), st.integers(0)),
)


@given(PARTS)
def test_a_part_is_the_same_after_it_was_kept(part: Part) -> None:
    assert load(dump(part)) == part
    assert dump(load(dump(part))) == dump(part)


@given(st.lists(PARTS, max_size=4), st.randoms())
def test_parts_add_up_in_any_order(parts: list[Part], random) -> None:
    mixed = random.sample(parts, len(parts))
    assert dump(add(mixed)) == dump(add(parts)) == dump(add([add(parts[:2]), add(parts[2:])]))


def test_keys_with_unlike_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        add([Part({("a",): (1, 2)}), Part({("a",): (1,)})])


def seen(folder: Path) -> list[str]:
    """The files that were scanned, in the order of their names; and forget them."""
    names = sorted(path.stem for path in folder.iterdir())
    for path in folder.iterdir():
        path.unlink()
    return names


@pytest.fixture
def kernel(tmp_path: Path) -> Words:
    (tmp_path / "seen").mkdir()
    return Words(seen=str(tmp_path / "seen"))


def test_only_what_changed_is_scanned_again(files: list[str], kernel: Words, tmp_path: Path) -> None:
    parts, marks = tmp_path / "parts", Path(kernel.seen)
    first = local.run(kernel, files, 1, parts)
    assert len(seen(marks)) == len(files)
    assert local.run(kernel, files, 1, parts) == first
    assert seen(marks) == []
    Path(files[2]).write_text("another text", encoding="utf-8")
    changed = Path(files[3]).stat()
    os.utime(files[3], ns=(changed.st_atime_ns, changed.st_mtime_ns + 1_000_000_000))
    local.run(kernel, files, 1, parts)
    assert seen(marks) == ["2", "3"]
    assert local.run(Words("others", kernel.seen), files, 1, parts) == local.run(Words(), files, 1)
    assert len(seen(marks)) == len(files)


def test_a_damaged_part_is_noted_and_made_again(files: list[str], kernel: Words, tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    first = local.run(kernel, files, 1, parts)
    seen(Path(kernel.seen))
    kept = sorted(parts.iterdir())
    kept[0].write_bytes(kept[0].read_bytes()[:-9])
    kept[1].write_bytes(b"")
    kept[2].write_bytes(dump(Part()).replace(b"\x1f", b"\x2f", 1))
    again = local.run(kernel, files, 1, parts)
    assert (again.counts, again.done) == (first.counts, first.done)
    assert [(note.code, note.severity) for note in again.findings] == [("scan-part-damaged", Severity.NOTE)] * 3
    assert len(seen(Path(kernel.seen))) == 3
    assert local.run(kernel, files, 1, parts) == first


@pytest.mark.parametrize("content", [b"", b"{}", b"null", b"[1]", b'{"format": 9}', b'{"format": 1, "counts": 7}'])
def test_what_is_no_part_is_damaged(content: bytes) -> None:
    with pytest.raises(DAMAGE):
        load(gzip.compress(content))


def test_what_failed_is_tried_again(files: list[str], kernel: Words, tmp_path: Path) -> None:
    Path(files[0]).write_text("boom", encoding="utf-8")
    for _ in range(2):
        (fault,) = local.run(kernel, files, 1, tmp_path / "parts").findings
        assert (fault.file, fault.code, fault.values) == (files[0], "scan-failed", {"error": "RuntimeError: boom"})
    assert seen(Path(kernel.seen)).count("0") == 1
    Path(files[0]).write_text("mended", encoding="utf-8")
    assert local.run(kernel, files, 1, tmp_path / "parts").findings == ()


def test_a_folder_that_cannot_be_written_is_said(files: list[str], tmp_path: Path) -> None:
    place = tmp_path / "parts"
    place.write_text("no folder", encoding="utf-8")
    with pytest.raises(WorkspaceError) as caught:
        local.run(Words(), files, 1, place)
    assert [finding.code for finding in caught.value.findings] == ["scan-parts-unwritable"]
