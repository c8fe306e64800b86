"""What people decided on ranks, what other methods contradict, whose weights: told in the documents and in answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from opennss.document.blocks import Bullets, Document, Paragraph, Table, plain
from opennss.document.facts import collect
from opennss.document.outline import brief_document, strategy_document
from opennss.document.outline.decided import opening
from opennss.document.outline.otherwise import contradicting
from opennss.document.outline.pen import Pen
from opennss.document.outline.priorities import _decisions
from opennss.document.robust_words import answered, sentences
from opennss.document.trail import explain
from opennss.document.writers.prepare import lines_of, prepare
from opennss.language import day, languages, say
from opennss.model.criteria import DecisionKind, ranking
from opennss.model.results import Strategy

LANGUAGES = pytest.mark.parametrize("language", ["en", "vi"])


def tables(document: Document, id_: str) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table) and block.id == id_]


def paragraphs(document: Document) -> str:
    return " ".join(plain(block.line) for block in document.blocks if isinstance(block, Paragraph))


@LANGUAGES
def test_the_brief_counts_every_planned_item_in_a_column_that_names_it(strategy: Strategy, language: str) -> None:
    table = tables(brief_document(strategy, language), "brief-years")[0]
    *years, total = [[strategy.facts[cell[0].fact].value for cell in row[1:6]] for row in table.rows]
    assert total[-1] == len(strategy.plan.items) == sum(year[-1] for year in years)
    for row in (*years, total):
        assert sum(row[:-1]) == row[-1]
    assert [sum(column) for column in zip(*years, strict=True)] == total
    assert say("doc.rounding", language) in [plain(note) for note in table.notes]


@LANGUAGES
def test_the_brief_gives_no_overruled_criterion_as_evidence(strategy: Strategy, language: str) -> None:
    rows = tables(brief_document(strategy, language), "brief-top")[0].rows
    names = {str(row.id): row.name[language] for row in strategy.workspace.voices.criteria}
    areas = {str(row.id): row.name[language] for row in strategy.workspace.evidence.areas}
    for decision in ranking(strategy.workspace.choices.decisions):
        row = next(row for row in rows if plain(row[1]).startswith(areas[str(decision.area)]))
        assert day(decision.date, language) in plain(row[2])
        assert plain(row[2]).endswith(decision.reason[language].split(";")[0])
        assert not decision.criterion or names[str(decision.criterion)] not in plain(row[2])


@LANGUAGES
def test_a_decided_area_opens_with_its_decision_and_what_would_hold_without(strategy: Strategy, language: str) -> None:
    pen = Pen(strategy, language)
    document = strategy_document(strategy, language)
    decided = {str(row.area): row for row in ranking(strategy.workspace.choices.decisions)}
    assert set(decided) == {"food-safety", "cybersecurity"} == set(strategy.undecided)
    for area in strategy.ranks.areas:
        told = opening(pen, area)
        assert bool(told) == (area.area in decided)
        if told:
            decision = decided[str(area.area)]
            assert {decision.id, day(decision.date, language)} <= {span.text for span in told}
            assert decision.reason[language] in plain(told)
            assert f"rank.{area.area}.undecided.rank" in {span.fact for span in told}
            assert sentences(strategy, area.area, language)[0] == plain(told)
            assert tables(document, f"sure-{area.area}")[0].rows[0][1] == told


def test_a_decided_cell_shows_what_was_observed_and_the_rank_without(strategy: Strategy) -> None:
    step = explain(strategy, "rank.food-safety.people-affected", "en", 2)
    below = {item.name: item.value for item in step.steps}
    assert below["rank.food-safety.people-affected.undecided"] == "3"
    assert below["evidence.people-affected.food-safety"] == "0.005 %"
    assert [item.label for item in step.steps if "decisions.csv" in item.label]
    assert strategy.facts["rank.cybersecurity.undecided.joint"].value == strategy.ranks.of("cybersecurity").joint
    without = strategy.facts["rank.food-safety.undecided.joint"].value
    assert isinstance(without, int)
    assert without > 1


@LANGUAGES
def test_what_other_methods_contradict_most_is_told(strategy: Strategy, language: str) -> None:
    pen = Pen(strategy, language)
    far = [area for area in strategy.ranks.joint_list() if contradicting(pen, area)]
    assert {"food-safety", "disaster-risk"} <= {str(area.area) for area in far}
    assert not contradicting(pen, strategy.ranks.of("manufacturing"))
    document = strategy_document(strategy, language)
    assert say("doc.otherwise", language) in paragraphs(document)
    assert tables(document, "other-methods")[0].caption in paragraphs(document)
    assert strategy.robustness is not None
    for area in far:
        sure = answered(pen, area, strategy.robustness)["sure"]
        assert f"robust.{area.area}.in-kind" in {span.fact for span in sure}
    restates = say("robust-words.override", language)
    assert restates in plain(answered(pen, strategy.ranks.of("food-safety"), strategy.robustness)["sure"])


@LANGUAGES
def test_areas_that_are_level_are_not_told_to_turn_at_the_weight_they_have(strategy: Strategy, language: str) -> None:
    pen, found = Pen(strategy, language), strategy.robustness
    assert found is not None
    said = plain(answered(pen, strategy.ranks.of("blockchain"), found)["change"])
    assert said.count(say("robust-words.level", language).partition("{other}")[2]) == 1


@LANGUAGES
def test_the_brief_names_who_stays_and_whose_weights_are_in_use(strategy: Strategy, language: str) -> None:
    document = brief_document(strategy, language)
    used = {span.fact for block in document.blocks if isinstance(block, Paragraph) for span in block.line}
    assert {"areas.unplaced", "round.round-1.answered", "robust.weight.social"} <= used
    assert say("doc.robust-stay", language).partition("{")[0] in paragraphs(document)
    assert say("doc.weights-fewer", language).partition("{")[0] not in paragraphs(strategy_document(strategy, language))


@LANGUAGES
def test_weights_of_fewer_answers_than_before_are_told(strategy: Strategy, language: str) -> None:
    last = strategy.judgements[-1]
    given = last.elicited[0]
    earlier = replace(given, round=strategy.judgements[0].round, question="urgency", stands=False,
                      answered={**given.answered, "A": given.answered["A"] + 9})  # fmt: skip
    first = replace(strategy.judgements[0], elicited=(earlier,))
    changed = replace(strategy, judgements=(first, *strategy.judgements[1:]))
    changed = replace(changed, facts=collect(changed))
    assert say("doc.weights-fewer", language).partition("{")[0] in paragraphs(strategy_document(changed, language))


@LANGUAGES
def test_the_notes_of_a_table_stand_at_each_of_its_kind(strategy: Strategy, language: str) -> None:
    document = strategy_document(strategy, language)
    for id_, keys in (("judged", ("judged-note", "agreed-note")), ("heard", ("heard-note", "heard-missing"))):
        found = tables(document, id_)
        assert len(found) > 1
        for table in found:
            assert {say(f"doc.{key}", language) for key in keys} <= {plain(note) for note in table.notes}


def test_a_percent_sign_stays_with_its_number(strategy: Strategy) -> None:
    for language in languages():
        document = prepare(brief_document(strategy, language))
        text = " ".join(plain(line) for line in lines_of(document))
        assert "\u00a0%" in text
        assert " %" not in text


@LANGUAGES
def test_every_kind_of_decision_has_a_name_and_a_demanded_item_its_title(strategy: Strategy, language: str) -> None:
    for kind in DecisionKind:
        assert say(f"doc.decision-{kind}", language)
    choices, item = strategy.workspace.choices, strategy.plan.items[0].project.id
    demand = replace(choices.decisions[0], kind=DecisionKind.REQUIRE, area=None, subject=item, value=None)
    asked = replace(strategy, workspace=replace(strategy.workspace, choices=replace(choices, decisions=(demand,))))
    said = [
        plain(line) for block in _decisions(Pen(asked, language)) if isinstance(block, Bullets) for line in block.items
    ]
    title = str(strategy.facts[f"project.{item}"].value[language])  # type: ignore[index]  # this fact is a text
    assert said[0].startswith(f"{say('doc.decision-require', language)}: {title}. ")
