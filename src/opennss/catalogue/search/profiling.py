"""Making the profiles of committees and ICS classes out of the frames of a catalogue."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from opennss.catalogue.search.profiles import FIELDS, Profiles, numbered
from opennss.catalogue.terms import STOP, stem

PIECE = r"[a-z0-9]+|[:;.,()\[\]–—]| - "
"""A word, or a sign that parts two groups of words."""
PRIOR = {"deliverables": 5.0, "abstracts": 5.0, "withdrawn": 10.0}
"""Deliverables that each unit is taken to have beside its own, so that a single one does not say what it is about."""
LOG_SHARE = 0.1
"""What the logarithm of the number of deliverables with a term counts beside their share."""
SHORTER = {"title": 0.4, "scope": 0.15}
"""How much a text that is shorter than the mean gains: the exponent of mean length / length."""
PAIR = 0.5
"""What a pair of words counts beside a word that tells units apart as well."""
RARITY = 0.5
"""The part of rarity in the weight of a term; the rest is how few units the term is spread over."""
CONTRAST = 1.5
"""The exponent of that weight."""
SUSPENDED = 0.5
"""What the score of a suspended committee is multiplied by."""

Counted = pl.DataFrame
"""Rows of ``unit``, ``term``, ``value``."""


def stems_of(texts: pl.Series, with_pairs: bool) -> pl.DataFrame:
    """Return the different terms of each text as rows of ``row`` and ``term``; a missing text has none.

    >>> stems_of(pl.Series(["Quality of milk", None]), True).sort("term")["term"].to_list()
    ['milk', 'milk qual', 'qual']
    """
    folded = texts.fill_null("").str.to_lowercase().str.replace_all("đ", "d").str.normalize("NFKD")
    pieces = (
        pl.DataFrame({"text": folded.str.replace_all(r"\p{M}", "")})
        .with_row_index("row")
        .select("row", pl.col("text").str.extract_all(PIECE).alias("piece"))
        .explode("piece")
        .drop_nulls("piece")
    )
    known = pieces["piece"].unique()
    stems = pl.DataFrame(
        {"piece": known, "term": [_term(piece) for piece in known]}, schema_overrides={"term": pl.String}
    )
    said = pieces.join(stems, on="piece", how="left", maintain_order="left").select("row", "term").drop_nulls("term")
    single = said.filter(pl.col("term") != "")
    if with_pairs:
        after, same = pl.col("term").shift(-1), pl.col("row") == pl.col("row").shift(-1)
        joined = pl.concat_str(pl.min_horizontal("term", after), pl.max_horizontal("term", after), separator=" ")
        fit = same & (pl.col("term") != "") & (after != "") & (pl.col("term") != after)
        single = pl.concat([single, said.select("row", pl.when(fit).then(joined).alias("term")).drop_nulls("term")])
    return single.unique(maintain_order=True)


def _term(piece: str) -> str | None:
    """The stem of a word; empty for a sign that parts words, nothing for a word that says nothing."""
    if not piece[0].isalnum():
        return ""
    return None if len(piece) < 2 or piece in STOP or (piece.isdigit() and len(piece) < 3) else stem(piece)


def profile(
    units: pl.DataFrame, owned: pl.DataFrame, terms: Mapping[str, pl.DataFrame], classes: Counted | None
) -> Profiles:
    """Make the profiles of ``units`` (``key``, ``title``, ``scope``, ``parent``, ``rank``, ``called``).

    ``owned`` says which deliverables belong to which unit (``row``, ``unit``, ``old``: withdrawn), ``terms`` what
    stands in their ``titles`` and ``abstracts`` (``row``, ``term``), and ``classes`` what the titles of their ICS
    classes say.
    """
    own = {name: stems_of(units[name], True).rename({"row": "unit"}) for name in ("title", "scope")}
    shares = {
        "deliverables": _shares(owned.filter(~pl.col("old")), terms["titles"], PRIOR["deliverables"]),
        "abstracts": _shares(owned.filter(~pl.col("old")), terms["abstracts"], PRIOR["abstracts"]),
        "withdrawn": _shares(owned.filter("old"), terms["titles"], PRIOR["withdrawn"]),
    }
    weights = _weights(own, owned, terms["titles"], shares["deliverables"], units.height)
    kept = [
        *(_field(name, _lengths(own[name], SHORTER[name])) for name in own),
        *(_field(name, _valued(table, name)) for name, table in shares.items()),
    ]
    if classes is not None:
        kept.append(_field("ics", classes))
    postings = pl.concat(kept).join(weights, on="term").sort("term", "field", "unit")
    counts = postings.group_by("term", maintain_order=True).agg(pl.len(), pl.col("weight").first())
    return Profiles(
        counts["term"],
        counts["weight"].to_numpy().astype(np.float32),
        np.concatenate((np.zeros(1, np.int64), np.cumsum(counts["len"].to_numpy(), dtype=np.int64))),
        postings["unit"].to_numpy().astype(np.int32),
        postings["field"].to_numpy().astype(np.uint8),
        postings["value"].to_numpy().astype(np.float32),
        numbered(units["key"].to_list(), units["parent"].to_list()),
        units["rank"].to_numpy().astype(np.float32),
        units.select("key", "title", "called"),
    )


def _field(name: str, table: Counted) -> pl.DataFrame:
    number = pl.lit(FIELDS.index(name), pl.UInt8).alias("field")
    return table.select("term", pl.col("unit").cast(pl.UInt32), number, pl.col("value").cast(pl.Float32))


def _lengths(own: pl.DataFrame, power: float) -> Counted:
    """Each term of a text counts 1, more in a text that is shorter than the mean."""
    mean = own.height / max(own["unit"].n_unique(), 1) + 1
    return own.with_columns(((mean / (pl.len().over("unit") + 1)) ** power).alias("value"))


def _shares(owned: pl.DataFrame, terms: pl.DataFrame, prior: float) -> pl.DataFrame:
    """By unit and term: how many deliverables have it (``count``), and the share of them (``share``)."""
    sizes = owned.group_by("unit").agg(pl.len().alias("size"))
    counts = owned.select("row", "unit").join(terms, on="row").group_by("unit", "term").agg(pl.len().alias("count"))
    return counts.join(sizes, on="unit").select(
        "unit", "term", "count", (pl.col("count") / (pl.col("size") + prior)).alias("share")
    )


def _valued(table: pl.DataFrame, name: str) -> Counted:
    value = pl.col("share")
    if name == "deliverables":
        value = value + LOG_SHARE * (1 + pl.col("count")).log()
    return table.select("unit", "term", value.alias("value"))


def _weights(
    own: Mapping[str, pl.DataFrame], owned: pl.DataFrame, titles: pl.DataFrame, shares: pl.DataFrame, units: int
) -> pl.DataFrame:
    """How well each term tells units apart: rare in texts, and spread over few units.

    The spread is the difference between the entropy of all units alike and that of the shares of the term.
    """
    rows = owned.select("row").unique()
    texts = rows.height + units
    frequency = (
        pl.concat(
            [
                titles.join(rows, on="row").select("term"),
                own["title"].select("term"),
                own["scope"].select("term").unique(),
            ]
        )
        .group_by("term")
        .agg(pl.len().alias("count"))
    )
    part = pl.col("share") / pl.col("share").sum().over("term")
    entropy = (
        shares.with_columns(part.alias("part"))
        .group_by("term")
        .agg((-pl.col("part") * pl.col("part").log()).sum().alias("entropy"))
    )
    rarity = ((texts + 1) / (pl.col("count") + 0.5)).log().clip(0) / 5
    spread = (np.log(max(units, 2)) - pl.col("entropy").fill_null(0.0)).clip(0)
    weight = (RARITY * rarity + (1 - RARITY) * spread) ** CONTRAST
    paired = pl.col("term").str.contains(" ")
    return (
        frequency.join(entropy, on="term", how="left")
        .filter(~paired | (pl.col("count") > 1))
        .select("term", pl.when(paired).then(PAIR * weight).otherwise(weight).alias("weight"))
    )
