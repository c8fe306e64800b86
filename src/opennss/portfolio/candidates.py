"""Candidate plan items: projects from the gaps, within the country's membership rights, and policy measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from typing import TypeVar

from opennss.model.country import Membership, PriorityArea
from opennss.model.criteria import URGENCIES, Decision, Rank
from opennss.model.plans import NotNow
from opennss.model.programme import ApprovedItem, Proposed, WorkState, WorkStatus
from opennss.model.projects import LADDER, TEXTS, WAYS, Effort, Measure, Project, ProjectType, rows_for
from opennss.model.references import slug
from opennss.model.results import Gap, GapKind, Mirrored, Ranks
from opennss.model.standards import Correspondence, Link, Method
from opennss.model.uses import NEEDLESS, useless
from opennss.portfolio.begun import begun, of_status, over
from opennss.portfolio.effort import prerequisites

TIER: dict[Rank, int] = {rank: tier for tier, rank in enumerate(URGENCIES) if rank is not Rank.NONE}
"""Tier of a rank in the plan; what is no priority (none) or not yet rankable (?) has none and is not planned."""

ADOPTIONS = {
    Correspondence.IDT: (ProjectType.ADOPT,),
    Correspondence.MOD: (ProjectType.ADOPT_MODIFIED,),
    Correspondence.UNKNOWN: (ProjectType.ADOPT, ProjectType.ADOPT_MODIFIED),
    Correspondence.NEQ: (ProjectType.ADOPT_MODIFIED,),
}
"""How a standard may be adopted, by the degree of correspondence that is wanted."""

NOTHING: Mapping[str, int] = {}

Wish = TypeVar("Wish")

JOINING = LADDER[1:]
"""The rungs that take an active part; an observer needs neither mirror committee nor expert."""


def tiers(areas: Sequence[PriorityArea], ranks: Ranks) -> dict[str, int | None]:
    """Return the tier of every area: 0 for an approved ``1*`` or a legal duty, then its rank; ``None``: not planned."""
    return {str(a.id): 0 if a.legal else TIER.get(ranks.of(a.id).final) for a in areas}


def candidates(
    gaps: Sequence[Gap],
    seats: Mapping[str, str],
    membership: Membership,
    tier: Mapping[str, int | None],
    ranks: Ranks,
    efforts: Sequence[Effort],
    measures: Sequence[Measure] = (),
    mirrored: Mapping[str, Mirrored] | None = None,
    ladder: Mapping[str, float] | None = None,
    *,
    links: Sequence[Link] = (),
    decisions: Sequence[Decision] = (),
    proposed: Sequence[Proposed] = (),
    seats_counted: bool = False,
    work: Sequence[WorkState] = (),
    approved: Sequence[ApprovedItem] = (),
    pages: Mapping[str, int] = NOTHING,
    closing: Mapping[str, int] = NOTHING,
    first: int = 0,
) -> tuple[tuple[Project, ...], tuple[NotNow, ...]]:
    """Return the candidate plan items, and those that cannot be planned with the reason.

    ``seats`` maps a committee to ``P``, ``O`` or ``?``; a committee that is absent has no seat. Each committee has one
    candidate for every rung of the ladder that rights, seat and experts allow (``ladder`` is the worth of a rung); the
    plan takes one of them. Where ``efforts`` say that a rung requires a mirror committee, it waits for one unless the
    committee is ``mirrored`` by a live national committee with a named expert; without such records (``None``) a seat
    is taken as the sign of a live one. A type without effort cannot be planned: its need would be taken as zero.

    ``links`` say how a deliverable is to be adopted and what for: where either degree will do, both ways are candidates
    of which one is planned; without a known use it is planned behind rank 1 unless a decision accepts that. ``pages``
    are the lengths of texts, as far as they are known. ``closing`` is the year in which the vote on a draft ends, where
    it is known: the draft counts for work in its committee that begins by then, not at all before the ``first`` year.
    ``ladder`` also gives the worth of the types of ``proposed`` projects. ``seats_counted`` says that the load of the
    present seats is taken from capacity: the next rung then ends the load of the one that is held. ``work`` that runs
    is a candidate whatever else is said of it, also where only the ``approved`` programme knows it (:func:`begun`);
    what is done or dropped is none.
    """
    order = {str(area.area): (area.joint is None, area.joint or 0) for area in ranks.areas}
    measures = sorted((m for m in measures if m.done is None), key=lambda m: m.id)

    def placed(areas: Sequence[str]) -> tuple[tuple[str, ...], int | None]:
        known = [value for area in areas if (value := tier[area]) is not None]
        ordered = sorted(areas, key=lambda a: (tier[a] is None, tier[a] or 0, *order[a], a))
        return tuple(ordered), min(known, default=None)

    known = {effort.type for effort in efforts}
    text = partial(as_text, membership=membership, efforts=efforts, ways=ways_wanted(links), pages=pages)
    wanted = [text(project) for project in _adoptions(gaps, known, links, decisions, placed)]
    for committee, found in _by_committee(gaps).items():
        areas, level = placed(tuple(dict.fromkeys(area for gap in found for area in gap.areas)))
        drafts = [gap.deliverable for gap in found if gap.kind is GapKind.DRAFT and placed(gap.areas)[1] == level]
        counted = [name for name in drafts if closing.get(name, first) >= first]
        people = None if mirrored is None else mirrored.get(committee, Mirrored())
        closed = tuple(sorted(closing[name] for name in counted if name in closing))
        join = replace(_join(committee, found, areas, level, max(1, len(counted))), closing=closed)
        rungs = [r for r in _rungs(committee, seats.get(committee), membership, people) if r in known]
        ready = committee in seats if people is None else people.ready
        held = HELD.get(seats.get(committee, ""), "") if seats_counted else ""
        if not ready and any(ProjectType.MIRROR in prerequisites(efforts, rung) for rung in rungs):
            wanted.append(replace(_rung(join, ProjectType.MIRROR, 1.0), drafts=(), units=0, closing=()))
        worth = ladder or {}
        wanted += [
            replace(_rung(join, rung, worth.get(rung, 1.0)), held=held if rung != held else "")
            for rung in rungs or [ProjectType.PARTICIPATE]
        ]
    wanted = [_after(project, wanted, efforts, measures) for project in wanted]
    rows = sorted(proposed, key=lambda row: row.item)
    wanted += [text(_proposed(row, *placed(row.areas), (ladder or {}).get(row.type, 1.0))) for row in rows]
    wanted += [_measure(m, measures) for m in measures]
    wanted = begun(wanted, work, approved, efforts, {str(m.id) for m in measures}, text)
    reasons = _no_right(proposed) | _reasons(wanted, membership, seats, ranks, efforts, mirrored) | over(wanted, work)
    return _parted(wanted, {k: why for k, why in reasons.items() if k not in of_status(work, WorkStatus.RUNNING)})


Place = Callable[[Sequence[str]], tuple[tuple[str, ...], int | None]]
HELD = {"O": ProjectType.OBSERVE, "P": ProjectType.PARTICIPATE}
"""The rung of a present seat."""


def _adoptions(
    gaps: Sequence[Gap],
    known: Set[ProjectType],
    links: Sequence[Link],
    decisions: Sequence[Decision],
    placed: Place,
) -> list[Project]:
    """Return the adoptions and revisions that the gaps lead to; both ways of an adoption where either will do."""
    degrees, needless = _degrees(links), useless(links, decisions)
    found = []
    for gap in gaps:
        if gap.kind not in (GapKind.NOT_ADOPTED, GapKind.OUTDATED):
            continue
        areas, level = placed(gap.areas)
        if level is not None and gap.deliverable in needless:
            level = max(level, NEEDLESS)
        kinds: tuple[ProjectType, ...] = (ProjectType.REVISE,)
        if gap.kind is GapKind.NOT_ADOPTED:
            kinds = ADOPTIONS[degrees.get(gap.deliverable, Correspondence.UNKNOWN)]
            kinds = tuple(kind for kind in kinds if kind in known) or kinds[:1]
        either = f"adopt-{slug(gap.deliverable)}" if len(kinds) > 1 else ""
        for kind in kinds:
            name = f"{kind}-{slug(gap.deliverable)}"
            found.append(
                Project(
                    name, kind, gap.committee, gap.deliverable, areas, level, gaps=(gap.id,), alternative=either
                )
            )  # fmt: skip
    return found


def _degrees(links: Sequence[Link]) -> dict[str, Correspondence]:
    """Return the degree of correspondence that the links of a deliverable want; none where they do not agree.

    An endorsement leaves the text as it is: without a degree it is identical.
    """
    stated = {Correspondence.UNKNOWN: None}
    wanted = _agreed((link.deliverable, stated.get(link.degree, link.degree)) for link in links)
    endorsed = (name for name, method in ways_wanted(links).items() if method is Method.ENDORSEMENT)
    return dict.fromkeys(endorsed, Correspondence.IDT) | wanted


def _agreed(wishes: Iterable[tuple[str | None, Wish | None]]) -> dict[str, Wish]:
    """Return what is wanted for each deliverable, where somebody says so and nobody says otherwise."""
    wanted: dict[str, set[Wish]] = {}
    for name, wish in wishes:
        if name and wish:
            wanted.setdefault(name, set()).add(wish)
    return {name: next(iter(said)) for name, said in wanted.items() if len(said) == 1}


def ways_wanted(links: Sequence[Link]) -> dict[str, Method]:
    """Return the method of adoption that the links of a deliverable want; none where they do not agree."""
    return _agreed((link.deliverable, link.method) for link in links)


def as_text(
    project: Project, membership: Membership, efforts: Sequence[Effort], ways: Mapping[str, Method],
    pages: Mapping[str, int],
) -> Project:  # fmt: skip
    """Return a project with the method by which its text is adopted, and with its length where effort depends on it.

    A method that it has stays where nobody wants another now.
    """
    if project.type not in TEXTS:
        return project
    method = ways.get(project.deliverable, project.method) if project.type in WAYS else None
    if project.type in WAYS and membership.must_endorse(project.deliverable):
        method = Method.ENDORSEMENT
    measured = any(row.pages for row in rows_for(efforts, project.type, method))
    return replace(project, method=method, pages=pages.get(project.deliverable) if measured else None)


def _proposed(row: Proposed, areas: tuple[str, ...], level: int | None, worth: float) -> Project:
    """Return a proposed project as a plan item in its window."""
    return Project(
        row.item, row.type, row.committee or "", row.deliverable or "", areas, level,
        tuple(sorted({*row.requires})), rung=worth, since=row.start, until=row.end,
    )  # fmt: skip


def _no_right(proposed: Sequence[Proposed]) -> dict[str, str]:
    """Refuse to adopt another body's standard without a recorded agreement."""
    return {row.item: "rights" for row in proposed if row.type is ProjectType.ADOPT_OTHER and not row.right}


