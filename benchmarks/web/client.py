"""Respondents as programs: what a browser sends when a person opens a link, agrees, answers, sends and reads.

Every request has a connection of its own, as after half a minute of thinking; an answer counts as given only when all
of it has arrived.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

PATIENCE = 30.0
"""Seconds after which a person gives up waiting."""
STATIC = re.compile(rb'(?:href|src)="(/static/[^"]+)"')
RECEIPT = re.compile(rb"data-receipt=\"[^\"]*\">([A-Z2-9-]{14})<")
RANKS = ("1", "2", "3", "none")


@dataclass(frozen=True, slots=True)
class Said:
    """What a request was answered with; status 0 when no whole answer came."""

    status: int
    seconds: float
    body: bytes = b""
    location: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A personal link with what its owner will answer, by the names of the fields, one after the other."""

    path: str
    answers: Mapping[str, str]
    signature: Mapping[str, str]


async def ask(port: int, method: str, path: str, form: Mapping[str, str] | None = None, accept: str = "") -> Said:
    """Send one request and take its whole answer."""
    begun = time.perf_counter()
    body = urlencode(form or {}).encode()
    head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Connection: close", "Accept-Language: vi"]
    head += [f"Accept: {accept or 'text/html'}"]
    if method == "POST":
        head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    request = "\r\n".join([*head, "", ""]).encode() + (body if method == "POST" else b"")
    try:
        status, location, answer = await asyncio.wait_for(_exchange(port, request), PATIENCE)
    except (OSError, ValueError, EOFError, TimeoutError):
        status, location, answer = 0, "", b""
    return Said(status, time.perf_counter() - begun, answer, location)


async def _exchange(port: int, request: bytes) -> tuple[int, str, bytes]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        await writer.drain()
        head, _, rest = (await reader.read(-1)).partition(b"\r\n\r\n")
    finally:
        writer.close()
    if not head:
        raise EOFError
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    if headers.get("transfer-encoding") == "chunked" and not request.startswith(b"HEAD"):
        rest = _joined(rest)
    elif int(headers.get("content-length", 0)) > len(rest) and not request.startswith(b"HEAD"):
        raise EOFError
    return int(first.split()[1]), headers.get("location", ""), rest


def _joined(chunks: bytes) -> bytes:
    """Return a body that came in chunks; one without its end raises ``EOFError``."""
    parts = []
    while True:
        size, found, chunks = chunks.partition(b"\r\n")
        if not found:
            raise EOFError
        length = int(size, 16)
        if length == 0:
            return b"".join(parts)
        if len(chunks) < length + 2:
            raise EOFError
        parts.append(chunks[:length])
        chunks = chunks[length + 2 :]


def link(round_: str, secret: str, fields: list[str], signs: bool) -> Link:
    """Return a link whose owner answers by chance, the same for the same secret."""
    draw = random.Random(secret)
    answers = {
        name: draw.choice(RANKS) if name.endswith(".value") else f"Vì an toàn {draw.randrange(10**6)}"
        for name in fields
    }
    signature = {"signatory": "Bà A", "function": "Giám đốc", "on-record": "yes"} if signs else {}
    return Link(f"/r/{round_}/{secret}/", answers, signature)


def form(link: Link, count: int, before: int) -> dict[str, str]:
    """Return the form after ``count`` fields were filled in, on a page that has seen the first ``before`` of them."""
    names = list(link.answers)
    filled = {name: link.answers[name] if place < count else "" for place, name in enumerate(names)}
    shown = {name: value for name, value in filled.items() if value or not name.endswith(".value")}
    return {**shown, "seen": json.dumps({name: link.answers[name] for name in names[:before]})}


async def begin(port: int, link: Link) -> list[Said]:
    """Open the link for the first time, with the files of its page, agree, and see the questions."""
    page = await ask(port, "GET", link.path)
    files = [await ask(port, "GET", found.decode()) for found in dict.fromkeys(STATIC.findall(page.body))]
    return [page, *files, *await _onward(port, await ask(port, "POST", f"{link.path}begin", {"agree": "yes"}))]


async def save(port: int, link: Link, count: int, before: int | None = None) -> Said:
    """Fill in one more field, which the page saves by itself; ``before`` are those stored when another number is."""
    stored = count - 1 if before is None else before
    return await ask(port, "POST", f"{link.path}save", form(link, count, stored), "application/json")


async def send(port: int, link: Link) -> list[Said]:
    """Send the sheet and read the receipt."""
    count = len(link.answers)
    sent = {**form(link, count, count), **link.signature}
    return await _onward(port, await ask(port, "POST", f"{link.path}send", sent))


async def _onward(port: int, said: Said) -> list[Said]:
    if said.status != 302:
        return [said]
    return [said, await ask(port, "GET", said.location)]


async def leave(tasks: Sequence[asyncio.Task[None]]) -> None:
    """Let everybody go; one who stumbled is not passed over."""
    for task in tasks:
        task.cancel()
    for ended in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(ended, Exception):
            raise ended


def saved(said: Said) -> bool:
    """Say whether a save was acknowledged."""
    return said.status == 200 and bool(json.loads(said.body).get("saved"))


def received(all_said: list[Said]) -> str:
    """Return the receipt code of a sending that was acknowledged, empty without one."""
    found = RECEIPT.search(all_said[-1].body)
    return found[1].decode() if found and all_said[-1].status == 200 else ""
