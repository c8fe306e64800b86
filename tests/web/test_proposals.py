"""Proposals on the folder: chosen, proposed, accepted on what they were made of, or told that the place moved on."""

from __future__ import annotations

import pytest

from opennss.workspace.read import read_workspace
from opennss_web.actions import proposals as changes
from opennss_web.models import Comment, Event, Proposal

EVIL = "<script>alert(1)</script>"
PAGE = "text/en/vision.md"
STAKEHOLDERS = """\
id,name_en,name_vi,type,category,primary,illustrative
union-b,Union B,Hội B,civil-society,D,yes,yes
"""


REPLY = {"disposition": "refused", "observation_en": "No", "observation_vi": "Không"}


def text(page) -> str:
    return page.content.decode()


@pytest.fixture
def comment(consult):
    """A comment of an organisation that the folder knows."""
    (consult_folder := changes.folder()).joinpath("stakeholders.csv").write_text(STAKEHOLDERS, encoding="utf-8")
    assert consult_folder.is_dir()
    return Comment.objects.create(
        consultation=consult, type="te", clause="1", comment="Too vague", change="Say whom", organisation="hội b",
        language="en", named=True,
    )  # fmt: skip


def passage(desk, comment, words="They serve") -> str:
    """The address under which the passage with these words is changed."""
    place = next(place for place in changes.passages(PAGE) if words in place.before)
    return f"/desk/comments/{comment.pk}/propose?file={PAGE}&row={place.number}&column="


def before(words="They serve") -> str:
    return next(place.before for place in changes.passages(PAGE) if words in place.before)


def after(words="They serve") -> str:
    return before(words).replace("They serve", "The standards serve")


def proposed(desk, comment) -> Proposal:
    form = {"before": before().replace("\n", "\r\n"), "after": after(), "reason": "clearer"}
    assert desk.post(passage(desk, comment), form).status_code == 302
    return Proposal.objects.latest("pk")


def test_a_passage_is_chosen_proposed_and_accepted(comment, staff, desk) -> None:
    analyst, office = staff("analyst"), staff("secretariat")
    start = text(analyst.get(f"/desk/comments/{comment.pk}/propose"))
    assert f"<option>{PAGE}</option>" in start or f"<option selected>{PAGE}</option>" in start
    assert "<option>areas.csv</option>" in start
    assert "They serve" in text(analyst.get(f"/desk/comments/{comment.pk}/propose?file={PAGE}"))
    assert "They serve" in text(analyst.get(passage(analyst, comment)))
    made = proposed(analyst, comment)
    assert (made.file, made.key, made.state, made.proposer) == (PAGE, [], "open", "analyst:analyst-1")
    page = text(office.get(f"/proposals/{made.pk}"))
    assert "<del>They</del><ins>The standards</ins>" in page
    assert analyst.post(f"/proposals/{made.pk}/accept").status_code == 403
    assert staff("committee").post(f"/proposals/{made.pk}/refuse", {"reason": "x"}).status_code == 403
    assert office.post(f"/proposals/{made.pk}/accept").status_code == 302
    assert "The standards serve" in (desk / PAGE).read_text("utf-8")
    assert "They serve" not in (desk / PAGE).read_text("utf-8")
    assert office.post(f"/proposals/{made.pk}/accept").status_code == 302
    made.refresh_from_db()
    assert (made.state, made.decided_by) == ("accepted", "secretariat:secretariat-1")
    assert [event.verb for event in Event.objects.all()][-2:] == ["proposed", "proposal-accepted"]


def test_a_cell_is_chosen_proposed_and_accepted(comment, staff, desk) -> None:
    office, start = staff("secretariat"), f"/desk/comments/{comment.pk}/propose?file=areas.csv"
    assert "roads · An toàn đường bộ" in text(office.get(start))
    row = next(number for number, name in changes.row_names("areas.csv") if name.startswith("roads"))
    assert "name_en" in text(office.get(f"{start}&row={row}"))
    address = f"{start}&row={row}&column=name_en"
    assert "Road safety" in text(office.get(address))
    office.post(address, {"before": "Road safety", "after": "Safe roads", "reason": ""})
    made = Proposal.objects.get()
    assert (made.key, made.column, made.before, made.after) == (["roads"], "name_en", "Road safety", "Safe roads")
    office.post(f"/proposals/{made.pk}/accept")
    workspace, _ = read_workspace(desk)
    assert {area.id: area.name["en"] for area in workspace.evidence.areas}["roads"] == "Safe roads"


