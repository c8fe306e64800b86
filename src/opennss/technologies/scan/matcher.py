"""The matcher: which technologies a text is about, for many texts at once.

Lines of ASCII are read as they lie in the memory. A line with other bytes is brought to its normal form first; the
others need not be, since the kernels fold the case of ASCII themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray

from opennss.technologies.scan import kernels
from opennss.technologies.scan.plan import Judges, Plan, compiled
from opennss.technologies.scan.rules import Definition
from opennss.technologies.scan.words import spelling

BLOCK = 1 << 19
"""Bytes read at once, so that they stay near the processor; a longer line is read whole."""

TEXTS = 1000
"""Texts joined at once."""

Buffer = bytes | bytearray | memoryview | NDArray[np.uint8]
Masks = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Matcher:
    """Definitions made ready to be looked for; can be sent to another process.

    >>> quantum = Definition("quantum", ("quantum comput*", "qubit*"))
    >>> matcher = Matcher.of([quantum, Definition("graphene", ("graphene",))])
    >>> matcher.texts(["Quantum computing with graphene", "Quantum-computer", "Quantum mechanics"]).tolist()
    [[3], [1], [0]]
    """

    definitions: tuple[Definition, ...]
    plan: Plan
    judges: Judges

    @classmethod
    def of(cls, definitions: Sequence[Definition]) -> Matcher:
        """Make definitions ready; raises ``CodeError`` for the first bad rule."""
        return cls(tuple(definitions), *compiled(definitions))

    def lines(self, buffer: Buffer) -> Masks:
        """Return a row for each line of UTF-8 text: bit t % 64 of column t // 64 is set when definition t matches.

        ``\\n`` ends a line; the last one may go without. Bytes that are no UTF-8 separate words.
        """
        text = np.frombuffer(memoryview(cast(bytes, buffer)).toreadonly(), np.uint8)
        masks = [np.zeros((0, self.columns), np.uint64)]
        place = 0
        while place < text.size:
            stop = kernels.cut(text, place, BLOCK)
            masks.append(self._block(text, place, stop))
            place = stop
        return np.concatenate(masks)

    @property
    def columns(self) -> int:
        """How many columns of 64 bits the definitions take."""
        return -(-len(self.definitions) // 64)

    def texts(self, texts: Sequence[str]) -> Masks:
        """Return a row for each text, as ``lines`` does; a line end within a text separates words."""
        masks = [np.zeros((0, self.columns), np.uint64)]
        for first in range(0, len(texts), TEXTS):
            joined = "".join([text.replace("\n", " ") + "\n" for text in texts[first : first + TEXTS]])
            masks.append(self.lines(joined.encode("utf-8", "replace")))
        return np.concatenate(masks)

    def _block(self, text: NDArray[np.uint8], start: int, stop: int) -> Masks:
        """Match some whole lines; those with bytes beyond ASCII once more, in their normal form."""
        if stop + kernels.AROUND > text.size:
            text = _rounded(text[start:stop])
            start, stop = 0, text.size - kernels.AROUND
        masks = self._matched(text, start, stop)
        if text[start:stop].max() >= 0x80:
            again, lines = kernels.foreign(text, start, stop, *spelling())
            masks[lines] = self._matched(again, 0, again.size - kernels.AROUND)
        return masks

    def _matched(self, text: NDArray[np.uint8], start: int, stop: int) -> Masks:
        """Match lines whose bytes beyond ASCII are letters of the normal form."""
        ready = self.plan
        found, lines = kernels.candidates(text, start, stop, ready.bits, ready.shift, ready.shorter)
        masks = np.zeros((lines, ready.decided.shape[1]), np.uint64)
        hits = kernels.occurrences(text, start, found, ready, masks)
        if len(hits):
            kernels.judge(hits, ready, self.judges, masks)
        if masks.shape[1] == self.columns:
            return masks
        found, excluded = masks[:, : self.columns], masks[:, self.columns :]
        return np.bitwise_and(found, ~excluded, dtype=np.uint64)


def _rounded(text: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return a copy that ends with a line end and has room behind it."""
    ended = text.size > 0 and text[-1] == 10
    copy = np.zeros(text.size + (not ended) + kernels.AROUND, np.uint8)
    copy[: text.size] = text
    copy[-kernels.AROUND - 1] = 10
    copy.flags.writeable = False
    return copy
