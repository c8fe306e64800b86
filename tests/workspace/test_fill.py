"""What is filled in a folder, what is left alone, and what cannot be kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from opennss.errors import WorkspaceError
from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.country import Settings
from opennss.model.observations import Grade, Source
from opennss.model.references import CommitteeCode
from opennss.model.standards import Committee, CommitteeStatus, Participation, Role
from opennss.tables.csvfile import read_table
from opennss.workspace.fill import Brought, fill
from opennss.workspace.init import init
from opennss.workspace.settings import read_settings

DAY = dt.date(2026, 11, 22)
SOURCE = Source(
    id=Id("iso"), title=Text.of(en="ISO"), publisher="ISO", date="2026-01-01", address="https://iso.org", seen=DAY,
    grade=Grade.INTERNATIONAL,
)  # fmt: skip
SEAT = Participation(committee=CommitteeCode("ISO/TC 34"), role=Role.O, date=DAY, source=Id("iso"))
COMMITTEE = Committee(
    reference=CommitteeCode("ISO/TC 34"), title=Text.of(en="Food"), status=CommitteeStatus.ACTIVE, p_members=None,
    o_members=None, source="ISO",
)  # fmt: skip
ROWS = {Source: (SOURCE,), Participation: (SEAT,), Committee: (COMMITTEE,)}
BROUGHT = (Brought("iso", ("participation.csv", "committees.csv"), {"iso.toml": b"a = 1\n"}),)


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Settings]:
    init(tmp_path / "khm", "KHM", ("en",), as_of=DAY)
    settings, _ = read_settings(tmp_path / "khm")
    assert settings
    return tmp_path / "khm", settings


def test_an_empty_folder_is_filled_with_source_and_card(made: tuple[Path, Settings]) -> None:
    folder, settings = made
    done = fill(folder, settings, ROWS, {}, BROUGHT)
    assert done.filled == {"catalogue/committees.csv": 1, "participation.csv": 1, "sources.csv": 1}
    assert (done.left, done.without) == ((), {})
    assert read_table(folder / "sources.csv", Source, ("en",)).rows == (SOURCE,)
    assert (folder / "sources" / "iso.toml").read_bytes() == b"a = 1\n"
    assert list(folder.rglob("*.part")) == []


def test_a_source_with_another_date_is_another_one(made: tuple[Path, Settings]) -> None:
    folder, settings = made
    fill(folder, settings, {Source: (SOURCE,), Committee: (COMMITTEE,)}, {}, BROUGHT)
    newer = {Source: (replace(SOURCE, date="2026-11-01"),), Participation: (SEAT,)}
    done = fill(folder, settings, newer, {}, BROUGHT)
    assert (done.filled, done.without) == ({}, {"participation.csv": 1})
    assert read_table(folder / "sources.csv", Source, ("en",)).rows == (SOURCE,)


def test_a_catalogue_elsewhere_or_settled_is_left_alone(made: tuple[Path, Settings]) -> None:
    folder, settings = made
    for other in (replace(settings, catalogue="../world"), replace(settings, catalogue_sha256="0" * 64)):
        done = fill(folder, other, {Committee: (COMMITTEE,)}, {}, BROUGHT)
        assert (done.filled, done.left) == ({}, ("catalogue/committees.csv",))


def test_sources_that_cannot_be_read_are_not_lost(made: tuple[Path, Settings]) -> None:
    folder, settings = made
    path = folder / "sources.csv"
    path.write_text(path.read_text("utf-8") + "mine,,,\n", encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(WorkspaceError):
        fill(folder, settings, ROWS, {}, BROUGHT)
    assert path.read_bytes() == before
    assert not read_table(folder / "participation.csv", Participation, ("en",)).rows
