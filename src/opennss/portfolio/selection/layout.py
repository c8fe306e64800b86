"""A selection turned over for the kernels: columns, uses and links by project, and linked projects in trees.

Projects and groups are the nodes of a graph, pairs of ``before`` and memberships of groups its edges. Leaves are taken
off one by one, each with the one neighbour that it has left as its parent: what is a tree is then solved exactly from
the leaves to the root. Where a cycle is left, the project with most edges in it is **set**: its choices are tried one
by one, and what is left again has leaves. Where trying would take more than ``COMBINATIONS`` in one component, an edge
is left out instead: that relaxes the problem, so what is found is still a bound.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from numba import njit

from opennss.portfolio.selection.problem import Flags, Floats, Ints, Selection

COMBINATIONS = 1024
"""Joint choices of the set projects of one component that are tried at most."""

ROOT, NEEDS, NEEDED, MEMBER = -1, 0, 1, 2
"""Kinds of an edge as a node sees it: none, it needs the other, the other needs it, one is a member of the other."""

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a kernel at its first call and keep it on the disk; it runs without the interpreter's lock."""
    return cast(F, njit(cache=True, nogil=True)(function))


class Layout(NamedTuple):
    """A selection as the kernels read it; a place array has one more entry than there are rows.

    ``first``: columns of a project. ``at``, ``resource``, ``amount``: uses by column. ``limit``: where
    there is none, what all columns use together. ``node``, ``kin``, ``lag``,
    ``kind``: edges by node (projects, then groups), as the node sees them.
    """

    first: Ints
    period: Ints
    at: Ints
    resource: Ints
    amount: Floats
    limit: Floats
    node: Ints
    kin: Ints
    lag: Ints
    kind: Ints

    def reduced(self, value: Floats, prices: Floats) -> Floats:
        """Return what each column is worth above the price of what it uses."""
        columns = np.repeat(np.arange(len(value)), np.diff(self.at))
        paid = np.bincount(columns, prices[self.resource] * self.amount, len(value))
        return np.asarray(value - paid, dtype=np.float64)


class Trees(NamedTuple):
    """Components of linked projects, each a forest of nodes without its set projects.

    ``start`` and ``order``: nodes of each component, children before parents. ``parent`` (-1: a root), ``lag`` and
    ``kind`` by node. ``set_start`` and ``fixed``: set projects of each component. ``alone``: projects without an edge.
    ``ignored``, by edge as in ``Layout.kin``: it was left out.
    """

    start: Ints
    order: Ints
    parent: Ints
    lag: Ints
    kind: Ints
    set_start: Ints
    fixed: Ints
    alone: Ints
    ignored: Flags


def lay_out(selection: Selection) -> Layout:
    """Turn a selection over."""
    s = selection
    resources = np.repeat(np.arange(len(s.limit)), np.diff(s.use_start))
    everything = np.bincount(resources, s.use_amount, len(s.limit))
    limit = np.where(np.isfinite(s.limit), s.limit, everything)
    used = s.use_amount > 0
    order = np.flatnonzero(used)[np.argsort(s.use_column[used], kind="stable")]
    groups = len(s.group_start) - 1
    members = np.repeat(np.arange(groups), np.diff(s.group_start)) + s.projects
    zero = np.zeros(len(members), np.int64)
    later, earlier = s.before[:, 0], s.before[:, 1]
    one = np.concatenate((later, earlier, s.group_project, members))
    kin = np.concatenate((earlier, later, members, s.group_project))
    lag = np.concatenate((s.lag, s.lag, zero, zero))
    kind = np.concatenate((np.full(len(later), NEEDS), np.full(len(later), NEEDED), zero + MEMBER, zero + MEMBER))
    by = np.lexsort((kin, kind, one))
    return Layout(
        np.searchsorted(s.project, np.arange(s.projects + 1)), s.period,
        np.searchsorted(s.use_column[order], np.arange(s.columns + 1)), resources[order], s.use_amount[order], limit,
        np.searchsorted(one[by], np.arange(s.projects + groups + 1)), kin[by], lag[by], kind[by],
    )  # fmt: skip


def grow_trees(layout: Layout, combinations: int = COMBINATIONS) -> Trees:
    """Divide the linked projects into components, and each of them into trees and set projects."""
    projects = len(layout.first) - 1
    nodes = len(layout.node) - 1
    start, order, edge, set_start, fixed, ignored = _peel(
        layout.first, layout.node, layout.kin, nodes, projects, combinations
    )
    inner = edge >= 0
    parent, lag, kind = np.full(nodes, -1), np.zeros(nodes, np.int64), np.full(nodes, ROOT)
    parent[inner], lag[inner], kind[inner] = (array[edge[inner]] for array in (layout.kin, layout.lag, layout.kind))
    alone = np.flatnonzero(np.diff(layout.node)[:projects] == 0)
    return Trees(start, order, parent, lag, kind, set_start, fixed, alone, ignored)


