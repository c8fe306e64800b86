"""Classification: ICS field and group and the committee of texts that training has not met, beside TF-IDF + linear.

``python benchmarks/classification.py TRAIN TEST`` reads two Parquet files in the layout of ``iso_catalogue.parquet``:
it learns from TRAIN alone and asks the title and abstract of each record of TEST. ``--split DATA --seed N --into
FOLDER`` makes such a pair from one file: families of standards (a number with all parts, editions, amendments) are kept
together, and only records in force are asked. Without arguments the splits with seeds 1, 2 and 3 are run, and the mean
is printed. Stale copies are left out everywhere.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).parent))
from common import Row, print_rows, processor_time, row, say, shared

from opennss.catalogue.classify import Classifier, classify, train
from opennss.catalogue.classify.training import CUTS, ICS_CODE

SEEDS = (1, 2, 3)
ASKED = 0.08
"""Share of families in TEST."""
GOALS = {"field": (0.95, None), "group": (0.90, 0.98), "subgroup": (None, None), "committee": (0.85, 0.94)}
TRAINING, PREDICTION = 120.0, 2.0
SINGLE = 200
"""Texts that are asked one by one for the time of a single answer."""


def records(path: Path) -> pl.DataFrame:
    """Read a file as records of the catalogue; a missing title or abstract stays missing."""
    return (
        pl.read_parquet(path)
        .filter(~pl.col("stale_copy").fill_null(False))
        .select(
            pl.col("docid").alias("reference"),
            "title_en",
            pl.col("abstract_en").alias("abstract"),
            "stage",
            "committee",
            pl.col("committee_name").alias("committee_title"),
            "ics",
            "ics_text",
        )
    )


def titles(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the titles of the ICS classes that records carry, one a code."""
    even = frame.filter(pl.col("ics").list.len() == pl.col("ics_text").list.len())
    pairs = even.select("ics", "ics_text").explode("ics", "ics_text").drop_nulls()
    return pairs.unique().sort("ics", "ics_text").unique("ics", keep="first", maintain_order=True).rename(
        {"ics": "code", "ics_text": "title_en"}
    )  # fmt: skip


def family(reference: str) -> str:
    """Return the number that parts, editions and amendments share: 8528 for ISO 8528-5:2005/Amd 1:2010.

    >>> family("ISO 8528-5:2005/Amd 1:2010"), family("ISO/DIS 17620")
    ('8528', '17620')
    """
    found = re.search(r"(?<![A-Za-z0-9])\d+", reference)
    return found.group() if found else reference


def split(data: Path, seed: int, folder: Path) -> tuple[Path, Path]:
    """Write TRAIN and TEST: no family on both sides; TEST holds records in force with ICS and committee."""
    frame = pl.read_parquet(data).filter(~pl.col("stale_copy").fill_null(False))
    families = np.array([family(reference) for reference in frame["docid"]])
    every = np.unique(families)
    asked = np.isin(families, every[np.random.Generator(np.random.PCG64(seed)).random(every.size) < ASKED])
    whole = pl.col("stage").is_in(["60", "90"]) & (pl.col("ics").list.len() > 0) & pl.col("committee").is_not_null()
    paths = folder / f"train-{seed}.parquet", folder / f"test-{seed}.parquet"
    frame.filter(~asked).write_parquet(paths[0])
    frame.filter(asked).filter(whole).write_parquet(paths[1])
    return paths


def truths(frame: pl.DataFrame) -> dict[str, list[set[str]]]:
    """Return what is right by head; an empty set where the record does not say."""
    codes = [[code for code in row or () if re.match(ICS_CODE, code)] for row in frame["ics"].to_list()]
    levels = {
        head: [{code[:cut] for code in row} for row in codes]
        for head, cut in zip(("field", "group", "subgroup"), CUTS, strict=True)
    }
    return levels | {"committee": [{owner} if owner else set() for owner in frame["committee"]]}


def hits(best: Iterable[list[str]], true: list[set[str]]) -> tuple[float, float]:
    """Return the shares of records with a right first answer and with a right one among five."""
    pairs = [(named, right) for named, right in zip(best, true, strict=True) if right]
    if not pairs:
        return float("nan"), float("nan")
    first = sum(bool(named) and named[0] in right for named, right in pairs)
    return first / len(pairs), sum(bool(right & set(named[:5])) for named, right in pairs) / len(pairs)


def measure(train_path: Path, test_path: Path, peer: bool) -> dict[str, Any]:
    """Run ours, and the peer when asked: shares by head, seconds of training, milliseconds a text."""
    learnt, asked = records(train_path), records(test_path)
    texts = list(zip(asked["title_en"].fill_null(""), asked["abstract"].fill_null(""), strict=True))
    true = truths(asked)
    train(learnt.head(40), titles(learnt))  # compiles the kernels
    begun, worked = time.perf_counter(), processor_time()
    made = train(learnt, titles(learnt), lambda share: say(f"training {share:.0%}"))
    found: dict[str, Any] = {"training": time.perf_counter() - begun, "worked": processor_time() - worked}
    begun = time.perf_counter()
    derived = classify(made, texts, silent=False)
    found["many"] = (time.perf_counter() - begun) / max(len(texts), 1) * 1000
    found["one"] = _single(made, texts)
    for head, right in true.items():
        found[head] = hits(([one.code for one in getattr(answer, head)] for answer in derived), right)
    quiet = classify(made, texts)
    for head, right in true.items():
        told = [(getattr(answer, head)[0].code in good) for answer, good in zip(quiet, right, strict=True)
                if getattr(answer, head) and good]  # fmt: skip
        found[f"{head} said"] = (float(np.mean(told)) if told else float("nan"), len(told) / max(len(texts), 1))
    found["size"] = f"{learnt.height} → {asked.height} texts"
    found["peer"] = _peer(learnt, asked) if peer else None
    return found


