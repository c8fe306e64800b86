"""The two-page brief for the minister: what, why these, what it costs, what we do not do, what we need from you."""

from __future__ import annotations

from opennss.document.blocks import Block, Span
from opennss.document.facts.ranks import TOP
from opennss.document.outline.pen import Pen
from opennss.document.outline.programme import load_figure
from opennss.model.criteria import Rank


def brief(pen: Pen) -> list[Block]:
    """Return the blocks of the brief; it must fit two pages in each language."""
    blocks: list[Block] = [pen.heading(1, "brief-what"), *pen.prose("brief-why"), _figures(pen)]
    blocks += [pen.heading(1, "brief-why"), pen.say("brief-why-intro"), _top(pen)]
    blocks += [
        pen.heading(1, "brief-cost"),
        pen.say("brief-cost-intro", days="load.days", cost="load.cost", capacity="load.capacity"),
    ]
    blocks += [load_figure(pen)] if pen.strategy.plan.loads else []
    blocks.append(pen.heading(1, "brief-not"))
    blocks.append(
        pen.say("brief-not-intro", number="plan.not-now", unserved="goals.unserved", unknown="observations.unknown")
    )
    return [*blocks, pen.heading(1, "brief-ask"), *pen.prose("brief-ask"), pen.say("not-iso", "note")]


def _figures(pen: Pen) -> Block:
    names = ("plan.adopt", "plan.revise", "plan.participate", "plan.rank-one-areas", "goals.count")
    return pen.table(
        "brief-figures", [(pen.text(pen.strategy.facts[n].label), pen.fact(n)) for n in names], "lr", (5, 1)
    )


def _top(pen: Pen) -> Block:
    criteria = {str(c.id): c.name for c in pen.strategy.workspace.voices.criteria}
    rows = []
    for area in pen.strategy.ranks.joint_list()[:TOP]:
        high = [criteria[c][pen.language] for c, cell in area.cells if cell.rank in (Rank.HIGH, Rank.OVERRIDING)]
        place = f"rank.{area.area}"
        possible = (pen.fact(f"{place}.best"), Span("–"), pen.fact(f"{place}.worst"))
        rows.append(
            (pen.fact(f"{place}.joint"), pen.text(pen.area(area.area).name), "; ".join(high[:3]) or "–", possible)
        )
    return pen.table("brief-top", rows, "rllr", (0.6, 2.6, 4.4, 1.4))
