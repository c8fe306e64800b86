"""The country folder to the model: settings, tables, rounds and text, with every fault at once."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from opennss.errors import CodeError, Finding, Severity
from opennss.language import languages
from opennss.model.codes import Id
from opennss.model.country import Alignment, Goal, PriorityArea, Settings
from opennss.model.criteria import (
    CONSENSUS_DRIFT,
    CONSENSUS_SHARE,
    Answer,
    Criterion,
    Decision,
    Question,
    Respondent,
    Round,
    Weighting,
)
from opennss.model.observations import Indicator, Observation, Source
from opennss.model.process import Baseline, ProcessStep
from opennss.model.programme import (
    ApprovedItem,
    Ballot,
    ExpertTime,
    Fund,
    ProcedureStage,
    Proposed,
    Result,
    Skill,
    WorkState,
)
from opennss.model.projects import Capacity, Effort, Institution, Measure, Objective, Progress, Target
from opennss.model.proposals import Refusal
from opennss.model.stakeholders import Expert, MirrorCommittee, Opinion, Position, Request, Stakeholder
from opennss.model.standards import Adoption, Link, Participation
from opennss.model.table import Row
from opennss.model.technologies import (
    CommitteeFigure,
    NeighbourSeat,
    ResearchCount,
    Technology,
    TechnologyCriterion,
    TechnologyRating,
    TechnologyUse,
)
from opennss.model.workspace import CataloguePin, Choices, Evidence, Method, Voices, Workspace
from opennss.tables.columns import text_languages
from opennss.tables.csvfile import EVERYTHING, print_table, read_table, read_text
from opennss.workspace.settings import FILE, read_round, read_settings
from opennss.workspace.tables import ROUND_TABLES, TABLES, round_folder, rows_of

R = TypeVar("R", bound=Row)
REQUIRED = {table.row: table.required for table in (*TABLES, *ROUND_TABLES)}
"""Whether the folder, or a round, needs a table."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A folder as read: the workspace of its good rows, all findings, and by file the keys of rows left out."""

    workspace: Workspace | None
    findings: tuple[Finding, ...]
    skipped: Mapping[str, frozenset[str]]


@dataclass(slots=True)
class _Desk:
    """The folder being read: what was found so far."""

    folder: Path
    languages: tuple[str, ...]
    decimal: str
    findings: list[Finding] = field(default_factory=list)
    skipped: dict[str, frozenset[str]] = field(default_factory=dict)

    def table(self, row_class: type[R], prefix: str = "") -> tuple[R, ...]:
        """Read one table; a missing one that the folder needs is a finding."""
        name = prefix + row_class.FILE
        path = self.folder / name
        if not path.exists():
            if REQUIRED[row_class]:
                self.findings.append(Finding(name, 0, "", "missing-table"))
                self.skipped[name] = frozenset((EVERYTHING,))
            return ()
        table = read_table(path, row_class, self.languages, name=name, decimal=self.decimal)
        self.findings += table.findings
        self.skipped[name] = table.skipped
        return table.rows


def read_workspace(folder: Path) -> tuple[Workspace | None, tuple[Finding, ...]]:
    """Read a country folder: the workspace of all good rows, and every finding of reading, all at once.

    ``None`` when the folder, ``nss.toml`` or one of its settings cannot be read. A row with a fault is left out of
    the workspace, so a workspace that comes with an error must not be built; never raises for what files hold.
    """
    reading = read_folder(folder)
    return reading.workspace, reading.findings


def read_folder(folder: Path) -> Reading:
    """Read a country folder and also say which keys were left out, so that nobody calls them unknown."""
    if not (folder / FILE).is_file():
        return Reading(None, (Finding(FILE, 0, "", "no-workspace", {"folder": folder.as_posix()}),), {})
    settings, findings = read_settings(folder)
    spoken = settings.languages if settings else languages()
    desk = _Desk(folder, spoken, settings.decimal if settings else ".", list(findings))
    evidence = _evidence(desk)
    voices = _voices(desk)
    method = _method(desk)
    choices = Choices(
        links=desk.table(Link),
        alignments=desk.table(Alignment),
        decisions=desk.table(Decision),
        prose=_prose(desk),
        objectives=desk.table(Objective),
        measures=desk.table(Measure),
        refusals=desk.table(Refusal),
        programme=desk.table(ApprovedItem),
        results=desk.table(Result),
        proposed=desk.table(Proposed),
    )
    _strangers(desk)
    if settings is None:
        return Reading(None, tuple(desk.findings), desk.skipped)
    pin = CataloguePin(settings.catalogue, settings.catalogue_sha256)
    workspace = Workspace(evidence, voices, method(settings), pin, choices, "")
    workspace = dataclasses.replace(workspace, sha256=checksum(workspace))
    return Reading(workspace, tuple(desk.findings), desk.skipped)


