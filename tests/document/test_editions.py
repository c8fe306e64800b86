"""Two editions: the public one holds no overturning change, no disagreement, no signatory, no pseudonym."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from opennss import build as spine
from opennss.cli.verbs import app
from opennss.document.blocks import Table, plain
from opennss.document.outline import strategy_document
from opennss.errors import WorkspaceError
from opennss.language import languages, say
from opennss.model.results import Mark, Strategy
from opennss.workspace.settings import EDITIONS, OUTLINES

OVERTURNING = ("cut.", "position.", "positions.other")
"""Beginnings of the facts that only the internal edition has, beside the parts of ``steady.<area>``."""

TURNS = re.compile(r"robust\.[^.]+\.(interval|cross|behind|leaves|central)\b")
"""The same for the facts of how sure the order is."""


def built(folder: Path, edition: str, outline: str = "iso") -> Strategy:
    workspace, world = spine.read(folder)
    settings = replace(workspace.settings, outline=outline, edition=edition)
    return spine.build(replace(workspace, method=replace(workspace.method, settings=settings)), world)


def printed(out: Path) -> dict[str, str]:
    """The text of every file that was printed, by its name."""
    found = {}
    for path in sorted(out.rglob("*")):
        if path.suffix == ".pdf":
            found[path.relative_to(out).as_posix()] = "".join(page.extract_text() for page in PdfReader(path).pages)
        elif path.suffix == ".docx":
            with zipfile.ZipFile(path) as package:
                parts = [package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml")]
            found[path.relative_to(out).as_posix()] = "".join(parts)
        elif path.is_file():
            found[path.relative_to(out).as_posix()] = path.read_text("utf-8")
    return {name: text.replace("\u200b", "").replace("<wbr>", "").replace("\n", "") for name, text in found.items()}


@pytest.mark.parametrize("outline", OUTLINES)
def test_no_file_of_the_public_edition_holds_what_is_internal(
    people: Path, secret: dict[str, str], outline: str, tmp_path: Path
) -> None:
    spine.write(built(people, "public", outline), tmp_path / "out")
    files = printed(tmp_path / "out")
    assert {name.rpartition(".")[2] for name in files} == {"html", "docx", "pdf", "json", "csv"}
    for name, text in files.items():
        for what, word in secret.items():
            assert word not in text, (name, what)
        for fact in ("position.union.ai", "steady.ai.filled", "positions.other"):
            assert fact not in text, name
    assert "Public edition" in files["en/strategy.html"]


def test_the_internal_edition_holds_them_but_never_a_signatory(
    people: Path, secret: dict[str, str], tmp_path: Path
) -> None:
    spine.write(built(people, "internal"), tmp_path / "out")
    files = printed(tmp_path / "out")
    for ending in ("html", "docx", "pdf"):
        text = files[f"en/strategy.{ending}"]
        assert secret["disagreement"] in text
        assert secret["pseudonym"] in text
    assert not [name for name, text in files.items() if secret["signatory"] in text]


def test_facts_that_would_overturn_a_rank_exist_in_the_internal_edition_only(people: Path) -> None:
    internal, public = (set(built(people, edition).facts) for edition in EDITIONS)
    assert public < internal
    for name in internal - public:
        assert name.startswith((*OVERTURNING, "steady.", "reconsider.")) or TURNS.match(name), name
    assert "position.union.ai" in internal - public
    assert not [
        name
        for name in public
        if name.startswith(OVERTURNING) or (name.startswith("steady.") and name.count(".") > 1) or TURNS.match(name)
    ]


def test_prose_of_a_public_edition_cannot_name_an_internal_fact(people: Path) -> None:
    page = people / "text" / "en" / "vision.md"
    page.write_text("{{ positions.other }} disagree.\n", encoding="utf-8")
    assert built(people, "internal").facts["positions.other"].value == 1
    with pytest.raises(WorkspaceError) as raised:
        built(people, "public")
    assert [finding.code for finding in raised.value.findings] == ["unknown-fact"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_area_carries_its_marks_in_both_editions(people: Path, edition: str) -> None:
    strategy = built(people, edition)
    table = next(b for b in strategy_document(strategy, "en").blocks if isinstance(b, Table) and b.id == "steady")
    names = {area.name["en"]: str(area.id) for area in strategy.workspace.evidence.areas}
    assert {plain(row[0]) for row in table.rows} == {*names, "Total"}
    for row in table.rows[:-1]:
        marked = tuple(mark for mark, cell in zip(Mark, row[2:], strict=True) if plain(cell))
        assert set(marked) == set(strategy.steadiness[names[plain(row[0])]].marks)


def test_only_positions_that_differ_are_listed(people: Path) -> None:
    document = strategy_document(built(people, "internal"), "en")
    table = next(b for b in document.blocks if isinstance(b, Table) and b.id == "disagreements")
    assert [[plain(cell) for cell in row[:4]] for row in table.rows] == [
        ["Union B", "Artificial intelligence", "3", "2"]
    ]


def test_reasons_of_organisations_bear_the_mark_of_their_language(people: Path) -> None:
    strategy = built(people, "internal")
    written = strategy.workspace.settings.languages[0]
    for language in languages():
        blocks = strategy_document(strategy, language).blocks
        head = next(b.header[-1] for b in blocks if isinstance(b, Table) and b.id == "disagreements")
        own = language == written
        assert head == say("doc.its-reason" if own else f"doc.its-reason-in-{written}", language)


def test_the_command_chooses_outline_and_edition(people: Path, tmp_path: Path) -> None:
    runner, out = CliRunner(), tmp_path / "out"
    done = runner.invoke(app, ["build", str(people), "--out", str(out), "--outline", "decision", "--edition", "public"])
    assert done.exit_code == 0
    text = (out / "strategy.json").read_text("utf-8")
    assert '"outline": "decision"' in text
    assert '"edition": "public"' in text
    assert 'id="part-viewpoints"' in (out / "en" / "strategy.html").read_text("utf-8")
    for wrong in (["--outline", "book"], ["--edition", "secret"]):
        assert runner.invoke(app, ["build", str(people), "--out", str(out), *wrong]).exit_code == 2
