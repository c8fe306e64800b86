"""Checks of technologies: the list, who uses them, criteria, ratings, and the approach that people decided.

What needs the vocabulary, the published lists or the sets of criteria is checked where these are (``technologies``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise

from opennss.errors import CodeError, Finding, Severity
from opennss.model.codes import Period
from opennss.model.country import Kind, Membership
from opennss.model.criteria import Approach, Decision, DecisionKind, Ranges, Rank
from opennss.model.observations import Grade
from opennss.model.technologies import (
    ResearchCount,
    Technology,
    TechnologyCriterion,
    TechnologyMeasure,
    TechnologyUse,
    UseKind,
    UseStatus,
)
from opennss.workspace.check.common import COMMITTEES, Case, fault

DAY = "YYYY-MM-DD"
ALL = "*"
"""The technology of all research works, whatever their subject."""

RATED = (Rank.HIGH, Rank.MEDIUM, Rank.LOW, Rank.NONE, Rank.NOT_APPLICABLE)
"""Ranks that people may give; an overriding rank would need a decision, which technologies do not know."""

ROLES = {Approach.LEAD: "P", Approach.PARTICIPATE: "O"}
"""The seat that an approach needs at least."""


def technologies(case: Case) -> Iterator[Finding]:
    """The rows of technologies: area, entries, committees, who uses them, and how good the evidence is."""
    kinds = {area.id: area.kind for area in case.workspace.evidence.areas}
    named: dict[str, Technology] = {}
    for row in case.workspace.evidence.technologies:
        if row.area in kinds and kinds[row.area] is not Kind.EMERGING:
            yield fault(row, "area", "technology-area-kind", value=row.area, kind=kinds[row.area])
        for entry in row.entries:
            if entry in named and named[entry] is not row:
                yield fault(row, "entries", "list-entry-twice", Severity.WARNING, value=entry, other=named[entry].id)
            named.setdefault(entry, row)
        yield from _committees(case, row)
        yield from _evidence(case, row)
    military = [row for row in case.workspace.evidence.technologies if row.military]
    if military:
        code = "military-shown" if case.settings.technologies.military else "military-hidden"
        yield fault(military[0], "military", code, Severity.NOTE, count=len(military))


def _committees(case: Case, row: Technology) -> Iterator[Finding]:
    if not row.committees:
        yield fault(row, "committees", "technology-without-committees", Severity.QUESTION, value=row.id)
    world, evidence = case.catalogue, case.workspace.evidence
    known = {seat.committee for seat in evidence.participation}
    known |= {row.committee for row in evidence.figures if row.value is not None and row.date <= case.settings.as_of}
    for code in row.committees if world and world.committees else ():
        if world and code not in world.committees and code not in known and not case.left_out(COMMITTEES, code):
            yield fault(row, "committees", "technology-new-committee", Severity.WARNING, value=code)


def _evidence(case: Case, row: Technology) -> Iterator[Finding]:
    """Who uses it: nobody said, or only sources of grade 3 did."""
    uses = [use for use in case.workspace.evidence.uses if use.technology == row.id]
    grades = {source.id: source.grade for source in case.workspace.evidence.sources}
    if not uses and not case.skipped.get(TechnologyUse.FILE):
        yield fault(row, "id", "technology-without-uses", Severity.QUESTION, value=row.id)
    elif uses and all(grades.get(use.source) is Grade.PRESS for use in uses):
        yield fault(row, "id", "technology-press-only", Severity.NOTE, value=row.id)


def uses(case: Case) -> Iterator[Finding]:
    """Rows of uses: where, when, and "none" beside what contradicts it."""
    rows = case.workspace.evidence.uses
    for row in rows:
        home = row.where == case.settings.country
        nowhere = row.kind is UseKind.MARKET_REGULATION and row.status is UseStatus.NONE and row.where == "*"
        if not row.where.isalpha() and not nowhere:
            yield fault(row, "where", "bad-economy", value=row.where)
        elif row.kind is UseKind.MARKET_REGULATION and home:
            yield fault(row, "where", "market-is-home", value=row.where)
        elif row.kind is UseKind.REGULATION and not home:
            yield fault(row, "where", "regulation-abroad", value=row.where, country=case.settings.country)
        yield from _when(row, case.settings.as_of)
        if row.status is UseStatus.NONE:
            beside = [other for other in rows if _contradicts(row, other)]
            yield from (fault(row, "status", "none-beside-uses", other=other.id) for other in beside[:1])


def _when(row: TechnologyUse, as_of: dt.date) -> Iterator[Finding]:
    """The day or the period of a row, and whether what was coming then should have come."""
    if not row.period:
        return
    try:
        if len(row.period) == len(DAY):
            come = dt.date.fromisoformat(row.period) <= as_of
        else:
            come = Period.parse(row.period).year < as_of.year
    except (CodeError, ValueError):
        yield fault(row, "period", "bad-use-period", value=row.period)
        return
    if row.status is UseStatus.COMING and come:
        yield fault(row, "status", "coming-has-come", Severity.QUESTION, value=row.period)


def _contradicts(none: TechnologyUse, other: TechnologyUse) -> bool:
    """Say whether a row names what another one says there is none of; without an area "none" speaks for all areas."""
    same = (none.technology, none.kind, none.where) == (other.technology, other.kind, other.where)
    found = other.status in (UseStatus.IN_FORCE, UseStatus.COMING)
    return same and found and none.area in (None, other.area)


def figures(case: Case) -> Iterator[Finding]:
    """Figures of committees, seats of neighbours and who these are; counts of research works."""
    for figure in case.workspace.evidence.figures:
        if figure.value is not None and figure.value < 0:
            yield fault(figure, "value", "out-of-range", value=figure.value, expected="≥ 0")
    for seat in case.workspace.evidence.neighbours:
        if not seat.economy.isalpha():
            yield fault(seat, "economy", "bad-economy", value=seat.economy)
    home = case.settings.country
    if home in case.settings.technologies.neighbours:
        values: dict[str, object] = {"value": home}
        yield Finding("nss.toml", 0, "technologies.neighbours", "neighbour-is-home", values, Severity.WARNING)
    yield from _unlisted(case)
    for row in case.workspace.evidence.research:
        yield from _counted(row)


def _unlisted(case: Case) -> Iterator[Finding]:
    """Counts of technologies that the country's list lacks: nobody reads them."""
    listed = {ALL, *(row.id for row in case.workspace.evidence.technologies)}
    others = [
        row
        for row in case.workspace.evidence.research
        if row.technology not in listed and not case.left_out(Technology.FILE, row.technology)
    ]
    if others:
        names = ", ".join(dict.fromkeys(row.technology for row in others))
        yield fault(others[0], "technology", "research-unlisted", Severity.NOTE, count=len(others), values=names)


