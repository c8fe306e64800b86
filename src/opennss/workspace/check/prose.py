"""Checks of the prose: facts that exist, no number outside a fact, every text in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from opennss.catalogue.store import Catalogue
from opennss.errors import Finding, Severity
from opennss.workspace.check.common import COMMITTEES, DELIVERABLES, Case
from opennss.workspace.init import template

BRACES = re.compile(r"\{\{(.*?)\}\}")
FACT = re.compile(r"\s*([^\s|{}]+)\s*(?:\|\s*([^\s|{}]+)\s*)?")
SIGNS = r"\s,;()\[\]\"“”‘’*_`|<>"
WORD, BETWEEN = re.compile(f"[^{SIGNS}]+"), f"[{SIGNS}]+"
LONGEST = 7
"""Words that a reference such as ``ISO/IEC JTC 1/SC 42`` may have."""


def unwritten(case: Case) -> Iterator[Finding]:
    """Pages that still say what the template of a new folder says."""
    prose = case.workspace.choices.prose
    templates = {language: template(language) for language in {language for language, _, _ in prose}}
    for language, stem, text in prose:
        if templates[language].get(f"{stem}.md", "").strip() == text.strip():
            yield Finding(f"text/{language}/{stem}.md", 1, "text", "unwritten-prose", {}, Severity.QUESTION)


def facts(case: Case) -> Iterator[Finding]:
    """Braces that name no fact, no style, or are not written as ``{{ fact }}`` or ``{{ fact | style }}``."""
    for language, stem, text in case.workspace.choices.prose:
        for number, line in enumerate(text.split("\n"), 1):
            file = f"text/{language}/{stem}.md"
            for match in BRACES.finditer(line):
                yield from _fact(case, Finding(file, number, "text", ""), match[1])
            if "{{" in BRACES.sub("", line) or "}}" in BRACES.sub("", line):
                yield Finding(file, number, "text", "bad-braces", {"value": line.strip()})


def _fact(case: Case, place: Finding, inside: str) -> Iterator[Finding]:
    match = FACT.fullmatch(inside)
    if not match:
        yield Finding(place.file, place.row, "text", "bad-braces", {"value": f"{{{{{inside}}}}}"})
        return
    if case.facts is not None and match[1] not in case.facts:
        yield Finding(place.file, place.row, "text", "unknown-fact", {"value": match[1]})
    if match[2] and case.styles is not None and match[2] not in case.styles:
        values: dict[str, object] = {"value": match[2], "known": ", ".join(sorted(case.styles))}
        yield Finding(place.file, place.row, "text", "unknown-style", values)


def named(text: str) -> tuple[set[str], set[str]]:
    """Return the facts and the styles that a text names.

    >>> named("We serve {{ areas.count | plain }} areas.")
    ({'areas.count'}, {'plain'})
    """
    found = [match for inside in BRACES.findall(text) if (match := FACT.fullmatch(inside))]
    return {match[1] for match in found}, {match[2] for match in found if match[2]}


def digits(case: Case) -> Iterator[Finding]:
    """Numbers typed into prose: only facts and known references may carry digits.

    Not checked while a table of references cannot be read whole: its references would be called numbers.
    """
    if case.catalogue is None or not case.whole("sources.csv", "adoptions.csv", DELIVERABLES, COMMITTEES):
        return
    prose = [
        (f"text/{language}/{stem}.md", number, _words(BRACES.sub(" ", line)))
        for language, stem, text in case.workspace.choices.prose
        for number, line in enumerate(text.split("\n"), 1)
    ]
    said = {run for _, _, words in prose for run in _runs(words)}
    known = _references(case, case.catalogue, said) if said else set()
    for file, row, words in prose:
        for word in _loose(words, known):
            yield Finding(file, row, "text", "digits-in-prose", {"value": word})


def _words(line: str) -> list[str]:
    return [match[0].rstrip(".:!?…") for match in WORD.finditer(line)]


def _runs(words: list[str]) -> Iterator[str]:
    """Everything in a line that may be a reference: words in a row, with a digit among them."""
    numbers = [any(sign.isdecimal() for sign in word) for word in words]
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            if any(numbers[start:end]):
                yield " ".join(words[start:end])


def _references(case: Case, catalogue: Catalogue, said: set[str]) -> set[str]:
    """What of ``said`` is a source, an adoption, a committee or a deliverable, with its year or without."""
    known = {row.number for row in case.workspace.evidence.sources}
    for adoption in case.workspace.evidence.adoptions:
        known.update((adoption.number, adoption.adopts, adoption.adopts.base))
    known.update(catalogue.committees)
    own = {" ".join(WORD.findall(name)) for name in known if name}
    spelled = catalogue.frames.references.str.replace_all(BETWEEN, " ").str.strip_chars()
    wanted = pl.Series(sorted(said), dtype=pl.String).implode()
    for names in (spelled, spelled.str.splitn(":", 2).struct.field("field_0")):
        own.update(names.filter(names.is_in(wanted)))
    return own


def _loose(words: list[str], known: set[str]) -> Iterator[str]:
    """The words with digits that are not part of a known reference."""
    start = 0
    while start < len(words):
        lengths = range(min(LONGEST, len(words) - start), 0, -1)
        length = next((size for size in lengths if " ".join(words[start : start + size]) in known), 0)
        if not length and any(sign.isdecimal() for sign in words[start]):
            yield words[start]
        start += length or 1


def languages(case: Case) -> Iterator[Finding]:
    """A text that exists in one of the folder's languages and not in another."""
    written = {(language, stem) for language, stem, _ in case.workspace.choices.prose}
    for stem in sorted({stem for _, stem in written}):
        for language in case.settings.languages:
            if (language, stem) not in written:
                values: dict[str, object] = {"missing": language, "column": stem}
                file = f"text/{language}/{stem}.md"
                yield Finding(file, 0, "", "missing-language", values, Severity.QUESTION)
