"""Invitations on the side of the office: the list of people, their links on paper and by mail, reminders."""

from __future__ import annotations

from collections.abc import Mapping

import segno
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from opennss.language import languages
from opennss.model.criteria import Category
from opennss.model.stakeholders import StakeholderType
from opennss_web import mails
from opennss_web.access import OFFICE, Actor, Route
from opennss_web.actions import inviting as deeds
from opennss_web.actions import mailing
from opennss_web.actions.answering import is_open
from opennss_web.actions.rounds import NONE, Faults
from opennss_web.content import content
from opennss_web.models import Engagement, Instrument, Invitation, Round, Scope, State
from opennss_web.views.forms import base, count, leads_here, told

LINES = 100


def invitations(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """List the people of a round, and what may be sent to them."""
    round_ = _round(slug)
    names = _names(request.language)
    people = round_.invitations.annotate(alive=deeds.living()).order_by("organisation", "person", "pk")
    page = Paginator(people, LINES).get_page(request.GET.get("page"))
    rows = [{"invitation": one, "name": names.get(one.organisation, one.organisation)} for one in page]
    posted = {name: count(request, name) for name in ("added", "sent", "failed", "without")}
    context = {
        "round": round_, "rows": rows, "page": page, "posted": posted if "sent" in request.GET else None,
        "added": posted["added"], "counts": _counts(round_), "open": is_open(round_),
        "signed_twice": [names.get(one, one) for one in deeds.signed_twice(round_)],
        "may_add": round_.state in (State.DRAFT, State.OPEN), "mails": mails.folder(), "base": base(request),
        "local": leads_here(base(request)),
    }  # fmt: skip
    return render(request, "rounds/invitations.html", context)


def _counts(round_: Round) -> dict[str, int]:
    """Return how many people each button of the page would reach."""
    people: QuerySet[Invitation] = deeds.pending(round_).annotate(alive=deeds.living())
    rested = mailing.resting()
    return people.aggregate(
        mails=Count("pk", filter=Q(sent=None) & ~Q(mail="")),
        papers=Count("pk", filter=Q(sent=None, mail="")),
        again=Count("pk", filter=Q(mail="", begun=False)),
        remind=Count("pk", filter=Q(sent__isnull=False, alive=True) & ~Q(mail="") & ~rested),
        rested=Count("pk", filter=Q(sent__isnull=False, alive=True) & ~Q(mail="") & rested),
        unreachable=Count("pk", filter=Q(sent__isnull=False, alive=True, mail="")),
    )


def _round(slug: str) -> Round:
    return get_object_or_404(Round.objects.select_related("follows"), slug=slug)


def _names(language: str) -> dict[str, str]:
    return {str(row.id): row.name[language] for row in content().workspace.voices.stakeholders}


def invite(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Put organisations and persons on the list, or everybody of the round before."""
    round_, faults = _round(slug), NONE
    if request.method == "POST":
        if request.POST.get("deed") == "again":
            added = deeds.invite_again(actor, round_)
        else:
            guests = _ticked(request) if request.POST.get("deed") == "organisations" else [_single(request)]
            added, faults = deeds.invite(actor, round_, guests)
        if not faults:
            return redirect(f"/rounds/{slug}/invitations?added={added}")
    return _form(request, round_, faults)


def _ticked(request: HttpRequest) -> list[deeds.Guest]:
    """Return the organisations that were ticked, each with the person it sends."""
    text = request.POST.get
    return [
        deeds.Guest(
            text("scope", ""), organisation, text(f"person.{organisation}", "").strip(),
            text(f"mail.{organisation}", "").strip(), language=text("language", ""),
        )
        for organisation in request.POST.getlist("organisation")
    ]  # fmt: skip


def _single(request: HttpRequest) -> deeds.Guest:
    text = request.POST.get
    return deeds.Guest(
        text("scope", ""), text("organisation", ""), text("person", "").strip(), text("mail", "").strip(),
        text("category", ""), text("kind", ""), text("language", ""),
    )  # fmt: skip


def _form(request: HttpRequest, round_: Round, faults: Faults) -> HttpResponse:
    instrument = Instrument(round_.instrument)
    invited: dict[str, list[str]] = {}
    for organisation, scope in round_.invitations.exclude(organisation="").values_list("organisation", "scope"):
        invited.setdefault(organisation, []).append(scope)
    marks = {row.organisation: row for row in Engagement.objects.all()}
    typed = request.POST if faults else {}
    ticked = set(request.POST.getlist("organisation")) if faults and typed.get("deed") == "organisations" else set()
    rows = [
        {"id": str(row.id), "name": row.name[request.language], "category": row.category,
         "invited": sorted(set(invited.get(str(row.id), []))), "mark": marks.get(str(row.id)),
         "ticked": str(row.id) in ticked, "person": typed.get(f"person.{row.id}", ""),
         "mail": typed.get(f"mail.{row.id}", "")}
        for row in content().workspace.voices.stakeholders if row.category
    ]  # fmt: skip
    context = {
        "round": round_, "rows": sorted(rows, key=lambda row: str(row["category"])), "scopes": deeds.SCOPES[instrument],
        "categories": list(Category), "kinds": list(StakeholderType), "speak": languages(),
        "expert": instrument == Instrument.JUDGEMENT, "faults": told(faults, request.language),
        "typed": typed if typed.get("deed") == "person" else {"scope": _further(invited)},
        "chosen": typed.get("language", request.language),
    }  # fmt: skip
    return render(request, "rounds/invite.html", context, status=400 if faults else 200)


def _further(invited: Mapping[str, list[str]]) -> str:
    """Return what a further person does unless another purpose is chosen: drafting, once somebody signs."""
    return Scope.DRAFT if any(Scope.SIGN in scopes for scopes in invited.values()) else Scope.SIGN


def invitation(request: HttpRequest, actor: Actor, slug: str, number: int, faults: Faults = NONE) -> HttpResponse:
    """Show one person of a round, with the state of the links."""
    found = _invitation(slug, number)
    links = list(found.links.order_by("pk"))
    now = timezone.now()
    context = {
        "round": found.round, "invitation": found, "faults": told(faults, request.language), "speak": languages(),
        "name": _names(request.language).get(found.organisation, found.organisation),
        "alive": [link for link in links if link.revoked is None and (link.expires is None or link.expires > now)],
        "late": [link for link in links if link.revoked is None and link.expires and link.expires <= now],
        "ended": sum(link.revoked is not None for link in links), "links": links,
        "may_replace": deeds.may_replace(found) and found.round.state in (State.DRAFT, State.OPEN),
        "over_draft": not deeds.may_relink(found),
    }  # fmt: skip
    return render(request, "rounds/invitation.html", context, status=400 if faults else 200)


def _invitation(slug: str, number: int) -> Invitation:
    return get_object_or_404(Invitation.objects.select_related("round"), pk=number, round__slug=slug)


def invitation_deed(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Give a person another link, end or prolong the links, correct name and mail, or take the person off the list."""
    found, text = _invitation(slug, number), request.POST.get
    deed = text("deed")
    if deed == "link":
        issued = deeds.by_hand(actor, found)
        return _paper(request, found.round, issued) if issued else invitation(request, actor, slug, number)
    if deed == "change":
        faults = deeds.change(actor, found, text("person", ""), text("mail", ""), text("language", ""))
        if faults:
            return invitation(request, actor, slug, number, faults)
    elif deed == "revoke":
        deeds.revoke(actor, found)
    elif deed == "extend":
        deeds.extend(actor, found)
    elif deed == "remove" and deeds.remove(actor, found):
        return redirect("invitations", slug)
    return redirect("invitation", slug, number)


def paper(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Make a sheet of links for everybody without a mail address; it is shown once."""
    round_ = _round(slug)
    return _paper(request, round_, deeds.on_paper(actor, round_, "again" in request.POST))


def _paper(request: HttpRequest, round_: Round, issued: list[deeds.Issued]) -> HttpResponse:
    names, start = _names(request.language), base(request)
    cards = []
    for one in issued:
        address = mailing.address(start, one)
        person = one.invitation
        cards.append(
            {"address": address, "code": drawn(address), "person": person.person, "scope": person.scope,
             "organisation": names.get(person.organisation, person.organisation)}
        )  # fmt: skip
    return render(request, "rounds/paper.html", {"round": round_, "cards": cards, "local": leads_here(start)})


def drawn(address: str) -> dict[str, object]:
    """Return the QR code of an address as a path of dark squares, with the size of its picture and of its margin."""
    rows = segno.make(address, micro=False, error="m").matrix
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return {"path": path, "size": len(rows) + 4}


def send(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Send the personal link to everybody who has a mail address and no link yet."""
    return _posted(slug, mailing.send_invitations(actor.name, _round(slug), base(request)))


def remind(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Remind everybody who has a link and has not answered."""
    return _posted(slug, mailing.remind(actor.name, _round(slug), base(request)))


def _posted(slug: str, posted: mailing.Posted) -> HttpResponse:
    said = f"sent={posted.sent}&failed={posted.failed}&without={posted.without}"
    return redirect(f"/rounds/{slug}/invitations?{said}")


ONE = "rounds/<slug:slug>"
ROUTES = (
    Route(f"{ONE}/invitations", invitations, "invitations", OFFICE),
    Route(f"{ONE}/invite", invite, "invite", OFFICE, ("GET", "POST")),
    Route(f"{ONE}/invitations/<int:number>", invitation, "invitation", OFFICE),
    Route(f"{ONE}/invitations/<int:number>/deed", invitation_deed, "invitation-deed", OFFICE, ("POST",)),
    Route(f"{ONE}/paper", paper, "invitations-paper", OFFICE, ("POST",)),
    Route(f"{ONE}/send", send, "invitations-send", OFFICE, ("POST",)),
    Route(f"{ONE}/remind", remind, "invitations-remind", OFFICE, ("POST",)),
)
