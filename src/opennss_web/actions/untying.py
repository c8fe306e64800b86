"""The last step of closing a round of judgements: nothing joins the invited to the answers any more.

While the round is open no column joins them, but a database tells more than its columns: rows of one transaction bear
its number, rows and keys stand in the order of writing, and a category that one person alone has is a name.
"""

from __future__ import annotations

import random

from django.db import transaction

from opennss_web.links import kept, new_secret
from opennss_web.models import Answer, Invitation, Link, Round, Sheet, SheetState

CHANCE = random.SystemRandom()


def untie(round_: Round) -> None:
    """Write the invitations and the sheets of a round anew, each in random order, and the sheets under fresh keys.

    Call it after the hand-over, in the transaction that closes the round. What was sent stays, to be found by its
    receipt code alone: no link leads to it. Its category and kind are in the folder and are blanked here. What nobody
    sent is erased.
    """
    with transaction.atomic():
        _anew_sheets(round_)
        _anew_invitations(round_)


def _anew_sheets(round_: Round) -> None:
    sheets, answers = [], []
    for old in round_.sheets.filter(state=SheetState.SENT).prefetch_related("answers"):
        sheet = Sheet(
            round=round_, key=kept(new_secret(), "sheet"), state=old.state, receipt=old.receipt, consent=old.consent
        )  # fmt: skip
        sheets.append(sheet)
        for one in old.answers.all():
            one.pk, one.sheet = None, sheet
            answers.append(one)
    CHANCE.shuffle(sheets)
    CHANCE.shuffle(answers)
    round_.sheets.all().delete()
    Sheet.objects.bulk_create(sheets)
    Answer.objects.bulk_create(answers)


def _anew_invitations(round_: Round) -> None:
    """Keep the keys of invitations, by which the office's pages call them: they are older than any answer."""
    people = list(round_.invitations.select_for_update())
    links = list(Link.objects.filter(invitation__round=round_))
    CHANCE.shuffle(people)
    CHANCE.shuffle(links)
    round_.invitations.all().delete()
    Invitation.objects.bulk_create(people)
    Link.objects.bulk_create(links)
