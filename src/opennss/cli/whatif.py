"""The part of ``nss plan`` that answers "what if?"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from opennss.cli import screen
from opennss.cli.screen import show_table
from opennss.document.facts.outlook import variant_name
from opennss.document.jsonable import jsonable
from opennss.language import say
from opennss.model.plans import Planned
from opennss.model.results import Strategy


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
