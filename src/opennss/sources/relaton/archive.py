"""The YAML files of a folder, a tar (plain, gzip or zstd) or a zip, one by one and within limits, nothing on disk."""

from __future__ import annotations

import gzip
import re
import stat
import tarfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol
from zipfile import BadZipFile, ZipFile, ZipInfo

import zstandard

from opennss.errors import Finding, Severity
from opennss.sources.reading import GZIP
from opennss.sources.unpacked import ZSTD, zstd_most

MOST_PACKED = 512 << 20
"""Bytes of an archive; the largest known has 15 MiB."""

MOST_UNPACKED = 4 << 30
"""Bytes that are unpacked of one archive; the largest known unpacks to 300 MiB."""

MOST_OF_RECORD = 1 << 20
"""Bytes of one record; the largest known has 28 KiB."""

MOST_FILES = 500_000
"""Files of one archive or folder; the largest known has 70,165."""

MOST_RATIO, SMALL = 100, 100_000
"""How much a file of a zip may grow, when it is not small."""

ZIP = b"PK"
BLOCK = 512
BROKEN = (
    OSError,
    EOFError,
    ValueError,
    zlib.error,
    zstandard.ZstdError,
    tarfile.TarError,
    BadZipFile,
    NotImplementedError,
)
"""What the libraries raise for an archive that is not as it says."""

NOT_RECORDS = re.compile(r"(^|/)(\.|index[^/]*$)|(?<!\.yaml)(?<!\.yml)$", re.IGNORECASE)
"""Other files of a Relaton repository: hidden ones, indexes, and all that is no YAML."""

Tell = Callable[[int, int], None]
"""Is told how much is done, and of how much."""


class Member(NamedTuple):
    """One file: its name, its bytes, and how far the archive has been read then, for the progress."""

    name: str
    data: bytes
    done: int


class Stream(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes, none at the end."""


class Cut(ValueError):  # noqa: N818  the finding is made where the archive is known
    """An archive ends early or is damaged; ``code`` names the sentence."""

    def __init__(self, code: str, **values: object) -> None:
        self.code, self.values = code, values
        super().__init__(code)


def members(path: Path, findings: list[Finding]) -> Iterator[Member]:
    """Read the records at ``path`` in the order in which they lie there; a folder in order of name.

    What is wrong with the archive, or with one of its files, is added to ``findings``; the others are read. Nothing is
    written to disk, links are not followed, and no more is unpacked than the limits allow.
    """
    try:
        if path.is_dir():
            yield from _folder(path, findings)
            return
        with path.open("rb") as file:
            start = file.read(4)
            file.seek(0)
            if path.stat().st_size > MOST_PACKED:
                raise Cut("source-too-large", most=MOST_PACKED)
            if start.startswith(ZIP):
                yield from _zip(path, file, findings)
            elif path.suffix.lower() in (".yaml", ".yml"):
                yield Member(path.name, _limited(file, path.name, findings), path.stat().st_size)
            else:
                yield from _packed(file, start, findings)
    except Cut as cut:
        findings.append(Finding(path.name, 0, "", cut.code, cut.values))
    except BROKEN as error:
        findings.append(Finding(path.name, 0, "", "source-cut-short", {"reason": _reason(error)}))


def size(path: Path) -> int:
    """Return what ``Member.done`` grows to: bytes of an archive, files of a folder."""
    return path.stat().st_size if path.is_file() else sum(1 for _ in path.rglob("*"))


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _left_out(name: str, code: str, findings: list[Finding], **values: object) -> None:
    findings.append(Finding(name, 0, "", code, values, Severity.WARNING))


def _limited(file: Stream, name: str, findings: list[Finding]) -> bytes:
    """A whole file; empty, with a finding, when it passes the limit."""
    data = file.read(MOST_OF_RECORD + 1)
    if len(data) <= MOST_OF_RECORD:
        return data
    _left_out(name, "relaton-large", findings, most=MOST_OF_RECORD)
    return b""


def _wanted(name: str, findings: list[Finding], *, plain: bool) -> bool:
    """Say whether a file of an archive is a record; one whose name leads out of the archive, or a link, is reported."""
    parts = name.split("/")
    if name.startswith("/") or "\\" in name or "\0" in name or ".." in parts or re.match(r"[A-Za-z]:", name):
        _left_out(name.replace("\0", "\ufffd"), "relaton-bad-path", findings)
        return False
    clean = name.removeprefix("./")
    if NOT_RECORDS.search(clean):
        return False
    if not plain:
        _left_out(name, "relaton-link", findings)
    return plain


def _folder(path: Path, findings: list[Finding]) -> Iterator[Member]:
    found = sorted((file.relative_to(path).as_posix(), file) for file in path.rglob("*") if not file.is_dir())
    for number, (name, file) in enumerate(found):
        if number >= MOST_FILES:
            raise Cut("source-too-many-rows", most=MOST_FILES)
        if _wanted(name, findings, plain=file.is_file() and not file.is_symlink()):
            with file.open("rb") as opened:
                yield Member(name, _limited(opened, name, findings), number + 1)


def _zip(path: Path, file: BinaryIO, findings: list[Finding]) -> Iterator[Member]:
    if _directory(file, path.stat().st_size) > MOST_FILES * 200:
        raise Cut("source-too-many-rows", most=MOST_FILES)
    with ZipFile(file) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_FILES:
            raise Cut("source-too-many-rows", most=MOST_FILES)
        total = packed = 0
        for entry in entries:
            name = entry.orig_filename
            kind = stat.S_IFMT(entry.external_attr >> 16)
            packed += entry.compress_size
            if entry.is_dir() or not _wanted(name, findings, plain=kind in (0, stat.S_IFREG)):
                continue
            data = _entry(archive, entry, findings)
            total += len(data)
            if total > MOST_UNPACKED:
                raise Cut("source-too-large", most=MOST_UNPACKED)
            yield Member(name, data, packed)


def _directory(file: BinaryIO, length: int) -> int:
    """The bytes of a zip's directory, before it is read: its end says so in the last 64 KiB of the file."""
    file.seek(max(0, length - (1 << 16) - 98))
    tail = file.read()
    file.seek(0)
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) < place + 22:
        raise Cut("source-cut-short", reason="zip")
    stated = int.from_bytes(tail[place + 12 : place + 16], "little")
    wide = tail.rfind(b"PK\x06\x06", 0, place)
    return int.from_bytes(tail[wide + 40 : wide + 48], "little") if stated == 0xFFFFFFFF and wide >= 0 else stated


