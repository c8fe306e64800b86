"""The review file of proposed links: out as CSV or Excel, back as accepted links and remembered refusals."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from opennss.catalogue import store
from opennss.catalogue.store import Catalogue
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.language import FALLBACK
from opennss.model.proposals import Proposal, Refusal, Verdict
from opennss.model.standards import Committee, Deliverable, IcsClass, Link, Relevance
from opennss.model.table import Row
from opennss.model.workspace import Workspace
from opennss.tables.columns import text_languages
from opennss.tables.csvfile import Table, print_grid, print_table, read_grid, read_table
from opennss.tables.office import read_workbook
from opennss.workspace.check import check_folder, in_order
from opennss.workspace.fill import CATALOGUE
from opennss.workspace.settings import FILE
from opennss.workspace.workbook import fill_sheet
from opennss.workspace.write import write_text, write_texts

EXCEL = ".xlsx"


def write_review(proposals: Iterable[Proposal], path: Path, languages: Sequence[str], day: dt.date) -> int:
    """Write the review file as CSV, or as Excel when its name ends in ``.xlsx``; return the number of proposals.

    In Excel verdict and relevance are chosen from a list. ``day`` is the date inside the file.
    """
    rows = tuple(proposals)
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
        bold = book.add_format({"bold": True, "num_format": "@", "bottom": 1})
        plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("proposals")
        if grid is not None:
            fill_sheet(sheet, grid, Proposal, bold, plain)
            for name, kind in (("verdict", Verdict), ("relevance", Relevance)):
                column = grid.header.index(name)
                rule = {"validate": "list", "source": [item.value for item in kind]}
                sheet.data_validation(1, column, max(1, len(rows)), column, rule)
    return len(rows)


def read_review(path: Path, languages: Sequence[str]) -> Table[Proposal]:
    """Read a review file of either form: its good rows, and every fault at once."""
    if path.suffix.lower() != EXCEL:
        return read_table(path, Proposal, languages)
    sheets, findings = read_workbook(path, path.name)
    grid = (sheets or {}).get("proposals")
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

    Where the folder's catalogue is its own extract, records that it lacks are taken over from ``world``, and the
    checksum in ``nss.toml`` is renewed. The new folder is checked first: with an error, or without a reason or a
    reviewer, nothing is written and ``WorkspaceError`` carries every finding.
    """
    workspace, extract, findings = check_folder(folder)
    if workspace is None:
        raise WorkspaceError(findings)
    languages = workspace.settings.languages
    found = read_review(review, languages)
    judged = [row for row in found.rows if row.verdict]
    faults = [*found.findings, *_faults(judged, workspace, world, review.name, reviewer)]
    if any(fault.severity is Severity.ERROR for fault in faults):
        raise WorkspaceError(in_order(faults))
    links = tuple(_link(row, reviewer, day) for row in judged if row.verdict is Verdict.ACCEPT)
    refusals = tuple(_refusal(row, reviewer, day) for row in judged if row.verdict is Verdict.REFUSE)
    texts = {
        Link.FILE: _print((*workspace.choices.links, *links), Link, languages),
        Refusal.FILE: _print((*workspace.choices.refusals, *refusals), Refusal, languages),
    }
    if workspace.pin.path == CATALOGUE and extract is not None:
        texts |= _extract(folder, workspace, extract, links, world)
    texts = {name: text for name, text in texts.items() if _differs(folder / name, text)}
    _check(folder, texts, findings)
    files = {folder / name: text for name, text in texts.items()}
    write_texts(files)
    return Reviewed(links, refusals, len(found.rows) - len(judged), files)


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
            findings.append(Finding(file, row.line, "deliverable", "unknown-code", values))
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


def _differs(path: Path, text: str) -> bool:
    """Say whether a file would change; an empty table is not begun."""
    if path.is_file():
        return path.read_text(encoding="utf-8") != text
    return text.count("\n") > 1


def _extract(
    folder: Path, workspace: Workspace, extract: Catalogue, links: Sequence[Link], world: Catalogue
) -> dict[str, str]:
    """The folder's own catalogue with the records that the new links need, and ``nss.toml`` with its new checksum."""
    deliverables, committees, classes = dict(extract.deliverables), dict(extract.committees), dict(extract.ics)
    for link in links:
        if link.deliverable and link.deliverable not in deliverables:
            deliverables[link.deliverable] = world.deliverables[link.deliverable]
    wanted = [link.committee for link in links] + [row.committee for row in deliverables.values()]
    for code in wanted:
        if code and code not in committees and code in world.committees:
            committees[code] = world.committees[code]
    for row in deliverables.values():
        for ics in row.ics:
            for level in (ics, ics.parent, ics.parent.parent if ics.parent else None):
                if level and level not in classes and level in world.ics:
                    classes[level] = world.ics[level]
    tables = ((Deliverable, deliverables), (Committee, committees), (IcsClass, classes))
    texts = {f"{CATALOGUE}/{kind.FILE}": _print([*rows.values()], kind, (FALLBACK,)) for kind, rows in tables}
    if workspace.pin.sha256:
        settings = (folder / FILE).read_text(encoding="utf-8")
        texts[FILE] = settings.replace(workspace.pin.sha256, _checksum(texts))
    return texts


def _checksum(texts: Mapping[str, str]) -> str:
    """The checksum of an extract that is not written yet."""
    with TemporaryDirectory() as place:
        (Path(place) / CATALOGUE).mkdir()
        for name, text in texts.items():
            (Path(place) / name).write_text(text, encoding="utf-8", newline="\n")
        return store.open(Path(place) / CATALOGUE).sha256


def _check(folder: Path, texts: Mapping[str, str], before: Sequence[Finding]) -> None:
    """Check the folder as it would be; an error that it does not have now raises, and nothing is written."""
    known = {(item.file, item.column, item.code, str(item.values)) for item in before}
    with TemporaryDirectory() as place:
        scratch = Path(place) / "folder"
        shutil.copytree(folder, scratch, ignore=shutil.ignore_patterns("snapshots", "out", "*.part"))
        for name, text in texts.items():
            (scratch / name).write_text(text, encoding="utf-8", newline="\n")
        findings = check_folder(scratch)[2]
    fresh = [
        item
        for item in findings
        if item.severity is Severity.ERROR and (item.file, item.column, item.code, str(item.values)) not in known
    ]
    if fresh:
        raise WorkspaceError(in_order(fresh))
