"""Where an economy stands in research of a technology: optional evidence, computed from counts alone.

The window is the newest five years without the newest year of the counts, which is hardly ever complete when they are
made. Works are shared among their authors (fractional counting) where every count that a figure needs is given so,
else each work is whole for each of its economies; the cells of a figure name the column that was read. Sums that lack a
year are lower bounds; ratios, growth and the index that lack one are not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from opennss.model.dossiers import Amount, Position
from opennss.model.table import Cell, cell
from opennss.model.technologies import ResearchCount, Technology

WINDOW = 5
"""Years that are looked at; project default."""

WORLD, NOWHERE = "*", "?"
"""The economy of each work once; the one of authors without a known economy."""

ALL = "*"
"""The technology of all works, whatever their subject."""

SHARED = {"works": "fraction", "top": "top_fraction", "known": "known_fraction"}
"""The columns of whole counts, and of the same counts shared among authors."""

ROUNDING = Fraction(1, 10**6)
"""Part of the world's shared works that may be lost by rounding each work's shares."""

DIGITS = 6
"""Digits of a growth rate, the one figure that is a root and so no exact fraction."""

Key = tuple[str, str, str]
"""A technology, an economy and a column of whole counts."""


@dataclass(frozen=True, slots=True)
class _Counts:
    """Rows by technology, economy and year; the years of which every economy was counted, by technology; the window."""

    rows: Mapping[tuple[str, str, int], ResearchCount]
    counted: Mapping[str, frozenset[int]]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums of several keys over the same years, the cells they were made from, and the years that are not known."""

    values: tuple[Fraction, ...]
    cells: tuple[Cell, ...]
    unknown: tuple[str, ...]

    def ratio(self, value: Fraction | None) -> Amount:
        """Return a figure made of these sums; not known where a year is, as it would be no lower bound."""
        return Amount(None if self.unknown else value, self.cells, self.unknown)


def position(
    technology: Technology, research: Sequence[ResearchCount], country: str, small: int, years: int = WINDOW
) -> Position | None:
    """Return the place of ``country`` (alpha-3) in a technology; ``None`` where nothing of the technology is counted.

    An economy without a row has no works in a year of which every economy was counted; else it is not known.
    ``unknown`` of a figure names the years it lacks. Fewer than ``small`` works, or works that are not known, are too
    few to speak about.
    """
    name = str(technology.id)
    rows = [row for row in research if row.technology in (name, ALL)]
    own = [row for row in rows if row.technology == name]
    if not own:
        return None
    counts = _Counts(
        {(row.technology, row.economy, row.year): row for row in rows},
        {subject: _counted(row for row in rows if row.technology == subject) for subject in (name, ALL)},
        window((row.year for row in own), years),
    )
    here, world = (name, country, "works"), (name, WORLD, "works")
    works, total = _whole(counts, here), _whole(counts, world)
    return Position(
        technology=name, first=counts.years[0], last=counts.years[-1], works=works, world=total,
        share=_ratio(counts, here, world), growth=_growth(counts, here),
        specialization=_specialization(counts, name, country),
        top=_ratio(counts, (name, country, "top"), (name, country, "known")),
        concentration=_concentration(counts, name, {str(row.economy) for row in own} - {WORLD, NOWHERE}),
        small=works.value is None or works.value < small,
    )  # fmt: skip


def _counted(rows: Iterable[ResearchCount]) -> frozenset[int]:
    """The years of which every economy was counted: together they have the world's works.

    Only shared works tell: they add up to the world's. Whole ones count a work for each of its economies, so that some
    economies alone may reach the world's.
    """
    by_year: dict[int, list[ResearchCount]] = {}
    for row in rows:
        by_year.setdefault(row.year, []).append(row)
    return frozenset(year for year, found in by_year.items() if _accounted(found))


def _accounted(rows: Sequence[ResearchCount]) -> bool:
    world = next((row.fraction for row in rows if row.economy == WORLD), None)
    others = [row.fraction for row in rows if row.economy != WORLD]
    if world is None or not others or None in others:
        return False
    return sum(Fraction(part or 0) for part in others) >= Fraction(world) * (1 - ROUNDING)


def window(years: Iterable[int], length: int = WINDOW) -> tuple[int, ...]:
    """Return the ``length`` years before the newest of ``years``, or fewer where the counts begin later.

    >>> window(range(2015, 2026)), window([2024, 2025]), window([2024])
    ((2020, 2021, 2022, 2023, 2024), (2024,), (2024,))
    """
    found = sorted(set(years))
    last = found[-1] - 1 if len(found) > 1 else found[-1]
    return tuple(range(max(found[0], last - length + 1), last + 1))


