"""The strategy of a folder, for the verbs that show a part of it."""

from __future__ import annotations

from pathlib import Path

from opennss import build as spine
from opennss.model.results import Strategy
from opennss.portfolio.outlook import Asked


def strategy_of(folder: Path, catalogue: Path | None, what_if: Asked = False) -> Strategy:
    """Return the strategy of a folder without printing it; ``what_if`` with what is asked of its programme."""
    workspace, world = spine.read(folder, catalogue)
    return spine.build(workspace, world, what_if=what_if)
