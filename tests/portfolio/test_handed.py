"""A plan made elsewhere: the worked cases T1, T2, T3, T6, T7 by label, verdicts, pace, overlaps, the best part."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss import build as spine
from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.handed import Answer, Handed, HandedRow, Layer, SameKind, Use, Verdict, Why
from opennss.model.plans import Load
from opennss.model.programme import Skill
from opennss.model.projects import Capacity, Effort, ProjectType
from opennss.model.references import Reference
from opennss.portfolio.effort import present
from opennss.portfolio.handed import best
from opennss.portfolio.handed.best import best_part, ready
from opennss.portfolio.handed.books import begun, books, need_of
from opennss.portfolio.handed.layers import Served
from opennss.portfolio.handed.same import overlaps
from opennss.portfolio.handed.titles import alike
from opennss.portfolio.handed.use import impossible, paces, uses
from opennss.workspace.handed import read_handed

LISTS = Path(__file__).parent / "lists"
Check = Callable[..., Handed]


@pytest.fixture
def check(small: Path, tmp_path: Path) -> Check:
    """Check a list against the small country, whose files may be changed first: (file, old text, new text)."""

    def checked(name: str, *changes: tuple[str, str, str], text: str = "") -> Handed:
        for file, old, new in changes:
            path = small / file
            before = path.read_text(encoding="utf-8")
            assert old in before, (file, old)
            path.write_text(before.replace(old, new) if old else before + new, encoding="utf-8", newline="\n")
        source = LISTS / name
        if text:
            source = tmp_path / name
            source.write_text(text, encoding="utf-8", newline="\n")
        workspace, world = spine.read(small)
        return spine.handed(workspace, world, read_handed(source, workspace.settings.currency))

    return checked


YEARS = ("nss.toml", "years = [2027, 2028]", "years = [2027, 2028, 2029]")
THIRD = ("capacity.csv", "", "office,Office A,Cơ quan A,2029,4,220,0.5,0.1,0.5,500\n")


def capacity(days: object, year: int = 2027, body: str = "nsb", budget: object = 10**12) -> Capacity:
    return Capacity(
        body=Id(body), name=Text.of(en=body), year=year, fte=Decimal(str(days)), productive_days=Decimal(1),
        share=Decimal(1), absence=Decimal(0), day_rate=Decimal(1), budget=Decimal(str(budget)),
    )  # fmt: skip


def effort(type_: ProjectType, days: int, spread: str = "100") -> Effort:
    return Effort(type=type_, body=Id("nsb"), task=Id("work"), days=Decimal(days), cost=Decimal(0), spread=spread)


# The worked cases


def test_t1_country_a_asks_for_688_standards_a_year(check: Check) -> None:
    found = check("country-a.csv", YEARS, THIRD)
    assert found.totals.items == 2064
    assert found.totals.each is not None
    assert round(found.totals.each) == 2_228_682
    assert found.totals.by_year == ((2027, 688), (2028, 688), (2029, 688))
    assert not found.fits
    assert not found.clean
    assert {use.verdict for use in found.uses if use.year in found.years} == {Verdict.IMPOSSIBLE}
    assert [year.year for year in found.impossible] == [2027, 2028, 2029]
    assert all(year.fit < year.items for year in found.impossible)
    (pace,) = found.paces
    assert pace.days == 2064 * 40
    assert pace.years == 209, "82,560 days at 396 a year"
    kept = sum(number for row in found.best for _, number in (*row.kept, *row.moved))
    assert 0 < kept < 100
    assert sum(row.left for row in found.best) == 2064 - kept


def test_t2_country_b_overshoots_its_own_target(check: Check) -> None:
    totals = check("country-b.csv").totals
    assert (totals.target, totals.existing, totals.gap, totals.new) == (4000, 1094, 2906, 3000)
    assert (totals.reached, totals.overshoot) == (4094, 94)
    ministries = next(part for part in totals.by_body if part.name == "Ministries")
    assert ministries.items == 500


def test_t3_country_g_shares_of_budgets_and_sources(check: Check) -> None:
    budgets = check("country-g.csv").totals.budgets
    assert [f"{share.share:.1%}" for share in budgets if share.share is not None] == ["4.4%", "6.2%", "3.9%"]
    funds = check("country-g-sources.csv").totals.by_fund
    costs = [part.cost for part in funds if part.cost is not None]
    assert costs == [Decimal(15_500_000_000), Decimal(450_000_000)]
    assert f"{costs[1] / sum(costs):.0%}" == "3%"


def test_t6_country_f_shares_of_types(check: Check) -> None:
    totals = check("country-f.csv").totals
    assert totals.items == 60
    assert [f"{part.share:.0%}" for part in totals.by_type if part.share is not None] == ["83%", "2%", "15%"]


@pytest.mark.parametrize(
    ("fte", "has", "used", "verdict"),
    [
        ("1.0", "167.2", "1.136", Verdict.IMPOSSIBLE),
        ("1.3", "217.36", "0.874", Verdict.TIGHT),
        ("1.5", "250.8", "0.758", Verdict.FITS),
    ],
)
def test_t7_need_of_190_days(check: Check, fte: str, has: str, used: str, verdict: Verdict) -> None:
    found = check("t7.csv", ("capacity.csv", "2027,4,220,0.5,0.1", f"2027,{fte},220,0.8,0.05"))
    use = next(use for use in found.uses if use.year == 2027)
    assert use.days == 190
    assert use.capacity == Decimal(has)
    assert use.utilization is not None
    assert f"{use.utilization:.3f}" == used
    assert use.verdict is verdict


# Need, capacity, pace


def test_no_capacity_is_said_and_never_divided_by() -> None:
    use = Use("nsb", 2027, Decimal(5), Decimal(0), Decimal(0), Decimal(0), 1)
    assert (use.utilization, use.verdict) == (None, Verdict.NO_CAPACITY)
    assert Use("nsb", 2027, Decimal(0), Decimal(0), Decimal(0), None, 0).verdict is Verdict.FITS
    assert Use("x", 2027, Decimal(5), None, Decimal(0), None, 1).verdict is Verdict.NOT_KNOWN


def test_days_of_the_list_go_evenly_over_its_years_and_money_with_them() -> None:
    known = books([], [capacity(100, year) for year in (2027, 2028)], [], [2027, 2028])
    row = HandedRow(line=2, start=2027, end=2028, body="nsb", days=Decimal(60), cost=Decimal(10), count=3)
    need = need_of(row, row.start, known)
    assert need.parts == {
        ("nsb", 2027): (Decimal(10), Decimal(10) / 3 / 2), ("nsb", 2028): (Decimal(10), Decimal(10) / 3 / 2)
    }  # fmt: skip
    assert need.days_known
    assert need.money_known


def test_what_nobody_knows_is_not_zero() -> None:
    known = books([effort(ProjectType.ADOPT, 5)], [capacity(100)], [], [2027])
    need = need_of(HandedRow(line=2, type=ProjectType.DEVELOP, start=2027), 2027, known)
    assert not need.days_known
    assert not need.money_known
    usual = need_of(HandedRow(line=2, type=ProjectType.ADOPT, start=2027), 2027, known)
    assert usual.parts == {("nsb", 2027): (Decimal(5), Decimal(5))}


def test_a_body_without_capacity_keeps_its_own_work() -> None:
    known = books([effort(ProjectType.ADOPT, 5)], [capacity(100)], [], [2027])
    row = HandedRow(line=2, type=ProjectType.ADOPT, start=2027, end=2027, body="Ministry X", count=4)
    (use,) = [use for use in uses([row], {2: need_of(row, 2027, known)}, known, []) if use.items]
    assert (use.body, use.days, use.capacity, use.verdict) == ("Ministry X", Decimal(20), None, Verdict.NOT_KNOWN)


@pytest.mark.parametrize(
    ("days", "has", "expected"), [(100, 100, (1, 2027)), (101, 100, (2, 2028)), (1001, 100, (11, 2037)), (5, 0, None)]
)
def test_pace(days: int, has: int, expected: tuple[int, int] | None) -> None:
    known = books([], [capacity(has, year) for year in (2027, 2028)], [], [2027, 2028])
    row = HandedRow(line=2, start=2027, end=2027, body="nsb", days=Decimal(days))
    (pace,) = paces([row], {2: need_of(row, 2027, known)}, known)
    assert (pace.years, pace.done) == (expected or (None, None))


def test_yearly_work_is_taken_off_the_pace() -> None:
    known = books(
        [effort(ProjectType.PARTICIPATE, 50, "yearly")], [capacity(100, y) for y in (2027, 2028)], [], [2027, 2028]
    )
    rows = [
        HandedRow(line=2, type=ProjectType.PARTICIPATE, start=2027),
        HandedRow(line=3, start=2027, body="nsb", days=Decimal(200)),
    ]
    (pace,) = paces(rows, {row.line: need_of(row, row.start, known) for row in rows}, known)
    assert (pace.years, pace.done) == (4, 2030)


def test_items_of_a_year_that_fit_are_counted_in_their_order() -> None:
    known = books([], [capacity(10)], [], [2027])
    rows = [HandedRow(line=n, start=2027, body="nsb", days=Decimal(d)) for n, d in ((2, 8), (3, 4), (4, 2))]
    needs = {row.line: need_of(row, 2027, known) for row in rows}
    (year,) = impossible(rows, needs, known, uses(rows, needs, known, []))
    assert (year.items, year.fit, year.bodies) == (3, 2, ("nsb",))


def test_the_present_seats_are_taken_off_people_and_money() -> None:
    seat = effort(ProjectType.PARTICIPATE, 20, "yearly")
    standing = present({"participate": 3}, [seat])
    known = books([seat], [capacity(100, budget=70)], [], [2027], standing)
    rows = [days(2, 45)]
    needs = {2: need_of(rows[0], 2027, known)}
    (use,) = uses(rows, needs, known, [Load("nsb", 2027, Decimal(63), Decimal(100), Decimal(0), Decimal(0))])
    assert (use.capacity, use.budget, use.seats) == (40, 10, 60)
    assert use.programme == 3, "what the programme takes beside the seats"
    assert use.verdict is Verdict.IMPOSSIBLE
    assert use.short_of_money
    assert impossible(rows, needs, known, [use])[0].fit == 0
    served = {2: Served(Layer.HIGH, "x")}
    for share, left in ((0.85, 1), (1.0, 1)):
        (placing,), _ = best_part(rows, ready(rows, needs, {}, known), served, known, share)
        assert placing.left == left
    more = books([seat], [capacity(100, 2027), capacity(100, 2028)], [], [2027, 2028], standing)
    (pace,) = paces(rows, needs, more)
    assert (pace.years, pace.done) == (2, 2028)
    none = books([seat], [capacity(50, budget=0)], [], [2027], standing)
    assert (none.days(("nsb", 2027)), none.budget["nsb", 2027]) == (0, 0), "never less than nothing"


def test_the_share_that_may_be_planned_is_of_all_people_as_in_the_programme() -> None:
    standing = present({"participate": 1}, [effort(ProjectType.PARTICIPATE, 60, "yearly")])
    known = books([], [capacity(100)], [], [2027], standing)
    rows = [days(2, 10, count=4)]
    needs = {2: need_of(rows[0], 2027, known)}
    (placing,), _ = best_part(rows, ready(rows, needs, {}, known), {2: Served(Layer.HIGH, "x")}, known, 0.8)
    assert placing.kept == ((2027, 2),), "80 of 100 days, less 60 of the seats"


def test_seats_are_counted_in_a_check_of_a_folder(check: Check) -> None:
    """One P-membership takes 20 of the 396 days of each year."""
    text = "title,type,year,body,days,cost\nA,develop,2027,office,380,5\n"
    counted = ("nss.toml", "utilization = 0.85", 'utilization = 0.85\nmemberships = "counted"')
    assert check("one.csv", text=text).answer is Answer.FITS
    found = check("one.csv", counted, text=text)
    assert {use.seats for use in found.uses} == {20}
    assert found.answer is Answer.NOT


def test_who_can_do_a_task_is_compared_too() -> None:
    translate = replace(effort(ProjectType.ADOPT, 7), task=Id("translate"))
    skills = [Skill(body=Id("nsb"), task=Id("translate"), year=2027, fte=Decimal(16))]
    known = books([translate, effort(ProjectType.ADOPT, 3)], [capacity(1000), capacity(1000, 2028)], [], [2027, 2028],
                  skills=skills)  # fmt: skip
    rows = [HandedRow(line=2, type=ProjectType.ADOPT, start=2027, end=2027, count=40)]
    needs = {2: need_of(rows[0], 2027, known)}
    found = uses(rows, needs, known, [])
    whole, later, task = found
    assert (whole.days, whole.verdict, later.days) == (400, Verdict.FITS, 0)
    assert (task.task, task.days, task.capacity, task.items, task.verdict) == (
        "translate", 280, 16, 40, Verdict.IMPOSSIBLE,
    )  # fmt: skip
    (year,) = impossible(rows, needs, known, found)
    assert (year.items, year.fit) == (40, 2)
    (placing,), _ = best_part(rows, ready(rows, needs, {}, known), {2: Served(Layer.HIGH, "x")}, known, 1.0)
    assert (placing.kept, placing.moved) == (((2027, 2),), ((2028, 38),)), "in 2028 nobody counts who can"
    assert [(pace.task, pace.done) for pace in paces(rows, needs, known)] == [("", 2027), ("translate", 2044)]
    told = need_of(replace(rows[0], days=Decimal(80)), 2027, known)
    assert not told.tasks, "days of the list are not divided by task"


def test_a_row_that_says_only_its_end_begins_as_early_as_its_work_takes() -> None:
    known = books([effort(ProjectType.REVISE, 10, "60;40")], [capacity(100)], [], [2027, 2028])
    row = HandedRow(line=2, type=ProjectType.REVISE, end=2028)
    assert begun(row, known).start == 2027
    assert begun(replace(row, days=Decimal(5)), known).start == 2028
    assert begun(replace(row, start=2028), known).start == 2028


def test_people_of_a_task_and_ends_alone_are_read_in_a_check_of_a_folder(check: Check, small: Path) -> None:
    """Of 396 days a tenth of a person has 9.9 for drafts; the adoption takes 24 of its 40 days in the first year."""
    (small / "skills.csv").write_text("body,task,year,fte\noffice,draft,2027,0.1\n", encoding="utf-8", newline="\n")
    found = check("one.csv", text="title,type,end,cost\nA,adopt,2028,5\n")
    (use,) = [use for use in found.uses if use.task]
    assert (use.task, use.year, use.days, use.capacity, use.verdict) == (
        "draft", 2027, 24, Decimal("9.9"), Verdict.IMPOSSIBLE,
    )  # fmt: skip
    assert found.totals.by_year == ((2027, 1),)
    assert (found.answer, found.best[0].left) == (Answer.NOT, 1)


# Does it fit


@pytest.mark.parametrize(
    ("rows", "answer", "codes"),
    [
        ("A,2027,office,10,5", Answer.FITS, []),
        ("A,2027,office,10,", Answer.KNOWN, []),
        ("A,2027,office,10,5\nB,2027,office,9.000,5", Answer.KNOWN, ["handed-two-ways"]),
        ("A,2027,office,9.000,5", Answer.NOTHING, ["handed-two-ways"]),
        ("A,2027,Ministry X,10,5", Answer.KNOWN, ["handed-body"]),
        ("A,2027,office,9000,", Answer.NOT, []),
        ("", Answer.NOTHING, ["handed-empty"]),
    ],
)
def test_a_list_fits_only_when_everything_is_known(check: Check, rows: str, answer: Answer, codes: list[str]) -> None:
    found = check("one.csv", text=f"title,type,year,body,days,cost\n{rows.replace('A,', 'A,develop,')}\n"
                  .replace("\nB,", "\nB,develop,"))  # fmt: skip
    assert found.answer is answer
    assert (found.fits, found.clean) == ((True, True) if answer is Answer.FITS else (False, False))
    assert [item.code for item in found.findings] == codes


# Overlaps and similar titles


def test_overlaps_in_the_list_with_the_catalogue_and_with_what_is_adopted(check: Check) -> None:
    found = check(
        "overlaps.csv",
        text=(
            "title,reference,type,year,body\n"
            "A,ISO 39001:2012,adopt,2027,office\n"
            "B,TCVN ISO 39001:2012,adopt,2028,Ministry X\n"
            "C,ISO 39001:2020,adopt,2028,office\n"
            "D,ISO 1:1975,adopt,2027,office\n"
            "E,ISO/IEC 22989:2022,adopt,2027,office\n"
            "F,ISO 39001:2012,revise,2027,office\n"
        ),
    )
    kinds = {(same.kind, same.lines) for same in found.same}
    assert kinds >= {
        (SameKind.REFERENCE, (2, 3, 7)), (SameKind.EDITION, (2, 3, 4, 7)), (SameKind.ADOPTED, (2,)),
        (SameKind.ADOPTED_EDITION, (4,)), (SameKind.REPLACED, (5,)), (SameKind.PLANNED, (6,)),
    }  # fmt: skip
    assert (SameKind.ADOPTED, (7,)) not in kinds, "a revision wants an adopted standard"
    why = {row.line: row.why for row in found.best}
    assert (why[2], why[3]) == (Why.ADOPTED, Why.TWICE)
    assert any(item.code == "handed-body" and item.values["count"] == 1 for item in found.findings)


def test_titles_that_are_nearly_the_same_are_one_question() -> None:
    rows = [
        HandedRow(line=2, title="Drying of coffee in small farms"),
        HandedRow(line=3, title="drying of COFFEE on small farms"),
        HandedRow(line=4, title="Steel pipes, part 1"),
        HandedRow(line=5, title="Steel pipes, part 2"),
        HandedRow(line=6, title="Standards of the ministry", count=9),
        HandedRow(line=7, title="Standards of the ministry", count=9),
        HandedRow(line=8, title="Green beans", reference=Reference("ISO 1:2000")),
        HandedRow(line=9, title="Green beans", reference=Reference("ISO 2:2000")),
        HandedRow(line=10, title="Green beans"),
    ]
    assert [lines for lines, _ in alike(rows)] == [(8, 9, 10), (2, 3)]


def test_rows_the_same_in_every_cell_are_one_question() -> None:
    rice = HandedRow(line=2, title="Gạo", type=ProjectType.ADOPT, start=2027, end=2027, body="nsb")
    many = replace(rice, line=5, title="Standards of the ministry", count=5)
    rows = [
        replace(rice, notes=(("STT", "1."),)), replace(rice, line=3, notes=(("STT", "2."),)),
        replace(rice, line=4, start=2028), many, replace(many, line=6),
        replace(rice, line=7, title="Green coffee beans"), replace(rice, line=8, title="Green coffee beans"),
        replace(rice, line=9, title="beans, green coffee"),
        replace(rice, line=10, reference=Reference("ISO 1:2000")),
        replace(rice, line=11, reference=Reference("ISO 1:2000")),
    ]  # fmt: skip
    assert [(same.kind, same.lines) for same in overlaps(rows, {}, [], {}, {})] == [
        (SameKind.REFERENCE, (10, 11)), (SameKind.EQUAL, (2, 3)), (SameKind.EQUAL, (5, 6)),
        (SameKind.EQUAL, (7, 8)), (SameKind.TITLE, (7, 9)),
    ]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from([*"abcdefg12"]), min_size=2, max_size=7), max_size=12))
@settings(max_examples=60)
def test_no_pair_of_similar_titles_is_missed(titles: list[list[str]]) -> None:
    rows = [HandedRow(line=n, title=" ".join(words)) for n, words in enumerate(titles, 2)]
    sets: dict[frozenset[str], int] = {}
    for row in rows:
        words = frozenset(row.title.split())
        if len(words) > 1:
            sets.setdefault(words, row.line)
    expected = {
        (first, second)
        for (a, first), (b, second) in itertools.combinations(sets.items(), 2)
        if len(a & b) >= 0.7 * len(a | b) and not (a ^ b) & {"1", "2"}
    }
    found = {lines for lines, _ in alike(rows) if len({frozenset(rows[n - 2].title.split()) for n in lines}) > 1}
    assert found == expected


# The best part


def placed(
    rows: list[HandedRow], layers: dict[int, Layer], capacities: list[Capacity], years: list[int], area: str = "x"
) -> dict[int, tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...], int]]:
    known = books([effort(ProjectType.ADOPT, 5)], capacities, [], years)
    needs = {row.line: need_of(row, row.start, known) for row in rows}
    served = {row.line: Served(layers.get(row.line, Layer.HIGH), area) for row in rows}
    found, _ = best_part(rows, ready(rows, needs, {}, known), served, known, 1.0)
    return {row.line: (row.kept, row.moved, row.left) for row in found}


def days(line: int, amount: int, year: int | None = 2027, count: int = 1) -> HandedRow:
    return HandedRow(line=line, start=year, end=year, body="nsb", days=Decimal(amount * count), count=count)


def test_a_priority_never_gives_way_to_a_lower_one() -> None:
    rows = [days(2, 20), *(days(line, 5) for line in (3, 4, 5, 6))]
    layers = {2: Layer.HIGH} | dict.fromkeys((3, 4, 5, 6), Layer.LOW)
    found = placed(rows, layers, [capacity(25)], [2027])
    assert found[2] == (((2027, 1),), (), 0)
    assert sum(left for _, _, left in found.values()) == 3


def test_an_item_stays_in_its_year_where_it_fits_and_moves_otherwise() -> None:
    rows = [days(2, 10, 2028), days(3, 10, 2027, count=3), days(4, 10, None), days(5, 10, 2031)]
    found = placed(rows, {}, [capacity(25, year) for year in (2027, 2028)], [2027, 2028])
    assert found[2] == (((2028, 1),), (), 0)
    assert found[5] == ((), (), 1)
    kept = sum(n for k, m, _ in found.values() for _, n in (*k, *m))
    assert kept == 4
    assert found[4][1] == (), "a row without a year is nowhere moved from"


def test_many_different_rows_are_chosen_by_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(best, "MOST_ALIKE", 1)
    rows = [days(line, line) for line in range(2, 8)]
    found = placed(rows, {}, [capacity(9)], [2027])
    assert [line for line, (kept, _, _) in found.items() if kept] == [2, 3, 4]


def test_a_membership_with_an_end_takes_no_longer_in_the_best_part() -> None:
    seat, all_years = effort(ProjectType.PARTICIPATE, 25, "yearly"), (2027, 2028, 2029)
    short = books([seat], [capacity(n, y) for n, y in zip((30, 30, 0), all_years, strict=True)], [], all_years)
    row = HandedRow(line=2, type=ProjectType.PARTICIPATE, start=2027, end=2028)
    longer = books([seat], [capacity(30, year) for year in all_years], [], all_years)
    for own, left, known in (
        (row, 0, short), (replace(row, end=2027), 1, short), (replace(row, end=2035), 1, short),
        (replace(row, end=2035), 0, longer),
    ):  # fmt: skip
        needs = {2: need_of(own, own.start, known)}
        (placing,), _ = best_part([own], ready([own], needs, {}, known), {2: Served(Layer.HIGH, "x")}, known, 1.0)
        assert placing.left == left
        assert placing.why in (None, Why.CAPACITY)


sizes = st.tuples(st.integers(0, 9), st.sampled_from([2026, 2027, 2028, None]), st.integers(1, 4))


@given(st.lists(sizes, min_size=1, max_size=6), st.integers(0, 30), st.integers(0, 30), st.booleans())
@settings(max_examples=40)
def test_every_item_is_accounted_for_and_no_year_is_overfull(
    wanted: list[tuple[int, int | None, int]], first: int, second: int, simple: bool
) -> None:
    rows = [days(line, size, year, count) for line, (size, year, count) in enumerate(wanted, 2)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(best, "MOST_ALIKE", 0 if simple else 150)
        found = placed(rows, {}, [capacity(first), capacity(second, 2028)], [2027, 2028])
    load = {2027: 0, 2028: 0}
    for row in rows:
        kept, moved, left = found[row.line]
        assert sum(n for _, n in (*kept, *moved)) + left == row.count
        assert all(year == row.start or row.start is None for year, _ in kept)
        for year, number in (*kept, *moved):
            load[year] += number * wanted[row.line - 2][0]
    assert load[2027] <= first
    assert load[2028] <= second


@given(st.lists(st.integers(1, 12), min_size=1, max_size=8), st.integers(0, 40))
@settings(max_examples=40)
def test_the_most_items_of_one_year_are_chosen(wanted: list[int], has: int) -> None:
    rows = [days(line, size) for line, size in enumerate(wanted, 2)]
    found = placed(rows, {}, [capacity(has)], [2027])
    most = max(
        len(part) for n in range(len(wanted) + 1) for part in itertools.combinations(wanted, n) if sum(part) <= has
    )
    assert sum(1 for kept, _, _ in found.values() if kept) == most


def test_same_list_same_answer(check: Check) -> None:
    assert check("country-a.csv") == check("country-a.csv")


def test_an_empty_list_and_one_row(check: Check) -> None:
    empty = check("empty.csv", text="title,type,year\n")
    assert not empty.listed.rows
    assert [item.code for item in empty.findings] == ["handed-empty"]
    one = check("one.csv", text="title,type,year,body,days,cost\nA,develop,2027,office,10,5\n")
    assert one.fits
    assert one.best[0].kept == ((2027, 1),)
    assert one.swings == ((Decimal("1.3"), 1), (Decimal("0.7"), 1))
    assert not one.same


def test_the_best_part_tells_what_other_efforts_would_change(check: Check) -> None:
    found = check("tight.csv", text="title,type,year,body,days each,count\nA,develop,2027,office,30,30\n")
    placed_now = sum(row.placed for row in found.best)
    (_, fewer), (_, most) = found.swings
    assert placed_now == 2 * int(396 * 0.85 / 30)
    assert (fewer, most) == (2 * int(396 * 0.85 / 39), 30)


def test_money_follows_the_days_when_efforts_change(check: Check) -> None:
    """The first year of an adoption takes 24 days at 0.5 and 6 of direct cost: 18 of the 100 that there are."""
    found = check("each.csv", ("capacity.csv", ",500\n", ",100\n"), text="title,type,year,count\nA,adopt,2027,20\n")
    assert sum(row.placed for row in found.best) == 5
    assert [placed for _, placed in found.swings] == [4, 6]


def test_a_list_takes_method_and_length_of_a_text_as_the_programme_does(check: Check) -> None:
    """By pages 120 days instead of 40; endorsed, 4; another text takes the average."""
    listed, efforts, links = "catalogue/deliverables.csv", "effort.csv", "mapping.csv"
    average = "adopt,office,draft,40,10,60;40,,project default"
    sized = (
        (efforts, "\n", ",,\n"), (efforts, "requires,note,,", "requires,note,pages,method"),
        (efforts, f"{average},,", f"{average},20,\nadopt,office,draft,4,10,60;40,,project default,,endorsement"),
        (listed, "\n", ",\n"), (listed, "replaced_by,source,", "replaced_by,source,pages"),
        (listed, "1,2022-07,,iso,", "1,2022-07,,iso,60"),
    )  # fmt: skip
    wanted = (
        (links, "\n", ",?\n"), (links, "reviewer,date,?", "reviewer,date,method"),
        (links, "Terms,Thuật ngữ,P-a,2026-11-01,?", "Terms,Thuật ngữ,P-a,2026-11-01,endorsement"),
    )  # fmt: skip
    text = "reference,type,year\nISO/IEC 22989:2022,adopt,2027\nISO 39001:2018,adopt,2027\n"
    assert check("one.csv", *sized, text=text).totals.days == 160
    assert check("one.csv", *wanted, text=text).totals.days == 44
