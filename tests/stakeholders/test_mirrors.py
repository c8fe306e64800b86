"""Mirror committees and experts: who is live, who is named, and what is not recorded at all."""

import datetime as dt

import pytest

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.references import CommitteeCode
from opennss.model.results import Mirrored
from opennss.model.stakeholders import Expert, ExpertRole, MirrorCommittee, MirrorStatus
from opennss.stakeholders.mirrors import mirrored

TODAY = dt.date(2026, 11, 22)
TC, SC = CommitteeCode("ISO/TC 34"), CommitteeCode("ISO/TC 34/SC 17")


def committee(status="live", mirrors=(TC,), name="food"):
    return MirrorCommittee(id=Id(name), name=Text(), mirrors=mirrors, status=MirrorStatus(status))


def expert(role="member", follows=(TC,), until=None, name="x01", of="food"):
    return Expert(id=Id(name), committee=Id(of), follows=follows, role=ExpertRole(role), until=until)


def test_nothing_recorded_is_nothing_known():
    assert mirrored((), (), TODAY) is None


def test_a_live_committee_with_an_expert_is_ready():
    found = mirrored([committee()], [expert()], TODAY)
    assert found == {TC: Mirrored(committees=("food",), experts=("x01",))}
    assert found[TC].ready


@pytest.mark.parametrize("status", ["dormant", "planned"])
def test_only_live_committees_count_and_their_experts_with_them(status):
    assert mirrored([committee(status)], [expert()], TODAY) == {}


def test_a_committee_of_which_nobody_knows_makes_its_work_unknown_unless_another_is_live():
    assert mirrored([committee("?")], [expert()], TODAY) == {TC: Mirrored(unknown=True)}
    found = mirrored([committee("?"), committee(name="other")], [expert()], TODAY)
    assert not found[TC].unknown


def test_a_live_committee_without_expert_is_not_ready():
    found = mirrored([committee()], [expert(follows=(SC,))], TODAY)
    assert not found[TC].ready
    assert not found[SC].ready, "an expert alone, without a committee that mirrors the work, is not enough"


def test_a_nomination_ends_with_its_day():
    assert mirrored([committee()], [expert(until=TODAY)], TODAY)[TC].experts == ("x01",)
    assert mirrored([committee()], [expert(until=TODAY - dt.timedelta(days=1))], TODAY)[TC].experts == ()


def test_roles():
    people = [expert(), expert("expert", name="x02"), expert("convenor", name="x03")]
    found = mirrored([committee()], people, TODAY)[TC]
    assert found.experts == ("x01", "x02", "x03")
    assert found.active == ("x02", "x03")
    assert found.leading == ("x03",)
