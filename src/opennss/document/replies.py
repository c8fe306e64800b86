"""The reply to an organisation on one page: what it asked, what was decided, why; nothing of anybody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from opennss.document.blocks import Block, Bullets, Document, Line, Paragraph, Span, Table, line
from opennss.document.facts.measures import subject
from opennss.document.facts.requests import adoption_of
from opennss.document.outline.pen import Pen
from opennss.document.outline.requests import stakeholder as organisation
from opennss.language import day, say
from opennss.model.results import Strategy
from opennss.model.stakeholders import Answer, Offer, Opinion, Reply
from opennss.model.workspace import Voices

NAMED = 3
"""Plan items that a reply names; the others stand in the action plan."""


def answered(voices: Voices) -> tuple[str, ...]:
    """Return the ids of the organisations that get a reply: those with a request or an opinion, in their order."""
    spoke = {row.stakeholder for row in voices.requests} | {row.stakeholder for row in voices.opinions}
    return tuple(str(row.id) for row in voices.stakeholders if row.id in spoke)


def reply_document(strategy: Strategy, stakeholder: str, language: str) -> Document:
    """Return the reply to one organisation, by id, in one language; an unknown id raises ``StopIteration``.

    Usually one page. What is too long for it goes on on a second one, which says whose reply it continues.
    """
    pen, settings = Pen(strategy, language), strategy.workspace.settings
    period = f"{settings.years[0]}–{settings.years[-1]}"
    when = day(settings.as_of, language)
    intro = say("reply.intro", language, title=pen.t("title"), period=period, day=when)
    return Document(
        language=language,
        title=say("reply.title", language),
        subtitle=organisation(pen, stakeholder).name[language],
        cover=(line(f"{settings.body[language]} · {when}"),),
        footer=pen.footer,
        date=settings.as_of.isoformat(),
        blocks=(Paragraph(line(intro)), *_blocks(pen, stakeholder)),
    )


def _blocks(pen: Pen, name: str) -> Iterator[Block]:
    replies = [reply for reply in pen.strategy.replies if reply.request.stakeholder == name]
    if replies:
        rows = [(_asked(pen, reply), _decided(pen, reply), _why(pen, reply)) for reply in replies]
        yield _table(pen, "requests", rows, (4, 1.5, 4))
    opinions = [row for row in pen.strategy.workspace.voices.opinions if row.stakeholder == name]
    if opinions:
        yield _table(pen, "opinions", [_opinion(pen, row) for row in opinions], (3.6, 3.6, 2.3))
    offers = dict.fromkeys(offer for reply in replies for offer in reply.request.offers)
    if offers:
        yield Bullets(tuple(line(_t(pen, f"offer-{offer}")) for offer in Offer if offer in offers))
    yield Paragraph(line(_t(pen, "weighs-nothing")), "note")


def _t(pen: Pen, key: str, **values: object) -> str:
    return say(f"reply.{key}", pen.language, **values)


def _table(pen: Pen, name: str, rows: Sequence[tuple[Line, ...]], widths: tuple[float, ...]) -> Table:
    header = tuple(part.strip() for part in _t(pen, f"columns-{name}").split("|"))
    return Table(f"reply-{name}", _t(pen, f"table-{name}"), header, tuple(rows), "lll", widths)


def _fill(sentence: str, **spans: Span) -> Line:
    """Return a sentence whose ``{names}`` are spans."""
    parts = re.split(r"\{(\w+)\}", sentence)
    return tuple(spans[part] if place % 2 else Span(part) for place, part in enumerate(parts) if part)


def _asked(pen: Pen, reply: Reply) -> Line:
    row = reply.request
    values = {"date": day(row.date, pen.language), "channel": _t(pen, f"channel-{row.channel}")}
    head = _t(pen, "asked-numbered", number=row.number, **values) if row.number else _t(pen, "asked", **values)
    asked: Line = (pen.text(row.text), Span(f"\n({head})"))
    named = "; ".join(part for part in (row.standard, row.committee) if part)
    return (*asked, Span(f"\n{_t(pen, 'named', names=named)}")) if named else asked


def _decided(pen: Pen, reply: Reply) -> Line:
    sentence = _t(pen, f"decided-{reply.answer}")
    year = Span(str(reply.start), fact=f"project.{reply.items[0]}.start") if reply.start else Span("?")
    return tuple(Span(s.text, fact=s.fact, strong=True) for s in _fill(sentence, year=year))


def _why(pen: Pen, reply: Reply) -> Line:
    row, sentence = reply.request, _t(pen, f"why-{reply.answer}")
    why = _fill(sentence, **_reasons(pen, reply))
    if row.area:
        rank = pen.fact(pen.strategy.ranks.of(row.area).fact)
        place = {"area": pen.text(pen.area(row.area).name), "rank": Span(rank.text, fact=rank.fact)}
        why = (*why, Span("\n"), *_fill(_t(pen, "in-area"), **place))
    if row.reply:
        why = (*why, Span(f"\n{_t(pen, 'our-reply')} ", strong=True), pen.text(row.reply))
    return why


def _reasons(pen: Pen, reply: Reply) -> dict[str, Span]:
    if reply.answer in (Answer.PLANNED, Answer.AREA):
        return {"items": Span(_items(pen, reply))}
    if reply.answer is Answer.NOT_NOW:
        return {"reason": pen.fact(f"project.{reply.items[0]}.reason")}
    if reply.answer is Answer.ADOPTED:
        row = adoption_of(reply, pen.strategy)
        named = ", ".join(part for part in (row.number, row.title[pen.language], str(row.adopts)) if part)
        return {"standard": Span(named)}
    return {}


def _items(pen: Pen, reply: Reply) -> str:
    """Name the first plan items that answer a request, in the order of their years."""
    found = sorted((i for i in pen.strategy.plan.items if i.project.id in reply.items), key=lambda i: i.start)
    named = [
        _t(pen, "item", subject=subject(i.project, pen.strategy)[pen.language], type=pen.t(f"type-{i.project.type}"),
           year=i.start)
        for i in found[:NAMED]
    ]  # fmt: skip
    return "; ".join([*named, _t(pen, "others")] if len(found) > NAMED else named)


def _opinion(pen: Pen, row: Opinion) -> tuple[Line, ...]:
    where: Line = (pen.text(row.clause), Span(": ")) if row.clause else ()
    head = tuple(Span(span.text, lang=span.lang, strong=True) for span in where)
    outcome = Span(pen.t(f"outcome-{row.outcome or 'open'}"), strong=True)
    reply: Line = (outcome, Span(". "), pen.text(row.reply)) if row.reply else (outcome,)
    return ((*head, pen.text(row.opinion)), reply, (pen.text(row.change),) if row.change else line("–"))
