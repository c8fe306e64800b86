"""Research works in OpenAlex's own format, one after the other, each with the text by which it is recognised.

A record is OpenAlex's Work object as its snapshot and its interface give it; only the fields below are read. A field of
another form than documented counts as absent and is told; a line that is no work is told and left out. Source of the
format: https://docs.openalex.org/api-entities/works/work-object
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, TypeVar, get_type_hints

import msgspec

from opennss.errors import Severity
from opennss.technologies.scan.files import LONGEST, Notes, lines, too_long

T = TypeVar("T")

TEXT = 1_000_000
"""Characters of the longest title or abstract that is read; a longer one is somebody's whole book."""

PLACES = 1_000_000
"""The highest position in an abstract that is believed."""

Index = dict[str, list[int] | None]
"""An abstract as OpenAlex gives it: the positions of each word."""


class Institution(msgspec.Struct, gc=False):
    """Where an author works."""

    country_code: str | None = None


class Authorship(msgspec.Struct, gc=False):
    """An author of a work; older records have the countries only in the institutions, which are read when needed."""

    countries: list[str | None] | None = None
    institutions: msgspec.Raw = msgspec.Raw(b"null")


class Topic(msgspec.Struct, gc=False):
    """What OpenAlex takes a work to be about: ``https://openalex.org/T10028``."""

    id: str | None = None


class Percentile(msgspec.Struct, gc=False):
    """Share of the works of the same kind, year and field that are cited less, 0 to 1."""

    value: float | None = None
    is_in_top_10_percent: bool | None = None


class Entry(msgspec.Struct, gc=False):
    """A word of an abstract and its positions, as Parquet gives a map."""

    key: str
    value: list[int] | None = None


class Work(msgspec.Struct, gc=False):
    """The fields of a Work object that are read; any may be absent or null."""

    id: str | None = None
    title: str | None = None
    display_name: str | None = None
    publication_year: int | None = None
    type: str | None = None
    authorships: list[Authorship | None] | None = None
    citation_normalized_percentile: Percentile | None = None
    is_retracted: bool | None = None
    is_paratext: bool | None = None
    primary_topic: Topic | None = None
    topics: list[Topic | None] | None = None
    abstract_inverted_index: Index | str | list[Entry] | None = None


FIELDS = Work.__struct_fields__
_KINDS = get_type_hints(Work)
_WORK = msgspec.json.Decoder(Work)
_INDEX = msgspec.json.Decoder(Index | None)
_INSTITUTIONS = msgspec.json.Decoder(list[Institution | None] | None)
_MARK = b"\xef\xbb\xbf"
"""A byte-order mark."""

