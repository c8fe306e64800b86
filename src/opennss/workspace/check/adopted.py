"""Checks of adoptions against the world: editions that are gone, degrees that do not fit, standards held twice."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.errors import Finding, Severity
from opennss.model.country import IecMembership
from opennss.model.references import Reference
from opennss.model.standards import Adoption, AdoptionStatus, CommitteeStatus, Correspondence, Role
from opennss.workspace.check.common import Case, fault, successor


def editions(case: Case) -> Iterator[Finding]:
    """National standards in force that adopt an edition which is withdrawn, replaced, or still a draft."""
    if case.catalogue is None:
        return
    for row in _in_force(case):
        found = case.catalogue.deliverables.get(row.adopts)
        if found is None or row.correspondence is Correspondence.NEQ:
            continue
        newer = successor(found, case.catalogue)
        if newer or found.state == "withdrawn":
            yield fault(row, "adopts", "adopts-withdrawn", Severity.WARNING, value=row.adopts, replaced_by=newer or "–")
        elif found.state in ("draft", "cancelled"):
            yield fault(row, "adopts", "adopts-draft", Severity.WARNING, value=row.adopts, stage=found.stage)


def degrees(case: Case) -> Iterator[Finding]:
    """Degrees of correspondence that contradict the number of the national standard, or the membership in IEC.

    Source: ISO/IEC Guide 21-1:2005 (only an identical standard carries the international number); rights of IEC
    affiliates: method, section 7.
    """
    affiliate = case.settings.membership.iec in (IecMembership.AFFILIATE, IecMembership.AFFILIATE_PLUS)
    for row in case.workspace.evidence.adoptions:
        named = Reference.folded(row.number).adopts_hint if row.number else None
        values: dict[str, object] = {"number": row.number, "adopts": row.adopts}
        if named and Reference(named).base != row.adopts.base:
            yield fault(row, "number", "number-names-another", Severity.WARNING, value=named, **values)
        elif named and row.correspondence in (Correspondence.MOD, Correspondence.NEQ):
            degree = row.correspondence.value
            yield fault(row, "correspondence", "number-not-identical", Severity.WARNING, value=degree, **values)
        if affiliate and row.correspondence is Correspondence.MOD and row.adopts.publisher == "IEC":
            yield fault(row, "correspondence", "affiliate-modifies", value=row.adopts)


def twice(case: Case) -> Iterator[Finding]:
    """Two national standards in force that adopt the same deliverable, or two editions of one."""
    first: dict[str, Adoption] = {}
    for row in _in_force(case):
        if row.correspondence is Correspondence.NEQ:
            continue
        other = first.setdefault(row.adopts.base, row)
        if other is not row:
            values = {"value": row.adopts, "other": other.number or other.id, "adopts": other.adopts}
            yield fault(row, "adopts", "adopted-twice", Severity.WARNING, **values)


def linked_twice(case: Case) -> Iterator[Finding]:
    """Two editions of one deliverable that are linked to the same area."""
    first: dict[tuple[str, str], str] = {}
    for row in case.workspace.choices.links:
        if row.deliverable:
            other = first.setdefault((row.area, row.deliverable.base), row.deliverable)
            if other != row.deliverable:
                values = {"value": row.deliverable, "other": other, "area": row.area}
                yield fault(row, "deliverable", "linked-twice", Severity.WARNING, **values)


def suspended(case: Case) -> Iterator[Finding]:
    """Seats in committees that are suspended."""
    if case.catalogue is None:
        return
    for row in case.workspace.evidence.participation:
        committee = case.catalogue.committees.get(row.committee)
        if row.role in (Role.P, Role.O) and committee and committee.status is CommitteeStatus.SUSPENDED:
            values = {"value": row.committee, "role": row.role}
            yield fault(row, "committee", "seat-suspended", Severity.WARNING, **values)


def _in_force(case: Case) -> list[Adoption]:
    return [row for row in case.workspace.evidence.adoptions if row.status is AdoptionStatus.IN_FORCE]
