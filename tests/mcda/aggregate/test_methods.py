"""What holds for every method of the registry: order of rows, labels, scale, dominance, bad input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.language import languages
from opennss.mcda.aggregate import METHODS
from opennss.mcda.checks import InputError
from opennss.mcda.frames import decision_matrix
from opennss.mcda.matrix import DecisionMatrix

WHOLE = st.integers(1, 9)


@st.composite
def problems(draw):
    """Small whole numbers, so that ties and dominance are frequent; weights that sum to 1."""
    n, m = draw(st.integers(2, 6)), draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(WHOLE, min_size=m, max_size=m), min_size=n, max_size=n))
    directions = draw(st.lists(st.booleans(), min_size=m, max_size=m))
    raw = np.array(draw(st.lists(WHOLE, min_size=m, max_size=m)), dtype=float)
    return decision_matrix(rows, directions), raw / raw.sum()


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=50)
@given(problems(), st.randoms(use_true_random=False))
def test_neither_order_nor_names_nor_units_matter(method, problem, random):
    matrix, weights = problem
    order = list(range(matrix.shape[0]))
    random.shuffle(order)
    factors = [random.choice([0.01, 1.0, 7.0, 1000.0]) for _ in matrix.criteria]
    names = tuple(f"other {place}" for place in order)
    mixed = DecisionMatrix(matrix.values[order] * factors, matrix.maximize, names, matrix.criteria)
    straight, turned = METHODS[method](matrix, weights), METHODS[method](mixed, weights)
    assert [straight.position[place] for place in order] == list(turned.position)
    assert {name for code, name in turned.notes if code == "compromise"} == {
        names[order.index(matrix.alternatives.index(name))] for code, name in straight.notes if code == "compromise"
    }


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=50)
@given(problems())
def test_a_dominated_alternative_is_never_ahead_of_its_dominator(method, problem):
    matrix, weights = problem
    position = METHODS[method](matrix, weights).position
    turned = np.where(matrix.maximize, matrix.values, -matrix.values)
    for i, better in enumerate(turned):
        for j, worse in enumerate(turned):
            if (better >= worse).all():
                assert position[i] <= position[j]


@pytest.mark.parametrize("method", METHODS)
def test_one_alternative_comes_first_and_says_that_it_is_alone(method):
    result = METHODS[method](decision_matrix([[3, 4]]), [0.5, 0.5])
    assert result.position == (1,)
    assert ("one-alternative", "a1") in result.notes
    assert np.isfinite(result.score).all()


@pytest.mark.parametrize("method", METHODS)
def test_a_constant_criterion_changes_no_order_and_is_told(method):
    rows = [[1, 9], [5, 4], [3, 3]]
    plain = METHODS[method](decision_matrix(rows), [0.5, 0.5])
    padded = METHODS[method](decision_matrix([[*row, 7] for row in rows]), [0.25, 0.25, 0.5])
    assert padded.position == plain.position
    assert ("constant-criterion", "c3") in padded.notes


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("weights", "code"),
    [
        ([0.5, 0.6], "weights-sum"),
        ([1.0], "weights-count"),
        ([1.5, -0.5], "weight-negative"),
        ([0, 0], "weights-zero"),
        ([float("nan"), 1], "weight-not-finite"),
    ],
)
def test_bad_weights_are_refused(method, weights, code):
    with pytest.raises(InputError) as failed:
        METHODS[method](decision_matrix([[1, 2], [3, 4]]), weights)
    assert [fault.code for fault in failed.value.findings] == [code]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("options", [{}, {"missing": "median"}])
def test_infinite_values_are_refused_even_in_a_matrix_that_nobody_checked(method, options):
    matrix = DecisionMatrix(np.array([[1.0, np.inf], [2.0, 3.0]]), np.array([True, True]), ("a", "b"), ("x", "y"))
    with pytest.raises(InputError) as failed:
        METHODS[method](matrix, [0.5, 0.5], **options)
    assert [(fault.code, fault.row, fault.column) for fault in failed.value.findings] == [("value-infinite", 1, "y")]


@pytest.mark.parametrize("method", METHODS)
def test_weights_are_rescaled_only_when_asked(method):
    matrix = decision_matrix([[1, 4], [3, 2], [2, 2]])
    asked, given_ = METHODS[method](matrix, [1, 3], rescale=True), METHODS[method](matrix, [0.25, 0.75])
    assert np.allclose(asked.score, given_.score)


@pytest.mark.parametrize("method", METHODS)
def test_gaps_are_refused_by_name_or_treated_when_asked(method):
    matrix = decision_matrix([[1, None], [3, 2], [None, 5]])
    with pytest.raises(InputError) as failed:
        METHODS[method](matrix, [0.5, 0.5])
    assert [(fault.code, fault.row, fault.column) for fault in failed.value.findings] == [
        ("value-missing", 1, "c2"),
        ("value-missing", 3, "c1"),
    ]
    found = METHODS[method](matrix, [0.5, 0.5], missing="worst")
    assert [code for code, _ in found.notes][:2] == ["value-filled", "value-filled"]


@pytest.mark.parametrize("method", METHODS)
def test_every_table_and_every_note_has_words(method):
    found = METHODS[method](decision_matrix([[1, 4, 1], [3, 2, 1], [2, 2, 1]]), [0.25, 0.5, 0.25])
    assert found.method == method
    assert found.working
    for table in found.working:
        assert table.symbol
        assert table.values.shape == (len(table.rows), len(table.columns))
        assert all(table.caption(language) for language in languages())
    assert all(found.told(language) for language in languages())


@pytest.mark.parametrize("method", METHODS)
def test_the_last_digits_of_a_computed_value_decide_nothing(method):
    values = np.array([[0.3, 1.0], [0.1 + 0.2, 1.0], [0.3, 1.0]])
    matrix = DecisionMatrix(values, np.array([True, False]), ("a", "b", "c"), ("x", "y"))
    found = METHODS[method](matrix, [0.5, 0.5])
    assert found.position == (1, 1, 1)
    assert {("constant-criterion", "x"), ("constant-criterion", "y")} <= set(found.notes)
