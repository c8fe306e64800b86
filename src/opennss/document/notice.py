"""The work programme of WTO TBT Annex 3, paragraph J: which national standards stand in it, at which stage.

One row for each national standard under preparation in the period, or adopted since the period before began.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from opennss.errors import Finding, Severity
from opennss.language import Text, languages
from opennss.model.codes import Period
from opennss.model.monitoring import type_of
from opennss.model.obligations import first_day, last_day, next_notice, notice_stage, since_last_notice
from opennss.model.programme import WorkState, WorkStatus
from opennss.model.projects import ProjectType
from opennss.model.references import slug
from opennss.model.results import Strategy
from opennss.model.standards import Adoption, AdoptionStatus, Correspondence, Deliverable
from opennss.model.table import Cell, cell

NEW, REVISION, HARMONIZATION, UNKNOWN = "new", "revision", "harmonization", "?"
KINDS = {
    ProjectType.ADOPT: HARMONIZATION, ProjectType.ADOPT_MODIFIED: HARMONIZATION,
    ProjectType.ADOPT_OTHER: HARMONIZATION, ProjectType.HARMONIZE: HARMONIZATION,
    ProjectType.REVISE: REVISION, ProjectType.AMEND: REVISION, ProjectType.DEVELOP: NEW,
}  # fmt: skip
"""The types of plan item that bring a national standard about, and what kind of work each is."""

DEGREES = {ProjectType.ADOPT: Correspondence.IDT, ProjectType.ADOPT_MODIFIED: Correspondence.MOD}
"""The degree of correspondence that a type of plan item says by itself."""

ADOPTED = 5
"""The stage of the notice of a standard that was adopted."""

FIRST_ADOPTED = "60.00"
"""The harmonized stage from which a standard is adopted; a code before it is out of date beside that stage."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a plan item is about, wherever the folder says it; years are those of the plan."""

    type: ProjectType
    deliverable: str
    title: Text = Text()
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A national standard in the notice; ``None`` and empty texts are not known.

    ``item`` is the id of the plan item or of the adoption, ``stage`` one of the five, ``harmonized`` the stage code
    behind it. ``start`` and ``completion`` are a day, a month or a year in ISO form; the completion is expected, or
    the day of adoption at stage 5. ``fact`` and ``place`` say where it comes from.
    """

    item: str
    ics: tuple[str, ...]
    number: str
    title: Text
    stage: int | None
    harmonized: str
    base: str
    correspondence: Correspondence
    kind: str
    start: str
    completion: str
    comments_from: dt.date | None
    comments_until: dt.date | None
    committee: Text
    illustrative: bool
    fact: str
    place: Cell


@dataclass(frozen=True, slots=True)
class Notice:
    """The work programme of one period; ``approved`` says that the plan behind it is an approved programme.

    ``since`` is the first day of the period before; ``next`` the day by which the next notice is due.
    """

    period: Period
    first: dt.date
    last: dt.date
    since: dt.date
    next: dt.date
    approved: bool
    rows: tuple[NoticeRow, ...]
    findings: tuple[Finding, ...]


def notice(strategy: Strategy, period: Period) -> Notice:
    """Return the notice of a period, by ICS and base document; the state of the work is that of ``as_of``."""
    approved = bool(strategy.workspace.choices.programme)
    bare = Notice(
        period, first_day(period), last_day(period), since_last_notice(period), next_notice(period), approved, (), ()
    )
    known = subjects(strategy)
    planned = tuple(_planned(strategy, bare, known))
    told = {row.item: row.base for row in planned}
    rows = sorted(
        (*planned, *_adopted(strategy, bare, _told(strategy, told, known))),
        key=lambda row: (not row.ics, row.ics, row.base, row.item),
    )
    return Notice(
        bare.period, bare.first, bare.last, bare.since, bare.next, approved, tuple(rows),
        (*(finding for row in rows for finding in _findings(row)), *_undated(strategy, known)),
    )  # fmt: skip


def subjects(strategy: Strategy) -> dict[str, Subject]:
    """Return what every plan item is about: candidates, planned, left for later, proposed and approved ones.

    Years are those of the approved programme where there is one, else of the computed plan. Work that is none of them
    any more is about the document of the catalogue or of the adoptions that its id names.
    """
    choices, plan, evidence = strategy.workspace.choices, strategy.plan, strategy.workspace.evidence
    bases = {slug(name): str(name) for name in (*strategy.deliverables, *(row.adopts for row in evidence.adoptions))}
    kinds = {str(row.item): type_of(row.item) for row in evidence.work}
    found = {
        name: Subject(kind, bases[name.removeprefix(f"{kind}-")])
        for name, kind in kinds.items()
        if kind and name.removeprefix(f"{kind}-") in bases
    }
    found |= {p.id: Subject(p.type, p.deliverable) for p in (*(i.project for i in plan.not_now), *strategy.projects)}
    found |= {i.project.id: Subject(i.project.type, i.project.deliverable, start=i.start) for i in plan.items}
    for row in choices.programme:
        found[str(row.item)] = Subject(row.type, row.deliverable or "", start=row.start, end=row.end)
    titles = {row.item: row.title for row in choices.proposed}
    return {
        name: Subject(one.type, one.deliverable, titles.get(name, Text()), one.start, one.end)
        for name, one in found.items()
    }


def _planned(strategy: Strategy, made: Notice, known: Mapping[str, Subject]) -> Iterator[NoticeRow]:
    """Yield the items that are decided and not begun, those at work, and those finished since the last notice."""
    choices = strategy.workspace.choices
    decided = {str(row.item) for row in choices.programme} or {i.project.id for i in strategy.plan.items}
    states = {str(row.item): row for row in strategy.workspace.evidence.work}
    for name in sorted({*decided, *states}):
        state, subject = states.get(name), known.get(name)
        if subject is not None and subject.type not in KINDS:
            continue
        if subject is None and (state is None or not state.title):
            continue
        if _belongs(state, subject, made):
            yield _row(strategy, name, state, subject)


def _belongs(state: WorkState | None, subject: Subject | None, made: Notice) -> bool:
    """Say whether an item was under preparation in the period, or adopted since the period before began."""
    if state is None or state.status is WorkStatus.PLANNED:
        start = subject.start if subject else None
        return start is None or start <= made.last.year
    if state.status is WorkStatus.DROPPED:
        return False
    day, begun = _adoption_day(state), state.begun is None or state.begun <= made.last
    if day is None:
        return begun and state.status is not WorkStatus.DONE
    return made.since <= day if day <= made.last else begun


def _adoption_day(state: WorkState) -> dt.date | None:
    """Return the day of the adoption: the end of the work, else the day of the last stage of what is done."""
    if state.ended is None and (state.status is WorkStatus.DONE or notice_stage(state.stage) == ADOPTED):
        return state.since
    return state.ended


def _row(strategy: Strategy, name: str, state: WorkState | None, subject: Subject | None) -> NoticeRow:
    base = subject.deliverable if subject else ""
    found = strategy.deliverables.get(base)
    fact = f"project.{name}"
    degree = state.correspondence if state else Correspondence.UNKNOWN
    if degree is Correspondence.UNKNOWN and subject:
        degree = DEGREES.get(subject.type, degree)
    title = (state.title if state else Text()) or (subject.title if subject else Text())
    start, completion = _when(strategy, name, state, subject)
    stage, code = _stage(state), state.stage if state else None
    return NoticeRow(
        item=name,
        ics=tuple((state.ics if state else ()) or (found.ics if found else ())),
        number="",
        title=title or (found.title if found else Text()),
        stage=stage,
        harmonized="" if code is None or (stage == ADOPTED and code < FIRST_ADOPTED) else str(code),
        base=base, correspondence=degree,
        kind=KINDS[subject.type] if subject else UNKNOWN,
        start=start, completion=completion,
        comments_from=state.comments_from if state else None,
        comments_until=state.comments_until if state else None,
        committee=_committee(strategy, found),
        illustrative=bool(state and state.illustrative),
        fact=fact if fact in strategy.facts else "",
        place=_place(state, found),
    )  # fmt: skip


def _place(state: WorkState | None, found: Deliverable | None) -> Cell:
    if state:
        return cell(state, "ics")
    return Cell(f"catalogue/{Deliverable.FILE}", found.line if found else 0, "ics")


def _stage(state: WorkState | None) -> int | None:
    if state is None or (state.status is WorkStatus.PLANNED and state.stage is None):
        return 1
    return ADOPTED if state.status is WorkStatus.DONE else notice_stage(state.stage)


def _when(strategy: Strategy, name: str, state: WorkState | None, subject: Subject | None) -> tuple[str, str]:
    """Return begin and completion: what happened, what was approved, else what the schedule says, if that is later."""
    items = strategy.schedule.items if strategy.schedule else ()
    months = {item.project.id: (item.begin, item.end) for item in items}
    begin = state.begun if state else None
    waits = state is None or state.status is WorkStatus.PLANNED
    start = begin.isoformat() if begin else str((waits and subject and subject.start) or "")
    day = _adoption_day(state) if state else None
    if day or (state and state.status is WorkStatus.DONE):
        return start, day.isoformat() if day else ""
    last = months[name][1] if name in months else None
    if subject and subject.end and not (last and last.year > subject.end):
        return start, str(subject.end)
    return start, f"{last:%Y-%m}" if last else ""


def _committee(strategy: Strategy, found: Deliverable | None) -> Text:
    """Return the national committees that mirror the international one of a deliverable; empty where none is known."""
    code = found.committee if found else None
    names = [row.name for row in strategy.workspace.evidence.mirrors if code in row.mirrors] if code else []
    return Text.of(**{language: "; ".join(name[language] for name in names) for language in languages()})


def _told(strategy: Strategy, listed: Mapping[str, str], known: Mapping[str, Subject]) -> set[str]:
    """Return the documents whose adoption the work tells: it is listed, or its day lies outside the period.

    ``listed`` holds the base document by item.
    """
    work = {str(row.item): row for row in strategy.workspace.evidence.work}
    found = {base for name, base in listed.items() if name in work}
    dated = (name for name, row in work.items() if row.status is WorkStatus.DONE and _adoption_day(row))
    return found | {known[name].deliverable for name in dated if name in known}


def _adopted(strategy: Strategy, made: Notice, told: Set[str]) -> Iterator[NoticeRow]:
    """Yield the national standards of the years since the last notice; the list of adoptions holds no days."""
    rows = strategy.workspace.evidence.adoptions
    for row in rows:
        year = row.year
        if row.status is not AdoptionStatus.IN_FORCE or year is None or row.adopts in told:
            continue
        if not made.since.year <= year <= made.last.year:
            continue
        before = [other for other in rows if other.adopts.base == row.adopts.base and (other.year or year) < year]
        yield _adopted_row(strategy, row, REVISION if before else HARMONIZATION)


def _adopted_row(strategy: Strategy, row: Adoption, kind: str) -> NoticeRow:
    found = strategy.deliverables.get(row.adopts)
    names = dict.fromkeys(languages(), row.committee)
    return NoticeRow(
        item=row.id, ics=row.ics or (found.ics if found else ()), number=row.number, title=row.title, stage=ADOPTED,
        harmonized="", base=row.adopts, correspondence=row.correspondence, kind=kind, start="",
        completion=str(row.year), comments_from=None, comments_until=None,
        committee=Text.of(**names) or _committee(strategy, found),
        illustrative=row.illustrative, fact="", place=cell(row, "ics"),
    )  # fmt: skip


def _undated(strategy: Strategy, known: Mapping[str, Subject]) -> Iterator[Finding]:
    """Ask for the day of work that is done: without one nobody can say to which notice it belongs."""
    for row in strategy.workspace.evidence.work:
        national = known[row.item].type in KINDS if row.item in known else bool(row.title)
        if row.status is WorkStatus.DONE and _adoption_day(row) is None and national:
            values: dict[str, object] = {"value": str(row.item)}
            yield Finding(row.FILE, row.line, "ended", "notice-without-day", values, Severity.QUESTION)


def _findings(row: NoticeRow) -> Iterator[Finding]:
    """Yield what the notice must print as ``?``: no ICS, no stage."""
    where, values = row.place, {"value": row.item}
    if not row.ics:
        yield Finding(where.file, where.row, where.column, "notice-without-ics", {**values}, Severity.QUESTION)
    if row.stage is None:
        code = row.harmonized or UNKNOWN
        yield Finding(
            where.file, where.row, "stage", "notice-without-stage", {**values, "stage": code}, Severity.QUESTION
        )
