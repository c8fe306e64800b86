"""Where the standards body stands, by its own assessment; the ten steps with who answers for them and when."""

from __future__ import annotations

from dataclasses import replace

from opennss.document import charts
from opennss.document.blocks import Block, Figure, Line, Span
from opennss.document.facts.baseline import STATES
from opennss.document.outline.pen import Pen, value
from opennss.language import say
from opennss.model.process import Baseline, Presence, ProcessStep, Topic

SIGNS = {Presence.PRESENT: "+", Presence.PARTIAL: "±", Presence.ABSENT: "–", Presence.UNKNOWN: "?"}


def baseline(pen: Pen) -> list[Block]:
    """Return the chapter on the self-assessment: the country's own words, a picture, every question with its answer."""
    rows = pen.strategy.workspace.evidence.baseline
    blocks: list[Block] = [pen.heading(1, "baseline"), *pen.prose("baseline")]
    if not rows:
        return [*blocks, pen.say("baseline-empty")]
    intro = pen.say("baseline-intro", number="baseline.count", answered="baseline.answered")
    if all(row.state is Presence.UNKNOWN for row in rows):
        return [*blocks, intro]
    order = list(Topic)
    table = [_answer(pen, row) for row in sorted(rows, key=lambda row: order.index(row.topic))]
    return [
        *blocks,
        intro,
        _picture(pen),
        pen.table("baseline", table, "llllr", (1.4, 3.3, 1.6, 2.9, 1.2), ("baseline-note",)),
    ]


def _picture(pen: Pen) -> Figure:
    facts = pen.strategy.facts
    topics = [topic for topic in Topic if f"baseline.{topic}.present" in facts]
    svg, png = charts.answers(
        [say(f"label.topic-{topic}", pen.language) for topic in topics],
        [[int(value(facts[f"baseline.{topic}.{state}"])) for state in STATES.values()] for topic in topics],
        {SIGNS[state]: say(f"label.presence-{name}", pen.language) for state, name in STATES.items()},
        pen.language,
    )
    return Figure("baseline", pen.t("figure.baseline"), pen.t("describe.baseline"), "baseline", svg, png)


def _answer(pen: Pen, row: Baseline) -> tuple[Line | Span | str, ...]:
    name = STATES[row.state]
    state = f"{SIGNS[row.state]} {say(f'label.presence-{name}', pen.language)}"
    addresses = {source.id: source.address for source in pen.strategy.workspace.evidence.sources}
    evidence: Line = (replace(pen.text(row.evidence), href=addresses[row.source] if row.source else ""),)
    if row.illustrative:
        evidence = (*evidence, Span(f" ({pen.t('illustrative')})" if row.evidence else pen.t("illustrative")))
    return (
        say(f"label.topic-{row.topic}", pen.language),
        pen.text(row.question),
        Span(state, fact=f"baseline.{row.topic}.{name}"),
        evidence,
        pen.dated(row.date) if row.date else "–",
    )


def process_table(pen: Pen) -> list[Block]:
    """Return the ten steps with their responsible persons, dates and states, or a sentence that there are none."""
    rows = pen.strategy.workspace.method.process
    if not rows:
        return [pen.say("process-empty", "note")]
    table = [_step(pen, row) for row in sorted(rows, key=lambda row: row.step)]
    return [pen.table("process", table, "llrrll", (2.4, 2.2, 1.1, 1.1, 2, 3.4), ("process-note",))]


def _step(pen: Pen, row: ProcessStep) -> tuple[Line | Span | str, ...]:
    status = say(f"process.status-{row.status}", pen.language)
    approval = pen.t("approved-on", date=row.approved) if row.approved else pen.person(row.approval)
    gap = Span("; " if row.evidence and approval else "")
    return (
        f"{row.step} {say(f'process.step-{row.step}', pen.language)}",
        pen.text(row.responsible),
        pen.dated(row.start),
        pen.dated(row.due),
        (Span(status), Span(": "), pen.text(row.blocked_by)) if row.blocked_by else status,
        (pen.text(row.evidence), gap, Span(approval)),
    )
