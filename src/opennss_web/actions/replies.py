"""What became of an answer: the reply to an organisation or an expert, from the newest published release."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from opennss.document.blocks import Document
from opennss.document.replies import answered, reply_document
from opennss.errors import WorkspaceError
from opennss.language import Text
from opennss.model.criteria import Decision, Rank
from opennss.model.results import Strategy
from opennss_web.access import Actor
from opennss_web.actions.closing import positions, requests
from opennss_web.actions.results import MissingError, seen
from opennss_web.actions.sheets import stored
from opennss_web.models import Instrument, QuestionKind, Round, Sheet, SheetState


@dataclass(frozen=True, slots=True)
class Became:
    """What became of one area: one's own answer, the result of the round, the rank in the strategy, decisions.

    Empty or ``None`` where there is none.
    """

    area: str
    name: Text
    own: str
    result: Rank | None
    rank: Rank
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a respondent: the page of its organisation, ``None`` when it asked nothing, and its areas."""

    document: Document | None
    areas: tuple[Became, ...]


def reply(actor: Actor, sheet: Sheet | None, language: str) -> Reply | None:
    """Return the reply to whoever holds a link; ``None`` before a release with the round is published."""
    round_ = actor.invited.round
    try:
        found = seen(actor)
    except (MissingError, WorkspaceError):
        return None
    strategy, organisation = found.strategy, actor.invited.organisation
    if round_.closed is None or found.release.at <= round_.closed or not _holds(strategy, round_, sheet):
        return None
    on_record = round_.instrument == Instrument.POSITION and organisation in answered(strategy.workspace.voices)
    document = reply_document(strategy, organisation, language) if on_record else None
    return Reply(document, tuple(_areas(round_, sheet, strategy)))


def _holds(strategy: Strategy, round_: Round, sheet: Sheet | None) -> bool:
    """Say whether a release read the folder after the round was handed over: what the answer left there is in it."""
    voices = strategy.workspace.voices
    if round_.instrument == Instrument.JUDGEMENT:
        return round_.slug in {one.id for one in voices.rounds}
    if sheet is None or sheet.state != SheetState.SENT:
        return True
    questions = list(round_.questions.all())
    own = re.compile(rf"q-{round_.slug}-\d+")
    kept = [row for row in voices.requests if row.stakeholder == sheet.organisation and own.fullmatch(row.id)]
    days = {str(row.area): row.date for row in voices.positions if row.stakeholder == sheet.organisation}
    asked, said = requests(round_, [sheet], questions), positions([sheet], questions)
    return len(kept) >= len(asked) and all(row.area in days and days[row.area] >= row.date for row in said)


def _areas(round_: Round, sheet: Sheet | None, strategy: Strategy) -> list[Became]:
    """Return what became of each area that the round asked about, in the order of its questions."""
    now = stored(sheet) if sheet and sheet.state == SheetState.SENT else {}
    areas = {str(area.id): area for area in strategy.workspace.evidence.areas}
    ranked = {str(one.area): one.final for one in strategy.ranks.areas}
    results: Mapping[tuple[str, str], Rank] = next(
        (one.results for one in strategy.rounds if one.round == round_.slug), {}
    )
    found: dict[str, Became] = {}
    for question in round_.questions.all():
        items = [str(item) for item in question.items if str(item) in ranked and str(item) not in found]
        for item in items if question.kind == QuestionKind.RATE else ():
            own = now.get(f"{question.pk}.{item}..value", "")
            result = results.get((question.slug, item))
            found[item] = Became(item, areas[item].name, own, result, ranked[item], _decided(strategy, item))
    return list(found.values())


def _decided(strategy: Strategy, area: str) -> tuple[Decision, ...]:
    """Return the decisions in writing on an area, newest first."""
    own = [row for row in strategy.workspace.choices.decisions if row.area == area]
    return tuple(sorted(own, key=lambda row: (row.date, row.id), reverse=True))
