"""The monitoring report and the results framework on paper: nothing invented, each number with its parts and trail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from opennss import build as spine
from opennss.document import charts
from opennss.document.blocks import Document, Figure, Heading, Table, plain
from opennss.document.facts.monitoring import watched
from opennss.document.monitoring import monitoring_document, short_tables, summary
from opennss.document.monitoring_files import as_data
from opennss.document.monitoring_words import ALERT_TONES, SIGNS, TONES
from opennss.document.outline.pen import Pen
from opennss.document.outline.programme import review
from opennss.document.outline.results_framework import LEAVES, placed, results_framework
from opennss.document.palette import TONES as KNOWN
from opennss.document.trail import explain
from opennss.language import Text, say, sentences
from opennss.model.codes import Id, Period
from opennss.model.monitoring import Alert, Duty, HalfYear, Kpi, KpiGroup, Light, Matter, Monitoring
from opennss.model.obligations import Hold, Obligations, SeatDuty
from opennss.model.programme import Result, ResultLevel
from opennss.model.results import Strategy


@pytest.fixture(scope="module")
def found(strategy: Strategy, vietnam: Path) -> Monitoring:
    return spine.watch(strategy, spine.read(vietnam)[1])


@pytest.fixture(scope="module", params=["en", "vi"])
def document(request: pytest.FixtureRequest, found: Monitoring, strategy: Strategy) -> Document:
    return monitoring_document(found, strategy, request.param)


def tables(document: Document) -> dict[str, Table]:
    return {block.id: block for block in document.blocks if isinstance(block, Table)}


def texts(table: Table) -> Iterator[list[str]]:
    for row in table.rows:
        yield [plain(cell) for cell in row]


def test_every_picture_has_its_table(document: Document) -> None:
    own = tables(document)
    pictures = [block for block in document.blocks if isinstance(block, Figure)]
    assert {picture.table for picture in pictures} <= set(own)
    assert {"tracked", "monitor-delivery", "results"} <= {picture.table for picture in pictures}


def test_every_light_and_alert_is_told_by_a_word_and_a_known_colour() -> None:
    assert set(SIGNS) == set(TONES) == set(Light)
    assert set(ALERT_TONES) == set(Alert)
    assert {*TONES.values(), *ALERT_TONES.values()} <= set(KNOWN)
    assert len(set(SIGNS.values())) == len(Light), "forms differ, not only colours"


def test_every_figure_is_printed_with_its_definition(document: Document, found: Monitoring) -> None:
    rows = list(texts(tables(document)["monitor-kpis"]))
    assert len(rows) == len(found.kpis)
    for figure, row in zip(found.kpis, rows, strict=True):
        assert row[4].startswith(say(f"method.kpi-{figure.id}", document.language))
        if figure.share is None and figure.figure is None:
            assert row[1] == "?", "what is not known is never zero"
        if figure.missing and figure.share is not None:
            assert "≥" in row[1]


@pytest.mark.parametrize("part", [0, 1])
def test_only_a_share_can_be_a_lower_bound(strategy: Strategy, found: Monitoring, part: int) -> None:
    figure = Kpi("adopted", KpiGroup.CATALOGUE, Decimal(part), Decimal(4), missing=3)
    document = monitoring_document(replace(found, kpis=(figure,)), strategy, "en")
    (row,) = texts(tables(document)["monitor-kpis"])
    assert ("lower bound" in row[4]) == row[1].startswith("≥") == bool(part)


def test_months_and_bounds_in_words(strategy: Strategy, found: Monitoring) -> None:
    name = Text.of(en="A", vi="A")
    late = tuple(Duty(Alert.LATE, Matter.END, name, months=months, id=str(months)) for months in (0, 1, 2))
    half = HalfYear(Period("2027-H1"), 2, 1, None, maybe_begun=1)
    own = replace(found, duties=late, halves=(half,), recorded=True)
    shown = tables(monitoring_document(own, strategy, "en"))
    assert [row[5] for row in texts(shown["monitor-late"])] == ["less than a month", "1 month", "2 months"]
    assert list(texts(shown["monitor-delivery"])) == [["2027-H1", "≥ 2", "1", ""]]


def test_the_light_of_the_seats_says_what_makes_it(strategy: Strategy, found: Monitoring) -> None:
    def words(own: Strategy) -> dict[str, str]:
        table = next(table for table in short_tables(found, own, "en") if table.id == "lights")
        return {row[0]: row[2] for row in texts(table)}

    seat = SeatDuty("ISO/TC 1", Hold.LOST, (), (), (), ())
    held = Obligations(duties=(seat, replace(seat, hold=Hold.KEPT)), unrecorded=("ISO/TC 2",))
    told = words(replace(strategy, obligations=held))["P-seats by their ballots"]
    assert told == "1 lost by the rule, 1 kept, 1 without a ballot on record"
    workspace = strategy.workspace
    empty = replace(
        workspace, voices=replace(workspace.voices, requests=()), method=replace(workspace.method, process=())
    )
    bare = words(replace(strategy, workspace=empty, obligations=Obligations()))
    assert [bare[name] for name in ("P-seats by their ballots", "Requests", "Steps of the method")] == [
        "no P-seat is on record", "no request is on record", "no step of the method is on record",
    ]  # fmt: skip


def test_every_number_of_the_report_leads_to_its_trail(document: Document) -> None:
    known = {entry.fact for entry in document.trail}
    for table in tables(document).values():
        for row in table.rows:
            assert {span.fact for cell in row for span in cell if span.fact} <= known, table.id
    assert "kpi.rank-one" in known


def test_who_must_act_stands_on_the_first_page(document: Document) -> None:
    heads = [block.anchor for block in document.blocks if isinstance(block, Heading) and block.level == 1]
    assert heads[:3] == ["monitor-headline", "monitor-next", "monitor-targets"]
    assert "results-framework" in heads


def test_the_review_chapter_prints_framework_and_reporting(strategy: Strategy) -> None:
    pen = Pen(strategy, "vi")
    ids = [block.id for block in review(pen) if isinstance(block, Table | Figure)]
    assert ids == ["progress", "progress", "reporting", "results-1", "results"]


def test_folders_without_framework_print_nothing_of_it(strategy: Strategy, found: Monitoring) -> None:
    workspace = strategy.workspace
    bare = replace(strategy, workspace=replace(workspace, choices=replace(workspace.choices, results=())))
    assert results_framework(Pen(bare, "en")) == []
    said = [plain(block.line) for block in monitoring_document(found, bare, "en").blocks if hasattr(block, "line")]
    assert say("doc.no-results", "en") in said


def row(id_: str, level: ResultLevel, under: str | None = None) -> Result:
    return Result(id=Id(id_), level=level, under=Id(under) if under else None, text=Text.of(en=id_))


def test_results_are_numbered_by_their_place() -> None:
    rows = (
        row("a1", ResultLevel.OUTCOME, "g"), row("x", ResultLevel.OUTPUT, "b"), row("g", ResultLevel.GOAL),
        row("b", ResultLevel.OUTCOME, "g"), row("loose", ResultLevel.OUTPUT),
    )  # fmt: skip
    assert [(one.number, str(one.row.id)) for one in placed(rows)] == [
        ("1", "g"), ("1.1", "a1"), ("1.2", "b"), ("1.2.1", "x"), ("2", "loose"),
    ]  # fmt: skip


def test_a_large_framework_is_divided_by_outcomes(strategy: Strategy) -> None:
    many = [row("g", ResultLevel.GOAL)]
    for outcome in range(4):
        many.append(row(f"o{outcome}", ResultLevel.OUTCOME, "g"))
        many += [row(f"o{outcome}-{place}", ResultLevel.OUTPUT, f"o{outcome}") for place in range(LEAVES // 2)]
    workspace = strategy.workspace
    choices = replace(workspace.choices, results=tuple(many))
    pen = Pen(replace(strategy, workspace=replace(workspace, choices=choices)), "en")
    pictures = [block for block in results_framework(pen) if isinstance(block, Figure)]
    assert [picture.id for picture in pictures] == ["results-1", "results-2"]


def test_a_lower_bound_of_zero_says_nothing() -> None:
    figure = Kpi("requests", KpiGroup.PEOPLE, Decimal(0), Decimal(4), missing=1)
    assert figure.share is None
    assert replace(figure, missing=0).share == 0


def test_the_summary_counts_what_presses(found: Monitoring, strategy: Strategy) -> None:
    assert summary(found, strategy, "en").startswith(("Somebody must act", "Nothing is late"))


def test_a_technology_that_is_hidden_stays_hidden(technical: Path) -> None:
    path = technical / "technologies.csv"
    military = next(line.split(",")[0] for line in path.read_text("utf-8").splitlines() if ",yes," in line)
    with (technical / "decisions.csv").open("a", encoding="utf-8", newline="\n") as file:
        file.write(f"d9,approach,,,{military},,Top secret,Tối mật,Office A,Minister A,2026-10-01,2027-01-01,monitor\n")
    workspace, world = spine.read(technical)
    strategy = spine.build(workspace, world)
    assert all(military != row for row in strategy.dossiers)
    data = str(as_data(spine.watch(strategy, world)))
    assert "'d9'" not in data
    assert military not in data


def test_pictures_stand_hostile_and_empty_input() -> None:
    bad = "$x^2$ <b> " + "W" * 200
    picture: Callable[..., tuple[bytes, bytes]]
    for picture, arguments in (
        (charts.framework, ([(0, -1, bad), (1, 0, bad), (3, 1, bad)], [bad] * 4)),
        (charts.framework, ([], ["a"] * 4)),
        (charts.delivery, ([("2027-H1", 0, None, None)], (bad, "b", "c"), "vi")),
        (charts.delivery, ([], ("a", "b", "c"), "en")),
        (charts.stage_ages, ([(bad, 1, None, None), ("b", 2, 3.5, 7)], ("a", "b"), "vi")),
        (charts.stage_ages, ([], ("a", "b"), "en")),
    ):
        svg, _ = picture(*arguments)
        assert svg.startswith(b"<svg")
        assert b"<b>" not in svg
        assert picture(*arguments)[0] == svg


def test_definitions_are_there_for_every_figure(found: Monitoring) -> None:
    for figure in found.kpis:
        for start in ("method", "label"):
            assert f"{start}.kpi-{figure.id}" in sentences("vi")


@pytest.mark.parametrize("language", ["en", "vi"])
def test_two_shares_of_answered_requests_say_what_each_is(
    strategy: Strategy, found: Monitoring, language: str
) -> None:  # fmt: skip
    """The figure of the report counts all requests up to its day; a target counts as the country defined it."""
    own = tables(monitoring_document(found, strategy, language))
    [light] = [row for row in texts(own["lights"]) if row[0] == say("doc.light-of-requests", language)]
    figure = next(row for row in found.kpis if row.id == "requests")
    said = say("doc.requests-replied-now", language, share="", part=figure.part, whole=figure.whole)
    assert light[2].endswith(said.strip())
    [target] = {row.definition for row in strategy.workspace.method.targets if row.id == "requests-answered"}
    assert any(row[0].endswith(target[language]) for row in texts(own["reporting"]))


@pytest.mark.parametrize("name", ["kpi.requests", "kpi.requests.part", "kpi.rank-one", "trend.ballots-cast.reached"])
def test_figures_of_monitoring_have_a_trail(strategy: Strategy, found: Monitoring, name: str) -> None:
    step = explain(watched(strategy, found), name, "en")
    assert step.method
    assert step.steps
