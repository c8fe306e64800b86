"""Small makers shared by the rooms of facts: labels in every language, the cell of a setting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opennss.language import FALLBACK, Text, everywhere, languages, number, say, sentences, spoken
from opennss.model.criteria import Category
from opennss.model.dossiers import Amount
from opennss.model.results import Fact, Origin, Strategy
from opennss.model.table import Cell, Row, cell


def label(key: str, **values: Text | str | int) -> Text:
    """Return the sentence ``label.<key>`` in every language, its names read in that language.

    >>> label("goals-count")["en"]
    'Goals of national strategy documents'
    """
    return Text.of(
        **{
            language: say(
                f"label.{key}",
                language,
                **{name: value[language] if isinstance(value, Text) else value for name, value in values.items()},
            )
            for language in languages()
        }
    )


def categories_name(categories: Iterable[Category]) -> Text:
    """Return the names of categories that are not told apart, in every language.

    >>> categories_name((Category.CONSUMERS, Category.LABOUR))["en"]
    'consumers (C) + labour (D)'
    """
    return joined(label(f"category-{category}") for category in categories)


def joined(names: Iterable[Text]) -> Text:
    """Return names put together as one, in every language.

    >>> joined([everywhere("first"), everywhere("second")])["en"]
    'first + second'
    """
    every = tuple(names)
    return Text.of(**{language: " + ".join(name[language] for name in every) for language in languages()})


COUNTED_IN = {
    "adoptions": "adoptions.csv", "align": "alignment.csv", "areas": "areas.csv",
    "baseline": "baseline.csv", "criteria": "criteria.csv",
    "gaps": "mapping.csv", "goals": "goals.csv", "links": "mapping.csv", "measures": "measures.csv",
    "objective": "measures.csv", "objectives": "objectives.csv", "observations": "evidence.csv",
    "offers": "requests.csv", "opinions": "opinions.csv", "plan": "capacity.csv", "positions": "positions.csv",
    "projects": "mapping.csv", "requests": "requests.csv", "served": "mapping.csv", "sources": "sources.csv",
    "technologies": "technologies.csv", "technology": "technologies.csv", "variants": "effort.csv",
    "year": "mapping.csv",
}  # fmt: skip
"""The table that a count looks through, by the beginning of its name."""


def count(
    name: str, value: int, key: str, *inputs: str | Cell, method: str = "count", **values: Text | str | int
) -> Fact:
    """Return a fact that counts things, made from ``inputs``; a count of nothing, from the table looked through."""
    seen = inputs or (whole(COUNTED_IN[name.partition(".")[0]]),)
    return Fact(name, value, "count", Origin(method, seen), label(key, **values))


BEFORE = "before"
"""Stands for the years before the plan, in which running work began."""


def start_years(strategy: Strategy) -> tuple[int | str, ...]:
    """Return when planned items begin: the years of the plan, and before them ``before`` where work runs already."""
    years = strategy.workspace.settings.years
    running = any(item.start < years[0] for item in strategy.plan.items)
    return ((BEFORE,) if running else ()) + years


def when(start: int, strategy: Strategy) -> int | str:
    """Return the year of a start, or ``before`` the plan."""
    return BEFORE if start < strategy.workspace.settings.years[0] else start


def year_name(year: int | str) -> Text:
    """Return a year, or the words for work that runs already, in every language."""
    return label("under-way") if year == BEFORE else everywhere(str(year))


def type_name(type_: str) -> Text:
    """Return the name of a type of plan item, in every language."""
    return spoken(f"doc.type-{type_}", languages())


def task_name(task: str) -> Text:
    """Return the name of a task of ``effort.csv``; a task that the product has no word for keeps its id.

    >>> task_name("translate")["en"], task_name("sing")["vi"]
    ('translate', 'sing')
    """
    if f"label.task-{task}" in sentences(FALLBACK):
        return label(f"task-{task}")
    return everywhere(task)


def setting(column: str) -> Cell:
    """Return the place of a setting in ``nss.toml``."""
    return Cell("nss.toml", 0, column)


def listed(row: Row, column: str) -> Cell:
    """Return the place of a cell of the catalogue extract."""
    return Cell(f"catalogue/{row.FILE}", row.line, column)


def whole(file: str) -> Cell:
    """Return a whole table as the place a count was made from."""
    return Cell(file, 0, "*")


def tell(name: str, amount: Amount, unit: str, method: str, words: Text, sources: Mapping[Cell, str]) -> Fact:
    """Return an amount as a fact: ``?`` when nothing is known, a lower bound (≥) where something is missing.

    A lower bound of zero says nothing and is ``?`` too.
    """
    inputs = amount.cells or (whole("technologies.csv"),)
    origin = Origin(method, inputs, tuple(dict.fromkeys(sources[place] for place in inputs if place in sources)))
    exact = amount.value
    if exact is None or (amount.unknown and not exact):
        return Fact(name, everywhere("?"), "text", origin, words)
    if amount.unknown:
        bounds = {language: f"≥ {number(float(exact), language)}" for language in languages()}
        if unit in ("percent", "share"):
            percent = float(exact) * (100 if unit == "share" else 1)
            bounds = {x: say("unit.percent", x, value=f"≥ {number(percent, x, 1)}") for x in languages()}
        return Fact(name, Text.of(**bounds), "text", origin, words)
    return Fact(name, exact.numerator if exact.denominator == 1 else exact, unit, origin, words)


def sources_by_cell(strategy: Strategy) -> dict[Cell, str]:
    """Return the source of every row that an amount of a technology may be made from, by its cells."""
    evidence = strategy.workspace.evidence
    found: dict[Cell, str] = {}
    for rows, columns in (
        (evidence.uses, ("status", "area")),
        (evidence.figures, ("value",)),
        (evidence.neighbours, ("role",)),
        (evidence.participation, ("role",)),
        (evidence.research, ("works", "fraction", "top", "known", "top_fraction", "known_fraction")),
    ):
        for row in rows:
            found |= {cell(row, column): row.source for column in columns}
    return found
