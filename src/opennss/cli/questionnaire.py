"""Verbs on the questionnaire: make the form that goes out, take in the forms that come back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from opennss.cli import screen
from opennss.cli.app import AsJson, Folder, Lang, app
from opennss.cli.screen import emit, escape, show_findings, show_table, words
from opennss.document.writers.form_excel import write_form_excel
from opennss.document.writers.form_word import write_form_word
from opennss.errors import WorkspaceError
from opennss.language import say
from opennss.model.stakeholders import Opinion, Position, Request, Stakeholder
from opennss.model.table import Row
from opennss.tables.cells import show
from opennss.tables.columns import columns, text_languages
from opennss.tables.form import Form
from opennss.workspace.merging import Change, Deed
from opennss.workspace.questionnaire.form import questionnaire as make_form
from opennss.workspace.questionnaire.receive import Received
from opennss.workspace.questionnaire.receive import receive as take
from opennss.workspace.questionnaire.receive import write as write_rows
from opennss.workspace.read import read_workspace

WRITERS: dict[str, Callable[[Form, Path], None]] = {".xlsx": write_form_excel, ".docx": write_form_word}


@app.command()
def questionnaire(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", help="the .xlsx or .docx file to write")],
    stakeholder: Annotated[str, typer.Option(help="id of the organisation it goes to; without one it is open")] = "",
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Make the questionnaire to organisations in the language of --lang: positions, requests, opinions."""
    workspace, findings = read_workspace(folder)
    if workspace is None:
        raise WorkspaceError(findings)
    known = {str(row.id): row for row in workspace.voices.stakeholders}
    if stakeholder and stakeholder not in known:
        said = say("questionnaire.unknown-stakeholder", lang, value=escape(stakeholder), known=", ".join(known))
        screen.ERR.print(said)
        raise typer.Exit(2)
    if out.suffix.lower() not in WRITERS:
        screen.ERR.print(say("questionnaire.unknown-ending", lang, value=escape(out.name)))
        raise typer.Exit(2)
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(f".{out.name}.part")
    WRITERS[out.suffix.lower()](make_form(workspace, lang, known.get(stakeholder)), draft)
    draft.replace(out)
    if as_json:
        emit({"file": str(out)})
    else:
        screen.OUT.print(say("questionnaire.made-form", lang, path=escape(str(out))), soft_wrap=True)


@app.command()
def receive(
    folder: Folder,
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="returned questionnaires, .xlsx or .docx; all are taken, or none"),
    ],
    write: Annotated[
        bool, typer.Option("--write", help="write the rows into the folder, unless a form is refused")
    ] = False,
    new: Annotated[bool, typer.Option("--new", help="take in organisations that the folder does not know")] = False,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Read returned questionnaires and list what they add or change; with --write also write it.

    All forms of one call are taken, or none: when one is refused nothing is written and the exit code is 1.
    """
    received = take(folder, files, new, lang)
    changing = any(change.deed is not Deed.SAME for change in received.changes)
    written = write_rows(folder, received) if write and changing and not received.refused else ()
    if as_json:
        emit(
            {
                "written": list(written), "left_out": list(received.left_out),
                "changes": [as_data(change) for change in received.changes],
                "findings": [words(finding, lang) for finding in received.findings],
            }
        )  # fmt: skip
    else:
        tell(received, written, lang)
    if received.refused:
        raise typer.Exit(1)


def tell(received: Received, written: tuple[str, ...], language: str) -> None:
    """Print the findings, every row with what becomes of it, and whether it was written."""
    if received.findings:
        show_findings(received.findings, language, False)
    counts = {deed.value: sum(change.deed is deed for change in received.changes) for deed in Deed}
    if received.changes:
        rows = [
            (say(f"questionnaire.{c.deed}", language), c.row.FILE, in_words(c, language), c.source)
            for c in received.changes
        ]
        header = say("questionnaire.columns", language).split("|")
        show_table("", header, rows)
    if received.refused:
        ending = say("questionnaire.refused", language, files=escape(", ".join(received.left_out)))
    elif written:
        ending = say("questionnaire.wrote", language, files=", ".join(written), **counts)
    elif counts["added"] + counts["changed"]:
        ending = say("questionnaire.would", language, **counts)
    else:
        ending = say(f"questionnaire.{'nothing' if received.changes else 'empty'}", language)
    screen.OUT.print(ending)


SHOWN = 100
"""Signs of a text that the list of changes shows; `--json` has all."""


def in_words(change: Change, language: str) -> str:
    """Return a row in words: what it is about, and for a position also what it was before."""
    row, before = change.row, change.before
    if isinstance(row, Stakeholder):
        return say("questionnaire.row-stakeholder", language, name=row.name[language])
    if isinstance(row, Position):
        values = {"area": row.area, "rank": row.rank.printed}
        if isinstance(before, Position):
            return say("questionnaire.row-position-changed", language, before=before.rank.printed, **values)
        return say("questionnaire.row-position", language, **values)
    text = row.text if isinstance(row, Request) else row.opinion if isinstance(row, Opinion) else None
    said = " ".join(text[language].split()) if text else ""
    short = said if len(said) <= SHOWN else f"{said[:SHOWN]}…"
    told = say(f"questionnaire.row-{'request' if isinstance(row, Request) else 'opinion'}", language, text=short)
    if isinstance(row, Request | Opinion) and before:
        return say(f"questionnaire.{'now' if row.named else 'no-longer'}-named", language, row=told)
    return told


def as_data(change: Change) -> dict[str, object]:
    """Return a change as JSON data, its rows as the cells of their table."""
    return {
        "deed": str(change.deed), "source": change.source, "file": change.row.FILE, "row": cells(change.row),
        "before": cells(change.before) if change.before else None,
    }  # fmt: skip


def cells(row: Row) -> dict[str, str]:
    """Return a row as its cells by the names of their columns."""
    return {c.name: show(getattr(row, c.field), c) for c in columns(type(row), text_languages([row], ()))}
