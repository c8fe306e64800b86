"""The work programme of WTO TBT Annex 3 J: which standards, at which stage, from which plan; files and figures."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from opennss import build as spine
from opennss.document.blocks import Document, Table, plain
from opennss.document.notice import Notice, NoticeRow, notice
from opennss.document.notice_document import notice_document, notice_facts, period_words
from opennss.document.notice_files import as_data, notice_csv, print_notice
from opennss.language import Text, languages
from opennss.model.codes import Id, Period, Stage
from opennss.model.country import NoticeSettings
from opennss.model.observations import Comparison
from opennss.model.programme import ApprovedItem, WorkState, WorkStatus
from opennss.model.projects import ProjectType
from opennss.model.references import Reference
from opennss.model.results import Strategy
from opennss.model.standards import Adoption, AdoptionStatus, Correspondence

H1 = Period("2027-H1")
AI = "adopt-iso-iec-22989-2022"


@pytest.fixture(scope="module")
def plain_small(write_small: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Strategy:
    """The small country; its plan adopts one standard."""
    folder = write_small(tmp_path_factory.mktemp("notice") / "small")
    for path in folder.glob("text/*/vision.md"):
        path.write_text(path.read_text("utf-8").replace(" | number", ""), encoding="utf-8", newline="\n")
    return spine.build(*spine.read(folder))


def state(item: str = AI, **values: object) -> WorkState:
    known = {"status": WorkStatus.RUNNING, "begun": dt.date(2026, 3, 2), "stage": None, "since": None}
    return WorkState(item=item, illustrative=True, line=2, **{**known, **values})  # type: ignore[arg-type]


def with_work(strategy: Strategy, *rows: WorkState) -> Strategy:
    evidence = replace(strategy.workspace.evidence, work=rows)
    return replace(strategy, workspace=replace(strategy.workspace, evidence=evidence))


def with_choices(strategy: Strategy, *rows: ApprovedItem) -> Strategy:
    choices = replace(strategy.workspace.choices, programme=rows)
    return replace(strategy, workspace=replace(strategy.workspace, choices=choices))


def with_settings(strategy: Strategy, own: NoticeSettings, **more: object) -> Strategy:
    method = strategy.workspace.method
    settings = replace(method.settings, notice=own, **more)  # type: ignore[arg-type]
    return replace(strategy, workspace=replace(strategy.workspace, method=replace(method, settings=settings)))


def one(made: Notice) -> NoticeRow:
    (row,) = made.rows
    return row


def test_a_planned_item_is_at_stage_one(plain_small: Strategy) -> None:
    made = notice(plain_small, H1)
    row = one(made)
    assert (row.item, row.stage, row.base, row.kind, row.ics) == (
        AI, 1, "ISO/IEC 22989:2022", "harmonization", ("35.020",),
    )  # fmt: skip
    assert (made.approved, row.start, row.fact, row.number) == (False, "2027", f"project.{AI}", "")
    assert (made.first, made.last, made.since, made.next) == (
        dt.date(2027, 1, 1), dt.date(2027, 6, 30), dt.date(2026, 7, 1), dt.date(2027, 7, 1),
    )  # fmt: skip


def test_before_its_year_a_planned_item_is_not_listed(plain_small: Strategy) -> None:
    assert notice(plain_small, Period("2026-H2")).rows == ()
    assert len(notice(plain_small, Period("2027-02")).rows) == 1


@pytest.mark.parametrize(
    ("code", "expected"),
    [("00.60", 1), ("20.00", 1), ("20.20", 2), ("30.60", 2), ("40.00", 2), ("40.20", 3), ("40.60", 4), ("50.60", 4),
     (None, None), ("30.98", None), ("90.20", None)],
)  # fmt: skip
def test_stages_of_running_work(plain_small: Strategy, code: str | None, expected: int | None) -> None:
    row = state(stage=Stage(code) if code else None, since=dt.date(2026, 9, 1))
    made = notice(with_work(plain_small, row), H1)
    assert one(made).stage == expected
    assert [item.code for item in made.findings] == ([] if expected else ["notice-without-stage"])
    assert one(made).start == "2026-03-02"


@pytest.mark.parametrize(
    ("period", "ended", "listed"),
    [("2027-H1", "2026-07-01", True), ("2027-H1", "2026-06-30", False), ("2026-H2", "2026-06-30", True),
     ("2027", "2026-01-01", True), ("2027-02", "2026-12-31", False)],
)  # fmt: skip
def test_adopted_since_the_period_before(plain_small: Strategy, period: str, ended: str, listed: bool) -> None:
    day = dt.date.fromisoformat(ended)
    made = notice(with_work(plain_small, state(status=WorkStatus.DONE, ended=day)), Period(period))
    assert [(row.stage, row.completion) for row in made.rows] == ([(5, ended)] if listed else [])


@pytest.mark.parametrize(
    ("begun", "listed"), [("2026-03-02", True), ("2026-06-30", True), ("2026-07-01", False)]
)  # fmt: skip
def test_work_finished_after_the_period_stood_in_it(plain_small: Strategy, begun: str, listed: bool) -> None:
    done = state(status=WorkStatus.DONE, begun=dt.date.fromisoformat(begun), ended=dt.date(2026, 10, 30))
    made = notice(with_work(plain_small, done), Period("2026-H1"))
    assert [(row.stage, row.completion) for row in made.rows] == ([(5, "2026-10-30")] if listed else [])


def test_done_without_a_day_is_asked_for_and_stands_in_no_notice(plain_small: Strategy) -> None:
    done = state(status=WorkStatus.DONE)
    for period in ("2026-H2", "2027-H1", "2031"):
        made = notice(with_work(plain_small, done), Period(period))
        assert (made.rows, [row.code for row in made.findings]) == ((), ["notice-without-day"])
        assert [(row.file, row.row, row.column) for row in made.findings] == [("work.csv", 2, "ended")]
    dated = replace(done, stage=Stage("50.20"), since=dt.date(2026, 10, 1))
    made = notice(with_work(plain_small, dated), Period("2026-H2"))
    row = one(made)
    assert (row.stage, row.harmonized, row.completion) == (5, "", "2026-10-01"), (
        "the day of its stage, no code below 60"
    )
    assert notice(with_work(plain_small, dated), Period("2027-H2")).rows == ()


@pytest.mark.parametrize("status", [WorkStatus.RUNNING, WorkStatus.DONE])
def test_the_plan_does_not_say_when_work_began(plain_small: Strategy, status: WorkStatus) -> None:
    row = one(notice(with_work(plain_small, state(begun=None, status=status, ended=dt.date(2026, 9, 1))), H1))
    assert row.start == ""
    assert one(notice(with_work(plain_small, state(begun=None, status=WorkStatus.PLANNED)), H1)).start == "2027"


def test_dropped_work_and_work_begun_later_are_not_listed(plain_small: Strategy) -> None:
    assert notice(with_work(plain_small, state(status=WorkStatus.DROPPED)), H1).rows == ()
    later = state(begun=dt.date(2027, 1, 5))
    assert notice(with_work(plain_small, later), Period("2026-H2")).rows == ()


def test_the_degree_of_correspondence_is_what_the_work_says(plain_small: Strategy) -> None:
    modified = state(correspondence=Correspondence.MOD)
    assert one(notice(with_work(plain_small, modified), H1)).correspondence is Correspondence.MOD


def test_an_approved_programme_takes_the_place_of_the_plan(plain_small: Strategy) -> None:
    row = ApprovedItem(
        item="develop-sauce", type=ProjectType.DEVELOP, start=2027, end=2028, approved=dt.date(2026, 11, 1),
    )  # type: ignore[arg-type]  # fmt: skip
    made = notice(with_choices(plain_small, row), H1)
    assert (made.approved, one(made).item, one(made).kind, one(made).completion) == (
        True, "develop-sauce", "new", "2028",
    )  # fmt: skip
    assert [item.code for item in made.findings] == ["notice-without-ics"], "never an invented code"


def test_completion_is_not_before_the_stages_of_the_schedule_end(plain_small: Strategy) -> None:
    """Approved to end in 2026, laid out by stages to a later year: the year that has gone by is no expectation."""
    item = next(item for item in plain_small.schedule.items if item.project.deliverable)  # type: ignore[union-attr]
    row = ApprovedItem(
        item=Id(item.project.id), type=item.project.type, deliverable=Reference(item.project.deliverable),
        start=2026, end=2026, approved=dt.date(2026, 1, 1),
    )  # fmt: skip
    made = {one.item: one for one in notice(with_choices(plain_small, row), Period("2027-H1")).rows}
    assert made[item.project.id].completion == f"{item.end:%Y-%m}" > "2026-12"


def test_work_in_committees_is_no_national_standard(plain_small: Strategy) -> None:
    kinds = {item.project.type for item in plain_small.plan.items}
    assert ProjectType.MIRROR in kinds or ProjectType.PARTICIPATE in kinds
    assert one(notice(plain_small, H1)).base


def test_an_unknown_item_is_listed_by_its_own_title(plain_small: Strategy) -> None:
    rows = (state(), state("sauce", title=Text.of(en="Fish sauce")), state("nothing"))
    made = notice(with_work(plain_small, *rows), H1)
    assert [(row.item, row.kind, row.ics) for row in made.rows] == [
        (AI, "harmonization", ("35.020",)),
        ("sauce", "?", ()),
    ]


def test_adoptions_of_the_year_are_listed_once(plain_small: Strategy) -> None:
    fresh = Adoption(
        id="a9", number="TCVN 9:2026", title=Text.of(en="Roads"), adopts=Reference("ISO 39001:2018"),
        correspondence=Correspondence.IDT, status=AdoptionStatus.IN_FORCE, year=2026, source="gso",
    )  # type: ignore[arg-type]  # fmt: skip
    evidence = plain_small.workspace.evidence
    workspace = replace(plain_small.workspace, evidence=replace(evidence, adoptions=(*evidence.adoptions, fresh)))
    made = notice(replace(plain_small, workspace=workspace), H1)
    row = next(row for row in made.rows if row.number)
    assert (row.stage, row.completion, row.kind) == (5, "2026", "revision")
    assert [
        row.number for row in notice(replace(plain_small, workspace=workspace), Period("2028")).rows if row.number
    ] == []


def with_adoptions(strategy: Strategy, *rows: Adoption) -> Strategy:
    evidence = strategy.workspace.evidence
    workspace = replace(strategy.workspace, evidence=replace(evidence, adoptions=(*evidence.adoptions, *rows)))
    return replace(strategy, workspace=workspace)


def adopted(reference: str, year: int = 2026) -> Adoption:
    return Adoption(
        id="a9", number="TCVN 9", title=Text.of(en="Roads"), adopts=Reference(reference),
        correspondence=Correspondence.IDT, status=AdoptionStatus.IN_FORCE, year=year, source="gso",
    )  # type: ignore[arg-type]  # fmt: skip


def test_work_and_adoption_of_one_standard_are_one_row(plain_small: Strategy) -> None:
    """What was adopted is no candidate any more; the id of the work names its base document."""
    done = state("adopt-iso-9001-2015", status=WorkStatus.DONE, ended=dt.date(2026, 10, 30), title=Text.of(en="Q"))
    strategy = with_work(with_adoptions(plain_small, adopted("ISO 9001:2015")), done)
    rows = [row for row in notice(strategy, H1).rows if row.stage == 5]
    assert [(row.item, row.base, row.completion) for row in rows] == [
        ("adopt-iso-9001-2015", "ISO 9001:2015", "2026-10-30")
    ]
    assert not [row for row in notice(strategy, Period("2027-H2")).rows if row.stage == 5], "its day is known"


@pytest.mark.parametrize("status", [WorkStatus.DROPPED, WorkStatus.DONE])
def test_work_that_is_not_listed_hides_no_adoption(plain_small: Strategy, status: WorkStatus) -> None:
    strategy = with_work(with_adoptions(plain_small, adopted("ISO/IEC 22989:2022")), state(status=status))
    assert [(row.item, row.stage) for row in notice(strategy, H1).rows] == [("a9", 5)]


# Figures


@pytest.mark.parametrize(
    ("total", "expected"), [(None, "?"), (1, "?"), (2, "100 %"), (4, "≥ 50 %")]
)  # the folder lists two, both adopted
def test_the_share_adopted_needs_the_number_in_force(plain_small: Strategy, total: int | None, expected: str) -> None:
    strategy = with_settings(plain_small, NoticeSettings(standards=total))
    facts = notice_facts(notice(strategy, H1), strategy)
    assert facts["notice.kpi.share"].value["en"] == expected  # type: ignore[index]


def test_the_number_of_all_standards_may_be_a_figure_of_evidence(plain_small: Strategy) -> None:
    evidence = plain_small.workspace.evidence
    kind = replace(evidence.indicators[0], id="national-standards", comparison=Comparison.CONTEXT)  # type: ignore[arg-type]
    row = replace(
        evidence.observations[0], indicator="national-standards", area=None, code=None, value=4.0, source="gso"
    )  # type: ignore[arg-type]  # fmt: skip
    told = replace(evidence, indicators=(*evidence.indicators, kind), observations=(*evidence.observations, row))
    strategy = replace(plain_small, workspace=replace(plain_small.workspace, evidence=told))
    facts = notice_facts(notice(strategy, H1), strategy)
    assert facts["notice.kpi.share"].value["en"] == "≥ 50 %"  # type: ignore[index]
    assert (facts["notice.kpi.standards"].value, facts["notice.kpi.standards"].origin.sources) == (4, ("gso",))
    figures = tables(notice_document(notice(strategy, H1), strategy, "vi"))["notice-figures"]
    assert [row[-1] for row in figures[3:]] == ["4", "≥ 50 %"]


def test_neq_counts_below_the_line_only(plain_small: Strategy) -> None:
    evidence = plain_small.workspace.evidence
    first, second = evidence.adoptions
    for degree, expected in ((Correspondence.NEQ, "50 %"), (Correspondence.UNKNOWN, "50–100 %")):
        rows = (first, replace(second, correspondence=degree))
        workspace = replace(plain_small.workspace, evidence=replace(evidence, adoptions=rows))
        strategy = with_settings(replace(plain_small, workspace=workspace), NoticeSettings(standards=2))
        assert notice_facts(notice(strategy, H1), strategy)["notice.kpi.share"].value["en"] == expected  # type: ignore[index]


# The document and its files


def tables(document: Document) -> dict[str, list[list[str]]]:
    found = [block for block in document.blocks if isinstance(block, Table)]
    return {block.id: [[plain(cell) for cell in row] for row in block.rows] for block in found}


def test_nothing_is_invented_about_the_publisher(plain_small: Strategy) -> None:
    body = dict(tables(notice_document(notice(plain_small, H1), plain_small, "en"))["notice-body"])
    assert (body["Address"], body["Acceptance of the Code of Good Practice"]) == ("?", "?")
    assert (body["Period"], body["Next work programme, at the latest"]) == ("1 Jan 2027 – 30 Jun 2027", "1 Jul 2027")
    own = NoticeSettings(address=Text.of(en="Street 1"), acceptance=Text.of(en="G/X"), acceptance_source="iso")
    strategy = with_settings(plain_small, own)
    body = dict(tables(notice_document(notice(strategy, H1), strategy, "en"))["notice-body"])
    assert (body["Address"], body["Acceptance of the Code of Good Practice"]) == ("Street 1", "G/X")


def test_both_languages_have_the_same_tables(plain_small: Strategy) -> None:
    strategy = with_work(
        plain_small, state(stage=Stage("40.20"), comments_from=dt.date(2026, 10, 1)), state("x", title=Text.of(en="X"))
    )
    made = notice(strategy, H1)
    shapes = set()
    for language in languages():
        document = notice_document(made, strategy, language)
        shapes.add(tuple((name, len(rows)) for name, rows in tables(document).items()))
        assert period_words(made, language) in document.subtitle
        assert document.trail
        assert "{" not in "".join(cell for rows in tables(document).values() for row in rows for cell in row)
    assert len(shapes) == 1
    assert ["?", "the stage is not known", "?", "1"] in tables(notice_document(made, strategy, "en"))["notice-stages"]


def test_a_period_that_is_over_is_said(plain_small: Strategy) -> None:
    document = notice_document(notice(plain_small, Period("2026-Q1")), plain_small, "en")
    words = [plain(block.line) for block in document.blocks if hasattr(block, "line")]
    assert any("period is over" in text for text in words)
    assert any("No national standard" in text for text in words)


@pytest.mark.parametrize(
    ("period", "words"), [("2027", "year 2027"), ("2027-Q3", "third quarter of 2027"), ("2027-05", "May 2027")]
)
def test_periods_in_words(plain_small: Strategy, period: str, words: str) -> None:
    assert period_words(notice(plain_small, Period(period)), "en") == words


def test_a_real_country_prints_no_exercise(plain_small: Strategy) -> None:
    strategy = with_settings(plain_small, NoticeSettings(), illustrative=False)
    document = notice_document(notice(strategy, H1), strategy, "en")
    assert "paragraph J" in plain(document.cover[1])
    assert document.footer == "Office A"


def test_files(plain_small: Strategy, tmp_path: Path) -> None:
    strategy = with_work(plain_small, state(title=Text.of(en="=1+1", vi="Trí tuệ"), stage=Stage("40.20")))
    made = notice(strategy, H1)
    paths = print_notice(made, strategy, tmp_path / "a")
    names = {path.relative_to(tmp_path / "a").as_posix() for path in paths}
    assert names == {"notice.json", "tables/notice.csv"} | {
        f"{language}/notice.{ending}" for language in languages() for ending in ("html", "pdf", "docx", "xlsx")
    }
    print_notice(made, strategy, tmp_path / "b")
    for name in names:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name
    data = json.loads((tmp_path / "a" / "notice.json").read_text("utf-8"))
    assert (data["rows"][0]["stage"], data["rows"][0]["comments_from"], data["plan"]) == (3, None, "computed")
    (row,) = csv.DictReader(io.StringIO(notice_csv(made, ("vi", "en"))))
    assert (row["title_en"], row["title_vi"], row["stage"], row["ics"]) == ("'=1+1", "Trí tuệ", "3", "35.020")
    sheet = load_workbook(tmp_path / "a" / "en" / "notice.xlsx").worksheets[0]
    assert (sheet["C2"].value, sheet["C2"].data_type, sheet["D2"].value) == ("=1+1", "s", "3")
    assert as_data(made, strategy)["next"] == "2027-07-01"
