"""The programme: resources, annual targets, action plan, the "not now" list, review."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import groupby

from opennss.document import charts
from opennss.document.blocks import Block, Bullets, Figure, Line, Span
from opennss.document.facts.make import label, start_years, task_name, year_name
from opennss.document.facts.measures import subject
from opennss.document.facts.plan import effort_place
from opennss.document.outline.experts import experts_time
from opennss.document.outline.frontier import frontier
from opennss.document.outline.objectives import Lane, measures_by_objective, measures_by_year
from opennss.document.outline.outlook import outlook
from opennss.document.outline.pen import Pen, value
from opennss.document.outline.results_framework import reporting, results_framework
from opennss.document.outline.schedule import schedule
from opennss.document.outline.thread import measure_numbers, served, urgency_of
from opennss.model.plans import Load, Planned
from opennss.model.projects import LADDER, NATIONAL, YEARLY, Effort, Project, ProjectType

Pairs = list[tuple[float, float]]
"""Need and limit by year."""


def resources(pen: Pen) -> list[Block]:
    """Return the chapter on staff and money: picture, table, and how close to the optimum the plan is."""
    blocks: list[Block] = [pen.heading(1, "resources"), *pen.prose("resources")]
    method = pen.strategy.workspace.method
    if method.settings.illustrative and (method.capacities or method.efforts):
        blocks.append(pen.say("illustrative-capacity", "callout"))
    picture = [load_figure(pen)] if pen.strategy.plan.loads else []
    money = [*picture, load_table(pen), *funds(pen), *skills(pen), _effort(pen)]
    return [*blocks, *money, *outlook(pen), *frontier(pen), *experts_time(pen)]


def _bodies(pen: Pen) -> dict[str, str]:
    return {str(row.body): row.name[pen.language] for row in pen.strategy.workspace.method.capacities}


def load_figure(pen: Pen) -> Figure:
    """Return the picture of staff and money by body and year."""
    bodies = _bodies(pen)
    return _loads(pen, list(bodies.values()), [[load] for load in bodies])


def total_figure(pen: Pen) -> Figure:
    """Return the picture of staff and money of all bodies together, by year."""
    return _loads(pen, [pen.t("all-bodies")], [list(_bodies(pen))])


def _loads(pen: Pen, names: list[str], groups: list[list[str]]) -> Figure:
    """Draw need against limit by year, a row for each group of bodies."""
    plan, years = pen.strategy.plan, pen.strategy.workspace.settings.years

    def pairs(bodies: list[str], part: Callable[[Load], tuple[Decimal, Decimal]], unit: float) -> Pairs:
        loads = [(load.year, *part(load)) for load in plan.loads if load.body in bodies]
        sums = [[sum(float(row[place]) for row in loads if row[0] == year) for place in (1, 2)] for year in years]
        return [(need / unit, limit / unit) for need, limit in sums]

    svg, png = charts.staff_and_money(
        years,
        names,
        [pairs(bodies, lambda x: (x.days, x.capacity), 1) for bodies in groups],
        [pairs(bodies, lambda x: (x.cost, x.budget + plan.drawn(x.body, x.year)), 1e6) for bodies in groups],
        (pen.t("staff-title"), pen.t("money-title", currency=pen.currency)),
        (pen.t("need"), pen.t("limit-funds" if plan.funds else "limit")),
        pen.language,
    )
    return Figure("loads", pen.t("figure.loads"), pen.t("describe.loads"), "loads", svg, png)


def load_table(pen: Pen) -> Block:
    """Return the table of days and money by body and year, or a sentence where they are not stated."""
    if not pen.strategy.plan.loads:
        return pen.say("brief-cost-none", "note")
    bodies = _bodies(pen)

    def row(load: Load) -> tuple[Span, ...]:
        place = f"load.{load.body}.{load.year}"
        parts = [pen.known(f"{place}.{part}", "plain") for part in ("days", "capacity")]
        money = [pen.fact(f"{place}.{part}", "plain") for part in ("cost", "budget")]
        return (Span(bodies[load.body]), Span(str(load.year)), *parts, pen.known(f"{place}.utilization"), *money)

    total = ["load.days", "load.capacity", "", "load.cost", "load.budget"]
    last = [pen.known(name, "plain") if name else Span("") for name in total]
    rows = [*(row(load) for load in pen.strategy.plan.loads), (Span(pen.t("total"), strong=True), Span(""), *last)]
    notes = ("loads-note", *(["loads-funds"] if pen.strategy.plan.funds else ()), "rounding")
    return pen.table("loads", rows, "lrrrrrr", (3, 0.8, 1.2, 1.2, 1.2, 1.4, 1.4), notes)


def funds(pen: Pen) -> list[Block]:
    """Return the table of what funds pay beside the budgets; nothing where there is none."""
    bodies = _bodies(pen)
    names = {str(row.id): row.name for row in pen.strategy.workspace.method.funds}
    rows = []
    for found in pen.strategy.plan.funds:
        place = f"fund.{found.fund}.{found.year}"
        stated = f"{place}.amount" in pen.strategy.facts
        amount = pen.fact(f"{place}.amount", "plain") if stated else Span("–")
        money = (pen.fact(f"{place}.{part}", "plain") for part in ("carried", "drawn", "left"))
        rows.append((pen.text(names[found.fund]), Span(bodies[found.body]), Span(str(found.year)), amount, *money))
    return [pen.table("funds", rows, "llrrrrr", (2, 2.4, 0.8, 1.3, 1.3, 1.2, 1.2), ("funds-note",))] if rows else []


def skills(pen: Pen) -> list[Block]:
    """Return the table of those who can do a task; nothing where nobody counted them."""
    bodies = _bodies(pen)
    rows = []
    for load in pen.strategy.plan.tasks:
        place = f"skill.{load.body}.{load.task}.{load.year}"
        parts = [pen.known(f"{place}.{part}", "plain") for part in ("days", "capacity")]
        parts.append(pen.known(f"{place}.utilization"))
        rows.append((Span(bodies[load.body]), pen.text(task_name(load.task)), Span(str(load.year)), *parts))
    return [pen.table("skills", rows, "llrrrr", (3, 1.6, 0.8, 1.2, 1.2, 1.2), ("skills-note",))] if rows else []


def _effort(pen: Pen) -> Block:
    bodies = _bodies(pen)
    rows = [
        (
            Span(pen.kind(e.type, e.method)), Span(bodies[e.body]), pen.text(task_name(e.task)),
            (pen.fact(f"{effort_place(e)}.days", "plain"), *_average(pen, e)),
            pen.fact(f"{effort_place(e)}.cost", "plain"),
            Span(pen.t("spread-yearly") if e.spread == YEARLY else e.spread),
        )
        for e in pen.strategy.workspace.method.efforts
    ]  # fmt: skip
    by_length = any(e.pages for e in pen.strategy.workspace.method.efforts)
    notes = ("not-iso", *(["effort-pages"] if by_length else []))
    return pen.table("effort", rows, "lllrrl", (2, 2.6, 1.6, 0.9, 1.1, 1.2), notes)


def _average(pen: Pen, row: Effort) -> Line:
    """Return for how long a text days and cost stand; nothing where its length does not matter."""
    return (Span(" / "), pen.fact(f"{effort_place(row)}.pages"), Span(f" {pen.t('pages')}")) if row.pages else ()


def targets(pen: Pen) -> list[Block]:
    """Return the chapter on yearly targets."""
    return [pen.heading(1, "targets"), *pen.prose("targets"), *target_table(pen)]


def target_table(pen: Pen) -> list[Block]:
    """Return the table of indicators with their yearly targets; nothing where none is set."""
    rows = pen.strategy.workspace.method.targets
    if not rows:
        return []
    table = []
    years = sorted({row.year for row in rows})
    for id_, group in groupby(rows, key=lambda row: row.id):
        first = next(group)
        known = [pen.known(f"target.{id_}.{year}") for year in years]
        baseline = pen.known(f"target.{id_}.baseline") if first.baseline is not None else Span("?")
        table.append((pen.text(first.name), pen.text(first.definition), baseline, *known))
    widths = (2, 3.4, 1, *[1] * len(years))
    more = [str(year) for year in years]
    return [pen.table("targets", table, "ll" + "r" * (1 + len(years)), widths, ("targets-note",), more)]


def action_plan(pen: Pen) -> list[Block]:
    """Return the chapter with the yearly road map and its table."""
    blocks: list[Block] = [pen.heading(1, "action-plan"), *pen.prose("action-plan")]
    if not pen.strategy.plan.items and not pen.strategy.workspace.choices.objectives:
        return [*blocks, pen.say("no-plan", "note")]
    blocks.append(by_year(pen))
    if pen.strategy.workspace.choices.objectives:
        blocks += [pen.heading(2, "by-objective"), *pen.prose("objectives"), *pen.prose("measures")]
        blocks += measures_by_objective(pen)
        blocks += [pen.heading(2, "measures-by-year"), *measures_by_year(pen), pen.heading(2, "all-actions")]
    return [*blocks, *_roadmap(pen), *_actions(pen), *schedule(pen)]


USUAL = (ProjectType.ADOPT, ProjectType.REVISE, *LADDER, ProjectType.MIRROR, ProjectType.MEASURE)
"""Types that stand in the table of years also where none is a candidate."""


def by_year(pen: Pen) -> Block:
    """Return the table of projects and measures that start in each year, by type."""
    years = start_years(pen.strategy)
    rows = [
        (Span(pen.t(f"type-{t}")), *(pen.fact(f"plan.{t}.{year}") for year in years), pen.fact(f"plan.{t}"))
        for t in ProjectType
        if t in USUAL or any(project.type is t for project in pen.strategy.projects)
    ]
    more = [*(year_name(year)[pen.language] for year in years), pen.t("total")]
    return pen.table("by-year", rows, "l" + "r" * len(more), (3, *[1] * len(more)), more=more)


LANES = 40
"""Rows of one road map; a longer one goes on in a further picture."""


def _roadmap(pen: Pen) -> list[Figure]:
    """One row per committee and one per area with its adoptions; the table that follows has every project."""
    years = pen.strategy.workspace.settings.years
    kinds = {str(t): pen.t(f"type-{t}") for t in ProjectType}
    figures = []
    for name, lanes in (("roadmap-committees", _committees(pen)), ("roadmap-adoptions", _adoptions(pen))):
        for place in range(0, len(lanes), LANES):
            svg, png = charts.roadmap(lanes[place : place + LANES], kinds, (years[0], years[-1]))
            id_ = f"{name}-{place // LANES + 1}"
            figures.append(Figure(id_, pen.t(f"figure.{name}"), pen.t("describe.roadmap"), "actions", svg, png))
    return figures


def _committees(pen: Pen) -> list[Lane]:
    last = pen.strategy.workspace.settings.years[-1]
    joining = [i for i in pen.strategy.plan.items if i.project.type in (*LADDER, ProjectType.MIRROR)]
    lanes = []
    for item in sorted(joining, key=lambda i: (i.project.tier or 0, i.project.committee, i.start)):
        end = item.start if item.project.type is ProjectType.MIRROR else last
        lanes.append((item.project.committee, pen.t("lane-participation"), item.start, end, str(item.project.type)))
    return lanes


def _adoptions(pen: Pen) -> list[Lane]:
    lanes = []
    items = sorted(pen.strategy.plan.items, key=lambda i: (i.project.tier or 0, i.project.counts_for == ""))
    own = [i for i in items if i.project.type in NATIONAL]
    for area, type_ in dict.fromkeys((i.project.counts_for, t) for i in own for t in NATIONAL):
        starts = [i.start for i in own if (i.project.counts_for, i.project.type) == (area, type_)]
        if starts:
            label = f"{pen.area(area).name[pen.language] if area else pen.t('lane-no-area')} ({len(starts)})"
            lanes.append((label, pen.t("lane-adoption"), min(starts), max(starts), str(type_)))
    return lanes


def _actions(pen: Pen) -> list[Block]:
    """Return the table of what is planned, with its benefit, and before it what that means."""
    numbers, tried = measure_numbers(pen), bool(pen.strategy.outlook and pen.strategy.outlook.tried)

    def numbered(project: Project) -> str:
        name = subject(project, pen.strategy)[pen.language]
        return f"{numbers[project.measure]} {name}" if project.measure else name

    def row(item: Planned) -> tuple[object, ...]:
        return (
            pen.fact(f"project.{item.project.id}.start"),
            (Span(numbered(item.project), fact=f"project.{item.project.id}"), Span(_after(pen, item, numbers))),
            Span(pen.t(f"type-{item.project.type}")),
            pen.names(item.project.areas),
            urgency_of(pen, item.project),
            *([_stays(pen, item.project)] if tried else []),
            served(pen, item.project),
        )

    told = [pen.say("benefit"), *([pen.say("benefit-stays", tried="variants.tried")] if tried else [])]
    more = [*([pen.t("column-stays")] if tried else []), pen.t("column-goals")]
    align, widths = "rlllr" + "r" * tried + "l", (0.5, 3.0, 1.5, 2.3, 1.1, *([0.7] if tried else []), 1.8)
    return [*told, pen.table("actions", [row(i) for i in pen.strategy.plan.items], align, widths, more=more)]  # type: ignore[misc]


def _stays(pen: Pen, project: Project) -> Line:
    """Return in how many of the trials a planned item stays: 8/9."""
    return (pen.known(f"variants.kept.{project.id}"), Span("/"), pen.fact("variants.tried"))


def _after(pen: Pen, item: Planned, numbers: dict[str, str]) -> str:
    """Say what must be finished before: measures by their number, mirror committees by their type."""
    projects = [project for project in pen.strategy.projects if project.id in item.project.requires]
    before = [numbers[p.measure] if p.measure else pen.t(f"type-{p.type}") for p in projects]
    return pen.t("after-items", subjects="; ".join(before)) if before else ""


def uncovered(pen: Pen, area: str, reason: str) -> Line:
    """Return an urgent area without a project, with its reason: a decision in writing, or what the plan says."""
    written = {str(d.id): d.reason for d in pen.strategy.workspace.choices.decisions}
    why = written[reason] if reason in written else label(f"not-now-{reason}")
    return (pen.text(pen.area(area).name), Span(": "), pen.text(why))


def not_now(pen: Pen) -> list[Block]:
    """Return the "not now" list with its reasons, and the urgent areas that got no project."""
    return [pen.heading(1, "not-now"), *pen.prose("not-now"), *waiting(pen)]


def waiting(pen: Pen) -> list[Block]:
    """Return what is not planned now with its reason, first the urgent areas that got no project."""
    blocks: list[Block] = []
    if pen.strategy.plan.uncovered:
        blocks.append(pen.say("uncovered", "callout", number="plan.uncovered"))
        blocks.append(Bullets(tuple(uncovered(pen, area, reason) for area, reason in pen.strategy.plan.uncovered)))
    rows = []
    for item in pen.strategy.plan.not_now:
        name = Span(subject(item.project, pen.strategy)[pen.language], fact=f"project.{item.project.id}")
        why, bring = (pen.fact(f"project.{item.project.id}.{part}") for part in ("reason", "bring"))
        rank = urgency_of(pen, item.project)
        rows.append((name, Span(pen.t(f"type-{item.project.type}")), pen.names(item.project.areas), rank, why, bring))
    return [*blocks, pen.table("not-now", rows, "lllrll", (1.5, 1.3, 1.8, 1.1, 2.1, 3.2))]


def review(pen: Pen) -> list[Block]:
    """Return the chapter on monitoring: progress, who reports what and how often, the results framework."""
    return [pen.heading(1, "review"), *pen.prose("review"), *progress(pen), *reporting(pen), *results_framework(pen)]


def progress(pen: Pen) -> list[Block]:
    """Return the picture and the table of what was measured against the targets."""
    if not pen.strategy.progress:
        return [pen.say("no-progress", "note")]
    rows = []
    for measured in pen.strategy.progress:
        row, report = measured.target, measured.reported
        found = (pen.fact(f"progress.{row.id}.{report.period}"), Span(f" ({report.period})")) if report else Span("?")
        standing = Span(pen.t(f"standing-{measured.standing}"))
        rows.append((pen.text(row.name), Span(str(row.year)), pen.fact(f"target.{row.id}.{row.year}"), found, standing))
    table = pen.table("progress", rows, "lrrrl", (4, 0.8, 1, 1.6, 1.2), ("progress-note",))
    return [progress_figure(pen), table]


def progress_figure(pen: Pen) -> Figure:
    """Return the picture of each indicator with its aims and what was measured."""
    kpis = []
    targets_ = pen.strategy.workspace.method.targets
    reported = sorted(pen.strategy.workspace.evidence.progress, key=lambda row: row.period.order)
    for id_, group in groupby(targets_, key=lambda row: row.id):
        rows = list(group)
        planned = {row.year: value(pen.strategy.facts[f"target.{id_}.{row.year}"]) for row in rows}
        done = {row.period.year: float(row.value) for row in reported if row.target == id_ and row.value is not None}
        kpis.append((rows[0].name[pen.language], planned, done))
    svg, png = charts.progress(kpis, (pen.t("planned"), pen.t("measured")), pen.language)
    return Figure("progress", pen.t("figure.progress"), pen.t("describe.progress"), "progress", svg, png)
