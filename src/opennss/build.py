"""The spine: a country folder and a catalogue become a strategy, and the strategy becomes files.

It knows every stage and reads like the method; ``planning.py`` is its part that plans.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from opennss.alignment.align import align
from opennss.catalogue.store import Catalogue
from opennss.document.facts import collect
from opennss.document.printing import print_strategy
from opennss.document.shown import STYLES
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.evidence.harmonize import harmonize
from opennss.evidence.quality import coverage
from opennss.mapping.gaps import adopted, seats_in
from opennss.mapping.served import served
from opennss.model.country import Kind
from opennss.model.criteria import Group
from opennss.model.handed import Handed, HandedList
from opennss.model.judgements import Judgements
from opennss.model.monitoring import Monitoring
from opennss.model.obligations import Obligations
from opennss.model.observations import Comparison
from opennss.model.plans import Outlook, Plan
from opennss.model.projects import NextStep
from opennss.model.results import Ranks, RoundResult, Steadiness, Strategy
from opennss.model.review import Outcome
from opennss.model.robustness import Tell
from opennss.model.standards import Role
from opennss.model.workspace import Workspace
from opennss.monitoring.progress import progress
from opennss.monitoring.report import monitored
from opennss.planning import linked, of_strategy, planned, standing, tried
from opennss.portfolio.effort import day_rates, whole, works
from opennss.portfolio.experts import expert_times
from opennss.portfolio.handed.check import check_list
from opennss.portfolio.handed.layers import subject
from opennss.portfolio.joining import next_step
from opennss.portfolio.obligations import obligations
from opennss.portfolio.outlook import TESTS, Asked, asked_for
from opennss.portfolio.plan import plan, stated_plan
from opennss.portfolio.problem import overloaded
from opennss.portfolio.schedule import schedule
from opennss.priorities.inputs import RankInputs
from opennss.priorities.methods import KindOrder, kind_orders
from opennss.priorities.rank import kind_weights
from opennss.priorities.robust import robustness
from opennss.priorities.steady import steadiness, weightings
from opennss.process.status import StepState, done_but_empty
from opennss.process.status import status as states
from opennss.stakeholders.judgements import judgements, weights_findings
from opennss.stakeholders.requests import replies
from opennss.stakeholders.rounds import close
from opennss.stakeholders.rounds import in_order as rounds_in_order
from opennss.technologies.checks import check_technologies
from opennss.technologies.dossiers import dossiers, visible
from opennss.technologies.lists import shown
from opennss.workspace.check import check_folder, check_workspace, in_order
from opennss.workspace.check.common import successor
from opennss.workspace.settings import on_lines
from opennss.workspace.tables import rows_of

MakePlan = Callable[..., Plan]
"""What makes the programme: ``plan``, or one that remembers the programmes it has made."""

STEPS = 5
"""Steps of ``build`` that take a while: voices and ranks, technologies, programme, the test of the order, facts."""


def check(folder: Path, catalogue: Path | None = None) -> tuple[Finding, ...]:
    """Return everything that is wrong with a country folder, or open, or worth a note; never raises for its content.

    ``catalogue`` names another catalogue than the folder's own. A folder without an error is also computed once, so
    that prose which names an unknown fact is found too.
    """
    workspace, world, findings = check_folder(folder, catalogue)
    if workspace is not None:
        more = (*done_but_empty(workspace, findings), *check_technologies(workspace))
        findings = in_order((*findings, *on_lines(folder, more)))
    if workspace is None or world is None or any(f.severity is Severity.ERROR for f in findings):
        return findings
    try:
        strategy = build(workspace, world, what_if=False)
    except WorkspaceError as error:
        return in_order((*findings, *error.findings))
    late = weights_findings(strategy.judgements, workspace.settings.consultation)
    over = overloaded(strategy.plan, workspace.method.capacities)
    return in_order((*findings, *on_lines(folder, (*late, *over))))


def read(folder: Path, catalogue: Path | None = None) -> tuple[Workspace, Catalogue]:
    """Return a checked workspace and its catalogue; raises ``WorkspaceError`` with all findings if one is an error."""
    workspace, world, findings = check_folder(folder, catalogue)
    if workspace is None or world is None or any(f.severity is Severity.ERROR for f in findings):
        raise WorkspaceError(findings)
    return workspace, world


def status(folder: Path, catalogue: Path | None = None) -> tuple[Workspace, tuple[StepState, ...]]:
    """Return what could be read of a country folder, and where each step of the method stands in it.

    Errors in its tables are part of the answer; raises ``WorkspaceError`` only when nothing could be read.
    """
    workspace, _, findings = check_folder(folder, catalogue)
    if workspace is None:
        raise WorkspaceError(findings)
    return workspace, states(workspace, findings)


def build(workspace: Workspace, catalogue: Catalogue, tell: Tell = lambda *_: None, what_if: Asked = True) -> Strategy:
    """Carry a country through the method: evidence, voices, ranks, alignment, gaps, candidates, plan, facts.

    Pure: the same workspace and catalogue give the same strategy. ``tell`` is told how far it is (``steps``, and the
    ``weightings`` and ``areas`` of the test of the order, the ``variants`` of the programme). ``what_if`` plans them,
    and weighs points against items (:func:`asked_for`). Raises ``WorkspaceError`` when prose names a fact that is none.
    """
    settings, evidence, choices = workspace.settings, workspace.evidence, workspace.choices
    inputs, rounds, heard = _heard(workspace)
    table, ranks = inputs.table, inputs.ranks()
    aligned = align(evidence.areas, evidence.goals, choices.alignments)
    world = linked(workspace, catalogue)
    tell("steps", 1, STEPS)
    own, unmeasured = dossiers(workspace, catalogue, table, world.mirrors, _technology_seats(workspace))
    tell("steps", 2, STEPS)
    projects, (stated, programme) = planned(workspace, world, ranks, stated_plan)
    asked = programme.items and asked_for(what_if, [text for *_, text in choices.prose])
    ahead = tried(workspace, world, inputs, programme, asked, tell) if asked else None
    tell("steps", 3, STEPS)
    strategy = Strategy(
        workspace=_printable(workspace), catalogue=catalogue.sha256, table=table,
        coverage=coverage(workspace.voices.criteria, evidence.areas, table, evidence.sources),
        judgements=heard, rounds=rounds, ranks=ranks, steadiness=_steadiness(workspace, ranks),
        robustness=robustness(ranks, inputs, settings.robustness, settings.seed, heard, tell), aligned=aligned,
        gaps=world.gaps, seats=world.seats, mirrored=world.mirrors, deliverables=world.deliverables,
        committees=world.committees, projects=projects, plan=programme,
        schedule=schedule(programme, workspace, ranks, world.deliverables, standing(workspace), stated),
        served=served(
            evidence.areas, choices.links, world.deliverables, evidence.adoptions, world.seats, choices.decisions,
            programme.items, evidence.ballots,
        ),
        dossiers=own, unmeasured=unmeasured, joining=_joining(workspace), undecided=inputs.undecided(),
        lists=shown(settings.technologies.lists, settings.technologies.military),
        replies=replies(workspace.voices.requests, evidence.adoptions, programme),
        progress=progress(workspace.method.targets, evidence.progress, settings.as_of.year),
        obligations=_obligations(workspace, catalogue), outlook=ahead, facts={},
        experts_time=expert_times(
            programme.items, workspace.method.expert_time, evidence.experts, evidence.mirrors, settings.years,
            workspace.method.efforts,
        ),
    )  # fmt: skip
    tell("steps", 4, STEPS)
    strategy = replace(strategy, facts=collect(strategy))
    unknown = check_workspace(workspace, catalogue, facts=strategy.facts.keys(), styles=STYLES)
    if errors := [finding for finding in unknown if finding.severity is Severity.ERROR]:
        raise WorkspaceError(errors)
    return strategy


def other_method(
    workspace: Workspace, name: str, ranks_as_numbers: bool = False, tried: bool = False,
    tell: Tell = lambda *_: None,
) -> tuple[Ranks, tuple[KindOrder, ...]]:  # fmt: skip
    """Return the ranks of a country, and the order of each kind of area under another method on the values behind them.

    ``tried`` also puts that order to the test under the weightings that the settings admit; ``tell`` is told of the
    ``kinds`` and ``weightings`` that are done.
    """
    inputs, heard = rank_inputs(workspace)
    ranks, settings = inputs.ranks(), workspace.settings
    seed = settings.seed if tried else None
    return ranks, kind_orders(name, ranks, inputs, settings.robustness, ranks_as_numbers, seed, heard, tell)


def outcome(workspace: Workspace, catalogue: Catalogue, year: int | None = None, make: MakePlan = plan) -> Outcome:
    """Return the ranks and the programme of a country and nothing beside them: what ``review`` needs of a world.

    ``year`` is the last year whose figures are read (``None``: that of ``as_of``); ``make`` makes the plan. With
    neither, ranks and programme are those of :func:`build`.
    """
    inputs, _, _ = _heard(workspace, year)
    ranks, world = inputs.ranks(), linked(workspace, catalogue)
    _, programme = planned(workspace, world, ranks, make)
    return Outcome(ranks, programme, world.mirrors)


def handed(workspace: Workspace, catalogue: Catalogue, listed: HandedList) -> Handed:
    """Return the check of a plan made elsewhere against people, money, priorities and programme of a country."""
    found = outcome(workspace, catalogue)
    asked = dict.fromkeys(about for row in listed.rows if (about := subject(row)))
    records = {str(name): record for name in asked if (record := catalogue.deliverables.get(name))}
    newer = {name: successor(record, catalogue) for name, record in records.items()}
    national = adopted(workspace.evidence.adoptions)
    return check_list(listed, workspace, found.ranks, found.plan, national, records, newer, standing(workspace))


def rank_inputs(workspace: Workspace) -> tuple[RankInputs, tuple[Judgements, ...]]:
    """Return what the ranks of a country are made from, and what its closed rounds said beside them."""
    inputs, _, heard = _heard(workspace)
    return inputs, heard


def trials(strategy: Strategy) -> Outlook:
    """Return in how many trials with other efforts and weights each planned item of a strategy stays."""
    inputs, _ = rank_inputs(strategy.workspace)
    return tried(strategy.workspace, of_strategy(strategy), inputs, strategy.plan, TESTS)


def watch(strategy: Strategy, catalogue: Catalogue) -> Monitoring:
    """Return how a strategy is going at ``as_of``: targets, work, computed figures, what somebody must do. Pure."""
    method = strategy.workspace.method
    known = works(method.efforts, strategy.workspace.choices.measures, strategy.candidates)
    rates = day_rates(method.capacities)
    return monitored(strategy, catalogue, lambda key, start: whole(key, start, method.settings.years, known, rates))


def write(strategy: Strategy, out: Path, tell: Callable[[str], None] = lambda _: None) -> tuple[Path, ...]:
    """Print a strategy into the folder ``out`` and return the files; each file appears whole or not at all.

    ``tell`` is called with the name of every file that is finished.
    """
    return print_strategy(strategy, out, tell)


def _printable(workspace: Workspace) -> Workspace:
    """Leave out the sources that only hidden technologies cite: the title of one may name what is hidden."""
    evidence, membership = workspace.evidence, workspace.settings.membership
    hidden = {row.id for row in evidence.technologies} - {row.id for row in visible(workspace)}
    said = " ".join(text for *_, text in workspace.choices.prose)
    rows = [row for table in rows_of(workspace).values() for row in table]
    secret = {getattr(row, "source", None) for row in rows if getattr(row, "technology", "") in hidden}
    others = {getattr(row, "source", None) for row in rows if getattr(row, "technology", "") not in hidden}
    others |= {membership.iso_source, membership.iec_source}
    kept = tuple(
        row
        for row in evidence.sources
        if row.id not in secret or row.id in others or (row.number and row.number in said)
    )
    return replace(workspace, evidence=replace(evidence, sources=kept))


def _obligations(workspace: Workspace, catalogue: Catalogue) -> Obligations:
    """Return ballots, seats at risk and reviews due; seats are those of every list, not of linked committees alone."""
    evidence, settings = workspace.evidence, workspace.settings
    named = [row.committee for row in evidence.participation] + [row.committee for row in evidence.ballots]
    codes = dict.fromkeys(map(str, named))
    seats = seats_in(codes, evidence.participation, settings.membership.all_seats)
    return obligations(
        evidence.ballots, seats, evidence.adoptions, catalogue.deliverables, settings.as_of, settings.obligations
    )


def _weights(workspace: Workspace) -> dict[str, Fraction]:
    return {group.value: Fraction(1) for group in Group} | {k: Fraction(v) for k, v in workspace.settings.weights}


def _heard(
    workspace: Workspace, year: int | None = None
) -> tuple[RankInputs, tuple[RoundResult, ...], tuple[Judgements, ...]]:
    """Return what the ranks are made from, and the closed rounds in their order: results, and what was said beside."""
    settings, evidence, voices = workspace.settings, workspace.evidence, workspace.voices
    table = harmonize(evidence.areas, evidence.indicators, evidence.observations, year or settings.as_of.year)
    rounds = tuple(close(round_) for round_ in rounds_in_order(voices.rounds))
    judged = {pair: rank for result in rounds for pair, rank in result.results.items()}
    shares = {i.id for i in evidence.indicators if i.comparison is Comparison.SHARE}
    inputs = RankInputs(
        evidence.areas, voices.criteria, table, judged, workspace.choices.decisions, _weights(workspace),
        settings.tie, shares,
    )  # fmt: skip
    return inputs, rounds, judgements(voices.rounds, rounds, voices.criteria, settings.consultation)


def _steadiness(workspace: Workspace, ranks: Ranks) -> dict[str, Steadiness]:
    """Move the weight of each group, and tell what the ranks depend on."""
    criteria = workspace.voices.criteria
    moved = [
        (group, factor, {kind.value: kind_weights(kind, criteria, weights) for kind in Kind})
        for group, factor, weights in weightings(_weights(workspace))
    ]
    kinds = {str(area.id): str(area.kind) for area in workspace.evidence.areas}
    return steadiness(ranks, kinds, moved)


def _technology_seats(workspace: Workspace) -> dict[str, Role]:
    """Return the seats in the committees of the technologies that are shown, as ``seats_in`` does."""
    codes = [code for row in visible(workspace) for code in row.committees]
    return seats_in(codes, workspace.evidence.participation, workspace.settings.membership.all_seats)


def _joining(workspace: Workspace) -> dict[str, NextStep]:
    """Return the next step in each committee of the technologies that are shown, with its load in the first year."""
    method, settings, seats = workspace.method, workspace.settings, _technology_seats(workspace)
    return {
        code: next_step(
            seats.get(code, Role.NONE), code, settings.membership, method.efforts, method.capacities, settings.years[0]
        )
        for row in visible(workspace)
        for code in row.committees
    }
