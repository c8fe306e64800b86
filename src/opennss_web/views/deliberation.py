"""What staff do with comments on the draft: open and close, sort, decide, propose changes, accept them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from opennss.errors import Finding, WorkspaceError
from opennss_web.access import OFFICE, Actor, Role, Route
from opennss_web.actions import comments as deeds
from opennss_web.actions import consultations as held
from opennss_web.actions import proposals as changes
from opennss_web.content import content
from opennss_web.models import Comment, Consultation, Disposition, Proposal, ProposalState
from opennss_web.words import say

TABLE = OFFICE | {Role.ANALYST, Role.COMMITTEE}
"""Who sits at the table where comments are read and changes are proposed."""

DECIDERS = OFFICE | {Role.COMMITTEE}
LINES = 100


def findings(found: Iterable[Finding], language: str) -> list[dict[str, object]]:
    """Return findings of the library in words; what they quote stays data and is escaped by the page."""
    return [
        {
            "severity": item.severity.value, "place": f"{item.file}:{item.row}" if item.row else item.file,
            "message": say(f"finding.{item.code}.message", language, **item.values),
            "hint": say(f"finding.{item.code}.hint", language, **item.values),
        }
        for item in found
    ]  # fmt: skip


def consultations(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the consultations, with the form by which the office opens one."""
    return _consultations(request, actor, held.Wish())


