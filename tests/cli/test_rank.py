"""The verb `nss rank`: the joint list and how far it holds, another method, what it refuses; the words of `explain`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from opennss import build as spine
from opennss import cli
from opennss.cli import screen
from opennss.language import say
from opennss.model.results import Strategy

Nss = Callable[..., tuple[int, str, str]]


@pytest.fixture
def nss_anew(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Nss:
    """Run the command and return its exit code, what it printed, and what it said on standard error."""
    monkeypatch.delenv("OPENNSS_CATALOGUE", raising=False)

    def run(*arguments: object, width: int = 140) -> tuple[int, str, str]:
        for name, error in (("OUT", False), ("ERR", True)):
            console = Console(width=width, highlight=False, emoji=False, color_system=None, stderr=error)
            monkeypatch.setattr(screen, name, console)
        monkeypatch.setattr(sys, "argv", ["nss", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return run


@pytest.fixture
def nss(nss_anew: Nss, monkeypatch: pytest.MonkeyPatch, build_once: Callable[..., Strategy]) -> Nss:
    """The same command; it shows the strategy that an earlier test asked for with the same options."""
    monkeypatch.setattr(spine, "build", build_once)
    return nss_anew


@pytest.fixture(scope="module")
def quick() -> tuple[str, ...]:
    return ("--samples", "500")


def test_the_list_says_how_far_it_holds(nss: Nss, vietnam: Path, quick: tuple[str, ...]) -> None:
    code, said, _ = nss("rank", vietnam, *quick)
    assert code == 0
    assert say("rank.no-probability", "en") in said
    assert "500" in said
    assert "Mean place" in said
    row = next(line for line in said.splitlines() if "Manufacturing" in line).split()
    assert row[-3:] == ["100", "%", "2.0"]


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_narrow_screen_does_without_the_list(nss: Nss, vietnam: Path, quick: tuple[str, ...], lang: str) -> None:
    _, said, _ = nss("rank", vietnam, *quick, "--lang", lang, width=80)
    assert max(map(len, said.splitlines()[:12])) <= 80
    assert say("label.list-sectors", lang) not in said
    assert say("rank.no-probability", lang) in said


def test_data_holds_all_that_is_known(nss: Nss, vietnam: Path) -> None:
    code, said, _ = nss("rank", vietnam, "--samples", 300, "--seed", 3, "--weightings", "ordered", "--json")
    found = json.loads(said)["robustness"]
    assert code == 0
    assert (found["samples"], found["seed"], found["weightings"], found["top"]) == (300, 3, "ordered", 10)
    assert found["areas"][0]["area"] == "food-safety"
    assert found["areas"][0]["counts"][0] == 300
    assert all(sum(area["counts"]) == 300 for area in found["areas"])
    assert {"central", "interval", "crossings", "behind", "leaves", "kept", "influence"} < set(found["areas"][0])
    assert {"ahead", "voices", "methods", "reversals"} < set(found)


def test_the_same_seed_gives_the_same_again(nss_anew: Nss, small: Path) -> None:
    first, again, other = (
        nss_anew("rank", small, "--samples", 300, "--seed", seed, "--weightings", "ordered", "--json")[1]
        for seed in (3, 3, 4)
    )
    assert first == again
    assert (json.loads(first)["robustness"]["seed"], json.loads(other)["robustness"]["seed"]) == (3, 4)


def test_a_small_folder_is_put_to_the_test_too(nss: Nss, small: Path) -> None:
    found = json.loads(nss("rank", small, "--json")[1])["robustness"]
    assert found["top"] == len(found["areas"]) >= 2


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_another_method_tells_what_it_left_out(nss: Nss, vietnam: Path, lang: str) -> None:
    code, said, _ = nss("rank", vietnam, "--method", "promethee-2", "--samples", 300, "--lang", lang, width=200)
    assert code == 0
    assert "PROMETHEE II" in said
    named = {"en": "Urgency for stakeholders", "vi": "Mức độ cấp thiết theo các bên liên quan"}[lang]
    assert named in said
    assert say("rank.no-probability", lang) in said
    assert say("rank.method-note", lang) in said
    assert say("finding.method-few-left.message", lang) in said, "the emerging subjects have gaps"


def test_what_remains_is_told_and_reasons_come_before_a_refusal(nss: Nss, vietnam: Path) -> None:
    code, said, _ = nss("rank", vietnam, "--method", "topsis", width=200)
    lines = said.splitlines()
    assert code == 0
    assert "Compared: 16 of 16 areas, by 3 of 7 criteria: Share of GDP; Real growth; Share of employment" in lines
    place = lines.index("Emerging subjects by TOPSIS: no order")
    assert lines[place + 1].startswith("Left out, because they have ranks")
    assert lines[place + 3] == "What is left: 9 of 9 areas, and 1 of 9 criteria: Pace of new standards"
    assert lines[place + 4].startswith(say("finding.method-few-left.message", "en"))
    assert not [line for line in lines if line.startswith(("sector", "social", "emerging"))]


def test_no_score_looks_like_zero_that_is_none(nss: Nss, vietnam: Path) -> None:
    code, said, _ = nss("rank", vietnam, "--method", "topsis", width=120)
    scores = {line.split()[-1] for line in said.splitlines() if line.strip()[:1].isdigit()}
    assert code == 0
    assert {"0", "0.0001"} < scores
    assert "0.000" not in scores
    assert say("rank.score-topsis", "en") in said


@pytest.mark.parametrize("method", ["weighted-product", "vikor", "promethee-2", "electre-3"])
def test_every_method_explains_its_score(nss: Nss, vietnam: Path, method: str) -> None:
    _, said, _ = nss("rank", vietnam, "--method", method, "--lang", "vi", width=120)
    assert say(f"rank.score-{method}", "vi") in said


def test_what_is_filled_is_told(nss: Nss, vietnam: Path) -> None:
    code, said, _ = nss("rank", vietnam, "--method", "topsis", "--missing", "median", "--json")
    found = json.loads(said)
    assert code == 0
    assert {"format", "areas", "method"} == set(found)
    kinds = {kind["kind"]: kind for kind in found["method"]["kinds"]}
    assert {cell["criterion"] for cell in kinds["sector"]["filled"]} == {"export-share", "work-accident-share"}
    assert kinds["sector"]["judged"] == ["stakeholder-urgency", "stakeholder-readiness"]
    assert kinds["sector"]["areas"][0]["position"] == 1
    assert kinds["sector"]["areas"][0]["counts"] is None


def test_ranks_as_numbers_only_when_asked_and_then_said(nss: Nss, vietnam: Path) -> None:
    asked = ("rank", vietnam, "--method", "vikor", "--missing", "median")
    assert "treated as numbers" not in nss(*asked)[1]
    code, said, _ = nss(*asked, "--treat-ranks-as-numbers", width=200)
    assert code == 0
    assert "Ranks treated as numbers" in said
    assert "Left out, because they have ranks" not in said


def test_nothing_that_a_method_can_work_on_is_a_finding(nss: Nss, small: Path) -> None:
    code, said, _ = nss("rank", small, "--method", "topsis")
    assert code == 1
    assert say("finding.method-few-criteria.hint", "en") in " ".join(said.split())
    found = json.loads(nss("rank", small, "--method", "topsis", "--json")[1])
    assert all(kind["findings"][0]["code"].startswith("method-few-") for kind in found["method"]["kinds"])


@pytest.mark.parametrize(
    "options",
    [("--method", "best"), ("--samples", "5"), ("--samples", "1000001"),
     ("--weightings", "all"), ("--missing", "mean"), ("--seed", "-1"),
     ("--missing", "median"), ("--treat-ranks-as-numbers",)],
)  # fmt: skip
def test_wrong_use(nss: Nss, small: Path, options: tuple[str, ...]) -> None:
    assert nss("rank", small, *options)[0] == 2


def test_weightings_from_answers_that_nobody_gave(nss: Nss, small: Path) -> None:
    code, said, _ = nss("rank", small, "--weightings", "answers", "--json")
    assert code == 1
    assert [finding["code"] for finding in json.loads(said)["findings"]] == ["weightings-without-answers"]


def test_explain_answers_the_four_questions(nss: Nss, vietnam: Path) -> None:
    code, said, _ = nss("explain", vietnam, "agriculture", "--depth", 1)
    assert code == 0
    for question in ("weights", "data", "sure", "change"):
        assert say(f"robust-words.ask-{question}", "en") in said
    assert "rank.agriculture.joint" in said
    found = json.loads(nss("explain", vietnam, "rank.agriculture.joint", "--depth", 1, "--json")[1])
    assert len(found["robustness"]) == 4
    assert found["fact"]["name"] == "rank.agriculture.joint"
    assert "robustness" not in json.loads(nss("explain", vietnam, "rank.agriculture.best", "--json")[1])


@pytest.mark.parametrize("asked", ["area.food-safety", "rank.food-safety", "rank.foodsafety.joint", "food-safty"])
def test_explain_suggests_the_nearest_that_exists(nss: Nss, vietnam: Path, asked: str) -> None:
    code, _, said = nss("explain", vietnam, asked)
    assert code == 2
    suggested = said.strip().rpartition(": ")[2].split(", ")
    assert suggested[:3] == ["food-safety", "rank.food-safety.joint", "robust.food-safety.top"]
    assert len(suggested) <= 12


def test_explain_of_an_area_without_a_place(nss: Nss, vietnam: Path) -> None:
    code, said, _ = nss("explain", vietnam, "quantum", "--lang", "vi", width=200)
    assert code == 0
    assert say("robust-words.not-placed", "vi") in said
    assert "Dự án đang xây dựng" in said
