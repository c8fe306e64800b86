"""Secrets that open nothing: a million at the verifier, five thousand over HTTP; and no dump reveals a true one.

    python benchmarks/web/tokens.py [--quick] [--database sqlite|postgresql]

False secrets are forged, true ones with a sign changed, swapped, cut, turned, in another case or script, hashes as the
database holds them, and links that are over, revoked or of another round. True links are tried beside them: they open.
"""

from __future__ import annotations

import asyncio
import base64
import gzip
import subprocess
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

import client
import numpy as np
from desk import Desk, Row, campaign, desk, row, say
from postgres import program

PART = 8
"""Signs of a secret that must stand nowhere, in any row."""

AT_ONCE = 50_000
"""Secrets that are tried before the next line is said."""


def rows(database: str, quick: bool) -> list[Row]:
    """Run the campaign on one database."""
    tries, visits, people = (3_000, 60, 20) if quick else (1_000_000, 5_000, 300)
    with desk(database) as running:
        true, dead = _seeded(running, people)
        said = _tried(running, true, dead, tries)
        false = running.ask("false_secrets", links=true, count=visits - visits // 5, start=6)
        paths = [f"/r/true/{quote(secret, safe='')}/" for secret in false]
        paths += [f"/r/{round_}/{secret}/" for round_, secret in (dead * visits)[: visits // 5]]
        opened = asyncio.run(_visits(running.port, paths))
        used = asyncio.run(_scanned(running, true[:10]))
        fields = running.ask("fields", round="true")
        asyncio.run(_answered(running.port, true[: people // 2], fields))
        found = _revealed(running, [*true, *(secret for _, secret in dead)])
    zero = {"goal": "0", "meets": lambda made: made.ours == 0}
    return [
        row("false secrets accepted by the verifier", f"{database}, {said['tried']}", "secrets", said["accepted"],
            **zero),
        row("true secrets refused by the verifier", f"{database}, {said['of']}", "secrets", said["of"] - said["true"],
            **zero),
        row("false secrets accepted over HTTP", f"{database}, {len(paths)}", "requests", opened, **zero),
        row("rows changed by a mail scanner that opens links", f"{database}, 10 links", "tables", used, **zero),
        *(row(f"secrets revealed by {where}", f"{database}, {len(true) + len(dead)} links", "secrets", count, **zero)
          for where, count in found.items()),
    ]  # fmt: skip


def _seeded(running: Desk, people: int) -> tuple[list[str], list[list[str]]]:
    """Return true secrets of one round; and pairs of a round and a secret that is over, revoked, or of elsewhere."""
    true = running.ask("seed", round="true", people=people)["links"]
    other = running.ask("seed", round="other", people=people, instrument="position")["links"]
    old = running.ask("invite", round="true", people=people)["links"]
    running.ask("grow_old", round="true", links=old)
    off = running.ask("invite", round="true", people=people, revoked=True)["links"]
    dead = [["true", secret] for secret in (*other, *old, *off)] + [["other", secret] for secret in true]
    return true, [*dead, *([where, secret] for where in ("", "%", "TRUE", "nowhere") for secret in true[:5])]


def _tried(running: Desk, true: Sequence[str], dead: Sequence[Sequence[str]], count: int) -> Counter[str]:
    """Offer so many false secrets to the verifier, and the true ones at the end."""
    found = Counter[str]()
    for start in range(0, count, AT_ONCE):
        many = min(AT_ONCE, count - start)
        found += Counter(running.ask("try_secrets", round="true", links=true, dead=dead, count=many, start=start))
        say(f"  {found['tried']} of {count} secrets tried, {found['accepted']} accepted")
    return found + Counter(running.ask("true_secrets", round="true", links=true))


async def _visits(port: int, paths: Sequence[str]) -> int:
    """Open and post to addresses; return how many were not refused."""
    gate, accepted = asyncio.Semaphore(8), 0

    async def visit(path: str, number: int) -> bool:
        async with gate:
            way = ("", "begin", "save", "send", "withdraw")[number % 5]
            if way:
                said = await client.ask(port, "POST", path + way, {"agree": "yes"})
            else:
                said = await client.ask(port, "GET", path)
            return said.status not in (400, 404)

    for number, came in enumerate(await asyncio.gather(*(visit(path, n) for n, path in enumerate(paths)))):
        if came:
            say(f"  not refused: {number % 5} {paths[number]!r}")
        accepted += came
    return accepted


async def _scanned(running: Desk, links: Sequence[str]) -> int:
    """Open every address of links as a mail scanner does; return how many tables changed."""
    before = running.ask("counted")
    for secret in links:
        for way in ("", "begin", "save", "send", "take-back", "withdraw", "confirm"):
            for method in ("GET", "HEAD"):
                await client.ask(running.port, method, f"/r/true/{secret}/{way}")
    after = running.ask("counted")
    return sum(before[name] != after[name] for name in before)


async def _answered(port: int, links: Sequence[str], fields: list[str]) -> None:
    """Let links be used to the end, so that a dump holds all that ever comes of a secret."""
    for secret in links:
        link = client.link("true", secret, fields, signs=False)
        await client.begin(port, link)
        await client.save(port, link, len(fields), before=0)
        if not client.received(await client.send(port, link)):
            raise RuntimeError("a true link could not be used")


def _revealed(running: Desk, secrets: Sequence[str]) -> dict[str, int]:
    """Return by what is dumped how many secrets stand in it, in any form or part."""
    target = running.place / "backup.zip"
    running.ask("back_up", target=str(target))
    dumps = {"the log": running.log.read_bytes()}
    with zipfile.ZipFile(target) as archive:
        dumps["a backup"] = archive.read("database.jsonl")
    if running.cluster:
        command = [program("pg_dump"), "-h", "127.0.0.1", "-p", str(running.cluster.port), "-U", "opennss", "postgres"]
        dumps["pg_dump"] = subprocess.run(command, check=True, capture_output=True).stdout
        dumps["files of the database"] = b"".join(_files(running, "cluster/data"))
    dumps["files of the desk"] = b"".join(_files(running, "data"))
    parts = {part: secret for secret in secrets for part in _forms(secret)}
    return {where: len({parts[part] for part in _standing(dump, parts)}) for where, dump in dumps.items()}


def _files(running: Desk, name: str) -> Iterator[bytes]:
    for path in sorted((running.place / name).rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            yield gzip.decompress(content) if path.suffix == ".gz" else content


def _forms(secret: str) -> Iterator[bytes]:
    """Every part of eight signs of a secret, and the beginnings of its bytes, of both in base64 and in hexadecimals."""
    raw, text = base64.urlsafe_b64decode(secret), secret.encode()
    for place in range(len(text) - PART + 1):
        yield text[place : place + PART]
        yield text[place : place + PART][::-1]
    yield raw[:PART]
    yield raw[::-1][:PART]
    for form in (base64.b64encode(raw), base64.b64encode(text), raw.hex().encode(), text.hex().encode()):
        yield form[: 2 * PART]
        yield form.upper()[: 2 * PART]


def _standing(dump: bytes, parts: Mapping[bytes, str]) -> Iterator[bytes]:
    """Find parts in a dump: by their first eight bytes as numbers, at every place, then each by itself."""
    starts = np.unique(np.frombuffer(b"".join(part[:PART] for part in parts), "<u8"))
    for shift in range(PART):
        numbers = np.frombuffer(dump[shift : len(dump) - (len(dump) - shift) % PART], "<u8")
        nearest = starts[np.minimum(np.searchsorted(starts, numbers), len(starts) - 1)]
        for place in (np.nonzero(nearest == numbers)[0] * PART + shift).tolist():
            yield from {dump[place : place + length] for length in (PART, 2 * PART)} & parts.keys()


if __name__ == "__main__":
    campaign(str(__doc__), rows)
