"""`nss notice`: the screen, JSON, files, and a period that is none."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from opennss.language import say

Run = Callable[..., tuple[int, str, str]]


def test_the_screen_and_the_files(nss_all: Run, small: Path, tmp_path: Path) -> None:
    code, out, _ = nss_all("notice", small, "--period", "2027-H1", "--out", tmp_path / "out")
    assert code == 0
    assert "ISO/IEC 22989:2022" in out
    assert say("doc.table.notice-stages", "en") in out
    assert (tmp_path / "out" / "vi" / "notice.pdf").read_bytes().startswith(b"%PDF")


def test_json_and_nothing_else(nss_all: Run, small: Path) -> None:
    code, out, _ = nss_all("notice", small, "--period", "2027-H1", "--json", "--lang", "vi")
    found = json.loads(out)
    assert (code, found["format"], found["period"], found["next"]) == (0, 1, "2027-H1", "2027-07-01")
    assert found["body"]["acceptance"] is None
    assert found["findings"] == []


@pytest.mark.parametrize("period", ["2027-H3", "next", "1827", "2027-13"])
def test_another_period_is_wrong_use(nss_all: Run, small: Path, period: str) -> None:
    code, out, err = nss_all("notice", small, "--period", period, "--lang", "vi")
    assert (code, out) == (2, "")
    assert period in err
