"""The review file goes out and comes back: verdicts become links and refusals, or nothing is written at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from opennss.catalogue import store
from opennss.catalogue.store import Catalogue
from opennss.errors import Severity, WorkspaceError
from opennss.language import Text
from opennss.model.codes import Ics, Id, Stage
from opennss.model.proposals import Proposal, Verdict
from opennss.model.references import CommitteeCode, Reference
from opennss.model.standards import Committee, CommitteeStatus, Deliverable, IcsClass, Relevance, Role
from opennss.workspace.check import check_folder
from opennss.workspace.proposals import accept, read_review, write_review

DAY = dt.date(2026, 11, 20)
LANGUAGES = ("vi", "en")
WORLD = Catalogue.of(
    [
        Deliverable(
            reference=Reference("ISO 7301:2021"), title=Text.of(en="Rice", fr="Riz"), stage=Stage("60.60"),
            committee=CommitteeCode("ISO/TC 34/SC 4"), ics=(Ics("67.060"),), source="world", type="standard",
        ),
    ],
    [
        Committee(
            reference=CommitteeCode("ISO/TC 34/SC 4"), title=Text.of(en="Cereals and pulses"),
            status=CommitteeStatus.ACTIVE, p_members=30, o_members=None, source="world",
        ),
        Committee(
            reference=CommitteeCode("ISO/TC 39"), title=Text.of(en="Machine tools"), status=CommitteeStatus.ACTIVE,
            p_members=20, o_members=15, source="world",
        ),
    ],
    [IcsClass(code=Ics("67.060"), title=Text.of(en="Cereals")), IcsClass(code=Ics("67"), title=Text.of(en="Food"))],
)  # fmt: skip
RICE = Proposal(
    area=Id("farming"), name="Nông nghiệp", deliverable=Reference("ISO 7301:2021"), title="=Rice", stage=Stage("60.60"),
    seat=Role.NONE, score=Decimal("0.825"), why="-rice: title", relevance=Relevance.HIGH,
)  # fmt: skip
CEREALS = Proposal(
    area=Id("farming"), name="Nông nghiệp", committee=CommitteeCode("ISO/TC 34/SC 4"), title="Cereals and pulses",
    seat=Role.NONE, score=Decimal(1), why="cereals: title",
)  # fmt: skip
YES = replace(RICE, verdict=Verdict.ACCEPT, reason=Text.of(en="Staple food", vi="Lương thực"))
NO = replace(CEREALS, verdict=Verdict.REFUSE, reason=Text.of(en="Too wide"))


@pytest.fixture(params=["review.csv", "review.xlsx"])
def review(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A path for a review file of either form."""
    return tmp_path / str(request.param)


@pytest.fixture
def pinned(country: Path) -> Path:
    """The small country with its extract pinned."""
    settings = country / "nss.toml"
    held = store.open(country / "catalogue").sha256
    settings.write_text(settings.read_text("utf-8").replace('sha256 = ""', f'sha256 = "{held}"'), "utf-8", newline="\n")
    return country


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def codes(folder: Path, rows: Sequence[Proposal], tmp_path: Path, reviewer: str = "P-a") -> set[str]:
    """Take back rows that cannot be taken back; return the codes of the findings. The folder stays as it was."""
    path = tmp_path / "review.csv"
    path.unlink(missing_ok=True)
    write_review(rows, path, LANGUAGES, DAY)
    before = bytes_of(folder)
    with pytest.raises(WorkspaceError) as raised:
        accept(folder, path, WORLD, reviewer, DAY)
    assert bytes_of(folder) == before
    return {item.code for item in raised.value.findings if item.severity is Severity.ERROR}


def test_what_goes_out_comes_back(review: Path) -> None:
    assert write_review([RICE, CEREALS, YES], review, LANGUAGES, DAY) == 3
    found = read_review(review, LANGUAGES)
    assert not found.findings
    assert [replace(row, line=0) for row in found.rows] == [RICE, CEREALS, YES]


