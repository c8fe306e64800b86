"""The place in research: numbers worked out by hand, and what must hold for any counts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.dossiers import Position
from opennss.model.technologies import Economy, ResearchCount, Technology
from opennss.technologies.position import position, window

AI = Technology(id=Id("ai"), name=Text())


def row(
    technology: str, economy: str, year: int, works: int, *, fraction: str | None = None, known: int | None = None,
    top: int | None = None,
) -> ResearchCount:  # fmt: skip
    return ResearchCount(
        technology=technology, economy=Economy.parse(economy), year=year, works=works, known=known, top=top,
        fraction=None if fraction is None else Decimal(fraction), source=Id("s"), line=2,
    )  # fmt: skip


def worked() -> list[ResearchCount]:
    """Six years: works of an economy 10, 10, 20, 40, 40 of the world's 100 a year; the sixth is not complete."""
    rows = []
    for year, own in zip(range(2019, 2025), (10, 10, 20, 40, 40, 1), strict=True):
        rows += [row("ai", "VNM", year, own, known=own // 2, top=own // 10), row("ai", "*", year, 100)]
        rows += [row("ai", "THA", year, 30), row("ai", "?", year, 95 - own)]
        rows += [row("*", "VNM", year, 400), row("*", "*", year, 5000), row("*", "THA", year, 4700)]
    return rows


def found(rows: list[ResearchCount], country: str = "VNM", small: int = 30) -> Position:
    place = position(AI, rows, country, small)
    assert place is not None
    return place


def test_worked_by_hand() -> None:
    place = found(worked())
    assert (place.first, place.last) == (2019, 2023)
    assert (place.works.value, place.world.value) == (120, 500)
    assert place.share.value == Fraction(120, 500)
    assert place.specialization.value == Fraction(120, 2000) / Fraction(500, 25000) == 3
    assert place.top.value == Fraction(1 + 1 + 2 + 4 + 4, 5 + 5 + 10 + 20 + 20)
    assert place.concentration.value is None, "whole counts do not tell whether every economy is there"
    assert place.growth.value == Fraction("0.587401"), "(80 / 20) ** (1 / 3) - 1, the middle year left out"
    assert not place.small
    assert all(figure.complete for figure in (place.works, place.world, place.share, place.growth, place.top))
    assert {cell.column for cell in place.share.cells} == {"works"}


def test_shared_works_are_used_where_every_count_has_them() -> None:
    rows = [row("ai", "VNM", 2023, 4, fraction="1.5"), row("ai", "*", 2023, 10, fraction="10"), row("ai", "*", 2024, 1)]
    assert found(rows).share.value == Fraction(3, 20)
    assert {cell.column for cell in found(rows).share.cells} == {"fraction"}
    assert found(rows).works.value == 4, "whole works tell whether there are enough"
    rows[1] = row("ai", "*", 2023, 10)
    assert found(rows).share.value == Fraction(4, 10)


def test_nothing_counted_is_no_position() -> None:
    assert position(AI, [], "VNM", 30) is None
    assert position(AI, [row("*", "VNM", 2023, 5)], "VNM", 30) is None


def test_an_absent_economy_has_no_works_only_where_others_were_counted() -> None:
    assert found(worked(), "KHM").works.value is None, "listed economies may reach the world's whole works without it"
    assert found(worked(), "KHM").small
    shared = [row("ai", "VNM", 2023, 8, fraction="6"), row("ai", "THA", 2023, 5, fraction="2"),
              row("ai", "?", 2023, 2, fraction="2"), row("ai", "*", 2023, 10, fraction="10")]  # fmt: skip
    assert found(shared, "KHM").works.value == 0
    assert found(shared, "KHM").growth.value is None
    assert found(shared).concentration.value == Fraction(6, 8) ** 2 + Fraction(2, 8) ** 2
    world = [row("ai", "*", year, 10) for year in (2022, 2023, 2024)]
    place = found(world)
    assert (place.works.value, place.works.unknown) == (None, ("2022", "2023"))
    assert place.small
    assert place.share.value is place.specialization.value is place.concentration.value is None


def test_some_economies_say_nothing_of_the_others() -> None:
    some = [item for item in worked() if item.economy in ("VNM", "*")]
    place = found(some)
    assert place.share.value == Fraction(6, 25), "its own share needs no other economy"
    assert (place.concentration.value, place.concentration.unknown[0]) == (None, "2019"), "no monopoly of one"
    assert found(some, "KHM").works.value is None, "not looked for, so not zero"
    shared = [row("ai", "VNM", 2024, 9, fraction="3"), row("ai", "THA", 2024, 9, fraction="6.9999999"),
              row("ai", "*", 2024, 10, fraction="10")]  # fmt: skip
    assert found(shared, "KHM").works.value == 0, "shared works add up to the world's but for rounding"
    shared[1] = row("ai", "THA", 2024, 9, fraction="6")
    assert found(shared, "KHM").works.value is None, "a share of the world's works is missing"
    assert found(shared[:2]).concentration.value is None, "without the world nobody knows who is missing"


def test_years_that_lack_something_are_named() -> None:
    rows = [item for item in worked() if (item.economy, item.year) != ("*", 2021)]
    place = found(rows)
    assert (place.share.value, place.share.unknown) == (None, ("2021",)), "a ratio that lacks a year is no lower bound"
    assert (place.specialization.value, place.specialization.unknown) == (None, ("2021",))
    assert (place.world.value, place.world.unknown) == (400, ("2021",)), "a sum is"
    rows = [item for item in worked() if item.year != 2019 or item.technology == "*"]
    assert found(rows).first == 2020, "the counts of the technology begin there"


def test_without_all_works_there_is_no_specialization() -> None:
    place = found([item for item in worked() if item.technology == "ai"])
    assert place.specialization.value is None
    assert place.share.value == Fraction(6, 25)


def test_one_year_has_no_growth() -> None:
    place = found([row("ai", "VNM", 2024, 40), row("ai", "*", 2024, 100)])
    assert (place.first, place.last, place.growth.value) == (2024, 2024, None)


@pytest.mark.parametrize(("small", "expected"), [(120, False), (121, True), (0, False)])
def test_few_works_are_marked(small: int, expected: bool) -> None:
    assert found(worked(), small=small).small is expected


def test_the_window_may_be_shorter() -> None:
    assert window((2020, 2023, 2021), 2) == (2021, 2022)


COUNTS = st.lists(st.tuples(*[st.integers(0, 50)] * 5), min_size=2, max_size=8)


def counts(years: list[tuple[int, ...]], factor: int = 1) -> list[ResearchCount]:
    """Counts in which works of the economies are among the world's, and those of the technology among all."""
    rows = []
    for year, (own, other, rest, more, top) in enumerate(years, 2010):
        for economy, part in (("VNM", own), ("THA", other), ("?", rest), ("*", own + other + rest)):
            known = factor * part
            item = row("ai", economy, year, known, fraction=str(known), known=known, top=min(factor * top, known))
            rows.append(item)
            rows.append(row("*", economy, year, factor * (part + more + 1)))
    return rows


@given(COUNTS)
def test_shares_are_between_nothing_and_everything(years: list[tuple[int, ...]]) -> None:
    place = found(counts(years))
    for figure in (place.share, place.top, place.concentration):
        assert figure.value is None or 0 <= figure.value <= 1
    assert place.concentration.value is None or place.concentration.value >= Fraction(1, 2)
    assert place.growth.value is None or place.growth.value >= -1


@given(COUNTS, st.integers(2, 1000))
def test_nothing_depends_on_the_scale(years: list[tuple[int, ...]], factor: int) -> None:
    once, often = found(counts(years)), found(counts(years, factor))
    for name in ("share", "growth", "specialization", "top", "concentration"):
        assert getattr(once, name).value == getattr(often, name).value, name
