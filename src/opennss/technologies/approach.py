"""The approach to a technology: lead, participate, adopt or monitor, with its reasons and what would change it.

The rule is a project default. It is published nowhere; JTC 1's published alternative has two answers, act now and
watch.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from opennss.language import Text, languages
from opennss.model.country import Membership
from opennss.model.criteria import Approach, Decision, DecisionKind, Rank
from opennss.model.dossiers import Flip, Landscape, Level, Valued
from opennss.model.technologies import Axis, CommitteeMeasure, Technology
from opennss.technologies.levels import SCALE, levels, possible

CAPACITY = "capacity"
"""The criterion on which rank 1 means that the country has the people to lead."""

ASKED = ("regulation", "market-regulation")
"""The criteria on which rank 1 means that a rule asks for the technology."""

Reason = tuple[str, Mapping[str, object]]
"""A key of a sentence below ``approach.``, and its values: texts, numbers, references."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What the membership lets the country do for a technology; ``None`` where it is not known.

    ``lead``: be P-member in at least one of its committees; ``observe``: comment as P- or O-member in one; ``adopt``:
    something is in force that the country may adopt.
    """

    lead: bool | None
    observe: bool | None
    adopt: bool | None


def rule(value: Level, relevance: Level, capable: bool, asked: bool, rights: Rights) -> Approach:
    """Return the approach of one settled case (project default).

    High value and high relevance call for a seat: lead with capacity, else participate, within the rights. High value
    alone calls for the documents in force. Low value calls for them only where relevance is high and a rule asks: who
    must comply needs the document, and a seat would cost more than so little use returns. Else monitor.

    >>> rule(Level.HIGH, Level.HIGH, True, False, Rights(lead=False, observe=True, adopt=True)).value
    'participate'
    """
    if value is Level.HIGH and relevance is Level.HIGH:
        if capable and rights.lead:
            return Approach.LEAD
        if rights.observe:
            return Approach.PARTICIPATE
    elif value is Level.LOW and not (relevance is Level.HIGH and asked):
        return Approach.MONITOR
    return Approach.ADOPT if rights.adopt else Approach.MONITOR


def rights_of(technology: Technology, membership: Membership, landscape: Landscape) -> Rights:
    """Return the rights in the committees of a technology; without committees nothing is known.

    Seats in bodies other than ISO and IEC, and their texts, depend on agreements that the settings do not hold.
    """
    views = {view.code: view for view in landscape.committees}
    adoptable = []
    for code in technology.committees:
        amount = views[code].figures.get(CommitteeMeasure.IN_FORCE) if code in views else None
        known = amount is not None and (bool(amount.value) or amount.complete)
        something = bool(amount and amount.value) if known else None
        adoptable.append(_both(something, membership.may_adopt(code)))
    may = {role: [_may(membership, code, role) for code in technology.committees] for role in ("P", "O")}
    return Rights(_either(may["P"]), _either(may["O"]), _either(adoptable))


def _may(membership: Membership, code: str, role: str) -> bool | None:
    return membership.may_participate(code, role) if code.startswith(("ISO", "IEC")) else None


def _either(answers: Sequence[bool | None]) -> bool | None:
    return True if True in answers else None if None in answers or not answers else False


def _both(first: bool | None, second: bool | None) -> bool | None:
    return False if False in (first, second) else None if None in (first, second) else True


def approaches(cells: Sequence[Valued], rights: Rights, high: Fraction) -> tuple[Approach, ...]:
    """Return every approach that the open cells and rights still allow, the most active first.

    Exact: the few open cells on which the rule itself depends are filled one by one, the others by their extremes.
    """
    special = {i: possible(c) for i, c in enumerate(cells) if c.criterion.id in (CAPACITY, *ASKED)}
    found: set[Approach] = set()
    for filling in product(*special.values()):
        filled = list(cells)
        for i, rank in zip(special, filling, strict=True):
            filled[i] = _as(cells[i], rank)
        capable, asked = _first(filled, (CAPACITY,)), _first(filled, ASKED)
        values, relevances = (levels(_on(filled, axis), high) for axis in Axis)
        cases = product(values, relevances, _settled(rights))
        found |= {rule(value, relevance, bool(capable), bool(asked), known) for value, relevance, known in cases}
    return tuple(approach for approach in Approach if approach in found)


def _as(cell: Valued, rank: Rank) -> Valued:
    return replace(cell, rank=rank, amount=None, rating=None, borderline=False)


def _on(cells: Iterable[Valued], axis: Axis) -> list[Valued]:
    return [cell for cell in cells if cell.criterion.axis is axis]


def _first(cells: Iterable[Valued], ids: tuple[str, ...]) -> list[Valued]:
    """The cells of these criteria that rank 1."""
    return [cell for cell in cells if cell.criterion.id in ids and cell.rank is Rank.HIGH]


def _settled(rights: Rights) -> list[Rights]:
    """Every way in which open rights may turn out; who may be P-member may also observe."""
    ways = product(*((True, False) if right is None else (right,) for right in _rights(rights)))
    return [Rights(*way) for way in ways if way[1] or not way[0]]


def _rights(rights: Rights) -> tuple[bool | None, ...]:
    return (rights.lead, rights.observe, rights.adopt)


def flips(cells: Sequence[Valued], rights: Rights, high: Fraction) -> tuple[Flip, ...]:
    """Return every other rank of a single criterion that settles another approach, the nearest first.

    Each is tried. An open cell is nearest, as finding out is enough; a known one is as far as its rank has to move. A
    rank that leaves several approaches possible is no flip.
    """
    computed = _single(approaches(cells, rights, high))
    found = []
    for i, cell in enumerate(cells):
        number = cell.rank.number
        for rank in () if cell.rank is Rank.NOT_APPLICABLE else SCALE:
            if rank is cell.rank or (number is None and rank not in possible(cell)):
                continue
            other = _single(approaches([*cells[:i], _as(cell, rank), *cells[i + 1 :]], rights, high))
            if other is not None and other is not computed:
                far = 0 if number is None else abs(number - (rank.number or 0))
                found.append((far, i, SCALE.index(rank), Flip(cell.criterion.id, rank, other)))
    return tuple(flip for *_, flip in sorted(found, key=lambda item: item[:3]))


def _single(found: Sequence[Approach]) -> Approach | None:
    return found[0] if len(found) == 1 else None


def decided(technology: Technology, decisions: Sequence[Decision], day: dt.date) -> Decision | None:
    """Return the decision on a technology's approach that holds on ``day``; one that names no approach decides none."""
    held = (
        row for row in decisions
        if row.kind is DecisionKind.APPROACH and row.approach and row.subject == technology.id
        and row.date <= day <= row.expiry
    )  # fmt: skip
    return next(held, None)


