"""Rounds on the side of the office: drafting, questions, preview, opening, coverage."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from opennss.model.country import Kind
from opennss.stakeholders import balance
from opennss_web.access import OFFICE, Actor, Role, Route
from opennss_web.actions import asking, forgetting
from opennss_web.actions import balance as heard
from opennss_web.actions import rounds as deeds
from opennss_web.actions.answering import answered_of
from opennss_web.actions.sheets import fields
from opennss_web.content import content
from opennss_web.models import Instrument, Question, QuestionKind, Round, State
from opennss_web.names import item_names
from opennss_web.views import inviting, stakeholders
from opennss_web.views.forms import Input, in_language, told, wrong, zone_name
from opennss_web.views.parts import part_of
from opennss_web.words import say

WATCH = OFFICE | {Role.FACILITATOR}
"""Who may see rounds, their questions and how far they are; persons are for the office alone."""


def rounds(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the rounds with state, closing and how many answered."""
    office = actor.role in OFFICE
    lines = heard.overview(office)
    rows = [{"round": one, "line": lines.get(one.pk)} for one in Round.objects.order_by("-pk")]
    context = {"rows": rows, "office": office, "instruments": Instrument.values}
    return render(request, "rounds/rounds.html", context)


def new(request: HttpRequest, actor: Actor, instrument: str) -> HttpResponse:
    """Make a round of an instrument."""
    if instrument not in Instrument.values:
        raise Http404
    draft = _draft(request, instrument) if request.method == "POST" else deeds.first_draft(instrument)
    faults = deeds.NONE
    if request.method == "POST":
        made, faults = deeds.save_round(actor, instrument, draft)
        if made:
            return redirect("round", made.slug)
    return _form(request, instrument, draft, faults)


