"""The catalogue against its peers and its limits: text index, query, memory; reading the sources; the command.

    python benchmarks/catalogue.py [--quick]

Texts are synthetic (``texts.py``). The index is compared with tantivy and bm25s where they are installed (the extra
``bench``). The limit of a query is the time to read the postings of its terms and to add their impacts to a sheet of
scores that lies ready: every posting once, nothing looked up, nothing cleared, nothing ranked. Times of one thread are
processor seconds; the times of whole commands are by the wall. Compiled loops are loaded before a clock starts.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from common import Row, in_child, peak_memory, print_rows, processor_time, row, say, seconds, shared
from texts import documents, queries

from opennss.catalogue import merge, store
from opennss.catalogue.index import Index, fast, reference, words
from opennss.catalogue.index.build import Field, add, build
from opennss.catalogue.index.kernels import accumulate
from opennss.catalogue.search import search, write_search
from opennss.sources import kinds
from opennss.sources.reading import each_line
from opennss.sources.renew import renew

try:
    import bm25s
except ImportError:
    bm25s = None
try:
    import tantivy
except ImportError:
    tantivy = None

SIZES, QUICK = (80_000, 1_000_000), (2_000,)
QUERIES, COMPARED, FIRST = 200, 50, 10
"""Queries timed, queries whose answers are compared, answers to each."""

K1, B = 1.5, 0.75
"""BM25 as bm25s sets it."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a tool took: build and adding 1 % in processor seconds, p50 of a query in milliseconds; its answers.

    ``peak`` is the memory at its most up to the queries, ``None`` where the whole child counts.
    """

    build: float
    answers: list[list[int]]
    p50: float
    limit: float | None = None
    add: float | None = None
    peak: int | None = None


def ours(texts: list[str], asked: list[str]) -> Told:
    """Our index."""
    build([Field(texts[:500])], k1=K1, b=B)
    made: list[Index] = []

    def run() -> None:
        made.clear()
        made.append(build([Field(texts)], k1=K1, b=B))

    taken = seconds(run, processor_time)
    index = made[0]
    parsed = [reference.asked(index, Counter(words(text))) for text in asked]
    sheet = np.zeros(index.size, np.float32)
    limit = p50(
        lambda plan: accumulate(index.documents, index.impacts, plan.starts, plan.stops, plan.weights, sheet), parsed
    )
    answers = [[number for number, _ in _best(index, text)] for text in asked[:COMPARED]]
    middle, peak = p50(lambda text: _best(index, text), asked), peak_memory()
    more = [Field(texts[: len(texts) // 100])]
    return Told(taken, answers, middle, limit, seconds(lambda: add(index, more), processor_time), peak)


def _best(index: Index, text: str) -> list[tuple[int, float]]:
    return fast.best(index, Counter(words(text)), FIRST)


def by_bm25s(texts: list[str], asked: list[str]) -> Told | None:
    """The index of bm25s, without stop words and stemming."""
    if bm25s is None:
        return None
    made: list[Any] = []

    def cut(some: list[str]) -> Any:
        return bm25s.tokenize(some, stopwords=None, show_progress=False)

    def run() -> None:
        made[:] = [bm25s.BM25(k1=K1, b=B)]
        made[0].index(cut(texts), show_progress=False)

    def ask(text: str) -> list[int]:
        return [int(one) for one in made[0].retrieve(cut([text]), k=FIRST, show_progress=False, n_threads=0)[0][0]]

    taken = seconds(run, processor_time)
    return Told(taken, [ask(text) for text in asked[:COMPARED]], p50(ask, asked))


def by_tantivy(texts: list[str], asked: list[str]) -> Told | None:
    """The index of tantivy with one writing thread, on the disk as it wants it."""
    if tantivy is None:
        return None
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("body", stored=False)
    builder.add_integer_field("number", stored=True, indexed=False)
    schema = builder.build()
    made: list[Any] = []

    with tempfile.TemporaryDirectory() as folder:

        def run() -> None:
            made[:] = [tantivy.Index(schema, path=tempfile.mkdtemp(dir=folder))]
            writer = made[0].writer(heap_size=500_000_000, num_threads=1)
            for number, text in enumerate(texts):
                writer.add_document(tantivy.Document(body=[text], number=[number]))
            writer.commit()
            writer.wait_merging_threads()

        taken = seconds(run, processor_time)
        made[0].reload()
        searcher = made[0].searcher()

        def hits(text: str) -> Any:
            return searcher.search(made[0].parse_query(text, ["body"]), FIRST).hits

        answers = [[searcher.doc(place)["number"][0] for _, place in hits(text)] for text in asked[:COMPARED]]
        return Told(taken, answers, p50(hits, asked))


def p50(ask: Callable[[Any], Any], asked: list[Any]) -> float:
    """Return the median of the queries in milliseconds of the processor, the best of three rounds."""
    ask(asked[0])
    rounds = []
    for _ in range(3):
        taken = []
        for one in asked:
            begun = time.process_time()
            ask(one)
            taken.append(time.process_time() - begun)
        rounds.append(median(taken) * 1000)
    return min(rounds)


def index_rows(size: int, goals: bool) -> Iterator[Row]:
    """Build, query, memory and agreement at one size; ``goals`` are those of the full sizes."""
    texts, asked = documents(size), queries(QUERIES)
    corpus = sum(map(sys.getsizeof, texts)) + sys.getsizeof(texts)
    told, peaks = {}, {}
    for name, tool in (("ours", ours), ("tantivy", by_tantivy), ("bm25s", by_bm25s)):
        say(f"{size} documents: {name}")
        told[name], peak = in_child(lambda tool=tool: tool(texts, asked))
        peaks[name] = ((told[name].peak or peak) - corpus) / 1e9 if told[name] else None
    mine, label = told["ours"], f"{size} documents"
    for name, times in (("tantivy", 4), ("bm25s", 15)):
        yield row(
            "index build", label, "processor s", mine.build,
            peer=told[name].build if told[name] else None, peer_name=name,
            goal=f"≥ {times} × faster than {name}" if goals else None,
            meets=(lambda made, times=times: made.ratio >= times) if goals else None,
        )  # fmt: skip
    yield row("adding 1 % of the documents", label, "processor s", mine.add)
    peer, goals_at = told["tantivy"], goals and size == max(SIZES)
    yield row(
        "query p50", label, "ms", mine.p50, peer=peer.p50 if peer else None, peer_name="tantivy", limit=mine.limit,
        goal="≤ half of tantivy's, within 2 × of the postings-read limit" if goals_at else None,
        meets=(lambda made: made.ratio >= 2 and made.of_limit <= 2) if goals_at else None,
    )  # fmt: skip
    if told["bm25s"]:
        yield row("query p50", label, "ms", mine.p50, peer=told["bm25s"].p50, peer_name="bm25s", limit=mine.limit)
    yield row(
        "peak memory without the corpus", label, "GB", peaks["ours"], peer=peaks["tantivy"], peer_name="tantivy",
        goal="≤ 1.2 GB" if goals_at else None, meets=(lambda made: made.ours <= 1.2) if goals_at else None,
    )  # fmt: skip
    for name, least in (("bm25s", 0.97), ("tantivy", 0.8)):
        if told[name]:
            yield row(
                f"first ten shared with {name}", label, "share", overlap(mine.answers, told[name].answers),
                goal=f"≥ {least}", meets=lambda made, least=least: made.ours >= least,
            )  # fmt: skip


def overlap(one: list[list[int]], other: list[list[int]]) -> float:
    """Return the share of the answers that two tools have in common."""
    return sum(len({*mine} & {*theirs}) for mine, theirs in zip(one, other, strict=True)) / sum(map(len, one))


def source_rows(data: Path, quick: bool) -> Iterator[Row]:
    """From the providers' files to a store (FETCH, STORE), and from the store to an answer (SEARCH)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = folder / "iso_deliverables_metadata.jsonl"
        packed = data / "iso-open-data" / ("official_sample.jsonl" if quick else "iso_deliverables_metadata.jsonl.zst")
        yield _stored("ISO Open Data JSONL to store", lines, packed, "iso-deliverables", 1.5, quick)
        if not quick:
            archive = data / "relaton" / "iso_yaml.tar.zst"
            yield _stored("Relaton YAML archive to store, two cores", archive, archive, "relaton", 30, quick)
        yield from answer_rows(folder / "catalogue", data, quick)


