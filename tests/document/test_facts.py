"""Every number has a name and an origin: each trail is finite, ends at cells or sources, and leads to goals."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from opennss import build as spine
from opennss.document.blocks import Document, Heading, Table
from opennss.document.facts.measures import subject
from opennss.document.outline import brief_document, strategy_document
from opennss.document.outline.pen import Pen
from opennss.document.outline.thread import objective_numbers
from opennss.document.shown import shown
from opennss.document.trail import Step, explain, lines, method, serves
from opennss.language import languages, say, sentences
from opennss.model.results import Strategy
from opennss.model.table import Cell
from opennss.workspace.init import init

Documents = dict[tuple[str, str], Document]


def spans(document: Document):
    yield from (span for line in lines(document.blocks) for span in line)
    yield from (span for line in document.cover for span in line)


SUBJECTS = (
    "project.", "goal.", "align.", "seat.", "gap.", "objective.", "measure.", "steady.", "baseline.", "mirror.",
)  # fmt: skip
"""Facts whose span may name what they are about, by a short number or a sign, instead of their value."""


def test_every_printed_fact_exists_and_is_printed_as_it_is(strategy: Strategy, documents: Documents) -> None:
    """A span with a fact shows its value, or names what the fact is about: a project, a goal, a seat."""
    currency = strategy.workspace.settings.currency
    for (_, language), document in documents.items():
        printed = 0
        for span in spans(document):
            if not span.fact:
                continue
            fact = strategy.facts[span.fact]
            values = {shown(fact, language, currency, style) for style in ("", "plain")}
            about = span.fact.startswith(SUBJECTS)
            assert span.text in values or about, (span, values)
            printed += 1
        assert printed > 20


def test_a_name_beside_a_number_is_a_subject_and_not_another_number(strategy: Strategy, documents: Documents) -> None:
    for (_, language), document in documents.items():
        for span in spans(document):
            if span.fact.startswith("project.") and span.fact.count(".") == 1:
                everything = [*strategy.projects, *(item.project for item in strategy.plan.not_now)]
                about = {project.id: subject(project, strategy)[language] for project in everything}
                name = re.sub(r"^(M|GP)\d+ ", "", span.text)
                assert name == about[span.fact.removeprefix("project.")]
            if re.fullmatch(r"(measure|objective)\.[^.]+", span.fact):
                assert re.fullmatch(r"(M|GP|O|CL)\d+(\. )?", span.text), span
            if span.fact.startswith(("goal.", "align.")) and re.search(r"\d", span.text):
                value = shown(strategy.facts[span.fact], language, strategy.workspace.settings.currency)
                assert span.text == value or re.fullmatch(r"\(?[GM]\d+\)?", span.text), span


def test_the_trail_of_a_document_holds_every_fact_it_prints_or_leads_to(documents: Documents) -> None:
    """The brief has none of its own: its facts lead to the trail of the strategy beside it."""
    for (name, language), document in documents.items():
        beside = documents["strategy", language]
        assert (document.trail_in, bool(document.trail)) == (
            ("strategy.html", False) if name == "brief" else ("", True)
        )
        entries = {entry.fact: entry for entry in beside.trail}
        needed = {span.fact for span in spans(document) if span.fact}
        assert needed <= set(entries)
        for entry in entries.values():
            assert entry.label
            assert entry.value
            assert entry.method
            assert {name for _, name in entry.inputs if name} <= set(entries)
            assert entry.inputs or entry.sources


def test_the_trail_is_finite_and_ends_at_cells_or_sources(strategy: Strategy) -> None:
    done: set[str] = set()

    def walk(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, f"a circle: {above} {name}"
        if name in done:
            return
        fact = strategy.facts[name]
        below = [item for item in fact.origin.inputs if isinstance(item, str)]
        if not below:
            assert fact.origin.sources or any(isinstance(item, Cell) for item in fact.origin.inputs), name
        for item in (*below, *fact.origin.serves):
            walk(item, (*above, name))
        done.add(name)

    for name in strategy.facts:
        walk(name, ())
    assert len(done) > 2000


def test_cells_and_sources_of_the_trail_are_in_the_folder(strategy: Strategy, vietnam: Path) -> None:
    known = {source.id for source in strategy.workspace.evidence.sources}
    heights = {
        path.relative_to(vietnam).as_posix(): path.read_text("utf-8").count("\n") for path in vietnam.rglob("*.*")
    }
    for fact in strategy.facts.values():
        assert set(fact.origin.sources) <= known, fact.name
        for item in fact.origin.inputs:
            if isinstance(item, Cell):
                assert item.file in heights, (fact.name, item)
                assert item.row <= heights[item.file], (fact.name, item)
                assert item.row != 1, (fact.name, item, "the header is no place")


def test_every_fact_can_be_explained_in_every_language(strategy: Strategy) -> None:
    def size(step: Step) -> int:
        return 1 + sum(size(item) for item in (*step.steps, *step.serves))

    for language in languages():
        for name, fact in strategy.facts.items():
            step = explain(strategy, name, language, 1)
            assert step.name == name
            assert step.label
            assert step.method == method(fact, language)
            assert step.steps or step.sources
    assert 100 < size(explain(strategy, "plan.count", "en")) < 100_000


def test_every_project_leads_to_a_national_goal_or_its_areas_serve_none(strategy: Strategy) -> None:
    lonely = set(strategy.aligned.areas_without_goal)
    goals = {str(goal.id) for goal in strategy.workspace.evidence.goals}
    choices = strategy.workspace.choices
    assert strategy.plan.items
    for item in strategy.plan.items:
        reached = set(serves(strategy, strategy.facts[f"project.{item.project.id}"]))
        own = {str(goal) for area, goal, _ in strategy.aligned.pairs if area in item.project.areas}
        for measure in (m for m in choices.measures if m.id == item.project.measure):
            own |= {
                *measure.goals,
                *(goal for o in choices.objectives if o.id == measure.objective for goal in o.goals),
            }
        assert reached == own
        assert reached <= goals
        assert reached or set(item.project.areas) <= lonely


def test_every_goal_leads_down_to_what_serves_it_and_each_of_these_leads_back(strategy: Strategy) -> None:
    planned = {item.project.id for item in strategy.plan.items}
    seen: set[str] = set()

    def down(name: str) -> set[str]:
        fact = strategy.facts[name]
        steps = {*fact.origin.served_by, *(x for x in fact.origin.inputs if isinstance(x, str) and "goal." in name)}
        return {name}.union(
            *(down(step) for step in steps if step.startswith(("goal.", "objective.", "measure.", "project.")))
        )

    for goal in strategy.workspace.evidence.goals:
        below = {name for name in down(f"goal.{goal.id}") if re.fullmatch(r"project\..+\.start", name)}
        for name in below:
            assert goal.id in serves(strategy, strategy.facts[name]), (goal.id, name)
        seen |= {name.removeprefix("project.").removesuffix(".start") for name in below}
        assert strategy.facts[f"goal.{goal.id}.measures"].value + strategy.facts[
            f"goal.{goal.id}.projects"
        ].value == len(below)
    assert seen == {name for name in planned if serves(strategy, strategy.facts[f"project.{name}"])}


ANY, YEAR, DATE = r".*", r"\(?20\d\d\)?", r"\d?\d( \w{3} |/\d?\d/)20\d\d"
COMMITTEE = r"(ISO|IEC)[A-Za-z0-9/ ]+"
REFERENCE = rf"{COMMITTEE}[-\w:./]*"

FREE = {
    # table: columns whose numbers are no results but names, titles, references, codes, dates and settings
    "key-figures": {0: ("names of facts", ANY)},
    "brief-years": {0: ("years of the plan", YEAR)},
    "brief-top": {2: ("day and reason of a decision", ANY)},
    "actions": {1: ("number of a measure, and what must come first", ANY)},
    "baseline": {3: ("evidence", ANY), 4: ("dates", DATE)},
    "process": {0: ("steps", ANY), 2: ("dates", DATE), 3: ("dates", DATE), 5: ("files and dates", ANY)},
    "mirror-committees": {0: ("committees", COMMITTEE), 2: ("pseudonyms", r" \([\w, -]+\)")},
    "overturn": {6: ("criteria and codes", ANY), 7: ("steps of the weights", ANY)},
    "criteria": {2: ("ranges: settings", r"[<>]=?[\d.]+ · [<>]=?[\d.]+ · [<>]=?[\d.]+")},
    "goals": {4: ("document, date, article, grade", ANY)},
    "round": {0: ("letters of the categories", r".* \(A[12]\)")},
    "sure": {1: ("grades of sources; decisions and their reasons", ANY)},
    "cut": {3: ("codes of the other level", r"([A-U](-[A-U]|\d\d)?: (; )?)+|(; )?[A-U](-[A-U]|\d\d)?: ")},
    "technology-lists": {0: ("names, numbers and grades", ANY), 6: ("caveats", ANY)},
    "value-relevance": {0: ("numbers of the picture, and names", ANY)},
    "frontier": {0: ("numbers of the picture", r"\d")},
    "skills": {2: ("years of the plan", YEAR)},
    "funds": {2: ("years of the plan", YEAR)},
    "experts-time": {0: ("years of the plan", YEAR)},
    "experts-committees": {0: ("committees", COMMITTEE)},
    "landscape": {0: ("names", ANY)},
    "technology-seats": {0: ("committees and titles", ANY)},
    "technology-changes": {0: ("committees", COMMITTEE), 2: ("dates", DATE), 4: ("dates", DATE)},
    "technology-criteria": dict.fromkeys((2, 3, 4), ("bounds: a setting", r"[<>≤≥] -?[\d.,]+( %)?")),
    "dossier-committees": {0: ("committees and titles", ANY)},
    "dossier-uses": {1: ("periods", rf", {YEAR}(-\d\d)*"), 2: ("statements", ANY), 3: ("titles and grades", ANY)},
    "dossier-drafts": {0: ("references", ANY), 1: ("titles", ANY)},
    "seats-held": {0: ("committees", COMMITTEE), 3: ("dates", DATE)},
    "seats": {1: ("committees", rf"{COMMITTEE}: ")},
    "list-adoption": {1: ("titles", ANY), 2: ("type, and the draft that revises it", ANY)},
    "list-participation": {4: ("references of drafts", rf"({REFERENCE}(; )?)+")},
    "loads": {1: ("years of the plan", YEAR)},
    "effort": {5: ("spread: a setting", r"\d+(;\d+)*")},
    "targets": {0: ("names", ANY), 1: ("definitions", ANY)},
    "progress": {0: ("names", ANY), 1: ("years of the targets", YEAR), 3: ("periods", r" ?\(?20\d\d(-[HQ]\d)?\)?")},
    "reporting": {0: ("names", ANY), 2: ("means of verification", ANY)},
    "results": {0: ("numbers of results", r"[\d.]+"), 2: ("names of indicators", ANY)},
    "ballot-calendar": {0: ("dates", DATE), 2: ("committees", COMMITTEE)},
    "seat-duties": {0: ("committees", COMMITTEE)},
    "reviews-due": {
        0: ("references and titles", ANY), 1: ("references", REFERENCE), 2: ("years", r"(19|20)\d\d"),
        4: ("references", ANY),
    },
    "schedule": {0: ("titles", ANY), **dict.fromkeys(range(2, 8), ("months of stages", r"\d\d?/\d\d"))},
    "workload": {1: ("years of the plan", YEAR)},
    "deadlines": {0: ("dates", DATE), 2: ("committees and references", ANY)},
    "coverage": {2: ("periods", rf"{YEAR}( – {YEAR})?"), 4: ("grades", r"(, )?[123]: ")},
    "unknown": {0: ("names", ANY)},
    "sources": {
        0: ("grades", r"[123]"), 1: ("titles, numbers and dates", ANY), 2: ("publishers and addresses", ANY),
        3: ("dates", DATE),
    },
    "steps": {0: ("names of objectives", ANY)},
    "areas": {3: ("HS", r"(\d{2,6}(; )?)+"), 4: ("ICS", r"(\d\d(\.\d{3}(\.\d\d)?)?(; )?)+")},
    "drafts": {0: ("references of drafts", REFERENCE), 1: ("titles", ANY), 2: ("committees", ANY)},
    "catalogue": {0: ("national references", ANY), 1: ("titles", ANY), 2: ("references", REFERENCE)},
    "institutions": {2: ("dates", DATE)},
    "requests": {2: ("standards and committees", rf"({REFERENCE}(; )?)+")},
    "opinions": {2: ("number and date of the letter", rf"(.*, )?{DATE}")},
}  # fmt: skip


def test_every_number_in_a_table_is_a_fact(documents: Documents) -> None:
    loose: dict[tuple[str, int], list[str]] = {}
    for document in documents.values():
        for block in document.blocks:
            if isinstance(block, Table):
                for row in block.rows:
                    for place, cell in enumerate(row):
                        found = [span.text for span in cell if re.search(r"\d", span.text) and not span.fact]
                        name = re.sub(r"^measures-(?!by-year).*", "measures", block.id)
                        name = re.sub(r"^(dossier-[a-z]+|sure)-.*", r"\1", name)
                        loose.setdefault((name, place), []).extend(found)
    used = {key for key, texts in loose.items() if texts}
    allowed = {(table, place): rule for table, columns in FREE.items() for place, rule in columns.items()}
    assert {key: loose[key][:3] for key in used - set(allowed)} == {}
    assert set(allowed) - used == set(), "these columns need no exception any more"
    for key, (reason, pattern) in allowed.items():
        assert [text for text in loose[key] if not re.fullmatch(pattern, text)] == [], (key, reason)


def test_running_text_holds_no_number_of_its_own(strategy: Strategy, documents: Documents) -> None:
    """A number outside tables is a fact, or stands in a sentence of the product, in prose that was checked when it was
    read, in a name of the folder, or in a decision."""
    for (_, language), document in documents.items():
        workspace = strategy.workspace
        told = [*sentences(language).values(), *(text for _, _, text in workspace.choices.prose)]
        told += [area.name[language] for area in workspace.evidence.areas]
        told += [round_.title[language] for round_ in workspace.voices.rounds]
        told += [asked.text[language] for round_ in workspace.voices.rounds for asked in round_.questions]
        told += [decision.reason[language] for decision in workspace.choices.decisions]
        told += [text[language] for row in workspace.evidence.technologies for text in (row.name, row.reason)]
        told += [f"{item.published.name[language]} {item.published.number}" for item in strategy.lists]
        told += [name[language] for item in strategy.lists for name in item.entries.values()]
        told += [entry for row in workspace.evidence.technologies for entry in row.entries]
        told += ["; " + say("doc.flips-more", language, number=number) for number in range(1, 20)]
        numbers = objective_numbers(Pen(strategy, language))
        told += [f"{numbers[row.id]}. {row.name[language]}" for row in workspace.choices.objectives]
        known = " | ".join(told).replace("**", "")
        decided = {str(day) for d in workspace.choices.decisions for day in (d.date, d.expiry)}
        decided |= {d.subject for d in workspace.choices.decisions if d.subject}
        for block in document.blocks:
            if isinstance(block, Table):
                continue
            for line in lines([block]):
                for span in line:
                    text = span.text
                    for name in decided:
                        text = text.replace(name, "")
                    if re.search(r"\d", text) and not span.fact:
                        assert known.find(text.strip()) >= 0 or re.fullmatch(r"[^\d]*1\*?(\. ?)?", text), text
            if isinstance(block, Heading):
                assert block.text in told


@pytest.fixture
def empty(tmp_path: Path) -> Strategy:
    init(tmp_path / "lao", "LAO", ("en", "vi"), as_of=dt.date(2026, 11, 22), currency="LAK")
    return spine.build(*spine.read(tmp_path / "lao"))


@pytest.mark.parametrize("kind", ["empty", "small"])
def test_a_small_and_an_empty_folder_keep_the_same_promises(kind: str, request: pytest.FixtureRequest) -> None:
    found = request.getfixturevalue(kind)
    strategy = spine.build(*spine.read(found)) if isinstance(found, Path) else found
    test_the_trail_of_a_document_holds_every_fact_it_prints_or_leads_to(
        {
            (name, language): make(strategy, language)
            for language in strategy.workspace.settings.languages
            for name, make in (("strategy", strategy_document), ("brief", brief_document))
        }
    )
    for fact in strategy.facts.values():
        assert fact.origin.inputs or fact.origin.sources, fact.name


def test_an_unknown_fact_and_an_unknown_style_raise(strategy: Strategy) -> None:
    with pytest.raises(KeyError):
        explain(strategy, "no.such.fact", "en")
    with pytest.raises(ValueError, match="unknown style"):
        shown(strategy.facts["areas.count"], "en", "VND", "shouted")


def test_money_shares_and_dates_are_shown_by_language(strategy: Strategy) -> None:
    facts = strategy.facts
    assert shown(facts["as-of"], "en", "VND") == "22 November 2026"
    assert shown(facts["as-of"], "vi", "VND") == "ngày 22 tháng 11 năm 2026"
    assert shown(facts["plan.first-year"], "vi", "VND") == "2027"
    money: Callable[[str], str] = lambda language: shown(facts["load.cost"], language, "VND")  # noqa: E731
    assert "million VND" in money("en")
    assert "triệu VND" in money("vi")
    assert money("en").partition(" ")[0].replace(",", ".") == money("vi").partition(" ")[0]
