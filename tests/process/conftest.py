"""The small country with a process."""

from __future__ import annotations

from pathlib import Path

import pytest

PROCESS = """\
step,responsible_en,responsible_vi,start,due,status,blocked_by_en,blocked_by_vi,approval,approved
0,Chair,Tổ trưởng,2026-01-05,2026-01-30,done,,,Chair A,2026-02-01
1,Office A,Cơ quan A,2026-01-05,2026-03-31,done,,,Chair A,2026-04-01
2a,Statistics; trade,Thống kê,2026-02-01,2026-05-31,running,,,,
2b,Ministry B,Bộ B,2026-02-01,2026-12-31,blocked,"No figures, no answer",Chưa có số liệu,,
3,Office A,Cơ quan A,2026-12-01,2027-01-31,open,,,,
"""


@pytest.fixture
def running(small: Path) -> Path:
    """A small country folder in which some steps have begun."""
    (small / "process.csv").write_text(PROCESS, encoding="utf-8", newline="\n")
    return small
