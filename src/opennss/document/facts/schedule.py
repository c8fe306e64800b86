"""Facts about the schedule: when items begin and end, their slack, the work of every month, the longest chain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from babel.dates import format_date

from opennss.document.facts.make import label, whole
from opennss.document.facts.measures import subject
from opennss.document.facts.plan import serves
from opennss.language import Text, dated, languages, say
from opennss.model.programme import ApprovedItem, Ballot
from opennss.model.results import Fact, Origin, Strategy
from opennss.model.schedule import Schedule, Scheduled
from opennss.model.table import Cell, cell

MONTHS = {"en": "MMM y", "vi": "M/y"}
"""Patterns of a month, where Babel's short form is not what an office writes."""


def month(day: dt.date) -> Text:
    """Return the month of a day in short, in every language.

    >>> month(dt.date(2027, 3, 14))["en"], month(dt.date(2027, 3, 14))["vi"]
    ('Mar 2027', '3/2027')
    """
    return Text.of(**{x: str(format_date(day, MONTHS.get(x, "MMM y"), locale=x)) for x in languages()})


def schedule_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield the facts of every item, of the months of every body, of the counts and of the longest chain."""
    if strategy.schedule is None:
        return
    for item in strategy.schedule.items:
        yield from _item(item, strategy)
    yield from _counts(strategy.schedule, bool(strategy.workspace.choices.programme))
    yield from _loads(strategy)
    yield from _longest(strategy.schedule)
    projects = {item.project.id: item.project for item in strategy.schedule.items}
    for note in strategy.schedule.notes:
        said = Text.of(
            **{
                x: say(f"label.schedule-note-{note.kind}", x, year=note.year, day=dated(note.day, x))
                for x in languages()
            }
        )
        origin = Origin("count", (f"schedule.{note.item}.end", f"project.{note.item}.start"))
        words = label("schedule-note", subject=subject(projects[note.item], strategy))
        yield Fact(f"schedule.{note.item}.{note.kind}", said, "text", origin, words)
    for chain in strategy.schedule.chains:
        origin = Origin("schedule-chain", tuple(f"schedule.{name}.end" for name in chain.items))
        yield Fact(f"schedule.chain.{chain.group}", chain.days, "count", origin, label("schedule-longest-days"))


def _item(item: Scheduled, strategy: Strategy) -> Iterator[Fact]:
    project, about = item.project, subject(item.project, strategy)
    rows = [row for row in strategy.workspace.method.procedure if row.type is project.type and not item.default]
    inputs: list[str | Cell] = [f"project.{project.id}.start"]
    inputs += [cell(row, "days") for row in rows]
    inputs += [cell(row, "stage") for row in strategy.workspace.evidence.work if row.item == project.id]
    origin = Origin(f"schedule-{item.form}", tuple(inputs), serves=serves(project))
    place = f"schedule.{project.id}"
    yield Fact(f"{place}.begin", month(item.begin), "text", origin, label("schedule-begin", subject=about))
    yield Fact(f"{place}.end", month(item.end), "text", origin, label("schedule-end", subject=about))
    if item.slack is not None:
        origin = Origin("schedule-slack", (f"{place}.end", f"project.{project.id}.start"))
        yield Fact(f"{place}.slack", item.slack, "count", origin, label("schedule-slack", subject=about))


def _counts(schedule: Schedule, approved: bool) -> Iterator[Fact]:
    items = [f"schedule.{item.project.id}.end" for item in schedule.items]
    tight = [f"schedule.{item.project.id}.slack" for item in schedule.items if item.critical]
    stated = [f"schedule.{item.project.id}.slack" for item in schedule.items if item.slack is not None]
    over = [_name(load.body, load.year, load.month) for load in schedule.loads if load.over]
    late = [f"schedule.{note.item}.end" for note in schedule.notes]
    changed = [change for change in schedule.changes if change.move != "stayed"]
    for name, number, inputs in (
        ("items", len(items), items), ("stated", len(stated), stated), ("critical", len(tight), tight),
        ("over", len(over), over), ("late", len(late), list(dict.fromkeys(late))),
        ("deadlines", len(schedule.deadlines), []), ("changed", len(changed), []),
    ):  # fmt: skip
        looked = {"deadlines": Ballot.FILE, "changed": ApprovedItem.FILE}.get(name, "capacity.csv")
        if (name == "changed" and not approved) or (name == "deadlines" and not number):
            continue
        origin = Origin("count", tuple(inputs) or (whole(looked),))
        yield Fact(f"schedule.{name}", number, "count", origin, label(f"schedule-{name}"))


def _name(body: str, year: int, month_: int) -> str:
    return f"schedule.load.{body}.{year}-{month_:02}"


def _loads(strategy: Strategy) -> Iterator[Fact]:
    """Need of every body in every month, and what a month of a year has."""
    names = {row.body: row.name for row in strategy.workspace.method.capacities}
    assert strategy.schedule is not None
    for load in strategy.schedule.loads:
        place, when = _name(load.body, load.year, load.month), month(dt.date(load.year, load.month, 1))
        words = {"body": names[load.body], "month": when}  # type: ignore[index]
        working = tuple(f"schedule.{name}.end" for name in load.items)
        origin = Origin("schedule-load", (*working, f"load.{load.body}.{load.year}.days"))
        yield Fact(place, load.days, "person-day", origin, label("schedule-load", **words))
        if load.month == 1:
            year = f"load.{load.body}.{load.year}.capacity"
            named = label("schedule-capacity", body=names[load.body], year=load.year)  # type: ignore[index]
            yield Fact(f"schedule.capacity.{load.body}.{load.year}", load.capacity, "person-day",
                       Origin("schedule-capacity", (year,)), named)  # fmt: skip


def _longest(schedule: Schedule) -> Iterator[Fact]:
    chain = schedule.longest
    if chain is None:
        return
    names = tuple(f"schedule.{name}.end" for name in chain.items)
    first, last = (next(i for i in schedule.items if i.project.id == chain.items[place]) for place in (0, -1))
    origin = Origin("schedule-chain", names)
    yield Fact("schedule.longest.items", len(chain.items), "count", origin, label("schedule-longest-items"))
    yield Fact("schedule.longest.days", chain.days, "count", origin, label("schedule-longest-days"))
    yield Fact("schedule.longest.begin", month(first.begin), "text", origin, label("schedule-longest-begin"))
    end = last.begin if last.form.value == "standing" else last.end
    yield Fact("schedule.longest.end", month(end), "text", origin, label("schedule-longest-end"))
