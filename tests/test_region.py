"""Several countries side by side: figures, seat map (T14), next steps, shared work, savings, files, the command."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import fields
from fractions import Fraction
from pathlib import Path

import pytest

from opennss.document.blocks import Document, Figure, Table, plain
from opennss.errors import WorkspaceError
from opennss.language import Text, languages, say, sentences
from opennss.model.standards import Role
from opennss.region import compare as regional
from opennss.region import outline
from opennss.region.compare import Region
from opennss.region.exports import as_data, tables
from opennss.region.outline import region_document
from opennss.region.pen import RegionPen
from opennss.region.printing import print_region
from opennss.region.seats import seat
from opennss.region.share import DELEGATION, DELIVERABLE, Saving, totals

JOINT = (
    "ISO/IEC JTC 1/SC 25", "ISO/IEC JTC 1/SC 41", "ISO/IEC JTC 1/SC 43", "IEC/ISO JTC 3", "IEC/ISO JSyC BDC",
)  # fmt: skip
Make = Callable[..., Path]


@pytest.fixture(scope="session")
def make(write_small: Callable[[Path], Path], tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Write a small country: its code, its name, and replacements as (file, old, new); an empty old text appends."""

    def written(code: str, name: str, *changes: tuple[str, str, str]) -> Path:
        folder = write_small(tmp_path_factory.mktemp("region") / code.lower())
        committees = "".join(f"{joint},Joint committee,active,IEC,2020,?,?,iso\n" for joint in JOINT)
        ours = (
            ("nss.toml", 'country = "VNM"', f'country = "{code}"'),
            ("nss.toml", 'name_en = "Viet Nam"\nname_vi = "Việt Nam"', f'name_en = "{name}"'),
            ("text/en/vision.md", " | number", ""),
            ("catalogue/committees.csv", "", committees),
            ("mapping.csv", "", "ai,ISO/IEC JTC 1/SC 42,,high,AI,AI,P-a,2026-11-01\n"),
            ("effort.csv", "", "observe,office,vote,6,1,yearly,,project default\n"),
        )
        for file, old, new in (*ours, *changes):
            path = folder / file
            text = path.read_text(encoding="utf-8")
            assert old in text, (file, old)
            path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8", newline="\n")
        return folder

    return written


LINKS = "".join(f"ai,{joint},,low,Joint,Chung,P-a,2026-11-01\n" for joint in JOINT)
SEATS = ("participation.csv", "", "ISO/IEC JTC 1/SC 42,Artificial intelligence,{},2026-11-01,iso\n")


OBSERVES = ("participation.csv", "traffic safety,P,", "traffic safety,O,")


def seated(role: str) -> tuple[str, str, str]:
    """A change that gives a seat in SC 42."""
    return (*SEATS[:2], SEATS[2].format(role))


@pytest.fixture(scope="session")
def folders(make: Make) -> tuple[Path, ...]:
    """Four countries: a P-member that plans much, one without a seat, a correspondent that observes, a partial list."""
    return (
        make("AAA", "Arcadia", seated("P"), ("mapping.csv", "", LINKS)),
        make("BBB", "Borduria", ("effort.csv", "draft,40,10", "draft,60,10"), ("nss.toml", '"VND"', '"EUR"')),
        make("CCC", "Corona", seated("O"), ("nss.toml", 'iso = "full"', 'iso = "correspondent"'), OBSERVES),
        make("DDD", "Dalmasca", ("nss.toml", "all_seats = true\n", "all_seats = false\n")),
    )


@pytest.fixture(scope="session")
def region(folders: tuple[Path, ...]) -> Region:
    """The four countries side by side."""
    return regional.compare(regional.build(folders, regional.read(folders)))


def row_of(region: Region, committee: str) -> dict[str, str]:
    return next({code: role.value for code, role in r.seats.items()} for r in region.seats if r.committee == committee)


def adoption(region: Region) -> Saving:
    """The only shared adoption."""
    (found,) = (row for row in region.saving if row.kind == DELIVERABLE)
    return found


# Figures


