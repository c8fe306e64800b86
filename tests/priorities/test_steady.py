"""What a rank depends on: weights moved by a fifth, missing data filled, another level of the classification."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from opennss.language import Text
from opennss.mcda.agreement import weighted_median
from opennss.model.codes import Id
from opennss.model.country import Kind, PriorityArea
from opennss.model.criteria import Criterion, Direction, Group, Rank
from opennss.model.observations import Comparison, Value
from opennss.model.results import Mark, RankCell, RankedArea, Ranks, Strategy
from opennss.priorities.rank import kind_weights, rank_areas
from opennss.priorities.steady import MOVES, steadiness, weightings

KINDS = {"a": "sector"}
THIRDS = {"x": Fraction(1, 3), "y": Fraction(1, 3), "z": Fraction(1, 3)}


def ranks(cells: dict[str, RankCell], rank: Rank, **more) -> Ranks:
    area = RankedArea(
        area=Id("a"), list="sectors", cells=tuple(cells.items()), override=more.pop("override", False), share=None,
        mean=None, known=2, apply=3, position=1, best=1, worst=1, joint=1, rank=rank, **more,
    )  # fmt: skip
    return Ranks((area,), (("sector", tuple(THIRDS.items())),), (), ())


def cells(*values: str) -> dict[str, RankCell]:
    return {name: RankCell(Rank(value)) for name, value in zip("xyz", values, strict=True)}


def test_each_group_with_a_weight_is_moved_down_and_up_and_the_others_stay() -> None:
    moved = list(weightings({"economic": Fraction(2), "social": Fraction(1), "emerging": Fraction(0)}))
    assert [(group, factor) for group, factor, _ in moved] == list(product(("economic", "social"), MOVES))
    assert moved[0][2] == {"economic": Fraction(8, 5), "social": Fraction(1), "emerging": Fraction(0)}


def test_an_area_without_unknown_cells_is_stable_while_no_weighting_moves_it() -> None:
    found = ranks(cells("1", "1", "2"), Rank.HIGH)
    assert steadiness(found, KINDS, [("social", MOVES[0], {"sector": THIRDS})])["a"].marks == (Mark.STABLE,)


def test_a_weighting_that_gives_another_rank_is_told() -> None:
    found = ranks(cells("1", "1", "2"), Rank.HIGH)
    heavy = {"sector": {**THIRDS, "z": Fraction(1)}}
    result = steadiness(found, KINDS, [("social", MOVES[0], {"sector": THIRDS}), ("social", MOVES[1], heavy)])["a"]
    assert result.marks == (Mark.WEIGHTS,)
    assert result.moved == (("social", Fraction(6, 5), Rank.MEDIUM),)


def test_missing_data_count_only_when_a_filling_changes_the_rank() -> None:
    sure = steadiness(ranks(cells("1", "1", "?"), Rank.HIGH), KINDS, [])["a"]
    assert (sure.marks, sure.missing, sure.filled) == ((Mark.STABLE,), ("z",), (Rank.HIGH, Rank.HIGH))
    open_ = steadiness(ranks(cells("1", "2", "?"), Rank.MEDIUM), KINDS, [])["a"]
    assert open_.marks == (Mark.DATA,)
    assert open_.filled == (Rank.HIGH, Rank.MEDIUM)


@pytest.mark.parametrize("known", list(product("123", repeat=1)) + list(product("?", repeat=1)))
def test_no_filling_goes_further_than_all_ones_or_all_none(known: tuple[str, ...]) -> None:
    row = cells(known[0], "?", "?")
    result = steadiness(ranks(row, Rank.MEDIUM), KINDS, [])["a"]
    best, worst = (rank.number for rank in result.filled)
    unknown = [name for name, cell in row.items() if cell.rank is Rank.UNKNOWN]
    for filling in product((1, 2, 3, 4), repeat=len(unknown)):
        values = [dict(zip(unknown, filling, strict=True)).get(name, cell.rank.number) for name, cell in row.items()]
        assert best <= weighted_median(values, list(THIRDS.values())) <= worst


def test_an_area_that_is_not_rankable_yet_depends_on_data() -> None:
    result = steadiness(ranks(cells("1", "?", "?"), Rank.UNKNOWN), KINDS, [])["a"]
    assert result.marks == (Mark.DATA,)


def test_a_decision_and_an_override_stand_whatever_the_data_say() -> None:
    decided = steadiness(ranks(cells("1", "2", "?"), Rank.MEDIUM, decided=Rank.HIGH), KINDS, [])["a"]
    assert (decided.marks, decided.filled) == ((Mark.STABLE,), (Rank.HIGH, Rank.HIGH))
    overridden = steadiness(ranks(cells("1*", "2", "?"), Rank.OVERRIDING, override=True), KINDS, [])["a"]
    assert (overridden.marks, overridden.filled) == ((Mark.STABLE,), (Rank.OVERRIDING, Rank.OVERRIDING))


def test_another_cut_is_marked_and_may_stand_beside_other_marks() -> None:
    row = cells("1", "2", "?") | {"x": RankCell(Rank.HIGH, coarser=("B-E", Rank.LOW))}
    result = steadiness(ranks(row, Rank.MEDIUM), KINDS, [])["a"]
    assert result.marks == (Mark.DATA, Mark.CUT)


def test_a_real_weighting_changes_a_rank() -> None:
    """Two criteria of equal weight say 1 and 3: the median is the less urgent; a little less weight there turns it."""
    area = PriorityArea(id=Id("a"), name=Text(), kind=Kind.SECTOR)
    criteria = [
        Criterion(id=Id(name), name=Text(), group=group, kinds=(Kind.SECTOR,), indicator=Id(name),
                  direction=Direction.HIGH, weight=Fraction(1), ranges=">=10;>=5;>0")
        for name, group in (("x", Group.ECONOMIC), ("y", Group.SOCIAL))
    ]  # fmt: skip
    table = {("x", "a"): Value(11, "percent", "2024", 2, (), ()), ("y", "a"): Value(1, "percent", "2024", 2, (), ())}
    equal = {group.value: Fraction(1) for group in Group}
    rank = lambda between: rank_areas([area], criteria, table, {}, [], between)  # noqa: E731
    moved = [
        (group, factor, {"sector": kind_weights(Kind.SECTOR, criteria, between)})
        for group, factor, between in weightings(equal)
    ]
    result = steadiness(rank(equal), KINDS, moved)["a"]
    assert result.marks == (Mark.WEIGHTS,)
    assert result.moved == (("economic", Fraction(6, 5), Rank.HIGH), ("social", Fraction(4, 5), Rank.HIGH))


def test_every_area_of_the_example_is_marked(strategy: Strategy) -> None:
    assert set(strategy.steadiness) == {str(area.area) for area in strategy.ranks.areas}
    for area in strategy.ranks.areas:
        marks = strategy.steadiness[area.area].marks
        assert marks
        assert (Mark.STABLE in marks) == (len(marks) == 1 and marks[0] is Mark.STABLE)
        assert area.position is not None or area.decided or Mark.DATA in marks


def test_moved_weights_give_the_rank_of_a_whole_new_ranking(strategy: Strategy) -> None:
    workspace = strategy.workspace
    criteria = workspace.voices.criteria
    judged = {pair: rank for found in strategy.rounds for pair, rank in found.results.items()}
    shares = {i.id for i in workspace.evidence.indicators if i.comparison is Comparison.SHARE}
    for group, factor, between in weightings({group.value: Fraction(1) for group in Group}):
        again = rank_areas(
            workspace.evidence.areas, criteria, strategy.table, judged, workspace.choices.decisions, between,
            workspace.settings.tie, shares,
        )  # fmt: skip
        for area in strategy.ranks.areas:
            told = {(g, f): rank for g, f, rank in strategy.steadiness[area.area].moved}
            assert told.get((group, factor), area.final) is again.of(area.area).final


def test_data_and_weights_together_go_further_than_each_alone() -> None:
    """The missing value decides only where a moved weight lets it."""
    moved = {"sector": {"x": Fraction(1), "y": Fraction(1, 9), "z": Fraction(2)}}
    result = steadiness(ranks(cells("3", "3", "?"), Rank.LOW), KINDS, [("social", MOVES[0], moved)])["a"]
    assert (result.filled, result.moved) == ((Rank.LOW, Rank.LOW), ())
    assert result.possible == (Rank.HIGH, Rank.NONE)


@pytest.mark.parametrize("known", list(product("123?", repeat=2)))
def test_no_filling_under_any_weighting_leaves_what_is_possible(known: tuple[str, ...]) -> None:
    weightings_ = [THIRDS, *({**THIRDS, name: THIRDS[name] * factor} for name in THIRDS for factor in MOVES)]
    row = cells(*known, "?")
    moved = [("social", MOVES[0], {"sector": weights}) for weights in weightings_[1:]]
    now = Rank.UNKNOWN if set(known) == {"?"} else Rank.MEDIUM
    best, worst = (rank.number for rank in steadiness(ranks(row, now), KINDS, moved)["a"].possible)
    reached = set()
    for filling in product((1, 2, 3, 4), repeat=3):
        values = [cell.rank.number or new for cell, new in zip(row.values(), filling, strict=True)]
        reached |= {weighted_median(values, list(weights.values())) for weights in weightings_}
    assert best <= min(reached)
    assert max(reached) <= worst
    assert {best, worst} <= reached | {now.number}


def test_what_people_decided_is_the_only_possible_rank() -> None:
    decided = steadiness(ranks(cells("1", "2", "?"), Rank.MEDIUM, decided=Rank.HIGH), KINDS, [])["a"]
    assert decided.possible == (Rank.HIGH, Rank.HIGH)
    nothing = steadiness(ranks(cells("n/a", "n/a", "n/a"), Rank.UNKNOWN), KINDS, [])["a"]
    assert nothing.possible == (Rank.UNKNOWN, Rank.UNKNOWN)