def test_the_same_proposals_give_the_same_bytes(review: Path) -> None:
    write_review([RICE, NO], review, LANGUAGES, DAY)
    once = review.read_bytes()
    review.unlink()
    write_review([RICE, NO], review, LANGUAGES, DAY)
    assert review.read_bytes() == once


def test_a_review_that_was_begun_is_not_overwritten(review: Path) -> None:
    write_review([RICE], review, LANGUAGES, DAY)
    write_review([RICE, CEREALS], review, LANGUAGES, DAY)
    review.unlink()
    write_review([NO], review, LANGUAGES, DAY)
    once = review.read_bytes()
    with pytest.raises(WorkspaceError) as raised:
        write_review([RICE], review, LANGUAGES, DAY)
    assert [item.code for item in raised.value.findings] == ["review-begun"]
    assert review.read_bytes() == once


def test_a_file_can_be_reviewed_in_stages(pinned: Path, tmp_path: Path) -> None:
    write_review([YES], tmp_path / "first.csv", LANGUAGES, DAY)
    accept(pinned, tmp_path / "first.csv", WORLD, "P-b", DAY)
    write_review([YES, NO], tmp_path / "second.csv", LANGUAGES, DAY)
    done = accept(pinned, tmp_path / "second.csv", WORLD, "P-b", DAY)
    assert (len(done.links), len(done.refusals)) == (0, 1)


def test_a_csv_runs_no_formula(tmp_path: Path) -> None:
    write_review([RICE], tmp_path / "r.csv", LANGUAGES, DAY)
    line = (tmp_path / "r.csv").read_text("utf-8").splitlines()[1]
    assert "'=Rice" in line
    assert "'-rice" in line


def test_the_sheet_is_made_for_a_person(tmp_path: Path) -> None:
    """Identity stays in sight, verdicts are chosen from a list, texts have room, no cell is a formula."""
    write_review([RICE, CEREALS], tmp_path / "r.xlsx", LANGUAGES, DAY)
    sheet = load_workbook(tmp_path / "r.xlsx")["proposals"]
    assert sheet.freeze_panes == "E2"
    assert sheet.auto_filter.ref == "A1:M3"
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert lists == {"J2:J3": '"accept,refuse"', "K2:K3": '"high,medium,low"'}
    assert sheet.column_dimensions["E"].width >= 40
    assert sheet["E2"].data_type == "s"
    assert [cell.value for cell in sheet[1]][-5:] == ["why", "verdict", "relevance", "reason_vi", "reason_en"]


def test_another_workbook_is_a_finding(tmp_path: Path) -> None:
    write_review([RICE], tmp_path / "r.xlsx", LANGUAGES, DAY)
    book = load_workbook(tmp_path / "r.xlsx")
    book["proposals"].title = "other"
    book.save(tmp_path / "r.xlsx")
    assert [item.code for item in read_review(tmp_path / "r.xlsx", LANGUAGES).findings] == ["review-sheet-missing"]


def test_verdicts_become_links_and_refusals(pinned: Path, review: Path) -> None:
    old = (pinned / "mapping.csv").read_text("utf-8")
    write_review([YES, NO, replace(CEREALS, area=Id("industry"))], review, LANGUAGES, DAY)
    done = accept(pinned, review, WORLD, "P-b", DAY)
    assert (len(done.links), len(done.refusals), done.open) == (1, 1, 1)
    new = (pinned / "mapping.csv").read_text("utf-8")
    assert new == old + "farming,,ISO 7301:2021,high,Staple food,Lương thực,P-b,2026-11-20\n"
    assert "farming,ISO/TC 34/SC 4,,,Too wide,P-b,2026-11-20" in (pinned / "refusals.csv").read_text("utf-8")


