"""The ranking under other weights of the five groups, beside the released one: asked for, answered, never kept."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from opennss.build import rank_inputs
from opennss.model.criteria import Group
from opennss.model.results import RankedArea
from opennss.priorities.inputs import RankInputs
from opennss_web.actions.results import Seen
from opennss_web.actions.shapes import Place, WeighedArea, WeighingAnswer, Words
from opennss_web.content import part_of

MOST = 100
"""The largest number that a group may be given; only the shares of the whole count."""

NUMBER = re.compile(r"100([.,]0{1,2})?|[0-9]{1,2}([.,][0-9]{1,2})?")
"""How the points of a group are written: 0 to ``MOST``, at most two decimals."""

WEIGHING = "weighing"
"""The part of a release that the ranking is made from."""

Points = dict[str, Fraction]


class UnweighableError(ValueError):
    """Numbers that are no weights; ``groups`` names those at fault, none of them when all are zero."""

    def __init__(self, groups: tuple[str, ...]) -> None:
        super().__init__(", ".join(groups))
        self.groups = groups


def released(what: Seen) -> Points:
    """Return the released weights as points: of a hundred where these are whole, else the largest one is a hundred."""
    own = {group.value: Fraction(1) for group in Group}
    own |= {name: Fraction(value) for name, value in what.strategy.workspace.settings.weights}
    shares = {name: value * MOST / sum(own.values()) for name, value in own.items()}
    if all(share.denominator == 1 for share in shares.values()):
        return shares
    return {name: Fraction(round(value * MOST / max(own.values()), 2)) for name, value in own.items()}


def read(asked: Mapping[str, str], what: Seen) -> Points:
    """Return the points that an address asks for, the released ones where it is silent; raises ``UnweighableError``."""
    points = released(what)
    written = {name: text for name in points if (text := asked.get(name, "").strip())}
    wrong = tuple(name for name, text in written.items() if not NUMBER.fullmatch(text))
    points |= {name: Fraction(text.replace(",", ".")) for name, text in written.items() if name not in wrong}
    if wrong or not any(points.values()):
        raise UnweighableError(wrong)
    return points


def weigh(what: Seen, points: Points) -> WeighingAnswer:
    """Return the ranking that the library makes with these weights, area by area beside the released one."""
    return _weighed(what, tuple(points.items()))


@lru_cache(maxsize=256)
def _weighed(what: Seen, points: tuple[tuple[str, Fraction], ...]) -> WeighingAnswer:
    between = dict(points)
    inputs = _inputs(what)
    same = between == released(what)
    fresh = {str(area.area): area for area in (inputs if same else replace(inputs, between=between)).ranks().areas}
    rows = []
    for area in what.strategy.workspace.evidence.areas:
        before, after = _place(what.strategy.ranks.of(area.id)), _place(fresh[str(area.id)])
        name: Words = dict(area.name.values)
        rows.append(WeighedArea(str(area.id), name, area.kind, before, after, before == after))
    rows.sort(key=lambda row: (row.weighed.joint is None, row.weighed.joint or 0, row.id))
    total, stays = sum(between.values()), sum(row.stays for row in rows)
    shares = {name: round(float(value / total), 4) for name, value in between.items()}
    return WeighingAnswer(shares, stays, len(rows) - stays, tuple(rows))


def _place(area: RankedArea) -> Place:
    return Place(area.joint, area.position, area.final)


@lru_cache(maxsize=2)
def _inputs(what: Seen) -> RankInputs:
    kept: RankInputs | None = part_of(what.release, WEIGHING)
    return kept or rank_inputs(what.strategy.workspace)[0]


def table(what: Seen, points: Points) -> tuple[list[str], list[list[object]]]:
    """Return head and rows of the ranking under these weights, with the weights beside each row."""
    found, known = weigh(what, points), what.strategy.workspace.settings.languages
    parts = ("joint", "position", "rank")
    head = ["area", *(f"name_{x}" for x in known), "kind", *(f"released_{x}" for x in parts)]
    head += [*(f"weighed_{x}" for x in parts), "stays", *(f"weight_{group}" for group in found.weights)]
    rows: list[list[object]] = []
    for area in found.areas:
        names = [area.name.get(x, "") for x in known]
        places = [getattr(place, part) for place in (area.released, area.weighed) for part in parts]
        stays = "yes" if area.stays else "no"
        rows.append([area.id, *names, area.kind.value, *places, stays, *found.weights.values()])
    return head, rows
