"""The law of the house for the desk: sizes, docstrings, words in both languages, nothing inline or from elsewhere."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from opennss.language import languages, sentences
from opennss_web.words import own

pytestmark = pytest.mark.once

ROOT = Path(__file__).parents[2]
DESK = ROOT / "src" / "opennss_web"
FILES = sorted(path for path in DESK.rglob("*.py") if "migrations" not in path.parts)
PAGES = sorted(DESK.rglob("*.html"))
SHEETS = sorted((DESK / "static").rglob("*.css")) + sorted((DESK / "static").rglob("*.js"))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_files_and_functions_are_short() -> None:
    assert [path.name for path in FILES if len(path.read_text(encoding="utf-8").splitlines()) > 500] == []
    long = []
    for path in FILES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) is not None else node.body
                if body and (body[-1].end_lineno or 0) - body[0].lineno + 1 > 40:
                    long.append(f"{path.name}:{node.name}")
    assert long == []


def test_everything_public_says_what_for() -> None:
    silent = [
        f"{path.name}:{node.name}"
        for path in FILES
        for node in (tree(path), *tree(path).body)
        if not isinstance(node, ast.Module)
        and isinstance(node, ast.ClassDef | ast.FunctionDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert silent == []
    assert [path.name for path in FILES if ast.get_docstring(tree(path)) is None] == []


# Words

SAID = re.compile(r"""\{%\s*say\s+["']([^"']+)["']""")
BELOW = re.compile(r"""\{%\s*say_below\s+["']([^"']+)["']""")


def constants(path: Path) -> set[str]:
    return {n.value for n in ast.walk(tree(path)) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def beginnings(path: Path) -> set[str]:
    """What stands before the first hole of a text that is put together."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
            found.add(str(node.values[0].value))
    return {start for start in found if re.match(r"[a-z]+\.[a-z-]*$", start)}


def test_pages_name_only_sentences_that_exist() -> None:
    named = {key for page in PAGES for key in SAID.findall(page.read_text(encoding="utf-8"))}
    assert len(named) > 50
    for language in languages():
        known = own(language).keys() | sentences(language).keys()
        assert sorted(named - known) == []


def test_every_sentence_of_the_desk_is_used() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    told = set(SAID.findall(text)) | set().union(*(constants(path) for path in FILES))
    starts = {f"{group}." for group in BELOW.findall(text)} | set().union(*(beginnings(path) for path in FILES))

    def used(key: str) -> bool:
        parts = key.split(".")
        if parts[0] == "finding":
            return parts[1] in told
        return key in told or key.startswith(tuple(starts)) or any(".".join(parts[n:]) in told for n in (1, 2))

    assert sorted(key for key in own("en") if not used(key)) == []


def test_languages_say_the_same_things_with_the_same_values() -> None:
    first, *others = (own(language) for language in languages())
    for other in others:
        assert set(first) == set(other)
        for key, sentence in first.items():
            names = {name for _, name, _, _ in Formatter().parse(sentence) if name}
            assert {name for _, name, _, _ in Formatter().parse(other[key]) if name} == names, key
            assert other[key].strip(), key


@pytest.mark.parametrize(("page", "language"), [("howto/desk.md", "en"), ("vi/ban-tham-van.md", "vi")])
def test_the_manual_calls_buttons_and_pages_as_the_desk_does(page: str, language: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    named = {" ".join(words.split()) for words in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", text)}
    assert len(named) > 40
    assert sorted(named - {sentence.removesuffix(" ({count})") for sentence in own(language).values()}) == []


# Safety

MADE_HERE = {
    "comments/chapter.html": "a chapter of the strategy, as the library's writer of pages escaped and made it",
    "workshop.py": "sentences of the product, escaped before code and stress are marked in them",
}
"""Where finished HTML is printed as such, and why that is safe."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DESK / "templates").as_posix())
def test_pages_hold_nothing_inline_and_nothing_from_elsewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=|\son[a-z]+\s*=|<style|javascript:|autoescape off", text)
    finished = re.search(r"\|\s*safe\b", text)
    assert bool(finished) is (page.relative_to(DESK / "templates").as_posix() in MADE_HERE)
    assert not re.search(r"<script(?![^>]*\ssrc=\"/static/)", text)
    assert not re.search(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", text)
    for form in re.findall(r"<form[^>]*method=\"post\"[^>]*>(?:(?!</form>).)*", text, re.DOTALL):
        assert "csrf_token" in form or "{{ link }}" in form, form[:80]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_sheets_and_scripts_ask_nobody_else(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")
    assert not re.search(r"https?://(?!www\.w3\.org)|@import|innerHTML|document\.write|eval\(", text)


def test_requests_never_become_words_of_a_query() -> None:
    for path in FILES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                opened = [ast.unparse(word.value) for word in node.keywords if word.arg is None]
                assert not any("request" in text or "POST" in text or "GET" in text for text in opened), path
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            assert not called.endswith((".raw", ".extra", "RawSQL")), path
            assert not called.endswith("mark_safe") or path.name in MADE_HERE, path
