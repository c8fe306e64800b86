"""Archives and records that are broken or malicious: each has its finding, the rest is read, nothing is written."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import zstandard

from opennss.errors import Finding, Severity, WorkspaceError
from opennss.language import languages, say
from opennss.sources.relaton import archive, read
from opennss.sources.relaton.read import Collection

GOOD = "---\ndocid:\n- id: ISO 1:2033\n  type: ISO\n"


def taken(path: Path, kept: int = 1, **more: Any) -> tuple[Collection, Finding]:
    """Read and return the one finding; both languages have its sentences, and the good records are there."""
    before = sorted(path.parent.rglob("*"))
    found = read.read(path, **more)
    assert len(found.deliverables) == kept
    assert sorted(path.parent.rglob("*")) == before, "nothing was written"
    (finding,) = found.findings
    for language in ("en", "vi"):
        for part in ("message", "hint"):
            assert "{" not in say(f"finding.{finding.code}.{part}", language, **finding.values)
    return found, finding


BOMB = "a: &a [x, x]\n" + "".join(
    f"{n}: &{n} [*{p}, *{p}, *{p}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)
)

RECORDS: dict[str, tuple[bytes, str, int]] = {
    "aliases": (BOMB.encode(), "relaton-alias", 2),
    "merged": (b"docid: &a {id: ISO 1}\next:\n  <<: *a\n", "relaton-alias", 3),
    "deep": (b"a: " + b"[" * 900, "relaton-deep", 1),
    "deep in blocks": (b"---\n" + b"".join(b" " * n + b"a:\n" for n in range(50)), "relaton-deep", 32),
    "many nodes": (b"a: [" + b"1," * 210_000 + b"]", "relaton-many-nodes", 1),
    "half a record": (b"---\ndocid:\n- id: 'ISO 2:2033\n  type: IS", "relaton-no-yaml", 4),
    "only its beginning": (b"---\ntitle:\n- content: A\n", "relaton-no-identifier", 1),
    "a list": (b"- a\n- b\n", "relaton-no-yaml", 1),
    "a text": (b"no record\n", "relaton-no-yaml", 1),
    "two documents": (b"---\na: b\n---\na: b\n", "relaton-no-yaml", 3),
    "an object": (b"---\na: !!python/object/apply:os.system [ls]\n", "relaton-no-yaml", 2),
    "a key twice": (b"---\na: b\na: c\n", "relaton-key-twice", 3),
    "latin 1": ("---\na: b\ntitle: Éc".encode("latin-1") + b"\n", "record-encoding", 3),
    "utf-16": ("---\na: b\n".encode("utf-16"), "record-encoding", 1),
    "control characters": (b"---\na: \x00\x01\n", "relaton-no-yaml", 0),
    "an identifier that is none": (b"---\ndocid:\n- id:\n  - - - - - - - x\n", "relaton-no-identifier", 1),
    "other kinds everywhere": (b"docid: {id: {}}\ntitle: 1\next: x\nrelation: [a]\n", "relaton-no-identifier", 1),
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_bad_record_between_good_ones(name: str, tmp_path: Path, write: Any) -> None:
    data, code, line = RECORDS[name]
    files = {"data/a.yaml": GOOD, "data/bad.yaml": data, "data/c.yaml": GOOD.replace("ISO 1", "ISO 3")}
    _, finding = taken(write(tmp_path / "a.tar.zst", files), kept=2)
    assert (finding.file, finding.row, finding.code) == ("data/bad.yaml", line, code)
    assert finding.severity is Severity.WARNING


def test_a_record_of_other_kinds_than_expected_is_read_as_far_as_it_goes(tmp_path: Path, write: Any) -> None:
    odd = "docid: {id: ISO 5}\ntitle: T\next: [x]\ndate: soon\nics: {code: [{}]}\nrelation: {type: x}\n"
    found = read.read(write(tmp_path / "a.zip", {"data/a.yaml": odd}))
    assert found.deliverables.select("reference", "title_other", "published", "committee").rows() == [
        ("ISO 5", "T", None, None)
    ]


def test_a_large_record(tmp_path: Path, write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_OF_RECORD", 2_000)
    for name in ("a.tar.zst", "a.zip", "a.tar"):
        files = {"data/large.yaml": GOOD + f"title: {os.urandom(1_500).hex()}\n", "data/b.yaml": GOOD}
        _, finding = taken(write(tmp_path / name, files))
        assert (finding.file, finding.code) == ("data/large.yaml", "relaton-large")


def test_an_archive_that_unpacks_to_too_much(tmp_path: Path, write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_UNPACKED", 3_000)
    files = {"data/a.yaml": GOOD} | {f"data/{n}.yaml": os.urandom(900).hex() for n in range(5)}
    for name in ("a.tar.zst", "a.zip"):
        found = read.read(write(tmp_path / name, files))
        assert len(found.deliverables) == 1
        assert "source-too-large" in {finding.code for finding in found.findings if finding.severity is Severity.ERROR}


def test_an_archive_that_is_too_large(tmp_path: Path, write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_PACKED", 100)
    _, finding = taken(write(tmp_path / "a.zip", {"data/a.yaml": GOOD}), kept=0)
    assert (finding.code, finding.severity) == ("source-too-large", Severity.ERROR)


@pytest.mark.parametrize("name", ["a.tar", "a.zip"])
def test_too_many_files(name: str, tmp_path: Path, write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_FILES", 3)
    found = read.read(write(tmp_path / name, {f"data/{n}.yaml": GOOD for n in range(20)}))
    assert [finding.code for finding in found.findings] == ["source-too-many-rows"]


def test_too_many_files_in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_FILES", 3)
    for number in range(5):
        (tmp_path / f"{number}.yaml").write_text(GOOD)
    assert [finding.code for finding in read.read(tmp_path).findings] == ["source-too-many-rows"]


def test_a_zip_whose_directory_is_huge_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    end = b"PK\x05\x06" + bytes(8) + (0xF0000000).to_bytes(4, "little") + bytes(6)
    path.write_bytes(b"PK\x03\x04" + bytes(100) + end)
    assert taken(path, kept=0)[1].code == "source-too-many-rows"
    wide = b"PK\x06\x06" + bytes(36) + (1 << 40).to_bytes(8, "little") + bytes(8)
    path.write_bytes(b"PK\x03\x04" + wide + b"PK\x05\x06" + bytes(8) + b"\xff" * 4 + bytes(6))
    assert taken(path, kept=0)[1].code == "source-too-many-rows"


@pytest.mark.parametrize("bad", ["../x.yaml", "/etc/x.yaml", "data/../../x.yaml", "C:\\x.yaml", "a\\..\\x.yaml"])
@pytest.mark.parametrize("name", ["a.tar", "a.zip"])
def test_names_that_lead_out(bad: str, name: str, tmp_path: Path, write: Any) -> None:
    (tmp_path / "in").mkdir()
    _, finding = taken(write(tmp_path / "in" / name, {bad: GOOD, "data/a.yaml": GOOD}))
    assert (finding.file, finding.code) == (bad, "relaton-bad-path")


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_in_a_tar(kind: bytes, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as out:
        entry = tarfile.TarInfo("data/link.yaml")
        entry.type, entry.linkname = kind, "/etc/passwd"
        out.addfile(entry)
        good = tarfile.TarInfo("data/a.yaml")
        good.size = len(GOOD)
        out.addfile(good, io.BytesIO(GOOD.encode()))
    _, finding = taken(tmp_path / "a.tar")
    assert (finding.file, finding.code) == ("data/link.yaml", "relaton-link")


def test_links_in_a_zip_and_in_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "zip" / "a.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as out:
        entry = zipfile.ZipInfo("data/link.yaml")
        entry.external_attr = 0o120777 << 16
        out.writestr(entry, "/etc/passwd")
        out.writestr("data/a.yaml", GOOD)
    assert taken(path)[1].code == "relaton-link"
    folder = tmp_path / "records"
    folder.mkdir()
    (folder / "a.yaml").write_text(GOOD)
    (folder / "link.yaml").symlink_to("/etc/passwd")
    assert taken(folder)[1].code == "relaton-link"


def test_a_file_of_a_zip_that_grows_too_much(tmp_path: Path, write: Any) -> None:
    _, finding = taken(write(tmp_path / "a.zip", {"data/bomb.yaml": b" " * 900_000, "data/a.yaml": GOOD}))
    assert (finding.file, finding.code) == ("data/bomb.yaml", "relaton-bomb")


def test_a_zip_with_one_damaged_file(tmp_path: Path, write: Any) -> None:
    path = write(tmp_path / "a.zip", {"data/a.yaml": GOOD, "data/b.yaml": GOOD.replace("ISO 1", "ISO 2") * 3})
    data = bytearray(path.read_bytes())
    place = data.index(b"data/b.yaml") + len("data/b.yaml") + 5
    data[place] ^= 0xFF
    path.write_bytes(data)
    assert taken(path)[1].code == "relaton-unreadable"


@pytest.mark.parametrize("cut", [0.3, 0.7, 0.95])
@pytest.mark.parametrize("name", ["a.tar", "a.tar.gz", "a.tar.zst", "a.zip"])
def test_an_archive_that_ends_early(name: str, cut: float, tmp_path: Path, write: Any) -> None:
    files: Mapping[str, str] = {f"data/{n}.yaml": f"{GOOD}title: {os.urandom(4_000).hex()}\n" for n in range(60)}
    path = write(tmp_path / name, files)
    whole = gzip.compress(path.read_bytes()) if name.endswith("gz") else path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * cut)])
    found = read.read(path)
    cut_short = [finding for finding in found.findings if finding.code == "source-cut-short"]
    assert cut_short
    assert cut_short[0].severity is Severity.ERROR
    assert len(found.deliverables) < 60
    assert name == "a.zip" or len(found.deliverables) > 60 * cut - 20, "what was there is read"


def test_a_tar_that_ends_between_two_files(tmp_path: Path, write: Any) -> None:
    path = write(tmp_path / "a.tar", {"data/a.yaml": GOOD, "data/b.yaml": GOOD})
    path.write_bytes(path.read_bytes()[:1024])
    assert taken(path)[1].code == "source-cut-short"


def test_a_tar_with_a_damaged_header(tmp_path: Path, write: Any) -> None:
    path = write(tmp_path / "a.tar", {"data/a.yaml": GOOD, "data/b.yaml": GOOD})
    data = bytearray(path.read_bytes())
    data[1024 + 130] ^= 0x15
    path.write_bytes(data)
    assert taken(path)[1].code == "source-cut-short"


@pytest.mark.parametrize("name", ["a.tar.zst", "a.tar.gz", "a.tar", "a.zip", "a.parquet"])
def test_something_else_under_a_known_name(name: str, tmp_path: Path) -> None:
    for start in (b"", b"PK", b"PK\x03\x04", b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"<html>"):
        path = tmp_path / name
        path.write_bytes(start + b"no archive" * 200 if start else b"")
        assert taken(path, kept=0)[1].code in ("source-cut-short", "source-too-many-rows")
    (tmp_path / name).write_bytes(b"PAR1" + bytes(50) + b"PAR1")
    with pytest.raises(WorkspaceError):
        read.read(tmp_path / name)


def test_a_flat_table_without_its_columns(tmp_path: Path) -> None:
    pl.DataFrame({"docid": ["ISO 1"]}).write_parquet(tmp_path / "iso_catalogue.parquet")
    with pytest.raises(WorkspaceError) as raised:
        read.read(tmp_path / "iso_catalogue.parquet")
    assert [finding.code for finding in raised.value.findings] == ["source-unreadable"]


def test_many_bad_records_give_few_findings(tmp_path: Path, write: Any) -> None:
    files = {f"data/{n}.yaml": "no record" for n in range(100)}
    found = read.read(write(tmp_path / "a.tar", files))
    assert len(found.findings) == 21
    assert (found.findings[-1].code, found.findings[-1].values["count"]) == ("records-more", 80)


def test_other_files_of_a_repository_are_passed_over(tmp_path: Path, write: Any) -> None:
    more = {"index-v1.yaml": "- a\n", ".github/workflows/a.yml": "on: push\n", "README.md": "", "data/.b.yaml": "x"}
    found = read.read(write(tmp_path / "a.zip", {"./data/a.yaml": GOOD} | more))
    assert (len(found.deliverables), found.findings) == (1, ())


def test_two_records_with_one_identifier_are_both_kept(tmp_path: Path, write: Any) -> None:
    found = read.read(write(tmp_path / "a.tar", {"data/a.yaml": GOOD, "data/b.yaml": GOOD}))
    assert found.deliverables["reference"].to_list() == ["ISO 1:2033"] * 2


def test_stale_copies_are_counted_and_left_out(tmp_path: Path, write: Any) -> None:
    found, finding = taken(write(tmp_path / "a.tar", {"data/iso-1:2033.yaml": GOOD, "data/iso-1-2033.yaml": GOOD}))
    assert (found.counts, found.stale) == ({"ISO": 2}, 1)
    assert (finding.code, finding.values, finding.severity) == ("relaton-stale", {"count": 1}, Severity.NOTE)


def test_unknown_stages_and_codes_are_counted(tmp_path: Path, write: Any) -> None:
    odd = GOOD + "docstatus:\n  stage:\n    value: '61'\n  substage:\n    value: '60'\nics:\n- code: '43.02'\n"
    found = read.read(write(tmp_path / "a.tar", {"a.yaml": odd, "b.yaml": odd}))
    assert found.deliverables["stage"].to_list() == [None, None]
    assert found.deliverables["ics"].to_list() == [[], []]
    values = {finding.code: finding.values for finding in found.findings}
    assert values["relaton-stage"] == {"body": "ISO", "word": "61.60", "count": 2}
    assert values["relaton-ics"] == {"value": "43.02", "count": 2, "place": "a.tar/a.yaml"}


@pytest.mark.parametrize(("reference", "body"), [("ISO 1:2033", "ISO"), ("[bold] 1", "other")])
def test_what_is_no_name_of_a_body(reference: str, body: str, tmp_path: Path, write: Any) -> None:
    odd = f"docid:\n- id: '{reference}'\n  type: '[/x]'\n  primary: true\ntitle:\n- content: Tea\n"
    found = read.read(write(tmp_path / "a.tar", {"a.yaml": odd}))
    assert (found.deliverables["body"].to_list(), found.counts) == ([body], {body: 1})
    (finding,) = found.findings
    assert (finding.code, finding.values) == (
        "relaton-body", {"value": "[/x]", "count": 1, "place": "a.tar/a.yaml"}
    )  # fmt: skip
    for language in languages():
        assert "[/x]" in say("finding.relaton-body.message", language, **finding.values)


def test_long_names_and_a_folder_give_the_same(tmp_path: Path) -> None:
    name = "data/" + "a-long-name-" * 12 + "é.yaml"
    for style in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        with tarfile.open(tmp_path / "a.tar", "w", format=style) as out:
            entry = tarfile.TarInfo(name)
            entry.size = len(GOOD)
            out.addfile(entry, io.BytesIO(GOOD.encode()))
        assert read.read(tmp_path / "a.tar").deliverables["place"].to_list() == [f"a.tar/{name}"]
    (tmp_path / "repository" / "data").mkdir(parents=True)
    (tmp_path / "repository" / name).write_text(GOOD)
    assert read.read(tmp_path / "repository").deliverables["place"].to_list() == [f"repository/{name}"]
    alone = tmp_path / "one.yaml"
    alone.write_text(GOOD)
    assert len(read.read(alone).deliverables) == 1


def test_several_processes_give_the_same_bytes(tmp_path: Path, write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "BATCH", 10)
    files = {f"data/{n}.yaml": GOOD.replace("ISO 1", f"ISO {n}") for n in range(45)} | {"data/bad.yaml": b"\xff"}
    path = write(tmp_path / "a.tar.zst", files)
    told: list[tuple[int, int]] = []
    alone = read.read(path)
    several = read.read(path, workers=2, tell=lambda done, total: told.append((done, total)))
    assert alone.deliverables.equals(several.deliverables)
    assert alone.findings == several.findings
    assert told[-1] == (path.stat().st_size, path.stat().st_size)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_zstd_that_is_not_one_frame(tmp_path: Path, write: Any) -> None:
    path = write(tmp_path / "a.tar", {"data/a.yaml": GOOD, "data/b.yaml": GOOD})
    data = path.read_bytes()
    path.write_bytes(zstandard.compress(data[:700]) + zstandard.compress(data[700:]))
    assert len(read.read(path).deliverables) == 2
