"""The words of the desk in each language: its own files, then those of the library."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from django.http import HttpRequest

from opennss.language import FALLBACK, Text, languages, sentences, sentences_in

COOKIE = "lang"


@cache
def own(language: str) -> Mapping[str, str]:
    """Return the sentences of the desk in one language, by dotted key."""
    return sentences_in(resources.files("opennss_web").joinpath("locale", language))


def say(key: str, language: str, **values: object) -> str:
    """Return a sentence of the desk or of the library with ``{names}`` filled in; an unknown key raises ``KeyError``.

    >>> say("desk.save", "en")
    'Save'
    """
    words = own(language)
    sentence = words[key] if key in words else sentences(language)[key]
    return sentence.format(**values) if values else sentence


def text_of(stored: Mapping[str, str]) -> Text:
    """Return a text of the database as the library's type."""
    return Text.of(**{language: value for language, value in stored.items() if isinstance(value, str)})


def chosen(request: HttpRequest, invited: str = "") -> str:
    """Return a visitor's language: that of the address, the cookie, the invitation, the browser, or English."""
    known = languages()
    wishes = [part.split(";")[0].strip()[:2] for part in request.headers.get("Accept-Language", "").split(",")]
    for wish in (request.GET.get(COOKIE), request.COOKIES.get(COOKIE), invited, *wishes):
        if wish in known:
            return str(wish)
    return FALLBACK
