"""Membership rights (method, section 7): what is not known is neither allowed nor refused."""

import pytest

from opennss.model.country import LISTS, IecMembership, IsoMembership, Kind, Membership


@pytest.mark.parametrize(
    ("iso", "observe", "take_part", "adopt"),
    [("full", True, True, True), ("correspondent", True, False, True), ("subscriber", False, False, False),
     ("?", None, None, None)],
)  # fmt: skip
def test_rights_in_iso(iso, observe, take_part, adopt):
    member = Membership(IsoMembership(iso), IecMembership.NONE)
    for committee in ("ISO/TC 34", "ISO/IEC JTC 1/SC 42"):
        assert member.may_participate(committee, "O") is observe
        assert member.may_participate(committee, "P") is take_part
    assert member.may_adopt("ISO 3779:2009") is adopt


@pytest.mark.parametrize(
    ("iec", "take_part", "adopt"),
    [("full", True, True), ("associate", True, True), ("affiliate", False, True), ("affiliate-plus", False, True),
     ("none", False, False), ("?", None, None)],
)  # fmt: skip
def test_rights_in_iec(iec, take_part, adopt):
    member = Membership(IsoMembership.FULL, IecMembership(iec))
    for role in ("P", "O"):
        assert member.may_participate("IEC/TC 47", role) is take_part
        assert member.may_participate("IEC/ISO JTC 3", role) is take_part
    assert member.may_adopt("IEC 60050-102:2007") is adopt


@pytest.mark.parametrize(
    ("iec", "bound"), [("affiliate", True), ("affiliate-plus", True), ("full", False), ("?", False)]
)
def test_affiliates_of_iec_endorse_and_modify_nothing(iec, bound):
    member = Membership(IsoMembership.FULL, IecMembership(iec))
    assert member.must_endorse("IEC 60050-102:2007") is bound
    assert not member.must_endorse("ISO/IEC 22989:2022")
    if bound:
        assert member.may_modify("CISPR 14-1:2020") is False


def test_other_bodies_need_a_recorded_right():
    member = Membership(IsoMembership.FULL, IecMembership.FULL)
    assert member.may_adopt("ITU-T X.509") is None


def test_every_kind_has_its_list():
    assert {kind: kind.ranked_with for kind in Kind} == {
        "sector": "sectors", "social": "subjects", "environmental": "subjects", "emerging": "emerging",
    }  # fmt: skip
    assert {kind.ranked_with for kind in Kind} == set(LISTS)
