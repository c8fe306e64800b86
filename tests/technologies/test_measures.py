"""What criteria are measured by: sums counted once, missing never zero, zero only where a row says so."""

from fractions import Fraction

import pytest

from opennss.language import languages, sentences
from opennss.model.dossiers import Amount, Position
from opennss.model.references import CommitteeCode
from opennss.model.results import Mirrored
from opennss.model.technologies import ListEntry, TechnologyMeasure
from opennss.technologies.measures import MEASURES, NOTHING, Ground, measured

GDP = {"farming": 12.0, "industry": 24.5, "health": 3.25}


@pytest.fixture
def take(cases):
    """Take one measure of a technology; arguments are tables of the workspace and parts of the ground."""

    def taken(measure, table=None, mirrored=None, totals=None, position=None, technology=None, **tables):
        ground = Ground(
            technology=technology
            or cases.technology(committees=(CommitteeCode("ISO/TC 1"), CommitteeCode("ISO/TC 2"))),
            workspace=cases.workspace(**tables),
            table={("gdp-share", name): cases.percent(value) for name, value in GDP.items()} | (table or {}),
            mirrored=mirrored,
            landscape=cases.landscape(**(totals or {})),
            position=position,
        )
        return measured(ground)[TechnologyMeasure(measure)]

    return taken


def test_every_measure_has_a_function_a_unit_and_a_sentence():
    assert set(MEASURES) == set(TechnologyMeasure) - {TechnologyMeasure.JUDGED}
    for language in languages():
        told = {key.partition("measure-")[2] for key in sentences(language) if key.startswith("method.measure-")}
        assert told == {measure.value for measure in TechnologyMeasure}
    assert {measure.unit for measure in MEASURES} == {"percent", "index", "count"}


# Uses


def test_sectors_count_once(take, cases):
    rows = [cases.use("a", area="farming"), cases.use("b", "import", area="farming"), cases.use("c", area="industry"),
            cases.use("d", area="roads"), cases.use("e", area="health", status="coming"), cases.use("f")]  # fmt: skip
    found = take("gdp-share", uses=rows)
    assert found.value == Fraction("36.5")
    assert found.complete
    assert take("areas", uses=rows).value == 3, "planned use is no use yet"
    assert take("gdp-share", {("gdp-share", "farming"): cases.percent(0.12, "share")}, uses=rows).value == Fraction(
        "36.5"
    )


def test_a_sector_without_a_share_makes_a_lower_bound(take, cases):
    found = take("gdp-share", uses=[cases.use("a", area="farming"), cases.use("b", area="office")])
    assert (found.value, found.unknown) == (12, ("office",))
    alone = take("gdp-share", uses=[cases.use("b", area="office")])
    assert (alone.value, alone.unknown) == (None, ("office",))
    index = {("gdp-share", "farming"): cases.percent(12, "index")}
    assert take("gdp-share", index, uses=[cases.use("a", area="farming")]).value is None, "no share, no part of GDP"


@pytest.mark.parametrize(
    "measure", ["areas", "gdp-share", "public-services", "risks", "regulation", "market-regulation"]
)
def test_an_absent_row_proves_nothing(take, cases, measure):
    assert take(measure).value is None
    other = [cases.use("a", "use" if measure in ("risks", "regulation", "market-regulation") else "risk")]
    assert take(measure, uses=other).value is None


def test_zero_is_what_a_row_says(take, cases):
    none = [cases.use("n", status="none"), cases.use("m", "regulation", status="none")]
    for measure in ("areas", "gdp-share", "public-services", "regulation"):
        assert take(measure, uses=none).value == 0, measure
        assert take(measure, uses=none).complete
    assert take("risks", uses=none).value is None
    here = [cases.use("n", area="farming", status="none")]
    for measure in ("areas", "gdp-share", "public-services"):
        assert take(measure, uses=here).value is None, "farming says nothing of any other area"
    bought = [cases.use("n", "import", status="none")]
    assert take("areas", uses=bought).value is None, "what nobody imports may be made and used at home"
    one, all_ = (cases.use("n", "market-regulation", where=where, status="none") for where in ("EU", "*"))
    assert take("market-regulation", uses=[one]).value is None, "one market says nothing of the others"
    assert take("market-regulation", uses=[all_]).value == 0


def test_a_row_that_is_not_known_makes_a_lower_bound(take, cases):
    rows = [cases.use("a", "risk"), cases.use("b", "risk", status="?")]
    assert take("risks", uses=rows) == Amount(Fraction(1), take("risks", uses=rows).cells, ("b",))
    assert take("risks", uses=rows[1:]).value is None
    assert take("risks", uses=rows[1:]).unknown == ("b",)


def test_public_services(take, cases):
    rows = [cases.use(name, area=name) for name in ("farming", "health", "office", "mixed", "roads", "air", "robots")]
    assert take("public-services", uses=rows).value == 3, "health, office and roads; mixed is only in part public"
    assert take("public-services", uses=rows[:1]).value is None


