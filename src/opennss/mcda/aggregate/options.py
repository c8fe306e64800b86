"""What every method checks before it begins: that it got a matrix, weights, and no option that it does not know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from inspect import signature
from typing import ParamSpec, TypeVar

from opennss.errors import Finding
from opennss.mcda.checks import InputError, a_matrix, refuse, unknown

P = ParamSpec("P")
R = TypeVar("R")

INPUTS = ("matrix", "weights")
"""What every method takes first."""


def method(function: Callable[P, R]) -> Callable[P, R]:
    """Make a method say ``InputError`` where Python would say ``TypeError``: no matrix, no weights, unknown options,
    something given twice, or more than there is.

    >>> @method
    ... def first(matrix, weights, order="up"): ...
    >>> try:
    ...     first(weights=[1], ordr="up")
    ... except InputError as error:
    ...     [finding.code for finding in error.findings]
    ['input-missing', 'argument-unknown']
    """
    names = list(signature(function).parameters)

    @wraps(function)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        given = dict(zip(names, args, strict=False)) | kwargs
        name = function.__name__.replace("_", "-")
        if INPUTS[0] in given:
            a_matrix(given[INPUTS[0]])
        wrong = [refuse("input-missing", method=name, name=one) for one in INPUTS if one not in given]
        wrong += [refuse("argument-twice", method=name, name=one) for one in names[: len(args)] if one in kwargs]
        if len(args) > len(names):
            wrong.append(refuse("arguments-many", method=name, number=len(args), known=", ".join(names)))
        if wrong := wrong + strange(name, kwargs, names):
            raise InputError(wrong)
        return function(*args, **kwargs)

    return checked


def strange(name: str, given: Iterable[str], known: Sequence[str]) -> list[Finding]:
    """Return a finding for each option that a method does not know; ``known`` are all its arguments.

    >>> [finding.values["nearest"] for finding in strange("topsis", ["normalisation"], ["missing", "normalization"])]
    ['normalization']
    """
    options = [one for one in known if one not in INPUTS]
    return [unknown(one, options, "argument-unknown", method=name) for one in given if one not in known]


def options_of(function: Callable[..., object]) -> list[str]:
    """Return the names of a method's options.

    >>> from opennss.mcda.aggregate.vikor import vikor
    >>> options_of(vikor)
    ['v', 'missing', 'rescale']
    """
    return [name for name in signature(function).parameters if name not in INPUTS]
