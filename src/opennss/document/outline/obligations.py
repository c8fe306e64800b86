"""Open ballots with the proposal to abstain, P-seats by their ballots, national standards due for review."""

from __future__ import annotations

from dataclasses import replace

from opennss.document.blocks import Block, Figure, Line, Paragraph, Span, line
from opennss.document.charts.ballots import ballots as draw_ballots
from opennss.document.facts.steady import INTERNAL
from opennss.document.outline.pen import Pen, said
from opennss.language import say
from opennss.model.obligations import OpenBallot, ReviewDue, SeatDuty
from opennss.model.programme import Ballot
from opennss.model.references import slug
from opennss.model.standards import Adoption, Role

SEATS = {Role.P: "P", Role.O: "O", Role.NONE: "none", Role.UNKNOWN: "unknown"}
"""Seats by the end of their sentences."""

PARTS = ("settled", "cast", "abstained", "key-missed", "internal-missed", "internal", "unknown", "waiting", "hold")
"""What is printed of a P-seat: facts of its committee."""


def obligations(pen: Pen) -> list[Block]:
    """Return the chapter: ballots, seats, reviews; what has no data is said in a sentence.

    Open ballots and seats at risk are the office's own and stand in the internal edition alone.
    """
    own = [
        pen.heading(2, "ballot-calendar"), *ballot_calendar(pen),
        pen.heading(2, "seat-duties"), *seat_duties(pen),
    ]  # fmt: skip
    internal = pen.strategy.workspace.settings.edition == INTERNAL
    reviews = [pen.heading(2, "reviews-due"), *reviews_due(pen)]
    return [pen.heading(1, "obligations"), *(own if internal else []), *reviews]


def ballot_calendar(pen: Pen) -> list[Block]:
    """Return the open ballots: reminders, questions about those overdue, picture and table by last day."""
    found, rows = pen.strategy.obligations, pen.strategy.workspace.evidence.ballots
    if not rows:
        return [pen.say("ballots-none", "note")]
    facts = {"open": "ballots.open", "owed": "ballots.owed", "reviews": "ballots.reviews"}
    blocks: list[Block] = [pen.say("ballots-intro", day="as-of", **facts)]
    if any(row.illustrative for row in rows):
        blocks.append(pen.say("ballots-illustrative", "note"))
    if any(item.abstain for item in found.calendar):
        blocks.append(pen.say("ballots-remind", "callout", number="ballots.remind", days="obligations.rule.remind"))
    if found.overdue:
        blocks.append(pen.say("ballots-overdue", "callout", number="ballots.overdue"))
        cells = [(pen.dated(row.due), str(row.committee), _subject(pen, row), row.kind.value) for row in found.overdue]
        blocks.append(pen.table("ballot-overdue", cells, "rlll", (1.1, 1.8, 4, 0.7)))
    if not found.calendar:
        return [*blocks, pen.say("ballots-none-open", "note")]
    table = pen.table(
        "ballot-calendar", [_open(pen, item) for item in found.calendar], "rrlllll",
        (1.1, 0.7, 1.7, 1, 3.4, 0.7, 1.9), ("ballots-note",),
    )  # fmt: skip
    return [*blocks, _picture(pen), table]


def _subject(pen: Pen, row: Ballot) -> Line:
    parts = [part for part in (row.document or "", row.title[pen.language]) if part]
    spans = (Span(" – ".join(parts) or str(row.id)),)
    return (*spans, Span(f" ({pen.t('illustrative')})")) if row.illustrative else spans


def _open(pen: Pen, item: OpenBallot) -> tuple[Line | Span | str, ...]:
    row = item.ballot
    return (
        pen.dated(row.due), pen.fact(f"ballot.{row.id}.days"), str(row.committee),
        say(f"label.seat-{SEATS[item.role]}", pen.language), _subject(pen, row), row.kind.value,
        Span(_to_do(pen, item), strong=item.abstain),
    )  # fmt: skip


def _to_do(pen: Pen, item: OpenBallot) -> str:
    if item.role is Role.P:
        return pen.t("ballot-do-abstain" if item.abstain else "ballot-do-vote")
    return pen.t({Role.O: "ballot-do-observe", Role.NONE: "ballot-do-none"}.get(item.role, "ballot-do-ask"))


