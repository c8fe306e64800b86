"""Large programmes against HiGHS: proven gap, bound, frontier, growth, memory; every plan is checked.

    python benchmarks/portfolio.py [--quick]

The workload: projects of 1 to 3 years that may start in any of 5 years, with 3 resources a year (money, staff,
secretariat) that cover about 30 % of what all would need, value that goes with cost and is worth 5 % less each year
later, 5 % prerequisites, and a tenth of the projects in threes of which one may start. 1,000 projects are 4,000
columns. Seconds are those of the processor, with one thread. HiGHS runs in a child process on the same arrays, and has
the same limits; what it found until then counts. SCIP, CP-SAT and CBC are not run: their rows give recorded figures,
distances from the linear relaxation after 30 s or more, on another day. Every plan is checked here, from the arrays.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any

import highspy
import numpy as np
from common import Row, in_child, print_rows, processor_time, row, say, seconds, shared

from opennss.portfolio.selection.exact import lowered, rows_of
from opennss.portfolio.selection.frontier import frontier
from opennss.portfolio.selection.prices import bound
from opennss.portfolio.selection.problem import Selection, SelectionPlan
from opennss.portfolio.selection.solve import solve

YEARS, RESOURCES = 5, 3
SEEDS, QUICK_SEEDS = range(1, 10), range(1, 3)
GIB = 2**30
PERCENT, SECONDS = "%", "processor s"


def programme(projects: int, seed: int) -> Selection:
    """Draw a workload; the same call gives the same."""
    random = np.random.default_rng(seed)
    money = random.lognormal(3.0, 0.8, projects).round() + 1
    staff = np.maximum((money * random.uniform(0.02, 0.12, projects)).round(1), 1.0)
    office = np.maximum(random.gamma(2, 0.5, projects).round(1), 0.1)
    length = random.integers(1, 4, projects)
    worth = (money * random.uniform(0.6, 1.6, projects) + random.gamma(2, 6, projects)).round(1)
    waiting = random.choice(projects, projects // 20, replace=False)
    before = np.column_stack((waiting, random.integers(0, projects, len(waiting))))
    before = before[before[:, 0] > before[:, 1]]  # so that there is no cycle
    groups = random.choice(projects, projects // 30 * 3, replace=False)
    project, start = np.nonzero(np.arange(YEARS) + length[:, None] <= YEARS)
    places, columns, amounts, limits = [0], [], [], []
    for need in (money, staff, office):
        for year in range(YEARS):
            at_work = np.flatnonzero((start <= year) & (year < start + length[project]))
            columns.append(at_work)
            amounts.append((need / length)[project[at_work]])
            places.append(places[-1] + len(at_work))
            limits.append(0.3 * need.sum() / YEARS)
    return Selection(
        projects, project, start, worth[project] * 0.95**start,
        places, np.concatenate(columns), np.concatenate(amounts), limits,
        before, np.zeros(len(before), np.int64), np.arange(0, len(groups) + 1, 3), groups,
    )  # fmt: skip


def kept(selection: Selection, plan: SelectionPlan) -> bool:
    """Say whether a plan keeps its limits, prerequisites and groups; from the arrays alone."""
    s, start = selection, plan.column
    taken = np.zeros(s.columns, bool)
    taken[start[start >= 0]] = True
    counts = taken[s.use_column] * s.use_amount
    use = np.array([counts[one:two].sum() for one, two in zip(s.use_start[:-1], s.use_start[1:], strict=True)])
    later, earlier = s.before.T
    when = np.where(start >= 0, s.period[start], YEARS)
    waits = (start[later] < 0) | (when[earlier] + s.lag <= when[later])
    groups = (start[s.group_project] >= 0).reshape(-1, 3).sum(axis=1)
    own = s.project[taken]
    once = len(np.unique(own)) == len(own) and (s.project[start[start >= 0]] == np.flatnonzero(start >= 0)).all()
    worth = np.isclose(plan.value, s.value[taken].sum())
    return bool((use <= s.limit * (1 + 1e-9)).all() and waits.all() and (groups <= 1).all() and once and worth)


def highs(selection: Selection, limit: float, whole: bool = True) -> dict[str, float | None]:
    """Let HiGHS run so many processor seconds, in a child: its value, bound and seconds.

    The value is that of the last plan in the time. Without ``whole`` the linear relaxation is solved.
    """

    def run() -> dict[str, float | None]:
        rows, solver = rows_of(selection), highspy.Highs()
        for option, value in {"output_flag": False, "threads": 1, "mip_rel_gap": 1e-5}.items():
            solver.setOptionValue(option, value)
        solver.passModel(lowered(selection, rows, whole))
        begun = processor_time()
        found: list[float] = []

        def better(event: Any) -> None:
            if processor_time() - begun <= limit:
                found.append(-event.data_out.objective_function_value)

        def late(event: Any) -> None:
            if processor_time() - begun > limit:
                event.interrupt()

        if whole:
            solver.cbMipImprovingSolution.subscribe(better)
            solver.cbMipInterrupt.subscribe(late)
        solver.run()
        info, spent = solver.getInfo(), processor_time() - begun
        if not whole:
            return {"value": None, "bound": -info.objective_function_value, "seconds": spent}
        return {"value": max(found, default=None), "bound": -info.mip_dual_bound, "seconds": spent}

    return in_child(run)[0] or {"value": None, "bound": None, "seconds": None}


def gap_of(told: dict[str, float | None]) -> float | None:
    """Return the gap that HiGHS has proven, in percent; ``None`` without a plan."""
    value, most = told["value"], told["bound"]
    return None if value is None or most is None else 100 * (most - value) / most


def ours(selection: Selection, limit: float) -> tuple[SelectionPlan, float]:
    """Return our plan within the limit, and the seconds it took."""
    begun = processor_time()
    plan = solve(selection, limit, clock=time.process_time)
    return plan, processor_time() - begun


def thousand(projects: int, seeds: Sequence[int], limit: float) -> Iterator[Row]:
    """Rows of the size at which HiGHS alone is the tool: gap, seeds at which it is ahead, seconds."""
    gaps, theirs, ahead, spent, below, broken = [], [], 0, 0.0, 0, 0
    for seed in seeds:
        say(f"portfolio: {projects} projects, seed {seed}")
        selection = programme(projects, seed)
        plan, took = ours(selection, limit)
        told = highs(selection, limit)
        gaps.append(100 * plan.gap)
        theirs.append(gap_of(told))
        ahead += told["value"] is not None and told["value"] > plan.value * (1 + 1e-9)
        below += told["value"] is not None and plan.bound < told["value"] * (1 - 1e-9)
        spent, broken = max(spent, took), broken + (not kept(selection, plan))
    size = f"{projects} projects, seeds {seeds[0]}-{seeds[-1]}"
    proven = [gap for gap in theirs if gap is not None]
    yield row(
        f"proven gap within {limit:g} s, median", size, PERCENT, median(gaps),
        peer=median(proven) if proven else None, peer_name=f"HiGHS, {limit:g} s", goal="<= 0.25 %",
        meets=lambda made: made.ours <= 0.25,
    )  # fmt: skip
    yield row("proven gap, greatest", size, PERCENT, max(gaps), peer=max(proven, default=None), peer_name="HiGHS")
    yield row("seconds of the slowest seed", size, SECONDS, spent, goal="<= 10 s", meets=lambda made: made.ours <= 10)
    yield none_of("seeds at which HiGHS has the better plan in the same time", size, "seeds", ahead)
    yield none_of("bounds below a plan of HiGHS", size, "bounds", below)
    yield none_of("plans that break something", size, "plans", broken)


def none_of(what: str, size: str, unit: str, count: int) -> Row:
    """Make a row of something that must not be."""
    return row(what, size, unit, float(count), goal="0", meets=lambda made: made.ours == 0)


def large(projects: int, limit: float, share: float, theirs: float | None) -> Iterator[Row]:
    """Rows of one large size: gap, seconds, memory; HiGHS has ``theirs`` seconds, or its recorded figure stands."""
    say(f"portfolio: {projects} projects")
    selection = programme(projects, 1)
    size = f"{projects} projects, {selection.columns} columns"
    (plan, spent), memory = in_child(lambda: ours(selection, limit))
    peer = recorded("HiGHS", projects) if theirs is None else gap_of(highs(selection, theirs))
    name = "HiGHS, recorded: none in 161 s" if theirs is None else f"HiGHS, {theirs:g} s"
    yield row(
        "proven gap", size, PERCENT, 100 * plan.gap, peer=peer, peer_name=name if peer is not None else None,
        goal=f"<= {share:g} % (HiGHS: {'none in 161 s' if theirs is None else f'in {theirs:g} s'})",
        meets=lambda made: made.ours <= share,
    )  # fmt: skip
    yield row(
        "seconds of that plan", size, SECONDS, spent, goal=f"<= {limit:g} s", meets=lambda made: made.ours <= limit
    )
    yield row("memory", size, "GB", memory / GIB, goal="<= 2 GB", meets=lambda made: made.ours <= 2)
    yield none_of("plans that break something", size, "plans", int(not kept(selection, plan)))
    for tool in ("SCIP", "CP-SAT", "CBC"):
        told = recorded(tool, projects)
        if told is not None:
            yield row(
                "distance from the linear relaxation", size, PERCENT, 100 * plan.gap, peer=told,
                peer_name=f"{tool}, recorded, 30 s or more",
            )  # fmt: skip


def recorded(tool: str, projects: int) -> float | None:
    """Return the recorded distance of a tool's plan from the linear relaxation in percent; ``None`` without one."""
    place = shared() / "bench" / "peer_results.jsonl"
    if not place.is_file():
        return None
    rows = [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines() if line.strip()]
    found = [each for each in rows if each["job"] == "d" and each["tool"] == tool and each["size"] == projects]
    gaps = [each["gap_to_lp_pct"] for each in found if each.get("gap_to_lp_pct") is not None]
    return gaps[-1] if gaps and np.isfinite(gaps[-1]) else None


