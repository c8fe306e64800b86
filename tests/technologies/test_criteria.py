"""Sets of criteria: published ones, the country's own, optional research, and what is refused."""

from fractions import Fraction

import pytest

from opennss.language import languages
from opennss.model.criteria import Ranges
from opennss.model.dossiers import Amount
from opennss.model.technologies import Axis, TechnologyMeasure
from opennss.technologies.criteria import SETS, chosen, merged, published, refused


@pytest.mark.parametrize("name", SETS)
def test_a_published_set_is_whole(name):
    rows = published(name)
    assert len({row.id for row in rows}) == len(rows)
    assert {row.axis for row in rows} == set(Axis)
    for row in rows:
        judged = row.measure is TechnologyMeasure.JUDGED
        assert judged or Ranges.parse(row.ranges).direction, row.id
        assert judged == (not row.ranges)
        assert {language for language, _ in row.note.values} == set(languages()), row.id
        assert judged or "not the published ISO value" in row.note["en"], row.id
    assert list(refused(name, ())) == []


def test_viet_nam_published_three_groups():
    value = [row for row in published("viet-nam") if row.axis is Axis.VALUE]
    assert [row.id for row in value] == ["national-problem", "competitiveness", "mastery"]
    assert all(row.measure is TechnologyMeasure.JUDGED and "vietnam.vn" in row.note["en"] for row in value)
    relevance = [row.id for row in published("viet-nam") if row.axis is Axis.RELEVANCE]
    assert relevance == [row.id for row in published("default") if row.axis is Axis.RELEVANCE]


def test_each_question_weighs_the_same():
    weights = {
        axis: sum((row.weight for row in published("default") if row.axis is axis), Fraction(0)) for axis in Axis
    }
    assert weights == {Axis.VALUE: 6, Axis.RELEVANCE: 7}


def test_own_rows_replace_add_and_leave_out(cases):
    own = [cases.criterion("use", Axis.VALUE), cases.criterion("jobs", Axis.VALUE, "judged", weight="2"),
           cases.criterion("trade", Axis.RELEVANCE, "trade-share", ">=1;>=1;>0", "0")]  # fmt: skip
    rows = {row.id: row for row in merged("default", own)}
    assert rows["use"].measure is TechnologyMeasure.JUDGED
    assert "jobs" in rows
    assert "trade" not in rows
    assert [row.id for row in merged("own", own)] == ["use", "jobs"]


def test_what_nobody_measured_is_left_out_by_name():
    drafts, nothing = {TechnologyMeasure.DRAFTS: Amount(Fraction(0))}, {TechnologyMeasure.SPECIALIZATION: Amount(None)}
    holding, left = chosen("default", (), [drafts, nothing])
    asked = ["capacity", "regulation", "market-regulation"]
    assert [row.id for row in holding] == ["active-work", *asked], "the approach looks at these: they stay open"
    assert len(holding) + len(left) == len(published("default"))
    assert "research" in {row.id for row in left}, "research counts are optional evidence"
    holding, left = chosen("viet-nam", (), [])
    assert {row.measure for row in holding if row.axis is Axis.VALUE} == {TechnologyMeasure.JUDGED}, "it is asked for"
    assert [row.id for row in holding if row.axis is Axis.RELEVANCE] == asked


def test_research_alone_is_refused(cases):
    seat = cases.criterion("seats", Axis.RELEVANCE, "own-seats", ">=2;>=1;>0")
    alone = cases.criterion("r", Axis.VALUE, "specialization", ">=2;>=1;>0")
    assert [(f.code, f.values) for f in refused("own", [seat, alone])] == [
        ("technology-research-only", {"value": "value"})
    ]
    beside = cases.criterion("use", Axis.VALUE, "areas", ">=2;>=1;>0")
    assert list(refused("own", [seat, alone, beside])) == []
    without = cases.criterion("use", Axis.VALUE, "areas", ">=2;>=1;>0", "0")
    assert [f.code for f in refused("own", [seat, alone, without])] == ["technology-research-only"]
    assert [f.code for f in refused("own", [alone])] == ["technology-research-only", "technology-axis-empty"]