def _picture(pen: Pen) -> Figure:
    settings = pen.strategy.workspace.settings
    rows = []
    for item in pen.strategy.obligations.calendar:
        row = item.ballot
        first = max(0, (row.opens - settings.as_of).days) if row.opens else 0
        rows.append((f"{row.committee} · {row.kind.value} · {pen.dated(row.due)}", first, item.days, str(item.role)))
    seats = {str(role): say(f"label.seat-{name}", pen.language) for role, name in SEATS.items()}
    svg, png = draw_ballots(rows, seats, settings.obligations.remind, pen.t("ballot-today"))
    name = "ballot-calendar"
    return Figure(name, pen.t("figure.ballot-calendar"), pen.t("describe.ballot-calendar"), name, svg, png)


def seat_duties(pen: Pen) -> list[Block]:
    """Return the rule, the votes cast with and without abstentions, and every P-seat with its ballots."""
    if not pen.strategy.workspace.evidence.ballots:
        return [pen.say("ballots-none", "note")]
    rule = "obligations.rule"
    blocks: list[Block] = [
        pen.say("duties-rule", missed=f"{rule}.missed-key", share=f"{rule}.missed-internal", window=f"{rule}.window"),
        pen.say(
            "duties-votes", settled="votes.settled", cast="votes.cast", cast_share="votes.cast-share",
            voted="votes.voted", voted_share="votes.voted-share", unknown="votes.unknown",
        ),
    ]  # fmt: skip
    found = pen.strategy.obligations
    rows, unrecorded = [_duty(pen, duty) for duty in found.duties], _unrecorded(pen)
    if not rows:
        return [*blocks, pen.say("duties-none", "note"), *(Paragraph(text, "note") for text in unrecorded)]
    table = pen.table("seat-duties", rows, "lrrrrrrl", (1.9, 0.7, 1, 1, 1, 0.8, 0.7, 2.2), ("duties-note",))
    return [*blocks, replace(table, notes=(*table.notes, *unrecorded))]


def _unrecorded(pen: Pen) -> list[Line]:
    """Name the P-seats without a ballot on record."""
    names = pen.strategy.obligations.unrecorded
    if not names:
        return []
    return [said(pen.t("duties-unrecorded"), number=pen.fact("obligations.unrecorded"), names="; ".join(names))]


def _duty(pen: Pen, duty: SeatDuty) -> tuple[Line | Span | str, ...]:
    place = f"obligation.{slug(duty.committee)}"
    part = {name: pen.fact(f"{place}.{name}") for name in PARTS}
    return (
        duty.committee, part["settled"], (part["cast"], Span(" ("), part["abstained"], Span(")")), part["key-missed"],
        (part["internal-missed"], Span(" / "), part["internal"]), part["unknown"], part["waiting"], part["hold"],
    )  # fmt: skip


def reviews_due(pen: Pen) -> list[Block]:
    """Return the national standards in force whose source has changed or that are older than five years."""
    found = pen.strategy.obligations
    if not found.reviews:
        return [pen.say("reviews-none", "note")]
    facts = {name: f"reviews.{name}" for name in ("due", "old", "turning", "unknown", "gone")}
    intro = pen.say("reviews-intro", number="reviews.in-force", unseen="reviews.source-unknown", **facts)
    rows = [_review(pen, item) for item in found.reviews]
    return [intro, pen.table("reviews-due", rows, "llrll", (4, 1.7, 0.6, 1.3, 2), ("reviews-note",))]


def _review(pen: Pen, item: ReviewDue) -> tuple[Line | Span | str, ...]:
    row = item.adoption
    year = str(row.year) if row.year else Span("?", tone="?")
    state = pen.t(f"review-source-{item.source}") + (f": {item.newer}" if item.newer else "")
    return (national(pen, row), str(row.adopts), year, pen.t(f"review-age-{item.age}"), Span(state, strong=item.gone))


def national(pen: Pen, row: Adoption) -> Line:
    """Return a national standard by its number and title; one that is invented has no number and says so."""
    title = pen.text(row.title)
    if row.illustrative:
        return (title, Span(f" ({pen.t('illustrative')})"))
    return (Span(f"{row.number} – "), title) if row.number else line(title)
