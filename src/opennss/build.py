"""The spine: a country folder and a catalogue become a strategy, and the strategy becomes files.

The only room that knows every stage; it reads like the method.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from opennss.alignment.align import align
from opennss.catalogue.store import Catalogue
from opennss.document.facts import collect
from opennss.document.printing import print_strategy
from opennss.document.shown import STYLES
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.evidence.harmonize import harmonize
from opennss.evidence.quality import coverage
from opennss.mapping.gaps import adopted, gaps, seats_in
from opennss.mapping.served import served
from opennss.model.country import Kind
from opennss.model.criteria import Group
from opennss.model.handed import Handed, HandedList
from opennss.model.judgements import Judgements
from opennss.model.monitoring import Monitoring
from opennss.model.obligations import Obligations
from opennss.model.observations import Comparison
from opennss.model.plans import Objective, Outlook, Plan, Variant
from opennss.model.projects import NextStep, Project
from opennss.model.results import Gap, Mirrored, Ranks, RoundResult, Steadiness, Strategy
from opennss.model.review import Outcome
from opennss.model.robustness import Tell
from opennss.model.standards import Committee, Deliverable, Role
from opennss.model.workspace import Workspace
from opennss.monitoring.progress import progress
from opennss.monitoring.report import monitored
from opennss.portfolio.bounds import bounds
from opennss.portfolio.candidates import HELD, candidates, tiers
from opennss.portfolio.effort import Work, day_rates, present, whole, works
from opennss.portfolio.frontier import frontier
from opennss.portfolio.handed.check import check_list
from opennss.portfolio.handed.layers import subject
from opennss.portfolio.joining import next_step
from opennss.portfolio.obligations import obligations
from opennss.portfolio.outlook import compared, decimal, near_plan, outlook, variants
from opennss.portfolio.plan import plan
from opennss.portfolio.problem import overloaded, problem
from opennss.portfolio.schedule import schedule
from opennss.priorities.inputs import RankInputs
from opennss.priorities.methods import KindOrder, kind_orders
from opennss.priorities.rank import kind_weights
from opennss.priorities.robust import robustness
from opennss.priorities.steady import steadiness, weightings
from opennss.process.status import StepState, done_but_empty
from opennss.process.status import status as states
from opennss.stakeholders.judgements import judgements, weights_findings
from opennss.stakeholders.mirrors import mirrored
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

Made = TypeVar("Made")

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


def build(workspace: Workspace, catalogue: Catalogue, tell: Tell = lambda *_: None, what_if: bool = True) -> Strategy:
    """Carry a country through the method: evidence, voices, ranks, alignment, gaps, candidates, plan, facts.

    Pure: the same workspace and catalogue give the same strategy. ``tell`` is told how far it is (``steps``, and the
    ``weightings`` and ``areas`` of the test of the order, the ``variants`` of the programme). ``what_if`` also plans
    each of these variants and weighs points against items, which takes longer than all the rest; prose that names one
    asks for them too. Raises ``WorkspaceError`` when prose names a fact that does not exist.
    """
    settings, evidence, choices = workspace.settings, workspace.evidence, workspace.choices
    what_if = what_if or any("variant" in text or "frontier." in text for *_, text in choices.prose)
    inputs, rounds, heard = _heard(workspace)
    table, ranks = inputs.table, inputs.ranks()
    aligned = align(evidence.areas, evidence.goals, choices.alignments)
    deliverables, committees = _linked(workspace, catalogue)
    seats, found, mirrors = _missing(workspace, deliverables, committees)
    tell("steps", 1, STEPS)
    own, unmeasured = dossiers(workspace, catalogue, table, mirrors, _technology_seats(workspace))
    tell("steps", 2, STEPS)
    projects, programme = _programme(workspace, found, seats, ranks, mirrors, plan)
    ahead = _outlook(workspace, inputs, found, seats, mirrors, programme, tell) if what_if else None
    tell("steps", 3, STEPS)
    strategy = Strategy(
        workspace=_printable(workspace), catalogue=catalogue.sha256, table=table,
        coverage=coverage(workspace.voices.criteria, evidence.areas, table, evidence.sources),
        judgements=heard, rounds=rounds, ranks=ranks, steadiness=_steadiness(workspace, ranks),
        undecided=inputs.undecided(),
        robustness=robustness(ranks, inputs, settings.robustness, settings.seed, heard, tell), aligned=aligned,
        gaps=found, seats=seats, mirrored=mirrors, deliverables=deliverables, committees=committees, projects=projects,
        plan=programme, schedule=schedule(programme, workspace, ranks, deliverables, _standing(workspace)),
        served=served(
            evidence.areas, choices.links, deliverables, evidence.adoptions, seats, choices.decisions, programme.items
        ),
        dossiers=own, unmeasured=unmeasured, joining=_joining(workspace),
        lists=shown(settings.technologies.lists, settings.technologies.military),
        replies=replies(workspace.voices.requests, evidence.adoptions, programme),
        progress=progress(workspace.method.targets, evidence.progress, settings.as_of.year),
        obligations=_obligations(workspace, catalogue), outlook=ahead, facts={},
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
    ranks, (deliverables, committees) = inputs.ranks(), _linked(workspace, catalogue)
    seats, found, mirrors = _missing(workspace, deliverables, committees)
    _, programme = _programme(workspace, found, seats, ranks, mirrors, make)
    return Outcome(ranks, programme, mirrors)


def handed(workspace: Workspace, catalogue: Catalogue, listed: HandedList) -> Handed:
    """Return the check of a plan made elsewhere against people, money, priorities and programme of a country."""
    found = outcome(workspace, catalogue)
    asked = dict.fromkeys(about for row in listed.rows if (about := subject(row)))
    records = {str(name): record for name in asked if (record := catalogue.deliverables.get(name))}
    newer = {name: successor(record, catalogue) for name, record in records.items()}
    national = adopted(workspace.evidence.adoptions)
    return check_list(listed, workspace, found.ranks, found.plan, national, records, newer, _standing(workspace))


def rank_inputs(workspace: Workspace) -> tuple[RankInputs, tuple[Judgements, ...]]:
    """Return what the ranks of a country are made from, and what its closed rounds said beside them."""
    inputs, _, heard = _heard(workspace)
    return inputs, heard


def watch(strategy: Strategy, catalogue: Catalogue) -> Monitoring:
    """Return how a strategy is going at ``as_of``: targets, work, computed figures, what somebody must do. Pure."""
    method = strategy.workspace.method
    known, rates = works(method.efforts, strategy.workspace.choices.measures), day_rates(method.capacities)
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


def _programme(
    workspace: Workspace,
    found: tuple[Gap, ...],
    seats: Mapping[str, Role],
    ranks: Ranks,
    mirrors: Mapping[str, Mirrored] | None,
    make: Callable[..., Made],
) -> tuple[tuple[Project, ...], Made]:
    """Turn gaps into candidates, and these into what ``make`` makes of them: with ``plan`` the programme."""
    settings, choices, method = workspace.settings, workspace.choices, workspace.method
    capacities = [row for row in method.capacities if row.year in settings.years]
    tier, evidence, counted = tiers(workspace.evidence.areas, ranks), workspace.evidence, settings.plan.counted
    projects, refused = candidates(
        found, seats, settings.membership, tier, ranks, method.efforts, choices.measures, mirrors,
        dict((*settings.ladder, *settings.plan.worth)), links=choices.links, decisions=choices.decisions,
        proposed=choices.proposed, seats_counted=counted, work=evidence.work, approved=choices.programme,
    )  # fmt: skip
    kept = bounds(
        projects, evidence.work, choices.decisions, evidence.adoptions, settings.membership, method.funds,
        settings.plan, settings.years[0],
    )  # fmt: skip
    standing = _standing(workspace)
    stated = problem(
        projects, method.efforts, capacities, settings.years, tier, settings.utilization, settings.currency,
        settings.seed, choices.measures, method.skills, kept, Objective(settings.plan.objective), standing,
    )  # fmt: skip
    return projects, make(
        stated, refused, method.efforts, capacities, choices.decisions, tier, choices.measures,
        method.skills, standing,
    )  # fmt: skip


def _standing(workspace: Workspace) -> tuple[Work, ...]:
    """Return the yearly work of the present seats; none where the settings say that it is not counted."""
    if not workspace.settings.plan.counted:
        return ()
    rungs = Counter(str(HELD[row.role]) for row in workspace.evidence.participation if row.role in HELD)
    return present(rungs, workspace.method.efforts)


def _outlook(
    workspace: Workspace,
    inputs: RankInputs,
    found: tuple[Gap, ...],
    seats: Mapping[str, Role],
    mirrors: Mapping[str, Mirrored] | None,
    base: Plan,
    tell: Tell,
) -> Outlook | None:
    """Return how the programme changes with other means and weights, and what a larger number of items would cost."""
    if not base.items:
        return None
    choices, ranks = workspace.choices, inputs.ranks()
    cases = [
        (variant, replace(workspace, method=method, choices=replace(choices, measures=measures)), ranks)
        for variant, method, measures in variants(workspace.method, choices.measures)
    ]
    known = [tiers(inputs.areas, ranks)]
    for group, factor, weights in weightings(_weights(workspace)):
        other = replace(inputs, between=weights).ranks()
        if (tier := tiers(inputs.areas, other)) not in known:
            known.append(tier)
            cases.append((Variant("priorities", group, decimal(factor)), workspace, other))
    tried = []
    for number, (variant, world, order) in enumerate(cases, 1):
        try:
            _, plan_ = _programme(world, found, seats, order, mirrors, near_plan(base))
            tried.append(compared(variant, base, plan_))
        except WorkspaceError:  # what is demanded or under way does not fit into such a world
            tried.append(variant)
        tell("variants", number, len(cases))
    _, weighed = _programme(workspace, found, seats, ranks, mirrors, lambda stated, *_: frontier(stated, base.items))
    return replace(outlook(base, tried), frontier=weighed)


def _missing(
    workspace: Workspace, deliverables: Mapping[str, Deliverable], committees: Mapping[str, Committee]
) -> tuple[dict[str, Role], tuple[Gap, ...], dict[str, Mirrored] | None]:
    """Return the seats in linked committees, the gaps, and how the country mirrors committees when the plan begins."""
    settings, evidence, choices = workspace.settings, workspace.evidence, workspace.choices
    seats = seats_in(committees, evidence.participation, settings.membership.all_seats)
    found = gaps(choices.links, deliverables, evidence.adoptions, seats, choices.decisions)
    day = max(settings.as_of, dt.date(settings.years[0], 1, 1))
    return seats, found, mirrored(evidence.mirrors, evidence.experts, day)


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


def _linked(workspace: Workspace, catalogue: Catalogue) -> tuple[dict[str, Deliverable], dict[str, Committee]]:
    """Return the deliverables and committees that accepted links name, and the committees of the deliverables."""
    links = workspace.choices.links
    deliverables = {
        str(link.deliverable): catalogue.deliverables[link.deliverable] for link in links if link.deliverable
    }
    owners = [*(link.committee for link in links), *(row.committee for row in deliverables.values())]
    named = dict.fromkeys(owner for owner in owners if owner)
    return deliverables, {code: catalogue.committees[code] for code in named}
