"""Two hundred `kill -9` while people answer: nothing acknowledged is lost, nothing counts twice, no round is half.

    python benchmarks/web/kills.py [--quick] [--database sqlite|postgresql]

Killed are a worker, the whole server, a backend of PostgreSQL and its postmaster, and processes that close a round.
Respondents go on meanwhile as a browser does: what is not acknowledged is sent again. After each restart the database
is compared with everything that was acknowledged before: a save answered with 200, a sending with its receipt.
"""

from __future__ import annotations

import asyncio
import random
import shutil
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import client
from desk import Desk, Row, campaign, children, desk, end, row, say

FULL = {
    "sqlite": {"worker": 130, "app": 60},
    "postgresql": {"worker": 70, "app": 40, "backend": 50, "postmaster": 30},
}
QUICK = {"sqlite": {"worker": 4, "app": 2}, "postgresql": {"worker": 2, "app": 1, "backend": 2, "postmaster": 1}}
CLOSINGS = {"full": (12, 5), "quick": (2, 2)}
"""Rounds that are closed under kills, and how often each closing is killed at most."""


@dataclass(slots=True)
class Told:
    """What one respondent was told, and what it therefore expects to be there."""

    round: str
    secret: str
    organisation: str
    answers: dict[str, str] = field(default_factory=dict)
    begun: bool = False
    sent: bool = False
    receipt: str = ""


@dataclass(slots=True)
class People:
    """Respondents who answer without a pause, one link after the other."""

    desk: Desk
    fields: dict[str, list[str]]
    links: Iterator[tuple[str, str, str]]
    told: list[Told] = field(default_factory=list)
    again: int = 0
    acknowledged: int = 0
    strange: int = 0

    async def answer(self) -> None:
        """Answer one link after the other."""
        for round_, secret, organisation in self.links:
            one = Told(round_, secret, organisation)
            self.told.append(one)
            await self._sheet(one)

    async def _sheet(self, one: Told) -> None:
        port = self.desk.port
        link = client.link(one.round, one.secret, self.fields[one.round], signs=bool(one.organisation))
        await self._until(lambda: client.ask(port, "POST", f"{link.path}begin", {"agree": "yes"}), (302,))
        one.begun = True
        for count, (name, value) in enumerate(link.answers.items(), 1):
            said = await self._until(lambda count=count: client.save(port, link, count), (200,))
            self.strange += not client.saved(said)
            one.answers[name] = value
        while not one.sent:
            said = await client.send(port, link)
            one.receipt = client.received(said)
            one.sent = bool(one.receipt)
            self.again += not one.sent
            await asyncio.sleep(0 if one.sent else 0.05)
        self.acknowledged += 1

    async def _until(self, ask: Callable[[], Awaitable[client.Said]], good: Sequence[int]) -> client.Said:
        """Send the same again until it is acknowledged."""
        while True:
            said = await ask()
            if said.status in good:
                self.acknowledged += 1
                return said
            self.again += 1
            await asyncio.sleep(0.05)


def rows(database: str, quick: bool) -> list[Row]:
    """Run the campaign on one database."""
    plan = (QUICK if quick else FULL)[database]
    with desk(database) as running:
        found = asyncio.run(_answering(running, plan, 4 if quick else 8))
    with desk(database, serve=False) as running:
        closed = _closing(running, *CLOSINGS["quick" if quick else "full"])
    kills = sum(plan.values()) + closed["killed"]
    returns = [what for what in ("worker", "app", "database") if found[what]]
    size = f"{database}, " + ", ".join(f"{count} {what}" for what, count in plan.items())
    size += f", {closed['killed']} closings"
    zero = {"goal": "0", "meets": lambda made: made.ours == 0}
    return [
        row("kill -9 during submission", size, "kills", kills, goal=">= 200", meets=lambda made: made.ours >= 200),
        row("acknowledged saves and sendings", size, "requests", found["acknowledged"]),
        row("acknowledged answers lost", size, "answers", found["lost"], **zero),
        row("answers, sheets and signatures twice", size, "rows", found["doubles"], **zero),
        row("breaks in the chain of the history", size, "checks", found["broken"], **zero),
        row("unforeseen answers of the server", size, "requests", found["strange"], **zero),
        row("rounds half written between kills", size, "rounds", closed["half"], **zero),
        row("files that differ from an undisturbed closing", size, "files", closed["other"], **zero),
        row("rounds left open by a resumed closing", size, "rounds", closed["open"], **zero),
        *(row(f"longest return, {what} killed", f"{database}, {found[what]} kills", "s", found[f"{what} s"])
          for what in returns),
    ]  # fmt: skip


async def _answering(running: Desk, plan: dict[str, int], many: int) -> Counter[str]:
    """Let people answer, kill by plan in an order of chance, and compare after each restart."""
    draw, sums, back = random.Random(11), Counter[str](), Counter[str]()
    todo = [what for what, count in plan.items() for _ in range(count)]
    draw.shuffle(todo)
    people = _people(running, 60 * len(todo) + 100)
    tasks = [asyncio.create_task(people.answer()) for _ in range(many)]
    for number, what in enumerate(todo, 1):
        await _going(people, draw.randrange(1, 40))
        begun = time.monotonic()
        await asyncio.to_thread(_kill, running, what, draw)
        part = what if what in ("worker", "app") else "database"
        back[part] += 1
        back[f"{part} s"] = max(back[f"{part} s"], time.monotonic() - begun)
        known = [_known(one) for one in people.told]
        sums += _checked(await asyncio.to_thread(_check, running, known))
        if number % 20 == 0 or number == len(todo):
            say(f"  {number} of {len(todo)} kills, {people.acknowledged} acknowledged, {people.again} sent again")
    await client.leave(tasks)
    known = [_known(one) for one in people.told]
    sums += _checked(_check(running, known, len(people.told)))
    return sums | Counter(acknowledged=people.acknowledged, strange=people.strange) | back


