"""The country folder as five frozen parts; any of them can be exchanged and the strategy built again."""

from __future__ import annotations

from dataclasses import dataclass

from opennss.model.country import Alignment, Goal, PriorityArea, Settings
from opennss.model.criteria import Criterion, Decision, Round
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
from opennss.model.technologies import (
    CommitteeFigure,
    NeighbourSeat,
    ResearchCount,
    Technology,
    TechnologyCriterion,
    TechnologyRating,
    TechnologyUse,
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known: areas, goals, sources, observations, adoptions, seats, mirror committees and experts, names of
    bodies, progress, the state of the work, ballots, the self-assessment of the standards body; technologies with
    their uses, figures of their committees, neighbours' seats and research counts.
    """

    sources: tuple[Source, ...]
    areas: tuple[PriorityArea, ...]
    goals: tuple[Goal, ...]
    indicators: tuple[Indicator, ...]
    observations: tuple[Observation, ...]
    adoptions: tuple[Adoption, ...]
    participation: tuple[Participation, ...]
    institutions: tuple[Institution, ...]
    progress: tuple[Progress, ...]
    mirrors: tuple[MirrorCommittee, ...] = ()
    experts: tuple[Expert, ...] = ()
    baseline: tuple[Baseline, ...] = ()
    technologies: tuple[Technology, ...] = ()
    uses: tuple[TechnologyUse, ...] = ()
    figures: tuple[CommitteeFigure, ...] = ()
    neighbours: tuple[NeighbourSeat, ...] = ()
    research: tuple[ResearchCount, ...] = ()
    work: tuple[WorkState, ...] = ()
    ballots: tuple[Ballot, ...] = ()


@dataclass(frozen=True, slots=True)
class Voices:
    """Voices and weights: criteria with weights, closed consultation rounds, who asked for what, what they think, by
    what technologies are valued and how people rate them.
    """

    criteria: tuple[Criterion, ...]
    rounds: tuple[Round, ...]
    stakeholders: tuple[Stakeholder, ...] = ()
    requests: tuple[Request, ...] = ()
    positions: tuple[Position, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    technology_criteria: tuple[TechnologyCriterion, ...] = ()
    ratings: tuple[TechnologyRating, ...] = ()


@dataclass(frozen=True, slots=True)
class Method:
    """Method settings: ``nss.toml``, effort per project type, capacity, skills and funds, the national procedure,
    targets, the steps of the process, what is asked of outside experts.
    """

    settings: Settings
    efforts: tuple[Effort, ...]
    capacities: tuple[Capacity, ...]
    targets: tuple[Target, ...]
    process: tuple[ProcessStep, ...] = ()
    skills: tuple[Skill, ...] = ()
    funds: tuple[Fund, ...] = ()
    procedure: tuple[ProcedureStage, ...] = ()
    expert_time: tuple[ExpertTime, ...] = ()


@dataclass(frozen=True, slots=True)
class CataloguePin:
    """Which catalogue of the world's standards the strategy stands on: path and checksum of its content."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What people accepted, refused, decided and wrote: links, refused proposals, alignment, decisions, prose (by
    language and file stem), strategic objectives, policy measures, proposed projects, the approved programme and
    the results framework.
    """

    links: tuple[Link, ...]
    alignments: tuple[Alignment, ...]
    decisions: tuple[Decision, ...]
    prose: tuple[tuple[str, str, str], ...]
    objectives: tuple[Objective, ...] = ()
    measures: tuple[Measure, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    programme: tuple[ApprovedItem, ...] = ()
    results: tuple[Result, ...] = ()
    proposed: tuple[Proposed, ...] = ()


@dataclass(frozen=True, slots=True)
class Workspace:
    """A country folder; ``sha256`` is the checksum of its canonical tables, settings and text."""

    evidence: Evidence
    voices: Voices
    method: Method
    pin: CataloguePin
    choices: Choices
    sha256: str

    @property
    def settings(self) -> Settings:
        """The settings of the folder."""
        return self.method.settings

    @property
    def beyond_evidence(self) -> bool:
        """Say whether it holds more than public evidence: opinions, decisions, staff, targets, measures, a process."""
        voices, method, choices = self.voices, self.method, self.choices
        return any(
            (voices.rounds, voices.requests, voices.positions, voices.opinions, method.capacities, method.targets,
             method.process, choices.decisions, choices.measures)
        )  # fmt: skip
