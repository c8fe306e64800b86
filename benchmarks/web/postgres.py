"""Run a command beside a PostgreSQL of its own: `python benchmarks/web/postgres.py pytest tests/web`.

A new cluster in a temporary folder, on loopback, with fsync and synchronous_commit on; it ends with the command.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path


def program(name: str) -> str:
    """Return the path of a program of PostgreSQL: Debian keeps them beside the version."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parent.parent.name))
    path = str(found[-1]) if found else shutil.which(name)
    if not path:
        raise SystemExit("PostgreSQL is missing. As root: apt-get install postgresql")
    return path


def free_port() -> int:
    """Return a port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Cluster:
    """A PostgreSQL cluster in a folder; root hands it to the account ``postgres``, as the server demands."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self.as_user = {"user": self.user} if os.geteuid() == 0 else {}
        if os.geteuid() == 0:
            shutil.chown(folder, self.user)
        command = [program("initdb"), "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-U", "opennss"]
        subprocess.run(
            [*command, "-D", str(folder / "data")], check=True, capture_output=True, cwd=folder, **self.as_user
        )
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """The address of the database as ``OPENNSS_DATABASE`` wants it."""
        return f"postgresql://opennss@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}"]
        options += [
            "-c",
            f"port={self.port}",
            "-c",
            "fsync=on",
            "-c",
            "synchronous_commit=on",
            "-c",
            "max_connections=60",
        ]
        with (self.folder / "log").open("ab") as log:
            command = [program("postgres"), "-D", str(self.folder / "data"), *options]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, **self.as_user)
        ready = [program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        for _ in range(600):
            if subprocess.run(ready, check=False).returncode == 0:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError((self.folder / "log").read_text(encoding="utf-8"))

    def stop(self) -> None:
        """End the server, whoever is still connected."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)


@contextlib.contextmanager
def cluster() -> Iterator[Cluster]:
    """A running cluster that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="opennss-pg-") as place:
        made = Cluster(Path(place))
        made.start()
        try:
            yield made
        finally:
            made.stop()


if __name__ == "__main__":
    with cluster() as running:
        environment = os.environ | {"OPENNSS_DATABASE": running.address}
        raise SystemExit(subprocess.run(sys.argv[1:], env=environment, check=False).returncode)
