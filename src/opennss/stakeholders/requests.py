"""What every request comes to: it flows to its area, its standard or committee, and the plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from opennss.model.plans import Plan
from opennss.model.projects import Project
from opennss.model.references import Reference
from opennss.model.stakeholders import Answer, Reply, Request
from opennss.model.standards import Adoption, AdoptionStatus, Correspondence


def replies(requests: Sequence[Request], adoptions: Sequence[Adoption], plan: Plan) -> tuple[Reply, ...]:
    """Return the reply to every request, from the plan as it stands.

    A request that names a standard is answered by the items for that standard, or for the committee that drafts it;
    one that names a committee, by the work in that committee; one that names both, by either; any other by all items
    of its area. What is planned is
    said with its first year, what is not with its reason; a standard that no candidate covers is not linked yet.
    """
    return tuple(_reply(request, adoptions, plan) for request in requests)


def _reply(request: Request, adoptions: Sequence[Adoption], plan: Plan) -> Reply:
    if request.area is None:
        return Reply(request, Answer.NO_AREA)
    planned = [item for item in plan.items if _answers(item.project, request)]
    if planned:
        ids = tuple(item.project.id for item in planned)
        named = request.standard is not None or request.committee is not None
        return Reply(request, Answer.PLANNED if named else Answer.AREA, ids, min(item.start for item in planned))
    waiting = [item for item in plan.not_now if _answers(item.project, request)]
    if waiting:
        return Reply(request, Answer.NOT_NOW, tuple(item.project.id for item in waiting), reason=waiting[0].reason)
    adopted = _adopted(request, adoptions)
    return Reply(request, Answer.ADOPTED, adoption=adopted) if adopted else Reply(request, Answer.NOT_LINKED)


def _answers(project: Project, request: Request) -> bool:
    if request.standard is None and request.committee is None:
        return request.area in project.areas
    in_committee = project.committee == request.committee and not project.deliverable
    return in_committee or (request.standard is not None and _about(project, request.standard))


def _about(project: Project, standard: Reference) -> bool:
    named = [project.deliverable, *project.drafts] if project.deliverable else project.drafts
    return any(_project(reference) == standard.project for reference in named)


@cache
def _project(reference: str) -> str:
    return Reference(reference).project


def _adopted(request: Request, adoptions: Iterable[Adoption]) -> str:
    """Return the id of the national standard in force that adopts what is asked for; empty when there is none."""
    for row in adoptions:
        in_force = row.status is AdoptionStatus.IN_FORCE and row.correspondence is not Correspondence.NEQ
        if in_force and request.standard is not None and _answered_by(request.standard, row.adopts):
            return row.id
    return ""


def _answered_by(asked: Reference, adopted: Reference) -> bool:
    """An edition answers when it is the one asked for, or a later one; an undated adoption leaves that open."""
    same = adopted.project == asked.project
    return same and (asked.year is None or (adopted.year is not None and adopted.year >= asked.year))
