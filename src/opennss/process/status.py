"""Where each step stands: what its responsible person says, what is really there, what stands in the way, what next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from opennss.errors import Finding, Severity
from opennss.model.country import LISTS
from opennss.model.process import Presence, ProcessStep, Step, StepStatus
from opennss.model.table import Row
from opennss.model.workspace import Workspace
from opennss.process.steps import RULES, concerns, file_of

Said = tuple[str, Mapping[str, object]]
"""A sentence to say: its key below ``process.`` and the values that fill it."""


@dataclass(frozen=True, slots=True)
class StepState:
    """How a step stands at ``as_of``.

    ``row`` is its line of ``process.csv``, ``None`` without one: then ``status`` is computed, and never ``done``,
    because only a person can say so. ``waits`` are steps before it that are not done, ``missing`` the needs without a
    row, ``errors`` the number of errors in what it reads. ``next`` is the first thing to do; empty when it is done.
    """

    step: Step
    row: ProcessStep | None
    status: StepStatus
    late: bool
    waits: tuple[Step, ...]
    missing: tuple[str, ...]
    errors: int
    next: Said | None

    @property
    def done(self) -> bool:
        """Whether its responsible person calls it done."""
        return self.status is StepStatus.DONE


def status(workspace: Workspace, findings: Sequence[Finding]) -> tuple[StepState, ...]:
    """Return the state of every step in order; ``findings`` are those of the check of the same folder.

    Late is what was due before ``as_of`` and is not done. Without ``process.csv`` no step waits for another.
    """
    there = filled(workspace, findings)
    rows = {row.step: row for row in workspace.method.process}
    done = {step for step, row in rows.items() if row.status is StepStatus.DONE}
    states = []
    for rule in RULES:
        row = rows.get(rule.step)
        missing = tuple(need for need in rule.needs if not there[need])
        begun = StepStatus.RUNNING if len(missing) < len(rule.needs) else StepStatus.OPEN
        found = StepState(
            step=rule.step,
            row=row,
            status=row.status if row else begun,
            late=bool(row and row.status is not StepStatus.DONE and row.due < workspace.settings.as_of),
            waits=tuple(step for step in rule.after if rows and step not in done) if rule.step not in done else (),
            missing=missing,
            errors=sum(f.severity is Severity.ERROR and concerns(rule, f) for f in findings),
            next=None,
        )
        states.append(_with_next(found))
    return tuple(states)


def _with_next(state: StepState) -> StepState:
    """Add the first thing to do: nothing when done, else what blocks it, then faults, then gaps, then the result."""
    values: dict[str, object] = {"step": str(state.step)}
    if state.done and not state.missing:
        return state
    if state.status is StepStatus.BLOCKED:
        said: Said = ("next-unblock", values)
    elif state.waits and state.status is StepStatus.OPEN:
        said = ("next-wait", values | {"steps": ", ".join(state.waits)})
    elif state.errors:
        said = ("next-mend", values | {"number": state.errors})
    elif state.missing:
        said = (f"fill-{state.missing[0]}", {})
    else:
        said = (f"look-{state.step}", {})
    return replace(state, next=said)


def obstacles(state: StepState, language: str) -> Iterator[Said]:
    """Yield what stands in the way of a step: what its responsible person wrote, open steps, faults, empty tables."""
    if state.row and state.row.blocked_by and not state.done:
        yield "blocked-said", {"text": state.row.blocked_by[language]}
    if state.waits:
        yield "blocked-steps", {"steps": ", ".join(state.waits)}
    if state.errors:
        yield "blocked-errors", {"number": state.errors}
    if state.missing:
        yield "blocked-empty", {"files": ", ".join(dict.fromkeys(map(file_of, state.missing)))}


def filled(workspace: Workspace, findings: Sequence[Finding]) -> Counter[str]:
    """Count what is there, by the names of ``steps.py``: rows, areas by list, answered questions, rounds, pages."""
    parts = (workspace.evidence, workspace.voices, workspace.method, workspace.choices)
    held = [getattr(part, item.name) for part in parts for item in fields(part)]
    rows = [row for table in held if isinstance(table, tuple) for row in table if isinstance(row, Row)]
    found = Counter(row.FILE.removesuffix(".csv") for row in rows)
    for name in LISTS:
        found[f"areas-{name}"] = sum(area.kind.ranked_with == name for area in workspace.evidence.areas)
    found["baseline"] = sum(row.state is not Presence.UNKNOWN for row in workspace.evidence.baseline)
    found["judgements"] = len(workspace.voices.rounds)
    unwritten = sum(finding.code == "unwritten-prose" for finding in findings)
    found["text"] = len(workspace.choices.prose) - unwritten
    return found


def done_but_empty(workspace: Workspace, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Yield a warning for each step that is called done while something it needs has no row."""
    for state in status(workspace, findings):
        if state.done and state.row and state.missing:
            files = ", ".join(dict.fromkeys(map(file_of, state.missing)))
            values: dict[str, object] = {"step": str(state.step), "files": files}
            yield Finding(state.row.FILE, state.row.line, "status", "done-but-empty", values, Severity.WARNING)
