"""Facts about what would change the programme: what would bring a candidate in, and the programme under each change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opennss.document.facts.make import count, label, setting, task_name, whole
from opennss.document.facts.measures import subject
from opennss.language import Text, languages, number, say, spoken
from opennss.model.plans import MONEY, BroughtIn, Missing, NotNow, Planned, Variant
from opennss.model.projects import ProjectType
from opennss.model.results import Fact, Origin, Strategy

NAMED = 3
"""Planned items that are named in place of which a candidate would fit; more are counted."""


URGENT = 4
"""Items that are named of those that go out of the programme."""


def outlook_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield what would bring in every candidate that is not planned, and the programme under every variant."""
    for item in strategy.plan.not_now:
        origin = Origin("bring", (f"project.{item.project.id}.reason", *_taken(item)))
        yield Fact(f"project.{item.project.id}.bring", brought_in(item, strategy), "text", origin, label("bring"))
    if strategy.outlook is None:
        return
    for variant in strategy.outlook.variants:
        yield from _variant(variant, strategy)
    seen = tuple(f"{variant.name}.went" for variant in strategy.outlook.variants if variant.tests)
    yield count("variants.tried", strategy.outlook.tried, "variants-tried", *seen)
    steady = sum(kept == strategy.outlook.tried for kept in strategy.outlook.kept.values())
    yield Fact("variants.kept", steady, "count", Origin("variants-kept", (*seen, "plan.count")), label("variants-kept"))


def _variant(variant: Variant, strategy: Strategy) -> Iterator[Fact]:
    """Yield what the programme comes to under one change."""
    name, words = variant.name, variant_name(variant, strategy)
    changed = {
        "people": whole("capacity.csv"), "task": whole("skills.csv"), "budget": setting("plan.budget_step"),
        "effort": setting("plan.effort_step"), "priorities": setting(f"weights.{variant.subject}"),
    }[variant.kind]  # fmt: skip
    origin = Origin("variant", ("plan.count", changed))
    yield Fact(name, words, "text", origin, label("variant"))
    if variant.planned is None:
        told = label("variant-went", variant=words)
        yield Fact(f"{name}.went-first", label("variant-impossible"), "text", origin, told)
        return
    yield Fact(f"{name}.planned", variant.planned, "count", origin, label("variant-planned", variant=words))
    for part, items in (("came", variant.came), ("went", variant.went)):
        told, counted = label(f"variant-{part}", variant=words), Origin("variant", (f"{name}.{part}",))
        yield Fact(f"{name}.{part}", len(items), "count", origin, told)
        yield Fact(f"{name}.{part}-types", _types(items), "text", counted, told)
    counted, told = Origin("variant", (f"{name}.went",)), label("variant-went", variant=words)
    yield Fact(f"{name}.went-first", _named(variant.went, strategy), "text", counted, told)


def _types(items: Sequence[Planned]) -> Text:
    """Return how many items of each type there are: 14 adoption, 2 participation."""
    types = [item.project.type for item in items]
    counts = [(types.count(type_), type_) for type_ in ProjectType if type_ in types]
    said = {x: ", ".join(f"{n} {say(f'doc.type-{type_}', x)}" for n, type_ in counts) for x in languages()}
    return Text.of(**{x: text or say("doc.nothing", x) for x, text in said.items()})


def _named(items: Sequence[Planned], strategy: Strategy) -> Text:
    """Return the most urgent of some items, each with its rank, and how many more there are."""
    urgent = sorted(items, key=lambda item: (item.project.tier or 0, item.start, item.project.id))
    first = [(subject(item.project, strategy), item.project.tier or "1*") for item in urgent[:URGENT]]
    more = len(urgent) - len(first)
    tail = label("bring-more", number=more) if more > 0 else Text.of(**dict.fromkeys(languages(), ""))
    said = {x: "; ".join(f"{about[x]} ({rank})" for about, rank in first) + tail[x] for x in languages()}
    return Text.of(**{x: text or "–" for x, text in said.items()})


def _taken(item: NotNow) -> tuple[str, ...]:
    found = item.bring
    return tuple(f"project.{name}.start" for name in found.instead) if found else ()


def brought_in(item: NotNow, strategy: Strategy) -> Text:
    """Return in a sentence or two, in every language, what would bring a candidate in."""
    found = item.bring
    if found is None or item.reason == "allowance":  # room does not help where the number is used up
        return label(f"bring-{'none' if item.reason in ('period', 'capacity') else item.reason}")
    parts = [_missing(found, strategy)]
    if found.others:
        parts.append(label("bring-others", others=_subjects(found.others, strategy, whole=True)))
    if found.instead:
        parts.append(label("bring-instead", items=_subjects(found.instead, strategy)))
    return Text.of(**{language: " ".join(part[language] for part in parts) for language in languages()})


def _missing(found: BroughtIn, strategy: Strategy) -> Text:
    if not found.missing:
        return label("bring-room", year=found.start)
    amounts = [amount(missing, strategy) for missing in found.missing]
    together = {language: "; ".join(text[language] for text in amounts) for language in languages()}
    return label("bring-missing", year=found.start, missing=Text.of(**together))


def amount(missing: Missing, strategy: Strategy) -> Text:
    """Return how much of what is missing, in every language."""
    resource = missing.resource
    body = body_name(resource.body, strategy)
    figure = Text.of(**{language: number(missing.amount, language) for language in languages()})
    if resource.kind == MONEY:
        currency = strategy.workspace.settings.currency
        return label("bring-money", amount=figure, currency=currency, body=body, year=resource.year)
    if resource.task:
        return label("bring-task", amount=figure, body=body, task=task_name(resource.task), year=resource.year)
    return label("bring-days", amount=figure, body=body, year=resource.year)


def body_name(body: str, strategy: Strategy) -> Text:
    """Return the name of a body of ``capacity.csv``."""
    return next(row.name for row in strategy.workspace.method.capacities if row.body == body)


def _subjects(names: tuple[str, ...], strategy: Strategy, whole: bool = False) -> Text:
    """Return what items are about; of many, the first and how many more. ``whole`` also says what is done with it."""
    projects = {project.id: project for project in strategy.projects}
    found = [subject(projects[name], strategy) for name in names[:NAMED]]
    if whole:
        found = [
            label(f"project-{projects[name].type}", subject=about)
            for name, about in zip(names[:NAMED], found, strict=True)
        ]
    more = len(names) - len(found)
    tail = label("bring-more", number=more) if more else Text.of(**dict.fromkeys(languages(), ""))
    return Text.of(
        **{language: "; ".join(text[language] for text in found) + tail[language] for language in languages()}
    )


def variant_name(variant: Variant, strategy: Strategy) -> Text:
    """Return what is different in a variant, in every language."""
    shown = Text.of(**{language: number(abs(variant.amount), language) for language in languages()})
    if variant.kind == "people":
        more = "more" if variant.amount > 0 else "fewer"
        return label(f"variant-people-{more}", body=body_name(variant.subject, strategy), amount=shown)
    if variant.kind == "task":
        body = body_name(variant.subject, strategy)
        return label("variant-task", body=body, amount=shown, task=task_name(variant.task))
    if variant.kind == "priorities":
        return label("variant-priorities", group=spoken(f"doc.group-{variant.subject}", languages()), amount=shown)
    return label(f"variant-{variant.kind}", amount=shown)
