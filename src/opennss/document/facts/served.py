"""Facts about what serves an area: documents adopted, outdated, missing, drafts with their days, seats without work."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.document.facts.make import count, label, listed
from opennss.language import everywhere
from opennss.model.openings import Opening
from opennss.model.references import slug
from opennss.model.results import Fact, Origin, Strategy
from opennss.model.standards import Deliverable, Link
from opennss.model.table import cell

KINDS = ("in_force", "adopted", "outdated", "missing", "drafts", "unknown")
"""The lists of an area; a draft counts by its reference."""


def served_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield how many linked documents of each area are of which kind, the seats without work, and every draft."""
    links: dict[tuple[str, str], Link] = {
        (link.area, link.deliverable): link for link in strategy.workspace.choices.links if link.deliverable
    }
    for area in strategy.workspace.evidence.areas:
        own = strategy.served[area.id]
        for kind in KINDS:
            found = getattr(own, kind)
            references = [draft.deliverable for draft in found] if kind == "drafts" else found
            cells = [cell(links[area.id, reference], "deliverable") for reference in references]
            name = kind.replace("_", "-")
            yield count(f"served.{area.id}.{name}", len(found), f"served-{name}", *cells, area=area.name)
        idle = [f"seat.{slug(committee)}" for committee in own.idle]
        yield count(f"served.{area.id}.idle", len(idle), "served-idle", *idle, area=area.name)
    yield from _totals(strategy)
    drafts = {draft.deliverable: draft for own in strategy.served.values() for draft in own.drafts}
    yield count("served.drafts", len(drafts), "served-all-drafts", *(f"draft.{slug(name)}.stage" for name in drafts))
    for name, draft in drafts.items():
        yield from _draft(strategy.deliverables[name], draft)


def _totals(strategy: Strategy) -> Iterator[Fact]:
    """What serves several areas counts once."""
    for kind in ("in_force", "adopted", "idle"):
        found = dict.fromkeys(x for own in strategy.served.values() for x in getattr(own, kind))
        name = kind.replace("_", "-")
        inputs = [f"served.{area}.{name}" for area, own in strategy.served.items() if getattr(own, kind)]
        yield count(f"served.{name}", len(found), f"served-all-{name}", *inputs, method="count-once")


def _draft(deliverable: Deliverable, draft: Opening) -> Iterator[Fact]:
    place, stage = f"draft.{slug(draft.deliverable)}", listed(deliverable, "stage")
    words = label("draft-stage", deliverable=draft.deliverable)
    yield Fact(f"{place}.stage", everywhere(draft.stage), "text", Origin("listed", (stage,)), words)
    words = label("draft-until", deliverable=draft.deliverable)
    if draft.until is None:
        yield Fact(f"{place}.until", everywhere("?"), "text", Origin("draft-open", (stage,)), words)
    else:
        origin = Origin("draft-until", (stage, listed(deliverable, "stage_date")))
        yield Fact(f"{place}.until", draft.until, "date", origin, words)
