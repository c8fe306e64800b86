"""What a visitor may see of the results: one function decides, for pages, files and the API alike.

Staff see the internal edition of the newest release. Everybody else sees the public edition of the newest release that
the office has published: without changes that would overturn a rank, disagreements by organisation and pseudonyms, as
the library leaves them out of a public document.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from opennss.document.blocks import Block, Heading
from opennss.document.facts.steady import INTERNAL
from opennss.document.outline import OUTLINES
from opennss.document.outline.pen import FACT, Pen
from opennss.document.outline.requests import PUBLIC
from opennss.document.trail import lines
from opennss.model.results import Strategy
from opennss_web.access import STAFF, Actor
from opennss_web.content import part_of, released, strategy_of
from opennss_web.editions import in_edition
from opennss_web.models import Release

SHORTEST = 3
"""Signs that the passage of a paragraph must have to be quoted."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A release in the edition that its visitor may see; there is one object for each, so that results can be kept."""

    release: Release
    edition: str
    strategy: Strategy

    @property
    def internal(self) -> bool:
        """Say whether it is the edition of the office."""
        return self.edition == INTERNAL


class MissingError(LookupError):
    """What was asked for is not there, or not for this visitor."""


def seen(actor: Actor) -> Seen:
    """Return what an actor may see; raises ``MissingError`` when there is nothing.

    Raises ``WorkspaceError`` when the files of the release are gone or of another version.
    """
    staff = actor.role in STAFF
    found = released() if staff else Release.objects.filter(public=True).order_by("-at").first()
    if found is None:
        raise MissingError("release")
    return seen_in(found, INTERNAL if staff else PUBLIC)


def seen_in(found: Release, edition: str) -> Seen:
    """Return a release in an edition; raises ``WorkspaceError`` when its files are gone or of another version."""
    return _seen(found, found.sha256, found.version, found.at, edition)


@lru_cache(maxsize=4)
def _seen(found: Release, sha256: str, version: str, at: dt.datetime, edition: str) -> Seen:  # noqa: ARG001
    """Keep what was seen last: checksum, version and moment tell releases apart."""
    return Seen(found, edition, part_of(found, edition) or edition_of(strategy_of(found), edition))


def edition_of(strategy: Strategy, edition: str) -> Strategy:
    """Return a strategy in an edition; paragraphs of prose that name facts of another one are left out."""
    found = in_edition(strategy, edition)
    if found is strategy:
        return strategy
    workspace = found.workspace
    prose = tuple((language, stem, _known(text, found.facts)) for language, stem, text in workspace.choices.prose)
    return replace(found, workspace=replace(workspace, choices=replace(workspace.choices, prose=prose)))


def _known(text: str, facts: Iterable[str]) -> str:
    """Return the paragraphs of a text that name only known facts."""
    return "\n\n".join(part for part in re.split(r"\n\s*\n", text) if {m[1] for m in FACT.finditer(part)} <= set(facts))


@lru_cache(maxsize=4)
def blocks(what: Seen, language: str) -> tuple[Block, ...]:
    """Return the chapters of the strategy in one language, with their pictures and tables."""
    pen = Pen(what.strategy, language)
    return tuple(block for chapter in OUTLINES[what.strategy.workspace.settings.outline] for block in chapter(pen))


@dataclass(frozen=True, slots=True)
class Passage:
    """A place of the document that prints facts: the headings above it, and the words of a paragraph or the caption."""

    chapter: str
    section: str
    words: str
    facts: tuple[str, ...]


@lru_cache(maxsize=4)
def passages(what: Seen, language: str) -> tuple[Passage, ...]:
    """Return every place of the document that prints a fact, in its order, as the release kept them."""
    kept: tuple[Passage, ...] | None = part_of(what.release, f"passages-{what.edition}-{language}")
    return printed_passages(what, language) if kept is None else kept


def printed_passages(what: Seen, language: str) -> tuple[Passage, ...]:
    """Print the chapters and return every place of them that prints a fact: slow, so a release keeps it."""
    found: list[Passage] = []
    above = {1: "", 2: "", 3: ""}
    for block in blocks(what, language):
        if isinstance(block, Heading):
            above = {level: text for level, text in above.items() if level < block.level} | {block.level: block.text}
            continue
        deepest = next((above[level] for level in (3, 2) if above.get(level)), "")
        found += _passages(block, above.get(1, ""), deepest)
    return tuple(found)


def _passages(block: Block, chapter: str, section: str) -> Iterator[Passage]:
    if caption := getattr(block, "caption", ""):
        facts = tuple(dict.fromkeys(span.fact for line in lines([block]) for span in line if span.fact))
        if facts:
            yield Passage(chapter, section, caption, facts)
        return
    for line in lines([block]):
        facts = tuple(dict.fromkeys(span.fact for span in line if span.fact))
        words = "".join(span.text for span in line).strip()
        if facts and len(words) >= SHORTEST:
            yield Passage(chapter, section, words, facts)
