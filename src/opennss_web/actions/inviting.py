"""Invitations and their links: who is asked, by which secret, until when. A secret is shown or mailed once, kept never.

An expert who has begun keeps the link in use: the answers are found by its secret alone, so another one would be
another expert. When it is lost, the office may replace it as long as no answer was sent: what was begun with it then
stays unsent for ever, and the expert begins anew. Organisations get further links freely.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone

from opennss.language import languages
from opennss.model.criteria import Category
from opennss.model.stakeholders import StakeholderType
from opennss_web.access import Actor
from opennss_web.actions.rounds import AFTER, Fault, Faults, line
from opennss_web.content import content
from opennss_web.history import tell
from opennss_web.links import kept, new_secret
from opennss_web.locks import ROUND, hold
from opennss_web.models import Instrument, Invitation, Link, Round, Scope, Sheet, SheetState, State

SCOPES = {Instrument.JUDGEMENT: (Scope.JUDGE,), Instrument.POSITION: (Scope.SIGN, Scope.DRAFT)}
"""What people are invited to, by the instrument of the round; the first is taken unless another is chosen."""
LONGER = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Guest:
    """A person to invite, as the form says it; ``organisation`` is an id of the folder, empty for a free expert."""

    scope: str
    organisation: str = ""
    person: str = ""
    mail: str = ""
    category: str = ""
    kind: str = ""
    language: str = "en"


def invite(actor: Actor, round_: Round, guests: Sequence[Guest]) -> tuple[int, Faults]:
    """Put people on the list of a round that is not over; return how many, or what stands against any of them.

    An organisation brings its category and kind. A person is on the list once: the same mail address, or the same
    organisation for the same purpose without a person's mail, is refused.
    """
    with transaction.atomic():
        if not _before_end(round_):
            return 0, (Fault("over"),)
        found = [fault for guest in guests for fault in _faults(round_, guest)]
        found += _twice(round_, guests)
        if not guests:
            found.append(Fault("no-guest"))
        if found:
            return 0, tuple(found)
        Invitation.objects.bulk_create([_invitation(round_, guest) for guest in guests])
        tell(actor.name, "invited", round_.slug, count=len(guests))
    return len(guests), ()


def signed_twice(round_: Round) -> tuple[str, ...]:
    """Return the organisations for which more than one person may sign."""
    people = round_.invitations.filter(scope=Scope.SIGN).values("organisation").annotate(count=Count("pk"))
    return tuple(people.filter(count__gt=1).order_by("organisation").values_list("organisation", flat=True))


def _before_end(round_: Round) -> bool:
    """Say whether a round still invites, and keep its state until the transaction ends."""
    hold(ROUND, round_.pk, shared=True)
    return Round.objects.filter(pk=round_.pk, state__in=(State.DRAFT, State.OPEN)).exists()


def _organisations() -> dict[str, tuple[str, str]]:
    """Return the category and type of the folder's organisations that have a category."""
    rows = content().workspace.voices.stakeholders
    return {str(row.id): (str(row.category), str(row.type or "")) for row in rows if row.category}


def _faults(round_: Round, guest: Guest) -> list[Fault]:
    found = []
    who = {"name": guest.organisation or line(guest.person) or guest.mail}
    if guest.scope not in SCOPES[Instrument(round_.instrument)]:
        found.append(Fault("scope", "scope", who))
    if guest.organisation and guest.organisation not in _organisations():
        found.append(Fault("organisation", "organisation", who))
    if not guest.organisation:
        if round_.instrument == Instrument.POSITION:
            found.append(Fault("organisation-needed", "organisation", who))
        if guest.category not in tuple(Category):
            found.append(Fault("category", "category", who))
        if not (line(guest.person) or guest.mail):
            found.append(Fault("person", "person"))
    if guest.kind and guest.kind not in tuple(StakeholderType):
        found.append(Fault("guest-kind", "kind", who))
    return found + personal(guest.mail, guest.language, guest.person, guest.organisation)


