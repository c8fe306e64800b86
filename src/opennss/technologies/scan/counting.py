"""Counting the works of one file: by technology, economy and year, whole and shared, in integers only.

*Whole*: a work counts one for each economy that any of its authors is in. *Shared*: each author has an equal share of a
work, an author's economies share it equally, and an author without a known economy gives the share to ``?``. Shares
are whole units of 2^-32 of a work, rounded once per work by largest remainder, so that those of a work sum to
exactly 2^32: sums of many works are exact, in any order and over any division into files.

Not counted are works that OpenAlex marks as retracted, works that are *paratext* (covers, tables of contents), and
works without a believable year; each is tallied. Of works with the same id in one file the first one counts; over files
nothing is compared, since a snapshot has each work once.
"""

from __future__ import annotations

import gc
import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from opennss.engines import Part
from opennss.errors import Severity
from opennss.model.territories import economies, user_assigned
from opennss.technologies.scan.files import Notes
from opennss.technologies.scan.matcher import Matcher
from opennss.technologies.scan.rules import Definition
from opennss.technologies.scan.works import Percentile, Work, countries, text, works

WORK = 1 << 32
"""Units of one work."""

ALL, UNKNOWN = "*", "?"
"""All works whatever their subject, or each work once; authors without a known economy."""

FIRST_YEAR, LAST_YEAR = 1500, 2100
"""Years of publication that are believed."""

TOP = 0.9
"""The percentile from which a work is among the top 10 %, where the record does not say so itself."""

IDS = 500_000
"""Ids of one file that are remembered; OpenAlex writes at most 400,000 works into a file."""

TEXTS = 250
"""Texts that are matched together."""

CODES = 20
"""Unknown economies of one file that are named."""

KEPT = 10_000
"""Kinds of works that are alike, and ways of sharing one, that are kept before they are added up."""

_VERSION = "works 3"

Pattern = tuple[tuple[str, ...], ...]
"""The country codes of each author of a work."""


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """How a work is shared among economies, in units; ``strange`` are codes that are no economy of ISO 3166."""

    units: tuple[tuple[str, int], ...]
    strange: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counting:
    """Counts the works of one file by ``(technology, economy, year)``; a kernel for the engines.

    The six integers: works, units (``WORK`` is one work), the same of works whose citation percentile is known, and of
    works in the top 10 %. Technology ``*`` is every work, economy ``*`` each work once, ``?`` no known economy.
    """

    definitions: tuple[Definition, ...]

    @property
    def digest(self) -> str:
        """Checksum of the definitions and of the rules of counting."""
        return hashlib.sha256(repr((_VERSION, self.definitions)).encode()).hexdigest()

    def __call__(self, path: str) -> Part:
        """Count one file; what is wrong with it is told in the findings."""
        notes, tally = Notes(path), _Tally(*_ready(self.definitions))
        collecting = gc.isenabled()
        gc.disable()  # records hold no cycles, and looking for some would cost a tenth of the time
        try:
            for number, work in works(path, notes):
                if _counts(number, work, tally, notes):
                    _take(number, work, tally, notes)
            _match(tally, notes)
        finally:
            if collecting:
                gc.enable()
        _tell_strange(tally, notes)
        return Part(tally.counts(), notes.findings(), dict(sorted(notes.done.items())))


