"""From the records of a catalogue to a classifier: one fit without some families of standards, one fit with all.

A family is a number with all its parts, editions and amendments. What the held-out families show fixes how the kinds of
evidence are weighed and from which score on something is said; it says nothing about families the models have met.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

import numpy as np
import polars as pl
from numpy.typing import NDArray

from opennss.catalogue.classify import evidence, features, linear
from opennss.catalogue.classify.model import HEADS, Classifier, judged

ICS_CODE = r"^\d{2}(\.\d{3}(\.\d{2})?)?$"
CUTS = (2, 6, 9)
"""Characters of an ICS code that name its field, its group and its subgroup."""
TITLED = 8
"""The title of a class or committee counts as so many texts of it."""
HELD_OUT = 7
"""One family in so many is held out."""
RIGHT = 0.9
"""Share of answers that must be right, among those that are said, on the families held out."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Records as texts with labels: ``answers`` of all of them, ``current`` and ``family`` by record."""

    texts: list[bytes]
    names: tuple[tuple[str, ...], ...]
    titles: tuple[str, ...]
    answers: linear.Answers
    current: NDArray[np.bool_]
    family: NDArray[np.int64]


def train(
    deliverables: pl.DataFrame, ics: pl.DataFrame, progress: Callable[[float], None] = lambda _: None
) -> Classifier:
    """Learn from records with a title in English that carry ICS codes or a committee of ISO or IEC.

    ``deliverables`` has the columns reference, title_en, abstract, stage, committee, committee_title and ics of
    ``records.DELIVERABLES``, ``ics`` the columns code and title_en. A record without abstract counts with its title.
    ``progress`` is told the share done. Same records, same classifier, on any number of cores.
    """
    sample = _sample(deliverables, ics)
    held = sample.family % HELD_OUT == 0
    tried = _fit(sample, ~held, lambda share: progress(0.45 * share))
    asked = np.flatnonzero(held & sample.current)
    weights, thresholds = _weigh(tried, sample, asked)
    whole = _fit(sample, np.ones(held.size, bool), lambda share: progress(0.45 + 0.55 * share))
    return replace(whole, weights=weights, thresholds=thresholds)


def _sample(deliverables: pl.DataFrame, ics: pl.DataFrame) -> Sample:
    usable = pl.col("ics").list.eval(pl.element().filter(pl.element().str.contains(ICS_CODE)))
    committee = pl.when(pl.col("committee").str.contains(r"^(ISO|IEC)\b")).then(pl.col("committee"))
    records = (
        deliverables.with_columns(ics=usable, committee=committee)
        .filter(pl.col("title_en").is_not_null())
        .filter((pl.col("ics").list.len() > 0) | pl.col("committee").is_not_null())
        .sort("reference", "title_en")
    )
    codes, owners = records["ics"].to_list(), records["committee"].to_list()
    levels = [[sorted({code[:cut] for code in row}) for row in codes] for cut in CUTS]
    levels.append([[owner] if owner else [] for owner in owners])
    names = tuple(tuple(sorted({name for row in level for name in row})) for level in levels)
    bounds = np.cumsum([0, *map(len, names)])
    places = [{name: low + at for at, name in enumerate(head)} for head, low in zip(names, bounds, strict=False)]
    rows = [
        [found[name] for found, level in zip(places, levels, strict=True) for name in level[row]]
        for row in range(records.height)
    ]
    told = np.array([[bool(level[row]) for level in levels] for row in range(records.height)], bool).reshape(-1, 4)
    called = dict(ics.select("code", "title_en").drop_nulls().iter_rows())
    called |= dict(records.select("committee", "committee_title").drop_nulls().unique().sort(pl.all()).iter_rows())
    abstracts = records["abstract"].fill_null("")
    return Sample(
        [features.plain(*both) for both in zip(records["title_en"], abstracts, strict=True)],
        names, tuple(called.get(name, "") for head in names for name in head),
        _answers(rows, told, names), (records["stage"].fill_null("").str.slice(0, 2) != "95").to_numpy(),
        np.array([_family(reference) for reference in records["reference"]], np.int64),
    )  # fmt: skip


def _answers(rows: list[list[int]], told: NDArray[np.bool_], names: tuple[tuple[str, ...], ...]) -> linear.Answers:
    starts = np.concatenate(([0], np.cumsum([len(row) for row in rows], dtype=np.int64)))
    labels = np.array([label for row in rows for label in row], np.int32)
    return linear.Answers(starts, labels, told, np.repeat(np.arange(4, dtype=np.int32), [len(head) for head in names]))


def _family(reference: str) -> int:
    """A number for the family of a reference: the checksum of its first number, for ISO 8528-5:2005 of 8528."""
    number = "".join(letter if letter.isdigit() else " " for letter in reference).split()
    return crc32((number[0] if number else reference).encode())


