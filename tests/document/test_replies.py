"""The reply to each organisation: one page, its own requests and opinions, nothing of anybody else's."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from opennss.document.blocks import Document, Table, plain
from opennss.document.replies import answered, reply_document
from opennss.document.trail import lines
from opennss.document.writers.docx import letter_writer, write_docx
from opennss.document.writers.pdf import write_letters
from opennss.language import languages
from opennss.model.results import Strategy

LANGUAGES = pytest.mark.parametrize("language", languages())


@pytest.fixture(scope="module")
def letters(strategy: Strategy) -> dict[tuple[str, str], Document]:
    """Every reply by organisation and language."""
    names = answered(strategy.workspace.voices)
    return {(name, lang): reply_document(strategy, name, lang) for name in names for lang in languages()}


def text(document: Document) -> str:
    return "\n".join([document.title, document.subtitle, *(plain(line) for line in lines(document.blocks))])


def test_everybody_who_asked_or_gave_an_opinion_gets_one(strategy: Strategy) -> None:
    voices = strategy.workspace.voices
    spoke = {row.stakeholder for row in voices.requests} | {row.stakeholder for row in voices.opinions}
    assert set(answered(voices)) == spoke
    assert len(spoke) >= 25


@LANGUAGES
def test_each_has_one_page_and_counts_it_for_itself(
    letters: dict[tuple[str, str], Document], language: str, tmp_path: Path
) -> None:
    own = [letter for (_, lang), letter in letters.items() if lang == language]
    write_letters(own, tmp_path / "replies.pdf")
    pages = PdfReader(tmp_path / "replies.pdf").pages
    assert len(pages) == len(own)
    for letter, page in zip(own, pages, strict=True):
        words = " ".join(page.extract_text().split())
        assert letter.subtitle in words
        assert "1 / 1" in words


@LANGUAGES
def test_a_long_one_goes_on_and_says_so(strategy: Strategy, language: str, tmp_path: Path) -> None:
    many = [reply for reply in strategy.replies if reply.request.stakeholder == "association-a"] * 12
    first, second = (
        reply_document(replace(strategy, replies=tuple(many)), name, language) for name in ("association-a", "ngo-a")
    )
    write_letters([first, second], tmp_path / "long.pdf")
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(tmp_path / "long.pdf").pages]
    assert len(pages) >= 3
    said = f"{first.subtitle}: " + {"en": "continued", "vi": "tiếp theo"}[language]
    assert [said in page for page in pages] == [False, *[True] * (len(pages) - 2), False]
    assert f"1 / {len(pages) - 1}" in pages[0]
    assert "1 / 1" in pages[-1]


@LANGUAGES
def test_nothing_of_another_organisation_stands_in_it(
    strategy: Strategy, letters: dict[tuple[str, str], Document], language: str
) -> None:
    voices = strategy.workspace.voices
    for name in answered(voices):
        said = text(letters[name, language])
        own = (
            [r for r in voices.requests if r.stakeholder == name],
            [o for o in voices.opinions if o.stakeholder == name],
        )
        for row in (*own[0], *own[1]):
            assert (row.text if row in own[0] else row.opinion)[language] in said  # type: ignore[union-attr]
        for row in voices.stakeholders:
            assert row.id == name or row.name[language] not in said
        for request in voices.requests:
            if request.stakeholder != name:
                assert request.text[language] not in said
                assert not request.reply or request.reply[language] not in said
        for opinion in voices.opinions:
            assert opinion.stakeholder == name or opinion.opinion[language] not in said
        signed = {row.signatory for row in (*voices.requests, *voices.positions) if row.signatory}
        assert [person for person in signed if person in said] == []


@LANGUAGES
def test_every_request_has_a_decision_and_a_reason(
    strategy: Strategy, letters: dict[tuple[str, str], Document], language: str
) -> None:
    for reply in strategy.replies:
        letter = letters[str(reply.request.stakeholder), language]
        table = next(block for block in letter.blocks if isinstance(block, Table) and block.id == "reply-requests")
        row = next(row for row in table.rows if reply.request.text[language] in plain(row[0]))
        assert len(plain(row[1])) > 3
        assert len(plain(row[2])) > 20
        assert not reply.start or str(reply.start) in plain(row[1])
        if reply.reason:
            assert strategy.facts[f"project.{reply.items[0]}.reason"].value[language] in plain(row[2])  # type: ignore[index]
        assert "{" not in text(letter)


def test_the_quick_writer_writes_what_the_usual_one_does(
    letters: dict[tuple[str, str], Document], tmp_path: Path
) -> None:
    some = list(letters.values())[0::9]
    for language in languages():
        own = [letter for letter in some if letter.language == language]
        write = letter_writer(language, own[0].footer)
        for letter in (*own, own[0]):
            write(letter, tmp_path / "quick.docx")
            write_docx(letter, tmp_path / "usual.docx", compact=True)
            assert (tmp_path / "quick.docx").read_bytes() == (tmp_path / "usual.docx").read_bytes()


def test_a_reply_opens_as_a_document(letters: dict[tuple[str, str], Document], tmp_path: Path) -> None:
    letter = letters["association-a", "vi"]
    letter_writer("vi", letter.footer)(letter, tmp_path / "reply.docx")
    file = docx.Document(io.BytesIO((tmp_path / "reply.docx").read_bytes()))
    assert file.core_properties.title == letter.title
    assert len(file.tables) == 2
    assert letter.subtitle in [paragraph.text for paragraph in file.paragraphs]
