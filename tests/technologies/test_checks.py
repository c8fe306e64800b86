"""Findings that need the vocabulary, the published lists or the set of criteria."""

import pytest

from opennss.errors import Severity
from opennss.language import Text, languages, say
from opennss.model.codes import Id
from opennss.model.criteria import Rank
from opennss.model.technologies import Axis, KeywordRule, ListEntry, TechnologyRating
from opennss.technologies.checks import check_technologies


def rating(cases, criterion):
    return TechnologyRating(
        technology=Id("ai"),
        criterion=Id(criterion),
        rank=Rank.HIGH,
        reason=Text(),
        proposer="A",
        date=cases.DAY,
        line=2,
    )


def found(cases, **tables):
    tables.setdefault("technologies", [cases.technology(line=2)])
    return list(check_technologies(cases.workspace(**tables)))


def codes(findings):
    return [(f.code, f.file, f.row, f.column, f.severity) for f in findings]


def test_a_plain_list_has_no_finding(cases):
    named = cases.technology(terms=(Id("artificial-intelligence"),), entries=(ListEntry("us-cet-2024:6"),))
    assert found(cases, technologies=[named], lists=("us-cet-2024",)) == []
    assert found(cases, technologies=[], lists=(), criteria="own") == []


def test_keyword_rules_that_cannot_be_read(cases):
    row = cases.technology(keywords=(KeywordRule("quantum AND"), KeywordRule("qubit*")), line=2)
    ((code, *place),) = codes(found(cases, technologies=[row]))
    assert (code, place) == ("scan-rule-missing", ["technologies.csv", 2, "keywords", Severity.ERROR])


def test_unknown_terms_entries_and_lists(cases):
    row = cases.technology(terms=(Id("magic"),), entries=(ListEntry("us-cet-2024:99"),), line=2)
    assert codes(found(cases, technologies=[row], lists=("xx-2020",))) == [
        ("technology-term", "technologies.csv", 2, "terms", Severity.ERROR),
        ("technology-entry", "technologies.csv", 2, "entries", Severity.WARNING),
        ("technology-list", "nss.toml", 0, "technologies.lists", Severity.WARNING),
    ]


def test_ratings_need_a_judged_criterion(cases):
    rows = [rating(cases, name) for name in ("nothing", "use", "mine")]
    own = [cases.criterion("mine", Axis.VALUE)]
    assert codes(found(cases, ratings=rows, own=own)) == [
        ("rating-of-no-criterion", "technology_ratings.csv", 2, "criterion", Severity.ERROR),
        ("rating-of-measured", "technology_ratings.csv", 2, "criterion", Severity.ERROR),
    ]


def test_ratings_of_another_published_set_wait(cases):
    rows = [rating(cases, name) for name in ("mastery", "competitiveness")]
    waiting = found(cases, ratings=rows)
    assert codes(waiting) == [("rating-waits", "technology_ratings.csv", 2, "criterion", Severity.NOTE)]
    assert waiting[0].values["count"] == 2
    assert found(cases, ratings=rows, criteria="viet-nam") == []


def test_a_set_needs_both_axes_and_more_than_research(cases):
    research = cases.criterion("r", Axis.VALUE, "research-share", ">=2;>=1;>0")
    assert [f.code for f in found(cases, own=[research], criteria="own")] == [
        "technology-research-only", "technology-axis-empty",
    ]  # fmt: skip


@pytest.mark.parametrize("language", languages())
def test_every_finding_speaks(cases, language):
    row = cases.technology(terms=(Id("magic"),), entries=(ListEntry("us-cet-2024:99"),))
    findings = found(cases, technologies=[row], lists=("xx-2020",), ratings=[rating(cases, "nothing")])
    findings += found(cases, criteria="own") + found(cases, ratings=[rating(cases, "use"), rating(cases, "mastery")])
    assert len(findings) == 8
    for finding in findings:
        for part in ("message", "hint"):
            assert "{" not in say(f"finding.{finding.code}.{part}", language, **finding.values)
