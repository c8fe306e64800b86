"""The office's pages for letters, interviews, meetings and paper forms; and the page that closes a round."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from opennss.errors import WorkspaceError
from opennss.model.criteria import Category
from opennss.model.stakeholders import Channel, Stakeholder
from opennss_web.access import OFFICE, Actor, Route
from opennss_web.actions import channels as deeds
from opennss_web.actions import closing
from opennss_web.actions.answering import Fault as Unsaid
from opennss_web.actions.ready import Replaced, ready
from opennss_web.actions.sheets import fields, stored
from opennss_web.content import content
from opennss_web.models import Instrument, Round, Sheet, SheetState, State
from opennss_web.names import item_names
from opennss_web.views.parts import part_of
from opennss_web.words import say

Row = dict[str, object]
TYPES = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
ALL_FIELDS = ("number", "date", "place", "interviewer", *deeds.SIGNED, "minutes")


def records(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """List what was recorded in a round of positions, and choose an organisation and a channel to record."""
    round_ = get_object_or_404(Round, slug=slug, instrument=Instrument.POSITION)
    asked = (request.GET.get("organisation", ""), request.GET.get("channel", ""))
    if asked[1] in deeds.CHANNELS and deeds.organisation(asked[0]):
        return redirect(f"/rounds/{slug}/records/{asked[0]}/{asked[1]}")
    names = _names(request.language)
    context = {
        "round": round_, "open": round_.state == State.OPEN, "channels": deeds.CHANNELS,
        "organisations": sorted(((row.id, names[row.id]) for row in deeds.organisations()), key=lambda own: own[1]),
        "rows": [_row(sheet, names) for sheet in _recorded(round_)],
    }  # fmt: skip
    return render(request, "channels/records.html", context)


def _recorded(round_: Round) -> QuerySet[Sheet]:
    return round_.sheets.exclude(recorder="").order_by("-date", "organisation")


def _row(sheet: Sheet, names: Mapping[str, str]) -> Row:
    """Return a record as the list shows it, with its state as the end of a key."""
    if sheet.state == SheetState.WITHDRAWN:
        state = "withdrawn"
    elif sheet.state == SheetState.DRAFT:
        state = "correcting"
    else:
        state = "corrected" if sheet.signed else "confirmed" if sheet.confirmed else "waiting"
    return {"sheet": sheet, "name": names.get(sheet.organisation, sheet.organisation), "state": state}


def _names(language: str) -> dict[str, str]:
    return {str(row.id): row.name[language] for row in content().workspace.voices.stakeholders}


def record(request: HttpRequest, actor: Actor, slug: str, organisation: str, channel: str) -> HttpResponse:
    """Record what an organisation said by a channel, or change the record as long as nobody confirmed it."""
    round_ = get_object_or_404(Round, slug=slug, instrument=Instrument.POSITION)
    who = deeds.organisation(organisation)
    if who is None or channel not in deeds.CHANNELS:
        raise Http404
    sheet = deeds.sheet_of(round_, organisation)
    if request.method != "POST":
        return _form(request, round_, who, sheet, deeds.record_of(sheet, Channel(channel)), _standing(sheet))
    text = request.POST.get
    given = deeds.Record(
        Channel(channel), {name: text(name, "") for name in ALL_FIELDS},
        {one.value: text(f"people-{one.value}", "").strip() for one in Category}, text("on-record") == "yes",
        text("over-draft") == "yes", request.language,
    )  # fmt: skip
    sent = {name: ";".join(v for v in request.POST.getlist(name) if v) for name in request.POST if name.count(".") == 3}
    found, unsaid = deeds.record(actor, round_, who, given, sent, _seen(request), request.FILES.get("scan"))
    if found or unsaid:
        now = {**_standing(sheet), **{name: value for name, value in sent.items() if name in fields(round_, sent)}}
        return _form(request, round_, who, sheet, given, now, found, unsaid)
    return redirect("records", slug)


def _standing(sheet: Sheet | None) -> dict[str, str]:
    """Return what a record begins with: an organisation's own draft is not for the office to read."""
    return {} if deeds.drafting(sheet) else stored(sheet)


def _seen(request: HttpRequest) -> dict[str, str]:
    """Return what stood in the form when it was made, as texts by name."""
    try:
        seen = json.loads(request.POST.get("seen", "{}"))
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in seen.items()} if isinstance(seen, dict) else {}


