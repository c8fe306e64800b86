"""The desk under load: a thousand respondents who think, more until it breaks, and a training room that sends at once.

    python benchmarks/web/load.py [--quick] [--database sqlite|postgresql]

Each respondent opens the link with the files of its page, agrees, fills in twelve fields that the page saves one by
one, sends, and reads the receipt; between two requests a person thinks for half a minute (from half to one and a half
of it). The desk has the two processes of four threads that `nss serve` gives it, and shares the cores with the load.
The times are those of whole requests, connection included, of the steady minute after the ramp.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import client
from desk import Desk, Row, campaign, desk, row, say

Requests = list[tuple[float, client.Said]]


@dataclass(frozen=True, slots=True)
class Size:
    """How large a run is: respondents, seconds of thinking, of the ramp, of the steady part, and of a higher step."""

    people: int
    think: float
    ramp: float
    steady: float
    step: float
    steps: int
    room: int
    minute: float


FULL = Size(people=1_000, think=30, ramp=45, steady=90, step=30, steps=16, room=100, minute=60)
QUICK = Size(people=20, think=2, ramp=2, steady=6, step=3, steps=1, room=12, minute=6)

WARM = 6
"""Respondents who answer before the clock runs."""


@dataclass(slots=True)
class Crowd:
    """Respondents who come one after the other: their links, what they were answered, and the sheets acknowledged."""

    desk: Desk
    round: str
    fields: list[str]
    links: Iterator[str]
    think: float
    told: Requests = field(default_factory=list)
    sent: int = 0
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    draw: random.Random = field(default_factory=lambda: random.Random(7))

    def note(self, *said: client.Said) -> None:
        """Keep what requests were answered with."""
        now = time.monotonic()
        self.told += [(now, one) for one in said]

    async def pause(self) -> None:
        """Think."""
        await asyncio.sleep(self.draw.uniform(0.5, 1.5) * self.think)

    async def answer(self, start: int = 0) -> None:
        """Answer one link from its opening to its receipt; those who are there at the start are somewhere in it."""
        port = self.desk.port
        link = client.link(self.round, next(self.links), self.fields, signs=False)
        self.note(*await client.begin(port, link))
        for count in range(start + 1, len(link.answers) + 1):
            await self.pause()
            # Who starts in the middle has filled in the fields before it since the page was opened.
            self.note(await client.save(port, link, count, 0 if count == start + 1 else count - 1))
        await self.pause()
        said = await client.send(port, link)
        self.note(*said)
        self.sent += bool(client.received(said))

    async def stay(self, wait: float) -> None:
        """Take the place of one respondent, and of the next when that one is done."""
        await asyncio.sleep(wait)
        start = self.draw.randrange(len(self.fields))
        while True:
            await self.answer(start)
            start = 0
            await self.pause()

    async def grow(self, people: int, ramp: float) -> None:
        """Let people come until there are so many, evenly over the ramp."""
        new = people - len(self.tasks)
        self.tasks += [asyncio.create_task(self.stay(ramp * n / new)) for n in range(new)]
        await asyncio.sleep(ramp)

    async def steady(self, seconds: float) -> list[client.Said]:
        """Return what is answered in the next seconds."""
        begun = time.monotonic()
        await asyncio.sleep(seconds)
        return [said for when, said in self.told if when >= begun]


def rows(database: str, quick: bool) -> list[Row]:
    """Measure one database."""
    size = QUICK if quick else FULL
    with desk(database) as running:
        found = asyncio.run(thinking(running, size)) if database == "postgresql" or quick else []
        return found + asyncio.run(room(running, size))


async def thinking(running: Desk, size: Size) -> list[Row]:
    """A thousand respondents, then more in steps of a half until the slowest twentieth waits for half a second."""
    seeded = running.ask("seed", round="load", people=size.people * 2 + (20_000 if size is FULL else 500))
    crowd = Crowd(running, "load", seeded["fields"], iter(seeded["links"]), size.think)
    await _warm(crowd)
    await crowd.grow(size.people, size.ramp)
    said = await crowd.steady(size.steady)
    what = f"{size.people} respondents, {size.think:g} s think time"
    found = _figures(running.database, what, said, size.steady, 500, 1_500)
    found += await _breaking(crowd, size)
    await client.leave(crowd.tasks)
    found.append(_kept(running, crowd))
    return found


async def _breaking(crowd: Crowd, size: Size) -> list[Row]:
    """Raise the load until it breaks: the first number of respondents at which p95 is over the goal or one fails."""
    people, rate = size.people, 0.0
    for _ in range(size.steps):
        people = people * 5 // 4
        await crowd.grow(people, size.step / 2)
        said = await crowd.steady(size.step)
        slow, wrong, rate = percentile(said, 95), failed(said), len(said) / size.step
        say(f"  {people} respondents: {rate:.0f} requests a second, p95 {slow:.0f} ms, {wrong} errors")
        if slow > 500 or wrong:
            break
    else:
        people = 0
    name = f"breaking point: respondents with {size.think:g} s think time at which p95 > 500 ms or one request fails"
    reached = f"{crowd.desk.database}, up to {size.people}·1.25^{size.steps}"
    return [
        row(name, reached, "respondents", people or None),
        row("requests a second at the last step", reached, "1/s", rate),
    ]


async def room(running: Desk, size: Size) -> list[Row]:
    """A training room: everybody answers and sends within a minute."""
    seeded = running.ask("seed", round="room", people=size.room + WARM)
    think = size.minute / (len(seeded["fields"]) + 2)
    crowd = Crowd(running, "room", seeded["fields"], iter(seeded["links"]), think)
    await _warm(Crowd(running, "room", seeded["fields"], iter(seeded["links"][size.room :]), 0))
    await asyncio.gather(*(crowd.answer() for _ in range(size.room)))
    said = [one for _, one in crowd.told]
    what = f"training room: {size.room} people answer and send within a minute"
    found = _figures(running.database, what, said, size.minute, 1_000, None)
    locked = running.said("database is locked")
    found.append(row('"database is locked" in the log', running.database, "times", locked, goal="0", meets=_is_zero))
    return [*found, _kept(running, crowd, size.room)]


async def _warm(crowd: Crowd) -> None:
    """Let some answer before the clock runs: each process of the server reads the country once."""
    think, crowd.think = crowd.think, 0.0
    await asyncio.gather(*(crowd.answer() for _ in range(WARM)))
    crowd.think = think
    crowd.told.clear()


def _figures(
    database: str, what: str, said: Sequence[client.Said], seconds: float, p95: float, p99: float | None
) -> list[Row]:
    found = []
    for share, goal in ((50, None), (95, p95), (99, p99)):
        words = f"<= {goal:g} ms" if goal else None
        meets = (lambda made, most=goal: made.ours <= most) if goal else None
        found.append(row(f"{what}: p{share}", database, "ms", percentile(said, share), goal=words, meets=meets))
    found.append(row(f"{what}: errors", database, "requests", failed(said), goal="0", meets=_is_zero))
    found.append(row(f"{what}: requests", database, "1/s", len(said) / seconds))
    return found


def _kept(running: Desk, crowd: Crowd, sheets: int | None = None) -> Row:
    """Compare the receipts handed out with the sheets that lie in the database."""
    held = running.ask("sent_in", round=crowd.round)
    lost = crowd.sent - held if sheets is None else sheets - min(held, crowd.sent)
    what = "receipts without their sheet" if sheets is None else "people without receipt or sheet"
    return row(f"{what} ({crowd.round})", running.database, "sheets", max(0, lost), goal="0", meets=_is_zero)


def _is_zero(made: Row) -> bool:
    return made.ours == 0


def percentile(said: Sequence[client.Said], share: int) -> float:
    """Return the time that a share of the requests, in percent, did not exceed, in milliseconds."""
    times = sorted(one.seconds for one in said)
    return 1_000 * times[min(len(times) - 1, len(times) * share // 100)] if times else float("inf")


def failed(said: Sequence[client.Said]) -> int:
    """Return how many requests were not answered as they should be."""
    return sum(one.status not in (200, 302) for one in said)


if __name__ == "__main__":
    campaign(str(__doc__), rows)
