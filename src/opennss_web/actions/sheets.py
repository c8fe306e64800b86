"""Sheets of answers as flat fields: what a round asks for, what is stored, and how two people's changes come together.

A field's name is ``<question>.<item>.<against>.<part>``: it is read only where the round expects it, whatever is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from django.db.models import Q

from opennss.language import clean
from opennss.model.criteria import QuestionKind as Asked
from opennss.model.criteria import Rank
from opennss.model.stakeholders import Offer, Reason
from opennss.model.weightings import RANGES
from opennss_web.models import Answer, Question, QuestionKind, Round, Sheet

RANKS = tuple(rank.value for rank in (Rank.OVERRIDING, Rank.HIGH, Rank.MEDIUM, Rank.LOW, Rank.NONE, Rank.UNKNOWN))
PARTS = ("text", "reasons", "standard", "urgency", "area", "offers")
"""What a request says, beside the number under which it stands on its sheet."""
REQUESTS = 10
"""Requests that one sheet may hold."""
LONG = 4_000
"""Signs of a reason or a text."""
TIMES = ("1/9", "1/7", "1/5", "1/3", "1", "3", "5", "7", "9")
"""How many times more important one thing is than another: the odd steps of the scale of nine."""
NUMBER = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?")
BEST, WORST = "best", "worst"
PLACE, SAID = ("sheet", "question", "item", "against"), ("value", "reason", "details")
"""What makes an answer the one to a thing asked, and what it says."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that may be filled in; ``choices`` are its allowed values, empty for a free text."""

    question: Question
    item: str
    against: str
    part: str
    choices: tuple[str, ...] = ()
    many: bool = False

    @property
    def name(self) -> str:
        """Its name in a form."""
        return f"{self.question.pk}.{self.item}.{self.against}.{self.part}"


@dataclass(frozen=True, slots=True)
class Merged:
    """What a form changes: new values by field name; names where a colleague was faster; names that are no value.

    ``now`` is what the sheet holds with the changes.
    """

    changes: Mapping[str, str]
    overtaken: tuple[str, ...]
    wrong: tuple[str, ...]
    now: Mapping[str, str]


def fields(round_: Round, stored: Mapping[str, str]) -> dict[str, Field]:
    """Return every field of a round by name; ``stored`` says which comparisons with a best and a worst there are."""
    found = [field for question in round_.questions.all() for field in _of(question, stored)]
    return {field.name: field for field in found}


def _of(question: Question, stored: Mapping[str, str]) -> Iterable[Field]:
    items = [str(item) for item in question.items]
    match question.kind:
        case QuestionKind.RATE:
            for item in items:
                yield Field(question, item, "", "value", RANKS)
                yield Field(question, item, "", "reason")
        case QuestionKind.POINTS | QuestionKind.SWING:
            for item in items:
                yield Field(question, item, "", "value")
        case QuestionKind.PAIRS:
            for item, against in combinations(items, 2):
                yield Field(question, item, against, "value", TIMES)
        case QuestionKind.BEST_WORST:
            yield from _ends(question, items, stored)
        case QuestionKind.TEXT:
            yield Field(question, "", "", "reason")
        case QuestionKind.REQUEST:
            yield from _requests(question, items)


def _ends(question: Question, items: Sequence[str], stored: Mapping[str, str]) -> Iterable[Field]:
    """The best, the worst, and the comparisons with these two."""
    ends = {end: Field(question, "", end, "value", tuple(items)) for end in (BEST, WORST)}
    yield from ends.values()
    best, worst = (stored.get(ends[end].name, "") for end in (BEST, WORST))
    for item in items:
        if best and worst and best != worst:
            if item != best:
                yield Field(question, best, item, "value", tuple(map(str, range(1, 10))))
            if item not in (best, worst):
                yield Field(question, item, worst, "value", tuple(map(str, range(1, 10))))


