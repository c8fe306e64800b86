"""The dated things of a strategy as an iCalendar file (RFC 5545): steps, rounds, decisions, nominations, targets.

The same folder gives the same bytes: stamps come from ``as_of``, identifiers from the ids of rows, so that a calendar
which takes the file again changes its entries instead of doubling them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from opennss.language import say
from opennss.model.process import StepStatus
from opennss.model.workspace import Workspace
from opennss.tables import ical
from opennss.tables.ical import Day

SOON, EARLY = 7, 30
"""Days between a reminder and its day: for steps, and for what takes long to prepare (project defaults)."""


def calendar(workspace: Workspace, language: str) -> bytes:
    """Return the calendar of a country folder in one language: all-day entries that block nobody's time."""
    settings = workspace.settings
    name = say("process.calendar", language, country=settings.name[language])
    days = {item.id: item for item in dated(workspace, language)}  # a row may stand twice in a folder with errors
    return ical.calendar(days.values(), name, f"{settings.country.lower()}.opennss", settings.as_of)


def dated(workspace: Workspace, language: str) -> Iterator[Day]:
    """Yield everything in the folder that has a day, in the words of one language; what is done needs no reminder."""
    yield from _steps(workspace, language)
    for item in workspace.voices.rounds:
        title = say("process.day-round", language, name=item.title[language])
        yield Day(f"round-{item.id}", item.closed, title, "", SOON)
    for decision in workspace.choices.decisions:
        title = say("process.day-decision", language, name=decision.id)
        yield Day(f"decision-{decision.id}", decision.expiry, title, decision.reason[language], EARLY)
    for expert in workspace.evidence.experts:
        if expert.until:
            title = say("process.day-expert", language, name=expert.id)
            yield Day(f"expert-{expert.id}", expert.until, title, "; ".join(expert.follows), EARLY)
    for target in workspace.method.targets:
        if dt.MINYEAR <= target.year <= dt.MAXYEAR:
            title = say("process.day-target", language, name=target.name[language])
            day = dt.date(target.year, 12, 31)
            yield Day(f"target-{target.id}-{target.year}", day, title, target.definition[language], EARLY)


def _steps(workspace: Workspace, language: str) -> Iterator[Day]:
    """Yield the first and the last day of each step, with who answers for it and what it yields."""
    for row in workspace.method.process:
        name = say(f"process.step-{row.step}", language)
        who = say("process.day-who", language, name=row.responsible[language])
        text = f"{who}\n{say('process.day-yields', language, name=say(f'process.yields-{row.step}', language))}"
        remind = 0 if row.status is StepStatus.DONE else SOON
        began = remind if row.status is StepStatus.OPEN else 0
        title = say("process.day-start", language, step=str(row.step), name=name)
        yield Day(f"step-{row.step}-start", row.start, title, text, began)
        title = say("process.day-due", language, step=str(row.step), name=name)
        yield Day(f"step-{row.step}-due", row.due, title, text, remind)
