"""Checks of areas and evidence: classification, sources, years, shares, units, names of bodies."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise

from opennss.errors import Finding, Severity
from opennss.model.codes import TEN_GROUPS, Isic
from opennss.model.country import IecMembership, IsoMembership, Kind
from opennss.model.observations import Comparison, Indicator, Observation, Unit
from opennss.workspace.check.common import Case, fault

TAX_LINE = re.compile(r"\btaxes\b|\bproduct tax|thuế sản phẩm|thuế trừ trợ cấp", re.IGNORECASE)
DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
MOST = 100.5
"""Percent that the parts of a total may sum up to, rounding included."""


def areas(case: Case) -> Iterator[Finding]:
    """Sectors without codes, codes on other kinds, the tax line, levels of the classification."""
    expected = case.settings.level
    for area in case.workspace.evidence.areas:
        if area.kind is not Kind.SECTOR:
            if area.codes:
                yield fault(area, "codes", "codes-on-non-sector", value=";".join(area.codes), kind=area.kind)
            continue
        taxes = [(language, name) for language, name in area.name.values if TAX_LINE.search(name)]
        if taxes:
            yield fault(area, f"name_{taxes[0][0]}", "tax-line-as-sector", value=taxes[0][1])
        elif not area.codes:
            yield fault(area, "codes", "sector-without-codes", value=area.id)
        for code in area.codes:
            if code.level != expected and not (expected == "ten-group" and code in TEN_GROUPS):
                yield fault(area, "codes", "mixed-levels", value=code, level=code.level, expected=expected)


def overlaps(case: Case) -> Iterator[Finding]:
    """Two sectors, or two codes of one sector, of which one covers the other: shares would count twice."""
    sectors = [area for area in case.workspace.evidence.areas if area.kind is Kind.SECTOR]
    placed = [(area, code) for area in sectors for code in area.codes]
    for (first, one), (second, other) in combinations(placed, 2):
        if one.covers(other) or other.covers(one):
            yield fault(second, "codes", "overlapping-areas", value=other, other=one, area=first.id)


def observations(case: Case) -> Iterator[Finding]:
    """What an observation is about, its source, its unit, and figures that are still open."""
    indicators = {row.id: row for row in case.workspace.evidence.indicators}
    for row in case.workspace.evidence.observations:
        indicator = indicators.get(row.indicator)
        if indicator and indicator.comparison is Comparison.CONTEXT:
            if row.area or row.code:
                yield fault(row, "area", "about-the-country", value=row.area or row.code)
        elif bool(row.area) == bool(row.code):
            yield fault(row, "area", "area-or-code")
        if row.value is None:
            about = row.area or row.code or case.settings.country
            yield fault(row, "value", "open-question", Severity.QUESTION, indicator=row.indicator, about=about)
        elif row.source is None:
            yield fault(row, "source", "missing-source")
        if indicator and row.unit.dimension != indicator.unit.dimension:
            yield fault(row, "unit", "other-dimension", value=row.unit, expected=indicator.unit)


def sources(case: Case) -> Iterator[Finding]:
    """Dates of sources, and the source of each known membership."""
    found = {row.id for row in case.workspace.evidence.sources}
    for row in case.workspace.evidence.sources:
        if row.date and not DATE.fullmatch(row.date):
            yield fault(row, "date", "not-a-date", value=row.date)
    membership = case.settings.membership
    pairs = (
        ("iso_source", membership.iso is IsoMembership.UNKNOWN, membership.iso_source),
        ("iec_source", membership.iec is IecMembership.UNKNOWN, membership.iec_source),
    )
    for key, unknown, source in pairs:
        if not source and not unknown:
            yield Finding("nss.toml", 0, f"membership.{key}", "missing-source")
        elif source and source not in found and not case.left_out("sources.csv", source):
            values: dict[str, object] = {"value": source, "table": "sources.csv"}
            yield Finding("nss.toml", 0, f"membership.{key}", "unknown-code", values)


def _shares(case: Case) -> Iterator[tuple[Indicator, list[Observation]]]:
    for indicator in case.workspace.evidence.indicators:
        if indicator.comparison is Comparison.SHARE:
            rows = [
                row
                for row in case.workspace.evidence.observations
                if row.indicator == indicator.id and row.value is not None
            ]
            yield indicator, rows


def two_years(case: Case) -> Iterator[Finding]:
    """Shares of one total compared over two years: a code of an area whose newest value is older than the others'."""
    codes = {code for area in case.workspace.evidence.areas if area.kind is Kind.SECTOR for code in area.codes}
    for indicator, rows in _shares(case):
        newest: dict[Isic, Observation] = {}
        for row in rows:
            if row.code in codes and (row.code not in newest or row.period.year > newest[row.code].period.year):
                newest[row.code] = row
        year = max((row.period.year for row in newest.values()), default=0)
        for code, row in newest.items():
            if row.period.year < year:
                yield fault(
                    row, "period", "two-years-mixed", value=row.period, code=code, year=year, indicator=indicator.id
                )


def share_totals(case: Case) -> Iterator[Finding]:
    """Mutually exclusive parts of one level and period that sum to more than the total."""
    percent = Unit("percent")
    for indicator, rows in _shares(case):
        parts: dict[tuple[str, str], list[Observation]] = defaultdict(list)
        for row in rows:
            if row.unit.dimension == percent.dimension:
                parts[row.period, row.code.level if row.code else "area"].append(row)
        for (period, level), items in parts.items():
            unique = {row.code or row.area: row for row in items}
            total = sum(row.unit.convert(row.value or 0.0, percent) for row in unique.values())
            if total > MOST:
                said = {"total": f"{total:.1f}", "period": period, "level": level, "indicator": indicator.id}
                yield fault(items[-1], "value", "share-total", Severity.ERROR, "", **said)


def institutions(case: Case) -> Iterator[Finding]:
    """Names of one body that hold at the same time, or that end before they begin."""
    rows = sorted(case.workspace.evidence.institutions, key=lambda row: (row.id, row.since))
    for row in rows:
        if row.until and row.until < row.since:
            yield fault(row, "until", "dates-reversed", value=row.until, first=row.since)
    for first, second in pairwise(rows):
        if first.id == second.id and (first.until is None or first.until >= second.since):
            yield fault(second, "since", "overlapping-periods", value=second.since, body=second.id, other=first.line)
