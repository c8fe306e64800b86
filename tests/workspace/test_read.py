"""Reading a country folder: the parts, the checksum, and never an exception."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opennss.errors import Severity
from opennss.workspace.read import read_workspace
from opennss.workspace.tables import TABLES

Edit = Callable[[str, str, str], None]


def checksum(folder: Path) -> str:
    workspace, findings = read_workspace(folder)
    assert workspace
    assert all(finding.severity is Severity.NOTE for finding in findings)
    return workspace.sha256


def test_every_part_is_read(country: Path) -> None:
    workspace, findings = read_workspace(country)
    assert findings == ()
    assert workspace
    assert [area.id for area in workspace.evidence.areas] == ["farming", "industry", "roads", "ai"]
    assert workspace.evidence.areas[1].note == "=not a formula"
    assert workspace.evidence.areas[1].line == 3
    assert workspace.settings.weights == (("economic", "1"), ("social", "1/2"))
    assert [item.id for item in workspace.voices.rounds] == ["r1"]
    assert len(workspace.voices.rounds[0].answers) == 5
    assert [prose[:2] for prose in workspace.choices.prose] == [("en", "vision"), ("vi", "vision")]


def test_the_checksum_is_of_content_not_of_bytes(country: Path) -> None:
    before = checksum(country)
    path = country / "evidence.csv"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert checksum(country) == before
    path.write_text(text.replace(",", ";").replace("11.86", "11,86"), encoding="utf-8")
    assert checksum(country) == before
    rows = [line.split(",") for line in text.splitlines()]
    path.write_text("\n".join(",".join(reversed(row)) for row in rows), encoding="utf-8")
    assert checksum(country) == before
    prose = country / "text" / "en" / "vision.md"
    prose.write_bytes(prose.read_bytes().replace(b"\n", b"\r\n"))
    assert checksum(country) == before


def test_the_checksum_changes_with_every_kind_of_content(country: Path, edit: Edit) -> None:
    seen = {checksum(country)}
    changes = [
        ("evidence.csv", "11.86", "11.87"),
        ("nss.toml", "seed = 7", "seed = 8"),
        ("text/en/vision.md", "serve", "help"),
        ("judgements/r1/round.toml", "B = 4", "B = 5"),
        ("areas.csv", "Nông nghiệp", "Nông  nghiệp"),
    ]
    for change in changes:
        edit(*change)
        seen.add(checksum(country))
    assert len(seen) == len(changes) + 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200), name=st.sampled_from([*(table.file for table in TABLES), "nss.toml"]))
def test_no_content_raises(country: Path, data: bytes, name: str) -> None:
    path = country / name
    there = path.exists()
    before = path.read_bytes() if there else b""
    try:
        for content in (data, before + data, before[: len(data)] + data):
            path.write_bytes(content)
            read_workspace(country)
    finally:
        path.write_bytes(before)
        if not there:
            path.unlink()
