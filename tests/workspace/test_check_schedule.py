"""Broken procedures: the small country with a good one has no finding; each case breaks one thing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from opennss.language import languages, say
from opennss.workspace.check import check_folder

Edit = Callable[[str, str, str], None]

PROCEDURE = """\
type,stage,name_en,name_vi,days,share,comments,source
adopt,10.99,Approved,Phê duyệt,15,5,no,
adopt,20.20,Drafted,Dự thảo,60,60,no,
adopt,40.20,Comments,Lấy ý kiến,60,5,yes,gso
adopt,60.60,Published,Công bố,15,30,no,
"""


@pytest.fixture
def procedure(country: Path) -> Path:
    """The small country with a procedure for adoptions."""
    (country / "procedure.csv").write_text(PROCEDURE, encoding="utf-8", newline="\n")
    return country


def found(folder: Path) -> list[tuple[int, str, str, str]]:
    findings = check_folder(folder, facts={"areas.count"}, styles={"number"})[2]
    own = [item for item in findings if item.file == "procedure.csv"]
    for item in own:
        for language in languages():
            assert say(f"finding.{item.code}.message", language, **item.values)
            assert say(f"finding.{item.code}.hint", language, **item.values)
    return [(item.row, item.column, item.code, item.severity.value) for item in own]


def test_a_good_procedure_has_no_finding(procedure: Path) -> None:
    assert found(procedure) == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("60,60,no", "60,50,no", (5, "share", "procedure-shares", "error")),
        ("Approved,Phê duyệt,15", "Approved,Phê duyệt,0", (2, "days", "out-of-range", "error")),
        ("Approved,Phê duyệt,15", "Approved,Phê duyệt,1.5", (2, "days", "not-a-whole-number", "error")),
        ("adopt,10.99", "adopt,30.20", (3, "stage", "procedure-order", "warning")),
        ("adopt,10.99", "adopt,10.77", (2, "stage", "bad-stage", "error")),
        ("Drafted,Dự thảo,60", "Drafted,Dự thảo,660", (5, "days", "procedure-too-long", "warning")),
        ("yes,gso", "yes,nobody", (4, "source", "unknown-code", "error")),
    ],
)
def test_each_fault_is_said(
    procedure: Path, edit: Edit, old: str, new: str, finding: tuple[int, str, str, str]
) -> None:
    edit("procedure.csv", old, new)
    assert finding in found(procedure)


def test_a_share_out_of_range_is_named_beside_the_sum(procedure: Path, edit: Edit) -> None:
    edit("procedure.csv", "15,5,no", "15,-5,no")
    assert found(procedure) == [(2, "share", "out-of-range", "error"), (5, "share", "procedure-shares", "error")]


def test_stages_of_standing_work_are_never_passed(procedure: Path, edit: Edit) -> None:
    edit("procedure.csv", "", "participate,20.20,Work,Làm việc,10,100,no,\n")
    assert found(procedure) == [(6, "type", "procedure-yearly", "warning")]
