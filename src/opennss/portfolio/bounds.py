"""What a plan must keep beside staff and money: running work, demands, allowances, least shares, funds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from opennss.errors import Finding, WorkspaceError
from opennss.model.country import Membership, PlanSettings
from opennss.model.criteria import Decision, DecisionKind
from opennss.model.plans import Bounds, Most, Share
from opennss.model.programme import Fund, WorkState, WorkStatus
from opennss.model.projects import LADDER, Project, ProjectType
from opennss.model.standards import Adoption, AdoptionStatus, Correspondence
from opennss.portfolio.begun import of_status
from opennss.portfolio.funds import purses_of

KINDS = {
    "adoption": (
        ProjectType.ADOPT,
        ProjectType.ADOPT_MODIFIED,
        ProjectType.ADOPT_OTHER,
        ProjectType.REVISE,
        ProjectType.AMEND,
    ),
    "participation": (*LADDER, ProjectType.MIRROR, ProjectType.PROPOSE),
    "measures": (ProjectType.MEASURE,),
}
"""The kinds of item that ``[minimum]`` names."""

IEC = ("IEC", "CISPR")


def bounds(
    projects: Sequence[Project],
    work: Sequence[WorkState],
    decisions: Sequence[Decision],
    adoptions: Sequence[Adoption],
    membership: Membership,
    funds: Sequence[Fund],
    settings: PlanSettings,
    first: int,
) -> Bounds:
    """Return what the plan must keep; ``first`` is its first year, in which running work without a day goes on.

    A decision that requires an item which is no candidate raises ``WorkspaceError``.
    """
    known = {project.id for project in projects}
    running = {str(s.item): s.begun.year if s.begun else first for s in work if s.status is WorkStatus.RUNNING}
    demanded = [row for row in decisions if row.kind is DecisionKind.REQUIRE]
    over = {*of_status(work, WorkStatus.DONE)}
    if lost := [row for row in demanded if row.subject not in known | over]:
        raise WorkspaceError(
            Finding(Decision.FILE, 0, "subject", "required-unknown", {"value": row.subject, "decision": row.id})
            for row in lost
        )
    return Bounds(
        fixed=running,
        required=frozenset(row.subject for row in demanded if row.subject in known and row.subject not in running),
        most=(*_alternatives(projects), *_allowance(projects, adoptions, membership, settings)),
        shares=tuple(Share(name, KINDS[name], least) for name, least in settings.minimum if least > 0),
        purses=purses_of(funds),
    )


def _alternatives(projects: Iterable[Project]) -> tuple[Most, ...]:
    groups: dict[str, list[str]] = {}
    for project in projects:
        if project.alternative:
            groups.setdefault(project.alternative, []).append(project.id)
    return tuple(Most(name, tuple(items), 1) for name, items in groups.items() if len(items) > 1)


def _allowance(
    projects: Iterable[Project], adoptions: Iterable[Adoption], membership: Membership, settings: PlanSettings
) -> tuple[Most, ...]:
    """Return how many IEC standards may still be adopted: the allowance less those in force, identical ones only."""
    allowed = membership.iec_allowance if settings.allowance is None else settings.allowance
    if allowed is None:
        return ()
    used = sum(
        row.status is AdoptionStatus.IN_FORCE
        and row.adopts.startswith(IEC)
        and row.correspondence is not Correspondence.NEQ
        for row in adoptions
    )
    own = tuple(p.id for p in projects if p.type is ProjectType.ADOPT and p.deliverable.startswith(IEC))
    return (Most("iec-allowance", own, max(0, allowed - used)),) if own else ()
