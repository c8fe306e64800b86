"""The keyword matcher against its peers and its limit, on synthetic titles; its growth and its memory.

64 technologies of 30 phrases each, of one to three whole words. Every tool says which technologies each title names, in
one thread, and is timed in processor seconds; each gets the titles as it likes them best, made ready outside the clock:
whole blocks of bytes (ours, Hyperscan) or strings (the others). Titles are drawn block by block, so no tool needs more
memory than a block takes. Our matcher folds case and looks for letters beyond ASCII, the peers need not. The limit is a
scan for line ends (``bytes.count``, which is memchr).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

import numpy as np
import polars as pl
from common import Row, in_child, peak_memory, processor_time, row, say
from numba import njit
from numpy.typing import NDArray

from opennss.technologies.scan.matcher import Matcher
from opennss.technologies.scan.rules import Definition

try:
    import hyperscan
except ImportError:
    hyperscan = None
try:
    import ahocorasick_rs
except ImportError:
    ahocorasick_rs = None
try:
    import duckdb
except ImportError:
    duckdb = None

Block = NDArray[np.uint8]
Answers = Any
"""Of each technology in how many titles it is found."""

WORDS, TECHNOLOGIES, PHRASES, MEAN = 200_000, 64, 30, 12
"""Words of the language, technologies, phrases of each, words of a title on average (Poisson, three at least)."""

BLOCK, QUICK_BLOCK = 100_000, 2_000
"""Titles drawn at once: 9 MB."""

SIZE, SLOW, QUICK = 10_000_000, 200_000, 4_000
GROWTH, QUICK_GROWTH = (1_000_000, 3_000_000, 10_000_000, 30_000_000, 100_000_000), (2_000, 6_000, 20_000)
REPEATS = 3
"""Rounds on every block, of which the best counts."""


@cache
def language() -> list[str]:
    """Return different words of two to five syllables, more of them the rarer a word is; four of ten end in a vowel."""
    random = np.random.default_rng(31)
    onsets = list("bcdfghklmnprstvwz")
    syllables = [onset + vowel for onset in onsets for vowel in "aeiou"]
    made: dict[str, None] = {}
    while len(made) < WORDS:
        counts = 2 + (len(made) > 500) + (len(made) > 20_000) + (random.random(200) < 0.3)
        drawn = random.integers(0, len(syllables), (200, 5)).tolist()
        codas = random.integers(-11, len(onsets), 200).tolist()
        for count, numbers, coda in zip(counts.tolist(), drawn, codas, strict=True):
            stem = "".join([syllables[number] for number in numbers[:count]])
            made[stem + (onsets[coda] if coda >= 0 else "")] = None
    return list(made)[:WORDS]


def titles(count: int, block: int = BLOCK) -> Iterator[Block]:
    """Draw titles by Zipf and Mandelbrot's law as blocks of lines; the same call gives the same titles."""
    words = [word.encode() + b" " for word in language()]
    starts, letters = np.cumsum([0, *map(len, words)]), np.frombuffer(b"".join(words), np.uint8)
    weights = 1 / (np.arange(WORDS) + 3.7) ** 1.07
    shares = np.cumsum(weights / weights.sum())
    shares[-1] = 1
    near = np.searchsorted(shares, np.arange(1 << 16) / (1 << 16))
    room = np.empty(block * MEAN * 16, np.uint8)
    for number, first in enumerate(range(0, count, block)):
        random = np.random.default_rng((32, number))
        lengths = np.maximum(3, random.poisson(MEAN, min(block, count - first)))
        chances = random.random(int(lengths.sum()))
        yield room[: _write(lengths, chances, shares, near, starts, letters, room)].copy()


@njit(cache=True)
def _write(
    lengths: Block, chances: Block, shares: Block, near: Block, starts: Block, letters: Block, room: Block
) -> int:
    """Write titles of so many words, each drawn by its chance; ``near`` is where to look for it in ``shares``."""
    size = drawn = 0
    for length in lengths:
        for _ in range(length):
            word = near[int(chances[drawn] * near.size)]
            while shares[word] < chances[drawn]:
                word += 1
            for letter in range(starts[word], starts[word + 1]):
                room[size] = letters[letter]
                size += 1
            drawn += 1
        room[size - 1] = 10
    return size


@cache
def definitions() -> list[Definition]:
    """Draw technologies: rarer words alone, common words in pairs, the commonest in threes."""
    random = np.random.default_rng(33)
    words = language()

    def phrase() -> str:
        kind = random.random()
        if kind < 0.4:
            return words[random.integers(2_000, 60_000)]
        if kind < 0.85:
            return f"{words[random.integers(0, 300)]} {words[random.integers(0, 3_000)]}"
        return " ".join(words[random.integers(0, 100)] for _ in range(3))

    return [Definition(f"t{number}", tuple(phrase() for _ in range(PHRASES))) for number in range(TECHNOLOGIES)]


def owners() -> dict[str, int]:
    """Return of each phrase the technologies that it stands for, as bits."""
    held: dict[str, int] = {}
    for number, definition in enumerate(definitions()):
        for phrase in definition.rules:
            held[phrase] = held.get(phrase, 0) | 1 << number
    return held


