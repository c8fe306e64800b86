"""What the notice of a round promises once the strategy stands: names, addresses, minutes and scans are erased."""

from __future__ import annotations

from django.db import transaction

from opennss_web import mails
from opennss_web.access import Actor
from opennss_web.history import tell
from opennss_web.locks import ROUND, hold
from opennss_web.models import Round, Sheet, State


def forget(actor: Actor, round_: Round) -> bool:
    """Erase the people of a closed round; say whether it is closed. Again it changes nothing.

    Blank become the names and addresses of the invited, the minutes and interviewers of records, and who signed for an
    organisation that does not want to be named; scans are deleted, and so are mails kept as files. Answers stay, as
    does who signed a position on record. The table of requests in the folder is not touched.
    """
    with transaction.atomic():
        hold(ROUND, round_.pk)
        if not Round.objects.filter(pk=round_.pk, state=State.CLOSED).exists():
            return False
        people = round_.invitations.exclude(person="", mail="").update(person="", mail="")
        records = [_forgotten(sheet) for sheet in round_.sheets.exclude(organisation="")].count(True)
        if people or records:
            tell(actor.name, "forgotten", round_.slug, people=people, records=records)
    mails.forget(round_.slug)
    return True


def _forgotten(sheet: Sheet) -> bool:
    """Erase what a sheet says of people; say whether there was anything."""
    before = (sheet.minutes, sheet.scan.name, sheet.signatory, sheet.function, dict(sheet.participants))
    scan, storage = sheet.scan.name, sheet.scan.storage
    sheet.minutes, sheet.scan = "", ""
    sheet.participants.pop("interviewer", None)
    if not sheet.on_record:
        sheet.signatory = sheet.function = ""
    if before == (sheet.minutes, sheet.scan.name, sheet.signatory, sheet.function, sheet.participants):
        return False
    sheet.save(update_fields=["minutes", "scan", "signatory", "function", "participants"])
    if scan:
        transaction.on_commit(lambda: storage.delete(scan))
    return True
