"""What every chapter writes with: facts as spans, sentences by key, prose with facts, tables with captions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from opennss.document.blocks import Block, Bullets, Heading, Line, Paragraph, Span, Table, line
from opennss.document.shown import shown
from opennss.language import Text, dated, say
from opennss.model.country import PriorityArea
from opennss.model.criteria import Rank
from opennss.model.projects import ProjectType
from opennss.model.results import Fact, Strategy
from opennss.model.standards import Method

FACT = re.compile(r"\{\{\s*([^{}|]+?)\s*(?:\|\s*(\w+)\s*)?\}\}")
BRACKET = re.compile(r"\s*\([^()]*\)$")
BOLD = re.compile(r"\*\*(.+?)\*\*")
NAME = re.compile(r"\{(\w+)\}")

Part = Line | Span | str
"""What may stand for a name of a sentence."""


@dataclass(frozen=True, slots=True)
class Pen:
    """A strategy and the language it is written in."""

    strategy: Strategy
    language: str

    def t(self, key: str, **values: object) -> str:
        """Return the sentence ``doc.<key>``."""
        return say(f"doc.{key}", self.language, **values)

    def method(self, key: str) -> str:
        """Return the sentence ``method.<key>``."""
        return say(f"method.{key}", self.language)

    def kind(self, type_: ProjectType, method: Method | None = None) -> str:
        """Return a type of plan item in words, with the method of adoption where one is given."""
        name = self.t(f"type-{type_}")
        if method is None:
            return name
        return say("label.by-method", self.language, type=name, method=say(f"label.way-{method}", self.language))

    def fact(self, name: str, style: str = "") -> Span:
        """Return a fact as a span that leads to its trail; an unknown name raises ``KeyError``."""
        found = self.strategy.facts[name]
        tone = found.value.value if isinstance(found.value, Rank) else ""
        return Span(shown(found, self.language, self.currency, style), fact=name, tone=tone)

    def known(self, name: str, style: str = "") -> Span:
        """Return a fact, or ``?`` where the strategy has no such fact: a dash would mean "none"."""
        return self.fact(name, style) if name in self.strategy.facts else Span("?")

    def text(self, value: Text) -> Span:
        """Return a text; one that is not in this language is marked as being in another."""
        string, language = value.read(self.language)
        return Span(string, lang="" if language == self.language else language)

    def dated(self, value: dt.date | str) -> str:
        """Return a day, or the date of a document, as tables and references print it."""
        return dated(value, self.language)

    @property
    def footer(self) -> str:
        """The line at the foot of every page: whose document it is, or that it is none."""
        settings = self.strategy.workspace.settings
        return self.t("footer" if settings.illustrative else "footer-real", body=settings.body[self.language])

    @property
    def currency(self) -> str:
        """The currency of the folder."""
        return self.strategy.workspace.settings.currency

    def area(self, name: str) -> PriorityArea:
        """Return an area by id."""
        return next(area for area in self.strategy.workspace.evidence.areas if area.id == name)

    def person(self, name: str) -> str:
        """Return who signed, in this language where the folder names that role or organisation in both; else as is."""
        known = [row.name for row in self.strategy.workspace.voices.stakeholders]
        known += [row.responsible for row in self.strategy.workspace.method.process]
        for found in known:
            if BRACKET.sub("", found["en"]) == BRACKET.sub("", name):
                return found[self.language]
        return name

    def names(self, areas: Iterable[str]) -> Line:
        """Return the names of areas, separated by semicolons."""
        spans: list[Span] = []
        for name in areas:
            spans += [Span("; ")] if spans else []
            spans.append(self.text(self.area(name).name))
        return tuple(spans) or (Span("–"),)

    def heading(self, level: int, key: str) -> Heading:
        """Return a heading from the sentence ``doc.heading.<key>``."""
        return Heading(level, self.t(f"heading.{key}"), key)

    def say(self, key: str, style: str = "", **facts: str) -> Paragraph:
        """Return a paragraph from ``doc.<key>``, whose ``{names}`` are facts."""
        return Paragraph(self.fill(self.t(key), facts), style)

    def fill(self, sentence: str, facts: dict[str, str]) -> Line:
        """Return a sentence with its ``{names}`` replaced by facts."""
        return said(sentence, **{part: self.known(fact) for part, fact in facts.items()})

    def table(
        self, id_: str, rows: Iterable[Sequence[Line | Span | str]], align: str, widths: tuple[float, ...] = (),
        notes: tuple[str, ...] = (), more: Iterable[str] = (),
    ) -> Table:  # fmt: skip
        """Return a table; its caption is ``doc.table.<id>``, its header ``doc.columns.<id>`` and then ``more``."""
        header = self.t(f"columns.{id_}").replace("{currency}", self.currency).split("|")
        return Table(
            id=id_,
            caption=self.t(f"table.{id_}"),
            header=(*(part.strip() for part in header), *more),
            rows=tuple(tuple(as_line(cell) for cell in row) for row in rows),
            align=align,
            widths=widths,
            notes=tuple(line(self.t(note)) for note in notes),
        )

    def prose(self, stem: str) -> list[Block]:
        """Return the country's own text ``text/<language>/<stem>.md`` as blocks; a missing file gives nothing."""
        texts = {language: text for language, name, text in self.strategy.workspace.choices.prose if name == stem}
        return list(self._blocks(texts.get(self.language, texts.get("en", ""))))

    def _blocks(self, text: str) -> Iterator[Block]:
        for chunk in re.split(r"\n\s*\n", text.strip()):
            lines = [part.strip() for part in chunk.splitlines() if part.strip()]
            if lines and all(part.startswith("- ") for part in lines):
                yield Bullets(tuple(self.spans(part[2:]) for part in lines))
            elif lines:
                yield Paragraph(self.spans(" ".join(lines)))

    def spans(self, text: str) -> Line:
        """Return a line of prose with its facts and bold words; an unknown fact raises ``KeyError``."""
        spans: list[Span] = []
        for place, part in enumerate(BOLD.split(text)):
            strong, last = place % 2 == 1, 0
            for match in FACT.finditer(part):
                spans += [Span(part[last : match.start()], strong=strong)] if match.start() > last else []
                found = self.fact(match[1], match[2] or "")
                spans.append(Span(found.text, fact=found.fact, strong=strong))
                last = match.end()
            spans += [Span(part[last:], strong=strong)] if last < len(part) else []
        return tuple(spans)


