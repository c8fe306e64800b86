"""A form that goes out empty and comes back filled in: parts with numbered columns, whatever file carries it.

Every column has a code of a letter and a number (``B3``), which stands in its header in any language. By these codes
a returned form is read: sheets may be renamed and columns moved, but a column that is gone is noticed.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

CODE = re.compile(r"\s*([A-Z][0-9]{1,2})\.(?:\s|$)")
LINE_LENGTH = 150
"""Signs in a line of the text above a part, where a sheet has to break it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a part: its code, its name, its width in millimetres on paper, and what may be chosen in it.

    ``kind`` is ``given`` (printed, not answered), ``text``, ``date`` or ``mark`` (a cross).
    """

    code: str
    name: str
    width: float
    kind: str = "text"
    choices: tuple[str, ...] = ()

    @property
    def header(self) -> str:
        """The header as it is printed: code and name."""
        return f"{self.code}. {self.name}"


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the form: letter, title, a sentence that explains it, columns, and rows as they go out.

    ``rows`` hold the printed cells and what is known already, ``tall`` is the room of a row in millimetres. ``kinds``
    and ``choices`` belong to single rows, where rows are questions (by number), and go before those of the column.
    """

    letter: str
    title: str
    text: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    tall: float = 6.0
    kinds: tuple[tuple[int, str], ...] = ()
    choices: tuple[tuple[int, tuple[str, ...]], ...] = ()

    @property
    def heading(self) -> str:
        """Letter and title, as they are printed."""
        return f"{self.letter}. {self.title}"

    @property
    def lines(self) -> list[str]:
        """The sentence that explains it, in the lines of a sheet."""
        return textwrap.wrap(self.text, LINE_LENGTH)


@dataclass(frozen=True, slots=True)
class Form:
    """A form in one language: title, subtitle, instructions, parts to fill in, and the part for the office alone.

    ``day`` is the date that its file carries, as ISO 8601.
    """

    language: str
    title: str
    subtitle: str
    instructions: tuple[str, ...]
    parts: tuple[Part, ...]
    office: Part
    day: str


def code_of(cell: str) -> str:
    """Return the code with which a header cell begins; empty when it is no header of a form.

    >>> code_of("B3. Mức cấp thiết"), code_of("B3"), code_of("Urgency")
    ('B3', '', '')
    """
    match = CODE.match(cell)
    return match[1] if match else ""
