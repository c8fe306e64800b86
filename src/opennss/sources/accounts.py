"""UN national accounts: value added by kind of activity, as sectors with their share of the whole.

The activities are groups of ISIC Rev.3; the areas carry the sections of Rev.4 that come nearest. Manufacturing is part
of the group "mining, manufacturing, utilities", so what is left of it is an area of its own: derived by subtraction.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import polars as pl

from opennss.language import spoken
from opennss.model.codes import Id, Isic, Period
from opennss.model.country import Kind, PriorityArea
from opennss.model.criteria import Criterion, Direction, Group
from opennss.model.observations import Comparison, Indicator, Observation, Unit
from opennss.sources.reading import frame, lines_of, unreadable

LAYOUTS = ((r"un_sna_gdp_by_activity\.parquet",), (r"download-gdpcurrent-usd-countries\.csv(\.gz|\.zst)?",))
"""The files of each layout that is known; the second is the UN's workbook saved as CSV."""

TOTAL, PRODUCTION, FACTORIES = "Total Value Added", "(ISIC C-E)", "(ISIC D)"
PARTS = ("(ISIC A-B)", PRODUCTION, "(ISIC F)", "(ISIC G-H)", "(ISIC I)", "(ISIC J-P)")
"""Ends of the items that divide the whole, each activity once; manufacturing (D) stands inside C-E."""

NEAR = 0.005
"""How far the parts may miss the stated total before it is said."""


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector area: the ISIC Rev.4 sections it is made of, and the item it is measured by."""

    id: str
    sections: tuple[str, ...]
    item: str


SECTORS = (
    Sector("agriculture", ("A",), "(ISIC A-B)"),
    Sector("mining-utilities", ("B", "D", "E"), PRODUCTION + " - " + FACTORIES),
    Sector("manufacturing", ("C",), FACTORIES),
    Sector("construction", ("F",), "(ISIC F)"),
    Sector("trade-hospitality", ("G", "I"), "(ISIC G-H)"),
    Sector("transport-communication", ("H", "J"), "(ISIC I)"),
    Sector("other-services", ("K", "L", "M", "N", "O", "P", "Q", "R", "S", "T"), "(ISIC J-P)"),
)
"""The one cut of the economy that the eight items allow: mutually exclusive, complete, made of sections."""

INDICATOR = "value-added-share"


@dataclass(frozen=True, slots=True)
class Year:
    """The items of one country and year in US dollars, by the end of their name; ``note`` says what does not add up."""

    year: int
    items: Mapping[str, float]


def read(paths: Sequence[Path], numbers: frozenset[int], latest: int) -> Year | None:
    """Return the newest year up to ``latest`` of the country with these M49 numbers; ``None`` without one."""
    path = paths[0]
    rows = _table(path, numbers) if path.suffix == ".parquet" else _wide(path)
    found: dict[int, dict[str, float]] = {}
    for number, item, year, value in rows:
        if number in numbers and year <= latest:
            found.setdefault(year, {})[item if item == TOTAL else item[item.rfind("(ISIC") :]] = value
    good = [year for year, items in found.items() if TOTAL in items]
    return Year(max(good), found[max(good)]) if good else None


def _table(path: Path, numbers: frozenset[int]) -> Iterable[tuple[int, str, int, float]]:
    columns = {"country_m49": pl.Int64, "item": pl.String, "year": pl.Int64, "usd_current": pl.Float64}
    return frame(path, columns).filter(pl.col("country_m49").is_in(list(numbers))).drop_nulls().iter_rows()


def _wide(path: Path) -> Iterator[tuple[int, str, int, float]]:
    """The UN's own layout: title rows, then a header of country number, country, item and one column for each year."""
    rows = csv.reader(lines_of(path))
    header: list[str] = []
    try:
        for row in rows:
            if not header:
                header = row if row[:1] == ["CountryID"] else []
                continue
            for name, cell in zip(header[3:], row[3:], strict=False):
                if cell.strip():
                    yield int(row[0]), row[2].strip(), int(name), float(cell.replace(",", ""))
    except (ValueError, IndexError, csv.Error) as error:
        raise unreadable(path, error, rows.line_num) from error
    if not header:
        raise unreadable(path, "CountryID, Country, IndicatorName, 1970 ...")


