"""What closing a round would write, and what is missing: shown to the office before it closes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from opennss.language import Text
from opennss.model.criteria import Categories, Category, together
from opennss.model.criteria import Round as Closed
from opennss.stakeholders.balance import Turnout
from opennss.stakeholders.rounds import in_order
from opennss_web.actions.balance import coverage
from opennss_web.actions.closing import followed, heard, positions, requests, respondents
from opennss_web.actions.feedback import counted
from opennss_web.content import zone
from opennss_web.models import Instrument, Question, QuestionKind, Round, Sheet, SheetState


@dataclass(frozen=True, slots=True)
class Replaced:
    """Results of an earlier round that a question replaces, of each area that five people rate; ``answers`` it got."""

    question: str
    round: Closed
    answers: int
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ready:
    """A round before its closing.

    ``rows`` says how many rows come into which table. ``unsigned``, ``unconfirmed`` and ``unnamed`` are ids of
    organisations: begun and not signed, recorded and not confirmed, not agreed to be named. ``begun`` counts the
    experts who did not send; ``silent`` are categories without an answer, ``together`` those that the folder will not
    tell apart, because fewer than five people of one of them answered. ``replaced`` are results that count no more.
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
    replaced: tuple[Replaced, ...]


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
        replaced=tuple(_replaced(round_, questions)) if sent else (),
    )


def _named(sheets: list[Sheet]) -> tuple[str, ...]:
    return tuple(sheet.organisation for sheet in sheets if sheet.organisation)


def _replaced(round_: Round, questions: Sequence[Question]) -> Iterator[Replaced]:
    """Yield the results that stand now and are asked for again; which areas get five answers is told by no live round.

    Of several rounds the last one counts for each question and area.
    """
    if round_.instrument != Instrument.JUDGEMENT:
        return
    day = timezone.localtime(round_.closed or timezone.now(), zone()).date()
    own = Closed(round_.slug, Text(), day, (), (), (), (), follows=followed(round_))
    earlier = [(one, result) for one, result in counted() if one.id != own.id]
    order = [one.id for one in in_order((*(one for one, _ in earlier), own))]
    last = {
        place: one for one, result in earlier if order.index(one.id) < order.index(own.id) for place in result.results
    }
    for question in (question for question in questions if question.kind == QuestionKind.RATE):
        standing = [(area, last[question.slug, area]) for area in question.items if (question.slug, area) in last]
        for one in {found.id: found for _, found in standing}.values():
            said = (row for row in one.answers if row.question == question.slug and row.value and row.value.number)
            people = {row.pseudonym for row in said}
            areas = tuple(area for area, found in standing if found.id == one.id)
            yield Replaced(question.slug, one, len(people), areas)
