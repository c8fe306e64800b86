"""The review file of proposed links: out as CSV or Excel, back as accepted links and remembered refusals."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter
from xlsxwriter.workbook import Workbook

from opennss.catalogue import store
from opennss.catalogue.store import Catalogue
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.language import FALLBACK, Text
from opennss.model.proposals import Proposal, Refusal, Verdict
from opennss.model.standards import Committee, Deliverable, IcsClass, Link, Relevance
from opennss.model.table import Row
from opennss.model.workspace import Workspace
from opennss.tables.columns import columns, text_languages
from opennss.tables.csvfile import Grid, Table, print_grid, print_table, read_grid, read_table
from opennss.tables.office import read_workbook
from opennss.workspace.check import check_folder, in_order
from opennss.workspace.fill import CATALOGUE
from opennss.workspace.lock import held
from opennss.workspace.outcome import refuse_new_errors
from opennss.workspace.settings import FILE
from opennss.workspace.workbook import fill_sheet
from opennss.workspace.write import write_text, write_texts

EXCEL, SHEET = ".xlsx", "proposals"

WIDTHS = {"area": 16, "name": 22, "title": 44, "why": 40, "reason": 40}
"""Widths of the columns with longer texts in Excel; the others are as wide as what they hold."""
TALL = 45
"""Points of a row in Excel: three lines of text."""
FIXED = 4
"""Columns that stay in sight when the sheet is moved: area, name, committee, deliverable."""


def write_review(proposals: Iterable[Proposal], path: Path, languages: Sequence[str], day: dt.date) -> int:
    """Write the review file as CSV, or as Excel when its name ends in ``.xlsx``; return the number of proposals.

    In Excel the cells to fill in are coloured, and verdict and relevance are chosen from a list. ``day`` is the date
    inside the file. A file that somebody has begun to review, or that is none, is not overwritten: ``WorkspaceError``.
    """
    rows = tuple(proposals)
    if path.exists() and _begun(path, languages):
        raise WorkspaceError([Finding(path.name, 0, "", "review-begun")])
    text = print_table(rows, Proposal, languages)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix.lower() != EXCEL:
        write_text(path, text)
        return len(rows)
    with TemporaryDirectory() as place:
        table = Path(place) / Proposal.FILE
        table.write_text(text, encoding="utf-8", newline="\n")
        grid = read_grid(table, Proposal.FILE)[0]
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": dt.datetime.combine(day, dt.time())})
        if grid is not None:
            _fill(book, grid)
    return len(rows)


def _begun(path: Path, languages: Sequence[str]) -> bool:
    """Say whether a file holds a verdict or a reason, or anything else than proposals."""
    found = read_review(path, languages)
    faulty = any(finding.severity is Severity.ERROR for finding in found.findings)
    return faulty or any(row.verdict or row.reason.values for row in found.rows)


def _fill(book: Workbook, grid: Grid) -> None:
    """Write the sheet as a person wants to work through it."""
    bold = book.add_format({"bold": True, "num_format": "@", "bottom": 1})
    plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    open_cell = book.add_format({"bg_color": "#FFF7DB", "border": 1, "border_color": "#D9D9D9"})
    sheet = book.add_worksheet(SHEET)
    fill_sheet(sheet, grid, Proposal, bold, plain)
    last = max(1, len(grid.lines))
    sheet.freeze_panes(1, FIXED)
    for row in range(1, last + 1):
        sheet.set_row(row, TALL)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, last, len(grid.header) - 1)
    for column, name in enumerate(grid.header):
        field = name.partition("_")[0]
        if field in WIDTHS:
            sheet.set_column(column, column, WIDTHS[field], plain)
        if field in ("verdict", "relevance", "reason"):
            sheet.conditional_format(
                1, column, last, column, {"type": "formula", "criteria": "=TRUE", "format": open_cell}
            )
    for name, kind in (("verdict", Verdict), ("relevance", Relevance)):
        column = grid.header.index(name)
        sheet.data_validation(1, column, last, column, {"validate": "list", "source": [item.value for item in kind]})


def read_review(path: Path, languages: Sequence[str]) -> Table[Proposal]:
    """Read a review file of either form: its good rows, and every fault at once."""
    if path.suffix.lower() != EXCEL:
        return read_table(path, Proposal, languages)
    sheets, findings = read_workbook(path, path.name)
    grid = (sheets or {}).get(SHEET)
    if grid is None:
        missing = [Finding(path.name, 0, "", "review-sheet-missing")] if sheets is not None else []
        return Table((), (*findings, *missing), frozenset())
    with TemporaryDirectory() as place:
        table = Path(place) / Proposal.FILE
        table.write_text(print_grid(grid)[0], encoding="utf-8", newline="\n")
        found = read_table(table, Proposal, languages, name=path.name)
    return replace(found, findings=(*findings, *found.findings))


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a review file came to: links accepted, proposals refused, how many stay open, the new text of each file."""

    links: tuple[Link, ...]
    refusals: tuple[Refusal, ...]
    open: int
    files: Mapping[Path, str]