def _evidence(desk: _Desk) -> Evidence:
    return Evidence(
        sources=desk.table(Source),
        areas=desk.table(PriorityArea),
        goals=desk.table(Goal),
        indicators=desk.table(Indicator),
        observations=desk.table(Observation),
        adoptions=desk.table(Adoption),
        participation=desk.table(Participation),
        institutions=desk.table(Institution),
        progress=desk.table(Progress),
        mirrors=desk.table(MirrorCommittee),
        experts=desk.table(Expert),
        baseline=desk.table(Baseline),
        technologies=desk.table(Technology),
        uses=desk.table(TechnologyUse),
        figures=desk.table(CommitteeFigure),
        neighbours=desk.table(NeighbourSeat),
        research=desk.table(ResearchCount),
        work=desk.table(WorkState),
        ballots=desk.table(Ballot),
    )


def _method(desk: _Desk) -> Callable[[Settings], Method]:
    """Read the tables of the method; the settings are put to them when they are known to be good."""
    efforts, capacities, targets = desk.table(Effort), desk.table(Capacity), desk.table(Target)
    process, skills, funds = desk.table(ProcessStep), desk.table(Skill), desk.table(Fund)
    procedure, expert_time = desk.table(ProcedureStage), desk.table(ExpertTime)
    return lambda settings: Method(
        settings, efforts, capacities, targets, process, skills, funds, procedure, expert_time
    )


def _voices(desk: _Desk) -> Voices:
    return Voices(
        criteria=desk.table(Criterion),
        rounds=_rounds(desk),
        stakeholders=desk.table(Stakeholder),
        requests=desk.table(Request),
        positions=desk.table(Position),
        opinions=desk.table(Opinion),
        technology_criteria=desk.table(TechnologyCriterion),
        ratings=desk.table(TechnologyRating),
    )


def _rounds(desk: _Desk) -> tuple[Round, ...]:
    rounds = []
    for folder in sorted(path for path in (desk.folder / "judgements").glob("*") if path.is_dir()):
        prefix = round_folder(folder.name)
        try:
            Id.parse(folder.name)
        except CodeError as error:
            desk.findings.append(Finding(prefix + "round.toml", 0, "", error.code, dict(error.values)))
            continue
        head, findings = None, [Finding(prefix + "round.toml", 0, "", "missing-table")]
        if (folder / "round.toml").is_file():
            head, findings = read_round(folder / "round.toml", prefix + "round.toml")
        desk.findings += findings
        questions, answers = desk.table(Question, prefix), desk.table(Answer, prefix)
        respondents, weightings = desk.table(Respondent, prefix), desk.table(Weighting, prefix)
        if head:
            title, closed, invited, share, drift, follows = head
            rounds.append(
                Round(
                    folder.name, title, closed, invited, questions, respondents, answers, weightings, share, drift,
                    follows,
                )
            )  # fmt: skip
        else:
            desk.skipped[Question.FILE] = frozenset((EVERYTHING,))
    return tuple(rounds)


def _prose(desk: _Desk) -> tuple[tuple[str, str, str], ...]:
    found = []
    for path in sorted((desk.folder / "text").glob("*/*.md")):
        name = f"text/{path.parent.name}/{path.name}"
        if path.parent.name not in desk.languages:
            values: dict[str, object] = {"value": path.parent.name, "known": ", ".join(desk.languages)}
            desk.findings.append(Finding(name, 0, "", "other-language", values, Severity.WARNING))
            continue
        text, findings = read_text(path, name)
        desk.findings += findings
        if text is not None:
            found.append((path.parent.name, path.stem, text))
    return tuple(found)


def _strangers(desk: _Desk) -> None:
    """A table that the product does not know, perhaps a misspelt name, is said: nobody reads it."""
    known = {table.file for table in TABLES}
    rounds = {table.file for table in ROUND_TABLES}
    for path in sorted(desk.folder.glob("*.csv")):
        if path.name not in known:
            desk.findings.append(Finding(path.name, 0, "", "unknown-table", severity=Severity.WARNING))
    for path in sorted((desk.folder / "judgements").glob("*/*.csv")):
        if path.name not in rounds:
            name = round_folder(path.parent.name) + path.name
            desk.findings.append(Finding(name, 0, "", "unknown-table", severity=Severity.WARNING))


def checksum(workspace: Workspace) -> str:
    """Return the SHA-256 of a workspace's canonical tables, settings and text.

    The same for files that differ only in byte-order mark, line ends, separator, decimal sign or order of columns.
    """
    settings = dataclasses.asdict(dataclasses.replace(workspace.settings, decimal="."))
    parts = [_json(settings)]
    for name, rows in sorted(rows_of(workspace).items()):
        parts.append(f"{name}\n{_table(rows, workspace.settings)}")
    for item in sorted(workspace.voices.rounds, key=lambda found: found.id):
        rule = (item.consensus_share, item.consensus_drift)
        declared: list[object] = [] if rule == (CONSENSUS_SHARE, CONSENSUS_DRIFT) else [rule]
        declared += [item.follows] if item.follows else []
        parts.append(_json([item.id, item.title.values, item.closed, item.invited, *declared]))
    parts += [f"{language}/{stem}\n{text}" for language, stem, text in sorted(workspace.choices.prose)]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _table(rows: Sequence[Row], settings: Settings) -> str:
    return print_table(rows, type(rows[0]), sorted(text_languages(rows, settings.languages))) if rows else ""


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