def _by_committee(gaps: Sequence[Gap]) -> dict[str, list[Gap]]:
    found: dict[str, list[Gap]] = {}
    for gap in gaps:
        if gap.kind in (GapKind.DRAFT, GapKind.NO_SEAT, GapKind.SEAT_UNKNOWN):
            found.setdefault(gap.committee, []).append(gap)
    return found


def _rungs(
    committee: str, seat: str | None, membership: Membership, people: Mirrored | None
) -> tuple[ProjectType, ...]:
    """Return the rungs from the present seat upwards that the country may take; none when seat or rights are unknown.

    Experts in working groups need one who is nominated for groups; a convenor or secretariat, a seat and a leader.
    """
    if seat == "?":
        return ()
    rungs = []
    if seat is None and membership.may_participate(committee, "O"):
        rungs.append(ProjectType.OBSERVE)
    if membership.may_participate(committee, "P"):
        rungs.append(ProjectType.PARTICIPATE)
        rungs += [ProjectType.EXPERTS] if people and people.active else []
        rungs += [ProjectType.LEAD] if people and people.leading and seat == "P" else []
    return tuple(rungs)


def _join(committee: str, found: Sequence[Gap], areas: tuple[str, ...], level: int | None, units: int) -> Project:
    drafts = tuple(gap.deliverable for gap in found if gap.kind is GapKind.DRAFT)
    ids = tuple(gap.id for gap in found)
    return Project("", ProjectType.PARTICIPATE, committee, "", areas, level, gaps=ids, drafts=drafts, units=units)