@dataclass(slots=True)
class _Tally:
    """What has been counted so far: works by year, shares, percentile and technologies, and then by key."""

    matcher: Matcher
    topics: dict[str, int]
    alike: Counter[tuple[int, Shares, int, int]] = field(default_factory=Counter)
    known: dict[Pattern, Shares] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    strange: dict[str, list[int]] = field(default_factory=dict)
    assigned: dict[str, list[int]] = field(default_factory=dict)
    totals: dict[tuple[str, str, str], list[int]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    waiting: list[tuple[int, Shares, int, int]] = field(default_factory=list)

    def counts(self) -> dict[tuple[str, ...], tuple[int, ...]]:
        self.spread()
        return {key: tuple(numbers) for key, numbers in sorted(self.totals.items())}

    def spread(self) -> None:
        """Count works that are alike under each of their keys."""
        names = [definition.id for definition in self.matcher.definitions]
        for (year, shares, standing, mask), count in self.alike.items():
            about = [ALL]
            if mask:
                about += [name for number, name in enumerate(names) if mask >> number & 1]
            for economy, units in ((ALL, WORK), *shares.units):
                for technology in about:
                    key = technology, economy, str(year)
                    numbers = self.totals.get(key)
                    if numbers is None:
                        numbers = self.totals[key] = [0] * 6
                    for place in range(0, 2 * standing + 2, 2):
                        numbers[place] += count
                        numbers[place + 1] += count * units
        self.alike.clear()


def _counts(number: int, work: Work, tally: _Tally, notes: Notes) -> bool:
    """Whether a work is counted; why not is tallied."""
    if work.id is not None:
        if work.id in tally.ids:
            notes.done["repeated"] += 1
            notes.say("works-repeated", number, "id", Severity.NOTE, value=work.id[:120])
            return False
        if len(tally.ids) < IDS and len(work.id) <= 60:
            tally.ids.add(work.id)
            if len(tally.ids) == IDS:
                notes.say("works-many", number, "id", Severity.NOTE, most=IDS)
    if work.is_retracted:
        notes.done["retracted"] += 1
        return False
    if work.is_paratext or work.type == "paratext":
        notes.done["paratext"] += 1
        return False
    if work.publication_year is None:
        notes.done["without-year"] += 1
        notes.say("works-no-year", number, "publication_year")
        return False
    if not FIRST_YEAR <= work.publication_year <= LAST_YEAR:
        notes.done["without-year"] += 1
        shown = str(work.publication_year)[:20]
        notes.say("works-year", number, "publication_year", value=shown, first=FIRST_YEAR, last=LAST_YEAR)
        return False
    return True


def _take(number: int, work: Work, tally: _Tally, notes: Notes) -> None:
    """Take from a work what is counted, so that the record itself is soon forgotten; texts are matched together."""
    shares = _shares(work, number, tally, notes)
    standing = _standing(work.citation_normalized_percentile, number, notes)
    said = text(work, number, notes)
    tally.texts.append(said)
    tally.waiting.append(
        (work.publication_year or 0, shares, standing, _by_topic(work, tally.topics) if tally.topics else 0)
    )
    notes.done["works"] += 1
    notes.done["without-text"] += not said
    notes.done["without-percentile"] += standing == 0
    if len(tally.texts) == TEXTS:
        _match(tally, notes)


def _match(tally: _Tally, notes: Notes) -> None:
    """Look through the texts that wait, and count their works."""
    for (year, shares, standing, mask), found in zip(tally.waiting, _masks(tally.matcher, tally.texts), strict=True):
        tally.alike[year, shares, standing, mask | found] += 1
        notes.done["matched"] += (mask | found) > 0
    tally.texts.clear()
    tally.waiting.clear()
    if len(tally.alike) > KEPT:
        tally.spread()
    if len(tally.known) > KEPT:
        tally.known.clear()


@lru_cache(maxsize=1)
def _ready(definitions: tuple[Definition, ...]) -> tuple[Matcher, dict[str, int]]:
    """Return the matcher, and which definitions (as bits) name a topic; made once in each process."""
    topics: dict[str, int] = {}
    for number, definition in enumerate(definitions):
        for topic in definition.topics:
            topics[topic] = topics.get(topic, 0) | 1 << number
    return Matcher.of(definitions), topics


def _masks(matcher: Matcher, texts: Sequence[str]) -> list[int]:
    """Return the definitions that each text matches, as bits of one integer."""
    columns = matcher.texts(texts).T.tolist()
    return [sum(word << 64 * place for place, word in enumerate(words)) for words in zip(*columns, strict=True)]


def _by_topic(work: Work, topics: dict[str, int]) -> int:
    mask = 0
    for topic in (work.primary_topic, *(work.topics or ())):
        if topic is not None and topic.id:
            mask |= topics.get(topic.id.rpartition("/")[2], 0)
    return mask


def _standing(percentile: Percentile | None, number: int, notes: Notes) -> int:
    """Return 2 for a work in the top 10 %, 1 for another whose percentile is known, 0 when it is not known."""
    if percentile is None:
        return 0
    if percentile.is_in_top_10_percent is not None:
        return 1 + percentile.is_in_top_10_percent
    if percentile.value is None:
        return 0
    if not 0 <= percentile.value <= 1:
        notes.say("works-percentile", number, "citation_normalized_percentile", value=f"{percentile.value:g}")
        return 0
    return 1 + (percentile.value >= TOP)


def _shares(work: Work, number: int, tally: _Tally, notes: Notes) -> Shares:
    """Return the shares of a work; works whose authors are in the same countries have the same."""
    pattern = tuple(sorted([countries(authorship, number, notes) for authorship in work.authorships or ()]))
    shares = tally.known.get(pattern)
    if shares is None:
        shares = shared(pattern)
        if len(pattern) <= 100:  # OpenAlex itself names no more; a longer one would hardly come again
            tally.known[pattern] = shares
    for code in shares.strange:
        if user_assigned(code):
            tally.assigned.setdefault(code, [0, number])[0] += 1
        elif code in tally.strange or len(tally.strange) < CODES:
            tally.strange.setdefault(code, [0, number])[0] += 1
        else:
            notes.done["more-strange-codes"] += 1
    if shares.units[-1][0] == UNKNOWN:
        notes.done["without-economy"] += 1
    return shares


def _tell_strange(tally: _Tally, notes: Notes) -> None:
    for code, (count, first) in sorted(tally.strange.items()):
        notes.say("works-economy", first, "authorships", full=CODES, value=code[:20], count=count)
    for code, (count, first) in sorted(tally.assigned.items()):
        told: dict[str, object] = {"value": code, "count": count}
        notes.say("works-user-code", first, "authorships", Severity.NOTE, full=len(tally.assigned), **told)
    if more := notes.done["more-strange-codes"]:
        notes.say("works-economies", 0, "authorships", most=CODES, count=more)


def shared(pattern: Iterable[Sequence[str]]) -> Shares:
    """Share one work among economies, by the country codes of each author.

    >>> shared([["VN"], ["VN", "AU"], []]).units == (("AUS", WORK // 6 + 1), ("VNM", WORK // 2), ("?", WORK // 3))
    True
    """
    known = economies()
    authors = [set(codes) for codes in pattern] or [set()]
    each = math.lcm(*{len(codes) for codes in authors if codes})
    weights: dict[str, int] = {}
    for codes in authors:
        for code in codes or (UNKNOWN,):
            economy = known.get(code, UNKNOWN)
            weights[economy] = weights.get(economy, 0) + each // (len(codes) or 1)
    strange = sorted(set().union(*authors) - known.keys()) if UNKNOWN in weights else ()
    return Shares(tuple(_rounded(weights, each * len(authors))), tuple(strange))


def _rounded(weights: dict[str, int], whole: int) -> list[tuple[str, int]]:
    """Return integers that sum to ``WORK`` in the ratio of weights; the largest remainders are rounded up, A first."""
    order = sorted(weights)
    if order[0] == UNKNOWN:
        order.append(order.pop(0))
    units = {economy: weights[economy] * WORK // whole for economy in order}
    left = WORK - sum(units.values())
    if left:
        for economy in sorted(order, key=lambda economy: -(weights[economy] * WORK % whole))[:left]:
            units[economy] += 1
    return list(units.items())
