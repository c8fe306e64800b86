"""Who asked for what and what it came to; the table of opinions on the draft with their replies."""

from __future__ import annotations

import re
from collections.abc import Sequence

from opennss.document.blocks import Block, Line, Span
from opennss.document.outline.pen import Pen
from opennss.model.stakeholders import Answer, Opinion, Reply, Stakeholder

PUBLIC = "public"
"""The edition in which an organisation that did not agree to be named stands under its category."""


def requests(pen: Pen) -> list[Block]:
    """Return the chapter on requests: counts by answer, offers, and every request with its area and answer."""
    blocks: list[Block] = [pen.heading(1, "requests"), *pen.prose("requests")]
    if not pen.strategy.replies:
        return [*blocks, pen.say("requests-none", "note")]
    blocks.append(
        pen.say("requests-intro", number="requests.count", organisations="requests.organisations",
                replied="requests.replied", share="requests.replied.share")
    )  # fmt: skip
    answers = [(Span(pen.t(f"answer-{a}")), pen.fact(f"requests.{a}")) for a in Answer]
    blocks.append(pen.table("requests-answers", answers, "lr", (6, 1)))
    blocks.append(
        pen.say("requests-offers", expert="offers.expert", pilot="offers.pilot", money="offers.money")
    )  # fmt: skip
    rows = [_request(pen, reply) for reply in by_area(pen)]
    blocks.append(pen.table("requests", rows, "lllll", (2, 4.7, 1.7, 2.1, 1), ("requests-note",)))
    return blocks


def by_area(pen: Pen) -> Sequence[Reply]:
    """Return the replies in the order of the joint list of areas; requests without an area come last."""
    order = {str(area.area): area.joint or len(pen.strategy.ranks.areas) for area in pen.strategy.ranks.areas}
    last = len(order) + 1

    def place(reply: Reply) -> tuple[int, str, str]:
        area = str(reply.request.area or "")
        return order.get(area, last), area, str(reply.request.id)

    return sorted(pen.strategy.replies, key=place)


def _request(pen: Pen, reply: Reply) -> tuple[Line | Span, ...]:
    request = reply.request
    area = pen.text(pen.area(request.area).name) if request.area else Span(pen.t("answer-no-area"))
    hidden = pen.strategy.workspace.settings.edition == PUBLIC and not request.named
    who = category(pen, request.stakeholder) if hidden else _name(pen, request.stakeholder)
    asked: Line = (Span(who, strong=True), Span(": "), pen.text(request.text))
    about = "; ".join(part for part in (request.standard, request.committee) if part)
    offers = "; ".join(pen.t(f"offer-{offer}") for offer in request.offers)
    return (area, asked, Span(about or "–"), pen.fact(f"request.{request.id}"), Span(offers or "–"))


def opinions(pen: Pen) -> list[Block]:
    """Return the table of opinions on the draft and replies, by clause and date; open ones are marked.

    In the public edition an organisation that did not agree to be named stands under its ISO category, without the
    number of its letter. Nobody who signed is named in any edition.
    """
    blocks: list[Block] = [pen.heading(1, "opinions"), *pen.prose("opinions")]
    found = pen.strategy.workspace.voices.opinions
    if not found:
        return [*blocks, pen.say("opinions-none", "note")]
    names = ("count", "accepted", "partly", "not-accepted", "noted")
    blocks.append(pen.say("opinions-intro", **{name.replace("-", "_"): f"opinions.{name}" for name in names}))
    if any(row.outcome is None for row in found):
        blocks.append(pen.say("opinions-open", "callout", number="opinions.open"))
    rows = [_opinion(pen, row) for row in sorted(found, key=_place)]
    return [*blocks, pen.table("opinions", rows, "llllll", (1.5, 1.4, 0.9, 3, 3.6, 2), ("opinions-note",))]


def _place(row: Opinion) -> tuple[tuple[tuple[int, str], ...], str, str]:
    """By clause, in which numbers count as numbers and not as text; then by date."""
    parts = re.split(r"(\d+)", row.clause["en"].casefold())
    clause = tuple((int(part), "") if part.isdecimal() else (0, part) for part in parts)
    return clause, row.date.isoformat(), str(row.id)


def _opinion(pen: Pen, row: Opinion) -> tuple[Line | Span, ...]:
    hidden = pen.strategy.workspace.settings.edition == PUBLIC and not row.named
    who = category(pen, row.stakeholder) if hidden else _name(pen, row.stakeholder)
    number = "" if hidden or not row.number else f"{row.number}, "
    outcome = pen.t(f"outcome-{row.outcome or 'open'}")
    reply: Line = (Span(outcome, strong=True), *((Span(": "), pen.text(row.reply)) if row.reply else ()))
    kind = pen.t(f"opinion-{row.type}")
    clause: Line = (pen.text(row.clause), Span(f" ({kind})")) if row.clause else (Span(kind),)
    change = pen.text(row.change) if row.change else Span("–")
    return (clause, Span(who), Span(number + pen.dated(row.date)), pen.text(row.opinion), reply, change)


def stakeholder(pen: Pen, name: str) -> Stakeholder:
    """Return an organisation by id; an unknown id raises ``StopIteration``."""
    return next(row for row in pen.strategy.workspace.voices.stakeholders if row.id == name)


def _name(pen: Pen, name: str) -> str:
    return stakeholder(pen, name).name[pen.language]


def category(pen: Pen, name: str) -> str:
    """Return the ISO category of an organisation in words; the standards body has none, and is named as such."""
    found = stakeholder(pen, name).category
    return pen.t(f"category-{found}") if found else pen.t("no-category")
