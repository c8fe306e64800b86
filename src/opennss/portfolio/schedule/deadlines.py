"""Days that the world sets: votes that are due, and drafts of planned participation that close."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from opennss.model.openings import opening
from opennss.model.plans import Plan
from opennss.model.programme import Ballot, Vote
from opennss.model.schedule import Deadline, DeadlineKind
from opennss.model.standards import Deliverable

DRAFT = 30
"""Days before a draft closes on which it is thought of (project default)."""


def deadlines(
    plan: Plan, ballots: Sequence[Ballot], deliverables: Mapping[str, Deliverable], as_of: dt.date, remind: int
) -> tuple[Deadline, ...]:
    """Return what is due from ``as_of`` on, by day: votes not cast, and drafts in which a planned item takes part.

    ``remind`` is the number of days before a ballot ends at which "abstain" is proposed.
    """
    found = [*_votes(ballots, as_of, remind), *_drafts(plan, deliverables, ballots, as_of)]
    return tuple(sorted(found, key=lambda item: (item.day, item.id)))


def _votes(ballots: Iterable[Ballot], as_of: dt.date, remind: int) -> Iterator[Deadline]:
    for row in ballots:
        if row.vote in (Vote.OPEN, Vote.UNKNOWN) and row.due >= as_of:
            about = row.document or row.committee
            yield Deadline(f"ballot-{row.id}", DeadlineKind.BALLOT, row.due, about, row.committee, row.title, remind,
                           illustrative=row.illustrative)  # fmt: skip


def _drafts(
    plan: Plan, deliverables: Mapping[str, Deliverable], ballots: Sequence[Ballot], as_of: dt.date
) -> Iterator[Deadline]:
    """Yield the drafts of planned work that close; a vote that waits for the country stands for its draft."""
    voted = {row.document for row in ballots if row.vote in (Vote.OPEN, Vote.UNKNOWN)}
    for item in plan.items:
        for place, name in enumerate(item.project.drafts, 1):
            draft = deliverables.get(name)
            if draft is None or draft.stage is None or not draft.stage.opening or name in voted:
                continue
            found = opening(draft, ballots)
            if found.until and found.until >= as_of:
                yield Deadline(f"{item.project.id}-draft-{place}", DeadlineKind.DRAFT, found.until, name,
                               item.project.committee, draft.title, DRAFT, item.project.id)  # fmt: skip
