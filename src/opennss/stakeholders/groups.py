"""Groups of stakeholder categories: merged where few answered, hidden where a figure would tell too much.

Source: method, section 3 (project default): fewer than five answers of a group are suppressed or merged into a named
wider group, and no figure may be derivable by subtraction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from opennss.model.criteria import Category
from opennss.stakeholders.rounds import SUPPRESSED_BELOW

CIVIL = ("C", "D", "G")
"""Categories that are heard together, as "civil society and labour", where one of them alone is too few."""

MERGED = "+".join(CIVIL)
"""The name of that group: ``C+D+G``."""


def letter(category: Category) -> str:
    """Return the letter of a category; A1 and A2 are both A.

    >>> letter(Category.SME)
    'A'
    """
    return category[0]


def groups(categories: Iterable[Category]) -> dict[str, str]:
    """Return the group of each letter that answered, ``categories`` holding one entry an answer.

    C, D and G are one group as soon as one of them has answers, but fewer than five; every other letter is a group of
    its own.

    >>> groups([Category.LARGE] * 4 + [Category.CONSUMERS] * 9 + [Category.LABOUR])
    {'A': 'A', 'C': 'C+D+G', 'D': 'C+D+G'}
    """
    answers = Counter(letter(category) for category in categories)
    merge = any(0 < answers[one] < SUPPRESSED_BELOW for one in CIVIL)
    return {one: MERGED if merge and one in CIVIL else one for one in sorted(answers)}


def shown(answers: Mapping[str, int]) -> frozenset[str]:
    """Return the groups whose figure may be shown beside the figure of all, from the answers of each group.

    A group of fewer than five answers is hidden. What is hidden can be had by subtracting the others from all, so it
    must be two groups at least, with five answers together at least: else the smallest shown group is hidden too, of
    equally small ones the first by name. It is then heard in the figure of all alone.

    >>> sorted(shown({"A": 9, "B": 4, "E": 6})), sorted(shown({"A": 9, "B": 4, "E": 6, "F": 2}))
    (['A'], ['A', 'E'])
    """
    spoke = {name: count for name, count in answers.items() if count}
    hidden = {name for name, count in spoke.items() if count < SUPPRESSED_BELOW}
    while hidden and len(hidden) < len(spoke) and not _safe([spoke[name] for name in hidden]):
        hidden.add(min((name for name in spoke if name not in hidden), key=lambda name: (spoke[name], name)))
    return frozenset(spoke) - hidden


def _safe(hidden: list[int]) -> bool:
    return len(hidden) > 1 and sum(hidden) >= SUPPRESSED_BELOW
