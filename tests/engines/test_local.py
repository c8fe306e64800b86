"""Processes over files: the same sum for any number of them, whatever happens to one file or one process."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine_kernels import Words

from opennss.engines import Part, add, local
from opennss.engines.parts import dump


def test_any_number_of_processes_gives_the_same(files: list[str]) -> None:
    Path(files[1]).write_text("odd\nfine\nodd\n", encoding="utf-8")
    one = local.run(Words(), files, 1)
    assert dump(local.run(Words(), reversed(files), 3)) == dump(one) == dump(add(map(Words(), files)))
    assert [(finding.file, finding.row) for finding in one.findings] == [(files[1], 1), (files[1], 3)]
    assert one.done["lines"] == 3 + sum(place + 1 for place in range(8) if place != 1)


def test_no_file_is_an_empty_part_and_a_file_named_twice_counts_once(files: list[str]) -> None:
    assert local.run(Words(), [], 2) == Part()
    assert local.run(Words(), [*files, *files], 1) == local.run(Words(), files, 1)


def test_progress_is_told_for_each_file(files: list[str]) -> None:
    told: list[tuple[str, int, int]] = []
    local.run(Words(), files, 2, tell=lambda *step: told.append(step))
    assert sorted(path for path, _, _ in told) == files
    assert [(done, total) for _, done, total in told] == [(place, len(files)) for place in range(1, len(files) + 1)]


def test_a_process_that_dies_spoils_only_its_file(files: list[str], tmp_path: Path) -> None:
    Path(files[4]).write_text("deadly", encoding="utf-8")
    Path(files[6]).write_text("boom", encoding="utf-8")
    found = local.run(Words(), files, 2, tmp_path / "parts")
    rest = [path for path in files if path not in (files[4], files[6])]
    assert found.counts == local.run(Words(), rest, 1).counts
    assert [(finding.file, finding.code) for finding in found.findings] == [
        (files[4], "scan-died"),
        (files[6], "scan-failed"),
    ]
    assert len(list((tmp_path / "parts").iterdir())) == len(rest)


def test_a_missing_file_is_a_finding(files: list[str]) -> None:
    found = local.run(Words(), [*files, "nowhere.txt"], 1)
    assert [(finding.file, finding.code) for finding in found.findings] == [("nowhere.txt", "scan-failed")]
    assert found.counts == local.run(Words(), files, 1).counts


@pytest.mark.parametrize("processes", [1, 2])
def test_an_interrupted_scan_goes_on(files: list[str], tmp_path: Path, processes: int) -> None:
    parts, seen = tmp_path / "parts", tmp_path / "seen"
    seen.mkdir()

    def interrupt(_path: str, done: int, _total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        local.run(Words(), files, processes, parts, interrupt)
    kept = len(list(parts.iterdir()))
    assert kept == 3
    told: list[int] = []
    found = local.run(Words(seen=str(seen)), files, processes, parts, lambda _path, done, _total: told.append(done))
    assert len(list(seen.iterdir())) == len(files) - kept
    assert told == list(range(1, len(files) + 1))
    assert found == local.run(Words(), files, 1)
