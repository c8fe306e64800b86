"""The stages of an item: those of the national procedure, else a project default that fills its years."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from opennss.language import Text
from opennss.model.programme import ProcedureStage
from opennss.model.projects import ProjectType

TEXTS = (
    ProjectType.ADOPT, ProjectType.ADOPT_MODIFIED, ProjectType.ADOPT_OTHER, ProjectType.DEVELOP, ProjectType.HARMONIZE,
    ProjectType.REVISE, ProjectType.AMEND,
)  # fmt: skip
"""Types of item that end in a national text, and so pass stages even where ``procedure.csv`` states none for them."""


@dataclass(frozen=True, slots=True)
class Step:
    """A stage to be passed: harmonized code, name, least calendar days, percent of the person-days, comments open."""

    code: str
    name: Text
    days: int
    share: int
    comments: bool = False

    @property
    def length(self) -> int:
        """The least calendar days, at least one."""
        return max(1, self.days)


def national(rows: Iterable[ProcedureStage]) -> dict[ProjectType, tuple[Step, ...]]:
    """Return the stages of each type of project that the country states, by stage code."""
    found: dict[ProjectType, list[Step]] = {}
    for row in sorted(rows, key=lambda row: (row.type, row.stage)):
        found.setdefault(row.type, []).append(Step(row.stage, row.name, row.days, row.share, row.comments))
    return {type_: tuple(steps) for type_, steps in found.items()}


def default(type_: ProjectType, room: int) -> tuple[Step, ...]:
    """Return the project default for a type without stages of its own: they fill the ``room`` (calendar days) it has.

    Nothing for types that end in no national text, such as work in committees and measures.

    >>> [step.days for step in default(ProjectType.ADOPT, 365)]
    [29, 124, 62, 51, 62, 37]
    """
    if type_ not in TEXTS:
        return ()
    found, passed, before = [], 0, 0
    for time, step in _table():
        passed += time
        until = room * passed // 100
        found.append(Step(step.code, step.name, until - before, step.share, step.comments))
        before = until
    return tuple(found)


@cache
def _table() -> Sequence[tuple[int, Step]]:
    """The project default: each stage with its percent of the time."""
    text = resources.files("opennss.portfolio.schedule").joinpath("procedure.csv").read_text(encoding="utf-8")
    return tuple(
        (
            int(row["time"]),
            Step(row["stage"], Text.of(en=row["name_en"], vi=row["name_vi"]), 0, int(row["share"]),
                 row["comments"] == "yes"),
        )
        for row in csv.DictReader(io.StringIO(text))
    )  # fmt: skip
