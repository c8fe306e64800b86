"""How each area is served: standards adopted, outdated or missing, drafts and seats, by accepted links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from opennss.mapping.gaps import adopted, adoption_state, committees_of
from opennss.model.codes import Id
from opennss.model.country import PriorityArea
from opennss.model.criteria import Decision, DecisionKind
from opennss.model.openings import opening
from opennss.model.plans import Planned
from opennss.model.programme import Ballot
from opennss.model.results import Served
from opennss.model.standards import Adoption, Deliverable, Link, Role


def served(
    areas: Sequence[PriorityArea],
    links: Sequence[Link],
    deliverables: Mapping[str, Deliverable],
    adoptions: Sequence[Adoption],
    seats: Mapping[str, Role],
    decisions: Sequence[Decision],
    items: Sequence[Planned],
    ballots: Sequence[Ballot] = (),
) -> dict[str, Served]:
    """Return how each area is served; a seat is idle where no item of the programme works in its committee.

    What a decision excludes counts nowhere, and neither does what is withdrawn or cancelled. ``seats`` as in ``gaps``:
    a committee that is absent has no seat; ``ballots`` may tell when a draft closes. References come in the
    order of their names.
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
        area: _served(
            Id(area), sorted(linked, key=lambda d: d.reference), committees[area], national, seats, worked, ballots
        )
        for area, linked in own.items()
    }


def _served(
    area: Id,
    deliverables: Sequence[Deliverable],
    committees: Sequence[str],
    national: Mapping[str, Adoption],
    seats: Mapping[str, Role],
    worked: Set[str],
    ballots: Sequence[Ballot],
) -> Served:
    states: dict[str, list[str]] = {"adopted": [], "outdated": [], "missing": [], "unknown": []}
    for deliverable in deliverables:
        if state := adoption_state(deliverable, national)[0]:
            states[state].append(deliverable.reference)
    drafts = tuple(opening(d, ballots) for d in deliverables if d.stage is not None and d.stage.opening)
    held = tuple((committee, seats.get(committee, Role.NONE)) for committee in committees)
    idle = tuple(code for code, role in held if role in (Role.P, Role.O) and code not in worked)
    kinds = {name: tuple(references) for name, references in states.items()}
    return Served(area=area, **kinds, drafts=drafts, seats=held, idle=idle)