def accept(folder: Path, review: Path, world: Catalogue, reviewer: str, day: dt.date) -> Reviewed:
    """Move what a reviewer accepted into ``mapping.csv``, remember what was refused, and renew the folder's extract.

    A row that was taken in before with the same verdict is passed over, so that a file can be reviewed in stages.

    Where the folder's catalogue is its own extract, records that it lacks are taken over from ``world``, and the
    checksum in ``nss.toml`` is renewed. The new folder is checked first: with an error, or without a reason or a
    reviewer, nothing is written and ``WorkspaceError`` carries every finding.
    """
    with held(folder):
        return _accepted(folder, review, world, reviewer, day)


def _accepted(folder: Path, review: Path, world: Catalogue, reviewer: str, day: dt.date) -> Reviewed:
    workspace, extract, findings = check_folder(folder)
    if workspace is None:
        raise WorkspaceError(findings)
    languages = workspace.settings.languages
    found = read_review(review, languages)
    judged = [row for row in found.rows if row.verdict and not _taken(row, workspace)]
    faults = [*found.findings, *_faults(judged, workspace, world, review.name, reviewer)]
    if any(fault.severity is Severity.ERROR for fault in faults):
        raise WorkspaceError(in_order(faults))
    links = tuple(_link(row, reviewer, day) for row in judged if row.verdict is Verdict.ACCEPT)
    refusals = tuple(_refusal(row, reviewer, day) for row in judged if row.verdict is Verdict.REFUSE)
    texts = {
        Link.FILE: _print((*workspace.choices.links, *links), Link, _order(folder / Link.FILE, languages)),
        Refusal.FILE: _print(
            (*workspace.choices.refusals, *refusals), Refusal, _order(folder / Refusal.FILE, languages)
        ),
    }
    if workspace.pin.path == CATALOGUE and extract is not None:
        texts |= _extract(folder, workspace, extract, links, world)
    texts = {name: text for name, text in texts.items() if _differs(folder / name, text)}
    refuse_new_errors(folder, texts, findings)
    files = {folder / name: text for name, text in texts.items()}
    write_texts(files)
    return Reviewed(links, refusals, len(found.rows) - len(judged), files)


def _taken(row: Proposal, workspace: Workspace) -> bool:
    """Say whether the same verdict on the same subject is in the folder."""
    known = workspace.choices.links if row.verdict is Verdict.ACCEPT else workspace.choices.refusals
    subject = (row.area, row.committee, row.deliverable)
    return any((one.area, one.committee, one.deliverable) == subject for one in known)


def _faults(
    rows: Sequence[Proposal], workspace: Workspace, world: Catalogue, file: str, reviewer: str
) -> list[Finding]:
    """A verdict without reason, a subject that is not there or there twice, a missing reviewer, said at once."""
    findings = [] if reviewer.strip() else [Finding(file, 0, "", "review-without-reviewer")]
    areas = {area.id for area in workspace.evidence.areas}
    known = {(row.area, row.committee, row.deliverable) for row in workspace.choices.links}
    known |= {(row.area, row.committee, row.deliverable) for row in workspace.choices.refusals}
    for row in rows:
        subject = row.committee or row.deliverable
        if bool(row.committee) == bool(row.deliverable):
            findings.append(Finding(file, row.line, "committee", "committee-or-deliverable", {"value": row.area}))
        elif subject not in (world.committees if row.committee else world.deliverables):
            values: dict[str, object] = {"value": subject, "table": "catalogue"}
            column = "committee" if row.committee else "deliverable"
            findings.append(Finding(file, row.line, column, "unknown-code", values))
        if row.area not in areas:
            findings.append(Finding(file, row.line, "area", "unknown-code", {"value": row.area, "table": "areas"}))
        if not row.reason.values:
            findings.append(Finding(file, row.line, "reason", "review-without-reason", {"value": subject}))
        key = (row.area, row.committee, row.deliverable)
        if key in known:
            findings.append(Finding(file, row.line, "area", "review-known", {"value": subject, "area": row.area}))
        known.add(key)
    return findings


