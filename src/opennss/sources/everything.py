"""Take every source that can be fetched from a folder of files instead, as far as they lie there."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from opennss.errors import Finding, WorkspaceError
from opennss.sources.card import Card, card_of
from opennss.sources.fetch import PROVIDERS, Provider, fetch
from opennss.sources.reading import files_in

ALL = "all"
"""The name that stands for every source."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One source: its address, the card of the file that was taken, or what was wrong with it.

    Without card and findings the file does not lie there, or its name needs a country (``no_country``).
    """

    source: str
    address: str
    card: Card | None = None
    findings: tuple[Finding, ...] = ()
    no_country: bool = False


def take_all(
    place: Path, folder: Path, *, day: dt.date, country: str = "", providers: Mapping[str, Provider] = PROVIDERS
) -> tuple[Taken, ...]:
    """Put what lies in ``place``, and one level below, into ``folder`` with its cards; one result for each source.

    Files are known by name, also packed; of several the newest is taken. A file that cannot be read stops no other.
    Raises ``WorkspaceError`` when there is no such place. ``day``, ``country`` and ``providers`` as in ``fetch``.
    """
    files = files_in([place])
    found = []
    for name, provider in providers.items():
        address = provider.address.replace("{country}", country)
        if "{country}" in provider.file and not country:
            found.append(Taken(name, provider.address.replace("{country}", "…"), no_country=True))
            continue
        pattern = re.escape(provider.file.replace("{country}", country.lower())) + r"(\.gz|\.zst)?"
        fitting = [path for path in files if re.fullmatch(pattern, path.name, re.IGNORECASE)]
        try:
            cards = [(card_of((path,), name, address, provider.licence).date or dt.date.min, path) for path in fitting]
            newest = max(cards, key=lambda pair: pair[0], default=None)
            card = (
                fetch(name, folder, day=day, country=country, source=newest[1], providers=providers) if newest else None
            )
            found.append(Taken(name, address, card))
        except WorkspaceError as error:
            found.append(Taken(name, address, findings=error.findings))
    return tuple(found)
