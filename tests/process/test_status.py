"""States of the steps: what is said, what is there, what blocks, what is late, what is next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from opennss import build as spine
from opennss.process.status import StepState, obstacles


def states(folder: Path) -> dict[str, StepState]:
    return {str(state.step): state for state in spine.status(folder)[1]}


def said(state: StepState) -> str:
    return state.next[0] if state.next else ""


def write(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_without_a_process_states_are_computed_and_nothing_waits(small: Path) -> None:
    found = states(small)
    assert {state.row for state in found.values()} == {None}
    assert {key: str(found[key].status) for key in ("0", "2a", "4", "8")} == {
        "0": "open", "2a": "running", "4": "running", "8": "open",
    }  # fmt: skip
    assert not any(state.waits or state.late or state.done for state in found.values())
    assert said(found["0"]) == "fill-process"
    assert found["4"].missing == ("objectives", "measures")
    assert said(found["4"]) == "fill-objectives"
    assert said(found["2a"]) == "look-2a"


def test_states_follow_the_process(running: Path) -> None:
    found = states(running)
    assert {key: str(state.status) for key, state in found.items() if state.row} == {
        "0": "done", "1": "done", "2a": "running", "2b": "blocked", "3": "open",
    }  # fmt: skip
    assert [key for key, state in found.items() if state.late] == ["2a"]
    assert [str(step) for step in found["3"].waits] == ["2a", "2b", "2c", "2d"]
    assert found["0"].next is None
    assert [said(found[key]) for key in ("2a", "2b", "3")] == ["look-2a", "next-unblock", "next-wait"]
    assert [key for key, _ in obstacles(found["2b"], "en")] == ["blocked-said"]


def test_a_step_done_with_empty_tables_is_a_warning(running: Path) -> None:
    found = states(running)
    assert found["1"].missing == ("baseline", "committees")
    assert said(found["1"]) == "fill-baseline"
    (finding,) = [item for item in spine.check(running) if item.code == "done-but-empty"]
    assert (finding.file, finding.row, finding.column, str(finding.severity)) == ("process.csv", 3, "status", "warning")
    assert finding.values == {"step": "1", "files": "baseline.csv, committees.csv"}


def test_errors_stand_only_in_the_steps_that_read_them(running: Path) -> None:
    write(running, "evidence.csv", "24.43", "much")
    found = states(running)
    assert (found["2a"].errors, found["3"].errors, found["5"].errors) == (1, 0, 0)
    assert said(found["2a"]) == "next-mend"


def test_a_list_without_an_area_is_missing(running: Path) -> None:
    write(running, "areas.csv", "ai,Artificial intelligence,Trí tuệ nhân tạo,emerging,,35.020,no,\n", "")
    assert states(running)["2c"].missing == ("areas-emerging",)


def test_pages_of_the_template_are_not_written_pages(small: Path, write_small: Callable[[Path], Path]) -> None:
    for page in small.glob("text/*/*.md"):
        page.unlink()
    assert "text" in states(small)["7"].missing
    assert "text" not in states(write_small(small.with_name("other")))["7"].missing


def test_questions_without_an_answer_are_no_baseline(running: Path) -> None:
    path = running / "baseline.csv"
    path.write_text("id,topic,question_en,state,date\nlaw,legal-base,Is there a law?,?,\n", "utf-8")
    assert "baseline" in states(running)["1"].missing
    path.write_text("id,topic,question_en,state,date\nlaw,legal-base,Is there a law?,absent,2026-02-01\n", "utf-8")
    assert "baseline" not in states(running)["1"].missing
