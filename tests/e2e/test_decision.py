"""The example country as a government decision for the public: every file in both languages, and nothing internal."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pypdf
import pytest

from opennss import build as spine
from opennss.language import say


@cache
def spoken(path: Path) -> str:
    """The words of a printed file."""
    if path.suffix == ".pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    if path.suffix == ".docx":
        return ZipFile(path).read("word/document.xml").decode()
    return path.read_text("utf-8")


@pytest.mark.slow
def test_the_public_decision_of_the_example(vietnam: Path, tmp_path: Path) -> None:
    workspace, catalogue = spine.read(vietnam)
    settings = replace(workspace.settings, outline="decision", edition="public")
    public = replace(workspace, method=replace(workspace.method, settings=settings))
    files = spine.write(spine.build(public, catalogue), tmp_path)
    names = {path.relative_to(tmp_path).as_posix() for path in files}
    assert {f"{lang}/strategy.{end}" for lang in ("vi", "en") for end in ("pdf", "docx", "html")} <= names
    assert not [name for name in names if "replies" in name], "letters to organisations are not for everybody"
    for language in ("vi", "en"):
        text = " ".join(spoken(tmp_path / language / "strategy.pdf").split())
        for part in ("part-viewpoints", "part-vision", "part-tasks", "part-implementation"):
            heading = say(f"doc.heading.{part}", language)
            assert heading in text, heading
    voices = workspace.voices
    signed = {row.signatory for row in (*voices.requests, *voices.positions) if row.signatory}
    pseudonyms = {f">{row.id}<" for row in workspace.evidence.experts}
    reasons = {row.reason for row in voices.positions if row.reason}
    for path in files:
        found = spoken(path)
        assert not [secret for secret in (*signed, *pseudonyms, *reasons) if secret in found], path.name