def _link(row: Proposal, reviewer: str, day: dt.date) -> Link:
    return Link(
        area=row.area, committee=row.committee, deliverable=row.deliverable, relevance=row.relevance,
        reason=row.reason, reviewer=reviewer, date=day,
    )  # fmt: skip


def _refusal(row: Proposal, reviewer: str, day: dt.date) -> Refusal:
    return Refusal(
        area=row.area, committee=row.committee, deliverable=row.deliverable, reason=row.reason, reviewer=reviewer,
        date=day,
    )  # fmt: skip


def _print(rows: Sequence[Row], row_class: type[Row], languages: Sequence[str]) -> str:
    return print_table(rows, row_class, text_languages(rows, languages))


def _order(path: Path, languages: Sequence[str]) -> tuple[str, ...]:
    """The languages in the order in which the file has their columns, so that old rows stay as they are."""
    grid = read_grid(path, path.name)[0] if path.is_file() else None
    said = [name.removeprefix("reason_") for name in (grid.header if grid else ()) if name.startswith("reason_")]
    return tuple(dict.fromkeys((*said, *languages)))


def _differs(path: Path, text: str) -> bool:
    """Say whether a file would change; an empty table is not begun."""
    if path.is_file():
        return path.read_text(encoding="utf-8") != text
    return text.count("\n") > 1


def _extract(
    folder: Path, workspace: Workspace, extract: Catalogue, links: Sequence[Link], world: Catalogue
) -> dict[str, str]:
    """The tables of the folder's own catalogue that the new links add to, and ``nss.toml`` with its new checksum."""
    deliverables, committees, classes = dict(extract.deliverables), dict(extract.committees), dict(extract.ics)
    languages = (FALLBACK, *(code for code in workspace.settings.languages if code != FALLBACK))
    unused = {
        column.field: column.default
        for column in columns(Deliverable, ())
        if column.spare and all(getattr(row, column.field) == column.default for row in deliverables.values())
    }
    for link in links:
        if link.deliverable and link.deliverable not in deliverables:
            found = world.deliverables[link.deliverable]
            deliverables[link.deliverable] = replace(found, title=_in(found.title, languages), **unused)
    wanted = [link.committee for link in links] + [row.committee for row in deliverables.values()]
    for code in wanted:
        if code and code not in committees and code in world.committees:
            committees[code] = replace(world.committees[code], title=_in(world.committees[code].title, languages))
    for row in deliverables.values():
        for ics in row.ics:
            for level in (ics, ics.parent, ics.parent.parent if ics.parent else None):
                if level and level not in classes and level in world.ics:
                    classes[level] = replace(world.ics[level], title=_in(world.ics[level].title, languages))
    tables = (
        (Deliverable, deliverables, extract.deliverables),
        (Committee, committees, extract.committees),
        (IcsClass, classes, extract.ics),
    )
    texts = {
        f"{CATALOGUE}/{kind.FILE}": _print([*rows.values()], kind, languages)
        for kind, rows, before in tables
        if len(rows) > len(before)
    }
    if texts and workspace.pin.sha256:
        settings = (folder / FILE).read_text(encoding="utf-8")
        texts[FILE] = settings.replace(workspace.pin.sha256, _checksum(folder, texts))
    return texts


def _in(text: Text, languages: Sequence[str]) -> Text:
    """A title in the folder's languages, or as it is where it has none of them."""
    kept = tuple((language, value) for language, value in text.values if language in languages)
    return Text(kept) if kept else text


def _checksum(folder: Path, texts: Mapping[str, str]) -> str:
    """The checksum of the folder's extract with tables that are not written yet."""
    with TemporaryDirectory() as place:
        shutil.copytree(folder / CATALOGUE, Path(place) / CATALOGUE)
        for name, text in texts.items():
            (Path(place) / name).write_text(text, encoding="utf-8", newline="\n")
        return store.open(Path(place) / CATALOGUE).sha256
