"""What the tests of technologies share: small cells and cases."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="session")
def cases() -> ModuleType:
    """Return the module that makes small cells, landscapes and decisions."""
    spec = importlib.util.spec_from_file_location("technologies_cases", Path(__file__).with_name("cases.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def some() -> ModuleType:
    """Return the module that makes works."""
    return _loaded("works_cases", Path(__file__).with_name("scan") / "works_cases.py")


def _loaded(name: str, path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"technologies_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # a dataclass looks its module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def generated() -> ModuleType:
    """Return the generator of the benchmarks."""
    return _loaded("generator", Path(__file__).parents[2] / "benchmarks" / "works.py")


@pytest.fixture(scope="session")
def measured() -> ModuleType:
    """Return the benchmark of whole works, which counts them in the obvious way too."""
    return _loaded("scan_works", Path(__file__).parents[2] / "benchmarks" / "scan_works.py")
