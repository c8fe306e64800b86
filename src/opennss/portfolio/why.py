"""Why not: what would bring a candidate in that the plan leaves out.

Plain arithmetic on what the plan leaves over, without a solver: anybody can follow it with a pencil.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from opennss.model.plans import DAYS, BroughtIn, Missing, Planned, PortfolioProblem, Resource
from opennss.model.projects import Project
from opennss.portfolio.fitting import TINY, Chain, Needs, chains, lacking, together, used
from opennss.portfolio.problem import MONEY_UNIT


def bring_in(problem: PortfolioProblem, project: Project, items: Sequence[Planned], total: Needs) -> BroughtIn | None:
    """Return what would bring a candidate in beside the planned items; ``None`` when no year of the plan allows it.

    ``total`` is what the items take together. Of the candidate's years, the one that lacks least is told, as a share
    of what the bodies have in that year.
    """
    options = []
    for chain in chains(problem, project, items):
        short = lacking(problem, (*items, *chain.items), together(total, chain.needs))
        shares = (part / max(problem.limit.get(r, 0.0), chain.needs.get(r, 0.0), TINY) for r, part in short.items())
        options.append((sum(shares), chain.start, chain, short))
    if not options:
        return None
    _, start, chain, short = min(options, key=lambda option: option[:2])
    return BroughtIn(
        start=start,
        missing=tuple(Missing(resource, _amount(resource, short[resource])) for resource in sorted(short)),
        others=tuple(item.project.id for item in chain.items[:-1]),
        instead=_instead(problem, project, chain, items, together(total, chain.needs)) if short else (),
    )


def _amount(resource: Resource, amount: float) -> Decimal:
    """Round what is missing up: person-days to a tenth, money to thousands of the currency."""
    if resource.kind == DAYS:
        return Decimal(math.ceil(round(amount * 10, 6))) / 10
    return Decimal(math.ceil(round(amount * MONEY_UNIT / 1000, 3))) * 1000


def _instead(
    problem: PortfolioProblem, project: Project, chain: Chain, items: Sequence[Planned], total: Needs
) -> tuple[str, ...]:
    """Return planned items that are not more urgent and whose place would be enough, the least urgent first."""
    must = problem.bounds.required | problem.bounds.fixed.keys()
    must |= {name for item in (*items, *chain.items) for name in item.project.requires}
    free = [i for i in reversed(items) if i.project.id not in must and (i.project.tier or 0) >= (project.tier or 0)]
    out: list[Planned] = []
    every, short = (*items, *chain.items), lacking(problem, (*items, *chain.items), total)
    for item in sorted(free, key=lambda i: -(i.project.tier or 0)):
        if not short:
            break
        if used(problem, [item]).keys() & short.keys():
            out.append(item)
            short = _without(problem, every, total, out)
    if short:
        return ()
    for item in tuple(out):  # what turned out not to be needed stays in the plan
        rest = [other for other in out if other is not item]
        out = out if _without(problem, every, total, rest) else rest
    return tuple(item.project.id for item in out)


def _without(
    problem: PortfolioProblem, every: Sequence[Planned], total: Needs, out: Sequence[Planned]
) -> dict[Resource, float]:
    """Return what is lacking when some of the items go out."""
    gone = {item.project.id for item in out}
    left = together(total, used(problem, out), sign=-1)
    return lacking(problem, [item for item in every if item.project.id not in gone], left)
