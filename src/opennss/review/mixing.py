"""Worlds between two folders: each of the five parts is taken from the old folder or from the new one.

Three settings of ``nss.toml`` travel with the part that they are about, so that a cause is called by its name: the
weights of the groups go with the voices, path and checksum of the catalogue with the catalogue, and up to which year
figures are read is the year of ``as_of`` of the folder that the evidence comes from. Everything else in ``nss.toml``,
``as_of`` and the years of the plan included, belongs to the method: a new year moves the window of the plan.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from opennss.catalogue.store import Catalogue
from opennss.model.country import Settings
from opennss.model.review import Part
from opennss.model.workspace import Evidence, Workspace


@dataclass(frozen=True, slots=True)
class World:
    """A workspace, its catalogue and the last year whose figures are read: a folder, or a mixture of two.

    ``units`` are the units in which the criteria of its voices were written, by indicator; ``folder`` is where it was
    read, both folders for a mixture.
    """

    workspace: Workspace
    catalogue: Catalogue
    year: int
    units: tuple[tuple[str, str], ...]
    folder: str = ""


def whole(workspace: Workspace, catalogue: Catalogue, folder: str = "") -> World:
    """Return a folder as the world that it is."""
    units = tuple((str(row.id), str(row.unit)) for row in workspace.evidence.indicators)
    return World(workspace, catalogue, workspace.settings.as_of.year, units, folder)


def differing(old: World, new: World) -> tuple[Part, ...]:
    """Return the parts that differ between two folders; a part that does not moves nothing and is never exchanged.

    The same rows in the same order are equal, whatever their lines in the file.
    """
    before, after = old.workspace, new.workspace
    found = {
        Part.DATA: before.evidence != after.evidence or _read(old) != _read(new),
        Part.VOICES: before.voices != after.voices or before.settings.weights != after.settings.weights,
        Part.METHOD: replace(before.method, settings=_own(before.settings, after.settings)) != after.method,
        Part.CATALOGUE: old.catalogue.sha256 != new.catalogue.sha256,
        Part.CHOICES: before.choices != after.choices,
    }
    return tuple(part for part in Part if found[part])


def mixed(old: World, new: World, parts: Collection[Part]) -> World:
    """Return the world that has ``parts`` of the new folder and the others of the old one."""
    source = {part: new if part in parts else old for part in Part}
    method = source[Part.METHOD].workspace.method
    voices, catalogue, evidence = (source[part] for part in (Part.VOICES, Part.CATALOGUE, Part.DATA))
    settings = replace(
        method.settings, weights=voices.workspace.settings.weights,
        catalogue=catalogue.workspace.settings.catalogue,
        catalogue_sha256=catalogue.workspace.settings.catalogue_sha256,
    )  # fmt: skip
    workspace = Workspace(
        evidence=evidence.workspace.evidence,
        voices=voices.workspace.voices,
        method=replace(method, settings=settings),
        pin=catalogue.workspace.pin,
        choices=source[Part.CHOICES].workspace.choices,
        sha256="",
    )
    return World(
        workspace, catalogue.catalogue, evidence.year, voices.units, " + ".join(dict.fromkeys((old.folder, new.folder)))
    )


def _own(settings: Settings, other: Settings) -> Settings:
    """Return settings with those of ``other`` that do not belong to the method."""
    return replace(settings, weights=other.weights, catalogue=other.catalogue, catalogue_sha256=other.catalogue_sha256)


def _read(world: World) -> Evidence:
    """Return the evidence of a folder without what is later than the year up to which figures are read."""
    evidence = world.workspace.evidence
    read = tuple(row for row in evidence.observations if row.period.year <= world.year)
    return replace(evidence, observations=read)
