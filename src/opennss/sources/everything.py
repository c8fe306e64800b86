"""Take every source that lies in a folder, instead of fetching each, and keep a raw copy of each with its card."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from opennss.catalogue.merge import Part, Source
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.sources import kinds
from opennss.sources.card import Card, card_of, card_path, print_card
from opennss.sources.fetch import PROVIDERS, Provider, fetch
from opennss.sources.kinds import Set, sets_in
from opennss.sources.reading import files_in

ALL = "all"
"""The name that stands for every source."""

NOT_WHOLE = "source-cut-short"
"""The finding on a file that ends early: an older copy that is whole knows more."""

INCOMING = "incoming"
"""The folder, beside the raw copies, of what has not been read yet; nothing is read from it on its own."""

LEAST_LEFT = 0.9
"""Part of its old records that a source must bring at least: standards are withdrawn, but stay in the lists."""

NOTHING: Mapping[str, int] = MappingProxyType({})
"""Stands for "no old catalogue": no source is known to have had records."""

Tell = Callable[[str, int, int], None]
"""Is told of which file how much is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One source: its address, the card of the files that were taken, or what was wrong with them.

    ``parts`` is what it gives to the catalogue. Without card, parts and errors the file does not lie there, or its name
    needs a country (``no_country``).
    """

    source: str
    address: str
    card: Card | None = None
    findings: tuple[Finding, ...] = ()
    no_country: bool = False
    parts: tuple[Part, ...] = ()


def silent(_name: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def take_all(
    place: Path,
    folder: Path,
    *,
    day: dt.date,
    country: str = "",
    old: Mapping[str, int] = NOTHING,
    providers: Mapping[str, Provider] = PROVIDERS,
    tell: Tell = silent,
) -> tuple[Taken, ...]:
    """Put what lies in ``place``, and one level below, into ``folder`` with its cards; one result for each set.

    Files are known by name, also packed, and by content; of several states of one source, those in ``folder``
    included, the newest is taken. A file that cannot be read, or brings far fewer records than ``old`` says of its
    source, stops no other, and leaves an older copy in ``folder`` untouched. What is missing has a result too. Raises
    ``WorkspaceError`` when there is no such place. ``day``, ``country``, ``providers`` as in ``fetch``.
    """
    taken = list(take_sets(sets_in(place), folder, old=old, tell=tell))
    here = " ".join(item.source for item in taken)
    for name, provider in providers.items():
        if name in kinds.BY_ID or name.startswith("relaton-"):
            taken += [] if re.search(rf"\b{name}\b", here) else [Taken(name, provider.address)]
        else:
            taken.append(_by_name(name, provider, place, folder, day, country, providers))
    return tuple(taken)


def take_sets(
    sets: Sequence[Set], folder: Path, *, old: Mapping[str, int] = NOTHING, name: str = "", tell: Tell = silent
) -> tuple[Taken, ...]:
    """Read sets of files and put them into ``folder`` as ``take_all``; one without anything of ``name`` is refused."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen, older = newest(sets)
    chosen, behind = _not_behind(chosen, folder)
    chosen, alike = _one_of_a_name(chosen)
    taken = [_taken(found, card, folder, tell, old, name) for found, card in chosen]
    refused = (*older, *behind, *alike)
    return (*taken, *(Taken(key(found), found.kind.address, findings=(finding,)) for found, finding in refused))


Chosen = list[tuple[Set, Card]]
Refused = list[tuple[Set, Finding]]


def _not_behind(chosen: Chosen, folder: Path) -> tuple[Chosen, Refused]:
    """Leave out the sets that are surely older than what ``folder`` holds of the same source."""
    held: dict[str, tuple[dt.date, str]] = {}
    for other in sets_in(folder):
        state = (_card(other).date or dt.date.min, other.paths[0].name)
        held[key(other)] = max(held.get(key(other), state), state)
    kept: Chosen = []
    behind: Refused = []
    for found, card in chosen:
        date, newer = held.get(key(found), (dt.date.min, ""))
        if card.date and card.date < date:
            behind.append((found, _older(found, newer)))
        else:
            kept.append((found, card))
    return kept, behind


