"""A document that uses every kind of block, in Vietnamese and English, with long texts and every chart."""

from __future__ import annotations

from functools import cache

from opennss.document import charts
from opennss.document.blocks import Block, Bullets, Document, Figure, Heading, Line, Paragraph, Span, Table, Trail, line

AREAS = (
    ("An toàn thực phẩm và chuỗi cung ứng nông sản xuất khẩu", "Food safety and export supply chains"),
    ("Phương tiện giao thông điện và hạ tầng sạc", "Electric vehicles and charging infrastructure"),
    ("Điện gió ngoài khơi", "Offshore wind"),
    ("Bán dẫn và vi mạch tích hợp", "Semiconductors and integrated circuits"),
    ("Trí tuệ nhân tạo có trách nhiệm trong dịch vụ công", "Responsible artificial intelligence in public services"),
    ("Thích ứng với biến đổi khí hậu vùng Đồng bằng sông Cửu Long", "Climate adaptation of the Mekong delta"),
    ("Dệt may, da giày", "Textiles, leather and footwear"),
    ("Hydro xanh và lưu trữ năng lượng", "Green hydrogen and energy storage"),
    ("Khả năng tiếp cận cho người khuyết tật", "Accessibility for persons with disabilities"),
    ("Thiết bị y tế", "Medical devices"),
    ("Kinh tế tuần hoàn và quản lý chất thải nhựa", "Circular economy and plastic waste"),
    ("Vật liệu xây dựng phát thải thấp", "Low-carbon building materials"),
)
CRITERIA = (
    ("Tỷ trọng trong tổng sản phẩm trong nước", "Share of gross domestic product"),
    ("Kim ngạch xuất khẩu", "Export value"),
    ("Việc làm", "Employment"),
    ("Sức khỏe và an toàn của người dân", "Health and safety of people"),
    ("Phát thải khí nhà kính", "Greenhouse gas emissions"),
    ("Sử dụng tài nguyên nước và đất", "Use of water and land"),
    ("Chủ đề mới nổi", "Emerging subject"),
    ("Ý kiến các bên liên quan", "Stakeholders' views"),
)
GOALS = (
    ("Nâng cao năng suất và năng lực cạnh tranh của nền kinh tế", "Raise productivity and competitiveness"),
    ("Đạt phát thải ròng bằng không vào năm 2050", "Reach net zero emissions by 2050"),
    ("Chuyển đổi số quốc gia", "National digital transformation"),
    ("Bảo vệ sức khỏe nhân dân", "Protect people's health"),
    ("Phát triển nông nghiệp bền vững, có trách nhiệm và minh bạch", "Sustainable and transparent agriculture"),
    ("Hội nhập kinh tế quốc tế sâu rộng", "Deep international economic integration"),
)
KINDS = {
    "adopt": ("Chấp nhận", "Adopt"),
    "participate": ("Tham gia", "Participate"),
    "develop": ("Xây dựng", "Develop"),
    "revise": ("Soát xét", "Revise"),
    "withdraw": ("Hủy bỏ", "Withdraw"),
}
RANKS = ("1*", "1", "2", "3", "none", "n/a", "?")
LONG = (
    "Chiến lược này xác định những lĩnh vực mà tiêu chuẩn quốc gia và tiêu chuẩn quốc tế mang lại lợi ích lớn nhất cho "
    "nền kinh tế, xã hội và môi trường; mọi con số trong tài liệu đều truy ngược được đến nguồn số liệu, ngày và "
    "đơn vị.",
    "This strategy names the areas in which national and International Standards do most for the economy, for society "
    "and for the environment; each number in it can be followed back to its source, its date and its unit.",
)


