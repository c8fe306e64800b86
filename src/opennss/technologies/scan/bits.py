"""What Numba lacks: reading 64 or eight bytes at once from any place, counting bits; written for its compiler.

The compiler turns the vectors of 64 bytes into whatever the processor has, so nothing here is of one kind of processor;
only the order of bytes is: the first one is the lowest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a kernel at its first call and keep it on the disk; it runs without the interpreter's lock."""
    return cast(F, njit(cache=True, nogil=True)(function))


def built(function: F) -> Any:
    """Make a function that writes the compiler's own language usable in kernels."""
    return intrinsic(function)


_BYTE, _LONG = ir.IntType(8), ir.IntType(64)
_BYTES = ir.VectorType(_BYTE, 64)


def _many(value: int) -> Any:
    return ir.Constant(_BYTES, [ir.Constant(_BYTE, value)] * 64)


def _loaded(context: Any, builder: Any, signature: Any, arguments: Any, kind: Any) -> Any:
    """Read a value of this kind at a place of an array of bytes, wherever it lies in the memory."""
    text = context.make_array(signature.args[0])(context, builder, arguments[0])
    pointer = cgutils.pointer_add(builder, text.data, arguments[1])
    return builder.load(builder.bitcast(pointer, kind.as_pointer()), align=1)


@built
def maps(typing: Any, text: Any, place: Any) -> Any:  # noqa: ARG001
    """Map 64 bytes, the first one lowest: a bit for each that belongs to a word, a bit for each line end."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        read = _loaded(context, builder, signature, arguments, _BYTES)
        lower = builder.or_(read, _many(0x20))
        letter = builder.icmp_unsigned("<", builder.sub(lower, _many(ord("a"))), _many(26))
        digit = builder.icmp_unsigned("<", builder.sub(read, _many(ord("0"))), _many(10))
        beyond = builder.icmp_signed("<", read, _many(0))
        inside = builder.or_(builder.or_(letter, digit), beyond)
        end = builder.icmp_unsigned("==", read, _many(10))
        return cgutils.pack_array(builder, [builder.bitcast(each, _LONG) for each in (inside, end)])

    return types.UniTuple(types.uint64, 2)(text, place), emit


@built
def eight(typing: Any, text: Any, place: Any) -> Any:  # noqa: ARG001
    """Read eight bytes as one value, the first one lowest."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return _loaded(context, builder, signature, arguments, _LONG)

    return types.uint64(text, place), emit


@built
def lowest(typing: Any, value: Any) -> Any:  # noqa: ARG001
    """Return the number of the lowest bit that is set, 64 when none is."""

    def emit(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.uint64(types.uint64), emit


@built
def ones(typing: Any, value: Any) -> Any:  # noqa: ARG001
    """Return how many bits are set."""

    def emit(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), emit