def test_figures_of_a_country_and_what_is_not_known(region: Region, make: Make) -> None:
    first = region.profiles[0]
    assert (first.code, first.name, first.participating, first.observing) == ("AAA", Text.of(en="Arcadia"), 2, 1)
    assert (first.ranked, first.adoptions, first.complete) == (3, 2, True)
    assert [name["en"] for name in first.open] == ["Artificial intelligence"] or first.ranked == 4
    planned = {str(kind): count for kind, count in first.planned}
    assert planned["adopt"] == 1
    assert planned["lead"] is None, "no effort, so nothing can be planned"
    assert planned["measure"] is None, "no measures, so none can be counted"
    assert region.profiles[3].complete is False
    empty = make("EEE", "Elbonia", ("participation.csv", "ISO/TC 241,Road traffic safety,P,2026-11-01,iso\n", ""))
    rows = empty / "participation.csv"
    rows.write_text(rows.read_text("utf-8").splitlines()[0] + "\n", encoding="utf-8")
    lone = regional.compare(regional.build([empty], regional.read([empty])))
    assert (lone.profiles[0].participating, lone.profiles[0].listed, lone.profiles[0].complete) == (None, None, False)
    assert set(row_of(lone, "ISO/IEC JTC 1/SC 42").values()) == {"?"}


# The seat map


def test_seats_of_a_technology(region: Region) -> None:
    assert row_of(region, "ISO/IEC JTC 1/SC 42") == {"AAA": "P", "BBB": "none", "CCC": "O", "DDD": "?"}
    found = next(row for row in region.seats if row.committee == "ISO/IEC JTC 1/SC 42")
    assert found.technologies == (Text.of(en="Artificial intelligence", vi="Trí tuệ nhân tạo"),)


@pytest.mark.parametrize("joint", JOINT)
def test_t14_seats_in_joint_committees_of_iec_are_unknown_for_every_country(region: Region, joint: str) -> None:
    assert set(row_of(region, joint).values()) == {"?"}
    assert not next(row.steps for row in region.seats if row.committee == joint), "a question, and no step"


def test_t14_a_list_that_says_none_is_no_proof_but_another_source_is(make: Make) -> None:
    said = "".join(
        f"{joint},,{role},2026-11-01,iec\n" for joint, role in zip(JOINT[:3], ("none", "P", "O"), strict=True)
    )
    unknown = ("participation.csv", "ISO/IEC JTC 1/SC 41,Internet of things,?,2026-11-01,iso\n", said)
    folder = make("FFF", "Freedonia", unknown, ("mapping.csv", "", LINKS))
    ((workspace, _),) = regional.read([folder])
    assert [seat(workspace, joint) for joint in JOINT[:4]] == [Role.UNKNOWN, Role.P, Role.O, Role.UNKNOWN]


def test_the_next_step_is_what_the_membership_allows(region: Region) -> None:
    steps = next(row.steps for row in region.seats if row.committee == "ISO/IEC JTC 1/SC 42")
    assert set(steps) == {"BBB", "CCC"}
    assert (steps["BBB"].step, steps["BBB"].days) == ("observe", 6)
    assert steps["BBB"].money == 6 * Fraction(1, 2) + 1
    assert (steps["CCC"].step, steps["CCC"].days) == ("none", None), "a correspondent member may only observe"


def test_a_step_without_yearly_effort_or_without_a_rate_is_not_known(make: Make) -> None:
    without = make("GGG", "Genovia", ("effort.csv", "observe,office,vote,6,1,yearly,,project default\n", ""))
    once = make("HHH", "Hyrule", ("effort.csv", "vote,6,1,yearly", "vote,6,1,100"))
    (first, second) = (
        regional.compare(regional.build([without, once], regional.read([without, once]))).seats[0].steps.values()
    )
    assert (first.step, first.days, first.money) == ("observe", None, None)
    assert (second.step, second.days, second.money) == ("observe", None, None)


def test_an_unknown_membership_leaves_the_step_open(make: Make) -> None:
    folder = make("III", "Illyria", ("nss.toml", 'iso = "full"\n', 'iso = "?"\n'))
    (row,) = regional.compare(regional.build([folder], regional.read([folder]))).seats
    assert row.steps["III"].step == "?"


MAP = {
    "ISO/IEC JTC 1/SC 42": "-OPOP-", "ISO/IEC JTC 1/SC 38": "-O--O-", "ISO/TC 307": "-OPPOO", "ISO/TC 276": "-OPO--",
    "ISO/TC 229": "-PPOP-", "ISO/TC 299": "------", "ISO/TC 261": "--P-P-", "ISO/TC 197": "--PO--",
    "ISO/TC 20/SC 16": "---P--", "ISO/IEC JTC 1/SC 27": "OPPOP-", "ISO/IEC JTC 4": "--O---",
    "ISO/IEC JTC 1/SC 41": "??????", "IEC/ISO JTC 3": "??????",
}  # fmt: skip
"""Seats of the six example countries (method, section 11; derived from ISO Open Data of 20 August 2025, ODC-By 1.0)."""
EXAMPLES = ("vietnam", "asean/indonesia", "asean/malaysia", "asean/thailand", "asean/philippines", "cambodia-mini")