def sample(language: str) -> Document:
    """Build the sample in ``vi`` or ``en``."""
    return Document(
        language=language,
        title=_t(
            language, "Chiến lược tiêu chuẩn hóa quốc gia 2027–2030", "National Standardization Strategy 2027–2030"
        ),
        subtitle=_t(language, "Bài tập minh họa từ số liệu công khai", "Training exercise from public figures"),
        cover=(
            line(_t(language, "Số liệu tính đến ngày 22 tháng 11 năm 2026", "Data as of 22 November 2026")),
            line(
                _t(
                    language,
                    "Mọi đánh giá và nhân sự trong tài liệu là giả định.",
                    "Every judgement and staff figure is illustrative.",
                )
            ),
            line(
                Span("Training exercise from public figures", lang="en")
                if language == "vi"
                else Span("Bài tập minh họa", lang="vi")
            ),
        ),
        footer=_t(
            language,
            "Không phải văn bản của cơ quan có thẩm quyền; không liên quan đến ISO hoặc STAMEQ.",
            "No document of any authority; not affiliated with ISO or STAMEQ.",
        ),
        date="2026-11-22",
        blocks=(*_summary(language), *_priorities(language), *_programme(language)),
        trail=_trail(language),
    )


def hostile() -> Document:
    """Build a document whose texts attack each format."""
    bad = '<script>alert(1)</script> =1+1 #eval("1+1") $x^2$ *b* `c` @cite \\u{41} ]]> {{x}} \x00\x0b\x1b\u202eabc'
    word = "Donaudampfschifffahrt" * 12
    spans: Line = (
        Span(bad, fact='a b"<c>'),
        Span(word, href="javascript:alert(1)"),
        Span("ok", href="https://example.org/?a=1&b=<2>"),
    )
    table = Table('t"<1>', bad, (bad, word, "c"), ((spans, line(word), line("=1+1")),), "lrc", notes=(line(bad),))
    inputs, sources = ((bad, ""), (bad, 'a b"<c>')), ((bad, "javascript:alert(1)"),)
    trail = Trail('a b"<c>', bad, bad, bad, inputs, sources, ((bad, ""),), ((bad, "nowhere"),))
    blocks: tuple[Block, ...] = (Heading(3, bad, 'x"<y>'), Paragraph(spans, "callout"), Bullets((spans,)), table)
    return Document("en", bad, bad, (line(bad),), bad, "2026-11-22", blocks, (trail,))


def _t(language: str, vi: str, en: str) -> str:
    return vi if language == "vi" else en


def _name(language: str, pair: tuple[str, str]) -> str:
    return pair[0] if language == "vi" else pair[1]


def _rank(x: int, y: int) -> str:
    return RANKS[(x * x * 3 + y * 5 + x * y) % 11 % 7]


def _figure(name: str, language: str, caption: str, description: str, table: str) -> Figure:
    svg, png = pictures(language)[name]
    return Figure(name, caption, description, table, svg, png)


def _summary(language: str) -> tuple[Block, ...]:
    t = _name(language, LONG)
    return (
        Heading(1, _t(language, "Tóm tắt dành cho người ra quyết định", "Summary for decision makers"), "summary"),
        Paragraph(line(t), "lead"),
        Paragraph(
            line(
                _t(language, "Trong 12 lĩnh vực được xem xét, ", "Of the 12 areas examined, "),
                Span("4", fact="areas.first", strong=True),
                _t(
                    language,
                    " lĩnh vực đạt hạng 1; đứng đầu là an toàn thực phẩm với hạng ",
                    " reach rank 1; food safety leads with rank ",
                ),
                Span("1*", fact="rank.food-safety", tone="1*"),
                _t(language, ". Thuật ngữ gốc: ", ". The Vietnamese term is "),
                Span("earmarked for national adoption", lang="en")
                if language == "vi"
                else Span("dự kiến chấp nhận thành tiêu chuẩn quốc gia", lang="vi"),
                _t(language, ". Xem thêm tại ", ". See also "),
                Span("www.iso.org", href="https://www.iso.org"),
                ".",
            )
        ),
        Paragraph(
            line(
                _t(language, "Khối lượng công việc vừa với năng lực: ", "The programme fits the capacity: "),
                Span(_t(language, "1.234,5", "1,234.5"), fact="days.2027"),
                _t(
                    language,
                    " ngày công trong năm 2027, bằng 82 % năng lực.",
                    " person-days in 2027, 82 % of the capacity.",
                ),
            ),
            "callout",
        ),
        Bullets(
            (
                line(t),
                line(_t(language, "Chấp nhận 48 tiêu chuẩn quốc tế", "Adopt 48 International Standards")),
                line(_t(language, "Tham gia 9 ban kỹ thuật", "Take part in 9 technical committees")),
            )
        ),
        Bullets(
            (
                line(_t(language, "Thu thập bằng chứng → xếp hạng", "Gather evidence → rank")),
                line(_t(language, "Lập kế hoạch", "Plan")),
                line(t),
            ),
            ordered=True,
        ),
        Paragraph(
            line(
                _t(
                    language,
                    "Ngưỡng xếp hạng là giá trị mặc định của dự án, không phải giá trị ISO công bố.",
                    "The rank limits are a project default, not the published ISO value.",
                )
            ),
            "note",
        ),
    )


