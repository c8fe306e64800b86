"""The approved programme, written from the plan: nothing moves right after it, and later it is told what did."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
from pathlib import Path

import pytest

from opennss import build as spine
from opennss.document.blocks import Table
from opennss.document.outline.pen import Pen
from opennss.document.outline.schedule import schedule_annex
from opennss.errors import WorkspaceError
from opennss.model.results import Strategy
from opennss.workspace.approving import approve

FIRST, SECOND = dt.date(2026, 11, 2), dt.date(2026, 11, 20)
Cells = dict[str, dict[str, str]]


def planned(folder: Path) -> Strategy:
    """The strategy of a folder as it stands now."""
    return spine.build(*spine.read(folder), what_if=False)


def on_record(folder: Path) -> Cells:
    """The cells of the approved programme by item, in the order of the file."""
    text = (folder / "programme.csv").read_text("utf-8")
    return {row["item"]: row for row in csv.DictReader(io.StringIO(text))}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def moves(strategy: Strategy) -> dict[str, set[str]]:
    """What the schedule says of every item against the baseline, by move."""
    assert strategy.schedule is not None
    found: dict[str, set[str]] = {}
    for change in strategy.schedule.changes:
        found.setdefault(change.move, set()).add(change.item)
    return found


def test_a_round_of_the_example(vietnam: Path, strategy: Strategy, tmp_path: Path) -> None:
    folder = tmp_path / "vietnam"
    shutil.copytree(vietnam, folder)
    done = approve(folder, strategy, FIRST, illustrative=True)
    rows = on_record(folder)
    assert done.first
    assert done.written == ("programme.csv",)
    assert len(done.of("came")) == len(rows) == len(strategy.plan.items) > 100
    assert [*rows] == sorted(rows, key=lambda name: (int(rows[name]["start"]), rows[name]["type"], name))
    assert {(row["approved"], row["illustrative"]) for row in rows.values()} == {("2026-11-02", "yes")}
    standing = {row["end"] for row in rows.values() if row["type"] == "participate"}
    assert standing == {str(strategy.workspace.settings.years[-1])}

    again = planned(folder)
    assert again.plan.items == strategy.plan.items
    assert moves(again) == {"stayed": set(rows)}
    assert approve(folder, again, SECOND) == type(done)(again.workspace.choices.programme, (), False, ())

    reasoned = next(iter(rows))
    text = (folder / "programme.csv").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith(f"{reasoned},"))
    edit(folder / "programme.csv", line, line.replace("2026-11-02,,", "2026-11-02,Vì hạn,Due soon"))
    edit(folder / "capacity.csv", ",2027,8.5,", ",2027,4,")
    poorer = planned(folder)
    found = moves(poorer)
    assert found["moved"]
    assert found["went"]
    tables = {block.id: block for block in schedule_annex(Pen(poorer, "vi")) if isinstance(block, Table)}
    assert len(tables["programme-changes"].rows) == sum(len(found.get(move, ())) for move in ("came", "went", "moved"))

    after = approve(folder, poorer, SECOND)
    now = on_record(folder)
    assert {change.item for change in after.changes} == found["moved"] | found["went"] | found.get("came", set())
    assert set(now) == (set(rows) - found["went"]) | found.get("came", set())
    for name in found["stayed"]:
        kept = {"reason_vi": "Vì hạn", "reason_en": "Due soon"} if name == reasoned else {}
        assert now[name] == rows[name] | kept
    fresh = {(now[name]["approved"], now[name]["illustrative"]) for name in found["moved"]}
    assert fresh == {("2026-11-20", "no")}


def test_a_moved_item_keeps_its_reason_and_gets_the_new_day(small: Path) -> None:
    approve(small, planned(small), FIRST, illustrative=True)
    edit(small / "programme.csv", "2027,2028,2026-11-02,,,yes", "2027,2028,2026-11-02,Vì sao,Why,yes")
    edit(small / "capacity.csv", ",2027,4,", ",2027,0.1,")
    done = approve(small, planned(small), SECOND)
    [row] = on_record(small).values()
    assert row == {
        "item": "participate-iso-tc-39", "type": "participate", "deliverable": "", "committee": "ISO/TC 39",
        "measure": "", "start": "2028", "end": "2028", "approved": "2026-11-20", "reason_vi": "Vì sao",
        "reason_en": "Why", "illustrative": "no",
    }  # fmt: skip
    assert [change.item for change in done.of("moved")] == ["participate-iso-tc-39"]
    assert [change.item for change in done.of("went")] == ["adopt-iso-iec-22989-2022"]
    assert moves(planned(small)) == {"stayed": {"participate-iso-tc-39"}}


def test_what_is_finished_stays_on_record_as_it_was_approved(small: Path) -> None:
    approve(small, planned(small), FIRST)
    before = on_record(small)
    (small / "work.csv").write_text(
        "item,status,begun,stage,since,ended,illustrative\n"
        "adopt-iso-iec-22989-2022,done,2026-11-03,60.60,2026-11-19,2026-11-19,yes\n",
        encoding="utf-8", newline="\n",
    )  # fmt: skip
    finished = planned(small)
    assert "adopt-iso-iec-22989-2022" not in {item.project.id for item in finished.plan.items}
    done = approve(small, finished, SECOND)
    assert (done.changes, done.written) == ((), ())
    assert on_record(small) == before


def test_what_was_dropped_leaves_the_table(small: Path) -> None:
    approve(small, planned(small), FIRST)
    (small / "work.csv").write_text(
        "item,status,begun,stage,since,ended,illustrative\n"
        "adopt-iso-iec-22989-2022,dropped,2026-11-03,?,?,2026-11-19,yes\n",
        encoding="utf-8", newline="\n",
    )  # fmt: skip
    done = approve(small, planned(small), SECOND)
    assert [(change.item, change.why) for change in done.changes] == [("adopt-iso-iec-22989-2022", "schedule-dropped")]
    assert [*on_record(small)] == ["participate-iso-tc-39"]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (dt.date(2026, 11, 23), "approval-future"),
        (dt.date(2025, 11, 20), "approval-early"),
    ],
)
def test_a_day_that_cannot_be_that_of_the_plan_is_refused(small: Path, day: dt.date, code: str) -> None:
    with pytest.raises(WorkspaceError) as refused:
        approve(small, planned(small), day)
    assert [finding.code for finding in refused.value.findings] == [code]
    assert not (small / "programme.csv").exists()
    earliest = dt.date(2025, 11, 21)
    approve(small, planned(small), earliest)
    assert {row["approved"] for row in on_record(small).values()} == {earliest.isoformat()}


def test_no_approval_is_older_than_the_last(small: Path) -> None:
    approve(small, planned(small), SECOND)
    with pytest.raises(WorkspaceError) as refused:
        approve(small, planned(small), FIRST)
    [finding] = refused.value.findings
    assert (finding.code, finding.values["first"]) == ("approval-early", SECOND)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("capacity.csv", ",2027,4,", ",2027,3,"),
        ("catalogue/deliverables.csv", "AI concepts", "Concepts of AI"),
        ("nss.toml", "utilization = 0.85", "utilization = 0.8"),
        ("programme.csv", ",2026-11-02,", ",2026-11-03,"),
    ],
)
def test_a_folder_that_changed_meanwhile_is_left_alone(small: Path, file: str, old: str, new: str) -> None:
    approve(small, planned(small), FIRST)
    edit(small / "capacity.csv", ",2027,4,", ",2027,0.1,")
    strategy = planned(small)
    if file == "capacity.csv":
        old, new = ",2027,0.1,", new
    edit(small / file, old, new)
    before = (small / "programme.csv").read_bytes()
    with pytest.raises(WorkspaceError) as refused:
        approve(small, strategy, SECOND)
    assert [finding.code for finding in refused.value.findings] == ["approval-stale"]
    assert (small / "programme.csv").read_bytes() == before


def test_an_empty_plan_is_not_approved(small: Path) -> None:
    header = "area,committee,deliverable,relevance,reason_en,reason_vi,reviewer,date\n"
    (small / "mapping.csv").write_text(header, encoding="utf-8", newline="\n")
    with pytest.raises(WorkspaceError) as refused:
        approve(small, planned(small), FIRST)
    assert [finding.code for finding in refused.value.findings] == ["approval-empty"]
    assert not (small / "programme.csv").exists()


def test_a_column_that_nobody_knows_is_never_lost(small: Path) -> None:
    """It may come after the plan was made; the checksum of the tables does not see it."""
    approve(small, planned(small), FIRST)
    edit(small / "capacity.csv", ",2027,4,", ",2027,0.1,")
    strategy = planned(small)
    path = small / "programme.csv"
    head, *lines = path.read_text("utf-8").splitlines()
    text = "\n".join([f"{head},remark", *(f"{line},kept" for line in lines), ""])
    path.write_text(text, encoding="utf-8", newline="\n")
    with pytest.raises(WorkspaceError) as refused:
        approve(small, strategy, SECOND)
    assert [finding.code for finding in refused.value.findings] == ["unknown-column"]
    assert path.read_text("utf-8") == text
