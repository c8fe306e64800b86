"""Checks of the questions that ask for weights, and of the numbers people answered them with."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.errors import Finding, Severity
from opennss.mcda.checks import InputError
from opennss.model.criteria import Group, Question, QuestionKind, Round, Weighting
from opennss.model.weightings import (
    POINTS,
    RANGES,
    SUM,
    TOP,
    by_person,
    items_of,
    lack,
    unpaired,
    weighable,
    weights_of,
)
from opennss.tables.cells import show_one
from opennss.workspace.check.common import FEW, Case, fault
from opennss.workspace.tables import round_folder

COMPARED = (QuestionKind.PAIRS, QuestionKind.BEST_WORST)
"""Kinds whose numbers are about two items."""


def weights_round(case: Case) -> Iterator[Finding]:
    """The round that the settings name for its weights: it must be there and have asked for some."""
    named = case.settings.consultation.weights_round
    found = {item.id: item for item in case.workspace.voices.rounds}
    if not named or case.left_out(Question.FILE, named):
        return
    asked = [name for name, item in found.items() if any(q.kind is not QuestionKind.RATE for q in item.questions)]
    if named not in asked and case.whole(round_folder(named) + Question.FILE):
        values: dict[str, object] = {"value": named, "known": ", ".join(asked)}
        yield Finding("nss.toml", 0, "consultation.weights_round", "weights-round-unknown", values)


def kinds(case: Case) -> Iterator[Finding]:
    """Questions whose answers stand in the table of the other kind, or that weigh the same as another one of the round;
    criteria that rest on weights; empty rounds.
    """
    for item in case.workspace.voices.rounds:
        prefix = round_folder(item.id)
        asked = {question.id: question for question in item.questions}
        weighed: dict[Group | None, Question] = {}
        for question in item.questions:
            if question.kind is not QuestionKind.RATE and weighed.setdefault(question.about, question) is not question:
                values: dict[str, object] = {"value": question.id, "other": weighed[question.about].id}
                yield fault(question, "about", "weights-asked-twice", Severity.ERROR, prefix, **values)
            if question.kind is QuestionKind.RATE and question.about:
                yield fault(question, "about", "rate-about", Severity.ERROR, prefix, value=question.about)
            yield from _misplaced(question, item, prefix)
        for row in case.workspace.voices.criteria:
            found = asked.get(row.question) if row.question else None
            if found and found.kind is not QuestionKind.RATE:
                yield fault(row, "question", "criterion-asks-weights", value=found.id, kind=found.kind)
        files = [prefix + table.FILE for table in (Question, Weighting)] + [prefix + "answers.csv"]
        if not item.answers and not item.weightings and case.whole(*files):
            yield Finding(prefix + "answers.csv", 0, "", "empty-round", severity=Severity.WARNING)


def _misplaced(question: Question, item: Round, prefix: str) -> Iterator[Finding]:
    """Rows of a question in the table of the other kind, said once with their number."""
    if question.kind is QuestionKind.RATE:
        numbers = [row for row in item.weightings if row.question == question.id]
        if numbers:
            values: dict[str, object] = {"value": question.id, "count": len(numbers)}
            yield fault(numbers[0], "question", "ranks-in-weightings", Severity.ERROR, prefix, **values)
        return
    answers = [row for row in item.answers if row.question == question.id]
    if answers:
        values = {"value": question.id, "kind": question.kind, "count": len(answers)}
        yield fault(answers[0], "question", "weights-in-answers", Severity.ERROR, prefix, **values)


def weightings(case: Case) -> Iterator[Finding]:
    """Items that are not there, numbers out of their range, comparisons with nothing; answers that are set aside."""
    for item in case.workspace.voices.rounds:
        prefix = round_folder(item.id)
        for question in item.questions:
            if question.kind is QuestionKind.RATE:
                continue
            known = weighable(question, case.workspace.voices.criteria)
            if len(known) < 2 and case.whole("criteria.csv"):
                yield fault(question, "about", "nothing-to-weigh", Severity.ERROR, prefix, value=question.about)
            asked = known
            for value in question.items:
                if value not in known and not case.left_out("criteria.csv", value):
                    values: dict[str, object] = {"value": value, "known": ", ".join(known)}
                    yield fault(question, "items", "weighting-item", Severity.ERROR, prefix, **values)
            if question.items:
                asked = tuple(name for name in known if name in question.items)
            rows = [row for row in item.weightings if row.question == question.id]
            for row in rows:
                yield from _number(case, row, question, asked, prefix)
            if case.whole(prefix + Weighting.FILE):
                yield from _answers(item, question, known, prefix)


def _number(case: Case, row: Weighting, question: Question, known: tuple[str, ...], prefix: str) -> Iterator[Finding]:
    for name in ("item", "against"):
        value = getattr(row, name)
        if value and value not in known and not case.left_out("criteria.csv", value):
            known_names = ", ".join(known)
            yield fault(row, name, "weighting-item", Severity.ERROR, prefix, value=value, known=known_names)
    if question.kind in COMPARED and not row.against:
        yield fault(row, "against", "weighting-alone", Severity.ERROR, prefix, kind=question.kind)
    elif row.against and question.kind not in COMPARED:
        yield fault(row, "against", "weighting-compared", Severity.ERROR, prefix, kind=question.kind)
    elif row.item == row.against:
        yield fault(row, "against", "weighting-itself", Severity.ERROR, prefix, value=row.item)
    low, high = RANGES[question.kind]
    if not low <= row.value <= high:
        values: dict[str, object] = {"value": show_one(row.value), "low": low, "high": high, "kind": question.kind}
        yield fault(row, "value", "weighting-range", Severity.ERROR, prefix, **values)


def _answers(item: Round, question: Question, known: tuple[str, ...], prefix: str) -> Iterator[Finding]:
    """Answers that are half, points that do not add up, pairs given twice; fewer whole answers than may be shown."""
    items, whole = items_of(question, item.weightings, known), 0
    for name, rows in by_person(question, item.weightings).items():
        first, twice = min(rows, key=lambda row: row.line), _twice(question, rows)
        why = lack(question.kind, items, rows)
        values: dict[str, object] = {"value": name, "question": question.id}
        if twice:
            values = {"value": twice.item, "against": twice.against}
            yield fault(twice, "against", "pair-twice", Severity.ERROR, prefix, **values)
        elif why == SUM:
            total = sum(row.value for row in rows)
            values |= {"total": show_one(total), "over": show_one(total - POINTS), "points": POINTS}
            yield fault(first, "value", "points-not-whole", Severity.WARNING, prefix, **values)
        elif why == TOP:
            values |= {"highest": show_one(max(row.value for row in rows)), "top": POINTS}
            yield fault(first, "value", "swing-without-top", Severity.WARNING, prefix, **values)
        elif question.kind is QuestionKind.PAIRS and (gaps := unpaired(items, rows)):
            values["pairs"] = "; ".join(f"{item} – {against}" for item, against in gaps)
            yield fault(first, "against", "pairs-missing", Severity.WARNING, prefix, **values)
        elif why:
            values["items"] = ", ".join(items)
            yield fault(first, "item", "weighting-half", Severity.WARNING, prefix, **values)
        doubts = () if why or twice else tuple(_contradictions(item, question, items, rows, prefix))
        yield from doubts
        whole += not why and not doubts
    if whole < FEW and (item.answers or item.weightings):
        values = {"value": question.id, "count": whole, "least": FEW}
        yield fault(question, "id", "few-weightings", Severity.NOTE, prefix, **values)


def _contradictions(
    item: Round, question: Question, items: tuple[str, ...], rows: tuple[Weighting, ...], prefix: str
) -> Iterator[Finding]:
    """A whole answer whose comparisons contradict each other more than the method accepts, and which to think over."""
    low, high = RANGES[question.kind]
    if question.kind not in COMPARED or not all(low <= row.value <= high for row in rows):
        return
    first = min(rows, key=lambda row: row.line)
    who = next((row.organisation_type for row in item.respondents if row.pseudonym == first.pseudonym), "?")
    values: dict[str, object] = {"value": first.pseudonym, "organisation": who, "round": item.id,
                                 "question": question.id}  # fmt: skip
    try:
        found = weights_of(question.kind, items, rows).consistency
    except InputError:
        yield fault(first, "value", "weighting-contradicts", Severity.WARNING, prefix, **values)
        return
    if found is None or found.acceptable:
        return
    if found.reconsider is None:
        yield fault(first, "value", "weighting-contradicts", Severity.WARNING, prefix, **values)
        return
    doubt = found.reconsider
    row = next(row for row in rows if {row.item, row.against} == {doubt.item, doubt.against})
    others = doubt.suggested if row.item == doubt.item else 1 / doubt.suggested
    ratio, limit = _apart(found.ratio, found.limit)
    values |= {"ratio": ratio, "limit": limit, "item": row.item, "against": row.against,
               "said": show_one(row.value), "others": _short(others)}  # fmt: skip
    yield fault(row, "value", "weighting-inconsistent", Severity.WARNING, prefix, **values)


def _apart(ratio: float, limit: float) -> tuple[float, float]:
    """Return a ratio and the limit below it with as many digits as it takes to see that, two at least."""
    digits = next((digits for digits in range(2, 7) if round(ratio, digits) > round(limit, digits)), 7)
    return round(ratio, digits), round(limit, digits)


def _short(number: float) -> float | int:
    """Return a number to two digits."""
    short = float(f"{number:.2g}")
    return int(short) if short.is_integer() else short


def _twice(question: Question, rows: tuple[Weighting, ...]) -> Weighting | None:
    """Return the second of two rows of a person that compare the same pair in both directions."""
    seen: set[tuple[str, str]] = set()
    for row in rows if question.kind is QuestionKind.PAIRS else ():
        if (str(row.against), str(row.item)) in seen and row.item != row.against:
            return row
        seen.add((str(row.item), str(row.against)))
    return None