def _value(counts: _Counts, key: Key, column: str, year: int) -> Fraction | None:
    """A count as given; zero where every economy of that year was counted, ``None`` where nobody knows."""
    subject, economy, _ = key
    row = counts.rows.get((subject, economy, year))
    if row is None:
        return Fraction(0) if economy != WORLD and year in counts.counted.get(subject, ()) else None
    given: int | Decimal | None = getattr(row, column)
    return None if given is None else Fraction(given)


def _sums(counts: _Counts, keys: Sequence[Key], years: Sequence[int]) -> _Sums:
    """Add up the keys over the years in which all of them are known, shared among authors where all are given so."""
    ways = [[SHARED[column] for *_, column in keys], [column for *_, column in keys]]
    tables = [
        {year: [_value(counts, key, column, year) for key, column in zip(keys, way, strict=True)] for year in years}
        for way in ways
    ]
    known = [{year: row for year, row in table.items() if None not in row} for table in tables]
    way = 0 if known[0].keys() == known[1].keys() else 1
    return _added(counts, keys, ways[way], known[way], years)


def _added(
    counts: _Counts, keys: Sequence[Key], columns: Sequence[str], known: Mapping[int, Sequence[Fraction | None]],
    years: Sequence[int],
) -> _Sums:  # fmt: skip
    sums = tuple(sum((row[place] or Fraction(0) for row in known.values()), Fraction(0)) for place in range(len(keys)))
    cells = [
        cell(row, column)
        for (subject, economy, _), column in zip(keys, columns, strict=True)
        for year in known
        if (row := counts.rows.get((subject, economy, year)))
    ]
    return _Sums(sums if known else (), tuple(cells), tuple(str(year) for year in years if year not in known))


def _whole(counts: _Counts, key: Key) -> Amount:
    """Whole works, whatever else was counted: they tell whether there are enough to speak about."""
    table = {year: (_value(counts, key, key[2], year),) for year in counts.years}
    known = {year: row for year, row in table.items() if None not in row}
    found = _added(counts, (key,), (key[2],), known, counts.years)
    return Amount(found.values[0] if found.values else None, found.cells, found.unknown)


def _ratio(counts: _Counts, part: Key, whole: Key) -> Amount:
    found = _sums(counts, (part, whole), counts.years)
    return found.ratio(found.values[0] / found.values[1] if found.values and found.values[1] else None)


def _growth(counts: _Counts, key: Key) -> Amount:
    """Compound growth a year between the first and the second half of the window.

    (works of the second half ÷ works of the first)^(1 ÷ years between the middles of the halves) − 1. The middle year
    of an odd window is in neither half. Not known when a year is missing or the first half has no works.
    """
    half = len(counts.years) // 2
    if not half:
        return Amount(None, unknown=tuple(map(str, counts.years)))
    halves = counts.years[:half], counts.years[-half:]
    both = _sums(counts, (key,), (*halves[0], *halves[1]))
    if both.unknown:
        return both.ratio(None)
    column = both.cells[0].column if both.cells else key[2]
    first, second = (
        sum((_value(counts, key, column, y) or Fraction(0) for y in years), Fraction(0)) for years in halves
    )
    if not first:
        return Amount(None, both.cells, tuple(map(str, halves[0])))
    rate = float(second / first) ** (1 / (len(counts.years) - half)) - 1
    return both.ratio(Fraction(str(round(rate, DIGITS))))


def _specialization(counts: _Counts, name: str, country: str) -> Amount:
    """The technology's share of the economy's works divided by its share of the world's; 1 is the world's mean.

    Source: B. Balassa, "Trade liberalisation and 'revealed' comparative advantage", The Manchester School 33 (1965),
    99-123, applied to works instead of exports. It needs the counts of all works (technology ``*``).
    """
    keys = [(subject, economy, "works") for subject in (name, ALL) for economy in (country, WORLD)]
    found = _sums(counts, keys, counts.years)
    if not found.values or not all(found.values[1:]):
        return found.ratio(None)
    own, world, own_all, world_all = found.values
    return found.ratio((own / own_all) / (world / world_all))


def _concentration(counts: _Counts, name: str, economies: Iterable[str]) -> Amount:
    """The sum of the squared shares of the economies, of works whose economy is known; 1 when one has them all.

    Not known for a window with a year of which some economies were not counted.
    Source: the Herfindahl-Hirschman index, A. O. Hirschman, "The paternity of an index", American Economic Review 54
    (1964), 761-762.
    """
    if lacking := tuple(str(year) for year in counts.years if year not in counts.counted[name]):
        return Amount(None, unknown=lacking)
    found = _sums(counts, [(name, economy, "works") for economy in sorted(economies)], counts.years)
    total = sum(found.values, Fraction(0))
    return found.ratio(sum(((value / total) ** 2 for value in found.values), Fraction(0)) if total else None)
