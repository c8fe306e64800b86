"""How sure the order is: facts, pictures, section, annex and exports, in both editions and languages, and without."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from matplotlib import image

from opennss import build as spine
from opennss.document import charts
from opennss.document.blocks import Document, Figure, Heading, Paragraph, Table, plain
from opennss.document.drawing import png_of
from opennss.document.exports import strategy_json, tables
from opennss.document.facts import collect
from opennss.document.facts.robustness import HOLDS, band, bands, lowest
from opennss.document.outline import brief_document, strategy_document
from opennss.document.outline.pen import Pen
from opennss.document.shown import shown
from opennss.document.trail import explain, lines
from opennss.language import day, languages, say
from opennss.model.judgements import Elicited, Judgements, group_weights
from opennss.model.results import Strategy
from opennss.model.robustness import OtherOrder

TURNS = re.compile(r"robust\.[^.]+\.(interval|cross|behind|leaves|central)\b")
"""Facts that tell where something turns: for the internal edition only."""

NO_PROBABILITY = {"en": "no probability of being right", "vi": "không phải là xác suất đúng"}


def edition(folder: Path, name: str, outline: str = "iso") -> Strategy:
    workspace, world = spine.read(folder)
    settings = replace(workspace.settings, outline=outline, edition=name)
    return spine.build(replace(workspace, method=replace(workspace.method, settings=settings)), world)


def untested(strategy: Strategy) -> Strategy:
    bare = replace(strategy, robustness=None, facts={})
    return replace(bare, facts=collect(bare))


@pytest.fixture(params=["internal", "public"])
def tried(request: pytest.FixtureRequest, people: Path, made_up: ModuleType) -> Strategy:
    return made_up.with_robustness(edition(people, request.param), top=3)


@pytest.fixture(scope="session")
def whole(strategy: Strategy, made_up: ModuleType) -> Strategy:
    """The example country with a made-up robustness."""
    return made_up.with_robustness(strategy)


def found(document: Document) -> dict[str, Table]:
    return {block.id: block for block in document.blocks if isinstance(block, Table)}


def anchors(document: Document) -> list[str]:
    return [block.anchor for block in document.blocks if isinstance(block, Heading)]


# Facts


@pytest.mark.parametrize(
    ("top", "placed", "names"),
    [
        (10, 36, ["1", "2-3", "4-10", "11-36"]), (10, 10, ["1", "2-3", "4-10"]), (3, 5, ["1", "2-3", "4-5"]),
        (2, 5, ["1", "2", "3-5"]), (1, 4, ["1", "2-4"]), (10, 2, ["1", "2"]),
    ],
)  # fmt: skip
def test_bands_cover_every_place_once(top: int, placed: int, names: list[str]) -> None:
    cut = bands(top, placed)
    assert [band(*ends) for ends in cut] == names
    assert [place for first, last in cut for place in range(first, last + 1)] == list(range(1, placed + 1))


def test_shares_of_an_area_add_up_to_one(whole: Strategy) -> None:
    robust = whole.robustness
    assert robust is not None
    for area, own in robust.areas.items():
        parts = [whole.facts[f"robust.{area}.at.{band(*ends)}"].value for ends in bands(robust.top, len(own.counts))]
        assert sum(parts) == 1  # type: ignore[arg-type]
        assert whole.facts[f"robust.{area}.first"].value == Fraction(own.counts[0], robust.samples)
        assert sum(parts[:3]) == whole.facts[f"robust.{area}.top"].value  # type: ignore[arg-type]


def test_where_something_turns_is_told_in_the_internal_edition_only(tried: Strategy) -> None:
    internal = tried.workspace.settings.edition == "internal"
    assert bool([name for name in tried.facts if TURNS.match(name)]) == internal
    content = json.loads(strategy_json(tried))["robustness"]
    for area in content["areas"]:
        assert {"crossings", "interval", "behind", "leaves", "central"} <= set(area) or not internal
        assert internal or not {"crossings", "interval", "behind", "leaves", "central"} & set(area)
    assert ("reversals" in content) == internal
    rows = list(csv.DictReader(tables(tried)["weight_stability"].splitlines()))
    assert bool(rows) == internal


def test_every_fact_of_robustness_can_be_explained(tried: Strategy) -> None:
    own = [name for name in tried.facts if name.startswith("robust.")]
    assert len(own) > 40
    for language in languages():
        for name in own:
            step = explain(tried, name, language)
            assert step.label
            assert step.method
            assert step.steps, name


def test_weights_that_people_gave_stand_beside_the_chosen_ones(whole: Strategy) -> None:
    items = ("economic", "social", "environmental", "emerging", "stakeholder")
    weights = (0.3, 0.3, 0.2, 0.1, 0.1)
    told = Elicited("round-1", "weights", "points", items, weights, {"A": weights}, {"A": 5}, (), (), {})
    inside = replace(
        told, question="inside", items=("growth", "export-share"), weights=(0.5, 0.5), by_group={}, about="economic"
    )
    heard = replace(whole, judgements=(Judgements("round-1", (), (), (told, inside)),), facts={})
    heard = replace(heard, facts=collect(heard))
    assert group_weights(heard.judgements) == told
    table = found_in_section(heard, "en")["robust-weights"]
    assert table.header[2:] == ("All answers of the consultation",)
    assert [plain(cell) for cell in table.rows[0]] == ["economic pillar", "20 %", "30 %"]


def found_in_section(strategy: Strategy, language: str) -> dict[str, Table]:
    from opennss.document.outline.robustness import robustness  # noqa: PLC0415 -- the section alone, without a round

    return {block.id: block for block in robustness(Pen(strategy, language)) if isinstance(block, Table)}


# Section


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_section_answers_four_questions_for_each_of_the_first(tried: Strategy, language: str) -> None:
    internal = tried.workspace.settings.edition == "internal"
    document = strategy_document(tried, language)
    names = anchors(document)
    assert ["robust", "robust-voices", *(["robust-changes"] if internal else []), "robust-areas"] == [
        name for name in names if name.startswith("robust")
    ]
    tables_ = found(document)
    first = tried.ranks.joint_list()[:3]
    assert [name for name in tables_ if name.startswith("sure-")] == [f"sure-{area.area}" for area in first]
    for area in first:
        decided = any(row.area == area.area for row in tried.workspace.choices.decisions)
        rows = tables_[f"sure-{area.area}"].rows
        assert len(rows) == 4 + decided
        assert all(plain(cell).strip() for row in rows for cell in row)
        said = {span.fact for row in rows for span in row[1]}
        assert {f"robust.{area.area}.first", f"rank.{area.area}.known", f"steady.{area.area}"} <= said
    text = " ".join(plain(block.line) for block in document.blocks if isinstance(block, Paragraph))
    assert NO_PROBABILITY[language] in text
    assert ("stability" in tables_) == internal


def test_every_number_of_the_section_is_a_fact_and_printed_as_it_is(whole: Strategy) -> None:
    currency = whole.workspace.settings.currency
    for language in languages():
        written = {
            text
            for row in whole.workspace.choices.decisions
            for text in (row.id, row.reason[language], row.approver, row.value and row.value.printed)
        }
        written |= {day(date, language) for row in whole.workspace.choices.decisions for date in (row.date, row.expiry)}
        own = ("acceptability", "stability", "agreement", "winning", "robust-weights", "other-methods")
        for name, table in found(strategy_document(whole, language)).items():
            if name in own or name.startswith("sure-"):
                for span in (span for row in table.rows for cell in row for span in cell):
                    if span.fact:
                        values = {shown(whole.facts[span.fact], language, currency, style) for style in ("", "plain")}
                        assert span.text in values
                    elif span.text not in written:  # what people wrote in their decisions
                        plain_text = re.sub(r"\([A-Z](\+[A-Z])*\)|(grade|mức) [123]: ", "", span.text)
                        assert not re.search(r"\d", plain_text), span.text


def test_an_area_that_takes_no_part_is_a_dash(whole: Strategy) -> None:
    assert whole.robustness is not None
    first = whole.ranks.joint_list()[0].area
    voices = (OtherOrder("A", {**whole.robustness.voices[0].positions, first: None}),)
    again = replace(whole, robustness=replace(whole.robustness, voices=voices), facts={})
    again = replace(again, facts=collect(again))
    row = found_in_section(again, "en")["agreement"].rows[0]
    assert plain(row[2]) == "–"


def test_without_voices_methods_and_draws_nothing_is_empty(people: Path, made_up: ModuleType) -> None:
    strategy = made_up.with_robustness(edition(people, "internal"), top=3, with_others=False)
    document = strategy_document(strategy, "en")
    assert "robust-voices" not in anchors(document)
    assert "methods-beside" not in anchors(document)
    assert {"agreement", "other-methods"} & set(found(document)) == set()


def test_the_order_of_all_answers_stands_before_those_of_the_groups(whole: Strategy) -> None:
    assert whole.robustness is not None
    voices = (replace(whole.robustness.voices[0], name="all"), *whole.robustness.voices)
    again = replace(whole, robustness=replace(whole.robustness, voices=voices), facts={})
    again = replace(again, facts=collect(again))
    table = found_in_section(again, "en")["agreement"]
    assert table.header[2:4] == ("all answers", "A")
    assert "all answers (" not in plain(table.notes[0])


@pytest.mark.parametrize("outline", ["iso", "decision"])
@pytest.mark.parametrize("language", ["en", "vi"])
def test_an_order_that_could_not_be_tested_says_so(people: Path, outline: str, language: str) -> None:
    strategy = untested(edition(people, "internal", outline))
    document = strategy_document(strategy, language)
    assert [name for name in anchors(document) if name.startswith(("robust", "methods-"))] == ["robust"]
    assert not [name for name in strategy.facts if name.startswith("robust.")]
    assert json.loads(strategy_json(strategy))["robustness"] is None
    for name in ("acceptability", "weight_stability", "other_orders"):
        assert len(tables(strategy)[name].splitlines()) == 1


@pytest.mark.parametrize("name", ["internal", "public"])
def test_the_decision_has_the_shares_in_its_body_and_what_turns_in_its_annex(
    people: Path, made_up: ModuleType, name: str
) -> None:
    strategy = made_up.with_robustness(edition(people, name, "decision"), top=3)
    document = strategy_document(strategy, "en")
    names = anchors(document)
    assert names.index("priorities") < names.index("robust") < names.index("part-tasks")
    assert ("robust-turning" in names) == (name == "internal")
    assert "acceptability" in found(document)
    assert bool([key for key in found(document) if key.startswith("sure-")]) == (name == "internal")


@pytest.mark.parametrize("language", ["en", "vi"])
def test_brief_and_section_name_the_worst_figures_too(whole: Strategy, language: str) -> None:
    robust = whole.robustness
    assert robust is not None
    first = [area.area for area in whole.ranks.joint_list()[: robust.top]]
    worst = {area: lowest(robust.areas[area], robust) for area in first}
    assert whole.facts["robust.holds"].value == sum(share >= HOLDS for _, share in worst.values())
    weak = sorted((area for area in first if worst[area][1] < HOLDS), key=lambda area: worst[area][1])[:3]
    assert weak
    for document in (brief_document(whole, language), strategy_document(whole, language)):
        facts = [[span.fact for span in block.line] for block in document.blocks if isinstance(block, Paragraph)]
        told = [names for names in facts if "robust.holds" in names]
        assert len(told) == (1 if document.trail_in else 2)  # the summary and the section
        for names in told:
            assert {f"robust.{area}.{worst[area][0]}" for area in weak} <= set(names)


def test_a_place_of_one_is_named_as_one(whole: Strategy) -> None:
    first = whole.ranks.joint_list()[0].area
    assert "on place 1:" in whole.facts[f"robust.{first}.at.1"].label["en"]
    assert "on places 2 to 3:" in whole.facts[f"robust.{first}.at.2-3"].label["en"]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_brief_names_every_area_of_the_highest_rank_and_what_was_decided(whole: Strategy, language: str) -> None:
    rows = found(brief_document(whole, language))["brief-top"].rows
    highest = [area for area in whole.ranks.areas if area.final.number == 1]
    names = {area.area: whole.facts[area.fact].value for area in highest}
    assert len([row for row in rows if plain(row[3]) in ("1", "1*")]) == len(names)
    assert whole.facts["plan.rank-one-areas"].value == len(names)
    mark = say("doc.by-decision", language)
    told = {area.id: area.name[language] for area in whole.workspace.evidence.areas}
    for area in whole.ranks.areas:
        cells = [plain(row[1]) for row in rows if plain(row[1]).startswith(told[area.area])]
        if cells:
            assert (mark in cells[0]) == (area.override or area.decided is not None)


def test_the_brief_says_how_sure_in_one_sentence(whole: Strategy) -> None:
    for language in languages():
        said = [plain(block.line) for block in brief_document(whole, language).blocks if isinstance(block, Paragraph)]
        assert sum(NO_PROBABILITY[language] in text for text in said) == 1
    before = [plain(x.line) for x in brief_document(untested(whole), "en").blocks if isinstance(x, Paragraph)]
    assert not [text for text in before if NO_PROBABILITY["en"] in text]


# Methods


def formulas(strategy: Strategy, language: str = "en") -> list[str]:
    blocks = strategy_document(strategy, language).blocks
    start = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.anchor == "annex-methods")
    stop = next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.anchor == "working")
    return [b.line[0].text for b in blocks[start:stop] if isinstance(b, Paragraph) and b.line[0].strong]


def test_the_annex_names_the_methods_that_were_used_and_no_other(tried: Strategy, people: Path) -> None:
    names = formulas(tried)
    assert {"Ranges. ", "Order. ", "Share of weightings. ", "TOPSIS. ", "PROMETHEE II. "} <= set(names)
    assert not {"VIKOR. ", "ELECTRE III. ", "Quantiles. ", "Swing. "} & set(names)
    assert ("Smallest change. " in names) == (tried.workspace.settings.edition == "internal")
    assert len(names) == len(set(names))
    assert "Share of weightings. " not in formulas(untested(tried))
    criteria = people / "criteria.csv"
    text = re.sub(r">=?[\d.]+;>=?[\d.]+;>[\d.]+", "quantiles", criteria.read_text("utf-8"))
    criteria.write_text(text, encoding="utf-8")
    assert "Quantiles. " in formulas(edition(people, "internal"))
    assert "Ranges. " not in formulas(edition(people, "internal"))


def test_an_order_by_shares_of_ranks_has_its_own_sentence(people: Path) -> None:
    settings = people / "nss.toml"
    text = re.sub(r"^tie = .*\n", "", settings.read_text("utf-8"), flags=re.MULTILINE)
    settings.write_text(text.replace("[ranking]\n", '[ranking]\ntie = "profile"\n'), encoding="utf-8")
    strategy = edition(people, "internal")
    text = " ".join(plain(line) for line in lines(strategy_document(strategy, "en").blocks))
    assert "then the larger share of ranks 1 and 2" in text
    assert "Mean rank. " not in formulas(strategy)


def test_other_methods_say_what_was_left_out_and_stand_beside_the_place_in_the_kind(whole: Strategy) -> None:
    document = strategy_document(whole, "en")
    said = [plain(block.line) for block in document.blocks if isinstance(block, Paragraph)]
    assert [text for text in said if text.startswith("Sector: Criteria with missing values are left out. Left out: ")]
    why = say("finding.method-few-left.message", "en")
    assert [text for text in said if text == f"No place for areas of this kind by TOPSIS: {why}"]
    rows = found(document)["other-methods"].rows
    assert [plain(row[2]) for row in rows[:3]] == ["1", "2", "3"]
    assert plain(rows[2][4]) == "–"


# Exports


def test_exports_hold_every_area_and_every_order(whole: Strategy) -> None:
    assert whole.robustness is not None
    content = json.loads(strategy_json(whole))["robustness"]
    placed = [str(area.area) for area in whole.ranks.joint_list()]
    assert [area["area"] for area in content["areas"]] == placed
    assert {sum(area["counts"]) for area in content["areas"]} == {content["samples"]}
    shares = list(csv.DictReader(tables(whole)["acceptability"].splitlines()))
    assert [row["area"] for row in shares] == placed
    for row in shares:
        assert sum(float(value) for key, value in row.items() if key.startswith("share_")) == pytest.approx(1, abs=1e-4)
    weights = list(csv.DictReader(tables(whole)["weight_stability"].splitlines()))
    assert {(row["area"], row["group"]) for row in weights} == {
        (area, group) for area in placed for group in whole.robustness.groups
    }
    assert {row["down_falls"] for row in weights} <= {"", "yes", "no"}
    assert any(row["up_other"] for row in weights)
    orders = list(csv.DictReader(tables(whole)["other_orders"].splitlines()))
    assert {(row["order"], row["name"]) for row in orders} == {
        ("voice", "A"), ("voice", "B"), ("voice", "C+D+G"), ("voice", "E"),
        ("method", "weighted-sum"), ("method", "topsis"), ("method", "promethee-2"),
    }  # fmt: skip
    assert any(not row["position"] for row in orders)


# Pictures


LONG = "Thích ứng với biến đổi khí hậu vùng Đồng bằng sông Cửu Long và miền Trung"


def pictures() -> dict[str, charts.Picture]:
    names = [f"{n}  {LONG}" for n in range(1, 11)]
    shares = [(n / 10, 0.05, 0.9 - n / 10, 0.05) for n in range(10)]
    groups = ("Trụ cột kinh tế", "Trụ cột xã hội", "Trụ cột môi trường", "Đầu vào: mới nổi", "Các bên liên quan")
    ends = [[(0.0, 1.0), (0.19, 0.21), None, (0.2, 0.2), (0.1, 0.6)] for _ in names]
    places = [[n + 1, 36 - n, None, 1, n + 4] for n in range(10)]
    ahead = [[None if x == y else 0.5 + (x - y) / 20 for x in range(10)] for y in range(10)]
    return {
        "acceptability": charts.acceptability(names, shares, ["Vị trí 1", "2–3", "4–10", "11 trở xuống"], "vi"),
        "stability": charts.stability(names, groups, (0.2,) * 5, ends, ("giữ nguyên", "hiện nay")),
        "agreement": charts.agreement(
            names, ["A", "B", "C+D+G", "E", "F"], list(range(1, 11)), places, "Thứ tự này", ("cao hơn", "thấp hơn")
        ),
        "winning": charts.winning([LONG] * 10, ahead, "vi", "tỷ lệ số bộ trọng số"),
    }


@pytest.mark.parametrize("name", ["acceptability", "stability", "agreement", "winning"])
def test_pictures_are_paths_and_nothing_touches_the_edge(name: str, tmp_path: Path) -> None:
    svg, _ = pictures()[name]
    assert not list(ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"))
    assert svg == pictures()[name][0]
    (tmp_path / "a.png").write_bytes(png_of([svg])[0])
    ink = (image.imread(tmp_path / "a.png")[:, :, :3] < 0.7).all(axis=2)
    assert not np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]]).any()


def test_pictures_of_nothing_and_of_hostile_names() -> None:
    bad = "$x^2$ <b> \\frac{ " + "W" * 90
    for areas in ((), (bad,)):
        rows = [()] * len(areas)
        assert b"<b>" not in charts.acceptability(areas, [(1.0,)] * len(areas), [bad], "en")[0]
        assert charts.stability(areas, (bad,), (0.2,), [((0.0, 1.0),)] * len(areas), (bad, bad))[0]
        assert charts.agreement(areas, (), [1] * len(areas), rows, bad, ("a", "b"))[0]
        assert charts.winning(areas, [(None,)] * len(areas), "en", bad)[0]


def test_every_picture_of_the_section_has_its_table(whole: Strategy) -> None:
    document = strategy_document(whole, "en")
    figures = {block.id: block for block in document.blocks if isinstance(block, Figure)}
    own = {"acceptability-map", "agreement-map", "stability-map", "winning-map"}
    assert own <= set(figures)
    for name in own:
        assert figures[name].table in found(document)
        assert figures[name].description
