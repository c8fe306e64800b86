"""The pages of respondents: agreeing and answering by a personal link, signing, receipt, withdrawal."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from opennss_web.access import ANYBODY, LINKED, Actor, Role, Route
from opennss_web.actions import answering as deeds
from opennss_web.actions.feedback import before as said_before
from opennss_web.actions.sheets import fields, stored
from opennss_web.models import Round, Sheet, SheetState
from opennss_web.names import item_names, stakeholder_name
from opennss_web.views.parts import part_of
from opennss_web.words import say

Faults = tuple[deeds.Fault, ...]


def sheet(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the notice first, then the questions with what is stored; a sent sheet shows its receipt."""
    found = deeds.sheet_of(actor)
    opened = deeds.is_open(found.round if found else actor.invited.round)
    if found is None or found.state == SheetState.WITHDRAWN:
        return _page(request, actor, "begin" if opened else "over", found)
    if opened and not actor.invited.begun:  # a colleague has agreed to the notice, this person has not
        return _page(request, actor, "begin", found)
    if found.state == SheetState.SENT:
        return _page(request, actor, "receipt", found)
    return _page(request, actor, "sheet" if opened else "over", found)


def _page(
    request: HttpRequest,
    actor: Actor,
    name: str,
    found: Sheet | None,
    faults: tuple[deeds.Fault, ...] = (),
    **more: object,
) -> HttpResponse:
    """Render a page of a link."""
    round_, language = found.round if found else actor.invited.round, request.language
    context: dict[str, object] = {
        "round": round_, "invitation": actor.invited, "sheet": found, "link": f"/r/{round_.slug}/{actor.token}",
        "organisation": "" if actor.role is Role.EXPERT else stakeholder_name(actor.invited.organisation, language),
        "faults": _told(faults, language),
        "open": deeds.is_open(round_),
        "may_sign": actor.role is Role.SIGNATORY, "expert": actor.role is Role.EXPERT, **more,
    }  # fmt: skip
    if found is not None:
        now, former, before, names = stored(found), stored(found.former), said_before(round_), item_names(language)
        questions = list(round_.questions.all())
        done, total = deeds.answered_of(fields(round_, now), now, questions)
        context |= {
            "parts": [part_of(question, now, former, names, before) for question in questions],
            "before": before,
            "seen": json.dumps(now, ensure_ascii=False), "done": done, "total": total, "receipt": deeds.receipt(found),
            "content_mark": deeds.content_mark(found),
        }  # fmt: skip
    return render(request, f"answering/{name}.html", context, status=400 if faults or "wrong" in more else 200)


def _told(faults: Faults, language: str) -> list[dict[str, object]]:
    names = item_names(language) if faults else {}
    return [
        {"said": say(f"answering.fault-{fault.code}", language), "question": fault.question,
         "item": names.get(fault.item, fault.item)}
        for fault in faults
    ]  # fmt: skip


def _form(request: HttpRequest) -> tuple[dict[str, str], dict[str, str]]:
    """Return what a form sends and what its sender saw, as texts by name; whatever else it holds is not looked at."""
    sent = {name: ";".join(v for v in request.POST.getlist(name) if v) for name in request.POST if name.count(".") == 3}
    try:
        seen = json.loads(request.POST.get("seen", "{}"))
    except ValueError:
        seen = {}
    return sent, {str(k): str(v) for k, v in seen.items()} if isinstance(seen, dict) else {}


def begin(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Agree to the notice and open the sheet."""
    code, found = request.POST.get("code", "").strip(), deeds.sheet_of(actor)
    if request.POST.get("agree") != "yes":
        return _page(request, actor, "begin", found, wrong="unagreed", code=code)
    if code and deeds.former_of(actor, code) is None:
        return _page(request, actor, "begin", found, wrong="code", code=code)
    if deeds.begin(actor) is None and deeds.is_open(actor.invited.round):
        return _page(request, actor, "begin", found, wrong="elsewhere")
    if code:
        deeds.join_former(actor, code)
    return _back(actor)


def save(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Store what changed; programs are answered with what became of each field, people see their page again."""
    stored_now = deeds.save(actor, *_form(request))
    if "application/json" in request.headers.get("Accept", ""):
        if stored_now is None:
            return JsonResponse({"saved": False}, status=409)
        round_, merged = stored_now
        told = {"changes": dict(merged.changes), "overtaken": merged.overtaken, "wrong": merged.wrong}
        return JsonResponse({"saved": True, **told, "progress": _progress(round_, merged.now, request.language)})
    if stored_now and (stored_now[1].wrong or stored_now[1].overtaken):
        found = deeds.sheet_of(actor)
        faults = deeds.unclear(found, stored_now[1]) if found else ()
        return _page(request, actor, "sheet", found, faults)
    return _back(actor)


def _progress(round_: Round, now: Mapping[str, str], language: str) -> dict[str, object]:
    """Return how far a sheet is, in words too."""
    done, total = deeds.answered_of(fields(round_, now), now, list(round_.questions.all()))
    return {"done": done, "said": say("answering.progress", language, done=done, total=total)}


def send(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send the sheet; an organisation's with the signature of the person who may sign."""
    text = request.POST.get
    signature = deeds.Signature(text("signatory", ""), text("function", ""), text("on-record") == "yes")
    found, faults = deeds.send(actor, *_form(request), signature)
    if faults:
        return _page(request, actor, "sheet", found, faults, signature=signature)
    return _back(actor)


def take_back(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Open a sent sheet again to change it."""
    deeds.take_back(actor)
    return _back(actor)


def withdraw(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask once more, then withdraw."""
    if request.method == "POST" and deeds.withdraw(actor):
        return _back(actor)
    return _page(request, actor, "withdraw", deeds.sheet_of(actor))


def confirm(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Confirm what the office recorded, as it stood on the page."""
    found = None if deeds.confirm(actor, request.POST.get("content", "")) else deeds.sheet_of(actor)
    if found and found.recorder and found.state == SheetState.SENT and actor.invited.begun:
        return _page(request, actor, "receipt", found, (deeds.Fault("record-changed"),))
    return _back(actor)


def _back(actor: Actor) -> HttpResponse:
    return redirect(f"/r/{actor.invited.round.slug}/{actor.token}/")


def receipts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Say whether an answer with a receipt code is there; it says nothing else of it."""
    code = request.POST.get("code", "")
    found = deeds.by_receipt(code) if code else None
    return render(request, "answering/receipts.html", {"code": code, "found": found})


LINK = "r/<slug:round>/<str:token>/"
SIGNING = frozenset({Role.SIGNATORY, Role.EXPERT})

ROUTES = (
    Route(LINK, sheet, "sheet", LINKED),
    Route(f"{LINK}begin", begin, "sheet-begin", LINKED, ("POST",)),
    Route(f"{LINK}save", save, "sheet-save", LINKED, ("POST",)),
    Route(f"{LINK}send", send, "sheet-send", SIGNING, ("POST",)),
    Route(f"{LINK}take-back", take_back, "sheet-take-back", SIGNING, ("POST",)),
    Route(f"{LINK}withdraw", withdraw, "sheet-withdraw", SIGNING, ("GET", "POST")),
    Route(f"{LINK}confirm", confirm, "sheet-confirm", frozenset({Role.SIGNATORY}), ("POST",)),
    Route("receipts", receipts, "receipts", ANYBODY, ("GET", "POST")),
)
