"""The workbook back into the folder: first what would change and what is wrong with it, then, if asked, all or nothing.

What has been closed is not rewritten from outside: rounds that are in the folder, and its extract of the catalogue.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from opennss.catalogue.store import Catalogue
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.model.table import Row
from opennss.model.workspace import Workspace
from opennss.tables.columns import languages_in, text_languages
from opennss.tables.csvfile import Grid, print_grid, print_table, read_grid, read_text
from opennss.tables.office import read_workbook
from opennss.workspace.check import check_folder, in_order
from opennss.workspace.comparing import (
    EMPTY,
    Change,
    checksum_of_table,
    checksum_of_text,
    compare_tables,
    compare_texts,
    guarded,
)
from opennss.workspace.lock import held
from opennss.workspace.outcome import identity, outcome
from opennss.workspace.settings import FILE, read_settings
from opennss.workspace.tables import TABLES, rows_of
from opennss.workspace.workbook import CHECKSUM, INDEX, PROSE, files_of, row_class_of, texts_of
from opennss.workspace.write import write_texts

NAME = r"[a-z0-9][a-z0-9-]*"
TABLE = re.compile(rf"({NAME}|judgements/{NAME}/{NAME}|catalogue/{NAME})\.csv")
TEXT = re.compile(rf"nss\.toml|judgements/{NAME}/round\.toml|text/[a-z]{{2}}/\w[\w-]*\.md")


@dataclass(frozen=True, slots=True)
class Changes:
    """What a workbook would change in a folder: the differences, all findings, and the new text of each file."""

    folder: Path
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    files: Mapping[str, str]

    @property
    def refused(self) -> bool:
        """Whether an error stands against writing."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A changed file as the workbook has it: its place there, its text, and the sheet's row of each line."""

    sheet: str
    text: str
    rows: Mapping[int, int] = field(default_factory=dict)
    header: tuple[str, ...] = ()


def changes(folder: Path, book: Path) -> Changes:
    """Compare a workbook with the folder it came from, or with an empty or absent folder, and check the outcome.

    Nothing is written. Files that the workbook does not hold stay as they are. Findings are those of the file and
    its cells, of sheets and columns that are missing, of edits in what is closed, of files that the folder changed
    since the workbook was handed out, and those of the new folder that the old one does not have; errors that the old
    one has already are said again. Rows that would go are a question.
    """
    sheets, findings = read_workbook(book, book.name)
    if folder.exists() and not (folder / FILE).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        findings.append(Finding(FILE, 0, "", "no-workspace", {"folder": folder.as_posix()}))
        sheets = None
    if sheets is None:
        return Changes(folder, (), in_order(findings), {})
    found: list[Change] = []
    drafts: dict[str, _Draft] = {}
    _compare_tables(folder, _tables(folder, sheets, book.name, findings), book.name, findings, found, drafts)
    _compare_texts(folder, _texts(folder, sheets, book.name, findings), found, drafts)
    for file in [file for file in drafts if _closed(folder, file)]:
        code = "readback-catalogue" if file.startswith("catalogue/") else "readback-closed-round"
        count = sum(change.file == file for change in found)
        findings.append(Finding(file, 0, "", code, {"count": count}))
        del drafts[file]
    findings += [*_stale(folder, sheets, drafts, book.name), *_removed(found, drafts)]
    files, more = _outcome(folder, drafts, book.name)
    return Changes(folder, tuple(found), in_order((*findings, *more)), files)


def apply(found: Changes) -> None:
    """Write what ``changes`` found: every file, or none.

    Raises ``WorkspaceError`` with all findings when one of them is an error; then nothing is written.
    """
    if found.refused:
        raise WorkspaceError(found.findings)
    with held(found.folder):
        write_texts({found.folder / name: text for name, text in found.files.items()})


def _at(book: str, sheet: str) -> str:
    """Return the place of a finding in the workbook."""
    return f"{book} [{sheet[:80]}]"


def _closed(folder: Path, file: str) -> bool:
    return file.startswith(("judgements/", "catalogue/")) and (folder / file).parent.is_dir()


