"""What can be wrong with a country folder, said all at once: place, cause, next step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs: only an ``error`` stops a build."""

    ERROR = "error"
    WARNING = "warning"
    QUESTION = "question"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, warning, open question or note about one cell of a country folder.

    ``row`` is the line in the file (the header is line 1; 0 means the whole file). ``code`` names the sentence
    and the hint in ``locale/<language>/findings.toml``; ``values`` fill it. Quoted cell text stays data: it is never
    interpreted as markup by a screen or a page.

    >>> Finding("areas.csv", 3, "kind", "unknown-value", {"value": "sectr"}).code
    'unknown-value'
    """

    file: str
    row: int
    column: str
    code: str
    values: dict[str, object] = field(default_factory=dict)
    severity: Severity = Severity.ERROR


class WorkspaceError(Exception):
    """A country folder cannot be built; carries *all* findings, never only the first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(f"{len(self.findings)} findings; run `nss check`")


class CodeError(ValueError):
    """A text is not a valid code, unit, period or id; ``code`` names the sentence that explains it."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = values
        super().__init__(f"{code}: {values}")


class MissingData(LookupError):  # noqa: N818  its name is the law of the house
    """A number was asked for that the evidence does not contain. Missing is never zero."""
