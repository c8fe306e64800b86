"""The calendar: read back by a parser, whole words, right days, the same bytes every time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from icalendar import Calendar

from opennss import build as spine
from opennss.process.calendar import calendar


def entries(folder: Path, language: str = "en") -> dict[str, object]:
    read = Calendar.from_ical(calendar(spine.status(folder)[0], language))
    return {str(event["uid"]): event for event in read.walk("VEVENT")}


def test_every_dated_thing_is_in_it(running: Path) -> None:
    (running / "experts.csv").write_text(
        "id,committee,category,follows,role,until\ne1,roads,,ISO/TC 241;ISO/TC 39,expert,2027-03-01\n", "utf-8"
    )
    found = entries(running)
    assert len(found) == 5 * 2 + 1 + 2 + 1 + 2
    event = found["step-2b-due@vnm.opennss"]
    assert event["dtstart"].dt == dt.date(2026, 12, 31)
    assert event["dtstamp"].dt == dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    assert str(event["summary"]) == "Step 2b is due: Non-economic priorities"
    assert found["expert-e1@vnm.opennss"]["description"] == "ISO/TC 241; ISO/TC 39"
    assert found["target-used-2028@vnm.opennss"]["dtstart"].dt == dt.date(2028, 12, 31)
    assert found["round-r1@vnm.opennss"]["dtstart"].dt == dt.date(2026, 9, 30)
    assert found["decision-d1@vnm.opennss"]["dtstart"].dt == dt.date(2027, 10, 1)


def test_reminders_ring_only_for_what_is_to_come(running: Path) -> None:
    found = entries(running)
    rings = {key.partition("@")[0] for key, event in found.items() if event.walk("VALARM")}
    assert rings == {
        "step-2b-due", "step-3-start", "step-3-due", "decision-d1", "decision-d2", "target-used-2027",
        "target-used-2028",
    }  # fmt: skip
    (alarm,) = found["step-3-due@vnm.opennss"].walk("VALARM")
    assert alarm["trigger"].dt == dt.timedelta(days=-7)


def test_marks_of_the_format_stay_data_and_lines_are_folded(running: Path) -> None:
    path = running / "process.csv"
    text = path.read_text("utf-8")
    hostile = '"BEGIN:VEVENT; a,b \\n c ' + "dài " * 40 + '"'
    path.write_text(text.replace("Statistics; trade,Thống kê", f"{hostile},{hostile}"), encoding="utf-8", newline="\n")
    raw = calendar(spine.status(running)[0], "vi")
    lines = raw.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-1] == b""
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    said = str(entries(running, "vi")["step-2a-due@vnm.opennss"]["description"])
    assert "BEGIN:VEVENT; a,b \\n c dài dài" in said
    assert said.startswith("Chịu trách nhiệm: ")


def test_same_folder_same_bytes(running: Path) -> None:
    workspace, _ = spine.status(running)
    assert calendar(workspace, "vi") == calendar(workspace, "vi")
    assert calendar(workspace, "vi") != calendar(workspace, "en")


def test_a_year_that_no_calendar_has_is_left_out(running: Path) -> None:
    path = running / "targets.csv"
    path.write_text(path.read_text("utf-8").replace(",2028,60", ",20280,60"), encoding="utf-8", newline="\n")
    assert "target-used-2028@vnm.opennss" not in entries(running)


def test_rows_that_stand_twice_are_in_it_once(running: Path) -> None:
    """Such rows are errors of the folder, of which ``nss status`` still tells what can be told."""
    for name in ("process.csv", "decisions.csv", "targets.csv"):
        path = running / name
        text = path.read_text("utf-8")
        path.write_text(text + text.splitlines()[-1] + "\n", encoding="utf-8", newline="\n")
    found = entries(running)
    assert len(found) == 5 * 2 + 1 + 2 + 2
