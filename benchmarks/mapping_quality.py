"""How well the search ranks committees: nDCG@10 by language over the judged queries of a CSV file.

The file has the columns ``id``, ``language``, ``query``, ``committee`` and ``grade`` (2: the committee for the subject,
1: related; not listed: 0). The gain is the grade, the discount log2, the ideal order that of the query's own grades.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log2
from pathlib import Path

from common import Row, print_rows, row, say, shared

from opennss.catalogue import store
from opennss.catalogue.search import Search, ask, open_search, write_search
from opennss.sources.everything import take_all
from opennss.sources.renew import renew

FIRST = 10
"""The places that count."""
GOALS = {"en": 0.85, "vi": 0.80}
QUICK = ("iso-open-data/iso_committees.parquet", "iso-open-data/ics.parquet", "relaton/iec_catalogue.parquet")
"""The sources of the small size."""


@dataclass(frozen=True)
class Query:
    """A judged query: its language, its text, and the grades of committees."""

    language: str
    text: str
    grades: dict[str, int] = field(default_factory=dict)


def queries_in(path: Path) -> dict[str, Query]:
    """Return the queries of a file by their id."""
    found: dict[str, Query] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            query = found.setdefault(line["id"], Query(line["language"], line["query"]))
            query.grades[line["committee"]] = int(line["grade"])
    return found


def ndcg(ranked: list[str], grades: dict[str, int]) -> float:
    """Return the discounted gain of the first places as a share of the best that could be reached.

    >>> ndcg(["ISO/TC 34", "ISO/TC 234"], {"ISO/TC 234": 2, "ISO/TC 34": 1}) < 1
    True
    """
    ideal = sorted(grades.values(), reverse=True)
    return _gain([grades.get(code, 0) for code in ranked]) / _gain(ideal)


def _gain(grades: list[int]) -> float:
    return sum(grade / log2(place + 2) for place, grade in enumerate(grades[:FIRST]))


def measured(opened: Search, queries: dict[str, Query], details: bool) -> Iterator[tuple[str, float]]:
    """Give language and quality of each query."""
    for name, query in queries.items():
        found = ask(opened, query.text, query.language, FIRST)
        quality = ndcg([hit.key for hit in found.committees], query.grades)
        if details:
            codes = " ".join(hit.key for hit in found.committees[:6])
            say(f"{quality:.3f} {name} {query.text} | {codes} | {found.unknown}")
        yield query.language, quality


def catalogue_at(folder: Path, quick: bool) -> store.Catalogue:
    """Make a catalogue from the shared data, or open the one that $OPENNSS_CATALOGUE names."""
    if "OPENNSS_CATALOGUE" in os.environ:
        return store.open(Path(os.environ["OPENNSS_CATALOGUE"]))
    place = shared() / "data"
    if quick:
        place = folder / "few"
        place.mkdir()
        for name in QUICK:
            (place / Path(name).name).symlink_to((shared() / "data" / name).resolve())
    say("making the catalogue")
    taken = take_all(place, folder / "snapshots", day=dt.date(2026, 11, 22))
    renew(folder / "catalogue", folder / "snapshots", taken, index=write_search)
    return store.open(folder / "catalogue")


def rows(queries: dict[str, Query], found: list[tuple[str, float]], name: str, quick: bool) -> Iterator[Row]:
    """Give one row for each language."""
    for language in sorted({query.language for query in queries.values()}):
        values = [value for said, value in found if said == language]
        goal = None if quick else GOALS.get(language)
        yield row(
            language, f"{len(values)} queries of {name}", "nDCG@10 over committees", sum(values) / len(values),
            goal=None if goal is None else f">= {goal}", meets=None if goal is None else lambda r, g=goal: r.ours >= g,
        )  # fmt: skip


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("queries", type=Path, nargs="?", default=shared() / "eval" / "priority_queries.csv")
    parser.add_argument("--quick", action="store_true", help="a small catalogue")
    parser.add_argument("--details", action="store_true", help="each query on standard error")
    given = parser.parse_args()
    queries = queries_in(given.queries)
    with tempfile.TemporaryDirectory() as folder:
        opened = open_search(catalogue_at(Path(folder), given.quick))
        found = list(measured(opened, queries, given.details))
        print_rows(rows(queries, found, given.queries.name, given.quick))


if __name__ == "__main__":
    sys.exit(main())