def _single(made: Classifier, texts: list[tuple[str, str]]) -> float:
    """Milliseconds of one text asked alone, the mean."""
    begun = time.perf_counter()
    for text in texts[:SINGLE]:
        classify(made, [text], silent=False)
    return (time.perf_counter() - begun) / max(len(texts[:SINGLE]), 1) * 1000


def _peer(learnt: pl.DataFrame, asked: pl.DataFrame) -> dict[str, Any] | None:
    """TF-IDF of words and pairs with a linear model for each head; ``None`` when scikit-learn is not installed."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  a peer, only for the benchmark
        from sklearn.linear_model import SGDClassifier  # noqa: PLC0415
    except ImportError:
        return None
    both = pl.concat_str(pl.col("title_en").fill_null(""), pl.lit(" "), pl.col("abstract").fill_null(""))
    begun = time.perf_counter()
    words = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2, dtype=np.float32)
    known = words.fit_transform(learnt.select(both).to_series().to_list())
    new = words.transform(asked.select(both).to_series().to_list())
    found: dict[str, Any] = {}
    right, true = truths(learnt), truths(asked)
    for head in ("field", "group", "committee"):
        rows = [at for at, labels in enumerate(right[head]) if labels]
        model = SGDClassifier(alpha=1e-5, max_iter=6, tol=None, n_jobs=2, random_state=0)
        model.fit(known[rows], [min(right[head][at]) for at in rows])
        order = np.argsort(-model.decision_function(new), 1)[:, :5]
        found[head] = hits(([str(name) for name in model.classes_[places]] for places in order), true[head])
        say(f"peer: {head} {found[head]}")
    return found | {"training": time.perf_counter() - begun}


def rows(runs: list[dict[str, Any]]) -> list[Row]:
    """Return the figures of one run, or the means of several."""

    def mean(get: Callable[[dict[str, Any]], Any]) -> float | None:
        values = [get(run) for run in runs if get(run) is not None]
        return float(np.mean(values)) if values else None

    def of_peer(key: str, place: int | None = None) -> float | None:
        return mean(lambda run: run["peer"] and (run["peer"][key] if place is None else run["peer"][key][place]))

    size = ", ".join(run["size"] for run in runs)
    name = "scikit-learn TF-IDF + SGD" if runs[0]["peer"] else None
    out = []
    for head, goals in GOALS.items():
        known = bool(runs[0]["peer"]) and head in runs[0]["peer"]
        for place, (what, goal) in enumerate(zip((f"{head} top-1", f"{head} top-5"), goals, strict=True)):
            out.append(
                row(
                    what,
                    size,
                    "share",
                    mean(lambda run, at=(head, place): run[at[0]][at[1]]),
                    peer=of_peer(head, place) if known else None,
                    peer_name=name if known else None,
                    goal=f">= {goal}" if goal else None,
                    meets=(lambda made, goal=goal: made.ours >= goal) if goal else None,
                )
            )
    for head in GOALS:
        for place, what in enumerate(("right where something is said", "texts of which something is said")):
            value = mean(lambda run, at=(f"{head} said", place): run[at[0]][at[1]])
            goal = (">= 0.9", lambda made: made.ours >= 0.9) if place == 0 else (None, None)
            out.append(row(f"{head}: {what}", size, "share", value, goal=goal[0], meets=goal[1]))
    peer = {"peer": of_peer("training"), "peer_name": name} if name else {}
    trained, single = mean(lambda run: run["training"]), mean(lambda run: run["one"])
    out.append(
        row("training", size, "s", trained, goal=f"<= {TRAINING:g} s", meets=lambda made: made.ours <= TRAINING, **peer)
    )
    out.append(row("training, processor", size, "s", mean(lambda run: run["worked"])))
    meets = lambda made: made.ours <= PREDICTION  # noqa: E731
    out.append(row("one text alone", size, "ms", single, goal=f"<= {PREDICTION:g} ms", meets=meets))
    out.append(
        row("a text among many", size, "ms", mean(lambda run: run["many"]), goal=f"<= {PREDICTION:g} ms", meets=meets)
    )
    return out


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="TRAIN TEST")
    parser.add_argument(
        "--split", type=Path, metavar="DATA", help="make TRAIN and TEST from this file, and nothing else"
    )
    parser.add_argument("--seed", type=int, default=SEEDS[0])
    parser.add_argument("--into", type=Path, default=Path())
    parser.add_argument("--quick", action="store_true", help="one split, without the peer")
    asked = parser.parse_args()
    if asked.split:
        say("\n".join(map(str, split(asked.split, asked.seed, asked.into))))
        return
    if len(asked.files) not in (0, 2):
        parser.error("TRAIN and TEST, or nothing")
    if asked.files:
        print_rows(rows([measure(*asked.files, not asked.quick)]))
        return
    data = shared() / "data" / "relaton" / "iso_catalogue.parquet"
    with tempfile.TemporaryDirectory() as folder:
        seeds = SEEDS[:1] if asked.quick else SEEDS
        runs = [measure(*split(data, seed, Path(folder)), not asked.quick) for seed in seeds]
    print_rows(rows(runs))


if __name__ == "__main__":
    main()
