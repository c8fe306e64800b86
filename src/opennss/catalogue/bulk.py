"""The rules of identifiers over whole columns: the same answers as ``Reference`` and ``CommitteeCode``, at once."""

from __future__ import annotations

import re

import polars as pl

from opennss.model.references import (
    AMENDED,
    COMMITTEE_RULES,
    CONSOLIDATED,
    DRAFT,
    KNOWN,
    KNOWN_COMMITTEE,
    PARENT,
    PLAIN,
    RULES,
    YEAR,
    Rules,
)


def references(column: pl.Series) -> pl.Series:
    """Return references in their one form, as ``Reference.folded`` gives it; null stays null.

    >>> references(pl.Series(["ISO  3779 : 2009", None])).to_list()
    ['ISO 3779:2009', None]
    """
    plain = column.str.contains(PLAIN).fill_null(value=True)
    if plain.all():
        return column
    odd = plain.not_().arg_true()
    return column.clone().scatter(odd, _applied(RULES, column.gather(odd)))


def lists(column: pl.Series) -> pl.Series:
    """Return lists of references in their one form; an empty list stays empty, and null becomes empty.

    >>> lists(pl.Series([["ISO  1"], [], None])).to_list()
    [['ISO 1'], [], []]
    """
    single = pl.Series(column.explode()).drop_nulls().unique()
    odd = single.filter(single.str.contains(PLAIN).not_())
    filled = column.fill_null([])
    if odd.is_empty():
        return filled
    new = references(odd)
    changed = (odd != new).arg_true()
    return pl.select(
        pl.lit(filled).list.eval(pl.element().replace(odd.gather(changed), new.gather(changed)))
    ).to_series()


def committees(column: pl.Series) -> pl.Series:
    """Return committee codes in their one form, as ``CommitteeCode.parse`` does; null stays null."""
    single = column.unique().drop_nulls()
    return column.replace(single, _applied(COMMITTEE_RULES, single))


def known(column: pl.Expr) -> pl.Expr:
    """Say for each reference in its one form whether a known body writes like that."""
    return column.str.contains(KNOWN)


def amended(column: pl.Expr) -> pl.Expr:
    """Return the deliverable that each amendment, corrigendum or supplement changes; null for anything else."""
    return column.str.extract(AMENDED, 1)


def dated(column: pl.Expr) -> pl.Expr:
    """Say for each reference whether it names a publication, as ``Reference.dated`` does."""
    return column.str.contains(YEAR) & ~draft(column)


def draft(column: pl.Expr) -> pl.Expr:
    """Say for each reference whether it has a word of a stage."""
    return column.str.contains(DRAFT)


def edition(column: pl.Expr) -> pl.Expr:
    """Return references of consolidated editions without their amendments and kind; the others as they are."""
    return column.str.replace_all(CONSOLIDATED, "${1}")


def known_committee(column: pl.Expr) -> pl.Expr:
    """Say for each committee code in its one form whether it begins with a known body."""
    return column.str.contains(KNOWN_COMMITTEE)


def parent(column: pl.Expr) -> pl.Expr:
    """Return the committee above each subcommittee; null for any other."""
    return column.str.extract(PARENT, 1)


def _applied(rules: Rules, column: pl.Series) -> pl.Series:
    done = pl.col("text")
    for pattern, replacement in rules:
        done = done.str.replace_all(pattern, re.sub(r"\$(\d)", r"${\1}", replacement))
    return column.alias("text").to_frame().select(done).to_series().alias(column.name)
