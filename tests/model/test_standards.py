"""References and committee codes as the publishers write them."""

import pytest

from opennss.errors import CodeError
from opennss.model.references import CommitteeCode, Reference

GOOD = (
    "ISO 3779:2009", "ISO/DIS 3779", "ISO/IEC 27001:2022", "ISO/IEC TS 22237-30:2022", "IEC 60050-102:2007",
    "ISO Guide 73:2009", "ISO/IEC Guide 21-1:2005", "ISO/IEC Guide 99:2007", "ISO/DGuide 84", "IWA 18:2016",
    "ISO/IEC/IEEE 12207:2017", "ISO/TR 14047:2012", "ISO/CD TR 9", "ISO/HL7 10781:2015", "ISO 105-E01:1994",
    "ISO/R 31:1956", "IEC 61400-4:2025", "ISO/IEC DIS 42005", "ISO 15118-20:2022/Amd 1:2024",
)  # fmt: skip
BAD = ("", "3779:2009", "TCVN 1:2020", "ISO", "ISO ", "ISO/TC", "ISO abc", "ISO/IEC something", "EN 1:2000", "isO 1")


@pytest.mark.parametrize("text", GOOD)
def test_references_that_publishers_use(text):
    found = Reference.parse(text)
    assert found == text
    assert found.publisher in ("ISO", "IEC", "IWA")
    assert Reference.parse(found) == found


@pytest.mark.parametrize("text", BAD)
def test_texts_that_are_no_reference(text):
    with pytest.raises(CodeError) as raised:
        Reference.parse(text)
    assert raised.value.code == "bad-reference"


def test_space_and_dashes_are_folded():
    assert Reference.parse("  ISO   105–E01 : 1994 ") == "ISO 105-E01:1994"
    assert Reference.parse("ISO Guide 73:2009").base == "ISO Guide 73"


def test_committees_and_who_keeps_their_member_list():
    assert CommitteeCode.parse("ISO/TC  34/SC 17") == "ISO/TC 34/SC 17"
    kept = {code: CommitteeCode.parse(code).administrator for code in ("ISO/TC 34", "ISO/IEC JTC 1/SC 42")}
    assert set(kept.values()) == {"ISO"}
    joint = ("ISO/IEC JTC 1/SC 25", "ISO/IEC JTC 1/SC 41", "ISO/IEC JTC 1/SC 43", "IEC/ISO JTC 3", "IEC/ISO JSyC BDC")
    assert {CommitteeCode.parse(code).administrator for code in joint} == {"IEC"}, "T14"
    with pytest.raises(CodeError, match="bad-committee"):
        CommitteeCode.parse("TC 34")
