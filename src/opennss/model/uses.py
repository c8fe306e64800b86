"""What deliverables are wanted for, and what becomes of those for which nobody knows a use."""

from __future__ import annotations

from collections.abc import Iterable

from opennss.model.criteria import Decision, DecisionKind
from opennss.model.standards import Link, Use

NEEDLESS = 2
"""The best tier of a deliverable for which no use is known (method, section 7; project default)."""


def useless(links: Iterable[Link], decisions: Iterable[Decision]) -> frozenset[str]:
    """Return the deliverables of which every link says that no use is known, and which no decision accepts so."""
    accepted = {row.subject for row in decisions if row.kind is DecisionKind.ACCEPT_USE}
    uses: dict[str, set[Use]] = {}
    for link in links:
        if link.deliverable:
            uses.setdefault(link.deliverable, set()).add(link.use)
    return frozenset(name for name, known in uses.items() if known == {Use.NONE} and name not in accepted)
