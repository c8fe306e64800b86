"""Facts about what a larger number of items costs in points."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.document.facts.make import label, setting, whole
from opennss.model.plans import Weighing
from opennss.model.results import Fact, Origin, Strategy

UNITS = {
    "weight": "share",
    "points": "score",
    "items": "count",
    "urgent": "count",
    "days": "person-day",
    "gap": "share",
}
"""What is told of a plan, each with its unit."""

STANDS = ("points", "items", "urgent", "days")
"""What is told of the programme: it was not made by a weighing."""


def frontier_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield what every plan between points and number has of both, the programme beside it, and how far they differ."""
    found = strategy.outlook and strategy.outlook.frontier
    if not found:
        return
    for part in STANDS:
        origin = Origin("frontier-own", ("plan.count",))
        yield _fact("frontier.programme", part, found.programme, origin, f"frontier-own-{part}")
    if found.reason:
        why = Origin("frontier-reason", (whole("capacity.csv"),))
        yield Fact("frontier.reason", label(f"frontier-not-{found.reason}"), "text", why, label("frontier-reason"))
    for row, plan in enumerate(found.plans, 1):
        for part in UNITS:
            inputs = (whole("effort.csv"), whole("capacity.csv"), setting("plan.utilization"))
            origin = Origin("frontier-gap" if part == "gap" else "frontier", inputs)
            yield _fact(f"frontier.{row}", part, plan, origin, f"frontier-{part}", row)
    if not found.plans:
        return
    first, last = found.plans[0], found.plans[-1]
    ends = ("frontier.1", f"frontier.{len(found.plans)}")
    for name, value, unit, places in (
        ("more", last.items - first.items, "count", [f"{end}.items" for end in ends]),
        ("cost", round(first.points - last.points, 2), "score", [f"{end}.points" for end in ends]),
        ("short", round(first.points - found.programme.points, 2), "score", [
            "frontier.1.points", "frontier.programme.points",
        ]),
    ):  # fmt: skip
        origin = Origin("frontier-difference", tuple(places))
        yield Fact(f"frontier.{name}", value, unit, origin, label(f"frontier-{name}"))


def _fact(place: str, part: str, plan: Weighing, origin: Origin, words: str, row: int = 0) -> Fact:
    return Fact(f"{place}.{part}", getattr(plan, part), UNITS[part], origin, label(words, plan=row))
