"""Rank profile: order alternatives by their share of first ranks, with the positions that unknown cells still allow.

Project default, not the published ISO value (method, section 4). Exact: shares and means are fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from opennss.mcda.checks import InputError, refuse

UNKNOWN = -1
NOT_APPLICABLE = -2
WORST = 4

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares, means, coverage and positions of every alternative, in the order given.

    ``share`` and ``mean`` are ``None`` where nothing is known; ``position`` is ``None`` where less than half of the
    criteria that apply have data and there is no override.
    """

    share: tuple[Fraction | None, ...]
    mean: tuple[Fraction | None, ...]
    known: tuple[int, ...]
    apply: tuple[int, ...]
    position: tuple[int | None, ...]
    best: tuple[int, ...]
    worst: tuple[int, ...]


def rank_profile(
    ranks: Sequence[Sequence[int]],
    weights: Sequence[Sequence[Fraction]],
    override: Sequence[bool] = (),
    tie: str = "mean",
) -> Profile:
    """Order alternatives by override, then weighted share of 1s (high first), then weighted mean rank (low first).

    ``ranks`` is n × m: 1 to 3, 4 for "none", ``UNKNOWN`` (left out, lowers coverage), ``NOT_APPLICABLE`` (left out,
    not counted). ``weights`` is n × m, positive on what applies. ``tie="profile"`` replaces the mean by the share of
    ranks 1-2, then 1-3. Best and worst position fill every unknown cell with 1 or with 4; no filling leaves that
    interval. Equal keys share a position.

    >>> result = rank_profile([[1, 2], [2, UNKNOWN], [3, 4]], [[Fraction(1, 2)] * 2] * 3)
    >>> result.position, result.best, result.worst
    ((1, 2, 3), (1, 1, 3), (1, 2, 3))
    """
    if tie not in ("mean", "profile"):
        raise ValueError(f"tie must be mean or profile, not {tie}")
    overrides = tuple(override) or (False,) * len(ranks)
    whole = [_whole(row) for row in weights]
    rows = list(zip(ranks, whole, overrides, strict=True))
    key = _mean_key if tie == "mean" else _profile_key
    keys = [_key(key, row, None) for row in rows]
    best_keys = [_key(key, row, 1) for row in rows]
    worst_keys = [_key(key, row, WORST) for row in rows]
    apply = tuple(sum(rank != NOT_APPLICABLE for rank in row) for row in ranks)
    known = tuple(sum(rank > 0 for rank in row) for row in ranks)
    placed = [flag or 2 * have >= want > 0 for flag, have, want in zip(overrides, known, apply, strict=True)]
    everyone = range(len(rows))
    return Profile(
        share=tuple(_share(ranks[i], whole[i], 1) for i in everyone),
        mean=tuple(_mean(ranks[i], whole[i]) for i in everyone),
        known=known,
        apply=apply,
        position=tuple(
            1 + sum(placed[j] and keys[j] < keys[i] for j in everyone) if placed[i] else None for i in everyone
        ),
        best=tuple(1 + sum(placed[j] and j != i and worst_keys[j] < best_keys[i] for j in everyone) for i in everyone),
        worst=tuple(1 + sum(j != i and best_keys[j] < worst_keys[i] for j in everyone) for i in everyone),
    )


def _key(
    key: Callable[[Sequence[int], Sequence[int]], Key],
    row: tuple[Sequence[int], Sequence[int], bool],
    filling: int | None,
) -> Key:
    ranks, weights, override = row
    if filling is not None:
        ranks = [filling if rank == UNKNOWN else rank for rank in ranks]
    return (not override, *key(ranks, weights))


def _mean_key(ranks: Sequence[int], weights: Sequence[int]) -> Key:
    share, mean = _share(ranks, weights, 1), _mean(ranks, weights)
    return (1, 0, 0) if share is None else (0, -share, mean)


def _profile_key(ranks: Sequence[int], weights: Sequence[int]) -> Key:
    shares = [_share(ranks, weights, rank) for rank in (1, 2, 3)]
    return (1, 0, 0, 0) if None in shares else (0, *(-share for share in shares if share is not None))


def _whole(weights: Sequence[Fraction]) -> list[int]:
    """Return weights in the same proportions as whole numbers, which add up much faster and just as exactly."""
    scale = lcm(*(weight.denominator for weight in weights))
    return [weight.numerator * (scale // weight.denominator) for weight in weights]


def _share(ranks: Sequence[int], weights: Sequence[int], upto: int) -> Fraction | None:
    pairs, total = _known(ranks, weights)
    return Fraction(sum(weight for rank, weight in pairs if rank <= upto), total) if pairs else None


def _mean(ranks: Sequence[int], weights: Sequence[int]) -> Fraction | None:
    pairs, total = _known(ranks, weights)
    return Fraction(sum(weight * rank for rank, weight in pairs), total) if pairs else None


def _known(ranks: Sequence[int], weights: Sequence[int]) -> tuple[list[tuple[int, int]], int]:
    """Return the known ranks with their weights, and the sum of these."""
    pairs = [(rank, weight) for rank, weight in zip(ranks, weights, strict=True) if rank > 0]
    total = sum(weight for _, weight in pairs)
    if pairs and total <= 0:
        raise InputError([refuse("weights-zero")])
    return pairs, total
