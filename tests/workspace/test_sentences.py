"""Every finding code has a sentence and a hint in every language, and every sentence has a code."""

from __future__ import annotations

import ast
from pathlib import Path
from string import Formatter

import opennss
from opennss.language import languages, sentences

ROOMS = ("tables", "catalogue", "workspace")
ROOT = Path(opennss.__file__).parent


def texts(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def raised(path: Path) -> set[str]:
    """The codes that calls of ``Finding``, ``fault`` and ``CodeError`` name in a file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        position = {"Finding": 3, "fault": 1 if path.name == "settings.py" else 2, "CodeError": 0}.get(name)
        if position is not None and len(node.args) > position:
            code = node.args[position]
            found |= {code.value} if isinstance(code, ast.Constant) and code.value else set()
    return found


def test_every_code_has_its_sentences() -> None:
    files = [path for room in (*ROOMS, "model") for path in (ROOT / room).rglob("*.py")]
    codes = set().union(*(raised(path) for path in files))
    assert len(codes) > 80
    for language in languages():
        said = sentences(language)
        missing = {code for code in codes for part in ("message", "hint") if not said.get(f"finding.{code}.{part}")}
        assert not missing


def test_every_sentence_has_its_code() -> None:
    used = set().union(*(texts(path) for path in ROOT.rglob("*.py")))
    for language in languages():
        codes = {key.split(".")[1] for key in sentences(language) if key.startswith("finding.")}
        assert codes <= used


def test_languages_say_the_same_with_the_same_values() -> None:
    first, *others = (sentences(language) for language in languages())
    for key, sentence in first.items():
        if key.startswith("finding."):
            names = {name for _, name, _, _ in Formatter().parse(sentence) if name}
            for other in others:
                assert {name for _, name, _, _ in Formatter().parse(other[key]) if name} == names, key
