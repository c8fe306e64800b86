"""How good the evidence is: coverage, age, and where there is no public figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from opennss.model.country import PriorityArea
from opennss.model.criteria import Criterion
from opennss.model.observations import Source, Table
from opennss.model.results import Coverage

OLD_AFTER = 5
"""Years after which a value is called old (project default)."""


def coverage(
    criteria: Sequence[Criterion], areas: Sequence[PriorityArea], table: Table, sources: Sequence[Source]
) -> tuple[Coverage, ...]:
    """Return the coverage of every criterion that is measured by an indicator."""
    grade = {str(source.id): int(source.grade) for source in sources}
    rows = []
    for criterion in criteria:
        if criterion.indicator is None:
            continue
        apply = [area for area in areas if area.kind in criterion.kinds]
        values = [table[criterion.indicator, a.id] for a in apply if (criterion.indicator, a.id) in table]
        periods = sorted(value.period for value in values)
        grades = Counter(grade[source] for value in values for source in value.sources)
        rows.append(
            Coverage(
                criterion=criterion.id,
                apply=len(apply),
                known=len(values),
                oldest=periods[0] if periods else "",
                newest=periods[-1] if periods else "",
                old=sum(value.age > OLD_AFTER for value in values),
                grades=tuple(sorted(grades.items())),
            )
        )
    return tuple(rows)