def shares(year: Year) -> dict[str, float | None]:
    """Return each sector's share of the value added of all activities in percent; ``None`` where it cannot be told.

    The whole is the sum of the six parts, so that shares never exceed it; where a part is missing, the stated total.
    A negative part, or a remainder below zero, is a sign of trouble in the accounts: it stays unknown.

    >>> shares(Year(2024, {"(ISIC C-E)": 40.0, "(ISIC D)": 30.0, "Total Value Added": 100.0}))["manufacturing"]
    30.0
    """
    items = year.items
    complete = all(part in items for part in PARTS)
    whole = sum(items[part] for part in PARTS) if complete else items[TOTAL]
    values = {sector.id: items.get(sector.item) for sector in SECTORS}
    if PRODUCTION in items and FACTORIES in items:
        values["mining-utilities"] = items[PRODUCTION] - items[FACTORIES]
    return {
        name: round(100 * value / whole, 2) if value is not None and value >= 0 and whole > 0 else None
        for name, value in values.items()
    }


def mismatch(year: Year) -> float | None:
    """Return by how many percent the parts miss the stated total, where that is more than half a percent."""
    if not all(part in year.items for part in PARTS) or not year.items[TOTAL]:
        return None
    gap = sum(year.items[part] for part in PARTS) / year.items[TOTAL] - 1
    return round(100 * gap, 1) if abs(gap) > NEAR else None


def areas(languages: Sequence[str]) -> tuple[PriorityArea, ...]:
    """Return the sector areas, with the sections of ISIC Rev.4 that come nearest to their groups of Rev.3."""
    return tuple(
        PriorityArea(
            id=Id(sector.id), kind=Kind.SECTOR, codes=tuple(Isic(section) for section in sector.sections),
            name=spoken(f"sources.sector-{sector.id}", languages),
            note=f"measured by the UN item {sector.item} of ISIC Rev.3; the sections of Rev.4 come near, not exactly",
        )
        for sector in SECTORS
    )  # fmt: skip


def indicator(languages: Sequence[str]) -> Indicator:
    """Return the indicator by which the sectors are compared."""
    return Indicator(
        id=Id(INDICATOR), unit=Unit("percent"), comparison=Comparison.SHARE,
        name=spoken("sources.value-added-share", languages),
        definition=spoken("sources.value-added-share-definition", languages),
    )  # fmt: skip


def criterion(languages: Sequence[str]) -> Criterion:
    """Return the criterion that ranks sectors by their share; its ranges are the project default for shares."""
    return Criterion(
        id=Id(INDICATOR), group=Group.ECONOMIC, kinds=(Kind.SECTOR,), indicator=Id(INDICATOR),
        direction=Direction.HIGH, weight=Fraction(1), ranges=">=10;>=5;>0",
        name=spoken("sources.value-added-share", languages),
    )  # fmt: skip


def observations(year: Year, source: str) -> tuple[Observation, ...]:
    """Return the share of each sector with the item it was made from; what cannot be told is ``?``."""
    values, gap = shares(year), mismatch(year)
    doubt = f"; the activities miss the stated total by {gap} %" if gap else ""
    return tuple(
        Observation(
            indicator=Id(INDICATOR), area=Id(sector.id), code=None, period=Period(str(year.year)),
            value=values[sector.id], unit=Unit("percent"), source=Id(source),
            note=f"derived: {sector.item} divided by the sum of the activities, current US dollars{doubt}",
        )
        for sector in SECTORS
    )  # fmt: skip
