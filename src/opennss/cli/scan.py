"""The verb that scans research works: which technologies they are about, counted by economy and year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import Progress

from opennss.cli import screen
from opennss.cli.app import AsJson, Lang
from opennss.cli.group import technologies
from opennss.cli.screen import emit, escape, show_findings, show_table, words
from opennss.engines import Kernel, Part, Tell, local
from opennss.errors import CodeError, Finding, Severity, WorkspaceError
from opennss.language import number, say
from opennss.model.codes import Id
from opennss.model.technologies import ResearchCount, Technology
from opennss.tables.csvfile import read_table
from opennss.technologies.scan.rules import Definition
from opennss.technologies.scan.wanted import definitions_of
from opennss.technologies.vocabulary import definitions
from opennss.workspace.settings import read_settings
from opennss.workspace.write import write_table

LOCAL, SPARK, CLUSTER = "local", "spark", "spark://"
SUFFIXES = (".gz", ".jsonl", ".parquet")
"""Endings of the files that are read in a folder; a file that is named is read whatever its ending is."""
FIRST = 20
"""Findings that the screen shows; `--json` has them all."""
TALLIES = ("files", "works", "lines", "unread", "matched")
"""What the screen says of what was read, in this order."""


def room(name: str) -> Any:
    """Return a module of the scan, with its compiled kernels: only this verb waits for them."""
    return import_module(f"opennss.technologies.scan.{name}")


@technologies.command()
def scan(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH", help="files of OpenAlex works, or folders of them", exists=True),
    ],
    out: Annotated[Path, typer.Option("--out", help="the table of counts to write")] = Path("research.csv"),
    source: Annotated[str, typer.Option("--source", help="id that the works have in sources.csv")] = "openalex",
    workspace: Annotated[
        Path | None,
        typer.Option("--workspace", help="a country folder, to look for its own technologies; default: the vocabulary"),
    ] = None,
    engine: Annotated[
        str, typer.Option("--engine", help="local, spark (in this process) or spark://HOST:PORT")
    ] = LOCAL,
    processes: Annotated[
        int | None, typer.Option("--processes", min=1, help="with local: how many; default: one for each processor")
    ] = None,
    parts: Annotated[
        Path | None, typer.Option("--parts", help="folder that keeps what is finished: an interrupted scan goes on")
    ] = None,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Count research works by technology, economy and year, from files of OpenAlex's works."""
    if engine not in (LOCAL, SPARK) and not engine.startswith(CLUSTER):
        raise typer.BadParameter(engine, param_hint="--engine")
    if out.is_dir() or not out.absolute().parent.is_dir():
        raise typer.BadParameter(str(out), param_hint="--out")
    try:
        key = Id.parse(source)
    except CodeError as error:
        raise typer.BadParameter(source, param_hint="--source") from error
    try_out(out)
    kernel: Kernel = room("counting").Counting(wanted(workspace))
    files = list(files_in(paths, parts))
    with progress(lang) as tell:
        try:
            part = run(engine, kernel, files, processes, parts, tell)
        except KeyboardInterrupt:
            screen.ERR.print(say("scan.interrupted" if parts else "scan.interrupted-lost", lang))
            raise typer.Exit(1) from None
    write_table(room("research").rows(part.counts, key), out, ResearchCount, ())
    show(part, out, lang, as_json)


def try_out(out: Path) -> None:
    """Raise ``WorkspaceError`` when the table cannot be written there: told before a scan of hours, not after."""
    trial = out.with_name(f"{out.name}.part")
    try:
        trial.touch()
        trial.unlink()
    except OSError as error:
        values: dict[str, object] = {"reason": error.strerror or type(error).__name__}
        raise WorkspaceError([Finding(str(out), 0, "", "scan-out-unwritable", values)]) from error


def run(
    engine: str, kernel: Kernel, files: Sequence[str], processes: int | None, parts: Path | None, tell: Tell
) -> Part:
    """Run the kernel on the engine of this name; raises ``WorkspaceError`` when it is Spark and Spark is missing."""
    if engine == LOCAL:
        return local.run(kernel, files, processes, parts, tell)
    try:
        spark: Any = import_module("opennss.engines.spark")
    except ImportError as error:
        raise WorkspaceError([Finding("", 0, "", "scan-spark-missing")]) from error
    part: Part = spark.run(kernel, files, engine, parts, tell)
    return part


def files_in(paths: Sequence[Path], parts: Path | None = None) -> Iterator[str]:
    """Yield each file once, in the order of the paths and in a folder of the names, whole: workers start elsewhere.

    What the scan itself keeps in ``parts`` is left out. Raises ``WorkspaceError`` for a folder without such a file.
    """
    seen: set[Path] = set()
    for path in paths:
        inside = sorted(file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in SUFFIXES)
        found = [file for file in inside if parts is None or parts.resolve() not in file.resolve().parents]
        found = found if path.is_dir() else [path]
        if not found:
            raise WorkspaceError([Finding(str(path), 0, "", "scan-no-files", {"endings": ", ".join(SUFFIXES)})])
        for file in found:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield str(file.absolute())


def wanted(workspace: Path | None) -> tuple[Definition, ...]:
    """Return what to look for: the technologies of a country folder, or those of the vocabulary."""
    every = definitions()
    if workspace is None:
        return every
    settings, faults = read_settings(workspace)
    if settings is None:
        raise WorkspaceError(faults)
    table = read_table(workspace / Technology.FILE, Technology, settings.languages, decimal=settings.decimal)
    found, wrong = definitions_of(table.rows, {one.id: one for one in every})
    if errors := [finding for finding in (*table.findings, *wrong) if finding.severity is Severity.ERROR]:
        raise WorkspaceError(errors)
    if not found:
        raise WorkspaceError([Finding(Technology.FILE, 0, "", "scan-nothing-wanted")])
    return found


@contextmanager
def progress(lang: str) -> Iterator[Tell]:
    """Show on standard error how many files are finished, when that is a terminal."""
    with Progress(console=screen.ERR, transient=True, disable=not screen.ERR.is_terminal) as bars:
        task = bars.add_task(say("scan.step", lang), total=None)

        def tell(path: str, done: int, total: int) -> None:
            said = f"{say('scan.step', lang)} {done}/{total} {escape(Path(path).name)}"
            bars.update(task, completed=done, total=total, description=said)

        yield tell


def show(part: Part, out: Path, lang: str, as_json: bool) -> None:
    """Print what was read, what was wrong and where the counts are; 1 when there is more than notes."""
    order = list(Severity)
    findings = sorted(part.findings, key=lambda finding: order.index(finding.severity))
    if as_json:
        emit({
            "out": out.as_posix(), "counts": len(part.counts), "read": dict(part.done),
            "findings": [words(finding, lang) for finding in findings],
        })  # fmt: skip
    else:
        rows = [(say(f"scan.read-{name}", lang), number(part.done.get(name, 0), lang)) for name in TALLIES]
        show_table(say("scan.title", lang), say("scan.columns", lang).split("|"), rows)
        screen.OUT.print(say("scan.written", lang, count=number(len(part.counts), lang), file=escape(out.as_posix())))
        if findings:
            show_findings(findings[:FIRST], lang, as_json)
        if len(findings) > FIRST:
            screen.OUT.print(say("scan.more", lang, count=number(len(findings) - FIRST, lang)))
    if any(finding.severity is not Severity.NOTE for finding in findings):
        raise typer.Exit(1)
