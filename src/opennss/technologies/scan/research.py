"""Counts of a scan as rows of the table `research.csv`; counts from any other source fit the same table."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from opennss.model.codes import Id
from opennss.model.technologies import Economy, ResearchCount
from opennss.technologies.scan.counting import WORK

PLACES = 10
"""Decimals of a fraction: enough to read back the same unit of 2^-32."""


def rows(counts: Mapping[tuple[str, ...], tuple[int, ...]], source: Id) -> tuple[ResearchCount, ...]:
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


def decimal(number: int) -> Decimal:
    """Return units of 2^-32 of a work as works, rounded to ten decimals.

    >>> from fractions import Fraction
    >>> [round(Fraction(decimal(n)) * WORK) == n for n in (0, 1, WORK // 3, 10**9 * WORK + 7)]
    [True, True, True, True]
    """
    return Decimal(f"{(2 * number * 10**PLACES + WORK) // (2 * WORK)}e-{PLACES}")
