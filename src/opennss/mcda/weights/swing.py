"""Swing weights: how much the swing from worst to best on a criterion is worth, the most wanted swing being 100.

Source: D. von Winterfeldt and W. Edwards, *Decision Analysis and Behavioral Research* (Cambridge 1986).
"""

from __future__ import annotations

from collections.abc import Sequence

from opennss.mcda.checks import InputError, refuse, weights_for
from opennss.mcda.matrix import working
from opennss.mcda.weights.given import Answers, Weights, named

TOP = 100.0
"""What the most wanted swing is rated."""


def swing(ratings: Answers, criteria: Sequence[str] = (), rescale: bool = False) -> Weights:
    """Return each rating divided by the sum of all; ratings go from 0 to 100, and one at least must be 100.

    ``rescale`` accepts ratings whose highest is another positive number, which shows in the notes. Raises
    ``InputError`` for a rating that is missing, negative or no number, and for a highest one that is not 100.

    >>> swing({"price": 100, "quality": 60}).shares()
    {'price': 0.625, 'quality': 0.375}
    """
    names, given, wrong = named(ratings, criteria)
    if not wrong:
        found, wrong = weights_for(names, given, rescale=True)
    if wrong:
        raise InputError(wrong)
    highest = float(given.max())
    if highest != TOP and not rescale:
        raise InputError([refuse("swing-top", highest=f"{highest:.12g}", top=f"{TOP:g}")])
    notes = () if highest == TOP else (("swing-rescaled", f"{highest:.12g}"),)
    return Weights(names, found, "swing", (working("swing.ratings", "s", names, ("s",), given),), notes)
