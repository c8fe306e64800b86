"""Whole research works, packed JSON of OpenAlex's form, title and abstract rebuilt: speed, memory, growth.

The works are synthetic (``works.py``), about 10 KB each, four times smaller when packed. The limit is what CPython's
own ``zlib`` needs to unpack the same files and cut them into lines, on as many processes; nothing is read from the
lines there. The start of the processes (imports, compiled kernels) stands in a row of its own and is in no other
figure. Memory is what all processes of the scan have together (proportional set size), looked at ten times a second.
The full size needs 3.5 GB of disk in the folder for temporary files (``TMPDIR``).

Run alone: `python benchmarks/scan_works.py [--quick]`
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from common import Row, print_rows, processor_time, row, say, seconds

from opennss.engines import Kernel, Part, local
from opennss.model.territories import economies
from opennss.technologies.scan.counting import WORK, Counting
from opennss.technologies.scan.reference import matches
from opennss.technologies.scan.rules import Definition

HERE = Path(__file__).parent
EACH, FILES = 50_000, 20
"""Works of a file and files of the full size: a million works. The sizes of growth are a file's fifth, 2 files, all."""

QUICK_EACH, QUICK_FILES = 500, 4
GOAL, SLOPE, MEMORY = 0.25, 1.05, 1e9


@dataclass(frozen=True, slots=True)
class Unpacked:
    """The limit as a kernel: unpack with the standard library, cut into lines, look at none."""

    @property
    def digest(self) -> str:
        """Nothing to know."""
        return ""

    def __call__(self, path: str) -> Part:
        """Count lines and bytes."""
        unpack, lines, size, rest = zlib.decompressobj(31), 0, 0, b""
        with Path(path).open("rb") as file:
            while packed := file.read(1 << 18):
                *whole, rest = (rest + unpack.decompress(packed)).split(b"\n")
                lines += len(whole)
                size += sum(map(len, whole)) + len(whole)
        return Part(done={"lines": lines, "text": size})


@dataclass(frozen=True, slots=True)
class Told:
    """A kernel that gets ready on a small file first, and leaves the moments when it begins and ends each other one."""

    kernel: Kernel
    ready: str
    moments: str

    @property
    def digest(self) -> str:
        """That of the kernel."""
        return self.kernel.digest

    def __call__(self, path: str) -> Part:
        """Count one file."""
        self.kernel(self.ready)
        begun = time.time()
        part = self.kernel(path)
        name = hashlib.sha256(path.encode()).hexdigest()
        (Path(self.moments) / name).write_text(f"{begun} {time.time()}")
        return part


