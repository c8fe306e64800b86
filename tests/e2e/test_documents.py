"""The documents of the example country: complete by the checklist, with their statements, and with today's names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from opennss.document.blocks import Bullets, Document, Figure, Heading, Paragraph, Table, plain
from opennss.model.results import Strategy

Documents = dict[tuple[str, str], Document]

CHECKLIST = (
    # method, section 10: the outline `iso`
    "abbreviations", "foreword", "summary", "acknowledgements", "body", "baseline", "what-is-nss", "scope",
    "methodology", "vision", "stakeholders", "requests", "priorities", "technologies", "standards", "resources",
    "targets", "action-plan", "not-now", "obligations", "review", "data", "annex-methods", "annex-areas",
    "annex-catalogue", "annex-seats", "annex-drafts", "annex-bodies", "annex-dossiers", "annex-schedule", "opinions",
)  # fmt: skip

OBJECTIVES = (
    "safe-life", "trusted-exports", "green-transition", "trusted-technology", "strong-system", "shared-voice",
)  # fmt: skip

TECHNOLOGIES = (
    "artificial-intelligence", "cybersecurity", "semiconductors", "internet-of-things", "blockchain", "biotechnology",
    "robotics", "hydrogen", "uncrewed-aircraft", "quantum", "cloud-and-data", "mobile-networks", "electric-mobility",
    "advanced-rail", "space-earth-observation", "rare-earths",
)  # fmt: skip

PARTS = {
    "methodology": ("steps", "criteria"),
    "vision": ("goals", "goals-down", "goals-findings"),
    "stakeholders": ("round-round-1", "round-round-2"),
    "priorities": (
        "joint",
        "list-sectors",
        "list-subjects",
        "list-emerging",
        "cut",
        "not-rankable",
        "decisions",
        "steady",
        "overturn",
        "disagreements",
        "robust",
        "robust-voices",
        "robust-changes",
        "robust-areas",
    ),
    "technologies": ("value-relevance", "landscape", "technology-seats", "technology-changes"),
    "standards": ("gaps", "seats", "list-adoption", "list-participation", "mirror-committees"),
    "resources": ("what-if", "frontier", "experts-time"),
    "action-plan": (
        "by-objective",
        *(f"objective-{name}" for name in OBJECTIVES),
        "measures-by-year",
        "all-actions",
        "schedule",
    ),
    "obligations": ("ballot-calendar", "seat-duties", "reviews-due"),
    "annex-schedule": ("deadlines",),
    "review": ("results-framework",),
    "data": ("coverage", "unknown", "sources"),
    "annex-methods": ("methods-robust", "methods-beside", "technology-criteria", "working", "solver"),
    "annex-dossiers": tuple(f"dossier-{name}" for name in TECHNOLOGIES),
}

BRIEF = ("brief-what", "brief-why", "brief-cost", "brief-not", "brief-ask")

TABLES = (
    "key-figures", "criteria", "goals-areas", "goals", "round", "judged", "heard", "weights-given", "joint",
    "ranks-sectors", "ranks-subjects",
    "ranks-emerging", "positions-sectors", "positions-subjects", "positions-emerging", "cut", "not-rankable",
    "technology-criteria", "technology-lists", "value-relevance", "landscape", "technology-seats", "technology-changes",
    "dossier-criteria", "dossier-committees", "dossier-uses", "dossier-drafts",
    "gaps", "seats", "list-adoption", "list-participation", "loads", "skills", "funds", "effort", "targets", "by-year",
    "actions", "drafts", "not-now", "progress", "coverage", "unknown", "sources", "working", "steps", "areas",
    "catalogue", "institutions", "memberships", "seats-held", "baseline", "process", "goals-down", "requests-answers",
    "requests",
    "robust-weights", "acceptability", "agreement", "stability", "winning", "other-methods", "sure",
    "steady", "overturn", "disagreements", "mirror-committees", *(f"measures-{name}" for name in OBJECTIVES),
    "measures-by-year", "opinions",
    "variants", "frontier", "experts-time", "experts-committees", "ballot-calendar", "seat-duties",
    "reviews-due", "schedule", "workload", "chains", "deadlines", "results", "reporting",
)  # fmt: skip

RETIRED = re.compile(
    r"\b(Tổng cục|Directorate for Standards|MPI|MARD|MONRE|MIC|MOT|MOLISA|GSO|General Statistics Office)\b"
    r"|\b63 (provinces|tỉnh)", re.IGNORECASE
)  # fmt: skip


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


def test_the_checklist_is_complete_and_in_order(documents: Documents, language: str) -> None:
    headings = [block for block in documents["strategy", language].blocks if isinstance(block, Heading)]
    assert tuple(block.anchor for block in headings if block.level == 1) == CHECKLIST
    found: dict[str, list[str]] = {}
    for block in headings:
        if block.level == 1:
            chapter = block.anchor
        else:
            found.setdefault(chapter, []).append(block.anchor)
    assert {chapter: tuple(parts) for chapter, parts in found.items()} == PARTS


def test_no_chapter_is_empty(documents: Documents, language: str) -> None:
    blocks = documents["strategy", language].blocks
    for block, following in pairwise(blocks):
        if isinstance(block, Heading) and isinstance(following, Heading):
            assert following.level > block.level, block.anchor
    assert not isinstance(blocks[-1], Heading)


def test_every_table_is_there_with_all_its_cells(documents: Documents, language: str) -> None:
    tables = [block for block in documents["strategy", language].blocks if isinstance(block, Table)]
    assert {re.sub(r"^(dossier-[a-z]+|sure)-.*", r"\1", table.id) for table in tables} == set(TABLES)
    for table in tables:
        assert table.rows, table.id
        assert table.caption
        assert all(part for part in table.header)
        assert len(table.header) == len(table.align)
        assert {len(row) for row in table.rows} == {len(table.header)}, table.id
        names = (0, 3) if table.id.startswith("dossier-criteria-") else (0,)  # value and relevance stand side by side
        named = (any(plain(row[place]).strip() for place in names) for row in table.rows)
        assert all(named), f"{table.id}: a row without its name"


def test_every_figure_has_a_description_and_the_table_of_its_numbers(documents: Documents, language: str) -> None:
    for name in ("strategy", "brief"):
        document = documents[name, language]
        tables = {block.id for block in document.blocks if isinstance(block, Table)}
        figures = [block for block in document.blocks if isinstance(block, Figure)]
        assert figures
        for figure in figures:
            assert figure.caption
            assert len(figure.description) > 40
            assert figure.table in tables or name == "brief", figure.id
            assert b"<text" not in figure.svg, "text stands as paths"


def test_the_brief_answers_its_five_questions(documents: Documents, language: str) -> None:
    headings = [block.anchor for block in documents["brief", language].blocks if isinstance(block, Heading)]
    assert tuple(headings) == BRIEF


STATEMENTS = {
    "en": ("Training exercise from public figures", "no document of any authority", "not affiliated with ISO",
           "not the published ISO values", "illustrative"),
    "vi": ("Bài tập minh họa từ số liệu công khai", "không phải là văn bản của bất kỳ cơ quan nào",
           "không trực thuộc ISO", "không phải giá trị do ISO công bố", "minh họa"),
}  # fmt: skip


def test_cover_and_footer_say_what_this_is(documents: Documents, language: str) -> None:
    for name in ("strategy", "brief"):
        document = documents[name, language]
        cover = " ".join([document.subtitle, *(plain(line) for line in document.cover)]).lower()
        for statement in STATEMENTS[language]:
            assert statement.lower() in cover, statement
        footer = document.footer.lower()
        assert STATEMENTS[language][0].lower() in footer
        assert STATEMENTS[language][2].lower() in footer
        assert document.date == "2026-11-22"


def test_the_ranks_are_never_called_isos(documents: Documents, language: str) -> None:
    """Ranks, ranges and weights stand with the statement that they are project defaults."""
    said = {"en": "not the published ISO", "vi": "không phải giá trị do ISO công bố"}[language]
    texts = "\n".join(text for _, text in printed(documents["strategy", language]))
    assert texts.count(said) >= 3


def printed(document: Document) -> Iterator[tuple[str, str]]:
    """Every text of a document with its place; publishers and titles of sources stand as they were printed then."""
    yield "title", f"{document.title} {document.subtitle} {document.footer}"
    for line in document.cover:
        yield "cover", plain(line)
    for block in document.blocks:
        if isinstance(block, Heading):
            yield block.anchor, block.text
        elif isinstance(block, Paragraph):
            yield "paragraph", plain(block.line)
        elif isinstance(block, Bullets):
            yield from (("bullets", plain(item)) for item in block.items)
        elif isinstance(block, Table):
            yield block.id, " ".join([block.caption, *block.header, *(plain(note) for note in block.notes)])
            free = {"sources": (1, 2, 3), "goals": (4,)}.get(block.id, ())
            for row in block.rows:
                yield from ((block.id, plain(cell)) for place, cell in enumerate(row) if place not in free)
        else:
            yield block.id, f"{block.caption} {block.description}"
    for entry in document.trail:
        yield (
            f"trail {entry.fact}",
            " ".join([entry.label, entry.value, entry.method, *(name for name, _ in entry.inputs)]),
        )


def test_no_retired_institution_is_named(documents: Documents, language: str) -> None:
    for name in ("strategy", "brief"):
        found = [(place, text[:80]) for place, text in printed(documents[name, language]) if RETIRED.search(text)]
        assert found == []


def test_no_word_is_left_unfilled(documents: Documents, language: str) -> None:
    for name in ("strategy", "brief"):
        for place, text in printed(documents[name, language]):
            assert not re.search(r"\{\w*\}|\{\{|\}\}|^None$|Fraction\(|Decimal\(|\bnan\b", text), (place, text)


def test_vietnamese_pages_speak_vietnamese(documents: Documents, strategy: Strategy) -> None:
    """Spans without a language mark are Vietnamese: every label and heading has its translation."""
    pairs = zip(documents["strategy", "en"].blocks, documents["strategy", "vi"].blocks, strict=True)
    for english, vietnamese in pairs:
        assert type(english) is type(vietnamese)
        if isinstance(english, Heading) and isinstance(vietnamese, Heading):
            assert english.text != vietnamese.text
        if isinstance(english, Table) and isinstance(vietnamese, Table):
            assert english.caption != vietnamese.caption
            assert len(english.rows) == len(vietnamese.rows)
            facts, same = (
                [sorted(span.fact for span in cell if span.fact) for row in table.rows for cell in row]
                for table in (english, vietnamese)  # in a sentence each language has an order of its own
            )
            assert facts == same
    for fact in strategy.facts.values():
        assert dict(fact.label.values).keys() >= {"en", "vi"}, fact.name
