"""Personal links open what they were made for, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from opennss_web.actions import answering, inviting, mailing
from opennss_web.links import FORM, Denied, invitation_of, kept, new_secret
from opennss_web.models import Invitation, Link, Round, Sheet

BASE = "https://desk.example"


def test_a_secret_opens_its_own_round_only(open_round, invite) -> None:
    first, second = open_round("r1"), open_round("r2")
    secret = invite(first)
    found = invitation_of(secret, "r1")
    assert isinstance(found, Invitation)
    assert found.round == first
    assert invitation_of(secret, second.slug) is Denied.UNKNOWN


@pytest.mark.parametrize("text", ["", "x", "a" * 31, "a" * 33, "á" * 32, "a" * 31 + "\n", "a" * 31 + "="])
def test_what_has_not_the_form_is_refused(open_round, text: str) -> None:
    open_round("r1")
    assert invitation_of(text, "r1") is Denied.UNKNOWN


def test_revoked_and_expired_links_say_so(open_round, invite) -> None:
    secret = invite(open_round("r1"))
    link = Link.objects.get()
    link.expires = timezone.now() - dt.timedelta(seconds=1)
    link.save()
    assert invitation_of(secret, "r1") is Denied.EXPIRED
    link.revoked = timezone.now()
    link.save()
    assert invitation_of(secret, "r1") is Denied.REVOKED


def test_the_database_holds_no_secret_and_no_bridge(open_round, invite) -> None:
    secret = invite(open_round("r1"))
    assert FORM.fullmatch(new_secret())
    assert Link.objects.filter(secret__contains=secret).count() == 0
    assert kept(secret) != kept(secret, "sheet")


def expert(round_: Round) -> Invitation:
    sent = timezone.now() - dt.timedelta(days=2)
    return Invitation.objects.create(round=round_, scope="judge", category="B", mail="a@example.org", sent=sent)


def vote(round_: Round, secret: str) -> int:
    """Begin and send by a link; return how many sheets are sent then."""
    question, browser, address = round_.questions.get(), Client(), f"/r/{round_.slug}/{secret}/"
    browser.post(f"{address}begin", {"agree": "yes"})
    browser.post(f"{address}send", {f"{question.pk}.{question.items[0]}..value": "1"})
    return Sheet.objects.filter(state="sent").count()


def test_a_link_that_did_not_leave_brings_none_back_beside_the_one_that_did(open_round) -> None:
    round_ = open_round("r1")
    guest = expert(round_)
    first, late, newest = (inviting.issue(guest) for _ in range(3))
    inviting.undo(late)
    assert [vote(round_, one.secret) for one in (newest, first)] == [1, 1]
    assert Link.objects.filter(revoked=None).count() == 1


def test_a_link_that_did_not_leave_brings_back_the_one_before(open_round) -> None:
    guest = expert(open_round("r1"))
    first = inviting.issue(guest)
    inviting.undo(inviting.issue(guest))
    assert isinstance(invitation_of(first.secret, "r1"), Invitation)
    second = inviting.issue(guest)
    Client().post(f"/r/r1/{second.secret}/begin", {"agree": "yes"})
    inviting.undo(second)  # the mail server said no, and had delivered it all the same
    assert invitation_of(first.secret, "r1") is Denied.REVOKED


def test_two_reminders_at_once_leave_one_link(open_round, monkeypatch) -> None:
    round_ = open_round("r1")
    inviting.issue(expert(round_))
    real, begun = mailing.issue, []

    def issue(invitation: Invitation) -> inviting.Issued | None:
        made = real(invitation)
        if not begun:
            begun.append(made)
            mailing.remind("timer", Round.objects.get(), BASE)
        return made

    monkeypatch.setattr(mailing, "issue", issue)
    assert mailing.remind("clerk", Round.objects.get(), BASE).sent == 1
    assert Link.objects.filter(revoked=None).count() == 1


def test_an_expert_who_has_begun_begins_nothing_by_another_link(open_round) -> None:
    round_ = open_round("r1")
    guest = expert(round_)
    first, second = inviting.issue(guest), inviting.issue(guest)
    Link.objects.update(revoked=None)  # whatever made them live at once
    assert vote(round_, first.secret) == 1
    page = Client().post(f"/r/r1/{second.secret}/begin", {"agree": "yes"})
    assert "begun with another link" in page.content.decode()
    assert vote(round_, second.secret) == 1
    assert Sheet.objects.count() == 1


def test_a_lost_link_is_replaced_as_long_as_nothing_was_sent(open_round, actor) -> None:
    round_ = open_round("r1")
    guest = expert(round_)
    lost = inviting.issue(guest)
    Client().post(f"/r/r1/{lost.secret}/begin", {"agree": "yes"})
    guest.refresh_from_db()
    assert inviting.issue(guest) is None  # a reminder takes nobody's draft away
    [fresh] = inviting.by_hand(actor, guest)
    assert vote(round_, lost.secret) == 0
    assert vote(round_, fresh.secret) == 1
    inviting.revoke(actor, guest)
    assert inviting.by_hand(actor, guest) == []
    assert Sheet.objects.filter(state="sent").count() == 1


def test_who_sends_while_the_link_is_replaced_does_not_answer_twice(open_round, actor, monkeypatch) -> None:
    round_ = open_round("r1")
    guest = expert(round_)
    lost, given = inviting.issue(guest), []
    real = answering._sign

    def sign(*what: object) -> None:
        given.extend(given or inviting.by_hand(actor, guest))
        real(*what)

    monkeypatch.setattr(answering, "_sign", sign)
    assert vote(round_, lost.secret) == 0
