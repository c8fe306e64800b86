"""`nss plan --why` and `--what-if`: on the screen and as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.test_schedule import nss as nss

from opennss.language import languages, say

Nss = Callable[..., tuple[int, str]]


@pytest.fixture
def poor(small: Path) -> Path:
    """The small country with so little money that something must wait."""
    path = small / "capacity.csv"
    path.write_text(path.read_text("utf-8").replace("0.5,500", "0.5,20"), encoding="utf-8", newline="\n")
    return small


@pytest.mark.parametrize("language", languages())
def test_why_not_is_answered_by_id_and_by_standard(poor: Path, nss: Nss, language: str) -> None:
    code, out = nss("plan", poor, "--why", "ISO/IEC 22989:2022", "--lang", language)
    assert code == 0
    assert say("label.not-now-capacity", language) in out
    code, again = nss("plan", poor, "--why", "adopt-iso-iec-22989-2022", "--lang", language)
    assert (code, again) == (0, out)


def test_what_is_missing_as_json(poor: Path, nss: Nss) -> None:
    code, out = nss("plan", poor, "--why", "ISO/IEC 22989:2022", "--json")
    [item] = json.loads(out)["not_now"]
    assert code == 0
    assert item["reason"] == "capacity"
    assert {row["what"] for row in item["missing"]} == {"money"}
    assert all(row["body"] == "office" and row["amount"] > 0 for row in item["missing"])


def test_an_unknown_name_ends_with_one(small: Path, nss: Nss) -> None:
    assert nss("plan", small, "--why", "ISO 1")[0] == 1


@pytest.mark.parametrize("language", languages())
def test_what_if_one_person_leaves(small: Path, nss: Nss, language: str) -> None:
    code, out = nss("plan", small, "--what-if", "--lang", language)
    assert code == 0
    assert say("doc.table.variants", language) in out
    body = {"en": "Office A", "vi": "Cơ quan A"}[language]
    assert say("label.variant-people-fewer", language, body=body, amount=1) in out


def test_variants_as_json(small: Path, nss: Nss) -> None:
    code, out = nss("plan", small, "--what-if", "--json")
    found = {row["name"]: row for row in json.loads(out)["variants"]}
    assert code == 0
    assert {
        "people-office-more",
        "people-office-less",
        "budget-less",
        "budget-more",
        "effort-less",
        "effort-more",
    } <= set(found)
    assert found["effort-more"]["amount"] == 1.3
