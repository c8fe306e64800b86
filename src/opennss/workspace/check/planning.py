"""Checks of proposed projects, of who can do a task, of funds, experts' time, and decisions about the programme."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.errors import Finding, Severity
from opennss.model.criteria import DecisionKind
from opennss.model.programme import Fund, Proposed, Skill
from opennss.model.projects import TEXTS, WAYS, YEARLY, Effort, ProjectType
from opennss.model.standards import Correspondence, Link, Method, Use
from opennss.workspace.check.common import DELIVERABLES, Case, fault
from opennss.workspace.check.resources import after, good_spread

PROPOSABLE = (
    ProjectType.DEVELOP, ProjectType.ADOPT_OTHER, ProjectType.HARMONIZE, ProjectType.PROPOSE, ProjectType.AMEND,
    ProjectType.TRANSLATE, ProjectType.CONFIRM, ProjectType.WITHDRAW, ProjectType.REFERENCE,
)  # fmt: skip
"""Types that a person proposes; the others follow from gaps."""

TIMED = tuple(type_ for type_ in ProjectType if type_ is not ProjectType.MEASURE)
"""Types that ask for experts' time; who works on a measure stands in measures.csv."""

MOST_DAYS = 366
"""Days that nobody can exceed in a year."""


def proposed(case: Case) -> Iterator[Finding]:
    """The type, the window and the source of a proposed project, and circles of what must come first."""
    years, rows = case.settings.years, case.workspace.choices.proposed
    ids = {row.item for row in rows}
    needs = {row.item: set(map(str, row.requires)) for row in rows}
    reported: set[str] = set()
    for row in rows:
        name = row.item
        if row.type not in PROPOSABLE:
            yield fault(row, "type", "not-proposable", value=row.type, known=", ".join(PROPOSABLE))
        yield from _window(row, years)
        for other in row.requires:
            if str(other).startswith(PROPOSABLE) and other not in ids:
                yield fault(row, "requires", "unknown-code", value=other, table=Proposed.FILE)
        if row.type is ProjectType.ADOPT_OTHER and not row.right:
            yield fault(row, "right", "no-agreement", Severity.WARNING, value=row.id)
        if not row.illustrative and row.source is None:
            yield fault(row, "source", "project-without-source", Severity.QUESTION, value=row.id)
        circle = after(name, needs)
        if name in circle and not circle & reported:
            reported |= circle
            yield fault(row, "requires", "prerequisite-cycle", value=", ".join(sorted(circle)))


def _window(row: Proposed, years: tuple[int, ...]) -> Iterator[Finding]:
    if row.start is not None and row.end is not None and row.end < row.start:
        yield fault(row, "end", "dates-reversed", value=row.end, first=row.start)
    elif (row.end is not None and row.end < years[0]) or (row.start is not None and row.start > years[-1]):
        period = f"{years[0]}–{years[-1]}"
        yield fault(row, "end" if row.end else "start", "window-outside-plan", Severity.QUESTION, value=row.id,
                    period=period)  # fmt: skip


def skills(case: Case) -> Iterator[Finding]:
    """People who can do a task: in a body with capacity, of a task that effort.csv names, no more than there are."""
    capacity = {(row.body, row.year): row for row in case.workspace.method.capacities}
    bodies = {body for body, _ in capacity}
    tasks = {(row.body, row.task) for row in case.workspace.method.efforts}
    for row in case.workspace.method.skills:
        if row.body not in bodies and not case.left_out("capacity.csv", row.body):
            yield fault(row, "body", "body-without-capacity", value=row.body)
        elif (row.body, row.task) not in tasks and not case.left_out("effort.csv", row.task):
            yield fault(row, "task", "task-without-effort", Severity.WARNING, value=row.task, body=row.body)
        whole = capacity.get((row.body, row.year))
        if row.fte < 0:
            yield fault(row, "fte", "out-of-range", value=row.fte, expected="≥ 0")
        elif whole is not None and row.fte > whole.fte:
            yield fault(row, "fte", "out-of-range", value=row.fte, expected=f"0 … {whole.fte}")


def skill_years(case: Case) -> Iterator[Finding]:
    """Years of the plan in which nobody counted those who can do a task that is counted elsewhere: no limit there."""
    counted: dict[tuple[str, str], list[Skill]] = {}
    for row in case.workspace.method.skills:
        if not case.left_out(Skill.FILE, row.body):
            counted.setdefault((row.body, row.task), []).append(row)
    for rows in counted.values():
        known = {row.year for row in rows}
        if missing := [str(year) for year in case.settings.years if year not in known]:
            first = rows[0]
            yield fault(first, "year", "skill-years", Severity.QUESTION, body=first.body, task=first.task,
                        years=", ".join(missing))  # fmt: skip


