"""Codes that spreadsheets damage, as strict types: ICS, ISIC, HS, harmonized stage codes, periods and ids."""

from __future__ import annotations

import re
from functools import cache
from typing import Self

from opennss.errors import CodeError


class Id(str):
    """An id: lower-case letters, digits and hyphens, unique in its table, never derived from a name.

    >>> Id.parse("food-safety")
    'food-safety'
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an id; raises ``CodeError`` when it has other characters."""
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", text):
            raise CodeError("bad-id", value=text)
        return cls(text)


class Ics(str):
    """A code of the International Classification for Standards: field ``13``, group ``13.020``, subgroup ``13.020.40``.

    Source: ISO, *International Classification for Standards* (structure of field, group, subgroup).

    >>> Ics.parse("13.020.40").parent
    '13.020'
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code; one that a spreadsheet turned into a number (13.02) raises ``CodeError`` with the likely one."""
        if re.fullmatch(r"\d{2}(\.\d{3}(\.\d{2})?)?", text):
            return cls(text)
        if damaged := re.fullmatch(r"(\d{1,2})\.(\d{1,3})", text):
            raise CodeError("ics-damaged", value=text, likely=f"{damaged[1]:0>2}.{damaged[2]:0<3}")
        raise CodeError("bad-ics", value=text)

    @property
    def level(self) -> str:
        """``field``, ``group`` or ``subgroup``."""
        return ("field", "group", "subgroup")[self.count(".")]

    @property
    def parent(self) -> Ics | None:
        """The code one level up; a field has none."""
        return Ics(self.rpartition(".")[0]) if "." in self else None


SECTION_DIVISIONS = {
    "A": (1, 3), "B": (5, 9), "C": (10, 33), "D": (35, 35), "E": (36, 39), "F": (41, 43), "G": (45, 47),
    "H": (49, 53), "I": (55, 56), "J": (58, 63), "K": (64, 66), "L": (68, 68), "M": (69, 75), "N": (77, 82),
    "O": (84, 84), "P": (85, 85), "Q": (86, 88), "R": (90, 93), "S": (94, 96), "T": (97, 98), "U": (99, 99),
}  # fmt: skip

TEN_GROUPS = ("A", "B-E", "F", "G-I", "J", "K", "L", "M-N", "O-Q", "R-U")
"""The ten-group aggregation of ISIC Rev.4 (SNA/ISIC A*10)."""


class Isic(str):
    """An ISIC Rev.4 code: section ``C``, division ``C26``, group ``C261``, class ``C2610``, or a ten-group ``B-E``.

    Source: United Nations, *International Standard Industrial Classification of All Economic Activities*, Rev.4, 2008.

    >>> [Isic.parse(code).level for code in ("A", "A01", "B-E")]
    ['section', 'division', 'ten-group']
    >>> Isic.parse("C26").parent, Isic.parse("C").parent
    ('C', 'B-E')
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code; a division that does not belong to its section, or that lost its zero, raises ``CodeError``."""
        if text in SECTION_DIVISIONS or text in TEN_GROUPS:
            return cls(text)
        match = re.fullmatch(r"([A-U])(\d{2,4})", text)
        if not match:
            raise CodeError("bad-isic", value=text)
        first, last = SECTION_DIVISIONS[match[1]]
        if not first <= int(match[2][:2]) <= last:
            raise CodeError("isic-section", value=text, section=match[1], first=f"{first:02}", last=f"{last:02}")
        return cls(text)

    @property
    def level(self) -> str:
        """``ten-group``, ``section``, ``division``, ``group`` or ``class``."""
        if "-" in self:
            return "ten-group"
        return {1: "section", 3: "division", 4: "group", 5: "class"}[len(self)]

    @property
    def parent(self) -> Isic | None:
        """The code one level up; a section's parent is its ten-group, unless it is a ten-group of its own."""
        if self.level == "section":
            group = next(Isic(group) for group in TEN_GROUPS if self in sections_of(Isic(group)))
            return None if group == self else group
        return {"ten-group": None, "division": Isic(self[0])}.get(self.level, Isic(self[:-1]))

    def covers(self, other: Isic) -> bool:
        """Say whether ``other`` is this code or a part of it."""
        if self.level == "ten-group":
            return any(Isic(section).covers(other) for section in sections_of(self)) or self == other
        return other.startswith(self) and "-" not in other


