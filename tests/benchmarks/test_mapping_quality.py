"""The benchmark of the search's quality: its measure, and the rows that it prints for a small catalogue."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "benchmarks" / "mapping_quality.py"
QUERIES = """\
id,language,query,committee,grade
A,en,"wind, and coffee",ISO/TC 34/SC 15,2
A,en,"wind, and coffee",IEC/TC 88,1
B,vi,cà phê,ISO/TC 34/SC 15,2
"""


@pytest.fixture(scope="module")
def benchmark_module() -> ModuleType:
    """The script as a module."""
    sys.path.insert(0, str(SCRIPT.parent))
    spec = importlib.util.spec_from_file_location("mapping_quality", SCRIPT)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_measure_is_the_grade_with_a_logarithmic_discount(benchmark_module: ModuleType) -> None:
    grades = {"A": 2, "B": 1}
    assert benchmark_module.ndcg(["A", "B"], grades) == 1
    assert benchmark_module.ndcg(["B", "A"], grades) == pytest.approx((1 + 2 / 1.5849625) / (2 + 1 / 1.5849625))
    assert benchmark_module.ndcg(["X"] * 10 + ["A"], grades) == 0
    assert benchmark_module.ndcg([], grades) == 0


def test_the_quick_run_prints_a_row_for_each_language(shared: Path, tmp_path: Path) -> None:
    (tmp_path / "queries.csv").write_text(QUERIES, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, SCRIPT, tmp_path / "queries.csv", "--quick", "--details"],
        env={key: value for key, value in os.environ.items() if key != "OPENNSS_CATALOGUE"}
        | {"OPENNSS_SHARED": str(shared.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    rows = json.loads(done.stdout)
    assert [row["what"] for row in rows] == ["en", "vi"]
    assert all(0.9 < row["ours"] <= 1 and row["goal"] is None and row["met"] is None for row in rows)
    assert "cà phê" in done.stderr
