"""The records of several sources become one record for each identifier.

The source of higher precedence gives a field; where it does not know it, the next one does. Relations are united and
made to say the same in both directions. What one source says twice and differently is a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from opennss.catalogue import bulk
from opennss.catalogue.records import COMMITTEES, DELIVERABLES, ICS, frame
from opennss.errors import Finding, Severity

ISO_OPEN_DATA, RELATON_ISO, IEC_LIST, OTHERS = range(4)
"""Ranks of sources: the first that knows a field gives it."""

RELATIONS = ("replaces", "replaced_by", "amends", "part_of", "adopts")
PUBLISHED = "60.60"
"""The stage from which a deliverable takes the place of another one; before it, it only will."""

EXAMPLES = 5
"""Values that a counted finding names."""


def _no(schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame(schema=schema)


@dataclass(frozen=True, slots=True)
class Source:
    """What a catalogue says of one of its sources, with the number of its records.

    ``read`` are all records, ``stale`` the copies that its reader left out as overtaken, ``merged`` those whose
    identifier another record had already, ``kept`` the rest.
    """

    name: str
    address: str = ""
    date: str = ""
    licence: str = ""
    sha256: str = ""
    read: int = 0
    stale: int = 0
    merged: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What one source gives: frames of ``records``, with references as the source writes them; rank of precedence."""

    source: Source
    deliverables: pl.DataFrame = field(default_factory=lambda: _no(DELIVERABLES))
    committees: pl.DataFrame = field(default_factory=lambda: _no(COMMITTEES))
    ics: pl.DataFrame = field(default_factory=lambda: _no(ICS))
    rank: int = OTHERS


@dataclass(frozen=True, slots=True)
class Merged:
    """The records of all sources, one for each identifier and in order of it, and what is odd about them.

    ``bodies`` gives for each body the records that the sources have in its list, and those that are left.
    """

    deliverables: pl.DataFrame
    committees: pl.DataFrame
    ics: pl.DataFrame
    sources: tuple[Source, ...] = ()
    bodies: tuple[tuple[str, int, int], ...] = ()
    findings: tuple[Finding, ...] = ()


def merge(parts: Iterable[Part]) -> Merged:
    """Merge the records of sources; the order of ``parts`` makes no difference, only rank and name do.

    Nothing is dropped: a reference that no known body writes is kept as it is, with a finding. Missing-value rule: a
    field that no source knows stays null.

    >>> part = Part(Source("x"), frame(pl.DataFrame({"reference": ["ISO  1 : 2022"], "body": ["ISO"]}), DELIVERABLES))
    >>> merge([part]).deliverables["reference"].to_list()
    ['ISO 1:2022']
    """
    ordered = sorted(parts, key=lambda part: (part.rank, part.source.name)) or [Part(Source(""))]
    given = pl.concat([_normal(part.deliverables, number) for number, part in enumerate(ordered)])
    findings = [*_unread(given), *_contradictions(given), *_no_committees(given)]
    deliverables = _one_each(_with_titles(given), "reference", RELATIONS)
    related = _related(deliverables.with_columns(pl.when(pl.col("title_en").is_null()).then("title_other")))
    committees = pl.concat([_normal_committees(part.committees, number) for number, part in enumerate(ordered)])
    classes = pl.concat([part.ics.with_columns(_source=pl.lit(n, pl.Int32)) for n, part in enumerate(ordered)])
    frame_of_ics = _one_each(classes, "code", ()).select(*ICS)
    return Merged(
        related.select(*DELIVERABLES),
        _with_owners(_one_each(committees, "reference", ("liaisons",)), related).select(*COMMITTEES),
        frame_of_ics,
        tuple(_counted(ordered, given, deliverables)) if ordered[0].source.name else (),
        _bodies(given, deliverables),
        (*findings, *_no_classes(related["ics"], frame_of_ics["code"])),
    )


def _normal(given: pl.DataFrame, source: int) -> pl.DataFrame:
    """The rows that have a reference, every identifier in its one form, with the place of their source in the order."""
    given = given.filter(pl.col("reference").is_not_null())
    return given.with_columns(
        bulk.references(given["reference"]),
        bulk.committees(given["committee"]),
        *(bulk.lists(given[name]) for name in RELATIONS),
        pl.lit(source, pl.Int32).alias("_source"),
    )


