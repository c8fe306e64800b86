"""Writing the search of a catalogue: profiles of committees and ICS classes, and the index of the deliverables."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from opennss.catalogue.index import Index, save
from opennss.catalogue.index.build import Field, build
from opennss.catalogue.search.documents import STATES, WORLD, Shown, facts, shown, term_of
from opennss.catalogue.search.profiles import Profiles
from opennss.catalogue.search.profiles import save as save_profiles
from opennss.catalogue.search.profiling import SUSPENDED, profile, stems_of

COMMITTEES, ICS, INDEX, DOCUMENTS = "committees", "ics", "deliverables", "documents.parquet"
"""The folders of a written search, and the file of what ranks deliverables."""


SUPPLEMENT = "^(Amendment|Corrigendum|Interpretation sheet)"
"""How the title of a document begins that says nothing of its subject."""

BEGINNINGS, NAMED = 2, 0.15
"""What names a committee without a title: so many beginnings of titles, each that of such a share of its documents."""


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A search in memory; ``documents`` has the rows of the deliverables (``documents.facts``)."""

    committees: Profiles
    ics: Profiles
    index: Index
    documents: pl.DataFrame
    shown: Shown


def write_search(folder: Path, deliverables: pl.DataFrame, committees: pl.DataFrame, ics: pl.DataFrame) -> None:
    """Write the search of these frames (``catalogue.records``) into a folder; deliverables are known by their row."""
    made = make_search(deliverables, committees, ics)
    save_profiles(made.committees, folder / COMMITTEES)
    save_profiles(made.ics, folder / ICS)
    save(made.index, folder / INDEX)
    made.documents.write_parquet(folder / DOCUMENTS, compression="zstd", statistics=False)
    np.save(folder / "shown.npy", made.shown.letters, allow_pickle=False)
    np.save(folder / "ends.npy", made.shown.ends, allow_pickle=False)


def make_search(deliverables: pl.DataFrame, committees: pl.DataFrame, ics: pl.DataFrame) -> Made:
    """Make the search of these frames in memory."""
    groups = _groups(committees)
    documents = facts(deliverables, groups["key"])
    groups = _titled(groups, deliverables, documents)
    terms = {
        "titles": stems_of(deliverables["title_en"], with_pairs=True),
        "abstracts": stems_of(deliverables["abstract"], with_pairs=False),
    }
    classes = ics.sort("code").select(
        pl.col("code").alias("key"), pl.col("title_en").alias("title"), "scope",
        _above(pl.col("code")).alias("parent"), pl.lit(1.0).alias("rank"), pl.lit(value=False).alias("called"),
    )  # fmt: skip
    coded = _coded(deliverables, documents, classes["key"])
    owned = documents.with_row_index("row").select("row", pl.col("group").alias("unit"), _old().alias("old"))
    owned = owned.filter(pl.col("unit") >= 0).with_columns(pl.col("unit").cast(pl.UInt32))
    return Made(
        profile(groups, owned, terms, _expected(owned, coded, classes["title"])),
        profile(classes, coded, terms, None),
        _index(deliverables, committees, ics),
        documents,
        shown(deliverables),
    )


def _old() -> pl.Expr:
    return pl.col("state") >= STATES.index("withdrawn")


def _groups(committees: pl.DataFrame) -> pl.DataFrame:
    """The committees of ISO and IEC, in order of their reference."""
    suspended = pl.when(pl.col("status") == "suspended").then(SUSPENDED).otherwise(1.0)
    return (
        committees.filter(pl.col("body").is_in(WORLD))
        .sort("reference")
        .select(
            pl.col("reference").alias("key"), pl.col("title_en").alias("title"), "scope",
            pl.coalesce("parent", _parent(pl.col("reference"))).alias("parent"), suspended.alias("rank"),
        )
    )  # fmt: skip


