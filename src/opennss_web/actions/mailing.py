"""Mails to the invited, each in the person's language: the personal link, and reminders to those who have not answered.

A mail that does not leave takes its link back. Nothing here knows what anybody answered.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from opennss.language import day
from opennss_web.actions.answering import is_open
from opennss_web.actions.inviting import Issued, issue, living, may_relink, pending, undo
from opennss_web.content import content, zone
from opennss_web.history import tell
from opennss_web.mails import ROUND
from opennss_web.models import Invitation, Round
from opennss_web.names import stakeholder_name
from opennss_web.words import say, text_of

REST = dt.timedelta(hours=24)
"""After a reminder a person is left in peace for so long, however often somebody presses the button."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a round of mails: how many left, how many did not, and how many people have no mail address.

    ``rested`` are those who were not reminded, because their last reminder is younger than ``REST``.
    """

    sent: int = 0
    failed: int = 0
    without: int = 0
    rested: int = 0


def address(base: str, issued: Issued) -> str:
    """Return a personal link as its person gets it."""
    return f"{base.rstrip('/')}/r/{issued.invitation.round.slug}/{issued.secret}/"


def send_invitations(by: str, round_: Round, base: str) -> Posted:
    """Send everybody who has a mail address and no link yet the personal link; a round that is not open sends none."""
    if not is_open(round_):
        return Posted()
    people = list(pending(round_).filter(sent=None))
    return _post(by, "invitations-sent", round_, base, people, reminder=False)


def remind(by: str, round_: Round, base: str) -> Posted:
    """Remind those who got a link and have not answered; whose links the office revoked is left in peace.

    So is who was reminded within ``REST``: a button pressed twice, or a timer beside it, sends nothing twice.
    Organisations get a further link. An expert who has not begun gets a fresh one, and the old one ends; one who has
    begun gets none, because the answers hang on the link in use: the mail names the day of the message that has it.
    """
    if not is_open(round_):
        return Posted()
    waiting = pending(round_).filter(living()).exclude(sent=None)
    rested = waiting.filter(resting()).count()
    posted = _post(by, "reminded", round_, base, list(waiting.exclude(resting())), reminder=True)
    return replace(posted, rested=rested)


def resting() -> Q:
    """Return a condition on invitations: reminded so lately that no further reminder may go now."""
    return Q(reminded__gt=timezone.now() - REST)


def remind_by_slug(by: str, slug: str, base: str) -> Posted | None:
    """Remind the people of a round that is open, by its short name; ``None`` when no such round is open."""
    round_ = Round.objects.filter(slug=slug).first()
    return remind(by, round_, base) if round_ and is_open(round_) else None


def _post(by: str, verb: str, round_: Round, base: str, people: list[Invitation], reminder: bool) -> Posted:
    connection = get_connection()
    reachable = [invitation for invitation in people if invitation.mail]
    try:
        left = [_one(invitation, base, reminder, connection) for invitation in reachable]
    finally:
        connection.close()
    posted = Posted(left.count(True), left.count(False), len(people) - len(reachable))
    if reachable:
        with transaction.atomic():
            tell(by, verb, round_.slug, sent=posted.sent, failed=posted.failed)
    return posted


def _one(invitation: Invitation, base: str, reminder: bool, connection: Any) -> bool | None:
    """Send one mail and say whether it left; ``None`` when somebody pressed the same button at the same time.

    The moment is written down before a link is made, and taken back when the mail does not leave: of two senders one
    goes on, and no link takes the place of one that is on its way.
    """
    mark, before, now = "reminded" if reminder else "sent", invitation.sent, timezone.now()
    own = Invitation.objects.filter(pk=invitation.pk)
    if not own.filter(**{mark: getattr(invitation, mark)}).update(**{mark: now}):
        return None
    issued = issue(invitation) if may_relink(invitation) else None
    if issued is None and not reminder:
        own.update(**{mark: getattr(invitation, mark)})
        return False
    try:
        _message(invitation, address(base, issued) if issued else "", reminder, connection).send()
    except (SMTPException, OSError):
        own.update(**{mark: getattr(invitation, mark)})
        if issued:
            undo(issued)
        return False
    own.update(sent=now if issued else before)
    return True


def _message(invitation: Invitation, link: str, reminder: bool, connection: Any) -> EmailMessage:
    """Return a mail in the language of its person."""
    language, round_ = invitation.language, invitation.round
    title = text_of(round_.title)[language]
    values = {
        "title": title, "body": content().workspace.settings.body[language],
        "closes": _moment(round_, language), "person": invitation.person,
        "organisation": stakeholder_name(invitation.organisation, language) if invitation.organisation else "",
    }  # fmt: skip
    parts = [say("rounds.mail-greeting" if invitation.person else "rounds.mail-greeting-all", language, **values)]
    parts.append(say(f"rounds.mail-{'remind' if reminder else 'invite'}-{invitation.scope}", language, **values))
    if link:
        parts += [say("rounds.mail-link", language), link, say("rounds.mail-personal", language)]
    else:
        sent = timezone.localtime(invitation.sent, zone()).date()
        parts.append(say("rounds.mail-former", language, day=day(sent, language)))
    if round_.illustrative:
        parts.append(say("answering.illustrative", language))
    parts.append(say("rounds.mail-end", language, **values))
    subject = say("rounds.mail-subject-again" if reminder else "rounds.mail-subject", language, title=title)
    return EmailMessage(
        subject, "\n\n".join(parts) + "\n", to=[invitation.mail], connection=connection,
        headers={ROUND: round_.slug},
    )  # fmt: skip


def _moment(round_: Round, language: str) -> str:
    local = timezone.localtime(round_.closes, zone())
    return f"{day(local.date(), language)}, {local:%H:%M}"
