"""Broken country folders: each is the small valid one with one fault, which must be named, placed and weighed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from opennss.errors import Finding
from opennss.language import languages, say
from opennss.workspace.check import check_folder

Edit = Callable[[str, str, str], None]
FACTS, STYLES = {"areas.count"}, {"number"}


def found(folder: Path) -> tuple[Finding, ...]:
    return check_folder(folder, facts=FACTS, styles=STYLES)[2]


def placed(findings: tuple[Finding, ...]) -> set[tuple[str, str, int, str, str]]:
    return {(item.code, item.file, item.row, item.column, item.severity.value) for item in findings}


def speaks(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        for language in languages():
            for part in ("message", "hint"):
                said = say(f"finding.{finding.code}.{part}", language, **finding.values)
                assert said
                assert "{" not in said.replace("{{", "")


def test_the_small_country_is_valid(country: Path) -> None:
    assert found(country) == ()


CASES = [
    # file, old, new → code, file, row, column, severity
    ("areas.csv", "farming,Farming", "Farming X,Farming", "bad-id", "areas.csv", 2, "id", "error"),
    ("areas.csv", "sector,A,", "sectr,A,", "unknown-value", "areas.csv", 2, "kind", "error"),
    ("areas.csv", "65.020", "65.02", "ics-damaged", "areas.csv", 2, "ics", "error"),
    ("areas.csv", "65.020", "abc", "bad-ics", "areas.csv", 2, "ics", "error"),
    ("areas.csv", "sector,A,", "sector,A1,", "bad-isic", "areas.csv", 2, "codes", "error"),
    ("areas.csv", "sector,A,", "sector,A26,", "isic-section", "areas.csv", 2, "codes", "error"),
    ("areas.csv", "13.200,yes", "13.200,maybe", "not-yes-no", "areas.csv", 4, "legal", "error"),
    ("areas.csv", "Farming,Nông nghiệp", ",", "missing-value", "areas.csv", 2, "name_vi", "error"),
    ("areas.csv", "Nông nghiệp", "", "missing-language", "areas.csv", 2, "name_vi", "question"),
    ("areas.csv", "sector,C,", "sector,,", "sector-without-codes", "areas.csv", 3, "codes", "error"),
    ("areas.csv", "Industry,", "Taxes less subsidies on products,", "tax-line-as-sector", "areas.csv", 3, "name_en",
     "error"),
    ("areas.csv", "Công nghiệp chế biến", "Thuế sản phẩm trừ trợ cấp", "tax-line-as-sector", "areas.csv", 3, "name_vi",
     "error"),
    ("areas.csv", "sector,C,", "sector,A01,", "overlapping-areas", "areas.csv", 3, "codes", "error"),
    ("areas.csv", "sector,C,", "sector,C26,", "mixed-levels", "areas.csv", 3, "codes", "error"),
    ("areas.csv", "social,,", "social,H,", "codes-on-non-sector", "areas.csv", 4, "codes", "error"),
    ("areas.csv", "legal,note", "legal,remark", "unknown-column", "areas.csv", 1, "remark", "error"),
    ("areas.csv", ",kind,", ",sort,", "missing-column", "areas.csv", 1, "kind", "error"),
    ("areas.csv", "legal,note", "note,note", "duplicate-column", "areas.csv", 1, "note", "error"),
    ("areas.csv", "id,name_en,name_vi,kind,codes,ics,legal,note", "a,b,c,d,e,f,g,h", "missing-header", "areas.csv", 1,
     "", "error"),
    ("areas.csv", "35.020,no,", "35.020,no,a,b", "too-many-cells", "areas.csv", 5, "", "error"),
    ("areas.csv", "35.020,no,", "35.020", "too-few-cells", "areas.csv", 5, "", "error"),
    ("areas.csv", "35.020,no,", '35.020,no,"open', "broken-csv", "areas.csv", 5, "", "error"),
    ("areas.csv", "roads,Road", "farming,Road", "duplicate-key", "areas.csv", 4, "id", "error"),
    ("sources.csv", "2026-11-01,1,,\nplan", "1.11.2026,1,,\nplan", "not-a-date", "sources.csv", 3, "seen", "error"),
    ("sources.csv", "2025-06", "June 2025", "not-a-date", "sources.csv", 3, "date", "error"),
    ("sources.csv", "2026-11-01,1,,\nplan", "2026-11-01,4,,\nplan", "unknown-value", "sources.csv", 3, "grade",
     "error"),
    ("goals.csv", "digital,plan", "digital,paper", "unknown-code", "goals.csv", 2, "source", "error"),
    ("goals.csv", "2030", "soon", "not-a-whole-number", "goals.csv", 2, "year", "error"),
    ("alignment.csv", "farming,digital", "farming,old", "superseded-goal", "alignment.csv", 2, "goal", "warning"),
    ("alignment.csv", "ai,digital,direct,Because,Vì vậy,P-a\n", "", "area-without-goal", "areas.csv", 5, "id",
     "question"),
    ("alignment.csv", "", "ai,,none,No,Không,P-a\n", "none-beside-goals", "alignment.csv", 6, "goal", "error"),
    ("alignment.csv", "farming,digital,indirect", "farming,digital,none", "goal-or-none", "alignment.csv", 2,
     "strength", "error"),
    ("criteria.csv", ",high,1,", ",,1,", "missing-direction", "criteria.csv", 2, "direction", "error"),
    ("criteria.csv", ",high,1,", ",low,1,", "direction-contradicts-ranges", "criteria.csv", 2, "direction", "error"),
    ("criteria.csv", "1,>=10;>=5;>0", "1,>=5;>=10;>0", "ranges-order", "criteria.csv", 2, "ranges", "error"),
    ("criteria.csv", "1,>=10;>=5;>0", "1,10 to 5", "bad-ranges", "criteria.csv", 2, "ranges", "error"),
    ("criteria.csv", "1,>=10;>=5;>0", "1,", "missing-ranges", "criteria.csv", 2, "ranges", "error"),
    ("criteria.csv", "gdp-share,,", "gdp-share,urgency,", "indicator-or-question", "criteria.csv", 2, "indicator",
     "error"),
    ("criteria.csv", ",,urgency,,", ",,,,", "indicator-or-question", "criteria.csv", 4, "indicator", "error"),
    ("criteria.csv", ",urgency,", ",importance,", "unknown-code", "criteria.csv", 4, "question", "error"),
    ("criteria.csv", ",high,1,", ",high,-1,", "negative-weight", "criteria.csv", 2, "weight", "error"),
    ("criteria.csv", ",high,1,", ",high,1/0,", "not-a-number", "criteria.csv", 2, "weight", "error"),
    ("criteria.csv", "emerging,,urgency,,1", "emerging,,urgency,,0", "weights-all-zero", "criteria.csv", 4, "weight",
     "error"),
    ("criteria.csv", "sector;social;emerging", "sector;social", "kind-without-criterion", "areas.csv", 5, "kind",
     "question"),
    ("indicators.csv", "per-100k", "per-head", "unknown-unit", "indicators.csv", 3, "unit", "error"),
    ("evidence.csv", "24.43", "?", "open-question", "evidence.csv", 3, "value", "question"),
    ("evidence.csv", "24.43", "", "missing-value", "evidence.csv", 3, "value", "error"),
    ("evidence.csv", "24.43", "24 %", "not-a-number", "evidence.csv", 3, "value", "error"),
    ("evidence.csv", "24.43", "nan", "not-a-number", "evidence.csv", 3, "value", "error"),
    ("evidence.csv", "24.43,percent,gso", "24.43,percent,", "missing-source", "evidence.csv", 3, "source", "error"),
    ("evidence.csv", ",A,2024,", ",A,2023,", "two-years-mixed", "evidence.csv", 2, "period", "error"),
    ("evidence.csv", "24.43", "88.9", "share-total", "evidence.csv", 3, "value", "error"),
    ("evidence.csv", "gdp-share,,A,2024", "gdp-share,farming,A,2024", "area-or-code", "evidence.csv", 2, "area",
     "error"),
    ("evidence.csv", "17.7,per-100k", "17.7,percent", "other-dimension", "evidence.csv", 5, "unit", "error"),
    ("evidence.csv", "roads,,2023", "roads,,23", "bad-period", "evidence.csv", 5, "period", "error"),
    ("mapping.csv", "industry,ISO/TC 39,,", "industry,,,", "committee-or-deliverable", "mapping.csv", 2, "committee",
     "error"),
    ("mapping.csv", "ISO/TC 39,", "ISO/TC 999,", "unknown-code", "mapping.csv", 2, "committee", "error"),
    ("mapping.csv", "ISO/TC 39,", "TC 39,", "bad-committee", "mapping.csv", 2, "committee", "error"),
    ("mapping.csv", "ISO/TC 39,", "ISO/TC 1,", "suspended-committee", "mapping.csv", 2, "committee", "warning"),
    ("mapping.csv", "ISO/IEC 22989:2022", "ISO/IEC 1:2022", "unknown-code", "mapping.csv", 3, "deliverable", "error"),
    ("mapping.csv", "ISO/IEC 22989:2022", "ISO 1:1975", "withdrawn-deliverable", "mapping.csv", 3, "deliverable",
     "error"),
    ("adoptions.csv", "a2,,", "a2,TCVN 9:2019,", "illustrative-number", "adoptions.csv", 3, "number", "error"),
    ("adoptions.csv", "TCVN 1:2020", "", "missing-number", "adoptions.csv", 2, "number", "error"),
    ("adoptions.csv", "no,gso", "no,", "missing-source", "adoptions.csv", 2, "source", "error"),
    ("adoptions.csv", "MOD", "NEQ", "not-equivalent", "adoptions.csv", 3, "correspondence", "note"),
    ("adoptions.csv", "03.220.20", "13.200", "ics-differs", "adoptions.csv", 2, "ics", "warning"),
    ("adoptions.csv", "ISO 39001:2012", "ISO 39002:2020", "adopts-unknown", "adoptions.csv", 2, "adopts", "question"),
    ("adoptions.csv", "ISO 39001:2012", "toys 71", "bad-reference", "adoptions.csv", 2, "adopts", "error"),
    ("nss.toml", 'iso = "full"', 'iso = "correspondent"', "membership-rights", "participation.csv", 2, "role", "error"),
    ("participation.csv", "things,?", "things,O", "iec-administered", "participation.csv", 4, "role", "error"),
    ("effort.csv", "adopt,office", "adopt,ministry", "body-without-capacity", "effort.csv", 2, "body", "error"),
    ("effort.csv", "100,,", "100,participate,", "prerequisite-cycle", "effort.csv", 3, "requires", "error"),
    ("effort.csv", "60;40", "60;60", "bad-spread", "effort.csv", 2, "spread", "error"),
    ("effort.csv", ",40,10,", ",-40,10,", "out-of-range", "effort.csv", 2, "days", "error"),
    ("capacity.csv", "2028,4", "2029,4", "missing-capacity", "capacity.csv", 2, "year", "error"),
    ("capacity.csv", "0.5,0.1", "1.5,0.1", "out-of-range", "capacity.csv", 2, "share", "error"),
    ("decisions.csv", "Cấp bách", "", "decision-incomplete", "decisions.csv", 2, "reason_vi", "error"),
    ("decisions.csv", "Cấp bách,Office A", "Cấp bách,", "decision-incomplete", "decisions.csv", 2, "proposer", "error"),
    ("decisions.csv", "Minister A", "", "missing-value", "decisions.csv", 2, "approver", "error"),
    ("decisions.csv", "2027-10-01", "", "missing-value", "decisions.csv", 2, "expiry", "error"),
    ("decisions.csv", "2027-10-01", "2026-11-21", "expired-decision", "decisions.csv", 2, "expiry", "error"),
    ("decisions.csv", "2027-10-01", "2025-11-21", "dates-reversed", "decisions.csv", 2, "expiry", "error"),
    ("decisions.csv", ",1*,", ",2,", "decision-value", "decisions.csv", 2, "value", "error"),
    ("decisions.csv", "roads,deaths", "ai,deaths", "criterion-not-for-kind", "decisions.csv", 2, "criterion", "error"),
    ("decisions.csv", "", "d3,rank,ai,,,1,No,Không,,M,2026-10-01,2027-10-01\n", "decided-twice", "decisions.csv", 4,
     "kind", "error"),
    ("decisions.csv", "", "d3,exclude,,,ISO 8:2020,,No,Không,,M,2026-10-01,2027-10-01\n", "unknown-code",
     "decisions.csv", 4, "subject", "error"),
    ("decisions.csv", "", "d3,keep-ics,,,a9,,No,Không,,M,2026-10-01,2027-10-01\n", "unknown-code",
     "decisions.csv", 4, "subject", "error"),
    ("nss.toml", 'iso_source = "iso"', 'iso_source = "web"', "unknown-code", "nss.toml", 20, "membership.iso_source",
     "error"),
    ("nss.toml", 'social = "0.5"', 'social = "-2"', "negative-weight", "nss.toml", 28, "weights.social", "error"),
    ("effort.csv", "100,,", "100,revise,", "unknown-code", "effort.csv", 4, "requires", "error"),
    ("capacity.csv", "2027,4", "2027,-4", "out-of-range", "capacity.csv", 2, "fte", "error"),
    ("targets.csv", "?,2028", "3,2028", "target-differs", "targets.csv", 3, "baseline", "error"),
    ("progress.csv", "used,2026", "sold,2026", "unknown-code", "progress.csv", 2, "target", "error"),
    ("progress.csv", "used,2026", "used,2026-12", "future-period", "progress.csv", 2, "period", "error"),
    ("institutions.csv", "2025-02-28", "2025-03-01", "overlapping-periods", "institutions.csv", 3, "since", "error"),
    ("judgements/r1/answers.csv", "p1,", "p9,", "unknown-code", "judgements/r1/answers.csv", 2, "pseudonym", "error"),
    ("judgements/r1/answers.csv", "roads", "seas", "unknown-code", "judgements/r1/answers.csv", 2, "area", "error"),
    ("judgements/r1/answers.csv", "roads,1", "roads,n/a", "unknown-value", "judgements/r1/answers.csv", 2, "value",
     "error"),
    ("judgements/r1/respondents.csv", "p5,company,A1", "p5,company,B", "few-told-apart",
     "judgements/r1/respondents.csv", 0, "category", "warning"),
    ("judgements/r1/respondents.csv", "p5,company", "p5,bank", "few-of-a-type", "judgements/r1/respondents.csv", 0,
     "organisation_type", "warning"),
    ("judgements/r1/respondents.csv", "p5,company,A1", "p5,company,A1;B", "category-twice",
     "judgements/r1/respondents.csv", 6, "category", "error"),
    ("judgements/r1/respondents.csv", "p5,company,A1", "p5,company,;", "missing-value", "judgements/r1/respondents.csv",
     6, "category", "error"),
    ("judgements/r1/round.toml", "[invited]", 'follows = "r1"\n[invited]', "follows-later", "judgements/r1/round.toml",
     5, "follows", "error"),
    ("judgements/r1/round.toml", "[invited]", 'follows = "r0"\n[invited]', "unknown-round", "judgements/r1/round.toml",
     5, "follows", "error"),
    ("judgements/r1/round.toml", "A1 = 10", "A1 = 0", "uninvited-category", "judgements/r1/respondents.csv", 2,
     "category", "warning"),
    ("judgements/r1/round.toml", "2026-09-30", "2026-12-30", "round-not-closed", "judgements/r1/round.toml", 3,
     "closed", "error"),
    ("judgements/r1/round.toml", "A1 = 10", "Z = 10", "unknown-setting", "judgements/r1/round.toml", 6, "invited.Z",
     "error"),
    ("nss.toml", "format = 1", "format = 2", "bad-setting", "nss.toml", 1, "format", "error"),
    ("nss.toml", 'currency = "VND"', "", "missing-setting", "nss.toml", 0, "currency", "error"),
    ("nss.toml", "seed = 7", "sead = 7", "unknown-setting", "nss.toml", 14, "sead", "error"),
    ("nss.toml", "seed = 7", "seed = ", "bad-toml", "nss.toml", 14, "", "error"),
    ("nss.toml", 'iso_source = "iso"', "", "missing-source", "nss.toml", 16, "membership.iso_source", "error"),
    ("nss.toml", 'sha256 = ""', f'sha256 = "{"0" * 64}"', "catalogue-changed", "nss.toml", 35, "catalogue.sha256",
     "error"),
    ("nss.toml", 'path = "catalogue"', 'path = "nowhere"', "no-catalogue", "nowhere", 0, "", "error"),
    ("nss.toml", 'economic = "1"\nsocial = "0.5"', 'economic = "0"\nsocial = "0"\nenvironmental = "0"\n'
     'emerging = "0"\nstakeholder = "0"', "weights-all-zero", "nss.toml", 26, "weights", "error"),
    ("catalogue/deliverables.csv", "60.60,ISO/TC 241", "60.61,ISO/TC 241", "bad-stage", "catalogue/deliverables.csv", 2,
     "stage", "error"),
    ("catalogue/deliverables.csv", "60.60,ISO/TC 241", "60.60,ISO/TC 240", "unknown-code",
     "catalogue/deliverables.csv", 2, "committee", "error"),
    ("catalogue/committees.csv", "", "ISO/TC 1,Again,active,,,1,1,iso\n", "duplicate-key",
     "catalogue/committees.csv", 6, "reference", "error"),
    ("catalogue/ics.csv", "25.040.10,Centres\n", "", "unlisted-ics", "catalogue/deliverables.csv", 3, "ics", "warning"),
    ("text/en/vision.md", "areas.count", "areas.sum", "unknown-fact", "text/en/vision.md", 3, "text", "error"),
    ("text/en/vision.md", "| number", "| roman", "unknown-style", "text/en/vision.md", 3, "text", "error"),
    ("text/en/vision.md", "| number }}", "| number }", "bad-braces", "text/en/vision.md", 3, "text", "error"),
    ("text/en/vision.md", "| number", "| a b", "bad-braces", "text/en/vision.md", 3, "text", "error"),
    ("text/en/vision.md", "serve", "serve 12", "digits-in-prose", "text/en/vision.md", 3, "text", "error"),
    ("text/en/vision.md", "ISO 39001", "ISO 39009", "digits-in-prose", "text/en/vision.md", 3, "text", "error"),
    ("text/en/scope.md", "", "Scope.\n", "missing-language", "text/vi/scope.md", 0, "", "question"),
    ("text/fr/scope.md", "", "Scope.\n", "other-language", "text/fr/scope.md", 0, "", "warning"),
    ("decision.csv", "", "id\n", "unknown-table", "decision.csv", 0, "", "warning"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[f"{index}-{case[3]}" for index, case in enumerate(CASES)])
def test_each_fault_is_named_placed_and_weighed(
    case: tuple[str, str, str, str, str, int, str, str], country: Path, edit: Edit
) -> None:
    name, old, new, *expected = case
    edit(name, old, new)
    findings = found(country)
    assert tuple(expected) in placed(findings)
    speaks(findings)


BYTES = [
    ("areas.csv", b"", "empty-file", 0, "error"),
    ("areas.csv", b"\xef\xbb\xbf", "byte-order-mark", 0, "note"),
    ("areas.csv", "id\ny\n".encode("utf-16"), "legacy-encoding", 0, "error"),
    (
        "areas.csv",
        "id,name_en\na,Nông nghiệp\n".encode("cp1252", "replace") + b"\xf4\xe2\n",
        "legacy-encoding",
        2,
        "error",
    ),
    ("areas.csv", b"id,name_en\na,b\0c\n", "nul-bytes", 2, "error"),
    ("text/en/vision.md", b"caf\xe9\n", "legacy-encoding", 1, "error"),
]


@pytest.mark.parametrize("case", BYTES, ids=[f"{case[0]}-{case[2]}" for case in BYTES])
def test_bytes_that_are_no_table(case: tuple[str, bytes, str, int, str], country: Path) -> None:
    name, data, code, row, severity = case
    (country / name).write_bytes(data)
    findings = found(country)
    assert (code, name, row, "", severity) in placed(findings)
    speaks(findings)


@pytest.mark.parametrize("name", ["areas.csv", "capacity.csv", "judgements/r1/answers.csv", "catalogue/ics.csv"])
def test_a_missing_table(name: str, country: Path) -> None:
    (country / name).unlink()
    findings = found(country)
    assert placed(findings) == {("missing-table", name, 0, "", "error")}
    speaks(findings)


def test_a_folder_in_place_of_a_table(country: Path) -> None:
    (country / "areas.csv").unlink()
    (country / "areas.csv").mkdir()
    findings = found(country)
    assert placed(findings) == {("unreadable-file", "areas.csv", 0, "", "error")}
    speaks(findings)


def test_no_workspace(tmp_path: Path) -> None:
    findings = found(tmp_path / "nowhere")
    assert placed(findings) == {("no-workspace", "nss.toml", 0, "", "error")}
    speaks(findings)


def test_a_faulty_row_does_not_make_its_mentions_faults(country: Path, edit: Edit) -> None:
    edit("areas.csv", "13.200,yes", "13.200,maybe")
    assert placed(found(country)) == {("not-yes-no", "areas.csv", 4, "legal", "error")}


def test_a_decision_keeps_an_ics_that_differs(country: Path, edit: Edit) -> None:
    edit("adoptions.csv", "03.220.20", "13.200")
    edit("decisions.csv", "", "d3,keep-ics,,,a1,,Custom,Thông lệ,,M,2026-10-01,2027-10-01\n")
    assert found(country) == ()


def test_a_question_before_any_round_is_open(country: Path) -> None:
    for path in (country / "judgements" / "r1").iterdir():
        path.unlink()
    (country / "judgements" / "r1").rmdir()
    assert placed(found(country)) == {("question-not-asked", "criteria.csv", 4, "question", "question")}


def test_weights_of_groups_count_too(country: Path, edit: Edit) -> None:
    edit("criteria.csv", "sector;social;emerging", "sector;emerging")
    edit("nss.toml", 'social = "0.5"', 'social = "0"')
    assert placed(found(country)) == {("weights-all-zero", "criteria.csv", 3, "weight", "error")}


TEN = (
    "bad-ics", "superseded-goal", "missing-direction", "other-dimension", "suspended-committee", "illustrative-number",
    "iec-administered", "bad-spread", "expired-decision", "future-period", "unknown-fact", "bad-stage",
)  # fmt: skip


def test_ten_faults_are_said_at_once(country: Path, edit: Edit) -> None:
    chosen = [next(case for case in CASES if case[3] == code) for code in TEN]
    for name, old, new, *_ in chosen:
        edit(name, old, new)
    findings = found(country)
    assert len(chosen) >= 10
    assert {tuple(case[3:]) for case in chosen} <= placed(findings)
    speaks(findings)


def test_a_question_left_out_is_not_called_unknown(country: Path, edit: Edit) -> None:
    edit("judgements/r1/questions.csv", "How urgent is it?,Cấp bách đến mức nào?", ",")
    assert placed(found(country)) == {("missing-value", "judgements/r1/questions.csv", 2, "text_vi", "error")}


def test_a_round_with_a_bad_head_or_name(country: Path) -> None:
    (country / "judgements" / "r1" / "round.toml").write_text("closed = 1\n", encoding="utf-8")
    (country / "judgements" / "Round 2").mkdir()
    (country / "judgements" / "r1" / "answer.csv").write_text("x\n", encoding="utf-8")
    findings = found(country)
    assert {finding.code for finding in findings} == {"bad-setting", "missing-setting", "bad-id", "unknown-table"}
    speaks(findings)


def test_levels_of_ten_groups_and_dates_of_bodies(country: Path, edit: Edit) -> None:
    edit("nss.toml", 'level = "section"', 'level = "ten-group"')
    edit("areas.csv", "sector,C,", "sector,B-E,")
    edit("institutions.csv", "2025-02-28", "2009-02-28")
    assert {(finding.code, finding.file) for finding in found(country)} == {("dates-reversed", "institutions.csv")}


def test_a_text_that_cannot_be_read_does_not_hide_the_rest(country: Path) -> None:
    (country / "text" / "en" / "vision.md").write_bytes(b"\xff\xfea\0")
    (country / "catalogue" / "ics.csv").unlink()
    codes = {finding.code for finding in found(country)}
    assert codes == {"legacy-encoding", "missing-language", "missing-table"}


def test_a_faulty_row_of_the_catalogue_does_not_make_its_mentions_faults(country: Path, edit: Edit) -> None:
    edit("catalogue/deliverables.csv", "60.60,ISO/TC 241", "60.61,ISO/TC 241")
    edit("catalogue/committees.csv", "safety,active", "safety,asleep")
    assert {finding.code for finding in found(country)} == {"bad-stage", "unknown-value"}


def test_an_hs_code_without_its_leading_zero(country: Path) -> None:
    path = country / "areas.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    lines = [f"{head},hs", f"{rows[0]},901", *(f"{row}," for row in rows[1:])]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (found,) = [f for f in check_folder(country)[2] if f.file == "areas.csv" and f.code == "hs-zero"]
    assert (found.row, found.column, found.values["likely"]) == (2, "hs", "0901")
