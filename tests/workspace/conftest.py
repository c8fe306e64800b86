"""A small valid country folder, and a way to break it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

SMALL = {
    "nss.toml": """\
format = 1
country = "VNM"
name_en = "Viet Nam"
name_vi = "Việt Nam"
body_en = "Office A"
body_vi = "Cơ quan A"
title_en = "Exercise"
title_vi = "Bài tập"
as_of = 2026-11-22
years = [2027, 2028]
currency = "VND"
languages = ["vi", "en"]
illustrative = true
seed = 7

[membership]
all_seats = true
iso = "full"
iec = "?"
iso_source = "iso"

[ranking]
level = "section"
tie = "mean"

[weights]
economic = "1"
social = "0.5"

[plan]
utilization = 0.85

[catalogue]
path = "catalogue"
sha256 = ""
""",
    "sources.csv": """\
id,title_en,title_vi,publisher,number,date,address,seen,grade,licence,note
iso,Members,Thành viên,International Organization for Standardization,,2026,https://iso.example,2026-11-01,2,,
gso,Accounts,Tài khoản quốc gia,Statistics office,12/BC-A,2025-06,https://stat.example,2026-11-01,1,,
plan,Plan,Kế hoạch,Government,411/QĐ-TTg,2022-03-31,https://gov.example,2026-11-01,1,,
iec,Members of IEC,Thành viên IEC,IEC,,2026,https://iec.example,2026-11-01,2,,
""",
    "areas.csv": """\
id,name_en,name_vi,kind,codes,ics,legal,note
farming,Farming,Nông nghiệp,sector,A,65.020,no,
industry,Industry,Công nghiệp chế biến,sector,C,25.040,no,'=not a formula
roads,Road safety,An toàn đường bộ,social,,13.200,yes,
ai,Artificial intelligence,Trí tuệ nhân tạo,emerging,,35.020,no,
""",
    "goals.csv": """\
id,source,article_en,article_vi,goal_en,goal_vi,target_en,target_vi,year,status
digital,plan,Part II,Phần II,A digital economy,Kinh tế số,,,2030,in-force
old,plan,Part III,Phần III,An older goal,Mục tiêu cũ,,,,superseded
""",
    "alignment.csv": """\
area,goal,strength,reason_en,reason_vi,reviewer
farming,digital,indirect,Because,Vì vậy,P-a
industry,digital,direct,Because,Vì vậy,P-a
ai,digital,direct,Because,Vì vậy,P-a
roads,,none,No goal names it,Không có mục tiêu,P-a
""",
    "criteria.csv": """\
id,name_en,name_vi,group,kinds,indicator,question,direction,weight,ranges
gdp,Share of GDP,Tỷ trọng GDP,economic,sector,gdp-share,,high,1,>=10;>=5;>0
deaths,Deaths,Tử vong,social,social,road-deaths,,high,1/3,>=10;>=5;>0
views,Views,Ý kiến,stakeholder,sector;social;emerging,,urgency,,1,
""",
    "indicators.csv": """\
id,name_en,name_vi,unit,comparison,definition_en,definition_vi
gdp-share,Share of GDP,Tỷ trọng GDP,percent,share,,
road-deaths,Road deaths,Tử vong đường bộ,per-100k,level,,
""",
    "evidence.csv": """\
indicator,area,code,period,value,unit,source,note
gdp-share,,A,2024,11.86,percent,gso,
gdp-share,,C,2024,24.43,percent,gso,
gdp-share,,F,2023,6.0,percent,gso,
road-deaths,roads,,2023,17.7,per-100k,gso,
""",
    "mapping.csv": """\
area,committee,deliverable,relevance,reason_en,reason_vi,reviewer,date
industry,ISO/TC 39,,high,Machines,Máy móc,P-a,2026-11-01
ai,,ISO/IEC 22989:2022,high,Terms,Thuật ngữ,P-a,2026-11-01
roads,ISO/TC 241,,medium,Safety,An toàn,P-a,2026-11-01
""",
    "adoptions.csv": """\
id,number,title_en,title_vi,ics,adopts,correspondence,status,year,committee,illustrative,source
a1,TCVN 1:2020,Roads,Đường bộ,03.220.20,ISO 39001:2012,IDT,in-force,2020,TC A,no,gso
a2,,Machines,Máy,25.040,ISO 230-1:2012,MOD,in-force,2019,,yes,
""",
    "participation.csv": """\
committee,title_en,role,date,source
ISO/TC 241,Road traffic safety,P,2026-11-01,iso
ISO/TC 39,Machine tools,O,2026-11-01,iso
ISO/IEC JTC 1/SC 41,Internet of things,?,2026-11-01,iso
""",
    "effort.csv": """\
