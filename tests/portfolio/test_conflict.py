"""Demands that conflict: none can be spared, whatever the numbers; brute force over all subsets as oracle."""

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.portfolio.test_bounds import adopt, capacity, effort, stated

from opennss.model.plans import Bounds
from opennss.model.projects import Project, ProjectType
from opennss.portfolio.conflict import conflict
from opennss.portfolio.solve import feasible


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from((ProjectType.ADOPT, ProjectType.REVISE)), min_size=1, max_size=5), st.integers(0, 20))
def test_the_set_is_irreducible(types, days):
    need = {ProjectType.ADOPT: 3, ProjectType.REVISE: 5}
    projects = [Project(f"{type_}-{n}", type_, "", str(n), ("a",), 1) for n, type_ in enumerate(types)]
    efforts = [effort(type_, size) for type_, size in need.items()]
    bound = Bounds(required=frozenset(p.id for p in projects))
    asked = stated(projects, efforts, [capacity(days)], bound=bound)
    found = conflict(asked, feasible)
    total = sum(need[type_] for type_ in types)
    assert bool(found) is (total > days)
    if found:
        named = [name for kind, name in found if kind == "item"]
        size = {p.id: need[p.type] for p in projects}
        assert sum(size[name] for name in named) > days, "together they conflict"
        assert all(sum(size[name] for name in rest) <= days for rest in combinations(named, len(named) - 1))


def test_nothing_is_said_when_all_can_be_met():
    asked = stated([adopt("one")], [effort(ProjectType.ADOPT, 3)], [capacity(3)])
    assert conflict(asked, feasible) == ()
    demanded = replace(asked, bounds=Bounds(required=frozenset(["adopt-one"])))
    assert conflict(demanded, feasible) == ()
