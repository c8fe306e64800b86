"""Checks of criteria, weights, decisions and consultation rounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from opennss.errors import CodeError, Finding, Severity
from opennss.model.country import Kind
from opennss.model.criteria import (
    QUANTILES,
    Categories,
    Criterion,
    Decision,
    DecisionKind,
    Group,
    Question,
    Ranges,
    Rank,
    Respondent,
    Round,
    together,
)
from opennss.workspace.check.common import DELIVERABLES, FEW, Case, fault
from opennss.workspace.tables import round_folder

NEEDED = {
    DecisionKind.OVERRIDE: ("area", "criterion", "value", "proposer"),
    DecisionKind.RANK: ("area", "value"),
    DecisionKind.NO_PROJECT: ("area",),
    DecisionKind.KEEP_ICS: ("subject",),
    DecisionKind.EXCLUDE: ("subject",),
    DecisionKind.APPROACH: ("subject", "approach"),
    DecisionKind.REQUIRE: ("subject",),
    DecisionKind.ACCEPT_USE: ("subject",),
}
"""What each kind of decision must say, beside reason, approver and dates."""

ABOUT = ("area", "criterion", "subject")
"""What a decision is about: two of a kind may not be about the same."""

VALUES = {
    DecisionKind.OVERRIDE: (Rank.OVERRIDING,),
    DecisionKind.RANK: (Rank.HIGH, Rank.MEDIUM, Rank.LOW, Rank.NONE),
}
ANSWERS = (Rank.OVERRIDING, Rank.HIGH, Rank.MEDIUM, Rank.LOW, Rank.NONE)


def criteria(case: Case) -> Iterator[Finding]:
    """What a criterion rests on, its direction and its ranges."""
    rounds = case.workspace.voices.rounds
    questions = {question.id for item in rounds for question in item.questions}
    files = [file for file in case.skipped if file.endswith(Question.FILE)]
    for row in case.workspace.voices.criteria:
        if bool(row.indicator) == bool(row.question):
            yield fault(row, "indicator", "indicator-or-question", value=row.id)
        if row.question and row.question not in questions and not any(case.left_out(f, row.question) for f in files):
            if rounds:
                yield fault(row, "question", "unknown-code", value=row.question, table="questions.csv")
            else:
                yield fault(row, "question", "question-not-asked", Severity.QUESTION, value=row.question)
        if row.indicator:
            yield from _measured(row)


def _measured(row: Criterion) -> Iterator[Finding]:
    if row.direction is None:
        yield fault(row, "direction", "missing-direction", value=row.id)
    if not row.ranges:
        yield fault(row, "ranges", "missing-ranges", value=row.id)
    elif row.ranges != QUANTILES:
        try:
            ranges = Ranges.parse(row.ranges)
        except CodeError as error:
            yield fault(row, "ranges", error.code, Severity.ERROR, "", **error.values)
            return
        if row.direction and row.direction is not ranges.direction:
            yield fault(row, "direction", "direction-contradicts-ranges", value=row.direction, ranges=row.ranges)


def weights(case: Case) -> Iterator[Finding]:
    """Negative weights; weights that are all zero for a kind of area or for all groups; kinds without a criterion."""
    rows = case.workspace.voices.criteria
    for row in rows:
        if row.weight < 0:
            yield fault(row, "weight", "negative-weight", value=row.weight)
    groups = dict(case.settings.weights)
    for group, weight in groups.items():
        if weight.startswith("-"):
            yield Finding("nss.toml", 0, f"weights.{group}", "negative-weight", {"value": weight})
    used = {row.group for row in rows} or set(Group)
    if groups and all(groups.get(group) == "0" for group in used):
        yield Finding("nss.toml", 0, "weights", "weights-all-zero", {"subject": ", ".join(sorted(used))})
    for kind in Kind:
        named = [row for row in rows if kind in row.kinds]
        if named and all(row.weight == 0 or groups.get(row.group) == "0" for row in named):
            yield fault(named[0], "weight", "weights-all-zero", subject=kind)
        first = next((area for area in case.workspace.evidence.areas if area.kind is kind), None)
        if first and not named and rows:
            yield fault(first, "kind", "kind-without-criterion", Severity.QUESTION, kind=kind)


def decisions(case: Case) -> Iterator[Finding]:
    """Decisions that say too little, have expired, or decide one thing twice."""
    seen: dict[tuple[object, ...], Decision] = {}
    for row in case.workspace.choices.decisions:
        for name in NEEDED[row.kind]:
            if not getattr(row, name):
                yield fault(row, name, "decision-incomplete", kind=row.kind, column=name)
        for language in case.settings.languages:
            if language not in dict(row.reason.values):
                yield fault(
                    row, f"reason_{language}", "decision-incomplete", kind=row.kind, column=f"reason_{language}"
                )
        if row.value and row.value not in VALUES.get(row.kind, ()):
            known = ", ".join(VALUES.get(row.kind, ()))
            yield fault(row, "value", "decision-value", value=row.value, kind=row.kind, known=known)
        if row.approach and row.kind is not DecisionKind.APPROACH:
            yield fault(row, "approach", "decision-approach", value=row.approach, kind=row.kind)
        if row.expiry < row.date:
            yield fault(row, "expiry", "dates-reversed", value=row.expiry, first=row.date)
        elif row.expiry < case.settings.as_of:
            yield fault(row, "expiry", "expired-decision", value=row.expiry, as_of=case.settings.as_of)
        key = (row.kind, *(getattr(row, name) for name in ABOUT if name in NEEDED[row.kind]))
        if key in seen:
            yield fault(row, "kind", "decided-twice", value=row.id, other=seen[key].id)
        seen.setdefault(key, row)
        yield from _subject(case, row)


def _subject(case: Case, row: Decision) -> Iterator[Finding]:
    """The adoption, deliverable or criterion that a decision is about."""
    adoptions = {item.id for item in case.workspace.evidence.adoptions}
    if row.kind is DecisionKind.KEEP_ICS and row.subject and row.subject not in adoptions:
        if not case.left_out("adoptions.csv", row.subject):
            yield fault(row, "subject", "unknown-code", value=row.subject, table="adoptions.csv")
    elif row.kind is DecisionKind.EXCLUDE and row.subject and case.catalogue:
        if row.subject not in case.catalogue.deliverables and not case.left_out(DELIVERABLES, row.subject):
            yield fault(row, "subject", "unknown-code", value=row.subject, table=DELIVERABLES)
    elif row.kind is DecisionKind.OVERRIDE:
        kinds = {area.id: area.kind for area in case.workspace.evidence.areas}
        named = next((item for item in case.workspace.voices.criteria if item.id == row.criterion), None)
        kind = kinds.get(row.area) if row.area else None
        if named and kind and kind not in named.kinds:
            yield fault(row, "criterion", "criterion-not-for-kind", value=row.criterion, kind=kind)


def rounds(case: Case) -> Iterator[Finding]:
    """Closed rounds: who was invited, whom the file tells apart, what a round follows, and answers that are no rank."""
    by_id = {item.id: item for item in case.workspace.voices.rounds}
    for item in case.workspace.voices.rounds:
        prefix = round_folder(item.id)
        if item.closed > case.settings.as_of:
            values: dict[str, object] = {"value": item.closed, "as_of": case.settings.as_of}
            yield Finding(prefix + "round.toml", 0, "closed", "round-not-closed", values)
        for answer in item.answers:
            if answer.value is not None and answer.value not in ANSWERS:
                known = ", ".join(ANSWERS)
                yield fault(
                    answer, "value", "unknown-value", Severity.ERROR, prefix, value=answer.value, known=f"{known}, ?"
                )
        yield from _follows(item, by_id, prefix)
        yield from _categories(item, prefix)


def _follows(item: Round, by_id: Mapping[str, Round], prefix: str) -> Iterator[Finding]:
    """What a round follows must be there and come before it: not later, and not the round itself by a detour."""
    if not item.follows:
        return
    if item.follows not in by_id:
        yield Finding(prefix + "round.toml", 0, "follows", "unknown-round", {"value": item.follows})
        return
    chain = [item.id]
    while (follows := by_id[chain[-1]].follows) in by_id and follows not in chain:
        chain.append(follows)
    if follows == item.id or by_id[item.follows].closed > item.closed:
        yield Finding(prefix + "round.toml", 0, "follows", "follows-later", {"value": item.follows})


def _categories(item: Round, prefix: str) -> Iterator[Finding]:
    """Which people the file tells apart by their categories: not fewer than five, unless it tells nobody apart."""
    invited = dict(item.invited)
    spoke = {row.pseudonym for row in item.answers} | {row.pseudonym for row in item.weightings}
    first: dict[str, Categories] = {}
    for row in item.respondents:
        if not row.categories:
            yield fault(row, "category", "missing-value", Severity.ERROR, prefix, column="category")
        if row.pseudonym in spoke and not any(invited.get(category) for category in row.categories):
            yield fault(row, "category", "uninvited-category", Severity.WARNING, prefix, value=together(row.categories))
        for category in row.categories:
            if first.setdefault(category, row.categories) != row.categories:
                cells: dict[str, object] = {"category": category, "value": together(row.categories)}
                yield fault(row, "category", "category-twice", Severity.ERROR, prefix, **cells,
                            other=together(first[category]))  # fmt: skip
                break
    yield from _few([row for row in item.respondents if row.pseudonym in spoke], prefix + "respondents.csv")


def _few(people: Sequence[Respondent], file: str) -> Iterator[Finding]:
    """Categories, and inside the others types of organisation, that fewer than five people share."""
    answered = Counter(row.categories for row in people)
    few = [categories for categories, count in sorted(answered.items()) if count < FEW]
    if few and len(answered) > 1:
        values: dict[str, object] = {"value": ", ".join(map(together, few)), "least": FEW}
        yield Finding(file, 0, "category", "few-told-apart", values, Severity.WARNING)
    kinds = Counter((row.categories, row.organisation_type) for row in people if row.categories not in few)
    rare = sorted({kind for (_, kind), count in kinds.items() if count < FEW})
    if rare and len(people) >= FEW:
        values = {"value": ", ".join(rare), "least": FEW}
        yield Finding(file, 0, "organisation_type", "few-of-a-type", values, Severity.WARNING)
