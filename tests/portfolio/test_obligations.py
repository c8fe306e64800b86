"""The rule that costs a P-seat (T8), what nobody knows, the reminder, and the national standards due for review."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.language import Text
from opennss.model.codes import Id, Stage
from opennss.model.country import ObligationSettings
from opennss.model.obligations import Aged, Hold, SourceState, internal, key
from opennss.model.programme import Ballot, BallotKind, Vote
from opennss.model.references import CommitteeCode, Reference
from opennss.model.standards import Adoption, AdoptionStatus, Correspondence, Deliverable, Role
from opennss.portfolio.obligations import CAST, obligations, reviews, seat_duty

AS_OF, RULE = dt.date(2026, 11, 22), ObligationSettings()
TC = CommitteeCode("ISO/TC 34/SC 15")


def ballot(kind: BallotKind, vote: Vote, days: int = -30, committee: CommitteeCode = TC, name: str = "b") -> Ballot:
    """A ballot whose last day is ``days`` from the date of the evidence."""
    return Ballot(
        id=Id(name), committee=committee, kind=kind, opens=None, due=AS_OF + dt.timedelta(days=days), vote=vote,
        illustrative=True,
    )  # fmt: skip


def held(*ballots: Ballot, rule: ObligationSettings = RULE) -> Hold:
    return seat_duty(TC, ballots, AS_OF, rule).hold


def internals(*votes: tuple[int, Vote]) -> list[Ballot]:
    return [ballot(BallotKind.INTERNAL, vote) for number, vote in votes for _ in range(number)]


# T8: twenty internal ballots, and one DIS


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        (((16, Vote.APPROVE), (4, Vote.MISSED)), Hold.KEPT),
        (((15, Vote.APPROVE), (5, Vote.MISSED)), Hold.LOST),
        (((15, Vote.APPROVE), (4, Vote.MISSED), (1, Vote.ABSTAIN)), Hold.KEPT),
    ],
)
def test_t8_internal_ballots(votes: tuple[tuple[int, Vote], ...], expected: Hold) -> None:
    assert held(*internals(*votes)) is expected


@pytest.mark.parametrize("kind", [BallotKind.DIS, BallotKind.FDIS, BallotKind.REVIEW])
def test_t8_one_missed_ballot_of_these_kinds_and_an_abstention(kind: BallotKind) -> None:
    assert held(ballot(kind, Vote.MISSED)) is Hold.LOST
    assert held(ballot(kind, Vote.ABSTAIN)) is Hold.KEPT
    assert held(ballot(kind, Vote.MISSED), rule=replace(RULE, missed_key=2)) is Hold.KEPT


def test_other_kinds_cost_no_seat() -> None:
    assert held(ballot(BallotKind.CD, Vote.MISSED), ballot(BallotKind.NP, Vote.MISSED)) is Hold.KEPT


def test_the_share_is_a_setting() -> None:
    assert held(*internals((3, Vote.APPROVE), (1, Vote.MISSED))) is Hold.LOST
    mild = replace(RULE, missed_internal=Fraction(1, 4))
    assert held(*internals((3, Vote.APPROVE), (1, Vote.MISSED)), rule=mild) is Hold.KEPT


def test_what_nobody_knows_is_neither_cast_nor_missed() -> None:
    duty = seat_duty(TC, [ballot(BallotKind.DIS, Vote.UNKNOWN), *internals((4, Vote.APPROVE))], AS_OF, RULE)
    assert (len(duty.cast), len(duty.missed), len(duty.unknown), duty.hold) == (4, 0, 1, Hold.UNKNOWN)
    assert held(*internals((4, Vote.APPROVE), (1, Vote.UNKNOWN))) is Hold.KEPT, "even if it was missed: 20 %"
    assert held(*internals((3, Vote.APPROVE), (1, Vote.UNKNOWN))) is Hold.UNKNOWN
    assert held(ballot(BallotKind.DIS, Vote.UNKNOWN), ballot(BallotKind.FDIS, Vote.MISSED)) is Hold.LOST


def test_called_open_after_its_last_day_is_a_question() -> None:
    late, last = ballot(BallotKind.DIS, Vote.OPEN, -1, name="late"), ballot(BallotKind.DIS, Vote.OPEN, 0, name="last")
    found = obligations([late, last], {TC: Role.P}, (), {}, AS_OF, RULE)
    assert [row.id for row in found.overdue] == ["late"]
    assert [(item.ballot.id, item.days, item.abstain) for item in found.calendar] == [("last", 0, True)]
    assert found.duties[0].unknown == (late,)
    assert found.duties[0].hold is Hold.UNKNOWN


def test_open_ballots_put_a_seat_at_risk() -> None:
    assert held(ballot(BallotKind.DIS, Vote.OPEN, 60)) is Hold.AT_RISK
    assert held(ballot(BallotKind.CD, Vote.OPEN, 60)) is Hold.KEPT
    assert held(*internals((4, Vote.APPROVE)), ballot(BallotKind.INTERNAL, Vote.OPEN, 5)) is Hold.KEPT
    assert held(*internals((3, Vote.APPROVE)), ballot(BallotKind.INTERNAL, Vote.OPEN, 5)) is Hold.AT_RISK


def test_unknown_and_open_ballots_together_can_cost_a_seat() -> None:
    """Eleven internal ballots, 3 of which may be missed in the end: 3 of 11 is more than a fifth."""
    rows = internals((8, Vote.APPROVE), (1, Vote.MISSED), (1, Vote.UNKNOWN))
    assert held(*rows, ballot(BallotKind.INTERNAL, Vote.OPEN, 5)) is Hold.AT_RISK
    assert held(*rows, ballot(BallotKind.INTERNAL, Vote.APPROVE)) is Hold.KEPT, "the vote decides"


def test_a_vote_after_the_last_day_is_not_known() -> None:
    row = ballot(BallotKind.REVIEW, Vote.APPROVE)
    late = replace(row, cast=row.due + dt.timedelta(days=1))
    assert held(replace(row, cast=row.due)) is Hold.KEPT
    duty = seat_duty(TC, [late], AS_OF, RULE)
    assert (duty.cast, duty.unknown, duty.hold) == ((), (late,), Hold.UNKNOWN)


def test_what_is_called_missed_before_its_last_day_can_still_be_saved() -> None:
    early = ballot(BallotKind.DIS, Vote.MISSED, 10)
    found = obligations([early], {TC: Role.P}, (), {}, AS_OF, RULE)
    assert [(item.ballot, item.abstain) for item in found.calendar] == [(early, True)]
    assert (found.duties[0].missed, found.duties[0].waiting, found.duties[0].hold) == ((), (early,), Hold.AT_RISK)
    assert held(ballot(BallotKind.DIS, Vote.MISSED, -1)) is Hold.LOST


def test_nobody_abstains_before_a_ballot_opens() -> None:
    row = ballot(BallotKind.INTERNAL, Vote.OPEN, 10)
    opens = [replace(row, id=Id(f"in-{days}"), opens=AS_OF + dt.timedelta(days=days)) for days in (0, 1)]
    found = obligations(opens, {TC: Role.P}, (), {}, AS_OF, RULE)
    assert {str(item.ballot.id): item.abstain for item in found.calendar} == {"in-0": True, "in-1": False}


def test_old_ballots_do_not_count() -> None:
    assert held(ballot(BallotKind.DIS, Vote.MISSED, -364)) is Hold.LOST
    assert held(ballot(BallotKind.DIS, Vote.MISSED, -365)) is Hold.KEPT


def test_observers_owe_nothing_and_are_not_reminded() -> None:
    rows = [ballot(BallotKind.DIS, Vote.OPEN, 3, name="o"), ballot(BallotKind.DIS, Vote.MISSED, name="m")]
    for seats, role in (({TC: Role.O}, Role.O), ({}, Role.NONE), ({TC: Role.UNKNOWN}, Role.UNKNOWN)):
        found = obligations(rows, seats, (), {}, AS_OF, RULE)
        assert (found.duties, found.calendar[0].role, found.calendar[0].abstain) == ((), role, False)


def test_the_reminder_begins_on_its_day() -> None:
    rows = [ballot(BallotKind.CD, Vote.OPEN, days, name=f"d{days}") for days in (15, 14, 0)]
    found = obligations(rows, {TC: Role.P}, (), {}, AS_OF, RULE)
    assert [(item.ballot.id, item.abstain) for item in found.calendar] == [("d0", True), ("d14", True), ("d15", False)]


def test_seats_without_ballots_are_named() -> None:
    found = obligations([ballot(BallotKind.CD, Vote.APPROVE)], {TC: Role.P, "ISO/TC 45": Role.P}, (), {}, AS_OF, RULE)
    assert (len(found.duties), found.unrecorded) == (1, ("ISO/TC 45",))


BALLOTS = st.lists(
    st.builds(ballot, st.sampled_from(BallotKind), st.sampled_from(Vote), st.integers(-500, 200)), max_size=12
)


@given(BALLOTS)
def test_every_ballot_of_the_window_is_in_one_place(rows: list[Ballot]) -> None:
    duty = seat_duty(TC, rows, AS_OF, RULE)
    first = AS_OF - dt.timedelta(days=RULE.window)
    assert len(duty.settled) + len(duty.waiting) == sum(row.due > first for row in rows)
    assert all(row.vote in CAST for row in duty.cast)


@given(BALLOTS, st.integers(0, 11))
def test_one_more_vote_never_hurts(rows: list[Ballot], place: int) -> None:
    """Casting a vote, if only an abstention, where none was cast never makes the standing of a seat worse."""
    order = [Hold.KEPT, Hold.AT_RISK, Hold.UNKNOWN, Hold.LOST]
    before = held(*rows)
    voted = [replace(row, vote=Vote.ABSTAIN) if number == place else row for number, row in enumerate(rows)]
    assert order.index(held(*voted)) <= order.index(before)


@given(BALLOTS)
def test_kept_is_kept_whatever_happens(rows: list[Ballot]) -> None:
    """A seat that is kept is not lost when everything open or not known turns out to be missed."""
    duty = seat_duty(TC, rows, AS_OF, RULE)
    over = AS_OF - dt.timedelta(days=1)
    missed = [replace(row, vote=Vote.MISSED, due=over) for row in (*duty.unknown, *duty.waiting)]
    assert duty.hold is not Hold.KEPT or held(*duty.cast, *duty.missed, *missed) is Hold.KEPT


@given(BALLOTS)
def test_the_rule_as_arithmetic(rows: list[Ballot]) -> None:
    duty = seat_duty(TC, rows, AS_OF, RULE)
    asked = len(internal(duty.settled))
    lost = bool(key(duty.missed)) or (asked > 0 and 5 * len(internal(duty.missed)) > asked)
    assert (duty.hold is Hold.LOST) == lost


# National standards


def adoption(adopts: str, year: int | None, status: AdoptionStatus = AdoptionStatus.IN_FORCE) -> Adoption:
    return Adoption(
        id=Id(f"n{year}"), title=Text.of(en="T"), adopts=Reference(adopts), correspondence=Correspondence.IDT,
        status=status, year=year, illustrative=True,
    )  # fmt: skip


def deliverable(reference: str, stage: str | None = "60.60", replaced_by: str = "") -> Deliverable:
    return Deliverable(
        reference=Reference(reference), title=Text.of(en="T"), stage=Stage(stage) if stage else None, committee=None,
        replaced_by=Reference(replaced_by) if replaced_by else None, source="s",
    )  # fmt: skip


WORLD = {
    str(row.reference): row
    for row in (
        deliverable("ISO 1:2002"),
        deliverable("ISO 2:2010", "95.99", "ISO 2:2020"),
        deliverable("ISO 2:2020"),
        deliverable("ISO 3:2010", "95.99"),
        deliverable("ISO 4:2010"),
        deliverable("ISO 4:2018"),
        deliverable("ISO 4-1:2019"),
        deliverable("ISO 5:2010", None),
        deliverable("ISO 7:2010", None, "ISO 4:2018"),
        deliverable("ISO 6:2010", "60.60", "ISO/DIS 6"),
        deliverable("ISO/DIS 6", "40.20"),
    )
}


@pytest.mark.parametrize(
    ("adopts", "year", "expected"),
    [
        ("ISO 1:2002", 2020, (Aged.OLD, SourceState.CURRENT, "")),
        ("ISO 1:2002", 2021, (Aged.TURNING, SourceState.CURRENT, "")),
        ("ISO 1:2002", 2022, None),
        ("ISO 1:2002", None, (Aged.UNKNOWN, SourceState.CURRENT, "")),
        ("ISO 2:2010", 2024, (Aged.YOUNG, SourceState.REPLACED, "ISO 2:2020")),
        ("ISO 3:2010", 2024, (Aged.YOUNG, SourceState.WITHDRAWN, "")),
        ("ISO 4:2010", 2024, (Aged.YOUNG, SourceState.NEWER, "ISO 4:2018")),
        ("ISO 4:2018", 2024, None),
        ("ISO 5:2010", 2010, (Aged.OLD, SourceState.UNKNOWN, "")),
        ("ISO 7:2010", 2024, (Aged.YOUNG, SourceState.REPLACED, "ISO 4:2018")),
        ("ISO 6:2010", 2024, None),
        ("ISO 9:2010", 2010, (Aged.OLD, SourceState.UNKNOWN, "")),
        ("ISO 9:2010", 2024, None),
    ],
)
def test_what_is_due_for_review(adopts: str, year: int | None, expected: tuple[Aged, SourceState, str] | None) -> None:
    found = [(item.age, item.source, item.newer) for item in reviews([adoption(adopts, year)], WORLD, 2026)]
    assert found == ([expected] if expected else [])


def test_only_what_is_in_force_is_reviewed_and_changed_sources_come_first() -> None:
    rows = [
        adoption("ISO 1:2002", 2005), adoption("ISO 2:2010", 2024),
        adoption("ISO 1:2002", 2001, AdoptionStatus.WITHDRAWN),
    ]  # fmt: skip
    assert [item.adoption.year for item in reviews(rows, WORLD, 2026)] == [2024, 2005]
    assert obligations((), {}, rows, WORLD, AS_OF, RULE).reviewed == 2
