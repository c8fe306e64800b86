"""Mails of a desk without a mail server: one file for each, in a folder of its data, readable by the owner alone.

A name tells when a mail was written and nothing of whom it is for. Any mail program opens such a file.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from email.parser import BytesHeaderParser
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

AS_FILES = "opennss_web.mails.AsFiles"
ROUND = "X-OpenNSS-Round"
"""The head of a mail that names its round, by which the round's mails are found when it closes."""


class AsFiles(BaseEmailBackend):
    """What Django hands mails to; it wants a class."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write mails and return how many; raises ``OSError`` where that fails."""
        for message in email_messages:
            _write(message.message().as_bytes())
        return len(email_messages)


def folder() -> Path | None:
    """Return where mails are written, ``None`` where a mail server takes them."""
    return Path(settings.EMAIL_FILE_PATH) if settings.EMAIL_BACKEND == AS_FILES else None


def _write(raw: bytes) -> None:
    place = Path(settings.EMAIL_FILE_PATH)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    moment, number = f"{timezone.now():%Y%m%d-%H%M%S}", 1
    while True:
        try:
            opened = os.open(place / f"{moment}-{number:04}.eml", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            break
        except FileExistsError:
            number += 1
    with os.fdopen(opened, "wb") as file:
        file.write(raw)


def forget(slug: str) -> None:
    """Delete the mails of a round that were kept as files: their links are live secrets."""
    place = folder()
    for path in sorted(place.glob("*.eml")) if place else ():
        with path.open("rb") as file:
            own = BytesHeaderParser().parse(file)[ROUND] == slug
        if own:
            path.unlink(missing_ok=True)
