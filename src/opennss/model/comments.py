"""Comments on a draft, as the eight columns of the ISO/IEC comment form have them; no table of the folder."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from opennss.language import clean
from opennss.model.stakeholders import OpinionType

CommentType = OpinionType
"""General, technical, editorial: the same three codes as in the table of opinions, which comments feed."""

COLUMNS: Final = ("member", "line", "clause", "place", "type", "comment", "change", "observation")
"""The columns of the form by number: column 1 is ``COLUMNS[0]``."""

LONGEST: Final = {"member": 120, "line": 40, "clause": 120, "place": 120} | dict.fromkeys(COLUMNS[5:], 10_000)
"""Signs that a column may have."""

WHOLE: Final = frozenset(("all", "chung", "general", "generalites", "généralités", "toàn văn"))
"""What people write where a comment is about the whole document; it comes before clause 1."""

LEADING: Final = re.compile(r"^(sub)?clause|^article|^section|^§|^điều|^mục")
PIECES: Final = re.compile(r"\d+|[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One row of the form: who, where in the draft, what kind, the comment, the change asked for, the reply.

    ``member`` is the country code of a national body, or an organisation; ``line`` and ``place`` may be empty, an empty
    ``clause`` means the whole document. ``comment`` or ``change`` has text. ``table`` (sheet, or number of the table)
    and ``row`` say where it was read, and do not count when comments are compared.
    """

    member: str
    line: str = ""
    clause: str = ""
    place: str = ""
    type: CommentType
    comment: str
    change: str = ""
    observation: str = ""
    table: str = field(default="", compare=False)
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class CommentSheet:
    """The comments on one document: its title, its reference, the date of the sheet, and the rows.

    ``date`` is ``None`` when a sheet does not say it.
    """

    title: str
    document: str
    date: dt.date | None
    comments: tuple[Comment, ...]


def tidy(text: str) -> str:
    """Return a text as a comment keeps it: line ends as LF, no hidden signs, no blanks around it.

    >>> tidy(" =1\\r\\n2\\x00\\t3 ")
    '=1\\n2\\t3'
    """
    return clean(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def tidied(comment: Comment) -> Comment:
    """Return a comment whose texts are all tidy.

    >>> tidied(Comment(member="VN ", type=CommentType.EDITORIAL, comment="a\\x07")).comment
    'a'
    """
    return replace(
        comment,
        member=tidy(comment.member),
        line=tidy(comment.line),
        clause=tidy(comment.clause),
        place=tidy(comment.place),
        comment=tidy(comment.comment),
        change=tidy(comment.change),
        observation=tidy(comment.observation),
    )


def in_order(comments: Iterable[Comment]) -> tuple[Comment, ...]:
    """Sort comments by clause, then paragraph, line and member, numbers by their size: clause 10.2 after 9.

    What is about the whole document comes first, annexes after the numbered clauses. The other columns decide between
    rows of one place, so that the order of arrival does not show.

    >>> rows = [Comment(member="VN", clause=clause, type=CommentType.GENERAL, comment="x")
    ...         for clause in ("10.2", "A.1", "9", "9.10", "9.9", "")]
    >>> [row.clause for row in in_order(rows)]
    ['', '9', '9.9', '9.10', '10.2', 'A.1']
    """
    return tuple(sorted(comments, key=_key))


def _key(comment: Comment) -> tuple[object, ...]:
    clause = "" if tidy(comment.clause).casefold() in WHOLE else comment.clause
    places = tuple(_natural(text) for text in (clause, comment.place, comment.line, comment.member))
    return *places, tuple(str(getattr(comment, name)) for name in COLUMNS)


def _natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a text in pieces that sort as people count: a longer number is a larger one, words come after numbers."""
    pieces = PIECES.findall(LEADING.sub("", tidy(text).casefold()))
    return tuple((0, len(now := piece.lstrip("0")), now) if piece.isdecimal() else (1, 0, piece) for piece in pieces)
