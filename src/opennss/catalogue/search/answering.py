"""Answering a query: committees first by what they are about, then their deliverables, then ICS classes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl

from opennss.catalogue.frames import Frames
from opennss.catalogue.glossary import understand
from opennss.catalogue.index import Index
from opennss.catalogue.index import find as find_in_index
from opennss.catalogue.index import open as open_index
from opennss.catalogue.index.reference import scores as index_scores
from opennss.catalogue.search import documents as deliverables
from opennss.catalogue.search.asking import (
    Array,
    Part,
    Scores,
    Wanted,
    best_way,
    codes_in,
    combined,
    numbers_in,
    parts_of,
)
from opennss.catalogue.search.profiles import Profiles, Shape, fields_of, find, open_profiles, related, score
from opennss.catalogue.store import SEARCH, Catalogue
from opennss.catalogue.terms import stem, terms, words
from opennss.errors import Finding, WorkspaceError

LIMIT = 20
COMMITTEE = Shape(
    {"title": 1.125, "scope": 0.15, "deliverables": 0.5, "abstracts": 0.7, "withdrawn": 0.7, "ics": 0.9},
    up=0.39,
    down=0.14,
)
"""How the fields of a committee count; found by coordinate search over the development queries."""
ICS = Shape({"title": 3.0, "scope": 1.0, "deliverables": 0.5, "abstracts": 0.3}, up=0.1, down=0.1)
"""How the fields of an ICS class count: first of all its own title."""
NAMED = 1.5
"""What a reference in the query lifts the committee of that deliverable by, beside the best committee by its words."""
BELOW = 0.99
"""What the others' scores count beside a deliverable that the query names."""
OWNER = 0.5
"""The part of a deliverable's score that depends on how well its committee fits."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was found: the words of the query, the English term that they became, and the fields it is in.

    Without words of the query it is something else: ``reference`` (the query names it), ``owner`` (the committee of a
    named deliverable), ``code`` (a named committee), ``child`` or ``parent`` (the ``term`` is that related
    committee or class).
    """

    said: str
    term: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: its reference or code, title, score (1 is the best of its list) and the reasons.

    ``stage``, ``state`` and ``committee`` are those of a deliverable; ``None`` where the source says none. ``called``
    says that a committee has no title in the catalogue, and that ``title`` is how most of its documents begin.
    """

    key: str
    title: str
    score: float
    why: tuple[Reason, ...]
    stage: str | None = None
    state: str | None = None
    committee: str | None = None
    called: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The answer: three lists, best first, and the words of the query that were not understood."""

    committees: tuple[Hit, ...]
    deliverables: tuple[Hit, ...]
    ics: tuple[Hit, ...]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """An open search; ``documents`` rank the deliverables (``documents.facts``), ``shown`` is what a list shows.

    ``scores`` gives those of the index: by NumPy, or for many questions by the compiled loops of ``index.fast``.
    """

    committees: Profiles
    ics: Profiles
    index: Index
    documents: pl.DataFrame
    shown: deliverables.Shown
    frames: Frames
    scores: Callable[[Index, Mapping[str, float]], Array] = index_scores


def write_search(folder: Path, deliverables: pl.DataFrame, committees: pl.DataFrame, ics: pl.DataFrame) -> None:
    """Write the search of these frames (``catalogue.records``) into a folder; deliverables are known by their row."""
    _writing().write_search(folder, deliverables, committees, ics)


def _writing() -> ModuleType:
    """The module that makes a search; it brings a compiler, which an answer from a store does without."""
    return import_module("opennss.catalogue.search.writing")


