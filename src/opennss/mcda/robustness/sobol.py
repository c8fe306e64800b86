"""Sobol indices: which uncertain input the spread of a result comes from, with bootstrap intervals.

First-order and total indices by the radial design and the estimators that A. Saltelli et al. recommend (*Computer
Physics Communications* 181, 2010, table 2: (b) for first order, (f), after Jansen, for total), on a Sobol sequence
with a random digital shift. The closed forms are the textbook's (A. Saltelli et al., *Global Sensitivity Analysis:
The Primer*, Wiley 2008, chapters 1 and 4).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from statistics import NormalDist

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from opennss.mcda.checks import InputError, is_number, refuse, shown, whole
from opennss.mcda.matrix import Floats

BITS = 32
RESAMPLES = 100

Function = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True, eq=False)
class SobolIndices:
    """Indices of each input (rows) on each output (columns), and half the width of their intervals.

    ``first`` is the share of an output's variance that is due to the input alone, ``total`` the share in which it has
    any part; NaN where the output does not vary. ``first_error`` and ``total_error`` are half widths by bootstrap, and
    0 for closed forms, which estimate nothing. ``evaluations`` counts the points at which the function was called.
    """

    inputs: tuple[str, ...]
    first: Floats
    total: Floats
    first_error: Floats
    total_error: Floats
    evaluations: int

    def frame(self, output: int = 0) -> pl.DataFrame:
        """Return the indices on one output, one row an input."""
        return pl.DataFrame(
            {
                "input": list(self.inputs),
                "first": self.first[:, output],
                "first_error": self.first_error[:, output],
                "total": self.total[:, output],
                "total_error": self.total_error[:, output],
            }
        )


@cache
def _directions() -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Primitive polynomial and first direction numbers of dimensions 2 and on: S. Joe, F. Y. Kuo, *SIAM Journal on
    Scientific Computing* 30 (2008) 2635-2654, the set optimized for two-dimensional projections.
    """
    text = resources.files("opennss.mcda.robustness").joinpath("sobol_directions.csv").read_text("ascii")
    rows = [line.split(",") for line in text.splitlines()[1:]]
    return tuple((int(polynomial), tuple(map(int, first.split()))) for _, polynomial, first in rows)


def _columns(dimension: int) -> list[int]:
    """Return the direction numbers of one dimension (from 0), each shifted to ``BITS`` bits."""
    if dimension == 0:
        return [1 << (BITS - bit) for bit in range(1, BITS + 1)]
    polynomial, first = _directions()[dimension - 1]
    degree = polynomial.bit_length() - 1
    numbers = [m << (BITS - bit) for bit, m in enumerate(first, 1)]
    for bit in range(degree, BITS):
        new = numbers[bit - degree] ^ (numbers[bit - degree] >> degree)
        for back in range(1, degree):
            if polynomial >> (degree - back) & 1:
                new ^= numbers[bit - back]
        numbers.append(new)
    return numbers


@cache
def _numbers(dimensions: int) -> NDArray[np.uint32]:
    return np.array([_columns(dimension) for dimension in range(dimensions)], dtype=np.uint32)


def sequence(dimensions: int, count: int, seed: int | None = None) -> Floats:
    """Return ``count`` points of a Sobol sequence in the unit cube, ``count`` a power of two; one row a point.

    Any 2^k of them, begun anywhere at a multiple of 2^k, fill the cube evenly in each dimension. ``seed`` shifts all
    points at random without losing that; without it the first point is the corner 0. Up to 200 dimensions.

    >>> sequence(2, 4).tolist()
    [[0.0, 0.0], [0.5, 0.5], [0.25, 0.75], [0.75, 0.25]]
    """
    most = len(_directions()) + 1
    if wrong := whole("dimensions", dimensions, 0) + whole("count", count, 2) + whole("seed", seed or 0, 0):
        raise InputError(wrong)
    if not 1 <= dimensions <= most:
        raise InputError([refuse("sobol-dimensions", number=dimensions, most=most)])
    if count & (count - 1):
        raise InputError([refuse("sobol-count", number=count)])
    numbers = _numbers(dimensions)
    points = np.zeros((count, dimensions), dtype=np.uint32)
    if seed is not None:
        random = np.random.Generator(np.random.SFC64(np.random.SeedSequence(seed)))
        points[0] = random.integers(0, 1 << BITS, dimensions, dtype=np.uint32)
    size, bit = 1, 0
    while size < count:
        np.bitwise_xor(points[:size], numbers[:, bit], out=points[size : 2 * size])
        size, bit = 2 * size, bit + 1
    half = 0.0 if seed is None else 0.5  # the middle of the cell: no input is exactly 0 or 1
    return np.asarray((points + half) / float(1 << BITS), dtype=np.float64)


