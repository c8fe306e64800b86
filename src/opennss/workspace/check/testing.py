"""Checks of how the order of the areas is put to the test: settings that do nothing, or less than they say."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.errors import Finding, Severity
from opennss.model.country import PriorityArea, RobustnessSettings
from opennss.workspace.check.common import Case

DEFAULT = RobustnessSettings()


def settings(case: Case) -> Iterator[Finding]:
    """More places at the top than there are areas; what only other weightings than the chosen ones would use."""
    own, areas = case.settings.robustness, len(case.workspace.evidence.areas)
    if own.top > areas and own.top != DEFAULT.top and case.whole(PriorityArea.FILE):
        values: dict[str, object] = {"value": own.top, "areas": areas}
        yield Finding("nss.toml", 0, "robustness.top", "top-beyond-areas", values, Severity.WARNING)
    given = {
        "lowest": ("ranges", bool(own.lowest)), "highest": ("ranges", bool(own.highest)),
        "robustness.concentration": ("around", own.concentration != DEFAULT.concentration),
    }  # fmt: skip
    for setting, (needed, said) in given.items():
        if said and own.weightings != needed:
            values = {"setting": setting, "needed": needed, "value": own.weightings}
            yield Finding("nss.toml", 0, setting, "weightings-unused", values, Severity.WARNING)
