"""The front door: a decision matrix from nested lists, NumPy arrays, Polars or pandas frames, checked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from numbers import Real
from os import PathLike
from typing import Any

import numpy as np
import polars as pl

from opennss.errors import Finding
from opennss.mcda.checks import InputError, refuse, shown, unknown
from opennss.mcda.matrix import DecisionMatrix, Flags, Floats, labels

Names = tuple[str, ...]
Directions = bool | Sequence[bool] | Mapping[str, bool]
Cells = list[list[object]]
"""Rows of cells as they came."""

COMMA = re.compile(r"\s*[-+]?\d[\d.]*,\d+\s*")
"""A number with a comma in it, which marks decimals in some languages and thousands in others."""

WRITTEN = re.compile(r"\s*[-+]?\d[\d.,]*(e[-+]?\d+)?\s*%?\s*", re.IGNORECASE)
"""A number that came as text."""

FAULTS = {
    "a": ("alternatives-count", "alternative-unnamed", "alternative-repeated"),
    "c": ("criteria-count", "criterion-unnamed", "criterion-repeated"),
}
"""What can be wrong with names, by the letter that numbered ones begin with."""


def decision_matrix(
    data: object,
    maximize: Directions = True,
    alternatives: Sequence[str] | None = None,
    criteria: Sequence[str] | None = None,
) -> DecisionMatrix:
    """Make a decision matrix: one row for each alternative, one column for each criterion, in any unit.

    ``data`` is a nested list, a NumPy array, a Polars or a pandas frame. The index of a pandas frame names the
    alternatives unless it only counts; else a first column of text does, which is not made of numbers written as text;
    column names name the criteria; what has no name becomes a1, a2 … and c1, c2 …. ``alternatives`` and ``criteria``
    replace these names. ``maximize`` says whether high values are wanted: once for all, one for each criterion, or by
    name of criterion. ``None``, NaN and what a frame calls missing are missing values. Raises ``InputError`` with every
    fault at once: no table, nothing there, rows of different length, what is no number, infinities, names that are
    missing, repeated or too few, directions that are not ``True`` or ``False``.

    >>> frame = pl.DataFrame({"name": ["Food", "Textiles"], "exports": [7.5, 3.0], "accidents": [12, None]})
    >>> matrix = decision_matrix(frame, maximize={"exports": True, "accidents": False})
    >>> matrix.alternatives, matrix.criteria, matrix.values.tolist()
    (('Food', 'Textiles'), ('exports', 'accidents'), [[7.5, 12.0], [3.0, nan]])
    """
    rows, own_alternatives, own_criteria, wrong = _cells(data)
    if wrong:
        raise InputError(wrong)
    shape = len(rows), len(rows[0])
    rows_called, wrong_rows = _names(own_alternatives if alternatives is None else alternatives, "a", shape[0])
    columns_called, wrong_columns = _names(own_criteria if criteria is None else criteria, "c", shape[1])
    values, wrong_values = _numbers(rows, rows_called, columns_called)
    high, wrong_directions = _directions(maximize, columns_called)
    if wrong := wrong_rows + wrong_columns + wrong_values + wrong_directions:
        raise InputError(wrong)
    return DecisionMatrix(values, high, rows_called, columns_called)


def _cells(data: Any) -> tuple[Cells, Sequence[object] | None, Sequence[object] | None, list[Finding]]:
    """Return cells, names of alternatives, names of criteria, and what keeps them from being a table."""
    index: Sequence[object] | None = None
    header: Sequence[object] | None = None
    if isinstance(data, pl.DataFrame):
        header, columns = data.columns, [column.to_list() for column in data.get_columns()]
    elif hasattr(data, "iloc") and hasattr(data, "columns"):
        header, columns = list(data.columns), [_pandas(data.iloc[:, place]) for place in range(data.shape[1])]
        index = None if hasattr(data.index, "step") else list(data.index)  # only an index that counts has a step
    else:
        return _plain(data)
    if index is None and columns and _are_names(columns[0]):
        index, header, columns = columns[0], header[1:], columns[1:]
    rows = [list(row) for row in zip(*columns, strict=True)]
    return rows, index, header, [] if rows else [refuse("matrix-empty", alternatives=len(data), criteria=len(columns))]


def _are_names(cells: Sequence[object]) -> bool:
    """Return whether a first column names the alternatives: it is text, and not numbers that came as text."""
    words = [cell for cell in cells if cell]
    text = all(isinstance(cell, str | None) for cell in cells)
    return bool(words) and text and not all(WRITTEN.fullmatch(str(word)) for word in words)


def _pandas(column: Any) -> list[object]:
    pairs = zip(column.tolist(), column.isna().tolist(), strict=True)
    return [None if missing else cell for cell, missing in pairs]


def _plain(data: Any) -> tuple[Cells, None, None, list[Finding]]:
    if wrong := _no_table(data):
        return [], None, None, wrong
    if isinstance(data, np.ndarray):
        wrong = [] if data.ndim == 2 else [refuse("matrix-shape", dimensions=data.ndim)]
        rows = data.tolist() if data.ndim == 2 else []
    else:
        given = list(data)
        flat = any(isinstance(row, str) or not hasattr(row, "__iter__") for row in given)
        wrong = [refuse("matrix-shape", dimensions=1)] if flat else []
        rows = [] if flat else [list(row) for row in given]
    if not wrong and not (rows and rows[0]):
        wrong = [refuse("matrix-empty", alternatives=len(rows), criteria=0)]
    wrong += [
        refuse("row-length", number, number=number, found=len(row), expected=len(rows[0]))
        for number, row in enumerate(rows, 1)
        if not wrong and len(row) != len(rows[0])
    ]
    return rows, None, None, wrong


def _no_table(data: Any) -> list[Finding]:
    """Return a finding for what people often give in place of a table: a file's name, or columns by name."""
    if isinstance(data, str | bytes | PathLike):
        return [refuse("matrix-of-file", given=str(data))]
    if isinstance(data, Mapping) or (isinstance(data, Sequence) and any(isinstance(row, Mapping) for row in data)):
        return [refuse("matrix-of-columns", given=type(data).__name__)]
    return [] if hasattr(data, "__iter__") else [refuse("matrix-none", given=type(data).__name__)]