def sobol(
    function: Function,
    inputs: tuple[str, ...],
    count: int = 4096,
    seed: int = 0,
    resamples: int = RESAMPLES,
    confidence: float = 0.95,
) -> SobolIndices:
    """Return the indices of a function of independent inputs, each uniform between 0 and 1.

    ``function`` takes points (N × D) and returns N outputs, or N × k for k outputs; turn the inputs into other
    distributions inside it. It is called D + 2 times with ``count`` points (a power of two). Same seed, same indices.
    Raises ``InputError`` when an output is not finite.

    >>> found = sobol(lambda x: 2 * x[:, 0] + x[:, 1], ("a", "b"), 1024)
    >>> found.first[:, 0].round(2).tolist(), found.total[:, 0].round(2).tolist()
    ([0.8, 0.2], [0.8, 0.2])
    """
    if not isinstance(inputs, Sequence) or isinstance(inputs, str) or not callable(function):
        raise InputError([refuse("sobol-call", function=shown(function), inputs=shown(inputs))])
    wrong = whole("seed", seed, 0) + whole("resamples", resamples, 2)
    if not (is_number(confidence) and 0 < confidence < 1):
        wrong.append(refuse("sobol-confidence", value=shown(confidence)))
    if wrong:
        raise InputError(wrong)
    size = len(inputs)
    points = sequence(2 * size, count, seed)
    a, b = np.ascontiguousarray(points[:, :size]), points[:, size:]
    of_a, of_b = _called(function, a), _called(function, np.ascontiguousarray(b))
    of_ab = []
    for place in range(size):
        mixed = a.copy()
        mixed[:, place] = b[:, place]
        of_ab.append(_called(function, mixed))
    return indices(of_a, of_b, np.stack(of_ab, axis=1), inputs, seed, resamples, confidence)


def _called(function: Function, points: Floats) -> Floats:
    found = np.asarray(function(points), dtype=np.float64)
    if found.ndim not in (1, 2) or len(found) != len(points):
        raise InputError([refuse("sobol-shape", shape=str(found.shape), number=len(points))])
    outputs = found.reshape(len(points), -1)
    if not np.isfinite(outputs).all():
        raise InputError([refuse("sobol-output", number=int((~np.isfinite(outputs)).any(axis=1).sum()))])
    return outputs


def indices(
    of_a: Floats,
    of_b: Floats,
    of_ab: Floats,
    inputs: tuple[str, ...],
    seed: int = 0,
    resamples: int = RESAMPLES,
    confidence: float = 0.95,
) -> SobolIndices:
    """Return indices from evaluated designs: outputs at A and B (N × k), and at A with one column of B (N × D × k).

    Half widths are of ``confidence`` under a normal law, with the deviation of ``resamples`` bootstrap samples of the
    N points; all of them and all outputs are one product of matrices.
    """
    count, size, outputs = of_ab.shape
    # centred by the mean of all outputs: the estimate of the first index is steadier, and its squares lose no digits
    middle = (of_a.sum(axis=0) + of_b.sum(axis=0) + of_ab.sum(axis=(0, 1))) / (count * (size + 2))
    a, b, ab = of_a - middle, of_b - middle, of_ab - middle[None, None, :]
    single = b[:, None, :] * (ab - a[:, None, :])
    spread = 0.5 * (a[:, None, :] - ab) ** 2
    terms = np.concatenate(
        [
            single.reshape(count, -1),
            spread.reshape(count, -1),
            0.5 * (a + b),
            0.5 * (a**2 + b**2),
        ],
        axis=1,
    )
    random = np.random.Generator(np.random.SFC64(np.random.SeedSequence([seed, 1])))
    drawn = random.integers(0, count, (resamples, count))
    drawn += np.arange(resamples)[:, None] * count
    times = np.bincount(drawn.ravel(), minlength=resamples * count).reshape(resamples, count) / count
    found = [_quotients(row, size, outputs) for row in (terms.mean(axis=0, keepdims=True), times @ terms)]
    width = NormalDist().inv_cdf(0.5 + confidence / 2)
    first, total = (part[0] for part in found[0])
    errors = [width * part.std(axis=0, ddof=1) for part in found[1]]
    return SobolIndices(inputs, first, total, errors[0], errors[1], count * (size + 2))


