"""What a closed round said: by the library's formulas, anonymous, and never of a round that is live."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from django.test import Client
from django.utils import timezone

from opennss.model.judgements import Consensus
from opennss.workspace.read import read_workspace
from opennss_web.actions import closing, feedback, replies
from opennss_web.actions.feedback import digest
from opennss_web.actions.results import Seen
from opennss_web.models import Event, HiddenReason, Question, Release, Round, Sheet, State


@pytest.fixture
def answer(invite):
    """Let experts answer a round: one value of the first area each, a reason, and nothing of the second area."""

    def send(round_: Round, *values: str, reason: str = "", text: str = "") -> list[str]:
        question = round_.questions.get(kind="rate")
        place, secrets = f"{question.pk}.{question.items[0]}.", []
        for number, value in enumerate(values):
            secret = invite(round_, category=("A1", "B", "E")[number % 3], person=f"Person {number}")
            browser, address = Client(), f"/r/{round_.slug}/{secret}/"
            browser.post(f"{address}begin", {"agree": "yes"})
            said = {f"{place}.value": value, f"{place}.reason": f"{reason} {number}" if reason else ""}
            said |= {f"{q.pk}...reason": f"{text} {number}" for q in round_.questions.filter(kind="text")}
            assert browser.post(f"{address}send", said).status_code == 302
            secrets.append(secret)
        return secrets

    return send


@pytest.fixture
def closed(open_round, answer):
    """Close a round of six answers with reasons, and return it with its secrets."""

    def make(*values: str, slug: str = "q1", **more: object) -> tuple[Round, list[str]]:
        round_ = open_round(slug)
        Round.objects.filter(pk=round_.pk).update(**more)
        round_.questions.update(slug="need")
        Question.objects.create(round=round_, slug="else", kind="text", text={"en": "What else?"}, place=1)
        secrets = answer(round_, *(values or ("1", "1", "1*", "1", "2", "none")), reason="Vì sao", text="Ý kiến")
        closing.close("secretariat:an", round_)
        return Round.objects.get(pk=round_.pk), secrets

    return make


def area(round_: Round) -> str:
    return str(round_.questions.get(kind="rate").items[0])


def test_a_live_round_tells_nothing(open_round, answer, staff) -> None:
    round_ = open_round("q1")
    answer(round_, *"111111", reason="Vì sao")
    for state in (State.DRAFT, State.OPEN, State.CLOSING):
        Round.objects.update(state=state)
        page = staff("facilitator").get("/rounds/q1/feedback").content.decode()
        assert "not closed yet" in page
        assert "Vì sao" not in page
    assert feedback.feedback("q1") is None


def test_a_closed_round_is_counted_as_the_library_counts(closed, staff) -> None:
    closed()
    found = feedback.feedback("q1")
    assert found is not None
    (said,) = found.said  # the second area has no answer
    assert [(step.rank.value, step.count, step.percent) for step in said.steps] == [
        ("1", 4, 67), ("2", 1, 17), ("3", 0, 0), ("none", 1, 17)
    ]  # fmt: skip
    assert (said.median.value, said.share, said.before, said.proposals) == ("1", 67, None, None)
    assert said.agreement.consensus is Consensus.NOT_REACHED
    page = staff("facilitator").get("/rounds/q1/feedback").content.decode()
    for words in ("67 %", "1 high", "not reached", "fewer than five", "6 people answered", "at least 70 %"):
        assert words in page


def test_of_several_commonest_answers_none_is_kept_back(closed, staff) -> None:
    round_, _ = closed("1", "1", "2", "3", "3")
    page = staff("secretariat").get(f"/rounds/{round_.slug}/feedback").content.decode()
    assert "<dd>1 high · 3 low, 40 %" in page


def test_the_rule_of_the_round_holds_and_comes_back_from_the_folder(desk, closed, staff) -> None:
    closed(share=60, drift=40)
    workspace, _ = read_workspace(desk)
    assert workspace is not None
    (round_,) = (one for one in workspace.voices.rounds if one.id == "q1")
    assert (round_.consensus_share, round_.consensus_drift) == (60, 40)
    found = feedback.feedback("q1")
    assert found is not None
    assert found.said[0].agreement.consensus is Consensus.EARLY
    assert "at least 60 %" in staff("analyst").get("/rounds/q1/feedback").content.decode()


@pytest.mark.parametrize(("drift", "expected"), [(40, Consensus.REACHED), (30, Consensus.MOVED)])
def test_stability_is_measured_from_the_round_before(closed, drift, expected) -> None:
    closed("1", "1", "1", "1", "2", "2", slug="q1")
    second, _ = closed(*"111111", slug="q2", drift=drift, follows=Round.objects.get(slug="q1"))
    found = feedback.feedback(second.slug)
    assert found is not None
    assert found.said[0].agreement.before == Fraction(2, 3)
    assert found.said[0].agreement.consensus is expected


def test_fewer_than_five_answers_are_held_back(closed, staff) -> None:
    closed(*"1111")
    page = staff("facilitator").get("/rounds/q1/feedback").content.decode()
    for words in ("Vì sao", "Ý kiến", "100 %"):
        assert words not in page
    assert "Held back" in page
    assert "Fewer than five people answered" in page


def test_reasons_stand_in_an_order_that_tells_nothing(closed) -> None:
    closed()
    found = feedback.feedback("q1")
    assert found is not None
    texts = [reason.text for reason in found.said[0].reasons]
    assert sorted(texts) == [f"Vì sao {number}" for number in range(6)]
    assert [reason.digest for reason in found.said[0].reasons] == sorted(r.digest for r in found.said[0].reasons)
    assert feedback.feedback("q1") == found
    assert [reason.text[:6] for reason in found.texts[0].reasons] == ["Ý kiến"] * 6


def test_a_reason_that_names_a_person_is_hidden_and_shown_again(closed, staff) -> None:
    round_, _ = closed()
    own = digest("q1", ("need", area(round_)), "Vì sao 3")
    place = {"question": "need", "item": area(round_)}
    facilitator = staff("facilitator")
    assert facilitator.post("/rounds/q1/feedback/reason", {**place, "hide": own}).status_code == 302
    facilitator.post("/rounds/q1/feedback/reason", {**place, "hide": own})
    page = facilitator.get("/rounds/q1/feedback").content.decode()
    assert "Vì sao 3" not in page
    assert "One reason is hidden" in page
    event = Event.objects.get(verb="reason-hidden")
    assert (event.actor, event.subject) == ("facilitator:facilitator-1", f"q1/need/{area(round_)}")
    assert "Vì sao" not in str(event.told)
    facilitator.post("/rounds/q1/feedback/reason", {**place, "show": own})
    assert "Vì sao 3" in facilitator.get("/rounds/q1/feedback").content.decode()
    assert staff("analyst").post("/rounds/q1/feedback/reason", {**place, "hide": own}).status_code == 403


def test_the_page_carries_one_form_for_all_reasons_of_a_thing(closed, staff) -> None:
    closed()
    page = staff("facilitator").get("/rounds/q1/feedback").content.decode()
    assert page.count('name="hide"') == 12
    assert page.count('action="/rounds/q1/feedback/reason"') == 2


def test_a_free_text_is_hidden_too(closed, staff) -> None:
    closed()
    sent = {"question": "else", "item": "", "hide": digest("q1", ("else", ""), "Ý kiến 2")}
    assert staff("secretariat").post("/rounds/q1/feedback/reason", sent).status_code == 302
    assert "Ý kiến 2" not in staff("secretariat").get("/rounds/q1/feedback").content.decode()


@pytest.mark.parametrize("change", [{"hide": "0" * 64}, {"item": "nowhere"}, {"question": "nothing"}])
def test_only_a_reason_that_is_there_can_be_hidden(closed, staff, change) -> None:
    round_, _ = closed()
    own = digest("q1", ("need", area(round_)), "Vì sao 3")
    sent = {"question": "need", "item": area(round_), "hide": own, **change}
    assert staff("facilitator").post("/rounds/q1/feedback/reason", sent).status_code == 404
    assert not HiddenReason.objects.exists()


def test_respondents_see_the_round_before_beside_their_answers(closed, open_round, invite) -> None:
    first, _ = closed()
    second = open_round("q2")
    Round.objects.filter(pk=second.pk).update(follows=first)
    second.questions.update(slug="need")
    browser, address = Client(), f"/r/q2/{invite(second)}/"
    browser.post(f"{address}begin", {"agree": "yes"})
    page = browser.get(address).content.decode()
    for words in ("The round before: 6 answers", "67 %", "Vì sao 3", f"{address}feedback"):
        assert words in page
    whole = browser.get(f"{address}feedback").content.decode()
    for words in ("67 %", "Vì sao 3", "Ý kiến 2", "not reached"):
        assert words in whole
    assert "feedback/reason" not in whole
    third = open_round("r3")
    assert Client().get(f"/r/r3/{invite(third)}/feedback").status_code == 404


def test_positions_have_no_distribution(open_round, staff) -> None:
    open_round("p1", instrument="position")
    Round.objects.update(state=State.CLOSED)
    assert "positions on record" in staff("facilitator").get("/rounds/p1/feedback").content.decode()
    assert staff("facilitator").get("/rounds/nothing/feedback").status_code == 404


def test_the_reply_says_what_comes_next_until_a_release_answers(closed, open_round, invite) -> None:
    open_ = open_round("r5")
    page = Client().get(f"/r/r5/{invite(open_)}/reply").content.decode()
    assert "Nothing is decided yet" in page
    _, secrets = closed()
    page = Client().get(f"/r/q1/{secrets[0]}/reply").content.decode()
    assert "not published yet" in page


def test_the_reply_tells_an_expert_what_became_of_the_areas(closed, monkeypatch, small_strategy) -> None:
    round_, secrets = closed()
    release = Release(sha256="0" * 64, at=timezone.now() + dt.timedelta(days=1), version="0", public=True)
    seen = Seen(release, "public", small_strategy())
    monkeypatch.setattr(replies, "seen", lambda _: seen)
    page = Client().get(f"/r/q1/{secrets[0]}/reply").content.decode()
    for words in ("Rank in the strategy", "Result of the round", "/results"):
        assert words in page
    release.at = round_.closed - dt.timedelta(seconds=1)
    assert "not published yet" in Client().get(f"/r/q1/{secrets[0]}/reply").content.decode()


@pytest.mark.parametrize("instrument", ["judgement", "position"])
def test_a_release_that_read_the_folder_before_the_closing_answers_nobody(
    country, open_round, invite, monkeypatch, small_strategy, instrument
) -> None:
    round_ = open_round("q1", instrument)
    wish = Question.objects.create(round=round_, slug="wish", kind="request", items=[area(round_)], text={"en": "?"})
    scope, organisation = ("judge", "") if instrument == "judgement" else ("sign", "union")
    secret = invite(round_, scope=scope, organisation=organisation, category="D")
    browser, address = Client(), f"/r/q1/{secret}/"
    browser.post(f"{address}begin", {"agree": "yes"})
    rate = f"{round_.questions.get(kind='rate').pk}.{area(round_)}..value"
    said = {rate: "1", "signatory": "Bà C", "function": "Giám đốc", "on-record": "yes"}
    said |= {f"{wish.pk}.1..text": "Pin", f"{wish.pk}.1..urgency": "1"} if instrument == "position" else {}
    assert browser.post(f"{address}send", said).status_code == 302
    before = small_strategy()
    closing.close("secretariat:an", round_)
    release = Release(sha256="0" * 64, at=timezone.now() + dt.timedelta(days=1), version="0", public=True)
    for strategy, words in ((before, "not published yet"), (small_strategy(), "Rank in the strategy")):
        seen = Seen(release, "public", strategy)
        monkeypatch.setattr(replies, "seen", lambda _, seen=seen: seen)
        assert words in browser.get(f"{address}reply").content.decode()


def test_queries_do_not_grow_with_the_answers(closed, staff, django_assert_max_num_queries) -> None:
    closed(*"12" * 6)
    browser = staff("facilitator")
    browser.get("/rounds/q1/feedback")
    with django_assert_max_num_queries(7):
        browser.get("/rounds/q1/feedback")
    assert Sheet.objects.count() == 12


@pytest.fixture
def small_strategy(desk):
    """Build the strategy of the folder as it stands."""
    from opennss.build import build, read  # noqa: PLC0415  heavy

    return lambda: build(*read(desk))