def personal(mail: str, language: str, person: str, organisation: str = "") -> list[Fault]:
    """Return what is wrong with how a person is called and reached."""
    found = []
    who = {"name": organisation or line(person) or mail}
    if mail:
        try:
            validate_email(mail.strip())
        except ValidationError:
            found.append(Fault("mail", "mail", who))
    if language not in languages():
        found.append(Fault("language", "language", who))
    if len(person) > 120:
        found.append(Fault("person-long", "person", who))
    return found


def _twice(round_: Round, guests: Sequence[Guest]) -> list[Fault]:
    """Return a fault for everybody who is on the list already, or twice in the form."""
    rows = round_.invitations.values_list("organisation", "scope", "mail", "person")
    taken = {_same(*row) for row in rows}
    found = []
    for guest in guests:
        own = _same(guest.organisation, guest.scope, guest.mail, line(guest.person))
        if own in taken:
            found.append(Fault("twice", values={"name": guest.organisation or line(guest.person) or guest.mail}))
        taken.add(own)
    return found


def _same(organisation: str, scope: str, mail: str, person: str) -> tuple[str, str, str]:
    """Return what may be on the list once: a mail address, else a person, for an organisation and a purpose."""
    return organisation, scope, mail.strip().lower() or person.lower()


def _invitation(round_: Round, guest: Guest) -> Invitation:
    category, kind = _organisations().get(guest.organisation, (guest.category, guest.kind))
    return Invitation(
        round=round_, scope=guest.scope, organisation=guest.organisation, kind=kind, category=category,
        person=line(guest.person), mail=guest.mail.strip(), language=guest.language,
    )  # fmt: skip


def invite_again(actor: Actor, round_: Round) -> int:
    """Put everybody of the round before on the list who is not there yet; return how many."""
    with transaction.atomic():
        if not _before_end(round_) or round_.follows is None:
            return 0
        there = set(round_.invitations.exclude(followed=None).values_list("followed", flat=True))
        taken = {_same(*row) for row in round_.invitations.values_list("organisation", "scope", "mail", "person")}
        made = []
        for former in round_.follows.invitations.order_by("pk"):
            same = _same(former.organisation, former.scope, former.mail, former.person)
            if former.pk not in there and same not in taken:
                copied = ("scope", "organisation", "kind", "category", "person", "mail", "language")
                values = {name: getattr(former, name) for name in copied}
                made.append(Invitation(round=round_, followed=former, **values))
        Invitation.objects.bulk_create(made)
        if made:
            tell(actor.name, "invited", round_.slug, count=len(made), again=round_.follows.slug)
    return len(made)


def living() -> Exists:
    """Return a condition on invitations: at least one link was made and not revoked."""
    return Exists(Link.objects.filter(invitation=OuterRef("pk"), revoked=None))


def may_relink(invitation: Invitation) -> bool:
    """Say whether a person may get another link without losing anything: an expert only before beginning."""
    return invitation.scope != Scope.JUDGE or not invitation.begun


def may_replace(invitation: Invitation) -> bool:
    """Say whether the office may give another link by hand: to an expert as long as no sent answer hangs on one."""
    return invitation.scope != Scope.JUDGE or not invitation.answered


@dataclass(frozen=True, slots=True)
class Issued:
    """A fresh link: its secret, which nobody keeps, and what it took the place of."""

    invitation: Invitation
    link: Link
    secret: str
    replaced: tuple[int, ...] = ()


def issue(invitation: Invitation, over_draft: bool = False) -> Issued | None:
    """Make a link; an expert's former one is revoked in the same step, and nothing can be sent by it any more.

    ``None`` for an expert who has begun; with ``over_draft`` only for one who has sent an answer.
    """
    with transaction.atomic():
        # The row alone is locked: a lock on its round too would wait for whoever prolongs it.
        now = Invitation.objects.select_for_update(of=("self",)).select_related("round").get(pk=invitation.pk)
        if not (may_replace(now) if over_draft else may_relink(now)) or now.round.state == State.CLOSED:
            return None
        replaced: tuple[int, ...] = ()
        if now.scope == Scope.JUDGE:
            Invitation.objects.filter(pk=now.pk).update(begun=False)
            replaced = tuple(now.links.filter(revoked=None).values_list("pk", flat=True))
            Link.objects.filter(pk__in=replaced).update(revoked=timezone.now())
        secret = new_secret()
        until = now.round.closes + AFTER if now.round.closes else None
        link = Link.objects.create(invitation=now, secret=kept(secret), expires=until)
    return Issued(now, link, secret, replaced)


