"""Facts about the programme: projects, staff and money by year, what is not planned, targets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from opennss.document.facts.make import (
    count,
    label,
    listed,
    setting,
    start_years,
    task_name,
    type_name,
    when,
    whole,
    year_name,
)
from opennss.document.facts.measures import measure_item, subject
from opennss.language import Text
from opennss.model.projects import Effort, Measure, Project, ProjectType, rows_for
from opennss.model.results import Fact, Origin, Strategy
from opennss.model.stakeholders import Answer, Reply
from opennss.model.table import Cell, cell


def plan_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield the facts of every candidate, of the loads by body and year, of the counts and of the targets."""
    start = {item.project.id: item.start for item in strategy.plan.items}
    reason = {item.project.id: item.reason for item in strategy.plan.not_now}
    for project in strategy.candidates:
        yield _project(project, strategy)
        yield from _length(project, strategy)
        if project.id in start:
            yield _start(project, start[project.id], strategy)
        elif project.id in reason:
            origin = Origin(f"not-now-{reason[project.id]}", (f"project.{project.id}",))
            yield Fact(
                f"project.{project.id}.reason", label(f"not-now-{reason[project.id]}"), "text", origin, label("reason")
            )
    yield from _counts(strategy, start)
    yield from _loads(strategy)
    yield from _tasks(strategy)
    yield from _funds(strategy)
    yield from _steps(strategy)
    yield from _efforts(strategy)
    yield from _targets(strategy)


def _project(project: Project, strategy: Strategy) -> Fact:
    """The candidate itself: from its gaps and the ranks of its areas, up to the goals these areas serve."""
    if project.measure:
        return measure_item(project, strategy)
    inputs: list[str | Cell] = [f"gap.{gap}" for gap in project.gaps]
    inputs += [cell(row, "title") for row in strategy.workspace.choices.proposed if row.item == project.id]
    areas = {str(area.id): area for area in strategy.workspace.evidence.areas}
    inputs += [strategy.ranks.of(area).fact for area in project.areas]
    inputs += [cell(areas[area], "legal") for area in project.areas if areas[area].legal]
    inputs += [f"project.{name}" for name in project.requires]
    inputs += [cell(reply.request, "text") for reply in strategy.replies if _asked_for(project, reply)]
    origin = Origin(f"project-{project.type}", tuple(inputs), serves=serves(project))
    value = label(f"project-{project.type}", subject=subject(project, strategy))
    return Fact(f"project.{project.id}", value, "text", origin, label("project"))


def _length(project: Project, strategy: Strategy) -> Iterator[Fact]:
    """The length of the text that an item works on, where its effort depends on it and the catalogue knows it."""
    if project.pages is not None:
        record = strategy.deliverables.get(project.deliverable)
        origin = Origin("listed", (listed(record, "pages") if record else whole("catalogue/deliverables.csv"),))
        words = label("project-pages", subject=subject(project, strategy))
        yield Fact(f"project.{project.id}.pages", project.pages, "count", origin, words)


def _asked_for(project: Project, reply: Reply) -> bool:
    """Say whether a request names the standard or committee of a project: who asked stands in the project's trail."""
    return project.id in reply.items and reply.answer is not Answer.AREA


def serves(project: Project) -> tuple[str, ...]:
    """Return the facts above a plan item: the alignment of its areas, and the objective of a measure."""
    own = (f"measure.{project.measure}",) if project.measure else ()
    return (*own, *(f"align.{area}" for area in project.areas))


def _start(project: Project, year: int, strategy: Strategy) -> Fact:
    efforts = [cell(e, "days") for e in rows_for(strategy.workspace.method.efforts, project.type, project.method)]
    own = [f"measure.{project.measure}.days"] if project.measure else []
    inputs: tuple[str | Cell, ...] = (f"project.{project.id}", *efforts, *own)
    words = label("project-start", subject=subject(project, strategy))
    return Fact(f"project.{project.id}.start", year, "year", Origin("planned", inputs, serves=serves(project)), words)


