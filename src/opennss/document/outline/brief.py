"""The two-page brief for the minister: what, why these, what it costs, what we do not do, what we need from you."""

from __future__ import annotations

from dataclasses import replace

from opennss.document.blocks import Block, Bullets, Line, Paragraph, Span, line
from opennss.document.facts.make import BEFORE, start_years, year_name
from opennss.document.facts.ranks import TOP
from opennss.document.outline.decided import in_brief
from opennss.document.outline.objectives import organisation
from opennss.document.outline.pen import Pen, listed, said, sentences
from opennss.document.outline.programme import total_figure, uncovered
from opennss.document.outline.robustness import in_short
from opennss.document.robust_words import SEEN
from opennss.language import say
from opennss.model.codes import Id
from opennss.model.criteria import Rank
from opennss.model.judgements import EVERYBODY, group_weights
from opennss.model.projects import ProjectType
from opennss.model.results import RankedArea

NARROW = 0.7
"""Width of the picture of staff and money, so that the brief keeps to two pages."""


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
    blocks += [replace(total_figure(pen), width=NARROW)] if pen.strategy.plan.loads else []
    blocks += [pen.heading(1, "brief-not"), *_not(pen), pen.heading(1, "brief-ask"), *pen.prose("brief-ask")]
    notes = [pen.fill(pen.t("brief-sample"), {"number": "adoptions.count"}), line(pen.t("not-iso"))]
    return [*blocks, Paragraph(sentences(notes), "note")]


def _not(pen: Pen) -> list[Block]:
    """Candidates that wait, goals that nobody serves, urgent areas without a project, what people decided."""
    strategy = pen.strategy
    blocks: list[Block] = [pen.say("brief-not-intro", number="plan.not-now", unknown="observations.unknown")]
    if strategy.aligned.goals_without_area:
        facts = [pen.fact(f"goal.{goal}") for goal in strategy.aligned.goals_without_area]
        goals = listed((replace(fact, text=fact.text.rstrip(".")),) for fact in facts)
        blocks.append(Paragraph((Span(f"{pen.t('brief-unserved')} "), *goals, Span("."))))
    if strategy.plan.uncovered:
        blocks.append(pen.say("brief-uncovered"))
        blocks.append(Bullets(tuple(uncovered(pen, area, reason) for area, reason in strategy.plan.uncovered)))
    shown = {area.area for area in _named(pen)}  # whose decision stands in the table of the first areas
    decided = [d for d in strategy.workspace.choices.decisions if d.area and d.value and d.area not in shown]
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
    for year in start_years(pen.strategy):
        names = [f"year.{year}.{part}" for part in ("adoptions", "committees")]
        names += [f"plan.{ProjectType.MIRROR}.{year}", f"plan.{ProjectType.MEASURE}.{year}", f"year.{year}.items"]
        taken = [pen.known(f"year.{year}.{part}", "plain") for part in ("days", "cost")]
        taken = [Span("–")] * 2 if year == BEFORE else taken
        rows.append((pen.text(year_name(year)), *map(pen.fact, names), *taken))
    names = ["year.adoptions", "plan.ladder", f"plan.{ProjectType.MIRROR}", f"plan.{ProjectType.MEASURE}", "plan.count"]
    taken = [pen.known(f"load.{part}", "plain") for part in ("days", "cost")]
    rows.append((Span(pen.t("total"), strong=True), *map(pen.fact, names), *taken))
    widths = (0.8, 1.3, 1.5, 1.5, 1, 0.8, 1, 1.1)
    return [pen.table("brief-years", rows, "lrrrrrrr", widths, ("rounding",))]


MEASURES = 2
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
        high = [line(criteria[c][pen.language]) for c, cell in area.cells if cell.rank is Rank.HIGH]
        because = in_brief(pen, area)
        decided = area.override or area.decided is not None
        rows.append(
            (
                pen.known(f"rank.{area.area}.joint"),
                (pen.text(pen.area(area.area).name), Span(f" ({pen.t('by-decision')})" if decided else "")),
                listed([*high[: NAMED - bool(because)], *([because] if because else [])]) or line("–"),
                pen.fact(area.fact),
            )
        )
    table = pen.table("brief-top", rows, "rllr", (0.5, 3.4, 5.4, 0.6))
    return [pen.say("brief-why-intro", number="plan.rank-one-areas"), table, *in_short(pen), *_heard(pen)]


def _heard(pen: Pen) -> list[Block]:
    """How many people answered, where their weights differ most from those in use, how many areas have no place."""
    told: list[Line] = []
    titles = {round_.id: round_.title for round_ in pen.strategy.workspace.voices.rounds}
    rounds = [
        (pen.text(titles[result.round]), Span(" "), pen.fact(f"round.{result.round}.answered"))
        for result in pen.strategy.rounds
    ]
    told += [said(pen.t("brief-rounds"), rounds=listed(rounds))] if rounds else []
    told += _weights(pen)
    if pen.strategy.facts["areas.unplaced"].value:
        told.append(said(pen.t("brief-unplaced"), number=pen.fact("areas.unplaced")))
    return [Paragraph(sentences(told))] if told else []


def _weights(pen: Pen) -> list[Line]:
    """The group of criteria to which the people who were asked gave a weight that differs most from the one in use."""
    heard, found = group_weights(pen.strategy.judgements), pen.strategy.robustness
    if heard is None or found is None:
        return []
    place, used = (
        f"elicited.{heard.round}.{heard.question}.{EVERYBODY}",
        dict(zip(found.groups, found.weights, strict=True)),
    )
    apart = {
        group: abs(weight - used[group])
        for group, weight in zip(heard.items, heard.weights, strict=True)
        if group in used
    }
    group = max(apart, key=lambda name: apart[name], default="")
    if not group or apart[group] < SEEN:
        return []
    parts = {"heard": pen.fact(f"{place}.{group}"), "chosen": pen.fact(f"robust.weight.{group}")}
    named = say(f"robust-words.group-{group}", pen.language)
    return [said(pen.t("brief-heard"), answers=pen.fact(place), group=named, **parts)]


def _named(pen: Pen) -> tuple[RankedArea, ...]:
    """The first places of the joint list, then what else has the highest rank; without a place last."""
    placed = pen.strategy.ranks.joint_list()
    rest = (*placed[TOP:], *(area for area in pen.strategy.ranks.areas if area.joint is None))
    return (*placed[:TOP], *(area for area in rest if area.final.number == 1))
