"""The six preference functions of PROMETHEE, and the flows they give on each criterion, which no weight changes.

Source: J. P. Brans, Ph. Vincke, *A preference ranking organisation method* (Management Science 31, 1985), section 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from opennss.errors import Finding
from opennss.mcda.aggregate.preference_kernels import bells, ramps, steps
from opennss.mcda.checks import InputError, complete, is_number, refuse, shown
from opennss.mcda.matrix import DecisionMatrix, Floats, labels

Kind = Literal["usual", "u-shape", "v-shape", "level", "linear", "gaussian"]

KINDS: tuple[Kind, ...] = get_args(Kind)

NEEDS: dict[str, tuple[str, ...]] = {
    "usual": (),
    "u-shape": ("q",),
    "v-shape": ("p",),
    "level": ("q", "p"),
    "linear": ("q", "p"),
    "gaussian": ("s",),
}
"""The thresholds of each kind."""


@dataclass(frozen=True, slots=True)
class Preference:
    """How much one alternative is preferred to another on a criterion, from 0 to 1, by how far it is ahead.

    ``kind`` is one of ``KINDS``: the types I to VI of the paper. Up to ``q`` a difference is indifferent, above ``p``
    preference is strict, at ``s`` the Gaussian curve bends; all in the unit of the criterion. A kind takes the
    thresholds of ``NEEDS`` and no others. ``linear`` with ``q`` equal to ``p`` is ``u-shape``.
    """

    kind: Kind = "usual"
    q: float | None = None
    p: float | None = None
    s: float | None = None


Preferences = Preference | Sequence[Preference]
"""One for all criteria, or one for each."""


def preferences_for(criteria: Sequence[str], preferences: Preferences) -> tuple[list[Preference], list[Finding]]:
    """Return one preference for each criterion, and what is wrong with them; with findings they are not to be used."""
    single = isinstance(preferences, Preference | str) or not hasattr(preferences, "__iter__")
    every: list[Any] = [preferences] * len(criteria) if single else list(preferences)  # type: ignore[arg-type]
    strangers = {shown(one) for one in every if not isinstance(one, Preference)}
    if strangers:
        return every, [refuse("preference-not", value=one) for one in sorted(strangers)]
    if len(every) != len(criteria):
        return every, [refuse("preference-count", number=len(every), criteria=len(criteria))]
    return every, [fault for name, one in zip(criteria, every, strict=True) for fault in _faults(name, one)]


def _faults(name: str, preference: Preference) -> Iterator[Finding]:
    if preference.kind not in KINDS:
        yield refuse("preference-kind", 0, name, name=name, kind=preference.kind, kinds=", ".join(KINDS))
        return
    given = {"q": preference.q, "p": preference.p, "s": preference.s}
    needs = NEEDS[preference.kind]
    sound = True
    for key, value in given.items():
        told = {"name": name, "kind": preference.kind, "threshold": key, "value": value}
        if (value is None) == (key in needs):
            yield refuse("threshold-missing" if value is None else "threshold-unused", 0, name, **told)
            sound = False
        elif value is not None and not (is_number(value) and value >= 0):
            yield refuse("threshold-value", 0, name, **told)
            sound = False
    if not sound:
        return
    steep = {"v-shape": "p", "gaussian": "s"}.get(preference.kind)
    if steep and given[steep] == 0:
        yield refuse("threshold-zero", 0, name, name=name, kind=preference.kind, threshold=steep)
    if preference.q is not None and preference.p is not None and preference.q > preference.p:
        yield refuse("threshold-order", 0, name, name=name, low="q", high="p", value=preference.q, other=preference.p)


def degree(ahead: Floats, preference: Preference, near: Floats | float = 0.0) -> Floats:
    """Return the preference for each difference: by how much one alternative is ahead of another.

    What exceeds a threshold by no more than ``near`` does not exceed it.

    >>> degree(np.array([-1.0, 1.0, 2.0, 9.0]), Preference("level", q=1.0, p=2.0)).tolist()
    [0.0, 0.0, 0.5, 1.0]
    """
    q, p, s = (float(value or 0) for value in (preference.q, preference.p, preference.s))
    if preference.kind == "gaussian":
        return np.where(ahead > 0, -np.expm1(-((ahead / s) ** 2) / 2), 0.0)
    if preference.kind == "level":
        return np.where(ahead > p + near, 1.0, np.where(ahead > q + near, 0.5, 0.0))
    if preference.kind in ("linear", "v-shape") and p > q:
        return np.minimum(np.maximum((ahead - q) / (p - q), 0.0), 1.0)
    return np.where(ahead > q + near, 1.0, 0.0)


def unicriterion_flows(values: ArrayLike, maximize: ArrayLike, preferences: Preferences) -> tuple[Floats, Floats]:
    """Return the positive and the negative flow of every alternative on every criterion, n × m each, from 0 to 1.

    Positive: the mean preference of the alternative to each other one; negative: of each other one to it. Net flow is
    their difference; PROMETHEE II orders by its weighted sum. ``values`` is n × m, ``maximize`` m flags. Exact by one
    sort and one sweep of each criterion (the Gaussian kind compares all pairs). Differences that equal a threshold to
    12 digits do not exceed it. A single alternative has flows of zero. Raises ``InputError`` with every missing value
    and every fault of the thresholds.

    >>> ahead, behind = unicriterion_flows([[1.0], [2.0], [4.0]], [True], Preference("v-shape", p=2.0))
    >>> (ahead - behind).ravel().tolist()
    [-0.75, -0.25, 1.0]
    """
    table = np.asarray(values, dtype=np.float64)
    high = np.asarray(maximize, dtype=np.bool_)
    count, width = table.shape
    criteria = labels("c", width)
    every, wrong = preferences_for(criteria, preferences)
    wrong += complete(DecisionMatrix(table, high, labels("a", count), criteria), "value-missing-fixed")
    if wrong:
        raise InputError(wrong)
    ahead, behind = np.zeros((count, width)), np.zeros((count, width))
    for j, preference in enumerate(every):
        column = table[:, j] if high[j] else -table[:, j]
        order = np.argsort(column, kind="stable")
        rising = column[order]
        ahead[order, j] = _preferred(rising, preference)
        behind[order[::-1], j] = _preferred(-rising[::-1], preference)
    others = max(count - 1, 1)
    return ahead / others, behind / others


def _preferred(rising: Floats, preference: Preference) -> Floats:
    """Return for each of the values, which rise, the sum of its preferences to all others."""
    q, p, s = (float(value or 0) for value in (preference.q, preference.p, preference.s))
    if preference.kind == "gaussian":
        return bells(rising, s)
    if preference.kind == "level":
        return (steps(rising, q) + steps(rising, p)) / 2
    if preference.kind in ("linear", "v-shape") and p > q:
        return ramps(rising, q, p)
    return steps(rising, q)
