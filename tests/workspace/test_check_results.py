"""Broken results frameworks: each case breaks one thing of a framework without a finding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from opennss.errors import Finding
from opennss.language import languages, say
from opennss.workspace.check import check_folder

Edit = Callable[[str, str, str], None]

RESULTS = """\
id,level,under,text_en,text_vi,objectives,targets,measures,types,assumption_en,assumption_vi,illustrative
goal,goal,,Used,Được áp dụng,,,,,,,yes
use,outcome,goal,Firms,Doanh nghiệp,,used,,,,,yes
new,output,use,New,Mới,,used,,,,,yes
do,activity,new,Adopt,Chấp nhận,,,,adopt,,,yes
"""

CASES = [
    ("goal,goal,,", "goal,goal,use,", ("goal-under-result", 2, "under")),
    ("new,output,use,", "new,output,goal,", ("result-level", 4, "under")),
    ("do,activity,new,", "do,activity,use,", ("result-level", 5, "under")),
    ("use,outcome,goal,", "use,outcome,,", ("result-alone", 3, "under")),
    ("use,outcome,goal,", "use,outcome,use,", ("result-cycle", 3, "under")),
    ("new,output,use,New,Mới,,used", "new,output,use,New,Mới,,", ("result-not-measured", 4, "targets")),
    (",adopt,,,yes", ",,,,yes", ("activity-without-work", 5, "measures")),
    ("use,outcome,goal,", "use,outcome,none,", ("unknown-code", 3, "under")),
]


@pytest.fixture
def framework(country: Path) -> Path:
    (country / "results.csv").write_text(RESULTS, encoding="utf-8", newline="\n")
    return country


def found(folder: Path) -> list[Finding]:
    return [finding for finding in check_folder(folder)[2] if finding.file in ("results.csv", "targets.csv")]


def test_a_good_framework_has_no_finding(framework: Path) -> None:
    assert found(framework) == []


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_what_is_wrong_is_said_at_its_place(
    framework: Path, edit: Edit, old: str, new: str, expected: tuple[str, int, str]
) -> None:
    edit("results.csv", old, new)
    findings = found(framework)
    assert expected in [(finding.code, finding.row, finding.column) for finding in findings]
    for finding in findings:
        for language in languages():
            assert say(f"finding.{finding.code}.message", language, **finding.values)
            assert say(f"finding.{finding.code}.hint", language, **finding.values)


def test_a_target_that_shows_no_result_is_a_question(framework: Path, edit: Edit) -> None:
    edit("results.csv", "Doanh nghiệp,,used", "Doanh nghiệp,,")
    edit("results.csv", "New,Mới,,used", "New,Mới,,")
    codes = [(finding.code, finding.row) for finding in found(framework)]
    assert codes == [("result-not-measured", 3), ("result-not-measured", 4), ("target-without-result", 2)]


def test_a_long_circle_is_told_once(framework: Path, edit: Edit) -> None:
    edit("results.csv", "use,outcome,goal", "use,outcome,do")
    codes = [finding.code for finding in found(framework)]
    assert codes.count("result-cycle") == 1


def test_the_template_of_the_manual_has_no_error_and_says_whose_words_it_is(country: Path) -> None:
    shipped = Path(__file__).parents[2] / "docs" / "howto" / "results-framework.csv"
    text = shipped.read_text(encoding="utf-8")
    assert "project default, not the published ISO value" in text
    (country / "results.csv").write_text(text, encoding="utf-8", newline="\n")
    codes = {finding.code for finding in found(country)}
    assert codes == {"result-not-measured", "target-without-result"}, "what is left is for people to fill in"


def test_rows_of_a_target_agree_on_who_reports_it(country: Path) -> None:
    text = (country / "targets.csv").read_text("utf-8").splitlines()
    rows = [f"{text[0]},periodicity", f"{text[1]},half", f"{text[2]},year"]
    (country / "targets.csv").write_text("\n".join(rows) + "\n", encoding="utf-8", newline="\n")
    assert [(finding.code, finding.column) for finding in found(country)] == [("target-differs", "periodicity")]