def test_a_place_that_was_changed_meanwhile_makes_a_proposal_stale(comment, staff, desk) -> None:
    office = staff("secretariat")
    made = proposed(office, comment)
    (desk / PAGE).write_text(f"# Vision\n\nSomebody wrote {EVIL} instead.\n", encoding="utf-8")
    page = office.post(f"/proposals/{made.pk}/accept")
    assert page.status_code == 400
    assert "What stands there now" in text(page)
    assert "Somebody wrote &lt;script&gt;" in text(page)
    assert EVIL not in text(page)
    made.refresh_from_db()
    assert made.state == "stale"
    assert "Somebody wrote" in (desk / PAGE).read_text("utf-8")
    assert office.post(f"/proposals/{made.pk}/accept").status_code == 302
    made.refresh_from_db()
    assert made.state == "stale"


def test_a_change_that_would_break_the_folder_is_not_written(comment, staff, desk) -> None:
    office, old = staff("secretariat"), (desk / PAGE).read_bytes()
    office.post(passage(office, comment), {"before": before(), "after": "We serve {{ no.such.fact }}."})
    made = Proposal.objects.get()
    page = office.post(f"/proposals/{made.pk}/accept")
    assert page.status_code == 400
    assert "no.such.fact" in text(page)
    assert (desk / PAGE).read_bytes() == old
    made.refresh_from_db()
    assert made.state == "open"


def test_what_is_being_written_cannot_be_refused(comment, staff, actor, desk, monkeypatch) -> None:
    made, write = proposed(staff("analyst"), comment), changes.accept_proposal

    def refused_meanwhile(*change) -> None:
        write(*change)
        assert changes.refuse(actor, Proposal.objects.get(), "no") == ("decided",)

    monkeypatch.setattr(changes, "accept_proposal", refused_meanwhile)
    assert changes.accept(actor, made) == ()
    made.refresh_from_db()
    assert (made.state, made.refusal, made.decided_by) == ("accepted", "", "secretariat:chi")
    assert made.after in (desk / PAGE).read_text("utf-8")
    assert [event.verb for event in Event.objects.all()][-1] == "proposal-accepted"
    page = staff("secretariat").post(f"/proposals/{made.pk}/refuse", {"reason": "no"})
    assert page.status_code == 400
    assert "decided already" in text(page)


@pytest.mark.parametrize("by", ["start", "click"])
@pytest.mark.parametrize("written", [True, False])
def test_an_acceptance_that_a_dying_server_left_is_finished(
    comment, staff, actor, desk, monkeypatch, by, written
) -> None:
    office = staff("secretariat")
    made, write = proposed(office, comment), changes.accept_proposal

    def dying(*change) -> None:
        if written:
            write(*change)
        raise SystemExit

    monkeypatch.setattr(changes, "accept_proposal", dying)
    with pytest.raises(SystemExit):
        changes.accept(actor, made)
    monkeypatch.undo()
    page = text(office.get(f"/proposals/{made.pk}"))
    assert "Finish the acceptance" in page
    assert "/refuse" not in page
    assert office.post(f"/proposals/{made.pk}/refuse", {"reason": "no"}).status_code == 400
    for _ in range(2):
        if by == "start":
            changes.finish()
        else:
            assert office.post(f"/proposals/{made.pk}/accept").status_code == 302
    made.refresh_from_db()
    assert (made.state, made.decided_by) == ("accepted", "secretariat:chi")
    assert (desk / PAGE).read_text("utf-8").count(made.after) == 1
    told = [(event.verb, event.actor) for event in Event.objects.all()]
    assert told.count(("proposal-accepted", "secretariat:chi")) == 1
    assert told[-1][0] == "proposal-accepted"


def test_a_proposal_is_refused_with_a_reason(comment, staff, desk) -> None:
    office, old = staff("administrator"), (desk / PAGE).read_bytes()
    made = proposed(office, comment)
    assert office.post(f"/proposals/{made.pk}/refuse", {"reason": " "}).status_code == 400
    assert office.post(f"/proposals/{made.pk}/refuse", {"reason": EVIL}).status_code == 302
    page = text(office.get(f"/proposals/{made.pk}"))
    assert "&lt;script&gt;" in page
    assert EVIL not in page
    assert (desk / PAGE).read_bytes() == old
    assert Proposal.objects.get().state == "refused"


@pytest.mark.parametrize(
    "where",
    [
        "?file=../../etc/passwd&row=0&column=", "?file=nss.toml&row=0&column=", "?file=text/en/../../nss.toml&row=0",
        "?file=areas.csv&row=999999999999&column=name_en", "?file=areas.csv&row=0&column=id",
        "?file=%00&row=%00&column=%00",
        "?file=areas.csv&row=0&column=nothing", "?file=text/en/vision.md&row=77",
    ],
)  # fmt: skip
def test_only_places_of_the_folder_can_be_proposed(comment, staff, where) -> None:
    office = staff("secretariat")
    address = f"/desk/comments/{comment.pk}/propose{where}"
    assert office.get(address).status_code == 200
    assert office.post(address, {"before": "a", "after": "b"}).status_code == 404
    assert not Proposal.objects.exists()