def _priorities(language: str) -> tuple[Block, ...]:
    names = [_name(language, pair) for pair in AREAS]
    head = (
        _t(language, "Lĩnh vực", "Area"),
        *(_name(language, pair) for pair in CRITERIA[:5]),
        _t(language, "Hạng", "Rank"),
    )
    rows = tuple(
        (
            line(name),
            *((Span("–" if _rank(x, y) == "none" else _rank(x, y), tone=_rank(x, y)),) for x in range(5)),
            (Span("1*" if y == 0 else "2", fact="rank.food-safety" if y == 0 else "", tone="1*" if y == 0 else "2"),),
        )
        for y, name in enumerate(names)
    )
    return (
        Heading(1, _t(language, "Các lĩnh vực ưu tiên", "Priority areas"), "priorities"),
        Paragraph(line(_name(language, LONG))),
        Heading(
            2,
            _t(
                language,
                "Xếp hạng theo tiêu chí kinh tế, xã hội và môi trường",
                "Ranks by economic, social and environmental criteria",
            ),
            "ranks",
        ),
        _figure(
            "rank-map",
            language,
            _t(
                language,
                "Hạng của từng lĩnh vực theo từng tiêu chí và các vị trí còn có thể",
                "Rank of each area on each criterion, and positions still possible",
            ),
            _t(
                language,
                "Bản đồ nhiệt: mỗi ô ghi hạng; dải bên phải là vị trí.",
                "Heat map: each cell shows the rank; the strip on the right shows the position.",
            ),
            "ranks-table",
        ),
        Table(
            "ranks-table",
            _t(language, "Hạng của các lĩnh vực", "Ranks of the areas"),
            head,
            rows,
            "l" + "c" * 6,
            (3, 1, 1, 1, 1, 1, 0.8),
            (
                line(
                    _t(
                        language,
                        "? không có số liệu; n/a không áp dụng; – không liên quan.",
                        "? no data; n/a does not apply; – not relevant.",
                    )
                ),
            ),
        ),
        Heading(2, _t(language, "Mục tiêu quốc gia", "National goals"), "goals"),
        _figure(
            "goals",
            language,
            _t(language, "Lĩnh vực nào phục vụ mục tiêu quốc gia nào", "Which area serves which national goal"),
            _t(
                language,
                "Lưới chấm: chấm đặc là trực tiếp, vòng tròn là gián tiếp.",
                "Grid of dots: filled is direct, ring is indirect.",
            ),
            "ranks-table",
        ),
        _figure(
            "seats",
            language,
            _t(language, "Tư cách thành viên trong các ban kỹ thuật", "Seats in technical committees"),
            _t(language, "Thanh ngang theo lĩnh vực.", "Bars by area."),
            "programme-table",
        ),
    )


