"""Methods that turn a decision matrix and weights into an order: one short file each, with paper and working."""

from __future__ import annotations

from collections.abc import Callable

from opennss.mcda.aggregate.electre_3 import electre_3
from opennss.mcda.aggregate.promethee import promethee_2
from opennss.mcda.aggregate.topsis import topsis
from opennss.mcda.aggregate.vikor import vikor
from opennss.mcda.aggregate.weighted_product import weighted_product
from opennss.mcda.aggregate.weighted_sum import weighted_sum
from opennss.mcda.checks import InputError, unknown
from opennss.mcda.matrix import Ranking


class Methods(dict[str, Callable[..., Ranking]]):
    """Methods by name; asked for another one they say ``InputError`` with the names there are."""

    def __missing__(self, name: object) -> Callable[..., Ranking]:
        raise InputError([unknown(name, self)])


METHODS = Methods(
    {
        "weighted-sum": weighted_sum,
        "weighted-product": weighted_product,
        "topsis": topsis,
        "vikor": vikor,
        "promethee-2": promethee_2,
        "electre-3": electre_3,
    }
)
"""Every cardinal method by name: called with a decision matrix, weights and the options of the method."""
