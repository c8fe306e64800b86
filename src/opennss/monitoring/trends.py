"""Where each indicator of performance stands and where its pace so far leads, as plain arithmetic."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from opennss.language import Text
from opennss.model.codes import Period
from opennss.model.monitoring import Light, Pace, Tracked
from opennss.model.projects import Periodicity, Progress
from opennss.model.results import Measured, Standing
from opennss.monitoring.progress import aims_up, reaches

MONTHS = {Periodicity.YEAR: 12, Periodicity.HALF: 6, Periodicity.QUARTER: 3}
"""Months of a period."""

FARTHEST = 100
"""Years ahead from which a pace is as good as none."""


def tracked(
    measured: Sequence[Measured], reported: Sequence[Progress], as_of: dt.date, first: int, names: Mapping[str, Text]
) -> tuple[Tracked, ...]:
    """Return every indicator with its yearly aims, in the order of the folder.

    ``first`` is the first year for which reports are asked for; ``names`` are those of the organisations.
    """
    known = [row for row in sorted(reported, key=lambda r: r.period.order) if row.value is not None]
    found = []
    for id_ in dict.fromkeys(m.target.id for m in measured):
        aims = tuple(sorted((m for m in measured if m.target.id == id_), key=lambda m: m.target.year))
        values = tuple(row for row in known if row.target == id_)
        row, led = aims[0].target, forecast(aims, values)
        found.append(
            Tracked(
                id=row.id, name=row.name, unit=row.unit, periodicity=row.periodicity, evidence=row.evidence,
                owner=names.get(row.owner or "", Text()), aims=aims, values=values, light=light(aims, led),
                pace=led.pace, distance=aims[-1].target.target - _value(values[-1]) if values else None,
                a_year=led.a_year, reached=led.reached, awaited=awaited(row.periodicity, values, as_of, first),
            )
        )  # fmt: skip
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where a pace leads: the movement in a year, and the year in which the last aim is reached."""

    pace: Pace
    a_year: Fraction | None = None
    reached: int | None = None


def forecast(aims: Sequence[Measured], values: Sequence[Progress]) -> Forecast:
    """Return where the pace between the first and the newest value leads; nothing with fewer than two values.

    pace = (newest − first) ÷ months between the ends of their periods; the last aim is reached after
    (aim − newest) ÷ pace further months. A mere continuation of the line, no model of anything.
    """
    rows = [m.target for m in aims]
    aim, up = rows[-1], aims_up(rows[-1], rows)
    if values and reaches(aim, _value(values[-1]), up):
        return Forecast(Pace.REACHED, _a_year(values))
    a_year = _a_year(values)
    if a_year is None:
        return Forecast(Pace.TOO_FEW)
    if not a_year:
        return Forecast(Pace.STILL, a_year)
    left = Fraction(aim.target - _value(values[-1])) / a_year
    if left < 0 or left > FARTHEST:
        return Forecast(Pace.AWAY if left < 0 else Pace.STILL, a_year)
    return Forecast(Pace.TOWARDS, a_year, (_month(values[-1].period) + math.ceil(left * 12) - 1) // 12)


def _a_year(values: Sequence[Progress]) -> Fraction | None:
    months = _month(values[-1].period) - _month(values[0].period) if values else 0
    return Fraction(_value(values[-1]) - _value(values[0])) * 12 / months if months else None


def _month(period: Period) -> int:
    """Return the last month of a period, counted through: January of the year 0 is 1."""
    year, month, _ = period.order
    return 12 * year + month


def _value(row: Progress) -> Decimal:
    assert row.value is not None, "only known values come here"
    return row.value


def light(aims: Sequence[Measured], led: Forecast) -> Light:
    """Return the light of an indicator: by its newest aim that is due, else by where its pace leads.

    Red is a missed aim, and no light a due aim without report. Ahead of the last aim, a pace that reaches it in time
    is green, another amber; without a pace it is not yet due, or green where the aims so far were reached.
    """
    due = [m for m in aims if m.standing is not Standing.OPEN]
    if due and due[-1].standing is not Standing.REACHED:
        return Light.LATE if due[-1].standing is Standing.MISSED else Light.UNKNOWN
    if led.pace is Pace.REACHED or (led.reached is not None and led.reached <= aims[-1].target.year):
        return Light.ON_TRACK
    if led.pace is Pace.TOO_FEW:
        return Light.ON_TRACK if due else Light.NOT_DUE
    return Light.WATCH


def awaited(periodicity: Periodicity, values: Sequence[Progress], as_of: dt.date, first: int) -> Period | None:
    """Return the newest period that is over at ``as_of`` and was not reported; ``None`` where nothing is awaited.

    A report that reaches the end of that period is one, whatever its length; nothing is awaited before ``first``.

    >>> [awaited(length, (), dt.date(2027, 8, 1), 2027) for length in Periodicity]
    [None, '2027-H1', '2027-Q2']
    """
    length = MONTHS[periodicity]
    over = (12 * as_of.year + as_of.month - 1) // length  # whole periods before this one, counted from the year 0
    year, place = divmod((over - 1) * length, 12)
    name = {12: "", 6: f"-H{place // 6 + 1}", 3: f"-Q{place // 3 + 1}"}[length]
    period = Period(f"{year}{name}")
    if year < first or (values and _month(values[-1].period) >= _month(period)):
        return None
    return period
