"""The engine on Apache Spark, inside this process or on a standalone cluster; needs the extra ``opennss[spark]``.

One file is one job of one task. So nothing has to be shuffled, a finished file is never lost with the worker that read
it, a file that kills its worker spoils no other, and the driver holds the sum and a few parts, however many files
there are. Every machine of a cluster needs the same Python with OpenNSS in it, Java, and the files under the same path.
"""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
import time
import warnings
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import cache, partial
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway

from opennss.engines import Kernel, Part, Tell, silent
from opennss.engines.java import java_home
from opennss.engines.parts import died, dump, failed, load, scanned, through
from opennss.errors import Finding, WorkspaceError

EMBEDDED = "spark"
LOOPBACK = ("127.0.0.1", "localhost")
AHEAD = 2
"""Jobs for each processor of the cluster that wait or run at the same time."""
MOST_AHEAD = 256
PATIENCE = 60
"""Seconds in which the first worker of a cluster must come, or a file be finished before that is asked again."""
JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
"""Java only passes bytes on here: it starts faster, and needs less, without its best compiler and collector."""
MEMORY = "512m"
"""Of each Java: the driver holds a few parts at a time, an executor one for each of its processors."""
CRASHED = "Python worker exited unexpectedly"
"""What Spark says of a worker that was killed or ran out of memory."""


def run(
    kernel: Kernel,
    paths: Iterable[str],
    master: str = EMBEDDED,
    parts: Path | None = None,
    tell: Tell = silent,
) -> Part:
    """Run the kernel on every file and add up what they give; the same result as of ``local.run``.

    ``master`` is ``spark`` for Spark inside this process on all processors, or ``spark://host:port``. Tasks of a worker
    that is lost are run again by Spark. The folder ``parts`` is written by the driver alone and need not be shared.
    Raises ``WorkspaceError`` when there is no Java, Spark does not start, no worker comes, or the cluster is lost.
    """
    return through(kernel, paths, partial(_scan, kernel, master), parts, tell)


def _scan(kernel: Kernel, master: str, paths: Sequence[str]) -> Iterator[tuple[str, Part]]:
    if not paths:
        return
    waiting = deque(paths)
    busy: dict[Future[Part], str] = {}
    context = _start(master)
    with ThreadPoolExecutor(MOST_AHEAD) as pool:
        try:
            while waiting or busy:
                while waiting and len(busy) < min(MOST_AHEAD, AHEAD * context.defaultParallelism):
                    path = waiting.popleft()
                    busy[pool.submit(_one, context, master, kernel, path)] = path
                finished = wait(busy, timeout=PATIENCE, return_when=FIRST_COMPLETED).done
                if not finished and master != EMBEDDED:
                    _await(context, master)  # all workers may be gone
                for done in finished:
                    yield busy.pop(done), done.result()
        finally:
            context.stop()  # before the pool waits for its threads: their jobs end with it


def _one(context: SparkContext, master: str, kernel: Kernel, path: str) -> Part:
    """Run one file as one job and wait for it."""
    try:
        return load(context.parallelize([path], 1).map(partial(_packed, kernel)).collect()[0])
    except (Py4JError, PySparkException) as error:
        said = str(error)
        if _stopped(context):
            raise WorkspaceError([Finding(master, 0, "", "scan-spark-lost")]) from error
        return died(path) if CRASHED in said else failed(path, _cause(said))


def _packed(kernel: Kernel, path: str) -> bytes:
    """Run in a worker: the part of one file in the form in which it is kept."""
    return dump(scanned(kernel, path))


def _stopped(context: SparkContext) -> bool:
    inside: Any = context._jsc  # the only way to ask whether Spark has given up its cluster
    return inside is None or bool(inside.sc().isStopped())


def _cause(said: str) -> str:
    """Return the line that says what happened, of all that Java and Python print about an error: the last one."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    causes = [line for line in lines if ("Error" in line or "Exception" in line) and not line.startswith("at ")]
    return (causes or lines or [""])[-1]


def _start(master: str) -> SparkContext:
    """Return a Spark that is ready to work; raises ``WorkspaceError`` with what its log says when it is not."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf = configured(master)
    try:
        with warnings.catch_warnings():  # where pandas is installed Spark warns of its version; it is not used here
            warnings.simplefilter("ignore", FutureWarning)
            context = SparkContext(conf=conf, gateway=_gateway(loopback(master)))
    except (Py4JError, PySparkException) as error:
        cause = _cause(_log().read_text(encoding="utf-8", errors="replace"))
        raise WorkspaceError([Finding(master, 0, "", "scan-spark-start", {"error": cause})]) from error
    if master != EMBEDDED:
        _await(context, master)
    return context


def _await(context: SparkContext, master: str) -> None:
    """Wait for a worker; without one, jobs would wait for ever."""
    for _ in range(PATIENCE * 10):
        inside: Any = context._jsc
        if _stopped(context):
            raise WorkspaceError([Finding(master, 0, "", "scan-spark-lost")])
        if inside.sc().getExecutorMemoryStatus().size() > 1:  # one of them is this driver
            return
        time.sleep(0.1)
    context.stop()
    raise WorkspaceError([Finding(master, 0, "", "scan-spark-idle", {"seconds": PATIENCE})])


def loopback(master: str) -> bool:
    """Say whether all of Spark is on this machine, so that it need not listen to any other."""
    return master == EMBEDDED or master.removeprefix("spark://").rsplit(":", 1)[0] in LOOPBACK


def configured(master: str) -> SparkConf:
    """Return the settings of Spark: little memory, no page on the web; alone on a machine it listens to itself only."""
    conf = SparkConf().setAppName("opennss").setMaster("local[*]" if master == EMBEDDED else master)
    conf.set("spark.ui.enabled", "false").set("spark.ui.showConsoleProgress", "false")
    for side in ("driver", "executor"):
        conf.set(f"spark.{side}.memory", MEMORY).set(f"spark.{side}.extraJavaOptions", JAVA)
    conf.set("spark.executorEnv.POLARS_MAX_THREADS", "1")
    if loopback(master):
        conf.set("spark.driver.host", LOOPBACK[0]).set("spark.driver.bindAddress", LOOPBACK[0])
    return conf


@cache
def _gateway(alone: bool) -> Any:
    """Return the Java of this process, which stays until the process ends, and prints into the log only."""
    home = java_home(_folder() / "java")
    if home is None:
        raise WorkspaceError([Finding("", 0, "", "scan-java-missing")])
    needed = {"JAVA_HOME": str(home)} | ({"SPARK_LOCAL_IP": LOOPBACK[0]} if alone else {})
    before = {name: os.environ.get(name) for name in needed}
    os.environ.update(needed)
    try:
        with _log().open("wb") as log:
            return launch_gateway(configured(EMBEDDED), {"stdout": log, "stderr": log})  # type: ignore[no-untyped-call]
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


@cache
def _folder() -> Path:
    folder = tempfile.mkdtemp(prefix="opennss-spark-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def _log() -> Path:
    return _folder() / "log"
