"""Requests and opinions as facts and as chapters: numbers have origins, the public edition names no one unasked."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest

from opennss.document.blocks import Block, Table, plain
from opennss.document.outline.pen import Pen
from opennss.document.outline.requests import opinions, requests
from opennss.document.trail import explain, lines
from opennss.language import Text, languages
from opennss.model.codes import Id
from opennss.model.results import Strategy
from opennss.model.stakeholders import Answer, Offer, Opinion, OpinionType, Outcome
from opennss.model.table import Cell

LANGUAGES = pytest.mark.parametrize("language", languages())


def table(blocks: list[Block], name: str) -> Table:
    return next(block for block in blocks if isinstance(block, Table) and block.id == name)


def test_counts_agree_with_the_rows(strategy: Strategy) -> None:
    facts, voices = strategy.facts, strategy.workspace.voices
    assert facts["requests.count"].value == len(voices.requests) >= 25
    answers = Counter(reply.answer for reply in strategy.replies)
    assert {answer: facts[f"requests.{answer}"].value for answer in Answer} == {a: answers[a] for a in Answer}
    assert sum(answers.values()) == len(voices.requests)
    assert facts["requests.replied"].value == sum(row.replied is not None for row in voices.requests)
    assert facts["requests.organisations"].value == len({row.stakeholder for row in voices.requests})
    for offer in Offer:
        assert facts[f"offers.{offer}"].value == sum(offer in row.offers for row in voices.requests)
    outcomes = Counter(row.outcome for row in voices.opinions)
    assert {o: facts[f"opinions.{o or 'open'}"].value for o in (*Outcome, None)} == {
        o: outcomes[o] for o in (*Outcome, None)
    }
    assert facts["positions.count"].value == len(voices.positions)


def test_a_request_leads_to_its_cell_to_the_plan_and_up_to_goals(strategy: Strategy) -> None:
    for reply in strategy.replies:
        origin = strategy.facts[f"request.{reply.request.id}"].origin
        assert Cell("requests.csv", reply.request.line, "text") in origin.inputs
        named = {item for item in origin.inputs if isinstance(item, str)}
        ending = "start" if reply.answer in (Answer.PLANNED, Answer.AREA) else "reason"
        assert named == {f"project.{item}.{ending}" for item in reply.items}
        assert origin.serves == ((f"align.{reply.request.area}",) if reply.request.area else ())
        assert explain(strategy, f"request.{reply.request.id}", "vi").steps


@LANGUAGES
def test_every_request_stands_in_the_table_with_its_answer(strategy: Strategy, language: str) -> None:
    pen = Pen(strategy, language)
    rows = table(requests(pen), "requests").rows
    assert {span.fact for row in rows for span in row[3]} == {f"request.{r.request.id}" for r in strategy.replies}
    answered = {reply.request.id: reply for reply in strategy.replies}
    joint = {area.area: area.joint for area in strategy.ranks.areas}
    order = [answered[Id(row[3][0].fact.removeprefix("request."))].request.area for row in rows]
    places = [joint[area] or 10**6 if area else 10**9 for area in order]
    assert places == sorted(places)


@LANGUAGES
def test_nobody_who_signed_is_named(strategy: Strategy, language: str) -> None:
    voices = strategy.workspace.voices
    signed = {row.signatory for row in (*voices.requests, *voices.positions) if row.signatory}
    assert signed
    pen = Pen(strategy, language)
    printed = "\n".join(plain(line) for line in lines([*requests(pen), *opinions(pen)]))
    assert [name for name in signed if name in printed] == []


def opinion(name: str, clause: str, **more: object) -> Opinion:
    values: dict[str, object] = {"named": False, "number": "12/HH", "date": dt.date(2026, 11, 5)}
    return Opinion(
        id=Id(name), stakeholder=Id("association-a"), clause=Text.of(en=clause), type=OpinionType.TECHNICAL,
        opinion=Text.of(en=f"About {clause}"), **{**values, **more},  # type: ignore[arg-type]
    )  # fmt: skip


def with_opinions(strategy: Strategy, edition: str, *rows: Opinion) -> Strategy:
    space = strategy.workspace
    method = replace(space.method, settings=replace(space.settings, edition=edition))
    return replace(
        strategy, workspace=replace(space, method=method, voices=replace(space.voices, opinions=rows))
    )  # fmt: skip


def test_opinions_are_sorted_by_clause_as_numbers_and_by_date(strategy: Strategy) -> None:
    rows = (
        opinion("o-1", "10.1"), opinion("o-2", "9.2"), opinion("o-3", "9.2", date=dt.date(2026, 11, 1)),
        opinion("o-4", "General"), opinion("o-5", ""), opinion("o-6", "9.10"),
    )  # fmt: skip
    printed = table(opinions(Pen(with_opinions(strategy, "internal", *rows), "en")), "opinions").rows
    said = [(plain(row[3]), plain(row[2])) for row in printed]
    assert [text for text, _ in said] == [
        "About ",
        "About 9.2",
        "About 9.2",
        "About 9.10",
        "About 10.1",
        "About General",
    ]
    assert said[1][1] == "12/HH, 1 Nov 2026"


@pytest.mark.parametrize(("edition", "named", "seen"), [
    ("internal", False, True), ("internal", True, True), ("public", True, True), ("public", False, False),
])  # fmt: skip
def test_the_public_edition_names_who_agreed(strategy: Strategy, edition: str, named: bool, seen: bool) -> None:
    changed = with_opinions(strategy, edition, opinion("o-1", "3", named=named))
    for language in languages():
        pen = Pen(changed, language)
        (row,) = table(opinions(pen), "opinions").rows
        who = next(s.name[language] for s in changed.workspace.voices.stakeholders if s.id == "association-a")
        assert (who in plain(row[1])) is seen
        assert ("12/HH" in plain(row[2])) is seen
        assert seen or plain(row[1]) == pen.t("category-A2")


@LANGUAGES
def test_open_opinions_are_marked_and_counted(strategy: Strategy, language: str) -> None:
    changed = with_opinions(strategy, "internal", opinion("o-1", "3"), opinion("o-2", "4", outcome=Outcome.NOTED))
    blocks = opinions(Pen(changed, language))
    (first, second) = table(blocks, "opinions").rows
    open_, noted = (Pen(changed, language).t(f"outcome-{name}") for name in ("open", "noted"))
    assert (plain(first[4]), plain(second[4])) == (open_, noted)


@LANGUAGES
def test_a_folder_without_requests_and_opinions_says_so(strategy: Strategy, language: str) -> None:
    bare = replace(with_opinions(strategy, "internal"), replies=())
    pen = Pen(bare, language)
    for chapter in (requests(pen), opinions(pen)):
        assert not [block for block in chapter if isinstance(block, Table)]
        assert len(chapter) >= 2


def test_a_project_knows_who_asked_for_it(strategy: Strategy) -> None:
    named = [reply for reply in strategy.replies if reply.answer is Answer.PLANNED]
    assert named
    for reply in named:
        for item in reply.items:
            origin = strategy.facts[f"project.{item}"].origin
            assert Cell("requests.csv", reply.request.line, "text") in origin.inputs