def open_search(catalogue: Catalogue) -> Search:
    """Open the search of a catalogue in milliseconds; a catalogue without one is indexed in memory.

    Raises ``WorkspaceError`` when a file of the search is missing or damaged.
    """
    frames = catalogue.frames
    folder = catalogue.folder / SEARCH if catalogue.folder else None
    if folder is None or not folder.is_dir():
        whole = frames.deliverables.with_columns(frames.abstracts.alias("abstract"))
        made = _writing().make_search(whole, frames.committees, frames.ics)
        return Search(made.committees, made.ics, made.index, made.documents, made.shown, frames)
    try:
        documents = pl.read_parquet(folder / "documents.parquet")
        letters, ends = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in ("shown", "ends"))
        if len(ends) != documents.height + 1 or ends[-1] != len(letters):
            raise ValueError("the files are not of one index")
    except (OSError, ValueError, EOFError, pl.exceptions.PolarsError) as error:
        values: dict[str, object] = {"path": folder.as_posix(), "reason": str(error)}
        raise WorkspaceError((Finding(folder.name, 0, "", "damaged-index", values),)) from error
    profiles = (open_profiles(folder / "committees"), open_profiles(folder / "ics"))
    return Search(*profiles, open_index(folder / "deliverables"), documents, deliverables.Shown(letters, ends), frames)


def search(catalogue: Catalogue, text: str, language: str = "en", limit: int = LIMIT) -> Found:
    """Return what a catalogue has for a text: committees, deliverables and ICS classes, at most ``limit`` of each.

    A text with Vietnamese letters is understood as Vietnamese whatever ``language`` says. For many texts open the
    search once and ``ask`` it.
    """
    return ask(open_search(catalogue), text, language, limit)


def ask(opened: Search, text: str, language: str = "en", limit: int = LIMIT) -> Found:
    """Return what an open search has for a text."""
    codes, rest = codes_in(text, opened.committees.names["key"].to_list())
    numbers, rest = numbers_in(rest)
    understood = understand(rest, language)
    parts = parts_of(understood.concepts)
    rows = deliverables.rows_of(numbers, opened.frames.references, opened.documents, limit) if numbers else []
    of_group, of_class = _scores_in(opened.committees, COMMITTEE), _scores_in(opened.ics, ICS)
    groups = related(opened.committees, combined(parts, of_group, opened.committees.size), COMMITTEE)
    owner = opened.documents["group"][rows[0]] if rows else -1
    groups = _named(opened, groups, codes or ((owner,) if owner >= 0 else ()))
    classes = related(opened.ics, combined(parts, of_class, opened.ics.size), ICS)
    of_document = _scores_in_index(opened)
    texts = _owned(opened, combined(parts, of_document, opened.index.size), groups)
    told = {owner: "owner", **dict.fromkeys(codes, "code")}
    heard = {part.said for part in parts if _heard(part, (of_group, of_class, of_document))}
    silent = [one.said for one in understood.concepts if not any(one.said in said for said in heard)]
    return Found(
        tuple(_hits(opened.committees, groups, parts, COMMITTEE, of_group, limit, told)),
        tuple(_documents(opened, texts, rows, parts, of_document, limit)),
        tuple(_hits(opened.ics, classes, parts, ICS, of_class, limit, {})),
        tuple(dict.fromkeys((*understood.unknown, *silent))),
    )


def _scores_in(profiles: Profiles, shape: Shape) -> Scores:
    weights = shape.weights()

    @cache
    def of_term(term: str) -> Array | None:
        number = find(profiles, term)
        return None if number is None else score(profiles, number, weights)

    return of_term


def _scores_in_index(opened: Search) -> Scores:
    """The scores of single words; the index of deliverables has no pairs."""
    index = opened.index

    @cache
    def of_term(term: str) -> Array | None:
        known = " " not in term and find_in_index(index, term) is not None
        return opened.scores(index, {term: 1.0}) if known else None

    return of_term


def _heard(part: Part, kinds: Sequence[Scores]) -> bool:
    """Whether any word that the concept may be called by stands anywhere."""
    return any(of_term(term) is not None for way in part.ways for term in way.stems for of_term in kinds)


def _named(opened: Search, scores: Array, places: Sequence[int]) -> Array:
    """Lift committees that the query names, by code or by a deliverable of theirs, and through them their parents."""
    own = np.zeros_like(scores)
    own[list(places)] = NAMED * max(float(scores.max(initial=0.0)), 1.0)
    return scores + related(opened.committees, own, COMMITTEE)


