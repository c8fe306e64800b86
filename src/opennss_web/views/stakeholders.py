"""The organisations around the strategy: who they are, who is missing, how to engage them; and a table of them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from opennss.errors import WorkspaceError
from opennss.model.criteria import Category
from opennss.stakeholders.balance import warnings
from opennss.workspace.handover import Imported, cells_of
from opennss_web.access import OFFICE, Actor, Route
from opennss_web.actions import balance as heard
from opennss_web.actions import uploads
from opennss_web.actions.rounds import NONE, Fault, Faults
from opennss_web.content import content
from opennss_web.models import Engagement, Round
from opennss_web.views.forms import count, told
from opennss_web.words import say

MOST = 200
"""Rows and findings of an upload that its preview shows; all of them are counted."""


def organisations(request: HttpRequest, actor: Actor, faults: Faults = NONE) -> HttpResponse:
    """List the organisations with their category, and show the balance between the categories."""
    language = request.language
    rounds = list(Round.objects.order_by("pk"))
    counts: dict[str, Mapping[str, int]] = {"known": heard.known(), **heard.reached(rounds)}
    rows = content().workspace.voices.stakeholders
    context = {
        "organisations": [
            {"id": row.id, "name": row.name[language], "category": row.category or "", "type": row.type or "",
             "primary": row.primary}
            for row in rows
        ],
        "lines": _lines(counts), "warned": [(name, warnings(found)) for name, found in counts.items()],
        "faults": told(faults, language), "imported": count(request, "added") + count(request, "changed"),
    }  # fmt: skip
    return render(request, "rounds/stakeholders.html", context, status=400 if faults else 200)


def _lines(counts: Mapping[str, Mapping[str, int]]) -> list[dict[str, object]]:
    """Return the balance by category: the number at each stage and its share of all organisations of the stage."""
    totals = {name: sum(found.values()) for name, found in counts.items()}

    def cell(name: str, category: str) -> dict[str, object]:
        number, total = counts[name].get(category, 0), totals[name]
        return {"stage": name, "count": number, "share": round(Fraction(100 * number, total)) if total else None}

    return [
        {"category": one.value, "cells": [cell(name, one.value) for name in counts], "known": counts["known"].get(one)}
        for one in Category
    ]


def take_in(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep an uploaded table and show what it would add and change; then, confirmed, take it over."""
    if name := request.POST.get("kept"):
        return _confirm(request, actor, name)
    upload = request.FILES.get("table")
    kept, fault = uploads.keep(upload)
    if fault:
        return organisations(request, actor, (Fault(fault, "table"),))
    try:
        found = uploads.preview(kept)
    except WorkspaceError as error:
        return _shown(request, Imported((), error.findings), "", "")
    assert found is not None
    return _shown(request, found, kept, upload.name)


def _confirm(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    try:
        found = uploads.confirm(actor, name)
    except WorkspaceError as error:
        return _shown(request, Imported((), error.findings), "", "")
    if found is None:
        return organisations(request, actor, (Fault("file-gone", "table"),))
    if found.refused:
        return _shown(request, found, name, "")
    deeds = [str(change.deed) for change in found.changes]
    return redirect(f"/stakeholders?added={deeds.count('added')}&changed={deeds.count('changed')}")


def _shown(request: HttpRequest, found: Imported, kept: str, name: str) -> HttpResponse:
    """Show what becomes of each row, cell by cell, and everything that was found."""
    language = request.language
    deeds = [str(change.deed) for change in found.changes]
    context = {
        "counts": [(deed, deeds.count(deed)) for deed in ("added", "changed", "same")], "kept": kept, "name": name,
        "rows": [
            {"deed": str(change.deed), "id": change.row.id, "line": change.row.line, "cells": cells_of(change)}
            for change in found.changes if change.deed != "same"
        ][:MOST],
        "findings": [
            {"file": "" if one.file == kept else one.file, "row": one.row, "column": one.column,
             "severity": one.severity.value, "said": say(f"finding.{one.code}.message", language, **one.values),
             "hint": say(f"finding.{one.code}.hint", language, **one.values)}
            for one in found.findings[:MOST]
        ],
        "refused": found.refused, "nothing": not found.refused and all(deed == "same" for deed in deeds),
    }  # fmt: skip
    return render(request, "rounds/import.html", context, status=400 if found.refused else 200)


def engagement(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show and keep influence and interest of organisations: a guide for invitations and for nothing else."""
    if request.method == "POST":
        text = request.POST.get
        rows = content().workspace.voices.stakeholders
        said = {str(row.id): (text(f"influence.{row.id}", ""), text(f"interest.{row.id}", "")) for row in rows}
        heard.engage(actor, {name: pair for name, pair in said.items() if f"influence.{name}" in request.POST})
        return redirect("engagement")
    stored = {row.organisation: row for row in Engagement.objects.all()}
    names = {str(row.id): row.name[request.language] for row in content().workspace.voices.stakeholders}
    found = heard.fields(row for row in stored.values() if row.organisation in names)
    context = {
        "fields": [(field, [names[one] for one in ids]) for field, ids in found.items()],
        "rows": [
            {"id": name, "name": said, "marks": [
                (which, str(getattr(stored[name], which)) if name in stored else "")
                for which in ("influence", "interest")
            ]}
            for name, said in names.items()
        ],
    }  # fmt: skip
    return render(request, "rounds/engagement.html", context)


ROUTES = (
    Route("stakeholders", organisations, "stakeholders", OFFICE, menu="rounds.menu-stakeholders"),
    Route("stakeholders/import", take_in, "stakeholders-import", OFFICE, ("POST",)),
    Route("stakeholders/engagement", engagement, "engagement", OFFICE, ("GET", "POST")),
)
