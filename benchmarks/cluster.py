"""A small cluster of Apache Spark on this machine: one master and some workers of one processor each, on loopback."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyspark

from opennss.engines.java import java_home

HOST = "127.0.0.1"
PATIENCE = 60
"""Seconds in which the cluster must be there."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the master listens, and the processes of the workers in the order in which they were started."""

    master: str
    workers: tuple[subprocess.Popen[bytes], ...]

    def kill_worker(self, place: int) -> None:
        """End a worker with all that it started, as if its machine had lost its power."""
        end(self.workers[place])


@contextmanager
def standalone(folder: Path, workers: int, path: str = "") -> Iterator[Cluster]:
    """Start a cluster that keeps its files and logs in ``folder``, and end it; ``path`` is where Python looks first."""
    java = java_home(folder / "java")
    if java is None:
        raise FileNotFoundError("java")
    begin = partial(_begin, java, folder, path)
    port = free_port()
    master = f"spark://{HOST}:{port}"
    started = [begin("master", "--host", HOST, "--port", str(port))]
    try:
        _wait_for(folder / "master.log", "New state: ALIVE")
        for place in range(workers):
            options = ("--host", HOST, "--cores", "1", "--memory", "600m", "--work-dir", str(folder / "work"), master)
            started.append(begin(f"worker-{place}", *options))
        for place in range(workers):
            _wait_for(folder / f"worker-{place}.log", "Successfully registered with master")
        yield Cluster(master, tuple(started[1:]))
    finally:
        for process in started:
            end(process)


def free_port() -> int:
    """Return a port that nobody listens on at the moment."""
    with socket.socket() as door:
        door.bind((HOST, 0))
        port: int = door.getsockname()[1]
        return port


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and its children, which are a group of their own."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _begin(java: Path, folder: Path, path: str, name: str, *arguments: str) -> subprocess.Popen[bytes]:
    role = name.partition("-")[0]
    home = Path(pyspark.__file__).parent
    scala = next(home.glob("jars/spark-core_*.jar")).name.removeprefix("spark-core_").partition("-")[0]
    needed = {
        "JAVA_HOME": str(java), "SPARK_HOME": str(home), "SPARK_SCALA_VERSION": scala, "SPARK_LOCAL_IP": HOST,
        "SPARK_LOCAL_DIRS": str(folder / "local"), "PYTHONPATH": path, "PYSPARK_PYTHON": sys.executable,
    }  # fmt: skip
    command = [
        str(java / "bin" / "java"), "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", f"{home}/jars/*",
        f"org.apache.spark.deploy.{role}.{role.title()}", "--webui-port", str(free_port()), *arguments,
    ]  # fmt: skip
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            command, env=os.environ | needed, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )


def _wait_for(log: Path, text: str) -> None:
    for _ in range(PATIENCE * 10):
        if text in log.read_text(errors="replace"):
            return
        time.sleep(0.1)
    raise TimeoutError(log.read_text(errors="replace")[-2000:])
