"""Read what the Relaton project publishes: records as YAML, on all processors, or the flat Parquet layout."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from opennss.errors import Finding, Severity
from opennss.sources.reading import frame
from opennss.sources.relaton.archive import Member, Tell, members, size
from opennss.sources.relaton.events import Refused, read_events
from opennss.sources.relaton.frame import FACTS, MOST_EXAMPLES, committees, deliverables, doubts, with_bodies
from opennss.sources.relaton.record import Fact, fact
from opennss.sources.relaton.regular import Irregular, read_regular
from opennss.sources.unpacked import PARQUET

BATCH = 1_000
"""Records that one process reads at a time."""

AHEAD = 2
"""Batches that wait for each process; so many, and no more, are in memory."""

MOST_FLAT = 1 << 30
"""Bytes of a flat table, and of what it unpacks to; the largest known has 12 MiB."""

FLAT: dict[str, pl.DataType] = {
    name: FACTS.get(name, pl.String())
    for name in (
        "body", "file", "docid", "title_en", "title_fr", "title_es", "title_ja", "doctype", "stage", "substage",
        "date_published", "date_issued", "edition", "ics", "committee", "committee_name", "project_number",
        "abstract_en", "relation_type", "relation_id", "keywords", "url",
    )
} | {"stale_copy": pl.Boolean()}  # fmt: skip
"""The columns of the flat layout that are read."""


@dataclass(frozen=True, slots=True)
class Collection:
    """What was read: deliverables and committees as in ``catalogue.records``, in the order of the source.

    ``counts`` gives the records read of each body, also those that are not kept: ``stale`` of them are stale copies.
    """

    deliverables: pl.DataFrame
    committees: pl.DataFrame
    findings: tuple[Finding, ...]
    counts: dict[str, int]
    stale: int


def read(path: Path, *, state: str = "", workers: int = 1, tell: Tell | None = None) -> Collection:
    """Read a folder, a tar (plain, gzip, zstd) or a zip of YAML files, one YAML file, or a flat Parquet table.

    ``state`` is the day of the data, for the column ``source``. ``workers`` processes are started for a large archive;
    the result is the same for any number. ``tell`` is told how many bytes of the archive are done, and of how many;
    of a folder it is files.

    A record or file that cannot be read is left out with a finding, a warning; an archive that ends early is an error,
    and what was there is returned. Raises ``WorkspaceError`` only for a Parquet file that cannot be read at all.
    """
    findings: list[Finding] = []
    flat = path.is_file() and _starts_with(path, PARQUET)
    facts = _flat(path) if flat else _archive(path, findings, workers, tell)
    facts, nameless = with_bodies(facts, path.name)
    counts = dict(facts.group_by("body").len().sort("body").iter_rows())
    fresh = facts.filter(pl.col("stale").not_())
    stale = len(facts) - len(fresh)
    if stale:
        findings.append(Finding(path.name, 0, "", "relaton-stale", {"count": stale}, Severity.NOTE))
    records = deliverables(fresh, f"Relaton {{}} {state}".strip())
    found = (*_counted(findings, path.name), *nameless, *doubts(fresh, path.name))
    return Collection(records, committees(records), found, counts, stale)


def _starts_with(path: Path, start: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(start)) == start


def _flat(path: Path) -> pl.DataFrame:
    """The facts of a table in the flat layout."""
    table = frame(path, FLAT, most=MOST_FLAT).with_row_index("row", 1)
    made = {
        "title_other": pl.coalesce("title_ja", "title_es"),
        "published": pl.coalesce("date_published", pl.col("date_issued").replace("None", None)),
        "place": pl.format(f"{path.name.replace('{}', '')}:{{}}", "row"),
        "stale": pl.col("stale_copy").fill_null(value=False),
    }
    filled = {"body": pl.col("body").fill_null(pl.col("docid").str.extract(r"^(\S+)"))}
    return table.drop_nulls("docid").select(**{name: (made | filled).get(name, pl.col(name)) for name in FACTS})


def _archive(path: Path, findings: list[Finding], workers: int, tell: Tell | None) -> pl.DataFrame:
    """The facts of all records of an archive or folder, in its order."""
    total = size(path)
    parts = [pl.DataFrame(schema=FACTS)]
    for columns, found, done in _batches(members(path, findings), path.name, workers):
        parts.append(pl.DataFrame(columns, schema=FACTS))
        findings += found
        if tell:
            tell(min(done, total), total)
    return pl.concat(parts)


Columns = dict[str, list[object]]
Result = tuple[Columns, list[Finding], int]


def _batches(records: Iterator[Member], source: str, workers: int) -> Iterator[Result]:
    """Read batch after batch; in other processes as soon as there is more than one batch and more than one worker."""
    first = list(islice(records, BATCH))
    if workers < 2 or len(first) < BATCH:
        while first:
            yield read_batch(first, source)
            first = list(islice(records, BATCH))
        return
    waiting: deque[tuple[Future[Result] | None, list[Member]]] = deque()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        while first or waiting:
            if first:
                waiting.append((_begun(pool, first, source), first))
                first = list(islice(records, BATCH))
            if not first or len(waiting) >= AHEAD * workers:
                yield _done(*waiting.popleft(), source)


def _begun(pool: ProcessPoolExecutor, batch: list[Member], source: str) -> Future[Result] | None:
    """Hand a batch to a process; ``None`` when there is none any more."""
    try:
        return pool.submit(read_batch, batch, source)
    except BrokenProcessPool:
        return None


def _done(begun: Future[Result] | None, batch: list[Member], source: str) -> Result:
    """The result of a batch; it is read here when its process could not start, or was ended from outside."""
    try:
        return begun.result() if begun else read_batch(batch, source)
    except BrokenProcessPool:
        return read_batch(batch, source)


def read_batch(batch: Sequence[Member], source: str) -> Result:
    """Read some records: their facts by column, what is wrong with them, and how far the archive is read then."""
    rows: list[tuple[object, ...]] = []
    findings: list[Finding] = []
    for member in batch:
        if not member.data:
            continue  # reported already, or nothing in it
        try:
            rows.append((*_fact(member.data), f"{source}/{member.name}", ":" in member.name))
        except Refused as refused:
            findings.append(Finding(member.name, refused.line, "", refused.code, refused.values, Severity.WARNING))
    columns: list[list[object]] = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in FACTS]
    return dict(zip(FACTS, columns, strict=True)), findings, batch[-1].done


def _fact(data: bytes) -> Fact:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused("record-encoding", line, value=f"0x{data[error.start]:02X}") from error
    try:
        record = read_regular(text)
    except Irregular:
        record = read_events(text)
    return fact(record)


def _counted(findings: list[Finding], file: str) -> list[Finding]:
    """The findings, of each code only the first ones with their places; the rest are counted."""
    kept = []
    for code in dict.fromkeys(finding.code for finding in findings):
        same = [finding for finding in findings if finding.code == code]
        kept += same[:MOST_EXAMPLES]
        if len(same) > MOST_EXAMPLES:
            more: dict[str, object] = {"count": len(same) - MOST_EXAMPLES, "code": code}
            kept.append(Finding(file, 0, "", "records-more", more, same[0].severity))
    return kept
