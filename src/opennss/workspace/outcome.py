"""The folder as it would be: checked in a place of its own before anything of it is written."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from opennss.catalogue.store import Catalogue
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.model.workspace import Workspace
from opennss.workspace.check import check_folder, in_order
from opennss.workspace.settings import FILE, read_settings
from opennss.workspace.workbook import files_of, texts_of

Checked = tuple[Workspace | None, Catalogue | None, tuple[Finding, ...]]


def outcome(
    folder: Path,
    texts: Mapping[str, str],
    *,
    facts: Collection[str] | None = None,
    styles: Collection[str] | None = None,
) -> Checked:
    """Return what ``check_folder`` says of a folder in which some files had other texts; the folder stays as it is.

    ``texts`` go by the names of files in the folder, which may be new. Never raises for what files hold.
    """
    with TemporaryDirectory() as place:
        scratch = Path(place) / "folder"
        for file in (*files_of(folder), *texts_of(folder)):
            if (folder / file).is_file():
                (scratch / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(folder / file, scratch / file)
        for file, text in texts.items():
            (scratch / file).parent.mkdir(parents=True, exist_ok=True)
            (scratch / file).write_text(text, encoding="utf-8", newline="\n")
        return check_folder(scratch, _catalogue(folder, scratch), facts=facts, styles=styles)


def _catalogue(folder: Path, scratch: Path) -> Path | None:
    """Return the catalogue of the new folder when it lies outside it, so that a relative path still leads there."""
    settings, _ = read_settings(scratch) if (scratch / FILE).is_file() else (None, ())
    if settings is None or (scratch / settings.catalogue).is_dir():
        return None
    return folder / settings.catalogue


def identity(finding: Finding) -> tuple[str, str, str, str]:
    """Return what makes two findings the same whatever row they stand in: rows move."""
    return finding.file, finding.column, finding.code, str(finding.values)


def fresh(found: Iterable[Finding], before: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that were not there before; what is found more often than before counts too."""
    known = Counter(identity(item) for item in before)
    new = []
    for item in found:
        known[identity(item)] -= 1
        if known[identity(item)] < 0:
            new.append(item)
    return tuple(new)


def refuse_new_errors(
    folder: Path,
    texts: Mapping[str, str],
    before: Sequence[Finding] | None = None,
    *,
    facts: Collection[str] | None = None,
    styles: Collection[str] | None = None,
) -> None:
    """Raise ``WorkspaceError`` with every error that other texts would bring into a folder.

    ``before`` are the findings of the folder as it is, where they are known already. Errors that it has now are no
    reason to refuse.
    """
    errors = _errors(outcome(folder, texts, facts=facts, styles=styles)[2])
    if errors and before is None:
        before = check_folder(folder, facts=facts, styles=styles)[2]
    if new := fresh(errors, _errors(before or ())):
        raise WorkspaceError(in_order(new))


def _errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(item for item in findings if item.severity is Severity.ERROR)
