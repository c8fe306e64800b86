"""What if: each variant changes one thing, and what comes and goes is told against the programme."""

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

from tests.portfolio.test_bounds import adopt, capacity, effort, ids, stated

from opennss.model.country import PlanSettings
from opennss.model.plans import Plan, Variant
from opennss.model.projects import Project, ProjectType
from opennss.model.workspace import Method
from opennss.portfolio.outlook import FRONTIER, TESTS, VARIANTS, asked_for, decimal, near_plan, outlook, variants
from opennss.portfolio.plan import chosen_items

EFFORTS = [effort(ProjectType.ADOPT, 5), effort(ProjectType.REVISE, 7)]


def base_of(asked):
    items, steps = chosen_items(asked)
    return Plan(items, (), (), steps, ())


def test_of_equally_good_plans_the_nearest_is_told():
    projects = [adopt(str(n), area=f"a{n}") for n in range(6)]
    asked = stated(projects, EFFORTS, [capacity(15)])
    kept = Plan(
        tuple(item for item in chosen_items(stated(projects[::-1], EFFORTS, [capacity(15)]))[0]), (), (), (), ()
    )
    again = near_plan(kept)(asked)
    assert ids(again.items) == ids(kept.items)
    assert again.steps[-1][0] == "near"


def test_of_alike_items_those_of_the_programme_stay():
    projects = [adopt(str(n)) for n in range(6)]
    base = base_of(stated(projects, EFFORTS, [capacity(10)]))
    more = near_plan(base)(stated(projects, EFFORTS, [capacity(20)]))
    fewer = near_plan(base)(stated(projects[::-1], EFFORTS, [capacity(5)]))
    assert set(ids(base.items)) < set(ids(more.items))
    assert set(ids(fewer.items)) < set(ids(base.items))


def test_an_item_is_kept_in_those_tests_that_do_not_take_it_out():
    projects = [adopt(str(n), area=f"a{n}") for n in range(2)]
    base = base_of(stated(projects, EFFORTS, [capacity(10)]))
    one, two = base.items
    found = outlook(base, [
        Variant("effort", "", Decimal("1.3"), went=(two,), planned=1),
        Variant("priorities", "social", Decimal("1.2"), planned=2), Variant("effort", "", Decimal("0.7")),
        Variant("people", "nsb", Decimal(-1), went=(one, two), planned=0),
    ])  # fmt: skip
    assert found.tried == 2, "other means are no test of the choice, nor is what has no plan"
    assert found.kept == {one.project.id: 2, two.project.id: 1}


def test_only_what_is_asked_is_tried():
    assert asked_for(False) == frozenset()
    assert asked_for(True) == VARIANTS | {FRONTIER}
    assert asked_for((FRONTIER,), ["{variant.budget-less.planned}"]) == VARIANTS | {FRONTIER}
    method = Method(SimpleNamespace(plan=PlanSettings()), tuple(EFFORTS), (capacity(9),), ())
    kinds = [case[0].kind for case in variants(method, (), TESTS)]
    assert kinds == ["effort", "effort"]
    assert {case[0].kind for case in variants(method, ())} == {"people", "budget", "effort"}


def test_names_and_amounts():
    assert decimal(Fraction(3, 10)) == Decimal("0.3")
    assert PlanSettings().effort_step == Fraction(3, 10)
    names = [
        Variant("people", "nsb", Decimal(1)).name, Variant("people", "nsb", Decimal(-1)).name,
        Variant("task", "nsb", Decimal(1), "translate").name, Variant("effort", "", Decimal("0.7")).name,
        Variant("effort", "", Decimal("1.3")).name,
    ]  # fmt: skip
    assert names == [
        "variant.people-nsb-more", "variant.people-nsb-less", "variant.task-nsb-translate-more", "variant.effort-less",
        "variant.effort-more",
    ]  # fmt: skip


def test_a_body_without_people_plans_nothing():
    asked = stated([adopt("one"), Project("revise-x", ProjectType.REVISE, "", "x", ("b",), 2)], EFFORTS, [capacity(0)])
    assert near_plan(base_of(stated([adopt("one")], EFFORTS, [capacity(9)])))(asked).items == ()
