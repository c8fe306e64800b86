"""What changed in the committees of a technology since the last time they were counted."""

from __future__ import annotations

from opennss.model.dossiers import Landscape, Movement
from opennss.model.technologies import CommitteeMeasure


def movements(landscape: Landscape) -> tuple[Movement, ...]:
    """Return every figure of a committee that is known on both days and differs, in order of committee and measure.

    What was not counted on one of the days, or only in part, has no movement: that would be a change of knowledge. The
    count of publications known by their year alone says how good the others are, and nothing of the committee.
    """
    found = []
    for view in landscape.committees:
        for measure in CommitteeMeasure:
            before, after = view.earlier.get(measure), view.figures.get(measure)
            if before is None or after is None or measure is CommitteeMeasure.YEAR_ONLY:
                continue
            if before.complete and after.complete and before.value != after.value:
                since, until = view.earlier_days[measure], view.days[measure]
                found.append(Movement(view.code, measure, before, after, since, until))
    return tuple(found)
