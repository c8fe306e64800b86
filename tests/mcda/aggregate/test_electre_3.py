"""ELECTRE III: a published study, distillations by hand, the plain reference, a peer, properties, bad input."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.language import languages, say
from opennss.mcda.aggregate import electre_kernels, electre_reference
from opennss.mcda.aggregate.electre_3 import ALPHA, BETA, electre_3
from opennss.mcda.aggregate.relations import crossed, letters
from opennss.mcda.checks import InputError
from opennss.mcda.frames import decision_matrix

PROJECTS = decision_matrix(
    [[-14, 90, 0, 40, 100], [129, 100, 0, 0, 0], [-10, 50, 0, 10, 100], [44, 90, 0, 5, 20], [-14, 100, 0, 20, 40]],
    alternatives=("P1", "P2", "P3", "P4", "P5"),
)
LIMITS = {"q": [25, 16, 0, 12, 10], "p": [50, 24, 1, 24, 30], "veto": [100, 60, 2, 48, 90]}
EQUAL = [0.2] * 5


def test_buchanan_sheppard_vanderpooten_1999_credibilities():
    """J. Buchanan, P. Sheppard, D. Vanderpooten, *Project ranking using ELECTRE III* (University of Waikato 1999).

    Five projects, five criteria of equal weight: the matrix of credibilities, 25 numbers of two decimals. They need a
    preference threshold of 30 on the fifth criterion; copies of the example that print 20 contradict them (by hand: P4
    over P1 has concordance 0.6 and discordance (80 - p) / (90 - p), and 0.25 comes out with 30 alone).
    """
    found = electre_3(PROJECTS, EQUAL, **LIMITS)
    published = [
        [1.00, 0.00, 1.00, 0.80, 1.00],
        [0.00, 1.00, 0.00, 0.90, 0.67],
        [0.60, 0.00, 1.00, 0.60, 0.80],
        [0.25, 0.80, 0.67, 1.00, 0.85],
        [0.67, 0.00, 0.80, 0.80, 1.00],
    ]
    assert found.table("electre-3.credibility").values.round(2).tolist() == published


def test_distillations_of_the_five_projects_by_hand():
    """Worked on paper from the credibilities above, s(c) = 0.30 - 0.15 c.

    Descending. All five: highest 1, s 0.15, cut 0.80 (0.85 is not below 0.85); clear above it: P1 over P3 and P5, so P1
    (+2) comes first. Four: highest 0.90, cut 2/3, nothing is clear; next cut 0: P2 over P5, so P2 (+1). Three: highest
    0.85, nothing is clear at 2/3 nor at 0: P3, P4 and P5 together. Ascending. All five: P3 and P5 (-1) at cut 0.80;
    between them 0.80 both ways: together. Three: highest 0.90, cut 0.25; clear: P1 over P4 (0.80 - 0.25 > 0.18), P2
    over P4 is not, so P4 (-1). P1 and P2: 0 both ways, together.
    """
    found = electre_3(PROJECTS, EQUAL, **LIMITS)
    distillates = found.table("electre-3.distillates").values
    assert distillates[:, 0].tolist() == [1, 2, 3, 3, 3]
    assert distillates[:, 1].tolist() == [1, 1, 3, 2, 3]
    assert found.table("electre-3.positions").values.tolist() == [[1, 1.5], [2, 1.5], [4, 4.5], [4, 3], [4, 4.5]]
    assert found.score.tolist() == [-1.25, -1.75, -4.25, -3.5, -4.25]
    assert found.position == (1, 2, 4, 3, 4)
    assert letters(found.table("electre-3.relation")).rows() == [
        ("P1", "I", "P", "P", "P", "P"),
        ("P2", "P-", "I", "P", "P", "P"),
        ("P3", "P-", "P-", "I", "P-", "I"),
        ("P4", "P-", "P-", "P", "I", "P"),
        ("P5", "P-", "P-", "I", "P-", "I"),
    ]
    for table in found.working:
        assert all(table.caption(language) for language in languages())


def test_small_distillations_by_hand():
    """A circle of clear wins ties; c, whom nobody wins over, is behind a on the way down, with a on the way up."""
    assert distilled([[0, 0.9, 0.1], [0.1, 0, 0.9], [0.9, 0.1, 0]]) == ([1, 1, 1], [1, 1, 1])
    assert distilled([[0, 0.9, 0.0], [0.1, 0, 0.0], [0.0, 0.0, 0]]) == ([1, 2, 2], [1, 2, 1])
    assert distilled(np.zeros((4, 4))) == ([1] * 4, [1] * 4)


def test_incomparable_when_the_distillations_disagree():
    relation = crossed(np.array([1, 2, 2]), np.array([2, 1, 2]))
    assert np.array_equal(relation, [[0, np.nan, 1], [np.nan, 0, 1], [-1, -1, 0]], equal_nan=True)


def distilled(credibility, alpha=ALPHA, beta=BETA):
    """Both distillations of a credibility matrix, the kernels checked against the reference."""
    units = electre_kernels.in_units(np.asarray(credibility, np.float64))
    wins = electre_kernels.clear(units, alpha, beta)
    found = []
    for sign in (1, -1):
        one = electre_kernels.distillation(units, wins, alpha, beta, sign).tolist()
        assert one == electre_reference.distillation(units, alpha, beta, sign)
        found.append(one if sign == 1 else [max(one) + 1 - place for place in one])
    return tuple(found)


@given(
    st.integers(1, 9).flatmap(
        lambda count: st.lists(st.integers(0, 20), min_size=count**2, max_size=count**2).map(
            lambda cells: np.reshape(cells, (-1, round(len(cells) ** 0.5))) / 20
        )
    ),
    st.sampled_from([(ALPHA, BETA), (0.0, 0.1), (0.0, 0.0), (0.5, 0.2), (-0.15, 0.15)]),
)
def test_distillation_equals_the_reference(credibility, discrimination):
    distilled(credibility, *discrimination)


def test_larger_problems_equal_the_reference():
    random = np.random.default_rng(5)
    for count in (1, 2, 30, 60):
        values = random.lognormal(size=(6, count))
        spread = values.std(axis=1, keepdims=True) * np.ones_like(values)
        given_weights = np.array([0.3, 0.2, 0.2, 0.2, 0.1, 0.0])
        arguments = values, given_weights, 0.1 * spread, 0.6 * spread, np.where(np.arange(6) < 4, 2, np.inf)[:, None]
        arguments = (*arguments[:4], arguments[4] * spread if count > 1 else np.full_like(values, np.inf))
        concordance, credibility = electre_kernels.credibilities(*arguments)
        plain = electre_reference.credibilities(*arguments)
        assert np.allclose([concordance, credibility], plain, rtol=0, atol=1e-12)
        distilled(credibility)


def matrices(most=7):
    rows = st.lists(st.lists(st.integers(0, 8), min_size=3, max_size=3), min_size=1, max_size=most)
    return rows.map(lambda cells: decision_matrix(np.array(cells) / 10, [True, False, True]))


weights = st.lists(st.integers(1, 9), min_size=3, max_size=3).map(lambda ints: np.array(ints) / sum(ints))
options = st.sampled_from(
    [
        {"q": 0.0, "p": 0.0},
        {"q": 0.1, "p": 0.3, "veto": 0.6},
        {"q": 0.2, "p": 0.2, "veto": 0.2},
        {"q": [0.0, 0.1, 0.2], "p": [0.1, 0.1, 0.4], "veto": [None, 0.3, 0.5]},
        {"q": (0.1), "p": [(0.2, 0.1), (-0.1, 0.4), 0.2], "veto": [(0.2, 0.5), None, (0.1, 0.3)]},
    ]
)


@given(matrices(), weights, options)
def test_kernels_equal_the_reference(matrix, share, limits):
    found = electre_3(matrix, share, by_criterion=True, **limits)
    agree, oppose = (found.table(f"electre-3.{key}").values for key in ("agreement", "discordance"))
    concordance = found.table("electre-3.concordance").values.ravel()
    assert np.allclose(agree @ share, concordance, rtol=0, atol=1e-9)
    expected = concordance.copy()
    for pair, (own, objections) in enumerate(zip(concordance, oppose, strict=True)):
        for objection in objections[objections > own]:
            expected[pair] *= (1 - objection) / (1 - own)
    credibility = found.table("electre-3.credibility").values
    assert np.allclose(credibility.ravel(), expected, rtol=0, atol=1e-9)
    down, up = found.table("electre-3.distillates").values.T
    assert distilled(credibility) == (down.tolist(), up.tolist())


@given(matrices(), weights, options, st.randoms(use_true_random=False))
def test_order_of_rows_and_criteria_does_not_matter(matrix, share, limits, random):
    order, turn = list(range(len(matrix.alternatives))), [0, 1, 2]
    random.shuffle(order)
    random.shuffle(turn)
    moved = decision_matrix(matrix.values[order][:, turn], matrix.maximize[turn].tolist())
    own = {key: [one[j] for j in turn] if isinstance(one, list) else one for key, one in limits.items()}
    before, after = electre_3(matrix, share, **limits), electre_3(moved, share[turn], **own)
    assert tuple(before.position[one] for one in order) == after.position


@given(matrices(), weights, options, st.sampled_from([0.001, 3.7, 1000.0]))
def test_positive_scale_does_not_matter(matrix, share, limits, scale):
    scaled = decision_matrix(matrix.values * scale, matrix.maximize.tolist())

    def wider(one):
        if isinstance(one, tuple):
            return one[0], one[1] * scale
        return None if one is None else one * scale

    own = {key: [wider(part) for part in one] if isinstance(one, list) else wider(one) for key, one in limits.items()}
    assert electre_3(matrix, share, **limits).position == electre_3(scaled, share, **own).position


@given(matrices(), weights, options)
def test_a_dominated_alternative_is_never_ahead(matrix, share, limits):
    found = electre_3(matrix, share, **limits)
    relation = found.table("electre-3.relation").values
    turned = np.where(matrix.maximize, matrix.values, -matrix.values)
    for one, mine in enumerate(turned):
        for other, theirs in enumerate(turned):
            if (mine >= theirs).all():
                assert found.position[one] <= found.position[other]
                assert relation[one, other] >= 0
            if relation[one, other] == 1:
                assert found.position[one] < found.position[other]
    assert np.array_equal(relation, -relation.T, equal_nan=True)


def test_thresholds_that_follow_the_value():
    """By hand: q = 0.1 g, p = 0.1 g + 10 at the worse value g; a is 20 below b, so 20 - 10 of 10 speaks against it."""
    matrix = decision_matrix([[100.0], [115.0], [140.0]])
    found = electre_3(matrix, [1.0], q=[(0.1, 0)], p=[(0.1, 10)])
    assert np.allclose(found.table("electre-3.concordance").values, [[1, 0.5, 0], [1, 1, 0], [1, 1, 1]])
    falling = electre_3(decision_matrix([[100.0], [85.0]], False), [1.0], q=[(0.1, 0)], p=[(0.1, 10)])
    assert np.allclose(falling.table("electre-3.concordance").values, [[1, 0.5], [1, 1]])


def test_a_criterion_without_weight_has_no_veto():
    matrix = decision_matrix([[1, 0], [0, 9]])
    assert electre_3(matrix, [1, 0], veto=[None, 1]).position == (1, 2)
    assert electre_3(matrix, [0.9, 0.1], veto=[None, 1]).position == (1, 1)


def test_pydecision_agrees_on_concordance_and_credibility():
    """electre_iii of pyDecision 5.1.8, on values turned so that high is better.

    Its distillation is not Roy's: it asks for a difference of s(highest credibility) where Roy (1978) has s of the
    credibility itself; among equals it starts again from their own highest credibility where Roy goes on from the cut
    before, and gives up when one cut does not tell them apart; from ten alternatives on it finds "a1" in "a10" when it
    looks positions up. Of the five projects it therefore leaves P2 with the last three on the way down, though a cut at
    0 tells it from P5; the way up agrees.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = pytest.importorskip("pyDecision.algorithm")
    random = np.random.default_rng(6)
    for count in (3, 25):
        values, share = random.normal(size=(count, 5)), random.dirichlet(np.ones(5))
        limits = {"q": [0.1] * 5, "p": [0.8] * 5, "veto": [1.9] * 5}
        concordance, credibility, *_ = peer.electre_iii(values, P=limits["p"], Q=limits["q"], V=limits["veto"], W=share)
        found = electre_3(decision_matrix(values), share, **limits)
        assert np.allclose(found.table("electre-3.concordance").values, concordance, rtol=0, atol=1e-9)
        others = ~np.eye(count, dtype=bool)  # it sets the credibility of each over itself to 0
        assert np.allclose(found.table("electre-3.credibility").values[others], credibility[others], rtol=0, atol=1e-9)
    *_, up, _, _ = peer.electre_iii(PROJECTS.values, P=LIMITS["p"], Q=LIMITS["q"], V=LIMITS["veto"], W=np.ones(5))
    assert up == ["a1; a2", "a4", "a3; a5"]


