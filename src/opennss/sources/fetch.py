"""Fetch a snapshot from its provider's documented address, whole or not at all, with a provenance card beside it.

Only the addresses of ``PROVIDERS`` are ever asked, and a redirection to another place is refused. An interrupted
download leaves its beginning in ``<file>.part``; the next one goes on from there as long as the provider still has the
same version. The old file stays until the new one is complete and has been read once.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import http.client
import re
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

import opennss
from opennss.errors import Finding, WorkspaceError
from opennss.sources import committees, context, ics, iso_deliverables
from opennss.sources.card import Card, card_of, card_path, checksum, print_card
from opennss.sources.reading import MOST_BYTES, MOST_OF_CATALOGUE, unreadable

ISO = "https://isopublicstorageprod.blob.core.windows.net/opendata/_latest/"
WORLD_BANK = "https://api.worldbank.org/v2/country/{country}/indicator/{figures}?source=2&format=json&per_page=20000"
TIMEOUT = 30.0
"""Seconds without an answer after which a provider is given up."""
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Provider:
    """A file of a provider: its name, address and licence, the most bytes it may have, and how it is tried out.

    ``{country}`` in name and address stands for an ISO 3166 code.
    """

    file: str
    address: str
    licence: str
    validate: Callable[[Path], None]
    most: int = MOST_BYTES


RELATON = "https://codeload.github.com/relaton/relaton-data-{body}/zip/refs/heads/main"
BODIES = ("iso", "iec", "itu", "etsi", "ieee", "jis", "w3c", "ogc", "cie", "oasis", "oiml", "easc")
"""Bodies whose lists the Relaton project publishes, each as one repository."""


def whole_archive(path: Path) -> None:
    """Raise ``WorkspaceError`` when a snapshot is no whole zip with YAML files; its records are read later."""
    try:
        with ZipFile(path) as archive:
            names = archive.namelist()
    except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise unreadable(path, error) from error
    if not any(name.endswith((".yaml", ".yml")) for name in names):
        raise unreadable(path, "0 YAML")


PROVIDERS: Mapping[str, Provider] = {
    "iso-deliverables": Provider(
        "iso_deliverables_metadata.jsonl",
        f"{ISO}iso_deliverables_metadata/json/iso_deliverables_metadata.jsonl",
        "ODC-By 1.0",
        iso_deliverables.validate,
        MOST_OF_CATALOGUE,
    ),
    "iso-committees": Provider(
        "iso_technical_committees.jsonl",
        f"{ISO}iso_technical_committees/json/iso_technical_committees.jsonl",
        "ODC-By 1.0",
        committees.validate,
    ),
    "iso-ics": Provider("ICS-simple.xml", f"{ISO}iso_ics/xml/ICS-simple.xml", "ODC-By 1.0", ics.validate),
    "world-bank": Provider(
        "world_bank_{country}.json",
        WORLD_BANK.replace("{figures}", ";".join(f.world_bank for f in context.FIGURES if f.world_bank)),
        "CC BY 4.0",
        context.validate,
    ),
    **{
        f"relaton-{body}": Provider(
            f"relaton-data-{body}.zip",
            RELATON.replace("{body}", body),
            "none stated by the source",
            whole_archive,
            MOST_OF_CATALOGUE,
        )
        for body in BODIES
    },
}
"""Everything that can be fetched, by name."""


def fetch(
    name: str,
    folder: Path,
    *,
    day: dt.date,
    country: str = "",
    source: Path | None = None,
    providers: Mapping[str, Provider] = PROVIDERS,
    timeout: float = TIMEOUT,
) -> Card:
    """Put the snapshot ``name`` and its card into ``folder`` and return the card.

    ``day`` is the day of the download, written on the card; ``source`` is a file brought by hand, which is tried out
    and copied instead; ``country`` is needed where the address has it. Raises ``WorkspaceError`` with the reason; then
    an older snapshot is still there. ``providers`` and ``timeout`` are exchanged in tests only.
    """
    provider = _named(name, country, source, providers)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / provider.file
    part = folder / f"{provider.file}.part"
    if source:
        how = _by_hand(name, provider, source, part)
    else:
        _download(provider, part, timeout)
        how = Card(name, provider.address, day, provider.licence, "fetched by nss fetch", ())
    card = replace(how, files=((provider.file, part.stat().st_size, checksum(part)),))
    _try_out(provider, part, target)
    part.replace(target)
    _mark(part).unlink(missing_ok=True)
    beside = card_path(target)
    beside.with_name(f"{beside.name}.part").write_text(print_card(card), encoding="utf-8", newline="\n")
    beside.with_name(f"{beside.name}.part").replace(beside)
    return card


def _named(name: str, country: str, source: Path | None, providers: Mapping[str, Provider]) -> Provider:
    """The provider with the country put in; a packed file brought by hand keeps the end of its name."""
    if name not in providers:
        raise WorkspaceError([Finding(name, 0, "", "fetch-unknown", {"known": ", ".join(providers)})])
    provider = providers[name]
    if "{country}" in provider.file + provider.address and not re.fullmatch("[A-Z]{3}", country):
        raise WorkspaceError([Finding(name, 0, "", "fetch-country", {"value": country})])
    address = provider.address.replace("{country}", country)
    packed = source.suffix if source and source.suffix in (".gz", ".zst") else ""
    return replace(provider, address=address, file=provider.file.replace("{country}", country.lower()) + packed)


def _by_hand(name: str, provider: Provider, source: Path, part: Path) -> Card:
    if not source.is_file():
        raise WorkspaceError([Finding(source.name, 0, "", "source-path-missing", {"path": source.as_posix()})])
    if source.stat().st_size > provider.most:
        raise fault("fetch-too-large", provider, most=provider.most)
    card = card_of((source,), name, provider.address, provider.licence)
    shutil.copyfile(source, part)
    return card


def _try_out(provider: Provider, part: Path, target: Path) -> None:
    """Read the new file once, under its own name; one that cannot be read, or passes a limit, is thrown away."""
    trial = part.with_name(f"new-{target.name}")
    part.replace(trial)
    try:
        provider.validate(trial)
    except WorkspaceError as error:
        trial.unlink()
        _mark(part).unlink(missing_ok=True)
        found = error.findings[0]
        if "reason" not in found.values:
            raise WorkspaceError([replace(found, file=provider.file)]) from error
        raise fault("fetch-wrong-content", provider, reason=found.values["reason"]) from error
    trial.replace(part)


def fault(code: str, provider: Provider, **values: object) -> WorkspaceError:
    """Return the error that says why a snapshot of a provider was not taken."""
    return WorkspaceError([Finding(provider.file, 0, "", code, {"address": provider.address, **values})])


def _mark(part: Path) -> Path:
    """The file that remembers which version a beginning belongs to."""
    return part.with_name(f"{part.name}.version")


class _Stay(urllib.request.HTTPRedirectHandler):
    """Refuses to be sent elsewhere: the answer then counts as an error."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> None:
        """Follow no redirection."""


