"""The assessment of several technologies: the worked example of the manual, positions, decisions, ratings."""

import datetime as dt
from fractions import Fraction

import pytest

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.criteria import Approach, Rank
from opennss.model.dossiers import Amount, CommitteeView, Flip, Level
from opennss.model.references import CommitteeCode
from opennss.model.standards import Role
from opennss.model.technologies import Axis, CommitteeMeasure, TechnologyMeasure, TechnologyRating
from opennss.technologies.assess import assess

AREAS, RISKS, DRAFTS, EXPERTS = (
    TechnologyMeasure.AREAS, TechnologyMeasure.RISKS, TechnologyMeasure.DRAFTS, TechnologyMeasure.EXPERTS,
)  # fmt: skip
FIGURES = {
    # technology: areas that use it, risks, drafts, experts, documents in force
    "ai": (6, 2, 40, 3, 30),
    "cloud": (6, 1, 12, 0, 20),
    "nano": (2, None, 2, 0, 60),
    "quantum": (None, None, 3, None, 0),
    "blockchain": (1, 0, 1, 0, 8),
}
TC = CommitteeCode("ISO/TC 1")


@pytest.fixture
def criteria(cases):
    return [
        cases.criterion("use", Axis.VALUE, "areas", ">=5;>=2;>0"),
        cases.criterion("risks", Axis.VALUE, "risks", ">=2;>=1;>0"),
        cases.criterion("work", Axis.RELEVANCE, "drafts", ">=10;>=4;>0"),
        cases.criterion("capacity", Axis.RELEVANCE, "experts", ">=3;>=2;>0"),
    ]


@pytest.fixture
def run(cases, criteria):
    def ran(ratings=(), decisions=(), rows=None, **more):
        technologies = [cases.technology(name, committees=(TC,)) for name in FIGURES]
        amounts = {
            name: {
                measure: Amount(None if value is None else Fraction(value))
                for measure, value in zip((AREAS, RISKS, DRAFTS, EXPERTS), values, strict=False)
            }
            for name, values in FIGURES.items()
        }
        landscapes = {}
        for name, (*_, documents) in FIGURES.items():
            figures = {CommitteeMeasure.IN_FORCE: Amount(Fraction(documents))}
            view = CommitteeView(TC, None, None, figures, None, {}, Role.NONE, {})
            landscapes[name] = cases.landscape(name, (view,), in_force=documents)
        return assess(technologies, rows or criteria, amounts, ratings, decisions, landscapes, cases.settings(**more))

    return ran


def test_the_worked_example(run):
    found = run()
    assert {name: item.approach and item.approach.value for name, item in found.items()} == {
        "ai": "lead", "cloud": "participate", "nano": "adopt", "quantum": None, "blockchain": "monitor",
    }  # fmt: skip
    ai = found["ai"]
    assert [cell.rank.value for cell in (*ai.value.cells, *ai.relevance.cells)] == ["1", "1", "1", "1"]
    assert (ai.value.level, ai.relevance.level, ai.value.share) == (Level.HIGH, Level.HIGH, 1)
    assert ai.possible == (Approach.LEAD,)


def test_nothing_known_leaves_every_level_open(run):
    quantum = run()["quantum"]
    assert (quantum.value.share, quantum.value.least, quantum.value.most) == (None, 0, 1)
    assert (quantum.value.position, quantum.value.best, quantum.value.worst) == (None, 1, 5)
    assert (quantum.value.level, quantum.value.levels) == (Level.OPEN, (Level.HIGH, Level.LOW))
    assert quantum.computed is None
    assert quantum.possible == (Approach.LEAD, Approach.PARTICIPATE, Approach.MONITOR), "nothing is in force"


def test_one_open_cell_need_not_matter(run):
    nano = run()["nano"]
    assert nano.value.cells[1].rank is Rank.UNKNOWN
    assert (nano.value.share, nano.value.least, nano.value.most) == (1, Fraction(1, 2), 1)
    assert nano.value.level is Level.HIGH
    assert nano.computed is Approach.ADOPT


def test_positions_are_among_the_technologies(run):
    found = run()
    assert {name: (a.value.position, a.value.best, a.value.worst) for name, a in found.items()} == {
        "ai": (1, 1, 1), "cloud": (2, 2, 3), "nano": (3, 2, 4), "quantum": (None, 1, 5), "blockchain": (4, 4, 5),
    }  # fmt: skip
    assert found["ai"].value.axis is Axis.VALUE


def test_flips_say_what_would_change_it(run):
    found = run()
    assert Flip("capacity", Rank.HIGH, Approach.LEAD) in found["cloud"].flips
    assert found["ai"].flips[0] == Flip("capacity", Rank.MEDIUM, Approach.PARTICIPATE)
    assert {flip.criterion for flip in found["blockchain"].flips} == {"use", "risks"}


def test_membership_limits_the_approach(run):
    found = run(iso="correspondent")
    assert found["ai"].approach is Approach.PARTICIPATE
    assert ("rights-observe", {}) in found["ai"].reasons


def test_a_decision_overrides_and_the_computed_one_stays(run, cases):
    decision = cases.decision("ai")
    ai = run(decisions=[decision])["ai"]
    assert (ai.approach, ai.computed, ai.decision) == (Approach.MONITOR, Approach.LEAD, decision)
    assert ai.reasons[-1] == ("decided", {"decision": "d-ai"})
    late = cases.decision("ai", last=cases.DAY - dt.timedelta(days=1), first=cases.DAY - dt.timedelta(days=9))
    ai = run(decisions=[late])["ai"]
    assert (ai.approach, ai.decision) == (Approach.LEAD, None)


def test_people_judge_what_is_not_measured(run, cases, criteria):
    def rating(rank):
        return TechnologyRating(
            technology=Id("ai"), criterion=Id("mastery"), rank=rank and Rank(rank), reason=Text(), proposer="Office A",
            date=cases.DAY,
        )  # fmt: skip

    rows = [*criteria, cases.criterion("mastery", Axis.VALUE)]
    found = run(rows=rows, ratings=[rating("2")])
    assert found["ai"].value.cells[2].rank is Rank.MEDIUM
    assert found["ai"].value.cells[2].rating == rating("2")
    assert found["cloud"].value.cells[2].rank is Rank.UNKNOWN, "nobody judged it"
    assert run(rows=rows, ratings=[rating(None)])["ai"].value.cells[2].rank is Rank.UNKNOWN
    without = run(rows=rows, ratings=[rating("n/a")])["ai"].value
    assert (without.share, without.least, without.most) == (1, 1, 1), "what does not apply does not count"


def test_the_threshold_is_a_setting(run):
    assert run()["nano"].relevance.levels == (Level.LOW,)
    assert run(high=Fraction(1))["nano"].value.level is Level.OPEN
    assert run(high=Fraction(1, 100))["blockchain"].value.level is Level.LOW, "ranks 3 and none never count"


def test_without_technologies_there_is_nothing(cases, criteria):
    assert assess([], criteria, {}, [], [], {}, cases.settings()) == {}