def test_the_map_of_the_six_example_countries_is_the_method_s() -> None:
    examples = Path(__file__).parent.parent / "examples"
    pairs = regional.read([examples / name for name in EXAMPLES])
    for committee, expected in MAP.items():
        found = "".join(seat(workspace, committee).value.replace("none", "-") for workspace, _ in pairs)
        assert found == expected, committee


# Shared work


def test_the_same_deliverable(region: Region) -> None:
    (found,) = region.shared
    assert found.reference == "ISO/IEC 22989"
    assert {code: str(item.project.type) for code, item in found.plans.items()} == dict.fromkeys(
        ("AAA", "BBB", "CCC", "DDD"), "adopt"
    )


def test_who_could_speak_for_whom(region: Region) -> None:
    found = {row.committee: row for row in region.speakers}
    assert [role.value for role in found["ISO/TC 241"].seats.values()] == ["P", "P", "O", "P"]
    assert {code: role.value for code, role in found["ISO/IEC JTC 1/SC 42"].seats.items()} == {
        "AAA": "P", "BBB": "none", "CCC": "O", "DDD": "?",
    }  # fmt: skip
    assert "IEC/ISO JTC 3" not in found


def test_the_saving_of_one_adoption_is_divided_by_the_airport_game(region: Region) -> None:
    """Drafts of 40, 60, 40, 40 days: 180 alone, 60 once; parts 10, 30, 10, 10, so each saves 30."""
    found = adoption(region)
    assert (found.tasks, found.together, found.unknown) == (("draft",), 60, ())
    assert found.alone == {"AAA": 40, "BBB": 60, "CCC": 40, "DDD": 40}
    assert found.saved == dict.fromkeys(found.alone, 30)
    assert found.money == dict.fromkeys(found.alone, 15), "half a unit of the own currency a day"


def test_a_shared_adoption_takes_the_effort_of_its_own_method(make: Make) -> None:
    empty = [("effort.csv", f"{part}\n", f"{part},\n") for part in (
        "requires,note", "60;40,,project default", "mirror-committee,project default", "100,,project default",
        "1,yearly,,project default",
    )]  # fmt: skip
    own = "adopt,office,draft,7,1,60;40,,project default,endorsement\n"
    endorsed = (*empty, ("effort.csv", "requires,note,", "requires,note,method"), ("effort.csv", "", own))
    paths = (make("AAA", "Arcadia", *endorsed), make("BBB", "Borduria", *endorsed))
    found = adoption(regional.compare(regional.build(paths, regional.read(paths))))
    assert found.alone == {"AAA": 40, "BBB": 40}, "not 47: no link asks for an endorsement"


def test_a_joint_delegation_shares_the_effort_of_participation(region: Region) -> None:
    for row in region.saving:
        if row.kind == DELEGATION:
            assert row.together == 20
            assert sum(row.saved.values()) == 20 * (len(row.alone) - 1)
    committees = {row.item: row for row in region.saving if row.kind == DELEGATION}
    plans = {row.committee: row.planned for row in region.speakers}
    assert all(len(plans[item]) > 1 for item in committees)


def test_only_countries_with_a_common_language_share_a_translation(make: Make) -> None:
    rows = "adopt,office,translate,{},0,60;40,,project default\n"
    speaking = [
        make("JJJ", "Jumanji", ("effort.csv", "", rows.format(7))),
        make("KKK", "Kakariko", ("effort.csv", "", rows.format(9))),
        make("LLL", "Latveria", ("effort.csv", "", rows.format(8)), ("nss.toml", '["vi", "en"]', '["en", "vi"]')),
    ]
    found = adoption(regional.compare(regional.build(speaking, regional.read(speaking))))
    assert found.tasks == ("draft", "translate vi")
    assert found.alone == {"JJJ": 47, "KKK": 49, "LLL": 40}
    assert found.together == 40 + 9


def test_a_country_without_a_row_for_the_work_is_named_and_does_not_play(make: Make) -> None:
    other = ("effort.csv", "adopt,office,draft", "adopt,office,write")
    three = [make("MMM", "Markovia"), make("NNN", "Narnia", other), make("OOO", "Oz")]
    found = adoption(regional.compare(regional.build(three, regional.read(three))))
    assert (found.unknown, list(found.saved)) == (("NNN",), ["MMM", "OOO"])
    pair = adoption(regional.compare(regional.build(three[:2], regional.read(three[:2]))))
    assert (pair.tasks, pair.alone, pair.unknown) == ((), {}, ("MMM", "NNN"))


