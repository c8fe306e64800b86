"""Coverage of the evidence: what applies, what is known, how old and how good."""

import datetime as dt
from fractions import Fraction

from opennss.evidence.quality import OLD_AFTER, coverage
from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.country import Kind, PriorityArea
from opennss.model.criteria import Criterion, Group
from opennss.model.observations import Grade, Source, Value
from opennss.model.results import Coverage

AREAS = [
    PriorityArea(id=Id(name), name=Text(), kind=kind)
    for name, kind in (("a", Kind.SECTOR), ("b", Kind.SECTOR), ("c", Kind.SECTOR), ("d", Kind.SOCIAL))
]
SOURCES = [
    Source(id=Id(name), title=Text(), publisher="P", address="", seen=dt.date(2026, 1, 1), grade=grade)
    for name, grade in (("law", Grade.OFFICIAL), ("press", Grade.PRESS))
]


def criterion(name, indicator=None, question=None):
    return Criterion(
        id=Id(name), name=Text(), group=Group.ECONOMIC, kinds=(Kind.SECTOR,), indicator=indicator, question=question,
        weight=Fraction(1),
    )  # fmt: skip


def test_counts_ages_and_grades():
    table = {
        ("x", "a"): Value(1.0, "percent", "2024", 2, (), ("law",)),
        ("x", "b"): Value(2.0, "percent", "2019", OLD_AFTER + 2, (), ("press", "law")),
        ("x", "d"): Value(3.0, "percent", "2001", 25, (), ("law",)),
    }
    (found,) = coverage([criterion("c", Id("x")), criterion("q", question=Id("views"))], AREAS, table, SOURCES)
    assert found == Coverage("c", 3, 2, "2019", "2024", 1, ((1, 2), (3, 1)))


def test_nothing_known():
    (found,) = coverage([criterion("c", Id("x"))], AREAS, {}, SOURCES)
    assert found == Coverage("c", 3, 0, "", "", 0, ())
