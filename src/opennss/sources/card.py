"""Provenance cards: where a file came from, when, under which licence, and the checksum of what was read."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from opennss.sources.reading import bytes_of

MANIFEST = "MANIFEST.json"
"""A list of files with checksum, date, licence and source that a provider of many files may lay beside them."""


@dataclass(frozen=True, slots=True)
class Card:
    """What is known of the files of one source.

    ``date`` is the day of the published state, ``None`` when nobody said it; ``files`` gives name, size in bytes and
    SHA-256 of each file read; ``how`` says whether it was fetched or brought by hand, and by whose way.
    """

    name: str
    address: str
    date: dt.date | None
    licence: str
    how: str
    files: tuple[tuple[str, int, str], ...]


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def card_path(path: Path) -> Path:
    """Return where the card of a snapshot lies: beside it, with ``.toml`` added to its name."""
    return path.with_name(f"{path.name}.toml")


def print_card(card: Card) -> str:
    """Print a card as TOML.

    >>> print(print_card(Card("un", "https://un.org", None, "", "by hand", (("a.csv", 3, "ab"),))))
    name = "un"
    address = "https://un.org"
    licence = ""
    how = "by hand"
    <BLANKLINE>
    [[file]]
    name = "a.csv"
    bytes = 3
    sha256 = "ab"
    <BLANKLINE>
    """
    lines = [f"name = {_quoted(card.name)}", f"address = {_quoted(card.address)}"]
    lines += [f"date = {card.date.isoformat()}"] if card.date else []
    lines += [f"licence = {_quoted(card.licence)}", f"how = {_quoted(card.how)}"]
    for name, size, digest in card.files:
        lines += ["", "[[file]]", f"name = {_quoted(name)}", f"bytes = {size}", f"sha256 = {_quoted(digest)}"]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def card_of(paths: Sequence[Path], name: str, address: str, licence: str) -> Card:
    """Return the card of files that were brought by hand, or fetched before.

    What is known comes from the card beside the first file, else from a manifest in its folder or up to two above;
    both count only with the checksum of the file. Else the date is not known. A card or manifest that is too large
    raises ``WorkspaceError``.
    """
    files = tuple((path.name, path.stat().st_size, checksum(path)) for path in paths)
    said = _said_beside(paths[0], files[0][2]) or _said_in_manifest(paths[0], files[0][2])
    day = said.get("date")
    return Card(
        name=name,
        address=str(said.get("address") or address),
        date=day if isinstance(day, dt.date) else None,
        licence=str(said.get("licence") or licence),
        how=str(said.get("how") or "brought by hand"),
        files=files,
    )


def _said_beside(path: Path, digest: str) -> dict[str, object]:
    try:
        said = tomllib.loads(bytes_of(card_path(path)).decode())
        known = {str(file.get("sha256")) for file in said.get("file", ())}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
    return said if digest in known else {}


def _said_in_manifest(path: Path, digest: str) -> dict[str, object]:
    for folder in path.resolve().parents[:3]:
        try:
            entries = json.loads(bytes_of(folder / MANIFEST))
            found = next((entry for entry in entries if entry.get("sha256") == digest), None)
        except (OSError, ValueError, AttributeError, TypeError):
            continue
        if found:
            origin = ", ".join(str(found[key]) for key in ("source", "source_commit") if found.get(key))
            how = f"brought by hand; said of its origin: {origin}"
            return {"date": _day(found.get("as_of")), "licence": found.get("licence"), "how": how}
    return {}


def _day(text: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(text))
    except ValueError:
        return None
