"""The sample documents, built once for all tests of the printing room, and a small folder with people in it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"document_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def sample() -> ModuleType:
    """Return the module that builds the sample documents."""
    return _load("sample")


@pytest.fixture(scope="session")
def made_up() -> ModuleType:
    """Return the module that makes up a robustness."""
    return _load("robust_sample")


@pytest.fixture
def people(small: Path) -> Path:
    """A small folder with objectives, measures, national committees, experts and positions."""
    return _load("folders").people_come(small)


@pytest.fixture
def secret() -> dict[str, str]:
    """Return what of these people may not be printed in the public edition, by what it is."""
    return dict(_load("folders").SECRET)


@pytest.fixture
def technical(small: Path) -> Path:
    """A small folder with technologies."""
    return _load("folders").technologies_come(small)
