"""The small example countries are sound and honest, and every seat agrees with ISO's list of committee members."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from opennss import build as spine
from opennss.errors import Severity
from opennss.language import Text
from opennss.model.references import CommitteeCode
from opennss.model.standards import Role
from opennss.model.table import Row
from opennss.model.workspace import Workspace
from opennss.workspace.read import read_workspace
from opennss.workspace.tables import rows_of

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").rglob("nss.toml"))
SMALL = [folder for folder in EXAMPLES if folder.name != "vietnam"]
MEMBERS = {
    "vietnam": "STAMEQ", "indonesia": "BSN", "malaysia": "DSM", "thailand": "TISI", "philippines": "BPS",
    "cambodia-mini": "ISC",
}  # fmt: skip
"""The national standards body of each example, as ISO's list of members calls it."""

SEAT_MAP = (
    "ISO/IEC JTC 1/SC 42", "ISO/IEC JTC 1/SC 38", "ISO/TC 307", "ISO/TC 276", "ISO/TC 229", "ISO/TC 299",
    "ISO/TC 261", "ISO/TC 197", "ISO/TC 20/SC 16", "ISO/IEC JTC 1/SC 27", "ISO/IEC JTC 4",
)  # fmt: skip
"""Committees of the regional seat map whose members ISO lists."""

UNLISTED = (
    "ISO/IEC JTC 1/SC 25", "ISO/IEC JTC 1/SC 41", "ISO/IEC JTC 1/SC 43", "IEC/ISO JTC 3", "IEC/ISO JSyC BDC",
)  # fmt: skip
"""Joint committees that IEC administers: ISO's file lists only their secretariat or nobody."""


def name(folder: Path) -> str:
    return folder.name


def workspace_of(folder: Path) -> Workspace:
    workspace, findings = read_workspace(folder)
    assert workspace is not None, findings
    return workspace


@pytest.fixture(scope="module")
def seats() -> dict[str, dict[str, str]]:
    """P and O by committee for each member, from ISO's list in the shared data."""
    shared = Path(os.environ.get("OPENNSS_SHARED", ROOT.parent / "shared"))
    path = shared / "data" / "iso-open-data" / "iso_committee_members.parquet"
    if not path.is_file():
        reason = f"the list of committee members is not at {path}; set OPENNSS_SHARED"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    found: dict[str, dict[str, str]] = {member: {} for member in MEMBERS.values()}
    for committee, member, role in pl.read_parquet(path).select("committee", "member", "role").iter_rows():
        if member in found:
            found[member][committee] = role
    return found


def test_every_example_has_a_known_body() -> None:
    assert {folder.name for folder in EXAMPLES} == set(MEMBERS)


@pytest.mark.parametrize("folder", SMALL, ids=name)
def test_no_error_and_no_warning(folder: Path) -> None:
    wrong = [f for f in spine.check(folder) if f.severity in (Severity.ERROR, Severity.WARNING)]
    assert not wrong


@pytest.mark.parametrize("folder", EXAMPLES, ids=name)
def test_each_seat_agrees_with_the_list_of_members(folder: Path, seats: dict[str, dict[str, str]]) -> None:
    listed = seats[MEMBERS[folder.name]]
    for row in workspace_of(folder).evidence.participation:
        expected = "?" if row.committee.administrator == "IEC" else listed.get(row.committee, "none")
        assert row.role == expected, row.committee


@pytest.mark.parametrize("folder", EXAMPLES, ids=name)
def test_a_list_said_to_be_whole_is_whole(folder: Path, seats: dict[str, dict[str, str]]) -> None:
    workspace = workspace_of(folder)
    own = {row.committee: row.role for row in workspace.evidence.participation if row.role in (Role.P, Role.O)}
    listed = {c: r for c, r in seats[MEMBERS[folder.name]].items() if CommitteeCode(c).administrator != "IEC"}
    if workspace.settings.membership.all_seats:
        assert own == listed
    else:
        assert own.items() <= listed.items()


@pytest.mark.parametrize("folder", [f for f in SMALL if f.parent.name == "asean"], ids=name)
def test_the_seat_map_is_complete_and_never_guesses(folder: Path) -> None:
    roles = {row.committee: row.role for row in workspace_of(folder).evidence.participation}
    assert set(roles) == {*SEAT_MAP, *UNLISTED}
    assert all(roles[CommitteeCode(code)] is Role.UNKNOWN for code in UNLISTED)
    assert Role.UNKNOWN not in {roles[CommitteeCode(code)] for code in SEAT_MAP}


@pytest.mark.parametrize("folder", [f for f in SMALL if f.parent.name == "asean"], ids=name)
def test_countries_without_a_plan_carry_nothing_invented(folder: Path) -> None:
    workspace = workspace_of(folder)
    assert not list(marked(workspace))
    assert not workspace.method.capacities
    assert not workspace.choices.decisions
    assert not workspace.voices.rounds
    assert {row.reviewer for row in workspace.choices.links} == {"desk review"}
    assert {row.reviewer for row in workspace.choices.alignments} == {"desk review"}


def marked(workspace: Workspace) -> Iterator[tuple[str, Row]]:
    """Every row that says of itself that it is invented, with its file."""
    for file, rows in rows_of(workspace).items():
        yield from ((file, row) for row in rows if getattr(row, "illustrative", False))


@pytest.mark.parametrize("folder", EXAMPLES, ids=name)
def test_what_is_invented_carries_no_number_no_source_and_no_real_name(folder: Path) -> None:
    workspace = workspace_of(folder)
    real = {text for row in workspace.evidence.institutions for _, text in row.name.values}
    real |= {row.short for row in workspace.evidence.institutions if row.short}
    real |= {text for _, text in workspace.settings.body.values}
    for file, row in marked(workspace):
        place = f"{file}:{row.line}"
        assert not getattr(row, "number", ""), place
        assert not getattr(row, "source", None), place
        names = [text for _, text in getattr(row, "name", Text()).values]
        assert not [text for text in names for body in real if body in text], place


@pytest.mark.parametrize("folder", SMALL, ids=name)
def test_sources_can_be_found_again(folder: Path) -> None:
    workspace = workspace_of(folder)
    for source in workspace.evidence.sources:
        assert source.address.startswith("http"), source.id
        assert source.publisher, source.id
        assert source.seen <= workspace.settings.as_of, source.id
    known = [row for row in workspace.evidence.observations if row.value is not None]
    assert known
    assert all(row.source and row.note for row in known)


def test_the_smallest_example_is_poor_in_data_and_still_has_a_plan() -> None:
    strategy = spine.build(*spine.read(ROOT / "examples" / "cambodia-mini"))
    evidence = strategy.workspace.evidence
    assert len(evidence.areas) <= 10
    assert sum(row.value is None for row in evidence.observations) > len(evidence.observations) / 2
    assert [area.area for area in strategy.ranks.areas if area.position is None], "some areas wait for data"
    planned = {item.project.id: item.start for item in strategy.plan.items}
    assert planned["measure-catalogue"] == planned["measure-rights"] == strategy.workspace.settings.years[0]
    assert {note.reason for note in strategy.plan.not_now} >= {"rights", "not-rankable", "capacity"}
