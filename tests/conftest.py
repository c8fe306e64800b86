"""What many rooms test with: the example country, built once for each worker, and a small valid folder."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from rich.console import Console

from opennss import build as spine
from opennss import cli
from opennss.catalogue.store import Catalogue
from opennss.cli import screen
from opennss.document.blocks import Document
from opennss.document.outline import brief_document, strategy_document
from opennss.model.results import Strategy
from opennss.model.robustness import Tell
from opennss.model.workspace import Workspace

ROOT = Path(__file__).parent.parent

# No test asserts times: a busy machine must not fail one.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

LONG = (
    "web/test_campaigns.py", "e2e/test_print.py", "docs/test_docs.py", "web/test_browser.py", "e2e/test_decision.py",
    "workspace/test_questionnaire.py", "workspace/test_readback.py", "engines/test_spark.py", "cli/test_rank.py",
    "document/test_editions.py", "web/test_workshop.py", "workspace/test_comments.py", "benchmarks/test_scan_works.py",
    "test_cli.py", "technologies/test_vocabulary.py", "technologies/scan/test_matcher.py", "web/test_backup.py",
)  # fmt: skip
"""Files that take longest, the longest first: none of them is begun when the other worker is about to end."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the long files begin; the others, and the tests within a file, keep their order."""
    places = {ROOT / "tests" / name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path, len(LONG)))


@pytest.fixture(scope="session")
def vietnam() -> Path:
    """The folder of the example country."""
    return ROOT / "examples" / "vietnam"


@pytest.fixture(scope="session")
def build_once() -> Callable[..., Strategy]:
    """What ``build`` gives, made once for each worker from an equal workspace and catalogue."""
    build, made = spine.build, list[tuple[Workspace, str, bool, Strategy]]()

    def once(workspace: Workspace, catalogue: Catalogue, *tell: Tell, what_if: bool = True) -> Strategy:
        for before, world, variants, strategy in made:
            if before == workspace and world == catalogue.sha256 and variants == what_if:
                return strategy
        strategy = build(workspace, catalogue, *tell, what_if=what_if)
        made.append((workspace, catalogue.sha256, what_if, strategy))
        return strategy

    return once


@pytest.fixture(scope="session")
def strategy(vietnam: Path, build_once: Callable[..., Strategy]) -> Strategy:
    """The strategy of the example country."""
    return build_once(*spine.read(vietnam))


@pytest.fixture(scope="session")
def documents(strategy: Strategy) -> dict[tuple[str, str], Document]:
    """The strategy and the brief of the example country, by name and language."""
    languages = strategy.workspace.settings.languages
    made = {("strategy", language): strategy_document(strategy, language) for language in languages}
    return made | {("brief", language): brief_document(strategy, language) for language in languages}


@pytest.fixture(scope="session")
def write_small() -> Callable[[Path], Path]:
    """Write the small valid country folder of ``tests/workspace`` somewhere else."""
    spec = importlib.util.spec_from_file_location("small_country", ROOT / "tests" / "workspace" / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.small_country


@pytest.fixture
def nss_all(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command on a screen of some width; return its exit code, what it prints, and its messages."""

    def run(*arguments: object, width: int = 300) -> tuple[int, str, str]:
        for name, error in (("OUT", False), ("ERR", True)):
            console = Console(width=width, highlight=False, emoji=False, color_system=None, stderr=error)
            monkeypatch.setattr(screen, name, console)
        monkeypatch.setattr(sys, "argv", ["nss", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0), *capsys.readouterr()

    return run


@pytest.fixture
def nss(nss_all: Callable[..., tuple[int, str, str]]) -> Callable[..., tuple[int, str]]:
    """The same without the messages."""
    return lambda *arguments, **more: nss_all(*arguments, **more)[:2]


@pytest.fixture
def small(write_small: Callable[[Path], Path], tmp_path: Path) -> Path:
    """A small valid country folder that builds; its prose names only facts that every strategy has."""
    folder = write_small(tmp_path / "small")
    for path in folder.glob("text/*/vision.md"):
        path.write_text(path.read_text("utf-8").replace(" | number", ""), encoding="utf-8", newline="\n")
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared test data; without it the test is skipped, in CI it fails."""
    folder = Path(os.environ.get("OPENNSS_SHARED", ROOT.parent / "shared")) / "data"
    if not folder.is_dir():
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say(f"{folder} is missing; set OPENNSS_SHARED")
    return folder