def _quotients(means: Floats, size: int, outputs: int) -> tuple[Floats, Floats]:
    """Return first and total indices from the means of the terms, one row each."""
    cut = size * outputs
    shape = (len(means), size, outputs)
    centre, square = means[:, 2 * cut : 2 * cut + outputs], means[:, 2 * cut + outputs :]
    variance = square - centre**2
    variance = np.where(variance > 1e-30 * np.maximum(square, 1e-300), variance, np.nan)[:, None, :]
    return means[:, :cut].reshape(shape) / variance, means[:, cut : 2 * cut].reshape(shape) / variance


def _by_input(name: str, given: ArrayLike, inputs: tuple[str, ...]) -> Floats:
    """Return numbers with a row for each input, which they must be as many as."""
    try:
        found = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        found = np.zeros(0)
    if found.ndim not in (1, 2) or len(found) != len(inputs):
        raise InputError([refuse("sobol-terms", name=name, given=shown(given), inputs=len(inputs))])
    return found.reshape(len(inputs), -1)


def additive(slopes: ArrayLike, variances: ArrayLike, inputs: tuple[str, ...]) -> SobolIndices:
    """Return the exact indices of a sum of slope times independent input: no interaction, so first equals total.

    The weighted arithmetic mean of an index is such a sum, with the values of the unit as slopes and the variances of
    its independent weights. ``slopes`` are D, or D × k for k outputs (units); ``variances`` are D.

    >>> additive([2, 1], [1 / 12, 1 / 12], ("a", "b")).first[:, 0].tolist()
    [0.8, 0.2]
    """
    slope = _by_input("slopes", slopes, inputs)
    parts = slope**2 * _by_input("variances", variances, inputs)[:, :1]
    whole = parts.sum(axis=0)
    share = parts / np.where(whole > 0, whole, np.nan)
    return SobolIndices(inputs, share, share.copy(), np.zeros_like(share), np.zeros_like(share), 0)


def multiplicative(means: ArrayLike, variances: ArrayLike, inputs: tuple[str, ...]) -> SobolIndices:
    """Return the exact indices of a product of independent factors, from the mean and the variance of each factor.

    A weighted geometric mean with independent exponents is such a product. ``means`` and ``variances`` are D, or D × k
    for k outputs. With c the variance over the squared mean, the first index is c over (product of all 1 + c) − 1; the
    total index is that of the factor times the product over all others.

    >>> found = multiplicative([1, 1], [1, 1], ("a", "b"))
    >>> found.first[:, 0].round(4).tolist(), found.total[:, 0].round(4).tolist()
    ([0.3333, 0.3333], [0.6667, 0.6667])
    """
    mean, variance = _by_input("means", means, inputs), _by_input("variances", variances, inputs)
    if (mean == 0).any():
        raise InputError([refuse("sobol-zero-mean", name=inputs[int(np.argwhere(mean == 0)[0][0])])])
    ratio = variance / mean**2
    grown = 1 + ratio
    whole = grown.prod(axis=0)
    spread = np.where(whole > 1, whole - 1, np.nan)
    first, total = ratio / spread, ratio * (whole / grown) / spread
    return SobolIndices(inputs, first, total, np.zeros_like(first), np.zeros_like(first), 0)
