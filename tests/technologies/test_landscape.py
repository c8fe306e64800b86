"""The landscape: what is counted of a committee, what is not known of it, and the figures of the method's tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from pathlib import Path

import polars as pl
import pytest

from opennss.catalogue import store
from opennss.catalogue.merge import Merged, Source
from opennss.catalogue.records import COMMITTEES, DELIVERABLES, ICS, frame
from opennss.language import Text
from opennss.model.codes import Id, Stage
from opennss.model.references import CommitteeCode, Reference
from opennss.model.standards import Committee, Deliverable, Role
from opennss.model.table import Cell
from opennss.model.technologies import CommitteeFigure, CommitteeMeasure, Economy, NeighbourSeat, Technology
from opennss.technologies.changes import movements
from opennss.technologies.landscape import count, documents_of, figures, landscape, list_of, source_of, state_of

M = CommitteeMeasure
DAY = dt.date(2025, 6, 2)
ALL_STAGES = frozenset({"00", "10", "20", "30", "40", "50", "60", "90", "95"})
SC42, JTC3 = CommitteeCode("ISO/IEC JTC 1/SC 42"), CommitteeCode("IEC/ISO JTC 3")


def document(reference: str, stage: str | None, published: str = "", committee: str = SC42) -> Deliverable:
    return Deliverable(
        reference=Reference(reference), title=Text(), stage=Stage(stage) if stage else None,
        committee=CommitteeCode(committee), published=published, source="s",
    )  # fmt: skip


def figure(committee: str, measure: M, value: int | None, day: dt.date = DAY, line: int = 2) -> CommitteeFigure:
    return CommitteeFigure(
        committee=CommitteeCode(committee), date=day, measure=measure, value=value, source=Id("s"), line=line
    )


def technology(*committees: str) -> Technology:
    return Technology(id=Id("ai"), name=Text(), committees=tuple(map(CommitteeCode, committees)))


# Counting


def test_spans_are_twelve_whole_months_before_the_month_of_the_state() -> None:
    dates = ["2025-06", "2025-06-01", "2025-05", "2024-06", "2024-05", "2023-06-30", "2020-06", "2020-05"]
    documents = [document(f"ISO {place}:2024", "60.60", date) for place, date in enumerate(dates, 1)]
    counted = count(documents, DAY, ALL_STAGES)
    assert [counted[measure] for measure in (M.NEW_1, M.NEW_2, M.NEW_3, M.NEW_4, M.NEW_5)] == [2, 2, 0, 0, 1]
    assert counted[M.YEAR_ONLY] == 0


@pytest.mark.parametrize(("year", "unplaced"), [(2025, 1), (2023, 1), (2020, 1), (2019, 0), (2026, 0)])
def test_a_publication_of_which_only_the_year_is_known_is_in_no_span(year: int, unplaced: int) -> None:
    counted = count([document(f"ISO 1:2011/Amd 1:{year}", "60.60", "2011")], DAY, ALL_STAGES)
    assert counted[M.YEAR_ONLY] == unplaced
    assert sum(counted[measure] or 0 for measure in (M.NEW_1, M.NEW_2, M.NEW_3, M.NEW_4, M.NEW_5)) == 0


def test_withdrawn_publications_count_in_their_span_but_not_in_force() -> None:
    counted = count([document("ISO 1:2024", "95.99", "2024-09")], DAY, ALL_STAGES)
    assert (counted[M.IN_FORCE], counted[M.NEW_1], counted[M.LISTED]) == (0, 1, 0)


def test_stages_that_a_list_never_holds_are_not_known() -> None:
    counted = count([document("IEC 1:2024", "60.60", "2024-09-01")], DAY, frozenset({"60", "95"}))
    assert counted[M.ENQUIRY] is None
    assert counted[M.LISTED_DRAFTS] is None
    assert count([], DAY, ALL_STAGES)[M.ENQUIRY] == 0


@pytest.fixture
def world(tmp_path: Path) -> store.Catalogue:
    """A small store: ISO's list with drafts, IEC's without, and the list of members."""
    rows = [
        ("ISO/IEC 1:2024", "60.60", SC42, "ISO", "2024-09"), ("ISO/IEC DIS 2", "40.20", SC42, "ISO", None),
        ("ISO/IEC 3:2025", "60.60", SC42, "IEC", "2025-10-01"),
        ("IEC 4:2026", "60.60", "IEC/TC 9", "IEC", "2026-01-05"),
    ]  # fmt: skip
    documents = pl.DataFrame(rows, schema=["reference", "stage", "committee", "body", "published"], orient="row")
    groups = pl.DataFrame(
        [(SC42, "active", 48, 27), (JTC3, "active", None, None), ("IEC/TC 9", None, None, None),
         ("ISO/TC 5", "suspended", 12, 3)],
        schema=["reference", "status", "p_members", "o_members"], orient="row",
    )  # fmt: skip
    listed = [("iso-deliverables", "2025-06-02", 3), ("relaton-iec-table", "2026-03-15", 2)]
    sources = tuple(Source(name, "https://a.b", date, "L", "x", kept, 0, 0, kept) for name, date, kept in listed)
    members = Source("iso-committees-table", "https://a.b", "2025-08-20", "L", "x", 3, 0, 0, 0)
    merged = Merged(
        frame(documents, DELIVERABLES), frame(groups, COMMITTEES), frame(pl.DataFrame(), ICS), (*sources, members), ()
    )
    store.write(tmp_path / "world", merged)
    return store.open(tmp_path / "world")


def test_each_figure_has_the_day_of_its_list(world: store.Catalogue) -> None:
    rows = figures(world, [SC42, CommitteeCode("IEC/TC 9"), CommitteeCode("ISO/TC 999")])
    found = {(row.committee, row.measure): row for row in rows}
    assert {row.committee for row in rows} == {SC42, "IEC/TC 9"}, "of an unknown committee nothing is said"
    assert found[SC42, M.IN_FORCE].value == 1, "IEC's later list is another day"
    assert found[SC42, M.IN_FORCE].date == DAY
    assert found[SC42, M.P_MEMBERS].date == dt.date(2025, 8, 20)
    assert found[CommitteeCode("IEC/TC 9"), M.IN_FORCE].date == dt.date(2026, 3, 15)
    assert found[CommitteeCode("IEC/TC 9"), M.ENQUIRY].value is None
    assert found[CommitteeCode("IEC/TC 9"), M.P_MEMBERS].value is None
    assert found[CommitteeCode("IEC/TC 9"), M.NEW_1].value == 1
    assert {source_of(world, row).date for row in rows} == {"2025-06-02", "2025-08-20", "2026-03-15"}


def test_committees_without_documents_have_zeros(world: store.Catalogue) -> None:
    found = {(row.committee, row.measure): row.value for row in figures(world, [JTC3, CommitteeCode("ISO/TC 5")])}
    assert found[JTC3, M.IN_FORCE] == 0
    assert found[JTC3, M.ENQUIRY] is None, "IEC's list has no drafts of anybody"
    assert found[CommitteeCode("ISO/TC 5"), M.ENQUIRY] == 0
    assert found[CommitteeCode("ISO/TC 5"), M.P_MEMBERS] == 12


def test_an_extract_is_never_counted() -> None:
    extract = store.Catalogue.of([document("ISO/IEC 1:2024", "60.60")])
    assert figures(extract, [SC42]) == ()
    assert [item.reference for item in documents_of(extract, [SC42])] == ["ISO/IEC 1:2024"]


def test_without_a_dated_list_nothing_is_counted(tmp_path: Path) -> None:
    empty = pl.DataFrame()
    group = pl.DataFrame({"reference": [SC42]})
    store.write(tmp_path / "w", Merged(frame(empty, DELIVERABLES), frame(group, COMMITTEES), frame(empty, ICS), (), ()))
    world = store.open(tmp_path / "w")
    assert figures(world, [SC42]) == ()
    assert state_of(world, ("iso",)) is None
    with pytest.raises(LookupError):
        source_of(world, figure(SC42, M.IN_FORCE, 1))


# The landscape of a technology


def test_newest_and_earlier_figures_are_told_apart_by_measure() -> None:
    earlier, later = dt.date(2025, 7, 1), dt.date(2025, 8, 20)
    rows = [
        figure(SC42, M.P_MEMBERS, 47, earlier), figure(SC42, M.P_MEMBERS, 48, later),
        figure(SC42, M.O_MEMBERS, 27, earlier), figure(SC42, M.O_MEMBERS, 27, later),
        figure(SC42, M.IN_FORCE, 37), figure(SC42, M.IN_FORCE, 99, dt.date(2027, 1, 1)),
    ]  # fmt: skip
    found = landscape(technology(SC42), rows, {}, {}, (), (), (), dt.date(2026, 11, 22))
    view = found.committees[0]
    assert view.committee is None
    assert view.title == Text()
    assert (view.date, view.earlier_date) == (later, earlier)
    assert view.days[M.IN_FORCE] == DAY, "what is later than the folder's date is not used"
    assert view.figures[M.P_MEMBERS].cells == (Cell("landscape.csv", 2, "value"),)
    assert view.earlier[M.P_MEMBERS].value == 47
    (moved,) = movements(found)
    assert (moved.measure, moved.before.value, moved.after.value) == (M.P_MEMBERS, 47, 48)
    assert (moved.since, moved.until) == (earlier, later)


def test_totals_are_sums_and_lower_bounds_say_so() -> None:
    rows = [
        figure(SC42, M.IN_FORCE, 37), figure(JTC3, M.IN_FORCE, None), figure(SC42, M.P_MEMBERS, 48),
        *(figure(SC42, measure, 2) for measure in (M.PROPOSAL, M.PREPARATORY, M.COMMITTEE, M.ENQUIRY, M.APPROVAL)),
        figure(SC42, M.NEW_1, 8), *(figure(SC42, measure, 6) for measure in (M.NEW_2, M.NEW_3, M.NEW_4, M.NEW_5)),
        figure(SC42, M.YEAR_ONLY, 1),
    ]  # fmt: skip
    totals = landscape(technology(SC42, JTC3), rows, {}, {JTC3: Role.UNKNOWN}, (), (), (), DAY).totals
    assert (totals["in-force"].value, totals["in-force"].unknown) == (37, (JTC3,))
    assert [totals[name].value for name in ("early", "open", "drafts", "new", "before")] == [6, 8, 10, 8, 6]
    assert totals["new"].unknown == (SC42, JTC3), "a publication without a month may belong there"
    assert (totals["p-members"].value, totals["p-members"].unknown) == (48, (JTC3,))
    assert totals["started"].value is totals["months"].value is None
    assert (totals["own-seats"].value, totals["own-seats"].unknown) == (0, (JTC3,))
    alone = landscape(technology(SC42), [*rows[:-1], figure(SC42, M.YEAR_ONLY, 0)], {}, {}, (), (), (), DAY).totals
    assert alone["new"].complete


def test_stages_counted_on_different_days_are_not_added() -> None:
    later = DAY + dt.timedelta(days=90)
    stages = (M.PROPOSAL, M.PREPARATORY, M.COMMITTEE, M.ENQUIRY, M.APPROVAL)
    rows = [*(figure(SC42, measure, 2) for measure in stages), figure(SC42, M.ENQUIRY, 5, later)]
    totals = landscape(technology(SC42), rows, {}, {}, (), (), (), later).totals
    assert (totals["drafts"].value, totals["drafts"].unknown) == (5, (SC42,)), "a draft may have moved on in between"
    assert (totals["early"].value, totals["early"].complete) == (6, True), "all three are of the earlier day"


def test_seats_of_neighbours() -> None:
    seats = [
        NeighbourSeat(economy=Economy(economy), committee=CommitteeCode(code), role=role, date=DAY, source=Id("s"))
        for economy, code, role in [
            ("IDN", SC42, Role.O), ("IDN", JTC3, Role.UNKNOWN), ("KHM", SC42, Role.NONE), ("THA", SC42, Role.NONE),
            ("THA", JTC3, Role.NONE), ("LAO", SC42, Role.P),
        ]
    ]  # fmt: skip
    found = landscape(technology(SC42, JTC3), (), {}, {SC42: Role.P}, seats, ("IDN", "KHM", "THA"), (), DAY)
    assert found.committees[1].neighbours == {"IDN": Role.UNKNOWN, "KHM": Role.UNKNOWN, "THA": Role.NONE}
    assert (found.totals["neighbour-seats"].value, found.totals["neighbour-seats"].unknown) == (1, ("KHM",))
    assert found.totals["own-seats"].value == 1


def test_drafts_whose_text_can_be_shaped_come_with_the_earliest_first() -> None:
    documents = [
        document("ISO/IEC DIS 2", "40.20"), document("ISO/IEC CD 3", "30.60"), document("ISO/IEC CD 2", "30.99"),
        document("ISO/IEC FDIS 4", "50.20"), document("ISO/IEC 5:2024", "60.60"), document("ISO/IEC CD 6", "30.98"),
        document("ISO/IEC DIS 7", "40.60"), document("ISO/IEC DIS 8", "40.99"),
        document("ISO/CD 9", "30.60", committee="ISO/TC 1"), document("IEC WD 9", "20.20", committee=JTC3),
        document("IEC DIS 10", "40.00", committee=JTC3),
    ]  # fmt: skip
    found = landscape(technology(SC42, JTC3), (), {}, {}, (), (), documents, DAY)
    assert [(item.deliverable, item.way) for item in found.drafts] == [
        ("IEC WD 9", "experts"), ("ISO/IEC CD 3", "comments"), ("IEC DIS 10", "ballot"), ("ISO/IEC DIS 2", "ballot"),
    ], "whatever the committee; after the vote nobody else is heard"  # fmt: skip


def test_a_technology_without_committees_is_known_to_have_nothing_counted() -> None:
    found = landscape(technology(), (), {}, {}, (), ("IDN",), (), DAY)
    assert found.committees == found.drafts == ()
    assert {amount.value for amount in found.totals.values()} == {None}


def test_a_suspended_committee_is_shown_as_it_is(world: store.Catalogue) -> None:
    rows = figures(world, [CommitteeCode("ISO/TC 5")])
    view = landscape(technology("ISO/TC 5"), rows, world.committees, {}, (), (), (), dt.date(2027, 1, 1)).committees[0]
    assert isinstance(view.committee, Committee)
    assert view.committee.status == "suspended"
    assert view.figures[M.IN_FORCE].value == 0


# The tables of the method, sections 6 and 11

ISO_TABLE = {
    "ISO/IEC JTC 1/SC 42": (47, 36), "ISO/IEC JTC 1/SC 27": (278, 111), "ISO/TC 276": (30, 18), "ISO/TC 229": (124, 24),
    "ISO/TC 299": (38, 14), "ISO/TC 261": (54, 41), "ISO/TC 197": (32, 28), "ISO/TC 20/SC 16": (29, 13),
    "ISO/TC 307": (13, 3), "ISO/IEC JTC 1/SC 41": (54, 10), "ISO/IEC JTC 1/SC 38": (32, 18),
    "ISO/IEC JTC 1/SC 37": (156, 40), "ISO/IEC JTC 1/SC 17": (137, 51), "ISO/IEC JTC 1/SC 39": (34, 13),
    "ISO/TC 276/SC 1": (14, 11), "ISO/TC 20/SC 14": (217, 85), "ISO/TC 22/SC 37": (38, 16), "ISO/TC 204": (399, 121),
    "ISO/TC 265": (18, 14), "ISO/TC 298": (15, 10), "ISO/TC 333": (0, 2), "ISO/TC 215": (248, 91),
    "ISO/TC 268": (26, 10), "ISO/TC 268/SC 1": (23, 9),
}  # fmt: skip

IEC_TABLE = {
    "IEC/TC 47": 153, "IEC/TC 47/SC 47E": 76, "IEC/TC 82": 213, "IEC/TC 105": 41, "IEC/TC 21": 56, "IEC/TC 120": 20,
    "IEC/TC 110": 223, "IEC/TC 119": 49, "IEC/TC 124": 20, "IEC/TC 57": 252, "IEC/SyC Smart Cities": 22,
    "IEC/TC 88": 75, "IEC/TC 113": 93, "IEC/TC 69": 48, "IEC/SyC SM": 3,
}  # fmt: skip


def listed(path: Path, folder: Path, name: str, date: str, wanted: Collection[str]) -> store.Catalogue:
    """A store of one list alone, with the committees wanted; IEC's stages are words."""
    columns = ["docid", "stage", "substage", "committee", "date_published", "stale_copy"]
    rows = pl.read_parquet(path, columns=columns).filter(pl.col("committee").is_in(list(wanted)))
    words = {"PUBLISHED": "60.60", "REVISED": "95.99", "REPLACED": "95.99", "WITHDRAWN": "95.99"}
    documents = rows.filter(pl.col("stale_copy").ne_missing(True)).select(
        reference="docid", committee="committee", body=pl.lit(path.name[:3].upper()), published="date_published",
        stage=pl.col("stage").replace(words) + pl.when(pl.col("substage").is_null()).then(pl.lit(""))
        .otherwise("." + pl.col("substage")),
    ).unique("reference", keep="first")  # fmt: skip
    source = Source(name, "https://a.b", date, "L", "x", 1, 0, 0, 1)
    groups = frame(pl.DataFrame({"reference": list(wanted)}), COMMITTEES)
    store.write(folder, Merged(frame(documents, DELIVERABLES), groups, frame(pl.DataFrame(), ICS), (source,)))
    return store.open(folder)


