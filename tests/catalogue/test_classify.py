"""Classify: a made-up catalogue of two subjects; silence, determinism, keeping, and the split of the benchmark."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import polars as pl
import pytest

from opennss.catalogue import store
from opennss.catalogue.classify import Classifier, classify, load, of_catalogue, save, train
from opennss.cli import classify as verb
from opennss.errors import WorkspaceError
from opennss.tables.csvfile import Grid

SUBJECTS = {
    "Textiles": ("59.080.01", "ISO/TC 38", "woven fabric fibre yarn dyeing washing", "Textiles"),
    "Steel": ("77.140.50", "ISO/TC 17", "rolled sheet alloy coating tensile hardness", "Steel"),
}
PROPERTIES = ["length", "mass", "strength", "colour", "resistance", "thickness", "friction", "porosity"]
BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "classification.py"


def records() -> pl.DataFrame:
    """Eighty families with two parts each, half about textiles, half about steel."""
    rows = []
    for number in range(80):
        name, (code, committee, words, title) = list(SUBJECTS.items())[number % 2]
        spoken = words.split()
        for part in (1, 2):
            about = f"{spoken[number % 6]} {spoken[(number + part) % 6]}"
            rows.append(
                {
                    "reference": f"ISO {5000 + number}-{part}:2020", "stage": "60.60" if number % 5 else "95.99",
                    "title_en": f"{name} - Determination of {PROPERTIES[number % 8]} of {about} - Part {part}",
                    "abstract": f"This document specifies a method for {about}." if number % 3 else None,
                    "committee": committee, "committee_title": title, "ics": [code],
                }
            )  # fmt: skip
    return pl.DataFrame(rows)


ICS = pl.DataFrame({"code": ["59.080.01", "77.140.50"], "title_en": ["Textiles in general", "Flat steel products"]})
KNOWN = ("Textiles - Determination of strength of woven fabric", "A method for yarn.")


@pytest.fixture(scope="module")
def learnt() -> Classifier:
    return train(records(), ICS)


def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("classification", BENCHMARK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_text_gets_its_classes_and_committee(learnt: Classifier) -> None:
    derived, steel = classify(learnt, [KNOWN, ("Steel - Determination of hardness of rolled sheet", "")])
    assert [derived.field[0].code, derived.group[0].code, derived.subgroup[0].code] == ["59", "59.080", "59.080.01"]
    assert (derived.committee[0].code, derived.committee[0].title) == ("ISO/TC 38", "Textiles")
    assert steel.committee[0].code == "ISO/TC 17"
    assert 0.5 < derived.field[0].score <= 1
    assert sum(one.score for one in derived.field) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize(
    "text",
    [
        ("Vật liệu dệt – Xác định độ bền của vải dệt thoi", ""),
        ("ຜ້າ", ""),
        ("", ""),
        ("Quantum bassoon zebra orchestra", "Nothing here was ever met before in any record."),
    ],
)
def test_what_is_not_understood_is_met_with_silence(learnt: Classifier, text: tuple[str, str]) -> None:
    derived = classify(learnt, [text])[0]
    assert not derived.understood
    assert derived.field + derived.group + derived.subgroup + derived.committee == ()


def test_doubt_is_met_with_silence(learnt: Classifier) -> None:
    mixed = ("Determination of strength of woven fabric, yarn, alloy, rolled sheet", "")
    assert classify(learnt, [mixed], silent=False)[0].field
    strict = type(learnt)(**{name: getattr(learnt, name) for name in learnt.__slots__} | {"thresholds": (1.1,) * 4})
    derived = classify(strict, [mixed])[0]
    assert derived.understood
    assert derived.field == ()


def test_same_records_same_bytes_and_another_catalogue_is_another_classifier(
    learnt: Classifier, tmp_path: Path
) -> None:
    save(learnt, tmp_path / "one", "abc")
    save(train(records().reverse(), ICS), tmp_path / "two", "abc")
    for name in ("about.json", "model.npz"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    kept = load(tmp_path / "one", "abc")
    assert kept is not None
    assert [one.code for one in classify(kept, [KNOWN])[0].committee] == ["ISO/TC 38", "ISO/TC 17"]
    assert load(tmp_path / "one", "other") is None
    (tmp_path / "one" / "model.npz").write_bytes(b"PK broken")
    assert load(tmp_path / "one", "abc") is None


def test_a_catalogue_without_records_says_nothing() -> None:
    empty = of_catalogue(store.Catalogue.of())
    assert not classify(empty, [KNOWN])[0].understood


def test_a_table_is_filled_beside_what_it_holds(learnt: Classifier, tmp_path: Path) -> None:
    grid = Grid(("number", "title"), ((2, ("=1", KNOWN[0])), (3, ("2", "Vải dệt thoi"))))
    assert verb.fill(learnt, grid, tmp_path / "out.csv") == 1
    header, first, second = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert header.startswith("number,title,derived_field,derived_field_score,derived_group")
    assert first.startswith("'=1,")
    assert ",59," in first
    assert second == "2,Vải dệt thoi,,,,,,,,"
    assert verb.fill(learnt, grid, tmp_path / "out.xlsx") == 1


def test_a_table_without_titles_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("name\nx\n", encoding="utf-8")
    with pytest.raises(WorkspaceError) as raised:
        verb._grid(tmp_path / "in.csv")
    assert [finding.code for finding in raised.value.findings] == ["classify-no-title"]


def catalogue_file(folder: Path) -> Path:
    """The records in the layout that the benchmark reads."""
    frame = records().rename({"reference": "docid", "abstract": "abstract_en", "committee_title": "committee_name"})
    stale = pl.Series("stale_copy", [False] * frame.height)
    frame = frame.with_columns(stale, ics_text=pl.col("ics"), stage=pl.col("stage").str.slice(0, 2))
    frame.write_parquet(folder / "all.parquet")
    return folder / "all.parquet"


def test_the_split_keeps_families_together(tmp_path: Path) -> None:
    module = benchmark()
    train_path, test_path = module.split(catalogue_file(tmp_path), 1, tmp_path)
    learnt, asked = pl.read_parquet(train_path), pl.read_parquet(test_path)
    families = [{module.family(reference) for reference in frame["docid"]} for frame in (learnt, asked)]
    assert asked.height > 0
    assert families[0] & families[1] == set()
    assert set(asked["stage"]) <= {"60", "90"}


def test_the_benchmark_prints_one_json_list(tmp_path: Path) -> None:
    paths = benchmark().split(catalogue_file(tmp_path), 1, tmp_path)
    run = subprocess.run(
        [sys.executable, str(BENCHMARK), "--quick", *map(str, paths)], capture_output=True, text=True, check=True
    )
    rows = {row["what"]: row for row in json.loads(run.stdout)}
    assert rows["field top-1"]["ours"] == 1
    assert rows["committee top-5"]["met"] is True