def _stale(folder: Path, sheets: Mapping[str, Grid], drafts: Mapping[str, _Draft], book: str) -> list[Finding]:
    """Return an error for each file to be written that is not what it was when the workbook was handed out."""
    index = sheets.get(INDEX, EMPTY)
    if not (folder / FILE).is_file() or not drafts:
        return []
    if CHECKSUM not in index.header:
        return [Finding(book, 0, "", "workbook-unmarked", {}, Severity.QUESTION)]
    entries = [dict(zip(index.header, cells, strict=True)) for _, cells in index.lines]
    handed_out = {entry["file"]: entry[CHECKSUM] for entry in entries if "file" in entry}
    return [
        Finding(_at(book, draft.sheet), 0, "", "workbook-stale", {"file": file})
        for file, draft in drafts.items()
        if _checksum(folder, file) != handed_out.get(file, "")
    ]


def _checksum(folder: Path, file: str) -> str:
    """Return the checksum of a file of the folder as the list of a workbook has it; empty when there is none."""
    if not (folder / file).is_file():
        return ""
    if not file.endswith(".csv"):
        return checksum_of_text((read_text(folder / file, file)[0] or "").splitlines())
    settings = read_settings(folder)[0]
    grid, _ = read_grid(folder / file, file, decimal=settings.decimal if settings else ".")
    return checksum_of_table(row_class_of(file), grid or EMPTY)


ROWS_NAMED = 20
"""Rows that one question names; the list of changes has them all."""


def _removed(found: Sequence[Change], drafts: Mapping[str, _Draft]) -> list[Finding]:
    """Return a question for each table that would lose rows."""
    questions = []
    for file in drafts:
        rows = [change.key for change in found if change.file == file and change.kind == "removed"]
        if rows and file.endswith(".csv"):
            named = "; ".join(rows[:ROWS_NAMED]) + (" …" if len(rows) > ROWS_NAMED else "")
            values: dict[str, object] = {"count": len(rows), "rows": named}
            questions.append(Finding(file, 0, "", "rows-removed", values, Severity.QUESTION))
    return questions


def _tables(
    folder: Path, sheets: Mapping[str, Grid], book: str, findings: list[Finding]
) -> dict[str, tuple[str, Grid]]:
    """Return by file the sheet that holds it, after the list of tables; a new sheet named as a table counts too."""
    index = sheets.get(INDEX, EMPTY)
    if not {"sheet", "file"} <= set(index.header):
        findings.append(Finding(book, 0, "", "readback-no-list", {"sheet": INDEX}))
        return {}
    found: dict[str, tuple[str, Grid]] = {}
    for row, cells in index.lines:
        entry = dict(zip(index.header, cells, strict=True))
        sheet, file = entry["sheet"], entry["file"]
        if sheet == PROSE and not file.endswith(".csv"):
            continue
        known = TABLE.fullmatch(file) and (row_class_of(file) or (folder / file).is_file())
        if not known or file in found:
            findings.append(Finding(_at(book, INDEX), row, "file", "readback-unknown-file", {"value": file[:80]}))
        elif sheet not in sheets:
            findings.append(Finding(book, 0, "", "readback-missing-sheet", {"sheet": sheet[:80], "file": file}))
        else:
            found[file] = (sheet, sheets[sheet])
    listed = {INDEX, PROSE, *(sheet for sheet, _ in found.values())}
    for sheet in sheets:
        file = f"{sheet}.csv"
        if sheet not in listed and file not in found and any(table.file == file for table in TABLES):
            found[file] = (sheet, sheets[sheet])
        elif sheet not in listed:
            values: dict[str, object] = {"sheet": sheet[:80]}
            findings.append(Finding(book, 0, "", "readback-unknown-sheet", values, Severity.WARNING))
    for file in files_of(folder):
        if file not in found:
            findings.append(Finding(file, 0, "", "readback-absent", severity=Severity.WARNING))
    return found


