"""A new folder passes the check with only its questions open, and nothing is half-written."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from opennss.errors import Severity, WorkspaceError
from opennss.workspace.check import check_folder
from opennss.workspace.init import init

DAY = dt.date(2026, 11, 22)


def test_a_new_folder_has_only_open_questions(tmp_path: Path) -> None:
    folder = tmp_path / "somewhere" / "laos"
    init(folder, "LAO", ("en", "vi"), as_of=DAY, currency="LAK", name='The "Lao" country')
    workspace, catalogue, findings = check_folder(folder, facts=())
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
