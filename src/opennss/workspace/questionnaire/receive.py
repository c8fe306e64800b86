"""Returned questionnaires against the folder: what would be added or changed, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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
from opennss.workspace.lock import held
from opennss.workspace.merging import Change, Deed
from opennss.workspace.questionnaire.answers import Answers, answers
from opennss.workspace.questionnaire.form import questionnaire
from opennss.workspace.questionnaire.printed import compare_printed
from opennss.workspace.questionnaire.sheets import Desk, read_form
from opennss.workspace.read import read_folder
from opennss.workspace.settings import FILE as SETTINGS
from opennss.workspace.tables import VOICES
from opennss.workspace.write import write_texts

SAID = ("reasons", "standard", "urgency", "area", "committee", "offers", "type")
"""What else a form says of a request or an opinion; the office may have filled in more since."""

T = TypeVar("T", Request, Opinion)


@dataclass(frozen=True, slots=True)
class Received:
    """What came in: every row with what becomes of it, every finding, the tables as they would be afterwards.

    ``left_out`` names the files of which nothing is taken.
    """

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    tables: dict[str, tuple[Row, ...]]
    languages: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def refused(self) -> bool:
        """Say whether a form that is not taken keeps all of them from being written."""
        return bool(self.left_out)


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
    columns in ``language``. Forms are taken in the order of their dates; those of one organisation and one day that
    contradict each other are not taken. Raises ``WorkspaceError`` when the folder's own tables have errors: rewriting
    them would lose rows.
    """
    workspace = _folder(folder)
    voices, settings = workspace.voices, workspace.settings
    tables = _Tables(
        list(voices.stakeholders), list(voices.requests), list(voices.positions), list(voices.opinions)
    )  # fmt: skip
    changes: list[Change] = []
    findings: list[Finding] = []
    forms = _read(files, workspace, language, new)
    _contradictions(forms)
    good = [(desk, found) for desk, found in forms if found and not desk.refused]
    for desk, found in sorted(good, key=lambda item: item[1].date):
        changes += _take(desk, found, tables)
    for desk, _ in forms:
        findings += desk.findings
    left_out = tuple(desk.file for desk, found in forms if not found or desk.refused)
    result: dict[str, tuple[Row, ...]] = {
        Stakeholder.FILE: tuple(tables.stakeholders), Request.FILE: tuple(tables.requests),
        Position.FILE: tuple(tables.positions), Opinion.FILE: tuple(tables.opinions),
    }  # fmt: skip
    return Received(tuple(changes), tuple(findings), result, settings.languages, left_out)


def write(folder: Path, received: Received) -> tuple[str, ...]:
    """Write the tables that change, all or none, and return their names; raises ``WorkspaceError`` after a refusal."""
    if received.refused:
        raise WorkspaceError(received.findings)
    touched = {change.row.FILE for change in received.changes if change.deed is not Deed.SAME}
    texts: dict[Path, str] = {}
    for row_class in VOICES:
        if row_class.FILE in touched:
            rows = received.tables[row_class.FILE]
            texts[folder / row_class.FILE] = print_table(rows, row_class, text_languages(rows, received.languages))
    with held(folder):
        write_texts(texts)
    return tuple(path.name for path in texts)


Forms = Sequence[tuple[Desk, Answers | None]]


def _read(files: Iterable[Path], workspace: Workspace, language: str, new: bool) -> Forms:
    """Read every form; an organisation that one of them brings is known to the next."""
    form = questionnaire(workspace, language)
    known = list(workspace.voices.stakeholders)
    forms = []
    for file in files:
        desk = read_form(file, form)
        compare_printed(desk, workspace)
        found = answers(desk, form, workspace, known, new)
        if found and found.stakeholder not in known:
            known.append(found.stakeholder)
        forms.append((desk, found))
    return forms


def _contradictions(forms: Forms) -> None:
    """Refuse forms of one organisation and one day that answer the same differently: no order of files decides.

    Of different days the newer one counts; of two consents of one day the stricter.
    """
    first: dict[object, tuple[Desk, Row]] = {}
    for desk, found in forms:
        rows: tuple[Position | Request | Opinion, ...] = ()
        if found:
            rows = (*found.positions, *found.requests, *found.opinions)
        for row in rows:
            about = (row.area,) if isinstance(row, Position) else tuple(text.values for text in _said(row))
            plain = row if isinstance(row, Position) else replace(row, named=False)
            other, before = first.setdefault((row.FILE, row.stakeholder, row.date, about), (desk, plain))
            if other is not desk and before != plain:
                value = row.area if isinstance(row, Position) else _said(row)[0].values[0][1]
                desk.say("form-contradicts", "", 0, value=value, other=other.file)
                other.say("form-contradicts", "", 0, value=value, other=desk.file)


def _folder(folder: Path) -> Workspace:
    reading = read_folder(folder)
    touched = {SETTINGS, PriorityArea.FILE, *(row.FILE for row in VOICES)}
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
    """A request or opinion is taken once: the same words of the same organisation are on record already.

    Its number is the next one of the table, so that an id tells nothing of who asked.
    """
    for place, known in enumerate(rows):
        if known.stakeholder == row.stakeholder and all(map(_alike, _said(row), _said(known))):
            differing = [name for name in SAID if getattr(row, name, None) != getattr(known, name, None)]
            if differing:
                desk.ask("form-differs", "", 0, id=known.id, columns=", ".join(differing))
            if known.named != row.named and (row.date > known.date or (row.date == known.date and known.named)):
                rows[place] = replace(known, named=row.named)
                if not (isinstance(known, Request) and known.replied):  # a reply answers the day it answered
                    rows[place] = replace(rows[place], date=row.date)
                return Change(Deed.CHANGED, desk.file, rows[place], known)
            return Change(Deed.SAME, desk.file, known)
    numbers = [int(found[1]) for known in rows if (found := re.fullmatch(rf"{letter}-([0-9]+)", known.id))]
    fresh = replace(row, id=Id(f"{letter}-{max(numbers, default=0) + 1}"))
    rows.append(fresh)
    return Change(Deed.ADDED, desk.file, fresh)


def _said(row: Request | Opinion) -> tuple[Text, ...]:
    return (row.text,) if isinstance(row, Request) else (row.opinion, row.clause)


def _alike(text: Text, known: Text) -> bool:
    """Whether a text is on record in its language; the office may have translated it since."""
    return set(text.values) <= set(known.values)
