"""A folder in the second year of its plan: states, late items, ages, figures with their parts, what must be done."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from opennss import build as spine
from opennss.model.monitoring import Alert, Kpi, Light, Matter, Monitoring, State
from opennss.model.results import Strategy

Going = tuple[Monitoring, Strategy]


def watched(folder: Path) -> Monitoring:
    workspace, world = spine.read(folder)
    return spine.watch(spine.build(workspace, world), world)


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text, (file, old)
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def figures(found: Monitoring) -> dict[str, Kpi]:
    return {figure.id: figure for figure in found.kpis}


def test_items_come_from_the_approved_programme_with_their_states(going: Going) -> None:
    found, _ = going
    states = {item.id: item.state for item in found.items}
    assert states == {
        "adopt-iso-iec-22989-2022": State.RUNNING, "participate-iso-tc-39": State.RUNNING,
        "mirror-committee-iso-tc-39": State.PLANNED, "measure-rules": State.DONE, "measure-course": State.UNKNOWN,
    }  # fmt: skip
    assert (found.approved, found.recorded) == (True, True)
    standing = next(item for item in found.items if item.id == "participate-iso-tc-39")
    assert standing.end is None, "standing work has no end"
    assert [item.who["en"] for item in found.items if item.id.startswith("measure")] == ["Office A", "Union B"]


def test_late_items_by_how_many_months_and_why(going: Going) -> None:
    found, _ = going
    late = {(duty.id, duty.matter): duty for duty in found.of(Alert.LATE)}
    end = late["adopt-iso-iec-22989-2022", Matter.END]
    assert (end.day, end.months, end.reason["en"]) == (dt.date(2027, 12, 31), 2, "The translator left")
    assert late["mirror-committee-iso-tc-39", Matter.START].months == 2
    assert late["9", Matter.STEP].months == 1
    assert ("used", Matter.TARGET) in late
    assert len(late) == 4
    assert found.pressing


def test_what_nobody_recorded_is_missing_and_not_late(going: Going) -> None:
    found, _ = going
    missing = {(duty.id, duty.matter) for duty in found.of(Alert.MISSING)}
    assert missing == {("measure-course", Matter.STATE), ("old", Matter.REPORT), ("old", Matter.BASELINE)}


def test_what_ends_soon(going: Going) -> None:
    found, _ = going
    days = {(duty.matter, duty.id): duty.day for duty in found.of(Alert.SOON)}
    assert days == {
        (Matter.DECISION, "d1"): dt.date(2028, 6, 30), (Matter.DECISION, "d2"): dt.date(2028, 6, 30),
        (Matter.STRATEGY, ""): dt.date(2028, 12, 31),
    }  # fmt: skip
    assert [duty.day for duty in found.of(Alert.LATER)] == [dt.date(2028, 7, 1)]


def test_figures_show_their_parts(going: Going) -> None:
    found, _ = going
    own = figures(found)
    parts = {name: (figure.part, figure.whole, figure.missing) for name, figure in own.items()}
    assert parts["projects-started"] == (2, 3, 0)
    assert parts["projects-finished"] == (0, 2, 0), "standing work is not waited for"
    assert parts["measures-finished"] == (1, 2, 1)
    assert parts["on-time"] == (1, 2, 0)
    assert parts["days"] == (25, 20, 0)
    assert own["cost"].share == Fraction(20, 15), "20 days at 0.5 and 5 of direct cost"
    assert parts["older"] == (2, 2, 0)
    assert parts["base-gone"] == (0, 2, 0)
    assert own["adopted"].part == 2
    assert own["adopted"].share is None, "the number of all national standards is not known"
    assert parts["response"] == (5, 14, 0)
    assert own["requests"].part is None
    assert own["use-sales"].figure is None


def test_the_base_is_looked_up_in_the_catalogue(under_way: Path) -> None:
    change(under_way, "adoptions.csv", "ISO 230-1:2012", "ISO 1:1975")
    change(under_way, "adoptions.csv", "ISO 39001:2012", "ISO 99999:2001")
    own = figures(watched(under_way))["base-gone"]
    assert (own.part, own.whole, own.missing) == (1, 2, 1), "one withdrawn, one that the catalogue does not have"


def test_use_and_the_number_of_standards_come_from_evidence(under_way: Path) -> None:
    indicators = "national-standards,All,Tất cả,count,context,,\nuse-sales,Sold,Đã bán,count,context,,\n"
    path = under_way / "indicators.csv"
    path.write_text(path.read_text("utf-8") + indicators, encoding="utf-8", newline="\n")
    path = under_way / "evidence.csv"
    rows = "national-standards,,,2026,10,count,gso,\nuse-sales,,,2025,7,count,gso,\nuse-sales,,,2026,?,count,gso,\n"
    path.write_text(path.read_text("utf-8") + rows, encoding="utf-8", newline="\n")
    own = figures(watched(under_way))
    assert (own["adopted"].share, own["adopted"].period, own["adopted"].missing) == (Fraction(1, 5), "2026", 8)
    assert (own["use-sales"].figure, own["use-sales"].period) == (7, "2025"), "the newest known one"


def test_ages_and_half_years(going: Going) -> None:
    found, _ = going
    assert [(age.stage, age.items, age.middle, age.oldest) for age in found.ages] == [("40", 1, 4, 4)]
    assert [(half.period, half.begun, half.finished, half.planned) for half in found.halves] == [
        ("2027-H1", 2, 0, None), ("2027-H2", 2, 1, 2), ("2028-H1", 2, 1, None), ("2028-H2", None, None, 4),
    ]  # fmt: skip


def test_without_work_and_programme_delivery_is_not_known(under_way: Path) -> None:
    for name in ("work.csv", "programme.csv"):
        (under_way / name).unlink()
    found = watched(under_way)
    own = figures(found)
    assert (found.approved, found.recorded) == (False, False)
    assert own["projects-started"].part is None
    assert own["projects-started"].whole
    assert not [duty for duty in found.duties if duty.alert is Alert.LATE and duty.matter is Matter.END]
    assert all(half.begun is None for half in found.halves)


def test_a_measure_with_its_day_is_done_without_work(under_way: Path) -> None:
    for name in ("work.csv", "programme.csv"):
        (under_way / name).unlink()
    change(under_way, "measures.csv", "depends_on,illustrative", "depends_on,done,illustrative")
    change(under_way, "measures.csv", "Có hiệu lực,,yes", "Có hiệu lực,,2027-11-30,yes")
    change(under_way, "measures.csv", "30 người,,yes", "30 người,,,yes")
    found = watched(under_way)
    assert {item.id: item.state for item in found.items}["measure-rules"] is State.DONE
    assert figures(found)["measures-finished"].part == 1


def test_what_is_over_stands_beside_the_present_plan(under_way: Path) -> None:
    """Nobody approved a programme, and what is done or dropped is no candidate any more."""
    (under_way / "programme.csv").unlink()
    change(under_way, "work.csv", "22989-2022,running,2027-06-01,40.20,2027-10-20,,", "22989-2022,running,,?,?,,")
    with (under_way / "work.csv").open("a", encoding="utf-8", newline="\n") as file:
        file.write("adopt-iso-230-1-2012,done,2026-03-01,60.60,2027-10-30,2027-10-30,3,?,,,yes\n")
        file.write("adopt-iso-39001-2012,dropped,,?,?,2027-05-01,?,?,No money,Không có kinh phí,yes\n")
    found = watched(under_way)
    own = {item.id: item for item in found.items}
    done, dropped = own["adopt-iso-230-1-2012"], own["adopt-iso-39001-2012"]
    assert (done.state, done.start, done.end, done.days) == (State.DONE, None, None, None)
    assert (dropped.state, dropped.reason["en"]) == (State.DROPPED, "No money")
    assert (own["measure-rules"].state, own["measure-rules"].end) == (State.DONE, 2027), "a measure has its own years"
    parts = {name: (figure.part, figure.whole) for name, figure in figures(found).items()}
    projects = [item for item in found.items if not item.id.startswith("measure")]
    assert parts["projects-finished"] == (1, sum(not item.standing for item in projects))
    assert parts["projects-started"] == (3, len(projects)), "done, and two that run; not what was dropped"
    assert parts["on-time"][1] == sum(item.end == 2027 for item in found.items), "only what has a last year on record"
    last = next(half for half in found.halves if half.period == "2028-H1")
    assert (last.finished, last.begun) == (2, 3)
    assert found.halves[-1].planned == sum(item.end is not None for item in found.items)


def test_a_seat_that_is_lost_makes_somebody_act(under_way: Path) -> None:
    heads = "id,committee,kind,opens,due,vote,illustrative\n"
    rows = "b1,ISO/TC 39,DIS,2027-10-01,2028-01-10,missed,yes\nb2,ISO/TC 39,DIS,2027-10-01,2027-12-10,missed,yes\n"
    (under_way / "ballots.csv").write_text(heads + rows, encoding="utf-8", newline="\n")
    change(under_way, "participation.csv", "ISO/TC 39,Machine tools,O", "ISO/TC 39,Machine tools,P")
    found = watched(under_way)
    (seat,) = [duty for duty in found.duties if duty.matter is Matter.SEAT]
    assert (seat.alert, seat.id, seat.day, seat.months) == (Alert.LATE, "ISO/TC 39", dt.date(2028, 1, 10), 2)
    assert found.lights["ballots"] is Light.LATE
    change(under_way, "ballots.csv", "missed", "abstain")
    found = watched(under_way)
    assert not [duty for duty in found.duties if duty.matter is Matter.SEAT]
    assert found.lights["ballots"] is Light.UNKNOWN, "of another P-seat no ballot is on record"
    change(under_way, "participation.csv", "ISO/TC 241,Road traffic safety,P", "ISO/TC 241,Road traffic safety,O")
    assert watched(under_way).lights["ballots"] is Light.ON_TRACK


def test_nothing_on_record_is_no_green_light(under_way: Path) -> None:
    (under_way / "process.csv").write_text("step,responsible_en,start,due,status,approval,approved\n", encoding="utf-8")
    assert watched(under_way).lights["steps"] is Light.UNKNOWN


def test_an_item_that_runs_past_the_plan_has_its_whole_effort(under_way: Path) -> None:
    def days() -> Decimal | None:
        return next(item.days for item in watched(under_way).items if item.id.startswith("adopt"))

    whole = days()
    change(under_way, "programme.csv", "22989:2022,,,2027,2027", "22989:2022,,,2028,2029")
    assert days() == whole


def test_planned_work_with_a_day_has_not_started(under_way: Path) -> None:
    before = figures(watched(under_way))["projects-started"].part
    change(under_way, "work.csv", "tc-39,planned,,", "tc-39,planned,2027-03-01,")
    assert figures(watched(under_way))["projects-started"].part == before


def test_the_share_adopted_never_passes_what_is_listed(under_way: Path) -> None:
    """The number of all national standards, in evidence.csv or as a setting, below the list and above it."""
    change(under_way, "nss.toml", "[catalogue]", '[notice]\nstandards = 1\nstandards_source = "gso"\n\n[catalogue]')
    own = figures(watched(under_way))["adopted"]
    assert (own.part, own.whole, own.share) == (2, None, None)
    change(under_way, "nss.toml", "standards = 1", "standards = 2")
    own = figures(watched(under_way))["adopted"]
    assert (own.share, own.missing) == (1, 0)
    change(under_way, "nss.toml", "standards = 2", "standards = 200")
    own = figures(watched(under_way))["adopted"]
    assert (own.share, own.missing) == (Fraction(1, 100), 198)


def test_an_ended_plan_has_expired(under_way: Path) -> None:
    change(under_way, "nss.toml", "as_of = 2028-03-15", "as_of = 2029-01-02")
    change(under_way, "decisions.csv", ",2028-06-30", ",2030-06-30")
    found = watched(under_way)
    (over,) = found.of(Alert.EXPIRED)
    assert (over.matter, over.day) == (Matter.STRATEGY, dt.date(2028, 12, 31))
    assert found.lights["dates"] is Light.LATE


def test_lights_tell_late_from_not_known(going: Going) -> None:
    found, _ = going
    assert found.lights == {
        "targets": Light.LATE, "work": Light.LATE, "ballots": Light.UNKNOWN, "requests": Light.UNKNOWN,
        "steps": Light.LATE, "dates": Light.WATCH,
    }  # fmt: skip


def test_the_example(strategy: Strategy, vietnam: Path) -> None:
    _, world = spine.read(vietnam)
    found = spine.watch(strategy, world)
    assert len(found.targets) == 8
    assert {figure.id for figure in found.kpis} >= {"adopted", "ballots-cast", "ballots-voted", "rank-one"}
    assert {item.id: item.state for item in found.items}["adopt-iso-37120-2018"] is State.DONE
    assert figures(found)["projects-finished"].part == 1
    assert found.halves[0].period == "2025-H1"
    assert [half.finished for half in found.halves if half.period == "2026-H2"] == [1]
