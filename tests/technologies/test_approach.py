"""The approach: the table of the rule, membership rights, what is open, flips by brute force, decisions, reasons."""

import datetime as dt
import itertools
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.language import languages, say
from opennss.model.country import IecMembership, IsoMembership, Membership
from opennss.model.criteria import Approach, Rank
from opennss.model.dossiers import Amount, CommitteeView, Flip, Level, Valued
from opennss.model.references import CommitteeCode
from opennss.model.standards import Role
from opennss.model.technologies import Axis, CommitteeMeasure
from opennss.technologies.approach import (
    Rights,
    approaches,
    decided,
    flips,
    reasons,
    rights_of,
    rule,
)
from opennss.technologies.levels import SCALE, by_measure, levels, possible

HIGH, LOW = Level.HIGH, Level.LOW
ALL, OBSERVER, ADOPTER, NOBODY = (
    Rights(True, True, True), Rights(False, True, True), Rights(False, False, True), Rights(False, False, False),
)  # fmt: skip
HALF = Fraction(1, 2)
TABLE = [
    # value, relevance, capable, asked, rights → approach
    (HIGH, HIGH, True, False, ALL, "lead"),
    (HIGH, HIGH, False, False, ALL, "participate"),
    (HIGH, HIGH, True, True, OBSERVER, "participate"),
    (HIGH, HIGH, True, True, ADOPTER, "adopt"),
    (HIGH, HIGH, True, True, NOBODY, "monitor"),
    (HIGH, LOW, True, True, ALL, "adopt"),
    (HIGH, LOW, True, True, Rights(True, True, False), "monitor"),
    (LOW, HIGH, True, False, ALL, "monitor"),
    (LOW, HIGH, False, True, ALL, "adopt"),
    (LOW, HIGH, False, True, Rights(True, True, False), "monitor"),
    (LOW, LOW, True, True, ALL, "monitor"),
]


@pytest.mark.parametrize(("value", "relevance", "capable", "asked", "rights", "approach"), TABLE)
def test_the_table_of_the_rule(value, relevance, capable, asked, rights, approach):
    assert rule(value, relevance, capable, asked, rights) is Approach(approach)


# Rights


def views(codes):
    return [
        CommitteeView(
            CommitteeCode(code.replace("_", "/").replace("0", " ")), None, None,
            {} if value is None else {CommitteeMeasure.IN_FORCE: Amount(Fraction(value))}, None, {}, Role.NONE, {},
        )
        for code, value in codes.items()
    ]  # fmt: skip


def rights(cases, iso, iec, **codes):
    seen = views(codes)
    technology = cases.technology(committees=tuple(view.code for view in seen))
    membership = Membership(IsoMembership(iso), IecMembership(iec))
    return rights_of(technology, membership, cases.landscape(committees=seen))


def test_rights_follow_the_membership(cases):
    assert rights(cases, "full", "?", ISO_TC01=3) == ALL
    assert rights(cases, "correspondent", "?", ISO_TC01=3) == OBSERVER
    assert rights(cases, "subscriber", "none", ISO_TC01=3) == NOBODY
    assert rights(cases, "?", "?", ISO_TC01=3) == Rights(None, None, None)
    assert rights(cases, "full", "?", ISO_TC01=0) == Rights(True, True, False)
    assert rights(cases, "full", "?", ISO_TC01=None) == Rights(True, True, None), "nobody counted: not known"


def test_one_committee_is_enough(cases):
    assert rights(cases, "subscriber", "full", ISO_TC01=3, IEC_TC02=1) == ALL
    assert rights(cases, "correspondent", "affiliate", ISO_TC01=0, IEC_TC02=1) == OBSERVER
    assert rights(cases, "correspondent", "?", ISO_TC01=0, IEC_TC02=1) == Rights(None, True, None)


def test_other_bodies_and_no_committees_are_not_known(cases):
    assert rights(cases, "full", "full", ETSI_QKD=3) == Rights(None, None, None)
    assert rights(cases, "full", "full") == Rights(None, None, None)


# Open cells


