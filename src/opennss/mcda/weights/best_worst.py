"""Weights from comparing everything with the best and with the worst criterion (BWM), by the linear model.

Source: J. Rezaei, *Best-worst multi-criteria decision-making method*, Omega 53, 2015, 49-57, and *Best-worst
multi-criteria decision-making method: Some properties and a linear model*, Omega 64, 2016, 126-130. Consistency of the
answers and its thresholds: F. Liang, M. Brunelli and J. Rezaei, *Consistency issues in the best worst method:
Measurements and thresholds*, Omega 96, 2020, 102175, table 3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import SupportsFloat

import highspy
import numpy as np

from opennss.errors import Finding
from opennss.mcda.checks import NEAR, InputError, refuse, shown
from opennss.mcda.matrix import Floats, working
from opennss.mcda.weights.ahp import SCALE
from opennss.mcda.weights.given import Consistency, Reconsider, Weights, answer_unknown, nameless

THRESHOLDS = {
    2: (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    3: (0.1667, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667, 0.1667),
    4: (0.1121, 0.1529, 0.1898, 0.2206, 0.2527, 0.2577, 0.2683),
    5: (0.1354, 0.1994, 0.2306, 0.2546, 0.2716, 0.2844, 0.2960),
    6: (0.1330, 0.1990, 0.2643, 0.3044, 0.3144, 0.3221, 0.3262),
    7: (0.1294, 0.2457, 0.2819, 0.3029, 0.3144, 0.3251, 0.3403),
    8: (0.1309, 0.2521, 0.2958, 0.3154, 0.3408, 0.3620, 0.3657),
    9: (0.1359, 0.2681, 0.3062, 0.3337, 0.3517, 0.3620, 0.3662),
}
"""The largest consistency ratio to accept, by how many times the best beats the worst, for 3, 4, ... 9 criteria."""


def best_worst(
    best: str,
    worst: str,
    best_to_others: Mapping[str, float],
    others_to_worst: Mapping[str, float],
    criteria: Sequence[str] = (),
) -> Weights:
    """Return the weights that keep closest to how many times the best beats each, and each beats the worst.

    ``best_to_others`` says how many times as important the best criterion is as each other one, ``others_to_worst`` how
    many times as important each is as the worst. The answer about best and worst may stand in either of them, or alike
    in both; a criterion against itself is 1 or left out. The weights minimize xi, the largest of all
    |w_best - a w_j| and |w_j - a w_worst|, which is ``consistency.index``.

    ``consistency.ratio`` looks at the answers alone: the largest |a_best,j a_j,worst - a_best,worst| divided by what it
    can be at most for a criterion; its limit is that of the nearest row and column of ``THRESHOLDS``. Of the two
    answers about the criterion that deviates most, the one to reconsider is the one that lowers xi more.

    Raises ``InputError`` for answers that are missing, not from 1 to 9, or above best to worst (then another criterion
    would be the best or the worst), and for two answers about best and worst that differ.

    >>> best_worst("price", "style", {"comfort": 2, "style": 8}, {"comfort": 4}).values.round(6).tolist()
    [0.615385, 0.307692, 0.076923]
    """
    for answers in (best_to_others, others_to_worst):
        if not isinstance(answers, Mapping):
            raise InputError([refuse("answers-by-name", given=shown(answers))])
    names = tuple(criteria) or tuple(dict.fromkeys((best, *best_to_others, *others_to_worst, worst)))
    over, under = {best: 1.0, **best_to_others}, {worst: 1.0, **others_to_worst}
    if best in under:
        over.setdefault(worst, under[best])
    if worst in over:
        under.setdefault(best, over[worst])
    if wrong := _faults(names, best, worst, over, under):
        raise InputError(wrong)
    ends = names.index(best), names.index(worst)
    given = np.array([[float(over[name]), float(under[name])] for name in names])
    values, xi = _solved(ends, given)
    table = working("best-worst.answers", "a", names, ("a_Bj", "a_jW"), given)
    return Weights(names, values, "best-worst", (table,), (), _consistency(names, ends, given, xi))


def _faults(
    names: tuple[str, ...], best: str, worst: str, over: Mapping[str, float], under: Mapping[str, float]
) -> list[Finding]:
    wrong = nameless(names)
    unknown = dict.fromkeys(name for name in (best, worst, *over, *under) if name not in names)
    wrong += [answer_unknown(name, names) for name in unknown]
    if best == worst and len(names) > 1:
        wrong.append(refuse("best-is-worst", 0, best, name=best))
    pairs = [(best, name, over.get(name)) for name in names] + [(name, worst, under.get(name)) for name in names]
    for item, against, value in dict.fromkeys(pairs):
        pair: dict[str, object] = {"item": item, "against": against}
        if value is None:
            wrong.append(refuse("best-worst-missing", 0, item, **pair))
        elif isinstance(value, str) or not isinstance(value, SupportsFloat):
            wrong.append(refuse("comparison-number", 0, item, **pair, value=repr(value)))
        elif np.isnan(float(value)):
            wrong.append(refuse("best-worst-missing", 0, item, **pair))
        elif item == against and value != 1:
            wrong.append(refuse("comparison-itself", 0, item, item=item, value=f"{value:g}"))
        elif value < 1:
            wrong.append(refuse("best-worst-below", 0, item, **pair, value=f"{value:g}"))
        elif value > SCALE * (1 + NEAR):
            wrong.append(refuse("comparison-scale", 0, item, **pair, value=f"{value:g}", most=SCALE))
    if wrong:
        return wrong
    top = over[worst]
    ends = {"best": best, "worst": worst}
    if abs(under[best] - top) > NEAR:
        return [refuse("best-worst-differ", 0, best, **ends, first=f"{top:.12g}", second=f"{under[best]:.12g}")]
    return [
        refuse(
            "best-worst-above", 0, item, **ends, item=item, against=against, value=f"{value:.12g}", top=f"{top:.12g}"
        )
        for item, against, value in pairs
        if value is not None and value > top + NEAR
    ]


def _solved(ends: tuple[int, int], given: Floats) -> tuple[Floats, float]:
    """Return the weights and xi of the linear model: smallest xi that bounds every deviation, weights of sum 1."""
    highs = highspy.Highs()
    for option, value in {
        "output_flag": False, "threads": 1, "primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10,
    }.items():  # fmt: skip
        highs.setOptionValue(option, value)
    weights = [highs.addVariable(lb=0.0) for _ in given]
    xi = highs.addVariable(lb=0.0)
    best, worst = ends
    for place, (over, under) in enumerate(given.tolist()):
        for more, times, less in ((best, over, place), (place, under, worst)):
            if more != less:
                highs.addConstr(weights[more] - times * weights[less] - xi <= 0)
                highs.addConstr(weights[more] - times * weights[less] + xi >= 0)
    highs.addConstr(sum(weights) == 1)
    highs.minimize(xi)
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ArithmeticError(f"the solver found no weights: {highs.getModelStatus()}")
    found = np.array(highs.getSolution().col_value)
    total = float(found[:-1].sum())
    return found[:-1] / total, float(found[-1]) / total


def _ratios(ends: tuple[int, int], given: Floats) -> Floats:
    """Return how far the two answers about each criterion are from best to worst, as a share of the most possible."""
    top = given[ends[1], 0]
    return np.abs(given[:, 0] * given[:, 1] - top) / (top * (top - 1)) if top > 1 else np.zeros(len(given))


def _consistency(names: tuple[str, ...], ends: tuple[int, int], given: Floats, xi: float) -> Consistency:
    best, worst = ends
    top = float(given[worst, 0])
    ratios = _ratios(ends, given)
    column = min(max(len(names), 3), 9) - 3
    limit = THRESHOLDS[min(max(int(top + 0.5), 2), 9)][column]
    far = int(np.argmax(ratios))
    ratio = float(ratios[far])
    if ratio <= NEAR:
        return Consistency(xi, ratio, limit, None)
    candidates = []
    for side, (item, against) in enumerate(((best, far), (far, worst))):
        other = given.copy()
        other[far, side] = top / given[far, 1 - side]
        answer = Reconsider(
            names[item],
            names[against],
            float(given[far, side]),
            float(other[far, side]),
            float(_ratios(ends, other).max()),
        )
        candidates.append((_solved(ends, other)[1], side, answer))
    reconsider = min(candidates, key=lambda one: one[:2])[2]
    return Consistency(xi, ratio, limit, reconsider if reconsider.ratio < ratio - NEAR else None)