def test_rules_are_counted_by_row_and_markets_once(take, cases):
    rows = [cases.use("a", "regulation"), cases.use("b", "regulation", status="coming"),
            cases.use("c", "market-regulation", where="EU"), cases.use("d", "market-regulation", where="EU"),
            cases.use("e", "market-regulation", where="USA")]  # fmt: skip
    assert take("regulation", uses=rows).value == 2, "a rule that is coming counts"
    assert take("market-regulation", uses=rows).value == 2
    assert [str(place) for place in take("regulation", uses=rows).cells] == ["technology_uses.csv (status)"] * 2


# Lists and goals


def test_lists(take, cases):
    named = cases.technology(entries=(ListEntry("vn-21-2026:1"), ListEntry("vn-21-2026:2"), ListEntry("eu-2023:1")))
    assert take("lists-share", technology=named, lists=("vn-21-2026", "my-mystie-2020")).value == 50
    assert take("lists-share", technology=named, lists=("my-mystie-2020",)).value == 0
    assert take("lists-share", technology=named) == NOTHING, "no list is chosen"
    assert take("lists-share", lists=("vn-21-2026",)) == NOTHING, "nobody compared it with a list"


def test_goals(take, cases):
    goals = [cases.goal("g1"), cases.goal("g2"), cases.goal("g3"), cases.goal("old", "superseded")]
    rows = [cases.serves("robots", "g1", "indirect"), cases.serves("farming", "g1"), cases.serves("farming", "g2"),
            cases.serves("farming", "g3", "indirect"), cases.serves("robots", "old")]  # fmt: skip
    own = cases.technology(area="robots")
    farm = [cases.use("a", area="farming")]
    assert take("goals", technology=own, goals=goals, alignments=rows).value == 1
    assert take("goals", technology=own, goals=goals, alignments=rows, uses=farm).value == 2, "an indirect one is far"
    more = [*farm, cases.use("b", area="industry")]
    assert take("goals", technology=own, goals=goals, alignments=rows, uses=more).unknown == ("industry",)
    assert take("goals", goals=goals, alignments=rows).value is None, "neither area nor use"
    none = [cases.serves("robots", strength="none")]
    assert take("goals", technology=own, goals=goals, alignments=none).value == 0, "the table says so"


# People, landscape, trade, research


def test_experts_and_ready_committees(take, cases):
    first, second = "ISO/TC 1", "ISO/TC 2"
    people = {first: Mirrored(("m",), ("e1", "e2")), second: Mirrored(("m",), ("e2",))}
    rows = [cases.expert("e1", first), cases.expert("e2", first, second), cases.expert("e3")]
    found = take("experts", mirrored=people, experts=rows)
    assert (found.value, len(found.cells), found.complete) == (2, 3, True)
    assert take("ready-committees", mirrored=people, experts=rows).value == 2
    assert take("experts", mirrored={}).value == 0, "national committees are on record, none mirrors these"
    assert take("experts", mirrored=None) == NOTHING
    assert take("experts", mirrored={}, technology=cases.technology()) == NOTHING
    assert take("experts", mirrored={first: Mirrored(unknown=True)}).unknown == (first,)


def test_totals_of_the_landscape(take):
    totals = {"drafts": 8, "open": 6, "early": 2, "in_force": 30, "p_members": 41, "own_seats": 0}
    expected = {"drafts": 8, "open-share": 75, "early-share": 25, "in-force": 30, "p-members": 41, "own-seats": 0}
    assert {name: take(name, totals=totals).value for name in expected} == expected
    assert take("neighbour-seats", totals=totals) == NOTHING
    assert take("open-share", totals={"drafts": 0}).value == 0, "without a draft nothing can be shaped"
    assert take("open-share", totals={"open": 3}).value is None


def test_a_share_that_lacks_something_is_not_known(cases):
    ground = cases.landscape(open=3)
    lacking = {**ground.totals, "drafts": Amount(Fraction(4), (), ("ISO/TC 2",))}
    measure = MEASURES[TechnologyMeasure.OPEN_SHARE]
    found = measure(Ground(cases.technology(), cases.workspace(), {}, None, type(ground)("ai", (), lacking, ()), None))
    assert (found.value, found.unknown) == (None, ("ISO/TC 2",))


def test_trade(take, cases):
    table = {("export-share", "robots"): cases.percent(4.5), ("import-share", "robots"): cases.percent(11)}
    own = cases.technology(area="robots")
    assert take("trade-share", table, technology=own).value == 11
    half = take("trade-share", dict(list(table.items())[:1]), technology=own)
    assert (half.value, half.unknown) == (Fraction("4.5"), ("import-share",))
    assert take("trade-share", technology=own).value is None
    assert take("trade-share", table) == NOTHING


def test_research(take):
    amounts = {name: Amount(Fraction(1, 50)) for name in ("works", "world", "share", "growth", "top", "concentration")}
    place = Position("ai", 2020, 2024, **amounts, specialization=Amount(Fraction(3, 2)), small=False)
    assert take("research-share", position=place).value == 2
    assert take("specialization", position=place).value == Fraction(3, 2)
    assert take("top-share", position=place).value == 2
    few = Position("ai", 2020, 2024, **amounts, specialization=Amount(Fraction(3, 2)), small=True)
    assert take("specialization", position=few) == NOTHING, "too few works to speak about"
    assert take("specialization") == NOTHING
