"""The law of the house, guarded by a machine: sizes, docstrings, words, imports, clocks, what may be committed."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from opennss.language import languages, sentences

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "opennss"
FILES = sorted(SOURCE.rglob("*.py"))

LINES_OF_A_FILE, LINES_OF_A_BODY = 500, 40

LONG_FILES: dict[str, str] = {}
"""Files that may be longer, each with its reason."""

LONG_FUNCTIONS: dict[str, str] = {}
"""Functions (``file.py:name``) that may be longer, each with its reason."""


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module", autouse=True)
def trees_are_let_go() -> Iterator[None]:
    """What was read of all files is large, and no other test needs it."""
    yield
    tree.cache_clear()


def short(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


# Sizes and docstrings


def test_files_are_short() -> None:
    long = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert {name: count for name, count in long.items() if count > LINES_OF_A_FILE and name not in LONG_FILES} == {}
    assert {name for name in LONG_FILES if long.get(name, 0) <= LINES_OF_A_FILE} == set(), "no longer an exception"


def test_functions_are_short() -> None:
    long = {}
    for path in FILES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) is not None else node.body
                lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                if lines > LINES_OF_A_BODY:
                    long[f"{short(path)}:{node.name}"] = lines
    assert set(long) == set(LONG_FUNCTIONS), long


def public(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.AST]]:
    """The public classes, functions and methods below a node; what stands inside a function is its own business."""
    for child in getattr(node, "body", ()):
        if isinstance(child, ast.ClassDef | ast.FunctionDef) and not child.name.startswith("_"):
            yield prefix + child.name, child
            if isinstance(child, ast.ClassDef):
                yield from public(child, f"{prefix}{child.name}.")


def test_everything_public_says_what_for() -> None:
    silent = [
        f"{short(path)}:{name}"
        for path in FILES
        for name, node in public(tree(path))
        if ast.get_docstring(node) is None  # type: ignore[arg-type]
    ]
    assert silent == []
    assert [short(path) for path in FILES if ast.get_docstring(tree(path)) is None] == []


# Words

BUILT = (
    "label.areas-",
    "doc.worth-",
    "label.bring-",
    "label.category-",
    "label.variant-",
    "label.frontier-",
    "label.coverage-",
    "label.fund-",
    "label.gap-",
    "label.list-",
    "label.load-",
    "label.not-now-",
    "label.project-",
    "label.kind-",
    "label.effort-",
    "label.seat-",
    "label.served-",
    "label.step-",
    "label.strength-",
    "label.task-",
    "label.type-",
    "label.way-",
    "method.gap-",
    "method.not-now-",
    "method.project-",
    "rank.kind-",
    "rank.score-",
    "rank.working-",
    "robust-words.",
    "scan.read-",
    "lists.columns-",
    "lists.fit-",
    "lists.title-",
    "approach.relevance-",
    "approach.value-",
    "doc.approach-",
    "doc.dossier-no-",
    "doc.level-",
    "doc.list-",
    "doc.reading-",
    "doc.research-",
    "doc.use-",
    "label.approach-",
    "label.axis-",
    "label.committee-",
    "label.figure-",
    "label.joining-",
    "label.landscape-",
    "label.level-",
    "label.research-",
    "label.technology-",
    "method.list-",
    "method.measure-",
    "method.research-",
    "doc.category-",
    "doc.opening-",
    "doc.served-",
    "doc.decision-",
    "doc.group-",
    "doc.kind-",
    "doc.standing-",
    "doc.status-",
    "doc.step-",
    "doc.type-",
    "doc.seat-",
    "doc.region-measure-",
    "doc.region-member-",
    "doc.region-step-",
    "doc.region-type-",
    "doc.review-holds-",
    "handed.column-",
    "handed.says-",
    "handed.type-",
    "handed.unit-",
    "doc.handed-by-",
    "doc.handed-layer-",
    "doc.handed-same-",
    "doc.handed-verdict-",
    "doc.handed-why-",
    "review.",
    "doc.heading.list-",
    "doc.table.ranks-",
    "doc.columns.ranks-",
    "doc.table.positions-",
    "doc.columns.positions-",
    "doc.figure.",
    "doc.formula-name.",
    "label.goal-",
    "label.measure-",
    "label.mirror-",
    "label.rung-",
    "label.steadiness-",
    "label.steady-",
    "label.weight-",
    "label.year-",
    "doc.edition-",
    "doc.heading.part-",
    "doc.mirror-",
    "doc.rung-",
    "doc.task-",
    "doc.weight-",
    "unit.",
    "sources.title-",
    "sources.sector-",
    "sources.figure-",
    "sources.step-",
    "workbook.kind-",
    "cli.severity-",
    "cli.column-",
    "classify.head-",
    "process.step-",
    "process.actors-",
    "process.yields-",
    "process.look-",
    "process.fill-",
    "process.status-",
    "process.columns",
    "label.topic-",
    "label.membership-",
    "label.presence-",
    "label.request-",
    "label.requests-",
    "label.offers-",
    "label.opinions-",
    "method.request-",
    "doc.answer-",
    "doc.offer-",
    "doc.opinion-",
    "doc.outcome-",
    "reply.channel-",
    "reply.decided-",
    "reply.why-",
    "reply.offer-",
    "reply.table-",
    "reply.columns-",
    "questionnaire.",
    "catalogue.changed-",
    "catalogue.step-",
    "catalogue.touch-",
    "search.columns-",
    "search.field-",
    "search.state-",
    "search.title-",
    "search.why-",
    "note.",
    "working.",
    "label.heard-",
    "label.consensus-",
    "label.agreed-count-",
    "label.set-aside-",
    "doc.agreed-",
    "doc.aside-",
    "doc.weights-by-",
    "method.elicited-",
    "method.order-",
    "method.robust-",
    "label.method-",
    "label.robust-",
    "doc.its-reason-in-",
    "doc.alert-",
    "doc.do-",
    "doc.light-",
    "doc.matter-",
    "doc.monitor-state-",
    "doc.monitor-stage-",
    "doc.pace-",
    "doc.periodicity-",
    "doc.result-",
    "doc.should-",
    "label.kpi-",
    "method.kpi-",
    "doc.notice-body-",
    "doc.notice-codes-",
    "doc.notice-definition-",
    "doc.notice-kind-",
    "doc.notice-kpi-",
    "doc.notice-period-",
    "doc.notice-stage-",
    "doc.review-age-",
    "doc.review-source-",
    "label.duty-",
    "label.hold-",
    "label.notice-kpi-",
    "label.obligations-",
    "label.reviews-",
    "label.votes-",
    "doc.paper-",
    "doc.robust-",
    "doc.space-",
    "doc.test-",
    "doc.treatment-",
    "schedule.columns-",
    "schedule.day-",
    "schedule.form-",
    "schedule.mark-",
    "schedule.phase-",
    "schedule.sheet-",
    "schedule.workload-",
    "doc.schedule-deadline-",
    "doc.schedule-move-",
    "label.schedule-",
    "method.schedule-",
)
"""Keys that a program puts together, by their beginnings: the rest is a value of the model."""


def strings(path: Path) -> set[str]:
    found = (node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant))
    return {value for value in found if isinstance(value, str)}


def constants(node: ast.expr) -> list[str]:
    """The texts that an argument may be: a constant, or either side of a condition."""
    if isinstance(node, ast.IfExp):
        return constants(node.body) + constants(node.orelse)
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


CALLS = {
    # name: place of the argument, beginnings of the keys
    "say": (0, ("",)),
    "spoken": (0, ("",)),
    "both": (0, ("",)),
    "label": (0, ("label.",)),
    "count": (2, ("label.",)),
    "Origin": (0, ("method.",)),
    "pen.t": (0, ("doc.",)),
    "pen.say": (0, ("doc.",)),
    "pen.method": (0, ("method.",)),
    "pen.heading": (1, ("doc.heading.",)),
    "pen.table": (0, ("doc.table.", "doc.columns.")),
}


def keys_named(path: Path) -> set[str]:
    """The keys that calls of a file name outright."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            place, starts = CALLS.get(ast.unparse(node.func), (0, ()))
            if len(node.args) > place:
                found |= {start + text for text in constants(node.args[place]) for start in starts}
    return found


