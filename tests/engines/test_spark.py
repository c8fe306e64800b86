"""Spark gives what the processes of this machine give: embedded, and on a real cluster that loses a worker."""

from __future__ import annotations

import importlib.util
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from engine_kernels import Words

from opennss.engines import local, spark
from opennss.engines.java import java_home
from opennss.engines.parts import dump
from opennss.errors import WorkspaceError

ROOT = Path(__file__).parents[2]
KERNELS = str(Path(__file__).parent / "kernels")


def benchmark_module(name: str) -> ModuleType:
    """Load a file of the benchmarks: the cluster that they measure is the one that is tested here."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", autouse=True)
def found_by_workers() -> Iterator[None]:
    """Let the workers of Spark find the kernels of these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", KERNELS)
        yield


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    """A master and two workers of one processor each, on loopback."""
    with benchmark_module("cluster").standalone(tmp_path_factory.mktemp("cluster"), 2, KERNELS) as made:
        yield made


@pytest.fixture
def seen(tmp_path: Path) -> Path:
    folder = tmp_path / "seen"
    folder.mkdir()
    return folder


def test_embedded_gives_the_same_and_goes_on(files: list[str], tmp_path: Path, seen: Path) -> None:
    Path(files[1]).write_text("odd\nfine\nodd\n", encoding="utf-8")
    Path(files[2]).write_text("boom", encoding="utf-8")
    Path(files[5]).write_text("deadly", encoding="utf-8")
    parts = tmp_path / "parts"

    def interrupt(_path: str, done: int, _total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        spark.run(Words(), files, parts=parts, tell=interrupt)
    kept = len(list(parts.iterdir()))
    told: list[int] = []
    found = spark.run(
        Words(seen=str(seen)), files, parts=parts, tell=lambda _path, done, total: told.append(total - done)
    )
    assert dump(found) == dump(local.run(Words(), files, 2))
    assert [finding.code for finding in found.findings] == ["odd", "odd", "scan-failed", "scan-died"]
    assert told == list(reversed(range(len(files))))
    assert len({path.stem for path in seen.iterdir()}) == len(files) - kept


def test_a_cluster_that_loses_a_worker_gives_the_same(cluster, files: list[str], tmp_path: Path, seen: Path) -> None:
    gate = tmp_path / "gate"
    names = {Path(path).stem for path in files}

    def lose_one() -> None:
        while len(list(seen.iterdir())) < 2:  # both workers have begun a file, and wait at the gate
            time.sleep(0.05)
        cluster.kill_worker(0)
        gate.touch()

    assert spark.run(Words(), files, cluster.master) == local.run(Words(), files, 2)
    loser = threading.Thread(target=lose_one)
    loser.start()
    found = spark.run(Words(seen=str(seen), gate=str(gate)), files, cluster.master, tmp_path / "parts")
    loser.join()
    assert dump(found) == dump(local.run(Words(), files, 1))
    begun = [path.stem for path in seen.iterdir()]
    assert set(begun) == names
    assert len(begun) == len(names) + 1  # what the lost worker had begun was begun again by the other
    assert len(list((tmp_path / "parts").iterdir())) == len(files)


def test_a_cluster_without_workers_is_said(cluster, files: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for place in range(len(cluster.workers)):
        cluster.kill_worker(place)
    monkeypatch.setattr(spark, "PATIENCE", 1)
    with pytest.raises(WorkspaceError) as caught:
        spark.run(Words(), files, cluster.master)
    assert [finding.code for finding in caught.value.findings] == ["scan-spark-idle"]


def test_no_file_needs_no_spark() -> None:
    assert spark.run(Words(), [], "spark://127.0.0.1:9").counts == {}


def test_java_is_the_one_that_is_named_else_the_small_one_else_any(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JAVA_HOME", "/opt/java")
    assert java_home(tmp_path / "here") == Path("/opt/java")
    monkeypatch.delenv("JAVA_HOME")
    assert java_home(tmp_path / "here") == tmp_path / "here"
    monkeypatch.setattr("opennss.engines.java.find_spec", lambda _name: None)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert java_home(tmp_path / "none") == tmp_path
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert java_home(tmp_path / "none") is None
