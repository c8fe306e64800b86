"""Counts of research works as the table `research.csv`: from the integers of a scan and back, or from any source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from opennss.errors import Finding
from opennss.model.codes import Id
from opennss.model.technologies import Economy, ResearchCount
from opennss.tables.csvfile import Table, read_table
from opennss.technologies.scan.counting import WORK

PLACES = 10
"""Decimals of a fraction: enough to read back the same unit of 2^-32."""

Key = tuple[str, ...]
Numbers = tuple[int | None, ...]


def rows(counts: Mapping[Key, tuple[int, ...]], source: Id) -> tuple[ResearchCount, ...]:
    """Return counts as rows of the table, by technology, economy and year.

    >>> (row,) = rows({("quantum", "VNM", "2024"): (2, WORK // 3, 1, WORK // 3, 0, 0)}, Id("scan"))
    >>> row.year, row.works, str(row.fraction), row.known, row.top
    (2024, 2, '0.3333333333', 1, 0)
    """
    made = []
    for (technology, economy, year), numbers in counts.items():
        works, units, known, known_units, top, top_units = numbers
        made.append(
            ResearchCount(
                technology=technology,
                economy=Economy(economy),
                year=int(year),
                works=works,
                fraction=decimal(units),
                known=known,
                known_fraction=decimal(known_units),
                top=top,
                top_fraction=decimal(top_units),
                source=source,
            )
        )
    return tuple(sorted(made, key=lambda row: (row.technology, row.economy, row.year)))


def counts(table: Iterable[ResearchCount]) -> dict[Key, Numbers]:
    """Return rows as the integers of a scan by key; what a row does not say is ``None``."""
    return {
        (row.technology, row.economy, str(row.year)): (
            *(row.works, units(row.fraction), row.known),
            *(units(row.known_fraction), row.top, units(row.top_fraction)),
        )
        for row in table
    }


def decimal(number: int) -> Decimal:
    """Return units of 2^-32 of a work as works, rounded to ten decimals."""
    return Decimal(f"{(2 * number * 10**PLACES + WORK) // (2 * WORK)}e-{PLACES}")


def units(number: Decimal | None) -> int | None:
    """Return works as units of 2^-32 of a work: the same that ``decimal`` was given.

    >>> [units(decimal(number)) == number for number in (0, 1, WORK // 3, 10**9 * WORK + 7)]
    [True, True, True, True]
    """
    return None if number is None else round(Fraction(number) * WORK)


def read(path: Path, name: str = "") -> Table[ResearchCount]:
    """Read counts from a CSV file of any source; rows that cannot be are told and left out.

    Technology, economy, year, works and source are asked for. A column that is not there, and ``?``, is not known.
    """
    found = read_table(path, ResearchCount, (), name=name)
    kept: list[ResearchCount] = []
    faults: list[Finding] = []
    seen: set[tuple[str, str, int]] = set()
    for row in found.rows:
        wrong = tuple(_faults(row, name or path.name, seen))
        faults += wrong
        if not wrong:
            kept.append(row)
    return Table(tuple(kept), (*found.findings, *faults), found.skipped)


def _faults(row: ResearchCount, file: str, seen: set[tuple[str, str, int]]) -> Iterator[Finding]:
    key = (row.technology, row.economy, row.year)
    if key in seen:
        shown = {"technology": row.technology, "economy": row.economy, "year": row.year}
        yield Finding(file, row.line, "technology", "research-twice", shown)
    seen.add(key)
    sizes = {
        "works": (row.works, row.known, row.top),
        "fraction": (row.fraction, row.known_fraction, row.top_fraction),
    }
    for column, numbers in sizes.items():
        told = [number for number in numbers if number is not None]
        if any(number < 0 for number in told) or any(less > more for more, less in pairwise(told)):
            yield Finding(file, row.line, column, "research-order", {"values": ", ".join(map(str, told))})
    for column, whole, part in (
        ("fraction", row.works, row.fraction),
        ("known_fraction", row.known, row.known_fraction),
        ("top_fraction", row.top, row.top_fraction),
    ):
        if whole is not None and part is not None and part > whole:
            yield Finding(file, row.line, column, "research-share", {"value": str(part), "works": whole})
