"""Groups of stakeholder categories: merged where few answered, hidden where a figure would tell too much.

``cells`` says which categories the folder of a closed round must not tell apart; ``groups`` and ``shown`` say whose
figures are told.

Source: method, section 3 (project default): fewer than five answers of a group are suppressed or merged into a named
wider group, and no figure may be derivable by subtraction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from opennss.model.criteria import CIVIL, Categories, Category, together
from opennss.stakeholders.rounds import SUPPRESSED_BELOW

MERGED = together(CIVIL)
"""The name of that group: ``C+D+G``."""


def letter(category: Category) -> str:
    """Return the letter of a category; A1 and A2 are both A.

    >>> letter(Category.SME)
    'A'
    """
    return category[0]


def cells(answered: Mapping[Category, int]) -> dict[Category, Categories]:
    """Return the categories that each category that answered is not told apart from in the folder, itself among them.

    ``answered`` counts people. Every cell has five people at least; are there fewer in all, everybody is one cell.
    Nothing is merged where five of each answered. Else C, D and G become one as soon as one of them has fewer; then as
    much is kept apart as can be: first the most groups that are heard on their own (``groups``), then the most cells,
    then the fewest people in merged ones, in a tie the first by name.

    >>> from opennss.model.criteria import together
    >>> found = cells({Category.LARGE: 9, Category.SME: 2, Category.CONSUMERS: 7, Category.LABOUR: 1})
    >>> sorted({together(cell) for cell in found.values()})
    ['A1+A2', 'C+D']
    """
    people = {category: count for category, count in sorted(answered.items()) if count}
    civil = tuple(category for category in people if category in CIVIL)
    units: list[Categories] = [(category,) for category in people]
    if any(people[category] < SUPPRESSED_BELOW for category in civil):
        units = [unit for unit in units if unit[0] not in CIVIL] + [civil]
    every = [
        found
        for found in _partitions(units)
        if len(found) == 1 or all(sum(people[one] for one in cell) >= SUPPRESSED_BELOW for cell in found)
    ]
    best = min(every, key=lambda found: _loss(found, people))
    return {category: cell for cell in best for category in cell}


def _partitions(units: Sequence[Categories]) -> Iterator[tuple[Categories, ...]]:
    """Yield every way to put units together, each with its cells in order: eight units have 4140 ways."""
    if not units:
        yield ()
        return
    first, *rest = units
    for found in _partitions(rest):
        yield tuple(sorted((first, *found)))
        for place, cell in enumerate(found):
            yield tuple(sorted((*found[:place], tuple(sorted((*first, *cell))), *found[place + 1 :])))


def _loss(found: Sequence[Categories], people: Mapping[Category, int]) -> tuple[int, int, int, Sequence[Categories]]:
    merged = sum(people[category] for cell in found if len(cell) > 1 for category in cell)
    return -len(set(_letters(found).values())), -len(found), merged, found


def _letters(cells: Iterable[Categories]) -> dict[str, frozenset[str]]:
    """Return by letter the letters that it is in one group with, because cells hold them together."""
    found: dict[str, frozenset[str]] = {}
    for cell in cells:
        own = {letter(category) for category in cell}
        joint = frozenset(own.union(*(found.get(one, ()) for one in own)))
        found |= dict.fromkeys(joint, joint)
    return found


def groups(answers: Iterable[Categories]) -> dict[Categories, str]:
    """Return the group of the categories that answered, ``answers`` holding one entry an answer.

    An entry is a category, or several that are not told apart. A1 and A2 are both A. C, D and G are one group as soon
    as one of them has answers, but fewer than five, or two of them are not told apart. Letters that are not told apart
    are one group; every other letter is a group of its own.

    >>> large, consumers, labour = (Category.LARGE,), (Category.CONSUMERS,), (Category.LABOUR,)
    >>> list(groups([large] * 4 + [consumers] * 9 + [labour]).values())
    ['A', 'C+D+G', 'C+D+G']
    >>> list(groups([(Category.GOVERNMENT, Category.ACADEMIA)] * 7).values())
    ['B+E']
    """
    answered = Counter(answers)
    found = _letters(answered)
    counts = Counter[frozenset[str]]()
    for cell, count in answered.items():
        counts[found[letter(cell[0])]] += count
    civil = [joint for joint in counts if joint.intersection(CIVIL)]
    if any(counts[joint] < SUPPRESSED_BELOW or len(joint.intersection(CIVIL)) > 1 for joint in civil):
        whole = frozenset(CIVIL).union(*civil)
        found |= dict.fromkeys(whole, whole)
    return {cell: "+".join(sorted(found[letter(cell[0])])) for cell in sorted(answered)}


def shown(answers: Mapping[str, int]) -> frozenset[str]:
    """Return the groups whose figure may be shown beside the figure of all, from the answers of each group.

    A group of fewer than five answers is hidden. What is hidden can be had by subtracting the others from all, so it
    must be two groups at least, with five answers together at least: else the smallest shown group is hidden too, of
    equally small ones the first by name. It is then heard in the figure of all alone.

    >>> sorted(shown({"A": 9, "B": 4, "E": 6})), sorted(shown({"A": 9, "B": 4, "E": 6, "F": 2}))
    (['A'], ['A', 'E'])
    """
    spoke = {name: count for name, count in answers.items() if count}
    hidden = {name for name, count in spoke.items() if count < SUPPRESSED_BELOW}
    while hidden and len(hidden) < len(spoke) and not _safe([spoke[name] for name in hidden]):
        hidden.add(min((name for name in spoke if name not in hidden), key=lambda name: (spoke[name], name)))
    return frozenset(spoke) - hidden


def _safe(hidden: list[int]) -> bool:
    return len(hidden) > 1 and sum(hidden) >= SUPPRESSED_BELOW
