"""What the process inside a desk makes and says: rounds and links, accounts, a release, what the database holds."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone

from opennss_web import backup
from opennss_web.access import Actor, Role
from opennss_web.actions import consultations
from opennss_web.actions.answering import organisation_key, receipt
from opennss_web.content import content, release, today
from opennss_web.history import broken
from opennss_web.links import kept, new_secret
from opennss_web.models import (
    Answer,
    Event,
    Instrument,
    Invitation,
    Link,
    Question,
    Round,
    Scope,
    Sheet,
    SheetState,
    State,
    User,
)
from opennss_web.urls import ROUTES

Said = dict[str, Any]
CATEGORIES = ("A1", "A2", "B", "C", "D", "E")


def seed(round: str, people: int, instrument: str = "judgement", expires: str = "") -> Said:
    """Open a round of ten areas to rate, a reason and a text, with a link for each of so many people."""
    areas = [str(area.id) for area in content().workspace.evidence.areas][:10]
    made = Round.objects.create(
        slug=round, instrument=instrument, state=State.OPEN, title={"en": "A round", "vi": "Một vòng"},
        opened=timezone.now(), closes=timezone.now() + dt.timedelta(days=7), illustrative=True,
        notice={"en": {"data": "Your answers."}, "vi": {"data": "Câu trả lời của bạn."}},
    )  # fmt: skip
    Question.objects.create(
        round=made, slug="urgency", kind="rate", items=areas, place=1,
        text={"en": "How urgent?", "vi": "Cấp thiết đến mức nào?"},
    )  # fmt: skip
    Question.objects.create(
        round=made, slug="more", kind="text", place=2, text={"en": "Anything else?", "vi": "Còn gì nữa không?"}
    )  # fmt: skip
    return {"round": round, "fields": fields(round), "links": invite(round, people, expires=expires)["links"]}


def invite(round: str, people: int, expires: str = "", revoked: bool = False) -> Said:
    """Invite people to a round and return the secrets of their links; ``expires`` is a moment in ISO form."""
    made = Round.objects.get(slug=round)
    position = made.instrument == Instrument.POSITION
    start = made.invitations.count()
    invitations = Invitation.objects.bulk_create(
        Invitation(
            round=made, scope=Scope.SIGN if position else Scope.JUDGE, category=CATEGORIES[n % 6], kind="enterprise",
            organisation=f"org-{start + n}" if position else "", language="vi",
        )
        for n in range(people)
    )  # fmt: skip
    secrets = [new_secret() for _ in range(people)]
    until = dt.datetime.fromisoformat(expires) if expires else made.closes
    off = timezone.now() if revoked else None
    Link.objects.bulk_create(
        Link(invitation=invitation, secret=kept(secret), expires=until, revoked=off)
        for invitation, secret in zip(invitations, secrets, strict=True)
    )
    return {"links": secrets}


def filled(round: str, people: int, organisations: list[str] | None = None) -> Said:
    """Open a round whose sheets were all sent; of a position round each is one of these organisations."""
    whose = organisations or [""] * people
    seeded = seed(round, len(whose), "position" if organisations else "judgement")
    made = Round.objects.get(slug=round)
    areas = [name.split(".")[1] for name in seeded["fields"] if name.endswith(".value")]
    question = made.questions.get(kind="rate")
    more = {"signatory": "Bà A", "function": "Giám đốc", "signed": timezone.now(), "on_record": True}
    with transaction.atomic():
        sheets = Sheet.objects.bulk_create(
            Sheet(
                round=made, key=kept(f"{round}/{n}", "made"), category=CATEGORIES[n % 6], kind="enterprise",
                state=SheetState.SENT, organisation=name, **(more if name else {}),
            )
            for n, name in enumerate(whose)
        )  # fmt: skip
        Answer.objects.bulk_create(
            Answer(sheet=sheet, question=question, item=area, value="1", reason=f"Vì {n}")
            for n, sheet in enumerate(sheets)
            for area in areas
        )
    return {"sheets": len(sheets)}


def check(acknowledged: list[Said], begun: int | None = None) -> Said:
    """Compare the database with what respondents were told: values that are gone, doubles, a broken history.

    ``acknowledged`` holds for each respondent its secret or organisation, its ``answers``, whether it was ``sent`` and
    its ``receipt``; ``begun`` is how many have begun at most, known when they rest.
    """
    keys = {one["secret"]: _key(one) for one in acknowledged}
    sheets = {sheet.key: sheet for sheet in Sheet.objects.prefetch_related("answers")}
    lost = 0
    for one in acknowledged:
        sheet = sheets.get(keys[one["secret"]])
        if sheet is None:
            lost += len(one["answers"]) + one["sent"] + one["begun"]
            continue
        now = {f"{a.question_id}.{a.item}.{a.against}.{part}": str(getattr(a, part))
               for a in sheet.answers.all() for part in ("value", "reason")}  # fmt: skip
        lost += sum(now.get(name) != value for name, value in one["answers"].items())
        lost += bool(one["sent"] and (sheet.state != SheetState.SENT or receipt(sheet) != one["receipt"]))
    places = Answer.objects.values_list("sheet_id", "question_id", "item", "against")
    signed = Counter(Event.objects.filter(verb="signed").values_list("subject", flat=True))
    subjects = {f"{one['round']}/{one['organisation']}" for one in acknowledged if one["organisation"] and one["sent"]}
    doubles = len(places) - len(set(places)) + sum(count - 1 for count in signed.values())
    doubles += max(0, len(sheets) - begun) if begun is not None else 0
    return {
        "lost": lost + len(subjects - set(signed)), "doubles": doubles,
        "broken": broken(Event.objects.order_by("id")) is not None, "events": Event.objects.count(),
        "sheets": len(sheets), "sent": Sheet.objects.filter(state=SheetState.SENT).count(),
    }  # fmt: skip


def _key(one: Said) -> str:
    if one["organisation"]:
        return organisation_key(Round(slug=one["round"]), one["organisation"])
    return kept(one["secret"], "sheet")


def ready() -> bool:
    """Say whether the database answers."""
    return Round.objects.exists() or True


def organisations() -> list[str]:
    """Return the organisations of the folder that have a category."""
    return [str(row.id) for row in content().workspace.voices.stakeholders if row.category]


def counted() -> Said:
    """Return what every table holds, as a checksum of its rows: what must not change when something is only shown."""
    models = (Invitation, Link, Sheet, Answer, Event, Round)
    return {model.__name__: kept(str(list(model.objects.order_by("pk").values())), "state") for model in models}


def fields(round: str) -> list[str]:
    """Return the names of the fields that a respondent of a round fills in."""
    made = Round.objects.get(slug=round)
    rate, free = made.questions.get(kind="rate"), made.questions.get(kind="text")
    values = [f"{rate.pk}.{area}..value" for area in rate.items]
    return [*values, f"{rate.pk}.{rate.items[0]}..reason", f"{free.pk}...reason"]


def account(role: str) -> str:
    """Make an account with a role and return the cookie of a visit as it."""
    user, _ = User.objects.get_or_create(username=f"{role}-1", defaults={"role": role})
    visit = SessionStore()
    visit[SESSION_KEY], visit[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    visit[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    visit.save()
    return str(visit.session_key)


def consult(round: str) -> str:
    """Release the folder without its documents and open a public consultation on its draft; return its checksum."""
    made, now = release("console", printed=False), today()
    wish = consultations.Wish(
        slug=round, release=made.sha256, title={"en": "The draft", "vi": "Dự thảo"}, opens=now.isoformat(),
        closes=(now + dt.timedelta(days=30)).isoformat(),
    )  # fmt: skip
    _, faults = consultations.open_consultation(Actor(Role.SECRETARIAT), wish)
    if faults:
        raise ValueError(faults)
    return str(made.sha256)


def routes() -> list[Said]:
    """Return every route that is shown by GET: its name, its path, and who may see it."""
    return [
        {"name": route.name, "path": route.path, "roles": sorted(route.roles)}
        for route in ROUTES
        if "GET" in route.methods
    ]


def back_up(target: str) -> Said:
    """Write a backup of the desk."""
    return {"rows": backup.backup(Path(target)).rows}


VERBS = (seed, invite, filled, check, ready, organisations, counted, fields, account, consult, routes, back_up)
