"""What people decided on the rank of an area, in words: the decision, its reason, and what would hold without it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opennss.document.blocks import Line, Span
from opennss.document.outline.pen import Part, Pen, said, sentences
from opennss.language import day
from opennss.model.criteria import Decision, ranking
from opennss.model.results import RankedArea

CLAUSE = re.compile(r"[;.](?:\s|$)")
"""Where the first clause of a reason ends."""


def opening(pen: Pen, ranked: RankedArea) -> Line:
    """Return each decision on the rank of an area, and its rank and place without; empty where nobody decided."""
    decisions = ranking(pen.strategy.workspace.choices.decisions, ranked.area)
    if not decisions:
        return ()
    return sentences([*(_told(pen, decision) for decision in decisions), *_without(pen, ranked, decisions)])


def in_brief(pen: Pen, ranked: RankedArea) -> Line:
    """Return the day of each decision on the rank of an area, with the first clause of its reason."""
    parts: list[Span] = []
    for decision in ranking(pen.strategy.workspace.choices.decisions, ranked.area):
        reason = CLAUSE.split(decision.reason[pen.language])[0]
        parts += [Span("; ")] if parts else []
        parts += said(pen.t("decided-brief"), date=day(decision.date, pen.language), reason=reason)
    return tuple(parts)


def _told(pen: Pen, decision: Decision) -> Line:
    """One decision: its id and day, what it sets, the reason, who approved it, and until when it holds."""
    parts: dict[str, Part] = {
        "id": str(decision.id), "date": day(decision.date, pen.language), "reason": pen.text(decision.reason),
        "approver": pen.person(decision.approver), "expiry": day(decision.expiry, pen.language),
        "rank": decision.value.printed if decision.value else "?",
    }  # fmt: skip
    if not decision.criterion:
        return said(pen.t("decided-rank"), **parts)
    return said(pen.t("decided-cell"), criterion=_criterion(pen, str(decision.criterion)), **parts)


def _criterion(pen: Pen, name: str) -> Span:
    return pen.text(next(row.name for row in pen.strategy.workspace.voices.criteria if row.id == name))


def _without(pen: Pen, ranked: RankedArea, decisions: tuple[Decision, ...]) -> Iterator[Line]:
    """The ranks that the criteria, and then the rank and the place that the area, would have without the decisions."""
    place, without = f"rank.{ranked.area}", pen.strategy.undecided[ranked.area]
    indicators = {str(row.id): row.indicator for row in pen.strategy.workspace.voices.criteria}
    for name in (str(decision.criterion) for decision in decisions if decision.criterion):
        if f"{place}.{name}.undecided" in pen.strategy.facts:
            parts = {"criterion": _criterion(pen, name), "rank": pen.fact(f"{place}.{name}.undecided")}
            evidence = f"evidence.{indicators[name]}.{ranked.area}"
            key = "undecided-cell" if evidence in pen.strategy.facts else "undecided-cell-unseen"
            yield said(pen.t(key), value=pen.known(evidence), **parts)
    rank = pen.fact(f"{place}.undecided.rank")
    if without.joint is None:
        yield said(pen.t("undecided-unplaced"), rank=rank)
        return
    key = "undecided-same" if without.joint == ranked.joint else "undecided"
    yield said(pen.t(key), rank=rank, place=pen.fact(f"{place}.undecided.joint"))
