"""Documents under way: which entries of a list still stand, how the text of a draft can be shaped, until when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
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

OVER = "closing"
"""How a draft can be shaped whose vote is over: only its committee resolves comments (:attr:`Stage.opening`)."""

_SUPPLEMENT = re.compile(r"/(?:[A-Z]+ )?(?:Amd|Cor|Add|Suppl|DAM|FDAM|DAmd|FDAmd|DCOR|FDCOR|DAD)\.? ?(?=[0-9])")
_NUMBER = re.compile(r"[A-Z]?-?[0-9].*")
_YEAR = re.compile(r":([0-9]{4})[^/]*$")


def opening(draft: Deliverable, ballots: Iterable[Ballot] = ()) -> Opening:
    """Return how the text of a draft can still be shaped, and until when members may comment on it.

    That is the last day of the vote on the draft International Standard: as recorded in ``ballots``, else as it follows
    from the day on which the vote began. After that vote it is at the latest the day on which the stage began; and a
    recorded vote on the final draft comes later still. ``None`` where nobody says.
    """
    stage = draft.stage
    if stage is None or not stage.opening:
        raise ValueError(f"{draft.reference} is no draft")
    own = [row for row in ballots if row.document == draft.reference]
    recorded = [row.due for row in own if row.kind is BallotKind.DIS]
    final = [row.opens or row.due for row in own if row.kind is BallotKind.FDIS]
    until = max(recorded, default=None)
    if until is None and draft.stage_date and stage == VOTING:
        until = draft.stage_date + BALLOT
    elif until is None and stage.opening == OVER:
        until = draft.stage_date
    return Opening(draft.reference, stage, stage.opening, until or max(final, default=None), draft.title)


def closing(drafts: Iterable[Deliverable], ballots: Sequence[Ballot], as_of: dt.date) -> dict[str, dt.date]:
    """Return the day after which members comment on each draft no more, where anybody says; ``as_of`` if it is past."""
    found = [opening(draft, ballots) for draft in drafts if draft.stage and draft.stage.opening]
    days = {item.deliverable: item.until or (as_of if item.way == OVER else None) for item in found}
    return {name: day for name, day in days.items() if day}


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
