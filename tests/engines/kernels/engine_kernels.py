"""Small kernels: they count words, and some of them fail, die or wait."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from opennss.engines import Part
from opennss.errors import Finding


@dataclass(frozen=True)
class Words:
    """Counts each word and its letters; what each word is told to do, it does."""

    digest: str = "words"
    seen: str = ""
    """A folder in which each call leaves the name of its file."""
    gate: str = ""
    """A file that each call waits for."""

    def __call__(self, path: str) -> Part:
        text = Path(path).read_text(encoding="utf-8")
        if self.seen:
            (Path(self.seen) / f"{Path(path).stem}.{os.getpid()}").touch()
        if "boom" in text:
            raise RuntimeError("boom")
        if "deadly" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        while self.gate and not Path(self.gate).exists():
            time.sleep(0.05)
        counts: dict[tuple[str, ...], tuple[int, ...]] = {}
        for word in text.split():
            number, letters = counts.get((word, "*"), (0, 0))
            counts[word, "*"] = (number + 1, letters + (len(word) << 32))
        odd = [Finding(path, line, "", "odd") for line, said in enumerate(text.splitlines(), 1) if "odd" in said]
        return Part(counts, tuple(odd), {"lines": text.count("\n"), "bytes": len(text)})
