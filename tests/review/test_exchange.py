"""Movements divided among the five parts: exact sums, null parts, the other way round, single causes, misfits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from opennss import build as spine
from opennss.errors import WorkspaceError
from opennss.model.plans import Plan
from opennss.model.review import Delivery, ItemShift, Move, Part, Review, Shift, Total
from opennss.review import exchange

Edit = tuple[str, str, str]
Pair = Callable[..., tuple[Path, Path]]

DATA: Edit = ("evidence.csv", "gdp-share,,A,2024,11.86", "gdp-share,,A,2024,3.1")
INDUSTRY: Edit = ("evidence.csv", "gdp-share,,C,2024,24.43", "gdp-share,,C,2024,4.43")
VOICES: Edit = ("judgements/r1/answers.csv", "", "".join(f"p{n},urgency,industry,3,\n" for n in range(1, 6)))
METHOD: Edit = ("capacity.csv", "2027,4,220", "2027,0.2,220")
CATALOGUE: Edit = ("catalogue/deliverables.csv", "AI concepts,60.60", "AI concepts,40.20")
CHOICES: Edit = ("decisions.csv", "d2,rank,ai,,,2", "d2,rank,ai,,,1")
EVERY = (DATA, VOICES, METHOD, ("catalogue/deliverables.csv", "AI concepts", "AI concepts and words"), CHOICES)
SINGLE = {
    Part.DATA: (DATA, INDUSTRY), Part.VOICES: (VOICES,), Part.METHOD: (METHOD,), Part.CATALOGUE: (CATALOGUE,),
    Part.CHOICES: (CHOICES,),
}  # fmt: skip


def reviewed(pair: tuple[Path, Path]) -> Review:
    return exchange.review(*exchange.read(*pair))


def shifts(review: Review) -> dict[str, Shift]:
    """Every movement that is divided, by name."""
    found = {f"place {row.id}": row.place for row in review.areas} | {
        f"rank {row.id}": row.rank for row in review.areas
    }
    return found | {row.project.id: row.start for row in review.items} | {str(k): v for k, v in review.totals.items()}


def whole(shift: Shift) -> Fraction:
    """The whole movement, as its causes count it."""
    if shift.before is None or shift.after is None:
        return Fraction((shift.after is not None) - (shift.before is not None))
    return shift.after - shift.before


def item(review: Review, name: str) -> ItemShift:
    return next(row for row in review.items if row.project.id == name)


@pytest.fixture(scope="module")
def every(write_pair: Pair) -> tuple[Path, Path, Review]:
    """Two folders that differ in all five parts, and what moved between them."""
    old, new = write_pair(*EVERY)
    return old, new, reviewed((old, new))


def test_causes_add_up_to_every_movement(every: tuple[Path, Path, Review]) -> None:
    *_, review = every
    assert review.parts == tuple(Part)
    assert review.worlds == 32
    assert all(sum(shift.causes.values(), Fraction(0)) == whole(shift) for shift in shifts(review).values())
    assert any(whole(shift) for shift in shifts(review).values())


def test_the_two_folders_themselves_are_those_of_a_build(every: tuple[Path, Path, Review]) -> None:
    old, new, review = every
    for folder, end in ((old, "before"), (new, "after")):
        strategy = spine.build(*spine.read(folder))
        places = {row.id: getattr(row.place, end) for row in review.areas}
        assert places == {row.area: row.joint for row in strategy.ranks.areas}
        starts = {row.project.id: getattr(row.start, end) for row in review.items}
        planned = {one.project.id: one.start for one in strategy.plan.items}
        assert {name: start for name, start in starts.items() if start is not None} == planned
        assert getattr(review.totals[Total.DAYS], end) == sum(load.days for load in strategy.plan.loads)


@pytest.mark.parametrize("part", Part)
def test_a_single_part_that_differs_is_the_whole_cause(pair: Pair, part: Part) -> None:
    review = reviewed(pair(*SINGLE[part]))
    assert review.parts == (part,)
    assert review.worlds == 2
    moving = {name: shift for name, shift in shifts(review).items() if whole(shift)}
    assert moving, "the change was to move something"
    assert all(shift.causes == {part: whole(shift)} for shift in moving.values())


def test_the_other_way_round_turns_every_sign(every: tuple[Path, Path, Review]) -> None:
    old, new, review = every
    there, back = shifts(review), shifts(reviewed((new, old)))
    assert there.keys() == back.keys()
    for name, shift in there.items():
        assert (shift.before, shift.after) == (back[name].after, back[name].before), name
        assert shift.causes == {part: -value for part, value in back[name].causes.items()}, name


def test_equal_folders_move_nothing(pair: Pair) -> None:
    review = reviewed(pair())
    assert (review.parts, review.worlds, review.changes, review.settings) == ((), 1, (), ())
    assert {shift.move for shift in shifts(review).values()} <= {Move.STAYED, Move.NONE}
    assert all(not shift.causes for shift in shifts(review).values())
    assert {(row.what, row.start_now == row.start) for row in review.delivered} == {(Delivery.PLANNED, True)}
    assert review.level


def test_a_programme_that_is_worth_less_is_not_level_with_the_old_one(pair: Pair) -> None:
    assert not reviewed(pair(METHOD)).level


@given(st.floats(0, 1e3), st.floats(0, 0.02), st.floats(-50, 50))
def test_programmes_are_level_within_what_the_solver_proves(value: float, gap: float, apart: float) -> None:
    steps = [(("tier-0", v, gap), ("tier-1", 7 * v, 0.0), ("earliest", -v, 0.0)) for v in (value, value + apart)]
    one, other = (Plan((), (), (), own, ()) for own in steps)
    margin = gap * max(1.0, abs(value), abs(value + apart))
    assume(abs(abs(apart) - margin) > 1e-5 and not 0 < abs(apart) < 1e-5)
    assert exchange._level(one, other) is exchange._level(other, one)
    assert exchange._level(one, other) is (abs(apart) <= margin)


def test_a_part_that_changes_nothing_gets_nothing(pair: Pair) -> None:
    """The title of a source is a difference, but nothing is made of it."""
    review = reviewed(pair(CHOICES, ("sources.csv", "iso,Members", "iso,Members of ISO")))
    assert review.parts == (Part.DATA, Part.CHOICES)
    assert all(not shift.causes.get(Part.DATA) for shift in shifts(review).values())


def test_weights_of_the_groups_are_weights_and_not_method(pair: Pair) -> None:
    review = reviewed(pair(("nss.toml", 'social = "0.5"', 'social = "2"')))
    assert review.parts == (Part.VOICES,)
    assert [row.column for row in review.settings] == ["weights"]


def test_lines_and_spelling_are_no_difference(pair: Pair) -> None:
    assert reviewed(pair(("evidence.csv", "2024,11.86,", "2024,11.860,"))).parts == ()


# Areas and items that exist on one side only

NEW_AREA: tuple[Edit, ...] = (
    ("areas.csv", "", "mining,Mining,Khai khoáng,sector,B,73.020,no,\n"),
    ("alignment.csv", "", "mining,digital,direct,Because,Vì vậy,P-a\n"),
    ("evidence.csv", "", "gdp-share,,B,2024,7,percent,gso,\n"),
    ("mapping.csv", "", "mining,,ISO 230-1:2012,high,Mines,Mỏ,P-a,2026-11-01\n"),
    ("decisions.csv", "", "d3,rank,mining,,,1,Agreed,Thống nhất,Office A,Minister A,2026-10-01,2027-10-01\n"),
)


def test_a_new_area_is_new_by_the_part_that_holds_the_areas(pair: Pair) -> None:
    review = reviewed(pair(*NEW_AREA))
    mining = next(row for row in review.areas if row.id == "mining")
    assert (mining.area, mining.place.move, mining.ranks[0]) == (Move.CAME, Move.CAME, None)
    assert mining.place.causes == {Part.DATA: 1, Part.CHOICES: 0}
    left = {(row.file, row.lacks, row.new): (row.rows, row.names) for row in review.unfit}
    assert left == {
        ("mapping.csv", "areas.csv", True): (1, ("mining",)),
        ("decisions.csv", "areas.csv", True): (1, ("mining",)),
    }, "in a world without the area its link and decision are left out, and told"


def test_an_area_that_is_gone(pair: Pair) -> None:
    old, new = pair(*NEW_AREA)
    review = reviewed((new, old))
    mining = next(row for row in review.areas if row.id == "mining")
    assert (mining.area, mining.place.move, mining.place.causes[Part.DATA]) == (Move.WENT, Move.WENT, Fraction(-1))
    assert all(not row.new for row in review.unfit)


def test_rows_on_what_the_other_catalogue_lacks(pair: Pair) -> None:
    """A link to a deliverable that only the new catalogue has needs both: half by each."""
    review = reviewed(
        pair(
            ("catalogue/deliverables.csv", "", "ISO 10218-1:2025,Robots,60.60,ISO/TC 39,25.040,2,2025,,iso\n"),
            ("mapping.csv", "", "industry,,ISO 10218-1:2025,high,Robots,Rô-bốt,P-a,2026-11-01\n"),
            ("capacity.csv", "2027,4,220", "2027,40,220"), ("capacity.csv", "2028,4,220", "2028,40,220"),
        )
    )  # fmt: skip
    came = item(review, "adopt-iso-10218-1-2025").start
    assert came.move is Move.CAME
    assert came.causes == {Part.METHOD: 0, Part.CATALOGUE: Fraction(1, 2), Part.CHOICES: Fraction(1, 2)}
    (left,) = review.unfit
    assert (left.lacks, left.rows, left.names) == ("catalogue/deliverables.csv", 1, ("ISO 10218-1:2025",))


def test_a_criterion_without_its_indicator_is_left_out_of_mixtures(pair: Pair) -> None:
    review = reviewed(
        pair(
            ("indicators.csv", "", "jobs,Jobs,Việc làm,percent,share,,\n"),
            ("evidence.csv", "", "jobs,,A,2024,40,percent,gso,\njobs,,C,2024,1,percent,gso,\n"),
            ("criteria.csv", "", "jobs,Jobs,Việc làm,social,sector,jobs,,high,1,>=10;>=5;>0\n"),
            ("decisions.csv", "", "d3,override,farming,jobs,,1*,Urgent,Cấp bách,A,B,2026-10-01,2027-10-01\n"),
        )
    )
    left = {(row.file, row.lacks): row.part for row in review.unfit}
    assert left == {
        ("criteria.csv", "indicators.csv"): Part.VOICES,
        ("decisions.csv", "criteria.csv"): Part.CHOICES,
    }
    assert all(sum(one.causes.values(), Fraction(0)) == whole(one) for one in shifts(review).values())


def test_ranges_written_for_another_unit_do_not_fit(pair: Pair) -> None:
    unit = "road-deaths,Road deaths,Tử vong đường bộ,per-"
    review = reviewed(
        pair(
            ("indicators.csv", f"{unit}100k", f"{unit}million"),
            ("criteria.csv", "road-deaths,,high,1/3,>=10;>=5;>0", "road-deaths,,high,1/3,>=100;>=50;>0"),
        )
    )
    left = {(row.file, row.lacks, row.names, row.new) for row in review.unfit}
    assert {("criteria.csv", "indicators.csv", ("road-deaths",), new) for new in (False, True)} <= left
    roads = next(row for row in review.areas if row.id == "roads")
    assert not whole(roads.rank), "the same figure in another unit"


# Other years

LATER: tuple[Edit, ...] = (
    ("nss.toml", "as_of = 2026-11-22", "as_of = 2027-09-22"),
    ("nss.toml", "years = [2027, 2028]", "years = [2028, 2029]"),
    ("capacity.csv", "", "office,Office A,Cơ quan A,2029,4,220,0.5,0.1,0.5,500\n"),
)  # fmt: skip


def test_a_year_later_the_window_moves_by_the_method(pair: Pair) -> None:
    review = reviewed(pair(*LATER))
    assert (review.old.years, review.new.years) == ((2027, 2028), (2028, 2029))
    moved = [row.start for row in review.items if row.start.move is Move.MOVED]
    assert moved
    assert {tuple(shift.causes.items()) for shift in moved} == {((Part.METHOD, Fraction(1)),)}


def test_figures_of_the_new_year_are_new_data_alone(pair: Pair) -> None:
    """A figure of 2027 would be read by nobody on the day of the old folder; that is no cause of its own."""
    later: Edit = ("evidence.csv", "", "gdp-share,,A,2027,3,percent,gso,\ngdp-share,,C,2027,20,percent,gso,\n")
    more: Edit = ("evidence.csv", "gdp-share,,F,2023,6.0", "gdp-share,,F,2027,6.0")
    review = reviewed(pair(*LATER, later, more))
    moving = [row.place for row in review.areas if whole(row.place)]
    assert moving
    assert all(set(_known(shift.causes)) == {Part.DATA} for shift in moving)


def _known(causes: Mapping[Part, Fraction]) -> dict[Part, Fraction]:
    return {part: value for part, value in causes.items() if value}


# What became of the old programme


def test_what_became_of_the_old_programme(pair: Pair) -> None:
    done: Edit = (
        "adoptions.csv", "", "a3,,AI,Trí tuệ,35.020,ISO/IEC 22989:2022,IDT,in-force,2027,,yes,\n",
    )  # fmt: skip
    review = reviewed(pair(*LATER, done))
    what = {row.project.id: row.what for row in review.delivered}
    assert what.pop("adopt-iso-iec-22989-2022") is Delivery.DELIVERED
    planned = {row.project.id for row in review.items if row.start.after is not None}
    assert what == dict.fromkeys(what, Delivery.PLANNED)
    assert what.keys() <= planned
    assert [(row.year, int(row.aim), row.measured, row.standing.value) for row in review.targets] == [
        (2027, 40, None, "open")
    ]


# Folders that cannot be reviewed


def test_a_folder_that_cannot_be_read_is_named(pair: Pair, tmp_path: Path) -> None:
    old, new = pair(("nss.toml", "format = 1", "format = 99"))
    with pytest.raises(WorkspaceError) as error:
        exchange.read(old, new)
    assert {finding.file.rpartition("/")[0] for finding in error.value.findings} == {new.as_posix()}
    with pytest.raises(WorkspaceError) as error:
        exchange.read(tmp_path / "nowhere", old)
    assert [finding.code for finding in error.value.findings] == ["no-workspace"]


def test_a_folder_without_a_programme_is_named(pair: Pair) -> None:
    """The error comes up while the programme is made: the work runs on something that is no candidate."""
    old, new = pair()
    rows = "item,status,begun,stage,since,illustrative\nadopt-iso-1-1999,running,2026-02-02,?,?,yes\n"
    (new / "work.csv").write_text(rows, encoding="utf-8", newline="\n")
    for first, second in ((old, new), (new, old)):
        with pytest.raises(WorkspaceError) as error:
            reviewed((first, second))
        assert {(row.code, row.file) for row in error.value.findings} == {
            ("running-unknown", f"{new.as_posix()}/work.csv")
        }


@pytest.mark.parametrize(
    ("edit", "code"),
    [(('country = "VNM"', 'country = "LAO"'), "review-other-country"),
     (('currency = "VND"', 'currency = "USD"'), "review-other-currency")],
)  # fmt: skip
def test_two_countries_or_currencies_are_refused(pair: Pair, edit: tuple[str, str], code: str) -> None:
    with pytest.raises(WorkspaceError) as error:
        exchange.read(*pair(("nss.toml", *edit)))
    assert [finding.code for finding in error.value.findings] == [code]
