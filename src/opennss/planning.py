"""The part of the spine that plans: from accepted links to the programme, and to what would change it.

``build.py`` calls it; both know several stages.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from opennss.catalogue.store import Catalogue
from opennss.errors import WorkspaceError
from opennss.mapping.gaps import gaps, seats_in
from opennss.model.openings import closing
from opennss.model.plans import Objective, Outlook, Plan, Variant
from opennss.model.projects import Project
from opennss.model.references import Reference
from opennss.model.results import Gap, Mirrored, Ranks, Strategy
from opennss.model.robustness import Tell
from opennss.model.standards import Committee, Deliverable, Role
from opennss.model.workspace import Workspace
from opennss.portfolio.bounds import bounds
from opennss.portfolio.candidates import HELD, candidates, tiers
from opennss.portfolio.effort import Work, present
from opennss.portfolio.frontier import frontier
from opennss.portfolio.outlook import FRONTIER, compared, decimal, near_plan, outlook, variants
from opennss.portfolio.problem import problem
from opennss.priorities.inputs import RankInputs
from opennss.priorities.steady import weightings
from opennss.stakeholders.mirrors import mirrored

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Linked:
    """What the accepted links of a country lead to: deliverables, committees and its seats there, gaps, its mirrors.

    ``deliverables`` and ``committees`` are by reference; ``seats`` lacks the committees without one; ``mirrors`` says
    how the country mirrors a committee when the plan begins (``None``: nobody recorded it). ``pages`` are the lengths
    of the texts, of proposed projects too, as far as the catalogue knows them.
    """

    deliverables: Mapping[str, Deliverable]
    committees: Mapping[str, Committee]
    seats: Mapping[str, Role]
    gaps: tuple[Gap, ...]
    mirrors: Mapping[str, Mirrored] | None
    pages: Mapping[str, int]


def linked(workspace: Workspace, catalogue: Catalogue) -> Linked:
    """Return what the links of a workspace lead to; committees are also those of the linked deliverables."""
    settings, evidence, choices = workspace.settings, workspace.evidence, workspace.choices
    deliverables = {
        str(link.deliverable): catalogue.deliverables[link.deliverable] for link in choices.links if link.deliverable
    }
    owners = [*(link.committee for link in choices.links), *(row.committee for row in deliverables.values())]
    committees = {str(code): catalogue.committees[code] for code in dict.fromkeys(owner for owner in owners if owner)}
    seats = seats_in(committees, evidence.participation, settings.membership.all_seats)
    found = gaps(choices.links, deliverables, evidence.adoptions, seats, choices.decisions)
    day = max(settings.as_of, dt.date(settings.years[0], 1, 1))
    texts = [*deliverables, *(str(row.deliverable) for row in choices.proposed if row.deliverable)]
    records = ((name, catalogue.deliverables.get(Reference(name))) for name in texts)
    pages = {name: row.pages for name, row in records if row and row.pages and row.pages > 0}
    people = mirrored(evidence.mirrors, evidence.experts, day)
    return Linked(deliverables, committees, seats, found, people, pages)


def of_strategy(strategy: Strategy) -> Linked:
    """Return what the links led to when a strategy was built; of lengths, those that its candidates depend on."""
    pages = {item.deliverable: item.pages for item in strategy.candidates if item.pages is not None}
    return Linked(strategy.deliverables, strategy.committees, strategy.seats, strategy.gaps, strategy.mirrored, pages)


def planned(
    workspace: Workspace, world: Linked, ranks: Ranks, make: Callable[..., Made]
) -> tuple[tuple[Project, ...], Made]:
    """Turn gaps into candidates, and these into what ``make`` makes of them: with ``plan`` the programme."""
    settings, choices, method = workspace.settings, workspace.choices, workspace.method
    capacities = [row for row in method.capacities if row.year in settings.years]
    tier, evidence, counted = tiers(workspace.evidence.areas, ranks), workspace.evidence, settings.plan.counted
    closes = closing(world.deliverables.values(), evidence.ballots, settings.as_of)
    projects, refused = candidates(
        world.gaps, world.seats, settings.membership, tier, ranks, method.efforts, choices.measures, world.mirrors,
        dict((*settings.ladder, *settings.plan.worth)), links=choices.links, decisions=choices.decisions,
        proposed=choices.proposed, seats_counted=counted, work=evidence.work, approved=choices.programme,
        pages=world.pages, first=settings.years[0], closing={name: day.year for name, day in closes.items()},
    )  # fmt: skip
    kept = bounds(
        projects, evidence.work, choices.decisions, evidence.adoptions, settings.membership, method.funds,
        settings.plan, settings.years[0],
    )  # fmt: skip
    taken = standing(workspace)
    stated = problem(
        projects, method.efforts, capacities, settings.years, tier, settings.utilization, settings.currency,
        settings.seed, choices.measures, method.skills, kept, Objective(settings.plan.objective), taken,
    )  # fmt: skip
    stated = replace(stated, approved={str(row.item): row.start for row in choices.programme})
    return projects, make(
        stated, refused, method.efforts, capacities, choices.decisions, tier, choices.measures,
        method.skills, taken,
    )  # fmt: skip


def standing(workspace: Workspace) -> tuple[Work, ...]:
    """Return the yearly work of the present seats; none where the settings say that it is not counted."""
    if not workspace.settings.plan.counted:
        return ()
    rungs = Counter(str(HELD[row.role]) for row in workspace.evidence.participation if row.role in HELD)
    return present(rungs, workspace.method.efforts)


def tried(
    workspace: Workspace, world: Linked, inputs: RankInputs, base: Plan, kinds: frozenset[str],
    tell: Tell = lambda *_: None,
) -> Outlook:  # fmt: skip
    """Return how the programme changes with other means and weights, and what more items would cost: what is asked."""
    choices, ranks = workspace.choices, inputs.ranks()
    cases = [
        (variant, replace(workspace, method=method, choices=replace(choices, measures=measures)), ranks)
        for variant, method, measures in variants(workspace.method, choices.measures, kinds)
    ]
    known = [tiers(inputs.areas, ranks)]
    for group, factor, weights in weightings(inputs.between) if "priorities" in kinds else ():
        other = replace(inputs, between=weights).ranks()
        if (tier := tiers(inputs.areas, other)) not in known:
            known.append(tier)
            cases.append((Variant("priorities", group, decimal(factor)), workspace, other))
    found = []
    for number, (variant, other_means, order) in enumerate(cases, 1):
        try:
            _, plan_ = planned(other_means, world, order, near_plan(base))
            found.append(compared(variant, base, plan_))
        except WorkspaceError:  # what is demanded or under way does not fit with these means
            found.append(variant)
        tell("variants", number, len(cases))
    if FRONTIER not in kinds:
        return outlook(base, found)
    _, weighed = planned(workspace, world, ranks, lambda stated, *_: frontier(stated, base.items))
    return replace(outlook(base, found), frontier=weighed)