def _normal_committees(given: pl.DataFrame, source: int) -> pl.DataFrame:
    given = given.filter(pl.col("reference").is_not_null())
    codes = bulk.committees(given["reference"]).alias("reference")
    return given.with_columns(codes, pl.lit(source, pl.Int32).alias("_source")).with_columns(
        pl.coalesce("parent", bulk.parent(pl.col("reference"))).alias("parent")
    )


def _with_titles(given: pl.DataFrame) -> pl.DataFrame:
    """The rows, with what stands as a committee's code and begins with no known body as its title."""
    known = bulk.known_committee(pl.col("committee"))
    title = pl.coalesce("committee_title", pl.when(~known).then("committee"))
    return given.with_columns(title.alias("committee_title"), pl.when(known).then("committee").alias("committee"))


def _one_each(given: pl.DataFrame, key: str, united: Sequence[str]) -> pl.DataFrame:
    """One row for each key, in order: fields of the first source that knows them, lists ``united`` from all."""
    twice = given[key].is_duplicated()
    single, several = given.filter(~twice), given.filter(twice)
    if several.is_empty():
        return single.sort(key)
    newest = [name for name in ("stage", "published") if name in given.columns]
    last = [name for name in ("place",) if name in given.columns]
    down = [False, False, *(True for _ in newest), *(False for _ in last)]
    several = several.sort(key, "_source", *newest, *last, descending=down, nulls_last=True, maintain_order=True)
    lists = [name for name, kind in given.schema.items() if kind == pl.List and name not in united]
    several = several.with_columns(pl.when(pl.col(name).list.len() > 0).then(name) for name in lists)
    fields = [name for name in given.columns if name not in (key, "source", *united)]
    merged = several.group_by(key, maintain_order=True).agg(
        pl.col(fields).first(ignore_nulls=True),
        pl.col("source").drop_nulls().unique(maintain_order=True).str.join("; "),
    )
    merged = merged.with_columns(pl.col(name).fill_null([]) for name in lists)
    for name in united:
        merged = _joined(merged, key, name, several.select(key, name).explode(name))
    return pl.concat([single, merged.select(single.columns)]).sort(key)


def _joined(rows: pl.DataFrame, key: str, name: str, pairs: pl.DataFrame) -> pl.DataFrame:
    """The rows with the list ``name`` from pairs of key and value, each value once and never the key itself."""
    pairs = pairs.filter(pl.col(name).is_not_null() & (pl.col(name) != pl.col(key))).unique(maintain_order=True)
    lists = pairs.group_by(key, maintain_order=True).agg(name)
    joined = rows.drop(name, strict=False).join(lists, on=key, how="left", maintain_order="left")
    return joined.with_columns(pl.col(name).fill_null([]))


