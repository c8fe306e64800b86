"""Everything that needs more than one row to be seen, said all at once: one small function for each subject."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path

from opennss.catalogue import store
from opennss.catalogue.store import Catalogue
from opennss.errors import Finding
from opennss.model.workspace import Workspace
from opennss.workspace.check import (
    adopted,
    evidence,
    judgement,
    keys,
    obligations,
    people,
    planning,
    programme,
    prose,
    resources,
    results,
    schedule,
    standards,
    start,
    technologies,
    testing,
    weightings,
)
from opennss.workspace.check.common import Case
from opennss.workspace.read import read_folder
from opennss.workspace.settings import on_lines

CHECKS: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    keys.duplicate_keys,
    keys.references,
    keys.missing_languages,
    keys.placeholders,
    keys.empty_tables,
    evidence.areas,
    evidence.overlaps,
    evidence.observations,
    evidence.sources,
    evidence.two_years,
    evidence.share_totals,
    evidence.institutions,
    judgement.criteria,
    judgement.weights,
    judgement.decisions,
    judgement.rounds,
    weightings.weights_round,
    weightings.kinds,
    weightings.weightings,
    testing.settings,
    standards.pinned,
    standards.links,
    standards.adoptions,
    standards.participation,
    adopted.editions,
    adopted.degrees,
    adopted.twice,
    adopted.linked_twice,
    adopted.suspended,
    standards.alignment,
    resources.efforts,
    resources.prerequisites,
    resources.capacities,
    resources.targets,
    resources.progress,
    programme.measures,
    programme.measure_cycles,
    programme.measures_in_effort,
    programme.objectives,
    programme.committee_codes,
    programme.process,
    programme.baseline,
    obligations.ballots,
    obligations.ballot_seats,
    obligations.work,
    obligations.programme,
    obligations.named_sources,
    schedule.procedure,
    schedule.procedure_fits,
    results.levels,
    results.circles,
    results.measured,
    planning.proposed,
    planning.skills,
    planning.skill_years,
    planning.funds,
    planning.expert_time,
    planning.methods,
    planning.lengths,
    planning.uses,
    planning.accepted_uses,
    people.days,
    people.invented_numbers,
    people.requests,
    people.replies,
    people.positions,
    people.opinions,
    people.mirror_committees,
    people.experts,
    people.seats,
    technologies.technologies,
    technologies.uses,
    technologies.figures,
    technologies.criteria,
    technologies.ratings,
    technologies.approaches,
    prose.facts,
    prose.unwritten,
    prose.digits,
    prose.languages,
    start.links,
    start.membership,
)
"""Every check, by subject."""


def check_workspace(
    workspace: Workspace,
    catalogue: Catalogue | None,
    *,
    facts: Collection[str] | None = None,
    styles: Collection[str] | None = None,
    skipped: Mapping[str, frozenset[str]] | None = None,
) -> tuple[Finding, ...]:
    """Return everything that is wrong with a workspace, or still open, all at once and in order of place.

    ``facts`` and ``styles`` are the names that prose may use (``None``: not checked); ``skipped`` are the keys of
    rows that reading left out. Without a catalogue, what needs it is not checked. Never raises.
    """
    case = Case(workspace, catalogue, facts, styles, skipped or {})
    return in_order(finding for check in CHECKS for finding in check(case))


def check_folder(
    folder: Path,
    catalogue: Path | None = None,
    *,
    facts: Collection[str] | None = None,
    styles: Collection[str] | None = None,
) -> tuple[Workspace | None, Catalogue | None, tuple[Finding, ...]]:
    """Read a country folder and its catalogue and check both: what could be read, and every finding at once.

    ``catalogue`` names another catalogue than the one in ``nss.toml``. Never raises for what the files hold; build
    the workspace only when no finding is an error.
    """
    reading = read_folder(folder)
    if reading.workspace is None:
        return None, None, in_order(reading.findings)
    world = store.read(catalogue or folder / reading.workspace.pin.path)
    skipped = {**reading.skipped, **world.skipped}
    found = check_workspace(reading.workspace, world.catalogue, facts=facts, styles=styles, skipped=skipped)
    every = on_lines(folder, (*reading.findings, *world.findings, *found))
    return reading.workspace, world.catalogue, in_order(every)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings by file, row and column, each once."""
    unique = {(item.file, item.row, item.column, item.code, str(item.values)): item for item in findings}
    return tuple(unique[key] for key in sorted(unique))
