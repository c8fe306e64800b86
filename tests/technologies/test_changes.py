"""What changed since the last count: only what is wholly known on both days."""

import datetime as dt
from fractions import Fraction

from opennss.model.dossiers import Amount, CommitteeView, Landscape
from opennss.model.references import CommitteeCode
from opennss.model.standards import Role
from opennss.model.technologies import CommitteeMeasure as M
from opennss.technologies.changes import movements

OLD, NEW = dt.date(2025, 8, 20), dt.date(2026, 8, 20)


def amounts(**values):
    return {M(name.replace("_", "-")): Amount(None if x is None else Fraction(x)) for name, x in values.items()}


def test_movements():
    now = amounts(p_members=41, in_force=9, drafts_40=2, published_1=3, started=None, published_year_only=1)
    now[M.NEW_1] = Amount(Fraction(3), (), ("ISO/TC 1",))
    old = amounts(p_members=40, in_force=7, drafts_40=2, published_1=1, started=1, published_year_only=0, drafts_50=1)
    view = CommitteeView(
        CommitteeCode("ISO/TC 1"), None, NEW, now, OLD, old, Role.NONE, {}, dict.fromkeys(now, NEW),
        dict.fromkeys(old, OLD),
    )  # fmt: skip
    found = movements(Landscape("ai", (view,), {}, ()))
    assert [(m.measure, m.before.value, m.after.value, m.since, m.until) for m in found] == [
        (M.IN_FORCE, 7, 9, OLD, NEW),
        (M.P_MEMBERS, 40, 41, OLD, NEW),
    ]
