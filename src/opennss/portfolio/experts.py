"""What the programme asks of experts outside the bodies, and what they offer: a layer of its own that limits nothing.

Experts' time varies too much between countries to be counted as staff (method, section 8).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from opennss.model.plans import ExpertTimes, ExpertYear, Planned
from opennss.model.programme import ExpertTime
from opennss.model.projects import LADDER
from opennss.model.stakeholders import Expert, MirrorCommittee, MirrorStatus
from opennss.portfolio.effort import Work, need

OUTSIDE = "experts"
"""Stands for the body in the formula of need: the experts are none, and have no day rate."""


def expert_times(
    items: Sequence[Planned],
    times: Sequence[ExpertTime],
    experts: Sequence[Expert],
    committees: Sequence[MirrorCommittee],
    years: Sequence[int],
) -> ExpertTimes | None:
    """Return what is asked and offered in each year of the plan, and in each committee with a planned rung.

    An expert counts for a year if the own national committee is live and the nomination lasts to the end of the year.
    The stated days are divided equally among the committees that the expert follows and in which a rung is at work in
    that year, so nobody is counted twice. Policy measures are left out. ``None`` without figures: nothing is known.
    """
    if not times:
        return None
    known = [Work(str(row.type), OUTSIDE, row.days, Decimal(0), row.spread) for row in times]
    own = [item for item in items if not item.project.measure]
    live = {row.id for row in committees if row.status is MirrorStatus.LIVE}
    named = [expert for expert in experts if expert.committee in live]
    totals: list[ExpertYear] = []
    found: dict[str, list[ExpertYear]] = {}
    for year in years:
        there = [expert for expert in named if expert.until is None or expert.until >= dt.date(year, 12, 31)]
        begun = [item for item in own if item.start <= year]
        totals.append(_year(year, begun, known, [(expert, 1) for expert in there]))
        rungs = [item for item in begun if item.project.type in LADDER]
        parts = {item.project.committee for item in rungs}
        shared = [(expert, len(parts.intersection(expert.follows))) for expert in there]
        for code in dict.fromkeys(item.project.committee for item in rungs):
            at_work = [item for item in rungs if item.project.committee == code]
            following = [(expert, among) for expert, among in shared if code in expert.follows]
            found.setdefault(code, []).append(_year(year, at_work, known, following, code))
    return ExpertTimes(tuple(totals), {code: tuple(rows) for code, rows in sorted(found.items())})


def _year(
    year: int, begun: Sequence[Planned], known: Sequence[Work], people: Iterable[tuple[Expert, int]], code: str = ""
) -> ExpertYear:
    """Put together a year: ``begun`` items, and experts with the number of parts that their days are divided into."""
    there = list(people)
    stated = [Fraction(expert.days) / among for expert, among in there if expert.days is not None]
    lacking = dict.fromkeys(i.project.type for i in begun if i.project.type not in {work.key for work in known})
    days = {
        item.project.id: need(str(item.project.type), item.start, year, known, {OUTSIDE: Decimal(0)})[OUTSIDE][0]
        for item in begun
        if item.project.type not in lacking
    }
    return ExpertYear(
        year=year,
        asked=sum(map(Fraction, days.values()), Fraction(0)) if days or not begun else None,
        offered=sum(stated, Fraction(0)) if stated else None,
        experts=tuple(str(expert.id) for expert, _ in there),
        unstated=tuple(str(expert.id) for expert, _ in there if expert.days is None),
        working=tuple(name for name, asked in days.items() if asked),
        lacking=tuple(lacking),
        committee=code,
    )