def _related(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with relations that say the same in both directions, and what a supplement changes by its number.

    What a draft will replace is in its own ``replaces``; ``replaced_by`` names only what was published: by its stage,
    or, where no stage is known, by a reference with a year and no word of a stage. Where a draft and an edition are
    each said to replace the other, the draft is the newer one.
    """
    said = rows.select(pl.col("reference").alias("newer"), pl.col("replaces").alias("older")).explode("older")
    heard = rows.select(pl.col("replaced_by").alias("newer"), pl.col("reference").alias("older")).explode("newer")
    pairs = pl.concat([said, heard]).drop_nulls().filter(pl.col("newer") != pl.col("older")).unique()
    pairs = pairs.sort("newer", "older").join(
        rows.select(pl.col("reference").alias("newer"), "stage"), on="newer", how="left", maintain_order="left"
    )
    draft = pl.coalesce(pl.col("stage") < PUBLISHED, bulk.draft(pl.col("newer")))
    said_twice = pairs.filter(draft).select(newer="older", older="newer")
    pairs = pairs.join(said_twice, on=["newer", "older"], how="anti", maintain_order="left")
    published = pairs.filter(pl.coalesce(pl.col("stage") >= PUBLISHED, bulk.dated(pl.col("newer"))))
    rows = _joined(rows, "reference", "replaces", pairs.select(reference="newer", replaces="older"))
    rows = _joined(rows, "reference", "replaced_by", published.select(reference="older", replaced_by="newer"))
    base = bulk.amended(pl.col("reference"))
    wanting = (pl.col("amends").list.len() == 0) & base.is_in(rows["reference"].implode())
    return rows.with_columns(pl.when(wanting).then(pl.concat_list(base)).otherwise("amends").alias("amends"))


def _with_owners(committees: pl.DataFrame, deliverables: pl.DataFrame) -> pl.DataFrame:
    """The committees, and those that only the deliverables know: no status, no members, never zero."""
    owners = (
        deliverables.filter(pl.col("committee").is_not_null())
        .group_by(pl.col("committee").alias("reference"), maintain_order=True)
        .agg(pl.col("committee_title").first(ignore_nulls=True).alias("title_en"), pl.col("source").first())
        .join(committees, on="reference", how="anti")
    )
    body = pl.col("reference").str.extract("^(ISO|IEC|[^/ ]+)", 1).replace("CISPR", "IEC")
    made = frame(owners.with_columns(body.alias("body"), bulk.parent(pl.col("reference")).alias("parent")), COMMITTEES)
    return pl.concat([committees.select(*COMMITTEES), made]).sort("reference")


def _counted(parts: Sequence[Part], given: pl.DataFrame, deliverables: pl.DataFrame) -> Iterable[Source]:
    every = dict(given["_source"].value_counts().iter_rows())
    won = dict(deliverables["_source"].value_counts().iter_rows())
    for number, part in enumerate(parts):
        rows, kept = every.get(number, 0), won.get(number, 0)
        yield replace(part.source, read=part.source.read or rows, merged=rows - kept, kept=kept)


def _bodies(given: pl.DataFrame, deliverables: pl.DataFrame) -> tuple[tuple[str, int, int], ...]:
    kept = dict(deliverables["body"].value_counts().iter_rows())
    counts = given["body"].value_counts().drop_nulls().sort("body")
    return tuple((body, count, kept.get(body, 0)) for body, count in counts.iter_rows())


def _unread(given: pl.DataFrame) -> Iterable[Finding]:
    """References that neither a known body nor the body of their own list writes; they are kept."""
    own = pl.col("reference").str.starts_with(pl.col("body") + pl.lit(" ")).fill_null(value=False)
    for reference, place in (
        given.filter(~bulk.known(pl.col("reference")) & ~own).select("reference", "place").iter_rows()
    ):
        yield _finding(place, "reference-unread", value=reference)


def _contradictions(given: pl.DataFrame) -> Iterable[Finding]:
    """Records of one source with one identifier and different stage, committee or ICS; the furthest stage is kept."""
    keys = ["_source", "reference"]
    twice = given.filter(pl.struct(keys).is_duplicated()).sort(*keys, "place")
    facts = {
        "stage": pl.col("stage"),
        "committee": pl.col("committee"),
        "ics": pl.col("ics").list.sort().list.join(";"),
    }
    groups = twice.group_by(keys, maintain_order=True).agg(
        *(fact.drop_nulls().unique(maintain_order=True).alias(name) for name, fact in facts.items()), "place"
    )
    for row in groups.iter_rows(named=True):
        if unlike := [name for name in facts if len(row[name]) > 1]:
            said = "; ".join(" / ".join(row[name]) for name in unlike)
            yield _finding(row["place"][1], "record-twice", value=row["reference"], first=row["place"][0], said=said)


def _no_committees(given: pl.DataFrame) -> Iterable[Finding]:
    """A note for each source on its committee codes that begin with no known body, in the file of the first one."""
    odd = given.filter(~bulk.known_committee(pl.col("committee")))
    for rows in odd.partition_by("_source", maintain_order=True):
        file = (rows["place"][0] or "").rpartition(":")[0]
        yield _counted_finding(file, "committee", "committee-unread", rows["committee"], Severity.NOTE)


def _no_classes(held: pl.Series, classes: pl.Series) -> Iterable[Finding]:
    """A warning on ICS codes of deliverables that the list of classes, where there is one, does not have."""
    codes = pl.Series(held.explode()).drop_nulls()
    odd = codes.filter(~codes.is_in(classes.implode()))
    if not classes.is_empty() and not odd.is_empty():
        yield _counted_finding("", "ics", "ics-not-listed", odd, Severity.WARNING)


def _counted_finding(file: str, column: str, code: str, values: pl.Series, severity: Severity) -> Finding:
    several = values.unique().sort()
    first = ", ".join(several.head(EXAMPLES)) + (", …" if len(several) > EXAMPLES else "")
    return Finding(file, 0, column, code, {"count": len(values), "codes": len(several), "value": first}, severity)


def _finding(place: str | None, code: str, **values: object) -> Finding:
    file, _, line = (place or "").rpartition(":")
    return Finding(
        file or line, int(line) if file and line.isdecimal() else 0, "reference", code, values, Severity.WARNING
    )
