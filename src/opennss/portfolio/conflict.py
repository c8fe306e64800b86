"""Demands that cannot be met together: the smallest set of them that conflicts, in words that people can act on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from opennss.errors import Finding, WorkspaceError
from opennss.model.plans import MONEY, Bounds, PortfolioProblem, Resource
from opennss.portfolio.problem import MONEY_UNIT

Demand = tuple[str, str]
"""A kind (``item``, ``limit``, ``most``, ``share``) and its name."""


def conflict(problem: PortfolioProblem, feasible: Callable[[PortfolioProblem], bool]) -> tuple[Demand, ...]:
    """Return demands that cannot be met together and of which none can be spared; nothing when all can be met.

    One after the other is left out, and stays out when the rest is still impossible: what remains is irreducible. The
    limits are tried first, then the shares and numbers, so that the items that people demanded are named last.
    ``feasible`` says whether a problem has any plan.
    """
    small = _only_demanded(problem)
    if feasible(small):
        return ()
    kept = _demands(small)
    for demand in tuple(kept):
        rest = [other for other in kept if other != demand]
        if not feasible(_with(small, rest)):
            kept = rest
    return tuple(kept)


def refuse(problem: PortfolioProblem, demands: Sequence[Demand]) -> None:
    """Raise ``WorkspaceError`` with one finding that names conflicting demands; nothing for none."""
    if not demands:
        return
    items = sorted(name for kind, name in demands if kind == "item")
    limits = {str(resource): resource for resource in problem.limit}
    said = [_said(limits[name], problem) for kind, name in demands if kind == "limit"]
    said += [name for kind, name in demands if kind in ("most", "share")]
    values: dict[str, object] = {"items": ", ".join(items), "limits": "; ".join(said) or "–"}
    raise WorkspaceError([Finding("capacity.csv", 0, "", "plan-conflict", values)])


def _said(resource: Resource, problem: PortfolioProblem) -> str:
    amount = problem.limit[resource]
    place = " ".join(filter(None, (resource.body, resource.task, str(resource.year))))
    if resource.kind == MONEY:
        return f"{place}: {amount * MONEY_UNIT:.0f} {problem.currency}"
    return f"{place}: {amount:.1f}"


def _only_demanded(problem: PortfolioProblem) -> PortfolioProblem:
    """Return the problem without what nobody demands: only demanded items and what must come before them.

    Shares need all candidates, because others may make up for what is missing.
    """
    if problem.bounds.shares:
        return problem
    by_id = {project.id: project for project in problem.projects}
    wanted = [name for name in (*problem.bounds.fixed, *sorted(problem.bounds.required)) if name in by_id]
    for name in wanted:
        wanted += [before for before in by_id[name].requires if before not in wanted]
    return replace(problem, projects=tuple(p for p in problem.projects if p.id in wanted), cover=())


def _demands(problem: PortfolioProblem) -> list[Demand]:
    must = {*problem.bounds.required, *problem.bounds.fixed}
    return [
        *(("limit", str(resource)) for resource in sorted(problem.limit)),
        *(("share", share.name) for share in problem.bounds.shares),
        *(("most", most.name) for most in problem.bounds.most),
        *(("item", project.id) for project in problem.projects if project.id in must),
    ]


def _with(problem: PortfolioProblem, demands: Sequence[Demand]) -> PortfolioProblem:
    """Return the problem with these demands alone; a limit that is left out is none."""
    kept, bounds = {*demands}, problem.bounds
    unlimited = float("inf")
    return replace(
        problem,
        limit={r: limit if ("limit", str(r)) in kept else unlimited for r, limit in problem.limit.items()},
        bounds=Bounds(
            fixed={name: year for name, year in bounds.fixed.items() if ("item", name) in kept},
            required=frozenset(name for name in bounds.required if ("item", name) in kept),
            most=tuple(most for most in bounds.most if ("most", most.name) in kept),
            shares=tuple(share for share in bounds.shares if ("share", share.name) in kept),
            purses=bounds.purses,
        ),
    )
