"""Accounts of staff: made and changed by administrators, each change told in the history."""

from __future__ import annotations

import re

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from opennss_web.access import STAFF
from opennss_web.history import tell
from opennss_web.models import User

NAME = re.compile(r"[a-z0-9][a-z0-9.-]{1,59}")


def set_account(by: str, username: str, role: str, password: str) -> tuple[str, ...]:
    """Make an account, or give it a new role and password; return what stands against it, nothing when it was done.

    An empty password keeps the one there is; a new one opens an account that wrong attempts have closed. The faults
    are keys of sentences below ``desk.``.
    """
    user = User.objects.filter(username=username).first()
    faults = ["account-name"] if not NAME.fullmatch(username) else []
    faults += ["account-role"] if role not in STAFF else []
    if password or user is None:
        try:
            validate_password(password, User(username=username))
        except ValidationError:
            faults.append("account-password")
    if faults:
        return tuple(faults)
    with transaction.atomic():
        made = user is None
        user = user or User(username=username)
        user.role, user.is_active = role, True
        if password:
            user.set_password(password)
            reset(username=username)
        user.save()
        tell(by, "account", username, role=role, new=made, password=bool(password))
    return ()


def close_account(by: str, username: str) -> None:
    """Close an account; its lines of the history stay. An unknown name changes nothing."""
    with transaction.atomic():
        if User.objects.filter(username=username, is_active=True).update(is_active=False):
            tell(by, "account-closed", username)
