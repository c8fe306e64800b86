"""One value per indicator and area: in one unit, of one year where areas are parts of a total, never imputed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from opennss.model.codes import Isic, Period
from opennss.model.country import PriorityArea
from opennss.model.observations import Comparison, Indicator, Observation, Table, Value
from opennss.model.table import cell


def harmonize(
    areas: Sequence[PriorityArea], indicators: Sequence[Indicator], observations: Sequence[Observation], year: int
) -> Table:
    """Return the value of every (indicator, area) and (indicator, ISIC code) that the evidence supports.

    ``year`` is that of ``as_of``: later periods are left out. An observation about an area counts as it is. An area
    made of one code takes the value of its code; the values of several codes are added only where they are shares of
    one total, all of one period. When one code is missing the area is missing: missing is never zero. What is about
    the country as a whole has no place here.
    """
    table: dict[tuple[str, str], Value] = {}
    for indicator in indicators:
        own = [o for o in observations if o.indicator == indicator.id and (o.area or o.code)]
        usable = [o for o in own if o.value is not None and o.period.year <= year]
        table |= {(indicator.id, str(key)): v for key, v in _newest(indicator, usable, year).items()}
        for area in areas:
            parts = [table.get((indicator.id, code)) for code in area.codes]
            additive = len(parts) == 1 or indicator.comparison is Comparison.SHARE
            if parts and (indicator.id, area.id) not in table and all(parts) and additive:
                table[indicator.id, area.id] = _sum([part for part in parts if part])
    return table


def _newest(indicator: Indicator, usable: Iterable[Observation], year: int) -> dict[Isic | str, Value]:
    """The newest observation of each area and code; shares only of the newest period of their level."""
    newest: dict[Isic | str, Observation] = {}
    for observation in sorted(usable, key=lambda o: o.period.order):
        newest[observation.code or str(observation.area)] = observation
    last: dict[str, Period] = {}
    for key, observation in newest.items():
        if isinstance(key, Isic):
            last[key.level] = max(last.get(key.level, observation.period), observation.period, key=lambda p: p.order)
    if indicator.comparison is Comparison.SHARE:
        newest = {key: o for key, o in newest.items() if not isinstance(key, Isic) or o.period == last[key.level]}
    return {key: _value(o, indicator, year) for key, o in newest.items()}


def _value(observation: Observation, indicator: Indicator, year: int) -> Value:
    assert observation.value is not None
    return Value(
        value=observation.unit.convert(observation.value, indicator.unit),
        unit=indicator.unit,
        period=observation.period,
        age=year - observation.period.year,
        cells=(cell(observation, "value"),),
        sources=(observation.source,) if observation.source else (),
    )


def _sum(parts: Sequence[Value]) -> Value:
    first = parts[0]
    return Value(
        value=float(sum((Decimal(str(part.value)) for part in parts), Decimal(0))),
        unit=first.unit,
        period=min(part.period for part in parts),
        age=max(part.age for part in parts),
        cells=tuple(place for part in parts for place in part.cells),
        sources=tuple(dict.fromkeys(source for part in parts for source in part.sources)),
    )
