"""Sets of criteria by which technologies are valued: published ones as data, the country's own, and what is refused.

The data are the files ``criteria/<set>.csv`` beside this module. Their ranges and weights are project defaults, not the
published ISO value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import as_file, files

from opennss.errors import Finding
from opennss.language import languages
from opennss.model.dossiers import Amount
from opennss.model.technologies import Axis, TechnologyCriterion, TechnologyMeasure
from opennss.tables.csvfile import read_table
from opennss.technologies.approach import ASKED, CAPACITY

SETS = ("default", "viet-nam")
"""The sets that come with the product."""

OWN = "own"
"""The set that is ``technology_criteria.csv`` alone."""


@cache
def published(name: str) -> tuple[TechnologyCriterion, ...]:
    """Return a set that comes with the product; on an axis of which its file says nothing, the default's criteria.

    Rows have no line, as they stand in no file of the country. An unknown name raises ``FileNotFoundError``.

    >>> [criterion.id for criterion in published("viet-nam")][:4]
    ['national-problem', 'competitiveness', 'mastery', 'active-work']
    """
    with as_file(files("opennss.technologies").joinpath("criteria", f"{name}.csv")) as path:
        table = read_table(path, TechnologyCriterion, languages())
    if table.findings:
        raise ValueError(f"criteria/{name}.csv: {table.findings}")
    rows = tuple(replace(row, line=0) for row in table.rows)
    axes = {row.axis for row in rows}
    return rows + (tuple(row for row in published("default") if row.axis not in axes) if name != "default" else ())


def merged(name: str, own: Sequence[TechnologyCriterion]) -> tuple[TechnologyCriterion, ...]:
    """Return the criteria of the set ``name`` with the country's ``own`` rows in their place or added at the end.

    A criterion without weight is left out. For ``own`` the country's rows are the whole set.
    """
    rows = {row.id: row for row in (() if name == OWN else published(name))} | {row.id: row for row in own}
    return tuple(row for row in rows.values() if row.weight > 0)


def chosen(
    name: str, own: Sequence[TechnologyCriterion], amounts: Iterable[Mapping[TechnologyMeasure, Amount]]
) -> tuple[tuple[TechnologyCriterion, ...], tuple[TechnologyCriterion, ...]]:
    """Return the criteria that hold, and those left out because no technology has a value of their measure.

    What nobody measured cannot tell technologies apart, and would leave each of them open; it is named in print. A
    judged criterion always holds, as its judgement is asked for, and so do those that the rule of the approach looks
    at: without them, missing data would read as no capacity and no rule. ``amounts`` are those of every technology.

    >>> from fractions import Fraction
    >>> holding, left = chosen("default", (), [{TechnologyMeasure.DRAFTS: Amount(Fraction(3))}])
    >>> [criterion.id for criterion in holding], "research" in [criterion.id for criterion in left]
    (['active-work', 'capacity', 'regulation', 'market-regulation'], True)
    """
    known = {measure for found in amounts for measure, amount in found.items() if amount.value is not None}
    rows = merged(name, own)
    known.add(TechnologyMeasure.JUDGED)
    holding = tuple(row for row in rows if row.measure in known or row.id in (CAPACITY, *ASKED))
    return holding, tuple(row for row in rows if row not in holding)


def refused(name: str, own: Sequence[TechnologyCriterion]) -> Iterator[Finding]:
    """Yield what makes a set unusable: an axis without a criterion, or value by nothing but research counts."""
    for axis in Axis:
        measures = [row.measure for row in merged(name, own) if row.axis is axis]
        if not measures:
            yield Finding(TechnologyCriterion.FILE, 0, "axis", "technology-axis-empty", {"value": axis})
        elif all(measure.research for measure in measures):
            yield Finding(TechnologyCriterion.FILE, 0, "measure", "technology-research-only", {"value": axis})
