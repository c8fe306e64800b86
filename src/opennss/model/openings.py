"""Documents under way: which entries of a list still stand, how the text of a draft can be shaped, until when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from opennss.language import Text
from opennss.model.programme import Ballot, BallotKind
from opennss.model.references import Reference
from opennss.model.standards import Deliverable


@dataclass(frozen=True, slots=True)
class Opening:
    """A linked draft: its stage, how its text can still be shaped, and until when (``None``: sources do not say)."""

    deliverable: str
    stage: str
    way: str
    until: dt.date | None
    title: Text = Text()


BALLOT = dt.timedelta(weeks=12)
"""How long the vote on a draft International Standard is open (ISO/IEC Directives, Part 1, clause 2.6.1)."""

VOTING = "40.20"
"""The stage of that vote (ISO, international harmonized stage codes)."""

LAST_VOTES = (BallotKind.DIS, BallotKind.FDIS)
"""The votes after which members comment on the text no more."""

_SUPPLEMENT = re.compile(r"/(?:[A-Z]+ )?(?:Amd|Cor|Add|Suppl|DAM|FDAM|DAmd|FDAmd|DCOR|FDCOR|DAD)\.? ?(?=[0-9])")
_NUMBER = re.compile(r"[A-Z]?-?[0-9].*")
_YEAR = re.compile(r":([0-9]{4})[^/]*$")


def opening(draft: Deliverable) -> Opening:
    """Return how the text of a draft can still be shaped, and until when.

    Only the vote on a draft International Standard has a last day that follows from the day on which it began; where
    the source does not give that day, and at any other stage, the day is ``None``.
    """
    stage = draft.stage
    if stage is None or not stage.opening:
        raise ValueError(f"{draft.reference} is no draft")
    began = draft.stage_date if stage == VOTING else None
    return Opening(draft.reference, stage, stage.opening, began + BALLOT if began else None, draft.title)


def closing(drafts: Iterable[Deliverable], ballots: Iterable[Ballot]) -> dict[str, dt.date]:
    """Return the last day of the vote on each draft, where a source or a recorded ballot tells it.

    Of several, the last: after it, members comment on the text no more.
    """
    days = {draft.reference: [opening(draft).until] for draft in drafts if draft.stage and draft.stage.opening}
    for ballot in ballots:
        if ballot.kind in LAST_VOTES and ballot.document in days:
            days[ballot.document].append(ballot.due)
    known = {name: [day for day in found if day] for name, found in days.items()}
    return {name: max(found) for name, found in known.items() if found}


def number(reference: Reference) -> str:
    """Return what the stage documents and editions of one piece of work share within a committee: their number.

    The year of the edition that a supplement changes belongs to it; body, kind, stage, turn and any other year do not.

    >>> number(Reference("ISO/IEC CD TR 24030.2")), number(Reference("ISO/IEC TR 24030:2024"))
    ('24030', '24030')
    >>> number(Reference("ISO 3779:2009/DAM 1")), number(Reference("ISO 3779:2009/Amd 1:2011"))
    ('3779:2009/1', '3779:2009/1')
    """
    main, *supplements = _SUPPLEMENT.split(reference)
    found = _NUMBER.search(main)
    parts = [found[0] if found else main, *supplements]
    parts[-1] = re.sub(r":[0-9]{4}.*$|\.[0-9]+$", "", parts[-1])
    return "/".join(parts)


def edition_year(document: Deliverable) -> int | None:
    """Return the year in the reference of what was published; ``None`` for a draft, or an entry without its own year.

    The year of the edition that a supplement changes is not its own.
    """
    found = _YEAR.search(document.reference)
    return int(found[1]) if found and document.state in ("in-force", "withdrawn") else None


def standing(documents: Iterable[Deliverable]) -> tuple[Deliverable, ...]:
    """Return the documents of one committee without the stage documents that a later one has overtaken.

    Lists of the world keep the committee draft beside the draft for the vote, and both beside what was published. A
    draft, or an entry at 60 without a year, is overtaken when the committee has another entry of the same number at a
    later stage, or an edition at stage 60. An edition at stage 90 or 95 does not overtake it: then it is a revision.
    Entries without a stage and cancelled projects are left out. Rule of this project, after ISO's stage codes.
    """
    named: dict[str, list[Deliverable]] = {}
    for item in documents:
        if item.stage and item.state != "cancelled":
            named.setdefault(number(item.reference), []).append(item)
    return tuple(item for group in named.values() for item in _standing(group))


def _standing(group: list[Deliverable]) -> Iterable[Deliverable]:
    """Editions, and the newest of the stage documents where no fresh edition has come of it."""
    editions = [item for item in group if edition_year(item)]
    stages = [item for item in group if item not in editions]
    yield from editions
    if stages and not any(item.stage and item.stage.startswith("60") for item in editions):
        yield max(stages, key=lambda item: (item.stage or "", item.reference))