def alone(projects: int) -> Iterator[Row]:
    """Rows of the bound alone, against the linear relaxation of HiGHS."""
    say(f"portfolio: bound of {projects} projects")
    selection = programme(projects, 1)
    size = f"{projects} projects, {selection.columns} columns"
    own = seconds(lambda: bound(selection), processor_time)
    relaxed = highs(selection, np.inf, whole=False)
    yield row(
        "bound alone", size, SECONDS, own, peer=relaxed["seconds"], peer_name="linear relaxation by HiGHS",
        goal=">= 20 x HiGHS", meets=lambda made: made.ratio >= 20,
    )  # fmt: skip
    apart = None if relaxed["bound"] is None else bound(selection).value / relaxed["bound"] - 1
    yield row(
        "bound above the linear relaxation", size, "share", apart, goal="<= 1e-5", meets=lambda made: made.ours <= 1e-5
    )


def growth(sizes: Sequence[int]) -> Row:
    """How the time of the bound grows with the columns: the slope of a line through the logarithms."""
    columns, spent = [], []
    for projects in sizes:
        say(f"portfolio: growth, {projects} projects")
        selection = programme(projects, 1)
        columns.append(selection.columns)
        spent.append(seconds(lambda s=selection: bound(s), processor_time))
    slope = float(np.polyfit(np.log(columns), np.log(spent), 1)[0])
    return row(
        "log-log slope of the time of the bound", f"{columns[0]} to {columns[-1]} columns", "exponent", slope,
        goal="<= 1.1", meets=lambda made: made.ours <= 1.1,
    )  # fmt: skip


