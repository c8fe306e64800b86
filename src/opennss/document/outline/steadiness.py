"""How steady the ranks are: marks for everybody; for the office what would overturn a rank, and who disagrees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from opennss.document.blocks import Block, Line, Span, line, plain
from opennss.document.facts.steady import INTERNAL, disagrees
from opennss.document.outline.objectives import organisation
from opennss.document.outline.pen import Pen
from opennss.model.results import Mark, RankedArea


def steadiness(pen: Pen) -> list[Block]:
    """Return the table of marks; the internal edition goes on with what would change a rank and with disagreements."""
    blocks: list[Block] = [pen.heading(2, "steady"), *marks(pen)]
    return [*blocks, *overturning(pen)] if pen.strategy.workspace.settings.edition == INTERNAL else blocks


def _in_order(pen: Pen) -> list[RankedArea]:
    """The joint list, then the areas that are not yet rankable."""
    placed = list(pen.strategy.ranks.joint_list())
    return [*placed, *(area for area in pen.strategy.ranks.areas if area.joint is None)]


def marks(pen: Pen) -> list[Block]:
    """Return the table that says of each area whether its rank is stable, and if not, what it depends on."""
    rows: list[tuple[Line | Span, ...]] = []
    for area in _in_order(pen):
        own = pen.strategy.steadiness[area.area].marks
        signs = [Span("●", fact=f"steady.{area.area}") if mark in own else Span("") for mark in Mark]
        rows.append((pen.text(pen.area(area.area).name), replace(pen.fact(area.fact), tone=""), *signs))
    total = [pen.fact(f"steadiness.{mark}") for mark in Mark]
    rows.append((Span(pen.t("total"), strong=True), Span(""), *total))
    table = pen.table("steady", rows, "lrccccc", (4, 0.8, 1, 1.2, 1.4, 1.2, 1), ("steady-note",))
    return [pen.say("steady-intro"), table]


def overturning(pen: Pen) -> list[Block]:
    """Return what would change a rank, area by area, and where organisations rank otherwise (internal edition only)."""
    blocks: list[Block] = [pen.heading(2, "overturn"), pen.say("overturn-intro", "callout")]
    rows = [row for area in _in_order(pen) if (row := _changes(pen, area))]
    if rows:
        blocks.append(
            pen.table("overturn", rows, "lrlcclll", (2.2, 0.5, 2.8, 0.7, 0.8, 3, 1.8, 1.8), ("overturn-note",))
        )
    else:
        blocks.append(pen.say("overturn-none"))
    return [*blocks, pen.heading(2, "disagreements"), *_disagreements(pen)]


def _changes(pen: Pen, area: RankedArea) -> tuple[Line | Span, ...] | None:
    """The row of an area; ``None`` where nothing that was tried could change its rank."""
    near = [criterion for criterion, cell in area.cells if cell.borderline]
    missing = line(_criteria(pen, pen.strategy.steadiness[area.area].missing))
    parts = [missing, *_filled(pen, area), line(_criteria(pen, near)), _cut(pen, area), _moved(pen, area)]
    if not any(plain(part) for part in parts):
        return None
    shown = [part if plain(part) else line("–") for part in parts]
    return (pen.text(pen.area(area.area).name), pen.fact(area.fact), *shown)


def _criteria(pen: Pen, names: Iterable[str]) -> str:
    known = {str(c.id): c.name[pen.language] for c in pen.strategy.workspace.voices.criteria}
    return "; ".join(known[name] for name in names)


def _filled(pen: Pen, area: RankedArea) -> tuple[Line, Line]:
    """The ranks and the positions that are possible once the missing data are known; nothing where none are missing."""
    if not pen.strategy.steadiness[area.area].missing:
        return (), ()
    ranks = [_bare(pen, f"steady.{area.area}.{part}") for part in ("filled-best", "filled-worst")]
    return between(*ranks), between(pen.fact(f"rank.{area.area}.best"), pen.fact(f"rank.{area.area}.worst"))


def between(first: Span, last: Span) -> Line:
    """Return a span of values, or the one value where both are the same."""
    return (first,) if first.text == last.text else (first, Span(" … "), last)


def _cut(pen: Pen, area: RankedArea) -> Line:
    spans: list[Span] = []
    for criterion, cell in area.cells:
        for code, _ in filter(None, (cell.coarser, cell.finer)):
            spans.append(Span(f"{'; ' if spans else ''}{_criteria(pen, [criterion])}, {code}: "))
            spans.append(_bare(pen, f"cut.{area.area}.{criterion}.{code}"))
    return tuple(spans)


def _moved(pen: Pen, area: RankedArea) -> Line:
    spans: list[Span] = []
    for group, factor, _ in pen.strategy.steadiness[area.area].moved:
        way = "less" if factor < 1 else "more"
        spans.append(Span(f"{'; ' if spans else ''}{pen.t(f'group-{group}')} {pen.t(f'weight-{way}')} → "))
        spans.append(_bare(pen, f"steady.{area.area}.{group}.{way}"))
    return tuple(spans)


def _bare(pen: Pen, name: str) -> Span:
    return replace(pen.fact(name), tone="")


def _disagreements(pen: Pen) -> list[Block]:
    positions = pen.strategy.workspace.voices.positions
    if not positions:
        return [pen.say("positions-none", "note")]
    written = pen.strategy.workspace.settings.languages[0]
    foreign = "" if pen.language == written else written
    blocks: list[Block] = [pen.say("positions-intro", number="positions.count", other="positions.other")]
    rows = [
        (
            organisation(pen, row.stakeholder), pen.text(pen.area(row.area).name),
            pen.fact(f"position.{row.stakeholder}.{row.area}"), pen.fact(pen.strategy.ranks.of(row.area).fact),
            Span(row.reason or "–", lang=foreign),
        )
        for row in positions
        if disagrees(row.rank, row.area, pen.strategy)
    ]  # fmt: skip
    if not rows:
        return blocks
    reason = pen.t(f"its-reason-in-{foreign}" if foreign else "its-reason")
    return [*blocks, pen.table("disagreements", rows, "llrrl", (2.6, 2.4, 0.9, 0.9, 4), more=[reason])]