def reasons(
    cells: Sequence[Valued], rights: Rights, high: Fraction, landscape: Landscape, decision: Decision | None
) -> tuple[Reason, ...]:
    """Return why: the level of each axis with the criteria that rank 1, then what the rule looked at besides."""
    on = {axis: _on(cells, axis) for axis in Axis}
    value, relevance = (levels(on[axis], high) for axis in Axis)
    seat = Level.HIGH in value and Level.HIGH in relevance
    alone = Level.HIGH in value and Level.LOW in relevance
    pressed = Level.LOW in value and Level.HIGH in relevance
    (word, said), (other, told) = (_axis_reason(on[axis], high) for axis in Axis)
    found: list[Reason] = [(f"value-{word}", said), (f"relevance-{other}", told)]
    found += [*_capacity_reason(cells), _seat_reason(rights)] if seat else []
    found += [_asked_reason(cells)] if pressed else []
    if alone or (seat and rights.observe is not True) or (pressed and _asked_reason(cells)[0] != "not-asked"):
        found.append(_adopt_reason(rights, landscape))
    return (*found, *([("decided", {"decision": str(decision.id)})] if decision else []))


def _axis_reason(cells: Sequence[Valued], high: Fraction) -> Reason:
    found = levels(cells, high)
    first = [cell for cell in cells if cell.rank is Rank.HIGH]
    unknown = [cell for cell in cells if len(possible(cell)) > 1]
    if len(found) > 1:
        return "open", {"criteria": named(unknown)}
    if found == (Level.HIGH,):
        return ("high", {"criteria": named(first)}) if first else ("high-second", {})
    return ("low-but", {"criteria": named(first)}) if first else ("low", {})


def _capacity_reason(cells: Sequence[Valued]) -> list[Reason]:
    """What is known of the people to lead; nothing where the country's criteria do not ask for them."""
    asked = [cell.rank for cell in cells if cell.criterion.id == CAPACITY]
    said = {Rank.HIGH: "capacity", Rank.UNKNOWN: "capacity-open"}
    return [(said.get(rank, "capacity-missing"), {}) for rank in asked]


def _seat_reason(rights: Rights) -> Reason:
    if rights.lead:
        return "rights-lead", {}
    if rights.lead is None:
        return "rights-open", {}
    return ("rights-observe" if rights.observe else "rights-none", {})


def _asked_reason(cells: Sequence[Valued]) -> Reason:
    if first := _first(cells, ASKED):
        return "asked", {"criteria": named(first)}
    open_ = [cell for cell in cells if cell.criterion.id in ASKED and Rank.HIGH in possible(cell)]
    return ("asked-open", {"criteria": named(open_)}) if open_ else ("not-asked", {})


def _adopt_reason(rights: Rights, landscape: Landscape) -> Reason:
    total = landscape.totals.get("in-force")
    if rights.adopt is None:
        return "adopt-open", {}
    if not rights.adopt:
        return ("adopt-rights" if total and total.value else "adopt-nothing", {})
    return "adopt", {"count": int(total.value) if total and total.value else 0}


def named(cells: Sequence[Valued]) -> Text:
    """Return the names of the criteria of some cells, one after the other, in every language of the product."""
    return Text.of(**{language: "; ".join(c.criterion.name[language] for c in cells) for language in languages()})