def pareto(projects: int, points: int) -> Iterator[Row]:
    """Rows of a frontier of two values: seconds of all points, greatest gap."""
    say(f"portfolio: frontier of {points} points, {projects} projects")
    selection = programme(projects, 1)
    second = selection.value * np.random.default_rng(2).uniform(0.2, 1.8, projects)[selection.project]
    size = f"{points} points, {projects} projects"
    begun = processor_time()
    found = frontier(selection, second, points)
    spent = processor_time() - begun
    yield row("Pareto frontier", size, SECONDS, spent, goal="<= 20 s", meets=lambda made: made.ours <= 20)
    yield row(
        "Pareto frontier: greatest proven gap", size, PERCENT, 100 * max(point.plan.gap for point in found),
        goal="<= 0.1 %", meets=lambda made: made.ours <= 0.1,
    )  # fmt: skip
    broken = sum(not kept(selection, SelectionPlan(point.plan.column, point.first, np.inf)) for point in found)
    yield none_of("Pareto frontier: plans that break something", size, "plans", broken)


def parts(quick: bool) -> Iterator[Callable[[], Iterator[Row]]]:
    """Everything that is measured, one part after the other."""
    if quick:
        yield lambda: thousand(120, QUICK_SEEDS, 2.0)
        yield lambda: large(400, 5.0, 0.5, 1.0)
        yield lambda: alone(400)
        yield lambda: pareto(200, 3)
        yield lambda: iter((growth((200, 400, 800)),))
        return
    yield lambda: thousand(1000, SEEDS, 10.0)
    yield lambda: large(10_000, 5.0, 0.03, 30.0)
    yield lambda: large(50_000, 20.0, 0.01, None)
    yield lambda: alone(50_000)
    yield lambda: pareto(10_000, 20)
    yield lambda: iter((growth((1000, 4000, 16_000, 64_000, 200_000)),))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small sizes, for the tests")
    asked = parser.parse_args()
    small = programme(60, 1)
    solve(small)  # compiled
    frontier(small, small.value, 2, pairs=1000)
    print_rows([one for part in parts(asked.quick) for one in part()])