def test_the_figures_of_the_method(shared: Path, tmp_path: Path) -> None:
    """Entries of the lists, as the method counts them; of AI's 83 only 43 are pieces of work of their own."""
    path = shared / "relaton" / "iso_catalogue.parquet"
    world = listed(path, tmp_path / "iso", "relaton-iso", "2025-06-02", ISO_TABLE)
    found = {(str(row.committee), row.measure): row.value for row in figures(world, map(CommitteeCode, ISO_TABLE))}
    assert {code: (found[code, M.LISTED], found[code, M.LISTED_DRAFTS]) for code in ISO_TABLE} == ISO_TABLE
    stages = (M.PROPOSAL, M.PREPARATORY, M.COMMITTEE, M.ENQUIRY, M.APPROVAL)
    assert found[SC42, M.IN_FORCE] == 37
    assert [found[SC42, stage] for stage in stages] == [0, 0, 2, 0, 4]
    assert found[SC42, M.PRELIMINARY] is None
    assert [found["ISO/IEC JTC 1/SC 27", stage] for stage in stages] == [0, 1, 5, 21, 5]


def test_the_published_documents_of_iec(shared: Path, tmp_path: Path) -> None:
    path = shared / "relaton" / "iec_catalogue.parquet"
    world = listed(path, tmp_path / "iec", "relaton-iec", "2026-03-15", IEC_TABLE)
    found = {(str(row.committee), row.measure): row.value for row in figures(world, map(CommitteeCode, IEC_TABLE))}
    assert {code: found[code, M.LISTED] for code in IEC_TABLE} == IEC_TABLE
    assert found["IEC/TC 82", M.LISTED_DRAFTS] is None


def test_a_committee_is_counted_in_the_list_of_its_name() -> None:
    assert [list_of(code) for code in (SC42, JTC3, CommitteeCode("IEC/TC 82"))] == ["ISO", "IEC", "IEC"]