def test_every_key_that_is_used_exists() -> None:
    used = set().union(*(keys_named(path) for path in FILES))
    assert len(used) > 200
    for language in languages():
        assert used - set(sentences(language)) == set()


def test_every_key_is_used() -> None:
    told = set().union(*(strings(path) for path in FILES))

    def used(key: str) -> bool:
        parts = key.split(".")
        if parts[0] == "finding":
            return parts[1] in told
        return key.startswith(BUILT) or any(".".join(parts[start:]) in told for start in range(len(parts)))

    assert {key for key in sentences("en") if not used(key)} == set()


def test_beginnings_of_keys_are_built_somewhere() -> None:
    built = set()
    for path in FILES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                built.add(str(node.values[0].value))
    for start in BUILT:
        parts = start.split(".")
        assert any(".".join(parts[place:]) in built for place in range(len(parts))), start
        assert any(key.startswith(start) for key in sentences("en")), start


def test_languages_say_the_same_things_with_the_same_values() -> None:
    first, *others = (sentences(language) for language in languages())
    for other in others:
        assert set(first) == set(other)
        for key, sentence in first.items():
            names = {name for _, name, _, _ in Formatter().parse(sentence) if name}
            assert {name for _, name, _, _ in Formatter().parse(other[key]) if name} == names, key
            assert len(first[key].split("|")) == len(other[key].split("|")), key
    for language in languages():
        assert [key for key, sentence in sentences(language).items() if not sentence.strip()] == []


