"""Facts of the self-assessment: how many questions of each topic were answered in which way."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.document.facts.make import count, label
from opennss.model.process import Presence, Topic
from opennss.model.results import Fact, Strategy
from opennss.model.table import cell

STATES = {
    Presence.PRESENT: "present", Presence.PARTIAL: "partial", Presence.ABSENT: "absent", Presence.UNKNOWN: "unknown",
}  # fmt: skip
"""The states by the names they have in facts and sentences."""


def baseline_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield how many questions there are, and for each topic with a question the number of each answer."""
    rows = strategy.workspace.evidence.baseline
    if not rows:
        return
    yield count("baseline.count", len(rows), "baseline-count", *(cell(row, "id") for row in rows))
    answered = [cell(row, "state") for row in rows if row.state is not Presence.UNKNOWN]
    yield count("baseline.answered", len(answered), "baseline-answered", *answered)
    for topic in Topic:
        own = [row for row in rows if row.topic is topic]
        for state, name in STATES.items() if own else ():
            found = [cell(row, "state") for row in own if row.state is state]
            words = {"topic": label(f"topic-{topic}"), "state": label(f"presence-{name}")}
            yield count(f"baseline.{topic}.{name}", len(found), "baseline-state", *found, method="baseline", **words)
