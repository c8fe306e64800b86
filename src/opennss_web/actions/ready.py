"""What closing a round would write, and what is missing: shown to the office before it closes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from opennss.model.criteria import Categories, Category, together
from opennss.stakeholders.balance import Turnout
from opennss_web.actions.balance import coverage
from opennss_web.actions.closing import heard, positions, requests, respondents
from opennss_web.models import Instrument, Round, Sheet, SheetState


@dataclass(frozen=True, slots=True)
class Ready:
    """A round before its closing.

    ``rows`` says how many rows come into which table. ``unsigned``, ``unconfirmed`` and ``unnamed`` are ids of
    organisations: begun and not signed, recorded and not confirmed, not agreed to be named. ``begun`` counts the
    experts who did not send; ``silent`` are categories without an answer, ``together`` those that the folder will not
    tell apart, because fewer than five people of one of them answered.
    """

    sent: int
    rows: Mapping[str, int]
    begun: int
    unsigned: tuple[str, ...]
    unconfirmed: tuple[str, ...]
    unnamed: tuple[str, ...]
    together: tuple[str, ...]
    lines: tuple[Turnout, ...]
    silent: tuple[str, ...]


def ready(round_: Round) -> Ready:
    """Return what closing a round would write, and what is missing. It tells of an expert's sheet that there is one."""
    sheets = list(
        round_.sheets.exclude(state=SheetState.WITHDRAWN).prefetch_related("answers").order_by("organisation")
    )
    sent = [sheet for sheet in sheets if sheet.state == SheetState.SENT]
    drafts = [sheet for sheet in sheets if sheet.state == SheetState.DRAFT]
    rows: dict[str, int] = {}
    cells: set[Categories] = set()
    questions = list(round_.questions.all())
    if round_.instrument == Instrument.JUDGEMENT:
        cells = {row.category for row in respondents(heard(sent, questions))}
    else:
        for sheet in sent:
            sheet.round = round_
        rows = {
            "positions.csv": len(positions(sent, questions)),
            "requests.csv": len(requests(round_, sent, questions)),
        }
    lines = coverage(round_)
    return Ready(
        sent=len(sent),
        rows=rows,
        begun=len(drafts) if round_.instrument == Instrument.JUDGEMENT else 0,
        unsigned=_named(drafts),
        unconfirmed=_named([sheet for sheet in sent if sheet.recorder and not sheet.confirmed]),
        unnamed=_named([sheet for sheet in sent if not sheet.on_record]),
        together=tuple(sorted(together(cell) for cell in cells if len(cell) > 1)),
        lines=tuple(line for line in lines if line.invited or line.answered),
        silent=tuple(line.name for line in lines if not line.answered and line.name in set(Category)),
    )


def _named(sheets: list[Sheet]) -> tuple[str, ...]:
    return tuple(sheet.organisation for sheet in sheets if sheet.organisation)
