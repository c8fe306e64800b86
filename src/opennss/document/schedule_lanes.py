"""The schedule in words and pictures: names and groups of items, the Gantt charts, the work of every month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from opennss.document.charts.gantt import GANTT_LANES, PHASES, Lane, gantt, workload
from opennss.document.charts.layout import Picture
from opennss.document.facts.measures import subject
from opennss.language import say
from opennss.model.programme import ApprovedItem
from opennss.model.projects import Project
from opennss.model.results import Strategy
from opennss.model.schedule import Change, Form, Schedule, Scheduled, StageSpan

DECIDED = "40.60"
"""The stage from which comments are resolved and the draft appraised."""

COMMENT, PUBLISHED = "40.20", "60.00"
"""The stages from which the public may comment, and from which the text is published."""


def item_title(project: Project, strategy: Strategy, language: str) -> str:
    """Return a plan item in words: a measure by its name, a project by its type and what it is about."""
    name = subject(project, strategy)[language]
    return name if project.measure else say("schedule.item", language, type=type_name(project, language), subject=name)


def change_title(change: Change, strategy: Strategy, language: str) -> str:
    """Return an item that moved, came or went in words."""
    return title_of(change.item, strategy, language)


def title_of(name: str, strategy: Strategy, language: str) -> str:
    """Return an item in words by its id: a candidate, else a row of the approved programme.

    The id stands for what is none of both, and for an approved item of which nothing says what it was about.
    """
    found = {str(row.item): _approved(row) for row in strategy.workspace.choices.programme}
    found |= {item.project.id: item.project for item in strategy.plan.not_now}
    found |= {project.id: project for project in strategy.projects}
    project = found.get(name)
    return item_title(project, strategy, language) if project and subject(project, strategy) else name


def _approved(row: ApprovedItem) -> Project:
    return Project(
        str(row.item), row.type, row.committee or "", row.deliverable or "", (), None, measure=str(row.measure or "")
    )


def span_of(years: tuple[int, int] | None) -> str:
    """Return a first and a last year as a span; a dash where an item has none.

    >>> span_of((2027, 2028)), span_of((2027, 2027)), span_of(None)
    ('2027–2028', '2027', '–')
    """
    if years is None:
        return "–"
    return str(years[0]) if years[0] == years[1] else f"{years[0]}–{years[1]}"


def type_name(project: Project, language: str) -> str:
    """Return the type of a plan item in words."""
    return say(f"doc.type-{project.type}", language)


def group_name(project: Project, strategy: Strategy, language: str) -> str:
    """Return where an item belongs: the objective of a measure, the best area of a project."""
    return area_name(group_of(project), strategy, language)


def group_of(project: Project) -> str:
    """Return the id of the objective or area that an item belongs to; empty where it has none."""
    return project.objective or next(iter(project.areas), "")


def area_name(group: str, strategy: Strategy, language: str) -> str:
    """Return the name of an area or objective by its id."""
    names = {str(row.id): row.name for row in strategy.workspace.evidence.areas}
    names |= {str(row.id): row.name for row in strategy.workspace.choices.objectives}
    return names[group][language] if group in names else group


def stage_name(span: StageSpan, item: Scheduled, language: str) -> str:
    """Return a stage in words; of an item without stages, how it lies in time."""
    return span.name[language] if span.code else say(f"schedule.form-{item.form}", language)


def grouped(schedule: Schedule, strategy: Strategy) -> list[Scheduled]:
    """Return items by objective in the order of the folder, then by area as ranked; inside, by their begin."""
    order = [str(row.id) for row in strategy.workspace.choices.objectives]
    order += [str(area.area) for area in strategy.ranks.joint_list()]

    def place(item: Scheduled) -> tuple[bool, int, str]:
        group = group_of(item.project)
        return not item.project.objective, order.index(group) if group in order else len(order), group

    return sorted(schedule.items, key=lambda item: (place(item), item.begin, item.end, item.project.id))


def phase(span: StageSpan, item: Scheduled) -> str:
    """Return what a part of an item is on the picture: one of ``PHASES``."""
    if item.form is not Form.STAGES:
        return str(item.form)
    if span.comments:
        return "comment"
    if span.code < COMMENT:
        return "prepare"
    return "publish" if span.code >= PUBLISHED else "decide"


def gantt_picture(items: Sequence[Scheduled], strategy: Strategy, language: str) -> Picture:
    """Draw items as lanes, in their order."""
    lanes = [
        Lane(
            item_title(item.project, strategy, language),
            group_name(item.project, strategy, language),
            tuple((span.begin, span.end, phase(span, item)) for span in item.stages),
            item.critical,
            _free(item),
        )
        for item in items
    ]
    names = {name: say(f"schedule.phase-{name}", language) for name in PHASES}
    marks = ("first-half", "second-half", "critical", "slack")
    years = strategy.workspace.settings.years
    said = tuple(say(f"schedule.mark-{mark}", language) for mark in marks)
    return gantt(lanes, names, said, (years[0], years[-1]))  # type: ignore[arg-type]


def _free(item: Scheduled) -> dt.date | None:
    """Return the day up to which the end of an item may slip, to the month."""
    if not item.slack or item.slack < 0:
        return None
    months = item.end.year * 12 + item.end.month - 1 + item.slack
    return dt.date(months // 12, months % 12 + 1, min(item.end.day, 28))


def gantt_pictures(schedule: Schedule, strategy: Strategy, language: str) -> list[Picture]:
    """Draw every item, ``GANTT_LANES`` a picture."""
    items = grouped(schedule, strategy)
    return [
        gantt_picture(items[place : place + GANTT_LANES], strategy, language)
        for place in range(0, len(items), GANTT_LANES)
    ]


def workload_picture(schedule: Schedule, strategy: Strategy, language: str) -> Picture:
    """Draw need and capacity of every body by month."""
    names = {str(row.body): row.name[language] for row in strategy.workspace.method.capacities}
    bodies = list(dict.fromkeys(load.body for load in schedule.loads))
    own = [[load for load in schedule.loads if load.body == body] for body in bodies]
    years = list(dict.fromkeys(load.year for load in schedule.loads))
    labels = tuple(say(f"schedule.workload-{part}", language) for part in ("need", "limit", "unit"))
    return workload(
        [names[body] for body in bodies],
        years,
        [[float(load.days) for load in loads] for loads in own],
        [[float(load.capacity) for load in loads] for loads in own],
        labels,  # type: ignore[arg-type]
        language,
    )
