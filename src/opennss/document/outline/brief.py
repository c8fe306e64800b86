"""The two-page brief for the minister: what, why these, what it costs, what we do not do, what we need from you."""

from __future__ import annotations

from opennss.document.blocks import Block, Bullets, Span
from opennss.document.facts.ranks import TOP
from opennss.document.outline.objectives import organisation
from opennss.document.outline.pen import Pen
from opennss.document.outline.programme import total_figure, uncovered
from opennss.document.outline.robustness import in_short
from opennss.model.codes import Id
from opennss.model.criteria import Rank
from opennss.model.results import RankedArea


def brief(pen: Pen) -> list[Block]:
    """Return the blocks of the brief; it must fit two pages in each language."""
    blocks: list[Block] = [pen.heading(1, "brief-what"), *pen.prose("brief-why"), *_years(pen), *_measures(pen)]
    blocks += [pen.heading(1, "brief-why"), *_top(pen)]
    cost = {"days": "load.days", "cost": "load.cost", "capacity": "load.capacity"}
    stated = pen.strategy.plan.loads
    blocks += [
        pen.heading(1, "brief-cost"),
        pen.say("brief-cost-intro", **cost) if stated else pen.say("brief-cost-none"),
    ]
    blocks += [total_figure(pen)] if pen.strategy.plan.loads else []
    blocks += [pen.heading(1, "brief-not"), *_not(pen), pen.heading(1, "brief-ask"), *pen.prose("brief-ask")]
    return [*blocks, pen.say("brief-sample", "note", number="adoptions.count"), pen.say("not-iso", "note")]


def _not(pen: Pen) -> list[Block]:
    """Candidates that wait, goals that nobody serves, urgent areas without a project, what people decided."""
    strategy = pen.strategy
    blocks: list[Block] = [pen.say("brief-not-intro", number="plan.not-now", unknown="observations.unknown")]
    if strategy.aligned.goals_without_area:
        blocks.append(pen.say("brief-unserved"))
        blocks.append(Bullets(tuple((pen.fact(f"goal.{goal}"),) for goal in strategy.aligned.goals_without_area)))
    if strategy.plan.uncovered:
        blocks.append(pen.say("brief-uncovered"))
        blocks.append(Bullets(tuple(uncovered(pen, area, reason) for area, reason in strategy.plan.uncovered)))
    decided = [d for d in strategy.workspace.choices.decisions if d.area and d.value]
    if decided:
        blocks.append(pen.say("brief-decisions"))
        named = [
            (pen.text(pen.area(d.area).name), Span(f" → {d.value.printed}")) for d in decided if d.area and d.value
        ]
        blocks.append(Bullets(tuple(named)))
    return blocks


def _years(pen: Pen) -> list[Block]:
    """What begins in each year, and what the year takes, ? where no staff and money are stated; nothing planned yet."""
    if not pen.strategy.plan.items:
        return [pen.say("no-plan")]
    rows = []
    for year in pen.strategy.workspace.settings.years:
        begun = [pen.fact(f"year.{year}.{part}") for part in ("adoptions", "committees")]
        taken = [pen.known(f"year.{year}.{part}", "plain") for part in ("days", "cost")]
        rows.append((Span(str(year)), *begun, pen.fact(f"plan.measure.{year}"), *taken))
    return [pen.table("brief-years", rows, "lrrrrr", (1, 1.6, 1.2, 1.2, 1.2, 1.4))]


MEASURES = 5
"""Measures that the brief names: the first of the plan, whose items stand in the order of year and urgency."""


def _measures(pen: Pen) -> list[Block]:
    """The planned measures of the first tiers, with who answers for them and their first year."""
    rows = {row.id: row for row in pen.strategy.workspace.choices.measures}
    items = [item for item in pen.strategy.plan.items if item.project.measure and (item.project.tier or 0) <= 1]
    found = sorted(items, key=lambda item: item.project.tier or 0)[:MEASURES]
    if not found:
        return []
    lines = []
    for item in found:
        row = rows[Id(item.project.measure)]
        year = pen.fact(f"project.{item.project.id}.start")
        lines.append((pen.text(row.name), Span(" ("), organisation(pen, row.lead), Span(", "), year, Span(")")))
    return [pen.say("brief-measures"), Bullets(tuple(lines))]


NAMED = 2
"""Criteria that the brief names with an area: the first in which it ranks high."""


def _top(pen: Pen) -> list[Block]:
    """The first areas of the joint list and every other one of the highest rank; what people decided is marked."""
    named = _named(pen)
    if not named:
        return [pen.say("nothing-ranked")]
    criteria = {str(c.id): c.name for c in pen.strategy.workspace.voices.criteria}
    rows = []
    for area in named:
        high = [criteria[c][pen.language] for c, cell in area.cells if cell.rank in (Rank.HIGH, Rank.OVERRIDING)]
        decided = area.override or area.decided is not None
        rows.append(
            (
                pen.known(f"rank.{area.area}.joint"),
                (pen.text(pen.area(area.area).name), Span(f" ({pen.t('by-decision')})" if decided else "")),
                "; ".join(high[:NAMED]) or "–",
                pen.fact(area.fact),
            )
        )
    table = pen.table("brief-top", rows, "rllr", (0.6, 2.6, 4.6, 0.8))
    return [pen.say("brief-why-intro", number="plan.rank-one-areas"), table, *in_short(pen)]


def _named(pen: Pen) -> tuple[RankedArea, ...]:
    """The first places of the joint list, then what else has the highest rank; without a place last."""
    placed = pen.strategy.ranks.joint_list()
    rest = (*placed[TOP:], *(area for area in pen.strategy.ranks.areas if area.joint is None))
    return (*placed[:TOP], *(area for area in rest if area.final.number == 1))
