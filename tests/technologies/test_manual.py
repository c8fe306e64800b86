"""The page on technologies is true: its tables of criteria, measures and the rule, and its worked example."""

import re
from fractions import Fraction
from itertools import product
from pathlib import Path

from opennss.language import say
from opennss.model.criteria import Approach
from opennss.model.dossiers import Amount, Level
from opennss.model.technologies import Axis, TechnologyMeasure
from opennss.technologies.approach import Rights, approaches, rule
from opennss.technologies.criteria import published
from opennss.technologies.levels import by_measure, levels

PAGE = (Path(__file__).parents[2] / "docs" / "concepts" / "technologies.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """The rows of the first table below a heading."""
    lines = PAGE.partition(f"\n## {heading}\n")[2].splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("| ---")) + 1
    rows = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().strip("`") for cell in line.strip("|").split(" | ")])
    return rows


def test_criteria():
    rows = [
        [str(row.id), row.axis.value, row.measure.value, row.ranges, str(row.weight)] for row in published("default")
    ]
    assert table("Sets of criteria") == rows
    assert all(f"`{row.id}`" in PAGE for row in published("viet-nam"))


def test_measures():
    rows = [[m.value, m.unit or "–", say(f"method.measure-{m}", "en")] for m in TechnologyMeasure]
    assert table("Measures") == rows


def read(value, relevance, capable, asked, rights):
    """The approach by the first row of the page that fits."""
    holds = {
        "capacity": capable and rights.lead,
        "an O-membership": rights.observe,
        "something is in force": rights.adopt,
        "regulation": asked and rights.adopt,
        "every other": True,
    }
    for high, wanted, condition, approach in table("The approach"):
        words = next(
            key
            for key in ("every other", "capacity", "an O-membership", "regulation", "something is in force")
            if key in condition
        )
        if high in ("any", value) and wanted in ("any", relevance) and holds[words]:
            return approach
    raise AssertionError("no row fits")


def test_rule():
    levels, flags = (Level.HIGH, Level.LOW), (True, False)
    for value, relevance, capable, asked, *rights in product(levels, levels, *[flags] * 5):
        known = Rights(*rights)
        if known.lead and not known.observe:
            continue
        assert rule(value, relevance, capable, asked, known) == read(value, relevance, capable, asked, known)


EXAMPLE = (
    # the columns of the example: criterion, axis, measure, ranges
    ("use", Axis.VALUE, "areas", ">=5;>=2;>0"),
    ("risks", Axis.VALUE, "risks", ">=2;>=1;>0"),
    ("work", Axis.RELEVANCE, "drafts", ">=10;>=4;>0"),
    ("capacity", Axis.RELEVANCE, "experts", ">=3;>=2;>0"),
)


def test_the_example(cases):
    seen = set()
    for _, *amounts, documents, value, relevance, approach in table("Example"):
        cells = []
        for (name, axis, measure, ranges), shown in zip(EXAMPLE, amounts, strict=True):
            number, _, rank = shown.partition(" → ")
            amount = Amount(None if number == "?" else Fraction(number))
            cells.append(by_measure(cases.criterion(name, axis, measure, ranges), amount))
            assert cells[-1].rank.value == (rank or "?")
        for axis, level in ((Axis.VALUE, value), (Axis.RELEVANCE, relevance)):
            found = levels([cell for cell in cells if cell.criterion.axis is axis], Fraction(1, 2))
            assert level == (found[0] if len(found) == 1 else "?")
        possible = approaches(cells, Rights(True, True, bool(int(documents))), Fraction(1, 2))
        assert set(re.findall("|".join(Approach), approach)) == {*possible}
        assert approach.startswith("open") == (len(possible) > 1)
        seen |= {*possible}
    assert seen == {*Approach}