def _counts(strategy: Strategy, start: dict[str, int]) -> Iterator[Fact]:
    planned = [item.project for item in strategy.plan.items]
    settled = [p.id for p in planned] + [item.project.id for item in strategy.plan.not_now]
    able = [f"project.{p.id}" for p in strategy.projects if p.id in settled]
    yield count("projects.count", len(able), "projects-count", *able)
    yield count("plan.count", len(planned), "plan-count", *(f"project.{p.id}.start" for p in planned))
    left = [f"project.{item.project.id}.reason" for item in strategy.plan.not_now]
    yield count("plan.not-now", len(left), "plan-not-now", *left)
    for reason, number in sorted(Counter(item.reason for item in strategy.plan.not_now).items()):
        names = [f"project.{i.project.id}.reason" for i in strategy.plan.not_now if i.reason == reason]
        yield count(f"plan.not-now.{reason}", number, f"not-now-{reason}", *names)
    for type_ in ProjectType:
        own = [p for p in planned if p.type is type_]
        names = [f"project.{p.id}.start" for p in own]
        yield count(f"plan.{type_}", len(own), f"type-{type_}", *names)
        for year in start_years(strategy):
            yearly = [f"project.{p.id}.start" for p in own if when(start[p.id], strategy) == year]
            place, when_ = f"plan.{type_}.{year}", year_name(year)
            yield count(place, len(yearly), "type-year", *yearly, type=label(f"type-{type_}"), year=when_)
    covered = {area for p in planned if p.units and not p.measure for area in p.areas}
    wanted = {str(a.area) for a in strategy.ranks.areas if a.final.number == 1}
    yield count(
        "plan.rank-one-areas", len(wanted), "rank-one-areas", *(strategy.ranks.of(area).fact for area in sorted(wanted))
    )
    names = [strategy.ranks.of(area).fact for area in sorted(wanted & covered)]
    yield count("plan.rank-one-covered", len(names), "rank-one-covered", *names)
    yield count(
        "plan.uncovered",
        len(strategy.plan.uncovered),
        "plan-uncovered",
        *(strategy.ranks.of(a).fact for a, _ in strategy.plan.uncovered),
    )


def _loads(strategy: Strategy) -> Iterator[Fact]:
    rows = {(row.body, row.year): row for row in strategy.workspace.method.capacities}
    used: tuple[Effort | Measure, ...] = (*strategy.workspace.method.efforts, *strategy.workspace.choices.measures)
    total: dict[str, Decimal] = {}
    for load in strategy.plan.loads:
        row, place = rows[load.body, load.year], f"load.{load.body}.{load.year}"  # type: ignore[index]
        working = tuple(f"project.{name}.start" for name in load.projects)
        own, direct = (tuple(cell(row, name) for row in used if row.body == load.body) for name in ("days", "cost"))
        formula = tuple(cell(row, part) for part in ("fte", "productive_days", "share", "absence"))
        facts = (
            ("days", load.days, "person-day", Origin("need-days", (*working, *own))),
            ("capacity", load.capacity, "person-day", Origin("capacity-days", formula)),
            ("cost", load.cost, "money", Origin("cost", (f"{place}.days", cell(row, "day_rate"), *working, *direct))),
            ("budget", load.budget, "money", Origin("setting", (cell(row, "budget"),))),
        )
        for part, value, unit, origin in facts:
            yield Fact(f"{place}.{part}", value, unit, origin, label(f"load-{part}", body=row.name, year=load.year))
            total[part] = total.get(part, Decimal(0)) + value
        if load.utilization is not None:
            origin = Origin("utilization", (f"{place}.days", f"{place}.capacity", setting("plan.utilization")))
            words = label("load-utilization", body=row.name, year=load.year)
            yield Fact(f"{place}.utilization", load.utilization, "share", origin, words)
    for part, value in total.items():
        inputs = tuple(f"load.{load.body}.{load.year}.{part}" for load in strategy.plan.loads)
        unit = "money" if part in ("cost", "budget") else "person-day"
        yield Fact(f"load.{part}", value, unit, Origin("sum", inputs), label(f"load-{part}-total"))


def _tasks(strategy: Strategy) -> Iterator[Fact]:
    """Yield need and capacity of those who can do a task."""
    bodies = {row.body: row.name for row in strategy.workspace.method.capacities}
    rows = {(row.body, row.task, row.year): row for row in strategy.workspace.method.skills}
    for load in strategy.plan.tasks:
        row = rows[load.body, load.task, load.year]  # type: ignore[index]
        place = f"skill.{load.body}.{load.task}.{load.year}"
        working = tuple(f"project.{name}.start" for name in load.projects)
        values: dict[str, Text | str | int] = {
            "body": bodies[row.body],
            "task": task_name(load.task),
            "year": load.year,
        }
        yield Fact(
            f"{place}.days", load.days, "person-day", Origin("need-days", working), label("skill-days", **values)
        )
        yield Fact(f"{place}.capacity", load.capacity, "person-day", Origin("capacity-days", (cell(row, "fte"),)),
                   label("skill-capacity", **values))  # fmt: skip
        if load.utilization is not None:
            origin = Origin("utilization", (f"{place}.days", f"{place}.capacity"))
            yield Fact(f"{place}.utilization", load.utilization, "share", origin, label("skill-utilization", **values))


