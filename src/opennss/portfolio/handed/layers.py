"""Which of the strategy's priorities a row of the list serves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from opennss.model.country import PriorityArea
from opennss.model.criteria import Rank
from opennss.model.handed import AreaBy, HandedRow, Layer
from opennss.model.references import Reference
from opennss.model.results import Ranks
from opennss.model.standards import Deliverable, Link
from opennss.tables.words import folded

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Served:
    """The layer of a row, the area behind it (empty: none is known), and how that is known."""

    layer: Layer
    area: str = ""
    by: AreaBy = AreaBy.NONE


def subject(row: HandedRow) -> Reference | None:
    """Return the deliverable that a row is about: the one whose number a national number contains, else its own."""
    return row.reference and (row.reference.adopts_hint or row.reference)


def layers(
    rows: Sequence[HandedRow],
    areas: Sequence[PriorityArea],
    tier: Mapping[str, int | None],
    ranks: Ranks,
    links: Iterable[Link],
    records: Mapping[str, Deliverable],
) -> dict[int, Served]:
    """Return the layer of each row by its line: by the area that it names, else by accepted links to its deliverable.

    A link to another edition counts, and one to the committee of the deliverable when there is none to itself. Of
    several areas the one that ranks best counts.
    """
    links = tuple(links)
    called = {folded(word): str(area.id) for area in areas for _, word in area.name.values}
    called |= {folded(area.id): str(area.id) for area in areas}
    by_base = _grouped((link.deliverable.base, str(link.area)) for link in links if link.deliverable)
    by_committee = _grouped((str(link.committee), str(link.area)) for link in links if link.committee)

    def place(area: str) -> tuple[int, int, str]:
        return _order(tier[area], ranks, area), ranks.of(area).joint or len(areas) + 1, area

    def served(row: HandedRow) -> Served:
        about = subject(row)
        record = records.get(about) if about else None
        for by, found in (
            (AreaBy.LIST, [called[folded(part)] for part in row.area.split(";") if folded(part) in called]),
            (AreaBy.LINK, by_base.get(about.base, []) if about else []),
            (AreaBy.COMMITTEE, by_committee.get(str(record.committee), []) if record else []),
        ):
            if found:
                best = min(found, key=place)
                return Served(_layer(tier[best], ranks, best), best, by)
        return Served(Layer.NO_AREA)

    return {row.line: served(row) for row in rows}


def unknown_areas(rows: Sequence[HandedRow], areas: Sequence[PriorityArea]) -> dict[str, list[int]]:
    """Return what rows call an area although no area is called so, with their lines."""
    called = {folded(word) for area in areas for word in (area.id, *(name for _, name in area.name.values))}
    return _grouped(
        (part.strip(), row.line)
        for row in rows
        for part in row.area.split(";")
        if part.strip() and folded(part) not in called
    )


def _order(level: int | None, ranks: Ranks, area: str) -> int:
    return [*Layer].index(_layer(level, ranks, area))


def _layer(level: int | None, ranks: Ranks, area: str) -> Layer:
    if level is not None:
        return Layer(str(level))
    return Layer.NOT_RANKABLE if ranks.of(area).final is Rank.UNKNOWN else Layer.NO_PRIORITY


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
