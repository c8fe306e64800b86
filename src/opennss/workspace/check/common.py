"""What every check needs: the parts to look at, and a short way to say a finding."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from opennss.catalogue import store
from opennss.catalogue.store import Catalogue
from opennss.errors import Finding, Severity
from opennss.model.country import Settings
from opennss.model.references import Reference
from opennss.model.standards import Deliverable
from opennss.model.table import Row
from opennss.model.workspace import Workspace
from opennss.tables.csvfile import EVERYTHING

FEW = 5
"""Answers of a category below which its figures are not shown."""

DELIVERABLES, COMMITTEES, ICS = (f"catalogue/{row.FILE}" for row in store.TABLES)
"""The files of the catalogue, as findings and skipped keys name them."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is checked: a workspace, its catalogue (``None``: could not be read), and what prose may name.

    ``facts`` and ``styles`` are the known names of facts and of their styles (``None``: any). ``skipped`` gives by
    file the keys of rows that reading left out, so that a row's fault does not make every mention of it a fault.
    """

    workspace: Workspace
    catalogue: Catalogue | None
    facts: Collection[str] | None = None
    styles: Collection[str] | None = None
    skipped: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """The settings of the folder."""
        return self.workspace.settings

    def left_out(self, file: str, key: str) -> bool:
        """Say whether a row of ``file`` with this key was left out, or the whole file could not be read."""
        found = self.skipped.get(file, frozenset())
        return key in found or EVERYTHING in found

    def whole(self, *files: str) -> bool:
        """Say whether no row of these files was left out."""
        return not any(self.skipped.get(file) for file in files)


PUBLISHED = "60.60"
"""The stage from which a deliverable takes the place of another one."""


def successor(found: Deliverable, catalogue: Catalogue) -> Reference | None:
    """Return what replaces a deliverable, if it was published: by its stage, or else by a dated reference."""
    if found.replaced_by is None:
        return None
    record = catalogue.deliverables.get(found.replaced_by)
    published = record.stage >= PUBLISHED if record and record.stage else found.replaced_by.dated
    return found.replaced_by if published else None


def fault(
    row: Row, column: str, code: str, severity: Severity = Severity.ERROR, prefix: str = "", /, **values: object
) -> Finding:
    """Return a finding about one cell of a row; ``prefix`` is the folder of a round."""
    return Finding(prefix + row.FILE, row.line, column, code, values, severity)
