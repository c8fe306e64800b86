"""The child process: limits first, then the file; its answer is one JSON object on standard output."""

from __future__ import annotations

import gc
import json
import os
import sys
from contextlib import suppress
from pathlib import Path

from opennss.tables.ooxml import package, words
from opennss.tables.ooxml.found import Found, Refused

MEMORY, SECONDS = 512 * 1024**2, 20
MAIN = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml"}


def main() -> None:
    """Read the file named on the command line within the limits; what went wrong is part of the answer."""
    _limit()
    gc.disable()  # nothing lives long enough here for a search for rubbish to pay
    os.environ["OPENPYXL_LXML"] = "False"  # the parser of defusedxml instead
    for name in ("numpy", "PIL", "lxml"):
        sys.modules[name] = None  # type: ignore[assignment]  # openpyxl loads them when it can; nothing needs them
    try:
        answer = json.dumps(read(sys.argv[1], Path(sys.argv[2])))
    except MemoryError:
        answer = json.dumps({"refused": {"code": "office-limits", "values": {}}})
    sys.stdout.write(answer)


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415  not every system has it
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # a system that knows the limit but does not let it be set
            resource.setrlimit(kind, (most, most))


def read(kind: str, path: Path) -> dict[str, object]:
    """Return what a file holds as plain data: ``tables``, ``texts``, ``faults``; or why it is ``refused``."""
    found, kind = Found(told=kind == "xlsx-told"), kind.partition("-")[0]
    try:
        with package.opened(path, kind) as archive:
            if kind == "xlsx":
                from opennss.tables.ooxml import sheets  # noqa: PLC0415  only under the limits, and when it is needed

                sheets.read(archive, found)
            else:
                words.read(archive, found)
    except Refused as error:
        return {"refused": {"code": error.code, "values": error.values}, "faults": found.faults}
    except MemoryError:
        return {"refused": {"code": "office-limits", "values": {}}}
    except Exception:
        # whatever else a parser stumbles over: the file is not what it says it is
        return {"refused": {"code": "office-damaged", "values": {"part": MAIN[kind]}}, "faults": found.faults}
    return {"tables": found.tables, "texts": found.texts, "faults": found.faults}
