"""Deliverables in the search: their texts, what is in force, which editions belong together, and references."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl

from opennss.catalogue import bulk
from opennss.catalogue.search.asking import HOME, Array, Number
from opennss.catalogue.terms import STOP, WORD, fold, stem
from opennss.model.codes import Stage
from opennss.model.references import AMENDED, DOCUMENTS

STATES = ("in-force", "draft", "", "withdrawn", "cancelled")
"""States of deliverables, the best first; empty: the source names no stage."""
WORTH = np.array([1.0, 0.9, 0.8, 0.0, 0.0])
"""What the score of a deliverable in each state counts; the last two are found by their reference alone."""
ELSEWHERE = 0.7
"""What the score of a deliverable of another body than ISO and IEC counts."""
BETWEEN = "\x1f"
"""Parts the cells of a row: a control character that no title has."""
WORLD = ("ISO", "IEC")
"""The bodies whose committees are ranked."""
SUPPLEMENT = 0.6
"""What the score of an amendment or corrigendum counts: it comes where the deliverable itself does not."""


def term_of(word: str) -> str:
    """Return the term of a word in the index of deliverables; empty for a word that is left out.

    >>> term_of("batteries"), term_of("the"), term_of("日")
    ('bat', '', '')
    """
    plain = fold(word)
    if not WORD.fullmatch(plain) or len(plain) < 2 or plain in STOP or (plain.isdigit() and len(plain) < 3):
        return ""
    return stem(plain)


def facts(deliverables: pl.DataFrame, committees: pl.Series) -> pl.DataFrame:
    """Return what ranks each deliverable: ``state`` (number in ``STATES``), ``worth``, ``family``, ``group``.

    ``family`` is one number for all editions, drafts and supplements of a deliverable; ``group`` the place of its
    committee in ``committees``, -1 for none of them.
    """
    stages = deliverables["stage"].unique().drop_nulls()
    states = {stage: STATES.index(Stage.parse(stage).state) for stage in stages}
    places = pl.DataFrame({"committee": committees}).with_row_index("place")
    reference = pl.col("reference")
    whole = reference.str.replace(AMENDED, "${1}")
    base = bulk.edition(whole).str.replace_all(
        r":\d{4}(-\d{2})?| V\d[\w.]*| ed\.\d+| ?\((\d{2}/)?\d{4}(-\d{2})?\)$", ""
    )
    family = base.str.replace(f"[/ ](?:{DOCUMENTS}) ", " ").str.replace(r"\.\d+$", "").rank("dense")
    found = deliverables.select(
        pl.col("stage").replace_strict(states, default=STATES.index(""), return_dtype=pl.UInt8).alias("state"),
        family.cast(pl.UInt32).alias("family"),
        (whole != reference).fill_null(value=False).alias("supplement"),
        pl.col("body").is_in(WORLD).fill_null(value=False).alias("world"),
        "committee",
    ).join(places, on="committee", how="left", maintain_order="left")
    factors = WORTH[found["state"].to_numpy()]
    factors = factors * np.where(found["world"], 1.0, ELSEWHERE) * np.where(found["supplement"], SUPPLEMENT, 1.0)
    return found.select(
        "state",
        "family",
        pl.col("place").cast(pl.Int32).fill_null(-1).alias("group"),
        pl.Series("worth", factors, dtype=pl.Float32),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What a list shows of each deliverable, as letters (UTF-8) and where each row ends; a row is read alone."""

    letters: Array
    ends: Array


def shown(deliverables: pl.DataFrame) -> Shown:
    """Return reference, title (in another language where there is none in English), stage and committee of each row."""
    title = pl.coalesce("title_en", "title_fr", "title_other")
    cells = (
        column.fill_null("").str.replace_all(BETWEEN, " ")
        for column in (pl.col("reference"), title, pl.col("stage"), pl.col("committee"))
    )
    lines = deliverables.select(pl.concat_str(*cells, separator=BETWEEN)).to_series()
    ends = np.cumsum(lines.str.len_bytes().to_numpy(), dtype=np.int64)
    return Shown(np.frombuffer("".join(lines).encode(), np.uint8), np.concatenate((np.zeros(1, np.int64), ends)))


def row_of(table: Shown, row: int) -> tuple[str, str, str | None, str | None]:
    """Return reference, title, stage and committee of a row; ``None`` where the source says none.

    >>> row_of(Shown(np.frombuffer("ISO 1\x1fGPS\x1f60.60\x1f".encode(), np.uint8), np.array([0, 16])), 0)
    ('ISO 1', 'GPS', '60.60', None)
    """
    text = table.letters[table.ends[row] : table.ends[row + 1]].tobytes().decode()
    reference, title, stage, committee = text.split(BETWEEN)
    return reference, title, stage or None, committee or None


def ranked(scores: Array, documents: pl.DataFrame, count: int) -> list[int]:
    """Return the rows of the best deliverables, of each family only the best published one and the best draft."""
    found = np.flatnonzero(scores > 0)
    order = found[np.lexsort((found, -scores[found]))][: 40 * count]
    kept: list[int] = []
    seen: set[tuple[int, bool]] = set()
    families, states = documents["family"], documents["state"]
    for row in order.tolist():
        kind = (families[row], STATES[states[row]] == "draft")
        if kind not in seen:
            seen.add(kind)
            kept.append(row)
        if len(kept) == count:
            break
    return kept


def rows_of(numbers: Iterable[Number], references: pl.Series, documents: pl.DataFrame, count: int) -> list[int]:
    """Return the rows of the deliverables that references in a query name, the most likely first.

    A national number of an adopted standard leads to that standard when the national one is not there.
    """
    found: list[int] = []
    for wanted in numbers:
        rows = references.str.contains(rf"^[^0-9]*\b{wanted.number}(?:[^0-9]|$)").fill_null(value=False).arg_true()
        named = [(row, reference) for row, reference in zip(rows, references.gather(rows), strict=True)]
        bodies = [
            set(reference.partition(wanted.number)[0].replace("/", " ").upper().split()) for _, reference in named
        ]
        for before in (set(wanted.before), set(wanted.before) - HOME):
            fit = [place for place, said in enumerate(bodies) if before <= said] if before else []
            if fit:
                break
        keys = sorted(
            (
                _likeness(wanted, named[place][1], len(bodies[place]), documents["state"][named[place][0]]),
                named[place][0],
            )
            for place in fit
        )
        found += [row for _, row in keys[:count]]
    first, *others = dict.fromkeys(found) or [-1]
    alive = [row for row in others if documents["worth"][row] > 0]
    return [first, *alive][:count] if found else []


def _likeness(wanted: Number, reference: str, bodies: int, state: int) -> tuple[object, ...]:
    """What orders the deliverables that a reference may mean; the smallest comes first."""
    behind = reference.partition(wanted.number)[2]
    year = behind[1:5] if behind.startswith(":") else ""
    return (
        bool(behind) and not behind.startswith(":"), bool(wanted.year) and year != wanted.year,
        len(behind) > len(":2000"), state, bodies, -int(year) if year.isdigit() else 0,
    )  # fmt: skip
