"""The length of a text and the method of adoption on paper: what they change in days, and where they were read."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from opennss import build as spine
from opennss.document.blocks import Table, plain
from opennss.document.exports import tables
from opennss.document.outline import strategy_document
from opennss.document.trail import explain
from opennss.model.results import Strategy

EFFORT = """\
type,body,task,method,days,pages,cost,spread,requires,note
adopt,office,draft,,40,20,10,60;40,,project default
adopt,office,draft,endorsement,4,,1,60;40,,project default
participate,office,vote,,20,,5,yearly,mirror-committee,project default
mirror-committee,office,found,,15,,2,100,,project default
"""
NAME, TEXT = "project.adopt-iso-iec-22989-2022", "ISO/IEC 22989:2022"


@pytest.fixture
def made(small: Path) -> Callable[[str, str], Strategy]:
    """Return what builds the small folder for a text of so many pages (empty: not known), adopted by a method."""

    def build(pages: str, method: str) -> Strategy:
        (small / "effort.csv").write_text(EFFORT, encoding="utf-8", newline="\n")
        listed, links = small / "catalogue/deliverables.csv", small / "mapping.csv"
        for path, column, value in ((listed, "pages", pages), (links, "method", method)):
            head, *rows = path.read_text("utf-8").splitlines()
            rows = [f"{row},{value if TEXT in row else '' if column == 'pages' else '?'}" for row in rows]
            path.write_text("\n".join((f"{head},{column}", *rows)) + "\n", encoding="utf-8", newline="\n")
        return spine.build(*spine.read(small), what_if=False)

    return build


def days(strategy: Strategy) -> Decimal:
    """Return the person-days that the adoption takes in all years."""
    lines = [job for job in (strategy.schedule.items if strategy.schedule else ()) if job.project.deliverable == TEXT]
    return sum((amount for job in lines for _, amount in job.days), Decimal(0))


def table(strategy: Strategy, name: str, language: str = "en") -> str:
    found = next(b for b in strategy_document(strategy, language).blocks if isinstance(b, Table) and b.id == name)
    return "\n".join(" | ".join(plain(cell) for cell in row) for row in found.rows)


@pytest.mark.parametrize(("pages", "method", "expected"), [
    ("60", "?", 120), ("", "?", 40), ("60", "translation", 120), ("60", "endorsement", 4),
])  # fmt: skip
def test_days_follow_method_and_length(made: Callable[[str, str], Strategy], pages, method, expected) -> None:
    assert days(made(pages, method)) == expected


def test_the_length_is_printed_and_leads_to_the_catalogue(made: Callable[[str, str], Strategy]) -> None:
    strategy = made("60", "translation")
    assert "adoption, by translation; 60 pages" in table(strategy, "list-adoption")
    assert "chấp nhận, theo cách dịch; 60 trang" in table(strategy, "list-adoption", "vi")
    assert "adoption | Office A | draft | 40 / 20 pages" in table(strategy, "effort")
    (cell,) = explain(strategy, f"{NAME}.pages", "en").steps
    assert cell.label == "catalogue/deliverables.csv:4 (pages)"
    (row,) = (line for line in tables(strategy)["projects"].splitlines() if line.startswith("adopt-iso-iec-22989"))
    assert ",translation,60," in row


def test_a_length_that_changes_nothing_is_not_printed(made: Callable[[str, str], Strategy]) -> None:
    strategy = made("60", "endorsement")
    assert f"{NAME}.pages" not in strategy.facts
    assert "pages" not in table(strategy, "list-adoption")
    assert "by endorsement" in table(strategy, "effort")
