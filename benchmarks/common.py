"""What every benchmark shares: rows printed as JSON, fair clocks, work in a forked child whose memory is measured."""

from __future__ import annotations

import argparse
import json
import os
import pickle
import resource
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

REPEATED_BELOW = 10.0
"""A run of fewer seconds is repeated, and the best of three counts."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a benchmark: numbers in ``unit``, or ``None``.

    ``ratio`` is the peer's number over ours, ``of_limit`` ours over the limit; ``met`` is ``None`` without a goal.
    """

    what: str
    size: str
    ours: float | None
    peer: float | None
    peer_name: str | None
    ratio: float | None
    limit: float | None
    of_limit: float | None
    unit: str
    goal: str | None
    met: bool | None


def row(
    what: str,
    size: str,
    unit: str,
    ours: float | None,
    *,
    peer: float | None = None,
    peer_name: str | None = None,
    limit: float | None = None,
    goal: str | None = None,
    meets: Callable[[Row], bool] | None = None,
) -> Row:
    """Make a row; ``meets`` says whether it reaches its goal, and is asked only when all it needs was measured."""
    ratio = peer / ours if ours and peer is not None else None
    of_limit = ours / limit if ours is not None and limit else None
    made = Row(
        what, size, *map(_short, (ours, peer)), peer_name, *map(_short, (ratio, limit, of_limit)), unit, goal, None
    )
    if meets is None or ours is None or (peer_name and peer is None):
        return made
    return Row(**(asdict(made) | {"met": meets(made)}))


def _short(number: float | None) -> float | None:
    return None if number is None else float(f"{number:.4g}")


def print_rows(rows: Iterable[Row]) -> None:
    """Print all rows as one JSON list, and nothing else, on standard output."""
    json.dump([asdict(one) for one in rows], sys.stdout, indent=1)
    sys.stdout.write("\n")


def run_sections(about: str, modules: Mapping[str, str], needs: Mapping[str, str] | None = None) -> None:
    """Run the sections of a benchmark that the command line asks for, print all rows, and end the process.

    ``modules`` names the module of each section, whose ``rows(quick)`` gives its rows; ``needs`` the package without
    which a section is left out, which is said. A section that fails is told on standard error; the others go on, and
    the process ends with 1.
    """
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small size, for the tests")
    parser.add_argument("sections", nargs="*", choices=[[], *modules], help="only these")
    asked = parser.parse_args()
    rows: list[dict[str, Any]] = []
    failed = False
    for name in asked.sections or modules:
        package = (needs or {}).get(name)
        if package and not find_spec(package):
            say(f"{name}: {package} is not installed")
            continue
        try:
            rows += import_module(modules[name]).rows(asked.quick)
        except Exception:
            traceback.print_exc()
            failed = True
    json.dump(rows, sys.stdout, indent=1)
    sys.stdout.write("\n")
    sys.exit(failed)


def say(text: str) -> None:
    """Tell how far the benchmark is, on standard error."""
    print(text, file=sys.stderr, flush=True)


def shared() -> Path:
    """Return the folder of the shared data: ``$OPENNSS_SHARED``, else beside the project."""
    return Path(os.environ.get("OPENNSS_SHARED", Path(__file__).parents[2] / "shared"))


def processor_time() -> float:
    """Return the processor seconds of this process and of its children that have ended."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def seconds(run: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    """Return how long a run takes by this clock; the best of three when one takes less than ten seconds."""
    best = _once(run, clock)
    for _ in range(2 if best < REPEATED_BELOW else 0):
        best = min(best, _once(run, clock))
    return best


def _once(run: Callable[[], Any], clock: Callable[[], float]) -> float:
    begun = clock()
    run()
    return clock() - begun


def peak_memory() -> int:
    """Return the most memory that this process has had so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def in_child(run: Callable[[], Any]) -> tuple[Any, int]:
    """Run in a forked child: its result (``None`` when it fails, which is said), and the peak of its memory in bytes.

    The child has what the parent has in memory, and that counts for its peak.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        status = 1
        try:
            result = run()
            with os.fdopen(writer, "wb") as pipe:
                pickle.dump((result, peak_memory()), pipe)
            status = 0
        except BaseException:  # whatever goes wrong must not come back as a second parent
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    if status:
        say(f"a child of the benchmark failed with {status}")
        return None, 0
    return pickle.loads(answer)