def _programme(language: str) -> tuple[Block, ...]:
    head = tuple(
        _t(language, *pair)
        for pair in (
            ("Số hiệu", "Reference"),
            ("Tên tiêu chuẩn", "Title"),
            ("Loại", "Kind"),
            ("Năm", "Year"),
            ("Chi phí (triệu đồng)", "Cost (million VND)"),
        )
    )
    part = _t(language, "Yêu cầu chung và phương pháp thử, phần", "General requirements and test methods, part")
    rows = tuple(
        (
            line(f"ISO {22000 + n * 37}:{2015 + n % 11}"),
            line(f"{_name(language, AREAS[n % 12])} – {part} {n}"),
            line(_name(language, list(KINDS.values())[n % 5])),
            line(str(2027 + n % 4)),
            line(
                Span(
                    _t(language, f"{n + 1}.{n * 7 % 900 + 100},5", f"{n + 1},{n * 7 % 900 + 100}.5"),
                    fact=f"cost.{n}" if n < 3 else "",
                )
            ),
        )
        for n in range(60)
    )
    return (
        Heading(1, _t(language, "Chương trình trong phạm vi năng lực", "Programme within capacity"), "programme"),
        Heading(2, _t(language, "Nhân lực và kinh phí", "Staff and money"), "staff"),
        _figure(
            "staff",
            language,
            _t(language, "Nhu cầu và giới hạn theo năm", "Need and limit by year"),
            _t(language, "Cột là nhu cầu, vạch là giới hạn.", "Bars are need, lines are limits."),
            "programme-table",
        ),
        Heading(3, _t(language, "Danh mục đầy đủ", "The full list"), "list"),
        Table(
            "programme-table",
            _t(
                language,
                "Tiêu chuẩn dự kiến chấp nhận thành tiêu chuẩn quốc gia, theo lĩnh vực và năm",
                "Standards earmarked for national adoption, by area and year",
            ),
            head,
            rows,
            "lllcr",
            (1.3, 4, 1, 0.6, 1.2),
            (line(_t(language, "Chi phí theo giá năm 2026.", "Costs at prices of 2026.")),),
        ),
        Heading(2, _t(language, "Lộ trình", "Roadmap"), "roadmap-h"),
        _figure(
            "roadmap",
            language,
            _t(language, "Lộ trình theo nhóm lĩnh vực", "Roadmap by group of areas"),
            _t(language, "Mỗi hàng là một dự án.", "Each row is a project."),
            "programme-table",
        ),
        _figure(
            "progress",
            language,
            _t(language, "Chỉ tiêu và kết quả", "Targets and results"),
            _t(language, "Đường theo năm.", "Lines by year."),
            "programme-table",
        ),
    )


def _trail(language: str) -> tuple[Trail, ...]:
    method = _t(
        language,
        "Trung vị có trọng số của các hạng theo tiêu chí (mặc định của dự án).",
        "Weighted median of the ranks on the criteria (project default).",
    )
    source = (
        _t(language, "Tổng cục Thống kê, Niên giám thống kê 2025", "Statistics office, yearbook 2025"),
        "https://www.gso.gov.vn",
    )
    goals = tuple((_name(language, pair), "") for pair in GOALS[:2])
    cell = ("evidence.csv:17, value", "")
    return (
        Trail(
            "areas.first",
            _t(language, "Số lĩnh vực hạng 1", "Areas of rank 1"),
            "4",
            method,
            ((_t(language, "Hạng của an toàn thực phẩm", "Rank of food safety"), "rank.food-safety"),),
            (source,),
        ),
        Trail(
            "rank.food-safety",
            _t(language, "Hạng của an toàn thực phẩm", "Rank of food safety"),
            "1*",
            method,
            (cell, (_t(language, "Ngày công năm 2027", "Person-days in 2027"), "days.2027")),
            (source,),
            goals,
        ),
        Trail(
            "days.2027",
            _t(language, "Ngày công năm 2027", "Person-days in 2027"),
            "1234.5",
            method,
            (cell,),
            (("plan.csv", ""),),
        ),
        *(Trail(f"cost.{n}", f"cost {n}", str(n), method, (cell,), ()) for n in range(3)),
    )


