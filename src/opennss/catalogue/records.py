"""The records of the world's standards as frames: what every source gives, and what the store keeps.

One row per record. A list is empty where the source names nothing; every other missing value is null, never an empty
text. ``source`` names source and state ("Relaton ISO 2025-06-02"); ``place`` is file and line of the record.
"""

from __future__ import annotations

import polars as pl

DELIVERABLES: dict[str, pl.DataType] = {
    "reference": pl.String(),  # normalized, the key: ISO 3779:2009; a project without year with its stage: ISO/DIS 3779
    "body": pl.String(),  # whose list holds it: ISO, IEC, ITU, ETSI, IEEE, JIS, W3C, OIML, OGC, CIE, OASIS, EASC, TCVN...
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
