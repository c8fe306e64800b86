"""Checks against the catalogue of the world's standards: links, adoptions, seats, and goals served."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opennss.catalogue.store import Catalogue
from opennss.errors import Finding, Severity
from opennss.model.country import GoalStatus, Strength
from opennss.model.criteria import DecisionKind
from opennss.model.standards import Adoption, CommitteeStatus, Correspondence, Link, Role
from opennss.workspace.check.common import COMMITTEES, DELIVERABLES, ICS, Case, fault, successor

ISO_DATA = re.compile(r"\bISO\b|International Organization for Standardization")


def pinned(case: Case) -> Iterator[Finding]:
    """The catalogue is not the one that ``nss.toml`` names by its checksum."""
    pin = case.workspace.pin
    whole = case.whole(DELIVERABLES, COMMITTEES, ICS)
    if case.catalogue and whole and pin.sha256 and pin.sha256 != case.catalogue.sha256:
        values: dict[str, object] = {"value": pin.sha256, "found": case.catalogue.sha256}
        yield Finding("nss.toml", 0, "catalogue.sha256", "catalogue-changed", values)


def links(case: Case) -> Iterator[Finding]:
    """Links to both or neither, to what the catalogue does not have, and to what is withdrawn or suspended."""
    for row in case.workspace.choices.links:
        if bool(row.committee) == bool(row.deliverable):
            yield fault(row, "committee", "committee-or-deliverable", value=row.area)
        if case.catalogue:
            yield from _linked(case, row, case.catalogue)


def _linked(case: Case, row: Link, catalogue: Catalogue) -> Iterator[Finding]:
    if row.committee:
        committee = catalogue.committees.get(row.committee)
        if committee is None and not case.left_out(COMMITTEES, row.committee):
            yield fault(row, "committee", "unknown-code", value=row.committee, table=COMMITTEES)
        elif committee and committee.status is CommitteeStatus.SUSPENDED:
            yield fault(row, "committee", "suspended-committee", Severity.WARNING, value=row.committee)
    if row.deliverable:
        found = catalogue.deliverables.get(row.deliverable)
        if found is None and not case.left_out(DELIVERABLES, row.deliverable):
            yield fault(row, "deliverable", "unknown-code", value=row.deliverable, table=DELIVERABLES)
        elif found and (newer := successor(found, catalogue)) and found.state == "in-force":
            values = {"value": row.deliverable, "replaced_by": newer}
            yield fault(row, "deliverable", "withdrawn-deliverable", Severity.WARNING, **values)
        elif found and (newer or found.state in ("withdrawn", "cancelled")):
            yield fault(row, "deliverable", "withdrawn-deliverable", value=row.deliverable, replaced_by=newer or "–")


def adoptions(case: Case) -> Iterator[Finding]:
    """National standards: number, source, correspondence, what they adopt, and its ICS."""
    kept = {row.subject for row in case.workspace.choices.decisions if row.kind is DecisionKind.KEEP_ICS}
    for row in case.workspace.evidence.adoptions:
        if row.illustrative and row.number:
            yield fault(row, "number", "illustrative-number", value=row.number)
        if not row.illustrative and not row.number:
            yield fault(row, "number", "missing-number", value=row.id)
        if not row.illustrative and not row.source:
            yield fault(row, "source", "missing-source")
        if row.correspondence is Correspondence.NEQ:
            yield fault(row, "correspondence", "not-equivalent", Severity.NOTE, value=row.id)
        if row.correspondence is Correspondence.UNKNOWN:
            yield fault(row, "correspondence", "correspondence-unknown", Severity.QUESTION, value=row.number or row.id)
        if row.adopts.year is None:
            yield fault(row, "adopts", "undated-adoption", Severity.QUESTION, value=row.adopts)
        if case.catalogue:
            yield from _adopted(case, row, case.catalogue, row.id in kept)


def _adopted(case: Case, row: Adoption, catalogue: Catalogue, kept: bool) -> Iterator[Finding]:
    found = catalogue.deliverables.get(row.adopts)
    if found is None and not case.left_out(DELIVERABLES, row.adopts):
        yield fault(row, "adopts", "adopts-unknown", Severity.QUESTION, value=row.adopts)
    elif found and row.ics and found.ics and not kept and not set(row.ics) & set(found.ics):
        national, source = ";".join(row.ics), ";".join(found.ics)
        yield fault(row, "ics", "ics-differs", Severity.WARNING, value=national, expected=source, adopts=row.adopts)


def participation(case: Case) -> Iterator[Finding]:
    """Seats that the membership does not allow, or that ISO's data cannot tell."""
    publishers = {row.id: row.publisher for row in case.workspace.evidence.sources}
    membership = case.settings.membership
    for row in case.workspace.evidence.participation:
        if row.role is Role.UNKNOWN:
            continue
        if row.role is not Role.NONE and membership.may_participate(row.committee, row.role) is False:
            body = "iec" if row.committee.startswith("IEC") else "iso"
            status = getattr(membership, body)
            yield fault(row, "role", "membership-rights", value=row.role, body=body.upper(), status=status)
        if row.committee.administrator == "IEC" and ISO_DATA.search(publishers.get(row.source, "")):
            yield fault(row, "role", "iec-administered", value=row.role, committee=row.committee)


def alignment(case: Case) -> Iterator[Finding]:
    """Areas without a word on the national goals, contradictory words, goals no longer in force."""
    goals = {row.id: row for row in case.workspace.evidence.goals}
    rows = case.workspace.choices.alignments
    served = {row.area for row in rows if row.goal}
    said = {row.area for row in rows}
    for row in rows:
        if bool(row.goal) == (row.strength is Strength.NONE):
            yield fault(row, "strength", "goal-or-none", value=row.strength)
        if not row.goal and row.area in served:
            yield fault(row, "goal", "none-beside-goals", value=row.area)
        goal = goals.get(row.goal) if row.goal else None
        if goal and goal.status is GoalStatus.SUPERSEDED:
            yield fault(row, "goal", "superseded-goal", Severity.WARNING, value=row.goal)
    for area in case.workspace.evidence.areas:
        if area.id not in said and not case.left_out("alignment.csv", area.id):
            yield fault(area, "id", "area-without-goal", Severity.QUESTION, value=area.id)
