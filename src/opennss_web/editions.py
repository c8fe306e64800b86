"""A strategy in another edition: the facts of the edition decide what exists. Needs no database."""

from __future__ import annotations

from dataclasses import replace

from opennss.document.facts import collect
from opennss.model.results import Strategy


def in_edition(strategy: Strategy, edition: str) -> Strategy:
    """Return a strategy with the facts of an edition, collected again; its prose may still name others."""
    workspace = strategy.workspace
    if workspace.settings.edition == edition:
        return strategy
    settings = replace(workspace.settings, edition=edition)
    other = replace(strategy, workspace=replace(workspace, method=replace(workspace.method, settings=settings)))
    return replace(other, facts=collect(other))
