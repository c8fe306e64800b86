"""Weight of each answer: equal per ISO category, equal per answer inside it; influence never weighs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from opennss.model.criteria import Categories, Category


def answer_weights(answers: Iterable[Categories]) -> tuple[dict[Categories, Fraction], tuple[str, ...]]:
    """Return the weight of one answer by its categories, and the letters of the categories that were silent.

    ``answers`` holds one entry an answer: its category, or the categories that its person is not told apart from. No
    category stands in two different entries. A1 and A2 share A's weight in halves; if only one of them answered, it
    carries A. Categories that are not told apart have the sum of the weights that each would have had, every answer of
    them the same; all of them count as heard. The weights of all answers sum to 1. Source: method, section 3 (project
    default), test T13.

    >>> large, small, joint = (Category.LARGE,), (Category.SME,), (Category.CONSUMERS, Category.LABOUR)
    >>> weights, silent = answer_weights([large] * 10 + [small] * 5 + [joint] * 8)
    >>> float(weights[large] * 10), float(weights[small] * 5), float(weights[joint]), silent
    (0.16666666666666666, 0.16666666666666666, 0.08333333333333333, ('B', 'E', 'F', 'G'))
    """
    answered = Counter(answers)
    heard = [category for categories in answered for category in categories]
    letters = sorted({category[0] for category in heard})
    halves = Counter(category[0] for category in heard)
    weights = {
        categories: Fraction(sum(Fraction(1, halves[category[0]]) for category in categories), len(letters) * count)
        for categories, count in answered.items()
    }
    silent = tuple(letter for letter in sorted({c[0] for c in Category}) if letter not in letters)
    return weights, silent