@cache
def sections_of(group: Isic) -> tuple[str, ...]:
    """Return the section letters of a ten-group.

    >>> sections_of(Isic("G-I"))
    ('G', 'H', 'I')
    """
    first, last = group[0], group[-1]
    return tuple(letter for letter in SECTION_DIVISIONS if first <= letter <= last)


class Hs(str):
    """A Harmonized System code of 2, 4 or 6 digits, with its leading zero.

    >>> Hs.parse("0901").parent
    '09'
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code; an odd number of digits means that a leading zero was lost and raises ``CodeError``."""
        digits = text.replace(".", "")
        if re.fullmatch(r"\d{2}|\d{4}|\d{6}", digits):
            return cls(digits)
        if re.fullmatch(r"\d|\d{3}|\d{5}", digits):
            raise CodeError("hs-zero", value=text, likely=f"0{digits}")
        raise CodeError("bad-hs", value=text)

    @property
    def parent(self) -> Hs | None:
        """The code one level up; a chapter has none."""
        return Hs(self[:-2]) if len(self) > 2 else None


class Stage(str):
    """An international harmonized stage code, such as ``40.20`` (DIS ballot) or ``60.60`` (published).

    Source: ISO, *International harmonized stage codes*.

    >>> Stage.parse("60.60").state, Stage.parse("4020").state, Stage.parse("95.99").state
    ('in-force', 'draft', 'withdrawn')
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a code with its dot, or the integer form of ISO Open Data (6060); else raises ``CodeError``."""
        digits = text.replace(".", "").zfill(4)
        if not re.fullmatch(r"(00|10|20|30|40|50|60|90|95)(00|20|60|90|92|93|98|99)", digits):
            raise CodeError("bad-stage", value=text)
        return cls(f"{digits[:2]}.{digits[2:]}")

    @property
    def state(self) -> str:
        """``draft`` (00–50), ``in-force`` (60, 90), ``withdrawn`` (95) or ``cancelled`` (a deleted project)."""
        if self[:2] < "60":
            return "cancelled" if self.endswith("98") else "draft"
        return "withdrawn" if self.startswith("95") else "in-force"

    @property
    def opening(self) -> str:
        """How the text of a draft can still be shaped; empty for what is no draft.

        ``experts`` (00–20: written by experts of the working group), ``comments`` (30: members comment), ``ballot``
        (40, until the vote closes), ``closing`` (40 after it: the committee resolves comments) and ``fixed`` (50).

        Source: ISO/IEC Directives, Part 1, clauses 2.3 to 2.7.

        >>> [Stage(code).opening for code in ("20.20", "40.20", "40.60", "50.20", "60.60")]
        ['experts', 'ballot', 'closing', 'fixed', '']
        """
        if self.state != "draft":
            return ""
        if self.startswith("40"):
            return "ballot" if self < "40.60" else "closing"
        return {"30": "comments", "50": "fixed"}.get(self[:2], "experts")


class Period(str):
    """A period: year ``2027``, half ``2027-H1``, quarter ``2027-Q3`` or month ``2027-05``.

    >>> Period.parse("2027-Q3").year
    2027
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a period; anything else raises ``CodeError``."""
        if not re.fullmatch(r"(19|20)\d{2}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?", text):
            raise CodeError("bad-period", value=text)
        return cls(text)

    @property
    def year(self) -> int:
        """The year of the period."""
        return int(self[:4])

    @property
    def order(self) -> tuple[int, int, int]:
        """Year, last month, number of months: a later end comes later, and a whole year after its parts.

        >>> sorted(map(Period, ("2024", "2024-12", "2024-H1", "2024-Q1")), key=lambda period: period.order)
        ['2024-Q1', '2024-H1', '2024-12', '2024']
        """
        part = self[5:]
        if not part:
            return self.year, 12, 12
        months = {"H": 6, "Q": 3}.get(part[0], 1)
        return self.year, int(part.lstrip("HQ")) * months, months
