"""What a country's scan looks for: its rows, with the terms of the vocabulary that they take."""

from __future__ import annotations

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.technologies import KeywordRule, Technology, Topic
from opennss.technologies.scan.matcher import Matcher
from opennss.technologies.scan.rules import Definition
from opennss.technologies.scan.wanted import definitions_of

TERMS = {
    "bikes": Definition("bikes", ("bicycle*", "bike OR cycle"), ("life cycle",), ("T10001",)),
    "cars": Definition("cars", ("car", "life cycle assessment of vehicles"), (), ("T10001", "T10002")),
}


def technology(key: str, terms: tuple[str, ...] = (), keywords: tuple[str, ...] = (), topics=()) -> Technology:
    return Technology(
        id=Id(key), name=Text.of(en=key), terms=tuple(map(Id, terms)), keywords=tuple(map(KeywordRule, keywords)),
        topics=tuple(map(Topic, topics)),
    )  # fmt: skip


def matched(row: Technology, text: str) -> bool:
    (definition,), _ = definitions_of([row], TERMS)
    return bool(Matcher.of((definition,)).texts([text])[0, 0])


def test_one_term_is_taken_as_it_is() -> None:
    (found,), faults = definitions_of([technology("own", ("bikes",), topics=("T10009",))], TERMS)
    assert found == Definition("own", TERMS["bikes"].rules, TERMS["bikes"].excluded, ("T10001", "T10009"))
    assert faults == ()


def test_what_a_term_excludes_holds_for_its_own_rules_only() -> None:
    both = technology("own", ("bikes", "cars"), ("life cycle costs",))
    assert matched(both, "A bike for all")
    assert not matched(both, "Life cycle of a bike")
    assert matched(both, "Life cycle assessment of vehicles")
    assert matched(both, "Life cycle costs of a bike")
    assert definitions_of([both], TERMS)[0][0].topics == ("T10001", "T10002")


def test_rows_that_look_for_nothing_are_left_out_and_faults_are_told() -> None:
    rows = [technology("none"), technology("topic", topics=("T10009",)), technology("bad", ("planes",), ("a AND",))]
    found, faults = definitions_of(rows, TERMS)
    assert [definition.id for definition in found] == ["topic", "bad"]
    assert [(fault.column, fault.code) for fault in faults] == [
        ("terms", "technology-term"),
        ("keywords", "scan-rule-missing"),
    ]
