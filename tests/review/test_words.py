"""Sentences of movements: signs, shares, small causes, areas that are new, gone, placed or not rankable any more."""

from __future__ import annotations

from fractions import Fraction

import pytest

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.criteria import Rank
from opennss.model.review import AreaShift, Causes, Move, Part, Shift
from opennss.review.words import area_sentence, numbers, percent, shares, why

AREA = Text.of(en="Food safety", vi="An toàn thực phẩm")


def shift(before: int | None, after: int | None, causes: Causes) -> Shift:
    places = [None if place is None else Fraction(place) for place in (before, after)]
    return Shift(places[0], places[1], causes)


def area(place: Shift, what: Move = Move.STAYED) -> AreaShift:
    return AreaShift(Id("food"), AREA, what, place, shift(1, 1, {}), (Rank.HIGH, Rank.HIGH))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (area(shift(4, 2, {Part.DATA: Fraction(-3), Part.VOICES: Fraction(1)})),
         "Food safety rose from 4 to 2: +3 by new data, −1 by new answers and weights"),
        (area(shift(2, 4, {Part.METHOD: Fraction(2)})), "Food safety fell from 2 to 4: −2 by new method and settings"),
        (area(shift(3, 3, {Part.DATA: Fraction(1), Part.CHOICES: Fraction(-1)})),
         "Food safety stayed at 3, although pulled both ways: −1 by new data, +1 by new decisions and links"),
        (area(shift(3, 3, {Part.DATA: Fraction(0)})), ""),
        (area(shift(None, None, {})), ""),
        (area(shift(None, 5, {Part.DATA: Fraction(1), Part.VOICES: Fraction(0)})),
         "Food safety is rankable now, at 5: by new data alone"),
        (area(shift(5, None, {Part.DATA: Fraction(-1, 2), Part.VOICES: Fraction(-1, 2)})),
         "Food safety is not rankable any more (was at 5): 50 % by new data, 50 % by new answers and weights"),
        (area(shift(None, 7, {Part.DATA: Fraction(1)}), Move.CAME),
         "Food safety is a new area, at 7: by new data alone"),
        (area(shift(None, None, {}), Move.CAME),
         "Food safety is a new area, not yet rankable: by new data, which hold the list of areas"),
        (area(shift(7, None, {Part.DATA: Fraction(-1, 2), Part.VOICES: Fraction(-1, 2)}), Move.WENT),
         "Food safety is no area any more (was at 7): 50 % by new data, 50 % by new answers and weights"),
        (area(shift(None, None, {}), Move.WENT),
         "Food safety is no area any more (was not rankable): by new data, which hold the list of areas"),
    ],
)  # fmt: skip
def test_what_happened_to_an_area(row: AreaShift, said: str) -> None:
    assert area_sentence(row, "en") == said
    assert bool(area_sentence(row, "vi")) is bool(said)


def test_a_cause_with_a_minus_worked_against_it() -> None:
    causes = {Part.DATA: Fraction(7, 6), Part.CHOICES: Fraction(-1, 6)}
    assert shares(causes, "en") == "116.7 % by new data, against new decisions and links (−16.7 %)"
    gone = {part: -value for part, value in causes.items()}
    assert why(shift(2028, None, gone), "en") == shares(causes, "en"), "shares of what happened, whatever it was"
    assert percent(Fraction(1, 3), "vi") == "33,3 %"


def test_several_small_causes_stand_together_and_still_add_up() -> None:
    small = Fraction(1, 12)
    causes = {Part.DATA: Fraction(1), Part.METHOD: small, Part.CATALOGUE: small, Part.CHOICES: Fraction(0)}
    assert numbers(causes, "en") == "+1 by new data, +0.17 by others together"
    assert numbers({Part.DATA: Fraction(1), Part.METHOD: small}, "en").endswith("+0.08 by new method and settings")
    assert numbers({Part.DATA: Fraction(0)}, "en") == "by nothing that differs"