def _one_of_a_name(chosen: Chosen) -> tuple[Chosen, Refused]:
    """Leave out files of one name with different content, of which nobody can say which to keep; one of equal files."""
    named: dict[str, Chosen] = {}
    for found, card in chosen:
        path = found.paths[0]
        named.setdefault((f"{path.name}.zip" if path.is_dir() else path.name).lower(), []).append((found, card))
    kept: Chosen = []
    refused: Refused = []
    for several in named.values():
        equal = bool(several[0][1].files) and len({card.files for _, card in several}) == 1
        if equal or len(several) == 1:
            kept.append(several[0])
            continue
        places = ", ".join(f"{found.paths[0].parent.name}/{found.paths[0].name}" for found, _ in several)
        refused += [
            (found, Finding(found.paths[0].name, 0, "", "catalogue-same-name", {"places": places}))
            for found, _ in several
        ]
    return kept, refused


def base(name: str) -> str:
    """Return the name of a source whatever its layout is."""
    return re.sub(r"-tables?(?=$| )", "", name)


def records_of(sources: Iterable[Source]) -> dict[str, int]:
    """Return the number of records of each source in each layout; of several files the largest number."""
    counts: dict[str, int] = {}
    for source in sources:
        counts[source.name] = max(counts.get(source.name, 0), source.read)
    return counts


def shrunk(now: Mapping[str, int], old: Mapping[str, int], file: str = "") -> tuple[Finding, ...]:
    """Return an error for each source that has less than ``LEAST_LEFT`` of its old records: it may be cut short.

    It is compared with its own layout, which may hold fewer than another one; with another only without its own.
    """
    findings = []
    for name, count in now.items():
        others = max((was for other, was in old.items() if base(other) == base(name)), default=0)
        values: dict[str, object] = {"source": base(name), "old": old.get(name, others), "new": count}
        if count < LEAST_LEFT * old.get(name, others):
            findings.append(Finding(file or name, 0, "", "catalogue-shrunk", values))
    return tuple(findings)


def in_folder(folder: Path, without: Sequence[str] = (), tell: Tell = silent) -> tuple[Taken, ...]:
    """Return what the copies in ``folder`` give to the catalogue, without the sources ``without``."""
    if not folder.is_dir():
        return ()
    chosen, older = newest([found for found in sets_in(folder) if key(found) not in without])
    taken = [_taken(found, card, None, tell) for found, card in chosen]
    return (*taken, *(Taken(key(found), found.kind.address, findings=(note,)) for found, note in older))


def key(found: Set) -> str:
    """Return the name of the source of a set: of two sets with one name only the newer one counts.

    A file that is known by its content only has its own name added: it adds to the others.
    """
    name = re.sub("-tables?$", "", found.kind.id)
    if name == "relaton" and found.sure:
        stem = re.sub(r"\.(zip|tgz|parquet|tar(\.gz|\.zst)?)$", "", found.paths[0].name.lower())
        name = f"relaton-{re.sub(r'^relaton-data-|_(yaml|catalogue)$|-(main|master)$', '', stem)}"
    return name if found.sure else f"{name} ({found.paths[0].name})"


def newest(sets: Sequence[Set]) -> tuple[list[tuple[Set, Card]], list[tuple[Set, Finding]]]:
    """Return the newest sets of each source with their cards, and a note on every older one.

    A set of which nobody says the date counts as the oldest; all sets of the newest date are taken.
    """
    every = [(found, _card(found)) for found in sets]
    latest: dict[str, tuple[dt.date, str]] = {}
    for found, card in every:
        state = (card.date or dt.date.min, found.paths[0].name)
        latest[key(found)] = max(latest.get(key(found), state), state, key=lambda pair: pair[0])
    chosen, older = [], []
    for found, card in every:
        date, name = latest[key(found)]
        if (card.date or dt.date.min) == date:
            chosen.append((found, card))
        else:
            older.append((found, _older(found, name)))
    return chosen, older


def _older(found: Set, newer: str) -> Finding:
    return Finding(found.paths[0].name, 0, "", "catalogue-older", {"newer": newer}, Severity.NOTE)


def _card(found: Set) -> Card:
    if found.paths[0].is_dir():
        return Card(key(found), found.kind.address, None, found.kind.licence, "brought by hand", ())
    return card_of(found.paths, key(found), found.kind.address, found.kind.licence)


def _taken(
    found: Set, card: Card, folder: Path | None, tell: Tell, old: Mapping[str, int] = NOTHING, name: str = ""
) -> Taken:
    """Read one set and, with a ``folder``, copy it there.

    A set that cannot be read, holds nothing of the source ``name`` or has far fewer records than ``old`` says is not
    copied; nor is one that ends early, where there is an older copy.
    """
    file = found.paths[0].name
    try:
        if folder and found.paths[0].is_dir():
            found, card = _packed(found, folder / INCOMING)
        parts, findings = kinds.read(found, card, lambda done, total: tell(file, done, total))
        if folder:
            _acceptable(found, parts, findings, folder, old, name)
            _keep(found, card, folder)
    except WorkspaceError as error:
        return Taken(key(found), card.address, findings=error.findings)
    finally:
        if folder and found.paths[0].parent == folder / INCOMING:
            clear(folder / INCOMING, found.paths[0])
    return Taken(key(found), card.address, card, findings, parts=tuple(parts))