def test_totals_keep_kinds_and_currencies_apart(region: Region) -> None:
    found = totals(region.saving)
    assert found["AAA"][DELIVERABLE] == (30, 15)
    assert as_data(region)["saving"]["countries"]["BBB"]["currency"] == "EUR"  # type: ignore[index,call-overload]


# Order, files and words


def test_the_order_decides_only_the_order_of_columns(region: Region) -> None:
    turned = regional.compare(tuple(reversed(region.strategies)))
    assert turned.codes == tuple(reversed(region.codes))
    for name in ("seats", "shared", "speakers", "saving"):
        assert getattr(turned, name) == getattr(region, name), name
    there, back = as_data(region), as_data(turned)
    assert there["countries"] == back["countries"][::-1]  # type: ignore[index]
    assert {key: there[key] for key in there if key != "countries"} == {
        key: back[key] for key in back if key != "countries"
    }


def test_two_folders_of_one_country_cannot_be_told_apart(region: Region) -> None:
    with pytest.raises(ValueError, match="AAA"):
        regional.compare([region.strategies[0], region.strategies[0]])


def test_the_same_countries_give_the_same_files(region: Region, tmp_path: Path) -> None:
    first, second = print_region(region, tmp_path / "a"), print_region(region, tmp_path / "b")
    names = sorted(path.relative_to(tmp_path / "a").as_posix() for path in first)
    documents = [f"{language}/compare.{ending}" for language in languages() for ending in ("docx", "html", "pdf")]
    lists = [f"tables/{name}.csv" for name in tables(region)]
    assert names == sorted(["compare.json", *documents, *lists])
    for one, other in zip(sorted(first), sorted(second), strict=True):
        assert one.read_bytes() == other.read_bytes(), one
    assert json.loads((tmp_path / "a" / "compare.json").read_text("utf-8"))["format"] == 1
    assert "?" in (tmp_path / "a" / "tables" / "seats.csv").read_text("utf-8")


def documents_of(region: Region) -> list[Document]:
    return [region_document(region, language) for language in languages()]


def test_the_document_is_whole_in_each_language(region: Region) -> None:
    for document in documents_of(region):
        ids = {block.id for block in document.blocks if isinstance(block, Table | Figure)}
        assert {"region-data", "region-work", "region-seat-map", "region-seats", "region-next"} <= ids
        assert {"region-same", "region-speakers", "region-saving-adoptions", "region-totals", "region-sources"} <= ids
        for block in document.blocks:
            if isinstance(block, Table):
                assert all(len(row) == len(block.header) == len(block.align) for row in block.rows), block.id
            if isinstance(block, Figure):
                assert block.description
                assert block.svg.startswith(b"<svg")
        assert document.date == "2026-11-22"


def test_the_map_and_its_table_say_the_same(region: Region) -> None:
    table = next(b for b in region_document(region, "en").blocks if isinstance(b, Table) and b.id == "region-seats")
    shown = {plain(row[1]): [plain(cell) for cell in row[2:]] for row in table.rows}
    assert shown["ISO/IEC JTC 1/SC 42"] == ["P", "–", "O", "?"]
    assert [plain(cell) for cell in table.rows[-1][2:]] == ["1 / 0", "0 / 0", "0 / 1", "0 / 0"]


