"""Tags of the results desk: shares in percent, names by id."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.template import Context, Library

from opennss import language as languages
from opennss.document.shown import in_percent
from opennss_web.words import say

register = Library()


@register.simple_tag(takes_context=True)
def percent(context: Context, value: float | None) -> str:
    """Print a share in percent; what is not known is ``?``."""
    if value is None:
        return "?"
    language = context["language"]
    return say("unit.percent", language, value=in_percent(Decimal(str(value)), language))


@register.simple_tag(takes_context=True)
def dated(context: Context, value: str) -> str:
    """Print the date of a document, which is a day, a month or a year."""
    return languages.dated(value, context["language"])


@register.filter
def of(known: Mapping[str, Any], key: str) -> Any:
    """Return what is known under a key, the key itself in every language where nothing is."""
    return known.get(key, {"en": key})
