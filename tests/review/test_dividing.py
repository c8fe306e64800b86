"""The division of movements by itself: sums, null parts, symmetry, and what is there on one side only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from opennss.model.review import Move, Part, Shift, Total
from opennss.review.dividing import Reading, Worlds

ITEMS = ("a", "b", "c")
YEARS = st.dictionaries(st.sampled_from(ITEMS), st.integers(2027, 2029).map(Fraction))


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """What a world might come to: places of some areas, ranks, first years, totals."""
    there = draw(st.permutations(ITEMS))[: draw(st.integers(0, len(ITEMS)))]
    totals = {total: draw(st.fractions(0, 100, max_denominator=8)) for total in Total}
    steps = draw(st.dictionaries(st.sampled_from(ITEMS), st.integers(0, 4).map(Fraction)))
    places = {name: Fraction(place) for place, name in enumerate(there, 1)}
    return Reading(places, steps, draw(YEARS), totals, Fraction(draw(st.integers(2029, 2030)) + 1))


@st.composite
def worlds(draw: st.DrawFn) -> Worlds:
    """Any outcome of every mixture of up to four parts."""
    parts = tuple(sorted(draw(st.sets(st.sampled_from(Part), max_size=4)), key=list(Part).index))
    sets = [frozenset(some) for size in range(len(parts) + 1) for some in combinations(parts, size)]
    return Worlds(parts, {some: draw(readings()) for some in sets})


def shifts(found: Worlds) -> dict[str, Shift]:
    result = {f"place {name}": found.shift(lambda read: read.places, Reading.place, name) for name in ITEMS}
    result |= {f"rank {name}": found.shift(lambda read: read.ranks, Reading.rank, name) for name in ITEMS}
    result |= {f"start {name}": found.shift(lambda read: read.starts, Reading.start, name) for name in ITEMS}
    return result | {str(total): found.total(total) for total in Total}


@given(worlds())
def test_causes_add_up_exactly(found: Worlds) -> None:
    for shift in shifts(found).values():
        whole = sum(shift.causes.values(), Fraction(0))
        if shift.move in (Move.CAME, Move.WENT):
            assert whole == (1 if shift.move is Move.CAME else -1) or not found.parts
        elif shift.before is not None and shift.after is not None:
            assert whole == shift.after - shift.before


@given(worlds())
def test_the_other_way_round_turns_every_sign(found: Worlds) -> None:
    back = Worlds(found.parts, {frozenset(found.parts) - some: read for some, read in found.readings.items()})
    there, other = shifts(found), shifts(back)
    for name, shift in there.items():
        assert (shift.before, shift.after) == (other[name].after, other[name].before)
        assert shift.causes == {part: -value for part, value in other[name].causes.items()}


@given(worlds(), st.sampled_from(Part))
def test_a_part_that_changes_nothing_gets_nothing(found: Worlds, part: Part) -> None:
    """Add a part whose worlds are the same with and without it: the causes of the others stay as they were."""
    if part in found.parts:
        return
    more: Mapping[frozenset[str], Reading] = {
        some | extra: read for some, read in found.readings.items() for extra in (frozenset(), frozenset({part}))
    }
    for name, shift in shifts(Worlds((*found.parts, part), more)).items():
        own = shifts(found)[name].causes
        assert {key: value for key, value in shift.causes.items() if key is not part} == own
        assert not shift.causes.get(part)


def test_two_parts_that_are_both_needed_share_in_halves() -> None:
    empty = Reading({}, {}, {}, dict.fromkeys(Total, Fraction(0)), Fraction(2030))
    planned = replace(empty, starts={"a": Fraction(2028)})
    data, choices = frozenset({Part.DATA}), frozenset({Part.CHOICES})
    found = Worlds(
        (Part.DATA, Part.CHOICES),
        {frozenset(): empty, data: empty, choices: empty, data | choices: planned},
    )
    shift = found.shift(lambda read: read.starts, Reading.start, "a")
    assert (shift.move, shift.causes) == (Move.CAME, {Part.DATA: Fraction(1, 2), Part.CHOICES: Fraction(1, 2)})


def test_what_a_mixture_does_not_plan_counts_as_after_its_last_year() -> None:
    def planned(year: int | None, last: int) -> Reading:
        starts = {} if year is None else {"a": Fraction(year)}
        return Reading({}, {}, starts, dict.fromkeys(Total, Fraction(0)), Fraction(last + 1))

    data, method = frozenset({Part.DATA}), frozenset({Part.METHOD})
    found = Worlds(
        (Part.DATA, Part.METHOD),
        {frozenset(): planned(2027, 2028), data: planned(None, 2028), method: planned(2028, 2029),
         data | method: planned(2028, 2029)},
    )  # fmt: skip
    shift = found.shift(lambda read: read.starts, Reading.start, "a")
    assert shift.causes == {Part.DATA: Fraction(1), Part.METHOD: Fraction(0)}
