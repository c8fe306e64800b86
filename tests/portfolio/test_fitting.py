"""What fits: plain arithmetic on days and money, with what funds pay beside the budget."""

from decimal import Decimal

import pytest

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.plans import DAYS, MONEY, Bounds, Planned, Purse, Resource
from opennss.model.projects import Capacity, Effort, Project, ProjectType
from opennss.portfolio.fitting import lacking, used
from opennss.portfolio.problem import problem

NSB = Id("nsb")
ADOPT, REVISE = ProjectType.ADOPT, ProjectType.REVISE


def lacks(*purses, start=2027, days=9):
    """What two adoptions and a revision of a million each lack, with a budget of a million a year."""
    efforts = [
        Effort(type=type_, body=NSB, task=Id("draft"), days=Decimal(1), cost=Decimal(10**6), spread="100")
        for type_ in (ADOPT, REVISE)
    ]
    capacities = [
        Capacity(
            body=NSB, name=Text.of(en="NSB"), year=year, fte=Decimal(days), productive_days=Decimal(1),
            share=Decimal(1), absence=Decimal(0), day_rate=Decimal(0), budget=Decimal(10**6),
        )
        for year in (2027, 2028)
    ]  # fmt: skip
    projects = [Project(f"p{n}", type_, "", str(n), ("a",), 1) for n, type_ in enumerate((ADOPT, ADOPT, REVISE))]
    asked = problem(
        projects, efforts, capacities, (2027, 2028), {"a": 1}, 1.0, "VND", bounds=Bounds(purses=tuple(purses))
    )
    items = [Planned(project, start) for project in projects]
    return lacking(asked, items, used(asked, items))


@pytest.mark.parametrize(("purse", "short"), [
    (Purse("f", "nsb", ((2027, 1.5), (2028, 9.0))), 0.5),
    (Purse("f", "nsb", ((2027, 9.0),), False, (REVISE,)), 1.0),
    (Purse("f", "nsb", ((2028, 9.0),), True), 2.0),
    (Purse("f", "other", ((2027, 9.0),)), 2.0),
])  # fmt: skip
def test_what_no_fund_may_or_can_pay_is_lacking(purse, short):
    assert lacks(purse) == {Resource("nsb", 2027, MONEY): pytest.approx(short)}


def test_what_funds_pay_together_is_not_lacking_and_carried_money_pays_a_later_year():
    purses = Purse("a", "nsb", ((2027, 1.0),), False, (ADOPT,)), Purse("b", "nsb", ((2027, 1.0),), False, (REVISE,))
    assert lacks(*purses) == {}
    assert lacks(*purses, start=2028) == {Resource("nsb", 2028, MONEY): pytest.approx(2.0)}
    assert lacks(Purse("c", "nsb", ((2027, 2.0),), True), start=2028) == {}


def test_money_does_not_stand_in_for_days():
    assert lacks(Purse("f", "nsb", ((2027, 9.0),)), days=2) == {Resource("nsb", 2027, DAYS): pytest.approx(1.0)}