def _form(
    request: HttpRequest, round_: Round, who: Stakeholder, sheet: Sheet | None, given: deeds.Record,
    now: Mapping[str, str], found: Iterable[deeds.Fault] = (), unsaid: Iterable[Unsaid] = (),
) -> HttpResponse:  # fmt: skip
    """Render the form of a record: the fields of its channel, then the questions."""
    language, names = request.language, item_names(request.language)
    told = [{"name": one.name, "said": say(f"channels.fault-{one.code}", language)} for one in found]
    wrong = {one["name"]: one["said"] for one in told}
    shown = [name for name in ALL_FIELDS if name in deeds.ASKED[given.channel]]
    context = {
        "round": round_, "organisation": who.name[language], "identifier": who.id, "channel": given.channel,
        "sheet": sheet, "given": given,
        "refused": deeds.refusal(round_, sheet), "told": told, "wrong": wrong, "on_record": given.on_record,
        "fields": [{"name": n, "value": given.said.get(n, ""), "wrong": wrong.get(n), "most": deeds.MOST.get(n, 20)}
                   for n in shown],
        "people": [(one.value, given.participants.get(one.value, "")) for one in Category],
        "unsaid": [{"said": say(f"answering.fault-{one.code}", language), "question": one.question,
                    "item": names.get(one.item, one.item)} for one in unsaid],
        "parts": [part_of(question, now, {}, names) for question in round_.questions.all()],
        "seen": json.dumps(_standing(sheet), ensure_ascii=False), "drafting": deeds.drafting(sheet),
    }  # fmt: skip
    return render(request, "channels/record.html", context, status=400 if told or unsaid else 200)


def scan(request: HttpRequest, actor: Actor, slug: str, organisation: str) -> FileResponse:
    """Send the scan of a record as a file to keep, never as a page."""
    sheet = get_object_or_404(Sheet, round__slug=slug, organisation=organisation)
    kind = sheet.scan.name.rpartition(".")[2]
    if kind not in TYPES or not sheet.scan.storage.exists(sheet.scan.name):
        raise Http404
    name = f"{slug}-{organisation}.{kind}"
    answer = FileResponse(sheet.scan.open("rb"), as_attachment=True, filename=name, content_type=TYPES[kind])
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def close(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Ask with what will be written and what is missing; then close, and show the files or what stands against it."""
    round_ = get_object_or_404(Round, slug=slug)
    findings: list[Row] = []
    written: tuple[str, ...] = ()
    if request.method == "POST" and round_.state in (State.OPEN, State.CLOSING):
        try:
            written = closing.close(actor.name, round_)
        except WorkspaceError as error:
            findings = _told(error, request.language)
        round_.refresh_from_db()
    going = round_.state in (State.OPEN, State.CLOSING)
    context = {
        "round": round_, "going": going, "written": written, "findings": findings, "names": _names(request.language),
        "ready": ready(round_) if going else None,
    }  # fmt: skip
    return render(request, "channels/close.html", _readable(context, request.language), status=400 if findings else 200)


def _readable(context: Row, language: str) -> Row:
    """Add the names of organisations that something is missing of, and of areas whose results are replaced."""
    found, names = context["ready"], context.pop("names")
    assert isinstance(names, dict)
    missing = [
        {"code": code, "names": [names.get(one, one) for one in getattr(found, code)]}
        for code in ("unsigned", "unconfirmed", "unnamed")
        if found and getattr(found, code)
    ]
    return {**context, "missing": missing, "together": [cell.split("+") for cell in found.together] if found else (),
            "replaced": _replaced(found.replaced, language) if found else ()}  # fmt: skip


def _replaced(found: Iterable[Replaced], language: str) -> list[Row]:
    names = item_names(language)
    return [{"one": one, "areas": [names.get(area, area) for area in one.areas]} for one in found]


def _told(error: WorkspaceError, language: str) -> list[Row]:
    return [
        {"file": one.file, "row": one.row, "said": say(f"finding.{one.code}.message", language, **one.values),
         "hint": say(f"finding.{one.code}.hint", language, **one.values)}
        for one in error.findings
    ]  # fmt: skip


ONE = "rounds/<slug:slug>"
ROUTES = (
    Route(f"{ONE}/records", records, "records", OFFICE),
    Route(f"{ONE}/records/<slug:organisation>/scan", scan, "record-scan", OFFICE),
    Route(f"{ONE}/records/<slug:organisation>/<slug:channel>", record, "record", OFFICE, ("GET", "POST")),
    Route(f"{ONE}/close", close, "round-close", OFFICE, ("GET", "POST")),
)