def kernel() -> Counting:
    """The scan for 64 technologies of 30 phrases."""
    out = subprocess.run(
        [sys.executable, "-c", "import json, works; print(json.dumps(works.definitions()))"],
        cwd=HERE,
        capture_output=True,
        check=True,
        text=True,
    )  # fmt: skip  made elsewhere, so that the words of the generator do not count as memory of the scan
    return Counting(tuple(Definition(name, tuple(rules)) for name, rules in json.loads(out.stdout)))


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Measure; ``quick`` is a small size whose figures say nothing."""
    each, files = (QUICK_EACH, QUICK_FILES) if quick else (EACH, FILES)
    counting = kernel()
    with tempfile.TemporaryDirectory() as folder:
        say("works: making files")
        made = _made(Path(folder), each, files)
        one = _write(Path(folder) / "small", each // 5, 1, seed=90)
        tiny = _write(Path(folder) / "tiny", 20, 2, seed=91)
        found = [_equal(counting, tiny)]
        found += _speed(counting, made[: min(4, files)], tiny, each, quick)
        found += _growth(counting, [(each // 5, one), (2 * each, made[:2]), (each * files, made)])
        found.append(_one_file(counting, Path(folder), made))
    return [asdict(each_row) for each_row in found]


def _made(folder: Path, each: int, files: int) -> list[str]:
    """Make files on two processors, each file with works of its own."""
    running = [
        subprocess.Popen(_order(folder / f"made-{half}", each * files // 2, files // 2, half + 1)) for half in (0, 1)
    ]
    ended = [process.wait() for process in running]  # both, before their folder goes
    if any(ended):
        raise RuntimeError("the generator failed")
    return sorted(map(str, folder.glob("made-*/part_*.gz")), key=lambda path: path[::-1])


def _write(folder: Path, works: int, files: int, seed: int) -> list[str]:
    subprocess.run(_order(folder, works, files, seed), check=True)
    return sorted(map(str, folder.glob("part_*.gz")))


def _order(folder: Path, works: int, files: int, seed: int) -> Sequence[str]:
    options = f"--works {works} --files {files} --seed {seed} --quiet".split()
    return [sys.executable, str(HERE / "works.py"), str(folder), *options]


def _speed(counting: Counting, paths: list[str], tiny: list[str], each: int, quick: bool) -> list[Row]:
    """The scan and the limit on two processes, by turns; from the first file begun to the last one ended."""
    text = Unpacked()(paths[0]).done["text"] * len(paths)  # the files are alike to a percent
    ours, limit, start, peak = math.inf, math.inf, math.inf, 0
    for _ in range(1 if quick else 3):
        limit = min(limit, _job(Unpacked(), paths, tiny)[0])
        taken, whole, memory = _job(counting, paths, tiny)
        ours, start, peak = min(ours, taken), min(start, whole - taken), max(peak, memory)
    size = f"{len(paths) * each:,} works, {text / 1e9:.2f} GB unpacked, 2 processes"
    goal = f">= {GOAL:.0%} of zlib and split, aim 50 %"
    return [
        row("works: start of two processes", size, "s", start),
        row("works: scan", size, "MB/s", text / ours / 1e6, limit=text / limit / 1e6, goal=goal, meets=_fast),
        row("works: works scanned", size, "works/s", len(paths) * each / ours),
        row("works: memory of all processes", size, "MB", peak / 1e6, goal="<= 1000 MB", meets=_small),
    ]


def _job(run: Kernel, paths: list[str], tiny: list[str]) -> tuple[float, float, int]:
    """Return the seconds of a scan without and with the start of its processes, and the most memory of all of them."""
    with tempfile.TemporaryDirectory() as folder:
        whole, memory = _watched(lambda: local.run(Told(run, tiny[0], folder), paths, 2))
        moments = [tuple(map(float, path.read_text().split())) for path in Path(folder).iterdir()]
    return max(end for _, end in moments) - min(begun for begun, _ in moments), whole, memory


def _fast(one: Row) -> bool:
    return (one.of_limit or 0) >= GOAL


def _small(one: Row) -> bool:
    return (one.ours or math.inf) * 1e6 <= MEMORY


def _growth(counting: Counting, sizes: list[tuple[int, list[str]]]) -> list[Row]:
    """Processor seconds of one process for each size, and how fast they grow."""
    found, points = [], []
    counting(sizes[0][1][0])  # the kernels are compiled
    for works, paths in sizes:
        say(f"works: {works:,}")
        taken = seconds(lambda paths=paths: [counting(path) for path in paths], processor_time)
        points.append((math.log(works), math.log(taken)))
        found.append(row("works: one process", f"{works:,} works", "processor s", taken))
    steps = [(y - b) / (x - a) for (a, b), (x, y) in pairwise(points)]
    whole = (points[-1][1] - points[0][1]) / (points[-1][0] - points[0][0])
    said = ", ".join(f"{step:.3f}" for step in steps)
    goal = f"log-log slope <= {SLOPE}"
    sized = f"{sizes[0][0]:,} to {sizes[-1][0]:,} works; steps {said}"
    found.append(row("works: growth", sized, "slope", whole, goal=goal, meets=lambda one: (one.ours or 9) <= SLOPE))
    return found


def _one_file(counting: Counting, folder: Path, made: list[str]) -> Row:
    """Memory for one big file: packed files one behind the other are one packed file."""
    big = folder / "big.gz"
    with big.open("wb") as out:
        for path in made[: max(1, len(made) // 4)]:
            out.write(Path(path).read_bytes())
    _, peak = _watched(lambda: local.run(counting, [str(big), made[-1]], 2))
    size = f"one file of {big.stat().st_size / 1e6:,.0f} MB packed, 2 processes"
    return row("works: memory, one big file", size, "MB", peak / 1e6, goal="<= 1000 MB", meets=_small)


def _equal(counting: Counting, paths: Iterable[str]) -> Row:
    """Whether the counts are those of the obvious way; some of the rules, since that way is slow."""
    few = Counting(tuple(Definition(one.id, one.rules[:2]) for one in counting.definitions))
    part = local.run(few, list(paths), 1)
    done = subprocess.run(["zcat", *paths], capture_output=True, check=True)
    expected = obvious([json.loads(line) for line in done.stdout.splitlines()], few.definitions)
    same = part.counts.keys() == expected.keys() and all(
        list(numbers[::2]) == expected[key][::2]
        and all(abs(Fraction(units, WORK) - exact) * WORK <= numbers[0] for units, exact in
                zip(numbers[1::2], expected[key][1::2], strict=True))
        for key, numbers in part.counts.items()
    )  # fmt: skip
    say(f"works: counts {'are' if same else 'are NOT'} those of the obvious way")
    size = f"{part.done['works']} works, {len(part.counts)} keys"
    return row("works: counts equal the obvious way", size, "share", float(same), goal="1", meets=lambda _: same)


def obvious(records: list[dict[str, Any]], definitions: Sequence[Definition]) -> dict[tuple[str, ...], list[Any]]:
    """Count works as plainly as it can be said: whole numbers and exact fractions, nothing rounded, nothing fast."""
    counts: dict[tuple[str, ...], list[Any]] = defaultdict(lambda: [0, Fraction(0)] * 3)
    for record in records:
        if record["is_retracted"] or record["is_paratext"] or record["type"] == "paratext":
            continue
        index = record["abstract_inverted_index"] or {}
        said = sorted((place, word) for word, places in index.items() for place in places)
        text = f"{record['title']}\n{' '.join(word for _, word in said)}"
        topics = {topic["id"].rpartition("/")[2] for topic in record["topics"]}
        about = ["*"] + [one.id for one in definitions if matches(one, text) or topics & set(one.topics)]
        shares: dict[str, Fraction] = defaultdict(Fraction)
        for author in record["authorships"]:
            codes = author["countries"] or ["?"]
            for code in codes:
                shares[economies().get(code, "?")] += Fraction(1, len(record["authorships"]) * len(codes))
        percentile = record["citation_normalized_percentile"]
        standing = 0 if percentile is None else 1 + percentile["is_in_top_10_percent"]
        for technology in about:
            for economy, share in (("*", Fraction(1)), *shares.items()):
                numbers = counts[technology, economy, str(record["publication_year"])]
                for place in range(standing + 1):
                    numbers[2 * place] += 1
                    numbers[2 * place + 1] += share
    return dict(counts)


def _watched(run: Callable[[], Any]) -> tuple[float, int]:
    """Return the seconds of a run, and the most memory that this process and its children have had together."""
    most, over = 0, threading.Event()

    def watch() -> None:
        nonlocal most
        while not over.wait(0.1):
            most = max(most, sum(map(_memory, _family(os.getpid()))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        begun = time.perf_counter()
        run()
        taken = time.perf_counter() - begun
    finally:
        over.set()
        watcher.join()
    return taken, most


def _family(process: int) -> list[int]:
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        children = []
    return [process, *(one for child in children for one in _family(int(child)))]


def _memory(process: int) -> int:
    """Return the bytes that a process has in memory; what several share counts for each with its part."""
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0  # it has just ended
    return sum(int(line.split()[1]) * 1024 for line in told if line.startswith("Pss:"))


def main() -> None:
    """Run everything, or a small size of it."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small size, for the tests")
    print_rows(Row(**one) for one in rows(parser.parse_args().quick))


if __name__ == "__main__":
    main()
