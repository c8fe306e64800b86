"""The lines of the history in words: who did what, in the visitor's language."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.utils import timezone

from opennss.language import day, number
from opennss_web.content import content, zone
from opennss_web.models import Consultation, Event, Round
from opennss_web.words import own, say, text_of

KINDS = {
    "role": "role.", "instrument": "rounds.instrument-", "kind": "rounds.kind-", "channel": "channels.channel-",
    "disposition": "consultation.disposition.", "source": "consultation.source.",
}  # fmt: skip
"""Beginnings of the sentences that say a value which the program knows, by the name under which it is told."""

DEEDS = ("added", "changed", "same")
"""What a line on a table counts; a deed that did not happen is not told."""


def named(who: str, language: str) -> str:
    """Return who did something, as the history names them, in words: an account with its role, or a role alone.

    >>> named("secretariat:an", "en"), named("console", "en")
    ('an (secretariat)', 'command line')
    """
    role, _, account = who.partition(":")
    known = own(language).get(f"role.{role}", role)
    return f"{account} ({known})" if account else known


def in_words(events: Iterable[Event], language: str) -> list[dict[str, object]]:
    """Return each line of the history as a moment, who, and a sentence; three questions, however many the lines are."""
    rounds = {slug: text_of(title)[language] for slug, title in Round.objects.values_list("slug", "title")}
    drafts = {slug: text_of(title)[language] for slug, title in Consultation.objects.values_list("slug", "title")}
    bodies = {str(one.id): one.name[language] for one in content().workspace.voices.stakeholders}
    return [
        {
            "at": event.at,
            "who": named(event.actor, language),
            "said": _sentence(event, rounds, drafts, bodies, language),
        }
        for event in events
    ]


def _sentence(
    event: Event, rounds: Mapping[str, str], drafts: Mapping[str, str], bodies: Mapping[str, str], language: str
) -> str:
    round_, _, part = event.subject.partition("/")
    draft, _, place = event.subject.partition(":")
    part = bodies.get(part, part)
    about = rounds.get(round_, round_)
    told = dict.fromkeys(DEEDS, 0) | event.told
    values: defaultdict[str, str] = defaultdict(lambda: "?")
    values |= {name: _value(name, value, language) for name, value in told.items()}
    values |= {
        "subject": _value("", event.subject, language), "round": about, "part": part,
        "about": f"{about} – {part}" if part else about, "draft": drafts.get(draft, draft), "number": place,
    }  # fmt: skip
    key = f"event.{event.verb}"
    return say(key if key in own(language) else "event.other", language).format_map(values | {"verb": event.verb})


def _value(name: str, value: object, language: str) -> str:
    """Print a value of a line: known words, numbers, days, moments; of a list its length, of a checksum its start."""
    if isinstance(value, list):
        return number(len(value), language)
    if isinstance(value, int) and not isinstance(value, bool):
        return number(value, language)
    said = str(value)
    if name in KINDS:
        return own(language).get(KINDS[name] + said, said)
    if re.fullmatch(r"[0-9a-f]{64}", said):
        return said[:12]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", said):
        return day(dt.date.fromisoformat(said), language)
    if re.fullmatch(r"\d{4}-\d\d-\d\dT.+", said):
        local = timezone.localtime(dt.datetime.fromisoformat(said), zone())
        return f"{day(local.date(), language)}, {local:%H:%M}"
    return said
