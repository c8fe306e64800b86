"""The public consultation: the draft clause by clause, comments and filled forms by anybody, replies for everybody."""

from __future__ import annotations

import re
import time
import uuid
from ipaddress import IPv6Address, IPv6Network

from django.conf import settings
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.crypto import salted_hmac

from opennss.errors import WorkspaceError
from opennss.model.comments import CommentSheet
from opennss_web.access import OFFICE, STAFF, Actor, Role, Route
from opennss_web.actions import comments as deeds
from opennss_web.actions import consultations as held
from opennss_web.content import content
from opennss_web.middleware import visitor
from opennss_web.models import Comment, Consultation
from opennss_web.views import deliberation

READERS = STAFF | {Role.PUBLIC}
HOUR, MOST, MOST_FROM_ONE = 3600, 30, 120
"""How many sendings and uploads one visit, and one address with all its visits, may bring within an hour."""

SOON = "10"
"""Seconds after which to come again, for whoever found all readers busy."""

LINES = 100
SHOWN = 100
"""Rows of a handed-in form that its preview prints."""

CHART = re.compile(r"[a-z]{2}-[a-z0-9-]{1,100}")
CHART_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def consultations(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List what can be commented on, and what became of former comments."""
    rows = [_row(consultation) for consultation in held.public().order_by("-opens", "-pk")]
    return render(request, "comments/list.html", {"rows": rows})


def _row(consultation: Consultation) -> dict[str, object]:
    return {"consultation": consultation, "stage": held.stage(consultation).value}


def _one(slug: str) -> Consultation:
    return get_object_or_404(held.public(), slug=slug)


def _draft(consultation: Consultation, language: str) -> held.Draft:
    try:
        return held.draft(consultation, language)
    except WorkspaceError as error:
        raise Http404 from error


def draft(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Show a consultation: its days, the contents of the draft, the ways to comment."""
    consultation = _one(slug)
    text = _draft(consultation, request.language)
    found = {**_row(consultation), "draft": text, "chapters": text.chapters(), "limit": settings.UPLOAD_LIMIT // 10**6}
    return render(request, "comments/draft.html", found)


def chapter(request: HttpRequest, actor: Actor, slug: str, anchor: str) -> HttpResponse:
    """Show one chapter of the draft; every clause can be commented on."""
    consultation = _one(slug)
    text = _draft(consultation, request.language)
    chapters = text.chapters()
    place = next((place for place, clauses in enumerate(chapters) if clauses[0]["anchor"] == anchor), None)
    if place is None:
        raise Http404
    found = {
        **_row(consultation), "draft": text, "clauses": chapters[place],
        "before": chapters[place - 1][0] if place else None,
        "after": chapters[place + 1][0] if place + 1 < len(chapters) else None,
    }  # fmt: skip
    return render(request, "comments/chapter.html", found)


def chart(request: HttpRequest, actor: Actor, slug: str, name: str) -> HttpResponse:
    """Serve a chart of the draft, under a policy of its own that runs nothing."""
    path = held.place_of(_one(slug).slug) / f"{name}.svg"
    if not CHART.fullmatch(name) or not path.is_file():
        raise Http404
    return HttpResponse(
        path.read_bytes(), content_type="image/svg+xml", headers={"Content-Security-Policy": CHART_POLICY}
    )


def comment(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Take a comment on a clause or on the whole draft; the same sending twice is taken once."""
    consultation = _one(slug)
    text = _draft(consultation, request.language)
    said = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in (*deeds.LIMITS, "type")}
    named = request.POST.get("named") == "yes"
    faults: tuple[str, ...] = ()
    sending = deeds.Sending(
        deeds.submission_of(request.POST.get("submission", "")) or uuid.uuid4(), deeds.BY_PAGE, "", named, text.language
    )
    if request.method == "POST":
        faults = _too_often(request, actor)
        number, faults = (None, faults) if faults else deeds.send(consultation, sending, said)
        if number:
            return _received(request, consultation, number)
    else:
        said |= {"clause": request.GET.get("clause", "")[:20], "type": ""}
    found = {
        **_row(consultation), "draft": text, "said": said, "named": named, "faults": faults, "types": deeds.TYPES,
        "limits": deeds.LIMITS, "submission": sending.submission, "clause": text.clause(said["clause"]),
        "body": content().workspace.settings.body,
    }  # fmt: skip
    return render(request, "comments/form.html", found, status=400 if faults else 200)


def _too_often(request: HttpRequest, actor: Actor) -> tuple[str, ...]:
    """Count the sendings of one visit and of one address within an hour; staff may send as often as letters come in.

    A visit ends with its cookie, so that it stops mishaps alone; the address stops who throws cookies away. An office
    behind one address has a larger number. Each process counts for itself.
    """
    if actor.role in STAFF:
        return ()
    now = time.time()
    sent = [moment for moment in request.session.get("sent", []) if now - moment < HOUR]
    if len(sent) >= MOST or _from_one(request) > MOST_FROM_ONE:
        return ("too-often",)
    request.session["sent"] = [*sent, now]
    return ()


def _from_one(request: HttpRequest) -> int:
    """Count a sending of an address and return how many it were: in memory alone, under a hash with the secret."""
    place = salted_hmac("opennss-comments-address", network(visitor(request))).hexdigest()
    cache.add(place, 0, HOUR)
    return cache.incr(place)


def network(address: str) -> str:
    """Return the network of an address of version 6, of which one household has as many as it likes; others as given.

    >>> network("2001:db8::a:1"), network("::ffff:192.0.2.1"), network("192.0.2.1")
    ('2001:db8::/64', '::ffff:192.0.2.1', '192.0.2.1')
    """
    try:
        whole = IPv6Address(address)
    except ValueError:
        return address
    return address if whole.ipv4_mapped else str(IPv6Network((whole, 64), strict=False))


def _received(request: HttpRequest, consultation: Consultation, submission: uuid.UUID) -> HttpResponse:
    rows = Comment.objects.filter(submission=submission, consultation=consultation).count()
    found = {"consultation": consultation, "code": deeds.receipt(submission), "count": rows}
    return render(request, "comments/received.html", found)


def upload(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Read a filled form of anybody, show what would be taken and what not, and take it when that is confirmed."""
    return taking(request, actor, _one(slug), deeds.BY_FORM)


def letter(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Take the comments of a letter, which the office has written into the form."""
    return taking(request, actor, get_object_or_404(Consultation.objects.select_related("release"), slug=slug),
                  deeds.BY_LETTER)  # fmt: skip


def taking(request: HttpRequest, actor: Actor, consultation: Consultation, source: str) -> HttpResponse:
    """Show the page of an upload, its preview, or its receipt."""
    by = actor.name if source == deeds.BY_LETTER else "public"
    read: deeds.Preview | None = None
    faults: tuple[str, ...] = ()
    if "sealed" in request.POST:
        submission, faults = deeds.confirm(by, consultation, request.POST["sealed"], source)
        if submission:
            return _received(request, consultation, submission)
    elif request.method == "POST":
        file = request.FILES.get("file")
        faults = ("file",) if file is None else ("too-large",) if file.size > settings.UPLOAD_LIMIT else ()
        organisation = request.POST.get("organisation", "").strip()
        faults += ("long-organisation",) if len(organisation) > deeds.LIMITS["organisation"] else ()
        faults = faults or _too_often(request, actor)
        if not faults:
            named = request.POST.get("named") == "yes"
            sending = deeds.Sending(uuid.uuid4(), source, organisation, named, request.language)
            read = deeds.preview(consultation, sending, file)
            faults = read.faults
    found = {
        **_row(consultation), "read": read, "faults": faults, "letter": source == deeds.BY_LETTER,
        "rows": read.rows[:SHOWN] if read else (),
        "findings": deliberation.findings(read.findings if read else (), request.language),
        "limit": settings.UPLOAD_LIMIT // 10**6, "most": deeds.MOST_ROWS,
    }  # fmt: skip
    status = 503 if "busy" in faults else 400 if faults else 200
    page = render(request, "comments/upload.html", found, status=status)
    if status == 503:
        page.headers["Retry-After"] = SOON
    return page


def form(request: HttpRequest, actor: Actor, slug: str, kind: str) -> HttpResponse:
    """Hand out the empty form of a consultation."""
    consultation = _one(slug)
    sheet = CommentSheet(
        deeds.title_of(consultation, request.language), deeds.reference(consultation), consultation.opens, ()
    )
    return file_of(sheet, kind, f"{slug}-form", request.language)


def replies(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Show the comments with their replies; who did not agree to be named is not."""
    consultation = _answered(slug)
    page = Paginator(consultation.comments.order_by("pk"), LINES).get_page(request.GET.get("page"))
    for row in page:
        row.who = deeds.who(row, request.language, everybody=False)
    counts = [(name, consultation.comments.filter(disposition=name).count()) for name in deeds.DECISIONS]
    return render(request, "comments/replies.html", {"consultation": consultation, "page": page, "counts": counts})


def replies_file(request: HttpRequest, actor: Actor, slug: str, kind: str) -> HttpResponse:
    """Hand out the comments with their replies as the form."""
    consultation = _answered(slug)
    sheet = deeds.sheet(consultation, consultation.comments.order_by("pk"), request.language, everybody=False)
    return file_of(sheet, kind, f"{slug}-replies", request.language)


def _answered(slug: str) -> Consultation:
    return get_object_or_404(held.public(), slug=slug, answered__isnull=False)


def receipt(request: HttpRequest, actor: Actor, slug: str) -> HttpResponse:
    """Show what was received under a code, and what became of it once the replies are published."""
    consultation = _one(slug)
    code = request.POST.get("code", "")[:40]
    rows = deeds.by_receipt(consultation, code)
    return render(request, "comments/receipt.html", {"consultation": consultation, "code": code, "rows": rows})


def file_of(sheet: CommentSheet, kind: str, name: str, language: str) -> HttpResponse:
    """Answer with a form as a file to keep; another kind is no page."""
    if kind not in KINDS:
        raise Http404
    body = deeds.printed(sheet, kind, language)
    return HttpResponse(
        body, content_type=KINDS[kind], headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    )


def export(request: HttpRequest, actor: Actor, slug: str, kind: str) -> HttpResponse:
    """Hand staff every comment with its reply as the form."""
    consultation = get_object_or_404(Consultation.objects.select_related("release"), slug=slug)
    sheet = deeds.sheet(consultation, consultation.comments.order_by("pk"), request.language, everybody=True)
    return file_of(sheet, kind, f"{slug}-comments", request.language)


ONE = "consultations/<slug:slug>"
BOTH = ("GET", "POST")

ROUTES = (
    Route("consultations", consultations, "consultations", READERS, menu="consultation.menu"),
    Route(ONE, draft, "draft", READERS),
    Route(f"{ONE}/draft/<slug:anchor>", chapter, "draft-chapter", READERS),
    Route(f"{ONE}/charts/<str:name>", chart, "draft-chart", READERS),
    Route(f"{ONE}/comment", comment, "draft-comment", READERS, BOTH),
    Route(f"{ONE}/form/<str:kind>", form, "draft-form", READERS),
    Route(f"{ONE}/upload", upload, "draft-upload", READERS, BOTH),
    Route(f"{ONE}/receipt", receipt, "draft-receipt", READERS, BOTH),
    Route(f"{ONE}/replies", replies, "draft-replies", READERS),
    Route(f"{ONE}/replies/<str:kind>", replies_file, "draft-replies-file", READERS),
    Route("desk/consultations/<slug:slug>/letter", letter, "consultation-letter", OFFICE, BOTH),
    Route("desk/consultations/<slug:slug>/export/<str:kind>", export, "consultation-export", deliberation.TABLE),
    *deliberation.ROUTES,
)