def as_line(cell: Line | Span | str) -> Line:
    """Return a cell as a line."""
    if isinstance(cell, str):
        return (Span(cell),)
    return (cell,) if isinstance(cell, Span) else cell


def said(sentence: str, /, **parts: Part) -> Line:
    """Return a sentence with its ``{names}`` replaced by spans or texts; a name without a part raises ``KeyError``.

    >>> from opennss.document.blocks import plain
    >>> plain(said("{area}: place {place}", area="Road safety", place=Span("6")))
    'Road safety: place 6'
    """
    spans: list[Span] = []
    for place, part in enumerate(NAME.split(sentence)):
        spans += as_line(parts[part]) if place % 2 else [Span(part)]
    return tuple(span for span in spans if span.text)


def listed(parts: Iterable[Line]) -> Line:
    """Return lines as one, separated by semicolons."""
    return _together(parts, "; ")


def sentences(parts: Iterable[Line]) -> Line:
    """Return sentences as one line, with a space between them; empty ones leave no trace."""
    return _together((part for part in parts if part), " ")


def _together(parts: Iterable[Line], between: str) -> Line:
    spans: list[Span] = []
    for part in parts:
        spans += [Span(between), *part] if spans else part
    return tuple(spans)


def value(fact: Fact) -> float:
    """Return the number of a fact for a chart; a fact without a number raises ``TypeError``."""
    return float(fact.value)  # type: ignore[arg-type]
