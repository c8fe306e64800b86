"""What the programme asks of experts outside the bodies, and what they offer: a layer of its own that limits nothing.

Experts' time varies too much between countries to be counted as staff (method, section 8).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from opennss.model.plans import ExpertTimes, ExpertYear, Planned
from opennss.model.programme import ExpertTime
from opennss.model.projects import LADDER, YEARLY, Effort
from opennss.model.stakeholders import Expert, MirrorCommittee, MirrorStatus
from opennss.portfolio.effort import Work, share_of, shares, works


def expert_times(
    items: Sequence[Planned],
    times: Sequence[ExpertTime],
    experts: Sequence[Expert],
    committees: Sequence[MirrorCommittee],
    years: Sequence[int],
    efforts: Sequence[Effort],
) -> ExpertTimes | None:
    """Return what is asked and offered in each year of the plan, and in each committee with a planned rung.

    An expert counts for a year if the own national committee is live and the nomination lasts to the end of the year;
    where nobody knows whether that committee is live, the time of its experts is not known either.
    The stated days are divided equally among the committees that the expert follows and in which a rung is at work in
    that year, so nobody is counted twice. Policy measures are left out. ``None`` without figures: nothing is known.
    """
    if not times:
        return None
    own = [item for item in items if not item.project.measure]
    known = works(efforts, projects=[item.project for item in own])
    last = {item.project.id: _last_year(item, times, known, years[-1]) for item in own}
    named = list(_named(experts, committees))
    totals: list[ExpertYear] = []
    found: dict[str, list[ExpertYear]] = {}
    for year in years:
        there = [expert for expert in named if expert.until is None or expert.until >= dt.date(year, 12, 31)]
        at_work = [item for item in own if item.start <= year <= last[item.project.id]]
        totals.append(_year(year, at_work, times, [(expert, 1) for expert in there]))
        rungs = [item for item in at_work if item.project.type in LADDER]
        parts = {item.project.committee for item in rungs}
        shared = [(expert, len(parts.intersection(expert.follows))) for expert in there]
        for code in dict.fromkeys(item.project.committee for item in rungs):
            inside = [item for item in rungs if item.project.committee == code]
            following = [(expert, among) for expert, among in shared if code in expert.follows]
            found.setdefault(code, []).append(_year(year, inside, times, following, code))
    return ExpertTimes(tuple(totals), {code: tuple(rows) for code, rows in sorted(found.items())})


def _named(experts: Iterable[Expert], committees: Iterable[MirrorCommittee]) -> Iterator[Expert]:
    """Yield the experts of live committees, and without their days those of committees whose status is not known."""
    status = {row.id: row.status for row in committees}
    for expert in experts:
        if status.get(expert.committee) is MirrorStatus.LIVE:
            yield expert
        elif status.get(expert.committee) is MirrorStatus.UNKNOWN:
            yield replace(expert, days=None)


def _last_year(item: Planned, times: Sequence[ExpertTime], known: Sequence[Work], end: int) -> int:
    """Return the last year in which an item is at work, for experts or for the bodies; yearly work lasts to the end.

    So does work without any figure: nobody knows when it ends.
    """
    spreads = [row.spread for row in times if row.type is item.project.type]
    spreads += [work.spread for work in known if work.key == item.project.work]
    if not spreads or YEARLY in spreads:
        return end
    return item.start + max(len(shares(spread)) for spread in spreads) - 1


def _year(
    year: int, items: Sequence[Planned], times: Sequence[ExpertTime], people: Iterable[tuple[Expert, int]],
    code: str = "",
) -> ExpertYear:  # fmt: skip
    """Put together a year: items at work, and experts with the number of parts that their days are divided into."""
    figures = {row.type: row for row in times}
    there = list(people)
    stated = [Fraction(expert.days) / among for expert, among in there if expert.days is not None]
    lacking = dict.fromkeys(item.project.type for item in items if item.project.type not in figures)
    days = {
        item.project.id: figure.days * share_of(figure.spread, item.start, year)
        for item in items
        if (figure := figures.get(item.project.type))
    }
    return ExpertYear(
        year=year,
        asked=sum(map(Fraction, days.values()), Fraction(0)) if days or not items else None,
        offered=sum(stated, Fraction(0)) if stated else None,
        experts=tuple(str(expert.id) for expert, _ in there),
        unstated=tuple(str(expert.id) for expert, _ in there if expert.days is None),
        working=tuple(name for name, asked in days.items() if asked),
        lacking=tuple(lacking),
        committee=code,
    )
