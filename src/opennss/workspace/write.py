"""The model to the country folder: canonical CSV and text."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from opennss.model.table import Row
from opennss.tables.columns import text_languages
from opennss.tables.csvfile import print_table


def write_text(path: Path, text: str) -> None:
    """Write a UTF-8 file with LF line ends, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    _to_disk(part, text)
    part.replace(path)


def write_texts(texts: Mapping[Path, str], folders: Mapping[Path, Path] = {}) -> None:
    """Write UTF-8 files with LF line ends, all or none: whatever stops it, the old files are put back.

    Every new text stands beside its place, and a copy of every old one, before the first is moved; so putting back
    needs no room on the disk. ``folders`` names whole drafts of new folders by their place; they are moved last, each
    in one step. A process that is killed between two moves leaves some files new and some old, each of them whole, and
    perhaps drafts (``.part``), which nobody reads; the same call once more completes the work.
    """
    fresh = [folder for path in texts for folder in path.parents if not folder.exists()]
    parts = {path: path.with_name(f"{path.name}.part") for path in texts}
    kept = {path: path.with_name(f"{path.name}.before.part") for path in texts if path.exists()}
    try:
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _to_disk(parts[path], text)
        for path, old in kept.items():
            shutil.copyfile(path, old)
        for path, draft in parts.items():
            draft.replace(path)
        for path, draft in folders.items():
            draft.rename(path)
    except BaseException:
        _put_back(parts, kept, fresh)
        raise
    for old in kept.values():
        old.unlink(missing_ok=True)


def _to_disk(path: Path, text: str) -> None:
    """Write a file and wait until the disk has it: after a loss of power the old or the new file is there, whole."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _put_back(parts: Mapping[Path, Path], kept: Mapping[Path, Path], fresh: Sequence[Path]) -> None:
    """Undo what was written: a file whose draft is still there was not moved yet; one fault does not stop the rest."""
    for path, draft in parts.items():
        with suppress(OSError):
            if draft.exists():
                draft.unlink()
            elif path in kept and kept[path].exists():
                kept[path].replace(path)
            elif path not in kept:
                path.unlink(missing_ok=True)
            if path in kept:
                kept[path].unlink(missing_ok=True)
    for folder in sorted(set(fresh), key=lambda place: len(place.parts), reverse=True):
        with suppress(OSError):
            folder.rmdir()


def write_table(rows: Iterable[Row], path: Path, row_class: type[Row], languages: Sequence[str]) -> None:
    """Write rows as canonical CSV; languages that only the rows have get their columns too, so nothing is lost."""
    rows = tuple(rows)
    write_text(path, print_table(rows, row_class, text_languages(rows, languages)))
