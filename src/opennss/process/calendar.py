"""The dated things of a strategy as an iCalendar file (RFC 5545): steps, rounds, decisions, nominations, targets.

The same folder gives the same bytes: stamps come from ``as_of``, identifiers from the ids of rows, so that a calendar
which takes the file again changes its entries instead of doubling them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from icalendar import Alarm, Calendar, Event

from opennss.language import say
from opennss.model.process import StepStatus
from opennss.model.workspace import Workspace

SOON, EARLY = 7, 30
"""Days between a reminder and its day: for steps, and for what takes long to prepare (project defaults)."""


@dataclass(frozen=True, slots=True)
class Dated:
    """One day of the calendar: what is due, the words beside it, and how many days before it a reminder rings.

    ``remind`` is 0 where nobody needs a reminder, because the day is past or the work is done.
    """

    id: str
    day: dt.date
    title: str
    text: str
    remind: int


def calendar(workspace: Workspace, language: str) -> bytes:
    """Return the calendar of a country folder in one language: all-day entries that block nobody's time."""
    settings = workspace.settings
    made = Calendar()
    made.add("prodid", f"-//OpenNSS//nss status//{language.upper()}")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", say("process.calendar", language, country=settings.name[language]))
    stamp = dt.datetime.combine(settings.as_of, dt.time(), dt.UTC)
    for item in sorted(dated(workspace, language), key=lambda item: (item.day, item.id)):
        event = Event()
        event.add("uid", f"{item.id}@{settings.country.lower()}.opennss")
        event.add("dtstamp", stamp)
        event.add("dtstart", item.day)
        event.add("summary", item.title)
        if item.text:
            event.add("description", item.text)
        event.add("transp", "TRANSPARENT")
        if item.remind and item.day > settings.as_of:
            event.add_component(_alarm(item))
        made.add_component(event)
    return bytes(made.to_ical())


def _alarm(item: Dated) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", item.title)
    alarm.add("trigger", dt.timedelta(days=-item.remind))
    return alarm


def dated(workspace: Workspace, language: str) -> Iterator[Dated]:
    """Yield everything in the folder that has a day, in the words of one language."""
    yield from _steps(workspace, language)
    for item in workspace.voices.rounds:
        title = say("process.day-round", language, name=item.title[language])
        yield Dated(f"round-{item.id}", item.closed, title, "", SOON)
    for decision in workspace.choices.decisions:
        title = say("process.day-decision", language, name=decision.id)
        yield Dated(f"decision-{decision.id}", decision.expiry, title, decision.reason[language], EARLY)
    for expert in workspace.evidence.experts:
        if expert.until:
            title = say("process.day-expert", language, name=expert.id)
            yield Dated(f"expert-{expert.id}", expert.until, title, "; ".join(expert.follows), EARLY)
    for target in workspace.method.targets:
        if dt.MINYEAR <= target.year <= dt.MAXYEAR:
            title = say("process.day-target", language, name=target.name[language])
            day = dt.date(target.year, 12, 31)
            yield Dated(f"target-{target.id}-{target.year}", day, title, target.definition[language], EARLY)


def _steps(workspace: Workspace, language: str) -> Iterator[Dated]:
    """Yield the first and the last day of each step, with who answers for it and what it yields."""
    for row in workspace.method.process:
        name = say(f"process.step-{row.step}", language)
        who = say("process.day-who", language, name=row.responsible[language])
        text = f"{who}\n{say('process.day-yields', language, name=say(f'process.yields-{row.step}', language))}"
        remind = 0 if row.status is StepStatus.DONE else SOON
        began = remind if row.status is StepStatus.OPEN else 0
        title = say("process.day-start", language, step=str(row.step), name=name)
        yield Dated(f"step-{row.step}-start", row.start, title, text, began)
        title = say("process.day-due", language, step=str(row.step), name=name)
        yield Dated(f"step-{row.step}-due", row.due, title, text, remind)
