"""The two-page brief for the minister: what, why these, what it costs, what we do not do, what we need from you."""

from __future__ import annotations

from opennss.document.blocks import Block, Bullets, Span
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
    blocks += [pen.heading(1, "brief-not"), *_not(pen), pen.heading(1, "brief-ask"), *pen.prose("brief-ask")]
    return [*blocks, pen.say("brief-sample", "note", number="adoptions.count"), pen.say("not-iso", "note")]


def _not(pen: Pen) -> list[Block]:
    """Candidates that wait, goals that nobody serves, urgent areas without a project, what people decided."""
    strategy = pen.strategy
    blocks: list[Block] = [pen.say("brief-not-intro", number="plan.not-now", unknown="observations.unknown")]
    if strategy.aligned.goals_without_area:
        blocks.append(Bullets(tuple((pen.fact(f"goal.{goal}"),) for goal in strategy.aligned.goals_without_area)))
    if strategy.plan.uncovered:
        blocks.append(pen.say("brief-uncovered"))
        blocks.append(Bullets(tuple((pen.text(pen.area(area).name),) for area, _ in strategy.plan.uncovered)))
    decided = [d for d in strategy.workspace.choices.decisions if d.area and d.value]
    if decided:
        blocks.append(pen.say("brief-decisions"))
        named = [
            (pen.text(pen.area(d.area).name), Span(f" → {d.value.printed}")) for d in decided if d.area and d.value
        ]
        blocks.append(Bullets(tuple(named)))
    return blocks


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
        rows.append(
            (
                pen.fact(f"{place}.joint"),
                pen.text(pen.area(area.area).name),
                "; ".join(high[:3]) or "–",
                pen.fact(area.fact),
            )
        )
    return pen.table("brief-top", rows, "rllr", (0.6, 2.6, 4.6, 0.8))
