"""The results framework on paper: goal, outcome, output, activity, as a picture and as a nested table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opennss.document import charts
from opennss.document.blocks import Block, Figure, Line, Span
from opennss.document.outline.pen import Pen, listed
from opennss.document.outline.thread import measure_numbers
from opennss.model.programme import Result, ResultLevel
from opennss.model.projects import Periodicity, Target

LEAVES = 18
"""Results without one below them that one picture holds; more go on in a further picture."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A result with its number, such as 1.2.1; it comes after the one it stands under."""

    number: str
    row: Result


def placed(rows: tuple[Result, ...]) -> tuple[Placed, ...]:
    """Return the results as a tree from above, numbered by their place; those under nothing are the roots."""

    def below(under: str | None, number: str) -> Iterator[Placed]:
        for place, row in enumerate((row for row in rows if row.under == under), 1):
            own = f"{number}{place}"
            yield Placed(own, row)
            yield from below(row.id, f"{own}.")

    return tuple(below(None, ""))


def results_framework(pen: Pen) -> list[Block]:
    """Return the section with picture and table; nothing where no result was written."""
    found = placed(pen.strategy.workspace.choices.results)
    if not found:
        return []
    blocks: list[Block] = [pen.heading(2, "results-framework"), pen.say("results-framework-intro")]
    if any(one.row.illustrative for one in found):
        blocks.append(pen.say("results-illustrative", "note"))
    widths = (0.7, 4.2, 2.6, 2.2, 2.4)
    return [*blocks, *_pictures(pen, found), pen.table("results", [_row(pen, one) for one in found], "lllll", widths)]


def _row(pen: Pen, one: Placed) -> tuple[Line | Span, ...]:
    row, numbers = one.row, measure_numbers(pen)
    names = {target.id: target.name for target in pen.strategy.workspace.method.targets}
    work = [Span(numbers[name], fact=f"measure.{name}") for name in row.measures]
    work += [Span(pen.t(f"type-{type_}")) for type_ in row.types]
    shown = [pen.text(names[target]) for target in row.targets]
    return (
        Span(one.number), (Span(pen.t(f"result-{row.level}") + ": ", strong=True), pen.text(row.text)),
        listed((span,) for span in shown) or Span(_open(row, ResultLevel.OUTCOME, ResultLevel.OUTPUT)),
        listed((span,) for span in work) or Span(_open(row, ResultLevel.ACTIVITY)),
        pen.text(row.assumption) if row.assumption else Span("–"),
    )  # fmt: skip


def _open(row: Result, *asked: ResultLevel) -> str:
    """Return ``?`` where the level asks for an answer that nobody gave, else a dash."""
    return "?" if row.level in asked else "–"


def _pictures(pen: Pen, found: tuple[Placed, ...]) -> Iterator[Figure]:
    heads = [pen.t(f"result-{level}") for level in ResultLevel]
    for place, part in enumerate(_sheets(found), 1):
        order = {one.row.id: n for n, one in enumerate(part)}
        nodes = [
            (
                list(ResultLevel).index(one.row.level), order.get(one.row.under, -1) if one.row.under else -1,
                f"{one.number} {one.row.text[pen.language]}",
            )
            for one in part
        ]  # fmt: skip
        svg, png = charts.framework(nodes, heads)
        caption, told = pen.t("figure.results"), pen.t("describe.results")
        yield Figure(f"results-{place}", caption, told, "results", svg, png)


def _sheets(found: tuple[Placed, ...]) -> list[list[Placed]]:
    """Divide the tree into pictures: what stands below an outcome stays together, with its goal drawn above it."""
    goals = {one.row.id: one for one in found if one.row.level is ResultLevel.GOAL}
    begun = {one.row.under for one in found}
    sheets: list[list[Placed]] = []
    for one in found:
        if (one.row.id in begun) if one.row.id in goals else (one.row.under is not None and one.row.under not in goals):
            continue
        branch = [other for other in found if f"{other.number}.".startswith(f"{one.number}.")]
        goal = [goals[one.row.under]] if one.row.under else []
        if not sheets or sum(other.row.id not in begun for other in (*sheets[-1], *branch)) > LEAVES:
            sheets.append([])
        sheets[-1] += [*(above for above in goal if above not in sheets[-1]), *branch]
    return sheets


def reporting(pen: Pen, defined: bool = False) -> list[Block]:
    """Return how often each target is measured, what shows it and who reports it; nothing where nobody said.

    ``defined`` also says what each target is: where its definition does not stand beside it anyway.
    """
    rows = list({row.id: row for row in reversed(pen.strategy.workspace.method.targets)}.values())[::-1]
    if not any(row.evidence or row.owner or row.periodicity is not Periodicity.YEAR for row in rows):
        return []
    widths = (5.4, 1.2, 3, 1.8) if defined else (3, 1.2, 4, 2.2)
    return [pen.table("reporting", [_reported(pen, row, defined) for row in rows], "llll", widths)]


def _reported(pen: Pen, row: Target, defined: bool) -> tuple[Line | Span, ...]:
    owners = {party.id: party.name for party in pen.strategy.workspace.voices.stakeholders}
    return (
        (pen.text(row.name), Span(": "), pen.text(row.definition)) if defined else pen.text(row.name),
        Span(pen.t(f"periodicity-{row.periodicity}")),
        pen.text(row.evidence) if row.evidence else Span("?"), pen.text(owners[row.owner]) if row.owner else Span("?"),
    )  # fmt: skip