def counted(masks: NDArray[np.uint64]) -> Answers:
    """Return how many titles have each bit."""
    some = masks[masks != 0]
    return np.array([np.count_nonzero(some >> np.uint64(bit) & np.uint64(1)) for bit in range(TECHNOLOGIES)])


def ours() -> Callable[[Block], NDArray[np.uint64]]:
    """Our matcher."""
    matcher = Matcher.of(definitions())
    matcher.lines(b"compiled before the clock starts\n")
    return lambda block: matcher.lines(block)[:, 0]


def by_hyperscan(bounded: bool) -> Callable[[bytes], NDArray[np.uint64]]:
    """Hyperscan on whole blocks, matches told to titles afterwards; boundaries by ``\\b``, or checked with NumPy."""
    held = owners()
    masks, sizes = np.array(list(held.values()), np.uint64), np.array([len(phrase) for phrase in held])
    expressions = [(rf"\b{phrase}\b" if bounded else phrase).encode() for phrase in held]
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(expressions=expressions, ids=list(range(len(held))), elements=len(held), flags=[0] * len(held))
    letter = np.zeros(256, np.bool_)
    letter[[*b"0123456789abcdefghijklmnopqrstuvwxyz"]] = True

    def run(block: bytes) -> NDArray[np.uint64]:
        phrases: list[int] = []
        ends: list[int] = []

        def tell(phrase: int, _begin: int, end: int, _flags: int, _context: Any) -> None:
            phrases.append(phrase)
            ends.append(end)

        database.scan(block, match_event_handler=tell)
        text = np.frombuffer(block, np.uint8)
        found, behind = np.array(phrases, np.int64), np.array(ends, np.int64)
        if not bounded:
            before = behind - sizes[found] - 1
            whole = ~letter[text[behind]] & ((before < 0) | ~letter[text[before]])
            found, behind = found[whole], behind[whole]
        lines = np.flatnonzero(text == 10)
        made = np.zeros(lines.size, np.uint64)
        np.bitwise_or.at(made, np.searchsorted(lines, behind), masks[found])
        return made

    return run


def by_ahocorasick() -> Callable[[list[str]], NDArray[np.uint64]]:
    """ahocorasick_rs title by title, a space around phrases and titles."""
    held = owners()
    masks = list(held.values())
    machine = ahocorasick_rs.AhoCorasick(
        [f" {phrase} " for phrase in held], implementation=ahocorasick_rs.Implementation.DFA
    )

    def run(lines: list[str]) -> NDArray[np.uint64]:
        made = []
        for line in lines:
            mask = 0
            for phrase, _, _ in machine.find_matches_as_indexes(f" {line} ", overlapping=True):
                mask |= masks[phrase]
            made.append(mask)
        return np.array(made, np.uint64)

    return run


def patterns() -> list[str]:
    """Return a regular expression for each technology."""
    return [rf"\b(?:{'|'.join(definition.rules)})\b" for definition in definitions()]


def by_polars() -> Callable[[Any], Answers]:
    """Polars, a column for each technology."""

    def run(series: Any) -> Answers:
        columns = [pl.col("t").str.contains(text).sum().alias(str(one)) for one, text in enumerate(patterns())]
        return np.array(pl.DataFrame({"t": series}).select(columns).row(0))

    return run


def by_duckdb() -> Callable[[Any], Answers]:
    """DuckDB, a column for each technology."""

    def run(connection: Any) -> Answers:
        columns = ", ".join(f"sum(regexp_matches(t, '{text}')::int)" for text in patterns())
        return np.array(connection.execute(f"select {columns} from titles").fetchone(), np.int64)

    return run


def lines_of(block: Block) -> list[str]:
    """Return the titles of a block as strings."""
    return block.tobytes().decode().split("\n")[:-1]


def loaded(block: Block) -> Any:
    """Return a table of DuckDB with the titles of a block."""
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("create table titles (t varchar)")
    lines = lines_of(block)
    connection.execute("insert into titles select unnest($1)", [lines])
    return connection


@dataclass(frozen=True, slots=True)
class Told:
    """What a tool took in processor seconds for so many bytes, and its answers."""

    seconds: float
    size: int
    answers: Answers


def timed(count: int, ready: Callable[[Block], Any], run: Callable[[Any], Any], repeats: int) -> Told:
    """Time a tool over so many titles: of each block the best of some rounds."""
    taken, answers, size = 0.0, np.zeros(TECHNOLOGIES, np.int64), 0
    for block in titles(count):
        given = ready(block)
        size += block.size
        rounds = []
        for _ in range(repeats):
            begun = processor_time()
            result = run(given)
            rounds.append(processor_time() - begun)
        taken += min(rounds)
        answers += counted(result) if isinstance(result, np.ndarray) and result.dtype == np.uint64 else result
    return Told(taken, size, answers)