def test_the_extract_gets_what_the_links_need_and_its_pin_is_renewed(pinned: Path, tmp_path: Path) -> None:
    """Record, committee and classes come from the world as they are there, in the columns of the extract."""
    before = {path.name: path.read_text("utf-8") for path in (pinned / "catalogue").glob("*.csv")}
    write_review([YES], tmp_path / "r.csv", LANGUAGES, DAY)
    accept(pinned, tmp_path / "r.csv", WORLD, "P-b", DAY)
    workspace, extract, findings = check_folder(pinned)
    assert workspace is not None
    assert extract is not None
    assert not [item for item in findings if item.severity is Severity.ERROR]
    assert extract.deliverables["ISO 7301:2021"].title == Text.of(en="Rice")
    assert extract.committees["ISO/TC 34/SC 4"].o_members is None
    assert {"67.060", "67"} <= set(extract.ics)
    assert "ISO 7301:2021,Rice,,60.60,ISO/TC 34/SC 4,67.060,,,,world" in (
        pinned / "catalogue" / "deliverables.csv"
    ).read_text("utf-8")
    for name, text in before.items():
        assert len((pinned / "catalogue" / name).read_text("utf-8").splitlines()) > len(text.splitlines())


def test_a_file_without_verdicts_changes_nothing(pinned: Path, review: Path) -> None:
    write_review([RICE, CEREALS], review, LANGUAGES, DAY)
    accept(pinned, review, WORLD, "P-b", DAY)
    assert not (pinned / "refusals.csv").exists()
    assert len((pinned / "mapping.csv").read_text("utf-8").splitlines()) == 4


def test_a_refusal_alone_leaves_the_catalogue(pinned: Path, tmp_path: Path) -> None:
    pin = (pinned / "nss.toml").read_text("utf-8")
    write_review([NO], tmp_path / "r.csv", LANGUAGES, DAY)
    accept(pinned, tmp_path / "r.csv", WORLD, "P-b", DAY)
    assert (pinned / "nss.toml").read_text("utf-8").split("[catalogue]")[0] == pin.split("[catalogue]")[0]
    assert "ISO 7301" not in (pinned / "catalogue" / "deliverables.csv").read_text("utf-8")


def test_nothing_is_accepted_without_a_person_and_a_reason(pinned: Path, tmp_path: Path) -> None:
    assert codes(pinned, [YES], tmp_path, reviewer=" ") == {"review-without-reviewer"}
    assert codes(pinned, [replace(YES, reason=Text())], tmp_path) == {"review-without-reason"}
    assert codes(pinned, [replace(NO, reason=Text())], tmp_path) == {"review-without-reason"}


def test_every_fault_is_said_at_once(pinned: Path, tmp_path: Path) -> None:
    rows = [
        replace(YES, deliverable=Reference("ISO 9999:2020")),
        replace(YES, area=Id("nowhere")),
        replace(YES, committee=CommitteeCode("ISO/TC 39")),
        replace(NO, reason=Text()),
    ]
    assert codes(pinned, rows, tmp_path) == {"unknown-code", "committee-or-deliverable", "review-without-reason"}


def test_what_is_known_or_stands_twice_is_refused(pinned: Path, tmp_path: Path) -> None:
    linked = replace(NO, area=Id("industry"), committee=CommitteeCode("ISO/TC 39"))
    assert codes(pinned, [linked], tmp_path) == {"review-known"}
    assert "review-known" in codes(pinned, [YES, YES], tmp_path)
    (tmp_path / "r.csv").unlink(missing_ok=True)
    write_review([NO], tmp_path / "r.csv", LANGUAGES, DAY)
    accept(pinned, tmp_path / "r.csv", WORLD, "P-b", DAY)
    assert codes(pinned, [replace(NO, verdict=Verdict.ACCEPT)], tmp_path) == {"review-known"}


def test_a_broken_cell_stops_the_file(pinned: Path, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    write_review([YES], path, LANGUAGES, DAY)
    path.write_text(path.read_text("utf-8").replace(",accept,", ",perhaps,"), "utf-8", newline="\n")
    before = bytes_of(pinned)
    with pytest.raises(WorkspaceError) as raised:
        accept(pinned, path, WORLD, "P-b", DAY)
    assert [(item.row, item.column) for item in raised.value.findings if item.severity is Severity.ERROR] == [
        (2, "verdict")
    ]
    assert bytes_of(pinned) == before
