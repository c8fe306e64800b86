"""Weights of several people: Forman and Peniwati's two ways, and that one person alone keeps his own."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.language import languages
from opennss.mcda.checks import InputError
from opennss.mcda.weights.ahp import ahp
from opennss.mcda.weights.direct import direct
from opennss.mcda.weights.together import aggregate_judgements, aggregate_priorities

NAMES = ["a", "b", "c", "d"]


def answers(seed: int) -> dict[tuple[str, str], float]:
    """Random comparisons of four criteria on Saaty's scale."""
    random = np.random.default_rng(seed)
    pairs = [(one, other) for place, one in enumerate(NAMES) for other in NAMES[place + 1 :]]
    return {pair: float(random.integers(1, 10)) ** float(random.choice([-1, 1])) for pair in pairs}


def codes(caught: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [finding.code for finding in caught.value.findings]


def test_judgements_by_hand():
    """Twice and eight times make four times; a person who counts three times as much pulls it to 2^1.5."""
    people = [{("a", "b"): 2}, {("b", "a"): 1 / 8}]
    assert aggregate_judgements(people, ["a", "b"])[0, 1] == pytest.approx(4, abs=1e-12)
    assert aggregate_judgements(people, ["a", "b"], [0.75, 0.25])[0, 1] == pytest.approx(2**1.5, abs=1e-12)


def test_priorities_by_hand():
    """.5 and .9 against .5 and .1: geometric sqrt(.45) to sqrt(.05) is 3 to 1, arithmetic .7 to .3."""
    people = [direct({"a": 0.5, "b": 0.5}), direct({"b": 0.1, "a": 0.9})]
    assert aggregate_priorities(people).values == pytest.approx([0.75, 0.25], abs=1e-12)
    assert aggregate_priorities(people, mean="arithmetic").values == pytest.approx([0.7, 0.3], abs=1e-12)
    assert aggregate_priorities(people, [0, 1], "arithmetic").values == pytest.approx([0.9, 0.1], abs=1e-12)


@given(st.integers(0, 10_000))
def test_one_person_keeps_his_own(seed):
    own = ahp(answers(seed), NAMES)
    assert ahp(aggregate_judgements([answers(seed)], NAMES), NAMES).values == pytest.approx(own.values, abs=1e-9)
    assert aggregate_priorities([own]).values == pytest.approx(own.values, abs=1e-12)
    assert aggregate_priorities([own, own], mean="arithmetic").values == pytest.approx(own.values, abs=1e-12)


@given(st.integers(0, 10_000))
def test_with_geometric_means_both_ways_agree(seed):
    """Forman and Peniwati (1998): geometric means of rows and of people may be taken in either order."""
    people, shares = [answers(seed), answers(seed + 1), answers(seed + 2)], [0.5, 0.3, 0.2]
    judged = ahp(aggregate_judgements(people, NAMES, shares), NAMES, method="geometric-mean")
    own = [ahp(person, NAMES, method="geometric-mean") for person in people]
    assert aggregate_priorities(own, shares).values == pytest.approx(judged.values, abs=1e-9)


@given(st.integers(0, 10_000))
def test_order_of_people_does_not_matter(seed):
    people = [answers(seed), answers(seed + 1)]
    found = aggregate_judgements(people, NAMES, [0.7, 0.3])
    assert aggregate_judgements(people[::-1], NAMES, [0.3, 0.7]) == pytest.approx(found, abs=1e-9)
    assert found * found.T == pytest.approx(np.ones((4, 4)), abs=1e-9)


def test_a_comparison_is_the_mean_of_those_who_made_it():
    people = [{("a", "b"): 2, ("b", "c"): 3}, {("a", "b"): 8}]
    found = aggregate_judgements(people, ["a", "b", "c"])
    assert found[0, 1] == pytest.approx(4, abs=1e-12)
    assert found[1, 2] == pytest.approx(3, abs=1e-12)
    assert np.isnan(found[0, 2])
    assert np.isnan(aggregate_judgements(people, ["a", "b", "c"], [0, 1])[1, 2])


def test_no_weight_of_one_is_none_of_all_with_the_geometric_mean():
    people = [direct({"a": 1, "b": 0}), direct({"a": 0.5, "b": 0.5})]
    assert aggregate_priorities(people).values.tolist() == [1.0, 0.0]
    assert aggregate_priorities(people, [0, 1]).values.tolist() == [0.5, 0.5]
    with pytest.raises(InputError) as caught:
        aggregate_priorities([direct({"a": 1, "b": 0}), direct({"a": 0, "b": 1})])
    assert codes(caught) == ["weights-none-shared"]


def test_people_who_cannot_be_put_together():
    for empty in (lambda: aggregate_priorities([]), lambda: aggregate_judgements([], ["a"])):
        with pytest.raises(InputError) as caught:
            empty()
        assert codes(caught) == ["people-none"]
    with pytest.raises(InputError) as caught:
        aggregate_priorities([direct({"a": 1}), direct({"b": 1})])
    assert codes(caught) == ["weights-differ"]
    with pytest.raises(InputError) as caught:
        aggregate_priorities([direct({"a": 1}), direct({"a": 1})], [0.5, 0.4])
    assert codes(caught) == ["weights-sum-fixed"]
    with pytest.raises(InputError) as caught:
        aggregate_judgements([{("a", "b"): 0}, {("a", "b"): 1}, {("a", "x"): 1}], ["a", "b"])
    assert [(finding.row, finding.code) for finding in caught.value.findings] == [
        (1, "comparison-scale"), (3, "answer-unknown"),
    ]  # fmt: skip


def test_there_are_two_means():
    with pytest.raises(InputError, match="arithmetic, geometric"):
        aggregate_priorities([direct({"a": 1.0})], mean="harmonic")


def test_working_has_captions():
    found = aggregate_priorities([direct({"a": 1.0})])
    assert all(item.caption(language) for item in found.working for language in languages())
