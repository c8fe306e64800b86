"""The section on points and number: what it says in each case, its facts, its picture."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib import image

from opennss.document import charts
from opennss.document.blocks import Block, Figure, Heading, Paragraph, Table, plain
from opennss.document.drawing import png_of
from opennss.document.facts.frontier import UNITS, frontier_facts
from opennss.document.outline.frontier import frontier
from opennss.document.outline.pen import Pen
from opennss.language import languages, say, sentences
from opennss.model.plans import Frontier, Outlook, Weighing
from opennss.model.results import Strategy

OWN = Weighing(0.0, 90.0, 30, 28, 400.0, 0.0)
PLANS = (Weighing(0.0, 120.5, 50, 27, 410.0, 0.004), Weighing(0.5, 100.0, 61, 20, 405.0, 0.002))


def with_frontier(strategy: Strategy, found: Frontier | None) -> Strategy:
    """A strategy for which this was weighed, with the facts about it."""
    known = {name: fact for name, fact in strategy.facts.items() if not name.startswith("frontier.")}
    other = replace(strategy, outlook=Outlook((), {}, 0, found))
    return replace(other, facts=known | {fact.name: fact for fact in frontier_facts(other)})


def words(blocks: list[Block]) -> str:
    return " ".join(plain(block.line) for block in blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize("language", languages())
def test_the_example_shows_picture_and_table(strategy: Strategy, language: str) -> None:
    assert strategy.outlook is not None
    found = strategy.outlook.frontier
    assert found is not None
    blocks = frontier(Pen(strategy, language))
    [table] = [block for block in blocks if isinstance(block, Table)]
    [figure] = [block for block in blocks if isinstance(block, Figure)]
    assert figure.table == table.id
    assert len(table.rows) == len(found.plans) + 1 >= 3
    assert len(table.header) == len(table.align) == len(UNITS) + 1
    assert plain(table.rows[-1][0]) == say("label.frontier-programme", language)
    assert all("?" not in plain(cell) for row in table.rows for cell in row)
    assert "{" not in words(blocks)


def test_differences_are_facts(strategy: Strategy) -> None:
    facts = with_frontier(strategy, Frontier(OWN, PLANS)).facts
    told = [facts[f"frontier.{name}"].value for name in ("more", "cost", "short")]
    assert told == [11, 20.5, 30.5]
    assert facts["frontier.2.gap"].value == 0.002
    assert "frontier.programme.gap" not in facts, "the programme was not made by a weighing"


@pytest.mark.parametrize(("found", "keys"), [
    (Frontier(OWN, PLANS), ["frontier-intro", "frontier-meaning", "frontier-behind"]),
    (Frontier(OWN, PLANS[:1]), ["frontier-intro", "frontier-one", "frontier-behind"]),
    (Frontier(replace(OWN, points=120.5), PLANS), ["frontier-intro", "frontier-meaning", "frontier-level"]),
    (Frontier(OWN, reason="required"), ["frontier-none"]),
])  # fmt: skip
def test_each_case_has_its_sentences(strategy: Strategy, found: Frontier, keys: list[str]) -> None:
    blocks = frontier(Pen(with_frontier(strategy, found), "en"))
    starts = [sentences("en")[f"doc.{key}"].partition("{")[0] for key in keys]
    said = [plain(block.line) for block in blocks if isinstance(block, Paragraph)]
    assert isinstance(blocks[0], Heading)
    assert [text.startswith(start) for text, start in zip(said, starts, strict=True)] == [True] * len(keys)


@pytest.mark.parametrize("reason", ["shares", "purses", "required", "relief"])
@pytest.mark.parametrize("language", languages())
def test_every_reason_is_said(strategy: Strategy, language: str, reason: str) -> None:
    blocks = frontier(Pen(with_frontier(strategy, Frontier(OWN, reason=reason)), language))
    assert say(f"label.frontier-not-{reason}", language) in words(blocks)
    assert len(blocks) == 2


def test_without_anything_weighed_there_is_no_section(strategy: Strategy) -> None:
    assert frontier(Pen(with_frontier(strategy, None), "en")) == []
    assert frontier(Pen(with_frontier(strategy, Frontier(OWN)), "en")) == []
    assert frontier(Pen(replace(strategy, outlook=None), "en")) == []


@pytest.mark.parametrize("own", [(131, 343.5), (240, 400), (60, 500), (0, 0)])
@pytest.mark.parametrize("plans", [[(212, 433.5), (236, 416.7)], [(1, 3.0)], [(3, 3), (4, 2.5), (5, 1)]])
def test_the_picture_keeps_inside_its_frame(
    plans: list[tuple[float, float]], own: tuple[float, float], tmp_path: Path
) -> None:
    svg, _ = charts.frontier(plans, own, ("items", "points", "plans", "W" * 20), "en")
    assert svg == charts.frontier(plans, own, ("items", "points", "plans", "W" * 20), "en")[0]
    file = tmp_path / "a.png"
    file.write_bytes(png_of([svg])[0])
    ink = (image.imread(file)[:, :, :3] < 0.7).all(axis=2)
    assert not np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]]).any()
