"""A round that is closed: what individuals judged, under pseudonyms, and what organisations said on record."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from opennss.errors import CodeError, Finding, WorkspaceError
from opennss.model.codes import Id
from opennss.model.country import Settings
from opennss.model.criteria import (
    CONSENSUS_DRIFT,
    CONSENSUS_SHARE,
    Answer,
    Category,
    Question,
    Respondent,
    Round,
    Weighting,
)
from opennss.model.table import Row
from opennss.tables.columns import text_languages
from opennss.tables.csvfile import print_table
from opennss.workspace.lock import locked
from opennss.workspace.merging import merge, on_record, plain_lines, text_of, tidy
from opennss.workspace.outcome import refuse_new_errors
from opennss.workspace.settings import FILE as SETTINGS
from opennss.workspace.tables import ROUND_TABLES, VOICES, key_of, round_folder
from opennss.workspace.toml import print_settings
from opennss.workspace.write import write_text, write_texts

HEAD: Final = "round.toml"
AS_OF: Final = re.compile(r"""^([ \t]*["']?as_of["']?[ \t]*=[ \t]*)[0-9-]+""", re.MULTILINE)


def close_round(
    folder: Path,
    closed: Round | None,
    tables: Mapping[type[Row], Sequence[Row]] = {},
    today: dt.date | None = None,
) -> tuple[str, ...]:
    """Write a closed round, exactly once, and add what organisations said; return the names of the files written.

    ``tables`` are rows of ``VOICES``. A row is added unless its key is on record; a position takes the place of an
    older one of the same organisation and area, and an older one is passed over. Without a round, or with one that
    asked nothing, only the tables are written. Respondents and answers are put in the order of their keys, so that the
    order in which they came in tells nothing; free text loses control signs and blanks at its ends.

    The folder's clock (``as_of`` in ``nss.toml``) moves on to the newest day among what is written, never back: what
    happened later than the clock could not be read. So it is written first. It never moves beyond the day on which the
    round closed, or without a round beyond ``today``: a row of a later day is an error (``future-date``).

    When the round stands in the folder with the very same content, only rows whose key is missing are added, and
    nothing is written when none is: a second call is harmless. Raises ``WorkspaceError``, and writes nothing, when it
    stands there with other content (``round-exists``), when a row of another content has the key of one (
    ``row-differs``), when a table has errors, and with every error that the check would find in the new folder.
    """
    if strange := set(tables) - set(VOICES):
        raise ValueError(f"no table of voices: {', '.join(sorted(row.__name__ for row in strange))}")
    with locked(folder) as settings:
        name, files = _round(closed, settings) if closed else ("", {})
        sealed = bool(files) and _sealed(folder, name, files)
        texts: dict[str, str] = {}
        findings: list[Finding] = []
        days = [closed.closed] if closed and files and not sealed else []
        for row_class in (row_class for row_class in VOICES if tables.get(row_class)):
            old = on_record(folder, row_class, settings)
            rows, faults = merge(old, tables[row_class], keep=sealed)
            findings += faults
            if rows != old:
                texts[row_class.FILE] = text_of(folder, row_class, rows, settings)
                days += [day for row in set(rows).difference(old) if (day := getattr(row, "date", None))]
        if findings:
            raise WorkspaceError(findings)
        fresh = {} if sealed else files
        if texts or fresh:
            texts = _clock(folder, settings, days, closed.closed if closed else today) | texts
            refuse_new_errors(folder, {**texts, **fresh})
            _write(folder, texts, name, fresh)
        return (*texts, *fresh)


def _clock(folder: Path, settings: Settings, days: Sequence[dt.date], last: dt.date | None) -> dict[str, str]:
    """Return the settings with the clock moved on to the newest day up to ``last``, nothing when it is late enough."""
    newest = max([settings.as_of, *(day for day in days if last is None or day <= last)])
    if newest == settings.as_of:
        return {}
    text = (folder / SETTINGS).read_text(encoding="utf-8-sig")
    return {SETTINGS: AS_OF.sub(rf"\g<1>{newest}", text, count=1)}


def _round(closed: Round, settings: Settings) -> tuple[str, dict[str, str]]:
    """Return the folder of a round and its files by name; no files when it asked nothing."""
    try:
        place = round_folder(Id.parse(closed.id))
    except CodeError as error:
        raise WorkspaceError([Finding(f"judgements/{HEAD}", 0, "", error.code, dict(error.values))]) from error
    tables: dict[type[Row], Sequence[Row]] = {
        Question: closed.questions,
        Respondent: sorted(closed.respondents, key=key_of),
        Answer: sorted(closed.answers, key=key_of),
        Weighting: sorted(closed.weightings, key=key_of),
    }
    if not any(tables.values()):
        return place, {}
    invited = dict(closed.invited)
    head: dict[str, object] = {
        **{f"title_{language}": plain_lines(said).strip() for language, said in closed.title.values},
        "closed": closed.closed,
        **({"follows": closed.follows} if closed.follows else {}),
        **_declared(closed),
        "invited": {str(category): invited[category] for category in Category if invited.get(category)},
    }
    files = {place + HEAD: print_settings(head)}
    for table in ROUND_TABLES:
        rows = tuple(map(tidy, tables[table.row]))
        if rows or table.required:
            ordered = text_languages(rows, settings.languages)
            files[place + table.file] = print_table(rows, table.row, ordered, decimal=settings.decimal)
    return place, files


def _declared(closed: Round) -> dict[str, int]:
    """Return the rule of consensus where it is another than that of a round that declares none."""
    rule = {"consensus_share": closed.consensus_share, "consensus_drift": closed.consensus_drift}
    return rule if tuple(rule.values()) != (CONSENSUS_SHARE, CONSENSUS_DRIFT) else {}


def _sealed(folder: Path, place: str, files: Mapping[str, str]) -> bool:
    """Say whether a round stands in the folder with these very files; raises when it stands there otherwise."""
    found = {path.name: path for path in (folder / place).glob("*")}
    if not found:
        return False
    known = {HEAD, *(table.file for table in ROUND_TABLES)}
    standing = {place + name: path.read_bytes() for name, path in found.items() if name in known and path.is_file()}
    if standing != {name: text.encode() for name, text in files.items()}:
        value = Path(place).name
        raise WorkspaceError([Finding(place + HEAD, 0, "", "round-exists", {"value": value})])
    return True


def _write(folder: Path, texts: Mapping[str, str], place: str, files: Mapping[str, str]) -> None:
    """Write the tables, then move the folder of the round to its place; its draft stands where nobody reads."""
    draft = folder / f".{place.strip('/').replace('/', '-')}.part"
    shutil.rmtree(draft, ignore_errors=True)
    try:
        for name, text in files.items():
            draft.mkdir(exist_ok=True)
            (folder / place).parent.mkdir(exist_ok=True)
            write_text(draft / Path(name).name, text)
        moved = {folder / place: draft} if files else {}
        write_texts({folder / name: text for name, text in texts.items()}, moved)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
