"""How far the joint list holds: what is counted sums up, what turns it does turn it, the same seed gives the same."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from opennss import build as spine
from opennss.errors import WorkspaceError
from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.country import Kind, PriorityArea, RobustnessSettings
from opennss.model.criteria import QUANTILES, Criterion, Direction, Group, Rank
from opennss.model.judgements import EVERYBODY, Elicited, Heard, Judgements
from opennss.model.observations import Value
from opennss.model.robustness import NEXT, Robustness, SmallestChange
from opennss.priorities.inputs import RankInputs
from opennss.priorities.profile_scores import Field, field
from opennss.priorities.robust import robustness
from opennss.priorities.thresholds import places_under
from opennss.priorities.voices import voices, weighed
from opennss.priorities.weightings import space_of

EQUAL = {group.value: Fraction(1) for group in Group}
SETTINGS = RobustnessSettings(samples=1_000, top=2, methods=("weighted-sum", "weighted-product"))


def measured(name: str, group: Group, ranges: str = ">=10;>=5;>0") -> Criterion:
    return Criterion(
        id=Id(name), name=Text(), group=group, kinds=(Kind.SECTOR,), indicator=Id(name), direction=Direction.HIGH,
        weight=Fraction(1), ranges=ranges,
    )  # fmt: skip


def asked(name: str = "views") -> Criterion:
    return Criterion(
        id=Id(name), name=Text(), group=Group.STAKEHOLDER, kinds=(Kind.SECTOR,), question=Id(name), weight=Fraction(1)
    )


def inputs_of(ranges: str = ">=10;>=5;>0", **rows: tuple[float | None, float | None, str]) -> RankInputs:
    """Areas with a GDP share, an employment share (``None``: no data) and a judged rank."""
    table = {
        (name, area): Value(value, "percent", "2024", 2, (), ())
        for area, row in rows.items()
        for name, value in zip(("gdp", "jobs"), row[:2], strict=True)
        if value is not None
    }
    return RankInputs(
        [PriorityArea(id=Id(area), name=Text(), kind=Kind.SECTOR) for area in rows],
        [measured("gdp", Group.ECONOMIC, ranges), measured("jobs", Group.SOCIAL), asked()],
        table, {("views", area): Rank(row[2]) for area, row in rows.items()}, [], EQUAL,
    )  # fmt: skip


THREE = {"a": (20.0, 6.0, "2"), "b": (6.0, 20.0, "2"), "c": (1.0, 1.0, "3"), "d": (6.0, None, "3")}


def held(inputs: RankInputs, settings: RobustnessSettings = SETTINGS, **more: object) -> Robustness:
    found = robustness(inputs.ranks(), inputs, settings, 7, **more)  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.fixture(scope="module")
def example() -> tuple[RankInputs, Robustness]:
    workspace = spine.read(Path(__file__).parents[2] / "examples" / "vietnam")[0]
    inputs, heard = spine.rank_inputs(workspace)
    settings = replace(workspace.settings.robustness, samples=2_000)
    found = robustness(inputs.ranks(), inputs, settings, 1, heard)
    assert found is not None
    return inputs, found


def test_every_count_sums_to_the_draws(example: tuple[RankInputs, Robustness]) -> None:
    _, found = example
    for own in found.areas.values():
        assert sum(own.counts) == found.samples == sum(own.with_missing)
        assert 0 <= own.kept <= found.moves
        assert own.expected == pytest.approx(sum(p * n for p, n in enumerate(own.counts, 1)) / found.samples)
        if own.central:
            assert sum(weight for _, weight in own.central) == pytest.approx(1)
        assert (own.central is None) == (own.counts[0] == 0)
        assert all(0 <= part <= 1 for part in own.influence.values())
    assert len(found.winning) == found.top * (found.top - 1)
    assert all(found.winning[one, two] + found.winning[two, one] <= 1 + 1e-9 for one, two in found.winning)


def test_a_change_that_is_told_does_turn_the_order(example: tuple[RankInputs, Robustness]) -> None:
    inputs, found = example
    kinds = {str(area.id): area.kind for area in inputs.areas}
    made = field(inputs.ranks(), kinds, inputs.criteria, inputs.between)
    scores, row = made.scores(), {area: number for number, area in enumerate(made.areas)}

    def places(change: SmallestChange) -> list[int]:
        weights = [weight for _, weight in change.weights]
        assert sum(weights) == pytest.approx(1)
        moved = sum(abs(new - old) for new, old in zip(weights, found.weights, strict=True))
        assert moved == pytest.approx(change.distance)
        return places_under(scores, np.array([weights]))[0].tolist()

    told = 0
    for own in found.areas.values():
        if own.leaves:
            told += 1
            assert (places(own.leaves)[row[own.area]] <= found.top) is (own.position > found.top)
        if own.behind:
            told += 1
            after = places(own.behind)
            assert all(after[row[rival]] < after[row[own.area]] for rival in own.behind.rivals)
        if own.position > found.top + NEXT:
            assert own.behind is own.leaves is None
    assert told > 10


def test_at_a_crossing_two_areas_change_places(example: tuple[RankInputs, Robustness]) -> None:
    inputs, found = example
    kinds = {str(area.id): area.kind for area in inputs.areas}
    made = field(inputs.ranks(), kinds, inputs.criteria, inputs.between)
    now = np.array(found.weights)
    for own in list(found.areas.values())[:12]:
        for one in own.crossings:
            group = found.groups.index(one.group)
            beyond = one.weight + (1e-6 if one.up else -1e-6)
            weights = now * (1 - beyond) / (1 - now[group])
            weights[group] = beyond
            places = places_under(made.scores(), weights[None, :])[0]
            mine, other = (int(places[made.areas.index(area)]) for area in (own.area, one.other))
            assert other < mine if one.falls else mine < other, (own.area, one)


def test_the_same_seed_gives_the_same(example: tuple[RankInputs, Robustness]) -> None:
    inputs = inputs_of(**THREE)
    assert held(inputs) == held(inputs)
    assert example[1].seed == 1


def test_what_is_done_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    inputs = inputs_of(**THREE)
    robustness(inputs.ranks(), inputs, SETTINGS, 1, tell=lambda *done: told.append(done))
    assert ("weightings", SETTINGS.samples, SETTINGS.samples) in told
    assert [done for name, done, _ in told if name == "areas"] == [0, 1, 2, 3, 4]
    assert told[-1] == ("areas", 4, 4)


def test_two_areas_that_mirror_each_other_share_the_weightings() -> None:
    found = held(inputs_of(**THREE))
    assert found.groups == ("economic", "social", "stakeholder")
    assert found.weights == pytest.approx([1 / 3] * 3)
    first = [found.areas[Id(name)].share(1, 1) for name in "ab"]
    assert sum(first) == pytest.approx(1, abs=0.01)
    assert first[0] == pytest.approx(0.5, abs=0.06)
    assert found.areas[Id("c")].share(1, 2) == 0
    assert found.areas[Id("a")].with_missing[0] + found.areas[Id("b")].with_missing[0] > 0.99 * found.samples
    assert found.reversals == ()


def test_with_inside_the_weights_in_a_group_vary_too() -> None:
    inputs = inputs_of(**THREE)
    two = replace(inputs, criteria=[*inputs.criteria, measured("more", Group.ECONOMIC)])
    table = {("more", area): Value(value, "percent", "2024", 2, (), ()) for area, value in (("a", 1.0), ("b", 30.0))}
    two = replace(two, table={**two.table, **table})
    fixed, free = held(two), held(two, replace(SETTINGS, inside=True))
    assert free.groups == fixed.groups
    assert free.areas[Id("a")].counts != fixed.areas[Id("a")].counts
    assert free.areas[Id("a")].interval == fixed.areas[Id("a")].interval


def test_quantiles_may_reverse_and_then_it_is_told() -> None:
    rows = {name: (float(value), None, rank) for name, value, rank in zip(
        "abcdefgh", (80, 70, 60, 50, 40, 30, 20, 10), "23222222", strict=True
    )}  # fmt: skip
    found = held(inputs_of(QUANTILES, **rows), replace(SETTINGS, top=5))
    assert found.reversals
    before = inputs_of(QUANTILES, **rows)
    for one, other, gone in found.reversals:
        after = replace(before, areas=[area for area in before.areas if area.id != gone]).ranks()
        assert (before.ranks().of(one).joint or 0) < (before.ranks().of(other).joint or 0)
        assert (after.of(one).joint or 0) > (after.of(other).joint or 0)


@pytest.mark.parametrize("rows", [{}, {"a": (20.0, 6.0, "2")}])
def test_nothing_to_order_is_nothing_to_test(rows: dict[str, tuple[float, float, str]]) -> None:
    inputs = inputs_of(**rows)
    assert robustness(inputs.ranks(), inputs, SETTINGS, 7) is None


def test_one_criterion_leaves_nothing_to_vary() -> None:
    inputs = replace(inputs_of(**THREE), criteria=[measured("gdp", Group.ECONOMIC)])
    assert robustness(inputs.ranks(), inputs, SETTINGS, 7) is None


def test_one_group_leaves_nothing_to_vary_unless_its_inner_weights_do() -> None:
    social = replace(measured("jobs", Group.SOCIAL), group=Group.ECONOMIC)
    inputs = replace(inputs_of(**THREE), criteria=[measured("gdp", Group.ECONOMIC), social])
    assert robustness(inputs.ranks(), inputs, SETTINGS, 7) is None
    assert robustness(inputs.ranks(), inputs, replace(SETTINGS, inside=True), 7) is not None


def test_areas_that_are_level_are_told_the_same() -> None:
    level = dict.fromkeys("bcdef", (6.0, 20.0, "3"))
    found = held(inputs_of(a=(20.0, 6.0, "3"), **level), replace(SETTINGS, top=1))
    assert len({found.areas[Id(name)].position for name in level}) == 1
    assert len({found.areas[Id(name)].leaves is None for name in level}) == 1


# Which weightings are admissible


@pytest.mark.parametrize("name", ["free", "ordered", "around"])
def test_spaces_that_need_nothing(name: str) -> None:
    found = held(inputs_of(**THREE), replace(SETTINGS, weightings=name))
    assert found.weightings == name
    assert sum(found.areas[Id("a")].counts) == found.samples


def test_ranges_narrow_the_weightings() -> None:
    ranges = replace(SETTINGS, weightings="ranges", lowest=(("economic", 0.5),), highest=(("social", 0.2),))
    assert held(inputs_of(**THREE), ranges).areas[Id("a")].share(1, 1) == 1


def test_ranges_that_no_weighting_meets_are_an_error() -> None:
    ranges = replace(SETTINGS, weightings="ranges", lowest=(("economic", 0.7), ("social", 0.7)))
    with pytest.raises(WorkspaceError) as refused:
        held(inputs_of(**THREE), ranges)
    assert [(f.file, f.code) for f in refused.value.findings] == [("nss.toml", "ranges-apart")]


def answered(rows: tuple[tuple[float, ...], ...], items: tuple[str, ...] = tuple(EQUAL)) -> Judgements:
    given = Elicited(
        "r1", "w", "points", items, rows[0], {"A": rows[0], "B": rows[-1]}, {}, rows, (1 / len(rows),) * len(rows), {},
        about="" if set(items) <= set(EQUAL) else "economic",
    )  # fmt: skip
    heard = Heard("B", None, 5, {("views", "a"): Rank.LOW, ("views", "b"): Rank.HIGH}, {})
    return Judgements("r1", (), (heard,), (given,))


def test_answers_are_the_weightings_that_people_gave() -> None:
    one, other = (0.6, 0.2, 0.1, 0.0, 0.1), (0.1, 0.7, 0.0, 0.1, 0.1)
    found = held(inputs_of(**THREE), replace(SETTINGS, weightings="answers"), judgements=[answered((one, other))])
    assert found.areas[Id("a")].share(1, 1) == pytest.approx(0.5, abs=0.06)
    assert [order.name for order in found.voices] == ["all", "B", "A"]
    assert found.voices[1].positions[Id("b")] == 1
    assert found.voices[2].positions[Id("a")] == 1


@pytest.mark.parametrize("judgements", [[], [answered(((0.0, 0.0, 1.0, 0.0, 0.0),))], [answered(((1.0,),), ("gdp",))]])
def test_no_answers_are_an_error_that_says_so(judgements: list[Judgements]) -> None:
    with pytest.raises(WorkspaceError) as refused:
        held(inputs_of(**THREE), replace(SETTINGS, weightings="answers"), judgements=judgements)
    assert [f.code for f in refused.value.findings] == ["weightings-without-answers"]


def test_what_was_not_asked_about_keeps_its_weight() -> None:
    asked_two = answered(((0.9, 0.1), (0.9, 0.1)), ("economic", "social"))
    space = space_of(_field(inputs_of(**THREE)), replace(SETTINGS, weightings="answers"), [asked_two])
    drawn = space.draw(np.random.default_rng(1), 3)
    assert drawn / drawn.sum(axis=1, keepdims=True) == pytest.approx(np.array([[0.6, 0.2 / 3, 1 / 3]] * 3))
    found = weighed(inputs_of(**THREE), {"economic": 0.9, "social": 0.1})
    assert [found.between[group] for group in ("economic", "social", "stakeholder")] == [
        Fraction(9, 5), Fraction(1, 5), Fraction(1)
    ]  # fmt: skip
    inner = weighed(inputs_of(**THREE), {"gdp": 0.25, "jobs": 0.75})
    assert [criterion.weight for criterion in inner.criteria] == [Fraction(1, 2), Fraction(3, 2), Fraction(1)]


def test_the_order_of_all_answers_is_worked_out_as_that_of_a_group() -> None:
    """Their ranks are in use already; their weights are those of all, which put b ahead of a here."""
    inputs = inputs_of(**THREE)
    heard = answered(((0.1, 0.7, 0.0, 0.1, 0.1),))
    (every, *_) = voices(inputs, [heard], [Id(name) for name in "abcd"])
    places = weighed(inputs, dict(zip(EQUAL, (0.1, 0.7, 0.0, 0.1, 0.1), strict=True))).ranks()
    assert (every.name, every.missing) == (EVERYBODY, "")
    assert every.positions == {Id(name): places.of(name).joint for name in "abcd"}
    assert every.positions[Id("b")] == 1
    asked_none = replace(heard, elicited=())
    assert [order.name for order in voices(inputs, [asked_none], [Id("a"), Id("b")])] == ["B"]


def test_a_voice_has_the_weights_that_stand_and_not_those_of_another_round() -> None:
    one, other = answered(((0.9, 0.0, 0.0, 0.0, 0.1),)), answered(((0.0, 0.9, 0.0, 0.0, 0.1),))
    later = replace(other, elicited=(replace(other.elicited[0], stands=False),))
    found = voices(inputs_of(**THREE), [one, later], [Id(name) for name in "abcd"])
    assert next(order for order in found if order.name == EVERYBODY).positions[Id("a")] == 1


def test_groups_that_overlap_are_told_each_for_itself() -> None:
    """One round heard C alone, a later one C, D and G together: two orders, and that of all has neither in it."""
    alone = Judgements("r1", (), (Heard("C", None, 5, {("views", "a"): Rank.LOW}, {}),), ())
    merged = Judgements("r2", (), (Heard("C+D+G", None, 9, {("views", "a"): Rank.HIGH}, {}),), ())
    inputs, weighted = inputs_of(**THREE), answered(((0.2, 0.2, 0.2, 0.2, 0.2),))
    weighted = replace(weighted, heard=())
    placed = [Id(name) for name in "abcd"]
    found = {order.name: order for order in voices(inputs, [alone, merged, weighted], placed)}
    assert {"C", "C+D+G"} < set(found)
    (without,) = (order for order in voices(inputs, [weighted], placed) if order.name == EVERYBODY)
    assert found[EVERYBODY] == without


def test_no_mean_of_a_few_answers_is_told() -> None:
    settings = replace(SETTINGS, weightings="answers")
    found = held(inputs_of(**THREE), settings, judgements=[answered(((0.6, 0.2, 0.1, 0.0, 0.1),) * 2)])
    assert all(area.central is None for area in found.areas.values())


def _field(inputs: RankInputs) -> Field:
    kinds: dict[str, Kind] = {str(area.id): area.kind for area in inputs.areas}
    return field(inputs.ranks(), kinds, inputs.criteria, inputs.between)
