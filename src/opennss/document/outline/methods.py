"""The methods annex: the formula of every method that was used in this strategy, and of no other."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.document.blocks import Block, Bullets, Line, Paragraph, Span, Table, line
from opennss.document.facts.steady import INTERNAL
from opennss.document.outline.pen import Pen, listed, said
from opennss.document.outline.robustness import place, weightings, winning
from opennss.document.outline.technologies import HIGH, criteria
from opennss.language import Text, say
from opennss.model.criteria import QUANTILES
from opennss.model.robustness import OtherOrder, Robustness

OF_TECHNOLOGIES = (
    "technology-rank", "technology-share", "technology-level", "technology-position", "technology-approach",
    "technology-decided",
)  # fmt: skip
"""The methods of technologies, where the folder lists some."""

VARIANT = "-shares"
"""Ends the method of an order whose ties are broken by shares of ranks."""


def methods(pen: Pen) -> list[Block]:
    """Return the formulas of what was used: ranks and plan, weights that people gave, tests, other methods."""
    blocks: list[Block] = [pen.heading(1, "annex-methods"), pen.say("not-iso", "callout")]
    blocks += [_formula(pen, key) for key in _used(pen)]
    kinds = {item.way for judged in pen.strategy.judgements for item in judged.elicited}
    blocks += [_formula(pen, f"elicited-{kind}", line(" ", pen.t(f"paper-{kind}"))) for kind in sorted(kinds)]
    if (found := pen.strategy.robustness) is not None:
        blocks += [pen.heading(2, "methods-robust"), *_tests(pen, found), *winning(pen, found)]
        if found.methods:
            blocks += [pen.heading(2, "methods-beside"), *_beside(pen, found)]
    if pen.strategy.dossiers:
        blocks += [pen.heading(2, "technology-criteria"), *_technologies(pen), *criteria(pen)]
    return blocks


def _formula(pen: Pen, key: str, more: Line = ()) -> Paragraph:
    """The sentence of a method with its name; a variant bears the name of its method."""
    name = Span(pen.t(f"formula-name.{key.removesuffix(VARIANT)}") + ". ", strong=True)
    return Paragraph((name, Span(pen.method(key)), *more))


def _used(pen: Pen) -> Iterator[str]:
    """The methods of ranks, consultation and plan that this folder used, in the order of the calculation."""
    strategy = pen.strategy
    ranges = {criterion.ranges for criterion in strategy.workspace.voices.criteria if criterion.indicator}
    placed = bool(strategy.ranks.joint_list())
    yield from ("ranges",) if ranges - {QUANTILES} else ()
    yield from ("quantiles",) if QUANTILES in ranges else ()
    yield from ("group-weight",) if any(own for _, own in strategy.ranks.weights) else ()
    if placed:
        by_mean = strategy.workspace.settings.tie == "mean"
        yield from (
            ("share-of-ones", "mean-rank", "rank-profile") if by_mean else ("share-of-ones", "rank-profile-shares")
        )
        yield from ("best-position", "worst-position", "area-rank")
    yield from ("weighted-median", "consensus") if strategy.rounds else ()
    values = [value for judged in strategy.judgements for value in judged.concordance.values()]
    yield from ("concordance",) if any(value is not None for value in values) else ()
    yield from ("weighted-sum",) if any(area.check_score is not None for area in strategy.ranks.areas) else ()
    yield from ("need-days", "capacity-days", "cost", "utilization") if strategy.plan.loads else ()
    yield from ("milp",) if strategy.plan.steps else ()


def _tests(pen: Pen, found: Robustness) -> Iterator[Block]:
    """How the order was put to the test: the weightings, and the measures that this edition prints."""
    facts = {part: pen.fact(f"robust.{part}") for part in ("samples", "seed")}
    inside = line(" ", pen.t("methods-inside")) if pen.strategy.workspace.settings.robustness.inside else ()
    yield Paragraph((*said(pen.t("methods-space"), space=weightings(pen, found), **facts), *inside))
    every = list(found.areas.values())
    yield from (_formula(pen, f"robust-{key}") for key in ("share", "expected", "range", "winning"))
    if found.moves:
        yield _formula(pen, "robust-kept")
    if any(sum(own.with_missing) for own in every):
        yield _formula(pen, "robust-missing")
    if any(own.influence for own in every):
        yield _formula(pen, "robust-influence")
    if found.voices:
        yield _formula(pen, "robust-voice")
    internal = pen.strategy.workspace.settings.edition == INTERNAL
    if internal:
        yield from (_formula(pen, f"robust-{key}") for key in ("interval", "cross", "change", "central"))
    yield _formula(pen, "robust-reversals")
    facts = {"top": pen.fact("robust.top"), "number": pen.fact("robust.reversals")}
    yield Paragraph(said(pen.t("methods-reversed"), **facts))
    if internal and found.reversals:
        pairs = (
            {part: pen.text(pen.area(area).name) for part, area in zip(("first", "second", "third"), row, strict=True)}
            for row in found.reversals
        )
        yield Bullets(tuple(said(pen.t("methods-reversal"), **pair) for pair in pairs))


def _beside(pen: Pen, found: Robustness) -> Iterator[Block]:
    """Each other method with its paper, what was left out and why, and the places it gives."""
    names = dict.fromkeys(order.name for orders in found.methods.values() for order in orders)
    yield from (_formula(pen, f"order-{name}") for name in names)
    for kind, orders in found.methods.items():
        for missing, left_out in dict.fromkeys((order.missing, order.left_out) for order in orders):
            yield Paragraph(_treated(pen, kind, missing, left_out))
        yield from _refused(pen, orders)
    yield _places(pen, found, tuple(names))


def _works(orders: tuple[OtherOrder, ...]) -> bool:
    """Say whether any of the methods gives any area of the kind a place."""
    return any(position is not None for order in orders for position in order.positions.values())


def _refused(pen: Pen, orders: tuple[OtherOrder, ...]) -> Iterator[Block]:
    """Why methods give the areas of a kind no place, where any of them does not: each reason with its methods."""
    names, reasons = _names(pen), dict[str, list[str]]()
    for order in orders:
        for finding in order.refused:
            values = {key: _named(value, names, pen.language) for key, value in finding.values.items()}
            reason = say(f"finding.{finding.code}.message", pen.language, **values)
            reasons.setdefault(reason, []).append(say(f"label.method-{order.name}", pen.language))
    for reason, refusing in reasons.items():
        yield Paragraph(said(pen.t("methods-refused"), methods=", ".join(refusing), reason=reason), "note")


def _names(pen: Pen) -> dict[str, Text]:
    """The names of criteria and areas by id."""
    names = {str(criterion.id): criterion.name for criterion in pen.strategy.workspace.voices.criteria}
    return names | {str(area.id): area.name for area in pen.strategy.workspace.evidence.areas}


def _named(value: object, names: dict[str, Text], language: str) -> object:
    """The name of what an id stands for; any other value as it is."""
    return names[value][language] if isinstance(value, str) and value in names else value


def _treated(pen: Pen, kind: str, missing: str, left_out: tuple[str, ...]) -> Line:
    """How missing values of a kind of area were treated, and the criteria and areas that took no part."""
    names = _names(pen)
    name = pen.t(f"kind-{kind}")
    parts = {"kind": name[:1].upper() + name[1:], "treatment": pen.t(f"treatment-{missing}")}
    if not left_out:
        return said(pen.t("methods-left-none"), **parts)
    return said(pen.t("methods-left-out"), list=listed((pen.text(names[key]),) for key in left_out), **parts)


def _places(pen: Pen, found: Robustness, names: tuple[str, ...]) -> Table:
    """The place of every area in its list by each method, beside its place in this order."""
    rows = []
    for kind, orders in ((kind, orders) for kind, orders in found.methods.items() if _works(orders)):
        by_name = {order.name: order for order in orders}
        for area in pen.strategy.ranks.joint_list():
            if area.area in orders[0].positions:
                places = [place(pen, area, "method", by_name[name]) for name in names if name in by_name]
                own = pen.fact(f"robust.{area.area}.in-kind")
                rows.append((pen.text(pen.area(area.area).name), Span(pen.t(f"kind-{kind}")), own, *places))
    heads = [say(f"label.method-{name}", pen.language) for name in names]
    align, widths = "llr" + "r" * len(names), (4, 1.6, 1, *[1.2] * len(names))
    return pen.table("other-methods", rows, align, widths, ("other-methods-note",), heads)


def _technologies(pen: Pen) -> Iterator[Block]:
    """How technologies are valued: the sentence on the level names the share that is set."""
    shares = pen.strategy.workspace.settings.tie == "profile"
    for key in OF_TECHNOLOGIES:
        more = pen.fill(pen.t("technology-high-is"), HIGH) if key == "technology-level" else ()
        yield _formula(pen, f"{key}{VARIANT}" if shares and key == "technology-position" else key, more)