def _titled(groups: pl.DataFrame, deliverables: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """The committees, those without a title called by how the titles of most of their documents begin."""
    begin = deliverables["title_en"].str.replace_all(" [–—] ", " - ").str.split(" - ").list.first().alias("begin")
    current = documents.select(pl.col("group").alias("unit"), _old().alias("old")).with_columns(begin)
    said = (
        current.filter((pl.col("unit") >= 0) & ~pl.col("old") & pl.col("begin").is_not_null())
        .filter(~pl.col("begin").str.contains(SUPPLEMENT))
        .group_by("unit", "begin")
        .len()
        .with_columns((pl.col("len") / pl.col("len").sum().over("unit")).alias("share"))
        .filter(pl.col("share") >= NAMED)
        .sort("unit", "len", "begin", descending=[False, True, False])
        .group_by("unit", maintain_order=True)
        .agg(pl.col("begin").head(BEGINNINGS).str.join("; ").alias("called"))
    )
    numbered = groups.with_row_index("unit").with_columns(pl.col("unit").cast(pl.Int32))
    called = numbered.join(said.cast({"unit": pl.Int32}), on="unit", how="left", maintain_order="left")
    found = called.with_columns(
        pl.coalesce("title", "called").alias("title"), pl.col("title").is_null().alias("called")
    )
    return found.select(*groups.columns, "called")


def _parent(reference: pl.Expr) -> pl.Expr:
    return reference.str.extract(r"^(.*)/SC [^/]+$", 1)


def _above(code: pl.Expr) -> pl.Expr:
    return code.str.extract(r"^(.*)\.[0-9]+$", 1)


def _coded(deliverables: pl.DataFrame, documents: pl.DataFrame, codes: pl.Series) -> pl.DataFrame:
    """Which deliverable bears which ICS class."""
    places = pl.DataFrame({"ics": codes}).with_row_index("unit")
    return (
        deliverables.select("ics")
        .with_row_index("row")
        .with_columns(documents.select(_old().alias("old")))
        .explode("ics")
        .join(places, on="ics")
        .select("row", "unit", "old")
    )


def _expected(owned: pl.DataFrame, coded: pl.DataFrame, titles: pl.Series) -> pl.DataFrame:
    """How much the titles of the ICS classes of its current deliverables say a term for each committee (0 to 1)."""
    pairs = owned.filter(~pl.col("old")).select("row", "unit").join(
        coded.select("row", pl.col("unit").alias("ics")), on="row"
    )  # fmt: skip
    share = pairs.group_by("unit", "ics").agg(pl.len().alias("count")).with_columns(
        (pl.col("count") / pl.col("count").sum().over("unit")).alias("share")
    )  # fmt: skip
    words = stems_of(titles, with_pairs=True).rename({"row": "ics"})
    return share.join(words, on="ics").group_by("unit", "term").agg(pl.col("share").sum().alias("value"))


def _index(deliverables: pl.DataFrame, committees: pl.DataFrame, ics: pl.DataFrame) -> Index:
    """The index of deliverables over title, keywords, committee, ICS classes and abstract."""
    named = committees.select("reference", pl.col("title_en").alias("group"))
    classes = ics.select(pl.col("code").alias("ics"), pl.col("title_en").alias("class"))
    said = (
        deliverables.select("ics").with_row_index("row").explode("ics").join(classes, on="ics")
        .group_by("row").agg(pl.col("class").str.join(" "))
    )  # fmt: skip
    texts = (
        deliverables.with_row_index("row")
        .join(named, left_on="committee", right_on="reference", how="left", maintain_order="left")
        .join(said, on="row", how="left", maintain_order="left")
        .select(
            pl.col("title_en").fill_null(""), pl.col("keywords").list.join(" ").fill_null(""),
            pl.coalesce("group", "committee_title").fill_null("").alias("group"), pl.col("class").fill_null(""),
            pl.col("abstract").fill_null(""),
        )
    )  # fmt: skip
    weights = {"title_en": 4, "keywords": 2, "group": 1, "class": 1, "abstract": 1}
    return build([Field(texts[name].to_list(), weight) for name, weight in weights.items()], term_of)
