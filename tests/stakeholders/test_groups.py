"""Groups of categories: who is heard together, what is hidden, and that nothing can be had by subtraction."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.model.criteria import Category
from opennss.stakeholders.groups import MERGED, groups, letter, shown
from opennss.stakeholders.rounds import SUPPRESSED_BELOW
from opennss.stakeholders.weights import answer_weights

ANSWERS = st.dictionaries(st.sampled_from(list(Category)), st.integers(1, 9), min_size=1).map(
    lambda counts: [category for category, count in sorted(counts.items()) for _ in range(count)]
)


def people(**counts: int) -> list[Category]:
    return [Category(name) for name, count in counts.items() for _ in range(count)]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (people(A1=3, A2=4, B=5), {"A": "A", "B": "B"}),
        (people(C=5, D=6, G=7), {"C": "C", "D": "D", "G": "G"}),
        (people(C=5, D=4), {"C": MERGED, "D": MERGED}),
        (people(C=5, G=9), {"C": "C", "G": "G"}),
        (people(D=2), {"D": MERGED}),
        (people(B=2, E=1), {"B": "B", "E": "E"}),
    ],
)
def test_consumers_labour_and_ngos_are_one_group_when_one_of_them_is_too_few(
    answers: list[Category], expected: dict[str, str]
) -> None:
    assert groups(answers) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"A": 5, "B": 5}, {"A", "B"}),
        ({"A": 17}, {"A"}),
        ({"A": 4}, set()),
        ({"A": 9, "B": 4, "E": 6}, {"A"}),  # B alone could be had by subtraction, so E is hidden too
        ({"A": 9, "B": 4, "E": 3}, {"A"}),  # seven answers together say nothing of four
        ({"A": 9, "B": 1, "E": 1, "F": 8}, {"A"}),  # two answers together are too few
        ({"A": 9, "B": 4}, set()),  # nothing is left to hide B behind
        ({"A": 9, "B": 0, "E": 6}, {"A", "E"}),  # who did not answer cannot be told
    ],
)
def test_what_is_hidden_is_at_least_two_groups_and_five_answers(answers: dict[str, int], expected: set[str]) -> None:
    assert shown(answers) == expected


@settings(max_examples=300)
@given(ANSWERS)
def test_no_mean_of_fewer_than_five_can_be_worked_out_from_those_that_are_shown(answers: list[Category]) -> None:
    """Means of all and of the shown groups, as an equation each over the people; no few letters' mean solves them."""
    if len(answers) < SUPPRESSED_BELOW:
        return
    own, (weights, _) = groups(answers), answer_weights(answers)
    share = np.array([float(weights[category]) for category in answers])
    group = np.array([own[letter(category)] for category in answers])
    visible = sorted(shown(Counter(group.tolist())))
    known = np.array([share, *(np.where(group == name, share, 0) for name in visible)])
    count = Counter(letter(category) for category in answers)
    for size in range(1, len(count) + 1):
        for letters in combinations(sorted(count), size):
            if sum(count[one] for one in letters) >= SUPPRESSED_BELOW:
                continue
            wanted = np.where([letter(category) in letters for category in answers], share, 0)
            solution = np.linalg.lstsq(known.T, wanted, rcond=None)[0]
            assert np.abs(known.T @ solution - wanted).max() > 1e-6, (letters, visible)
    hidden = {name for name in group.tolist() if name not in visible}
    assert not hidden or not visible or len(hidden) > 1
