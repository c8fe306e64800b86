"""From a release to the answers of the results desk: ranking, trail, goals, programme, rounds, facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

from opennss.document.facts.measures import subject
from opennss.document.jsonable import jsonable
from opennss.document.outline.pen import Pen
from opennss.document.outline.thread import goals_of
from opennss.document.shown import shown
from opennss.document.trail import Step, explain, serves
from opennss.language import Text, languages
from opennss.model.criteria import Group
from opennss.model.judgements import EVERYBODY, Judgements
from opennss.model.projects import Project
from opennss.model.results import Fact, Gap, RankedArea, RoundResult, Strategy
from opennss_web.actions import shapes as s
from opennss_web.actions.results import MissingError, Seen

DIGITS = 6
"""Decimals of weights and shares."""


def _words(value: Text) -> s.Words:
    return dict(value.values)


def _rounded(value: Fraction | float | None) -> float | None:
    return None if value is None else round(float(value), DIGITS)


def release(what: Seen) -> s.ReleaseAnswer:
    """Return which release is shown, and in which edition."""
    own = what.strategy.workspace.settings
    return s.ReleaseAnswer(
        what.release.sha256, what.release.at, what.edition, own.country, _words(own.name), _words(own.title), own.as_of,
        own.years, own.currency, own.languages, own.illustrative,
    )  # fmt: skip


@lru_cache(maxsize=4)
def areas(what: Seen) -> s.AreasAnswer:
    """Return the ranking."""
    ordered = sorted(what.strategy.ranks.areas, key=lambda a: (a.joint is None, a.joint or 0, a.area))
    return s.AreasAnswer(tuple(_area(what.strategy, ranked) for ranked in ordered))


def _area(strategy: Strategy, ranked: RankedArea) -> s.AreaAnswer:
    own = next(area for area in strategy.workspace.evidence.areas if area.id == ranked.area)
    return s.AreaAnswer(
        str(own.id), _words(own.name), own.kind, ranked.list, ranked.joint, ranked.position, ranked.best, ranked.worst,
        ranked.rank, ranked.decided, ranked.final, ranked.known, ranked.apply, _rounded(ranked.share),
        strategy.steadiness[ranked.area].marks,
    )  # fmt: skip


def trail(what: Seen, area: str) -> s.TrailAnswer:
    """Return an area with everything behind it and what follows; raises ``MissingError`` for an unknown one."""
    found = next((row for row in areas(what).areas if row.id == area), None)
    if found is None:
        raise MissingError(area)
    strategy = what.strategy
    criteria = tuple(_criteria(strategy, found))
    groups = [
        s.GroupWeight(group, round(sum(row.weight for row in criteria if row.group is group), DIGITS))
        for group in Group
        if any(row.group is group for row in criteria)
    ]
    return s.TrailAnswer(
        found, tuple(_goals_of(strategy, area)), tuple(groups), criteria, tuple(_standards(strategy, area)),
        tuple(_committees(strategy, area)), tuple(gap for gap in gaps(what).gaps if area in gap.areas),
        tuple(item for item in projects(what).projects if area in item.areas),
    )  # fmt: skip


def _criteria(strategy: Strategy, area: s.AreaAnswer) -> Iterator[s.CriterionOfArea]:
    weights = dict(dict(strategy.ranks.weights)[area.kind.value])
    ranked = strategy.ranks.of(area.id)
    for criterion in strategy.workspace.voices.criteria:
        if criterion.id not in weights:
            continue
        cell = ranked.cell(criterion.id)
        evidence = f"evidence.{criterion.indicator}.{area.id}"
        fact = strategy.facts.get(evidence)
        yield s.CriterionOfArea(
            str(criterion.id), _words(criterion.name), criterion.group, round(float(weights[criterion.id]), DIGITS),
            cell.rank, cell.value, cell.unit, cell.period, cell.borderline, f"rank.{area.id}.{criterion.id}",
            evidence if fact else None, _shown(strategy, fact) if fact else {},
            tuple(str(place) for place in cell.cells), _sources(strategy, cell.sources),
        )  # fmt: skip


def _shown(strategy: Strategy, fact: Fact) -> s.Words:
    return {language: shown(fact, language, strategy.workspace.settings.currency) for language in languages()}


def _sources(strategy: Strategy, names: Sequence[str]) -> tuple[s.SourceAnswer, ...]:
    known = {str(row.id): row for row in strategy.workspace.evidence.sources}
    return tuple(
        s.SourceAnswer(
            name, _words(row.title), row.publisher, row.number, row.date, row.address, row.seen, int(row.grade)
        )
        for name in names
        if (row := known.get(name))
    )


def _goals_of(strategy: Strategy, area: str) -> Iterator[s.GoalOfArea]:
    goals = {row.id: row for row in strategy.workspace.evidence.goals}
    reasons = {(row.area, row.goal): row.reason for row in strategy.workspace.choices.alignments}
    for found, goal, strength in strategy.aligned.pairs:
        if found == area:
            yield s.GoalOfArea(str(goal), _words(goals[goal].goal), strength, _words(reasons[found, goal]))


def _standards(strategy: Strategy, area: str) -> Iterator[s.StandardOfArea]:
    own = strategy.served[area]
    links = {row.deliverable: row for row in strategy.workspace.choices.links if row.area == area and row.deliverable}
    drafts = tuple(draft.deliverable for draft in own.drafts)
    states = {
        "adopted": own.adopted, "outdated": own.outdated, "missing": own.missing, "draft": drafts,
        "unknown": own.unknown,
    }  # fmt: skip
    for state, references in states.items():
        for reference in references:
            row, link = strategy.deliverables[reference], {str(k): v for k, v in links.items()}.get(reference)
            yield s.StandardOfArea(
                reference, _words(row.title), state, row.committee, link.relevance.value if link else None,
                _words(link.reason) if link else {},
            )  # fmt: skip


def _committees(strategy: Strategy, area: str) -> Iterator[s.CommitteeOfArea]:
    own = strategy.served[area]
    for reference, role in own.seats:
        yield s.CommitteeOfArea(
            reference, _words(strategy.committees[reference].title), role.value, reference in own.idle
        )


@lru_cache(maxsize=4)
def gaps(what: Seen) -> s.GapsAnswer:
    """Return every gap."""
    return s.GapsAnswer(tuple(_gap(gap) for gap in what.strategy.gaps))


def _gap(gap: Gap) -> s.GapAnswer:
    touched = tuple(str(area) for area in gap.areas)
    return s.GapAnswer(gap.id, gap.kind, gap.committee, gap.deliverable, touched, gap.adoption, f"gap.{gap.id}")


@lru_cache(maxsize=4)
def projects(what: Seen) -> s.ItemsAnswer:
    """Return every project and measure that was looked at: planned ones by year, then the others."""
    strategy, pen = what.strategy, Pen(what.strategy, languages()[0])
    start = {item.project.id: item.start for item in strategy.plan.items}
    reason = {item.project.id: item.reason for item in strategy.plan.not_now}
    found = {p.id: p for p in (*strategy.projects, *(item.project for item in strategy.plan.not_now))}
    ordered = sorted(found.values(), key=lambda p: (start.get(p.id, strategy.workspace.settings.years[-1] + 1), p.id))
    return s.ItemsAnswer(tuple(_item(pen, p, start.get(p.id), reason.get(p.id)) for p in ordered))


def _item(pen: Pen, project: Project, start: int | None, reason: str | None) -> s.ItemAnswer:
    name = pen.strategy.facts[f"project.{project.id}"].value
    return s.ItemAnswer(
        project.id, project.type, _words(name) if isinstance(name, Text) else {},
        _words(subject(project, pen.strategy)), start, reason, project.tier, project.committee, project.deliverable,
        project.areas, project.requires, project.gaps, project.objective or None, goals_of(pen, project),
        f"project.{project.id}",
    )  # fmt: skip


def project(what: Seen, project: str) -> s.ItemAnswer:
    """Return one project or measure; raises ``MissingError`` for an unknown one."""
    for item in projects(what).projects:
        if item.id == project:
            return item
    raise MissingError(project)


def plan(what: Seen) -> s.PlanAnswer:
    """Return the programme with what each body needs and has."""
    names = {(row.body, row.year): row.name for row in what.strategy.workspace.method.capacities}
    loads = tuple(
        s.LoadAnswer(
            x.body, _words(names[x.body, x.year]), x.year, float(x.days), float(x.capacity), float(x.cost),  # type: ignore[index]
            float(x.budget),
        )
        for x in what.strategy.plan.loads
    )  # fmt: skip
    return s.PlanAnswer(tuple(item for item in projects(what).projects if item.start is not None), loads)


def criteria(what: Seen) -> s.CriteriaAnswer:
    """Return every criterion with its weight for each kind of area."""
    weights = {kind: dict(own) for kind, own in what.strategy.ranks.weights}
    return s.CriteriaAnswer(
        tuple(
            s.CriterionAnswer(
                str(row.id), _words(row.name), row.group, row.kinds, row.indicator, row.question, row.ranges,
                {kind: round(float(own[row.id]), DIGITS) for kind, own in weights.items() if row.id in own},
            )
            for row in what.strategy.workspace.voices.criteria
        )
    )  # fmt: skip


@lru_cache(maxsize=4)
def goals(what: Seen) -> s.GoalsAnswer:
    """Return every national goal with what serves it."""
    strategy = what.strategy
    found = []
    for goal in strategy.workspace.evidence.goals:
        serving = [
            s.AreaOfGoal(str(area), strength) for area, own, strength in strategy.aligned.pairs if own == goal.id
        ]
        objectives = [row for row in strategy.workspace.choices.objectives if goal.id in row.goals]
        items = tuple(item.id for item in projects(what).projects if goal.id in item.goals)
        found.append(
            s.GoalAnswer(
                str(goal.id), _words(goal.goal), _words(goal.article), _words(goal.target), goal.year, goal.status,
                _sources(strategy, [goal.source])[0], tuple(serving),
                tuple(s.ObjectiveAnswer(str(row.id), _words(row.name)) for row in objectives), items, f"goal.{goal.id}",
            )
        )  # fmt: skip
    return s.GoalsAnswer(tuple(found))


def goal(what: Seen, goal: str) -> s.GoalAnswer:
    """Return one national goal; raises ``MissingError`` for an unknown one."""
    for found in goals(what).goals:
        if found.id == goal:
            return found
    raise MissingError(goal)


def fact(what: Seen, name: str) -> s.FactAnswer:
    """Return a fact with one step of its trail on each side; raises ``MissingError`` for an unknown one."""
    found = what.strategy.facts.get(name)
    if found is None:
        raise MissingError(name)
    told = {language: explain(what.strategy, name, language, 1) for language in languages()}
    return s.FactAnswer(
        name, _words(found.label), jsonable(found.value), found.unit,  # type: ignore[arg-type]
        {language: step.value for language, step in told.items()},
        {language: step.method for language, step in told.items()},
        _steps({language: step.steps for language, step in told.items()}),
        _sources(what.strategy, found.origin.sources),
        _steps({language: step.serves for language, step in told.items()}),
        _steps({language: step.served_by for language, step in told.items()}), serves(what.strategy, found),
    )  # fmt: skip


def _steps(told: dict[str, tuple[Step, ...]]) -> tuple[s.StepAnswer, ...]:
    """Put the same steps in each language together."""
    together = zip(*told.values(), strict=True)
    return tuple(
        s.StepAnswer(
            own[0].name or None, {language: step.label for language, step in zip(told, own, strict=True)},
            {language: step.value for language, step in zip(told, own, strict=True) if step.value},
        )
        for own in together
    )  # fmt: skip


def rounds(what: Seen) -> s.RoundsAnswer:
    """Return the results of the closed rounds."""
    pairs = zip(what.strategy.rounds, what.strategy.judgements, strict=True)
    return s.RoundsAnswer(tuple(_round(what.strategy, result, judged) for result, judged in pairs))


def _round(strategy: Strategy, result: RoundResult, judged: Judgements) -> s.RoundAnswer:
    own = next(row for row in strategy.workspace.voices.rounds if row.id == result.round)
    questions = tuple(s.QuestionAnswer(str(row.id), _words(row.text)) for row in own.questions)
    responses = [s.Response(*line) for line in result.response]
    results = [
        s.Judged(
            one.question, one.area, result.results[one.question, one.area],
            result.distribution[one.question, one.area], round(float(one.share), DIGITS), _rounded(one.before),
            one.consensus,
        )
        for one in judged.agreements
    ]  # fmt: skip
    groups = [
        s.GroupHeard(
            one.categories, one.answered, tuple(s.GroupRank(*place, rank) for place, rank in one.ranks.items())
        )
        for one in judged.heard
    ]
    weights = [
        s.WeightsGiven(
            one.question, one.items,
            {name: tuple(round(x, DIGITS) for x in given) for name, given in
             {EVERYBODY: one.weights, **one.by_group}.items()},
        )
        for one in judged.elicited
    ]  # fmt: skip
    return s.RoundAnswer(
        result.round, _words(own.title), own.closed, questions, tuple(responses), tuple(results), tuple(groups),
        tuple(weights),
    )  # fmt: skip