def clear(incoming: Path, *files: Path) -> None:
    """Remove files of the folder ``incoming``, and the folder itself when it is empty then."""
    for path in files:
        path.unlink(missing_ok=True)
        card_path(path).unlink(missing_ok=True)
    if incoming.is_dir() and not any(incoming.iterdir()):
        incoming.rmdir()


def _acceptable(
    found: Set, parts: Sequence[Part], findings: tuple[Finding, ...], folder: Path, old: Mapping[str, int], name: str
) -> None:
    """Raise ``WorkspaceError`` when what was read of a set must not take the place of what ``folder`` holds."""
    now = records_of(part.source for part in parts)
    if name and not any(base(source).split(" ")[0] == name for source in now):
        values: dict[str, object] = {"source": name, "found": ", ".join(now)}
        raise WorkspaceError([Finding(found.paths[0].name, 0, "", "fetch-other-source", values)])
    own = {source: count for source, count in now.items() if base(source) == key(found)} or now
    fewer = shrunk(own, old, found.paths[0].name)
    if fewer or (any(finding.code == NOT_WHOLE for finding in findings) and _held(found, folder)):
        raise WorkspaceError((*(finding for finding in findings if finding.severity is Severity.ERROR), *fewer))


def _held(found: Set, folder: Path) -> bool:
    """Say whether another copy of the same source lies in ``folder``."""
    own = found.paths[0].resolve()
    return any(key(other) == key(found) and other.paths[0].resolve() != own for other in sets_in(folder))


def _packed(found: Set, folder: Path) -> tuple[Set, Card]:
    """A folder of records as one archive in ``folder``, with fixed dates: the same records give the same bytes."""
    place = found.paths[0]
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{place.name}.zip"
    part = target.with_name(f"{target.name}.part")
    with ZipFile(part, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for path in sorted(place.rglob("*.yaml")):
            if path.is_file() and not path.is_symlink():
                entry = ZipInfo(f"{place.name}/{path.relative_to(place).as_posix()}")
                entry.compress_type = ZIP_DEFLATED
                archive.writestr(entry, path.read_bytes(), compresslevel=1)
    part.replace(target)
    made = replace(found, paths=(target,))
    return made, _card(made)


def _keep(found: Set, card: Card, folder: Path) -> None:
    """Copy the files of a set and write their card; older copies of the same source, under other names, are removed."""
    stale = [other for other in sets_in(folder) if key(other) == key(found) and _card(other).date != card.date]
    for path in found.paths:
        if path.parent.resolve() != folder.resolve():
            part = folder / f"{path.name}.part"
            shutil.copyfile(path, part)
            part.replace(folder / path.name)
    write_card(card, folder / found.paths[0].name)
    names = {path.name for path in found.paths}
    for path in (path for other in stale for path in other.paths if path.name not in names):
        if card_path(path).is_file() and path.parent == folder:
            path.unlink()
            card_path(path).unlink()


def write_card(card: Card, path: Path) -> None:
    """Write the card of the file at ``path`` beside it, whole or not at all."""
    beside = card_path(path)
    part = beside.with_name(f"{beside.name}.part")
    part.write_text(print_card(card), encoding="utf-8", newline="\n")
    part.replace(beside)


def _by_name(
    name: str,
    provider: Provider,
    place: Path,
    folder: Path,
    day: dt.date,
    country: str,
    providers: Mapping[str, Provider],
) -> Taken:
    """Take a file that is no part of the catalogue, such as figures about a country."""
    address = provider.address.replace("{country}", country)
    if "{country}" in provider.file and not country:
        return Taken(name, provider.address.replace("{country}", "…"), no_country=True)
    pattern = re.escape(provider.file.replace("{country}", country.lower())) + r"(\.gz|\.zst)?"
    fitting = [path for path in files_in([place]) if re.fullmatch(pattern, path.name, re.IGNORECASE)]
    try:
        cards = [(card_of((path,), name, address, provider.licence).date or dt.date.min, path) for path in fitting]
        best = max(cards, key=lambda pair: pair[0], default=None)
        card = fetch(name, folder, day=day, country=country, source=best[1], providers=providers) if best else None
        return Taken(name, address, card)
    except WorkspaceError as error:
        return Taken(name, address, findings=error.findings)
