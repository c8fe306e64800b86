"""Everything together: how a strategy is going at ``as_of``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from opennss.catalogue.store import Catalogue
from opennss.model.monitoring import Alert, Duty, Kpi, Light, Matter, Monitoring, State, WorkItem
from opennss.model.obligations import Hold, Obligations
from opennss.model.results import Strategy
from opennss.monitoring.delivery import Budget, ages, half_years, items
from opennss.monitoring.duties import duties
from opennss.monitoring.kpis import kpis
from opennss.monitoring.trends import tracked

HOLDS = {Hold.LOST: Light.LATE, Hold.AT_RISK: Light.WATCH, Hold.UNKNOWN: Light.UNKNOWN, Hold.KEPT: Light.ON_TRACK}
"""The light of a P-seat by how it stands."""


def monitored(strategy: Strategy, catalogue: Catalogue, budget: Budget) -> Monitoring:
    """Return how a strategy is going; pure. ``budget`` tells what the plan gives an item.

    Reports of targets are asked for from the first year of the plan.
    """
    workspace, settings = strategy.workspace, strategy.workspace.settings
    names = {str(row.id): row.name for row in workspace.voices.stakeholders}
    targets = tracked(strategy.progress, workspace.evidence.progress, settings.as_of, settings.years[0], names)
    found, recorded = items(strategy, budget), bool(workspace.evidence.work)
    figures, owed = kpis(strategy, catalogue, found), duties(strategy, targets, found)
    halves = half_years(found, settings.years, settings.as_of, recorded)
    return Monitoring(
        as_of=settings.as_of, approved=bool(workspace.choices.programme), recorded=recorded, targets=targets,
        items=found, ages=ages(found, settings.as_of), halves=halves,
        kpis=figures, duties=owed,
        lights={
            "targets": worst(row.light for row in targets), "work": _work(found, owed, recorded),
            "ballots": _ballots(strategy.obligations), "requests": _requests(figures),
            "steps": _matter(owed, (Matter.STEP,)) if workspace.method.process else Light.UNKNOWN,
            "dates": _matter(owed, (Matter.DECISION, Matter.STRATEGY, Matter.TECHNOLOGY, Matter.NOTICE)),
        },
    )  # fmt: skip


def worst(lights: Iterable[Light]) -> Light:
    """Return one light for several: the most pressing one, and not known where none is known.

    >>> worst([Light.ON_TRACK, Light.WATCH, Light.UNKNOWN]), worst([Light.NOT_DUE, Light.ON_TRACK])
    (<Light.WATCH: 'watch'>, <Light.ON_TRACK: 'on-track'>)
    """
    found = set(lights)
    order = (Light.LATE, Light.WATCH, Light.UNKNOWN, Light.ON_TRACK, Light.NOT_DUE)
    return next((light for light in order if light in found), Light.UNKNOWN)


def _work(items: Sequence[WorkItem], owed: Sequence[Duty], recorded: bool) -> Light:
    if any(duty.alert is Alert.LATE and duty.matter in (Matter.START, Matter.END) for duty in owed):
        return Light.LATE
    if any(item.state is State.UNKNOWN for item in items):
        return Light.UNKNOWN
    begun = any(item.state is not State.PLANNED for item in items)
    return Light.ON_TRACK if recorded and begun else Light.NOT_DUE


def _ballots(found: Obligations) -> Light:
    """Return the most pressing light of the P-seats; those without a ballot on record are not known."""
    return worst((*(HOLDS[seat.hold] for seat in found.duties), *(Light.UNKNOWN for _ in found.unrecorded)))


def _requests(figures: Sequence[Kpi]) -> Light:
    """Green only where each request has its answer."""
    share = next(figure.share for figure in figures if figure.id == "requests")
    return Light.UNKNOWN if share is None else Light.ON_TRACK if share == 1 else Light.WATCH


def _matter(owed: Sequence[Duty], matters: Sequence[Matter]) -> Light:
    alerts = {duty.alert for duty in owed if duty.matter in matters}
    if alerts & {Alert.LATE, Alert.EXPIRED}:
        return Light.LATE
    return Light.WATCH if alerts & {Alert.SOON, Alert.MISSING} else Light.ON_TRACK
