"""The longer things that the process inside a desk does: trying secrets, and closing rounds under ``kill -9``."""

from __future__ import annotations

import base64
import datetime as dt
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from opennss.workspace.read import read_workspace
from opennss_web.actions import closing
from opennss_web.links import Denied, invitation_of, kept
from opennss_web.models import Link, Round, SheetState, State

SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

Said = dict[str, Any]


def sent_in(round: str) -> int:
    """Return how many sheets of a round were sent."""
    return Round.objects.get(slug=round).sheets.filter(state=SheetState.SENT).count()


# Secrets that open nothing


def _changed(secret: str, draw: random.Random) -> str:
    place = draw.randrange(len(secret))
    return secret[:place] + draw.choice(SIGNS.replace(secret[place], "")) + secret[place + 1 :]


def _flipped(secret: str, draw: random.Random) -> str:
    places = [place for place, sign in enumerate(secret) if sign.isalpha()]
    place = draw.choice(places)
    return secret[:place] + secret[place].swapcase() + secret[place + 1 :]


def _swapped(secret: str, draw: random.Random) -> str:
    place = draw.randrange(len(secret) - 1)
    found = secret[:place] + secret[place + 1] + secret[place] + secret[place + 2 :]
    return found if found != secret else _changed(secret, draw)


def _hash(secret: str, draw: random.Random) -> str:
    """What lies in the database, offered as if it were the secret."""
    stored = kept(secret)
    raw = base64.urlsafe_b64encode(bytes.fromhex(stored)).decode()
    return draw.choice((stored, stored[:32], stored[32:], raw[:32], raw[-33:-1]))


FALSE: dict[str, Callable[[str, random.Random], str]] = {
    "forged": lambda _, draw: "".join(draw.choices(SIGNS, k=32)),
    "one sign changed": _changed,
    "case of one sign": _flipped,
    "case of all": lambda secret, _: secret.swapcase(),
    "two signs swapped": _swapped,
    "cut short": lambda secret, draw: secret[: draw.randrange(32)],
    "more behind": lambda secret, draw: secret + draw.choice(["\n", " ", "=", "A", "\0", "%00", "/", "\u200b"]),
    "more before": lambda secret, draw: draw.choice(["\n", " ", "A", "\ufeff"]) + secret,
    "backwards": lambda secret, _: secret[::-1],
    "the hash": _hash,
    "wild card": lambda secret, draw: secret[: draw.randrange(31)] + draw.choice("%_*?."),
    "full width": lambda secret, _: "".join(chr(ord(sign) + 0xFEE0) for sign in secret),
}
"""What is made of a true secret; none of it may open anything."""


def falsehood(kind: str, secret: str, draw: random.Random) -> str:
    """Return a false secret of a kind."""
    found = FALSE[kind](secret, draw)
    return found if found != secret else _changed(secret, draw)


def try_secrets(round: str, links: list[str], dead: list[list[str]], count: int, start: int) -> Said:
    """Offer so many false secrets to the verifier; return how many were tried and how many accepted.

    ``dead`` are pairs of a round and a secret that is over there, or that is of another round.
    """
    draw, accepted = random.Random(start), 0
    kinds = [*FALSE, "dead"]
    for number in range(count):
        kind = kinds[number % len(kinds)]
        if kind == "dead":
            where, secret = draw.choice(dead)
        else:
            where, secret = round, falsehood(kind, draw.choice(links), draw)
        accepted += not isinstance(invitation_of(secret, where), Denied)
    return {"tried": count, "accepted": accepted}


def true_secrets(round: str, links: list[str]) -> Said:
    """Offer true secrets to the verifier; return how many there are and how many were accepted."""
    return {"of": len(links), "true": sum(not isinstance(invitation_of(secret, round), Denied) for secret in links)}


def false_secrets(links: list[str], count: int, start: int) -> list[str]:
    """Return false secrets that can stand in an address."""
    draw = random.Random(start)
    return [falsehood(list(FALSE)[n % len(FALSE)], draw.choice(links), draw) for n in range(count)]


def grow_old(round: str, links: list[str]) -> int:
    """Let links be over since a second ago."""
    hashes = [kept(secret) for secret in links]
    now = timezone.now() - dt.timedelta(seconds=1)
    return Link.objects.filter(secret__in=hashes, invitation__round__slug=round).update(expires=now)


# Closing under kill -9


def close(round: str) -> float:
    """Close a round, or finish what was interrupted; return the seconds it took."""
    begun = time.perf_counter()
    closing.close("secretariat:test", Round.objects.get(slug=round))
    return time.perf_counter() - begun


def state(round: str) -> str:
    """Return how far a round is."""
    return Round.objects.get(slug=round).state


def reads() -> bool:
    """Say whether the folder can be read whole."""
    return read_workspace(Path(settings.FOLDER))[0] is not None


def undisturbed(round: str, pristine: str) -> int:
    """Hand an open round over to a copy of the folder, in peace, as if it were closed; return how many files it has."""
    made, folder = Round.objects.get(slug=round), Path(settings.FOLDER)
    made.closed, settings.FOLDER = timezone.now(), Path(pristine)
    try:
        return len(closing.hand_over(made))
    finally:
        settings.FOLDER = folder


def compared(round: str, pristine: str) -> Said:
    """Return how many files of the folder are not those of the copy, and whether the round is still open."""
    ours, theirs = _bytes(Path(settings.FOLDER)), _bytes(Path(pristine))
    differ = sum(ours.get(name) != theirs.get(name) for name in ours.keys() | theirs.keys())
    return {"other": differ, "open": int(state(round) != State.CLOSED)}


def _bytes(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder; what a dead process left behind for nobody to read is not looked at."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".part" not in path.as_posix() and not path.name.startswith(".")
    }


VERBS = (sent_in, try_secrets, true_secrets, false_secrets, grow_old, close, state, reads, undisturbed, compared)
