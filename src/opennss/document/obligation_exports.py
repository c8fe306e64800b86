"""Ballots, P-seats and reviews due as tables to take away: header and rows; what is not known is ``?``."""

from __future__ import annotations

from opennss.document.facts.steady import INTERNAL
from opennss.language import FALLBACK
from opennss.model.obligations import internal, key
from opennss.model.programme import Vote
from opennss.model.results import Strategy

Rows = tuple[list[str], list[list[object]]]


def ballot_rows(strategy: Strategy) -> Rows:
    """Return the open ballots by last day, with the seat and whether to abstain; none in the public edition."""
    head = ["id", "committee", "seat", "kind", "document", "title", "due", "days_left", "propose_abstain"]
    rows: list[list[object]] = [
        [
            item.ballot.id, item.ballot.committee, item.role.value, item.ballot.kind.value, item.ballot.document,
            item.ballot.title[FALLBACK], item.ballot.due, item.days, "yes" if item.abstain else "no",
        ]
        for item in strategy.obligations.calendar
    ]  # fmt: skip
    return head, rows if _internal(strategy) else []


def _internal(strategy: Strategy) -> bool:
    return strategy.workspace.settings.edition == INTERNAL


def seat_rows(strategy: Strategy) -> Rows:
    """Return every P-seat by its ballots, ``?`` without any on record; none in the public edition."""
    head = ["committee", "standing", "ballots", "cast", "abstained", "missed", "key_missed", "internal",
            "internal_missed", "not_known", "open"]  # fmt: skip
    rows: list[list[object]] = []
    for duty in strategy.obligations.duties:
        abstained = sum(row.vote is Vote.ABSTAIN for row in duty.cast)
        rows.append(
            [
                duty.committee, duty.hold.value, len(duty.settled), len(duty.cast), abstained, len(duty.missed),
                len(key(duty.missed)), len(internal(duty.settled)), len(internal(duty.missed)), len(duty.unknown),
                len(duty.waiting),
            ]
        )  # fmt: skip
    rows += [[name, *["?"] * (len(head) - 1)] for name in strategy.obligations.unrecorded]
    return head, rows if _internal(strategy) else []


def review_rows(strategy: Strategy) -> Rows:
    """Return the national standards due for review, in the order of the document."""
    head = ["id", "number", "title", "adopts", "year", "age", "source", "newer", "illustrative"]
    rows: list[list[object]] = [
        [
            item.adoption.id, item.adoption.number, item.adoption.title[FALLBACK], item.adoption.adopts,
            "?" if item.adoption.year is None else item.adoption.year, item.age.value, item.source.value, item.newer,
            "yes" if item.adoption.illustrative else "no",
        ]
        for item in strategy.obligations.reviews
    ]  # fmt: skip
    return head, rows
