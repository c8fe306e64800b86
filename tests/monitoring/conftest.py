"""A small folder in the second year of its plan: some work is done, some late, some was never recorded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from opennss import build as spine
from opennss.model.monitoring import Monitoring
from opennss.model.results import Strategy

TABLES = {
    "stakeholders.csv": """\
id,name_en,name_vi,type,category,primary,illustrative
office,Office A,Cơ quan A,authorities,,yes,yes
union,Union B,Công đoàn B,trade-unions,D,yes,yes
""",
    "objectives.csv": """\
id,name_en,name_vi,description_en,description_vi,goals
open,Digital work is open to all,Việc làm số mở cho mọi người,Why,Vì sao,digital
""",
    "measures.csv": """\
id,objective,kind,name_en,name_vi,goals,areas,lead,partners,body,start,end,days,cost,spread,rank,kpi_en,kpi_vi,\
depends_on,illustrative
rules,open,law,Shorter rules,Rút gọn quy định,,,office,union,office,2027,2027,20,5,100,1,In force,Có hiệu lực,,yes
course,open,education,Train members,Đào tạo,digital,ai,union,,office,2027,2028,10,5,100,2,30 trained,30 người,,yes
""",
    "programme.csv": """\
item,type,deliverable,committee,measure,start,end,approved,reason_en,reason_vi,illustrative
adopt-iso-iec-22989-2022,adopt,ISO/IEC 22989:2022,,,2027,2027,2026-12-20,,,yes
participate-iso-tc-39,participate,,ISO/TC 39,,2027,2028,2026-12-20,,,yes
mirror-committee-iso-tc-39,mirror-committee,,ISO/TC 39,,2027,2028,2026-12-20,,,yes
measure-rules,measure,,,rules,2027,2027,2026-12-20,,,yes
measure-course,measure,,,course,2027,2028,2026-12-20,,,yes
""",
    "work.csv": """\
item,status,begun,stage,since,ended,spent,cost,reason_en,reason_vi,illustrative
adopt-iso-iec-22989-2022,running,2027-06-01,40.20,2027-10-20,,30,?,The translator left,Người dịch nghỉ việc,yes
participate-iso-tc-39,running,2027-02-01,?,?,,?,?,,,yes
mirror-committee-iso-tc-39,planned,,?,?,,?,?,,,yes
measure-rules,done,2027-03-01,?,?,2027-11-30,25,20,,,yes
""",
    "targets.csv": """\
id,name_en,name_vi,definition_en,definition_vi,unit,baseline,year,target,illustrative,periodicity,evidence_en,\
evidence_vi,owner
used,Standards in use,Tiêu chuẩn được áp dụng,Count,Đếm,percent,?,2027,40,yes,half,Survey,Khảo sát,union
used,Standards in use,Tiêu chuẩn được áp dụng,Count,Đếm,percent,?,2028,60,yes,half,Survey,Khảo sát,union
old,Old standards,Tiêu chuẩn cũ,Count,Đếm,percent,?,2027,30,yes,year,,,
old,Old standards,Tiêu chuẩn cũ,Count,Đếm,percent,?,2028,20,yes,year,,,
""",
    "progress.csv": """\
target,period,value,note
used,2026,?,
used,2027-H1,20,illustrative
used,2027-H2,30,illustrative
""",
    "results.csv": """\
id,level,under,text_en,text_vi,objectives,targets,measures,types,assumption_en,assumption_vi,illustrative
goal,goal,,Standards are used,Tiêu chuẩn được áp dụng,open,,,,Money comes,Có kinh phí,yes
use,outcome,goal,Firms use them,Doanh nghiệp áp dụng,open,used,,,,,yes
young,output,use,They are young,Tiêu chuẩn còn mới,,old,,,,,yes
train,activity,young,Train and revise,Đào tạo và soát xét,,,course,adopt,,,yes
""",
    "process.csv": """\
step,responsible_en,responsible_vi,start,due,status,approval,approved
0,Task force,Tổ công tác,2026-01-01,2026-01-31,done,Chair A,2026-02-01
9,Strategy officer,Cán bộ chiến lược,2027-01-01,2028-01-31,running,,
""",
}  # fmt: skip


@pytest.fixture
def under_way(small: Path) -> Path:
    """The folder, on 15 March of the second year."""
    for name, text in TABLES.items():
        (small / name).write_text(text, encoding="utf-8", newline="\n")
    path = small / "nss.toml"
    text = path.read_text("utf-8").replace("as_of = 2026-11-22", "as_of = 2028-03-15")
    path.write_text(text, encoding="utf-8", newline="\n")
    path = small / "decisions.csv"
    path.write_text(path.read_text("utf-8").replace(",2027-10-01", ",2028-06-30"), encoding="utf-8", newline="\n")
    return small


@pytest.fixture
def going(under_way: Path, build_once: Callable[..., Strategy]) -> tuple[Monitoring, Strategy]:
    """How that folder is going, and its strategy."""
    workspace, world = spine.read(under_way)
    strategy = build_once(workspace, world)
    return spine.watch(strategy, world), strategy
