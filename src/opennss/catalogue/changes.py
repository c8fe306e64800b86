"""What changed between two catalogues, and which of a country's links and adoptions that touches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

from opennss.catalogue.store import Catalogue
from opennss.model.standards import Adoption, Link, Participation, Role

WITHDRAWN = "95"
"""The stage at which a deliverable is no longer in force."""

Move = tuple[str, str, str]
"""Reference, what it was, what it is now."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs between an old catalogue and a new one, each in order of reference.

    ``became`` are projects that go on under another reference (``ISO/DIS 3779`` as ``ISO 3779:2027``), ``gone`` those
    that are in no list any more; ``moved`` are stages, ``ics`` classes joined by semicolons, ``replaced`` pairs of a
    reference and its new successors. What is withdrawn is not told a second time as moved. ``committees_gone`` are
    those that no source names any more, or only as the owner of documents: their status is not known now.
    """

    new: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    became: tuple[tuple[str, str], ...] = ()
    withdrawn: tuple[str, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()
    moved: tuple[Move, ...] = ()
    ics: tuple[Move, ...] = ()
    committees_new: tuple[str, ...] = ()
    committees_suspended: tuple[str, ...] = ()
    committees_gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Touch:
    """A link, an adoption or a seat that a change touches: what happened to ``reference``, and what it is ``to`` now.

    ``what`` is ``withdrawn``, ``replaced``, ``moved``, ``became``, ``gone``, ``ics``, ``suspended`` or
    ``unlisted`` (a committee that is gone).
    """

    row: Link | Adoption | Participation
    reference: str
    what: str
    to: str


def changes(old: Catalogue, new: Catalogue) -> Changes:
    """Compare two catalogues; a stage or class that one of them does not know is no change.

    >>> changes(Catalogue.of(), Catalogue.of()).new
    ()
    """
    before, after = _facts(old), _facts(new)
    added = after.join(before, on="reference", how="anti", maintain_order="left")
    lost = before.join(after, on="reference", how="anti", maintain_order="left")
    both = before.join(after, on="reference", suffix="_now", maintain_order="left")
    became = _became(lost, added)
    moved = both.filter(pl.col("stage") != pl.col("stage_now"))
    ended = pl.col("stage_now").str.starts_with(WITHDRAWN) & ~pl.col("stage").str.starts_with(WITHDRAWN)
    classed = both.filter((pl.col("ics") != pl.col("ics_now")) & (pl.col("ics") != "") & (pl.col("ics_now") != ""))
    successors = pl.col("replaced_by_now").list.set_difference("replaced_by").list.sort().list.join("; ")
    replaced = both.select("reference", to=successors).filter(pl.col("to") != "")
    groups = _groups(old).join(_groups(new), on="reference", how="right", suffix="_now", maintain_order="right")
    suspended = (pl.col("status_now") == "suspended") & pl.col("status").ne_missing("suspended") & pl.col("known")
    return Changes(
        new=_texts(added.join(became, left_on="reference", right_on="to", how="anti", maintain_order="left")),
        gone=_texts(lost.join(became, on="reference", how="anti", maintain_order="left")),
        became=tuple(became.rows()),
        withdrawn=_texts(moved.filter(ended)),
        replaced=tuple(replaced.rows()),
        moved=tuple(moved.filter(~ended).select("reference", "stage", "stage_now").rows()),
        ics=tuple(classed.select("reference", "ics", "ics_now").rows()),
        committees_new=_texts(groups.filter(pl.col("known").is_null())),
        committees_suspended=_texts(groups.filter(suspended)),
        committees_gone=_no_longer(_groups(old), _groups(new)),
    )


def touched(
    found: Changes,
    links: Sequence[Link],
    adoptions: Sequence[Adoption],
    participation: Sequence[Participation] = (),
) -> tuple[Touch, ...]:
    """Return the links, adoptions and seats of a country that changes touch, in this order and that of their rows.

    A committee in which the country is known to have no seat is left out.
    """
    happened: dict[str, list[tuple[str, str]]] = {}
    for reference, what, to in _told(found):
        happened.setdefault(reference, []).append((what, to))
    named: list[tuple[Link | Adoption | Participation, str]] = [
        (row, row.deliverable or row.committee or "") for row in links
    ]
    named += [(row, row.adopts) for row in adoptions]
    named += [(row, row.committee) for row in participation if row.role is not Role.NONE]
    return tuple(Touch(row, name, what, to) for row, name in named for what, to in happened.get(name, ()))


def _told(found: Changes) -> Iterator[Move]:
    yield from ((reference, "withdrawn", "") for reference in found.withdrawn)
    yield from ((reference, "replaced", to) for reference, to in found.replaced)
    yield from ((reference, "became", to) for reference, to in found.became)
    yield from ((reference, "gone", "") for reference in found.gone)
    yield from ((reference, "moved", to) for reference, _, to in found.moved)
    yield from ((reference, "ics", to) for reference, _, to in found.ics)
    yield from ((reference, "suspended", "") for reference in found.committees_suspended)
    yield from ((reference, "unlisted", "") for reference in found.committees_gone)


def _facts(catalogue: Catalogue) -> pl.DataFrame:
    classes = pl.col("ics").list.sort().list.join(";").alias("ics")
    return catalogue.frames.deliverables.select("reference", "body", "project", "stage", "replaced_by", classes)


def _groups(catalogue: Catalogue) -> pl.DataFrame:
    return catalogue.frames.committees.select("reference", "status", known=pl.lit(True))


def _no_longer(old: pl.DataFrame, new: pl.DataFrame) -> tuple[str, ...]:
    """Committees that are in no list any more, or that had a status and have none now."""
    both = old.join(new, on="reference", how="left", suffix="_now", maintain_order="left")
    unlisted = pl.col("status").is_not_null() & pl.col("status_now").is_null()
    return _texts(both.filter(pl.col("known_now").is_null() | unlisted))


def _became(lost: pl.DataFrame, added: pl.DataFrame) -> pl.DataFrame:
    """References that are gone, and under which one their project goes on; of several the furthest stage."""
    furthest = added.filter(pl.col("project").is_not_null()).sort("stage", "reference", nulls_last=False)
    furthest = furthest.unique(["body", "project"], keep="last", maintain_order=True)
    onward = furthest.select("body", "project", to="reference")
    joined = lost.join(onward, on=["body", "project"], maintain_order="left")
    return joined.select("reference", "to").unique("to", keep="first", maintain_order=True)


def _texts(rows: pl.DataFrame) -> tuple[str, ...]:
    return tuple(rows["reference"])
