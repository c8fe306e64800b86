"""References and committee codes as their publishers write them, one form each."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opennss.catalogue import bulk
from opennss.errors import CodeError
from opennss.model.references import PLAIN, CommitteeCode, Reference

GOOD = (
    "ISO 3779:2009", "ISO/DIS 3779", "ISO/IEC 27001:2022", "ISO/IEC TS 22237-30:2022", "IEC 60050-102:2007",
    "ISO Guide 73:2009", "ISO/IEC Guide 21-1:2005", "ISO/IEC Guide 99:2007", "ISO/DGuide 84", "IWA 18:2016",
    "ISO/IEC/IEEE 12207:2017", "ISO/TR 14047:2012", "ISO/CD TR 9", "ISO/HL7 10781:2015", "ISO 105-E01:1994",
    "ISO/R 31:1956", "IEC 61400-4:2025", "ISO/IEC DIS 42005", "ISO 15118-20:2022/Amd 1:2024", "ISO/ASTM 52900:2021",
    "IEC 60335-1:2010+AMD1:2013 CSV", "CISPR TR 16-4-1:2003", "IEC/IEEE 60076-16:2018", "IEC White Paper AI:2018",
    "ISO/IEC DIR 1 ISO SUP:2003", "ITU-T G.122 (10/1984)", "ITU-R BS.1770-5", "ETSI EN 301 489-4 V1.4.1 (2009-05)",
    "IEEE Std 1722.1-2021", "IEEE P1010/D-20-2021-11", "JIS C 0617-3:2024", "W3C WD-dapt-20231006", "OGC 19-084",
    "CIE S 009:2002/IEC 62471:2006", "OASIS UDDI-v2", "OIML R 106-1:1997 (E)", "РМГ 20-97", "ГОСТ Р ИСО 9001-2015",
    "TCVN ISO 9001:2015", "TCVN 1234:2020", "QCVN 16:2019/BXD", "SNI ISO 14001:2015", "MS ISO/IEC 17025:2017",
    "TIS 9001-2559", "PNS ISO 22000:2018", "CS 001:2000", "BS EN ISO 9001:2015",
)  # fmt: skip
BAD = ("", "3779:2009", "TCVN", "ISO", "ISO ", "ISO/TC", "ISO abc", "ISO/IEC something", "toys 1:2000", "isO 1", "X\n1")

FOLDED = {
    "  ISO   105–E01 : 1994 ": "ISO 105-E01:1994",
    "ISO 9001:2015(E)": "ISO 9001:2015",
    "ISO/IEC 27001:2022 (E/F)": "ISO/IEC 27001:2022",
    "OIML R 123:1997 (E)": "OIML R 123:1997 (E)",
    "ISO 3779 : 2009 / AMD 1 : 2011": "ISO 3779:2009/Amd 1:2011",
    "ISO 3779:2009 Amd 1:2011": "ISO 3779:2009/Amd 1:2011",
    "IEC 60027-1:1971/AMD1:1974/COR2:1975": "IEC 60027-1:1971/Amd 1:1974/Cor 2:1975",
    "JIS K 6332:1999/AMENDMENT 1:2006": "JIS K 6332:1999/Amd 1:2006",
    "ITU-T H.222.0 (2000) Amd. 1 Cor. 1 (06/2003)": "ITU-T H.222.0 (2000) Amd. 1 Cor. 1 (06/2003)",
    "ISO 10087:2022/CD Amd 1": "ISO 10087:2022/CD Amd 1",
    "IEC/TS 62257-9-5:2018": "IEC TS 62257-9-5:2018",
    "ISO TS 22163:2017": "ISO/TS 22163:2017",
    "ISO/IEC/TR 29110-1:2016": "ISO/IEC TR 29110-1:2016",
    "ISO/GUIDE 73:2009": "ISO Guide 73:2009",
    "20-001r2 ": "OGC 20-001r2",
    "TR X 0001:1996": "JIS TR X 0001:1996",
    "IEEE 1722.1-2021": "IEEE Std 1722.1-2021",
    "ITU-R 263-1/4:": "ITU-R 263-1/4",
    "มอก. 9001-2559": "TIS 9001-2559",
    "ISO 1 – 2 – 3": "ISO 1-2-3",
}


@pytest.mark.parametrize("text", GOOD)
def test_references_that_publishers_use(text: str) -> None:
    assert Reference.parse(text) == text


@pytest.mark.parametrize("text", BAD)
def test_texts_that_are_no_reference(text: str) -> None:
    with pytest.raises(CodeError) as raised:
        Reference.parse(text)
    assert raised.value.code == "bad-reference"


@pytest.mark.parametrize(("text", "form"), FOLDED.items())
def test_every_spelling_becomes_one_form(text: str, form: str) -> None:
    assert Reference.parse(text) == form


def test_what_a_reference_tells() -> None:
    assert Reference("ISO Guide 73:2009").base == "ISO Guide 73"
    assert Reference("IEEE Std 1722.1-2021").base == "IEEE Std 1722.1"
    assert [Reference(text).year for text in ("ITU-T G.122 (10/1984)", "IEEE Std 18-1980", "ISO/DIS 1")] == [
        1984,
        1980,
        None,
    ]
    assert Reference("ISO 10087:2022/CD Amd 1").amended == "ISO 10087:2022"
    assert Reference("IEC 60034-18-41:2014/Amd 1:2019/Cor 1:2020").amended == "IEC 60034-18-41:2014/Amd 1:2019"
    assert Reference("OASIS OSLC-RM-2.1").project == "OASIS OSLC-RM-2.1", "only ISO and IEC count drafts after a dot"


@pytest.mark.parametrize(
    ("text", "base", "year"),
    [
        ("IEC 60529:1989+AMD1:1999 CSV", "IEC 60529", 1999),
        ("IEC 60529:1989+AMD1:1999+AMD2:2013 CSV", "IEC 60529", 2013),
        ("IEC 60529:1989+AMD1:1999 CSV/Cor 1:2003", "IEC 60529/Cor 1", 2003),
        ("IEC 60335-2-6:2024 EXV-CMV", "IEC 60335-2-6", 2024),
        ("IEC TR 61000-1:2016 RLV", "IEC TR 61000-1", 2016),
        ("IEC 60601:2020 SER", "IEC 60601 SER", 2020),
    ],
)
def test_consolidated_editions_are_editions(text: str, base: str, year: int) -> None:
    reference = Reference.parse(text)
    assert (reference.base, reference.project, reference.year) == (base, base, year)
    whole = pl.DataFrame({"reference": [text]}).select(bulk.edition(pl.col("reference"))).item()
    assert Reference(whole).base == base


def test_a_national_number_hints_at_what_it_adopts() -> None:
    hints = {
        "TCVN ISO/TS 22002-1:2013": "ISO/TS 22002-1:2013", "SNI ISO/IEC 17025:2017": "ISO/IEC 17025:2017",
        "DIN EN ISO 9001:2015-11": "ISO 9001:2015", "MS ISO 9001:2015 (BM)": "ISO 9001:2015", "TCVN 1:2020": None,
    }  # fmt: skip
    assert {text: Reference.parse(text).adopts_hint for text in hints} == hints


PIECES = (
    "ISO", "/", "IEC", " ", "  ", "TS", "DIS", ":", " : ", "1", "20", "2009", "-", " – ", "AMD", "Amd ", "/Cor", "(E)",
    "TCVN", "OGC ", "19-084", "W3C", "x", "\u00a0", "\u2122", "ITU-T", "IEEE", "C2", "Std.", "มอก.", "Guide",
)  # fmt: skip
spellings = st.one_of(st.text(max_size=20), st.lists(st.sampled_from(PIECES), max_size=9).map("".join))


@given(spellings)
def test_the_form_of_a_form_is_itself(text: str) -> None:
    form = Reference.folded(text)
    assert Reference.folded(form) == form


@given(st.from_regex(PLAIN, fullmatch=True).filter(lambda text: not text.endswith("\n")))
def test_no_rule_changes_what_counts_as_plain(text: str) -> None:
    assert Reference.folded(f"{text} ") == text


@given(st.lists(spellings, min_size=1, max_size=5))
def test_columns_give_the_same_answers(texts: list[str]) -> None:
    forms = [Reference.folded(text) for text in texts]
    assert bulk.references(pl.Series(texts)).to_list() == forms
    assert bulk.lists(pl.Series([texts])).to_list() == [forms]
    frame = pl.DataFrame({"reference": list(map(str, forms))})
    known = frame.select(bulk.known(pl.col("reference"))).to_series().to_list()
    amended = frame.select(bulk.amended(pl.col("reference"))).to_series().to_list()
    assert known == [readable(text) for text in texts]
    assert amended == [form.amended for form in forms]
    assert frame.select(bulk.dated(pl.col("reference"))).to_series().to_list() == [form.dated for form in forms]
    editions = frame.select(bulk.edition(pl.col("reference"))).to_series().to_list()
    assert [Reference(edition).base for edition in editions] == [form.base for form in forms]


def readable(text: str) -> bool:
    try:
        Reference.parse(text)
    except CodeError:
        return False
    return True


def test_every_document_of_the_data_has_one_form(shared: Path) -> None:
    read = [
        pl.read_parquet(shared / "relaton" / f"{name}_catalogue.parquet", columns=["body", "docid"])
        for name in ("iso", "iec", "other_bodies")
    ]
    rows = pl.concat(read)
    forms = bulk.references(rows["docid"])
    assert (bulk.references(forms) == forms).all()
    sample = rows["docid"].sample(5000, seed=1)
    assert bulk.references(sample).to_list() == [Reference.folded(text) for text in sample]
    odd = rows.filter(~forms.alias("reference").to_frame().select(bulk.known(pl.col("reference"))).to_series())
    assert odd["body"].unique().to_list() == ["IEEE"]
    assert odd.height == 22, "IEEE's list has titles, reports and slips of the pen among its numbers"


CODES = {
    "ISO/TC  34/SC 17": "ISO/TC 34/SC 17", "ISO TC 34": "ISO/TC 34", "ISO/TC34/SC17": "ISO/TC 34/SC 17",
    "ISO/IEC JTC1/SC42": "ISO/IEC JTC 1/SC 42", "IEC/SyC Smart Cities": "IEC/SyC Smart Cities",
    "IEC TC 47/SC 47E": "IEC/TC 47/SC 47E", "ETSI/Telecom  Management": "ETSI/Telecom Management",
    "OIML/TC6": "OIML/TC 6", "CIE": "CIE",
}  # fmt: skip


def test_committees_and_what_is_above_them() -> None:
    assert {text: CommitteeCode.parse(text) for text in CODES} == CODES
    assert bulk.committees(pl.Series(list(CODES))).to_list() == list(CODES.values())
    above = {"ISO/TC 34/SC 17": "ISO/TC 34", "IEC/TC 100/TA 15": "IEC/TC 100", "ISO/TC 34": None, "ETSI/A/SC 1": None}
    assert {code: CommitteeCode(code).parent for code in above} == above
    codes = pl.DataFrame({"code": list(above)})
    assert codes.select(bulk.parent(pl.col("code"))).to_series().to_list() == list(above.values())


def test_who_keeps_a_member_list() -> None:
    kept = {code: CommitteeCode.parse(code).administrator for code in ("ISO/TC 34", "ISO/IEC JTC 1/SC 42")}
    assert set(kept.values()) == {"ISO"}
    joint = ("ISO/IEC JTC 1/SC 25", "ISO/IEC JTC 1/SC 41", "ISO/IEC JTC 1/SC 43", "IEC/ISO JTC 3", "IEC/ISO JSyC BDC")
    assert {CommitteeCode.parse(code).administrator for code in joint} == {"IEC"}, "T14"
    assert CommitteeCode.parse("W3C/Audiobooks Working Group").administrator == "W3C"
    for text in ("TC 34", "TCVN/TC F1"):
        with pytest.raises(CodeError, match="bad-committee"):
            CommitteeCode.parse(text)
