"""What documents over several folders write with: sentences by key, names, numbers, tables with captions.

Numbers there come from several folders, so they carry no trail of one strategy; each stands beside its folder and the
kind of its source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from opennss.document.blocks import Heading, Line, Paragraph, Span, Table, line
from opennss.document.outline.pen import as_line
from opennss.language import Text, number, say

UNKNOWN = "?"
Cells = tuple[Line | Span | str, ...]
"""The cells of a row: lines, spans or plain strings."""
MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class PlainPen:
    """The language that is written in."""

    language: str

    def t(self, key: str, **values: object) -> str:
        """Return the sentence ``doc.<key>``."""
        return say(f"doc.{key}", self.language, **values)

    def say(self, key: str, style: str = "", **values: object) -> Paragraph:
        """Return a paragraph from the sentence ``doc.<key>``."""
        return Paragraph(line(self.t(key, **values)), style)

    def heading(self, level: int, key: str) -> Heading:
        """Return a heading from the sentence ``doc.heading.<key>``."""
        return Heading(level, self.t(f"heading.{key}"), key)

    def text(self, value: Text) -> Span:
        """Return a text; one that is not in this language is marked as being in another."""
        string, language = value.read(self.language)
        return Span(string, lang="" if language == self.language else language)

    def texts(self, values: Iterable[Text]) -> Line:
        """Return texts separated by semicolons, a dash where there are none."""
        spans: list[Span] = []
        for value in values:
            spans += [Span("; ")] if spans else []
            spans.append(self.text(value))
        return tuple(spans) or (Span("–"),)

    def number(self, value: float | Decimal | Fraction | None) -> str:
        """Return a number by language with at most one decimal; what is not known is ``?``."""
        if value is None:
            return UNKNOWN
        exact = round(Decimal(value.numerator) / value.denominator, 1) if isinstance(value, Fraction) else value
        return number(exact, self.language)

    def money(self, value: Decimal | Fraction | None, currency: str) -> str:
        """Return an amount with its currency, in millions where it is large; what is not known is ``?``."""
        if value is None:
            return UNKNOWN
        exact = Decimal(value.numerator) / value.denominator if isinstance(value, Fraction) else value
        large = abs(exact) >= MILLION
        text = number(exact / MILLION, self.language) if large else number(exact, self.language, 0)
        return say("unit.money-million" if large else "unit.money-one", self.language, value=text, currency=currency)

    def table(
        self, id_: str, rows: Iterable[Sequence[Line | Span | str]], align: str, widths: tuple[float, ...] = (),
        notes: tuple[str, ...] = (), more: Sequence[str] = (),
    ) -> Table:  # fmt: skip
        """Return a table; its caption is ``doc.table.<id>``, its header ``doc.columns.<id>`` and then ``more``."""
        return Table(
            id=id_,
            caption=self.t(f"table.{id_}"),
            header=(*(part.strip() for part in self.t(f"columns.{id_}").split("|")), *more),
            rows=tuple(tuple(as_line(cell) for cell in row) for row in rows),
            align=align,
            widths=widths,
            notes=tuple(line(self.t(note)) for note in notes),
        )