def _rung(join: Project, type_: ProjectType, worth: float) -> Project:
    return replace(join, id=f"{type_}-{slug(join.committee)}", type=type_, rung=worth)


def _after(
    project: Project,
    wanted: Sequence[Project],
    efforts: Sequence[Effort],
    measures: Sequence[Measure],
) -> Project:
    """Tie a project to what must come first: what its type requires in the same committee, and waited-for measures."""
    first = prerequisites(efforts, project.type, project.method)
    before = [p.id for p in wanted if p.type in first and p.committee == project.committee]
    if project.type in JOINING:
        before += [_measure_id(m) for m in measures if project.committee in m.committees]
    return replace(project, requires=tuple(sorted(before)))


def _measure_id(measure: Measure) -> str:
    return f"{ProjectType.MEASURE}-{measure.id}"


def _measure(measure: Measure, measures: Sequence[Measure]) -> Project:
    """Return a measure as a plan item: in the tier of its urgency, after the open measures it depends on."""
    before = tuple(sorted(_measure_id(m) for m in measures if m.id in measure.depends_on))
    return Project(
        _measure_id(measure), ProjectType.MEASURE, "", "", tuple(measure.areas), 0 if measure.legal else
        TIER.get(measure.rank), before, objective=measure.objective, measure=measure.id,
    )  # fmt: skip


