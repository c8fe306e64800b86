"""The review: two folders are read, every mixture of their parts is built, what moved is divided among the parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from opennss import build as spine
from opennss.errors import Finding, WorkspaceError
from opennss.model.criteria import Criterion
from opennss.model.plans import Plan, PortfolioProblem
from opennss.model.programme import WorkState
from opennss.model.review import Folder, Outcome, Part, Review, Total, Unfit
from opennss.model.robustness import Tell
from opennss.model.table import Row
from opennss.review.changes import changed_settings, changed_tables
from opennss.review.delivery import delivered, targets
from opennss.review.dividing import Coalition, Reading, Worlds, reading
from opennss.review.fitting import Misfit, fitted, undemanded
from opennss.review.mixing import World, differing, mixed, whole
from opennss.review.moves import areas, items
from opennss.review.solving import planner
from opennss.workspace.tables import key_of

NAMED = 5
"""Names that are given at most for rows that do not fit."""

HOMES: dict[type[Row], Part] = {Criterion: Part.VOICES, WorkState: Part.DATA}
"""Parts of rows that may not fit, but for those that people chose."""

LEAST = 1e-6
"""A difference between two programmes so small says nothing."""

Lost = dict[tuple[Part, bool, str, str], dict[tuple[str, ...], str]]
"""By part, whether it is the new folder's, table, and table that lacks something: the keys of rows, and what for."""


def read(old: Path, new: Path, catalogue: Path | None = None) -> tuple[World, World]:
    """Return two folders of one country, checked.

    Raises ``WorkspaceError`` with the findings of both folders that have an error, the file of each beginning with its
    folder; and for folders of two countries, or with two currencies, which have no programme between them.
    """
    found, findings = [], list[Finding]()
    for folder in (old, new):
        try:
            found.append(whole(*spine.read(folder, catalogue), folder.as_posix()))
        except WorkspaceError as error:
            findings += _placed(error, folder.as_posix())
    if not findings:
        before, after = (world.workspace.settings for world in found)
        for name, code in (("country", "review-other-country"), ("currency", "review-other-currency")):
            if getattr(before, name) != getattr(after, name):
                values: dict[str, object] = {"old": getattr(before, name), "new": getattr(after, name)}
                findings.append(Finding(f"{new.as_posix()}/nss.toml", 0, name, code, values))
    if findings:
        raise WorkspaceError(findings)
    return found[0], found[1]


def _placed(error: WorkspaceError, folder: str) -> list[Finding]:
    """Return findings whose files begin with their folder."""
    return [replace(one, file=f"{folder}/{one.file}") for one in error.findings]


def review(old: World, new: World, tell: Tell = lambda *_: None) -> Review:
    """Return what moved between two folders of one country, and which of their parts it came from.

    Each of the worlds between them is built, 2 to the power of the parts that differ; ``tell`` is told of the
    ``worlds`` that are done. Exact and independent of any order: the causes of a movement add up to it, a part that
    changes nothing gets nothing, and exchanging the two folders turns every sign. Rows that do not fit into a mixed
    world are left out of it and told in ``unfit``; worlds whose demands cannot be met are counted in ``waived``.
    Raises ``WorkspaceError``, with the folder in the files of its findings, where a folder has no programme.
    """
    parts = differing(old, new)
    sets = [frozenset(some) for size in range(len(parts) + 1) for some in combinations(parts, size)]
    waived, lost, outcomes, readings = list[PortfolioProblem](), Lost(), list[Outcome](), dict[Coalition, Reading]()
    between = planner(waived)
    for some in sets:
        world = mixed(old, new, some)
        if len(some) in (0, len(parts)):
            outcomes.append(_whole(new if some else old, world))
        else:
            found, misfits = _between(world, between)
            outcomes.append(found)
            _note(lost, misfits, some)
        readings[some] = reading(outcomes[-1], world.workspace.settings.years)
        tell("worlds", len(outcomes), len(sets))
    worlds, first, last = Worlds(parts, readings), outcomes[0], outcomes[-1]
    settings = new.workspace.settings
    return Review(
        name=settings.name, illustrative=settings.illustrative or old.workspace.settings.illustrative,
        languages=settings.languages, currency=settings.currency, old=_folder(old), new=_folder(new), parts=parts,
        worlds=len(sets), waived=len(waived), gap=max((_margin(one.plan) for one in outcomes), default=0.0),
        level=_level(first.plan, last.plan), areas=areas(old, new, first, last, worlds),
        items=items(old, new, first, last, worlds),
        totals={total: worlds.total(total) for total in Total}, unfit=_unfit(lost),
        changes=changed_tables(old, new), settings=changed_settings(old, new),
        delivered=delivered(old, new, first, last), targets=targets(old.workspace, new.workspace),
    )  # fmt: skip


def _whole(folder: World, world: World) -> Outcome:
    """Return what one of the two folders comes to; raises ``WorkspaceError`` that names it."""
    try:
        return spine.outcome(world.workspace, world.catalogue, world.year)
    except WorkspaceError as error:
        raise WorkspaceError(_placed(error, folder.folder)) from error


def _between(world: World, make: spine.MakePlan) -> tuple[Outcome, tuple[Misfit, ...]]:
    """Return what a mixed world comes to, and the rows that were left out of it."""
    world, lost = fitted(world)
    while True:
        try:
            return spine.outcome(world.workspace, world.catalogue, world.year, make), lost
        except WorkspaceError as error:
            world, more = undemanded(world, error.findings)
            if not more:
                raise WorkspaceError(_placed(error, world.folder)) from error
            lost = (*lost, *more)


def _margin(found: Plan) -> float:
    """Return how many deliverables a programme lacks at most in any tier; what begins first is no tier."""
    return max((gap * max(1.0, abs(value)) for name, value, gap in found.steps if name != "earliest"), default=0.0)


def _level(before: Plan, after: Plan) -> bool:
    """Say whether neither programme is worth more than the other, by more than the solver proves.

    The most urgent tier in which they differ decides: what follows is chosen after it.
    """
    one, other = ([step for step in found.steps if step[0] != "earliest"] for found in (before, after))
    if [name for name, *_ in one] != [name for name, *_ in other]:
        return False
    for (_, value, gap), (_, now, gap_now) in zip(one, other, strict=True):
        if abs(value - now) > LEAST:
            return abs(value - now) <= max(gap * max(1.0, abs(value)), gap_now * max(1.0, abs(now)))
    return True


def _note(lost: Lost, misfits: Sequence[Misfit], parts: Coalition) -> None:
    """Note rows that did not fit into a world that has these ``parts`` of the new folder; a row counts once."""
    for misfit in misfits:
        part = HOMES.get(type(misfit.row), Part.CHOICES)
        place = (part, part in parts, misfit.row.FILE, misfit.lacks)
        lost.setdefault(place, {})[key_of(misfit.row)] = misfit.name


def _unfit(lost: Lost) -> tuple[Unfit, ...]:
    return tuple(
        Unfit(file, part, new, lacks, len(rows), tuple(sorted(set(rows.values()))[:NAMED]))
        for (part, new, file, lacks), rows in sorted(lost.items())
    )


def _folder(world: World) -> Folder:
    settings = world.workspace.settings
    return Folder(settings.as_of, settings.years, world.workspace.sha256, world.catalogue.sha256)