def opening(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open a consultation on a release."""
    text = request.POST.get
    title = {language: text(f"title_{language}", "") for language in held.languages()}
    wish = held.Wish(text("slug", "").strip(), text("release", ""), title, text("opens", ""), text("closes", ""))
    try:
        made, faults = held.open_consultation(actor, wish)
    except WorkspaceError as error:
        return _consultations(request, actor, wish, (), error.findings)
    return redirect("consultation", slug=made.slug) if made else _consultations(request, actor, wish, faults)


def _consultations(
    request: HttpRequest, actor: Actor, wish: held.Wish, faults: tuple[str, ...] = (), told: Iterable[Finding] = ()
) -> HttpResponse:
    counted = Count("comments"), Count("comments", filter=Q(comments__disposition=Disposition.OPEN))
    rows = Consultation.objects.annotate(many=counted[0], waiting=counted[1]).order_by("-opens", "-pk")
    last = held.today() + timedelta(days=held.SHORT - 1)
    shown = {
        "rows": [{"consultation": row, "stage": held.stage(row).value} for row in rows], "wish": wish,
        "releases": held.releases(), "office": actor.role in OFFICE, "short": held.SHORT, "faults": faults,
        "titles": [(language, (wish.title or {}).get(language, "")) for language in held.languages()],
        "opens": wish.opens or held.today().isoformat(), "closes": wish.closes or last.isoformat(),
        "findings": findings(told, request.language),
    }  # fmt: skip
    return render(request, "comments/desk.html", shown, status=400 if faults or shown["findings"] else 200)


def _one(slug: str) -> Consultation:
    return get_object_or_404(Consultation.objects.select_related("release"), slug=slug)


def consultation(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Show how far a consultation is, and what the office can do with it."""
    return _consultation(request, actor, _one(slug))


def _consultation(
    request: HttpRequest, actor: Actor, found: Consultation, faults: tuple[str, ...] = (),
    handed: changes.Handed | None = None,
) -> HttpResponse:  # fmt: skip
    counts = dict(found.comments.values_list("disposition").annotate(many=Count("pk")))
    shown = {
        "consultation": found, "stage": held.stage(found).value, "office": actor.role in OFFICE, "faults": faults,
        "days": held.days(found), "short": held.days(found) < held.SHORT, "least": held.SHORT, "handed": handed,
        "counts": [(name, counts.get(name, 0)) for name in Disposition.values],
        "many": sum(counts.values()), "decided": sum(counts.values()) - counts.get(Disposition.OPEN, 0),
        "findings": findings(handed.findings if handed else (), request.language),
    }  # fmt: skip
    wrong = faults or (handed and handed.findings)
    return render(request, "comments/consultation.html", shown, status=400 if wrong else 200)


def days(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Give a consultation another last day, or close it at once."""
    found = _one(slug)
    if "close" in request.POST:
        faults = held.close(actor, found)
    else:
        faults = held.set_last_day(actor, found, request.POST.get("closes", ""))
    return _consultation(request, actor, found, faults) if faults else redirect("consultation", slug=slug)


def publish(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Publish the comments with their replies."""
    found = _one(slug)
    faults = held.publish_answers(actor, found)
    return _consultation(request, actor, found, faults) if faults else redirect("consultation", slug=slug)


def opinions(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Write the decided comments into the folder's table of opinions, and say which could not be one."""
    found = _one(slug)
    return _consultation(request, actor, found, (), changes.hand_over(actor, found))


def sorting(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """List the comments on a draft, by clause, type and disposition."""
    return _sorting(request, actor, _one(slug))


def _sorting(request: HttpRequest, actor: Actor, found: Consultation, faults: tuple[str, ...] = ()) -> HttpResponse:
    wish = {name: request.GET.get(name, "") for name in ("clause", "type", "disposition")}
    rows = deeds.listed(found, wish).annotate(followers=Count("shares", distinct=True))
    page = Paginator(rows, LINES).get_page(request.GET.get("page"))
    for row in page:
        row.who = deeds.who(row, request.language)
    clauses = found.comments.order_by("clause").values_list("clause", flat=True).distinct()
    shown = {
        "consultation": found, "page": page, "wish": wish, "faults": faults, "types": deeds.TYPES,
        "dispositions": Disposition.values, "clauses": list(clauses),
        "may": actor.role in DECIDERS and not found.answered,
        "asked": urlencode({name: value for name, value in wish.items() if value}),
    }  # fmt: skip
    return render(request, "comments/sorting.html", shown, status=400 if faults else 200)


def group(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Let chosen comments share one answer."""
    found = _one(slug)
    faults = deeds.group(actor, found, request.POST.get("head", ""), request.POST.getlist("comment")[:1000])
    return _sorting(request, actor, found, faults) if faults else redirect("consultation-comments", slug=slug)


def _comment(number: int) -> Comment:
    kept = Comment.objects.select_related("consultation__release", "answered_with")
    return get_object_or_404(kept, pk=number)


def comment(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show one comment, its decision, and the changes proposed because of it."""
    found = _comment(number)
    return _decision(request, actor, found, found.disposition, found.observation)


def decide(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Decide a comment with a reply."""
    found = _comment(number)
    disposition = request.POST.get("disposition", "")
    said = {language: request.POST.get(f"observation_{language}", "") for language in held.languages()}
    faults = deeds.decide(actor, found, disposition, said)
    if faults:
        return _decision(request, actor, found, disposition, said, faults)
    return redirect("comment", number=number)


def _decision(
    request: HttpRequest, actor: Actor, found: Comment, disposition: str, said: dict[str, str],
    faults: tuple[str, ...] = (),
) -> HttpResponse:  # fmt: skip
    shown = {
        "comment": found, "consultation": found.consultation, "who": deeds.who(found, request.language),
        "clause": _clause(found, request.language), "faults": faults,
        "may": actor.role in DECIDERS and not found.consultation.answered, "office": actor.role in OFFICE,
        "organisations": organisations(request.language),
        "decisions": deeds.DECISIONS, "disposition": disposition,
        "replies": [(language, said.get(language, "")) for language in held.languages()],
        "shares": found.shares.order_by("pk"), "proposals": found.proposals.order_by("pk"),
    }  # fmt: skip
    return render(request, "comments/comment.html", shown, status=400 if faults else 200)


def organisations(language: str) -> list[tuple[str, str]]:
    """Return the organisations of the folder, id and name, in the order of their names."""
    rows = ((str(row.id), row.name[language]) for row in content().workspace.voices.stakeholders)
    return sorted(rows, key=lambda row: row[1].casefold())


def _clause(found: Comment, language: str) -> dict[str, object] | None:
    try:
        clause = held.draft(found.consultation, language).clause(found.clause)
    except WorkspaceError:
        return None
    return dict(clause) if clause else None


def ungroup(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Let a comment have an answer of its own again."""
    found = _comment(number)
    faults = deeds.ungroup(actor, found)
    if faults:
        return _decision(request, actor, found, found.disposition, found.observation, faults)
    return redirect("comment", number=number)


def identify(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Confirm which organisation a comment is of."""
    found = _comment(number)
    faults = deeds.identify(actor, found, request.POST.get("stakeholder", ""))
    if faults:
        return _decision(request, actor, found, found.disposition, found.observation, faults)
    return redirect("comment", number=number)


def propose(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Choose a page or a table, then a passage or a row, then write what shall stand there."""
    found = _comment(number)
    asked = {name: request.GET.get(name, "") for name in ("file", "row", "column")}
    clause = _clause(found, request.language)
    pages, own = changes.pages(str(clause["anchor"]) if clause else "")
    place = changes.found_place(**asked)
    faults: tuple[str, ...] = ()
    after, reason = request.POST.get("after", place.before if place else ""), request.POST.get("reason", "")
    before = _seen(request) if request.method == "POST" else place.before if place else ""
    if request.method == "POST":
        if place is None:
            raise Http404
        faults = changes.propose(actor, found, replace(place, before=before), after, reason)
        if not faults:
            return redirect("comment", number=number)
    shown = {
        "comment": found, "who": deeds.who(found, request.language), "clause": clause, "asked": asked,
        "pages": pages, "own": own, "tables": changes.tables(), "faults": faults, "place": place, "after": after,
        "before": before, "reason": reason, "passages": [] if place else changes.passages(asked["file"]),
        "rows": [] if asked["row"] else changes.row_names(asked["file"]),
        "cells": [] if place else changes.cells(asked["file"], asked["row"]),
    }  # fmt: skip
    return render(request, "comments/propose.html", shown, status=400 if faults else 200)


def _seen(request: HttpRequest) -> str:
    """Return what stood in the place when its page was shown: the proposal is made on that."""
    return request.POST.get("before", "").replace("\r\n", "\n")


def proposals(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the proposals with what they change, open ones first."""
    state = request.GET.get("state", "")
    rows = Proposal.objects.select_related("comment__consultation").order_by("-pk")
    if state in ProposalState.values:
        rows = rows.filter(state=state)
    page = Paginator(rows, LINES).get_page(request.GET.get("page"))
    shown = {"page": page, "state": state, "states": ProposalState.values, "asked": urlencode({"state": state})}
    return render(request, "comments/proposals.html", shown)


def proposal(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show one proposal: before, after, and what differs."""
    return _proposal(request, actor, _proposed(number))


def _proposed(number: int) -> Proposal:
    return get_object_or_404(Proposal.objects.select_related("comment__consultation"), pk=number)


def _proposal(
    request: HttpRequest, actor: Actor, found: Proposal, faults: tuple[str, ...] = (), told: Iterable[Finding] = ()
) -> HttpResponse:
    shown = {
        "proposal": found, "pieces": changes.compared(found.before, found.after), "faults": faults,
        "findings": findings(told, request.language), "office": actor.role in OFFICE,
        "who": deeds.who(found.comment, request.language) if found.comment else "",
    }  # fmt: skip
    return render(request, "comments/proposal.html", shown, status=400 if faults or shown["findings"] else 200)


def accept(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Write a proposal into the folder, unless its place is no longer as it was."""
    told = changes.accept(actor, _proposed(number))
    return _proposal(request, actor, _proposed(number), told=told) if told else redirect("proposal", number=number)


def refuse(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Refuse a proposal with a reason."""
    found = _proposed(number)
    faults = changes.refuse(actor, found, request.POST.get("reason", ""))
    return _proposal(request, actor, found, faults) if faults else redirect("proposal", number=number)


ONE, COMMENT, CHANGE = "desk/consultations/<slug:slug>", "desk/comments/<int:number>", "proposals/<int:number>"
BOTH, POST = ("GET", "POST"), ("POST",)

ROUTES = (
    Route("desk/consultations", consultations, "consultations-desk", TABLE, menu="consultation.menu-desk"),
    Route("desk/open-consultation", opening, "consultation-open", OFFICE, POST),
    Route(ONE, consultation, "consultation", TABLE),
    Route(f"{ONE}/days", days, "consultation-days", OFFICE, POST),
    Route(f"{ONE}/publish", publish, "consultation-publish", OFFICE, POST),
    Route(f"{ONE}/opinions", opinions, "consultation-opinions", OFFICE, POST),
    Route(f"{ONE}/comments", sorting, "consultation-comments", TABLE),
    Route(f"{ONE}/group", group, "consultation-group", DECIDERS, POST),
    Route(COMMENT, comment, "comment", TABLE),
    Route(f"{COMMENT}/decide", decide, "comment-decide", DECIDERS, POST),
    Route(f"{COMMENT}/identify", identify, "comment-identify", OFFICE, POST),
    Route(f"{COMMENT}/ungroup", ungroup, "comment-ungroup", DECIDERS, POST),
    Route(f"{COMMENT}/propose", propose, "comment-propose", TABLE, BOTH),
    Route("proposals", proposals, "proposals", TABLE, menu="consultation.menu-proposals"),
    Route(CHANGE, proposal, "proposal", TABLE),
    Route(f"{CHANGE}/accept", accept, "proposal-accept", OFFICE, POST),
    Route(f"{CHANGE}/refuse", refuse, "proposal-refuse", OFFICE, POST),
)
