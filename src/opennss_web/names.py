"""The names of what the folder knows by an id, in the visitor's language."""

from __future__ import annotations

from opennss.model.criteria import Group
from opennss_web.content import last_good
from opennss_web.words import say


def item_names(language: str) -> dict[str, str]:
    """Return the name of everything that a question may be about: areas, criteria, groups of criteria."""
    workspace = last_good().workspace
    groups = {group.value: say(f"robust-words.group-{group.value}", language) for group in Group}
    rows = (*workspace.voices.criteria, *workspace.evidence.areas)
    return groups | {str(row.id): row.name[language] for row in rows}


def stakeholder_name(identifier: str, language: str) -> str:
    """Return an organisation's name, the id itself where the folder does not know it."""
    found = {str(row.id): row.name for row in last_good().workspace.voices.stakeholders}
    return found[identifier][language] if identifier in found else identifier
