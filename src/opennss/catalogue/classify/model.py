"""The classifier: ICS field, group and subgroup and the committee of a text in English, derived, with a score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from opennss.catalogue.classify import evidence, features, linear

HEADS = ("field", "group", "subgroup", "committee")
"""What is derived, from the widest ICS level down; the committee is told by the text alone, and no feature of ICS."""

FOREIGN = 0.03
"""A text with more letters with diacritics, or of other scripts, is not in English."""
KNOWN, FEW = 0.25, 3
"""Share and number of features that a text must have in common with the catalogue to be understood."""


@dataclass(frozen=True, slots=True)
class Classifier:
    """What was learnt: labels by head with their titles, the linear models, links, weights and thresholds by head.

    ``slopes`` and ``bias`` are the linear models, ``near`` the titles of the labels in the same features.
    """

    names: tuple[tuple[str, ...], ...]
    titles: tuple[str, ...]
    vocabulary: features.Vocabulary
    slopes: linear.Weights
    bias: NDArray[np.float32]
    near: linear.Weights
    links: evidence.Links
    weights: tuple[NDArray[np.float32], ...]
    thresholds: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code or committee with its title as the source has it ("" when it has none) and its probability."""

    code: str
    title: str
    score: float


@dataclass(frozen=True, slots=True)
class Derived:
    """What follows from a text, best first by head; derived, never read in a source.

    A head whose best candidate stays below its threshold is empty. ``understood`` is false when the text is not in
    English or has nothing in common with the catalogue; then every head is empty.
    """

    understood: bool
    field: tuple[Candidate, ...] = ()
    group: tuple[Candidate, ...] = ()
    subgroup: tuple[Candidate, ...] = ()
    committee: tuple[Candidate, ...] = ()


def classify(
    classifier: Classifier, texts: Sequence[tuple[str, str]], limit: int = 5, silent: bool = True
) -> tuple[Derived, ...]:
    """Derive ICS and committee for texts, each a title and an abstract (or "") in English.

    At most ``limit`` candidates a head. ``silent=False`` gives all, whatever their score.
    """
    matrix, shares = _read(classifier, texts)
    return tuple(
        _derived(classifier, matrix, row, limit, silent)
        if not silent or (shares[row] and _english("".join(text)))
        else Derived(False)
        for row, text in enumerate(texts)
    )


def _read(classifier: Classifier, texts: Sequence[tuple[str, str]]) -> tuple[features.Matrix, list[bool]]:
    """The texts as features, and whether each has enough of them in common with the catalogue."""
    matrix, every = features.read(classifier.vocabulary, [features.plain(*text) for text in texts])
    known = np.diff(matrix.starts)
    return matrix, [bool(some >= FEW and some >= KNOWN * of) for some, of in zip(known, every, strict=True)]


def _english(text: str) -> bool:
    if text.isascii():
        return True
    letters = sum(letter.isalpha() for letter in text)
    return sum(letter.isalpha() and not letter.isascii() for letter in text) <= FOREIGN * letters


def judged(
    classifier: Classifier, matrix: features.Matrix, row: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """Yield for each head the places of the best candidates and the evidence for each."""
    scores = linear.scores(matrix, row, classifier.slopes, classifier.bias)
    alike = linear.scores(matrix, row, classifier.near, np.zeros_like(classifier.bias))
    share = evidence.shares(scores, classifier.links.bounds)
    for head in range(len(HEADS)):
        if classifier.names[head]:
            yield evidence.weighed(scores, share, alike, classifier.links, head)
        else:
            yield np.zeros(0, np.int64), np.zeros((0, 0), np.float32)


def _derived(classifier: Classifier, matrix: features.Matrix, row: int, limit: int, silent: bool) -> Derived:
    heads = []
    for head, (best, told) in enumerate(judged(classifier, matrix, row)):
        if not best.size:
            heads.append(())
            continue
        chance = evidence.chances(told, classifier.weights[head])
        order = np.argsort(-chance, kind="stable")[:limit]
        if silent and chance[order[0]] < classifier.thresholds[head]:
            heads.append(())
            continue
        low = classifier.links.bounds[head]
        names, titles = classifier.names[head], classifier.titles
        heads.append(
            tuple(Candidate(names[best[at]], titles[low + best[at]], float(chance[at])) for at in order)  # type: ignore[arg-type]
        )
    return Derived(True, *heads)
