"""The records of the world's standards as frames: what every source gives, and what the store keeps.

One row per record. A list is empty where the source names nothing; every other missing value is null, never an empty
text. ``source`` names source and state ("Relaton ISO 2025-06-02"); ``place`` is file and line of the record.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

DELIVERABLES: dict[str, pl.DataType] = {
    "reference": pl.String(),  # normalized, the key: ISO 3779:2009; a project without year with its stage: ISO/DIS 3779
    "body": pl.String(),  # whose list holds it: ISO, IEC, ITU, ETSI, IEEE, JIS, W3C, OIML, OGC, CIE, OASIS, TCVN...
    "type": pl.String(),  # international-standard, technical-specification, guide, ... as the source says
    "title_en": pl.String(),
    "title_fr": pl.String(),
    "title_other": pl.String(),  # a title in another language, only where there is none in English
    "abstract": pl.String(),  # plain text in English, tags taken out
    "stage": pl.String(),  # harmonized, 60.60; null where the source says none or an unknown one
    "committee": pl.String(),  # its reference: ISO/TC 34/SC 17; of other bodies body and name: ETSI/Telecom Management
    "committee_title": pl.String(),
    "ics": pl.List(pl.String()),
    "edition": pl.String(),
    "published": pl.String(),  # year, month or day, as precise as the source
    "project": pl.String(),  # the publisher's number of the project, which ties editions together
    "keywords": pl.List(pl.String()),
    "replaces": pl.List(pl.String()),  # references, normalized
    "replaced_by": pl.List(pl.String()),
    "amends": pl.List(pl.String()),
    "part_of": pl.List(pl.String()),
    "adopts": pl.List(pl.String()),
    "pages": pl.Int64(),  # of the text in English
    "url": pl.String(),
    "source": pl.String(),
    "place": pl.String(),
}
"""Columns of the deliverables."""

COMMITTEES: dict[str, pl.DataType] = {
    "reference": pl.String(),
    "body": pl.String(),
    "title_en": pl.String(),
    "title_fr": pl.String(),
    "scope": pl.String(),  # plain text in English
    "status": pl.String(),  # active, suspended; null where only documents tell that it exists
    "secretariat": pl.String(),
    "created": pl.String(),
    "parent": pl.String(),
    "p_members": pl.Int64(),
    "o_members": pl.Int64(),
    "liaisons": pl.List(pl.String()),
    "source": pl.String(),
}
"""Columns of the committees."""

ICS: dict[str, pl.DataType] = {
    "code": pl.String(),
    "title_en": pl.String(),
    "title_fr": pl.String(),
    "scope": pl.String(),
    "source": pl.String(),
}
"""Columns of the ICS classes."""


def frame(given: pl.DataFrame, schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """Return a frame with exactly the columns of ``schema``, in its order and types.

    A column that is missing is null, or empty lists; a null list becomes empty. Raises ``pl.exceptions.PolarsError``
    when a value does not fit its column.

    >>> frame(pl.DataFrame({"code": ["13.020"]}), ICS).row(0)
    ('13.020', None, None, None, None)
    """
    return given.select(
        (pl.col(name) if name in given.columns else pl.lit(None)).cast(kind).pipe(_filled, kind).alias(name)
        for name, kind in schema.items()
    )


def _filled(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    return column.fill_null([]) if kind == pl.List else column
