"""The office's side of rounds: import, balance, drafting, opening, inviting, reminding, coverage."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from smtplib import SMTPException

import pytest
from django.core import mail
from django.utils import timezone

from opennss.stakeholders.balance import guarded_total, merged
from opennss.stakeholders.rounds import in_order
from opennss_web import mails
from opennss_web.access import Actor, Role
from opennss_web.actions import asking, balance, feedback, inviting, mailing
from opennss_web.actions import rounds as deeds
from opennss_web.actions.answering import begin
from opennss_web.content import content
from opennss_web.links import invitation_of, kept, new_secret
from opennss_web.models import (
    Answer,
    Event,
    Invitation,
    Link,
    Question,
    Round,
    Sheet,
    SheetState,
    State,
)  # fmt: skip

BASE = "http://testserver/"
LINK = re.compile(r"http://testserver/r/([a-z0-9-]+)/([A-Za-z0-9_-]{32})/")


@pytest.fixture
def draft(actor):
    """A draft that lacks nothing but people."""

    def make(slug: str = "round-3", instrument: str = "judgement", **more: object) -> Round:
        day = (timezone.now() + dt.timedelta(days=9)).date().isoformat()
        said = replace(deeds.first_draft(instrument), slug=slug, title={"en": "Three", "vi": "Ba"}, day=day, **more)
        round_, faults = deeds.save_round(actor, instrument, said)
        assert faults == ()
        asked = asking.Asked("urgency", {"en": "How urgent?", "vi": "Cấp thiết?"}, which="all")
        assert asking.save_question(actor, round_, "rate", asked)[1] == ()
        return round_

    return make


def experts(count: int, category: str = "B") -> list[inviting.Guest]:
    return [inviting.Guest("judge", "", f"Person {n}", f"e{n}@example.org", category) for n in range(count)]


def opened(actor: Actor, round_: Round, guests: list[inviting.Guest]) -> Round:
    assert inviting.invite(actor, round_, guests) == (len(guests), ())
    assert deeds.open_round(actor, round_) == ()
    round_.refresh_from_db()
    return round_


def secrets() -> list[str]:
    return [LINK.search(message.body)[2] for message in mail.outbox if LINK.search(message.body)]


# Drafting and opening


def test_a_round_is_made_by_its_form_in_the_zone_of_the_country(country, staff) -> None:
    browser = staff("secretariat")
    (country / "nss.toml").write_text(
        (country / "nss.toml").read_text(encoding="utf-8").replace("seed = 7", 'seed = 7\nzone = "Asia/Ho_Chi_Minh"'),
        encoding="utf-8",
    )
    page = browser.get("/rounds/new/judgement").content.decode()
    values = dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)</textarea>', page))
    assert values["notice_controller_vi"] == "Cơ quan A"
    said = {**values, "slug": "round-3", "title_en": "Three", "title_vi": "Ba", "day": "2027-03-01", "time": "17:00"}
    assert browser.post("/rounds/new/judgement", {**said, "share": "70", "drift": "10"}).status_code == 302
    round_ = Round.objects.get()
    assert round_.closes == dt.datetime(2027, 3, 1, 10, tzinfo=dt.UTC)
    assert round_.notice["vi"]["controller"] == "Cơ quan A"
    assert 'value="17:00"' in browser.get("/rounds/round-3/edit").content.decode()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"slug": "Round 3"}, "slug"), ({"slug": "new"}, "slug"), ({"slug": "r1"}, "slug-taken"),
        ({"title": {"en": "Three"}}, "title"), ({"day": "2027-02-30"}, "moment"), ({"follows": "r1"}, "follows"),
        ({"share": "0"}, "share"), ({"share": "٣"}, "share"), ({"drift": "101"}, "drift"),
        ({"intro": {"en": "x" * 4001}}, "long"),
    ],
)  # fmt: skip
def test_a_bad_draft_is_refused(actor, open_round, changed, code) -> None:
    open_round("r1")
    said = replace(deeds.first_draft("judgement"), slug="round-3", title={"en": "Three", "vi": "Ba"})
    made, faults = deeds.save_round(actor, "judgement", replace(said, **changed))
    assert made is None
    assert code in [fault.code for fault in faults]


def test_the_form_says_what_is_wrong_at_its_field(country, staff) -> None:
    answer = staff("secretariat").post("/rounds/new/position", {"slug": "A B", "share": "70", "drift": "10"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'role="alert"' in page
    assert 'href="#f-slug"' in page
    assert 'aria-describedby="e-slug"' in page


def test_questions_are_added_moved_and_removed(actor, draft, staff) -> None:
    round_, browser = draft(), staff("secretariat")
    said = {"slug": "weights", "text_en": "Share", "text_vi": "Chia", "about": ""}
    assert browser.post("/rounds/round-3/questions/new/points", said).status_code == 302
    weights = Question.objects.get(slug="weights")
    assert weights.items == ["economic", "social", "stakeholder"]
    browser.post(f"/rounds/round-3/questions/{weights.pk}/deed", {"deed": "earlier"})
    assert [question.slug for question in round_.questions.all()] == ["weights", "urgency"]
    ticked = {"slug": "urgency", "text_en": "How?", "text_vi": "Sao?", "which": "ticked", "areas": ["ai", "ghost"]}
    rate = Question.objects.get(slug="urgency")
    assert browser.post(f"/rounds/round-3/questions/{rate.pk}", ticked).status_code == 302
    assert Question.objects.get(slug="urgency").items == ["ai"]
    assert browser.post("/rounds/round-3/questions/new/points", {**said, "text_vi": ""}).status_code == 400
    assert browser.get("/rounds/round-3/questions/new/request").status_code == 404
    browser.post(f"/rounds/round-3/questions/{weights.pk}/deed", {"deed": "remove"})
    assert Question.objects.count() == 1


def test_the_same_things_are_weighed_once_in_a_round(actor, draft, staff) -> None:
    """The folder takes them once: otherwise the answers could never be handed over at the closing."""
    round_, browser = draft(), staff("secretariat")
    said = {"slug": "weights", "text_en": "Share", "text_vi": "Chia", "about": ""}
    assert browser.post("/rounds/round-3/questions/new/points", said).status_code == 302
    first = Question.objects.get(slug="weights")
    assert browser.post(f"/rounds/round-3/questions/{first.pk}", said).status_code == 302, "it is no other question"
    answer = browser.post("/rounds/round-3/questions/new/swing", {**said, "slug": "again"})
    assert answer.status_code == 400
    assert "“again” and “weights” weigh the same things" in answer.content.decode()
    Question.objects.create(round=round_, slug="old", kind="pairs", items=first.items, text=first.text, place=9)
    assert [fault.code for fault in deeds.checks(round_)] == ["weighed", "nobody"]


def test_areas_by_kind_and_without_consensus(actor, draft) -> None:
    round_ = draft()
    assert asking.areas(("sector",)) == ("farming", "industry")
    assert asking.before(round_) is None
    assert asking.contested(round_) == (), "it follows none"
    last = in_order(content().workspace.voices.rounds)[-1]
    round_.follows = Round(slug=last.id)
    assert asking.before(round_) == last
    found = feedback.feedback(last.id)
    assert found is not None
    without = {one.item for one in found.said if one.agreement.consensus in feedback.OPEN}
    assert set(asking.contested(round_)) == without | {area for _, area in found.few}


def test_a_round_that_follows_asks_the_same_again(actor, draft) -> None:
    former = draft("round-a")
    inviting.invite(actor, former, experts(2))
    Round.objects.filter(pk=former.pk).update(state=State.CLOSED, closed=timezone.now())
    later = deeds.save_round(actor, "judgement", replace(
        deeds.first_draft("judgement"), slug="round-b", title={"en": "B", "vi": "B"}, follows="round-a"
    ))[0]  # fmt: skip
    assert [question.slug for question in later.questions.all()] == ["urgency"]
    assert [inviting.invite_again(actor, later) for _ in range(2)] == [2, 0]
    assert set(later.invitations.values_list("followed", flat=True)) == set(
        former.invitations.values_list("pk", flat=True)
    )


def test_opening_checks_everything_and_freezes_the_questions(actor, draft, staff) -> None:
    round_, browser = draft(), staff("secretariat")
    codes = [fault.code for fault in deeds.checks(round_)]
    assert codes == ["nobody"]
    Round.objects.update(closes=timezone.now(), notice={"en": {}})
    Question.objects.update(items=["ghost"], text={"en": "How?"})
    answer = browser.post("/rounds/round-3/open")
    assert answer.status_code == 400
    assert Round.objects.get().state == State.DRAFT
    for said in ("every language", "in the future", "Nobody is on the list", "does not know any more"):
        assert said in answer.content.decode()


def test_after_opening_nothing_asked_changes(actor, draft, staff) -> None:
    round_, browser = opened(actor, draft(), experts(1)), staff("secretariat")
    question = round_.questions.get()
    said = {"slug": "x", "text_en": "x", "text_vi": "x", "which": "all"}
    assert browser.post(f"/rounds/round-3/questions/{question.pk}", said).status_code == 400
    assert browser.post("/rounds/round-3/questions/new/rate", said).status_code == 400
    browser.post(f"/rounds/round-3/questions/{question.pk}/deed", {"deed": "remove"})
    assert browser.post("/rounds/round-3/edit", {"title_en": "x", "title_vi": "x", "share": "1", "drift": "1"})
    assert list(round_.questions.values_list("slug", flat=True)) == ["urgency"]
    assert Round.objects.get().share == 70
    told = Event.objects.get(verb="opened").told
    assert (told["invited"], told["share"]) == (1, 70)


def test_closing_moves_to_a_later_moment_only(actor, draft) -> None:
    round_ = opened(actor, draft(), experts(1))
    mailing.send_invitations(actor.name, round_, BASE)
    assert deeds.prolong(actor, round_, "2020-01-01", "10:00") != ()
    day = (timezone.now() + dt.timedelta(days=40)).date().isoformat()
    assert deeds.prolong(actor, round_, day, "10:00") == ()
    round_.refresh_from_db()
    assert Link.objects.get().expires == round_.closes + deeds.AFTER


def test_a_position_needs_somebody_who_signs(actor, draft) -> None:
    round_ = draft("p1", "position")
    assert inviting.invite(actor, round_, [inviting.Guest("draft", "union")])[1] == ()
    assert [fault.code for fault in deeds.checks(round_)] == ["no-signatory"]


def test_a_second_signatory_is_told_and_positions_have_no_consensus(actor, draft, staff) -> None:
    draft("p1", "position")
    browser = staff("secretariat")
    said = {"deed": "person", "scope": "sign", "language": "vi", "organisation": "union"}
    assert '<option value="sign" selected>' in browser.get("/rounds/p1/invite").content.decode()
    browser.post("/rounds/p1/invite", {**said, "person": "Ms A"})
    page = browser.get("/rounds/p1/invite").content.decode()
    assert '<option value="draft" selected>' in page
    assert "(signatory on the list)" in page
    assert "Somebody signs already" not in browser.get("/rounds/p1/invitations").content.decode()
    browser.post("/rounds/p1/invite", {**said, "person": "Mr B"})
    assert "Somebody signs already" in browser.get("/rounds/p1/invitations").content.decode()
    for path in ("", "/edit", "/questions/new/rate"):
        page = browser.get(f"/rounds/p1{path}").content.decode().lower()
        assert "consensus" not in page
    assert browser.get("/rounds/p1/questions/new/rate").content.count(b"checked") == 0


def test_the_preview_shows_what_respondents_see_and_sends_nothing(actor, draft, staff) -> None:
    draft()
    for role in ("secretariat", "facilitator"):
        page = staff(role).get("/rounds/round-3/preview?page=sheet").content.decode()
        assert "How urgent?" in page
        assert '<fieldset class="preview" disabled>' in page
        assert "I have read this" in staff(role).get("/rounds/round-3/preview").content.decode()
    assert not Sheet.objects.exists()
    assert staff("facilitator").post("/rounds/round-3/preview").status_code == 405


# Invitations


def test_invitations_leave_in_the_language_of_their_person(actor, draft, staff) -> None:
    guests = [*experts(1), inviting.Guest("judge", "small", "Bà B", "b@example.org", language="vi")]
    round_ = opened(actor, draft(), guests)
    answer = staff("secretariat").post("/rounds/round-3/send")
    assert answer.headers["Location"].endswith("sent=2&failed=0&without=0")
    first, second = mail.outbox
    assert first.subject == "Invitation: Three"
    assert second.subject == "Thư mời: Ba"
    assert "Kính gửi Bà B" in second.body
    assert "Cơ quan A" in second.body
    for secret, invitation in zip(secrets(), Invitation.objects.order_by("pk"), strict=True):
        assert invitation_of(secret, round_.slug) == invitation
    assert staff("secretariat").post("/rounds/round-3/send").headers["Location"].endswith("sent=0&failed=0&without=0")
    dump = str([list(model.objects.values()) for model in (Invitation, Link, Event)])
    assert not any(secret in dump for secret in secrets())
    told = str(list(Event.objects.values("subject", "told")))
    assert "example.org" not in told
    assert "Bà B" not in told


def test_without_a_mail_server_the_office_reads_where_the_mails_are(actor, draft, staff, settings) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = mails.AS_FILES, settings.DATA / "mails"
    opened(actor, draft(), experts(2))
    browser = staff("secretariat")
    page = browser.get("/rounds/round-3/invitations").content.decode()
    assert f"Each is written as a file to {settings.EMAIL_FILE_PATH}" in page
    assert "leads to this computer alone" not in page
    page = browser.post("/rounds/round-3/send", follow=True).content.decode()
    assert f"Mails written to {settings.EMAIL_FILE_PATH}: 2;" in page
    assert len(list(settings.EMAIL_FILE_PATH.glob("*.eml"))) == 2
    page = browser.get("/rounds/round-3/invitations", headers={"host": "127.0.0.1:8000"}).content.decode()
    assert "OPENNSS_DESK_ADDRESS" in page
    settings.ADDRESS = "http://192.168.1.20:8000"
    page = browser.get("/rounds/round-3/invitations", headers={"host": "127.0.0.1:8000"}).content.decode()
    assert "OPENNSS_DESK_ADDRESS" not in page


def test_nothing_is_sent_before_the_round_opens(actor, draft, staff) -> None:
    round_ = draft()
    inviting.invite(actor, round_, experts(1))
    staff("secretariat").post("/rounds/round-3/send")
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("guest", "code"),
    [
        (inviting.Guest("sign", "", "A", "", "B"), "scope"), (inviting.Guest("judge", "ghost"), "organisation"),
        (inviting.Guest("judge", "nsb"), "organisation"), (inviting.Guest("judge", "", "A", "", "Z"), "category"),
        (inviting.Guest("judge", "", "", "", "B"), "person"),
        (inviting.Guest("judge", "", "A", "no mail", "B"), "mail"),
        (inviting.Guest("judge", "", "A", "", "B", "king"), "guest-kind"),
        (inviting.Guest("judge", "", "A", "", "B", language="xx"), "language"),
    ],
)  # fmt: skip
def test_a_bad_guest_is_refused(actor, draft, guest, code) -> None:
    assert [fault.code for fault in inviting.invite(actor, draft(), [guest])[1]] == [code]
    assert not Invitation.objects.exists()


def test_nobody_is_on_the_list_twice(actor, draft, staff) -> None:
    round_, browser = draft("p1", "position"), staff("secretariat")
    said = {"deed": "organisations", "scope": "sign", "language": "vi", "organisation": ["union", "small"]}
    assert browser.post("/rounds/p1/invite", {**said, "mail.union": "u@example.org"}).status_code == 302
    answer = browser.post("/rounds/p1/invite", {**said, "mail.union": "U@example.org "})
    assert answer.status_code == 400
    assert "is on the list already" in answer.content.decode()
    found = {row.organisation: (row.category, row.kind, row.scope) for row in round_.invitations.all()}
    assert found == {"union": ("D", "trade-unions", "sign"), "small": ("A2", "businesses", "sign")}


def test_a_mail_that_does_not_leave_takes_its_link_back(actor, draft, monkeypatch) -> None:
    round_ = opened(actor, draft(), experts(1))
    mailing.send_invitations(actor.name, round_, BASE)

    def refuse(self) -> None:
        raise SMTPException("no")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    assert mailing.remind(actor.name, round_, BASE) == mailing.Posted(0, 1, 0)
    assert Link.objects.get().revoked is None
    assert invitation_of(secrets()[0], round_.slug) == Invitation.objects.get()


def test_two_who_press_the_button_at_once_send_one_mail(actor, draft) -> None:
    round_ = opened(actor, draft(), experts(1))
    seen = list(inviting.pending(round_))
    mailing.send_invitations(actor.name, round_, BASE)
    assert mailing._post("other", "invitations-sent", round_, BASE, seen, reminder=False) == mailing.Posted(0, 0, 0)
    assert len(mail.outbox) == 1
    assert invitation_of(secrets()[0], round_.slug) == Invitation.objects.get()


def test_a_reminder_never_makes_a_second_expert(actor, draft) -> None:
    round_ = opened(actor, draft(), experts(3))
    mailing.send_invitations(actor.name, round_, BASE)
    done, begun, idle = Invitation.objects.order_by("pk")
    Invitation.objects.filter(pk=done.pk).update(begun=True, answered=True)
    Invitation.objects.filter(pk=begun.pk).update(begun=True)
    former = secrets()
    mail.outbox.clear()
    assert mailing.remind(actor.name, round_, BASE) == mailing.Posted(2, 0, 0)
    to_begun, to_idle = mail.outbox
    assert not LINK.search(to_begun.body)
    assert "You have begun. Please use the link in our message of" in to_begun.body
    assert to_idle.to == [idle.mail]
    assert [invitation_of(secret, round_.slug) == owner for secret, owner in zip(
        former, (done, begun, idle), strict=True)] == [True, True, False]  # fmt: skip
    assert invitation_of(secrets()[0], round_.slug) == idle
    assert set(Event.objects.get(verb="reminded").told) == {"sent", "failed"}


def test_nobody_is_reminded_twice_within_a_day(actor, draft, staff) -> None:
    round_ = opened(actor, draft(), experts(2))
    mailing.send_invitations(actor.name, round_, BASE)
    browser, links = staff("secretariat"), {}
    for press in range(2):
        browser.post("/rounds/round-3/remind")
        links[press] = set(Link.objects.filter(revoked=None).values_list("secret", flat=True))
    assert len(mail.outbox) == 4
    assert links[0] == links[1]  # the button pressed again ends no link either
    page = browser.get("/rounds/round-3/invitations").content.decode()
    assert "2 were reminded within the last 24 hours" in page
    assert 'action="/rounds/round-3/remind"' not in page
    yesterday = timezone.now() - mailing.REST
    Invitation.objects.filter(pk=round_.invitations.first().pk).update(reminded=yesterday)
    assert 'action="/rounds/round-3/remind"' in browser.get("/rounds/round-3/invitations").content.decode()
    assert mailing.remind_by_slug("console", "round-3", BASE) == mailing.Posted(1, rested=1)
    assert [event.told["sent"] for event in Event.objects.filter(verb="reminded")] == [2, 1]


def test_a_replaced_link_begins_nothing_even_when_it_was_open_already(actor, draft) -> None:
    round_ = opened(actor, draft(), experts(1))
    mailing.send_invitations(actor.name, round_, BASE)
    secret = secrets()[0]
    held = Actor(Role.EXPERT, invitation=invitation_of(secret, round_.slug), token=secret)
    assert inviting.issue(held.invitation)
    assert begin(held) is None
    assert not Sheet.objects.exists()


def test_organisations_get_further_links_and_rest_when_they_have_answered(actor, draft) -> None:
    guests = [inviting.Guest("sign", one, "", f"{one}@example.org") for one in ("union", "small")]
    round_ = opened(actor, draft("p1", "position"), guests)
    mailing.send_invitations(actor.name, round_, BASE)
    first = secrets()
    Sheet.objects.create(round=round_, key="k", category="A2", organisation="small", state=SheetState.SENT)
    mail.outbox.clear()
    assert mailing.remind(actor.name, round_, BASE).sent == 1
    assert mail.outbox[0].to == ["union@example.org"]
    assert invitation_of(first[0], "p1") == invitation_of(secrets()[0], "p1")


def test_links_on_paper_are_shown_once(actor, draft, staff) -> None:
    guests = [inviting.Guest("judge", "", f"Person {n}", "", "C") for n in range(2)]
    round_ = opened(actor, draft(), guests)
    browser = staff("secretariat")
    page = browser.post("/rounds/round-3/paper").content.decode()
    found = LINK.findall(page)
    assert len(found) == 2
    assert page.count("<svg") == 2
    assert browser.get("/rounds/round-3/paper").status_code == 405
    assert not LINK.search(browser.post("/rounds/round-3/paper").content.decode())
    Invitation.objects.filter(person="Person 0").update(begun=True)
    again = LINK.findall(browser.post("/rounds/round-3/paper", {"again": "yes"}).content.decode())
    assert len(again) == 1
    assert invitation_of(again[0][1], round_.slug).person == "Person 1"


def test_links_are_replaced_revoked_extended(actor, draft, staff) -> None:
    opened(actor, draft(), experts(1))
    browser, invitation = staff("secretariat"), Invitation.objects.get()
    place = f"/rounds/round-3/invitations/{invitation.pk}"
    assert "Take off the list" in browser.get(place).content.decode()
    first = LINK.search(browser.post(f"{place}/deed", {"deed": "link"}).content.decode())[2]
    second = LINK.search(browser.post(f"{place}/deed", {"deed": "link"}).content.decode())[2]
    assert [isinstance(invitation_of(one, "round-3"), Invitation) for one in (first, second)] == [False, True]
    before = Link.objects.get(revoked=None).expires
    browser.post(f"{place}/deed", {"deed": "extend"})
    assert Link.objects.get(revoked=None).expires == before + inviting.LONGER
    Invitation.objects.update(begun=True)
    assert "what was begun never counts" in browser.get(place).content.decode()
    Invitation.objects.update(answered=True)
    page = browser.post(f"{place}/deed", {"deed": "link"}).content.decode()
    assert not LINK.search(page)
    assert "This expert has sent an answer" in page
    browser.post(f"{place}/deed", {"deed": "revoke"})
    assert not Link.objects.filter(revoked=None).exists()
    browser.post(f"{place}/deed", {"deed": "change", "person": "A", "mail": "x@example.org", "language": "vi"})
    assert Invitation.objects.get().mail == "x@example.org"
    assert browser.post(f"{place}/deed", {"deed": "change", "mail": "no", "language": "vi"}).status_code == 400
    browser.post(f"{place}/deed", {"deed": "remove"})
    assert Invitation.objects.exists()
    assert {event.subject for event in Event.objects.filter(verb__startswith="link")} == {"round-3"}


# Coverage


def crowd(round_: Round, counts: dict[str, tuple[int, int]]) -> None:
    for category, (invited, answered) in counts.items():
        Invitation.objects.bulk_create(
            Invitation(round=round_, scope="judge", category=category, person=f"{category}{n}", begun=n < answered,
                       answered=n < answered)
            for n in range(invited)
        )  # fmt: skip


def test_coverage_counts_people_and_says_nothing_of_contents(open_round, country, staff) -> None:
    round_ = open_round("r1")
    crowd(round_, {"A1": (4, 2), "B": (9, 6)})
    page = staff("secretariat").get("/rounds/r1/coverage").content.decode()
    assert re.search(r"Large enterprises \(A1\).*?>4<.*?>2<.*?>2<.*?50 %", page, re.DOTALL)
    assert "A10" not in page
    assert "/rounds/r1/close" in page


def test_a_facilitator_cannot_derive_few_answers(open_round, country, staff) -> None:
    round_ = open_round("r1")
    crowd(round_, {"A1": (4, 2), "A2": (6, 5), "B": (9, 6), "C": (3, 1), "D": (4, 4), "E": (5, 3)})
    lines = {line.name: line for line in merged(balance.coverage(round_))}
    assert lines["A"].answered == 7
    assert lines["C+D+G"].answered is None, "the three of E could be had by subtraction"
    hidden = [line for line in lines.values() if line.invited and line.answered is None]
    assert len(hidden) != 1
    page = staff("facilitator").get("/rounds/r1/coverage").content.decode()
    assert "held back" in page
    assert "(A1)" not in page.split("</table>")[0]
    assert "/rounds/r1/close" not in page
    Invitation.objects.filter(category__in=("A1", "A2", "B", "D", "E")).update(answered=False)
    assert guarded_total(balance.coverage(round_)).answered is None


def test_organisations_count_once_and_by_every_channel(actor, draft) -> None:
    guests = [inviting.Guest("sign", "union"), inviting.Guest("draft", "union"), inviting.Guest("sign", "small")]
    round_ = opened(actor, draft("p1", "position"), guests)
    for organisation, category in (("union", "D"), ("ministry", "B")):
        Sheet.objects.create(
            round=round_, key=organisation, category=category, organisation=organisation, state=SheetState.SENT,
            channel="letter",
        )  # fmt: skip
    found = {line.name: line for line in balance.coverage(round_) if line.invited or line.answered}
    assert {name: (line.invited, line.answered, line.rate) for name, line in found.items()} == {
        "A2": (1, 0, 0), "B": (0, 1, None), "D": (1, 1, 1),
    }  # fmt: skip
    assert balance.overview(True)[round_.pk].answered == 2
    assert balance.reached([round_]) == {"invited": {"D": 1, "A2": 1}, "answered": {"D": 1, "B": 1}}


def test_a_facilitator_sees_no_person(actor, draft, staff) -> None:
    opened(actor, draft(), experts(3))
    browser = staff("facilitator")
    for place in ("/rounds", "/rounds/round-3", "/rounds/round-3/preview", "/rounds/round-3/coverage"):
        page = browser.get(place)
        assert page.status_code == 200
        assert "Person 0" not in page.content.decode()
        assert "example.org" not in page.content.decode()
    number = Invitation.objects.first().pk
    for place in ("invitations", "invite", f"invitations/{number}"):
        assert browser.get(f"/rounds/round-3/{place}").status_code == 403
    assert browser.get("/stakeholders").status_code == 403


PLACES = ("/rounds", "/rounds/round-3", "/rounds/round-3/coverage", "/rounds/round-3/invitations", "/stakeholders")


@pytest.mark.parametrize("place", PLACES)
def test_pages_ask_the_database_as_often_for_many_people(
    actor, draft, staff, django_assert_max_num_queries, place
) -> None:
    round_ = opened(actor, draft(), experts(2))
    browser = staff("secretariat")
    browser.get(place)
    with django_assert_max_num_queries(12):
        browser.get(place)
    inviting.invite(actor, round_, [replace(one, mail=f"x{one.mail}") for one in experts(60)])
    with django_assert_max_num_queries(12):
        assert browser.get(place).status_code == 200


def test_pages_speak_both_languages(actor, draft, staff) -> None:
    opened(actor, draft(), experts(1))
    number = Invitation.objects.get().pk
    more = ("/rounds/new/position", "/rounds/round-3/invite", f"/rounds/round-3/invitations/{number}")
    for language, word in (("en", "Stakeholders"), ("vi", "Bên liên quan")):
        for place in (*PLACES, *more, "/stakeholders/engagement"):
            page = staff("secretariat", language).get(place)
            assert page.status_code == 200, place
            assert word in page.content.decode()


def test_a_timer_reminds_by_command(actor, draft) -> None:
    round_ = opened(actor, draft(), experts(1))
    mailing.send_invitations("console", round_, BASE)
    assert mailing.remind_by_slug("console", "round-3", BASE) == mailing.Posted(1, 0, 0)
    assert mailing.remind_by_slug("console", "none", BASE) is None
    assert not Answer.objects.exists()
    assert Link.objects.filter(secret=kept(new_secret())).count() == 0
