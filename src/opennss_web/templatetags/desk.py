"""Tags of the pages: sentences, texts, numbers and days in the visitor's language. All of them are escaped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.template import Context, Library
from django.utils import timezone

from opennss.language import Text
from opennss.language import day as in_words
from opennss.language import number as formatted
from opennss_web.content import zone
from opennss_web.words import say as sentence
from opennss_web.words import text_of

register = Library()


@register.simple_tag(takes_context=True)
def say(context: Context, key: str, **values: Any) -> str:
    """Print a sentence of the desk."""
    return sentence(key, context["language"], **values)


@register.simple_tag(takes_context=True)
def text(context: Context, value: Text | Mapping[str, str]) -> str:
    """Print a text that has several languages."""
    return (value if isinstance(value, Text) else text_of(value))[context["language"]]


@register.simple_tag(takes_context=True)
def number(context: Context, value: float | Decimal | None, decimals: int | None = None) -> str:
    """Print a number in the form of the language; what is not known is ``?``."""
    return "?" if value is None else formatted(value, context["language"], decimals)


@register.simple_tag(takes_context=True)
def day(context: Context, value: dt.date | None) -> str:
    """Print a day in words; without one, nothing."""
    return "" if value is None else in_words(value, context["language"])


@register.simple_tag
def own_name(code: str) -> str:
    """Print the name of a language in itself."""
    return sentence("desk.own-name", code)


@register.simple_tag(takes_context=True)
def say_below(context: Context, group: str, key: str) -> str:
    """Print a sentence whose key is put together: a group of keys, and a value that the program knows."""
    return sentence(f"{group}.{key}", context["language"])


@register.simple_tag(takes_context=True)
def moment(context: Context, value: dt.datetime | None) -> str:
    """Print a moment in the zone of the country: the day in words and the time; without one, nothing."""
    if value is None:
        return ""
    local = timezone.localtime(value, zone())
    return f"{in_words(local.date(), context['language'])}, {local:%H:%M}"
