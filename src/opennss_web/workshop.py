"""The supervisor of a workshop: a desk for every team and one for the trainer, each a process of its own.

It starts them, begins one anew that died, resets a team when the trainer asks for it, and ends them all when it ends.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType

from platformdirs import user_data_path

import opennss
from opennss.errors import Finding, Severity, WorkspaceError
from opennss.model.process import ProcessStep, StepStatus
from opennss.workspace.read import read_workspace
from opennss.workspace.settings import FILE as SETTINGS
from opennss.workspace.write import write_table
from opennss_web import teams as state
from opennss_web.serve import EVERYWHERE, room_addresses
from opennss_web.teams import Team, Workshop

EXAMPLE = Path("examples") / "vietnam"
SECONDS, PATIENCE, REST = 1.0, 15.0, 10.0
"""Between two looks at the desks; for a desk to end by itself; between two starts of a desk that dies at once."""


def usual_place() -> Path:
    """Return where a workshop lies when nobody says otherwise: among the user's data."""
    return user_data_path("opennss") / "workshop"


def example() -> Path | None:
    """Return the example country: below the current folder, or beside the program in a copy of its source."""
    found = (Path(EXAMPLE), Path(opennss.__file__).resolve().parents[2] / EXAMPLE)
    return next((path for path in found if (path / SETTINGS).is_file()), None)


def prepare(place: Path, template: Path | None, teams: int, host: str, port: int) -> Workshop:
    """Make what a workshop needs and return it; what an earlier start left in the place goes on as it is.

    Raises ``WorkspaceError`` when there is no template, or a port is taken.
    """
    before = state.read(place)
    name = (room_addresses() or ["127.0.0.1"])[0] if host == EVERYWHERE else host
    workshop = state.planned(teams, host, port, name, before)
    if taken := taken_ports(workshop):
        raise _error("workshop-port", ports=", ".join(map(str, taken)))
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = place / state.TEMPLATE
    if not kept.is_dir():
        source = template or example()
        if source is None or not (source / SETTINGS).is_file():
            raise _error("workshop-template", folder=str(source or EXAMPLE))
        _template(source, kept)
    for desk in workshop.desks:
        if not (place / desk.folder).is_dir():
            _copy(kept, place / desk.folder)
    state.write(place, workshop)
    return workshop


def _error(code: str, **values: object) -> WorkspaceError:
    return WorkspaceError([Finding("", 0, "", code, values, Severity.ERROR)])


def taken_ports(workshop: Workshop) -> list[int]:
    """Return the ports of a workshop that somebody else listens at."""
    found = []
    for desk in workshop.desks:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((_host(workshop, desk), desk.port))
            except OSError:
                found.append(desk.port)
    return found


def _listens(port: int) -> bool:
    """Say whether a desk of this machine takes connections."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _host(workshop: Workshop, desk: Team) -> str:
    """Return where a desk listens: the trainer's one, which nobody in the room needs, at this machine alone."""
    return "127.0.0.1" if desk.number == state.TRAINER else workshop.host


def _template(source: Path, target: Path) -> None:
    """Keep a country as the one that every team begins with: all its steps open, because the teams will do them."""
    draft = target.with_name(f".{target.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(source, draft)
    workspace, findings = read_workspace(draft)
    if workspace is None:
        raise WorkspaceError(findings)
    if workspace.method.process:
        rows = [
            replace(row, status=StepStatus.OPEN, blocked_by=type(row.blocked_by)()) for row in workspace.method.process
        ]
        write_table(rows, draft / ProcessStep.FILE, ProcessStep, workspace.settings.languages)
    draft.rename(target)


def _copy(source: Path, target: Path) -> None:
    """Copy a country folder to its place in one step, in place of what is there."""
    draft = target.with_name(f".{target.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.copytree(source, draft)
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)


def renew(place: Path, team: Team) -> None:
    """Give a team the untouched country again, and an empty database; its desk must not be running."""
    _copy(place / state.TEMPLATE, place / team.folder)
    shutil.rmtree(place / team.data, ignore_errors=True)


class Supervisor:
    """The desks of a workshop while it runs; the processes are the state that a function could not hold."""

    def __init__(self, place: Path, workshop: Workshop, browser: bool) -> None:
        self.place, self.workshop, self.browser = place, workshop, browser
        self.processes: dict[int, subprocess.Popen[bytes]] = {}
        self.born: dict[int, float] = {}
        self.over = threading.Event()

    def start(self, desk: Team) -> None:
        """Start a desk: one process that answers, with four threads; what it complains about goes to its log."""
        own = ["--browser" if self.browser and desk.number == state.TRAINER else "--no-browser"]
        self.browser = self.browser and desk.number != state.TRAINER
        command = [sys.executable, "-m", "opennss_web", "serve", str(self.place / desk.folder), *own]
        command += [f"--data={self.place / desk.data}", f"--host={_host(self.workshop, desk)}", f"--port={desk.port}"]
        environment = {
            **os.environ, "OPENNSS_WORKSHOP": str(self.place), "OPENNSS_WORKSHOP_TEAM": str(desk.number),
            "OPENNSS_DATABASE": "",
        }  # fmt: skip
        self.born[desk.number] = time.monotonic()
        logs = self.place / "logs"
        logs.mkdir(exist_ok=True)
        with (logs / f"{desk.folder}.log").open("ab") as log:
            out = None if desk.number == state.TRAINER else subprocess.DEVNULL
            self.processes[desk.number] = subprocess.Popen(
                [*command, "--workers=1", "--threads=4"],
                env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=log, start_new_session=True,
            )  # fmt: skip

    def look(self) -> None:
        """Begin desks anew that died, and reset the teams that the trainer asked for."""
        asked = state.resets(self.place)
        self._renew([team for team in self.workshop.teams if team.number in asked])
        for number in asked:
            state.reset_done(self.place, number)
        for desk in self.workshop.desks:
            rested = desk.number in asked or time.monotonic() - self.born[desk.number] > REST
            if self.processes[desk.number].poll() is not None and rested:
                self.start(desk)

    def _renew(self, teams: list[Team]) -> None:
        self.stop(team.number for team in teams)
        for team in teams:
            try:
                renew(self.place, team)
            except OSError as error:
                print(f"{team.folder}: {error}", file=sys.stderr)

    def stop(self, numbers: Iterable[int]) -> None:
        """End desks: asked all at once, and by force where one does not."""
        ending = [self.processes[number] for number in numbers]
        for process in ending:
            process.terminate()
        for process in ending:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def run(self, said: str = "") -> None:
        """Run until a signal ends it; then no desk is left. ``said`` is printed after the trainer's way in."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._end)
        try:
            for desk in self.workshop.desks:
                self.start(desk)
            while not self.over.wait(SECONDS):
                if said and _listens(self.workshop.trainer.port):
                    print(said, flush=True)
                    said = ""
                self.look()
        finally:
            self.stop(list(self.processes))

    def _end(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  the shape of a signal's handler
        self.over.set()
