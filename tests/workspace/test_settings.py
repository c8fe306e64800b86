"""Settings: every wrong value is said with what was expected."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from opennss.workspace.check import check_folder
from opennss.workspace.settings import key_lines, read_settings
from opennss.workspace.toml import print_settings

Edit = Callable[[str, str, str], None]

WRONG = [
    ("as_of = 2026-11-22", "as_of = 2026-11-22T10:00:00", "as_of"),
    ("as_of = 2026-11-22", 'as_of = "2026-02-30"', "as_of"),
    ("as_of = 2026-11-22", "as_of = 2026", "as_of"),
    ("years = [2027, 2028]", "years = [2027, 2029]", "years"),
    ("years = [2027, 2028]", "years = []", "years"),
    ("years = [2027, 2028]", "years = 2027", "years"),
    ('languages = ["vi", "en"]', 'languages = ["vi", "xx"]', "languages"),
    ('languages = ["vi", "en"]', 'languages = ["vi", "vi"]', "languages"),
    ('country = "VNM"', 'country = "vn"', "country"),
    ("illustrative = true", 'illustrative = "yes"', "illustrative"),
    ("seed = 7", "seed = -1", "seed"),
    ("seed = 7", "seed = true", "seed"),
    ("seed = 7", 'decimal = ";"', "decimal"),
    ('iso = "full"', 'iso = "member"', "membership.iso"),
    ('level = "section"', 'level = "chapter"', "ranking.level"),
    ('tie = "mean"', 'tie = "coin"', "ranking.tie"),
    ('economic = "1"', 'economic = "much"', "weights.economic"),
    ('economic = "1"', "economic = true", "weights.economic"),
    ("utilization = 0.85", "utilization = 85", "plan.utilization"),
    ("utilization = 0.85", "utilization = nan", "plan.utilization"),
    ('sha256 = ""', 'sha256 = "abc"', "catalogue.sha256"),
    ('name_en = "Viet Nam"', "name_en = 7", "name_en"),
]


@pytest.mark.parametrize(("old", "new", "setting"), WRONG)
def test_a_wrong_setting_is_named(country: Path, edit: Edit, old: str, new: str, setting: str) -> None:
    edit("nss.toml", old, new)
    settings, findings = read_settings(country)
    assert settings is None
    assert [(finding.code, finding.column) for finding in findings] == [("bad-setting", setting)]
    lines = (country / "nss.toml").read_text(encoding="utf-8").split("\n")
    assert lines[findings[0].row - 1] == new


def test_all_wrong_settings_are_said_at_once(country: Path) -> None:
    (country / "nss.toml").write_text("format = 3\nextra = 1\n", encoding="utf-8")
    _, findings = read_settings(country)
    assert {finding.column for finding in findings} == {
        "format", "extra", "country", "name_en", "body_en", "title_en", "as_of", "years", "currency", "languages",
    }  # fmt: skip


def test_defaults_and_a_date_as_text(country: Path, edit: Edit) -> None:
    edit("nss.toml", "as_of = 2026-11-22", 'as_of = "2026-11-22"')
    edit("nss.toml", "seed = 7", "")
    edit("nss.toml", '[ranking]\nlevel = "section"\ntie = "mean"', "")
    settings, findings = read_settings(country)
    assert findings == ()
    assert settings
    assert (settings.seed, settings.level, settings.tie, settings.decimal) == (0, "section", "mean", ".")


def test_printed_settings_are_toml_whatever_the_text() -> None:
    values = {"name": 'a "b" \\ \n\t\x7f đ', "plan": {"utilization": 0.85}, "on": True, "list": ["x", 1]}
    assert tomllib.loads(print_settings(values)) == values


def test_lines_of_keys() -> None:
    text = '''"a" = """
b = 1
"""
# c = 2
[ plan ]  # a table
years = [
  [1],
]
d.e = 3
years = 4
'''
    assert key_lines(text) == {"a": 1, "plan": 5, "plan.years": 6, "plan.d.e": 9}


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        ("[robustness]\nsamples = 1_000_001", ("bad-setting", 37, "robustness.samples", "error")),
        ("[robustness]\nsamples = 1_000_000", None),
        ("[robustness]\ntop = 999", ("top-beyond-areas", 37, "robustness.top", "warning")),
        ("[robustness]\ntop = 4", None),
        ('[consultation]\ntogether = "mean"', ("bad-setting", 37, "consultation.together", "error")),
        ("[consultation]\nweights_round = 2", ("bad-setting", 37, "consultation.weights_round", "error")),
        ('[consultation]\nweights_round = "r9"', ("weights-round-unknown", 37, "consultation.weights_round", "error")),
        ('[consultation]\nweights_round = "r1"', ("weights-round-unknown", 37, "consultation.weights_round", "error")),
        ('[consultation]\ntogether = "judgements"', None),
        ("[lowest]\nsocial = 0.1", ("weightings-unused", 36, "lowest", "warning")),
        ("[highest]\nsocial = 0.5", ("weightings-unused", 36, "highest", "warning")),
        ("[robustness]\nconcentration = 5", ("weightings-unused", 37, "robustness.concentration", "warning")),
        ('[robustness]\nweightings = "ranges"\n[lowest]\nsocial = 0.1', None),
    ],
)
def test_settings_that_are_checked_against_the_folder(
    country: Path, edit: Edit, added: str, expected: tuple[str, int, str, str] | None
) -> None:
    edit("nss.toml", 'sha256 = ""\n', f'sha256 = ""\n{added}\n')
    findings = check_folder(country)[2]
    placed = {(found.code, found.row, found.column, found.severity.value) for found in findings}
    assert placed == ({expected} if expected else set())


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "a = " + "9" * 5000, "a = 1\na = 2", "a = 2026-13-45"])
def test_strange_toml_is_a_finding(country: Path, text: str) -> None:
    (country / "nss.toml").write_text(text, encoding="utf-8")
    _, findings = read_settings(country)
    assert findings[0].code in ("bad-toml", "missing-setting")
