"""What Numba lacks: work on eight weightings at once, one in each lane of a vector; written for its compiler.

A place in an array is that of eight neighbouring numbers, the same number of eight weightings. The compiler turns the
vectors into whatever the processor has. A network of comparisons sorts all eight lanes together and never branches,
so it needs about half of the time of a sort of one row after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

F = TypeVar("F", bound=Callable[..., Any])
LANES = 8
DOUBLE = 2.0**-52
"""By this part of its terms each of them may shift the difference of two sums in double precision."""

ROWS = 4
"""Rows that ``project`` takes at once."""

_FLOAT, _WORD, _LONG = ir.FloatType(), ir.IntType(32), ir.IntType(64)
_FLOATS, _WORDS = ir.VectorType(_FLOAT, LANES), ir.VectorType(_WORD, LANES)


def compiled(function: F) -> F:
    """Compile a kernel at its first call and keep it on the disk; it runs without the interpreter's lock."""
    return cast(F, njit(cache=True, nogil=True, error_model="numpy")(function))


def reordered(function: F) -> F:
    """Compile as ``compiled`` does; sums may be made in any order, so that they are quick."""
    return cast(F, njit(cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "contract"})(function))


def _built(function: Any) -> Any:
    return intrinsic(function)


def _pointer(context: Any, builder: Any, kind: Any, array: Any, place: Any, vector: Any) -> Any:
    data = context.make_array(kind)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [place]), vector.as_pointer())


def _spread(builder: Any, value: Any, vector: Any) -> Any:
    one = builder.insert_element(ir.Constant(vector, ir.Undefined), value, ir.Constant(_WORD, 0))
    zeros = ir.Constant(ir.VectorType(_WORD, LANES), [0] * LANES)
    return builder.shuffle_vector(one, ir.Constant(vector, ir.Undefined), zeros)


