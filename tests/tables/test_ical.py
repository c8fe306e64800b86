"""Days as iCalendar: read back by a parser of its own and by the package, folded, escaped, the same bytes."""

from __future__ import annotations

import datetime as dt
import re

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.language import clean
from opennss.tables.ical import Day, calendar

AS_OF = dt.date(2026, 11, 22)
LEAP = dt.date(2028, 2, 29)


def read(raw: bytes) -> list[dict[str, str]]:
    """Read entries as RFC 5545 says: unfold, split at the first colon, take escapes away; alarms as ``ALARM`` keys."""
    assert raw.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    lines = raw.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    entries: list[dict[str, str]] = []
    inside = ""
    for line in lines:
        name, _, value = line.partition(":")
        assert re.fullmatch(r"[A-Z-]+(;VALUE=DATE)?", name)
        if name in ("BEGIN", "END"):
            inside = "ALARM " if (name, value) == ("BEGIN", "VALARM") else ""
            entries += [{}] if (name, value) == ("BEGIN", "VEVENT") else []
        elif entries:
            said = re.sub(r"\\(.)", lambda mark: "\n" if mark[1] == "n" else mark[1], value)
            assert inside + name not in entries[-1]
            entries[-1][inside + name] = said
    return entries


def test_entries_with_and_without_a_reminder() -> None:
    days = [
        Day("b", LEAP, "Vote; due, now", "One\nTwo", 7, "Abstain?"),
        Day("a", AS_OF, "Today", remind=3),
    ]
    raw = calendar(days, "Plan: Việt Nam", "vnm.opennss", AS_OF)
    today, vote = read(raw)
    assert today == {
        "UID": "a@vnm.opennss", "DTSTAMP": "20261122T000000Z", "DTSTART;VALUE=DATE": "20261122", "SUMMARY": "Today",
        "TRANSP": "TRANSPARENT",
    }  # fmt: skip
    assert vote["DTSTART;VALUE=DATE"] == "20280229"
    assert (vote["SUMMARY"], vote["DESCRIPTION"]) == ("Vote; due, now", "One\nTwo")
    assert (vote["ALARM TRIGGER"], vote["ALARM ACTION"], vote["ALARM DESCRIPTION"]) == ("-P7D", "DISPLAY", "Abstain?")
    assert calendar(reversed(days), "Plan: Việt Nam", "vnm.opennss", AS_OF) == raw


def test_two_entries_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        calendar([Day("a", AS_OF, "x"), Day("a", LEAP, "y")], "", "x", AS_OF)


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=120)


@given(WORDS, WORDS)
def test_every_text_comes_back(title: str, text: str) -> None:
    raw = calendar([Day("a", LEAP, title, text, 1)], title, "x", AS_OF)
    (entry,) = read(raw)
    said = clean(title)
    assert entry["SUMMARY"] == said
    (event,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert str(event["summary"]) == said
    assert event["dtstart"].dt == LEAP
    assert event["dtstamp"].dt == dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    (alarm,) = event.walk("VALARM")
    assert alarm["trigger"].dt == dt.timedelta(days=-1)


def test_lines_break_between_whole_characters() -> None:
    raw = calendar([Day("a", LEAP, "dài " * 40)], "", "x", AS_OF)
    for line in raw.split(b"\r\n"):
        line.decode()
    assert b"\r\n " in raw


def test_marks_of_the_format_stay_data() -> None:
    hostile = "BEGIN:VEVENT\r\nEND:VCALENDAR\x00 \\n; a,b"
    (entry,) = read(calendar([Day("a", LEAP, hostile)], "", "x", AS_OF))
    assert entry["SUMMARY"] == "BEGIN:VEVENT\nEND:VCALENDAR \\n; a,b"


def test_a_year_always_has_four_digits() -> None:
    (entry,) = read(calendar([Day("a", dt.date(27, 12, 31), "Long ago")], "", "x", AS_OF))
    assert entry["DTSTART;VALUE=DATE"] == "00271231"
