"""The real files: counts as their description says, and the YAML records equal to their flat table."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

import polars as pl
import pytest

from opennss.errors import Severity
from opennss.sources.relaton.archive import Member, members
from opennss.sources.relaton.events import read_events
from opennss.sources.relaton.read import Collection, read
from opennss.sources.relaton.regular import Irregular, read_regular

EVERY = 10
"""Of the archive every tenth record is compared; all of them with OPENNSS_ALL_RECORDS=1, which takes a minute."""

TEXTS = (
    "reference", "body", "type", "title_en", "title_fr", "abstract", "stage", "committee", "committee_title", "ics",
    "edition", "published", "project", "replaces", "replaced_by", "part_of", "url", "source",
)  # fmt: skip


@pytest.fixture(scope="module")
def flat(shared: Path) -> Collection:
    """The flat table of ISO."""
    return read(shared / "relaton" / "iso_catalogue.parquet")


@pytest.fixture(scope="module")
def sample(shared: Path) -> list[Member]:
    """Every tenth record of the archive."""
    return list(islice(members(shared / "relaton" / "iso_yaml.tar.zst", []), 0, None, EVERY))


def test_counts_of_iso(flat: Collection) -> None:
    records = flat.deliverables
    assert (flat.counts, flat.stale, records.height) == ({"ISO": 70_165}, 9_486, 60_679)
    stage = pl.col("stage")
    in_force = records.filter(stage.str.contains("^(60|90)"))
    assert in_force.height == 26_967
    assert records.filter(stage.str.starts_with("95")).height == 26_567
    assert records.filter(stage < "60").height == 7_126
    assert records.filter(stage.is_null()).height == 19
    assert records.filter(pl.col("ics").list.len() > 0).height == 60_645
    assert records.filter(pl.col("committee").is_not_null()).height == 60_530
    assert in_force.filter(pl.col("ics").list.len() == 1).height == 22_125
    assert flat.committees.height == 767
    assert [(finding.code, finding.severity) for finding in flat.findings] == [("relaton-stale", Severity.NOTE)]


def test_counts_of_the_other_bodies(shared: Path) -> None:
    others = read(shared / "relaton" / "other_bodies_catalogue.parquet")
    assert others.counts == {
        "CIE": 990, "EASC": 167, "ETSI": 28_616, "IEEE": 11_787, "ITU": 21_506, "JIS": 21_327, "OASIS": 585,
        "OGC": 1_237, "OIML": 5_707, "W3C": 16_811,
    }  # fmt: skip
    records = others.deliverables
    assert records.height == 108_733
    with_ics = records.filter(pl.col("ics").list.len() > 0).group_by("body").len()
    wrong = sum(int(str(finding.values["count"])) for finding in others.findings if finding.code == "relaton-ics")
    assert dict(with_ics.rows())["JIS"] == 16_942
    assert 10_196 - wrong <= dict(with_ics.rows())["IEEE"] <= 10_196
    # Of the 28,613 ETSI records with a name of a committee nine have an empty one.
    owned = dict(records.filter(pl.col("committee").is_not_null()).group_by("body").len().rows())
    assert owned == {
        "ETSI": 28_604,
        "IEEE": 10_166,
        "ITU": 14_741,
        "JIS": 17_507,
        "OGC": 1_237,
        "OIML": 1_296,
        "W3C": 15_131,
    }
    words = {
        (finding.values["body"], finding.values["word"])
        for finding in others.findings
        if finding.code == "relaton-stage"
    }
    assert words == {("IEEE", "draft"), ("OGC", "draft"), ("OIML", "joint")}
    assert (
        records.filter(body="JIS")["title_other"].null_count()
        == records.filter(body="JIS")["title_en"].is_not_null().sum()
    )


def test_counts_of_iec(shared: Path) -> None:
    found = read(shared / "relaton" / "iec_catalogue.parquet")
    assert found.counts == {"IEC": 32_418}
    assert found.findings == ()
    assert found.deliverables.filter(stage="60.60").height == 15_341
    assert found.deliverables.filter(pl.col("ics").list.len() > 0).height == 31_252
    assert found.deliverables.filter(pl.col("committee").is_not_null()).height == 32_363
    assert found.deliverables.filter(pl.col("abstract").str.contains("<(br|p|li|ul)")).height == 0


def test_the_fast_reader_agrees_with_libyaml_on_real_records(sample: list[Member]) -> None:
    slow = 0
    for member in sample[::3]:
        text = member.data.decode()
        try:
            assert read_regular(text) == read_events(text), member.name
        except Irregular:
            slow += 1
    assert slow < 10, "nearly all records are regular"


@pytest.mark.slow
def test_yaml_records_are_their_flat_table(
    shared: Path, tmp_path: Path, flat: Collection, sample: list[Member]
) -> None:
    """Shapes 1 and 2 alike: the reader of one shape would lose classes and committees of every second draft."""
    everything = os.environ.get("OPENNSS_ALL_RECORDS") == "1"
    (tmp_path / "data").mkdir()
    for member in sample:
        (tmp_path / member.name).write_bytes(member.data)
    found = read(shared / "relaton" / "iso_yaml.tar.zst", workers=2) if everything else read(tmp_path)
    assert sum(found.counts.values()) == (70_165 if everything else 7_017)
    names = pl.read_parquet(shared / "relaton" / "iso_catalogue.parquet", columns=["file", "stale_copy"])
    table = flat.deliverables.with_columns(names.filter(~pl.col("stale_copy"))["file"])
    # The Directives are titled in parts; the flat table has the first part only.
    records = found.deliverables.with_columns(pl.col("place").str.extract("([^/]+)$").alias("file"))
    both = records.join(table, on="file", how="inner", suffix="_flat", maintain_order="left")
    assert both.height == found.deliverables.height
    titled = both.filter(pl.col("file").str.starts_with("ISO_IEC_DIR").not_())
    for name in TEXTS:
        rows = titled if name.startswith("title") else both
        assert rows[name].to_list() == rows[f"{name}_flat"].to_list(), name
    assert found.findings[-1].code == "relaton-stale"
