"""What is asked for twice, done already, planned already, or no longer the edition in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from opennss.model.handed import ADOPTIONS, HandedRow, Same, SameKind
from opennss.model.plans import Planned
from opennss.model.references import Reference
from opennss.model.standards import Adoption, Deliverable
from opennss.portfolio.handed.layers import subject
from opennss.portfolio.handed.titles import alike

T = TypeVar("T")


def overlaps(
    rows: Sequence[HandedRow],
    national: Mapping[str, Adoption],
    planned: Iterable[Planned],
    records: Mapping[str, Deliverable],
    successors: Mapping[str, Reference | None],
) -> tuple[Same, ...]:
    """Return every overlap: within the list first, then with what exists and what the strategy plans.

    ``national`` are the adoptions in force by the deliverable adopted, ``records`` the catalogue's deliverables by
    reference, ``successors`` what replaces them.
    """
    about = {row.line: found for row in rows if (found := subject(row))}
    plans = _by_base((Reference(item.project.deliverable), item) for item in planned if item.project.deliverable)
    editions = _by_base((row.adopts, row) for row in national.values())
    outside = [
        same
        for row in rows
        if row.line in about
        for same in (
            *_held(row, about[row.line], national, editions.get(about[row.line].base, [])),
            *_planned(row, about[row.line], plans.get(about[row.line].base, [])),
            *_listed(row, about[row.line], records, successors),
        )
    ]
    equal = _equal(rows)
    repeated = {row.line for group in equal for row in group[1:]}
    titles = alike([row for row in rows if row.line not in repeated])
    return (
        *_within(rows, about),
        *(Same(SameKind.EQUAL, tuple(row.line for row in group), group[0].title) for group in equal),
        *(Same(SameKind.TITLE, lines, label) for lines, label in titles),
        *outside,
    )


def _equal(rows: Sequence[HandedRow]) -> list[list[HandedRow]]:
    """Return rows without a reference that are the same in every cell, but for numbers such as those of the lines."""
    groups: dict[HandedRow, list[HandedRow]] = {}
    for row in rows:
        if not row.reference:
            notes = tuple(note for note in row.notes if not note[1].strip(" ().").isdecimal())
            groups.setdefault(replace(row, line=0, notes=notes), []).append(row)
    return [group for group in groups.values() if len(group) > 1]


def _within(rows: Sequence[HandedRow], about: Mapping[int, Reference]) -> Iterator[Same]:
    """Yield references that several rows ask for, and deliverables of which they ask for several editions."""
    exact: dict[str, list[int]] = {}
    bases: dict[str, list[int]] = {}
    for row in rows:
        if row.line in about:
            exact.setdefault(about[row.line], []).append(row.line)
            bases.setdefault(about[row.line].base, []).append(row.line)
    for reference, lines in exact.items():
        if len(lines) > 1:
            yield Same(SameKind.REFERENCE, tuple(lines), reference, "; ".join(_bodies(rows, lines)))
    for base, lines in bases.items():
        editions = sorted({about[line] for line in lines})
        if len(editions) > 1:
            yield Same(SameKind.EDITION, tuple(lines), base, "; ".join(editions))


def _bodies(rows: Sequence[HandedRow], lines: Sequence[int]) -> list[str]:
    wanted = set(lines)
    return [*dict.fromkeys(row.body for row in rows if row.line in wanted and row.body)]


def _by_base(pairs: Iterable[tuple[Reference, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for reference, item in pairs:
        found.setdefault(reference.base, []).append(item)
    return found


def _held(
    row: HandedRow, about: Reference, national: Mapping[str, Adoption], editions: Sequence[Adoption]
) -> Iterator[Same]:
    """Yield the national standards that adopt it: that very edition, or else other ones."""
    if row.type not in ADOPTIONS:
        return
    held = national.get(about)
    if held:
        yield Same(SameKind.ADOPTED, (row.line,), about, held.number, held.year)
        return
    for held in editions:
        yield Same(SameKind.ADOPTED_EDITION, (row.line,), about, held.number or held.adopts, held.year)


def _planned(row: HandedRow, about: Reference, plans: Sequence[Planned]) -> Iterator[Same]:
    for item in plans:
        yield Same(SameKind.PLANNED, (row.line,), about, item.project.deliverable, item.start)


def _listed(
    row: HandedRow,
    about: Reference,
    records: Mapping[str, Deliverable],
    successors: Mapping[str, Reference | None],
) -> Iterator[Same]:
    """Yield what the catalogue says of it: replaced, withdrawn, still a draft."""
    record = records.get(about)
    if record and (newer := successors.get(about)):
        yield Same(SameKind.REPLACED, (row.line,), about, newer)
    elif record and record.state in ("withdrawn", "cancelled"):
        yield Same(SameKind.WITHDRAWN, (row.line,), about)
    elif record and record.state == "draft":
        yield Same(SameKind.DRAFT, (row.line,), about)
