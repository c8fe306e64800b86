"""Checks of what a new folder brings along and leaves open: links that nobody reviewed, the category of membership."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.errors import Finding, Severity
from opennss.model.country import IsoMembership
from opennss.model.standards import UNREVIEWED
from opennss.workspace.check.common import Case, fault


def links(case: Case) -> Iterator[Finding]:
    """Links that came with the folder and that nobody has looked at."""
    for row in case.workspace.choices.links:
        if row.reviewer == UNREVIEWED:
            said = {"area": row.area, "value": row.committee or row.deliverable}
            yield fault(row, "reviewer", "unreviewed-link", Severity.QUESTION, "", **said)


def membership(case: Case) -> Iterator[Finding]:
    """An ISO membership that is not known: seats alone do not tell, since correspondents may hold some too."""
    if case.settings.membership.iso is IsoMembership.UNKNOWN:
        yield Finding("nss.toml", 0, "membership.iso", "membership-unknown", severity=Severity.QUESTION)
