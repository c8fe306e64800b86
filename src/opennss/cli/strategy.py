"""The strategy of a folder, for the verbs that show a part of it."""

from __future__ import annotations

from pathlib import Path

from opennss import build as spine
from opennss.model.results import Strategy


def strategy_of(folder: Path, catalogue: Path | None) -> Strategy:
    """Return the strategy of a folder without printing it."""
    workspace, world = spine.read(folder, catalogue)
    return spine.build(workspace, world)
