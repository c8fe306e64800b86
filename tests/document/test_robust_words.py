"""The four answers about a place: every number a fact, editions, languages, areas without a place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from opennss.document.blocks import plain
from opennss.document.outline.pen import Pen
from opennss.document.robust_words import QUESTIONS, answered, common, nearest, sentences
from opennss.language import say
from opennss.model.codes import Id
from opennss.model.results import Strategy
from opennss.model.robustness import SmallestChange


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_number_is_a_fact(strategy: Strategy, language: str) -> None:
    pen, found = Pen(strategy, language), strategy.robustness
    assert found is not None
    names = " ".join(area.name[language] for area in strategy.workspace.evidence.areas)
    for area in strategy.ranks.joint_list():
        answers = answered(pen, area, found)
        assert list(answers) == list(QUESTIONS)
        for line in answers.values():
            assert not [s.text for s in line if not s.fact and s.text not in names and any(c.isdigit() for c in s.text)]
            assert not [span.text for span in line if span.fact and span.text == "?"]
            assert "{" not in plain(line)


def test_the_words_of_the_issue(strategy: Strategy) -> None:
    said = " ".join(sentences(strategy, "agriculture", "en"))
    assert "no probability of being right" in said
    assert "Falls behind Road safety if the settings give economic criteria more than" in said
    assert say("robust-words.ask-change", "vi") in " ".join(sentences(strategy, "agriculture", "vi"))


@pytest.mark.parametrize("language", ["en", "vi"])
def test_what_holds_for_every_area_is_told_once_and_not_with_each(strategy: Strategy, language: str) -> None:
    pen, found = Pen(strategy, language), strategy.robustness
    assert found is not None
    once = " ".join(plain(line) for line in common(pen, found).values())
    alone, beside = (
        [
            " ".join(plain(line) for line in answered(pen, area, found, alone).values())
            for area in strategy.ranks.joint_list()
        ]
        for alone in (True, False)
    )
    weights = say("robust-words.space-free", language).split("{samples}")[1].rstrip(".")
    no_probability = say("robust-words.no-probability", language)
    assert weights in once
    assert all(weights in text and no_probability in text for text in alone)
    assert not any(weights in text or no_probability in text for text in beside)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_equal_weights_have_no_order_to_keep(strategy: Strategy, language: str) -> None:
    assert strategy.robustness is not None

    def told(*weights: float) -> str:
        changed = replace(strategy.robustness, weightings="ordered", weights=weights)  # type: ignore[type-var]
        return sentences(replace(strategy, robustness=changed), "agriculture", language)[0]

    ends = {
        key: say(f"robust-words.space-{key}", language).split("{samples}")[1] for key in ("ordered", "ordered-equal")
    }
    assert ends["ordered-equal"] in told(*[0.2] * 5)
    assert ends["ordered"] in told(0.1, 0.15, 0.2, 0.25, 0.3)
    assert not any(end in told(0.1, 0.1, 0.2, 0.2, 0.4) for end in ends.values())


@pytest.mark.parametrize("language", ["en", "vi"])
def test_what_is_not_proven_is_not_told_as_certain(strategy: Strategy, language: str) -> None:
    assert strategy.robustness is not None
    own = strategy.robustness.areas[Id("agriculture")]
    assert own.behind is not None

    def told(behind: SmallestChange | None) -> str:
        assert strategy.robustness is not None
        areas = {**strategy.robustness.areas, own.area: replace(own, behind=behind)}
        turned = replace(strategy, robustness=replace(strategy.robustness, areas=areas))
        return sentences(turned, own.area, language)[-1]

    never, unsettled = say("robust-words.never-behind", language), say("robust-words.open-behind", language)
    rivals = next(area.name[language] for area in strategy.workspace.evidence.areas if area.id == own.behind.rivals[0])
    words = [told(change) for change in (own.behind, replace(own.behind, smallest=False))]
    assert all(rivals in line and never not in line for line in words)
    assert words[0] != words[1]
    assert never in told(None)
    assert unsettled in (open_line := told(SmallestChange((), float("inf"), (), smallest=False)))
    assert never not in open_line


def test_the_public_edition_does_not_tell_what_would_overturn(strategy: Strategy) -> None:
    own = strategy.workspace.settings
    method = replace(strategy.workspace.method, settings=replace(own, edition="public"))
    public = replace(strategy, workspace=replace(strategy.workspace, method=method))
    assert [line.split("?")[0] for line in sentences(public, "agriculture", "en")] == [
        "Whose weights", "Which data", "How sure",
    ]  # fmt: skip


def test_an_area_without_a_place_and_an_order_that_was_not_tested(strategy: Strategy) -> None:
    assert sentences(strategy, "quantum", "en")[0] == say("robust-words.not-placed", "en")
    untested = replace(strategy, robustness=None)
    assert sentences(untested, "agriculture", "en")[0] == say("robust-words.untested", "en")
    with pytest.raises(KeyError):
        sentences(strategy, "nowhere", "en")


def test_few_crossings_are_told_the_nearest_first(strategy: Strategy) -> None:
    assert strategy.robustness is not None
    for own in strategy.robustness.areas.values():
        told = nearest(own)
        assert sum(one.falls for one in told) <= 2
        assert sum(not one.falls for one in told) <= 1
        falls = [abs(one.weight - one.present) for one in told if one.falls]
        assert falls == sorted(falls)
