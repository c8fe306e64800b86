"""Returned questionnaires against the folder: what would be added or changed, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from opennss.errors import Finding, Severity, WorkspaceError
from opennss.language import FALLBACK, Text
from opennss.model.codes import Id
from opennss.model.country import PriorityArea
from opennss.model.stakeholders import Opinion, Position, Request, Stakeholder
from opennss.model.table import Row
from opennss.model.workspace import Workspace
from opennss.tables.columns import text_languages
from opennss.tables.csvfile import print_table
from opennss.workspace.questionnaire.answers import Answers, answers
from opennss.workspace.questionnaire.form import questionnaire
from opennss.workspace.questionnaire.sheets import Desk, read_form
from opennss.workspace.read import read_folder
from opennss.workspace.settings import FILE as SETTINGS

SAID = ("reasons", "standard", "urgency", "area", "committee", "offers", "type")
"""What else a form says of a request or an opinion; the office may have filled in more since."""

T = TypeVar("T", Request, Opinion)
TABLES: tuple[type[Row], ...] = (Stakeholder, Request, Position, Opinion)
"""The tables that answers go into."""


class Deed(StrEnum):
    """What becomes of a row: added, changed, or on record already."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one row that came in, by which file; ``before`` is the row that it replaces."""

    deed: Deed
    source: str
    row: Row
    before: Row | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """What came in: every row with what becomes of it, every finding, and the tables as they would be afterwards."""

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    tables: dict[str, tuple[Row, ...]]
    languages: tuple[str, ...]

    @property
    def refused(self) -> bool:
        """Say whether an error keeps everything from being written."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True, slots=True)
class _Tables:
    """The rows of the folder under way: what one form adds, the next one meets."""

    stakeholders: list[Stakeholder]
    requests: list[Request]
    positions: list[Position]
    opinions: list[Opinion]


def receive(folder: Path, files: Iterable[Path], new: bool = False, language: str = FALLBACK) -> Received:
    """Read returned questionnaires, .xlsx or .docx, and say what each would change; writes nothing.

    With ``new`` an organisation that the folder does not know becomes a row of its own. Findings name parts and
    columns in ``language``. Raises ``WorkspaceError`` when the folder's own tables have errors: rewriting them would
    lose rows.
    """
    workspace = _folder(folder)
    voices, settings = workspace.voices, workspace.settings
    tables = _Tables(
        list(voices.stakeholders), list(voices.requests), list(voices.positions), list(voices.opinions)
    )  # fmt: skip
    changes: list[Change] = []
    findings: list[Finding] = []
    form = questionnaire(workspace, language)
    for file in files:
        desk = read_form(file, form)
        if found := answers(desk, form, workspace, tables.stakeholders, new):
            changes += _take(desk, found, tables)
        findings += desk.findings
    result: dict[str, tuple[Row, ...]] = {
        Stakeholder.FILE: tuple(tables.stakeholders), Request.FILE: tuple(tables.requests),
        Position.FILE: tuple(tables.positions), Opinion.FILE: tuple(tables.opinions),
    }  # fmt: skip
    return Received(tuple(changes), tuple(findings), result, settings.languages)


def write(folder: Path, received: Received) -> tuple[str, ...]:
    """Write the tables that change, all or none, and return their names; raises ``WorkspaceError`` after an error."""
    if received.refused:
        raise WorkspaceError(received.findings)
    touched = {change.row.FILE for change in received.changes if change.deed is not Deed.SAME}
    drafts = []
    for row_class in TABLES:
        if row_class.FILE in touched:
            rows = received.tables[row_class.FILE]
            draft = folder / f"{row_class.FILE}.part"
            text = print_table(rows, row_class, text_languages(rows, received.languages))
            draft.write_text(text, encoding="utf-8", newline="\n")
            drafts.append(draft)
    return tuple(draft.replace(draft.with_suffix("")).name for draft in drafts)


def _folder(folder: Path) -> Workspace:
    reading = read_folder(folder)
    touched = {SETTINGS, PriorityArea.FILE, *(row.FILE for row in TABLES)}
    faults = [f for f in reading.findings if f.severity is Severity.ERROR and f.file in touched]
    if reading.workspace is None or faults:
        raise WorkspaceError(faults or reading.findings)
    return reading.workspace


def _take(desk: Desk, found: Answers, tables: _Tables) -> list[Change]:
    """Put the rows of one form into the tables and say what became of each."""
    changes = []
    if found.stakeholder not in tables.stakeholders:
        tables.stakeholders.append(found.stakeholder)
        changes.append(Change(Deed.ADDED, desk.file, found.stakeholder))
    changes += [_position(desk, row, tables.positions) for row in found.positions]
    changes += [_once(desk, row, tables.requests, "q") for row in found.requests]
    changes += [_once(desk, row, tables.opinions, "o") for row in found.opinions]
    return changes


def _position(desk: Desk, row: Position, rows: list[Position]) -> Change:
    """A position takes the place of the one that the organisation has on the area, unless that one is newer."""
    for place, before in enumerate(rows):
        if (before.stakeholder, before.area) == (row.stakeholder, row.area):
            if before != row and before.date <= row.date:
                rows[place] = row
                return Change(Deed.CHANGED, desk.file, row, before)
            if before != row:
                desk.ask("form-older", "", 0, area=row.area, date=row.date, other=before.date)
            return Change(Deed.SAME, desk.file, before)
    rows.append(row)
    return Change(Deed.ADDED, desk.file, row)


def _once(desk: Desk, row: T, rows: list[T], letter: str) -> Change:
    """A request or opinion is taken once: the same words of the same organisation are on record already."""
    for known in rows:
        if known.stakeholder == row.stakeholder and all(map(_alike, _said(row), _said(known))):
            differing = [name for name in SAID if getattr(row, name, None) != getattr(known, name, None)]
            if differing:
                desk.ask("form-differs", "", 0, id=known.id, columns=", ".join(differing))
            return Change(Deed.SAME, desk.file, known)
    taken = {row.id for row in rows}
    number = 1
    while f"{letter}-{row.stakeholder}-{number}" in taken:
        number += 1
    fresh = replace(row, id=Id(f"{letter}-{row.stakeholder}-{number}"))
    rows.append(fresh)
    return Change(Deed.ADDED, desk.file, fresh)


def _said(row: Request | Opinion) -> tuple[Text, ...]:
    return (row.text,) if isinstance(row, Request) else (row.opinion, row.clause)


def _alike(text: Text, known: Text) -> bool:
    """Whether a text is on record in its language; the office may have translated it since."""
    return set(text.values) <= set(known.values)
