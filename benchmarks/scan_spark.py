"""A scan of research works on a real cluster of Apache Spark: one worker and two, and one that is lost on the way.

The cluster is on this machine: a master and workers of one processor each, on loopback. What is timed is the job, from
the first file begun to the last one finished; how long Spark takes to start stands in a row of its own, since it does
not depend on the size. Counts must be those of the engine on one machine. Run alone: `python benchmarks/scan_spark.py`
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from cluster import Cluster, standalone
from common import Row, row, say
from works import definitions, write

from opennss.engines import Part, local, spark
from opennss.engines.parts import dump
from opennss.technologies.scan.counting import Counting
from opennss.technologies.scan.rules import Definition

HERE = str(Path(__file__).parent)
"""Where the workers find the kernel of this benchmark."""
WORKS, FILES = 240_000, 24
QUICK_WORKS, QUICK_FILES = 2_000, 4
GOAL = 1.7


@dataclass(frozen=True, slots=True)
class Told:
    """The kernel of the scan, which also leaves the moment when it begins a file."""

    counting: Counting
    moments: str

    @property
    def digest(self) -> str:
        """That of the scan."""
        return self.counting.digest

    def __call__(self, path: str) -> Part:
        """Count one file."""
        (Path(self.moments) / f"{Path(path).name}.{os.getpid()}").write_text(str(time.time()))
        return self.counting(path)


@dataclass(frozen=True, slots=True)
class Job:
    """What one scan gave, its seconds, and those until its first file was begun."""

    part: Part
    seconds: float
    start: float


def rows(quick: bool) -> list[dict[str, Any]]:
    """Measure and return the rows of this part of the benchmark."""
    works, files = (QUICK_WORKS, QUICK_FILES) if quick else (WORKS, FILES)
    kernel = Counting(tuple(Definition(key, rules) for key, rules in definitions()))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        say(f"writing {works} works")
        paths = [str(path) for path in write(place / "works", works, files)]
        local.run(kernel, paths[:1], 1)  # compiles what is compiled
        say("local, two processes")
        expected = dump(local.run(kernel, paths, 2))
        jobs = []
        for workers, lost in ((1, False), (2, False), (2, True)):
            say(f"Spark, {workers} worker(s)" + (", one of them lost" if lost else ""))
            jobs.append(measured(place / f"cluster-{len(jobs)}", workers, kernel, paths, lost))
    size = f"{works:,} made-up works in {files} files"
    return [asdict(one) for one in _rows(size, jobs, expected)]


def _rows(size: str, jobs: Sequence[Job], expected: bytes) -> list[Row]:
    one, two, lost = jobs
    same = [dump(job.part) == expected for job in jobs]

    def scales(made: Row) -> bool:
        return same[0] and same[1] and made.ratio is not None and made.ratio >= GOAL

    return [
        row("Spark standalone, 2 workers", size, "s", two.seconds, peer=one.seconds, peer_name="Spark, 1 worker",
            goal=f">= {GOAL} x, counts as local", meets=scales),
        row("Spark standalone, 1 of 2 workers killed mid-job", size, "s", lost.seconds, peer=one.seconds,
            peer_name="Spark, 1 worker", goal="counts as local", meets=lambda _: same[2]),
        row("Spark standalone, until the first file is begun", size, "s", one.start),
    ]  # fmt: skip


def measured(folder: Path, workers: int, counting: Counting, paths: Sequence[str], lost: bool) -> Job:
    """Run one scan on a cluster of its own; ``lost``: a worker is killed when a third of the files is begun."""
    moments = folder / "moments"
    moments.mkdir(parents=True)
    with standalone(folder, workers, HERE) as cluster:
        if lost:
            watch = threading.Thread(target=_lose, args=(cluster, moments, len(paths) // 3), daemon=True)
            watch.start()
        ended: list[float] = []
        asked = time.time()
        kernel = Told(counting, str(moments))
        part = spark.run(kernel, paths, cluster.master, tell=lambda *_: ended.append(time.time()))
    first = min(float(path.read_text()) for path in moments.iterdir())
    return Job(part, ended[-1] - first, first - asked)


def _lose(cluster: Cluster, moments: Path, files: int) -> None:
    while len(list(moments.iterdir())) < files:
        time.sleep(0.1)
    cluster.kill_worker(0)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the rows as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small size")
    json.dump(rows(parser.parse_args(arguments).quick), sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
