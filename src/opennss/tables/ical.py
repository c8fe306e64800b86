"""Days as an iCalendar file: all-day entries that block nobody's time, with a reminder where one is wanted.

Source: RFC 5545, *Internet Calendaring and Scheduling Core Object Specification*, sections 3.1, 3.3.11 and 3.6.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from opennss.language import clean

LONGEST_LINE = 75
"""Octets of a line; a longer one goes on in the next, which begins with a space."""


@dataclass(frozen=True, slots=True)
class Day:
    """One entry: what is due on a day, and the words beside it.

    ``id`` must stay the same when the day moves, so that a calendar which takes the file again changes its entry.
    ``remind`` is the number of days before it at which a reminder rings, with ``reminder`` as its words; 0: none.
    """

    id: str
    day: dt.date
    title: str
    text: str = ""
    remind: int = 0
    reminder: str = ""


def calendar(days: Iterable[Day], name: str, domain: str, as_of: dt.date) -> bytes:
    """Return a calendar called ``name``; entries are called ``id@domain`` and stamped with the start of ``as_of``.

    The same entries give the same bytes, in whatever order they come. Two entries of one id raise ``ValueError``.

    >>> text = calendar([Day("a", dt.date(2028, 2, 29), "Comments; end")], "Plan", "vnm.opennss", dt.date(2026, 11, 22))
    >>> text.decode().split("\\r\\n")[6:12]
    ['UID:a@vnm.opennss', 'DTSTAMP:20261122T000000Z', 'DTSTART;VALUE=DATE:20280229', 'SUMMARY:Comments\\\\; end', \
'TRANSP:TRANSPARENT', 'END:VEVENT']
    """
    found = sorted(days, key=lambda item: (item.day, item.id))
    if len({item.id for item in found}) < len(found):
        raise ValueError("two days of a calendar have the same id")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//OpenNSS//OpenNSS//EN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_text(name)}")
    for item in found:
        lines += _event(item, domain, as_of)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(item: Day, domain: str, as_of: dt.date) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{item.id}@{domain}"
    yield f"DTSTAMP:{_date(as_of)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_date(item.day)}"
    yield f"SUMMARY:{_text(item.title)}"
    if item.text:
        yield f"DESCRIPTION:{_text(item.text)}"
    yield "TRANSP:TRANSPARENT"
    if item.remind and item.day > as_of:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_text(item.reminder or item.title)}"
        yield f"TRIGGER:-P{item.remind}D"
        yield "END:VALARM"
    yield "END:VEVENT"


def _date(day: dt.date) -> str:
    """Return a day as a value; a year always has four digits, which ``strftime`` does not give everywhere."""
    return day.isoformat().replace("-", "")


def _text(value: str) -> str:
    """Return a text as a value: marks of the format escaped, line ends as ``\\n``, no other control character."""
    value = clean(value.replace("\r\n", "\n"))
    for mark in ("\\", ";", ","):
        value = value.replace(mark, "\\" + mark)
    return value.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Return a line with its end, folded between whole characters."""
    parts, room = [b""], LONGEST_LINE
    for sign in line:
        octets = sign.encode("utf-8", "replace")
        if len(parts[-1]) + len(octets) > room:
            parts.append(b"")
            room = LONGEST_LINE - 1
        parts[-1] += octets
    return b"\r\n ".join(parts) + b"\r\n"
