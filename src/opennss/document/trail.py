"""The trail: from a fact down to facts, cells and sources, and up to national goals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from opennss.document.blocks import Block, Bullets, Line, Paragraph, Table, Trail
from opennss.document.outline.pen import Pen
from opennss.document.shown import shown
from opennss.language import dated, say
from opennss.model.results import Fact, Strategy
from opennss.model.table import Cell

FULL_LENGTH = 400
"""Inputs a page lists for one fact; the rest is counted and stands in ``provenance.json``."""

SERVED_LENGTH = 60
"""What serves a goal, an objective or a measure, as far as a page lists it; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Step:
    """A node of the trail: a fact with its steps, or a cell at its end."""

    name: str
    label: str
    value: str
    method: str
    sources: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    serves: tuple[Step, ...]
    served_by: tuple[Step, ...] = ()


def explain(strategy: Strategy, name: str, language: str, depth: int = 12) -> Step:
    """Return the whole tree below a fact, the goals above it, and for a goal what serves it.

    An unknown name raises ``KeyError``. A fact that was shown before is not opened again, and a way down to what serves
    a goal ends at the plan items and does not turn up again to other goals, so the tree stays finite and readable.
    """
    return _step(strategy, strategy.facts[name], language, depth, set())


def _step(strategy: Strategy, fact: Fact, language: str, depth: int, seen: set[str], way: str = "") -> Step:
    first = fact.name not in seen and depth > 0 and not (way == "down" and fact.name.startswith("project."))
    seen.add(fact.name)

    def below(items: Iterable[str | Cell], way: str) -> tuple[Step, ...]:
        if way == "down":  # on the way down what serves is said, not how it was made
            items = [item for item in items if isinstance(item, str)]
        return tuple(
            Step("", str(item), "", "", (), (), ())
            if isinstance(item, Cell)
            else _step(strategy, strategy.facts[item], language, depth - 1, seen, way)
            for item in (items if first else ())
        )

    goals = below(
        () if way == "down" else fact.origin.serves, "up"
    )  # first, so that the goals stand beside the fact that was asked for
    return Step(
        name=fact.name,
        label=fact.label[language],
        value=shown(fact, language, strategy.workspace.settings.currency),
        method=method(fact, language) if way != "down" else "",
        sources=tuple(_sources(strategy, fact, language)) if first and way != "down" else (),
        steps=below(fact.origin.inputs, way or "made from"),
        serves=goals,
        served_by=below(fact.origin.served_by if way in ("", "down") else (), "down"),
    )


def method(fact: Fact, language: str) -> str:
    """Return the sentence that tells how a fact came about."""
    return say(f"method.{fact.origin.method}", language)


def _sources(strategy: Strategy, fact: Fact, language: str) -> Iterator[tuple[str, str]]:
    if not fact.origin.sources:
        return
    found = {str(source.id): source for source in strategy.workspace.evidence.sources}
    for name in fact.origin.sources:
        source = found[name]
        parts = (source.title[language], source.publisher, source.number, dated(source.date, language))
        grade = say("doc.grade", language, grade=int(source.grade))
        yield ", ".join(part for part in parts if part) + f" {grade}", source.address


def serves(strategy: Strategy, fact: Fact) -> tuple[str, ...]:
    """Return the ids of the national goals that a fact leads up to; empty when it serves none."""
    goals: dict[str, None] = {}
    waiting = list(fact.origin.serves)
    while waiting:
        name = waiting.pop(0)
        if name.startswith("goal.") and name.count(".") == 1:
            goals[name.removeprefix("goal.")] = None
        waiting += strategy.facts[name].origin.serves
    return tuple(goals)


def trail(pen: Pen, blocks: Iterable[Block]) -> tuple[Trail, ...]:
    """Return the entries of every fact that the blocks print, and of every fact these were made from."""
    needed: dict[str, None] = {}
    waiting = [span.fact for line in lines(blocks) for span in line if span.fact]
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = None
            origin = pen.strategy.facts[name].origin
            waiting += [item for item in origin.inputs if isinstance(item, str)]
            waiting += [*origin.serves, *origin.served_by]
    return tuple(_entry(pen, pen.strategy.facts[name]) for name in sorted(needed))


def _entry(pen: Pen, fact: Fact) -> Trail:
    facts = pen.strategy.facts

    def named(items: Iterable[str | Cell]) -> list[tuple[str, str]]:
        return [
            (str(item), "")
            if isinstance(item, Cell)
            else (f"{facts[item].label[pen.language]}: {_value(pen, facts[item])}", item)
            for item in items
        ]

    inputs = named((*fact.origin.inputs, *(up for up in fact.origin.serves if not up.startswith("goal."))))
    if len(inputs) > FULL_LENGTH:
        inputs = [*inputs[:FULL_LENGTH], (pen.t("more", number=len(inputs) - FULL_LENGTH), "")]
    below = named(fact.origin.served_by)
    if len(below) > SERVED_LENGTH:
        below = [*below[:SERVED_LENGTH], (pen.t("more-served", number=len(below) - SERVED_LENGTH), "")]
    return Trail(
        fact=fact.name,
        label=fact.label[pen.language],
        value=_value(pen, fact),
        method=method(fact, pen.language),
        inputs=tuple(inputs),
        sources=tuple(_sources(pen.strategy, fact, pen.language)),
        goals=tuple((_value(pen, facts[f"goal.{goal}"]), f"goal.{goal}") for goal in serves(pen.strategy, fact)),
        served_by=tuple(below),
    )


def _value(pen: Pen, fact: Fact) -> str:
    return shown(fact, pen.language, pen.currency)


def lines(blocks: Iterable[Block]) -> Iterator[Line]:
    """Yield every line of the blocks."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.line
        elif isinstance(block, Bullets):
            yield from block.items
        elif isinstance(block, Table):
            yield from block.notes
            for row in block.rows:
                yield from row
