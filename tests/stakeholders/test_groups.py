"""Groups of categories: who is heard together, what is hidden, and that nothing can be had by subtraction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.model.criteria import CIVIL, Categories, Category, together
from opennss.stakeholders.groups import MERGED, cells, groups, letter, shown
from opennss.stakeholders.rounds import SUPPRESSED_BELOW
from opennss.stakeholders.weights import answer_weights

COUNTS = st.dictionaries(st.sampled_from(list(Category)), st.integers(1, 12), min_size=1)


def people(**counts: int) -> list[Categories]:
    """So many answers of each category; ``C_D`` are C and D that are not told apart."""
    return [tuple(map(Category, names.split("_"))) for names, count in counts.items() for _ in range(count)]


def told(counts: Mapping[Category, int]) -> list[Categories]:
    """The answers as the folder keeps them: categories of few people are not told apart."""
    joint = cells(counts)
    return [joint[category] for category, count in sorted(counts.items()) for _ in range(count)]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"A1": 5, "C": 5, "G": 5}, "A1 C G"),
        ({"A1": 9, "C": 5, "D": 4, "G": 6}, "A1 C+D+G"),
        ({"A1": 9, "C": 5, "D": 4}, "A1 C+D"),  # only what answered is named
        ({"A1": 3, "A2": 9, "B": 6}, "A1+A2 B"),  # they are heard as one group anyway
        ({"A1": 3, "A2": 9, "B": 6, "E": 2}, "A1+E A2 B"),  # the small ones with each other
        ({"A1": 30, "B": 4, "E": 4, "F": 6}, "A1 B+E F"),
        ({"A1": 30, "B": 4, "E": 9, "F": 6}, "A1 B+F E"),  # one small one with the smallest other
        ({"A1": 30, "D": 2, "E": 9}, "A1 D+E"),  # labour alone is still too few
        ({"A1": 30, "B": 1, "E": 3}, "A1+B+E"),
        ({"A1": 30, "B": 2, "E": 2, "F": 2}, "A1 B+E+F"),
        ({"A1": 2, "D": 2}, "A1+D"),
        ({"A1": 2}, "A1"),
        ({"A1": 0}, ""),
    ],
)
def test_categories_of_few_people_are_not_told_apart(counts: dict[str, int], expected: str) -> None:
    found = cells({Category(name): count for name, count in counts.items()})
    assert " ".join(sorted({together(cell) for cell in found.values()})) == expected


@settings(max_examples=150, deadline=None)
@given(COUNTS)
def test_a_cell_has_five_people_or_everybody_and_no_more_is_merged_than_needed(counts: dict[Category, int]) -> None:
    found = cells(counts)
    every = set(found.values())
    size = {cell: sum(counts[category] for category in cell) for cell in every}
    assert sorted(category for cell in every for category in cell) == sorted(counts) == sorted(found)
    assert all(category in found[category] == tuple(sorted(found[category])) for category in found)
    assert len(every) == 1 or min(size.values()) >= SUPPRESSED_BELOW
    few = {category for category, count in counts.items() if count < SUPPRESSED_BELOW}
    assert few or all(len(cell) == 1 for cell in every)
    joint = {category for category in counts if category in CIVIL} if few & set(CIVIL) else set()
    assert len({found[category] for category in joint}) <= 1, "consumers, labour and NGOs first"
    for cell in every:
        for number in range(1, len(cell)):
            for part in combinations(cell, number):
                rest = set(cell) - set(part)
                sizes = (sum(counts[category] for category in part), sum(counts[category] for category in rest))
                apart = min(sizes) >= SUPPRESSED_BELOW and not (joint & set(part) and joint & rest)
                assert not apart, "this could have been told apart"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (people(A1=3, A2=4, B=5), ["A", "A", "B"]),
        (people(C=5, D=6, G=7), ["C", "D", "G"]),
        (people(C=5, D=4), [MERGED, MERGED]),
        (people(C=5, G=9), ["C", "G"]),
        (people(D=2), [MERGED]),
        (people(B=2, E=1), ["B", "E"]),
        (people(C_D=9, G=6), [MERGED, MERGED]),
        (people(A1_A2=9, B=6), ["A", "B"]),
        (people(A1=9, A2_B=6, E=7), ["A+B", "A+B", "E"]),  # A1 cannot be told apart from all of A
        (people(B_C=6, D=9), ["B+C", "D"]),
        (people(B_C=6, D=3, E=9), ["B+C+D+G", "B+C+D+G", "E"]),
        (people(A1_B=9, A2_E=6), ["A+B+E", "A+B+E"]),
    ],
)
def test_consumers_labour_and_ngos_are_one_group_when_one_of_them_is_too_few(
    answers: list[Categories], expected: list[str]
) -> None:
    assert groups(answers) == dict(zip(dict.fromkeys(answers), expected, strict=True))


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


@settings(max_examples=300, deadline=None)
@given(COUNTS, st.booleans())
def test_no_mean_of_fewer_than_five_can_be_worked_out_from_those_that_are_shown(
    counts: dict[Category, int], merged: bool
) -> None:
    """Means of all and of the shown groups, as an equation each over the people; no few letters' mean solves them."""
    if sum(counts.values()) < SUPPRESSED_BELOW:
        return
    alone = [category for category, count in sorted(counts.items()) for _ in range(count)]
    answers = told(counts) if merged else [(category,) for category in alone]
    own, (weights, _) = groups(answers), answer_weights(answers)
    assert sum(weights[categories] for categories in answers) == 1
    share = np.array([float(weights[categories]) for categories in answers])
    group = np.array([own[categories] for categories in answers])
    visible = sorted(shown(Counter(group.tolist())))
    known = np.array([share, *(np.where(group == name, share, 0) for name in visible)])
    count = Counter(letter(category) for category in alone)
    for size in range(1, len(count) + 1):
        for letters in combinations(sorted(count), size):
            if sum(count[one] for one in letters) >= SUPPRESSED_BELOW:
                continue
            wanted = np.where([letter(category) in letters for category in alone], share, 0)
            solution = np.linalg.lstsq(known.T, wanted, rcond=None)[0]
            assert np.abs(known.T @ solution - wanted).max() > 1e-6, (letters, visible)
    hidden = {name for name in group.tolist() if name not in visible}
    assert not hidden or not visible or len(hidden) > 1
    assert not (merged and hidden), "what the folder tells apart may be shown"
