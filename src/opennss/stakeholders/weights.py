"""Weight of each answer: equal per ISO category, equal per answer inside it; influence never weighs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from opennss.model.criteria import Category


def answer_weights(categories: Sequence[Category]) -> tuple[dict[Category, Fraction], tuple[str, ...]]:
    """Return the weight of one answer by category, and the letters of the categories that were silent.

    A1 and A2 share A's weight in halves; if only one of them answered, it carries A. The weights of all answers sum
    to 1. Source: method, section 3 (project default), test T13.

    >>> weights, silent = answer_weights([Category.LARGE] * 10 + [Category.SME] * 5 + [Category.CONSUMERS])
    >>> float(weights[Category.LARGE]), float(weights[Category.SME]), float(weights[Category.CONSUMERS]), silent
    (0.025, 0.05, 0.5, ('B', 'D', 'E', 'F', 'G'))
    """
    answered = Counter(categories)
    letters = sorted({category[0] for category in answered})
    halves = {letter: sum(category[0] == letter for category in answered) for letter in letters}
    weights = {
        category: Fraction(1, len(letters) * halves[category[0]] * count) for category, count in answered.items()
    }
    silent = tuple(letter for letter in sorted({c[0] for c in Category}) if letter not in letters)
    return weights, silent