def test_the_picture_hatches_what_is_not_known_and_goes_on_where_it_is_long(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures = [block for block in region_document(region, "vi").blocks if isinstance(block, Figure)]
    assert len(pictures) == 1
    assert b"<pattern" in pictures[0].svg
    monkeypatch.setattr(outline, "ROWS_OF_A_PICTURE", 2)
    parts = [block for block in region_document(region, "vi").blocks if isinstance(block, Figure)]
    assert len(parts) == len(region.seats) / 2
    assert {part.table for part in parts} == {"region-seats"}


def test_a_partial_list_gives_lower_bounds(region: Region) -> None:
    table = next(b for b in region_document(region, "en").blocks if isinstance(b, Table) and b.id == "region-work")
    held = next([plain(cell) for cell in row] for row in table.rows if plain(row[0]) == say("doc.region-p", "en"))
    assert held[1:] == ["2", "1", "0", "≥ 1"]


def test_countries_without_anything_in_common_get_sentences_not_empty_tables(make: Make) -> None:
    nothing = (
        ("mapping.csv", "ai,,ISO/IEC 22989:2022,high,Terms,Thuật ngữ,P-a,2026-11-01\n", ""),
        ("mapping.csv", "ai,ISO/IEC JTC 1/SC 42,,high,AI,AI,P-a,2026-11-01\n", ""),
        ("mapping.csv", "roads,ISO/TC 241,,medium,Safety,An toàn,P-a,2026-11-01\n", ""),
    )
    other = ("participation.csv", "ISO/TC 39,Machine tools,O,2026-11-01,iso\n", "")
    pair = [
        make("PPP", "Panem", *nothing),
        make("QQQ", "Qwghlm", *nothing, other, ("effort.csv", "vote,20,5", "vote,9999,5")),
    ]
    pair_effort = pair[1] / "effort.csv"
    pair_effort.write_text(pair_effort.read_text("utf-8").replace("vote,6,1", "vote,9999,1"), encoding="utf-8")
    lone = regional.compare(regional.build(pair, regional.read(pair)))
    for language in languages():
        text = {plain(block.line) for block in region_document(lone, language).blocks if hasattr(block, "line")}
        for key in ("region-seats-none", "region-same-none", "region-speakers-none", "region-saving-none"):
            assert say(f"doc.{key}", language) in text, key


def test_no_economy_is_a_bad_example() -> None:
    for language, words in (("en", "deficit|worst|lag|behind|fail|poor"), ("vi", "yếu kém|tụt hậu|kém nhất|thất bại")):
        for key, sentence in sentences(language).items():
            if "region-" in key:
                assert not re.search(rf"\b({words})", sentence, re.IGNORECASE), key


def test_numbers_and_money_are_printed_by_language(region: Region) -> None:
    pen = RegionPen("vi", region)
    assert [pen.number(value) for value in (None, Fraction(28, 3), 1234)] == ["?", "9,3", "1.234"]
    assert pen.money(Fraction(2_500_000), "VND") == say("unit.money-million", "vi", value="2,5", currency="VND")
    assert pen.money(None, "VND") == "?"


def test_csv_tables_have_a_cell_for_each_column(region: Region) -> None:
    for name, text in tables(region).items():
        lines = text.splitlines()
        assert len(lines) > 1, name
    assert "next" in tables(region)
    assert {field.name for field in fields(region)} >= {"seats", "shared", "speakers", "saving"}


# The command


def test_compare_on_the_screen_and_as_json(
    nss_all: Callable[..., tuple[int, str, str]], folders: tuple[Path, ...]
) -> None:
    code, out, _ = nss_all("compare", *folders)
    assert code == 0
    assert say("doc.table.region-seats", "en") in out
    code, out, _ = nss_all("compare", *folders, "--lang", "vi")
    assert say("doc.table.region-next", "vi") in out
    code, out, _ = nss_all("compare", *folders, "--json")
    found = json.loads(out)
    assert (code, found["format"], [c["code"] for c in found["countries"]]) == (0, 1, ["AAA", "BBB", "CCC", "DDD"])
    assert set(found) == {"format", "countries", "seats", "shared", "speakers", "saving"}


def test_compare_writes_its_files(
    nss_all: Callable[..., tuple[int, str, str]], folders: tuple[Path, ...], tmp_path: Path
) -> None:
    code, out, _ = nss_all("compare", *folders[:2], "--out", tmp_path / "out", "--json")
    assert code == 0
    assert (tmp_path / "out" / "vi" / "compare.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "out" / "en" / "compare.html").as_posix() in json.loads(out)["files"]


def test_wrong_use(nss_all: Callable[..., tuple[int, str, str]], folders: tuple[Path, ...]) -> None:
    code, out, err = nss_all("compare", folders[0])
    assert (code, out) == (2, "")
    assert say("cli.compare-few", "en") in err
    code, out, err = nss_all("compare", folders[0], folders[1], folders[0], "--lang", "vi")
    assert (code, out) == (2, "")
    assert "AAA" in err
    assert "BBB" not in err


def test_findings_name_their_folder(nss_all: Callable[..., tuple[int, str, str]], make: Make) -> None:
    good, bad = make("RRR", "Ruritania"), make("SSS", "Syldavia", ("areas.csv", ",sector,A", ",sectr,A"))
    worse = make("TTT", "Themyscira", ("text/en/vision.md", "areas.count", "areas.cuont"))
    with pytest.raises(WorkspaceError) as caught:
        regional.read([good, bad])
    assert all(finding.file.startswith(bad.as_posix() + "/") for finding in caught.value.findings)
    code, out, _ = nss_all("compare", good, bad, "--json")
    assert code == 1
    assert f"{bad.as_posix()}/areas.csv" in {finding["file"] for finding in json.loads(out)["findings"]}
    code, out, _ = nss_all("compare", good, worse, "--json")
    assert code == 1
    assert {Path(finding["file"]).parts[-4:-3] for finding in json.loads(out)["findings"]} == {("ttt",)}