def _funds(strategy: Strategy) -> Iterator[Fact]:
    """Yield what each fund holds and pays by year; a year for which the folder states no money has no amount."""
    rows = strategy.workspace.method.funds
    stated = {(row.id, row.year): row for row in rows}
    first = {row.id: row for row in reversed(rows)}
    for found in strategy.plan.funds:
        fund, place = first[found.fund], f"fund.{found.fund}.{found.year}"  # type: ignore[index]
        load, before = f"load.{found.body}.{found.year}", f"fund.{found.fund}.{found.year - 1}.left"
        own = (f"{place}.amount",) if (fund.id, found.year) in stated else ()
        sums: dict[str, tuple[Decimal, Origin]] = {
            "carried": (found.carried, Origin("fund-carried", (
                *((before,) if found.carried else ()), cell(fund, "carry_over"),
            ))),
            "drawn": (found.drawn, Origin("fund-drawn", (
                *own, f"{place}.carried", f"{load}.cost", f"{load}.budget", cell(fund, "types"),
            ))),
            "left": (found.left, Origin("fund-left", (*own, f"{place}.carried", f"{place}.drawn"))),
        }  # fmt: skip
        if own:
            row = stated[fund.id, found.year]
            sums["amount"] = (row.amount, Origin("setting", (cell(row, "amount"),)))
        for part, (value, origin) in sums.items():
            words = label(f"fund-{part}", fund=fund.name, year=found.year)
            yield Fact(f"{place}.{part}", value, "money", origin, words)


def effort_place(row: Effort) -> str:
    """Return what the names of the facts of a row of ``effort.csv`` begin with."""
    return ".".join(("effort", row.type, row.body, row.task, *([row.method] if row.method else [])))


def _efforts(strategy: Strategy) -> Iterator[Fact]:
    bodies = {row.body: row.name for row in strategy.workspace.method.capacities}
    for row in strategy.workspace.method.efforts:
        place, kind = effort_place(row), type_name(row.type)
        if row.method:
            kind = label("by-method", type=kind, method=label(f"way-{row.method}"))
        words = label("effort", type=kind, body=bodies[row.body], task=task_name(row.task))
        pages = (("pages", row.pages, "count"),) if row.pages else ()
        for part, value, unit in (("days", row.days, "person-day"), ("cost", row.cost, "money"), *pages):
            origin = Origin("setting", (cell(row, part),))
            yield Fact(f"{place}.{part}", value, unit, origin, label(f"effort-{part}", what=words))


def _steps(strategy: Strategy) -> Iterator[Fact]:
    limit = setting("plan.utilization")
    for name, value, gap in strategy.plan.steps:
        words = label(f"step-{name}")
        yield Fact(f"solve.{name}.value", value, "score", Origin("milp", (limit,)), words)
        yield Fact(f"solve.{name}.gap", gap, "share", Origin("milp-gap", (limit,)), words)


def _targets(strategy: Strategy) -> Iterator[Fact]:
    seen: set[str] = set()
    for row in strategy.workspace.method.targets:
        place = f"target.{row.id}"
        if row.id not in seen and row.baseline is not None:
            origin = Origin("setting", (cell(row, "baseline"),))
            yield Fact(f"{place}.baseline", row.baseline, row.unit, origin, label("target-baseline", name=row.name))
        seen.add(row.id)
        words = label("target", name=row.name, year=row.year)
        yield Fact(f"{place}.{row.year}", row.target, row.unit, Origin("setting", (cell(row, "target"),)), words)
    names = {row.id: row for row in strategy.workspace.method.targets}
    for progress in strategy.workspace.evidence.progress:
        if progress.value is not None:
            name: Text = names[progress.target].name
            origin = Origin("setting", (cell(progress, "value"),))
            words = label("progress", name=name, period=progress.period)
            place = f"progress.{progress.target}.{progress.period}"
            yield Fact(place, progress.value, names[progress.target].unit, origin, words)
