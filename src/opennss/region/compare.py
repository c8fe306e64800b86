"""The comparison: folders are read, built one after the other, and laid side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from opennss import build as spine
from opennss.catalogue.store import Catalogue
from opennss.errors import Finding, WorkspaceError
from opennss.model.results import Strategy
from opennss.model.workspace import Workspace
from opennss.region.profiles import Profile, profile
from opennss.region.seats import SeatRow, seat_map
from opennss.region.share import Saving, Shared, Speakers, saving, shared, speakers


@dataclass(frozen=True, slots=True)
class Region:
    """Several countries side by side, in the order given, which decides nothing but the order of the columns."""

    strategies: tuple[Strategy, ...]
    profiles: tuple[Profile, ...]
    seats: tuple[SeatRow, ...]
    shared: tuple[Shared, ...]
    speakers: tuple[Speakers, ...]
    saving: tuple[Saving, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The countries in the order given."""
        return tuple(profile.code for profile in self.profiles)


def read(folders: Sequence[Path], catalogue: Path | None = None) -> tuple[tuple[Workspace, Catalogue], ...]:
    """Return the checked workspaces of several folders.

    Raises ``WorkspaceError`` with the findings of all folders that have an error; the file of each finding begins with
    its folder.
    """
    found, findings = [], list[Finding]()
    for folder in folders:
        try:
            found.append(spine.read(folder, catalogue))
        except WorkspaceError as error:
            findings += _named(folder, error)
    if findings:
        raise WorkspaceError(findings)
    return tuple(found)


def repeated(workspaces: Sequence[Workspace]) -> tuple[str, ...]:
    """Return the country codes that more than one workspace has."""
    codes = [workspace.settings.country for workspace in workspaces]
    return tuple(sorted({code for code in codes if codes.count(code) > 1}))


def build(
    folders: Sequence[Path],
    pairs: Sequence[tuple[Workspace, Catalogue]],
    tell: Callable[[str], None] = lambda _: None,
) -> tuple[Strategy, ...]:
    """Build each country, telling its name first; raises ``WorkspaceError`` like :func:`read`."""
    found, findings = [], list[Finding]()
    for folder, (workspace, catalogue) in zip(folders, pairs, strict=True):
        tell(folder.as_posix())
        try:
            found.append(spine.build(workspace, catalogue, what_if=False))
        except WorkspaceError as error:
            findings += _named(folder, error)
    if findings:
        raise WorkspaceError(findings)
    return tuple(found)


def compare(strategies: Sequence[Strategy]) -> Region:
    """Lay strategies side by side; pure. Two of one country raise ``ValueError``: nobody could tell them apart."""
    if twice := repeated([strategy.workspace for strategy in strategies]):
        raise ValueError(f"more than one folder of {', '.join(twice)}")
    return Region(
        strategies=tuple(strategies),
        profiles=tuple(profile(strategy) for strategy in strategies),
        seats=seat_map(strategies),
        shared=shared(strategies),
        speakers=speakers(strategies),
        saving=saving(strategies),
    )


def _named(folder: Path, error: WorkspaceError) -> list[Finding]:
    return [replace(finding, file=f"{folder.as_posix()}/{finding.file}") for finding in error.findings]