@cache
def pictures(language: str) -> dict[str, charts.Picture]:
    """Draw every chart once in a language."""
    areas = [_name(language, pair) for pair in AREAS]
    criteria = [_name(language, pair) for pair in CRITERIA]
    goals = [_name(language, pair) for pair in GOALS]
    cells = [[_rank(x, y) for x in range(len(criteria))] for y in range(len(areas))]
    border = [[(x * 7 + y * 3) % 13 == 0 for x in range(len(criteria))] for y in range(len(areas))]
    positions = [(None if y == 11 else y + 1, max(1, y - y % 3), min(12, y + 1 + y % 4)) for y in range(12)]
    serves = [[("direct", "indirect", "", "", "")[(x * 3 + y * 7 + x * y) % 5] for x in range(12)] for y in range(6)]
    kinds = {key: _name(language, pair) for key, pair in KINDS.items()}
    groups = (
        _t(language, "Kinh tế", "Economy"),
        _t(language, "Xã hội", "Society"),
        _t(language, "Môi trường", "Environment"),
    )
    lanes = [
        (
            f"{areas[n % 12]} ({n + 1})",
            groups[n // 8],
            2027 + n % 4,
            min(2030, 2027 + n % 4 + n % 3),
            list(kinds)[n % 5],
        )
        for n in range(24)
    ]
    bodies = [
        _t(language, "Cơ quan tiêu chuẩn quốc gia", "National standards body"),
        _t(language, "Viện nghiên cứu B (giả định)", "Research institute B (fictitious)"),
    ]
    staff = [[(812, 990), (934.5, 990), (1003, 990), (640, 900)], [(120, 200), (180, 200), (0, 200), (90, 200)]]
    money = [[(4200, 5000), (4950, 5000), (3000, 5000), (2500, 5000)], [(310, 400), (280, 400), (120, 400), (400, 400)]]
    kpis = [
        (
            _t(
                language,
                "Tỷ lệ tiêu chuẩn quốc gia hài hòa với tiêu chuẩn quốc tế (%)",
                "Share of national standards aligned with International Standards (%)",
            ),
            {2026: 60.0, 2028: 66.0, 2030: 75.0},
            {2026: 60.0, 2027: 61.5},
        ),
        (
            _t(language, "Số ban kỹ thuật tham gia với tư cách P", "Committees with P-membership"),
            {2026: 12.0, 2027: 14.0, 2028: 16.0, 2030: 21.0},
            {2026: 12.0, 2027: 15.0},
        ),
        (
            _t(language, "Thời gian xây dựng tiêu chuẩn (tháng)", "Time to develop a standard (months)"),
            {2026: 24.0, 2030: 16.0},
            {},
        ),
    ]
    return {
        "rank-map": charts.rank_map(
            areas,
            criteria,
            cells,
            border,
            positions,
            _t(language, "Vị trí (chấm) và vị trí còn có thể (thanh)", "Position (dot) and possible positions (bar)"),
            _t(language, "sát ngưỡng giữa hai hạng", "close to the limit between two ranks"),
        ),
        "goals": charts.goals_by_areas(
            goals, areas, serves, _t(language, "trực tiếp", "direct"), _t(language, "gián tiếp", "indirect")
        ),
        "seats": charts.seats(
            areas,
            [(n % 4, n * 3 % 5, n % 6 + 1, n % 3) for n in range(12)],
            [
                _t(language, *pair)
                for pair in (
                    ("Tham gia (P)", "Participating (P)"),
                    ("Quan sát (O)", "Observing (O)"),
                    ("Không (–)", "None (–)"),
                    ("Chưa rõ (?)", "Unknown (?)"),
                )
            ],
            language,
        ),
        "staff": charts.staff_and_money(
            [2027, 2028, 2029, 2030],
            bodies,
            staff,
            money,
            (
                _t(language, "Nhân lực (ngày công)", "Staff (person-days)"),
                _t(language, "Kinh phí (triệu đồng)", "Money (million VND)"),
            ),
            (_t(language, "nhu cầu", "need"), _t(language, "giới hạn", "limit")),
            language,
        ),
        "roadmap": charts.roadmap(lanes, kinds, (2027, 2030)),
        "quadrants": charts.quadrants(
            [
                (name, ((None, 0.5, 0.25)[n % 3], 0.0, 1.0), ((n % 5) / 4, (n % 5) / 4, min(1.0, n / 8)), kind)
                for n, (name, kind) in enumerate(zip(areas, [*kinds] * 3, strict=False))
            ],
            (_t(language, "Mức độ liên quan (%)", "Relevance (%)"), _t(language, "Giá trị (%)", "Value (%)")),
            kinds,
            (kinds["adopt"], kinds["participate"], kinds["revise"], kinds["withdraw"]),
            0.5,
            (_t(language, "cao từ 50 %", "high from 50 %"), _t(language, "còn có thể", "still possible")),
            language,
        ),
        "progress": charts.progress(
            kpis, (_t(language, "chỉ tiêu", "target"), _t(language, "kết quả đo", "measured")), language
        ),
    }