def _reasons(
    wanted: Sequence[Project],
    membership: Membership,
    seats: Mapping[str, str],
    ranks: Ranks,
    efforts: Sequence[Effort],
    mirrored: Mapping[str, Mirrored] | None,
) -> dict[str, str]:
    """Return why a candidate cannot be planned, for each that cannot."""
    return {
        project.id: reason
        for project in wanted
        if (reason := _refusal(project, membership, seats, ranks) or _without_effort(project, efforts))
        or (reason := _unknown_mirror(project, mirrored))
    }


def _parted(wanted: Sequence[Project], refused: Mapping[str, str]) -> tuple[tuple[Project, ...], tuple[NotNow, ...]]:
    """Part what can be planned from what is refused; what waits for a refused item cannot be planned either."""
    reasons = dict(refused)
    able = {project.id for project in wanted} - reasons.keys()
    while waiting := [p for p in wanted if p.id in able and not able >= {*p.requires}]:
        able -= {project.id for project in waiting}
        reasons |= {project.id: "prerequisite" for project in waiting}
    return (
        tuple(project for project in wanted if project.id not in reasons),
        tuple(NotNow(project, reasons[project.id]) for project in wanted if project.id in reasons),
    )


def _without_effort(project: Project, efforts: Sequence[Effort]) -> str:
    return "" if project.measure or rows_for(efforts, project.type, project.method) else "no-effort"


def _unknown_mirror(project: Project, mirrored: Mapping[str, Mirrored] | None) -> str:
    """Nobody knows whether the national committee works: ask first, and neither join nor set up another."""
    if project.type not in (*JOINING, ProjectType.MIRROR) or mirrored is None:
        return ""
    return "mirror-unknown" if mirrored.get(project.committee, Mirrored()).unknown else ""


def _refusal(project: Project, membership: Membership, seats: Mapping[str, str], ranks: Ranks) -> str:
    """Return why a project cannot be planned at all (a key below ``not-now-``), or nothing."""
    if project.tier is None:
        open_question = any(ranks.of(area).final is Rank.UNKNOWN for area in project.areas)
        return "not-rankable" if open_question else "no-priority"
    if project.measure:
        return ""
    allowed: bool | None = True
    if project.type in (ProjectType.ADOPT, ProjectType.REVISE):
        allowed = membership.may_adopt(project.deliverable)
    elif project.type is ProjectType.ADOPT_MODIFIED:
        allowed = membership.may_modify(project.deliverable)
    elif project.type not in (*LADDER, ProjectType.MIRROR, ProjectType.PROPOSE):
        pass  # what a country does at home, or in its region, asks no membership
    elif seats.get(project.committee) == "?":
        return "membership-unknown"
    else:
        allowed = membership.may_participate(project.committee, "O" if project.type is ProjectType.OBSERVE else "P")
    return {True: "", False: "rights", None: "membership-unknown"}[allowed]
