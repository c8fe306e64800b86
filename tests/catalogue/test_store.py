"""The store: rows by reference, one checksum of content, faults all at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from opennss.catalogue import store
from opennss.catalogue.merge import Merged, Source
from opennss.catalogue.records import COMMITTEES, DELIVERABLES, ICS, frame
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
    assert catalogue.deliverables["ISO 1:2022"].state == "in-force"
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


def test_unknown_is_a_question_mark_and_spare_columns_print_where_they_are_filled(folder: Path) -> None:
    before = store.open(folder).sha256
    path = folder / "deliverables.csv"
    plain = path.read_text("utf-8")
    path.write_text(
        plain.replace("source\n", "source,type,amends\n").replace("30,iso\n", "30,iso,,\n"), encoding="utf-8"
    )
    assert store.open(folder).sha256 == before, "an empty spare column is no content"
    path.write_text(plain.replace("60.60,ISO/TC 213", "?,?"), encoding="utf-8")
    found = store.open(folder).deliverables["ISO 1:2022"]
    assert (found.stage, found.committee, found.state) == (None, None, "")
    path.write_text(plain.replace("60.60", ""), encoding="utf-8")
    assert [finding.code for finding in store.read(folder).findings] == ["missing-value"]


# The store

DOCUMENTS = pl.DataFrame(
    [
        {"reference": "W3C x", "body": "W3C", "title_other": "Ô", "source": "w3c"},
        {
            "reference": "ISO 1:2022", "body": "ISO", "title_en": "Temperature", "title_fr": "Température",
            "stage": "60.60", "committee": "ISO/TC 213", "ics": ["17.040.30"], "edition": "4", "published": "2022-02",
            "type": "standard", "pages": 12,
            "replaces": ["ISO 1:2016"], "amends": ["ISO 2:1"], "abstract": "About 20 °C.", "source": "iso; b",
        },
        {"reference": "ISO 1:2016", "body": "ISO", "stage": "95.99", "replaced_by": ["ISO 1:2019", "ISO 1:2022"]},
    ],
    schema={name: kind for name, kind in DELIVERABLES.items() if name != "keywords"},
)  # fmt: skip
GROUPS = pl.DataFrame(
    {
        "reference": ["ISO/TC 213", "IEC/TC 1"], "title_en": ["GPS", None], "status": ["active", None],
        "o_members": [12, None],
    }
)  # fmt: skip
MERGED = Merged(
    frame(DOCUMENTS, DELIVERABLES),
    frame(GROUPS, COMMITTEES),
    frame(pl.DataFrame({"code": ["17"], "title_en": ["Metrology"]}), ICS),
    (Source("iso", 'https://example.org/"x"', "2026-11-22", "ODC-By 1.0", "0" * 64, 4, 1, 1, 2),),
    (("ISO", 3, 2),),
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    store.write(tmp_path / "world", MERGED)
    return tmp_path / "world"


def test_a_store_opens_like_an_extract(place: Path) -> None:
    catalogue = store.open(place)
    assert list(catalogue.deliverables) == ["ISO 1:2016", "ISO 1:2022", "W3C x"]
    found = catalogue.deliverables["ISO 1:2022"]
    assert (found.title["fr"], found.stage, found.committee, found.ics) == (
        "Température",
        "60.60",
        "ISO/TC 213",
        ("17.040.30",),
    )
    assert (found.replaces, found.amends, found.type, found.edition) == (("ISO 1:2016",), ("ISO 2:1",), "standard", "4")
    assert catalogue.deliverables["ISO 1:2016"].replaced_by == "ISO 1:2022", "the newest"
    other = catalogue.deliverables["W3C x"]
    assert (other.title["en"], other.stage, other.committee, other.edition) == ("Ô", None, None, "")
    assert catalogue.committees["ISO/TC 213"].o_members == 12
    assert (catalogue.committees["IEC/TC 1"].status, catalogue.committees["IEC/TC 1"].p_members) == (None, None)
    assert catalogue.ics["17"].title["en"] == "Metrology"
    assert "ISO 1" not in catalogue.deliverables
    assert "ISO 9:2000" not in catalogue.deliverables
    assert 7 not in catalogue.deliverables
    with pytest.raises(KeyError):
        catalogue.deliverables["Z"]


def test_frames_stand_in_the_same_order(place: Path) -> None:
    frames = store.open(place).frames
    assert (
        frames.references.to_list()
        == frames.deliverables["reference"].to_list()
        == list(store.open(place).deliverables)
    )
    assert frames.abstracts.to_list() == [None, "About 20 °C.", None]
    assert frames.column("stage").to_list() == ["95.99", "60.60", None]
    assert frames.deliverables.schema == {name: kind for name, kind in DELIVERABLES.items() if name != "abstract"}
    assert (frames.committees.schema, frames.ics.schema) == (COMMITTEES, ICS)


def test_an_extract_has_frames_too(folder: Path) -> None:
    frames = store.open(folder).frames
    assert frames.deliverables.select("reference", "body", "stage", "ics", "replaced_by").rows() == [
        ("ISO 1:2022", "ISO", "60.60", ["17.040.30"], [])
    ]
    assert frames.abstracts.to_list() == [None]
    assert frames.committees.select("p_members", "o_members", "status").rows() == [(None, 12, "active")]
    assert frames.ics["code"].to_list() == ["17.040.30"]
    assert store.Catalogue.of().frames.references.to_list() == []


def test_the_same_records_are_the_same_bytes(place: Path, tmp_path: Path) -> None:
    mixed = Merged(
        MERGED.deliverables.reverse(), MERGED.committees.reverse(), MERGED.ics, MERGED.sources, MERGED.bodies
    )
    assert store.write(tmp_path / "again", mixed) == store.open(place).sha256
    for path in place.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()


def test_the_manifest_says_where_everything_comes_from(place: Path) -> None:
    assert store.open(place).sources == MERGED.sources
    text = (place / "catalogue.toml").read_text("utf-8")
    assert "deliverables = 3" in text
    assert '[bodies."ISO"]\nread = 3\nkept = 2' in text


def test_the_index_is_written_with_the_store(tmp_path: Path) -> None:
    def index(folder: Path, deliverables: pl.DataFrame, committees: pl.DataFrame, ics: pl.DataFrame) -> None:
        (folder / "sizes").write_text(f"{deliverables.height} {committees.height} {ics.height}", encoding="utf-8")

    digest = store.write(tmp_path / "world", MERGED, index)
    assert (tmp_path / "world" / "search" / "sizes").read_text("utf-8") == "3 2 1"
    assert digest == store.write(tmp_path / "bare", MERGED), "what follows from the content is no part of its checksum"


def cut(path: Path) -> None:
    file = path / "deliverables.parquet"
    file.write_bytes(file.read_bytes()[:-7])


def exchange(path: Path) -> None:
    file = path / "abstracts.parquet"
    file.write_bytes(file.read_bytes().replace(b"PAR1", b"PAR2"))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "store-damaged": cut,
    "store-damaged ": exchange,
    "store-damaged  ": lambda path: (path / "ics.parquet").unlink(),
    "store-foreign": lambda path: (path / "catalogue.toml").write_text("format = 9", encoding="utf-8"),
    "store-foreign ": lambda path: (path / "catalogue.toml").write_text("format = 1", encoding="utf-8"),
    "store-foreign  ": lambda path: (path / "catalogue.toml").write_bytes(b"\xff\xfe"),
}


@pytest.mark.parametrize("code", DAMAGES)
def test_a_damaged_store_is_refused_with_a_finding(place: Path, code: str) -> None:
    DAMAGES[code](place)
    assert store.read(place).catalogue is None
    with pytest.raises(WorkspaceError) as raised:
        store.open(place)
    assert [finding.code for finding in raised.value.findings] == [code.strip()]


def test_a_write_that_breaks_leaves_the_old_store(place: Path) -> None:
    before = store.open(place).sha256

    def broken(*_: object) -> None:
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        store.write(place, Merged(MERGED.deliverables.head(1), MERGED.committees, MERGED.ics), broken)
    assert store.open(place).sha256 == before
    store.write(place, MERGED)
    assert sorted(path.name for path in place.parent.iterdir()) == ["world"], "nothing is left lying about"


def test_an_exchange_that_was_broken_off_is_finished(place: Path) -> None:
    old, new = place.with_name(".world.old"), place.with_name(".world.new")
    before = store.open(place).sha256
    place.rename(old)
    new.mkdir()
    (new / "deliverables.parquet").write_bytes(b"half")
    assert store.open(place).sha256 == before, "the new one was not whole"
    place.rename(old)
    new.joinpath("deliverables.parquet").unlink()
    new.rmdir()
    store.write(place.with_name("other"), Merged(MERGED.deliverables.head(1), MERGED.committees, MERGED.ics))
    place.with_name("other").rename(new)
    assert len(store.open(place).deliverables) == 1, "the new one was whole"


def test_only_a_store_is_ever_replaced(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError) as raised:
        store.write(folder, MERGED)
    assert [finding.code for finding in raised.value.findings] == ["store-occupied"]
    assert store.open(folder).deliverables.keys() == {"ISO 1:2022"}
    (tmp_path / "empty").mkdir()
    assert store.write(tmp_path / "empty", MERGED)


def test_the_default_place_is_in_the_data_folder_of_the_user() -> None:
    assert store.default_path().parts[-2:] == ("opennss", "catalogue")