def test_the_approach_is_open_where_the_levels_are(cases):
    assert approaches(cases.cells("11", "1?", capacity="1"), ALL, HALF) == (Approach.LEAD,)
    assert approaches(cases.cells("11", "1?", capacity="3"), ALL, HALF) == (Approach.PARTICIPATE, Approach.ADOPT)
    assert approaches(cases.cells("1-", "1-", capacity="?"), ALL, HALF) == (
        Approach.LEAD, Approach.PARTICIPATE, Approach.ADOPT,
    )  # fmt: skip
    assert approaches(cases.cells("--", "??"), ALL, HALF) == (Approach.MONITOR,), "every level gives the same"


def test_open_rights_leave_the_approach_open(cases):
    found = approaches(cases.cells("11", "11", capacity="1"), Rights(None, True, True), HALF)
    assert found == (Approach.LEAD, Approach.PARTICIPATE)
    found = approaches(cases.cells("11", "11", capacity="1"), Rights(None, None, True), HALF)
    assert found == (Approach.LEAD, Approach.PARTICIPATE, Approach.ADOPT)


def fillings(row):
    """Every way to fill the open cells of a row."""
    for ranks in itertools.product(*(possible(cell) for cell in row)):
        yield [replace(cell, rank=rank, amount=None) for cell, rank in zip(row, ranks, strict=True)]


def brute(row, known, high):
    """The approaches of all fillings, computed from the rule alone."""
    found = set()
    for filled in fillings(row):
        on = {axis: [cell for cell in filled if cell.criterion.axis is axis] for axis in Axis}
        first = {cell.criterion.id for cell in filled if cell.rank is Rank.HIGH}
        for value, relevance in itertools.product(*(levels(on[axis], high) for axis in Axis)):
            asked = bool({"regulation", "market-regulation"} & first)
            found.add(rule(value, relevance, "capacity" in first, asked, known))
    return found


RANKS = "1123--??x"
ROWS = st.tuples(
    st.text(RANKS, min_size=1, max_size=3), st.text(RANKS, min_size=1, max_size=2),
    st.fixed_dictionaries({}, optional={k: st.sampled_from(RANKS) for k in ("capacity", "regulation")}),
)  # fmt: skip
RIGHTS = st.sampled_from([ALL, OBSERVER, ADOPTER, NOBODY, Rights(True, True, False)])
SHARES = st.sampled_from([Fraction(1, 3), HALF, Fraction(2, 3), Fraction(1)])


def row_of(cases, drawn):
    value, relevance, named = drawn
    row = cases.cells(value, relevance, **named)
    bounded = by_measure(*cases.bound(7, axis=Axis.VALUE))
    return [*row, bounded] if len(row) % 2 else row


@given(ROWS, RIGHTS, SHARES)
def test_possible_approaches_are_those_of_the_fillings(cases, drawn, known, high):
    row = row_of(cases, drawn)
    assert set(approaches(row, known, high)) == brute(row, known, high)


@given(ROWS, RIGHTS, SHARES)
def test_flips_are_exactly_right(cases, drawn, known, high):
    row = row_of(cases, drawn)
    now = brute(row, known, high)
    expected = set()
    for i, cell in enumerate(row):
        if cell.rank is Rank.NOT_APPLICABLE:
            continue
        for rank in SCALE if cell.rank is not Rank.UNKNOWN else possible(cell):
            other = [*row[:i], replace(cell, rank=rank, amount=None), *row[i + 1 :]]
            settled = brute(other, known, high)
            if rank is not cell.rank and len(settled) == 1 and settled != (now if len(now) == 1 else None):
                expected.add(Flip(cell.criterion.id, rank, *settled))
    found = flips(row, known, high)
    assert set(found) == expected
    assert len(found) == len(expected)


@given(ROWS, SHARES)
def test_open_rights_contain_every_settled_one(cases, drawn, high):
    row = row_of(cases, drawn)
    open_ = set(approaches(row, Rights(None, None, None), high))
    for known in (ALL, OBSERVER, ADOPTER, NOBODY):
        assert set(approaches(row, known, high)) <= open_


