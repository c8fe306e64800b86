"""The search over a small catalogue: what ranks first, why, and what is left out."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from opennss.catalogue import store
from opennss.catalogue.merge import Merged
from opennss.catalogue.records import COMMITTEES, DELIVERABLES, ICS, frame
from opennss.catalogue.search import Found, Search, ask, open_search, search, write_search
from opennss.catalogue.search.asking import Number, numbers_in
from opennss.catalogue.search.documents import facts
from opennss.errors import WorkspaceError

GROUPS = [
    ("ISO/TC 34", "Food products", "Human foodstuffs and animal feeding stuffs", "active", None),
    ("ISO/TC 34/SC 15", "Coffee", None, "active", "ISO/TC 34"),
    ("ISO/TC 34/SC 8", "Tea", None, "active", "ISO/TC 34"),
    ("ISO/TC 176", "Quality management and quality assurance", None, "active", None),
    ("ISO/TC 176/SC 2", "Quality systems", None, "active", "ISO/TC 176"),
    ("ISO/TC 20/SC 16", "Uncrewed aircraft systems", None, "active", None),
    ("ISO/TC 45", "Rubber", "Natural and synthetic rubber", "suspended", None),
    ("ISO/TC 46", "Rubber", "Natural and synthetic rubber", "active", None),
    ("IEC/ISO JTC 3", "Quantum technologies", "Quantum computing and quantum sensors", "active", None),
    ("IEC/TC 88", None, None, None, None),
    ("ETSI/Coffee", "Coffee machines", None, None, None),
]
DOCUMENTS = [
    ("ISO 9116:2004", "Green coffee – Guidelines on methods of specification", "60.60", "ISO/TC 34/SC 15", "67.140.20"),
    ("ISO 4150:1991", "Green coffee – Size analysis", "95.99", "ISO/TC 34/SC 15", "67.140.20"),
    ("ISO 4150:2011", "Green coffee – Size analysis", "60.60", "ISO/TC 34/SC 15", "67.140.20"),
    ("ISO/DIS 4150", "Green coffee – Size analysis", "40.20", "ISO/TC 34/SC 15", "67.140.20"),
    ("ISO 4150:2011/Amd 1:2015", "Green coffee – Size analysis – Amendment 1", "60.60", "ISO/TC 34/SC 15", "67.140.20"),
    ("ISO 11287:2011", "Green tea – Definition and basic requirements", "60.60", "ISO/TC 34/SC 8", "67.140.10"),
    ("ISO 9001:2015", "Quality management systems – Requirements", "60.60", "ISO/TC 176/SC 2", "03.120.10"),
    ("ISO 9001:2008", "Quality management systems – Requirements", "95.99", "ISO/TC 176/SC 2", "03.120.10"),
    ("ISO/CD 9001", "Quality management systems – Requirements", "30.60", "ISO/TC 176/SC 2", "03.120.10"),
    ("ISO/IEC 27001:2022", "Information security management systems", "60.60", None, "35.030"),
    ("IEC 61400-1:2019", "Wind energy generation systems – Part 1: Design", "60.60", "IEC/TC 88", "27.180"),
    ("IEC 61400-2:2013", "Wind turbines – Part 2: Small wind turbines", "60.60", "IEC/TC 88", "27.180"),
    ("ETSI ES 1 V1.1.1 (2010-01)", "Coffee machines on line", None, "ETSI/Coffee", None),
]
CLASSES = [
    ("67.140", "Tea. Coffee. Cocoa"),
    ("67.140.10", "Tea"),
    ("67.140.20", "Coffee and coffee substitutes"),
    ("03.120.10", "Quality management and quality assurance"),
    ("27.180", "Wind turbine energy systems"),
]


def merged() -> Merged:
    """The small catalogue as frames."""
    groups = pl.DataFrame(GROUPS, ["reference", "title_en", "scope", "status", "parent"], orient="row").with_columns(
        pl.when(pl.col("reference").str.starts_with("ETSI")).then(pl.lit("ETSI"))
        .when(pl.col("reference").str.starts_with("IEC")).then(pl.lit("IEC")).otherwise(pl.lit("ISO")).alias("body")
    )  # fmt: skip
    columns = ["reference", "title_en", "stage", "committee", "ics"]
    documents = pl.DataFrame(DOCUMENTS, columns, orient="row").with_columns(
        pl.col("reference").str.extract("^([A-Z]+)").alias("body"),
        pl.when(pl.col("ics").is_null())
        .then(pl.lit([], pl.List(pl.String)))
        .otherwise(pl.concat_list("ics"))
        .alias("ics"),
    )
    classes = pl.DataFrame(CLASSES, ["code", "title_en"], orient="row")
    return Merged(
        frame(documents, DELIVERABLES).sort("reference"), frame(groups, COMMITTEES).sort("reference"),
        frame(classes, ICS).sort("code"), (), (),
    )  # fmt: skip


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with its search."""
    folder = tmp_path_factory.mktemp("world") / "catalogue"
    store.write(folder, merged(), write_search)
    return folder