def _fit(sample: Sample, kept: NDArray[np.bool_], progress: Callable[[float], None]) -> Classifier:
    """Fit linear models and links on the records that are ``kept``; the evidence is not yet weighed."""
    names, titles = sample.names, sample.titles
    size = sum(map(len, names))
    bounds = tuple(int(low) for low in np.cumsum([0, *map(len, names)]))
    rows = np.flatnonzero(kept)
    old = sample.answers
    labels = [old.labels[old.starts[row] : old.starts[row + 1]].tolist() for row in rows]
    committees = names[evidence.COMMITTEE]
    place = {name: bounds[evidence.COMMITTEE] + at for at, name in enumerate(committees)}
    parents = np.array([place.get(name.rpartition("/")[0], -1) for name in committees], np.int64)
    links = _links(names, bounds, labels, sample.current[rows], parents)
    above = [""] * bounds[evidence.COMMITTEE] + [titles[parent] if parent >= 0 else "" for parent in parents]
    titled = [label for label in range(size) if titles[label]]
    texts = [sample.texts[row] for row in rows] + [features.plain(titles[at], above[at]) for at in titled]
    vocabulary, matrix = features.learn(texts)
    told = np.zeros((len(titled), 4), bool)
    told[np.arange(len(titled)), old.heads[titled]] = True
    answers = _answers(labels + [[at] for at in titled], np.concatenate((old.told[rows], told)), names)
    every = np.concatenate((np.arange(rows.size), np.tile(np.arange(rows.size, len(texts)), TITLED)))
    shuffled = np.random.Generator(np.random.PCG64(0))
    order = np.concatenate([shuffled.permutation(every) for _ in range(linear.EPOCHS)])
    slopes, bias = linear.learn(matrix, vocabulary.hashes.size, answers, order, progress)
    alike, _ = features.read(vocabulary, [features.plain(title, "") for title in titles])
    by_label = np.repeat(np.arange(size), np.diff(alike.starts))
    near = linear.weights_of(vocabulary.hashes.size, alike.columns, by_label, alike.values)
    return Classifier(names, titles, vocabulary, slopes, bias, near, links, (), ())


def _links(
    names: tuple[tuple[str, ...], ...], bounds: tuple[int, ...], labels: list[list[int]],
    current: NDArray[np.bool_], parents: NDArray[np.int64],
) -> evidence.Links:  # fmt: skip
    size = bounds[-1]
    together = np.zeros((size, size), np.float32)
    priors = np.zeros((size, 2))
    for row, now in zip(labels, current, strict=True):
        together[np.ix_(row, row)] += 1.0 if now else evidence.OLD
        priors[row] += (float(now), 1.0)
    told = np.stack((np.log(priors[:, 0] + 0.5), np.log((priors[:, 0] + 0.2) / (priors[:, 1] + 1))), 1)
    firsts = [name.split("/SC")[0] for name in names[evidence.COMMITTEE]]
    tops = np.unique(firsts, return_inverse=True)[1] if firsts else np.zeros(0, np.int64)
    leaves = [np.searchsorted(names[evidence.LEAF], names[head]) for head in range(evidence.LEAF)]
    return evidence.Links(
        bounds, evidence.linked(together, bounds), told.astype(np.float32), parents, tops, (leaves[0], leaves[1])
    )


def _weigh(
    tried: Classifier, sample: Sample, asked: NDArray[np.int64]
) -> tuple[tuple[NDArray[np.float32], ...], tuple[float, ...]]:
    """The weights of the evidence and the thresholds, by head, from records that ``tried`` has not met."""
    matrix, _ = features.read(tried.vocabulary, [sample.texts[row] for row in asked])
    gathered: list[list[tuple[Any, Any]]] = [[] for _ in HEADS]
    for at, row in enumerate(asked):
        true = sample.answers.labels[sample.answers.starts[row] : sample.answers.starts[row + 1]]
        for head, (best, told) in enumerate(judged(tried, matrix, at)):
            if sample.answers.told[row, head]:
                gathered[head].append((told, np.isin(best + tried.links.bounds[head], true)))
    weights, thresholds = [], []
    for head, found in enumerate(gathered):
        kinds = evidence_kinds(head)
        width = min([evidence.CANDIDATES, *(len(told) for told, _ in found)])
        told = np.array([told[:width] for told, _ in found]).reshape(-1, width, kinds)
        right = np.array([right[:width] for _, right in found], bool).reshape(-1, width)
        able = right.any(1)
        if not able.any():
            weights.append(np.eye(1, kinds, dtype=np.float32)[0])
            thresholds.append(2.0)
            continue
        share = right[able] / right[able].sum(1, keepdims=True)
        weights.append(evidence.fit(told[able].astype(float), share))
        chance = evidence.chances(told, weights[-1])
        first = chance.argmax(1)
        rows = np.arange(first.size)
        thresholds.append(evidence.threshold(chance[rows, first], right[rows, first], RIGHT))
    return tuple(weights), tuple(thresholds)


def evidence_kinds(head: int) -> int:
    """Return how many kinds of evidence a head has."""
    return 10 if head == evidence.COMMITTEE else 8
