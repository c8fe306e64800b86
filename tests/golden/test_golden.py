"""The example country still gives the same numbers; ``make golden`` renews them, as a difference to be reviewed."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest

from opennss.model.results import Strategy

HERE = Path(__file__).parent
GOLDEN = json.loads((HERE / "golden.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found(strategy: Strategy) -> dict[str, object]:
    spec = importlib.util.spec_from_file_location("figures", HERE / "figures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return json.loads(json.dumps(module.figures(strategy)))


@pytest.mark.parametrize("part", sorted(GOLDEN))
def test_numbers_at_printed_precision(found: dict[str, object], part: str) -> None:
    assert found[part] == GOLDEN[part], "review the difference, then run: make golden"


def test_nothing_is_missing(found: dict[str, object]) -> None:
    assert set(found) == set(GOLDEN)
