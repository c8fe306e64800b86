"""A desk on which everything has happened once, so that every page has something to show."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from seeding import account, consult, filled, invite, seed

from opennss_web.access import BY_SCOPE, Actor, Role
from opennss_web.actions import answering, closing, comments, consultations
from opennss_web.content import content, released, strategy_of
from opennss_web.links import invitation_of, kept
from opennss_web.models import (
    Comment,
    Consultation,
    Disposition,
    Invitation,
    Link,
    Proposal,
    Question,
    Round,
    Scope,
    Sheet,
    SheetState,
    State,
)  # fmt: skip


def world() -> dict[str, Any]:
    """Make rounds in every state, links at every step, a release, a consultation with a comment and a proposal.

    Returns what the addresses of the pages are made of.
    """
    experts = seed("open", 40)["links"]
    bodies = seed("bodies", 6, "position")["links"]
    made = Round.objects.get(slug="open")
    _every_kind(made)
    seed("plan", 1)
    Round.objects.filter(slug="plan").update(state=State.DRAFT)
    _begin("open", experts[1])
    _sent("open", experts[2:30])
    _begin("bodies", bodies[1])
    filled("before", 40)
    answered = _link_of("before")
    closing.close("secretariat:test", Round.objects.get(slug="before"))
    followed = seed("after", 4)["links"]
    Round.objects.filter(slug="after").update(follows=Round.objects.get(slug="before"))
    consult("draft")
    _replied("earlier")
    return {
        "fresh": experts[0], "begun": experts[1], "sent": experts[2], "walked": experts[31], "body": bodies[0],
        "body_begun": bodies[1], "over": answered, "followed": followed[0], "visit": account("administrator"),
        **_numbers(),
    }  # fmt: skip


def _every_kind(made: Round) -> None:
    areas = [str(area.id) for area in content().workspace.evidence.areas][:4]
    groups = ["economic", "social", "environmental"]
    for place, (kind, items) in enumerate(
        [("points", groups), ("swing", groups), ("pairs", groups), ("best-worst", groups), ("request", areas)], 3
    ):
        Question.objects.create(
            round=made, slug=f"q-{kind}", kind=kind, items=items,
            place=place, text={"en": f"What about {kind}?", "vi": f"Còn về {kind}?"},
        )  # fmt: skip


def _actor(slug: str, secret: str) -> Actor:
    invitation = invitation_of(secret, slug)
    assert isinstance(invitation, Invitation)
    return Actor(BY_SCOPE[Scope(invitation.scope)], invitation=invitation, token=secret)


def _begin(slug: str, secret: str) -> None:
    answering.begin(_actor(slug, secret))


def _sent(slug: str, secrets: list[str]) -> None:
    rate = Question.objects.get(round__slug=slug, kind="rate")
    for number, secret in enumerate(secrets):
        actor = _actor(slug, secret)
        answering.begin(actor)
        said = {f"{rate.pk}.{area}..value": "123"[number % 3] for area in rate.items}
        answering.send(actor, said, {}, answering.Signature())


def _link_of(slug: str) -> str:
    """Give the first sheet of a filled round to a link, whose owner comes back after the closing."""
    secret = str(invite(slug, 1)["links"][0])
    Sheet.objects.filter(pk=Sheet.objects.filter(round__slug=slug, state=SheetState.SENT).first().pk).update(
        key=kept(secret, "sheet")
    )
    Link.objects.filter(secret=kept(secret)).update(expires=timezone.now() + dt.timedelta(days=90))
    return secret


def _numbers() -> dict[str, Any]:
    """Return ids of everything else that an address names."""
    release = released()
    assert release
    strategy = strategy_of(release)
    comment = _commented(Consultation.objects.get(slug="draft"))
    area = strategy.workspace.evidence.areas[0]
    proposal = Proposal.objects.create(
        comment=comment, file="areas.csv", key=[str(area.id)], column="name_en", before=area.name["en"],
        after="Another", proposer="secretariat:test",
    )  # fmt: skip
    return {
        "question": Question.objects.filter(round__slug="plan").first().pk,
        "invitation": Invitation.objects.filter(round__slug="open").first().pk,
        "organisation": next(str(one.id) for one in strategy.workspace.voices.stakeholders if one.category),
        "area": str(area.id), "goal": str(strategy.workspace.evidence.goals[0].id),
        "comment": comment.pk, "proposal": proposal.pk,
    }  # fmt: skip


def _commented(consultation: Consultation) -> Comment:
    return Comment.objects.create(
        consultation=consultation, organisation="Hội A", named=True, clause="1", type="te", comment="Quá mơ hồ",
        change="Nói rõ", receipt=kept(consultation.slug, "receipt"),
    )  # fmt: skip


def _replied(slug: str) -> None:
    """Hold a consultation that is over, with its replies published."""
    consult(slug)
    secretariat, consultation = Actor(Role.SECRETARIAT), Consultation.objects.get(slug=slug)
    said = {"en": "It is stated more precisely.", "vi": "Đã nêu rõ hơn."}
    faults = comments.decide(secretariat, _commented(consultation), Disposition.ACCEPTED, said)
    faults += consultations.close(secretariat, consultation)
    faults += consultations.publish_answers(secretariat, consultation)
    if faults:
        raise ValueError(faults)


VERBS = (world,)
