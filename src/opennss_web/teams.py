"""The state of a workshop: one file, `workshop.json`, in its folder; and the requests that its supervisor watches for.

Paths in the file are names below the folder, so that the folder can be moved. It holds the codes of the teams and is
readable by its owner alone. Knows no Django: the supervisor and the desks both read it.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from opennss_web.filelock import only_one

FILE, LOCK, ASKED = "workshop.json", "running.lock", "asked"
TEMPLATE, REGION = "template", "region"
"""The untouched country that every team begins with, and the comparison of what they made of it."""

COMPARING, SAID, SUMMARY = "comparing.lock", "comparing.log", "teams.json"
"""The lock of the comparison while it is made, what it said on failing, and which teams it holds."""

TRAINER = 0
"""The number of the trainer's own desk; teams are counted from 1."""

LETTERS, SIGNS = "ABCDEFGHJKMNPQRSTUVWXYZ", 6
"""Signs of a code, without those that look alike on a wall."""

DAYS = 5


@dataclass(frozen=True, slots=True)
class Team:
    """A team of a workshop: its number, its folder and data (names below the place), its port, address and code.

    The code lets anybody who holds it in as the secretariat of this team's desk, as long as the workshop runs.
    """

    number: int
    folder: str
    data: str
    port: int
    address: str
    code: str


@dataclass(frozen=True, slots=True)
class Workshop:
    """A workshop: the address it listens at, the day of the exercise, the trainer's own desk, the teams."""

    host: str
    day: int
    trainer: Team
    teams: tuple[Team, ...]

    @property
    def desks(self) -> tuple[Team, ...]:
        """The trainer's desk and those of the teams."""
        return (self.trainer, *self.teams)


def planned(teams: int, host: str, port: int, name: str, before: Workshop | None = None) -> Workshop:
    """Return a workshop of so many teams at the ports after the trainer's; day and codes of an earlier start stay.

    ``name`` is how this machine is called in the room's network.

    >>> [team.address for team in planned(2, "0.0.0.0", 8000, "192.0.2.7").teams]
    ['http://192.0.2.7:8001', 'http://192.0.2.7:8002']
    """
    codes = {team.number: team.code for team in before.teams} if before else {}
    trainer = Team(TRAINER, "trainer", "data/trainer", port, f"http://127.0.0.1:{port}", "")
    found = (
        Team(n, f"team-{n}", f"data/team-{n}", port + n, f"http://{name}:{port + n}", codes.get(n) or new_code())
        for n in range(1, teams + 1)
    )
    return Workshop(host, before.day if before else 1, trainer, tuple(found))


def new_code() -> str:
    """Return the code of a team: 6 random letters."""
    return "".join(secrets.choice(LETTERS) for _ in range(SIGNS))


def read(place: Path) -> Workshop | None:
    """Return the workshop of a folder, ``None`` where there is none."""
    try:
        held = json.loads((place / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    teams = tuple(Team(**team) for team in held["teams"])
    return Workshop(held["host"], held["day"], Team(**held["trainer"]), teams)


def write(place: Path, workshop: Workshop) -> None:
    """Write the state of a workshop, whole or not at all."""
    draft = place / f"{FILE}.part"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(json.dumps({"format": 1, **asdict(workshop)}, ensure_ascii=False, indent=1))
    draft.replace(place / FILE)


def set_day(place: Path, day: int) -> None:
    """Say which day of the exercise it is; a day that does not exist changes nothing."""
    found = read(place)
    if found and 1 <= day <= DAYS:
        write(place, replace(found, day=day))


def ask_reset(place: Path, numbers: Iterable[int]) -> None:
    """Ask the supervisor to give teams the untouched country again, with an empty database."""
    (place / ASKED).mkdir(exist_ok=True)
    for number in numbers:
        (place / ASKED / str(number)).touch()


def resets(place: Path) -> frozenset[int]:
    """Return the numbers of the teams that wait for their reset."""
    names = [path.name for path in (place / ASKED).iterdir()] if (place / ASKED).is_dir() else []
    return frozenset(int(name) for name in names if name.isdigit())


def reset_done(place: Path, number: int) -> None:
    """Take the request for a reset away."""
    (place / ASKED / str(number)).unlink(missing_ok=True)


def held(path: Path) -> bool:
    """Return whether another process holds a lock."""
    if not path.exists():
        return False
    lock = only_one(path)
    if lock is None:
        return True
    os.close(lock)
    return False


def runs(place: Path) -> bool:
    """Return whether the workshop of a folder runs: its supervisor holds the lock."""
    return held(place / LOCK)