def _entry(archive: ZipFile, entry: ZipInfo, findings: list[Finding]) -> bytes:
    """One file of a zip; empty, with a finding, when it grows too much or cannot be read."""
    name = entry.orig_filename
    if entry.file_size > SMALL and entry.file_size > MOST_RATIO * entry.compress_size:
        _left_out(name, "relaton-bomb", findings, ratio=entry.file_size // max(1, entry.compress_size))
        return b""
    try:
        with archive.open(entry) as file:
            return _limited(file, name, findings)
    except (*BROKEN, RuntimeError) as error:  # a RuntimeError asks for a password
        _left_out(name, "relaton-unreadable", findings, reason=_reason(error))
        return b""


def _packed(file: BinaryIO, start: bytes, findings: list[Finding]) -> Iterator[Member]:
    if start == ZSTD:
        whole = _whole(file)
        with zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True) as stream:
            yield from _tar(stream, file, findings)
        if not whole:
            raise Cut("source-cut-short", reason="zstd")
    elif start.startswith(GZIP):
        with gzip.open(file) as unpacked:
            yield from _tar(unpacked, file, findings)
    else:
        yield from _tar(file, file, findings)


def _whole(file: BinaryIO) -> bool:
    """Say whether a zstd file has its end; a stream of it would just be short."""
    try:
        zstd_most(file.read())
    except (ValueError, IndexError):
        return False
    finally:
        file.seek(0)
    return True


def _tar(stream: Stream, file: BinaryIO, findings: list[Finding]) -> Iterator[Member]:
    """The files of a tar; every header is checked, so that damage between two files is seen."""
    total = count = 0
    long_name = ""
    while True:
        head = _exactly(stream, BLOCK)
        if head == bytes(BLOCK):
            return
        info = tarfile.TarInfo.frombuf(head, "utf-8", "replace")
        padded = -(-info.size // BLOCK) * BLOCK
        total, count = total + BLOCK + padded, count + 1
        if info.size < 0 or total > MOST_UNPACKED:
            raise Cut("source-too-large", most=MOST_UNPACKED)
        if count > 2 * MOST_FILES:
            raise Cut("source-too-many-rows", most=MOST_FILES)
        large = info.size > MOST_OF_RECORD
        data = b"" if large else _exactly(stream, padded)[: info.size]
        if large:
            _skip(stream, padded)
        if info.type in (b"L", b"x", b"X"):
            long_name = _long_name(info.type, data)
        elif info.type not in (b"K", b"g"):
            name, long_name = long_name or info.name, ""
            if not info.isdir() and _wanted(name, findings, plain=info.isreg()):
                if large:
                    _left_out(name, "relaton-large", findings, most=MOST_OF_RECORD)
                yield Member(name, data, file.tell())


def _long_name(kind: bytes, data: bytes) -> str:
    """The name of the next file, when it is too long for its header; there are two ways to write it."""
    if kind == b"L":
        return data.rstrip(b"\0").decode("utf-8", "replace")
    found = re.search(rb"(?:^|\n)\d+ path=([^\n]*)\n", data)
    return found[1].decode("utf-8", "replace") if found else ""


def _exactly(stream: Stream, length: int) -> bytes:
    parts = []
    while length:
        part = stream.read(length)
        if not part:
            raise Cut("source-cut-short", reason="tar")
        parts.append(part)
        length -= len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _skip(stream: Stream, length: int) -> None:
    while length:
        part = _exactly(stream, min(length, 1 << 20))
        length -= len(part)
