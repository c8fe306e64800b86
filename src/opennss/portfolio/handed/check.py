"""A list checked against the country's people and money, what exists, and the order of its priorities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from opennss.errors import Finding, Severity
from opennss.model.handed import Handed, HandedList, HandedRow
from opennss.model.plans import Plan
from opennss.model.projects import Project
from opennss.model.references import Reference
from opennss.model.results import Ranks
from opennss.model.standards import Adoption, Deliverable
from opennss.model.workspace import Workspace
from opennss.portfolio.candidates import as_text, tiers, ways_wanted
from opennss.portfolio.effort import Work
from opennss.portfolio.handed.best import best_part, ready, urgency
from opennss.portfolio.handed.books import Books, Need, begun, books, need_of
from opennss.portfolio.handed.layers import layers, subject, unknown_areas
from opennss.portfolio.handed.same import overlaps
from opennss.portfolio.handed.totals import totals
from opennss.portfolio.handed.use import impossible, paces, uses

EFFORTS = (Decimal("1.3"), Decimal("0.7"))
"""Efforts are estimates: how much of the list is placed when all days are this many times as many."""
MOST_OVERLAPS = 2_000
"""Overlaps that are listed; how many there are is always said."""


def check_list(
    listed: HandedList,
    workspace: Workspace,
    ranks: Ranks,
    plan: Plan,
    national: Mapping[str, Adoption],
    records: Mapping[str, Deliverable],
    successors: Mapping[str, Reference | None],
    standing: Sequence[Work] = (),
) -> Handed:
    """Return the whole check of a list; pure: the same list and folder give the same answer.

    ``national`` are the adoptions in force by the deliverable adopted; ``records`` and ``successors`` say what the
    catalogue knows of the deliverables of the list; ``standing`` is the yearly work of the present seats.
    """
    settings, evidence = workspace.settings, workspace.evidence
    texts = _texts(listed.rows, workspace, records)
    known = _known(workspace, standing, Decimal(1), texts)
    rows = tuple(begun(row, known) for row in listed.rows)
    listed = replace(listed, rows=rows)
    needs = {row.line: need_of(row, row.start, known) for row in rows}
    tier = tiers(evidence.areas, ranks)
    served = layers(rows, evidence.areas, tier, ranks, workspace.choices.links, records)
    found = uses(rows, needs, known, (*plan.loads, *plan.tasks))
    share = settings.utilization
    best, steps = best_part(rows, ready(rows, needs, national, known), served, known, share)

    def placed(factor: Decimal) -> int:
        other = _known(workspace, standing, factor, texts)
        longer = [row if row.days is None else replace(row, days=row.days * factor) for row in rows]
        begin = ready(longer, {row.line: need_of(row, row.start, other) for row in longer}, national, other)
        return sum(row.placed for row in best_part(longer, begin, served, other, share)[0])

    same = overlaps(rows, national, plan.items, records, successors)
    urgent = sorted(rows, key=lambda row: urgency(row, served))
    questions = [*_bodies(rows, needs, known), *_years(rows, known), *_areas(rows, workspace)]
    if len(same) > MOST_OVERLAPS:
        questions.append(((0,), "", "handed-many-overlaps", {"number": len(same), "most": MOST_OVERLAPS}))
    return Handed(
        listed=listed, country=settings.name, currency=settings.currency, years=settings.years,
        as_of=settings.as_of.isoformat(), illustrative=settings.illustrative, utilization=share,
        bodies=tuple(known.names.items()), areas=tuple((str(area.id), area.name) for area in evidence.areas),
        totals=totals(listed, needs, known), uses=found, impossible=impossible(urgent, needs, known, found),
        paces=paces(rows, needs, known), same=same[:MOST_OVERLAPS],
        best=best, steps=steps, swings=tuple((factor, placed(factor)) for factor in EFFORTS),
        findings=tuple(sorted((*listed.findings, *_named(listed.name, questions)), key=lambda item: item.row)),
    )  # fmt: skip


def _texts(rows: Iterable[HandedRow], workspace: Workspace, records: Mapping[str, Deliverable]) -> dict[int, Project]:
    """Return the rows, by line, whose text has a method of adoption or a length that changes what they take."""
    ways, method = ways_wanted(workspace.choices.links), workspace.method
    pages = {name: row.pages for name, row in records.items() if row.pages and row.pages > 0}
    found: dict[int, Project] = {}
    for row in rows:
        if row.type and (about := subject(row)):
            bare = Project("", row.type, "", str(about), (), None)
            text = as_text(bare, method.settings.membership, method.efforts, ways, pages)
            found |= {row.line: text} if text != bare else {}
    return found


def _known(workspace: Workspace, standing: Sequence[Work], factor: Decimal, texts: Mapping[int, Project]) -> Books:
    """Return what is on record when everything takes some times as many days."""
    method = workspace.method
    efforts = [replace(effort, days=effort.days * factor) for effort in method.efforts]
    seats = [replace(work, days=work.days * factor) for work in standing]
    return books(efforts, method.capacities, method.funds, workspace.settings.years, seats, method.skills, texts)


Question = tuple[Sequence[int], str, str, dict[str, object]]
"""The lines that it is about, the column, its code, its values."""


def _named(name: str, questions: Iterable[Question]) -> Iterator[Finding]:
    """Yield one finding for each question, at the first of its lines."""
    for lines, column, code, values in questions:
        yield Finding(name, lines[0], column, code, {**values, "count": len(lines)}, Severity.QUESTION)


def _bodies(rows: Sequence[HandedRow], needs: Mapping[int, Need], known: Books) -> Iterator[Question]:
    names = ", ".join(known.names)
    strangers: dict[str, list[int]] = {}
    for row in rows:
        if row.body and not known.known(known.body(row.body)):
            strangers.setdefault(row.body, []).append(row.line)
    for said, lines in strangers.items():
        yield lines, "body", "handed-body", {"value": said, "known": names}
    nobody = [row.line for row in rows if any(not body for body, _ in needs[row.line].parts)]
    if nobody:
        yield nobody, "body", "handed-no-body", {"known": names}


def _years(rows: Sequence[HandedRow], known: Books) -> Iterator[Question]:
    first, last = known.years[0], known.years[-1]
    outside: dict[int, list[int]] = {}
    for row in rows:
        for year in {row.start, row.end} - {None}:
            if year not in known.years:
                outside.setdefault(year, []).append(row.line)  # type: ignore[arg-type]
    for year in sorted(outside):
        yield outside[year], "year", "handed-outside", {"value": year, "first": first, "last": last}
    if none := [row.line for row in rows if row.start is None]:
        yield none, "year", "handed-no-year", {}


def _areas(rows: Sequence[HandedRow], workspace: Workspace) -> Iterator[Question]:
    for said, lines in unknown_areas(rows, workspace.evidence.areas).items():
        yield lines, "area", "handed-area", {"value": said}
