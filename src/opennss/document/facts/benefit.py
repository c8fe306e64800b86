"""The benefit of a candidate with its uncertainty: its urgency, what that can come to, how often it stays planned.

The urgency is the rank of the best area that an item serves: 1* where a law or an approved 1* asks for it. Missing data
and moved weights may change the ranks of its areas (``Steadiness.possible``); other efforts and weights the programme
(``Outlook.kept``). The rank of a measure is stated by people, and no data move it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from opennss.document.facts.make import label, setting
from opennss.document.facts.measures import subject
from opennss.model.criteria import URGENCIES, Rank
from opennss.model.plans import Outlook
from opennss.model.projects import Measure, Project
from opennss.model.results import Fact, Origin, Strategy
from opennss.model.table import Cell, cell
from opennss.model.uses import NEEDLESS, useless

URGENCY_DATA = ("urgency", "urgency_best", "urgency_worst", "stays_in", "of_trials")
"""The names of a benefit in data files."""


@dataclass(frozen=True, slots=True)
class Benefit:
    """The urgency of a candidate now, and the best and the worst that it can come to.

    ``stays`` counts the trials of other efforts and weights, of ``trials``, in which it stays in the programme;
    ``None`` for what is not planned, and where nothing was tried.
    """

    urgency: Rank
    best: Rank
    worst: Rank
    stays: int | None = None
    trials: int | None = None


def benefits(strategy: Strategy) -> dict[str, Benefit]:
    """Return the benefit of every candidate by id; an item without a ranked area has none."""
    choices = strategy.workspace.choices
    measures = {str(row.id): row for row in choices.measures}
    needless = useless(choices.links, choices.decisions)
    found = {}
    for project in _everything(strategy):
        capped = bool(project.gaps) and project.deliverable in needless
        span = _stated(measures[project.measure]) if project.measure else _of_areas(project, strategy, capped)
        if span:
            found[project.id] = Benefit(*span, *_stays(project.id, strategy.outlook))
    return found


def _everything(strategy: Strategy) -> Iterable[Project]:
    """Return what is planned, what could be, and what waits, each once."""
    waiting = (item.project for item in strategy.plan.not_now)
    return {project.id: project for project in (*strategy.projects, *waiting)}.values()


def _stated(row: Measure) -> tuple[Rank, Rank, Rank]:
    rank = Rank.OVERRIDING if row.legal else row.rank
    return rank, rank, rank


def _of_areas(project: Project, strategy: Strategy, capped: bool) -> tuple[Rank, Rank, Rank] | None:
    """Return the urgency by the ranks of the areas, and its bounds; an area without a rank may only better it.

    It may stay without one, so the worst is that of the areas that are ranked now.
    """
    legal = {str(area.id) for area in strategy.workspace.evidence.areas if area.legal}
    ranks = {area: _spread(area, strategy, area in legal) for area in project.areas}
    ranked = [spread for spread in ranks.values() if spread[0] in URGENCIES]
    if not ranked:
        return None
    bounds = (_best(s[0] for s in ranked), _best(s[1] for s in ranks.values()), _best(s[2] for s in ranked))
    least = NEEDLESS if capped else 0
    now, best, worst = (URGENCIES[max(least, URGENCIES.index(rank))] for rank in bounds)
    return now, best, worst


def _spread(area: str, strategy: Strategy, legal: bool) -> tuple[Rank, Rank, Rank]:
    """Return the rank of an area, and the best and the worst that it can come to."""
    if legal:
        return Rank.OVERRIDING, Rank.OVERRIDING, Rank.OVERRIDING
    return strategy.ranks.of(area).final, *strategy.steadiness[area].possible


def _best(ranks: Iterable[Rank]) -> Rank:
    return min((rank for rank in ranks if rank in URGENCIES), key=URGENCIES.index)


def _stays(name: str, found: Outlook | None) -> tuple[int | None, int | None]:
    if found is None or not found.tried or name not in found.kept:
        return None, None
    return found.kept[name], found.tried


def benefit_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield urgency, bounds and steadiness of every candidate, each with what it was made from."""
    projects = {project.id: project for project in _everything(strategy)}
    for name, found in benefits(strategy).items():
        project, place = projects[name], f"project.{name}"
        words = {"subject": subject(project, strategy)}
        inputs, open_ = _made_from(project, strategy)
        yield Fact(f"{place}.urgency", found.urgency, "rank", Origin("benefit", inputs), label("benefit", **words))
        bounds = Origin("benefit-bounds", (f"{place}.urgency", *open_))
        yield Fact(f"{place}.urgency-best", found.best, "rank", bounds, label("benefit-best", **words))
        yield Fact(f"{place}.urgency-worst", found.worst, "rank", bounds, label("benefit-worst", **words))
        if found.stays is not None and strategy.outlook:
            tests = [variant for variant in strategy.outlook.variants if variant.tests]
            gone = [f"{v.name}.went" for v in tests if name in {item.project.id for item in v.went}]
            stays = Origin("benefit-stays", (f"{place}.start", "variants.tried", *gone))
            yield Fact(f"variants.kept.{name}", found.stays, "count", stays, label("benefit-stays", **words))


def _made_from(project: Project, strategy: Strategy) -> tuple[tuple[str | Cell, ...], tuple[str | Cell, ...]]:
    """Return what an urgency was made from, and what may move it."""
    if project.measure:
        row = next(row for row in strategy.workspace.choices.measures if row.id == project.measure)
        return (cell(row, "legal"),) if row.legal else (f"measure.{row.id}.rank",), ()
    areas = {str(area.id): area for area in strategy.workspace.evidence.areas}
    inputs: list[str | Cell] = [strategy.ranks.of(area).fact for area in project.areas]
    inputs += [cell(areas[area], "legal") for area in project.areas if areas[area].legal]
    inputs += [cell(link, "use") for link in strategy.workspace.choices.links if _needed(project, link.deliverable)]
    missing = [f"rank.{area}.{name}" for area in project.areas for name in strategy.steadiness[area].missing]
    return tuple(inputs), (*missing, setting("weights"))


def _needed(project: Project, deliverable: str | None) -> bool:
    return bool(project.gaps) and bool(deliverable) and deliverable == project.deliverable


def urgency_data(found: Benefit | None) -> dict[str, str | int | None]:
    """Return a benefit as plain values by their names in data files; ``None`` is not known."""
    if found is None:
        return dict.fromkeys(URGENCY_DATA)
    values = (found.urgency.value, found.best.value, found.worst.value, found.stays, found.trials)
    return dict(zip(URGENCY_DATA, values, strict=True))