def _names(given: Sequence[object] | None, letter: str, count: int) -> tuple[Names, list[Finding]]:
    """Return as many names as there are rows or columns, and what is wrong with them."""
    if given is None:
        return labels(letter, count), []
    number, unnamed, repeated = FAULTS[letter]
    if isinstance(given, str) or not hasattr(given, "__iter__"):
        return labels(letter, count), [refuse("names-list", given=shown(given))]
    names = ["" if name is None else str(name).strip() for name in given]
    if len(names) != count:
        return labels(letter, count), [refuse(number, found=len(names), expected=count)]
    wrong = [refuse(unnamed, number=place) for place, name in enumerate(names, 1) if not name]
    twice = [name for name, times in Counter(names).items() if name and times > 1]
    return tuple(names), wrong + [refuse(repeated, name=name) for name in twice]


def _numbers(rows: Cells, alternatives: Names, criteria: Names) -> tuple[Floats, list[Finding]]:
    values = np.full((len(alternatives), len(criteria)), np.nan)
    perhaps_names = all(cell is None or (isinstance(cell, str) and WRITTEN.fullmatch(cell)) for cell, *_ in rows)
    wrong = []
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            number = _number(cell)
            if number is not None and not np.isinf(number):
                values[i, j] = number
                continue
            told: dict[str, object] = {"alternative": alternatives[i], "name": criteria[j], "value": repr(cell)}
            if number is not None:
                code, told["value"] = "value-infinite", cell
            elif isinstance(cell, str) and COMMA.fullmatch(cell):
                code = "value-comma"
            else:
                code = "value-or-name" if j == 0 and perhaps_names else "value-not-number"
            wrong.append(refuse(code, i + 1, criteria[j], **told))
    return values, wrong


def _number(cell: object) -> float | None:
    """Return a cell as a number: NaN where it is missing, infinity where too large, ``None`` for anything else."""
    if cell is None:
        return np.nan
    if not isinstance(cell, Real | Decimal):
        return None
    try:
        return float(cell)
    except OverflowError:
        return np.inf
    except ValueError:  # a decimal that signals that it is no number
        return None


def _directions(given: Directions, criteria: Names) -> tuple[Flags, list[Finding]]:
    wrong: list[Finding] = []
    if isinstance(given, Mapping):
        wrong = [unknown(name, criteria, "direction-unknown", name=name) for name in given if name not in criteria]
        wrong += [refuse("direction-missing", 0, name, name=name) for name in criteria if name not in given]
        pairs = [(name, given[name]) for name in criteria if name in given]
    else:
        single = isinstance(given, str) or not hasattr(given, "__iter__")
        every: list[Any] = [given] * len(criteria) if single else list(given)  # type: ignore[arg-type]
        if len(every) != len(criteria):
            wrong = [refuse("directions-count", found=len(every), expected=len(criteria))]
        pairs = list(zip(criteria, every, strict=False))
    wrong += [
        refuse("direction-not-bool", 0, name, name=name, value=repr(flag))
        for name, flag in pairs
        if not isinstance(flag, bool | np.bool_)
    ]
    return np.array([bool(flag) for _, flag in pairs], dtype=np.bool_), wrong
