"""Published lists of critical, emerging or strategic technologies as cited data, and where two lists meet.

The data are the tables ``lists/lists.csv``, ``lists/entries.csv`` and ``lists/crosswalk.csv`` beside this module, typed
in from cited sources: names only, no descriptions. What no citable source names in full is left out and counted
(``known``). A list says for itself what it is not, and whether it is still in force on the day it was looked at.
Which entries count as military and how entries relate to technologies is a project default.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import TypeVar

from opennss.errors import CodeError
from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.published import Family, ListShown, ListStatus, PublishedList

T = TypeVar("T")


class Level(StrEnum):
    """An area of the list (area, group, field), or a part of one (technology, product)."""

    AREA = "area"
    PART = "part"


class Why(StrEnum):
    """The rule by which an entry is military or not, judged by its published name alone.

    ``weapon``: it names an effect that weapons have; ``delivery``: it names vehicles known mainly from weapons;
    ``mixed``: it names civil matters beside military ones, and is therefore shown.
    """

    WEAPON = "weapon"
    DELIVERY = "delivery"
    MIXED = "mixed"
    NONE = ""


class Fit(StrEnum):
    """How an entry lies to a technology: the entry is the ``same``, ``broader``, ``narrower``, or ``overlaps`` it."""

    SAME = "same"
    BROADER = "broader"
    NARROWER = "narrower"
    OVERLAPS = "overlaps"


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a list.

    ``number`` is the published one or, in a list without numbers, its place; ``x`` and a count when neither is known.
    ``parent`` is the number of the area it belongs to: empty without one, ``?`` when not known. ``official`` are the
    languages whose name is the published one; in all others it is translated.
    """

    list: Id
    number: str
    level: Level
    parent: str
    name: Text
    official: tuple[str, ...]
    military: bool
    why: Why
    source: str
    grade: int

    @property
    def id(self) -> str:
        """How ``technologies.csv`` names it, such as ``us-cet-2024:6``."""
        return f"{self.list}:{self.number}"


@dataclass(frozen=True, slots=True)
class Match:
    """A technology of the default vocabulary, an entry, and how the entry lies to it."""

    technology: Id
    entry: Entry
    fit: Fit


@dataclass(frozen=True, slots=True)
class Meeting:
    """A technology through which an entry of one list and one of another meet."""

    technology: Id
    first: Match
    second: Match


@cache
def lists() -> tuple[PublishedList, ...]:
    """Return every list.

    >>> [item.id for item in lists() if item.status is ListStatus.IN_FORCE]
    ['vn-21-2026']
    """
    return tuple(
        PublishedList(
            id=Id.parse(row["id"]), name=_text(row, "name"), issuer=_text(row, "issuer"), number=row["number"],
            date=dt.date.fromisoformat(row["date"]), family=Family(row["family"]), term=_text(row, "term"),
            status=ListStatus(row["status"]), successor=Id.parse(row["successor"]) if row["successor"] else None,
            areas=_count(row["areas"]), parts=_count(row["parts"]), caveat=_text(row, "caveat"), source=row["source"],
            at_issuer=row["at_issuer"], grade=int(row["grade"]), seen=dt.date.fromisoformat(row["seen"]),
        )
        for row in _rows("lists.csv")
    )  # fmt: skip


def published(list_id: str) -> PublishedList:
    """Return one list; an unknown id raises ``CodeError`` with the known ones."""
    return _pick({str(item.id): item for item in lists()}, list_id)


def entries(list_id: str, military: bool = True) -> tuple[Entry, ...]:
    """Return the known entries of a list in its order, without the military ones when ``military`` is false.

    An unknown list raises ``CodeError`` with the known ones.

    >>> len(entries("us-cet-2024")), len(entries("us-cet-2024", military=False)), hidden("us-cet-2024")
    (18, 16, 2)
    """
    asked = published(list_id).id
    return tuple(item for item in _entries().values() if item.list == asked and (military or not item.military))


def entry(entry_id: str) -> Entry:
    """Return an entry by the list's id and its number; an unknown one raises ``CodeError`` with the known ones.

    >>> entry("vn-1131-2025:1.1").name["vi"]
    'Mô hình ngôn ngữ lớn tiếng Việt'
    """
    if (found := _entries().get(entry_id)) is not None:
        return found
    list_id = entry_id.partition(":")[0]
    return _pick({item.id: item for item in entries(list_id)}, entry_id)


def hidden(list_id: str) -> int:
    """Return how many known entries of a list are military; an unknown list raises ``CodeError``."""
    return sum(item.military for item in entries(list_id))


def known(list_id: str) -> tuple[int, int]:
    """Return how many areas and how many parts of a list are known; how many it publishes stands in the list.

    An unknown list raises ``CodeError``.

    >>> known("vn-1131-2025"), (published("vn-1131-2025").areas, published("vn-1131-2025").parts)
    ((8, 20), (11, 35))
    """
    areas = sum(item.level is Level.AREA for item in entries(list_id))
    return areas, len(entries(list_id)) - areas


@cache
def matches() -> tuple[Match, ...]:
    """Return how the entries of all lists lie to the technologies of the default vocabulary (project default)."""
    return tuple(
        Match(Id.parse(row["technology"]), entry(f"{row['list']}:{row['number']}"), Fit(row["match"]))
        for row in _rows("crosswalk.csv")
    )


def shown(ids: Sequence[str], military: bool) -> tuple[ListShown, ...]:
    """Return the lists that a country shows; an id that the product does not know is left out, the check names it."""
    found = {str(item.id): item for item in lists()}
    return tuple(
        ListShown(
            found[name], *known(name), 0 if military else hidden(name),
            {item.id: item.name for item in entries(name, military)},
        )
        for name in ids
        if name in found
    )  # fmt: skip


def crosswalk(first: str, second: str, military: bool = True) -> tuple[Meeting, ...]:
    """Return which entries of two lists meet, and through which technology, in the order of the technologies.

    An unknown list raises ``CodeError`` with the known ones.

    >>> [(meeting.first.entry.number, meeting.technology, meeting.second.entry.number)
    ...  for meeting in crosswalk("us-cet-2024", "kr-2022") if meeting.first.fit == meeting.second.fit == "same"]
    [('6', 'artificial-intelligence', '9'), ('7', 'biotechnology', '5')]
    """
    shown = tuple({item.id for item in entries(list_id, military)} for list_id in (first, second))
    return tuple(
        Meeting(left.technology, left, right)
        for left in matches()
        if left.entry.id in shown[0]
        for right in matches()
        if right.technology == left.technology and right.entry.id in shown[1]
    )


@cache
def _entries() -> Mapping[str, Entry]:
    found = {}
    for row in _rows("entries.csv"):
        home = published(row["list"])
        item = Entry(
            list=home.id, number=row["number"], level=Level(row["level"]), parent=row["parent"],
            name=_text(row, "name"), official=tuple(row["official"].split(";")) if row["official"] else (),
            military=row["military"] == "yes", why=Why(row["why"]), source=row["source"] or home.source,
            grade=int(row["grade"] or home.grade),
        )  # fmt: skip
        found[item.id] = item
    return found


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files("opennss.technologies").joinpath("lists", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _text(row: Mapping[str, str], field: str) -> Text:
    start = f"{field}_"
    return Text.of(**{key.removeprefix(start): value for key, value in row.items() if key.startswith(start)})


def _count(cell: str) -> int | None:
    return None if cell == "?" else int(cell)


def _pick(items: Mapping[str, T], key: str) -> T:
    if key not in items:
        raise CodeError("unknown-value", value=key, known=", ".join(items))
    return items[key]
