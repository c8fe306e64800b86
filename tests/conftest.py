"""What many rooms test with: the example country, built once for each worker, and a small valid folder."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from opennss import build as spine
from opennss.document.blocks import Document
from opennss.document.outline import brief_document, strategy_document
from opennss.model.results import Strategy

ROOT = Path(__file__).parent.parent

# No test asserts times: a busy machine must not fail one.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def vietnam() -> Path:
    """The folder of the example country."""
    return ROOT / "examples" / "vietnam"


@pytest.fixture(scope="session")
def strategy(vietnam: Path) -> Strategy:
    """The strategy of the example country."""
    return spine.build(*spine.read(vietnam))


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
