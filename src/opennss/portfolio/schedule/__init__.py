"""From the yearly plan to months: stages, workload, what must not slip, deadlines, and what changed since approval.

The yearly plan stays the master: an item begins in its year, its person-days stay in theirs, and what the stages cannot
keep of it is said in the notes of the schedule.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from opennss.model.plans import Plan, PortfolioProblem
from opennss.model.results import Ranks
from opennss.model.schedule import Schedule, Scheduled
from opennss.model.standards import Deliverable
from opennss.model.workspace import Workspace
from opennss.portfolio.candidates import tiers
from opennss.portfolio.effort import Work
from opennss.portfolio.schedule.compare import changes
from opennss.portfolio.schedule.critical import chains, notes, slacks
from opennss.portfolio.schedule.deadlines import deadlines
from opennss.portfolio.schedule.jobs import jobs
from opennss.portfolio.schedule.levelling import level, month_loads


def schedule(
    plan: Plan,
    workspace: Workspace,
    ranks: Ranks,
    deliverables: Mapping[str, Deliverable],
    standing: Sequence[Work],
    problem: PortfolioProblem,
) -> Schedule:
    """Return the plan by months; the order of rows and of items makes no difference.

    ``standing`` is the yearly work of the present seats, as in the loads of the plan; ``problem`` is what the plan was
    made from.
    """
    settings, evidence = workspace.settings, workspace.evidence
    work = sorted(jobs(plan, workspace), key=lambda job: job.id)
    places = {str(area.area): area.joint or 0 for area in ranks.joint_list()}
    loads = sorted(plan.loads, key=lambda load: (load.body, load.year))
    desk = level(work, loads, settings.utilization, places, standing)
    slack = slacks(work, desk.spans)
    items = [
        Scheduled(
            job.item.project, job.form, job.last, desk.spans[job.id],
            tuple((body, _within(own, settings.years)) for body, own in job.days.items()),
            slack[job.id], job.default, job.since is not None,
        )
        for job in work
    ]  # fmt: skip
    return Schedule(
        items=tuple(sorted(items, key=lambda item: (item.begin, item.end, item.project.id))),
        loads=month_loads(desk, loads),
        chains=chains(work, desk.spans),
        deadlines=deadlines(plan, evidence.ballots, deliverables, settings.as_of, settings.obligations.remind),
        notes=tuple(notes(work, desk.spans, settings.years[-1])),
        changes=changes(
            plan,
            workspace,
            {job.id: job.last for job in work},
            deliverables,
            problem,
            tiers(evidence.areas, ranks),
        ),
    )


def _within(days: Mapping[int, Decimal], years: Collection[int]) -> Decimal:
    return sum((part for year, part in days.items() if year in years), Decimal(0))
