"""What moved between two folders of one country, and which of their parts it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.criteria import Rank
from opennss.model.plans import Plan
from opennss.model.projects import Project
from opennss.model.results import Mirrored, Ranks, Standing


class Part(StrEnum):
    """The five parts of a country folder that can be exchanged, and so the five causes of a movement."""

    DATA = "data"
    VOICES = "voices"
    METHOD = "method"
    CATALOGUE = "catalogue"
    CHOICES = "choices"


Causes = Mapping[Part, Fraction]
"""What each part that differs adds to a movement; the sum is the whole movement, exactly."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a world comes to: its ranks, its programme, and how the country mirrors committees (``None``: not known)."""

    ranks: Ranks
    plan: Plan
    mirrored: Mapping[str, Mirrored] | None


class Move(StrEnum):
    """What happened to a place, a rank or a plan item; ``none`` where there was nothing before nor after."""

    NONE = "none"
    STAYED = "stayed"
    MOVED = "moved"
    CAME = "came"
    WENT = "went"


def move(before: object, after: object) -> Move:
    """Return what happened between two states, of which ``None`` is "not there".

    >>> move(4, 2), move(None, 2), move(4, None), move(4, 4), move(None, None)
    (<Move.MOVED: 'moved'>, <Move.CAME: 'came'>, <Move.WENT: 'went'>, <Move.STAYED: 'stayed'>, <Move.NONE: 'none'>)
    """
    if before is None or after is None:
        return Move.NONE if before is after else Move.CAME if before is None else Move.WENT
    return Move.STAYED if before == after else Move.MOVED


@dataclass(frozen=True, slots=True)
class Shift:
    """One figure before and after, and what each part adds to its movement.

    ``before`` and ``after`` are ``None`` where there is none (no place, not rankable, not planned). Where both are
    known the causes add up to ``after - before``; where one is not, to 1 (it came) or -1 (it went).
    """

    before: Fraction | None
    after: Fraction | None
    causes: Causes

    @property
    def move(self) -> Move:
        """What happened to it."""
        return move(self.before, self.after)


@dataclass(frozen=True, slots=True)
class AreaShift:
    """What happened to one area: its place in the joint list, and its rank; a smaller place or rank is more urgent.

    ``ranks`` are the final ranks (``None``: no such area); ``rank`` has them as steps, 0 for ``1*`` to 4 for ``none``
    and ``None`` for ``?``. ``area`` says whether the area itself is new or gone.
    """

    id: Id
    name: Text
    area: Move
    place: Shift
    rank: Shift
    ranks: tuple[Rank | None, Rank | None]


@dataclass(frozen=True, slots=True)
class ItemShift:
    """What happened to one plan item: ``subject`` is what it is about, ``areas`` whom it serves, ``start`` its first
    year.
    """

    project: Project
    subject: Text
    areas: tuple[Text, ...]
    start: Shift


class Total(StrEnum):
    """What a whole programme is counted in; days and money are sums over its years."""

    ITEMS = "items"
    DAYS = "days"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Unfit:
    """Rows of a table that were left out of mixed worlds, because they name what these do not have.

    ``part`` holds the table, ``new`` says of which folder; ``lacks`` is the table that has no such row; ``names`` are
    what is named and missing there.
    """

    file: str
    part: Part
    new: bool
    lacks: str
    rows: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One row that differs: its key, and of a changed one the first column that does, before and after."""

    key: str
    column: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class TableChange:
    """How many rows of a table were added, removed and changed; examples only of tables that hold no answers."""

    file: str
    part: Part
    added: int
    removed: int
    changed: int
    examples: tuple[Example, ...] = ()


class Delivery(StrEnum):
    """What became of an item of the old programme; ``gone`` is in no list of the new folder any more."""

    DELIVERED = "delivered"
    RUNNING = "running"
    PLANNED = "planned"
    OVERDUE = "overdue"
    NOT_NOW = "not-now"
    DROPPED = "dropped"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Delivered:
    """An item of the old programme with its first year there, what became of it, and its first year now.

    ``reason`` is why it is not planned now, a key below ``not-now-``, where the new folder says so; ``said`` is what
    ``work.csv`` says of it.
    """

    project: Project
    subject: Text
    start: int
    what: Delivery
    start_now: int | None = None
    reason: str = ""
    said: Text = Text()


@dataclass(frozen=True, slots=True)
class TargetShift:
    """A target of the old folder that is due: what was aimed at then and is now, and what was measured.

    ``aim_now`` is ``None`` where the new folder has dropped the target; ``standing`` is judged by the old aim.
    """

    name: Text
    unit: str
    year: int
    aim: Decimal
    aim_now: Decimal | None
    measured: Decimal | None
    period: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Folder:
    """One of the two folders: its day, the years of its plan, and the checksums of its content and catalogue."""

    as_of: dt.date
    years: tuple[int, ...]
    sha256: str
    catalogue: str


@dataclass(frozen=True, slots=True)
class Review:
    """Everything that moved between two folders of one country, with its causes.

    ``parts`` are those that differ; ``worlds`` counts the worlds that were computed, ``waived`` those planned without
    the demands that they could not meet; ``gap`` is how many deliverables of one tier a programme among
    them may lack at most, as the solver proves. ``level`` says that neither programme is better in any tier by more
    than that. Areas come in the order of the new joint list, items by first year.
    """

    name: Text
    illustrative: bool
    languages: tuple[str, ...]
    currency: str
    old: Folder
    new: Folder
    parts: tuple[Part, ...]
    worlds: int
    waived: int
    gap: float
    level: bool
    areas: tuple[AreaShift, ...]
    items: tuple[ItemShift, ...]
    totals: Mapping[Total, Shift]
    unfit: tuple[Unfit, ...]
    changes: tuple[TableChange, ...]
    settings: tuple[Example, ...]
    delivered: tuple[Delivered, ...]
    targets: tuple[TargetShift, ...]
