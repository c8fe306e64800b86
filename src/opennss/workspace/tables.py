"""The registry of tables: which file of the country folder holds which rows, and where they stand in the workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from opennss.model.country import Alignment, Goal, PriorityArea
from opennss.model.criteria import Answer, Criterion, Decision, Question, Respondent, Weighting
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
from opennss.model.workspace import Workspace


@dataclass(frozen=True, slots=True)
class TableFile:
    """One table of the folder: its rows' class, which names the file, and whether the folder needs it."""

    row: type[Row]
    required: bool = True

    @property
    def file(self) -> str:
        """The file's name in the folder."""
        return self.row.FILE


TABLES = (
    TableFile(Source),
    TableFile(PriorityArea),
    TableFile(Goal),
    TableFile(Alignment),
    TableFile(Criterion),
    TableFile(Indicator),
    TableFile(Observation),
    TableFile(Link),
    TableFile(Adoption),
    TableFile(Participation),
    TableFile(Effort),
    TableFile(Capacity),
    TableFile(Decision, required=False),
    TableFile(Target, required=False),
    TableFile(Progress, required=False),
    TableFile(Institution, required=False),
    TableFile(ProcessStep, required=False),
    TableFile(Baseline, required=False),
    TableFile(Stakeholder, required=False),
    TableFile(Request, required=False),
    TableFile(Position, required=False),
    TableFile(Opinion, required=False),
    TableFile(MirrorCommittee, required=False),
    TableFile(Expert, required=False),
    TableFile(Objective, required=False),
    TableFile(Measure, required=False),
    TableFile(Refusal, required=False),
    TableFile(Technology, required=False),
    TableFile(TechnologyUse, required=False),
    TableFile(TechnologyCriterion, required=False),
    TableFile(TechnologyRating, required=False),
    TableFile(CommitteeFigure, required=False),
    TableFile(NeighbourSeat, required=False),
    TableFile(ResearchCount, required=False),
    TableFile(Skill, required=False),
    TableFile(Fund, required=False),
    TableFile(ExpertTime, required=False),
    TableFile(ProcedureStage, required=False),
    TableFile(ApprovedItem, required=False),
    TableFile(WorkState, required=False),
    TableFile(Ballot, required=False),
    TableFile(Result, required=False),
    TableFile(Proposed, required=False),
)
"""The tables of the folder, in the order in which they are read, checked and printed."""

ROUND_TABLES = (TableFile(Question), TableFile(Respondent), TableFile(Answer), TableFile(Weighting, required=False))
"""The tables of one closed round, in ``judgements/<round>/``."""


VOICES: tuple[type[Row], ...] = (Stakeholder, Request, Position, Opinion)
"""The tables that organisations' answers go into, in the order of writing: who asks stands before what is asked."""


def round_folder(round_id: str) -> str:
    """Return the folder of a round, as it stands before its file names.

    >>> round_folder("r1")
    'judgements/r1/'
    """
    return f"judgements/{round_id}/"


def key_of(row: Row) -> tuple[str, ...]:
    """Return the key of a row as its cells; what is missing is empty."""
    return tuple(str(getattr(row, name) or "") for name in row.KEY)


def rows_of(workspace: Workspace) -> Mapping[str, tuple[Row, ...]]:
    """Return every table of a workspace by the name of its file, rounds included."""
    evidence, voices, choices, method = workspace.evidence, workspace.voices, workspace.choices, workspace.method
    found: dict[str, tuple[Row, ...]] = {
        Source.FILE: evidence.sources,
        PriorityArea.FILE: evidence.areas,
        Goal.FILE: evidence.goals,
        Alignment.FILE: choices.alignments,
        Criterion.FILE: voices.criteria,
        Indicator.FILE: evidence.indicators,
        Observation.FILE: evidence.observations,
        Link.FILE: choices.links,
        Adoption.FILE: evidence.adoptions,
        Participation.FILE: evidence.participation,
        Effort.FILE: method.efforts,
        Capacity.FILE: method.capacities,
        Decision.FILE: choices.decisions,
        Target.FILE: method.targets,
        Progress.FILE: evidence.progress,
        Institution.FILE: evidence.institutions,
        ProcessStep.FILE: method.process,
        Baseline.FILE: evidence.baseline,
        Stakeholder.FILE: voices.stakeholders,
        Request.FILE: voices.requests,
        Position.FILE: voices.positions,
        Opinion.FILE: voices.opinions,
        MirrorCommittee.FILE: evidence.mirrors,
        Expert.FILE: evidence.experts,
        Objective.FILE: choices.objectives,
        Measure.FILE: choices.measures,
        Refusal.FILE: choices.refusals,
        **_technologies(workspace),
        **_programme(workspace),
    }
    for item in workspace.voices.rounds:
        found[round_folder(item.id) + Question.FILE] = item.questions
        found[round_folder(item.id) + Respondent.FILE] = item.respondents
        found[round_folder(item.id) + Answer.FILE] = item.answers
        if item.weightings:
            found[round_folder(item.id) + Weighting.FILE] = item.weightings
    return found


def _technologies(workspace: Workspace) -> dict[str, tuple[Row, ...]]:
    evidence, voices = workspace.evidence, workspace.voices
    return {
        Technology.FILE: evidence.technologies,
        TechnologyUse.FILE: evidence.uses,
        TechnologyCriterion.FILE: voices.technology_criteria,
        TechnologyRating.FILE: voices.ratings,
        CommitteeFigure.FILE: evidence.figures,
        NeighbourSeat.FILE: evidence.neighbours,
        ResearchCount.FILE: evidence.research,
    }


def _programme(workspace: Workspace) -> dict[str, tuple[Row, ...]]:
    evidence, method, choices = workspace.evidence, workspace.method, workspace.choices
    return {
        Skill.FILE: method.skills,
        Fund.FILE: method.funds,
        ExpertTime.FILE: method.expert_time,
        ProcedureStage.FILE: method.procedure,
        ApprovedItem.FILE: choices.programme,
        WorkState.FILE: evidence.work,
        Ballot.FILE: evidence.ballots,
        Result.FILE: choices.results,
        Proposed.FILE: choices.proposed,
    }