type,body,task,days,cost,spread,requires,note
adopt,office,draft,40,10,60;40,,project default
participate,office,vote,20,5,yearly,mirror-committee,project default
mirror-committee,office,found,15,2,100,,project default
""",
    "capacity.csv": """\
body,name_en,name_vi,year,fte,productive_days,share,absence,day_rate,budget
office,Office A,Cơ quan A,2027,4,220,0.5,0.1,0.5,500
office,Office A,Cơ quan A,2028,4,220,0.5,0.1,0.5,500
""",
    "decisions.csv": """\
id,kind,area,criterion,subject,value,reason_en,reason_vi,proposer,approver,date,expiry
d1,override,roads,deaths,,1*,Urgent,Cấp bách,Office A,Minister A,2026-10-01,2027-10-01
d2,rank,ai,,,2,Agreed,Thống nhất,Office A,Minister A,2026-10-01,2027-10-01
""",
    "targets.csv": """\
id,name_en,name_vi,definition_en,definition_vi,unit,baseline,year,target,illustrative
used,Standards in use,Tiêu chuẩn được áp dụng,Count,Đếm,percent,?,2027,40,yes
used,Standards in use,Tiêu chuẩn được áp dụng,Count,Đếm,percent,?,2028,60,yes
""",
    "progress.csv": "target,period,value,note\nused,2026,?,\n",
    "institutions.csv": """\
id,name_en,name_vi,short,since,until,source
body,Directorate,Tên cũ,A1,2010-01-01,2025-02-28,gso
body,Commission,Tên mới,A2,2025-03-01,,gso
""",
    "judgements/r1/round.toml": """\
title_en = "First round"
title_vi = "Vòng một"
closed = 2026-09-30

[invited]
A1 = 10
B = 4
""",
    "judgements/r1/questions.csv": "id,text_en,text_vi\nurgency,How urgent is it?,Cấp bách đến mức nào?\n",
    "judgements/r1/respondents.csv": "pseudonym,organisation_type,category\n"
    + "".join(f"p{number},company,A1\n" for number in range(1, 6)),
    "judgements/r1/answers.csv": "pseudonym,question,area,value,reason\n"
    + "".join(f"p{number},urgency,roads,1,\n" for number in range(1, 6)),
    "catalogue/deliverables.csv": """\
reference,title_en,stage,committee,ics,edition,published,replaced_by,source
ISO 39001:2012,Road traffic safety management,60.60,ISO/TC 241,03.220.20,1,2012-10,,iso
ISO 230-1:2012,Test code for machine tools,90.93,ISO/TC 39,25.040.10;25.040,3,2012-03,,iso
ISO/IEC 22989:2022,AI concepts,60.60,ISO/IEC JTC 1/SC 42,35.020,1,2022-07,,iso
ISO 1:1975,Old,95.99,ISO/TC 39,25.040,1,1975,ISO 230-1:2012,iso
""",
    "catalogue/committees.csv": """\
reference,title_en,status,secretariat,created,p_members,o_members,source
ISO/TC 241,Road traffic safety,active,SIS,2008,30,20,iso
ISO/TC 39,Machine tools,active,SNV,1947,20,15,iso
ISO/IEC JTC 1/SC 42,Artificial intelligence,active,ANSI,2017,40,20,iso
ISO/TC 1,Screw threads,suspended,SAC,1947,?,?,iso
""",
    "catalogue/ics.csv": "code,title_en\n03.220.20,Roads\n25.040,Machines\n25.040.10,Centres\n35.020,IT\n",
    "text/en/vision.md": "# Vision\n\nThey serve {{ areas.count | number }} areas, see 411/QĐ-TTg and ISO 39001.\n",
    "text/vi/vision.md": "# Tầm nhìn\n\nTiêu chuẩn phục vụ {{ areas.count }} lĩnh vực, xem 411/QĐ-TTg và ISO/TC 241.\n",
}


def small_country(folder: Path) -> Path:
    """Write a valid folder: two sectors, one social and one emerging area, few rows in every table, tiny catalogue."""
    for name, text in SMALL.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder


@pytest.fixture
def country(tmp_path: Path) -> Path:
    """A small valid country folder."""
    return small_country(tmp_path / "country")


@pytest.fixture
def edit(country: Path) -> Callable[[str, str, str], None]:
    """Replace a text in a file of the country; an empty old text appends."""

    def change(name: str, old: str, new: str) -> None:
        path = country / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old in text, f"{old!r} is not in {name}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8", newline="\n")

    return change
