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
from opennss.model.stakeholders import Offer, Reason
from opennss_web.content import zone
from opennss_web.models import Round
from opennss_web.views.parts import Shown
from opennss_web.views.telling import named
from opennss_web.words import say as sentence
from opennss_web.words import text_of

register = Library()

NOTICE = ("data", "purpose", "controller", "retention", "rights")
"""The parts of the notice to respondents."""


@register.simple_tag(takes_context=True)
def say(context: Context, key: str, **values: Any) -> str:
    """Print a sentence of the desk."""
    return sentence(key, context["language"], **values)


@register.simple_tag(takes_context=True)
def text(context: Context, value: Text | Mapping[str, str]) -> str:
    """Print a text that has several languages."""
    return (value if isinstance(value, Text) else text_of(value))[context["language"]]


@register.simple_tag(takes_context=True)
def number(context: Context, value: float | Decimal | str | None, decimals: int | None = None) -> str:
    """Print a number, or one that is stored as text, in the form of the language; what is not known is ``?``."""
    value = Decimal(value) if isinstance(value, str) else value
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


@register.simple_tag(takes_context=True)
def who(context: Context, value: str) -> str:
    """Print who did something, as the history names them, in words."""
    return named(value, context["language"])


@register.filter
def rankkey(value: str) -> str:
    """Return the end of the key under which a rank stands in words."""
    return "rank-" + {"1*": "first", "?": "unknown"}.get(value, value)


@register.filter
def timeskey(value: str) -> str:
    """Return the end of the key under which a step of comparison stands in words."""
    return f"times-{value.replace('/', '-')}"


@register.simple_tag(takes_context=True)
def many(context: Context, field: Shown, group: str) -> list[dict[str, object]]:
    """Return the boxes of a field that holds several values, each with its words and whether it is ticked."""
    ticked = field.value.split(";")
    return [
        {"id": f"{field.id}-{value}", "value": value.value, "on": value.value in ticked,
         "said": sentence(f"answering.{group}-{value}", context["language"])}
        for value in {"reason": Reason, "offer": Offer}[group]
    ]  # fmt: skip


@register.simple_tag(takes_context=True)
def notice(context: Context, round_: Round) -> list[dict[str, str]]:
    """Return the parts of a round's notice to respondents, in the visitor's language or else in English."""
    language = context["language"]
    said = round_.notice.get(language) or round_.notice.get("en") or {}
    return [
        {"name": sentence(f"answering.notice-{part}", language), "text": str(said.get(part, ""))} for part in NOTICE
    ]
