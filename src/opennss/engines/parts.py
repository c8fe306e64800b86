"""What is finished stays finished: the Part of each file in a folder, so that an interrupted scan goes on.

A file in that folder is JSON packed with gzip, written beside its place and moved there when it is whole. Its name is a
checksum of all that the Part depends on: the kernel's digest, the path as it was given, the file's size and the time of
its last change. A changed kernel or file has another name and is scanned again; so is what cannot be read back.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from opennss.engines import Kernel, Part, Tell, add, silent
from opennss.errors import Finding, Severity, WorkspaceError

FORMAT = 1
DAMAGE = (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error)
FAILED, DIED = "scan-failed", "scan-died"
"""Codes of findings about files that gave nothing: their parts are not kept, the next scan tries them again."""

Scan = Callable[[Sequence[str]], Iterator[tuple[str, Part]]]
"""An engine: each path with its Part, in the order in which they are finished."""


def through(kernel: Kernel, paths: Iterable[str], scan: Scan, parts: Path | None = None, tell: Tell = silent) -> Part:
    """Add up the parts of all files: those kept in the folder ``parts``, and those that ``scan`` finishes.

    A path that is named twice counts once. The largest files come first, so that none is left alone at the end.
    Each new part is kept as soon as it is there. Raises ``WorkspaceError`` when the folder cannot be written.
    """
    return add(_each(kernel, sorted(dict.fromkeys(paths)), scan, parts, tell))


def _each(kernel: Kernel, paths: Sequence[str], scan: Scan, folder: Path | None, tell: Tell) -> Iterator[Part]:
    places = {path: folder / f"{identity(kernel.digest, path)}.json.gz" for path in paths} if folder else {}
    left = []
    done = 0
    for path in paths:
        kept, damage = recall(places[path]) if folder else (None, None)
        if damage:
            yield Part(findings=(damage,))
        if kept is None:
            left.append(path)
            continue
        done += 1
        tell(path, done, len(paths))
        yield kept
    for path, part in scan(sorted(left, key=_size, reverse=True)):
        if folder and not any(finding.code in (FAILED, DIED) for finding in part.findings):
            keep(places[path], part)
        done += 1
        tell(path, done, len(paths))
        yield part


def scanned(kernel: Kernel, path: str) -> Part:
    """Run the kernel on one file; an exception that it lets out becomes a finding, so that the other files go on."""
    try:
        return kernel(path)
    except Exception as error:
        return failed(path, f"{type(error).__name__}: {error}")


def failed(path: str, error: str) -> Part:
    """Return the part of a file that could not be counted, with the reason."""
    return Part(findings=(Finding(path, 0, "", FAILED, {"error": error}),))


def died(path: str) -> Part:
    """Return the part of a file whose worker ended while it was at it: killed, or out of memory."""
    return Part(findings=(Finding(path, 0, "", DIED),))


def identity(digest: str, path: str) -> str:
    """Return the name under which the part of a file is kept."""
    try:
        state = Path(path).stat()
        known = [state.st_size, state.st_mtime_ns]
    except OSError:
        known = []
    return hashlib.sha256(json.dumps([FORMAT, digest, path, known]).encode()).hexdigest()


def keep(place: Path, part: Part) -> None:
    """Write a part; raises ``WorkspaceError`` when that is not possible."""
    fresh = place.with_name(f".{place.name}.new")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(dump(part))
        fresh.replace(place)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WorkspaceError(
            [Finding(str(place.parent), 0, "", "scan-parts-unwritable", {"reason": reason})]
        ) from error


def recall(place: Path) -> tuple[Part | None, Finding | None]:
    """Read a part that was kept; ``None`` when there is none, and a note when it is damaged."""
    try:
        return load(place.read_bytes()), None
    except FileNotFoundError:
        return None, None
    except DAMAGE:
        return None, Finding(str(place), 0, "", "scan-part-damaged", {}, Severity.NOTE)


def dump(part: Part) -> bytes:
    """Return a part as bytes, the same for the same part.

    >>> part = Part({("ai", "VNM"): (3, 1 << 70)}, (Finding("a.gz", 7, "", "scan-died", {"n": 1}),), {"lines": 9})
    >>> load(dump(part)) == part
    True
    """
    content = {
        "format": FORMAT,
        "counts": [[list(key), list(numbers)] for key, numbers in sorted(part.counts.items())],
        "findings": [[f.file, f.row, f.column, f.code, f.values, f.severity.value] for f in part.findings],
        "done": dict(sorted(part.done.items())),
    }
    return gzip.compress(json.dumps(content, separators=(",", ":")).encode(), compresslevel=1, mtime=0)


def load(content: bytes) -> Part:
    """Read a part from the bytes of ``dump``; raises one of ``DAMAGE`` when they are not whole."""
    known = json.loads(gzip.decompress(content))
    if known["format"] != FORMAT:
        raise ValueError(known["format"])
    return Part(
        {tuple(key): tuple(numbers) for key, numbers in known["counts"]},
        tuple(
            Finding(file, row, column, code, values, Severity(severity))
            for file, row, column, code, values, severity in known["findings"]
        ),
        dict(known["done"]),
    )


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0