def test_flips_come_nearest_first(cases):
    row = cases.cells("12", "1-", capacity="2")
    assert approaches(row, ALL, HALF) == (Approach.PARTICIPATE,)
    found = flips(row, ALL, HALF)
    assert found[0] == Flip("capacity", Rank.HIGH, Approach.LEAD)
    far = [
        abs(flip.rank.number - next(c.rank.number for c in row if c.criterion.id == flip.criterion)) for flip in found
    ]
    assert far == sorted(far)
    open_row = cases.cells("1-", "1-", capacity="?")
    assert approaches(open_row, ALL, HALF) != (Approach.LEAD,)
    assert flips(open_row, ALL, HALF)[0] == Flip("capacity", Rank.HIGH, Approach.LEAD), "finding out settles it"


# Decisions and reasons


def test_a_decision_holds_from_its_day_to_its_expiry(cases):
    technology = cases.technology()
    day, one = cases.DAY, dt.timedelta(days=1)
    held = cases.decision("ai", day, day)
    assert decided(technology, [held], day) is held
    assert decided(technology, [held], day - one) is None
    assert decided(technology, [held], day + one) is None
    assert decided(technology, [cases.decision("quantum")], day) is None
    empty = cases.decision("ai", approach="")
    assert decided(technology, [empty], day) is None, "a decision without an approach decides nothing"
    assert decided(technology, [empty, held], day) is held


def said(cases, row, known=ALL, **totals):
    return [key for key, _ in reasons(row, known, HALF, cases.landscape(**totals), None)]


def test_reasons_say_what_the_rule_looked_at(cases):
    lead = cases.cells("11", "11", capacity="1")
    assert said(cases, lead) == ["value-high", "relevance-high", "capacity", "rights-lead"]
    assert said(cases, lead, OBSERVER)[2:] == ["capacity", "rights-observe"]
    assert said(cases, lead, ADOPTER, in_force=4)[2:] == ["capacity", "rights-none", "adopt"]
    assert said(cases, cases.cells("11", "--"), in_force=4) == ["value-high", "relevance-low", "adopt"]
    assert said(cases, cases.cells("22", "--"), NOBODY) == ["value-high-second", "relevance-low", "adopt-nothing"]
    assert said(cases, cases.cells("11", "--"), NOBODY, in_force=4)[2:] == ["adopt-rights"]
    assert said(cases, cases.cells("--", "11")) == ["value-low", "relevance-high", "not-asked"]
    assert said(cases, cases.cells("--", "1", regulation="1"), in_force=4)[2:] == ["asked", "adopt"]
    assert said(cases, cases.cells("--", "1", regulation="?"), in_force=4)[2:] == ["asked-open", "adopt"]
    assert said(cases, cases.cells("1--", "---1")) == ["value-low-but", "relevance-low-but"]
    assert said(cases, cases.cells("1?-", "--")) == ["value-open", "relevance-low", "adopt"]
    assert said(cases, cases.cells("11", "11"), Rights(None, None, None))[2:] == ["rights-open", "adopt-open"], (
        "nobody asked for capacity"
    )
    assert said(cases, cases.cells("11", "11", capacity="2"))[2] == "capacity-missing"
    assert said(cases, cases.cells("11", "11", capacity="?"))[2] == "capacity-open"


def test_every_reason_speaks_in_every_language(cases):
    rows = [cases.cells(v, r, capacity=c, regulation=a) for v, r, c, a in itertools.product("1-?2", "1-?2", "1?", "1?")]
    known = (ALL, OBSERVER, ADOPTER, NOBODY, Rights(None, None, None))
    for row, right in itertools.product(rows, known):
        for key, values in reasons(row, right, HALF, cases.landscape(in_force=4), cases.decision("ai")):
            for language in languages():
                shown = {k: v[language] if hasattr(v, "read") else v for k, v in values.items()}
                assert "{" not in say(f"approach.{key}", language, **shown)


def test_a_cell_that_does_not_apply_takes_no_part(cases):
    assert not [flip for flip in flips(cases.cells("1x", "1", capacity="1"), ALL, HALF) if flip.criterion == "v1"]
    assert isinstance(cases.cells("x", "")[0], Valued)