# Imports, clocks and connections


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def within(names: set[str], modules: tuple[str, ...]) -> set[str]:
    return {name for name in names for module in modules if name == module or name.startswith(f"{module}.")}


CONNECTIONS = ("requests", "httpx", "aiohttp", "urllib.request", "http.client", "socket", "ftplib")
FOREIGN = ("django", "flask", "pymcdm", "pytest", "prov", "pypdf")


def test_the_library_knows_no_web_framework_and_no_peer() -> None:
    assert {short(path): found for path in FILES if (found := within(imported(path), FOREIGN))} == {}


def test_only_sources_open_connections() -> None:
    rooms = [path for path in FILES if not short(path).startswith("sources/")]
    assert {short(path): found for path in rooms if (found := within(imported(path), CONNECTIONS))} == {}


def test_the_only_clock_is_in_the_command() -> None:
    asked = {"today", "now", "utcnow", "localtime", "gmtime", "time_ns"}
    found = [
        f"{short(path)}:{node.lineno}"
        for path in FILES
        if short(path) != "cli/app.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and (node.attr in asked or ast.unparse(node) == "time.time")
    ]
    assert found == []


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


# What is committed

MACHINE = re.compile(r"(?<![\w.])/(?:work|home|root|Users)/[A-Za-z]|[A-Z]:\\Users")
HOSTS = ("index-" + "url", "python" + "hosted", "/sim" + "ple/", "registry" + r"\.npm", "proxy" + r"\.golang")
REGISTRY = re.compile("|".join(HOSTS), re.IGNORECASE)
NAMED_HERE = ("tests/test_house.py",)


def committed() -> list[Path]:
    """The files that git keeps, or would keep; without git, or outside a checkout, nobody can tell (never in CI)."""
    if os.environ.get("CI") != "true" and not (shutil.which("git") and (ROOT / ".git").exists()):
        pytest.skip("git, or a checkout, is missing: which files are committed is not known")
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return [path for name in told.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def test_no_machine_and_no_registry_is_named() -> None:
    found = []
    for path in committed():
        name = path.relative_to(ROOT).as_posix()
        content = path.read_bytes()
        if b"\0" in content or name in NAMED_HERE:
            continue
        for number, line in enumerate(content.decode("utf-8").splitlines(), 1):
            if MACHINE.search(line) or REGISTRY.search(line):
                found.append(f"{name}:{number}: {line.strip()[:80]}")
    assert found == []


def test_no_shared_data_is_committed() -> None:
    shared = Path(os.environ.get("OPENNSS_SHARED", ROOT.parent / "shared")) / "data" / "MANIFEST.json"
    if not shared.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{shared} is missing: nobody can tell whether shared data were committed")
        pytest.skip(f"{shared} is missing; set OPENNSS_SHARED to compare the committed files with the shared data")
    known = {entry["sha256"]: entry["file"] for entry in json.loads(shared.read_text(encoding="utf-8"))}
    assert len(known) > 10
    own = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in committed()}
    assert {str(path): known[digest] for path, digest in own.items() if digest in known} == {}
