"""Figures about the country as a whole: the World Bank's answer, Gapminder's table, and economic complexity.

They explain where the country stands; no area is ranked by them. The indicators are few and well known; the names in
``locale`` say what they count.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from opennss.language import spoken
from opennss.model.codes import Id, Period
from opennss.model.observations import Comparison, Indicator, Observation, Unit
from opennss.sources.reading import bytes_of, frame, unreadable

LAYOUTS = ((r"world_bank_[a-z]{3}\.json",), (r"gapminder_indicators.*\.parquet",))
"""The files of each layout that is known."""

COMPLEXITY_LAYOUTS = ((r"eci_country_year.*\.parquet",),)


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator of the country: its id and unit, and what the World Bank and Gapminder call it."""

    id: str
    unit: str
    world_bank: str
    gapminder: str


FIGURES = (
    Figure("gdp-per-capita", "usd", "NY.GDP.PCAP.KD", "gdppercapita_us_inflation_adjusted"),
    Figure("exports-gdp", "percent", "NE.EXP.GNFS.ZS", "exports_percent_of_gdp"),
    Figure(
        "high-technology-exports", "percent", "TX.VAL.TECH.MF.ZS",
        "high_technology_exports_percent_of_manufactured_exports",
    ),
    Figure("agriculture-employment", "percent", "SL.AGR.EMPL.ZS", "agriculture_workers_percent_of_employment"),
    Figure("internet-users", "percent", "IT.NET.USER.ZS", "internet_users"),
    Figure("urban-population", "percent", "SP.URB.TOTL.IN.ZS", "urban_population_percent_of_total"),
    Figure("human-development", "index", "", "hdi_human_development_index"),
)  # fmt: skip
COMPLEXITY = Figure("economic-complexity", "index", "", "")

Found = tuple[Figure, int, float]
"""A figure with its year and value."""


def read(paths: Sequence[Path], country: str, latest: int) -> tuple[Found, ...]:
    """Return the newest value up to the year ``latest`` of each figure that the file has for the country."""
    path = paths[0]
    rows = _answer(path) if path.suffix == ".json" else _gapminder(path, country)
    named = {name: figure for figure in FIGURES for name in (figure.world_bank, figure.gapminder) if name}
    own = ((named[name], year, value) for code, name, year, value in rows if code == country and name in named)
    return _newest(own, latest)


def read_complexity(paths: Sequence[Path], country: str, latest: int) -> tuple[Found, ...]:
    """Return the newest economic complexity index of the country."""
    columns = {"country_code": pl.String, "year": pl.Int64, "eci": pl.Float64}
    own = frame(paths[0], columns).filter(pl.col("country_code").str.to_uppercase() == country).drop_nulls()
    return _newest(((COMPLEXITY, year, value) for _, year, value in own.iter_rows()), latest)


def _newest(rows: Iterable[Found], latest: int) -> tuple[Found, ...]:
    newest: dict[str, Found] = {}
    for figure, year, value in rows:
        if year <= latest and (figure.id not in newest or year > newest[figure.id][1]):
            newest[figure.id] = (figure, year, value)
    return tuple(newest[figure.id] for figure in (*FIGURES, COMPLEXITY) if figure.id in newest)


def _gapminder(path: Path, country: str) -> Iterator[tuple[str, str, int, float]]:
    columns = {"iso3": pl.String, "indicator": pl.String, "year": pl.Int64, "value": pl.Float64}
    own = frame(path, columns).filter(pl.col("iso3").str.to_uppercase() == country)
    yield from ((country, name, year, value) for _, name, year, value in own.drop_nulls().iter_rows())


def _answer(path: Path) -> list[tuple[str, str, int, float]]:
    """The rows of the World Bank's answer ``[meta, rows]``; an error is a list of one."""
    try:
        _, rows = json.loads(bytes_of(path).decode("utf-8-sig"))
        return [
            (str(row["countryiso3code"]), str(row["indicator"]["id"]), int(row["date"]), float(row["value"]))
            for row in rows or ()
            if row["value"] is not None
        ]
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise unreadable(path, f"{type(error).__name__}: {error}") from error


def indicators(found: Sequence[Found], languages: Sequence[str]) -> tuple[Indicator, ...]:
    """Return the indicators of the figures found."""
    return tuple(
        Indicator(
            id=Id(figure.id), unit=Unit(figure.unit), comparison=Comparison.CONTEXT,
            name=spoken(f"sources.figure-{figure.id}", languages),
        )
        for figure, _, _ in found
    )  # fmt: skip


def observations(found: Sequence[Found], source: str) -> tuple[Observation, ...]:
    """Return the figures found as observations of the country as a whole."""
    return tuple(
        Observation(
            indicator=Id(figure.id), area=None, code=None, period=Period(str(year)), value=round(value, 4),
            unit=Unit(figure.unit), source=Id(source), note=f"{figure.world_bank or figure.gapminder}",
        )
        for figure, year, value in found
    )  # fmt: skip


def validate(path: Path) -> None:
    """Raise ``WorkspaceError`` when a snapshot is not an answer of the World Bank with rows."""
    if not _answer(path):
        raise unreadable(path, "0 rows")
