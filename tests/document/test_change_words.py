"""Why an item moved, came or went, in words: names, years, days and amounts, in every language."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from opennss.document.change_words import NAMED, change_told, change_why
from opennss.document.facts.outlook import brought_in
from opennss.document.schedule_lanes import item_title, title_of
from opennss.language import Text, languages, say
from opennss.model.plans import DAYS, Missing, Resource
from opennss.model.results import Strategy
from opennss.model.schedule import Change

DAY = dt.date(2026, 7, 1)


def change(why: str, *values: tuple[str, object], item: str = "x", reason: Text = Text()) -> Change:
    return Change(item, (2027, 2027), None, why, reason, values)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", languages())
def test_every_value_is_said_in_words(strategy: Strategy, language: str) -> None:
    item = strategy.plan.items[0].project
    title = item_title(item, strategy, language)
    body = strategy.workspace.method.capacities[0]
    missing = (Missing(Resource(str(body.body), 2027, DAYS), Decimal("4.5")),)
    area = strategy.workspace.evidence.areas[0]
    shown = {"en": ("1 Jul 2026", "4.5"), "vi": ("1/7/2026", "4,5")}[language]
    own = {"en": "Own", "vi": "Riêng"}[language]
    for told, parts in (
        (change("schedule-after", ("items", (item.id,)), ("year", 2028)), (title, "2028")),
        (change("schedule-excluded", ("decision", "d-1"), ("day", DAY)), ("d-1", shown[0])),
        (change("schedule-linked", ("day", DAY), ("areas", (str(area.id),))), (shown[0], area.name[language])),
        (change("schedule-lacking", ("year", 2027), ("missing", missing)), (shown[1], body.name[language], "2027")),
        (change("schedule-adopted", ("standard", Text.of(en="Own", vi="Riêng"))), (own,)),
        (change("schedule-published", ("day", "2026-07")), ("7/2026",)),
    ):  # fmt: skip
        words = change_why(told, strategy, language)
        assert all(part in words for part in parts), words
    assert change_why(change(""), strategy, language) == ""


@pytest.mark.parametrize("language", languages())
def test_what_waits_says_what_would_bring_it_in_again(strategy: Strategy, language: str) -> None:
    left = strategy.plan.not_now[0]
    told = change(f"not-now-{left.reason}", item=left.project.id, reason=Text.of(en="Told", vi="Nói"))
    words = change_why(told, strategy, language)
    assert words == f"{say(f'label.not-now-{left.reason}', language)}. {brought_in(left, strategy)[language]}"
    assert change_told(told, strategy, language) == f"{words} {told.reason[language]}"
    done = change("schedule-dropped", reason=told.reason)
    assert change_told(done, strategy, language).endswith(f": {told.reason[language]}")


def test_of_many_items_the_first_are_named(strategy: Strategy) -> None:
    names = tuple(item.project.id for item in strategy.plan.items[: NAMED + 2])
    words = change_why(change("schedule-other", ("items", names)), strategy, "en")
    assert words.endswith(say("label.bring-more", "en", number=2))
    assert title_of(names[NAMED - 1], strategy, "en") in words
    assert title_of(names[NAMED], strategy, "en") not in words


def test_a_name_that_nobody_knows_stays_a_name(strategy: Strategy) -> None:
    assert title_of("nothing-like-it", strategy, "en") == "nothing-like-it"


@pytest.mark.parametrize(("told", "language", "words"), [
    (("schedule-linked", ("day", DAY), ("areas", ("x",))), "en", "Linked on 1 Jul 2026, to: x"),
    (("schedule-linked", ("day", DAY), ("areas", ("x",))), "vi", "Được liên kết ngày 1/7/2026 với: x"),
    (("schedule-after", ("items", ("x",)), ("year", 2028)), "en",
     "What must come first is in place only at the end of 2028: x"),
    (("schedule-after", ("items", ("x",)), ("year", 2028)), "vi",
     "Điều kiện tiên quyết đến cuối năm 2028 mới được đáp ứng: x"),
    (("schedule-before", ("items", ("x",)), ("year", 2028)), "en", "What waits for it begins in 2028: x"),
    (("schedule-before", ("items", ("x",)), ("year", 2028)), "vi",
     "Việc phụ thuộc vào mục này bắt đầu từ năm 2028: x"),
])  # fmt: skip
def test_the_sentences_word_for_word(strategy: Strategy, told: tuple[object, ...], language: str, words: str) -> None:
    assert change_why(change(*told), strategy, language) == words  # type: ignore[arg-type]
