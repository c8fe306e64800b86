"""PROMETHEE I and II: the hydro-electric stations of 1986, peers, all pairs, properties, bad input."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.mcda.aggregate.preferences import Preference
from opennss.mcda.aggregate.promethee import preference_indices, promethee_1, promethee_2
from opennss.mcda.aggregate.relations import letters
from opennss.mcda.checks import InputError
from opennss.mcda.frames import decision_matrix

STATIONS = decision_matrix(
    [
        [80, 90, 600, 5.4, 8, 5],
        [65, 58, 200, 9.7, 1, 1],
        [83, 60, 400, 7.2, 4, 7],
        [40, 80, 1000, 7.5, 7, 10],
        [52, 72, 600, 2.0, 3, 8],
        [94, 96, 700, 3.6, 5, 6],
    ],
    maximize={"manpower": False, "power": True, "cost": False, "upkeep": False, "villages": False, "security": True},
    alternatives=("x1", "x2", "x3", "x4", "x5", "x6"),
    criteria=("manpower", "power", "cost", "upkeep", "villages", "security"),
)
FUNCTIONS = [
    Preference("u-shape", q=10),
    Preference("v-shape", p=30),
    Preference("linear", q=50, p=500),
    Preference("level", q=1, p=6),
    Preference("usual"),
    Preference("gaussian", s=5),
]
EQUAL = [1 / 6] * 6


def test_brans_vincke_mareschal_1986():
    """EJOR 24 (1986), pp. 228-238, the example of six hydro-electric stations with all six types of criteria.

    Its table of preference indices (30 numbers), its flows and the order by net flow. The paper prints three decimals,
    some of them cut off and not rounded (0.4630 as 0.462, 0.2685 as 0.268), so 0.001 is allowed.
    """
    index = preference_indices(STATIONS, EQUAL, FUNCTIONS).values
    published = [
        [0, 0.296, 0.250, 0.268, 0.100, 0.185],
        [0.462, 0, 0.389, 0.333, 0.296, 0.500],
        [0.236, 0.180, 0, 0.333, 0.056, 0.429],
        [0.399, 0.505, 0.305, 0, 0.223, 0.212],
        [0.444, 0.515, 0.487, 0.380, 0, 0.448],
        [0.286, 0.399, 0.250, 0.432, 0.133, 0],
    ]
    assert np.allclose(index, published, rtol=0, atol=0.001)
    found = promethee_2(STATIONS, EQUAL, FUNCTIONS)
    flows = found.table("promethee.flows").values
    assert flows[:, 0].round(3).tolist() == [0.220, 0.396, 0.247, 0.329, 0.455, 0.300]
    assert flows[:, 1].round(3).tolist() == [0.366, 0.379, 0.336, 0.349, 0.162, 0.355]
    assert np.allclose(found.score, [-0.146, 0.017, -0.089, -0.020, 0.293, -0.055], rtol=0, atol=0.0011)
    assert found.position == (6, 2, 5, 3, 1, 4)
    assert found.table("promethee.net").values.shape == (6, 6)
    assert "φ" in found.table("promethee.flows").symbol
    assert found.table("promethee.flows").caption("vi")


def test_the_partial_order_of_the_stations_follows_from_their_published_flows():
    """By hand from the flows: x5 is ahead in both of all; x2 is second in one flow and last in the other."""
    frame = promethee_1(STATIONS, EQUAL, FUNCTIONS).frame()
    assert frame.rows() == [
        ("x1", "I", "R", "P-", "P-", "P-", "P-"),
        ("x2", "R", "I", "R", "R", "P-", "R"),
        ("x3", "P", "R", "I", "R", "P-", "R"),
        ("x4", "P", "R", "R", "I", "P-", "P"),
        ("x5", "P", "P", "P", "P", "I", "P"),
        ("x6", "P", "R", "R", "P-", "P-", "I"),
    ]


def matrices(most=7, criteria=3):
    rows = st.lists(st.lists(st.integers(0, 6), min_size=criteria, max_size=criteria), min_size=1, max_size=most)
    return rows.map(lambda cells: decision_matrix(np.array(cells) / 10, [True, False, True]))


weights = st.lists(st.integers(1, 9), min_size=3, max_size=3).map(lambda ints: np.array(ints) / sum(ints))
functions = st.lists(
    st.sampled_from(
        [
            Preference("usual"),
            Preference("u-shape", q=0.1),
            Preference("v-shape", p=0.3),
            Preference("level", q=0.1, p=0.3),
            Preference("linear", q=0.1, p=0.4),
            Preference("gaussian", s=0.2),
        ]
    ),
    min_size=3,
    max_size=3,
)


@given(matrices(), weights, functions)
def test_flows_are_the_means_of_preference_indices(matrix, share, preferences):
    index = preference_indices(matrix, share, preferences).values
    flows = promethee_2(matrix, share, preferences).table("promethee.flows").values
    others = max(len(index) - 1, 1)
    expected = np.column_stack([index.sum(axis=1), index.sum(axis=0), index.sum(axis=1) - index.sum(axis=0)]) / others
    assert np.allclose(flows, expected, rtol=0, atol=1e-12)
    assert abs(flows[:, 2].sum()) < 1e-9


@given(matrices(), weights, functions, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(matrix, share, preferences, random):
    order = list(range(len(matrix.alternatives)))
    random.shuffle(order)
    moved = decision_matrix(matrix.values[order], matrix.maximize.tolist())
    before, after = promethee_2(matrix, share, preferences), promethee_2(moved, share, preferences)
    assert tuple(before.position[one] for one in order) == after.position


@given(matrices(), weights, functions)
def test_a_dominated_alternative_is_never_ahead(matrix, share, preferences):
    complete = promethee_2(matrix, share, preferences).position
    relation = promethee_1(matrix, share, preferences).relation.values
    turned = np.where(matrix.maximize, matrix.values, -matrix.values)
    for one, mine in enumerate(turned):
        for other, theirs in enumerate(turned):
            if (mine >= theirs).all():
                assert complete[one] <= complete[other]
                assert relation[one, other] >= 0
                if (mine == theirs).all():
                    assert complete[one] == complete[other]
                    assert relation[one, other] == 0
    assert np.array_equal(relation, -relation.T, equal_nan=True)


@given(matrices(), weights, functions)
def test_the_complete_order_keeps_to_the_partial_one(matrix, share, preferences):
    score = promethee_2(matrix, share, preferences).score
    relation = promethee_1(matrix, share, preferences).relation.values
    for one, other in np.argwhere(relation == 1):
        assert score[one] > score[other]


@pytest.mark.parametrize("kind", ["usual", "ushape", "vshape", "level", "vshape_2"])
def test_pymcdm_agrees(kind):
    """An object of pymcdm 1.4.0 keeps its preference functions in a generator and works once: made anew each time."""
    methods = pytest.importorskip("pymcdm.methods")
    random = np.random.default_rng(11)
    names = {"ushape": "u-shape", "vshape": "v-shape", "vshape_2": "linear"}
    for count in (3, 20, 60):
        values, maximize = random.normal(size=(count, 5)), random.random(5) < 0.5
        share = random.dirichlet(np.ones(5))
        q, p = random.uniform(0.1, 0.5, 5), random.uniform(0.6, 2, 5)
        takes = {"usual": "", "ushape": "q", "vshape": "p", "level": "qp", "vshape_2": "qp"}[kind]
        limits = [{"q": float(low), "p": float(high)} for low, high in zip(q, p, strict=True)]
        preferences = [
            Preference(names.get(kind, kind), **{key: one for key, one in limit.items() if key in takes})
            for limit in limits
        ]
        theirs = methods.PROMETHEE_II(kind, p=p, q=q)(values, share, np.where(maximize, 1, -1))
        mine = promethee_2(decision_matrix(values, maximize.tolist()), share, preferences).score
        assert np.allclose(mine, theirs, rtol=0, atol=1e-9)


def test_pydecision_agrees():
    """promethee_ii and promethee_i of pyDecision 5.1.8 on values turned so that high is better.

    Its promethee_i compares flows bit by bit, so only pairs that are clear are compared; it marks no P-.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = pytest.importorskip("pyDecision.algorithm")
    random = np.random.default_rng(12)
    kinds = [("t1", "usual"), ("t2", "u-shape"), ("t3", "v-shape"), ("t4", "level"), ("t5", "linear")]
    kinds.append(("t6", "gaussian"))
    takes = {"usual": "", "u-shape": "q", "v-shape": "p", "level": "qp", "linear": "qp", "gaussian": "s"}
    values, share = random.normal(size=(15, 6)), random.dirichlet(np.ones(6))
    limits = {"q": 0.2, "p": 0.9, "s": 0.5}
    options = {key.upper(): [value] * 6 for key, value in limits.items()} | {"F": [name for name, _ in kinds]}
    preferences = [Preference(kind, **{key: limits[key] for key in takes[kind]}) for _, kind in kinds]
    matrix = decision_matrix(values)
    theirs = peer.promethee_ii(values, W=list(share), sort=False, verbose=False, **options)[:, 1]
    assert np.allclose(promethee_2(matrix, share, preferences).score, theirs, rtol=0, atol=1e-9)
    partial = peer.promethee_i(values, W=list(share), **options)
    mine = letters(promethee_1(matrix, share, preferences).relation).drop("").to_numpy()
    assert ((partial == "P+") == (mine == "P")).all()
    assert ((partial == "R") == (mine == "R")).all()


