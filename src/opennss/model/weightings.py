"""What one person's numbers of ``weightings.csv`` amount to: whole, half, or against the rules of its question.

Shared by the check, which names what is wrong, and by the stage that derives weights and sets such answers aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations

from opennss.mcda.weights.ahp import ahp
from opennss.mcda.weights.best_worst import best_worst
from opennss.mcda.weights.direct import points
from opennss.mcda.weights.given import Weights
from opennss.mcda.weights.swing import swing
from opennss.model.criteria import Criterion, Group, Question, QuestionKind, Weighting

POINTS = Fraction(100)
"""Points that a person shares out; also the value that the most wanted swing takes (project default)."""

RANGES = {
    QuestionKind.POINTS: (Fraction(0), POINTS),
    QuestionKind.SWING: (Fraction(0), POINTS),
    QuestionKind.PAIRS: (Fraction(1, 9), Fraction(9)),
    QuestionKind.BEST_WORST: (Fraction(1), Fraction(9)),
}
"""The least and the largest number that a question of each kind may be answered with."""

HALF, SUM, TOP = "half", "sum", "top"
"""Why an answer is set aside before weights are derived: it is incomplete, its points miss 100, or no swing is 100."""


def weighable(question: Question, criteria: Iterable[Criterion]) -> tuple[str, ...]:
    """Return what a question may weigh: the five groups, or the criteria of the group it is about, in their order."""
    if question.about is None:
        return tuple(group.value for group in Group)
    return tuple(row.id for row in criteria if row.group is question.about)


def items_of(question: Question, rows: Iterable[Weighting], known: Sequence[str]) -> tuple[str, ...]:
    """Return what a question weighs, in the order of ``known``: what it declares, else what anybody gave a number for.

    Without a declaration one stray row makes a thing that nobody was asked about part of the question.
    """
    if question.items:
        return tuple(name for name in known if name in question.items)
    named = {name for row in rows if row.question == question.id for name in (row.item, row.against)}
    return tuple(name for name in known if name in named)


def by_person(question: Question, rows: Iterable[Weighting]) -> dict[str, tuple[Weighting, ...]]:
    """Return the numbers that each person gave to a question, by pseudonym, sorted."""
    own: dict[str, list[Weighting]] = {}
    for row in sorted(rows, key=lambda row: (row.pseudonym, row.item, row.against or "")):
        if row.question == question.id:
            own.setdefault(row.pseudonym, []).append(row)
    return {name: tuple(found) for name, found in own.items()}


def ends(items: Sequence[str], rows: Sequence[Weighting]) -> tuple[str, str] | None:
    """Return the best and the worst item of a best-worst answer, or ``None`` where the comparisons do not say.

    The best is compared with every other item, and every other item is compared with the worst.
    """
    pairs = {(str(row.item), str(row.against)) for row in rows}
    best = [item for item in items if all((item, other) in pairs for other in items if other != item)]
    worst = [item for item in items if all((other, item) in pairs for other in items if other != item)]
    return (best[0], worst[0]) if len(best) == len(worst) == 1 and best != worst else None


def lack(kind: QuestionKind, items: Sequence[str], rows: Sequence[Weighting]) -> str:
    """Return why the numbers of one person cannot be used: ``half``, ``sum``, ``top``, or empty when they can.

    Points and swings need a number for every item, points add up to 100 and the highest swing is 100; pairs need every
    two items once, in one direction; best and worst need both ends and all their comparisons. A missing number is
    never zero.
    """
    if kind is QuestionKind.BEST_WORST:
        return "" if ends(items, rows) and len(rows) == 2 * len(items) - 3 else HALF
    if kind is QuestionKind.PAIRS:
        given = [frozenset((str(row.item), str(row.against))) for row in rows]
        wanted = {frozenset(pair) for pair in combinations(items, 2)}
        return "" if len(given) == len(wanted) and set(given) == wanted else HALF
    if sorted(row.item for row in rows) != sorted(items):
        return HALF
    if kind is QuestionKind.POINTS:
        return "" if sum(row.value for row in rows) == POINTS else SUM
    return "" if max(row.value for row in rows) == POINTS else TOP


def unpaired(items: Sequence[str], rows: Iterable[Weighting]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of items that the rows of one person compare in neither direction, in the order of the items."""
    given = {frozenset((str(row.item), str(row.against))) for row in rows}
    return tuple(pair for pair in combinations(items, 2) if frozenset(pair) not in given)


def weights_of(kind: QuestionKind, items: Sequence[str], rows: Sequence[Weighting]) -> Weights:
    """Return the weights that one person's numbers give, for an answer of which ``lack`` says nothing.

    Weights from comparisons say how consistent these are. Raises ``InputError`` for numbers that no weights can come
    of, such as a best item that another one beats.
    """
    if kind is QuestionKind.PAIRS:
        return ahp({(row.item, str(row.against)): float(row.value) for row in rows}, items)
    if kind is QuestionKind.BEST_WORST:
        both = ends(items, rows)
        assert both  # ``lack`` found it whole
        best, worst = both
        over = {str(row.against): float(row.value) for row in rows if row.item == best}
        under = {str(row.item): float(row.value) for row in rows if row.against == worst}
        return best_worst(best, worst, over, under)
    numbers = {str(row.item): float(row.value) for row in rows}
    return points(numbers, items) if kind is QuestionKind.POINTS else swing(numbers, items)