@pytest.fixture(scope="session")
def opened(world: Path) -> Search:
    return open_search(store.open(world))


def codes(found: Found) -> list[str]:
    return [hit.key for hit in found.committees]


def references(found: Found) -> list[str]:
    return [hit.key for hit in found.deliverables]


def test_committee_class_and_deliverables_of_a_subject_come_first(opened: Search) -> None:
    found = ask(opened, "green coffee for export")
    assert codes(found)[:2] == ["ISO/TC 34/SC 15", "ISO/TC 34"]
    assert set(references(found)[:2]) == {"ISO 9116:2004", "ISO 4150:2011"}
    assert found.ics[0].key == "67.140.20"
    assert [hit.score for hit in found.committees] == sorted((hit.score for hit in found.committees), reverse=True)
    assert found.committees[0].score == 1


def test_a_vietnamese_query_gives_the_same_with_its_words_as_reason(opened: Search) -> None:
    found = ask(opened, "cà phê", "vi")
    assert codes(found)[0] == "ISO/TC 34/SC 15"
    (why,) = found.committees[0].why
    assert (why.said, why.term.lower()) == ("cà phê", "coffee")
    assert {"title", "deliverables"} <= set(why.fields)
    assert codes(ask(opened, "ca phe", "vi"))[0] == codes(ask(opened, "cà phê"))[0] == "ISO/TC 34/SC 15"


def test_a_parent_is_found_through_its_child_and_says_so(opened: Search) -> None:
    parent = next(hit for hit in ask(opened, "coffee").committees if hit.key == "ISO/TC 34")
    assert [(why.said, why.term, why.fields) for why in parent.why] == [("", "ISO/TC 34/SC 15", ("child",))]


def test_committees_without_documents_and_without_titles_are_found(opened: Search) -> None:
    assert codes(ask(opened, "quantum computing"))[0] == "IEC/ISO JTC 3"
    assert codes(ask(opened, "wind turbines"))[0] == "IEC/TC 88"


def test_a_lay_word_leads_to_the_words_of_the_field(opened: Search) -> None:
    hit = ask(opened, "drones").committees[0]
    assert hit.key == "ISO/TC 20/SC 16"
    assert hit.why[0].term.startswith("uncrewed aircraft")


def test_a_suspended_committee_stays_behind(opened: Search) -> None:
    found = ask(opened, "rubber")
    assert codes(found)[0] == "ISO/TC 46"
    assert next(hit.score for hit in found.committees if hit.key == "ISO/TC 45") == pytest.approx(0.5)


def test_groups_of_other_bodies_are_no_committees_but_their_deliverables_are_there(opened: Search) -> None:
    found = ask(opened, "coffee machines")
    assert "ETSI/Coffee" not in codes(found)
    hit = next(hit for hit in found.deliverables if hit.key.startswith("ETSI"))
    assert (hit.committee, hit.stage, hit.state) == ("ETSI/Coffee", None, None)


def test_editions_and_amendments_do_not_crowd_the_list(opened: Search) -> None:
    sizes = [reference for reference in references(ask(opened, "green coffee size analysis")) if "4150" in reference]
    assert sizes == ["ISO 4150:2011", "ISO/DIS 4150"]


@pytest.mark.parametrize("text", ["ISO 9001", "iso 9001:2015", "TCVN ISO 9001:2015", "use of ISO 9001"])
def test_a_reference_finds_its_record_first_and_lifts_its_committee(opened: Search, text: str) -> None:
    found = ask(opened, text)
    assert references(found)[:2] == ["ISO 9001:2015", "ISO/CD 9001"]
    assert codes(found)[:2] == ["ISO/TC 176/SC 2", "ISO/TC 176"]
    assert found.deliverables[0].why[0].fields == ("reference",)


