"""Put together what public files say of one country: rows of its tables, each with its source, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from opennss.errors import Finding, Severity, WorkspaceError
from opennss.language import spoken
from opennss.model.codes import Id
from opennss.model.country import PriorityArea
from opennss.model.observations import Grade, Indicator, Source
from opennss.model.standards import Committee
from opennss.model.table import Row
from opennss.model.technologies import Technology
from opennss.model.territories import country_numbers
from opennss.sources import accounts, committees, context, ics, technologies
from opennss.sources.card import Card, card_of, print_card
from opennss.sources.reading import files_in, matching

SMALL = 1 << 20
"""Bytes up to which a snapshot is copied into the country folder; of a larger one the card keeps the checksum."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A source of rows: the layouts of its files, who publishes it, where it is found, and how good it is."""

    id: str
    layouts: tuple[tuple[str, ...], ...]
    publisher: str
    address: str
    licence: str
    grade: Grade
    fetched: bool


PUBLICATIONS = (
    Publication(
        "iso-committees", committees.LAYOUTS, "International Organization for Standardization (ISO)",
        "https://www.iso.org/open-data.html", "ODC-By 1.0", Grade.INTERNATIONAL, True,
    ),
    Publication(
        "iso-ics", ics.LAYOUTS, "International Organization for Standardization (ISO)",
        "https://www.iso.org/open-data.html", "ODC-By 1.0", Grade.INTERNATIONAL, True,
    ),
    Publication(
        "un-accounts", accounts.LAYOUTS, "United Nations Statistics Division",
        "https://unstats.un.org/unsd/snaama", "UNSD terms: free reuse with citation", Grade.INTERNATIONAL, False,
    ),
    Publication(
        "world-bank", context.LAYOUTS[:1], "World Bank", "https://data.worldbank.org", "CC BY 4.0",
        Grade.INTERNATIONAL, True,
    ),
    Publication(
        "gapminder", context.LAYOUTS[1:], "Gapminder Foundation", "https://www.gapminder.org/data", "CC BY 4.0",
        Grade.PRESS, False,
    ),
    Publication(
        "complexity", context.COMPLEXITY_LAYOUTS, "Growth Lab at Harvard University (data), computed by others",
        "https://atlas.hks.harvard.edu", "see the card", Grade.PRESS, False,
    ),
)  # fmt: skip
"""Every source that a new folder can be filled from."""

ASKED = ("iso-committees", "iso-ics", "un-accounts", "world-bank")
"""What a folder should not lack; Gapminder and complexity only add to it."""


