"""Personal links open what they were made for, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from opennss_web.links import FORM, Denied, invitation_of, kept, new_secret
from opennss_web.models import Invitation, Link


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