def _texts(folder: Path, sheets: Mapping[str, Grid], book: str, findings: list[Finding]) -> dict[str, list[str]]:
    """Return by file the lines of settings and prose; a line without a file goes with the line above it."""
    grid = sheets.get(PROSE, EMPTY)
    if not {"file", "line", "text"} <= set(grid.header):
        findings.append(Finding(book, 0, "", "readback-no-list", {"sheet": PROSE}))
        return {}
    here, known = _at(book, PROSE), texts_of(folder)
    found: dict[str, list[str]] = {}
    last, file = 0, ""
    for row, cells in grid.lines:
        entry = dict(zip(grid.header, cells, strict=True))
        if entry["file"] not in ("", file):
            last, file = 0, entry["file"]
            if file in found or not (TEXT.fullmatch(file) or file in known):
                findings.append(Finding(here, row, "file", "readback-unknown-file", {"value": file[:80]}))
        number = int(entry["line"]) if re.fullmatch("[0-9]{1,9}", entry["line"]) else last
        if number < last or not file:
            findings.append(Finding(here, row, "line", "readback-line-order"))
        last = number
        found.setdefault(file, []).extend(entry["text"].split("\n"))
    for name in known:
        if name not in found:
            findings.append(Finding(name, 0, "", "readback-absent", severity=Severity.WARNING))
    return {name: lines for name, lines in found.items() if TEXT.fullmatch(name) or name in known}


def _compare_tables(
    folder: Path,
    tables: Mapping[str, tuple[str, Grid]],
    book: str,
    findings: list[Finding],
    found: list[Change],
    drafts: dict[str, _Draft],
) -> None:
    """Compare every table; of one that differs note what and keep a draft."""
    settings = read_settings(folder)[0] if (folder / FILE).is_file() else None
    for file, (sheet, grid) in tables.items():
        old = None
        if (folder / file).is_file():
            old, _ = read_grid(folder / file, file, decimal=settings.decimal if settings else ".")
        row_class = row_class_of(file)
        comma = old.comma if old else False
        new = dataclasses.replace(guarded(row_class, grid), comma=comma)
        for name in _filled(old) if old else ():
            if name not in new.header:
                findings.append(Finding(_at(book, sheet), 1, name, "readback-missing-column", {"column": name}))
        differ = compare_tables(file, row_class, old or EMPTY, new)
        found += differ
        if differ or old is None:
            text, rows = print_grid(new)
            drafts[file] = _Draft(sheet, text, rows, new.header)


def _filled(grid: Grid) -> list[str]:
    """Return the columns that have any content."""
    return [
        name
        for place, name in enumerate(grid.header)
        if name and any(cells[place].strip() for _, cells in grid.lines if place < len(cells))
    ]


def _compare_texts(
    folder: Path, texts: Mapping[str, list[str]], found: list[Change], drafts: dict[str, _Draft]
) -> None:
    for file, lines in texts.items():
        old = read_text(folder / file, file)[0] if (folder / file).is_file() else None
        differ = compare_texts(file, (old or "").splitlines(), lines)
        found += differ
        if differ:
            drafts[file] = _Draft(PROSE, "\n".join([*lines, ""]))


def _outcome(folder: Path, drafts: Mapping[str, _Draft], book: str) -> tuple[dict[str, str], list[Finding]]:
    """Check the new folder in a place of its own; return its new files in canonical form, and what is wrong."""
    workspace, world, findings = outcome(folder, {file: draft.text for file, draft in drafts.items()})
    old = check_folder(folder)[2] if (folder / FILE).is_file() else ()
    known = {identity(item) for item in old}
    fresh = [
        _placed(item, drafts, book)
        for item in findings
        if item.severity is Severity.ERROR or identity(item) not in known
    ]
    return {file: _canonical(file, draft, workspace, world) for file, draft in drafts.items()}, fresh


def _placed(finding: Finding, drafts: Mapping[str, _Draft], book: str) -> Finding:
    """Return a finding of the new folder with its place in the workbook, where it can be mended."""
    draft = drafts.get(finding.file)
    if draft is None:
        return finding
    row = draft.rows.get(finding.row, finding.row)
    return dataclasses.replace(finding, file=_at(book, draft.sheet), row=row)


def _canonical(file: str, draft: _Draft, workspace: Workspace | None, world: Catalogue | None) -> str:
    """Return a file as the product writes it; as it came when it is no table, or when its decimals have commas."""
    row_class = row_class_of(file)
    if row_class is None or workspace is None or workspace.settings.decimal == ",":
        return draft.text
    rows: Sequence[Row] | None = rows_of(workspace).get(file)
    if file.startswith("catalogue/") and world:
        tables = {"deliverables.csv": world.deliverables, "committees.csv": world.committees, "ics.csv": world.ics}
        rows = [*tables[row_class.FILE].values()]
    if rows is None:
        return draft.text
    return print_table(rows, row_class, text_languages(rows, languages_in(row_class, draft.header, ())))
