"""Where heavy kernels run: one file at a time, anywhere, and the integers that they count are added up.

A kernel is a picklable callable with a ``digest``: ``kernel(path) -> Part``. It knows one file and no engine; an engine
knows files and no kernel. Adding integers is exact in any order, so every engine gives the same result.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from opennss.errors import Finding

Tell = Callable[[str, int, int], None]
"""Told of each finished file: its path, the files finished so far, the files in all."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one file, or many files together, gave.

    ``counts`` holds whole numbers by key, equally many for each key of a kernel. ``findings`` are what was
    wrong, with file and line; their values are plain strings and numbers. ``done`` are tallies by name, such as lines
    or bytes read. A kernel names the first findings of a kind and tallies the rest: memory stays bounded.
    """

    counts: Mapping[tuple[str, ...], tuple[int, ...]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    done: Mapping[str, int] = field(default_factory=dict)


class Kernel(Protocol):
    """What an engine runs on each file; two kernels with the same ``digest`` give the same Part for the same file."""

    @property
    def digest(self) -> str:
        """Checksum of everything that the result depends on besides the file: definitions, version of the rules."""
        ...

    def __call__(self, path: str) -> Part:
        """Read one file; what is wrong with it becomes findings, never an exception."""
        ...


def silent(path: str, done: int, total: int) -> None:
    """Tell nobody."""


def add(parts: Iterable[Part]) -> Part:
    """Add parts up: integers by key, tallies by name, findings in the order of file and line; any order gives the same.

    >>> one, two = Part({("a",): (1, 2)}, done={"lines": 3}), Part({("a",): (4, 0), ("b",): (1, 1)}, done={"lines": 2})
    >>> dict(add([one, two]).counts), add([two, one]) == add([one, two]), dict(add([one, two]).done)
    ({('a',): (5, 2), ('b',): (1, 1)}, True, {'lines': 5})
    """
    counts: dict[tuple[str, ...], tuple[int, ...]] = {}
    done: dict[str, int] = {}
    findings: list[Finding] = []
    for part in parts:
        for key, numbers in part.counts.items():
            known = counts.get(key)
            counts[key] = (
                numbers if known is None else tuple(mine + more for mine, more in zip(known, numbers, strict=True))
            )
        for name, number in part.done.items():
            done[name] = done.get(name, 0) + number
        findings += part.findings
    return Part(dict(sorted(counts.items())), tuple(sorted(findings, key=_place)), dict(sorted(done.items())))


def _place(finding: Finding) -> tuple[object, ...]:
    values = json.dumps(finding.values, sort_keys=True, default=str)
    return finding.file, finding.row, finding.column, finding.code, finding.severity, values