def _network(pairs: Sequence[tuple[int, int]], loaded: Callable[[Any, Any], list[Any]]) -> Callable[..., Any]:
    """Return what writes a network: ``pairs`` of the ``loaded`` vectors, of which the first gets the smaller keys."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        at = [
            _pointer(context, builder, signature.args[0], arguments[0], place, _WORDS)
            for place in loaded(builder, arguments)
        ]
        held = [builder.load(pointer, align=4) for pointer in at]
        for one, two in pairs:
            less = builder.icmp_unsigned("<", held[one], held[two])
            held[one], held[two] = (
                builder.select(less, held[one], held[two]),
                builder.select(less, held[two], held[one]),
            )
        for pointer, value in zip(at, held, strict=True):
            builder.store(value, pointer, align=4)
        return context.get_dummy_value()

    return emit


def _steps(count: int, back: int = 0) -> Callable[[Any, Any], list[Any]]:
    """Return places: ``count`` upwards from the first argument, ``back`` downwards from the second, the last a step."""

    def places(builder: Any, arguments: Any) -> list[Any]:
        _, *starts, step = arguments
        found: list[Any] = []
        for start, number, move in zip(starts, (count, back), (builder.add, builder.sub), strict=False):
            for turn in range(number):
                start = move(start, step) if turn else start
                found.append(start)
        return found

    return places


_QUARTERS = [(0, 2), (1, 3), (0, 1), (2, 3)]
_EIGHTHS = [(0, 4), (1, 5), (2, 6), (3, 7), *_QUARTERS, (4, 6), (5, 7), (4, 5), (6, 7)]
_EIGHT = [
    *[(0, 2), (1, 3), (4, 6), (5, 7), (0, 4), (1, 5), (2, 6), (3, 7), (0, 1), (2, 3)],
    *[(4, 5), (6, 7), (2, 4), (3, 5), (1, 4), (3, 6), (1, 2), (3, 4), (5, 6)],
]
_MIRROR = [(0, 4), (1, 5), (2, 6), (3, 7), *_QUARTERS, (6, 4), (7, 5), (5, 4), (7, 6)]


@_built
def sort_eight(typing: Any, keys: Any, start: Any, step: Any) -> Any:  # noqa: ARG001
    """Sort eight vectors of keys that lie ``step`` places apart, in each lane."""
    return types.void(keys, start, step), _network(_EIGHT, _steps(8))


@_built
def halve_eight(typing: Any, keys: Any, start: Any, step: Any) -> Any:  # noqa: ARG001
    """Three stages of a merge: compare eight vectors over four, two and one steps."""
    return types.void(keys, start, step), _network(_EIGHTHS, _steps(8))


@_built
def halve_four(typing: Any, keys: Any, start: Any, step: Any) -> Any:  # noqa: ARG001
    """Two stages of a merge: compare four vectors over two steps and one."""
    return types.void(keys, start, step), _network(_QUARTERS, _steps(4))


@_built
def halve_two(typing: Any, keys: Any, start: Any, step: Any) -> Any:  # noqa: ARG001
    """The last stage of a merge: compare two vectors."""
    return types.void(keys, start, step), _network([(0, 1)], _steps(2))


@_built
def mirror(typing: Any, keys: Any, start: Any, end: Any, step: Any) -> Any:  # noqa: ARG001
    """Begin a merge of two sorted runs: four vectors upwards from the start, four downwards from the end; 3 stages."""
    return types.void(keys, start, end, step), _network(_MIRROR, _steps(4, 4))


@_built
def project(
    typing: Any,  # noqa: ARG001
    values: Any,
    columns: Any,
    place: Any,
    count: Any,
    weights: Any,
    start: Any,
    out: Any,
    to: Any,
    more: Any,
) -> Any:
    """Four rows of values, ``columns`` long, times eight weightings (columns x 8): ``count`` columns from ``place`` on.

    There are two sums a row, so that errors grow half as fast; ``more`` adds them to those of columns before.
    """

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data, length, begin, count, given, start, target, place_out, further = arguments
        kinds = signature.args
        zero = ir.Constant(_FLOATS, [0.0] * LANES)
        sums = [[cgutils.alloca_once_value(builder, zero) for _ in range(2)] for _ in range(ROWS)]
        kind = ir.FunctionType(_FLOATS, [_FLOATS] * 3)
        multiply_add = cgutils.get_or_insert_function(builder.module, kind, f"llvm.fma.v{LANES}f32")

        def add(column: Any, which: int) -> None:
            offset = builder.mul(column, ir.Constant(_LONG, LANES))
            offset = builder.add(start, offset)
            weight = builder.load(_pointer(context, builder, kinds[4], given, offset, _FLOATS), align=4)
            at = builder.add(begin, column)
            for row in range(ROWS):
                at = builder.add(at, length) if row else at
                value = builder.load(_pointer(context, builder, kinds[0], data, at, _FLOAT), align=4)
                total = builder.load(sums[row][which])
                spread = _spread(builder, value, _FLOATS)
                builder.store(builder.call(multiply_add, [spread, weight, total]), sums[row][which])

        with cgutils.for_range(builder, builder.udiv(count, ir.Constant(_LONG, 2))) as loop:
            twice = builder.mul(loop.index, ir.Constant(_LONG, 2))
            add(twice, 0)
            add(builder.add(twice, ir.Constant(_LONG, 1)), 1)
        with builder.if_then(builder.trunc(count, ir.IntType(1))):
            add(builder.sub(count, ir.Constant(_LONG, 1)), 0)
        at = [builder.add(place_out, ir.Constant(_LONG, row * LANES)) for row in range(ROWS)]
        places = [_pointer(context, builder, kinds[6], target, each, _FLOATS) for each in at]
        for total, other in sums:
            builder.store(builder.fadd(builder.load(total), builder.load(other)), total)
        with builder.if_then(builder.trunc(further, ir.IntType(1))):
            for pointer, (total, _) in zip(places, sums, strict=True):
                builder.store(builder.fadd(builder.load(total), builder.load(pointer, align=4)), total)
        for pointer, (total, _) in zip(places, sums, strict=True):
            builder.store(builder.load(total), pointer, align=4)
        return context.get_dummy_value()

    return types.void(values, columns, place, count, weights, start, out, to, more), emit


@_built
def pack(
    typing: Any,  # noqa: ARG001
    scores: Any,
    rows: Any,
    top: Any,
    scale: Any,
    bits: Any,
    keys: Any,
) -> Any:
    """Make keys of the scores of ``rows`` rows: (top - score) * scale in the high bits, the row in the low ``bits``."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kinds = signature.args
        given, count, first, factor, shift, out = arguments
        start = ir.Constant(_LONG, 0)
        high = builder.load(_pointer(context, builder, kinds[2], first, start, _FLOATS), align=4)
        factors = builder.load(_pointer(context, builder, kinds[3], factor, start, _FLOATS), align=4)
        left = _spread(builder, builder.trunc(shift, _WORD), _WORDS)
        with cgutils.for_range(builder, count) as loop:
            at = builder.mul(loop.index, ir.Constant(_LONG, LANES))
            score = builder.load(_pointer(context, builder, kinds[0], given, at, _FLOATS), align=4)
            steps = builder.fptosi(builder.fmul(builder.fsub(high, score), factors), _WORDS)
            row = _spread(builder, builder.trunc(loop.index, _WORD), _WORDS)
            builder.store(
                builder.or_(builder.shl(steps, left), row),
                _pointer(context, builder, kinds[5], out, at, _WORDS),
                align=4,
            )
        return context.get_dummy_value()

    return types.void(scores, rows, top, scale, bits, keys), emit