def _stored(what: str, path: Path, packed: Path, kind: str, goal: float, quick: bool) -> Row:
    """One file read, merged and written as a store without a search index, by the wall."""

    def run() -> None:
        parts, _ = kinds.BY_ID[kind].read([path], "", lambda _done, _size: None)
        counted.append(sum(len(part.deliverables) for part in parts))
        store.write(
            path.with_name("store") if path != packed else Path(tempfile.mkdtemp()) / "store", merge.merge(parts)
        )

    def job() -> tuple[float, int]:
        if path != packed:
            texts = (line for _, line in each_line(packed, 1 << 30) if isinstance(line, str))
            path.write_text("".join(f"{line}\n" for line in texts), encoding="utf-8", newline="\n")
        return seconds(run), counted[0]

    counted: list[int] = []
    say(what)
    taken, records = in_child(job)[0] or (None, 0) if packed.exists() else (None, 0)
    return row(
        what, f"{records} records", "s", taken, goal=None if quick else f"≤ {goal} s",
        meets=None if quick else lambda made: made.ours <= goal,
    )  # fmt: skip


def answer_rows(catalogue: Path, data: Path, quick: bool) -> Iterator[Row]:
    """Opening a store with all shared records and the first answer, the package being imported; the whole verb."""

    def make() -> bool:
        renew(catalogue, data / "iso-open-data" if quick else data, index=write_search)
        return True

    def first() -> float:
        begun = time.perf_counter()
        search(store.open(catalogue), "food safety")
        return time.perf_counter() - begun

    say("a store with its search index")
    made = data.is_dir() and in_child(make)[0]
    taken = [in_child(first)[0] for _ in range(3)] if made else [None]
    yield row(
        "opening the store and the first answer", "all shared records", "s", min(taken) if all(taken) else None,
        goal=None if quick else "≤ 0.3 s", meets=None if quick else lambda made: made.ours <= 0.3,
    )  # fmt: skip
    command = [Path(sys.executable).with_name("nss"), "search", "food safety", "--json", "--catalogue", catalogue]
    works = made and subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0
    yield row(
        "nss search, the whole command", "all shared records", "s",
        seconds(lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=True)) if works else None,
        goal=None if quick else "≤ 1.5 s", meets=None if quick else lambda made: made.ours <= 1.5,
    )  # fmt: skip


def main() -> None:
    """Run everything, or a small size of it."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small size, for the tests")
    quick = parser.parse_args().quick
    rows: list[Row] = []
    for size in QUICK if quick else SIZES:
        rows += index_rows(size, goals=not quick)
    rows += source_rows(shared() / "data", quick)
    print_rows(rows)


if __name__ == "__main__":
    main()