@dataclass(frozen=True, slots=True)
class Filled:
    """One source that gave rows: its id, the files read, their date if it is known, and the rows by table."""

    publication: str
    files: tuple[str, ...]
    date: dt.date | None
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What was found for one country: rows by table, files for ``sources/``, what was filled and what is missing."""

    country: str
    member: str
    rows: Mapping[type[Row], tuple[Row, ...]]
    snapshots: Mapping[str, bytes]
    filled: tuple[Filled, ...]
    missing: tuple[Publication, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Desk:
    """What is being put together."""

    country: str
    languages: tuple[str, ...]
    day: dt.date
    acronym: str = ""
    neighbours: tuple[str, ...] = ()
    rows: dict[type[Row], tuple[Row, ...]] = field(default_factory=dict)
    snapshots: dict[str, bytes] = field(default_factory=dict)
    filled: list[Filled] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    member: str = ""

    def add(self, publication: Publication, paths: Sequence[Path], card: Card, *rows: Row) -> None:
        """Take rows in, with their source row, their card and their small files."""
        counts: dict[str, int] = {}
        for row in (*rows, _source_row(publication, card, self.languages, self.day)):
            self.rows[type(row)] = (*self.rows.get(type(row), ()), row)
            counts[row.FILE] = counts.get(row.FILE, 0) + 1
        del counts[Source.FILE]
        self.snapshots[f"{publication.id}.toml"] = print_card(card).encode()
        for path in paths:
            if path.stat().st_size <= SMALL:
                self.snapshots[path.name] = path.read_bytes()
        self.filled.append(Filled(publication.id, tuple(path.name for path in paths), card.date, counts))


def gather(
    country: str, places: Sequence[Path], languages: Sequence[str], day: dt.date, *, member: str = "",
    neighbours: Sequence[str] = (),
) -> Gathered:  # fmt: skip
    """Return what the files in ``places`` say of the country with this alpha-3 code.

    ``day`` is ``as_of``: later years are left out, and it stands where the date of a file is not known. ``member`` is
    the acronym of the country's ISO member where the product does not know it; ``neighbours`` are economies whose seats
    are wanted too. The default list of technologies comes without any file. Of two layouts of one source the newer one
    is read. Raises ``WorkspaceError`` for a place that is missing or a file that cannot be read; a file without the
    country is an open question.
    """
    desk = _Desk(country, tuple(languages), day, member, tuple(neighbours))
    files = files_in(places)
    found = {publication.id: _newest(publication, files) for publication in PUBLICATIONS}
    if places and not any(found.values()):
        known = ", ".join(pattern.replace("\\", "") for o in PUBLICATIONS for layout in o.layouts for pattern in layout)
        raise WorkspaceError([Finding(places[0].name, 0, "", "source-nothing-known", {"known": known})])
    for publication in PUBLICATIONS:
        if chosen := found[publication.id]:
            READERS[publication.id](desk, publication, *chosen)
    desk.rows[PriorityArea] = (*desk.rows.get(PriorityArea, ()), *technologies.areas(languages))
    listed = {row.reference for row in desk.rows.get(Committee, ()) if isinstance(row, Committee)}
    desk.rows[Technology] = technologies.rows(languages, listed or None)
    given = {item.publication for item in desk.filled}
    given |= {"world-bank"} if "gapminder" in given else set()
    missing = tuple(
        publication for publication in PUBLICATIONS if publication.id in ASKED and publication.id not in given
    )
    return Gathered(country, desk.member, desk.rows, desk.snapshots, tuple(desk.filled), missing, tuple(desk.findings))


def _newest(publication: Publication, files: Sequence[Path]) -> tuple[tuple[Path, ...], Card] | None:
    """The files of a source and their card: of several the newest, of equal ones the first layout."""
    sets = [paths for layout in publication.layouts for paths in matching(files, *layout)]
    cards = [(paths, card_of(paths, publication.id, publication.address, publication.licence)) for paths in sets]
    return max(cards, key=lambda pair: pair[1].date or dt.date.min, default=None)


def _read_committees(desk: _Desk, publication: Publication, paths: tuple[Path, ...], card: Card) -> None:
    stated = card.date or desk.day
    register = committees.read(paths, f"ISO Open Data {stated.isoformat()}")
    body = committees.find_member(register, desk.country, desk.acronym)
    wanted = {code for item in technologies.technologies() for code in item.committees}
    known = tuple(row for row in register.committees if row.reference in wanted)
    links = technologies.links({row.reference for row in known}, desk.languages, desk.day)
    seats: tuple[Row, ...] = ()
    if body:
        desk.member = body.acronym
        seats = committees.seats_of(register, body, stated, publication.id)
    else:
        acronyms = ", ".join(sorted({member.acronym for _, member, _ in register.seats}))
        values: dict[str, object] = {"value": desk.acronym or desk.country, "known": acronyms}
        desk.findings.append(Finding(paths[0].name, 0, "", "source-no-member", values, Severity.QUESTION))
    others = committees.neighbours_of(register, desk.neighbours, known, stated, publication.id)
    members = committees.figures_of(known, stated, publication.id)
    desk.add(publication, paths, card, *seats, *known, *links, *members, *others)


def _without(desk: _Desk, paths: Sequence[Path]) -> Finding:
    """The open question about a file that does not have the country."""
    return Finding(paths[0].name, 0, "", "source-without-country", {"value": desk.country}, Severity.QUESTION)


def _read_ics(desk: _Desk, publication: Publication, paths: tuple[Path, ...], card: Card) -> None:
    codes = {code for item in technologies.technologies() for code in item.ics}
    desk.add(publication, paths, card, *ics.needed(ics.read(paths), codes))


def _read_accounts(desk: _Desk, publication: Publication, paths: tuple[Path, ...], card: Card) -> None:
    year = accounts.read(paths, country_numbers(desk.country), desk.day.year)
    if year is None:
        desk.findings.append(_without(desk, paths))
        return
    rows = (accounts.indicator(desk.languages), accounts.criterion(desk.languages))
    desk.add(
        publication, paths, card, *accounts.areas(desk.languages), *rows, *accounts.observations(year, publication.id)
    )


def _read_figures(desk: _Desk, publication: Publication, paths: tuple[Path, ...], card: Card) -> None:
    read = context.read_complexity if publication.id == "complexity" else context.read
    known = {row.id for row in desk.rows.get(Indicator, ()) if isinstance(row, Indicator)}
    found = [item for item in read(paths, desk.country, desk.day.year) if item[0].id not in known]
    if not found:
        desk.findings.append(_without(desk, paths))
        return
    rows = context.indicators(found, desk.languages)
    desk.add(publication, paths, card, *rows, *context.observations(found, publication.id))


READERS = {
    "iso-committees": _read_committees, "iso-ics": _read_ics, "un-accounts": _read_accounts,
    "world-bank": _read_figures, "gapminder": _read_figures, "complexity": _read_figures,
}  # fmt: skip


def _source_row(publication: Publication, card: Card, languages: Sequence[str], day: dt.date) -> Source:
    return Source(
        id=Id(publication.id), publisher=publication.publisher, date=card.date.isoformat() if card.date else "",
        title=spoken(f"sources.title-{publication.id}", languages),
        address=card.address, seen=day, grade=publication.grade, licence=card.licence,
        note=f"{card.how}; card with checksum: sources/{publication.id}.toml",
    )  # fmt: skip


def membership_source(languages: Sequence[str], day: dt.date) -> Source:
    """Return the source row of a membership category that the user stated: the page where it is to be confirmed."""
    return Source(
        id=Id("iso-membership"), publisher="International Organization for Standardization (ISO)",
        title=spoken("sources.title-iso-membership", languages),
        address="https://www.iso.org/about/members", seen=day, grade=Grade.INTERNATIONAL,
        note="stated with nss init --iso; to be confirmed on this page",
    )  # fmt: skip
