"""How each area is served: standards adopted, outdated or missing, drafts and seats, by accepted links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence, Set

from opennss.mapping.gaps import adopted, adoption_state, committees_of
from opennss.model.codes import Id
from opennss.model.country import PriorityArea
from opennss.model.criteria import Decision, DecisionKind
from opennss.model.results import Opening, Planned, Served
from opennss.model.standards import Adoption, Deliverable, Link, Role

BALLOT = dt.timedelta(weeks=12)
"""How long the vote on a draft International Standard is open (ISO/IEC Directives, Part 1, clause 2.6.1)."""

VOTING = "40.20"
"""The stage of that vote (ISO, international harmonized stage codes)."""


def served(
    areas: Sequence[PriorityArea],
    links: Sequence[Link],
    deliverables: Mapping[str, Deliverable],
    adoptions: Sequence[Adoption],
    seats: Mapping[str, Role],
    decisions: Sequence[Decision],
    items: Sequence[Planned],
) -> dict[str, Served]:
    """Return how each area is served; a seat is idle where no item of the programme works in its committee.

    What a decision excludes counts nowhere, and neither does what is withdrawn or cancelled. ``seats`` as in ``gaps``:
    a committee that is absent has no seat. References come in the order of their names.
    """
    excluded = {d.subject for d in decisions if d.kind is DecisionKind.EXCLUDE and d.subject}
    national = adopted(adoptions)
    worked = {item.project.committee for item in items}
    own: dict[str, list[Deliverable]] = {area.id: [] for area in areas}
    for link in links:
        if link.deliverable and link.deliverable not in excluded and link.area in own:
            own[link.area].append(deliverables[link.deliverable])
    committees: dict[str, list[str]] = {area.id: [] for area in areas}
    for committee, touched in sorted(committees_of(links, deliverables, excluded).items()):
        for area in touched:
            committees.get(area, []).append(committee)
    return {
        area: _served(Id(area), sorted(linked, key=lambda d: d.reference), committees[area], national, seats, worked)
        for area, linked in own.items()
    }


def _served(
    area: Id,
    deliverables: Sequence[Deliverable],
    committees: Sequence[str],
    national: Mapping[str, Adoption],
    seats: Mapping[str, Role],
    worked: Set[str],
) -> Served:
    states: dict[str, list[str]] = {"adopted": [], "outdated": [], "missing": [], "unknown": []}
    for deliverable in deliverables:
        if state := adoption_state(deliverable, national)[0]:
            states[state].append(deliverable.reference)
    drafts = tuple(opening(d) for d in deliverables if d.stage is not None and d.stage.opening)
    held = tuple((committee, seats.get(committee, Role.NONE)) for committee in committees)
    idle = tuple(code for code, role in held if role in (Role.P, Role.O) and code not in worked)
    kinds = {name: tuple(references) for name, references in states.items()}
    return Served(area=area, **kinds, drafts=drafts, seats=held, idle=idle)


def opening(draft: Deliverable) -> Opening:
    """Return how the text of a draft can still be shaped, and until when.

    Only the vote on a draft International Standard has a last day that follows from the day on which it began; where
    the source does not give that day, and at any other stage, the day is ``None``.
    """
    stage = draft.stage
    if stage is None or not stage.opening:
        raise ValueError(f"{draft.reference} is no draft")
    began = draft.stage_date if stage == VOTING else None
    return Opening(draft.reference, stage, stage.opening, began + BALLOT if began else None)
