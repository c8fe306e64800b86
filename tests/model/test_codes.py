"""Codes are strict: what a spreadsheet damages is refused with its likely form, what is right keeps its shape."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.errors import CodeError
from opennss.language import languages, say
from opennss.model.codes import SECTION_DIVISIONS, TEN_GROUPS, Hs, Ics, Id, Isic, Period, Stage, sections_of


@pytest.mark.parametrize(
    ("kind", "text", "code", "values"),
    [
        (Id, "Food", "bad-id", {}),
        (Id, "-food", "bad-id", {}),
        (Id, "thực-phẩm", "bad-id", {}),
        (Id, "a\n", "bad-id", {}),
        (Ics, "13.02", "ics-damaged", {"likely": "13.020"}),
        (Ics, "1.04", "ics-damaged", {"likely": "01.040"}),
        (Ics, "13.020.4", "bad-ics", {}),
        (Ics, "", "bad-ics", {}),
        (Isic, "a", "bad-isic", {}),
        (Isic, "1", "bad-isic", {}),
        (Isic, "C01", "isic-section", {"section": "C", "first": "10", "last": "33"}),
        (Isic, "A1", "bad-isic", {}),
        (Isic, "B-F", "bad-isic", {}),
        (Hs, "901", "hs-zero", {"likely": "0901"}),
        (Hs, "x", "bad-hs", {}),
        (Hs, "12345678", "bad-hs", {}),
        (Stage, "60.61", "bad-stage", {}),
        (Stage, "published", "bad-stage", {}),
        (Period, "2027-13", "bad-period", {}),
        (Period, "27", "bad-period", {}),
        (Period, "2027-Q5", "bad-period", {}),
    ],
)
def test_damaged_codes_are_refused_and_explained(kind, text, code, values):
    with pytest.raises(CodeError) as raised:
        kind.parse(text)
    assert raised.value.code == code
    assert values.items() <= raised.value.values.items()
    for language in languages():
        for part in ("message", "hint"):
            assert "{" not in say(f"finding.{code}.{part}", language, **raised.value.values)


def test_ics_levels():
    assert [Ics.parse(code).level for code in ("13", "13.020", "13.020.40")] == ["field", "group", "subgroup"]
    assert Ics("13.020.40").parent == "13.020"
    assert Ics("13").parent is None


def test_isic_sections_and_their_ten_groups():
    """ISIC Rev.4 has 21 sections and 88 divisions; the ten-group aggregation covers every section once."""
    assert len(SECTION_DIVISIONS) == 21
    assert sum(last - first + 1 for first, last in SECTION_DIVISIONS.values()) == 88
    covered = [section for group in TEN_GROUPS for section in sections_of(Isic(group))]
    assert covered == list(SECTION_DIVISIONS)


def test_isic_levels_parents_and_cover():
    codes = ("B-E", "C", "C26", "C261", "C2610")
    assert [Isic.parse(code).level for code in codes] == ["ten-group", "section", "division", "group", "class"]
    assert [Isic.parse(code).parent for code in codes] == [None, "B-E", "C", "C26", "C261"]
    assert Isic("A").parent is None, "a section that is a ten-group of its own"
    assert Isic("B-E").covers(Isic("C26"))
    assert Isic("B-E").covers(Isic("B-E"))
    assert not Isic("B-E").covers(Isic("F"))
    assert Isic("C").covers(Isic("C26"))
    assert not Isic("C26").covers(Isic("C"))
    assert not Isic("B").covers(Isic("B-E"))


def test_hs_and_period():
    assert Hs.parse("0901.11") == "090111"
    assert Hs("090111").parent == "0901"
    assert Hs("09").parent is None
    assert [Period.parse(text).year for text in ("2027", "2027-H1", "2027-Q3", "2027-05")] == [2027] * 4


@pytest.mark.parametrize(
    ("text", "state"),
    [("00.00", "draft"), ("40.20", "draft"), ("4098", "cancelled"), ("60.60", "in-force"), ("9093", "in-force"),
     ("95.99", "withdrawn")],
)  # fmt: skip
def test_stage_states(text, state):
    assert Stage.parse(text).state == state


@given(st.text(max_size=12))
def test_a_parsed_code_is_the_text_itself_or_its_one_normal_form(text):
    for kind in (Id, Ics, Isic, Hs, Stage, Period):
        try:
            found = kind.parse(text)
        except CodeError:
            continue
        assert kind.parse(found) == found