def _tools() -> dict[str, tuple[Any, Callable[[], Any], Callable[[Block], Any]]]:
    """Return of each tool its module, what makes it ready, and how it wants the titles."""
    return {
        "ours": (Matcher, ours, lambda block: block),
        "line scan": (bytes, lambda: lambda block: block.count(b"\n") * 0, Block.tobytes),
        "hyperscan, \\b": (hyperscan, lambda: by_hyperscan(True), Block.tobytes),
        "hyperscan, literals and NumPy": (hyperscan, lambda: by_hyperscan(False), Block.tobytes),
        "ahocorasick_rs": (ahocorasick_rs, by_ahocorasick, lines_of),
        "polars regex": (pl, by_polars, lambda block: pl.Series(lines_of(block))),
        "duckdb regex": (duckdb, by_duckdb, loaded),
    }


def measured(name: str, count: int, repeats: int = REPEATS) -> Told | None:
    """Time a tool in a child of its own; ``None`` when it is not installed or fails."""
    module, made, ready = _tools()[name]
    if module is None:
        return None
    say(f"{count} titles: {name}")
    return in_child(lambda: timed(count, ready, made(), repeats))[0]


def compared(names: list[str], count: int, repeats: int, rivals: str, goal: str | None, least: float) -> Iterator[Row]:
    """Rows of one size: our speed; each peer, and whether it finds the same.

    The goal is that of the fastest of the ``rivals``, the peers whose names have this in them.
    """
    mine, limit = measured("ours", count, repeats), measured("line scan", count, repeats)
    told = {name: measured(name, count, repeats) for name in names}
    best = min((told[name].seconds for name in names if rivals in name and told[name]), default=None)
    size, seconds, least_time = f"{count} titles", mine.seconds if mine else None, limit.seconds if limit else None
    for name, peer in told.items():
        asked = goal if peer and peer.seconds == best else None
        yield row(
            "titles: keywords of 64 technologies", size, "processor s", seconds, limit=least_time,
            peer=peer.seconds if peer else None, peer_name=name, goal=asked,
            meets=(lambda made: made.ratio >= least) if asked else None,
        )  # fmt: skip
        if mine and peer:
            yield row(
                f"titles: technologies that {name} finds in another number of titles", size, "technologies",
                float(np.count_nonzero(mine.answers != peer.answers)), goal="0", meets=lambda made: made.ours == 0,
            )  # fmt: skip
    if goal and mine and limit and count == SIZE:
        yield row(
            "titles: speed in one thread", f"{size}, {mine.size / 1e6:.0f} MB", "MB / processor s",
            mine.size / 1e6 / mine.seconds, limit=limit.size / 1e6 / limit.seconds, goal="≥ 430 MB/s",
            meets=lambda made: made.ours >= 430,
        )  # fmt: skip


def _grown(sizes: tuple[int, ...], block: int) -> tuple[list[tuple[int, float]], int]:
    """Scan more and more titles block by block: bytes and processor seconds at each size; the peak of the memory."""
    run = ours()
    done, size, taken, points = 0, 0, 0.0, []
    for some in titles(max(sizes), block):
        begun = processor_time()
        done += len(run(some))
        taken += processor_time() - begun
        size += some.size
        if done in sizes:
            points.append((size, taken))
    return points, peak_memory()


def growth_rows(sizes: tuple[int, ...], block: int, goals: bool) -> Iterator[Row]:
    """How time grows with the bytes; the most memory, the generator of the titles included."""
    say(f"growth up to {max(sizes)} titles")
    points, peak = in_child(lambda: _grown(sizes, block))[0]
    for count, (size, taken) in zip(sizes, points, strict=True):
        yield row("titles: growth", f"{count} titles, {size / 1e6:.1f} MB", "processor s", taken)
    slope = float(np.polyfit(*np.log(np.array(points)).T, 1)[0])
    label = f"{min(sizes)} to {max(sizes)} titles"
    yield row(
        "titles: log-log slope of time against bytes", label, "slope", slope, goal="≤ 1.05" if goals else None,
        meets=(lambda made: made.ours <= 1.05) if goals else None,
    )  # fmt: skip
    yield row(
        "titles: peak memory", label, "GB", peak / 1e9, goal="≤ 1 GB" if goals else None,
        meets=(lambda made: made.ours <= 1) if goals else None,
    )  # fmt: skip


def rows(quick: bool) -> list[dict[str, Any]]:
    """Everything about titles, or a small size of it."""
    language()
    fast, slow = ["hyperscan, \\b", "hyperscan, literals and NumPy", "ahocorasick_rs"], ["polars regex", "duckdb regex"]
    size, small, sizes, block = (QUICK, QUICK, QUICK_GROWTH, QUICK_BLOCK) if quick else (SIZE, SLOW, GROWTH, BLOCK)
    whole = "≥ 2.5 × the best Hyperscan use with word boundaries"
    made = [
        *compared(fast, size, REPEATS, "hyperscan", None if quick else whole, 2.5),
        *compared(slow, small, 1, "regex", None if quick else "≥ 50 × Polars and DuckDB regex", 50),
        *growth_rows(sizes, block, not quick),
    ]
    return [asdict(one) for one in made]
