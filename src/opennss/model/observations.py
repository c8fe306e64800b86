"""What is measured, where it comes from, in which unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import ClassVar

from opennss.errors import CodeError
from opennss.language import Text
from opennss.model.codes import Id, Isic, Period
from opennss.model.table import Cell, Row, column

UNITS: dict[str, tuple[str, float]] = {
    "percent": ("share", 0.01),
    "share": ("share", 1.0),
    "per-100k": ("rate", 1e-5),
    "per-million": ("rate", 1e-6),
    "count": ("count", 1.0),
    "thousand": ("count", 1e3),
    "million": ("count", 1e6),
    "person-day": ("work", 1.0),
    "year": ("time", 1.0),
    "month": ("time", 1 / 12),
    "tonne": ("mass", 1.0),
    "million-tonne": ("mass", 1e6),
    "index": ("index", 1.0),
} | {
    f"{scale}{code}": (f"money-{code}", factor)
    for code in ("usd", "eur", "vnd", "idr", "myr", "thb", "php", "khr", "lak", "mmk", "sgd")
    for scale, factor in (("", 1.0), ("million-", 1e6), ("billion-", 1e9))
}
"""Every unit the product knows: code → (dimension, factor to the dimension's base)."""


class Unit(str):
    """A unit of the closed table ``UNITS``; converting across dimensions raises.

    >>> Unit.parse("percent").convert(12.0, Unit.parse("share"))
    0.12
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Unit:
        """Read a unit code; an unknown one raises ``CodeError`` and lists the known ones."""
        if text not in UNITS:
            raise CodeError("unknown-unit", value=text, known=", ".join(UNITS))
        return cls(text)

    @property
    def dimension(self) -> str:
        """What the unit measures: a share, a rate, a count, money of one currency ..."""
        return UNITS[self][0]

    def convert(self, value: float, to: Unit) -> float:
        """Return ``value`` of this unit in the unit ``to``; raises ``CodeError`` when the dimensions differ."""
        if self == to:
            return value
        if self.dimension != to.dimension:
            raise CodeError("other-dimension", value=self, expected=to)
        return value * UNITS[self][1] / UNITS[to][1]


class Grade(IntEnum):
    """How good a source is: 1 official, 2 international organisation, 3 press or academic. Weaker ones do not enter."""

    OFFICIAL = 1
    INTERNATIONAL = 2
    PRESS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Row):
    """A document or data set that a number, goal or membership was read in."""

    FILE: ClassVar[str] = "sources.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the source, used in every `source` column")
    title: Text = column("title of the document or data set")
    publisher: str = column("who published it, as printed on it", prose=True)
    number: str = column("official number, such as 411/QĐ-TTg", default="", prose=True)
    date: str = column("date of the document: a day, a month or a year (2022-03-31, 2022-03, 2022)", default="")
    address: str = column("where it was read")
    seen: dt.date = column("day on which it was read")
    grade: Grade = column("1 official, 2 international organisation, 3 press or academic; nothing weaker enters")
    licence: str = column("licence or terms of reuse", default="", prose=True)
    note: str = column("anything a reader should know about it", default="", prose=True)


class Comparison(StrEnum):
    """How values of an indicator may be compared between areas; ``context`` is about the country as a whole."""

    SHARE = "share"
    LEVEL = "level"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Row):
    """Something that is measured for areas; the numbers are in ``evidence.csv``."""

    FILE: ClassVar[str] = "indicators.csv"
    KEY: ClassVar[tuple[str, ...]] = ("id",)

    id: Id = column("id of the indicator")
    name: Text = column("name of the indicator")
    unit: Unit = column("unit in which it is compared; observations of the same dimension are converted")
    comparison: Comparison = column(
        "`share`: parts of one total, so mutually exclusive areas, one year and a sum of at most the total; "
        "`level`: each area on its own; `context`: the country as a whole, compared with nothing"
    )
    definition: Text = column("what exactly is measured", default=Text())


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation(Row):
    """One observed value of an indicator, for an area or for a code of its classification; ``None`` is unknown."""

    FILE: ClassVar[str] = "evidence.csv"
    KEY: ClassVar[tuple[str, ...]] = ("indicator", "area", "code", "period")

    indicator: Id = column("what is measured", ref="indicators")
    area: Id | None = column(
        "the area it is about; empty when `code` is given, or when the indicator is `context`",
        default=None,
        ref="areas",
    )
    code: Isic | None = column("the ISIC code it is about; empty when `area` is given", default=None)
    period: Period = column("period of the value: 2024, 2024-H1, 2024-Q3 or 2024-05")
    value: float | None = column("the number; `?` when there is no public figure", unknown=True)
    unit: Unit = column("unit of the number")
    source: Id | None = column("where the number was read; may be empty only beside `?`", default=None, ref="sources")
    note: str = column("what the number is exactly, or how it was derived", default="", prose=True)


@dataclass(frozen=True, slots=True)
class Value:
    """A harmonized value with its unit, period, age in years at ``as_of``, and the cells and sources it came from."""

    value: float
    unit: str
    period: str
    age: int
    cells: tuple[Cell, ...]
    sources: tuple[str, ...]


Table = Mapping[tuple[str, str], Value]
"""Harmonized values by (indicator, area or code); an absent pair has no data."""
