"""Personal links: a secret of 192 random bits, kept as a hash, for one round, one organisation and one deed."""

from __future__ import annotations

import hashlib
import re
import secrets
from enum import StrEnum

from django.utils import timezone

from opennss_web.models import Invitation, Link

FORM = re.compile(r"[A-Za-z0-9_-]{32}")
"""What a secret looks like; anything else is refused before the database is asked."""


class Denied(StrEnum):
    """Why a link does not open. Only the owner of a true secret learns that it is over."""

    UNKNOWN = "unknown"
    REVOKED = "revoked"
    EXPIRED = "expired"


def new_secret() -> str:
    """Return a fresh secret of 192 random bits; it is given to its person and kept nowhere."""
    return secrets.token_urlsafe(24)


def kept(secret: str, purpose: str = "link") -> str:
    """Return the hash under which something of a secret is kept.

    Each purpose has its own: from the hash of a link nobody can compute the key of the answers given by it, so that
    invitations and anonymous answers cannot be joined without the secret, which is kept nowhere.

    >>> kept("a") == kept("a", "sheet")
    False
    """
    return hashlib.sha256(f"opennss:{purpose}:{secret}".encode()).hexdigest()


def invitation_of(secret: str, round_slug: str) -> Invitation | Denied:
    """Return the invitation that a secret opens in a round; a secret of another round opens nothing. Writes nothing."""
    if not FORM.fullmatch(secret):
        return Denied.UNKNOWN
    links = Link.objects.select_related("invitation__round")
    found = links.filter(secret=kept(secret), invitation__round__slug=round_slug).first()
    if found is None:
        return Denied.UNKNOWN
    if found.revoked is not None:
        return Denied.REVOKED
    if found.expires is not None and found.expires <= timezone.now():
        return Denied.EXPIRED
    return found.invitation
