"""Which column of a table is which of the form: by the words of its header, in three languages, or by its numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from opennss.model.comments import COLUMNS, CommentType

Places = Mapping[str, int]
"""The place of each column of the form in a table, by its name in ``Comment``; the first place is 0."""

FEWEST: Final = 4
"""Columns that a row must name to be a header."""

LONGEST_HEADER: Final = 100
LONGEST_KEY: Final = 500

WORDS: Final[tuple[tuple[str, str], ...]] = (
    ("observation", r"secretar|ban thu ky|thu ky|giai trinh|tiep thu|disposition|resolution|^reponse|^reply|^tra loi"),
    ("type", r"^type|^loai|^nature"),
    ("change", r"propos|modif|^changement|^change|^de xuat|^de nghi|^kien nghi|sua doi|sua thanh"),
    ("comment", r"comment|^observations?\b|^justification|^gop y|^y kien|^noi dung( gop y| y kien|$)"),
    ("line", r"\blines?\b|\blignes?\b|\bdong\b"),
    ("clause", r"clause|^articles?\b|^sections?\b|^dieu\b|^muc\b|^chuong\b"),
    ("place", r"^para|^figure|^fig\b|^tables?\b|^alinea|^tableau|^doan\b|^hinh\b|^bang\b|^khoan\b|^diem\b|^place\b"),
    ("member", r"^mb\b|^nc\b|^cm\b|^cn\b|^member|^membre|^national|^comite|^country|^pays|^organi[sz]|^organisme"
               r"|^to chuc|^don vi|^co quan|^thanh vien|^quoc gia|^nuoc\b"),
)  # fmt: skip
"""Beginnings and words that tell a column, in the order in which they are tried: "comments" stand in several."""

TYPES: Final[Mapping[CommentType, tuple[str, ...]]] = {
    CommentType.GENERAL: ("ge", "g", "gen", "general", "generale", "generalites", "chung"),
    CommentType.TECHNICAL: ("te", "t", "tec", "tech", "technical", "technique", "ky thuat"),
    CommentType.EDITORIAL: ("ed", "e", "edit", "editorial", "redactionnel", "redactionnelle", "bien tap"),
}

IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
NUMBER: Final = re.compile(r"\(?([1-8])\)?\.?")
KEY: Final = re.compile(
    r"(?>.*?\bmb\b)(?>.*?=)(?>.*?\bnc\b)(?>.*?=)|(?>.*?\bge\b ?=)(?>.*?\bte\b ?=)(?>.*?\bed\b ?=)", re.DOTALL
)
"""Each part is looked for once, behind the one before: a cell that nearly is a key must not take seconds."""


def plain(text: str) -> str:
    """Return a text in small letters without accents, marks of notes and what stands in brackets.

    >>> plain("Type of comment² (ge/te/ed)"), plain("ĐỀ NGHỊ sửa đổi")
    ('type of comment', 'de nghi sua doi')
    """
    small = unicodedata.normalize("NFKD", IN_BRACKETS.sub(" ", text).casefold().replace("đ", "d"))
    letters = "".join(sign if sign.isalpha() else " " for sign in small if not unicodedata.combining(sign))
    return " ".join(letters.split())


def type_of(text: str) -> CommentType | None:
    """Return the type that a cell means; ``None`` when it is none, or more than one.

    >>> type_of("Ed"), type_of("tech."), type_of("Kỹ thuật"), type_of("ge/te")
    (<OpinionType.EDITORIAL: 'ed'>, <OpinionType.TECHNICAL: 'te'>, <OpinionType.TECHNICAL: 'te'>, None)
    """
    word = plain(text) if len(text) <= LONGEST_HEADER else ""
    return next((kind for kind, words in TYPES.items() if word in words), None)


def header(cells: Sequence[str]) -> dict[str, int]:
    """Return the columns that a row of words names; of two columns with one name the first counts.

    >>> header(("MB/\\nNC1", "Clause/ Subclause", "Type of comment2", "Comments", ""))
    {'member': 0, 'clause': 1, 'type': 2, 'comment': 3}
    """
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = _named(cell) if len(cell) <= LONGEST_HEADER else ""
        if name:
            found.setdefault(name, place)
    return found


def is_header(cells: Sequence[str]) -> bool:
    """Say whether a row names enough columns of the form, and nothing else much.

    >>> is_header(("MB", "Clause", "Type", "Comment")), is_header(("VN", "5.1", "te", "Comment on the table"))
    (True, False)
    """
    if any(len(cell) > LONGEST_HEADER for cell in cells):
        return False
    found = header(cells)
    return len(found) >= FEWEST and bool({"comment", "change"} & set(found))


def numbered(cells: Sequence[str]) -> dict[str, int]:
    """Return the columns that a row of their numbers names: eight, or the seven of the older form without lines.

    >>> numbered(("1", "2", "(3)", "4", "5", "(6)", "(7)"))["clause"]
    1
    """
    found = {int(match[1]): place for place, cell in enumerate(cells) if (match := NUMBER.fullmatch(cell.strip()))}
    names = {8: COLUMNS, 7: tuple(name for name in COLUMNS if name != "line")}.get(len(found), ())
    if sum(bool(cell.strip()) for cell in cells) != len(found) or sorted(found) != list(range(1, len(names) + 1)):
        return {}
    return {names[number - 1]: place for number, place in found.items()}


def belongs_to_header(cells: Sequence[str], known: Places) -> dict[str, int] | None:
    """Return the columns that a row right below a header adds to it; ``None`` when it is a row of comments.

    Numbers, examples in brackets and a second line of words (below "Reference": line, clause, paragraph) belong to it.
    """
    filled = [cell for cell in cells if cell.strip()]
    if numbered(cells) or all(len(cell) <= LONGEST_HEADER and "(" in cell and not plain(cell) for cell in filled):
        return {}
    added = header(cells)
    if len(filled) > 1 and len(added) == len(filled) and not set(added) & set(known):
        return added
    return None


def is_key(cells: Sequence[str]) -> bool:
    """Say whether a row is the key of the form: what MB, NC, ge, te and ed mean.

    >>> is_key(("2 Type of comment: ge = general, te = technical, ed = editorial", ""))
    True
    """
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) == 1 and len(filled[0]) <= LONGEST_KEY and KEY.match(filled[0].casefold()) is not None


@lru_cache(maxsize=4096)
def _named(cell: str) -> str:
    words = plain(cell)
    return next((name for name, pattern in WORDS if re.search(pattern, words)), "")