def test_gaps_constant_criteria_and_an_only_alternative():
    matrix = decision_matrix([[1, 5, 3], [2, 5, None], [4, 5, 1]], [True, True, False])
    found = promethee_2(matrix, [0.5, 0.25, 0.25], Preference("u-shape", q=1), missing="criteria")
    assert found.table("promethee.net").columns == ("c1", "c2")
    assert ("constant-criterion", "c2") in found.notes
    assert found.table("promethee.net").values[:, 1].tolist() == [0, 0, 0]
    own = [Preference("usual"), Preference("usual"), Preference("gaussian", s=1)]
    assert promethee_2(matrix, [0.5, 0.25, 0.25], own, missing="criteria").position == (3, 2, 1)
    alone = promethee_2(decision_matrix([[1, 2]]), [0.5, 0.5])
    assert alone.position == (1,)
    assert alone.score.tolist() == [0.0]
    assert alone.notes == (("one-alternative", "a1"),)


def test_everything_that_is_wrong_is_told_at_once():
    matrix = decision_matrix([[1, None], [2, 3]])
    with pytest.raises(InputError) as caught:
        promethee_2(matrix, [0.5, 0.6], [Preference("u-shape"), Preference("level", q=2, p=1)])
    codes = [one.code for one in caught.value.findings]
    assert codes == ["threshold-missing", "threshold-order", "weights-sum", "value-missing"]
