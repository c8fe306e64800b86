"""Fields of staff's forms and what is wrong with them, as their pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from babel.dates import get_timezone_name
from django.conf import settings
from django.http import HttpRequest

from opennss_web.actions.rounds import Fault
from opennss_web.content import zone
from opennss_web.words import say


@dataclass(frozen=True, slots=True)
class Input:
    """One field of a form: its name, label and value, how it is typed, and what is wrong with it."""

    name: str
    label: str
    value: str
    type: str = "text"
    long: bool = False
    hint: str = ""
    fault: str = ""
    most: int = 200


def told(faults: Iterable[Fault], language: str) -> list[dict[str, str]]:
    """Return faults in words, each with its field."""
    return [
        {"field": fault.name, "said": say(f"rounds.fault-{fault.code}", language, **fault.values)} for fault in faults
    ]


def wrong(faults: Iterable[Fault], language: str) -> dict[str, str]:
    """Return what is wrong by field."""
    return {one["field"]: one["said"] for one in told(faults, language) if one["field"]}


def in_language(label: str, code: str, language: str) -> str:
    """Return the label of a field that exists once in each language."""
    return say("rounds.in-language", language, label=label, name=say("desk.own-name", code))


def zone_name(language: str) -> str:
    """Return the zone of the country in words: the time of a country, or the bare name of a zone of none."""
    return get_timezone_name(zone(), locale=language) if "/" in zone().key else zone().key


def base(request: HttpRequest) -> str:
    """Return the address under which people reach the desk: the one that is set, else that of the request."""
    return settings.ADDRESS or request.build_absolute_uri("/")


def leads_here(address: str) -> bool:
    """Say whether an address leads nobody but this machine to the desk."""
    name = urlsplit(address).hostname or ""
    return name in ("localhost", "::1") or name.startswith("127.")


def count(request: HttpRequest, name: str) -> int:
    """Return a number of the address; what is none is 0."""
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 7 else 0
