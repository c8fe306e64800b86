"""The flat tables of the shared test data as frames of the catalogue: an adapter for tests only."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from opennss.catalogue.merge import IEC_LIST, OTHERS, RELATON_ISO, Part, Source
from opennss.catalogue.records import COMMITTEES, DELIVERABLES, ICS, frame

WORDS = {
    "PUBLISHED": "60.60", "REVISED": "95.99", "REPLACED": "95.99", "WITHDRAWN": "95.99",
    "valid": "60.60", "withdrawn": "95.99", "in-force": "60.60", "superseded": "95.99",
}  # fmt: skip
RANKS = {"iso": RELATON_ISO, "iec": IEC_LIST, "other_bodies": OTHERS}


def part(data: Path, name: str) -> Part:
    """One of the three flat tables."""
    path = data / "relaton" / f"{name}_catalogue.parquet"
    rows = pl.read_parquet(path).with_row_index("line", 1)
    fresh = rows.filter(~pl.col("stale_copy").fill_null(value=False))
    stage = pl.when(pl.col("stage").str.contains("^[0-9]{2}$")).then(pl.format("{}.{}", "stage", "substage"))
    owner = pl.coalesce("committee", pl.format("{}/{}", "body", pl.col("committee_name").str.strip_chars()))
    pairs = pl.struct("relation_type", "relation_id")
    made = fresh.select(
        "body", "title_en", "title_fr", "edition", "ics", "keywords", "url",
        reference="docid", type="doctype", title_other="title_ja", abstract="abstract_en",
        stage=stage.otherwise(pl.col("stage").replace_strict(WORDS, default=None)), committee=owner,
        committee_title="committee_name", published="date_published", project="project_number",
        replaces=_of(pairs, "obsoletes"), replaced_by=_of(pairs, "obsoletedBy"),
        amends=_of(pairs, "updates"), part_of=_of(pairs, "partOf"), adopts=_of(pairs, "adoptedFrom"),
        source=pl.lit(name), place=pl.format("{}:{}", pl.lit(path.name), "line"),
    )  # fmt: skip
    source = Source(name, read=rows.height, stale=rows.height - fresh.height)
    return Part(source, frame(made, DELIVERABLES), rank=RANKS[name])


def iso_data(data: Path) -> Part:
    """Committees and ICS classes of ISO."""
    given = pl.read_parquet(data / "iso-open-data" / "iso_committees.parquet")
    renamed = given.rename({"creation_date": "created", "scope_en": "scope", "n_p": "p_members", "n_o": "o_members"})
    committees = frame(renamed.with_columns(body=pl.lit("ISO"), source=pl.lit("iso")), COMMITTEES)
    classes = pl.read_parquet(data / "iso-open-data" / "ics.parquet").rename({"scope_en": "scope"})
    return Part(Source("iso"), committees=committees, ics=frame(classes.with_columns(source=pl.lit("iso")), ICS), rank=0)


def _of(pairs: pl.Expr, kind: str) -> pl.Expr:
    chosen = pl.col("relation_id").list.gather(
        pl.col("relation_type").list.eval((pl.element() == kind).arg_true()), null_on_oob=True
    )
    del pairs
    return chosen
