"""A small folder with people in it: objectives, measures, national committees, experts, positions that disagree."""

from __future__ import annotations

from pathlib import Path

SECRET = {
    "disagreement": "Reason-of-the-union",
    "signatory": "Signatory-of-the-union",
    "pseudonym": "xq-machine-expert",
}
"""Words that stand in the folder once each and must not reach a public edition; a signatory reaches no edition."""

TABLES = {
    "stakeholders.csv": """\
id,name_en,name_vi,type,category,primary,illustrative
office,Office A,Cơ quan A,authorities,,yes,yes
union,Union B,Công đoàn B,trade-unions,D,yes,yes
""",
    "objectives.csv": """\
id,name_en,name_vi,description_en,description_vi,goals
open,Digital work is open to all,Việc làm số mở cho mọi người,Why,Vì sao,digital
quiet,Nothing is planned here,Chưa có gì ở đây,,,digital
""",
    "measures.csv": """\
id,objective,kind,name_en,name_vi,text_en,text_vi,goals,areas,lead,partners,body,start,end,days,cost,spread,rank,\
legal,kpi_en,kpi_vi,target,depends_on,committees,illustrative
rules,open,law,Shorter rules,Rút gọn quy định,Agree rules,Thống nhất quy định,,,office,union,office,2027,2027,20,5,100,\
1,no,Rules in force,Quy định có hiệu lực,,,,yes
course,open,education,Train members,Đào tạo thành viên,Teach,Giảng dạy,digital,ai,office,,office,2027,2028,10,5,yearly,\
2,no,30 trained,30 người,,rules,,yes
late,open,education,A costly course,Khóa học tốn kém,Teach all,Giảng dạy tất cả,,,union,,office,2027,2028,9000,5,100,\
3,no,All trained,Mọi người,,,,yes
""",
    "committees.csv": """\
id,number,name_en,name_vi,mirrors,status,secretary,since,source,illustrative
machines,,Machines at home,Máy móc trong nước,ISO/TC 39,live,office,2020-01-01,,yes
""",
    "experts.csv": f"""\
id,committee,category,follows,role,until,illustrative
{SECRET["pseudonym"]},machines,A1,ISO/TC 39,expert,2028-12-31,yes
""",
    "positions.csv": f"""\
stakeholder,area,rank,reason,signatory,date,illustrative
union,ai,3,{SECRET["disagreement"]},{SECRET["signatory"]},2026-10-01,yes
union,roads,1,In agreement,{SECRET["signatory"]},2026-10-01,yes
""",
}


def people_come(folder: Path) -> Path:
    """Write the tables into a small folder."""
    for name, text in TABLES.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return folder
