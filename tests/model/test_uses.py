"""Deliverables of which no use is known."""

from __future__ import annotations

from dataclasses import replace

from opennss.model.criteria import DecisionKind
from opennss.model.results import Strategy
from opennss.model.standards import Use
from opennss.model.uses import useless


def test_no_use_is_known_where_every_link_says_so_and_nobody_accepts_it(strategy: Strategy) -> None:
    choices = strategy.workspace.choices
    link = next(link for link in choices.links if link.deliverable)
    none, open_ = replace(link, use=Use.NONE), replace(link, use=Use.UNKNOWN)
    assert useless([none, none], []) == {link.deliverable}
    assert useless([none, open_], []) == frozenset()
    assert useless([replace(none, deliverable=None)], []) == frozenset()
    accepted = replace(choices.decisions[0], kind=DecisionKind.ACCEPT_USE, subject=str(link.deliverable))
    assert useless([none], [accepted]) == frozenset()
    assert useless([none], [replace(accepted, kind=DecisionKind.EXCLUDE)]) == {link.deliverable}