def test_a_proposal_without_a_change_is_told(comment, staff) -> None:
    office = staff("committee")
    for wrong in ({"after": before()}, {"after": " "}, {"before": ""}, {"after": "x" * 20_001}):
        page = office.post(passage(office, comment), {"before": before(), "after": EVIL} | wrong)
        assert page.status_code == 400
        assert 'role="alert"' in text(page)
        assert EVIL not in text(page)
    assert not Proposal.objects.exists()


def test_the_list_of_proposals_asks_the_database_few_times(comment, staff, django_assert_max_num_queries) -> None:
    Proposal.objects.bulk_create(
        Proposal(comment=comment, file=PAGE, before=EVIL, after=EVIL, proposer="x") for _ in range(50)
    )
    analyst = staff("analyst")
    with django_assert_max_num_queries(8):
        page = analyst.get("/proposals?state=open&page=x")
    assert EVIL not in text(page)
    assert "No proposals here" in text(staff("analyst").get("/proposals?state=refused"))


def test_decided_comments_become_opinions_once(comment, staff, desk) -> None:
    office = staff("secretariat")
    stranger = Comment.objects.create(consultation=comment.consultation, type="ge", comment="x", organisation=EVIL)
    waiting = Comment.objects.create(consultation=comment.consultation, type="ge", comment="y", organisation="union-b")
    reply = REPLY
    for row in (comment, stranger):
        office.post(f"/desk/comments/{row.pk}/decide", reply)
    office.post(f"/proposals/{proposed(office, comment).pk}/accept")
    address = "/desk/consultations/draft-1/opinions"
    assert staff("committee").post(address).status_code == 403
    page = text(office.post(address))
    assert "from this consultation: 0" in page  # a name that somebody typed on the page is nobody's word
    assert not read_workspace(desk)[0].voices.opinions
    for row in (comment, waiting):
        office.post(f"/desk/comments/{row.pk}/identify", {"stakeholder": "union-b"})
    page = text(office.post(address))
    assert "from this consultation: 1" in page
    assert f'<a href="/desk/comments/{stranger.pk}">' in page
    assert EVIL not in page
    (opinion,) = read_workspace(desk)[0].voices.opinions
    assert (opinion.stakeholder, opinion.outcome, opinion.named) == ("union-b", "not-accepted", True)
    assert opinion.reply["vi"] == "Không"
    assert opinion.clause["en"].startswith("1 ")
    assert "The standards serve" in opinion.change["en"]
    office.post(address)
    assert len(read_workspace(desk)[0].voices.opinions) == 1
    office.post(f"/desk/comments/{waiting.pk}/decide", reply)
    office.post(address)
    assert len(read_workspace(desk)[0].voices.opinions) == 2


def test_one_changed_reply_holds_up_no_other_row(comment, staff, desk) -> None:
    office, address = staff("secretariat"), "/desk/consultations/draft-1/opinions"
    later = Comment.objects.create(consultation=comment.consultation, type="ge", comment="y", source="letter")
    Comment.objects.update(organisation="Union B", source="letter")
    office.post(f"/desk/comments/{comment.pk}/decide", REPLY)
    assert "from this consultation: 1" in text(office.post(address))
    for row, disposition in ((comment, "noted"), (later, "accepted")):
        office.post(f"/desk/comments/{row.pk}/decide", REPLY | {"disposition": disposition})
    page = office.post(address)
    assert page.status_code == 200
    assert "from this consultation: 2" in text(page)
    assert "changed after their row was written" in text(page)
    assert f'<a href="/desk/comments/{comment.pk}">' in text(page)
    found = {str(row.id): row.outcome for row in read_workspace(desk)[0].voices.opinions}
    assert found == {f"draft-1-{comment.pk}": "not-accepted", f"draft-1-{later.pk}": "accepted"}
    office.post(f"/desk/comments/{comment.pk}/decide", REPLY)
    assert "changed after their row" not in text(office.post(address))


def test_only_the_office_says_whose_a_comment_of_the_page_or_a_form_is(comment, staff, desk) -> None:
    office, address = staff("secretariat"), "/desk/consultations/draft-1/opinions"
    Comment.objects.create(consultation=comment.consultation, type="ge", comment="y", source="form", member="union-b")
    Comment.objects.update(disposition="noted", observation={"en": "Thanks", "vi": "Cảm ơn"})
    assert "Nobody has confirmed" in text(office.post(address))
    assert not read_workspace(desk)[0].voices.opinions
    Comment.objects.filter(pk=comment.pk).update(organisation="Somebody else", stakeholder="union-b")
    assert "from this consultation: 1" in text(office.post(address))
    assert [row.stakeholder for row in read_workspace(desk)[0].voices.opinions] == ["union-b"]
    Comment.objects.filter(pk=comment.pk).update(stakeholder="gone")
    assert "changed after their row was written" in text(office.post(address))
