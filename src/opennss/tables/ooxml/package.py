"""The outside of an .xlsx or .docx: its directory is looked at before anything is unpacked."""

from __future__ import annotations

import zlib
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from opennss.tables.ooxml.found import Refused

MOST_MEMBERS, MOST_BYTES, MOST_RATIO, SMALL = 1_000, 100_000_000, 250, 500_000
"""An honest table of a thousand short rows packs a hundred times smaller; the bombs of the tests 340 times and more.

Whatever passes is read within the limits of the child all the same.
"""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BROKEN = (BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError)
"""What the standard library raises for a zip that is not as it says."""
TYPES = "[Content_Types].xml"
MAIN = {
    "xlsx": b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "docx": b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
}
"""What the list of contents of each kind of file must name."""


def opened(path: Path, kind: str) -> ZipFile:
    """Open the file when its outside is harmless; raises ``Refused`` when it is not."""
    with path.open("rb") as file:
        start = file.read(8)
        if start == OLE:
            locked = "EncryptedPackage".encode("utf-16-le") in start + file.read(MOST_BYTES)
            raise Refused("office-encrypted" if locked else "office-legacy", kind=kind)
    if not start.startswith(b"PK"):
        raise Refused("office-no-zip", kind=kind)
    try:
        archive = ZipFile(path)
    except BROKEN as error:
        raise Refused("office-damaged", part="zip") from error
    try:
        _directory(archive.infolist())
        _contents(archive, kind)
    except BaseException:
        archive.close()
        raise
    return archive


def _directory(members: list[ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise Refused("office-many-parts", count=len(members), most=MOST_MEMBERS)
    seen: set[str] = set()
    for member in members:
        name = member.orig_filename
        parts = name.replace("\\", "/").rstrip("/").split("/")
        if "\\" in name or ":" in name or "\0" in name or {"", ".", ".."} & set(parts):
            raise Refused("office-bad-path", part=name)
        if name.lower() in seen:
            raise Refused("office-twice", part=name)
        seen.add(name.lower())
        if member.flag_bits & 1:
            raise Refused("office-encrypted")
        if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise Refused("office-damaged", part=name)
        if member.file_size > SMALL and member.file_size > MOST_RATIO * member.compress_size:
            raise Refused("office-bomb", part=name, ratio=member.file_size // max(1, member.compress_size))
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise Refused("office-bomb", part="zip", ratio=0)
    if any(name.endswith("vbaproject.bin") or "/macrosheets/" in name for name in seen):
        raise Refused("office-macros")


def _contents(archive: ZipFile, kind: str) -> None:
    """Refuse another kind of file, and every part that declares a document type: entities can only stand there."""
    names = archive.namelist()
    if TYPES not in names:
        raise Refused("office-other-kind", kind=kind)
    types = part(archive, TYPES)
    if b"macroEnabled" in types:
        raise Refused("office-macros")
    for name in names:
        if name.lower().endswith((".xml", ".rels")):
            _beginning(archive, name)
    if MAIN[kind] not in types:
        raise Refused("office-other-kind", kind=kind)


def _beginning(archive: ZipFile, name: str) -> None:
    """Look at an XML part up to its first element; a document type can only stand before it."""
    try:
        with archive.open(name) as file:
            _, element = next(iterparse(file, events=("start",), forbid_dtd=True))
    except DefusedXmlException as error:
        raise Refused("office-entities", part=name) from error
    except (SyntaxError, StopIteration, *BROKEN) as error:  # a fault of XML is a SyntaxError
        raise Refused("office-damaged", part=name) from error
    if element.tag.startswith("{http://purl.oclc.org/ooxml/"):
        raise Refused("office-strict")


def part(archive: ZipFile, name: str) -> bytes:
    """Return one part of the file; raises ``Refused`` when it is missing or damaged."""
    try:
        return archive.read(name)
    except (KeyError, *BROKEN) as error:
        raise Refused("office-damaged", part=name) from error
