"""The outlines ``iso`` and ``decision`` of the method (sections 10 and 19.4) and the brief, each as one block tree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from opennss.document.blocks import Block, Document, Line, Paragraph, Table, line
from opennss.document.outline.annexes import annexes, data
from opennss.document.outline.brief import brief
from opennss.document.outline.decision import decision, decision_annexes
from opennss.document.outline.dossiers import dossiers
from opennss.document.outline.front import front
from opennss.document.outline.goals import goals
from opennss.document.outline.obligations import obligations
from opennss.document.outline.pen import Pen
from opennss.document.outline.priorities import priorities
from opennss.document.outline.programme import action_plan, not_now, resources, review, targets
from opennss.document.outline.requests import opinions, requests
from opennss.document.outline.schedule import schedule_annex
from opennss.document.outline.stakeholders import stakeholders
from opennss.document.outline.standards import standards
from opennss.document.outline.technologies import technologies
from opennss.document.trail import trail
from opennss.language import day
from opennss.model.results import Strategy

ISO = (
    front, goals, stakeholders, requests, priorities, technologies, standards, resources, targets, action_plan, not_now,
    obligations, review, data, annexes, dossiers, schedule_annex, opinions,
)  # fmt: skip

OUTLINES: dict[str, tuple[Callable[[Pen], list[Block]], ...]] = {"iso": ISO, "decision": (decision, decision_annexes)}
"""The chapters of each outline; ``[document] outline`` of nss.toml chooses."""


def strategy_document(strategy: Strategy, language: str) -> Document:
    """Return the whole strategy in one language, with the trail of every fact that it or the brief prints."""
    pen = Pen(strategy, language)
    chapters = OUTLINES[strategy.workspace.settings.outline]
    blocks = [_no_empty_frame(pen, block) for chapter in chapters for block in chapter(pen)]
    return replace(_document(pen, blocks, pen.t("title")), trail=trail(pen, [*blocks, *brief(pen)]))


def _no_empty_frame(pen: Pen, block: Block) -> Block:
    """Return a sentence in place of a table that has no row yet."""
    if isinstance(block, Table) and not block.rows:
        return Paragraph(line(pen.t("empty-table", caption=block.caption)), "note")
    return block


def brief_document(strategy: Strategy, language: str) -> Document:
    """Return the two-page brief in one language; its facts lead to the trail of the strategy beside it."""
    pen = Pen(strategy, language)
    return replace(_document(pen, brief(pen), pen.t("brief-title")), trail_in="strategy.html")


def _document(pen: Pen, blocks: list[Block], title: str) -> Document:
    settings = pen.strategy.workspace.settings
    period = f"{settings.years[0]}–{settings.years[-1]}"
    edition = pen.t(f"edition-{settings.edition}")
    statements = pen.t("cover", body=settings.body[pen.language]) if settings.illustrative else pen.t("cover-real")
    parts = [part.strip() for part in statements.split("|")]
    if settings.illustrative and not pen.strategy.workspace.beyond_evidence:
        parts[0] = pen.t("cover-public")
    cover: list[Line] = [line(part) for part in parts]
    return Document(
        language=pen.language,
        title=title,
        subtitle=" · ".join(
            part for part in (settings.name[pen.language], period, settings.title[pen.language]) if part != title
        ),
        cover=(line(f"{pen.t('as-of', day=day(settings.as_of, pen.language))} · {edition}"), *cover),
        footer=pen.footer,
        date=settings.as_of.isoformat(),
        blocks=tuple(blocks),
    )
