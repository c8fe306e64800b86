"""A new country folder: settings, every table, the calendar of the work, questions to the body, starter texts."""

from __future__ import annotations

import datetime as dt
import shutil
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from opennss.catalogue import store
from opennss.errors import Finding, WorkspaceError
from opennss.language import FALLBACK, Text
from opennss.language import languages as spoken
from opennss.model.codes import Id
from opennss.model.country import IsoMembership
from opennss.model.observations import Source
from opennss.model.process import Baseline, Presence, ProcessStep, Step, StepStatus, Topic
from opennss.model.standards import Participation
from opennss.model.table import Row
from opennss.model.territories import country_currency, country_names
from opennss.workspace.settings import FILE, read_settings
from opennss.workspace.tables import TABLES
from opennss.workspace.toml import print_settings
from opennss.workspace.write import write_table, write_text

MONTHS: dict[Step, tuple[int, int]] = {
    Step.MANDATE: (1, 1), Step.CURRENT: (1, 3), Step.ECONOMIC: (2, 5), Step.NON_ECONOMIC: (2, 5),
    Step.EMERGING: (2, 5), Step.STAKEHOLDERS: (3, 6), Step.STANDARDS: (5, 7), Step.PROJECTS: (6, 8),
    Step.RESOURCES: (6, 8), Step.PLAN: (8, 9), Step.DRAFT: (9, 11), Step.APPROVAL: (12, 12),
}  # fmt: skip
"""First and last month of each step, counted from the month after ``as_of`` (method, section 19.3); then step 9."""

UNSET = "XXX"
"""What stands for a code that was not given (ISO 4217 keeps XXX for "no currency")."""

Rows = Mapping[type[Row], Sequence[Row]]


def init(
    folder: Path,
    country: str,
    languages: Sequence[str],
    *,
    as_of: dt.date,
    currency: str = "",
    name: str = "",
    years: Sequence[int] = (),
    iso: IsoMembership = IsoMembership.UNKNOWN,
    iso_source: Source | None = None,
    rows: Rows | None = None,
    snapshots: Mapping[str, bytes] | None = None,
) -> None:
    """Create a country folder that passes the check with only its open questions left.

    ``as_of`` is the day of the folder; the plan covers the three years after it unless ``years`` says otherwise.
    ``currency`` and ``name`` follow from the country where they are not given. ``rows`` are what public sources say,
    by table; ``snapshots`` are files for ``sources/``; a known ``iso`` membership needs its ``iso_source``.
    Effort and capacity begin empty: no figure is invented. Raises ``WorkspaceError`` when the folder has content or
    a setting is wrong; then nothing is written.
    """
    complete = bool(rows and rows.get(Participation))  # the whole list of members was read, or nothing at all
    membership = {"iso": iso, "iec": "?", "iso_source": iso_source.id if iso_source else "", "iec_source": "",
                  "all_seats": complete}  # fmt: skip
    settings = _settings(country, languages, as_of, currency, name, years) | {"membership": membership}
    filled = {ProcessStep: _process(languages, as_of, settings), Baseline: _baseline(languages)} | dict(rows or {})
    if iso_source:
        filled[Source] = (*filled.get(Source, ()), iso_source)
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WorkspaceError([Finding(folder.name, 0, "", "folder-not-empty", {"folder": folder.as_posix()})])
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir()
        _fill(draft, settings, languages, filled, snapshots or {})
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
    names = country_names(country, [language for language in languages if language in spoken()])
    words = {language: _words(language) for language in languages}
    return {
        "format": 1,
        "country": country,
        **{f"name_{language}": name or names[language] or country for language in languages},
        **{f"{key}_{language}": words[language][key] for key in ("body", "title") for language in languages},
        "as_of": as_of,
        "years": list(years) or [as_of.year + step for step in (1, 2, 3)],
        "currency": currency or country_currency(country, as_of) or UNSET,
        "languages": list(languages),
        "illustrative": False,
        "seed": 1,
        "membership": {},
        "ranking": {"level": "section", "tie": "mean"},
        "plan": {"utilization": 0.85},
        "catalogue": {"path": "catalogue", "sha256": ""},
    }


def template(language: str) -> dict[str, str]:
    """The files of the template in one language; a language without one starts from the English."""
    root = resources.files("opennss.workspace").joinpath("template")
    place = root.joinpath(language) if root.joinpath(language).is_dir() else root.joinpath(FALLBACK)
    return {file.name: file.read_text(encoding="utf-8") for file in place.iterdir()}


def _words(language: str) -> dict[str, Any]:
    return tomllib.loads(template(language)["words.toml"])


def _text(languages: Sequence[str], *path: str) -> Text:
    """Return the words of the template below ``path`` in every language."""
    found: dict[str, str] = {}
    for language in languages:
        node = _words(language)
        for key in path:
            node = node[key]
        found[language] = str(node)
    return Text.of(**found)


def _process(languages: Sequence[str], as_of: dt.date, settings: Mapping[str, object]) -> tuple[ProcessStep, ...]:
    """Return the calendar of twelve months that begins in the month after ``as_of``; step 9 fills the plan's years."""
    years = settings["years"]
    last = dt.date(max(years), 12, 31) if isinstance(years, list) else as_of
    begun = month_start(as_of, 13)
    spans = {
        step: (month_start(as_of, first), _before(month_start(as_of, end + 1))) for step, (first, end) in MONTHS.items()
    }
    spans[Step.REVIEW] = (begun, max(last, begun))
    return tuple(
        ProcessStep(
            step=step, responsible=_text(languages, "responsible", step), start=start, due=due, status=StepStatus.OPEN
        )
        for step, (start, due) in spans.items()
    )


def month_start(day: dt.date, months: int) -> dt.date:
    """Return the first day of the month that comes ``months`` after the month of ``day``.

    >>> month_start(dt.date(2026, 11, 22), 2)
    datetime.date(2027, 1, 1)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def _before(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=1)


def _baseline(languages: Sequence[str]) -> tuple[Baseline, ...]:
    """Return the questions of the self-assessment, by topic; nobody has answered them yet."""
    asked = _words(FALLBACK)["baseline"]
    return tuple(
        Baseline(
            id=Id(f"{topic}-{name}"), topic=topic, question=_text(languages, "baseline", topic, name),
            state=Presence.UNKNOWN,
        )
        for topic in Topic
        for name in asked[topic]
    )  # fmt: skip


def _fill(
    folder: Path, settings: dict[str, object], languages: Sequence[str], rows: Rows, snapshots: Mapping[str, bytes]
) -> None:
    write_text(folder / FILE, print_settings(settings))
    _, findings = read_settings(folder)
    if findings:
        raise WorkspaceError(findings)
    for table in TABLES:
        write_table(rows.get(table.row, ()), folder / table.file, table.row, languages)
    (folder / "catalogue").mkdir()
    for row_class in store.TABLES:
        write_table(rows.get(row_class, ()), folder / "catalogue" / row_class.FILE, row_class, languages)
    if snapshots:
        (folder / "sources").mkdir()
    for name, content in sorted(snapshots.items()):
        (folder / "sources" / name).write_bytes(content)
    for language in languages:
        place = folder / "text" / language
        place.mkdir(parents=True)
        for name, text in template(language).items():
            if name.endswith(".md"):
                write_text(place / name, text)
