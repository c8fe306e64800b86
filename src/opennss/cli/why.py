"""The part of ``nss plan`` that answers "why this?" and "why not that?"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import asdict
from pathlib import Path

import typer

from opennss import build as spine
from opennss.cli import screen
from opennss.cli.screen import escape
from opennss.document.asked import spellings, told_of
from opennss.document.facts.benefit import benefits
from opennss.document.facts.measures import subject
from opennss.document.jsonable import jsonable
from opennss.document.schedule_lanes import area_name, item_title, span_of, title_of
from opennss.language import dated, languages, say
from opennss.model.criteria import Decision, DecisionKind, Rank
from opennss.model.plans import NotNow, Outlook, Planned
from opennss.model.results import Strategy
from opennss.model.schedule import Scheduled


def answer_why(folder: Path, catalogue: Path | None, asked: str, language: str, as_json: bool) -> None:
    """Say of every candidate with this id, standard or committee whether it is planned, or why not and what would help.

    Of other names it says what is known: adopted, excluded, done, in no area. A planned item is put to the trials with
    other efforts and weights. Nothing found ends with code 1, and with names that are near; nothing asked with code 2.
    """
    asked = asked.strip()
    if not asked:
        screen.ERR.print(escape(say("asked.blank", language)))
        raise typer.Exit(2)
    workspace, world = spine.read(folder, catalogue)
    strategy = spine.build(workspace, world, what_if=False)
    names = {name.casefold() for name in spellings(asked)}
    planned = [item for item in strategy.plan.items if _called(item, strategy, names)]
    left = [item for item in strategy.plan.not_now if _called(item, strategy, names)]
    known = told_of(asked, strategy, world, language)
    tried = spine.trials(strategy) if planned else None
    if as_json:
        screen.emit({"planned": [_planned(item, strategy, tried) for item in planned],
                     "not_now": [_left(item, strategy, language) for item in left],
                     "known": [asdict(told) for told in known]})  # fmt: skip
    else:
        lines = [" ".join(_why_planned(item, strategy, tried, language)) for item in planned]
        told = {told.id for told in known if told.kind in ("done", "dropped")}
        lines += [_why_left(item, strategy, language) for item in left if item.project.id not in told]
        for line in (*lines, *(told.words for told in known)):
            screen.OUT.print(escape(line), soft_wrap=True)
    if not planned and not left and not known:
        _unknown(asked, strategy, language)
        raise typer.Exit(1)


def _unknown(asked: str, strategy: Strategy, language: str) -> None:
    candidates: list[Planned | NotNow] = [*strategy.plan.items, *strategy.plan.not_now]
    names = (name for item in candidates for name in _names(item, strategy, language))
    parts = [part.casefold() for part in spellings(asked)]
    near = [name for name in dict.fromkeys(names) if any(part in name.casefold() for part in parts)][:5]
    screen.ERR.print(escape(say("cli.why-unknown", language, value=asked, near="; ".join(near) or "–")))


def _called(item: Planned | NotNow, strategy: Strategy, names: Set[str]) -> bool:
    """Say whether an item bears one of these names in any language, in capitals or not."""
    return any(name.casefold() in names for x in languages() for name in _names(item, strategy, x))


def _names(item: Planned | NotNow, strategy: Strategy, language: str) -> tuple[str, ...]:
    project = item.project
    own = (project.id, project.deliverable, project.committee, subject(project, strategy)[language])
    return tuple(name for name in own if name)


def _text(strategy: Strategy, name: str, language: str) -> str:
    return str(strategy.facts[name].value[language])  # type: ignore[index]  # these facts are texts


def _laid_out(item: Planned, strategy: Strategy) -> Scheduled:
    assert strategy.schedule is not None
    return next(one for one in strategy.schedule.items if one.project.id == item.project.id)


def _demand(item: Planned, strategy: Strategy) -> Decision | None:
    rows = (row for row in strategy.workspace.choices.decisions if row.kind is DecisionKind.REQUIRE)
    return next((row for row in rows if row.subject == item.project.id), None)


def _urgency(item: Planned, strategy: Strategy) -> Rank | None:
    """Return the rank that an item counts with; ``None`` for running work of which no area is a priority now."""
    found = benefits(strategy).get(item.project.id)
    return found.urgency if found and found.urgency is not Rank.NONE else None


def _why_planned(item: Planned, strategy: Strategy, tried: Outlook | None, language: str) -> Iterator[str]:
    """Yield in sentences when a planned item lies, why it is there, after what, and how surely."""
    project, laid = item.project, _laid_out(item, strategy)
    begin, end = (f"{day.month}/{day.year}" for day in (laid.begin, laid.end))
    title, years = item_title(project, strategy, language), span_of((item.start, laid.last))
    key = "asked.planned-late" if laid.end.year > laid.last else "asked.planned"
    yield say(key, language, item=title, years=years, begin=begin, end=end)
    if rank := _urgency(item, strategy):  # where no area is named, it is a measure: these serve all
        areas = "; ".join(area_name(area, strategy, language) for area in project.areas)
        yield say("asked.planned-rank", language, rank=rank, areas=areas or say("cli.all-areas", language))
    if laid.running:
        yield say("asked.planned-runs", language)
    if project.requires:
        first = "; ".join(_with_years(project.requires, strategy, language))
        yield say("asked.planned-after", language, items=first)
    if tried and tried.tried:
        yield say("asked.planned-stays", language, kept=tried.kept[project.id], tried=tried.tried)
    if demand := _demand(item, strategy):  # last: the words of people may end without a full stop
        day, reason = dated(demand.date, language), demand.reason[language]
        yield say("asked.planned-demanded", language, decision=demand.id, day=day, reason=reason)


def _with_years(names: Iterable[str], strategy: Strategy, language: str) -> Iterator[str]:
    assert strategy.schedule is not None
    years = {one.project.id: span_of((one.begin.year, one.last)) for one in strategy.schedule.items}
    for name in names:
        yield f"{title_of(name, strategy, language)} ({years.get(name, '–')})"


def _why_left(item: NotNow, strategy: Strategy, language: str) -> str:
    place = f"project.{item.project.id}"
    return say("cli.why-left", language, item=_text(strategy, place, language),
               reason=_text(strategy, f"{place}.reason", language),
               bring=_text(strategy, f"{place}.bring", language))  # fmt: skip


def _planned(item: Planned, strategy: Strategy, tried: Outlook | None) -> dict[str, object]:
    project, laid, demand = item.project, _laid_out(item, strategy), _demand(item, strategy)
    tier = project.tier if _urgency(item, strategy) else None
    return {
        "id": project.id, "start": item.start, "end": laid.last, "begins": laid.begin.isoformat(),
        "ends": laid.end.isoformat(), "tier": tier, "areas": list(project.areas),
        "requires": list(project.requires), "running": laid.running, "decision": str(demand.id) if demand else None,
        "stays_in": tried.kept[project.id] if tried else None, "of_trials": tried.tried if tried else 0,
    }  # fmt: skip


def _left(item: NotNow, strategy: Strategy, language: str) -> dict[str, object]:
    found = item.bring
    return {
        "id": item.project.id, "reason": item.reason,
        "words": _text(strategy, f"project.{item.project.id}.bring", language),
        "start": found.start if found else None,
        "missing": [
            {"body": m.resource.body, "year": m.resource.year, "what": m.resource.kind, "task": m.resource.task or None,
             "amount": jsonable(m.amount)}
            for m in (found.missing if found else ())
        ],
        "first": list(found.others) if found else [], "instead": list(found.instead) if found else [],
    }  # fmt: skip
