"""Facts about obligations: open ballots, votes cast, P-seats by their ballots, national standards due for review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from opennss.document.facts.make import count, label, setting, whole
from opennss.model.obligations import Aged, Hold, Obligations, ReviewDue, SeatDuty, SourceState, internal, key
from opennss.model.programme import Ballot, BallotKind, Vote
from opennss.model.references import slug
from opennss.model.results import Fact, Origin, Strategy
from opennss.model.standards import Role
from opennss.model.table import Cell, cell

BALLOTS, ADOPTIONS = whole(Ballot.FILE), whole("adoptions.csv")


def obligation_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield the rule, the counts of ballots and votes, every P-seat with its ballots, and the reviews due.

    A folder without ballots has no facts about them, and one without national standards none about reviews.
    """
    found = strategy.obligations
    if strategy.workspace.evidence.ballots:
        yield from _rule(strategy)
        yield from _calendar(strategy)
        yield from _votes(found.duties)
        for duty in found.duties:
            yield from _duty(duty)
        for hold in Hold:
            own: list[str | Cell] = [
                f"obligation.{slug(duty.committee)}.hold" for duty in found.duties if duty.hold is hold
            ]
            yield count(f"obligations.{hold}", len(own), f"obligations-{hold}", *(own or [BALLOTS]))
        yield count(
            "obligations.unrecorded", len(found.unrecorded), "obligations-unrecorded", whole("participation.csv")
        )
    if found.reviewed:
        yield from _reviews(found)


def _rule(strategy: Strategy) -> Iterator[Fact]:
    rule = strategy.workspace.settings.obligations
    sources = (rule.source,) if rule.source else ()
    for name, value, unit in (
        ("missed_key", rule.missed_key, "count"), ("missed_internal", rule.missed_internal, "share"),
        ("window", rule.window, "count"), ("remind", rule.remind, "count"),
    ):  # fmt: skip
        origin = Origin("obligation-rule", (setting(f"obligations.{name}"),), sources)
        part = name.replace("_", "-")
        yield Fact(f"obligations.rule.{part}", value, unit, origin, label(f"obligations-rule-{part}"))


def _cells(rows: Sequence[Ballot], column: str = "vote") -> list[Cell]:
    return [cell(row, column) for row in rows] or [BALLOTS]


def _calendar(strategy: Strategy) -> Iterator[Fact]:
    found, rows = strategy.obligations, strategy.workspace.evidence.ballots
    yield count("ballots.count", len(rows), "ballots-count", BALLOTS)
    waiting = [item.ballot for item in found.calendar]
    yield count("ballots.open", len(waiting), "ballots-open", *_cells(waiting))
    owed = [item.ballot for item in found.calendar if item.role is Role.P]
    yield count("ballots.owed", len(owed), "ballots-owed", *_cells(owed))
    soon: list[str | Cell] = [f"ballot.{item.ballot.id}.days" for item in found.calendar if item.abstain]
    yield count("ballots.remind", len(soon), "ballots-remind", *(soon or [BALLOTS]))
    yield count("ballots.overdue", len(found.overdue), "ballots-overdue", *_cells(found.overdue, "due"))
    reviews = [item.ballot for item in found.calendar if item.ballot.kind is BallotKind.REVIEW]
    yield count("ballots.reviews", len(reviews), "ballots-reviews", *_cells(reviews, "kind"))
    for item in found.calendar:
        origin = Origin("days-left", (cell(item.ballot, "due"), setting("as_of")))
        yield Fact(f"ballot.{item.ballot.id}.days", item.days, "count", origin, label("ballot-days", id=item.ballot.id))


def _votes(duties: Sequence[SeatDuty]) -> Iterator[Fact]:
    """Yield the ballots that P-members owed, and the share of votes cast with and without abstentions."""
    cast = [row for duty in duties for row in duty.cast]
    missed = [row for duty in duties for row in duty.missed]
    unknown = [row for duty in duties for row in duty.unknown]
    voted = [row for row in cast if row.vote is not Vote.ABSTAIN]
    known = (*cast, *missed)
    for name, rows in (("settled", known), ("cast", cast), ("voted", voted), ("missed", missed), ("unknown", unknown)):
        yield count(f"votes.{name}", len(rows), f"votes-{name}", *_cells(rows), method="votes")
    for name, rows in (("cast", cast), ("voted", voted)) if known else ():
        origin = Origin("votes-share", (f"votes.{name}", "votes.settled"))
        yield Fact(
            f"votes.{name}-share", Fraction(len(rows), len(known)), "share", origin, label(f"votes-{name}-share")
        )


def _duty(duty: SeatDuty) -> Iterator[Fact]:
    place, words = f"obligation.{slug(duty.committee)}", {"committee": duty.committee}
    abstained = tuple(row for row in duty.cast if row.vote is Vote.ABSTAIN)
    parts = {
        "settled": duty.settled, "cast": duty.cast, "abstained": abstained, "unknown": duty.unknown,
        "waiting": duty.waiting, "key-missed": key(duty.missed), "internal": internal(duty.settled),
        "internal-missed": internal(duty.missed),
    }  # fmt: skip
    for name, rows in parts.items():
        yield count(f"{place}.{name}", len(rows), f"duty-{name}", *_cells(rows), **words)
    inputs = [f"{place}.{name}" for name in ("key-missed", "internal-missed", "internal", "unknown", "waiting")]
    rule = ("obligations.rule.missed-key", "obligations.rule.missed-internal")
    origin = Origin("hold", (*inputs, *rule))
    yield Fact(f"{place}.hold", label(f"hold-{duty.hold}"), "text", origin, label("hold", committee=duty.committee))


def _reviews(found: Obligations) -> Iterator[Fact]:
    yield count("reviews.in-force", found.reviewed, "reviews-in-force", ADOPTIONS)

    def made(name: str, rows: Sequence[ReviewDue], column: str) -> Fact:
        cells = [cell(row.adoption, column) for row in rows] or [ADOPTIONS]
        return count(f"reviews.{name}", len(rows), f"reviews-{name}", *cells, method="review-due")

    yield made("due", found.reviews, "year")
    for age in (Aged.OLD, Aged.TURNING, Aged.UNKNOWN):
        yield made(age, [row for row in found.reviews if row.age is age], "year")
    yield made("gone", [row for row in found.reviews if row.gone], "adopts")
    unseen = [row for row in found.reviews if row.source is SourceState.UNKNOWN]
    yield made("source-unknown", unseen, "adopts")
