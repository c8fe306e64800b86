"""Questions for weights in a country folder: read, written, checked; each fault is named, placed and weighed."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from opennss.errors import Finding
from opennss.language import languages, say
from opennss.workspace.check import check_folder, weightings
from opennss.workspace.read import read_workspace
from opennss.workspace.tables import rows_of
from opennss.workspace.workbook import files_of

Edit = Callable[[str, str, str], None]
ROUND = "judgements/r1"
GROUPS = {"economic": 40, "social": 20, "environmental": 20, "stakeholder": 20}


@pytest.fixture
def weighing(country: Path, edit: Edit) -> Path:
    """The small country, whose first round also asked five people for the weights of four groups, by points."""
    questions = (
        "id,text_en,text_vi,kind,about\nurgency,How urgent?,Cấp bách?,rate,\nweights,How much?,Bao nhiêu?,points,\n"
    )
    (country / ROUND / "questions.csv").write_text(questions, encoding="utf-8")
    rows = "".join(f"p{n},weights,{group},,{value},\n" for n in range(1, 6) for group, value in GROUPS.items())
    edit(f"{ROUND}/weightings.csv", "", f"pseudonym,question,item,against,value,reason\n{rows}")
    return country


def found(folder: Path) -> tuple[Finding, ...]:
    findings = check_folder(folder)[2]
    for finding in findings:
        for language in languages():
            for part in ("message", "hint"):
                said = say(f"finding.{finding.code}.{part}", language, **finding.values)
                assert said
                assert "{" not in said
    return findings


def placed(findings: tuple[Finding, ...]) -> set[tuple[str, str, int, str, str]]:
    return {(item.code, item.file, item.row, item.column, item.severity.value) for item in findings}


def test_weightings_are_a_table_of_the_round_that_may_be_absent(weighing: Path) -> None:
    assert found(weighing) == ()
    workspace, _ = read_workspace(weighing)
    assert workspace
    rows = rows_of(workspace)[f"{ROUND}/weightings.csv"]
    assert len(rows) == 20
    assert workspace.voices.rounds[0].weightings[0].value == Fraction(40)
    assert f"{ROUND}/weightings.csv" in files_of(weighing)


def test_a_table_without_rows_is_the_same_as_none(country: Path, edit: Edit) -> None:
    before, _ = read_workspace(country)
    edit(f"{ROUND}/weightings.csv", "", "pseudonym,question,item,against,value,reason\n")
    after, findings = read_workspace(country)
    assert before
    assert after
    assert findings == ()
    assert after.sha256 == before.sha256


WEIGHTS, QUESTIONS = f"{ROUND}/weightings.csv", f"{ROUND}/questions.csv"
CASES = [
    # file, old, new → code, file, row, column, severity
    (WEIGHTS, "p1,weights,economic", "p1,urgency,economic", "ranks-in-weightings", WEIGHTS, 2, "question", "error"),
    (f"{ROUND}/answers.csv", "p1,urgency", "p1,weights", "weights-in-answers", f"{ROUND}/answers.csv", 2, "question",
     "error"),
    (QUESTIONS, "rate,", "rate,social", "rate-about", QUESTIONS, 2, "about", "error"),
    (QUESTIONS, "points,", "points,economic", "nothing-to-weigh", QUESTIONS, 3, "about", "error"),
    (WEIGHTS, "p1,weights,economic", "p1,weights,money", "weighting-item", WEIGHTS, 2, "item", "error"),
    (WEIGHTS, "economic,,40", "economic,social,40", "weighting-compared", WEIGHTS, 2, "against", "error"),
    (QUESTIONS, "points,", "pairs,", "weighting-alone", WEIGHTS, 2, "against", "error"),
    (WEIGHTS, "economic,,40", "economic,,140", "weighting-range", WEIGHTS, 2, "value", "error"),
    (WEIGHTS, "economic,,40", "economic,,-40", "weighting-range", WEIGHTS, 2, "value", "error"),
    (WEIGHTS, "economic,,40", "economic,,30", "points-not-whole", WEIGHTS, 2, "value", "warning"),
    (WEIGHTS, "p1,weights,economic,,40,\n", "", "weighting-half", WEIGHTS, 2, "item", "warning"),
    (WEIGHTS, "p1,weights,economic,,40,\n", "", "few-weightings", QUESTIONS, 3, "id", "note"),
    (QUESTIONS, "points,", "swing,", "swing-without-top", WEIGHTS, 2, "value", "warning"),
    (WEIGHTS, "p1,weights,social", "p1,weights,economic", "duplicate-key", WEIGHTS, 3, "pseudonym", "error"),
    (WEIGHTS, "p1,weights,economic", "p9,weights,economic", "unknown-code", WEIGHTS, 2, "pseudonym", "error"),
    (WEIGHTS, "p1,weights,economic", "p1,weigh,economic", "unknown-code", WEIGHTS, 2, "question", "error"),
    ("criteria.csv", ",urgency,", ",weights,", "criterion-asks-weights", "criteria.csv", 4, "question", "error"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[f"{index}-{case[3]}" for index, case in enumerate(CASES)])
def test_each_fault_is_named_placed_and_weighed(
    case: tuple[str, str, str, str, str, int, str, str], weighing: Path, edit: Edit
) -> None:
    name, old, new, *expected = case
    edit(name, old, new)
    assert tuple(expected) in placed(found(weighing))


def test_points_that_do_not_add_up_say_by_how_much(weighing: Path, edit: Edit) -> None:
    edit(WEIGHTS, "economic,,40", "economic,,27.5")
    (finding,) = (item for item in found(weighing) if item.code == "points-not-whole")
    assert (finding.values["value"], finding.values["total"], finding.values["over"]) == ("p1", "87.5", "-12.5")


PAIRS = "economic,social,2\neconomic,environmental,4\nsocial,environmental,2\n"


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        (PAIRS, set()),
        (PAIRS.replace("social,environmental,2\n", ""), {"pairs-missing", "few-weightings"}),
        (PAIRS + "social,economic,1/2\n", {"pair-twice", "few-weightings"}),
        (
            PAIRS.replace("economic,social", "economic,economic"),
            {"weighting-itself", "pairs-missing", "few-weightings"},
        ),
        (PAIRS.replace(",2", ",10", 1), {"weighting-range"}),
        (
            PAIRS.replace("social,environmental,2", "social,environmental,1/9"),
            {"weighting-inconsistent", "few-weightings"},
        ),
    ],
)
def test_comparisons(weighing: Path, edit: Edit, rows: str, codes: set[str]) -> None:
    """Four people give three comparisons of three groups, the fifth what the case says."""
    edit(QUESTIONS, "points,", "pairs,")
    lines = [f"p{n},weights,{line},\n" for n in range(1, 5) for line in PAIRS.splitlines()]
    lines += [f"p5,weights,{line},\n" for line in rows.splitlines()]
    (weighing / WEIGHTS).write_text("pseudonym,question,item,against,value,reason\n" + "".join(lines), encoding="utf-8")
    assert {finding.code for finding in found(weighing)} == codes


FOUR = PAIRS + "economic,emerging,8\nsocial,emerging,4\nenvironmental,emerging,2\n"


def test_a_missing_pair_and_a_contradiction_are_named(weighing: Path, edit: Edit) -> None:
    """Two people: one leaves a pair out, the other turns it round, against everything else that was said."""
    edit(QUESTIONS, "points,", "pairs,")
    pair = "social,environmental,2\n"
    lines = [f"p1,weights,{line},\n" for line in FOUR.replace(pair, "").splitlines()]
    lines += [f"p2,weights,{line},\n" for line in FOUR.replace(pair, "environmental,social,9\n").splitlines()]
    (weighing / WEIGHTS).write_text("pseudonym,question,item,against,value,reason\n" + "".join(lines), encoding="utf-8")
    own = {item.code: item for item in found(weighing)}
    assert set(own) == {"pairs-missing", "weighting-inconsistent", "few-weightings"}
    assert own["pairs-missing"].values["pairs"] == "social – environmental"
    told = own["weighting-inconsistent"]
    assert (told.file, told.row, told.column, told.severity.value) == (WEIGHTS, 9, "value", "warning")
    assert told.values == {
        "value": "p2", "organisation": "company", "round": "r1", "question": "weights", "item": "environmental",
        "against": "social", "said": "9", "others": 0.5, "ratio": 0.44, "limit": 0.1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ("economic,social,9\neconomic,environmental,4\nsocial,environmental,2\n", {"weighting-contradicts"}),
        ("economic,social,2\neconomic,environmental,4\nsocial,environmental,2\n", set()),
        ("economic,social,2\neconomic,environmental,4\n", {"weighting-half"}),
        ("economic,social,2\nsocial,environmental,4\nenvironmental,economic,2\n", {"weighting-half"}),
        ("economic,social,1/2\neconomic,environmental,4\nsocial,environmental,2\n", {"weighting-range"}),
    ],
)
def test_best_and_worst(weighing: Path, edit: Edit, rows: str, codes: set[str]) -> None:
    edit(QUESTIONS, "points,", "best-worst,")
    lines = [f"p{n},weights,{line},\n" for n in range(1, 6) for line in rows.splitlines()]
    (weighing / WEIGHTS).write_text("pseudonym,question,item,against,value,reason\n" + "".join(lines), encoding="utf-8")
    assert {finding.code for finding in found(weighing)} - {"few-weightings"} == codes


def test_a_round_that_nobody_answered(country: Path) -> None:
    (country / ROUND / "answers.csv").write_text("pseudonym,question,area,value,reason\n", encoding="utf-8")
    assert placed(found(country)) == {("empty-round", f"{ROUND}/answers.csv", 0, "", "warning")}


def test_who_gave_weights_alone_has_answered(weighing: Path, edit: Edit) -> None:
    edit(f"{ROUND}/respondents.csv", "", "p6,office,B\n")
    rows = "".join(f"p6,weights,{group},,{value},\n" for group, value in GROUPS.items())
    edit(WEIGHTS, "", rows)
    expected = ("few-told-apart", f"{ROUND}/respondents.csv", 0, "category", "warning")
    assert placed(found(weighing)) == {expected}


def test_a_round_that_asked_for_weights_may_be_named(weighing: Path, edit: Edit) -> None:
    edit("nss.toml", 'sha256 = ""\n', 'sha256 = ""\n[consultation]\nweights_round = "r1"\n')
    assert found(weighing) == ()


def test_two_questions_for_weights_of_the_same_things_are_an_error(weighing: Path) -> None:
    path = weighing / QUESTIONS
    lines = path.read_text(encoding="utf-8").splitlines()
    same = next(line for line in lines if line.startswith("weights,")).replace("weights,", "weights-again,", 1)
    path.write_text("\n".join([*lines, same, ""]), encoding="utf-8")
    twice = next(item for item in found(weighing) if item.code == "weights-asked-twice")
    assert (twice.file, twice.column, twice.severity.value) == (QUESTIONS, "about", "error")
    assert twice.values == {"value": "weights-again", "other": "weights"}


def test_a_ratio_just_above_its_limit_is_told_with_the_digits_it_takes() -> None:
    assert weightings._apart(0.1018, 0.1) == (0.102, 0.1)
    assert weightings._apart(0.4449, 0.1) == (0.44, 0.1)
