"""Receipt codes: they prove that something was received, and name nobody."""

from __future__ import annotations

import re

from django.utils.crypto import salted_hmac

SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Letters and digits that nobody mistakes for each other."""
LENGTH = 12


def code_of(salt: str, identifier: str) -> str:
    """Return the code of what bears an identifier: twelve signs, 60 bits, made with the secret of this desk."""
    digest = salted_hmac(salt, identifier, algorithm="sha256").digest()
    return _grouped("".join(SIGNS[byte % len(SIGNS)] for byte in digest[:LENGTH]))


def typed(text: str) -> str:
    """Return a code as it was given out, from how somebody typed it; empty when it cannot be one.

    >>> typed("abcd efgh-2345"), typed("abc")
    ('ABCD-EFGH-2345', '')
    """
    signs = re.sub(r"[^A-Z0-9]", "", text.upper())
    return _grouped(signs) if len(signs) == LENGTH else ""


def _grouped(signs: str) -> str:
    return "-".join(signs[place : place + 4] for place in range(0, LENGTH, 4))