def _download(provider: Provider, part: Path, timeout: float) -> None:
    """Bring ``part`` to its full length, going on where an earlier download of the same version stopped."""
    version = _mark(part).read_text(encoding="utf-8") if _mark(part).is_file() else ""
    begun = part.stat().st_size if part.is_file() and version else 0
    headers = {"User-Agent": f"opennss/{opennss.__version__}", "Accept-Encoding": "identity"}
    if begun:
        headers |= {"Range": f"bytes={begun}-", "If-Range": version}
    request = urllib.request.Request(provider.address, headers=headers)
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=timeout) as answer:
            if answer.status != 206 or (begun and _start(answer) == begun):
                _receive(provider, part, answer, begun if answer.status == 206 else 0)
                return
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == 416:
            part.unlink(missing_ok=True)
            _mark(part).unlink(missing_ok=True)
        raise fault("fetch-failed", provider, reason=f"HTTP {error.code} {error.reason}") from error
    except (OSError, http.client.HTTPException) as error:
        raise fault("fetch-failed", provider, reason=getattr(error, "reason", None) or error) from error
    part.unlink(missing_ok=True)
    _mark(part).unlink(missing_ok=True)
    if not begun:
        raise fault("fetch-failed", provider, reason="HTTP 206")
    _download(provider, part, timeout)  # another piece than asked for: begin anew, once


def _start(answer: http.client.HTTPResponse) -> int:
    """Where the piece begins that came in; -1 when the provider does not say it."""
    found = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    return int(found[1]) if found else -1


def _receive(provider: Provider, part: Path, answer: http.client.HTTPResponse, begun: int) -> None:
    """Write what comes in behind what was there; raises when it is too much, too little or damaged on the way."""
    version = answer.headers.get("ETag", "")
    _mark(part).write_text("" if version.startswith("W/") else version, encoding="utf-8")
    length = answer.headers.get("Content-Length", "")
    expected = begun + int(length) if length.isdecimal() else None
    size = begun
    with part.open("ab" if begun else "wb") as file:
        while chunk := answer.read1(CHUNK):
            size += len(chunk)
            if size > provider.most:
                break
            file.write(chunk)
    if size > provider.most:
        part.unlink()
        raise fault("fetch-too-large", provider, most=provider.most)
    if expected is not None and size < expected:
        raise fault("fetch-truncated", provider, size=size, expected=expected)
    if (digest := answer.headers.get("Content-MD5")) and not begun and digest != _md5(part):
        part.unlink()
        raise fault("fetch-damaged", provider, value=digest[:40])
    if not part.stat().st_size:
        raise fault("fetch-truncated", provider, size=0, expected="> 0")


def _md5(path: Path) -> str:
    """The checksum as HTTP writes it; it guards against damage on the way, not against ill will."""
    with path.open("rb") as file:
        return base64.b64encode(hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).digest()).decode()