@compiled
def _peel(
    first: Ints, node: Ints, kin: Ints, nodes: int, projects: int, combinations: int
) -> tuple[Ints, Ints, Ints, Ints, Ints, Flags]:
    """Take all components apart: their places, the order of nodes, the edge to the parent, set projects, lost edges."""
    degree = np.diff(node)
    seen, gone, ignored = np.zeros(nodes, np.bool_), np.zeros(nodes, np.bool_), np.zeros(len(kin), np.bool_)
    order, edge, fixed = np.empty(nodes, np.int64), np.full(nodes, -1), np.empty(nodes, np.int64)
    start, set_start = np.zeros(nodes + 1, np.int64), np.zeros(nodes + 1, np.int64)
    members, leaves = np.empty(nodes, np.int64), np.empty(nodes + 2 * len(kin), np.int64)
    components, placed, sets = 0, 0, 0
    for seed in range(nodes):
        if seen[seed] or degree[seed] == 0:
            continue
        count = _gather(seed, node, kin, seen, members)
        last = 0
        for one in members[:count]:
            if degree[one] <= 1:
                leaves[last] = one
                last += 1
        placed = _take_leaves(leaves, last, node, kin, degree, gone, ignored, order, edge, placed)
        if placed < start[components] + count:
            ranked = members[:count][np.argsort(-degree[members[:count]], kind="mergesort")]
            tried = 1
            for one in ranked:
                while one < projects and not gone[one]:
                    options = first[one + 1] - first[one] + 1
                    if tried * options <= combinations:
                        tried *= options
                        fixed[sets] = one
                        sets += 1
                        last = _set(one, leaves, node, kin, degree, gone, ignored, edge)
                    else:
                        last = _ignore(one, leaves, node, kin, degree, gone, ignored)
                    placed = _take_leaves(leaves, last, node, kin, degree, gone, ignored, order, edge, placed)
        components += 1
        start[components], set_start[components] = placed, sets
    return start[: components + 1], order[:placed], edge, set_start[: components + 1], fixed[:sets], ignored


@compiled
def _gather(seed: int, node: Ints, kin: Ints, seen: Flags, members: Ints) -> int:
    """Collect the component of a node; return how many nodes it has."""
    members[0], count, next_one = seed, 1, 0
    seen[seed] = True
    while next_one < count:
        one = members[next_one]
        next_one += 1
        for other in kin[node[one] : node[one + 1]]:
            if not seen[other]:
                seen[other] = True
                members[count] = other
                count += 1
    return count


@compiled
def _take_leaves(
    leaves: Ints, last: int, node: Ints, kin: Ints, degree: Ints, gone: Flags, ignored: Flags,
    order: Ints, edge: Ints, placed: int,
) -> int:  # fmt: skip
    """Take off leaves, and what becomes one, until none is left; return how many nodes have their place."""
    while last > 0:
        last -= 1
        one = leaves[last]
        if gone[one]:
            continue
        gone[one] = True
        order[placed] = one
        placed += 1
        for place in range(node[one], node[one + 1]):
            other = kin[place]
            if not ignored[place] and not gone[other]:
                edge[one] = place
                degree[other] -= 1
                if degree[other] <= 1:
                    leaves[last] = other
                    last += 1
    return placed


@compiled
def _set(one: int, leaves: Ints, node: Ints, kin: Ints, degree: Ints, gone: Flags, ignored: Flags, edge: Ints) -> int:
    """Take a project out to be set, from its children too; return how many leaves that makes."""
    gone[one], last = True, 0
    for place in range(node[one], node[one + 1]):
        other = kin[place]
        if gone[other]:
            if edge[other] >= 0 and kin[edge[other]] == one:
                edge[other] = -1
        elif not ignored[place]:
            degree[other] -= 1
            if degree[other] <= 1:
                leaves[last] = other
                last += 1
    return last


@compiled
def _ignore(one: int, leaves: Ints, node: Ints, kin: Ints, degree: Ints, gone: Flags, ignored: Flags) -> int:
    """Leave out one edge of a node, in both directions; return how many leaves that makes."""
    last = 0
    for place in range(node[one], node[one + 1]):
        other = kin[place]
        if ignored[place] or gone[other]:
            continue
        ignored[place] = True
        for back in range(node[other], node[other + 1]):
            if kin[back] == one and not ignored[back]:
                ignored[back] = True
                break
        for end in (one, other):
            degree[end] -= 1
            if degree[end] <= 1:
                leaves[last] = end
                last += 1
        break
    return last