def test_the_edition_that_is_asked_for_comes_first_even_withdrawn(opened: Search) -> None:
    found = ask(opened, "ISO 9001:2008")
    assert (found.deliverables[0].key, found.deliverables[0].state) == ("ISO 9001:2008", "withdrawn")


def test_an_owner_that_is_not_known_is_no_obstacle(opened: Search) -> None:
    found = ask(opened, "iso/iec 27001:2022")
    assert references(found)[0] == "ISO/IEC 27001:2022"
    assert found.committees == ()


@pytest.mark.parametrize("text", ["ISO/TC 34/SC 15", "iso/tc34/sc15", "TC 34/SC 15"])
def test_a_committee_is_found_by_its_code(opened: Search, text: str) -> None:
    found = ask(opened, text)
    assert codes(found)[:2] == ["ISO/TC 34/SC 15", "ISO/TC 34"]
    assert found.committees[0].why[0].fields == ("code",)
    assert found.unknown == ()


def test_a_joint_committee_is_found_without_its_bodies(opened: Search) -> None:
    assert codes(ask(opened, "jtc 3"))[0] == "IEC/ISO JTC 3"


def test_a_word_said_often_counts_once(opened: Search) -> None:
    assert ask(opened, "coffee " * 300) == ask(opened, "coffee")


def test_words_that_nothing_has_are_named(opened: Search) -> None:
    assert ask(opened, "coffee xylophagous").unknown == ("xylophagous",)
    found = ask(opened, "xylophagous")
    assert (found.committees, found.deliverables, found.ics) == ((), (), ())


@pytest.mark.parametrize("text", ["", "   ", "?!", "ISO", "the", "ISO 99999", "và", "\0", "9001"])
def test_odd_queries_are_answered(opened: Search, text: str) -> None:
    assert isinstance(ask(opened, text, "vi"), Found)


def test_no_list_is_longer_than_its_limit(opened: Search) -> None:
    found = ask(opened, "coffee tea quality rubber wind ISO 9001", limit=1)
    assert [len(hits) for hits in (found.committees, found.deliverables, found.ics)] == [1, 1, 1]


def test_the_same_frames_give_the_same_bytes(world: Path, tmp_path: Path) -> None:
    write_search(tmp_path, merged().deliverables, merged().committees, merged().ics)
    for path in sorted((world / "search").rglob("*")):
        if path.is_file():
            assert (tmp_path / path.relative_to(world / "search")).read_bytes() == path.read_bytes(), path.name


def test_a_catalogue_without_a_written_search_answers_alike(world: Path) -> None:
    catalogue = store.open(world)
    plain = search(
        store.Catalogue.of([*catalogue.deliverables.values()], [*catalogue.committees.values()]), "green coffee"
    )
    assert plain.committees[0].key == "ISO/TC 34/SC 15"
    assert plain.deliverables[0].committee == "ISO/TC 34/SC 15"


def test_an_empty_catalogue_has_nothing() -> None:
    assert search(store.Catalogue.of(), "coffee ISO 9001") == Found((), (), (), ("coffee",))


@pytest.mark.parametrize(
    "name", ["documents.parquet", "shown.npy", "committees/units.npy", "ics/terms.parquet", "deliverables/tops.npy"]
)
def test_a_damaged_file_is_a_finding(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "catalogue"
    store.write(folder, merged(), write_search)
    path = folder / "search" / name
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(WorkspaceError) as raised:
        open_search(store.open(folder))
    assert raised.value.findings[0].code == "damaged-index"


def test_references_are_taken_out_of_a_query() -> None:
    assert numbers_in("IEC 61400-1 wind") == ((Number("61400-1", "", ("IEC",)),), "  wind")
    assert numbers_in("chất lượng 2030") == ((), "chất lượng 2030")


def test_families_tie_editions_drafts_and_amendments() -> None:
    deliverables = merged().deliverables
    rows = dict(zip(deliverables["reference"], facts(deliverables, pl.Series(["x"]))["family"], strict=True))
    assert len({rows[name] for name in rows if "4150" in name}) == 1
    assert rows["IEC 61400-1:2019"] != rows["IEC 61400-2:2013"]