BROKEN = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What the reader of JSON raises for text that is not JSON, not UTF-8, or nested too deep."""


def works(path: str, notes: Notes) -> Iterator[tuple[int, Work]]:
    """Yield the works of a file, each with its line (of Parquet: its row)."""
    empty = True
    for first, some in lines(path, FIELDS, notes):
        for number, line in enumerate(some, first):
            if line and (work := read(line, number, notes)) is not None:
                empty = False
                yield number, work
    if empty and not notes.findings():
        notes.say("works-empty", 0)


def read(line: bytes, number: int, notes: Notes) -> Work | None:
    """Read a line; ``None`` when it is no work, which is told."""
    if len(line) > LONGEST:
        too_long(number, notes)
        return None
    try:
        return _WORK.decode(line)
    except msgspec.ValidationError:
        return _leniently(line, number, notes)
    except BROKEN as error:
        if line.startswith(_MARK):
            return read(line.removeprefix(_MARK), number, notes)
        _unread(line, number, notes, error)
        return None


def _unread(line: bytes, number: int, notes: Notes, error: Exception) -> None:
    if line.strip():
        notes.done["unread"] += 1
        notes.say("works-line", number, severity=Severity.ERROR, reason=_short(str(error)))


def _leniently(line: bytes, number: int, notes: Notes) -> Work | None:
    """Read a record in which a field has another form than documented: the others are taken."""
    try:
        record: Any = msgspec.json.decode(line)
    except BROKEN as error:
        _unread(line, number, notes, error)
        return None
    if not isinstance(record, dict):
        notes.done["unread"] += 1
        notes.say("works-line", number, severity=Severity.ERROR, reason=type(record).__name__)
        return None
    taken: dict[str, Any] = {}
    for name in FIELDS:
        if name in record:
            try:
                taken[name] = msgspec.json.decode(msgspec.json.encode(record[name]), type=_KINDS[name])
            except msgspec.ValidationError as error:
                notes.say("works-field", number, name, reason=_short(str(error)))
    return Work(**taken)


def countries(authorship: Authorship | None, number: int, notes: Notes) -> tuple[str, ...]:
    """Return the country codes of an author, those of the institutions when the record names no countries."""
    if authorship is None:
        return ()
    if authorship.countries and (named := tuple([code for code in authorship.countries if code])):
        return named
    if len(bytes(authorship.institutions)) < len(b"[{}]"):
        return ()
    try:
        found = _INSTITUTIONS.decode(authorship.institutions)
    except BROKEN as error:
        notes.say("works-field", number, "authorships", reason=_short(str(error)))
        return ()
    return tuple([one.country_code for one in found or () if one is not None and one.country_code])


def text(work: Work, number: int, notes: Notes) -> str:
    """Return title, line end and abstract; the abstract's words in order of position, with gaps closed."""
    title = work.title or work.display_name or ""
    if len(title) > TEXT:
        notes.say("works-text-long", number, "title", count=len(title), most=TEXT)
        title = ""
    if not work.abstract_inverted_index:
        return title
    return f"{title}\n{abstract(work.abstract_inverted_index, number, notes)}"


def abstract(index: Index | str | list[Entry], number: int, notes: Notes) -> str:
    """Rebuild an abstract; one that cannot be is told, and is empty.

    >>> abstract({"of": [1], "Use": [0], "graphene.": [2, 7]}, 1, Notes("part_000.gz"))
    'Use of graphene. graphene.'
    """
    if not isinstance(index, dict):
        found = _index(index, number, notes)
        if not found:
            return ""
        index = found
    try:
        count, size = sum(map(len, index.values())), sum(map(len, index))  # type: ignore[arg-type]
    except TypeError:  # a word without positions, as Parquet gives it
        return abstract({word: places for word, places in index.items() if places is not None}, number, notes)
    if size * count > TEXT and (size := _size(index)) > TEXT:  # before anything of that size is made
        notes.say("works-text-long", number, "abstract_inverted_index", count=size, most=TEXT)
        return ""
    placed = {place: word for word, places in index.items() for place in places}  # type: ignore[union-attr]
    if len(placed) == count:
        with suppress(KeyError):
            return " ".join(map(placed.__getitem__, range(count)))
    return _with_gaps(index, number, notes)


def _size(index: Index) -> int:
    return sum((len(word) + 1) * len(places or ()) for word, places in index.items())


def _with_gaps(index: Index, number: int, notes: Notes) -> str:
    """Order the words by position, two words of one position as the index has them; nothing is as big as a position."""
    pairs = [(place, word) for word, places in index.items() for place in places or ()]
    wrong = next((place for place, _ in pairs if not 0 <= place <= PLACES), None)
    if wrong is not None:
        notes.say("works-position", number, "abstract_inverted_index", value=str(wrong)[:20], most=PLACES)
        return ""
    return " ".join([word for _, word in sorted(pairs, key=lambda pair: pair[0])])


def _index(index: str | list[Entry], number: int, notes: Notes) -> Index | None:
    """Read an abstract that Parquet gives as text of JSON, or as a map."""
    if not isinstance(index, str):
        return {entry.key: entry.value for entry in index}
    try:
        found: Index | None = _INDEX.decode(index)
        return found
    except BROKEN as error:
        notes.say("works-field", number, "abstract_inverted_index", reason=_short(str(error)))
        return None


def _short(text: str) -> str:
    return text if len(text) <= 120 else text[:119] + "…"
