"""Tables of the country folder out of the desk and back into it, for the teams of a workshop."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from opennss.errors import Finding, Severity, WorkspaceError
from opennss.model.table import Row
from opennss.tables.csvfile import print_table
from opennss.workspace.handover import import_table
from opennss.workspace.tables import TABLES
from opennss_web.access import Actor
from opennss_web.content import content, folder
from opennss_web.history import tell

ROWS: Mapping[str, type[Row]] = {table.row.FILE: table.row for table in TABLES}
"""The tables that may go out and come in, by the names of their files."""

ENDINGS = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a table that was brought back: rows by deed, what stands against it, what was noticed.

    ``refused`` is the key of a sentence for a file that was not even opened. With a fault nothing was written.
    """

    table: str
    rows: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    refused: str = ""

    @property
    def faults(self) -> bool:
        """Whether nothing was written because something stands against it."""
        return bool(self.refused) or any(finding.severity is Severity.ERROR for finding in self.findings)


def hand_out(name: str) -> bytes | None:
    """Return a table as it stands in the folder, its header alone where it has no file; ``None`` for no table."""
    if name not in ROWS:
        return None
    path = folder() / name
    if path.exists():
        return path.read_bytes()
    return print_table((), ROWS[name], content().workspace.settings.languages).encode()


def take_over(actor: Actor, name: str, file: UploadedFile | None) -> Brought:
    """Take over a table that somebody worked on: all rows that were added or changed, or nothing at all."""
    ending = Path(file.name or "").suffix.lower() if file else ""
    if name not in ROWS or file is None or ending not in ENDINGS:
        return Brought(name, refused="table-which")
    if file.size > settings.UPLOAD_LIMIT:
        return Brought(name, refused="table-large")
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / f"{Path(name).stem}{ending}"
        source.write_bytes(file.read())
        try:
            found = import_table(folder(), ROWS[name], source, write=True)
        except WorkspaceError as error:
            return Brought(name, findings=tuple(error.findings))
    if found.written:
        with transaction.atomic():
            tell(actor.name, "table", name, **Counter(change.deed.value for change in found.changes))
    return Brought(name, Counter(change.deed.value for change in found.changes), found.findings)
