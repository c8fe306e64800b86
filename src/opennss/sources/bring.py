"""Take one source of the catalogue, fetched or brought by hand; the old copy stays until the new one has been read."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from opennss.errors import Finding, WorkspaceError
from opennss.sources.card import card_of
from opennss.sources.everything import (
    INCOMING,
    NOTHING,
    Taken,
    Tell,
    base,
    clear,
    key,
    silent,
    take_sets,
    write_card,
)
from opennss.sources.fetch import PROVIDERS, Provider, fetch
from opennss.sources.kinds import Set, sets_in

TABLES = {"iso-deliverables": "iso_deliverables_metadata", "iso-committees": "iso_committees", "iso-ics": "ics"}
"""Names of the flat tables of each source; those of a body are named for it."""


def bring(
    name: str,
    folder: Path,
    *,
    day: dt.date,
    source: Path | None = None,
    old: Mapping[str, int] = NOTHING,
    providers: Mapping[str, Provider] = PROVIDERS,
    tell: Tell = silent,
) -> tuple[Taken, ...]:
    """Download the source ``name``, or take it from the file or folder ``source``, and put it into ``folder``.

    A file brought by hand may have any layout that is known for the source, and any name. ``old`` gives the records of
    the old catalogue: a file that brings far fewer is refused, and the old copy stays, as for one that cannot be read.
    Raises ``WorkspaceError`` when the download fails, the name is unknown or nothing of that source lies there.
    """
    if name not in providers:
        raise WorkspaceError([Finding(name, 0, "", "fetch-unknown", {"known": ", ".join(providers)})])
    sets = _named(name, source) if source else []
    if sets:
        return take_sets(sets, folder, old=old, name=name, tell=tell)
    place = folder / INCOMING / name
    if source is None:
        _ = fetch(name, place, day=day, providers=providers)
    else:
        _renamed(name, source, place, providers[name])
    try:
        return take_sets(sets_in(place), folder, old=old, name=name, tell=tell)
    finally:
        clear(place, *(path for path in place.iterdir() if path.is_file()))
        clear(folder / INCOMING)


def _named(name: str, source: Path) -> list[Set]:
    """The sets at a place that are known by their names to be of this source; of one file also what it may hold."""
    found = [one for one in sets_in(source) if one.sure]
    fitting = [one for one in found if base(key(one)) == name]
    return fitting or (found if source.is_file() else [])


def _renamed(name: str, source: Path, place: Path, provider: Provider) -> None:
    """Copy a file of any name to the name that its layout has for this source, with what is known of its origin."""
    ends = re.search(r"(\.(jsonl|csv|xml|parquet|zip|tgz|tar))?(\.(gz|zst))?$", source.name.lower())
    end = ends[0] if ends else ""
    if not (source.is_file() and end):
        raise WorkspaceError([Finding(source.name, 0, "", "catalogue-nothing", {"known": provider.file})])
    stem = provider.file.partition(".")[0]
    if end == ".parquet":
        stem = TABLES.get(name, f"{name.removeprefix('relaton-')}_catalogue")
    if name == "iso-ics" and ".csv" in end:
        stem = "ICS"
    place.mkdir(parents=True, exist_ok=True)
    target = place / f"{stem}{end}"
    shutil.copyfile(source, target)
    write_card(card_of((source,), name, provider.address, provider.licence), target)
    if not sets_in(target):
        clear(place, target)
        clear(place.parent)
        raise WorkspaceError([Finding(source.name, 0, "", "catalogue-nothing", {"known": provider.file})])
