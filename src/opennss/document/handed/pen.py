"""What the check of a list writes with: its bodies, areas, years, shares and money in one language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from opennss.document.blocks import Span
from opennss.document.facts.make import task_name
from opennss.document.plain_pen import PlainPen
from opennss.document.shown import in_percent
from opennss.language import say
from opennss.model.handed import Handed, HandedRow

NONE = "–"


@dataclass(frozen=True, slots=True)
class HandedPen(PlainPen):
    """A check and the language it is written in; ``short`` prints fewer rows, for a screen."""

    check: Handed
    short: bool = False

    @property
    def rows(self) -> dict[int, HandedRow]:
        """The rows of the list by their lines."""
        return {row.line: row for row in self.check.listed.rows}

    def body(self, body: str) -> Span:
        """Return the name of a body; one without capacity on record is asked about."""
        known = dict(self.check.bodies)
        if body in known:
            return self.text(known[body])
        return Span(self.t("handed-which-body", name=body) if body else self.t("handed-no-body"))

    def who(self, body: str, task: str) -> Span:
        """Return the name of a body, or of those of its people who can do a task."""
        named = self.body(body)
        if not task:
            return named
        return Span(self.t("handed-task-of", body=named.text, task=task_name(task)[self.language]), lang=named.lang)

    def body_names(self, bodies: Iterable[str]) -> str:
        """Return the names of bodies, separated by semicolons."""
        return "; ".join(self.body(body).text for body in dict.fromkeys(bodies))

    def year(self, year: int | None) -> str:
        """Return a year, or that there is none."""
        return self.t("handed-no-year") if year is None else str(year)

    def share(self, value: Decimal | None) -> str:
        """Return a share in percent; a dash where there is none."""
        if value is None:
            return NONE
        return say("unit.percent", self.language, value=in_percent(value, self.language))

    def sum(self, value: Decimal | None) -> str:
        """Return an amount of money in the currency of the folder."""
        return self.money(value, self.check.currency)

    def area(self, area: str) -> Span:
        """Return the name of an area; a dash where none is known."""
        known = dict(self.check.areas)
        return self.text(known[area]) if area in known else Span(NONE)

    def lines(self, lines: Iterable[int], most: int = 12) -> str:
        """Return lines of the list, the first ones where there are many."""
        found = [str(number) for number in lines]
        return ", ".join(found[:most]) + (" …" if len(found) > most else "")