def undo(issued: Issued) -> None:
    """Take a link back that did not reach its person: what it replaced holds again, unless another took its place.

    A link by which an expert has begun has reached its person after all, and stays.
    """
    with transaction.atomic():
        now = Invitation.objects.select_for_update().get(pk=issued.invitation.pk)
        if not may_relink(now):
            return
        held = now.links.filter(pk=issued.link.pk, revoked=None).exists()
        issued.link.delete()
        if held and not now.links.filter(revoked=None).exists():
            Link.objects.filter(pk__in=issued.replaced).update(revoked=None)


def on_paper(actor: Actor, round_: Round, again: bool) -> list[Issued]:
    """Make links for everybody without a mail address: those who have none yet, and ``again`` those not begun too."""
    people = pending(round_).filter(mail="")
    people = people.filter(begun=False) if again else people.filter(sent=None)
    return _handed(actor, round_, people)


def by_hand(actor: Actor, invitation: Invitation) -> list[Issued]:
    """Make one link to hand over; none for an expert who has sent an answer."""
    return _handed(actor, invitation.round, [invitation], over_draft=True)


def _handed(actor: Actor, round_: Round, people: Iterable[Invitation], over_draft: bool = False) -> list[Issued]:
    with transaction.atomic():
        made = [issued for invitation in people if (issued := issue(invitation, over_draft))]
        if made:
            Invitation.objects.filter(pk__in=[one.invitation.pk for one in made]).update(sent=timezone.now())
            tell(actor.name, "links", round_.slug, count=len(made))
    return made


def pending(round_: Round) -> QuerySet[Invitation]:
    """Return the invitations of people from whom an answer may still come, in the order of the list.

    An organisation has answered as long as what one of its people signed, or the office recorded, is there.
    """
    people = round_.invitations.order_by("pk")
    if round_.instrument == Instrument.JUDGEMENT:
        return people.filter(answered=False)
    done = Sheet.objects.filter(round=round_, state=SheetState.SENT).exclude(organisation="").values("organisation")
    return people.exclude(organisation__in=done)


def revoke(actor: Actor, invitation: Invitation) -> int:
    """Revoke every link of a person; return how many lived."""
    with transaction.atomic():
        ended = invitation.links.filter(revoked=None).update(revoked=timezone.now())
        if ended:
            tell(actor.name, "links-revoked", subject(invitation), count=ended)
    return ended


def extend(actor: Actor, invitation: Invitation) -> int:
    """Let the links of a person that were not revoked live thirty days longer; return how many there are."""
    with transaction.atomic():
        links = list(invitation.links.filter(revoked=None).exclude(expires=None))
        for link in links:
            link.expires = max(link.expires, timezone.now()) + LONGER
            link.save(update_fields=["expires"])
        if links:
            tell(actor.name, "links-extended", subject(invitation), count=len(links))
    return len(links)


def change(actor: Actor, invitation: Invitation, person: str, mail: str, language: str) -> Faults:
    """Correct how a person is called and reached; category and purpose stay, because answers may hang on them."""
    found = personal(mail, language, person, invitation.organisation)
    if found:
        return tuple(found)
    with transaction.atomic():
        values = {"person": line(person), "mail": mail.strip(), "language": language}
        Invitation.objects.filter(pk=invitation.pk).update(**values)
        tell(actor.name, "invitation-edited", subject(invitation))
    return ()


def remove(actor: Actor, invitation: Invitation) -> bool:
    """Take somebody off the list who never got a link."""
    with transaction.atomic():
        if invitation.links.exists():
            return False
        invitation.delete()
        tell(actor.name, "invitation-removed", subject(invitation))
    return True


def subject(invitation: Invitation) -> str:
    """Return an invitation as the history names it: by its organisation, an expert by nothing but the round."""
    slug = invitation.round.slug
    return f"{slug}/{invitation.organisation}" if invitation.scope != Scope.JUDGE else slug
