"""Which international committees the country mirrors: live national committees and named experts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from opennss.model.results import Mirrored
from opennss.model.stakeholders import Expert, ExpertRole, MirrorCommittee, MirrorStatus

LEADING = (ExpertRole.LEADER, ExpertRole.CONVENOR, ExpertRole.SECRETARY)


def mirrored(
    committees: Sequence[MirrorCommittee], experts: Sequence[Expert], day: dt.date
) -> dict[str, Mirrored] | None:
    """Return how each international committee is mirrored; one that is absent has neither committee nor expert.

    ``None`` when no national committee is recorded at all: then nothing is known, and nothing is said. An expert counts
    for the committees that he or she follows, where the nomination holds on ``day`` and the own national committee is
    live. A national committee of status ``?`` makes what it mirrors unknown, never missing.
    """
    if not committees:
        return None
    live = {row.id: row for row in committees if row.status is MirrorStatus.LIVE}
    named = [e for e in experts if e.committee in live and (e.until is None or e.until >= day)]
    mirrors = {code for row in live.values() for code in row.mirrors}
    unknown = {c for row in committees if row.status is MirrorStatus.UNKNOWN for c in row.mirrors} - mirrors
    codes = sorted({*mirrors, *unknown, *(code for e in named for code in e.follows)})
    return {
        str(code): Mirrored(
            committees=tuple(row.id for row in live.values() if code in row.mirrors),
            experts=tuple(e.id for e in named if code in e.follows),
            active=tuple(e.id for e in named if code in e.follows and e.role is not ExpertRole.MEMBER),
            leading=tuple(e.id for e in named if code in e.follows and e.role in LEADING),
            unknown=code in unknown,
        )
        for code in codes
    }
