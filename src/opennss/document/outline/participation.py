"""International work: the planned rung in each committee with its yearly load; mirror committees and experts."""

from __future__ import annotations

from opennss.document.blocks import Block, Line, Span
from opennss.document.outline.pen import Pen
from opennss.document.outline.thread import urgency_of
from opennss.model.plans import Planned
from opennss.model.projects import LADDER, ProjectType
from opennss.model.references import slug


def participation_list(pen: Pen) -> list[Block]:
    """Return list 2: for each committee the present seat, the planned rung, its yearly load, drafts, areas and year."""
    items = [item for item in pen.strategy.plan.items if item.project.type in LADDER]
    blocks: list[Block] = [pen.say("list-participation-intro", number="plan.ladder", observed="plan.observe")]
    if not items:
        return [*blocks, pen.say("list-participation-none", "note")]
    rows = [_row(pen, item) for item in items]
    widths = (3, 2.2, 0.9, 1.2, 2.2, 2.2, 1.1, 0.8)
    return [*blocks, pen.table("list-participation", rows, "llrrllrr", widths, ("ladder-note", "urgency-note"))]


def _row(pen: Pen, item: Planned) -> tuple[Line | Span, ...]:
    project = item.project
    committee: Line = (
        Span(project.committee, fact=f"project.{project.id}"),
        Span(" – "),
        pen.text(pen.strategy.committees[project.committee].title),
    )
    step: Line = (pen.fact(f"seat.{slug(project.committee)}"), Span(" → "), Span(pen.t(f"rung-{project.type}")))
    load = [pen.known(f"rung.{project.type}.{part}", "plain") for part in ("days", "cost")]
    return (
        committee, step, *load, Span("; ".join(project.drafts) or "–"), pen.names(project.areas),
        urgency_of(pen, project), pen.fact(f"project.{project.id}.start"),
    )  # fmt: skip


def mirror_committees(pen: Pen) -> list[Block]:
    """Return the section on national mirror committees: who mirrors which committee, with how many experts, what lacks.

    Experts are counted; only the internal edition lists their pseudonyms.
    """
    blocks: list[Block] = [*pen.prose("mirror-committees")]
    if pen.strategy.mirrored is None:
        return [*blocks, pen.say("mirrors-unknown", "note")]
    blocks.append(
        pen.say("mirrors-intro", number="mirrors.count", live="mirrors.live", experts="experts.count")
    )  # fmt: skip
    rows = [_mirror(pen, code) for code in _codes(pen)]
    return [*blocks, pen.table("mirror-committees", rows, "llll", (1.6, 3.8, 1.3, 3), ("mirrors-note",))]


def _codes(pen: Pen) -> list[str]:
    """The committees of the planned ladder, of planned and waiting mirror committees, and those mirrored already."""
    types = (*LADDER, ProjectType.MIRROR)
    planned = [i.project.committee for i in pen.strategy.plan.items if i.project.type in types]
    recorded = [str(code) for row in pen.strategy.workspace.evidence.mirrors for code in row.mirrors]
    return list(dict.fromkeys([*planned, *recorded]))


def _mirror(pen: Pen, code: str) -> tuple[Line | Span, ...]:
    evidence, found = pen.strategy.workspace.evidence, (pen.strategy.mirrored or {}).get(code)
    national: list[Span] = []
    for row in evidence.mirrors:
        if code in row.mirrors:
            status = {"?": "unknown"}.get(row.status, row.status)
            national += [Span("; ")] if national else []
            national += [pen.text(row.name), Span(f" ({pen.t(f'mirror-{status}')})")]
    experts: Line = (pen.fact(f"mirror.{slug(code)}.experts"),) if found else (Span("–"),)
    if found and found.experts and pen.strategy.workspace.settings.edition == "internal":
        experts = (*experts, Span(f" ({', '.join(found.experts)})"))
    subject: Span | Line = Span(code)
    if f"project.mirror-committee-{slug(code)}" in pen.strategy.facts:
        subject = Span(code, fact=f"project.mirror-committee-{slug(code)}")
    return (subject, tuple(national) or Span("–"), experts, Span(pen.t(_missing(pen, code))))


def _missing(pen: Pen, code: str) -> str:
    found = (pen.strategy.mirrored or {}).get(code)
    if found and found.ready:
        return "mirror-ready"
    if found and found.committees:
        return "mirror-needs-expert"
    recorded = any(code in row.mirrors for row in pen.strategy.workspace.evidence.mirrors)
    return "mirror-needs-life" if recorded else "mirror-needs-all"