def edit(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Change a round that is a draft."""
    round_ = _round(slug)
    draft = _draft(request, round_.instrument, slug) if request.method == "POST" else deeds.draft_of(round_)
    faults = deeds.NONE
    if request.method == "POST":
        made, faults = deeds.save_round(actor, round_.instrument, draft, round_)
        if made:
            return redirect("round", slug)
    return _form(request, round_.instrument, draft, faults, round_)


def _round(slug: str) -> Round:
    return get_object_or_404(Round.objects.select_related("follows"), slug=slug)


def _draft(request: HttpRequest, instrument: str, slug: str = "") -> deeds.Draft:
    """Return what the form of a round says."""
    text, tongues = request.POST.get, deeds.spoken()
    return deeds.Draft(
        slug or text("slug", "").strip(),
        {one: text(f"title_{one}", "") for one in tongues},
        {one: text(f"intro_{one}", "") for one in tongues},
        {one: {part: text(f"notice_{part}_{one}", "") for part in deeds.NOTICE} for one in tongues},
        text("day", ""), text("time", ""), text("follows", ""), text("share", ""), text("drift", ""),
        text("illustrative") == "yes",
    )  # fmt: skip


def _form(
    request: HttpRequest, instrument: str, draft: deeds.Draft, faults: deeds.Faults, round_: Round | None = None
) -> HttpResponse:
    language = request.language
    at = wrong(faults, language)

    def own(key: str, name: str, value: str, long: bool = True) -> list[Input]:
        label = in_language(say(key, language), name.rpartition("_")[2], language)
        return [Input(name, label, value, long=long, fault=at.get(name, ""), most=4000 if long else 200)]

    titles, notices = [], []
    for one in deeds.spoken():
        titles += own("rounds.title", f"title_{one}", draft.title.get(one, ""), long=False)
        titles += own("rounds.intro", f"intro_{one}", draft.intro.get(one, ""))
        for part in deeds.NOTICE:
            said = draft.notice.get(one, {}).get(part, "")
            notices += own(f"answering.notice-{part}", f"notice_{part}_{one}", said)
    context = {
        "round": round_, "instrument": instrument, "draft": draft, "titles": titles, "notices": notices,
        "slug_field": Input("slug", say("rounds.slug", language), draft.slug, hint=say("rounds.slug-why", language),
                            fault=at.get("slug", ""), most=40),
        "follows": deeds.may_follow(instrument), "zone": zone_name(language), "faults": told(faults, language),
        "wrong": at,
    }  # fmt: skip
    return render(request, "rounds/form.html", context, status=400 if faults else 200)


def round_page(
    request: HttpRequest, actor: Actor, slug: str, faults: deeds.Faults = deeds.NONE, status: int = 200
) -> HttpResponse:
    """Show a round: its state, dates and rule, its questions, and what stands against opening it."""
    round_, language = _round(slug), request.language
    names, office = item_names(language), actor.role in OFFICE
    questions = list(round_.questions.all())
    draft = round_.state == State.DRAFT
    context = {
        "round": round_, "office": office, "draft": draft, "faults": told(faults, language),
        "zone": zone_name(language),
        "questions": [{"question": one, "items": [names.get(str(i), str(i)) for i in one.items]} for one in questions],
        "kinds": asking.KINDS[Instrument(round_.instrument)] if draft and office else (),
        "against": told(deeds.checks(round_), language) if draft and office else (),
        "counts": round_.invitations.aggregate(
            people=Count("pk"), given=Count("pk", filter=Q(sent__isnull=False)),
            mails=Count("pk", filter=Q(sent=None) & ~Q(mail="")),
        ) if office else {},
        "may_forget": round_.state == State.CLOSED and actor.role is Role.ADMINISTRATOR,
        "over": bool(round_.closes and round_.closes <= timezone.now()),
    }  # fmt: skip
    return render(request, "rounds/round.html", context, status=status)


def question(request: HttpRequest, actor: Actor, slug: str, kind: str = "", number: int = 0) -> HttpResponse:
    """Add a question of a kind to a draft, or change the one with a number."""
    round_ = _round(slug)
    stored = get_object_or_404(Question, pk=number, round=round_) if number else None
    kind = stored.kind if stored else kind
    if kind not in asking.KINDS[Instrument(round_.instrument)]:
        raise Http404
    asked, faults = _first_question(round_, kind, stored), deeds.NONE
    if request.method == "POST":
        post = request.POST
        asked = asking.Asked(
            post.get("slug", "").strip(), {one: post.get(f"text_{one}", "") for one in deeds.spoken()},
            post.get("about", ""), post.get("which", asking.TICKED), tuple(post.getlist("areas")),
        )  # fmt: skip
        made, faults = asking.save_question(actor, round_, kind, asked, stored)
        if made:
            return redirect("round", slug)
    return _question_form(request, round_, kind, asked, faults, stored)


def _first_question(round_: Round, kind: str, stored: Question | None) -> asking.Asked:
    """Return the form of a question: what is stored, or a beginning with words that fit most rounds."""
    if stored:
        return asking.Asked(stored.slug, stored.text, stored.about, asking.TICKED, tuple(map(str, stored.items)))
    ticked = asking.contested(round_) if kind == QuestionKind.RATE else ()
    text = {one: say(f"rounds.given-{kind}", one) for one in deeds.spoken()}
    slug = {"rate": "urgency", "text": "remarks", "request": "requests"}.get(kind, f"weights-{kind}")
    return asking.Asked(slug, text, "", asking.TICKED, ticked)


def _question_form(
    request: HttpRequest, round_: Round, kind: str, asked: asking.Asked, faults: deeds.Faults, stored: Question | None
) -> HttpResponse:
    language = request.language
    names, at = item_names(language), wrong(faults, language)
    rate, weights = kind == QuestionKind.RATE, kind in asking.WEIGHTS
    rows = content().workspace.evidence.areas if rate else ()
    before = asking.before(round_) if rate else None
    context = {
        "round": round_, "kind": kind, "stored": stored, "asked": asked, "faults": told(faults, language), "wrong": at,
        "slug_field": Input("slug", say("rounds.question-slug", language), asked.slug, fault=at.get("slug", ""),
                            hint=say("rounds.question-slug-why", language), most=40),
        "texts": [
            Input(f"text_{one}", in_language(say("rounds.question-text", language), one, language),
                  (asked.text or {}).get(one, ""), long=True, fault=at.get(f"text_{one}", ""), most=4000)
            for one in deeds.spoken()
        ],
        "groups": [
            {"kind": one.value, "areas": [(str(row.id), row.name[language]) for row in rows if row.kind is one]}
            for one in Kind
        ] if rate else (),
        "before": before, "contested": asking.contested(round_) if before else (),
        "about": [
            {"id": group, "name": names.get(group, ""), "names": [names.get(item, item) for item in items]}
            for group, items in asking.weighable().items()
        ] if weights else (),
    }  # fmt: skip
    return render(request, "rounds/question.html", context, status=400 if faults else 200)


def question_deed(request: HttpRequest, actor: Actor, slug: str, number: int) -> HttpResponse:
    """Take a question out of a draft, or ask it one place earlier or later."""
    stored = get_object_or_404(Question.objects.select_related("round"), pk=number, round__slug=slug)
    deed = request.POST.get("deed")
    if deed == "remove":
        asking.remove_question(actor, stored)
    elif deed in ("earlier", "later"):
        asking.move_question(actor, stored, deed == "later")
    return redirect("round", slug)


def preview(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Show the sheet, or with ``?page=begin`` its first page, as respondents see it; nothing can be sent from here."""
    round_, language = _round(slug), request.language
    questions, names = list(round_.questions.all()), item_names(language)
    done, total = answered_of(fields(round_, {}), {}, questions)
    first = request.GET.get("page") != "sheet"
    expert = round_.instrument == Instrument.JUDGEMENT
    context = {
        "round": round_, "link": "#", "sheet": None, "expert": expert, "may_sign": not expert, "first": first,
        "organisation": "" if expert else say("rounds.some-organisation", language), "seen": "{}",
        "parts": [part_of(one, {}, {}, names) for one in questions], "done": done, "total": total,
    }  # fmt: skip
    return render(request, f"rounds/preview-{'begin' if first else 'sheet'}.html", context)


def open_round(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Open a round, or say what stands against it."""
    faults = deeds.open_round(actor, _round(slug))
    return round_page(request, actor, slug, faults, 400) if faults else redirect("round", slug)


def prolong(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Move the closing of an open round to a later moment."""
    faults = deeds.prolong(actor, _round(slug), request.POST.get("day", ""), request.POST.get("time", ""))
    return round_page(request, actor, slug, faults, 400) if faults else redirect("round", slug)


def forget(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Erase the names, addresses, minutes and scans of a closed round, when the box says so."""
    round_ = _round(slug)
    if request.POST.get("sure") != "yes":
        return round_page(request, actor, slug, (deeds.Fault("sure", "sure"),), 400)
    if not forgetting.forget(actor, round_):
        return round_page(request, actor, slug, (deeds.Fault("not-closed"),), 400)
    return redirect("round", slug)


def coverage(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Show how many were invited, began and answered by category: no contents, no times, no persons."""
    round_, office = _round(slug), actor.role in OFFICE
    whole = heard.coverage(round_)
    lines = whole if office else balance.merged(whole)
    context = {
        "round": round_, "office": office, "lines": [line for line in lines if line.invited or line.answered],
        "total": balance.total("all", whole) if office else balance.guarded_total(whole),
        "silent": [line.name for line in lines if not line.invited and not line.answered],
        "warned": balance.warnings({line.name: line.invited for line in whole}),
        "open": round_.state == State.OPEN,
    }  # fmt: skip
    return render(request, "rounds/coverage.html", context)


ONE = "rounds/<slug:slug>"
ROUTES = (
    *stakeholders.ROUTES,
    Route("rounds", rounds, "rounds", WATCH, menu="rounds.menu-rounds"),
    Route("rounds/new/<slug:instrument>", new, "round-new", OFFICE, ("GET", "POST")),
    Route(ONE, round_page, "round", WATCH),
    Route(f"{ONE}/edit", edit, "round-edit", OFFICE, ("GET", "POST")),
    Route(f"{ONE}/questions/new/<slug:kind>", question, "question-new", OFFICE, ("GET", "POST")),
    Route(f"{ONE}/questions/<int:number>", question, "question-edit", OFFICE, ("GET", "POST")),
    Route(f"{ONE}/questions/<int:number>/deed", question_deed, "question-deed", OFFICE, ("POST",)),
    Route(f"{ONE}/preview", preview, "round-preview", WATCH),
    Route(f"{ONE}/open", open_round, "round-open", OFFICE, ("POST",)),
    Route(f"{ONE}/prolong", prolong, "round-prolong", OFFICE, ("POST",)),
    Route(f"{ONE}/forget", forget, "round-forget", frozenset({Role.ADMINISTRATOR}), ("POST",)),
    Route(f"{ONE}/coverage", coverage, "round-coverage", WATCH),
    *inviting.ROUTES,
)
