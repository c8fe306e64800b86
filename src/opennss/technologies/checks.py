"""What only this room can check: terms and keyword rules, entries of lists, criteria that hold and their ratings."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.errors import Finding, Severity
from opennss.model.table import Row
from opennss.model.technologies import TechnologyMeasure
from opennss.model.workspace import Workspace
from opennss.technologies.criteria import SETS, merged, published, refused
from opennss.technologies.lists import entries, lists
from opennss.technologies.scan.wanted import definitions_of
from opennss.technologies.vocabulary import definitions


def check_technologies(workspace: Workspace) -> Iterator[Finding]:
    """Yield what is wrong with the technologies of a folder against the product's own data.

    A list that the product does not know may be the country's own, so that its entries are a warning.
    """
    if not (workspace.evidence.technologies or workspace.settings.technologies.lists):
        return
    known = {str(item.id) for item in lists()}
    named = {entry.id for name in known for entry in entries(name)}
    yield from definitions_of(workspace.evidence.technologies, {one.id: one for one in definitions()})[1]
    for row in workspace.evidence.technologies:
        for entry in row.entries:
            if entry not in named:
                yield _fault(row, "entries", "technology-entry", Severity.WARNING, value=entry)
    for name in workspace.settings.technologies.lists:
        if name not in known:
            values: dict[str, object] = {"value": name, "known": ", ".join(sorted(known))}
            yield Finding("nss.toml", 0, "technologies.lists", "technology-list", values, Severity.WARNING)
    if workspace.evidence.technologies:
        yield from _criteria(workspace)


def _criteria(workspace: Workspace) -> Iterator[Finding]:
    """The set of criteria as a whole, and ratings of criteria that it lacks or that are measured.

    Ratings on a published set that is not chosen wait for it: a country may look at itself by several sets.
    """
    name, own = workspace.settings.technologies.criteria, workspace.voices.technology_criteria
    yield from refused(name, own)
    criteria = {row.id: row for row in merged(name, own)}
    others = {row.id for other in SETS for row in published(other) if row.id not in criteria}
    waiting = [rating for rating in workspace.voices.ratings if rating.criterion in others]
    if waiting:
        yield _fault(waiting[0], "criterion", "rating-waits", Severity.NOTE, count=len(waiting), set=name)
    for rating in workspace.voices.ratings:
        criterion = criteria.get(rating.criterion)
        if rating.criterion in others:
            continue
        if criterion is None:
            yield _fault(rating, "criterion", "rating-of-no-criterion", value=rating.criterion, set=name)
        elif criterion.measure is not TechnologyMeasure.JUDGED:
            yield _fault(
                rating, "criterion", "rating-of-measured", value=rating.criterion, measure=criterion.measure.value
            )


def _fault(row: Row, column: str, code: str, severity: Severity = Severity.ERROR, /, **values: object) -> Finding:
    return Finding(row.FILE, row.line, column, code, values, severity)
