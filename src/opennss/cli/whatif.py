"""The parts of ``nss plan`` that answer "why not?" and "what if?"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import typer

from opennss.cli import screen
from opennss.cli.screen import escape, show_table
from opennss.document.facts.measures import subject
from opennss.document.facts.outlook import variant_name
from opennss.document.jsonable import jsonable
from opennss.language import languages, say
from opennss.model.plans import NotNow, Planned
from opennss.model.results import Strategy


def answer_why(strategy: Strategy, asked: str, language: str, as_json: bool) -> None:
    """Say of every candidate with this id, standard or committee whether it is planned, or why not and what would help.

    Nothing found ends with code 1, and with names that are near.
    """
    planned = [item for item in strategy.plan.items if _called(item, strategy, asked)]
    left = [item for item in strategy.plan.not_now if _called(item, strategy, asked)]
    if as_json:
        screen.emit({"planned": [_planned(item, strategy) for item in planned],
                     "not_now": [_left(item, strategy, language) for item in left]})  # fmt: skip
    for item in () if as_json else planned:
        words = say("cli.why-planned", language, item=_title(item, strategy, language), year=item.start)
        screen.OUT.print(escape(words), soft_wrap=True)
    for waiting in () if as_json else left:
        place = f"project.{waiting.project.id}"
        words = say("cli.why-left", language, item=_title(waiting, strategy, language),
                    reason=_text(strategy, f"{place}.reason", language),
                    bring=_text(strategy, f"{place}.bring", language))  # fmt: skip
        screen.OUT.print(escape(words), soft_wrap=True)
    if not planned and not left:
        candidates: list[Planned | NotNow] = [*strategy.plan.items, *strategy.plan.not_now]
        known = (name for item in candidates for name in _names(item, strategy, language))
        near = [name for name in dict.fromkeys(known) if asked.casefold() in name.casefold()][:5]
        screen.ERR.print(escape(say("cli.why-unknown", language, value=asked, near="; ".join(near) or "–")))
        raise typer.Exit(1)


def _called(item: Planned | NotNow, strategy: Strategy, asked: str) -> bool:
    """Say whether an item bears this name in any language, in capitals or not."""
    return asked.casefold() in (name.casefold() for x in languages() for name in _names(item, strategy, x))


def _names(item: Planned | NotNow, strategy: Strategy, language: str) -> tuple[str, ...]:
    project = item.project
    own = (project.id, project.deliverable, project.committee, subject(project, strategy)[language])
    return tuple(name for name in own if name)


def _title(item: Planned | NotNow, strategy: Strategy, language: str) -> str:
    return _text(strategy, f"project.{item.project.id}", language)


def _text(strategy: Strategy, name: str, language: str) -> str:
    return str(strategy.facts[name].value[language])  # type: ignore[index]  # these facts are texts


def _planned(item: Planned, strategy: Strategy) -> dict[str, object]:
    kept = strategy.outlook.kept.get(item.project.id) if strategy.outlook else None
    tried = strategy.outlook.tried if strategy.outlook else 0
    return {"id": item.project.id, "start": item.start, "stays_in": kept, "of_trials": tried}


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


def answer_what_if(strategy: Strategy, language: str, as_json: bool) -> None:
    """Show the programme under each change: what comes in and what goes out."""
    found = strategy.outlook.variants if strategy.outlook else ()
    if as_json:
        screen.emit({"variants": [
            {"name": v.name.partition(".")[2], "kind": v.kind, "subject": v.subject or None, "task": v.task or None,
             "amount": jsonable(v.amount), "planned": v.planned, "came": [i.project.id for i in v.came],
             "went": [i.project.id for i in v.went]}
            for v in found
        ]})  # fmt: skip
        return
    rows = [
        (variant_name(v, strategy)[language], v.planned, _counted(v.came, language), _counted(v.went, language))
        if v.planned is not None
        else (variant_name(v, strategy)[language], "–", "–", say("label.variant-impossible", language))
        for v in found
    ]
    show_table(say("doc.table.variants", language), say("cli.columns-what-if", language).split("|"), rows)
    if strategy.outlook:
        kept = strategy.facts["variants.kept"].value
        values = {"kept": kept, "planned": len(strategy.plan.items), "tried": strategy.outlook.tried}
        screen.OUT.print(say("doc.what-if-steady", language, **values))


def _counted(items: Iterable[Planned], language: str) -> str:
    counts = Counter(str(item.project.type) for item in items)
    total = sum(counts.values())
    types = ", ".join(f"{number} {say(f'doc.type-{name}', language)}" for name, number in sorted(counts.items()))
    return f"{total}: {types}" if total else "0"
