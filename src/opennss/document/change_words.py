"""Why an item moved, came or went since the programme was approved: one sentence for page, screen and files."""

from __future__ import annotations

import datetime as dt

from opennss.document.facts.outlook import amount, brought_in
from opennss.document.schedule_lanes import area_name, title_of
from opennss.language import Text, dated, say
from opennss.model.plans import Missing, NotNow
from opennss.model.results import Strategy
from opennss.model.schedule import Change, Value

NAMED = 3
"""Items and areas that are named; more are counted."""


def waiting(change: Change, strategy: Strategy) -> NotNow | None:
    """Return the entry of "not now" for an item that left the plan and waits."""
    left = (item for item in strategy.plan.not_now if item.project.id == change.item)
    return next(left, None) if change.why.startswith("not-now-") else None


def change_why(change: Change, strategy: Strategy, language: str) -> str:
    """Return why an item moved, came or went; of one that waits also what would bring it in again."""
    if not change.why:
        return ""
    values = {name: _value(name, value, strategy, language) for name, value in change.values}
    words, left = say(f"label.{change.why}", language, **values), waiting(change, strategy)
    if left is None:
        return words
    ranks = f" ({values['areas']})" if "areas" in values else ""
    return f"{words}{ranks}. {brought_in(left, strategy)[language]}"


def change_told(change: Change, strategy: Strategy, language: str) -> str:
    """Return why an item moved, came or went, with what people wrote about it."""
    words = change_why(change, strategy, language)
    return f"{words}{joint(words)}{change.reason[language]}" if change.reason else words


def joint(words: str) -> str:
    """Return what stands between a sentence of ours and the words of people.

    >>> joint("Dropped"), joint("It waits.")
    (': ', ' ')
    """
    return " " if words.endswith(".") else ": "


def _value(name: str, value: Value, strategy: Strategy, language: str) -> str:
    """Return a value in words: items and areas by their names, what is missing as amounts, a day as a date."""
    if isinstance(value, tuple):
        words = [_one(name, one, strategy, language) for one in value]
        more = len(words) - NAMED
        return "; ".join(words[:NAMED]) + (say("label.bring-more", language, number=more) if more > 0 else "")
    if isinstance(value, Text):
        return value[language]
    return dated(value, language) if isinstance(value, dt.date) or name == "day" else str(value)  # type: ignore[arg-type]


def _one(name: str, value: str | Missing, strategy: Strategy, language: str) -> str:
    if isinstance(value, Missing):
        return amount(value, strategy)[language]
    return (area_name if name == "areas" else title_of)(value, strategy, language)
