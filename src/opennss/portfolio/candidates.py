"""Candidate standardization projects from the gaps, within the country's membership rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from opennss.model.country import Membership, PriorityArea
from opennss.model.criteria import Rank
from opennss.model.projects import Effort, Project, ProjectType
from opennss.model.results import Gap, GapKind, NotNow, Ranks
from opennss.model.standards import slug
from opennss.portfolio.effort import prerequisites

TIER = {Rank.OVERRIDING: 0, Rank.HIGH: 1, Rank.MEDIUM: 2, Rank.LOW: 3}
"""Tier of a rank in the plan; what is no priority (none) or not yet rankable (?) has none and is not planned."""


def tiers(areas: Sequence[PriorityArea], ranks: Ranks) -> dict[str, int | None]:
    """Return the tier of every area: 0 for an approved ``1*`` or a legal duty, then its rank; ``None``: not planned."""
    return {str(a.id): 0 if a.legal else TIER.get(ranks.of(a.id).final) for a in areas}


def candidates(
    gaps: Sequence[Gap],
    seats: Mapping[str, str],
    membership: Membership,
    tier: Mapping[str, int | None],
    ranks: Ranks,
    efforts: Sequence[Effort],
) -> tuple[tuple[Project, ...], tuple[NotNow, ...]]:
    """Return the candidate projects, and those that cannot be planned with the reason.

    ``seats`` maps a committee to ``P``, ``O`` or ``?``; a committee that is absent has no seat. One project a
    committee carries the membership and all drafts worth following; without any seat it needs a mirror committee
    first, if ``efforts`` say that participation requires one (an existing seat is taken as the sign of a live one until
    the national committees are recorded). A type without effort cannot be planned: its need would be taken as zero.
    """
    order = {str(area.area): (area.joint is None, area.joint or 0) for area in ranks.areas}

    def placed(areas: Sequence[str]) -> tuple[tuple[str, ...], int | None]:
        known = [value for area in areas if (value := tier[area]) is not None]
        ordered = sorted(areas, key=lambda a: (tier[a] is None, tier[a] or 0, *order[a], a))
        return tuple(ordered), min(known, default=None)

    first = prerequisites(efforts)
    wanted: list[Project] = []
    for gap in gaps:
        if gap.kind in (GapKind.NOT_ADOPTED, GapKind.OUTDATED):
            kind = ProjectType.ADOPT if gap.kind is GapKind.NOT_ADOPTED else ProjectType.REVISE
            areas, level = placed(gap.areas)
            name = f"{kind}-{slug(gap.deliverable)}"
            wanted.append(Project(name, kind, gap.committee, gap.deliverable, areas, level, gaps=(gap.id,)))
    for committee, found in _by_committee(gaps).items():
        areas, level = placed(tuple(dict.fromkeys(area for gap in found for area in gap.areas)))
        counted = sum(gap.kind is GapKind.DRAFT and placed(gap.areas)[1] == level for gap in found)
        mirrored = first.get(ProjectType.PARTICIPATE) is ProjectType.MIRROR and committee not in seats
        wanted += _participation(committee, found, areas, level, counted, mirrored)
    wanted = _in_order(wanted, first)
    known = {effort.type for effort in efforts}
    refused = {
        project.id: reason
        for project in wanted
        if (reason := _refusal(project, membership, seats, ranks) or ("" if project.type in known else "no-effort"))
    }
    return (
        tuple(project for project in wanted if project.id not in refused),
        tuple(NotNow(project, refused[project.id]) for project in wanted if project.id in refused),
    )


def _in_order(projects: Sequence[Project], first: Mapping[ProjectType, ProjectType]) -> list[Project]:
    """Tie every project to the one that its type requires in the same committee, where there is one to be done."""
    found = {(project.type, project.committee): project.id for project in projects}
    return [
        replace(project, requires=found.get((first[project.type], project.committee), ""))
        if project.type in first
        else project
        for project in projects
    ]


def _by_committee(gaps: Sequence[Gap]) -> dict[str, list[Gap]]:
    found: dict[str, list[Gap]] = {}
    for gap in gaps:
        if gap.kind in (GapKind.DRAFT, GapKind.NO_SEAT, GapKind.SEAT_UNKNOWN):
            found.setdefault(gap.committee, []).append(gap)
    return found


def _participation(
    committee: str, found: Sequence[Gap], areas: tuple[str, ...], level: int | None, counted: int, mirrored: bool
) -> list[Project]:
    drafts = tuple(gap.deliverable for gap in found if gap.kind is GapKind.DRAFT)
    ids, tail, kind = tuple(gap.id for gap in found), slug(committee), ProjectType.PARTICIPATE
    join = Project(f"{kind}-{tail}", kind, committee, "", areas, level, gaps=ids, drafts=drafts, units=max(1, counted))
    mirror = ProjectType.MIRROR
    first = Project(f"{mirror}-{tail}", mirror, committee, "", areas, level, gaps=ids, units=0)
    return [first, join] if mirrored else [join]


def _refusal(project: Project, membership: Membership, seats: Mapping[str, str], ranks: Ranks) -> str:
    """Return why a project cannot be planned at all (a key below ``not-now-``), or nothing."""
    if project.tier is None:
        open_question = any(ranks.of(area).final is Rank.UNKNOWN for area in project.areas)
        return "not-rankable" if open_question else "no-priority"
    if project.type in (ProjectType.ADOPT, ProjectType.REVISE):
        allowed = membership.may_adopt(project.deliverable)
    elif seats.get(project.committee) == "?":
        return "membership-unknown"
    else:
        allowed = membership.may_participate(project.committee, "P")
    return {True: "", False: "rights", None: "membership-unknown"}[allowed]
