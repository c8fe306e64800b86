"""The campaigns of the desk run small against a real server; goals that do not hang on the machine's speed are met."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KEYS = ["what", "size", "ours", "peer", "peer_name", "ratio", "limit", "of_limit", "unit", "goal", "met"]
DATABASE = "postgresql" if os.environ.get("OPENNSS_DATABASE") else "sqlite"


def rows(name: str, *options: str) -> list[dict[str, object]]:
    """Return what the quick run of a campaign prints."""
    command = [sys.executable, ROOT / "benchmarks" / "web" / f"{name}.py", "--quick", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found
    for row in found:
        assert list(row) == KEYS
        assert {type(row[key]) for key in ("what", "size", "unit")} == {str}
        assert row["met"] in (True, False, None)
        if row["goal"] in ("0", "1") or row["unit"] in ("kB", "MB"):
            assert row["met"], (row, done.stderr)
    return found


@pytest.mark.parametrize("name", ["load", "kills", "tokens"])
def test_a_campaign_on_this_database(name: str) -> None:
    assert all(DATABASE in str(row["size"]) for row in rows(name, "--database", DATABASE))


@pytest.mark.once
@pytest.mark.parametrize("name", ["hostile", "pages"])
def test_a_campaign_on_the_pages(name: str) -> None:
    assert rows(name)
