"""A new folder passes the check with only its questions open, and nothing is half-written."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from opennss import build as spine
from opennss.errors import Severity, WorkspaceError
from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.country import IsoMembership
from opennss.model.observations import Grade, Source
from opennss.model.process import Presence, Step, StepStatus, Topic
from opennss.model.references import CommitteeCode
from opennss.model.standards import UNREVIEWED, Link, Participation, Role
from opennss.tables.csvfile import read_table
from opennss.workspace.check import check_folder
from opennss.workspace.init import MONTHS, init, template

DAY = dt.date(2026, 11, 22)


def test_a_new_folder_has_only_open_questions(tmp_path: Path) -> None:
    folder = tmp_path / "somewhere" / "laos"
    init(folder, "LAO", ("en", "vi"), as_of=DAY, currency="LAK", name='The "Lao" country')
    workspace, catalogue, findings = check_folder(folder)
    assert workspace
    assert catalogue
    assert {finding.severity for finding in findings} == {Severity.QUESTION}
    assert workspace.settings.years == (2027, 2028, 2029)
    assert workspace.settings.name["en"] == 'The "Lao" country'
    assert {language for language, _, _ in workspace.choices.prose} == {"en", "vi"}


def test_an_empty_folder_is_taken_and_a_full_one_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    init(tmp_path / "empty", "LAO", ("vi",), as_of=DAY, currency="LAK")
    with pytest.raises(WorkspaceError) as raised:
        init(tmp_path / "empty", "LAO", ("vi",), as_of=DAY, currency="LAK")
    assert [finding.code for finding in raised.value.findings] == ["folder-not-empty"]


def test_a_wrong_setting_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError) as raised:
        init(tmp_path / "new", "Laos", ("en",), as_of=DAY, currency="kip")
    assert [finding.column for finding in raised.value.findings] == ["country", "currency"]
    assert list(tmp_path.iterdir()) == []


def test_the_words_of_the_template_are_an_open_question(tmp_path: Path) -> None:
    init(tmp_path / "lao", "LAO", ("en",), as_of=dt.date(2026, 11, 22), currency="LAK")
    page = tmp_path / "lao" / "text" / "en" / "vision.md"
    assert page.as_posix().endswith("text/en/vision.md")
    found = {f.file for f in check_folder(tmp_path / "lao")[2] if f.code == "unwritten-prose"}
    assert "text/en/vision.md" in found
    page.write_text("Standards open markets.\n", encoding="utf-8")
    found = {f.file for f in check_folder(tmp_path / "lao")[2] if f.code == "unwritten-prose"}
    assert "text/en/vision.md" not in found


def test_codes_that_were_not_given_are_an_open_question(tmp_path: Path) -> None:
    init(tmp_path / "new", "XXX", ("en",), as_of=DAY, currency="XXX")
    found = [f.column for f in check_folder(tmp_path / "new")[2] if f.code == "placeholder-setting"]
    assert found == ["country", "currency"]


def test_name_and_currency_follow_from_the_country(tmp_path: Path) -> None:
    init(tmp_path / "khm", "KHM", ("vi", "en"), as_of=DAY)
    workspace, _, findings = check_folder(tmp_path / "khm")
    assert workspace
    assert workspace.settings.name == Text.of(vi="Campuchia", en="Cambodia")
    assert workspace.settings.currency == "KHR"
    assert [finding for finding in findings if finding.code == "placeholder-setting"] == []


def test_an_unknown_language_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError) as raised:
        init(tmp_path / "new", "KHM", ("tlh",), as_of=DAY)
    assert "languages" in {finding.column for finding in raised.value.findings}
    assert list(tmp_path.iterdir()) == []


def test_the_calendar_of_twelve_months(tmp_path: Path) -> None:
    init(tmp_path / "khm", "KHM", ("vi", "en"), as_of=DAY)
    workspace, _, _ = check_folder(tmp_path / "khm")
    assert workspace
    steps = {row.step: row for row in workspace.method.process}
    assert set(steps) == set(Step)
    assert {row.status for row in steps.values()} == {StepStatus.OPEN}
    assert all(set(dict(row.responsible.values)) == {"vi", "en"} for row in steps.values())
    expected = {
        Step.MANDATE: ("2026-12-01", "2026-12-31"),
        Step.CURRENT: ("2026-12-01", "2027-02-28"),
        Step.STAKEHOLDERS: ("2027-02-01", "2027-05-31"),
        Step.APPROVAL: ("2027-11-01", "2027-11-30"),
        Step.REVIEW: ("2027-12-01", "2029-12-31"),
    }
    found = {step: (steps[step].start.isoformat(), steps[step].due.isoformat()) for step in expected}
    assert found == expected
    assert set(MONTHS) == set(Step) - {Step.REVIEW}


@pytest.mark.parametrize("day", [dt.date(2026, 12, 31), dt.date(2027, 1, 31), dt.date(2028, 2, 29)])
def test_the_calendar_begins_in_the_next_month(tmp_path: Path, day: dt.date) -> None:
    init(tmp_path / "khm", "KHM", ("en",), as_of=day)
    workspace, _, _ = check_folder(tmp_path / "khm")
    assert workspace
    for row in workspace.method.process:
        assert day < row.start <= row.due
        assert row.start.day == 1
        assert (row.due + dt.timedelta(days=1)).day == 1


def test_the_body_is_asked_about_every_topic(tmp_path: Path) -> None:
    init(tmp_path / "khm", "KHM", ("vi", "en"), as_of=DAY)
    workspace, _, _ = check_folder(tmp_path / "khm")
    assert workspace
    questions = workspace.evidence.baseline
    assert {row.state for row in questions} == {Presence.UNKNOWN}
    assert all(set(dict(row.question.values)) == {"vi", "en"} for row in questions)
    counts = {topic: sum(row.topic is topic for row in questions) for topic in Topic}
    assert all(2 <= count <= 4 for count in counts.values()), counts


def test_starter_texts_are_the_same_pages_in_both_languages_and_say_so() -> None:
    english, vietnamese = template("en"), template("vi")
    assert set(english) == set(vietnamese)
    marks = {"en": "**Starter text, to be rewritten.**", "vi": "**Văn bản mẫu, cần viết lại.**"}
    for language, mark in marks.items():
        unmarked = [name for name, text in template(language).items() if name.endswith(".md") and mark not in text]
        assert unmarked == ["abbreviations.md"]


def test_every_chapter_of_the_example_has_a_starter_text(vietnam: Path) -> None:
    stems = {path.name for path in (vietnam / "text" / "en").glob("*.md")}
    assert stems - set(template("en")) == set()


def test_rows_and_snapshots_are_written(tmp_path: Path) -> None:
    source = Source(
        id=Id("iso"), title=Text.of(en="ISO", vi="ISO"), publisher="ISO", address="https://iso.org", seen=DAY,
        grade=Grade.INTERNATIONAL,
    )  # fmt: skip
    seat = Participation(committee=CommitteeCode("ISO/TC 34"), role=Role.O, date=DAY, source=Id("iso"))
    init(
        tmp_path / "khm", "KHM", ("vi", "en"), as_of=DAY, iso=IsoMembership.CORRESPONDENT, iso_source=source,
        rows={Participation: (seat,)}, snapshots={"iso.toml": b"name = 1"},
    )  # fmt: skip
    folder = tmp_path / "khm"
    assert read_table(folder / "participation.csv", Participation, ("vi", "en")).rows == (seat,)
    assert (folder / "sources" / "iso.toml").read_bytes() == b"name = 1"
    workspace, _, findings = check_folder(folder)
    assert workspace
    assert workspace.settings.membership.iso is IsoMembership.CORRESPONDENT
    assert {finding.severity for finding in findings} == {Severity.QUESTION}
    assert "membership-unknown" not in {finding.code for finding in findings}


def test_unreviewed_links_and_an_unknown_membership_are_asked_about(write_small, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    folder = write_small(tmp_path / "small")
    assert [f.code for f in spine.check(folder) if f.code in ("unreviewed-link", "membership-unknown")] == []
    path = folder / "mapping.csv"
    rows = read_table(path, Link, ("en", "vi")).rows
    text = path.read_text("utf-8").replace(f",{rows[0].reviewer},", f",{UNREVIEWED},", 1)
    path.write_text(text, encoding="utf-8")
    settings = (folder / "nss.toml").read_text("utf-8").replace('iso = "full"', 'iso = "?"', 1)
    (folder / "nss.toml").write_text(settings, encoding="utf-8")
    found = [(f.file, f.code, f.severity) for f in check_folder(folder)[2]]
    assert ("mapping.csv", "unreviewed-link", Severity.QUESTION) in found
    assert ("nss.toml", "membership-unknown", Severity.QUESTION) in found