def _requests(question: Question, areas: Sequence[str]) -> Iterable[Field]:
    choices = {
        "reasons": tuple(Reason), "urgency": ("1", "2", "3"), "area": tuple(areas), "offers": tuple(Offer)
    }  # fmt: skip
    for number in range(1, REQUESTS + 1):
        for part in PARTS:
            many = part in ("reasons", "offers")
            yield Field(question, str(number), "", part, tuple(map(str, choices.get(part, ()))), many)


def stored(sheet: Sheet | None) -> dict[str, str]:
    """Return what a sheet holds, by the names of its fields; nothing for no sheet."""
    found: dict[str, str] = {}
    for answer in sheet.answers.all() if sheet else ():
        place = f"{answer.question_id}.{answer.item}.{answer.against}"
        values = {"value": answer.value, "reason": answer.reason, **answer.details}
        found |= {f"{place}.{part}": str(value) for part, value in values.items() if value != ""}
    return found


def merge(
    known: Mapping[str, Field], now: Mapping[str, str], sent: Mapping[str, str], seen: Mapping[str, str],
    whole: bool = False,
) -> Merged:  # fmt: skip
    """Say what a form changes: only fields whose value is another than the sender saw when the page was made.

    ``now`` is what is stored, ``sent`` the form's values by name, ``seen`` what stood on the page. Where a colleague
    changed the same field meanwhile, the stored value stays and the name is told; nothing is lost silently. Who stands
    for the ``whole`` sheet is told of every field that a colleague changed, whether the form changes it or not.
    """
    changes, overtaken, wrong = {}, [], []
    for name, field in known.items():
        before, held = seen.get(name, ""), now.get(name, "")
        value = cleaned(field, sent[name]) if name in sent else before
        if value is None:
            wrong.append(name)
        elif held not in (before, value):
            if whole or value != before:
                overtaken.append(name)
        elif value != held:
            changes[name] = value
    after = {name: value for name, value in {**now, **changes}.items() if value}
    return Merged(changes, tuple(overtaken), tuple(wrong), after)


def cleaned(field: Field, text: str) -> str | None:
    """Return a value as it is stored, empty for nothing; ``None`` when it is no value of the field."""
    value = clean(text.replace("\r\n", "\n")).strip()
    if not value:
        return ""
    if field.many:
        parts = [part for part in value.split(";") if part]
        return ";".join(parts) if set(parts) <= set(field.choices) else None
    if field.choices:
        return value if value in field.choices else None
    if field.part == "value":
        return _number(field, value)
    return value if len(value) <= (200 if field.part == "standard" else LONG) else None


def _number(field: Field, value: str) -> str | None:
    """Return points or a swing in plain form, two decimals at most; a comma is a decimal sign too."""
    if not NUMBER.fullmatch(value):
        return None
    number = Fraction(value.replace(",", "."))
    low, high = RANGES[Asked(field.question.kind)]
    if not low <= number <= high:
        return None
    return str(number.numerator) if number.denominator == 1 else f"{float(number):g}"


def write(sheet: Sheet, known: Mapping[str, Field], changes: Mapping[str, str], now: Mapping[str, str]) -> None:
    """Write changed fields to a sheet; an answer all of whose fields are empty is removed, never kept as zero.

    However much changed, it is one statement for what is kept and one for what is removed.
    """
    after = {**now, **changes}
    kept, gone = [], Q()
    for place, field in {name.rpartition(".")[0]: known[name] for name in sorted(changes)}.items():
        values = {
            part: after[f"{place}.{part}"] for part in ("value", "reason", *PARTS) if after.get(f"{place}.{part}")
        }
        where = {"question": field.question, "item": field.item, "against": field.against}
        if values:
            main = {part: values.pop(part, "") for part in ("value", "reason")}
            kept.append(Answer(sheet=sheet, **where, **main, details=values))
        else:
            gone |= Q(**where)
    if kept:
        Answer.objects.bulk_create(kept, update_conflicts=True, unique_fields=PLACE, update_fields=SAID)
    if gone:
        sheet.answers.filter(gone).delete()