def funds(case: Case) -> Iterator[Finding]:
    """Funds: no negative money, a body with capacity, a year of the plan, and the same body and use in every year."""
    years = case.settings.years
    bodies = {row.body for row in case.workspace.method.capacities}
    first: dict[str, Fund] = {}
    for row in case.workspace.method.funds:
        if row.amount < 0:
            yield fault(row, "amount", "out-of-range", value=row.amount, expected="≥ 0")
        if row.body not in bodies and not case.left_out("capacity.csv", row.body):
            yield fault(row, "body", "body-without-capacity", value=row.body)
        if row.year not in years:
            period = f"{years[0]}–{years[-1]}"
            yield fault(row, "year", "fund-outside-plan", Severity.QUESTION, value=row.id, year=row.year, period=period)
        other = first.setdefault(str(row.id), row)
        for name in ("body", "carry_over", "types"):
            if getattr(row, name) != getattr(other, name):
                yield fault(row, name, "fund-differs", value=row.id, other=other.line)


def expert_time(case: Case) -> Iterator[Finding]:
    """Figures about outside experts: no negative days, a good spread as effort.csv has, no measures."""
    for row in case.workspace.method.expert_time:
        yearly = {effort.spread == YEARLY for effort in case.workspace.method.efforts if effort.type is row.type}
        if row.type is ProjectType.MEASURE:
            yield fault(row, "type", "unknown-value", value=row.type, known=", ".join(TIMED))
        if row.days < 0:
            yield fault(row, "days", "out-of-range", value=row.days, expected="≥ 0")
        if not good_spread(row.spread):
            yield fault(row, "spread", "bad-spread", value=row.spread)
        elif yearly and (row.spread == YEARLY) not in yearly:
            yield fault(row, "spread", "expert-spread-differs", Severity.WARNING, value=row.type, spread=row.spread)
    for expert in case.workspace.evidence.experts:
        if expert.days is not None and not 0 <= expert.days <= MOST_DAYS:
            yield fault(expert, "days", "out-of-range", value=expert.days, expected=f"0 … {MOST_DAYS}")


def methods(case: Case) -> Iterator[Finding]:
    """Methods of adoption that do not fit: of what is no adoption, unlike the degree, unlike each other or the rights.

    Source: ISO/IEC Guide 21-1:2005; rights of IEC affiliates: method, section 7.
    """
    for row in case.workspace.method.efforts:
        if row.method and row.type not in WAYS:
            yield fault(row, "method", "method-no-adoption", value=row.type)
        if row.pages and row.type not in TEXTS:
            yield fault(row, "pages", "pages-no-text", value=row.type)
    yield from _open_methods(case)
    first: dict[str, Link] = {}
    for link in case.workspace.choices.links:
        if not link.deliverable:
            continue
        if link.method is Method.ENDORSEMENT and link.degree is Correspondence.MOD:
            yield fault(link, "method", "endorsed-modified", Severity.WARNING, value=link.deliverable)
        other = link.method and link.method is not Method.ENDORSEMENT
        if other and case.settings.membership.must_endorse(link.deliverable):
            yield fault(link, "method", "affiliate-endorses", Severity.WARNING, value=link.deliverable)
        for name in ("degree", "method"):
            yield from _wished(link, name, first.setdefault(f"{link.deliverable} {name}", link))


def _open_methods(case: Case) -> Iterator[Finding]:
    """Adoptions whose method is open while every effort is for some method: they cannot be planned."""
    links = [x for x in case.workspace.choices.links if x.deliverable and not x.method]
    open_ = [x for x in links if not case.settings.membership.must_endorse(x.deliverable or "")]
    for type_ in WAYS:
        own = [row for row in case.workspace.method.efforts if row.type is type_]
        if own and open_ and all(row.method for row in own) and not case.left_out(Effort.FILE, type_):
            yield fault(own[0], "method", "method-open", Severity.WARNING, type=type_, number=len(open_))


def lengths(case: Case) -> Iterator[Finding]:
    """Texts with less than a page."""
    for name in {link.deliverable for link in case.workspace.choices.links if link.deliverable}:
        found = case.catalogue.deliverables.get(name) if case.catalogue else None
        if found and found.pages is not None and found.pages < 1:
            values: dict[str, object] = {"value": found.pages, "expected": "≥ 1"}
            yield Finding(DELIVERABLES, found.line, "pages", "out-of-range", values)


def _wished(row: Link, name: str, other: Link) -> Iterator[Finding]:
    """Two areas that do not want one deliverable in the same way; a way that only one of them names is taken."""
    value, before = (getattr(link, name) or Correspondence.UNKNOWN for link in (row, other))
    if value != before:
        yield fault(row, name, "wishes-differ", Severity.QUESTION, value=row.deliverable, here=value, there=before,
                    other=other.line)  # fmt: skip


def uses(case: Case) -> Iterator[Finding]:
    """Deliverables without a known use, which are planned behind rank 1 unless a decision accepts that."""
    accepted = {row.subject for row in case.workspace.choices.decisions if row.kind is DecisionKind.ACCEPT_USE}
    for row in case.workspace.choices.links:
        if row.deliverable and row.use is Use.NONE and row.deliverable not in accepted:
            yield fault(row, "use", "no-use-known", Severity.QUESTION, value=row.deliverable)


def accepted_uses(case: Case) -> Iterator[Finding]:
    """Decisions that accept a deliverable without a known use, but name none of the catalogue."""
    for row in case.workspace.choices.decisions:
        known = case.catalogue is None or row.subject in case.catalogue.deliverables
        if row.kind is DecisionKind.ACCEPT_USE and row.subject and not known:
            yield fault(row, "subject", "unknown-code", value=row.subject, table=DELIVERABLES)
