"""The screen of the command: findings and tables in words, JSON on standard output and nothing else."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape as escape_markup
from rich.progress import Progress
from rich.table import Table

from opennss.errors import Finding, Severity
from opennss.language import HIDDEN, clean, say
from opennss.model.robustness import Tell

OUT = Console(soft_wrap=False, highlight=False, emoji=False)
ERR = Console(stderr=True, highlight=False, emoji=False)


SHOWN_ALIKE = 3
"""Findings of one kind that the screen shows when they are no errors; `--json` has them all."""


def escape(text: str) -> str:
    """Return text from a folder as a terminal may show it: no markup, no control characters."""
    return escape_markup(clean(text))


def emit(content: dict[str, Any]) -> None:
    """Print one JSON object with its format number on standard output; signs that no screen shows are escaped."""
    text = json.dumps({"format": 1, **content}, ensure_ascii=False, indent=2)
    print(HIDDEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text))


def words(finding: Finding, language: str) -> dict[str, object]:
    """Return a finding with its message and hint in words."""
    return {
        "file": finding.file, "row": finding.row, "column": finding.column, "code": finding.code,
        "severity": finding.severity.value,
        "message": say(f"finding.{finding.code}.message", language, **finding.values),
        "hint": say(f"finding.{finding.code}.hint", language, **finding.values),
    }  # fmt: skip


def show_findings(
    findings: Sequence[Finding], language: str, as_json: bool, more: Mapping[str, object] | None = None
) -> None:
    """Print findings as a table, or as JSON with ``more`` keys before them; say so when there are none."""
    rows = [words(finding, language) for finding in findings]
    if as_json:
        emit({**(more or {}), "findings": rows})
        return
    if not rows:
        OUT.print(say("cli.no-findings", language))
        return
    counts = {severity: sum(f.severity is severity for f in findings) for severity in Severity}
    OUT.print(", ".join(f"{say(f'cli.severity-{s}', language)}: {n}" for s, n in counts.items() if n))
    table = grid("", expand=True)
    for key in ("severity", "place", "message"):
        table.add_column(say(f"cli.column-{key}", language), overflow="fold")
    weights = list(Severity)
    seen: dict[tuple[str, str], int] = {}
    for finding, row in sorted(zip(findings, rows, strict=True), key=lambda pair: weights.index(pair[0].severity)):
        kind = (finding.severity.value, finding.code)
        seen[kind] = seen.get(kind, 0) + 1
        if finding.severity is not Severity.ERROR and seen[kind] > SHOWN_ALIKE:
            continue
        colour = {"error": "red", "warning": "yellow", "question": "cyan", "note": "dim"}[finding.severity]
        place = f"{row['file']}:{row['row']}" + (f" ({row['column']})" if row["column"] else "")
        said = f"{escape(str(row['message']))}\n[dim]{escape(str(row['hint']))}[/dim]"
        weight = say(f"cli.severity-{finding.severity}", language)
        table.add_row(f"[{colour}]{weight}[/]", escape(place), said)
    OUT.print(table)
    hidden = sum(max(0, number - SHOWN_ALIKE) for (severity, _), number in seen.items() if severity != Severity.ERROR)
    if hidden:
        OUT.print(say("cli.hidden", language, number=hidden))


def grid(title: str, expand: bool = False) -> Table:
    """Return an empty table in the style of the command: a line below the header, and no frame that takes room."""
    style = box.SIMPLE_HEAD
    return Table(title=title, title_justify="left", box=style, show_edge=False, padding=(0, 1, 0, 0), expand=expand)


def show_table(
    title: str,
    header: Iterable[str],
    rows: Iterable[Sequence[object]],
    right: Collection[int] = (),
    least: Mapping[int, int] | None = None,
) -> None:
    """Print a table and an empty line on the terminal; text from the folder is never read as markup.

    ``right`` names the columns of numbers, by place from 0; ``least`` the signs that a column gets in any case.
    """
    table = grid(title)
    for place, name in enumerate(header):
        side = "right" if place in right else "left"
        table.add_column(name, overflow="fold", justify=side, min_width=(least or {}).get(place))  # type: ignore[arg-type]
    for row in rows:
        table.add_row(*("" if cell is None else escape(str(cell)) for cell in row))
    OUT.print(table)
    OUT.print()


@contextmanager
def bars(names: Mapping[str, str]) -> Iterator[Tell]:
    """Show on standard error how far each step is, by its name in words, when that is a terminal."""
    with Progress(console=ERR, transient=True, disable=not ERR.is_terminal) as progress:
        tasks = {name: progress.add_task(said, total=None, visible=False) for name, said in names.items()}

        def tell(name: str, done: int, total: int) -> None:
            progress.update(tasks[name], completed=done, total=total, visible=True)

        yield tell
