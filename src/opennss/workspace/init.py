"""A new country folder: settings, every table with its header, a page of prose for each language."""

from __future__ import annotations

import datetime as dt
import shutil
import tomllib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

from opennss.catalogue import store
from opennss.errors import Finding, WorkspaceError
from opennss.language import FALLBACK
from opennss.workspace.settings import FILE, print_settings, read_settings
from opennss.workspace.write import write_table, write_templates, write_text


def init(
    folder: Path,
    country: str,
    languages: Sequence[str],
    *,
    as_of: dt.date,
    currency: str,
    name: str = "",
    years: Sequence[int] = (),
) -> None:
    """Create a country folder that passes the check with only its open questions left.

    ``as_of`` is the day of the folder; the plan covers the three years after it unless ``years`` says otherwise.
    Effort and capacity begin empty: no figure is invented. Raises ``WorkspaceError`` when the folder has content or
    a setting is wrong; then nothing is written.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceError([Finding(folder.name, 0, "", "folder-not-empty", {"folder": folder.as_posix()})])
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir()
        _fill(draft, _settings(country, languages, as_of, currency, name, years), languages)
        if folder.exists():
            for path in sorted(draft.iterdir(), key=lambda path: path.name == FILE):
                path.rename(folder / path.name)
        else:
            draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _settings(
    country: str, languages: Sequence[str], as_of: dt.date, currency: str, name: str, years: Sequence[int]
) -> dict[str, object]:
    words = {language: tomllib.loads(template(language)["words.toml"]) for language in languages}
    return {
        "format": 1,
        "country": country,
        **{f"name_{language}": name or country for language in languages},
        **{f"{key}_{language}": words[language][key] for key in ("body", "title") for language in languages},
        "as_of": as_of,
        "years": list(years) or [as_of.year + step for step in (1, 2, 3)],
        "currency": currency,
        "languages": list(languages),
        "illustrative": False,
        "seed": 1,
        "membership": {"iso": "?", "iec": "?", "iso_source": "", "iec_source": ""},
        "ranking": {"level": "section", "tie": "mean"},
        "plan": {"utilization": 0.85},
        "catalogue": {"path": "catalogue", "sha256": ""},
    }


def template(language: str) -> dict[str, str]:
    """The files of the template in one language; a language without one starts from the English."""
    root = resources.files("opennss.workspace").joinpath("template")
    place = root.joinpath(language) if root.joinpath(language).is_dir() else root.joinpath(FALLBACK)
    return {file.name: file.read_text(encoding="utf-8") for file in place.iterdir()}


def _fill(folder: Path, settings: dict[str, object], languages: Sequence[str]) -> None:
    write_text(folder / FILE, print_settings(settings))
    _, findings = read_settings(folder)
    if findings:
        raise WorkspaceError(findings)
    write_templates(folder, languages)
    (folder / "catalogue").mkdir()
    for row_class in store.TABLES:
        write_table((), folder / "catalogue" / row_class.FILE, row_class, languages)
    for language in languages:
        place = folder / "text" / language
        place.mkdir(parents=True)
        for name, text in template(language).items():
            if name.endswith(".md"):
                write_text(place / name, text)
