"""What respondents and staff see after a round: distribution, agreement, anonymous reasons; and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from opennss.document.blocks import Block, Bullets, Paragraph, Table
from opennss.model.judgements import Elicited
from opennss_web.access import LINKED, OFFICE, Actor, Role, Route
from opennss_web.actions import feedback as deeds
from opennss_web.actions.answering import sheet_of
from opennss_web.actions.replies import reply as reply_to
from opennss_web.models import Round, State
from opennss_web.names import item_names, stakeholder_name

HIDERS = OFFICE | {Role.FACILITATOR}
READERS = HIDERS | {Role.ANALYST}

Row = dict[str, object]


def staff(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Show staff what a closed round said; of one that is not closed it says that, and nothing else."""
    desk = Round.objects.filter(slug=slug).first()
    found = deeds.feedback(slug)
    if found is None and desk is None:
        raise Http404
    context = _context(found, request.language) if found else {}
    context |= {"slug": slug, "desk": desk, "may_hide": actor.role in HIDERS, "watch": actor.role in HIDERS}
    return render(request, "feedback/round.html", context)


def hide(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Hide a reason, or show it again: the button that was pressed says which."""
    text = request.POST.get
    place = (text("question", ""), text("item", ""))
    show = text("show", "")
    if not deeds.hide(actor, slug, place, show or text("hide", ""), bool(show)):
        raise Http404
    return redirect(f"/rounds/{slug}/feedback#{anchor(place)}")


def respondent(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show an expert what the round before said; while the expert's own round is open nothing of it is shown."""
    round_ = actor.invited.round
    found = deeds.feedback(round_.follows.slug) if round_.follows else None
    if found is None:
        raise Http404
    context = {**_context(found, request.language), "round": round_, "link": _link(actor), "may_hide": False}
    return render(request, "feedback/before.html", context)


def reply(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show on one page what was asked, what was decided and why; before there is a decision, what happens next."""
    round_ = actor.invited.round
    closed = round_.state == State.CLOSED
    found = reply_to(actor, sheet_of(actor), request.language) if closed else None
    context = {
        "round": round_, "link": _link(actor), "closed": closed, "expert": actor.role is Role.EXPERT, "reply": found,
        "organisation": stakeholder_name(actor.invited.organisation, request.language),
        "blocks": [_block(block) for block in found.document.blocks] if found and found.document else (),
    }  # fmt: skip
    return render(request, "feedback/reply.html", context)


def _block(block: Block) -> Row:
    """Return a block of a reply as its page shows it: a table, a list or a paragraph."""
    match block:
        case Table():
            rows = [list(zip(block.header, row, strict=True)) for row in block.rows]
            return {"caption": block.caption, "header": block.header, "rows": rows}
        case Bullets():
            return {"items": block.items}
        case Paragraph():
            return {"line": block.line, "note": block.style == "note"}
    return {}


def _link(actor: Actor) -> str:
    return f"/r/{actor.invited.round.slug}/{actor.token}"


def _context(found: deeds.Feedback, language: str) -> dict[str, object]:
    """Return a closed round as its pages show it: by question its areas, weights and texts."""
    names = item_names(language)
    given = {one.question: one for one in found.elicited}
    questions = []
    for question in found.round.questions:
        questions.append(
            {
                "text": question.text,
                "areas": _areas((one for one in found.said if one.question == question.id), names),
                "few": [names.get(item, item) for asked, item in found.few if asked == question.id],
                "weights": _weights(given[question.id], names) if question.id in given else None,
                "withheld": any(one.question == question.id for one in found.withheld),
            }
        )
    texts = [{"texts": one, "anchor": anchor((one.question, ""))} for one in found.texts]
    return {"found": found, "questions": questions, "texts": texts}


def _areas(said: Iterable[deeds.Said], names: Mapping[str, str]) -> list[Row]:
    rows = [
        {"said": one, "name": names.get(one.item, one.item), "anchor": anchor((one.question, one.item))} for one in said
    ]
    return sorted(rows, key=lambda row: str(row["name"]))


def _weights(given: Elicited, names: Mapping[str, str]) -> Row:
    rows = [
        {"name": names.get(item, item), "percent": f"{100 * weight:.1f}", "width": round(100 * weight)}
        for item, weight in zip(given.items, given.weights, strict=True)
    ]
    return {"rows": rows, "answered": sum(given.answered.values())}


def anchor(place: deeds.Place) -> str:
    """Return the address of a thing asked on its page."""
    return "-".join(("a", *(part for part in place if part)))


LINK = "r/<slug:round>/<str:token>/"

ROUTES = (
    Route("rounds/<slug:slug>/feedback", staff, "feedback", READERS),
    Route("rounds/<slug:slug>/feedback/reason", hide, "feedback-reason", HIDERS, ("POST",)),
    Route(f"{LINK}feedback", respondent, "feedback-before", frozenset({Role.EXPERT})),
    Route(f"{LINK}reply", reply, "reply", LINKED),
)