def test_gaps_constant_criteria_and_an_only_alternative():
    matrix = decision_matrix([[1, 5, 3], [2, 5, None], [4, 5, 1]])
    found = electre_3(matrix, [0.5, 0.25, 0.25], q=[0, 0, 0], p=[1, 1, 1], missing="criteria")
    assert found.position == (3, 2, 1)
    assert ("constant-criterion", "c2") in found.notes
    alone = electre_3(decision_matrix([[1, 2]]), [0.5, 0.5])
    assert alone.position == (1,)
    assert alone.notes == (("one-alternative", "a1"),)


@pytest.mark.parametrize(
    ("wrong", "codes"),
    [
        ({"q": [1, 2, 3]}, ["threshold-count"]),
        ({"q": 2, "p": 1}, ["threshold-order"] * 2),
        ({"p": 2, "veto": 1}, ["threshold-order"] * 2),
        ({"q": -1}, ["threshold-value"] * 2),
        ({"q": None}, ["threshold-value"] * 2),
        ({"p": [1, float("inf")]}, ["threshold-value"]),
        ({"p": [(-2.0, 30.0), (2.0, 0.0)]}, ["threshold-slope"] * 2),
        ({"alpha": -0.5}, ["discrimination-threshold"]),
        ({"beta": 1.5}, ["discrimination-threshold"]),
    ],
)
def test_bad_thresholds(wrong, codes):
    matrix = decision_matrix([[1, 5], [2, 3]], {"c1": True, "c2": False})
    with pytest.raises(InputError) as caught:
        electre_3(matrix, [0.5, 0.5], **wrong)
    assert [one.code for one in caught.value.findings] == codes
    for one in caught.value.findings:
        for language in languages():
            assert say(f"finding.{one.code}.message", language, **one.values)


def test_everything_that_is_wrong_is_told_at_once():
    matrix = decision_matrix([[1, None], [2, 3]])
    with pytest.raises(InputError) as caught:
        electre_3(matrix, [0.5, 0.6], q=[1], alpha=3)
    codes = [one.code for one in caught.value.findings]
    assert codes == ["discrimination-threshold", "threshold-count", "weights-sum", "value-missing"]
