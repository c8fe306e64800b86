"""CRITIC: the firms of Diakoulaki and others, pymcdm as oracle, and data that give no weights."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.language import languages
from opennss.mcda.checks import InputError
from opennss.mcda.matrix import DecisionMatrix, labels
from opennss.mcda.weights.critic import critic

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pymcdm.weights import critic_weights


def matrix(values, maximize=None) -> DecisionMatrix:
    table = np.array(values, dtype=np.float64)
    wanted = np.full(table.shape[1], True) if maximize is None else np.array(maximize)
    return DecisionMatrix(table, wanted, labels("a", len(table)), labels("c", table.shape[1]))


def codes(caught: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [finding.code for finding in caught.value.findings]


def test_diakoulaki_1995_pharmaceutical_firms():
    """D. Diakoulaki and others (1995): profitability, market share, productivity of eight firms; weights .20, .48, .32.

    All digits as scikit-criteria tests them on the same data.
    """
    firms = [
        [61, 1.08, 4.33], [20.7, 0.26, 4.34], [16.3, 1.98, 2.53], [9, 3.29, 1.65],
        [5.4, 2.77, 2.33], [4, 4.12, 1.21], [-6.1, 3.52, 2.10], [-34.6, 3.31, 0.98],
    ]  # fmt: skip
    found = critic(matrix(firms))
    assert found.values == pytest.approx([0.20222554, 0.48090173, 0.31687273], abs=1e-8)
    assert found.table("critic.scaled").values[1] == pytest.approx([0.57845188, 0, 1], abs=1e-8)


@given(st.integers(0, 10_000))
def test_agrees_with_pymcdm(seed):
    """pymcdm knows no direction, so a criterion to be minimized is given to it with its sign turned."""
    random = np.random.default_rng(seed)
    values, maximize = random.random((6, 4)), random.random(4) > 0.5
    expected = critic_weights(np.where(maximize, values, -values))
    assert critic(matrix(values, maximize)).values == pytest.approx(expected, abs=1e-9)


@given(st.integers(0, 10_000))
def test_order_scale_and_constants_do_not_matter(seed):
    random = np.random.default_rng(seed)
    values = random.random((6, 3))
    found = critic(matrix(values)).values
    assert critic(matrix(values[random.permutation(6)])).values == pytest.approx(found, abs=1e-9)
    assert critic(matrix(values * [1, 1000, 0.01] + [0, -5, 3])).values == pytest.approx(found, abs=1e-9)
    more = critic(matrix(np.column_stack([values, np.full(6, 7.0)])))
    assert more.values == pytest.approx([*found, 0], abs=1e-12)
    assert more.notes == (("constant-no-weight", "c4"),)
    assert np.isnan(more.table("critic.correlation").values[3]).all()


def test_one_criterion_that_differs_takes_all():
    assert critic(matrix([[1, 5], [2, 5]])).values.tolist() == [1.0, 0.0]
    assert critic(matrix([[1], [2]])).values.tolist() == [1.0]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([[1, np.nan], [np.nan, 2]], ["value-missing-fixed"] * 2),
        ([[1, 2]], ["alternatives-few"]),
        ([[1, 2], [1, 2]], ["criteria-constant"]),
        ([[1, 10], [2, 20], [4, 40]], ["critic-alike"]),
    ],
)
def test_data_that_give_no_weights(values, found):
    with pytest.raises(InputError) as caught:
        critic(matrix(values))
    assert codes(caught) == found


def test_working_has_captions():
    found = critic(matrix([[1, 2, 3], [3, 2, 1]]))
    assert all(item.caption(language) for item in found.working for language in languages())