async def _going(people: People, count: int) -> None:
    """Wait until so many more requests were acknowledged: each kill meets people who are answering."""
    goal, until = people.acknowledged + count, time.monotonic() + 20
    while people.acknowledged < goal:
        if time.monotonic() > until:
            raise RuntimeError("nobody was answered for twenty seconds")
        await asyncio.sleep(0.005)


def _people(running: Desk, count: int) -> People:
    """Return the people of two rounds, experts and organisations in turn."""
    experts = running.ask("seed", round="experts", people=count // 2)
    bodies = running.ask("seed", round="bodies", people=count // 2, instrument="position")
    links = [
        one
        for number, pair in enumerate(zip(experts["links"], bodies["links"], strict=True))
        for one in (("experts", pair[0], ""), ("bodies", pair[1], f"org-{number}"))
    ]
    return People(running, {"experts": experts["fields"], "bodies": bodies["fields"]}, iter(links))


def _known(one: Told) -> dict[str, object]:
    """Return what a respondent knows now; it goes on answering while the database is looked at."""
    return {
        "round": one.round, "secret": one.secret, "organisation": one.organisation, "answers": dict(one.answers),
        "sent": one.sent, "begun": one.begun, "receipt": one.receipt,
    }  # fmt: skip


def _check(running: Desk, known: Sequence[dict[str, object]], begun: int | None = None) -> dict[str, Any]:
    """Compare the database with what is known; ask again while it recovers: a killed backend is noticed late."""
    until = time.monotonic() + 60
    while True:
        try:
            return dict(running.ask("check", acknowledged=known, begun=begun))
        except RuntimeError as error:
            if "OperationalError" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.2)


def _checked(said: dict[str, Any]) -> Counter[str]:
    return Counter(lost=said["lost"], doubles=said["doubles"], broken=int(said["broken"]))


def _kill(running: Desk, what: str, draw: random.Random) -> None:
    """Kill something, start what does not start by itself, and wait until the desk answers."""
    assert running.server
    if what == "worker":
        end(draw.choice(running.workers()))
    elif what == "app":
        running.kill()
        running.start()
    else:
        cluster = running.cluster
        assert cluster
        assert cluster.process
        if what == "backend":
            end(draw.choice(_backends(cluster.process.pid)))
        else:
            cluster.process.kill()
            cluster.process.wait(30)
        _database(running)
    running.wait()


def _backends(postmaster: int) -> list[int]:
    """Return the backends that serve a client now; the helpers of the server when there is none."""
    found = children(postmaster)
    serving = []
    for number in found:
        line = Path(f"/proc/{number}/cmdline").read_text(encoding="utf-8")
        serving += [number] if "127.0.0.1" in line else []
    return serving or found


def _database(running: Desk) -> None:
    """Wait until the database answers, and start it again when its postmaster is dead."""
    cluster = running.cluster
    assert cluster
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if cluster.process is None or cluster.process.poll() is not None:
                cluster.start()
            running.ask("ready")
            return
        except RuntimeError:  # children of the dead postmaster still hold its memory, or it recovers
            time.sleep(0.2)
    raise RuntimeError("the database did not come back")


def _closing(running: Desk, rounds: int, kills: int) -> Counter[str]:
    """Close rounds of experts and of organisations in processes that are killed on the way."""
    bodies = running.ask("organisations")
    running.ask("filled", round="peace", people=60)
    longest = running.ask("close", round="peace")
    sums = Counter[str]()
    for number in range(rounds):
        name = f"closed-{number}"
        running.ask("filled", round=name, people=60, organisations=bodies if number % 2 else None)
        sums += _closed(running, name, kills, longest)
        say(f"  {number + 1} of {rounds} rounds closed, {sums['killed']} kills")
    return sums


def _closed(running: Desk, name: str, kills: int, longest: float) -> Counter[str]:
    """Close one round in processes that are killed after a chance time, until one ends; compare the folder then."""
    draw, killed, half, pristine = random.Random(name), 0, 0, running.place / f"pristine-{name}"
    shutil.copytree(running.folder, pristine)
    running.ask("undisturbed", round=name, pristine=str(pristine))
    for number in range(kills + 1):
        closer = running.inside()
        running.ask("ready", closer)
        if number < kills:
            running.tell("close", closer, round=name)
            time.sleep(draw.uniform(0, longest))
        else:
            running.ask("close", closer, round=name)
        killed += closer.poll() is None and number < kills
        closer.kill()
        closer.communicate()
        half += not running.ask("reads")
        if running.ask("state", round=name) == "closed":
            break
    found = running.ask("compared", round=name, pristine=str(pristine))
    return Counter(killed=killed, half=half, other=found["other"], open=found["open"])


if __name__ == "__main__":
    campaign(str(__doc__), rows)
