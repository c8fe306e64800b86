"""The steps as data: every table belongs to a step, every need is something a step reads, findings find their step."""

from __future__ import annotations

from opennss.errors import Finding
from opennss.language import languages, sentences
from opennss.model.process import Step
from opennss.process.steps import RULES, TRULY, file_of, named, of_step
from opennss.workspace.tables import TABLES


def test_the_rules_are_the_ten_steps_in_order() -> None:
    assert [rule.step for rule in RULES] == list(Step)


def test_every_table_is_read_by_a_step_and_every_name_is_a_table() -> None:
    files = {table.file for table in TABLES}
    read = {file_of(name) for rule in RULES for name in rule.reads}
    assert files <= read
    assert read - files == {"nss.toml", "judgements/", "text/", "catalogue/"}


def test_a_step_reads_what_it_needs_and_follows_only_earlier_steps() -> None:
    place = {rule.step: number for number, rule in enumerate(RULES)}
    for rule in RULES:
        assert {file_of(need) for need in rule.needs} <= {file_of(name) for name in rule.reads}, rule.step
        assert all(place[step] < place[rule.step] for step in rule.after)


def test_every_step_and_need_has_its_sentences() -> None:
    kinds = ("step", "actors", "yields", "look")
    keys = {f"process.{kind}-{rule.step}" for rule in RULES for kind in kinds}
    keys |= {f"process.fill-{need}" for rule in RULES for need in rule.needs}
    for language in languages():
        assert keys <= set(sentences(language))


def test_codes_that_are_about_another_table_exist() -> None:
    assert all(f"finding.{code}.message" in sentences("en") for code in TRULY)


def test_a_step_hears_only_of_what_it_reads() -> None:
    missing = [Finding(name, 0, "", "missing-table") for name in ("areas.csv", "goals.csv", "effort.csv")]
    loose = Finding("areas.csv", 3, "id", "area-without-goal", {"value": "ai"})
    page = Finding("text/vi/vision.md", 1, "text", "unwritten-prose")
    answer = Finding("judgements/r1/answers.csv", 2, "value", "unknown-value")
    findings = (*missing, loose, page, answer)
    assert of_step(findings, "2a") == (missing[0],)
    assert of_step(findings, "2") == (missing[0], answer)
    assert of_step(findings, "3") == (missing[0], missing[1], loose)
    assert of_step(findings, "5") == (missing[2],)
    assert of_step(findings, "7") == findings


def test_unknown_names_are_no_step() -> None:
    for name in ("", "10", "2e", "a", "-1"):
        assert named(name) == ()
