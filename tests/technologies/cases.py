"""Small cells and cases for the tests of levels, approaches and assessments."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from opennss.language import Text
from opennss.model.codes import Id, Isic
from opennss.model.country import (
    Alignment,
    Goal,
    GoalStatus,
    IecMembership,
    IsoMembership,
    Kind,
    Membership,
    PriorityArea,
    Settings,
    Strength,
    TechnologySettings,
)
from opennss.model.criteria import Approach, Decision, DecisionKind, Rank
from opennss.model.dossiers import Amount, Landscape, Valued
from opennss.model.observations import Value
from opennss.model.stakeholders import Expert, ExpertRole
from opennss.model.technologies import (
    Axis,
    Economy,
    Technology,
    TechnologyCriterion,
    TechnologyMeasure,
    TechnologyUse,
    UseKind,
    UseStatus,
)
from opennss.model.workspace import CataloguePin, Choices, Evidence, Method, Voices, Workspace

DAY = dt.date(2026, 11, 22)
HALF = Fraction(1, 2)


def criterion(name: str, axis: Axis, measure: str = "judged", ranges: str = "", weight: str = "1"):
    return TechnologyCriterion(
        id=Id(name), name=Text.of(en=name, vi=name), axis=axis, measure=TechnologyMeasure(measure), ranges=ranges,
        weight=Fraction(weight),
    )  # fmt: skip


def cells(value: str, relevance: str, **named: str) -> list[Valued]:
    """Judged cells from ranks as letters: ``123-?x`` (x does not apply); named criteria are on relevance."""
    letters = {"-": Rank.NONE, "x": Rank.NOT_APPLICABLE}
    rows = [(f"v{i}", Axis.VALUE, letter) for i, letter in enumerate(value)]
    rows += [(f"r{i}", Axis.RELEVANCE, letter) for i, letter in enumerate(relevance)]
    rows += [(name.replace("_", "-"), Axis.RELEVANCE, letter) for name, letter in named.items()]
    return [Valued(criterion(n, axis), letters.get(x) or Rank(x), None, None) for n, axis, x in rows]


def bound(value: int, ranges: str = ">=10;>=5;>0", axis: Axis = Axis.VALUE, name: str = "bound"):
    """A measured criterion and an amount that lacks something."""
    return criterion(name, axis, "drafts", ranges), Amount(Fraction(value), (), ("ISO/TC 1",))


def technology(name: str = "ai", **more):
    return Technology(id=Id(name), name=Text.of(en=name), **more)


def landscape(name: str = "ai", committees=(), **totals: int):
    return Landscape(name, tuple(committees), {k.replace("_", "-"): Amount(Fraction(v)) for k, v in totals.items()}, ())


def decision(subject: str, first: dt.date = DAY, last: dt.date = DAY, approach: str = "monitor"):
    return Decision(
        id=Id(f"d-{subject}"), kind=DecisionKind.APPROACH, subject=subject, reason=Text(), approver="M", date=first,
        expiry=last, approach=Approach(approach) if approach else None,
    )  # fmt: skip


def use(name: str, kind: str = "use", area: str = "", where: str = "VNM", status: str = "in-force", **more):
    return TechnologyUse(
        id=Id(name), technology=Id("ai"), area=Id(area) if area else None, kind=UseKind(kind), where=Economy(where),
        statement=Text.of(en="Said"), status=UseStatus(status), source=Id("s"), **more,
    )  # fmt: skip


def area(name: str, kind: str = "sector", codes: str = ""):
    return PriorityArea(
        id=Id(name), name=Text.of(en=name), kind=Kind(kind), codes=tuple(Isic.parse(code) for code in codes.split())
    )


AREAS = (
    area("farming", codes="A"), area("industry", codes="C"), area("health", codes="Q"), area("office", codes="O-Q"),
    area("mixed", codes="P R"), area("roads", "social"), area("air", "environmental"), area("robots", "emerging"),
)  # fmt: skip


def goal(name: str, status: str = "in-force"):
    return Goal(
        id=Id(name), source=Id("s"), article=Text(), goal=Text.of(en=name), status=GoalStatus(status), year=None
    )


def serves(area_: str, goal_: str = "", strength: str = "direct"):
    return Alignment(
        area=Id(area_), goal=Id(goal_) if goal_ else None, strength=Strength(strength), reason=Text(), reviewer="P-a"
    )


def expert(name: str, *follows: str):
    return Expert(id=Id(name), committee=Id("mirror"), follows=follows, role=ExpertRole.EXPERT)


def percent(value: float, unit: str = "percent"):
    return Value(value, unit, "2024", 2, (), ("s",))


def settings(iso: str = "full", **technologies):
    return Settings(
        country="VNM", name=Text(), body=Text(), title=Text(), as_of=DAY, years=(2027,), currency="VND",
        languages=("vi", "en"), membership=Membership(IsoMembership(iso), IecMembership.UNKNOWN), illustrative=True,
        level="section", tie="mean", weights=(), utilization=0.85, ladder=(), outline="iso", edition="internal", seed=0,
        catalogue="catalogue", catalogue_sha256="", decimal=".", technologies=TechnologySettings(**technologies),
    )  # fmt: skip


def workspace(uses=(), alignments=(), goals=(), experts=(), own=(), ratings=(), technologies=(), **more):
    """A workspace without files; further arguments are settings of technologies."""
    evidence = Evidence(
        (), AREAS, tuple(goals), (), (), (), (), (), (), experts=tuple(experts), uses=tuple(uses),
        technologies=tuple(technologies),
    )  # fmt: skip
    voices = Voices((), (), technology_criteria=tuple(own), ratings=tuple(ratings))
    choices = Choices((), tuple(alignments), (), ())
    return Workspace(evidence, voices, Method(settings(**more), (), (), ()), CataloguePin("catalogue", ""), choices, "")
