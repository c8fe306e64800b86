"""The self-assessment and the steps in the document: counts, picture, table, trail, and honest sentences when empty."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from opennss import build as spine
from opennss.document import charts
from opennss.document.blocks import Block, Figure, Paragraph, Table, plain
from opennss.document.outline.baseline import baseline, process_table
from opennss.document.outline.pen import Pen
from opennss.document.trail import trail
from opennss.model.results import Strategy

BASELINE = """\
id,topic,question_en,question_vi,state,evidence_en,evidence_vi,date,source,illustrative
law,legal-base,Is there a law?,Có luật không?,present,The law,Luật,2026-02-01,plan,no
act,legal-base,Is it in force?,Có hiệu lực không?,partial,,,2026-02-01,,yes
votes,membership,Are all votes cast?,Có bỏ phiếu đủ không?,?,,,,,yes
"""
PROCESS = """\
step,responsible_en,responsible_vi,start,due,status,blocked_by_en,blocked_by_vi,approval,approved
2a,Office A,Cơ quan A,2026-02-01,2026-05-31,blocked,No figures,Chưa có số liệu,,
0,Chair A,Tổ trưởng A,2026-01-01,2026-01-31,done,,,Chair A,2026-02-01
"""


@pytest.fixture
def assessed(small: Path) -> Strategy:
    """The strategy of the small country with a self-assessment and two steps."""
    (small / "baseline.csv").write_text(BASELINE, encoding="utf-8", newline="\n")
    (small / "process.csv").write_text(PROCESS, encoding="utf-8", newline="\n")
    return spine.build(*spine.read(small))


def rows(blocks: list[Block]) -> list[list[str]]:
    (table,) = [block for block in blocks if isinstance(block, Table)]
    return [[plain(cell) for cell in row] for row in table.rows]


def test_counts_are_facts_with_their_cells(assessed: Strategy) -> None:
    facts = {name: fact.value for name, fact in assessed.facts.items() if name.startswith("baseline.")}
    assert facts["baseline.count"] == 3
    assert {name: value for name, value in facts.items() if value and name.count(".") == 2} == {
        "baseline.legal-base.present": 1, "baseline.legal-base.partial": 1, "baseline.membership.unknown": 1,
    }  # fmt: skip
    assert "baseline.staff.absent" not in facts, "nobody asked: that is not zero"
    (cell,) = assessed.facts["baseline.legal-base.partial"].origin.inputs
    assert str(cell) == "baseline.csv:3 (state)"


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_chapter_shows_every_question(assessed: Strategy, language: str) -> None:
    pen = Pen(assessed, language)
    blocks = baseline(pen)
    said = rows(blocks)
    assert len(said) == 3
    assert [row[2][0] for row in said] == ["+", "±", "?"]
    day = {"en": "1 Feb 2026", "vi": "1/2/2026"}[language]
    assert [row[4] for row in said] == [day, day, "–"]
    assert pen.t("illustrative") in said[1][3]
    (figure,) = [block for block in blocks if isinstance(block, Figure)]
    assert figure.table == "baseline"
    assert figure.svg.startswith(b"<svg")
    assert {entry.fact for entry in trail(pen, blocks)} >= {"baseline.count", "baseline.membership.unknown"}


def test_the_steps_stand_in_order(assessed: Strategy) -> None:
    said = rows(process_table(Pen(assessed, "en")))
    assert [row[0] for row in said] == ["0 Mandate and set-up", "2a Economic priorities"]
    assert said[1][4] == "blocked: No figures"
    assert said[0][5] == "approved 2026-02-01"


def test_empty_tables_give_a_sentence_and_no_frame(small: Path) -> None:
    pen = Pen(spine.build(*spine.read(small)), "en")
    for blocks in (baseline(pen), process_table(pen)):
        assert not [block for block in blocks if isinstance(block, Table | Figure)]
        assert [block for block in blocks if isinstance(block, Paragraph)]


def test_pieces_carry_their_sign() -> None:
    kinds = {"+": "present", "±": "partial", "–": "absent", "?": "unknown"}
    plain_svg, _ = charts.seats(["staff"], [(1, 2, 3, 4)], list(kinds.values()), "en")
    signed_svg, _ = charts.answers(["staff"], [(1, 2, 3, 4)], kinds, "en")
    assert len(re.findall(b"<use", signed_svg)) > len(re.findall(b"<use", plain_svg))
