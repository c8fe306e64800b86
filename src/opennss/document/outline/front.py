"""The opening chapters: abbreviations, foreword, summary, the body, what a strategy is, scope, methodology."""

from __future__ import annotations

from opennss.document.blocks import Block, Bullets, Span, line
from opennss.document.outline.baseline import baseline, process_table
from opennss.document.outline.country import country
from opennss.document.outline.pen import Pen
from opennss.document.outline.robustness import in_short
from opennss.model.country import Kind


def front(pen: Pen) -> list[Block]:
    """Return the chapters before the vision."""
    blocks: list[Block] = []
    for key in ("abbreviations", "foreword"):
        blocks += [pen.heading(1, key), *pen.prose(key)]
    blocks += [pen.heading(1, "summary"), *pen.prose("summary"), *in_short(pen), _key_figures(pen)]
    for key in ("acknowledgements", "body"):
        blocks += [pen.heading(1, key), *pen.prose(key)]
    blocks += [*country(pen), *baseline(pen)]
    for key in ("what-is-nss", "scope", "methodology"):
        blocks += [pen.heading(1, key), *pen.prose(key)]
    blocks += [pen.heading(2, "steps"), Bullets(tuple(line(part) for part in pen.t("steps").split("|")), ordered=True)]
    blocks += process_table(pen)
    blocks += [pen.heading(2, "criteria"), pen.say("criteria-intro"), _criteria(pen), pen.say("not-iso", "note")]
    return blocks


def _key_figures(pen: Pen) -> Block:
    names = (
        "areas.count", "goals.count", "observations.count", "round.rate", "plan.rank-one-areas", "gaps.not-adopted",
        "gaps.outdated-adoption", "seats.p", "seats.o", "plan.adopt", "plan.revise", "plan.ladder", "plan.measure",
        "load.days", "load.cost",
    )  # fmt: skip
    rows = [(pen.text(pen.strategy.facts[name].label), pen.fact(name)) for name in names if name in pen.strategy.facts]
    return pen.table("key-figures", rows, "lr", (4, 1.6))


def _criteria(pen: Pen) -> Block:
    rows = []
    for criterion in pen.strategy.workspace.voices.criteria:
        source = pen.t("by-round") if criterion.question else criterion.ranges.replace(";", " · ")
        names = [f"weight.{kind}.{criterion.id}" for kind in Kind]
        weights = [pen.fact(name) if name in pen.strategy.facts else Span("n/a") for name in names]
        rows.append((pen.text(criterion.name), Span(pen.t(f"group-{criterion.group}")), Span(source), *weights))
    return pen.table("criteria", rows, "lllrrrr", (3.2, 1.7, 2, 1, 1, 1.1, 1), ("weights-note",))
