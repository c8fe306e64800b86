"""Which international committees the country mirrors: live national committees and named experts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from opennss.model.results import Mirrored
from opennss.model.stakeholders import Expert, ExpertRole, MirrorCommittee, MirrorStatus

LEADING = (ExpertRole.LEADER, ExpertRole.CONVENOR, ExpertRole.SECRETARY)


def mirrored(
    committees: Sequence[MirrorCommittee], experts: Sequence[Expert], as_of: dt.date
) -> dict[str, Mirrored] | None:
    """Return how each international committee is mirrored; one that is absent has neither committee nor expert.

    ``None`` when no national committee is recorded at all: then nothing is known, and nothing is said. An expert counts
    for the committees that he or she follows, as long as the nomination holds and the own national committee is live.
    """
    if not committees:
        return None
    live = {row.id: row for row in committees if row.status is MirrorStatus.LIVE}
    named = [e for e in experts if e.committee in live and (e.until is None or e.until >= as_of)]
    codes = dict.fromkeys([*(c for row in live.values() for c in row.mirrors), *(c for e in named for c in e.follows)])
    return {
        str(code): Mirrored(
            committees=tuple(row.id for row in live.values() if code in row.mirrors),
            experts=tuple(e.id for e in named if code in e.follows),
            active=tuple(e.id for e in named if code in e.follows and e.role is not ExpertRole.MEMBER),
            leading=tuple(e.id for e in named if code in e.follows and e.role in LEADING),
        )
        for code in codes
    }