@_built
def near(typing: Any, keys: Any, place: Any, bits: Any, limits: Any) -> Any:  # noqa: ARG001
    """Return a bit for each lane in which the next key's high part is no more than the lane's limit away."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kinds = signature.args
        shift = _spread(builder, builder.trunc(arguments[2], _WORD), _WORDS)
        below = builder.add(arguments[1], ir.Constant(_LONG, LANES))
        one, two = (
            builder.lshr(builder.load(_pointer(context, builder, kinds[0], arguments[0], at, _WORDS), align=4), shift)
            for at in (arguments[1], below)
        )
        start = ir.Constant(_LONG, 0)
        limit = builder.load(_pointer(context, builder, kinds[3], arguments[3], start, _WORDS), align=4)
        close = builder.icmp_unsigned("<=", builder.sub(two, one), limit)
        return builder.zext(builder.bitcast(close, ir.IntType(LANES)), _LONG)

    return types.int64(keys, place, bits, limits), emit


@_built
def extremes(typing: Any, scores: Any, rows: Any, bottom: Any, top: Any) -> Any:  # noqa: ARG001
    """Find the least and the largest score of each lane."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kinds, start = signature.args, ir.Constant(_LONG, 0)
        given, count = arguments[:2]
        first = builder.load(_pointer(context, builder, kinds[0], given, start, _FLOATS), align=4)
        low, high = (cgutils.alloca_once_value(builder, first) for _ in range(2))
        with cgutils.for_range(builder, count) as loop:
            at = builder.mul(loop.index, ir.Constant(_LONG, LANES))
            score = builder.load(_pointer(context, builder, kinds[0], given, at, _FLOATS), align=4)
            for kept, sign in ((low, "<"), (high, ">")):
                held = builder.load(kept)
                builder.store(builder.select(builder.fcmp_ordered(sign, score, held), score, held), kept)
        for kept, kind, out in zip((low, high), kinds[2:], arguments[2:], strict=True):
            builder.store(builder.load(kept), _pointer(context, builder, kind, out, start, _FLOATS), align=4)
        return context.get_dummy_value()

    return types.void(scores, rows, bottom, top), emit


@_built
def closeness(typing: Any, squares: Any, others: Any, rows: Any) -> Any:  # noqa: ARG001
    """Put square / (square + other) in the place of each square, 1 where both are zero."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        zero, one = (ir.Constant(_FLOATS, [number] * LANES) for number in (0.0, 1.0))
        with cgutils.for_range(builder, arguments[2]) as loop:
            at = builder.mul(loop.index, ir.Constant(_LONG, LANES))
            places = [
                _pointer(context, builder, given, array, at, _FLOATS)
                for given, array in zip(signature.args, arguments[:2], strict=False)
            ]
            mine, other = (builder.load(place, align=4) for place in places)
            both = builder.fadd(mine, other)
            some = builder.fcmp_ordered(">", both, zero)
            builder.store(builder.select(some, builder.fdiv(mine, both), one), places[0], align=4)
        return context.get_dummy_value()

    return types.void(squares, others, rows), emit
