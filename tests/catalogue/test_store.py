"""The store: rows by reference, one checksum of content, faults all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from opennss.catalogue import store
from opennss.errors import WorkspaceError

FILES = {
    "deliverables.csv": "reference,title_en,stage,committee,ics,source\n"
    "ISO 1:2022,Temperature,60.60,ISO/TC 213,17.040.30,iso\n",
    "committees.csv": "reference,title_en,status,p_members,o_members,source\nISO/TC 213,GPS,active,?,12,iso\n",
    "ics.csv": "code,title_en\n17.040.30,Measuring instruments\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
    return tmp_path


def test_it_opens(folder: Path) -> None:
    catalogue = store.open(folder)
    assert catalogue.deliverables["ISO 1:2022"].stage.state == "in-force"
    assert catalogue.committees["ISO/TC 213"].p_members is None
    assert catalogue.ics["17.040.30"].title["en"] == "Measuring instruments"


def test_its_checksum_is_of_content(folder: Path) -> None:
    before = store.open(folder).sha256
    path = folder / "ics.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert store.open(folder).sha256 == before
    path.write_bytes(path.read_bytes().replace(b"Measuring", b"Gauging"))
    assert store.open(folder).sha256 != before


def test_all_faults_at_once(folder: Path) -> None:
    (folder / "ics.csv").unlink()
    (folder / "committees.csv").write_text("reference\nX\n", encoding="utf-8")
    with pytest.raises(WorkspaceError) as raised:
        store.open(folder)
    codes = [finding.code for finding in raised.value.findings]
    assert codes.count("missing-column") == 5
    assert {"missing-table", "bad-committee"} <= set(codes)
