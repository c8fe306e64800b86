"""A sentence for each movement, in each language: what moved, from where to where, and by what."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from opennss.document.shown import in_percent
from opennss.language import number, say
from opennss.model.criteria import Rank
from opennss.model.review import AreaShift, Causes, ItemShift, Move, Part, Shift

MINUS = "−"

SMALL = Fraction(1, 10)
"""Causes below this part of all that pulled, either way, are told together when there are several of them."""

Parts = list[tuple[Part | None, Fraction]]
"""Causes in the order in which they are told; ``None`` stands for several small ones together."""


def signed(value: Fraction, language: str) -> str:
    """Return a number with its sign, to two decimals; what is not zero never reads as zero.

    >>> [signed(Fraction(*value), "en") for value in ((3, 1), (-5, 2), (0, 1), (1, 600))]
    ['+3', '−2.5', '0', '+0.002']
    """
    text = number(Decimal(abs(value).numerator) / abs(value).denominator, language)
    return text if not value else f"{'+' if value > 0 else MINUS}{text}"


def cause(part: Part | None, language: str) -> str:
    """Return the name of a cause, such as "new data"; that of several small ones is "others"."""
    return say(f"review.cause-{part or 'others'}", language)


def headed(part: Part, language: str) -> str:
    """Return the name of a cause as it heads a row or a column.

    >>> headed(Part.DATA, "en")
    'New data'
    """
    text = cause(part, language)
    return text[:1].upper() + text[1:]


def numbers(causes: Causes, language: str, up: int = 1) -> str:
    """Return causes as numbers: "+3 by new data, −1 by new weights"; ``up`` -1 counts a falling number as a rise."""
    return ", ".join(
        say("review.part", language, amount=signed(value * up, language), cause=cause(part, language))
        for part, value in _told(causes)
    ) or say("review.nothing", language)  # fmt: skip


def shares(causes: Causes, language: str) -> str:
    """Return causes of something that came or went as shares: "67 % by new data, 33 % by new decisions"."""
    whole = sum(causes.values(), Fraction(0))
    found = [(part, value / whole) for part, value in _told(causes)] if whole else []
    if len(found) == 1:
        return say("review.alone", language, cause=cause(found[0][0], language))
    said = []
    for part, value in found:
        key = "review.share" if value > 0 else "review.against"
        said.append(say(key, language, share=percent(value, language), cause=cause(part, language)))
    return ", ".join(said) or say("review.nothing", language)


def percent(share: Fraction, language: str) -> str:
    """Return a share in percent, with its minus.

    >>> percent(Fraction(2, 3), "en"), percent(Fraction(-1, 6), "en")
    ('66.7 %', '−16.7 %')
    """
    text = in_percent(Decimal(abs(share).numerator) / abs(share).denominator, language)
    return ("" if share >= 0 else MINUS) + say("unit.percent", language, value=text)


def _told(causes: Causes) -> Parts:
    """Return causes with the largest first; several small ones stand together at the end, where they come to anything.

    >>> part = Fraction(1, 20)
    >>> [str(value) for _, value in _told({Part.DATA: Fraction(1), Part.METHOD: part, Part.CHOICES: part})]
    ['1', '1/10']
    """
    found: Parts = sorted(((part, value) for part, value in causes.items() if value), key=lambda pair: -abs(pair[1]))
    whole = sum((abs(value) for _, value in found), Fraction(0))
    small = [value for _, value in found if abs(value) < SMALL * whole]
    if len(small) < 2:
        return found
    rest = sum(small, Fraction(0))
    return [*found[: len(found) - len(small)], *([(None, rest)] if rest else [])]


def why(shift: Shift, language: str, up: int = 1) -> str:
    """Return the causes of a movement in words: as numbers where both sides are known, else as shares."""
    if shift.move in (Move.CAME, Move.WENT):
        return shares(shift.causes, language)
    return numbers(shift.causes, language, up)


def pulled(shift: Shift) -> bool:
    """Say whether something stayed although causes moved it both ways."""
    return shift.move is Move.STAYED and any(shift.causes.values())


def area_sentence(row: AreaShift, language: str) -> str:
    """Return what happened to the place of an area, in a sentence; empty where nothing did."""
    area, before, after = row.name[language], row.place.before, row.place.after
    if row.area in (Move.CAME, Move.WENT):
        found = after if row.area is Move.CAME else before
        key = ("new" if row.area is Move.CAME else "gone") + ("" if found is not None else "-open")
        causes = why(row.place, language) if found is not None else cause(Part.DATA, language)
        return say(f"review.{key}", language, area=area, after=after, before=before, causes=causes)
    if row.place.move is Move.NONE or (row.place.move is Move.STAYED and not pulled(row.place)):
        return ""
    key = {Move.CAME: "placed", Move.WENT: "unplaced", Move.STAYED: "held"}.get(row.place.move, "")
    if not key:
        assert before is not None
        assert after is not None
        key = "rose" if after < before else "fell"
    causes = why(row.place, language, up=-1)
    return say(f"review.{key}", language, area=area, before=before, after=after, causes=causes)


def rank_sentence(row: AreaShift, language: str) -> str:
    """Return how the rank of an area changed, in a sentence; empty where it did not, or where the area is new."""
    before, after = row.ranks
    if before is None or after is None or row.rank.move in (Move.NONE, Move.STAYED):
        return ""
    causes = why(row.rank, language, up=-1)
    return say("review.ranked", language, area=row.name[language], before=before.printed, after=after.printed,
               causes=causes)  # fmt: skip


def printed(rank: Rank | None) -> str:
    """Return a rank as tables print it; a dot where there is no such area."""
    return "·" if rank is None else rank.printed


def item_name(row: ItemShift, language: str) -> str:
    """Return what a plan item is, with its type."""
    return say("review.item", language, subject=row.subject[language],
               type=say(f"doc.type-{row.project.type}", language))  # fmt: skip


def item_sentence(row: ItemShift, language: str) -> str:
    """Return what happened to a plan item, in a sentence; empty where nothing did."""
    what = row.start.move
    if what in (Move.NONE, Move.STAYED):
        return ""
    return say(f"review.{what}", language, item=item_name(row, language), before=row.start.before,
               after=row.start.after, causes=item_causes(row, language))  # fmt: skip


def item_causes(row: ItemShift, language: str) -> str:
    """Return why a plan item came, went or begins in another year."""
    said = why(row.start, language)
    return say("review.years", language, years=said) if row.start.move is Move.MOVED else said
