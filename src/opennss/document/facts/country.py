"""Facts about the country as a whole: its memberships, and figures that no area is compared by."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from opennss.document.facts.make import label, setting
from opennss.model.observations import Comparison, Observation
from opennss.model.results import Fact, Origin, Strategy
from opennss.model.table import cell


def country_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield the memberships, with their sources, and the newest known value of every figure about the country."""
    membership = strategy.workspace.settings.membership
    for body in ("iso", "iec"):
        status, source = getattr(membership, body), getattr(membership, f"{body}_source")
        known = {row.id for row in strategy.workspace.evidence.sources}
        origin = Origin("membership", (setting(f"membership.{body}"),), (source,) if source in known else ())
        name = "unknown" if status == "?" else str(status)
        words = label("membership", body=body.upper())
        yield Fact(f"membership.{body}", label(f"membership-{name}"), "text", origin, words)
    for row in newest(strategy):
        indicator = next(i for i in strategy.workspace.evidence.indicators if i.id == row.indicator)
        assert row.value is not None
        origin = Origin("harmonized", (cell(row, "value"),), (row.source,) if row.source else ())
        yield Fact(f"country.{row.indicator}", row.value, row.unit, origin, label("country", name=indicator.name,
                                                                               period=row.period))  # fmt: skip


def newest(strategy: Strategy) -> tuple[Observation, ...]:
    """Return the newest observation with a value of every indicator about the country as a whole."""
    context = {i.id for i in strategy.workspace.evidence.indicators if i.comparison is Comparison.CONTEXT}
    known = [o for o in strategy.workspace.evidence.observations if o.indicator in context and o.value is not None]
    rows = sorted(known, key=lambda o: (o.indicator, o.period.order))
    return tuple(list(own)[-1] for _, own in groupby(rows, key=lambda o: o.indicator))
