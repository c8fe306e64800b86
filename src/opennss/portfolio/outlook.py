"""What if: the programme with one more or one fewer person, other money, other efforts, other priorities.

Each variant is planned anew by the same solver; what comes and what goes is told by item. Efforts are estimates and
priorities depend on weights, so the share of variants in which an item stays is told beside every optimum.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from opennss.model.country import PlanSettings
from opennss.model.plans import Outlook, Plan, Planned, PortfolioProblem, Variant
from opennss.model.programme import Skill
from opennss.model.projects import Capacity, Measure
from opennss.model.workspace import Method
from opennss.portfolio.greedy import keep
from opennss.portfolio.plan import chosen_items
from opennss.portfolio.valuing import better

TESTS = frozenset(("effort", "priorities"))
"""Kinds of variant that test the programme."""

VARIANTS = TESTS | {"people", "task", "budget"}
FRONTIER = "frontier"
"""What is asked where points are weighed against the number of items."""

Asked = bool | Collection[str]
"""What is asked of a programme: everything or nothing, or some of ``VARIANTS`` and ``FRONTIER``."""


def asked_for(what_if: Asked, prose: Iterable[str] = ()) -> frozenset[str]:
    """Return what is asked of a programme: the prose of a folder asks for what it names.

    >>> sorted(asked_for(("effort",), ["Points that are lost: {frontier.cost}"]))
    ['effort', 'frontier']
    """
    told = "".join(prose)
    named = {*(VARIANTS if "variant" in told else ()), *((FRONTIER,) if "frontier." in told else ())}
    return frozenset(named | ({*VARIANTS, FRONTIER} if what_if is True else {*(what_if or ())}))


def near_plan(base: Plan) -> Callable[..., Plan]:
    """Return what plans a variant: the items alone, and of equally good plans the one nearest to the programme.

    Where the programme itself, with what fits beside it, is as good as the solver tells apart, it stays.
    """
    ids = _ids(base.items)

    def make(problem: PortfolioProblem, *_: object) -> Plan:
        items, steps = chosen_items(replace(problem, near=ids, approved={}))
        same = () if problem.bounds.shares else keep(problem, base.items)
        if {*problem.bounds.fixed, *problem.bounds.required} <= _ids(same) and not better(problem, items, same):
            items = same
        return Plan(items, (), (), steps, ())

    return make


def variants(
    method: Method, measures: tuple[Measure, ...], kinds: Collection[str] = VARIANTS
) -> Iterator[tuple[Variant, Method, tuple[Measure, ...]]]:
    """Yield the variants of staff, money and efforts, each with the method and the measures as they then are.

    One full-time person more and fewer for every body, and one more who can do a task where those who can are counted;
    money and efforts by the steps of the settings. A body with less than one person loses all.
    """
    return (case for case in _variants(method, measures) if case[0].kind in kinds)


def _variants(method: Method, measures: tuple[Measure, ...]) -> Iterator[tuple[Variant, Method, tuple[Measure, ...]]]:
    settings = method.settings.plan
    for body in dict.fromkeys(str(row.body) for row in method.capacities):
        for amount in (Decimal(1), Decimal(-1)):
            changed = tuple(_people(row, body, amount) for row in method.capacities)
            yield Variant("people", body, amount), replace(method, capacities=changed), measures
    for body, task in dict.fromkeys((str(row.body), str(row.task)) for row in method.skills):
        rows = tuple(_able(row, body, task) for row in method.skills)
        yield Variant("task", body, Decimal(1), task), replace(method, skills=rows), measures
    for variant, changed_method in _money(method, settings):
        yield variant, changed_method, measures
    for factor in _factors(settings.effort_step):
        efforts = tuple(replace(row, days=row.days * factor) for row in method.efforts)
        more = tuple(replace(row, days=row.days * factor) for row in measures)
        yield Variant("effort", "", factor), replace(method, efforts=efforts), more


def _money(method: Method, settings: PlanSettings) -> Iterator[tuple[Variant, Method]]:
    for factor in _factors(settings.budget_step):
        money = tuple(replace(row, budget=row.budget * factor) for row in method.capacities)
        funds = tuple(replace(row, amount=row.amount * factor) for row in method.funds)
        yield Variant("budget", "", factor), replace(method, capacities=money, funds=funds)


def _factors(step: Fraction) -> tuple[Decimal, Decimal]:
    return 1 - decimal(step), 1 + decimal(step)


def decimal(value: Fraction) -> Decimal:
    """Return a fraction as a decimal number."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def _people(row: Capacity, body: str, amount: Decimal) -> Capacity:
    return replace(row, fte=max(Decimal(0), row.fte + amount)) if row.body == body else row


def _able(row: Skill, body: str, task: str) -> Skill:
    return replace(row, fte=row.fte + 1) if (row.body, row.task) == (body, task) else row


def compared(variant: Variant, base: Plan, plan: Plan) -> Variant:
    """Return a variant with what came and what went against the programme."""
    before, after = _ids(base.items), _ids(plan.items)
    return replace(
        variant,
        came=tuple(item for item in plan.items if item.project.id not in before),
        went=tuple(item for item in base.items if item.project.id not in after),
        planned=len(plan.items),
    )


def _ids(items: Iterable[Planned]) -> frozenset[str]:
    return frozenset(item.project.id for item in items)


def outlook(base: Plan, found: Sequence[Variant]) -> Outlook:
    """Return the variants, and for every planned item in how many of those that test the programme it stays."""
    tests = [variant for variant in found if variant.tests]
    gone = [_ids(variant.went) for variant in tests]
    kept = {item.project.id: sum(item.project.id not in names for names in gone) for item in base.items}
    return Outlook(tuple(found), kept, len(tests))
