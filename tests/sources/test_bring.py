"""One source at a time: in any layout and under any name, and the old copy stays until the new one has been read."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest

from opennss.errors import WorkspaceError
from opennss.sources import everything
from opennss.sources.bring import bring
from opennss.sources.fetch import PROVIDERS

from .conftest import COMMITTEES, write_lines
from .test_everything import archive
from .test_fetch import Server, body, server
from .test_iso_deliverables import write

__all__ = ["body", "server"]
DAY = dt.date(2026, 11, 22)
FILE = "relaton-data-etsi.zip"


def codes(name: str, source: Path, out: Path) -> list[str]:
    """The findings when a file is brought; none of them stops anything here."""
    try:
        return [finding.code for item in bring(name, out, day=DAY, source=source) for finding in item.findings]
    except WorkspaceError as error:
        return [finding.code for finding in error.findings]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".toml")


@pytest.mark.parametrize(
    ("name", "file", "kept"),
    [
        ("iso-deliverables", "iso_deliverables_metadata.csv", "iso_deliverables_metadata.csv"),
        ("iso-deliverables", "iso_deliverables_metadata.parquet", "iso_deliverables_metadata.parquet"),
        ("iso-deliverables", "mine.parquet", "iso_deliverables_metadata.parquet"),
        ("iso-deliverables", "mine.jsonl.gz", "iso_deliverables_metadata.jsonl.gz"),
        ("relaton-etsi", "etsi_yaml.zip", "etsi_yaml.zip"),
        ("relaton-etsi", "mine.zip", FILE),
    ],
)
def test_any_layout_and_any_name(name: str, file: str, kept: str, tmp_path: Path) -> None:
    path = archive(tmp_path / file, "ETSI EN 300 001") if name == "relaton-etsi" else write(tmp_path / file)
    (taken,) = bring(name, tmp_path / "out", day=DAY, source=path)
    assert (taken.source, bool(taken.card), taken.parts[0].source.read > 0) == (name, True, True)
    assert names(tmp_path / "out") == [kept]
    assert [item.source for item in everything.in_folder(tmp_path / "out")] == [name]


def test_a_folder_and_what_it_holds_of_others(tmp_path: Path) -> None:
    place = tmp_path / "brought"
    place.mkdir()
    archive(place / FILE, "ETSI EN 300 001")
    write_lines(place / "iso_technical_committees.jsonl", COMMITTEES)
    (taken,) = bring("iso-committees", tmp_path / "out", day=DAY, source=place)
    assert taken.parts
    assert names(tmp_path / "out") == ["iso_technical_committees.jsonl"]


def test_what_is_no_such_source_leaves_the_old_copy(tmp_path: Path) -> None:
    out = tmp_path / "out"
    bring("relaton-etsi", out, day=DAY, source=archive(tmp_path / FILE, "ETSI EN 300 001"))
    kept = (out / FILE).read_bytes()
    with ZipFile(tmp_path / FILE, "w") as packed:
        packed.writestr("relaton-data-etsi-main/data/1.yaml", "nothing")
    assert codes("relaton-etsi", tmp_path / FILE, out)
    other = archive(tmp_path / "other.zip", "IEEE 1", body="IEEE")
    assert codes("relaton-etsi", other, out) == ["fetch-other-source"]
    (tmp_path / "empty").mkdir()
    (tmp_path / "mine.txt").write_text("tea", encoding="utf-8")
    assert codes("relaton-etsi", tmp_path / "empty", out) == ["catalogue-nothing"]
    assert codes("relaton-etsi", tmp_path / "mine.txt", out) == ["catalogue-nothing"]
    assert codes("relaton-etsi", tmp_path / "nowhere", out) == ["source-path-missing"]
    assert codes("etsi", tmp_path / FILE, out) == ["fetch-unknown"]
    assert (out / FILE).read_bytes() == kept
    assert names(out) == [FILE]


def test_a_download_is_read_before_it_replaces(server: Server, tmp_path: Path) -> None:
    out = tmp_path / "out"
    providers = {"relaton-etsi": replace(PROVIDERS["relaton-etsi"], address=server.address)}
    references = [f"ETSI EN 300 {number:03}" for number in range(20)]
    server.body = archive(tmp_path / "a.zip", *references).read_bytes()
    (taken,) = bring("relaton-etsi", out, day=DAY, providers=providers)
    assert taken.card is not None
    assert (taken.card.date, taken.card.how) == (DAY, "fetched by nss fetch")
    kept = (out / FILE).read_bytes()
    server.body = archive(tmp_path / "b.zip", *references[:5]).read_bytes()
    (taken,) = bring("relaton-etsi", out, day=DAY, providers=providers, old={"relaton-etsi": 20})
    assert [finding.code for finding in taken.findings] == ["catalogue-shrunk"]
    with ZipFile(tmp_path / "c.zip", "w") as packed:
        packed.writestr("relaton-data-etsi-main/data/1.yaml", "nothing")
    server.body = (tmp_path / "c.zip").read_bytes()
    (taken,) = bring("relaton-etsi", out, day=DAY, providers=providers)
    assert taken.findings
    assert (out / FILE).read_bytes() == kept
    assert names(out) == [FILE]
    server.stop_at = 50
    with pytest.raises(WorkspaceError):
        bring("relaton-etsi", out, day=DAY, providers=providers)
    server.stop_at, server.body = None, archive(tmp_path / "d.zip", *references).read_bytes()
    server.etag = '"2"'
    (taken,) = bring("relaton-etsi", out, day=DAY, providers=providers)
    assert taken.parts
    assert names(out) == [FILE]
