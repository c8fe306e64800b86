"""A real desk on loopback for the campaigns: its server, its database, and a process that looks inside.

Everything lies in one temporary folder, and only processes that were started here are ended, each by its number.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE.parent))

from common import Row, print_rows, row, say  # noqa: E402  it lies one folder up
from postgres import Cluster, free_port  # noqa: E402

__all__ = ("ROOT", "Cluster", "Desk", "Row", "campaign", "desk", "row", "say")

DATABASES = ("sqlite", "postgresql")
PATIENCE = 60.0
"""Seconds within which a server or a database must answer after it was started."""


class Desk:
    """A country folder, its data, its database and its server; ``start`` and ``kill`` as often as one likes."""

    def __init__(self, place: Path, database: str, country: Path | None = None) -> None:
        self.place, self.database, self.port = place, database, free_port()
        self.folder, self.data, self.log = place / "country", place / "data", place / "log"
        shutil.copytree(country or ROOT / "examples" / "vietnam", self.folder)
        self.cluster = Cluster(_made(place / "cluster")) if database == "postgresql" else None
        self.server: subprocess.Popen[bytes] | None = None
        self._inside: subprocess.Popen[str] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The environment of every process of this desk."""
        address = self.cluster.address if self.cluster else ""
        own = {"OPENNSS_DESK_FOLDER": str(self.folder), "OPENNSS_DESK_DATA": str(self.data)}
        # Without the variables of the tests: theirs is another database.
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENNSS_D", "PYTEST"))}
        return kept | own | {"OPENNSS_DATABASE": address, "DJANGO_SETTINGS_MODULE": "opennss_web.settings"}

    def start(self) -> None:
        """Start the server with the two processes of four threads that it has by itself, and wait for its answer."""
        command = [sys.executable, "-m", "opennss_web", "serve", self.folder, "--data", self.data]
        with self.log.open("ab") as log:
            self.server = subprocess.Popen(
                [*command, "--no-browser", "--port", str(self.port)], env=self.environment, stdout=log, stderr=log
            )
        self.wait()

    def address(self, path: str) -> str:
        """Return the address of a page."""
        return f"http://127.0.0.1:{self.port}/{path}"

    def wait(self) -> None:
        """Wait until the server and its database answer; raises ``RuntimeError`` when they do not."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with contextlib.suppress(OSError), urllib.request.urlopen(self.address("receipts"), timeout=5) as answer:
                if answer.status == 200 and self.whole():
                    return
            if self.server and self.server.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(self.log.read_text("utf-8", errors="replace")[-4000:])

    def whole(self) -> bool:
        """Say whether as many workers run as there should be."""
        return len(self.workers()) == 2

    def workers(self) -> list[int]:
        """Return the process numbers of the server's workers."""
        return children(self.server.pid) if self.server else []

    def kill(self) -> None:
        """End the whole server at once, as when the power fails: the master first, so that it renews nobody."""
        if self.server is None:
            return
        workers = self.workers()
        self.server.kill()
        for number in workers:
            end(number)
        self.server.wait(30)
        self.server = None

    def inside(self) -> subprocess.Popen[str]:
        """Start a process that looks inside."""
        return subprocess.Popen(
            [sys.executable, HERE / "inside.py"], env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, bufsize=1,
        )  # fmt: skip

    def tell(self, verb: str, whom: subprocess.Popen[str], **values: Any) -> None:
        """Tell a process inside what to do."""
        assert whom.stdin
        whom.stdin.write(json.dumps({"verb": verb, **values}) + "\n")
        whom.stdin.flush()

    def ask(self, verb: str, whom: subprocess.Popen[str] | None = None, **values: Any) -> Any:
        """Ask a process inside, by default the desk's own; raises ``RuntimeError`` with its words if it cannot."""
        if whom is None:
            whom = self._inside = self._inside or self.inside()
        self.tell(verb, whom, **values)
        assert whom.stdout
        line = whom.stdout.readline()
        answer = json.loads(line) if line else {"fault": f"{verb}: the process inside ended"}
        if "fault" in answer:
            raise RuntimeError(answer["fault"])
        return answer["said"]

    def close(self) -> None:
        """End everything that belongs to this desk."""
        self.kill()
        if self._inside is not None:
            self._inside.kill()
            self._inside.communicate()
        if self.cluster is not None:
            self.cluster.stop()

    def said(self, words: str) -> int:
        """Return how often the server's log says something."""
        return self.log.read_text("utf-8", errors="replace").count(words) if self.log.exists() else 0


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def children(number: int) -> list[int]:
    """Return the numbers of a process's children."""
    with contextlib.suppress(OSError):
        found = [int(word) for word in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
        return [child for child in found if _lives(child)]
    return []


def _lives(number: int) -> bool:
    """Say whether a process still runs: one that was killed stays in the list until its parent has looked."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def end(number: int) -> None:
    """Send ``kill -9`` to one process; one that has gone already needs none."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(number, signal.SIGKILL)


@contextlib.contextmanager
def desk(database: str, country: Path | None = None, serve: bool = True) -> Iterator[Desk]:
    """A desk that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="opennss-desk-") as name:
        place = Path(name)
        place.chmod(0o755)  # PostgreSQL's own account must reach its cluster
        made = Desk(place, database, country)
        try:
            if made.cluster:
                made.cluster.start()
            if serve:
                made.start()
            yield made
        finally:
            made.close()


def campaign(about: str, rows: Callable[[str, bool], Sequence[Row]], databases: bool = True) -> None:
    """Run a campaign for each database that the command line asks for, and print all its rows."""
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small size, for the tests")
    if databases:
        parser.add_argument("--database", choices=DATABASES, action="append", help="only this one")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # who is asked to end still ends what it started
    found: list[Row] = []
    for database in (asked.database or DATABASES) if databases else ("sqlite",):
        say(f"{database}:")
        found += rows(database, asked.quick)
    print_rows(found)
