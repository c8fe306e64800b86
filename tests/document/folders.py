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


LONG = "Hospitals and ports and banks and schools use it every day for work that people did by hand before"
"""A statement of two lines on a page."""

KINDS = ("use", "import", "regulation", "market-regulation", "risk")
PLACES = {"market-regulation": "EU"}

TECHNOLOGIES = {
    "technologies.csv": f"""\
id,name_en,name_vi,area,entries,committees,military,reason_en,reason_vi
learning,Machine learning,Học máy,ai,us-cet-2024:6,{";".join(["ISO/IEC JTC 1/SC 42", "ISO/TC 39", *(
    f"ISO/TC {number}" for number in range(301, 309))])},no,It is used,Đang được sử dụng
bare,A bare one,Công nghệ chưa rõ,,,,no,Somebody asked,Có người hỏi
arms,Arms,Vũ khí,,us-cet-2024:10,,yes,Hidden,Ẩn
""",
    "technology_uses.csv": "id,technology,area,kind,where,statement_en,statement_vi,period,status,source\n" + "".join(
        f"{kind}-{n},learning,industry,{kind},{PLACES.get(kind, 'VNM')},{kind} {n}: {LONG},{kind} {n}: {LONG},2025,"
        f"{'coming' if n == 1 else 'in-force'},gso\n"
        for kind in KINDS for n in range(4)
    ),
    "landscape.csv": """\
committee,date,measure,value,source
ISO/IEC JTC 1/SC 42,2025-08-20,in-force,34,iso
ISO/IEC JTC 1/SC 42,2026-08-20,in-force,37,iso
ISO/IEC JTC 1/SC 42,2026-08-20,drafts-20,5,iso
ISO/IEC JTC 1/SC 42,2026-08-20,drafts-40,1,iso
ISO/IEC JTC 1/SC 42,2026-08-20,p-members,48,iso
ISO/IEC JTC 1/SC 42,2026-08-20,o-members,?,iso
""",
    "neighbours.csv": """\
economy,committee,role,date,source
THA,ISO/IEC JTC 1/SC 42,O,2026-08-20,iso
LAO,ISO/IEC JTC 1/SC 42,none,2026-08-20,iso
""",
    "research.csv": """\
technology,economy,year,works,source
learning,VNM,2022,3,gso
learning,*,2022,400,gso
learning,VNM,2023,4,gso
learning,*,2023,500,gso
""",
}  # fmt: skip

SETTINGS = """
[technologies]
lists = ["us-cet-2024"]
critical_en = "Much rests on it"
critical_vi = "Nhiều việc phụ thuộc vào công nghệ này"
neighbours = ["THA", "LAO", "PHL"]
"""

DECISION = "d3,approach,,,bare,,Rules come soon,Sắp có quy định,Office A,Minister A,2026-10-01,2027-10-01,adopt\n"


def technologies_come(folder: Path) -> Path:
    """Write technologies into a small folder: one with much to say, one bare and decided, one military."""
    for name, text in TECHNOLOGIES.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    path = folder / "nss.toml"
    path.write_text(path.read_text("utf-8") + SETTINGS, encoding="utf-8", newline="\n")
    path = folder / "decisions.csv"
    head, *rows = path.read_text("utf-8").splitlines()
    text = "".join(f"{line}\n" for line in (f"{head},approach", *(f"{row}," for row in rows)))
    path.write_text(text + DECISION, encoding="utf-8", newline="\n")
    return folder
