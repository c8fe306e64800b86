"""One country in a few figures; a figure that its folder cannot tell is ``None``, never zero."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from opennss.language import Text
from opennss.mapping.gaps import adopted
from opennss.model.criteria import Rank
from opennss.model.projects import MeasureKind, ProjectType
from opennss.model.results import Strategy
from opennss.model.standards import Role

TOP = 5
"""Areas of a joint list that are shown side by side."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A country as its folder describes it.

    ``top`` are the first areas of its joint list with their ranks and places (equal places share a number), ``open``
    those that are not yet rankable.
    ``listed`` is the newest day of its list of seats; ``complete`` says whether the list holds every seat.
    ``participating`` and ``observing`` count the seats of the list, ``adoptions`` the national standards in force that
    adopt an International Standard. ``planned`` counts the items of the plan by type, ``measures`` the planned
    measures by kind.
    """

    code: str
    name: Text
    as_of: dt.date
    illustrative: bool
    iso: str
    iec: str
    ranked: int
    open: tuple[Text, ...]
    top: tuple[tuple[Text, Rank, int], ...]
    listed: dt.date | None
    complete: bool
    participating: int | None
    observing: int | None
    adoptions: int | None
    planned: tuple[tuple[ProjectType, int | None], ...]
    measures: tuple[tuple[MeasureKind, int | None], ...]


def profile(strategy: Strategy) -> Profile:
    """Return the figures of one country."""
    settings, evidence = strategy.workspace.settings, strategy.workspace.evidence
    names = {area.id: area.name for area in evidence.areas}
    joint = strategy.ranks.joint_list()
    roles = [row.role for row in evidence.participation]
    kinds = {str(measure.id): measure.kind for measure in strategy.workspace.choices.measures}
    chosen = [kinds[item.project.measure] for item in strategy.plan.items if item.project.measure]
    return Profile(
        code=settings.country,
        name=settings.name,
        as_of=settings.as_of,
        illustrative=settings.illustrative and strategy.workspace.beyond_evidence,
        iso=settings.membership.iso.value,
        iec=settings.membership.iec.value,
        ranked=len(joint),
        open=tuple(names[area.area] for area in strategy.ranks.areas if area.joint is None),
        top=tuple((names[area.area], area.final, area.joint or 0) for area in joint[:TOP]),
        listed=max((row.date for row in evidence.participation), default=None),
        complete=bool(roles) and settings.membership.all_seats,
        participating=roles.count(Role.P) if roles else None,
        observing=roles.count(Role.O) if roles else None,
        adoptions=len(adopted(evidence.adoptions)) if evidence.adoptions else None,
        planned=tuple((kind, _planned(strategy, kind)) for kind in ProjectType),
        measures=tuple((kind, chosen.count(kind) if kinds else None) for kind in MeasureKind),
    )


def _planned(strategy: Strategy, kind: ProjectType) -> int | None:
    """Count the items of a type; unknown where the folder holds no effort for it, so that none can be planned."""
    count = sum(item.project.type is kind for item in strategy.plan.items)
    measures = strategy.workspace.choices.measures
    told = (
        bool(measures)
        if kind is ProjectType.MEASURE
        else any(e.type is kind for e in strategy.workspace.method.efforts)
    )
    return count if told else None
