"""Facts about national mirror committees and named experts: counts only, never a person; and the load of each rung."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from opennss.document.facts.make import count, label, type_name, whole
from opennss.model.projects import LADDER, YEARLY, ProjectType
from opennss.model.references import slug
from opennss.model.results import Fact, Origin, Strategy
from opennss.model.stakeholders import MirrorStatus
from opennss.model.table import cell


def mirror_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield how many committees and experts are recorded, how each committee is mirrored, and the yearly load."""
    evidence = strategy.workspace.evidence
    yield count("mirrors.count", len(evidence.mirrors), "mirrors-count", whole("committees.csv"))
    live = [cell(row, "status") for row in evidence.mirrors if row.status is MirrorStatus.LIVE]
    yield count("mirrors.live", len(live), "mirrors-live", *(live or [whole("committees.csv")]))
    yield count("experts.count", len(evidence.experts), "experts-count", whole("experts.csv"))
    for code, found in (strategy.mirrored or {}).items():
        national = [cell(row, "mirrors") for row in evidence.mirrors if row.id in found.committees]
        named = [cell(row, "follows") for row in evidence.experts if row.id in found.experts]
        for part, cells, file in (("committees", national, "committees.csv"), ("experts", named, "experts.csv")):
            inputs = cells or [whole(file)]
            yield count(f"mirror.{slug(code)}.{part}", len(cells), f"mirror-{part}", *inputs, committee=code)
    for rung in LADDER:
        yield from _load(rung, strategy)


def _load(rung: ProjectType, strategy: Strategy) -> Iterator[Fact]:
    """The standing load of one committee on a rung; nothing where effort.csv says nothing of it."""
    own = [row for row in strategy.workspace.method.efforts if row.type is rung]
    yearly = [row for row in own if row.spread == YEARLY]
    if yearly:
        for part, unit, values in (
            ("days", "person-day", [row.days for row in yearly]), ("cost", "money", [row.cost for row in yearly]),
        ):  # fmt: skip
            origin = Origin("sum", tuple(cell(row, part) for row in own))
            words = label(f"rung-{part}", rung=type_name(rung))
            yield Fact(f"rung.{rung}.{part}", sum(values, Decimal(0)), unit, origin, words)