def _counted(row: ResearchCount) -> Iterator[Finding]:
    """Of all works some have a known percentile and of these some are at the top; a share is at most the whole."""
    whole = (row.works, row.known, row.top)
    shared = (row.fraction, row.known_fraction, row.top_fraction)
    for column, numbers in (("works", whole), ("fraction", shared)):
        told = [number for number in numbers if number is not None]
        if any(number < 0 for number in told) or any(less > more for more, less in pairwise(told)):
            yield fault(row, column, "research-order", values=", ".join(map(str, told)))
    for column, all_, part in zip(("fraction", "known_fraction", "top_fraction"), whole, shared, strict=True):
        if all_ is not None and part is not None and part > all_:
            yield fault(row, column, "research-share", value=part, works=all_)


def criteria(case: Case) -> Iterator[Finding]:
    """Ranges of measured criteria, none of judged ones, weights."""
    for row in case.workspace.voices.technology_criteria:
        if row.weight < 0:
            yield fault(row, "weight", "negative-weight", value=row.weight)
        if row.measure is TechnologyMeasure.JUDGED:
            if row.ranges:
                yield fault(row, "ranges", "ranges-of-judged", value=row.id)
            continue
        try:
            Ranges.parse(row.ranges)
        except CodeError as error:
            yield _bad_ranges(row, error)


def _bad_ranges(row: TechnologyCriterion, error: CodeError) -> Finding:
    """What is wrong with ranges; quantiles are no ranges here, as no list of technologies is complete."""
    if error.code == "ranges-order":
        return fault(row, "ranges", "ranges-order", value=row.ranges)
    return fault(row, "ranges", "bad-technology-ranges", value=row.ranges, criterion=row.id)


def ratings(case: Case) -> Iterator[Finding]:
    """Ranks that people gave: which ones are possible, when, and none invented in a real folder."""
    for row in case.workspace.voices.ratings:
        if row.rank is not None and row.rank not in RATED:
            yield fault(row, "rank", "unknown-value", value=row.rank, known=f"{', '.join(RATED)}, ?")
        if row.date > case.settings.as_of:
            yield fault(row, "date", "future-date", value=row.date, as_of=case.settings.as_of)
        if row.illustrative and not case.settings.illustrative:
            yield fault(row, "illustrative", "invented-rating", value=row.technology)


def approaches(case: Case) -> Iterator[Finding]:
    """Decisions on approaches: the technology is listed, the membership allows them, and none is of the future."""
    rows = {str(row.id): row for row in case.workspace.evidence.technologies}
    for decision in case.workspace.choices.decisions:
        if decision.kind is DecisionKind.APPROACH:
            yield from _decision(case, decision, rows.get(decision.subject))


def _decision(case: Case, decision: Decision, row: Technology | None) -> Iterator[Finding]:
    if row is None:
        if decision.subject and not case.left_out(Technology.FILE, decision.subject):
            yield fault(decision, "subject", "unknown-code", value=decision.subject, table=Technology.FILE)
    elif decision.approach in ROLES and not _allowed(row, ROLES[decision.approach], case.settings.membership):
        yield fault(decision, "approach", "approach-beyond-rights", value=decision.approach, technology=row.id)
    if decision.date > case.settings.as_of:
        yield fault(decision, "date", "decision-not-yet", value=decision.date, as_of=case.settings.as_of)


def _allowed(row: Technology, role: str, membership: Membership) -> bool:
    """Say whether a seat is possible in any of the committees; where nobody knows, it is not refused."""
    known = [membership.may_participate(c, role) for c in row.committees if c.startswith(("ISO", "IEC"))]
    return len(known) < len(row.committees) or not known or any(right is not False for right in known)
