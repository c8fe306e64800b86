"""Who is heard: invited and answered by ISO category, and what is out of balance. The bounds are project defaults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from opennss.model.criteria import CIVIL, Category
from opennss.stakeholders.groups import MERGED, groups, letter, shown
from opennss.stakeholders.rounds import SUPPRESSED_BELOW

PRIVATE = (Category.LARGE, Category.SME)
LEAST_PRIVATE, MOST_OF_ONE = Fraction(1, 3), Fraction(1, 2)
"""Project defaults: private voices are a third at least, and no category is more than half."""


@dataclass(frozen=True, slots=True)
class Turnout:
    """One category or group of a round: people (experts) or organisations, invited, begun and answered.

    ``answered`` and ``begun`` are ``None`` where so few answered that the figure would tell too much.
    """

    name: str
    invited: int
    begun: int | None
    answered: int | None
    of_invited: int = 0
    """Those of the answered that were invited: the others came in by another channel."""

    @property
    def rate(self) -> Fraction | None:
        """The share of the invited that answered, ``None`` when nobody was invited or the figure is held back."""
        return Fraction(self.of_invited, self.invited) if self.invited and self.answered is not None else None

    @property
    def percent(self) -> int | None:
        """The response rate in whole percent."""
        return None if self.rate is None else round(100 * self.rate)


@dataclass(frozen=True, slots=True)
class Warned:
    """What is out of balance: ``missing``, ``private``, ``no-sme`` or ``half``, and the categories meant."""

    code: str
    categories: tuple[str, ...] = ()


def warnings(counts: Mapping[str, int]) -> tuple[Warned, ...]:
    """Say what is out of balance among organisations or people, counted by category; nothing when there are none.

    >>> [warned.code for warned in warnings({"B": 9, "A1": 1})]
    ['missing', 'private', 'no-sme', 'half']
    """
    total = sum(counts.values())
    if not total:
        return ()
    found = []
    missing = tuple(one.value for one in Category if not counts.get(one.value) and one not in PRIVATE)
    if not any(counts.get(one.value) for one in PRIVATE):
        missing = ("A", *missing)
    if missing:
        found.append(Warned("missing", missing))
    if Fraction(sum(counts.get(one.value, 0) for one in PRIVATE), total) < LEAST_PRIVATE:
        found.append(Warned("private"))
    if not counts.get(Category.SME.value):
        found.append(Warned("no-sme"))
    letters: Counter[str] = Counter()
    for category, count in counts.items():
        letters[category[0]] += count
    half = tuple(name for name, count in sorted(letters.items()) if Fraction(count, total) > MOST_OF_ONE)
    return (*found, Warned("half", half)) if half else tuple(found)


def merged(lines: Sequence[Turnout]) -> tuple[Turnout, ...]:
    """Return the lines as somebody may see them who must not tell people apart: no figure about fewer than five.

    ``lines`` are one for each category. A1 and A2 are one group, C, D and G are one as soon as one of them has few
    answers; what is still small is held back, and so much more that nothing can be had by subtraction (method,
    section 3).
    """
    said = {name: [line for line in lines if letter(Category(line.name)) == name] for name in sorted("ABCDEFG")}
    answered = [(Category(line.name),) for line in lines for _ in range(line.answered or 0)]
    joint = MERGED in groups(answered).values()
    whole: dict[str, list[Turnout]] = {}
    for name, own in said.items():
        whole.setdefault(MERGED if joint and name in CIVIL else name, []).extend(own)
    totals = {name: total(name, own) for name, own in whole.items()}
    seen = shown({name: line.answered or 0 for name, line in totals.items()})
    return tuple(
        line if name in seen or not line.answered else Turnout(name, line.invited, None, None)
        for name, line in totals.items()
    )


def total(name: str, lines: Sequence[Turnout]) -> Turnout:
    """Return several lines as one.

    >>> total("A", [Turnout("A1", 4, 3, 2, 2), Turnout("A2", 6, 5, 5, 4)])
    Turnout(name='A', invited=10, begun=8, answered=7, of_invited=6)
    """
    return Turnout(
        name, sum(line.invited for line in lines), sum(line.begun or 0 for line in lines),
        sum(line.answered or 0 for line in lines), sum(line.of_invited for line in lines),
    )  # fmt: skip


def guarded_total(lines: Sequence[Turnout]) -> Turnout:
    """Return the line of all, with its answers held back while they are fewer than five."""
    whole = total("all", lines)
    few = 0 < (whole.answered or 0) < SUPPRESSED_BELOW
    return Turnout("all", whole.invited, None, None) if few else whole
