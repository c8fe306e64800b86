"""`nss plan --frontier`: on the screen, as JSON, and alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from opennss import build as spine
from opennss.language import languages, say
from opennss.portfolio.outlook import FRONTIER, VARIANTS

Nss = Callable[..., tuple[int, str]]


@pytest.mark.parametrize("language", languages())
def test_points_against_number(small: Path, nss: Nss, language: str) -> None:
    code, out = nss("plan", small, "--frontier", "--lang", language)
    assert code == 0
    assert say("doc.table.frontier", language) in out
    assert say("label.frontier-programme", language) in out


def test_points_against_number_as_json(small: Path, nss: Nss) -> None:
    code, out = nss("plan", small, "--frontier", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["reason"] is None
    assert found["frontier"][0]["points"] >= found["programme"]["points"] > 0
    assert {"weight", "points", "items", "urgent", "days", "gap"} == set(found["frontier"][0])


@pytest.mark.parametrize("json_too", [(), ("--json",)])
def test_what_cannot_be_weighed_says_why(small: Path, nss: Nss, json_too: tuple[str, ...]) -> None:
    path = small / "nss.toml"
    path.write_text(path.read_text("utf-8") + "\n[minimum]\nadoption = 0.1\n", encoding="utf-8", newline="\n")
    code, out = nss("plan", small, "--frontier", *json_too)
    assert code == 0
    assert "shares" in (json.loads(out)["reason"] if json_too else out)


def test_it_is_a_question_of_its_own(small: Path, nss: Nss) -> None:
    assert nss("plan", small, "--frontier", "--what-if")[0] == 2


def test_it_plans_no_variant(small: Path) -> None:
    workspace, world = spine.read(small)
    outlook = spine.build(workspace, world, what_if=(FRONTIER,)).outlook
    assert outlook is not None
    assert outlook.frontier is not None
    assert outlook.variants == ()
    others = spine.build(workspace, world, what_if=VARIANTS).outlook
    assert others is not None
    assert others.frontier is None
    assert {variant.kind for variant in others.variants} <= VARIANTS
