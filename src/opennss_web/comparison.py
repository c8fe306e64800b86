"""Day five: the teams' results side by side, as if every team were a country of one region.

The teams share one example country, so each is given its own name and code after its strategy was built, and before the
strategies are compared; nothing else is changed.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from opennss import build as spine
from opennss.errors import WorkspaceError
from opennss.language import Text, languages
from opennss.model.results import Strategy
from opennss.region.compare import compare
from opennss.region.printing import print_region
from opennss_web import teams as state
from opennss_web.teams import Team
from opennss_web.words import say

FEWEST = 2


def labelled(strategy: Strategy, team: Team) -> Strategy:
    """Return a team's strategy under the name and code of the team."""
    name = Text.of(**{language: say("workshop.team", language, number=team.number) for language in languages()})
    workspace = strategy.workspace
    settings = replace(workspace.settings, country=f"T{team.number}", name=name)
    return replace(strategy, workspace=replace(workspace, method=replace(workspace.method, settings=settings)))


def side_by_side(place: Path) -> dict[str, Any]:
    """Build every team's folder, lay those that can be built side by side below the place, and return the summary.

    A team whose folder has errors is left out and named with its findings. Takes up to half a minute for each team: run
    it in a process of its own. With fewer than two teams nothing is laid side by side.
    """
    workshop = state.read(place)
    built, left = [], dict[str, list[dict[str, Any]]]()
    for team in workshop.teams if workshop else ():
        try:
            built.append(labelled(spine.build(*spine.read(place / team.folder), what_if=False), team))
        except WorkspaceError as error:
            left[str(team.number)] = [
                {"file": f.file, "row": f.row, "code": f.code, "values": {k: str(v) for k, v in f.values.items()}}
                for f in error.findings
            ]
    target = place / state.REGION
    draft = target.with_name(f".{target.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    enough = len(built) >= FEWEST
    if enough:
        print_region(compare(built), draft)
    summary = {"teams": [strategy.workspace.settings.country for strategy in built], "left": left, "enough": enough}
    (draft / state.SUMMARY).write_text(json.dumps(summary, ensure_ascii=False), encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)
    return summary