def _owned(opened: Search, scores: Array, groups: Array) -> Array:
    """The scores of deliverables by their state, and the better the better their committee fits."""
    owners = opened.documents["group"].to_numpy()
    best = max(float(groups.max(initial=0.0)), 1e-9)
    fit = np.append(groups / best, 0.0)[owners]
    return np.asarray(scores * opened.documents["worth"].to_numpy() * (1 - OWNER + OWNER * fit))


def _hits(
    profiles: Profiles,
    scores: Array,
    parts: Sequence[Part],
    shape: Shape,
    of_term: Scores,
    limit: int,
    told: Mapping[int, str],
) -> list[Hit]:
    """The best units; ``told`` says how the query names a unit, if it does."""
    found = np.flatnonzero(scores > 0)
    order = found[np.lexsort((found, -scores[found]))][:limit]
    hits = []
    for place in order.tolist():
        key, title, called = profiles.names.row(place)
        why = _plain([reason for part in parts if (reason := _why(profiles, part, shape, of_term, place))])
        if place in told:
            why.insert(0, Reason("", key, (told[place],)))
        reasons = tuple(why or _kin(profiles, scores, place))
        hits.append(
            Hit(key, title or "", float(scores[place] / scores[order[0]]), reasons, called=bool(called and title))
        )
    return hits


def _plain(reasons: Sequence[Reason]) -> list[Reason]:
    """The reasons without those whose words are a part of another's."""
    said = [reason.said for reason in reasons]
    return [one for one in reasons if not any(one.said != other and one.said in other for other in said)]


def _kin(profiles: Profiles, scores: Array, place: int) -> list[Reason]:
    """The best child, or the parent, through which a unit was found that has none of the words itself."""
    children = np.flatnonzero(profiles.parents == place)
    best = int(children[scores[children].argmax()]) if len(children) else -1
    if best >= 0 and scores[best] > 0:
        return [Reason("", profiles.names["key"][best], ("child",))]
    return [Reason("", profiles.names["key"][int(profiles.parents[place])], ("parent",))]


def _why(profiles: Profiles, part: Part, shape: Shape, of_term: Scores, place: int) -> Reason | None:
    way = best_way(part, of_term, place)
    if way is None:
        return None
    weights = shape.weights()
    fields: dict[str, None] = {}
    held = set()
    for word in way.stems:
        scores = of_term(word)
        here = [] if scores is None or not scores[place] else fields_of(profiles, word, place, weights)
        held |= {word} if here else set()
        fields |= dict.fromkeys(here)
    return Reason(part.said, _held(way, held), tuple(fields))


def _held(way: Wanted, held: Collection[str]) -> str:
    """The words of a way that were found, or all of it when all were."""
    if set(way.stems) <= set(held):
        return way.text
    return " ".join(word for word in words(way.text) if stem(word) in held)


def _documents(
    opened: Search, scores: Array, rows: Sequence[int], parts: Sequence[Part], of_term: Scores, limit: int
) -> list[Hit]:
    best = [row for row in deliverables.ranked(scores, opened.documents, limit) if row not in set(rows)]
    order = [*rows, *best][:limit]
    top = max(float(scores[best[0]]) if best else 0.0, 1e-9)
    hits = []
    for row in order:
        reference, title, stage, committee = deliverables.row_of(opened.shown, row)
        why = _plain([reason for part in parts if (reason := _read(part, of_term, row, set(terms(title))))])
        if row in rows:
            why.insert(0, Reason("", reference, ("reference",)))
        value = 1.0 if row in rows else float(scores[row] / top) * (BELOW if rows else 1.0)
        state = deliverables.STATES[opened.documents["state"][row]] or None
        hits.append(Hit(reference, title, value, tuple(why), stage, state, committee))
    return hits


def _read(part: Part, of_term: Scores, row: int, title: Collection[str]) -> Reason | None:
    """Why a deliverable was found: the words in its title, else those in its abstract and what else was read."""
    way = best_way(part, of_term, row)
    if way is None:
        return None
    held = {word for word in way.stems if (scores := of_term(word)) is not None and scores[row] > 0}
    return Reason(
        part.said,
        _held(way, held),
        tuple(name for name, some in (("title", held & set(title)), ("text", held - set(title))) if some),
    )
