"""The ten steps of the method as data: what each reads, what must be filled in for it, and what it waits for.

Source: method, sections 2 and 19.3; order and numbering are a project default, not the published ISO value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from opennss.errors import Finding
from opennss.model.process import Step

FOLDERS = {"judgements": "judgements/", "text": "text/", "catalogue": "catalogue/", "nss": "nss.toml"}
"""What a step reads that is no table of the country folder: a folder, or the settings."""


@dataclass(frozen=True, slots=True)
class StepRule:
    """One step: what it reads, which of this must have rows for it, and the steps whose results it uses.

    Names are those of tables without ``.csv``, or keys of ``FOLDERS``; ``areas-sectors`` and its like are the areas of
    one list. Its name, its actors, its result and its command are sentences below ``process.`` in ``locale``.
    """

    step: Step
    reads: tuple[str, ...]
    needs: tuple[str, ...] = ()
    after: tuple[Step, ...] = ()


_BASE = ("nss", "sources")
_JUDGED = (*_BASE, "areas", "criteria", "indicators", "evidence", "decisions")
_MEASURED = ("criteria", "indicators", "evidence")
_LINKED = ("mapping", "refusals", "adoptions", "participation", "catalogue")
_PROGRAMME = ("committees", "experts", "objectives", "measures")
_PLANNED = (*_PROGRAMME, "effort", "capacity", "stakeholders", "goals", "targets")
_TECHNOLOGIES = (
    "technologies", "technology_uses", "technology_criteria", "technology_ratings", "landscape", "neighbours",
    "research",
)  # fmt: skip
_PARTS = (Step.ECONOMIC, Step.NON_ECONOMIC, Step.EMERGING, Step.STAKEHOLDERS)
_HEARD = ("stakeholders", "requests", "positions", "judgements")
_WRITTEN = (
    "alignment", "baseline", "institutions", "progress", "opinions", "text", "projects", "skills", "funds", "procedure",
    "expert_time", "programme", "work", "ballots", "results",
)  # fmt: skip
_WHOLE = (*_JUDGED, *_TECHNOLOGIES, *_HEARD, *_LINKED, *_PLANNED, *_WRITTEN)

_WORKED = ("programme", "work")

RULES: tuple[StepRule, ...] = (
    StepRule(Step.MANDATE, ("nss", "process"), ("process",)),
    StepRule(
        Step.CURRENT,
        (*_BASE, "baseline", "adoptions", "participation", "committees", "experts", "institutions", "catalogue"),
        ("baseline", "adoptions", "participation", "committees"),
        (Step.MANDATE,),
    ),
    StepRule(Step.ECONOMIC, _JUDGED, ("sources", "areas-sectors", *_MEASURED), (Step.MANDATE,)),
    StepRule(Step.NON_ECONOMIC, _JUDGED, ("sources", "areas-subjects", *_MEASURED), (Step.MANDATE,)),
    StepRule(
        Step.EMERGING,
        (*_JUDGED, *_TECHNOLOGIES),
        ("sources", "areas-emerging", "criteria", "evidence"),
        (Step.MANDATE,),
    ),
    StepRule(
        Step.STAKEHOLDERS,
        (*_BASE, "areas", "criteria", *_HEARD),
        ("stakeholders", "judgements", "requests"),
        (Step.MANDATE,),
    ),
    StepRule(
        Step.STANDARDS,
        (*_BASE, "areas", "goals", "alignment", "requests", "decisions", *_LINKED),
        ("goals", "alignment", "mapping"),
        (Step.CURRENT, *_PARTS),
    ),
    StepRule(
        Step.PROJECTS,
        (*_BASE, "areas", "goals", "decisions", "stakeholders", "projects", *_LINKED, *_PROGRAMME),
        ("mapping", "objectives", "measures"),
        (Step.STANDARDS,),
    ),
    StepRule(
        Step.RESOURCES,
        ("nss", "measures", "effort", "capacity", "skills", "funds", "expert_time", "procedure"),
        ("effort", "capacity"),
        (Step.PROJECTS,),
    ),
    StepRule(
        Step.PLAN,
        (*_JUDGED, "judgements", "projects", "skills", "funds", "procedure", *_WORKED, *_LINKED, *_PLANNED),
        ("effort", "capacity", "targets"),
        (Step.RESOURCES,),
    ),
    StepRule(Step.DRAFT, _WHOLE, ("text", "opinions"), (Step.PLAN,)),
    StepRule(Step.APPROVAL, (*_WHOLE, "process"), (), (Step.DRAFT,)),
    StepRule(
        Step.REVIEW,
        (*_BASE, "process", "targets", "progress", "decisions", "institutions", "results", "ballots", *_WORKED),
        ("targets", "progress"),
        (Step.APPROVAL,),
    ),
)
"""Every step in order; the four parts of step 2 stand beside each other."""

TRULY = {
    "area-without-goal": "alignment",
    "kind-without-criterion": "criteria",
    "question-not-asked": "judgements",
    "request-not-linked": "mapping",
    "seat-without-people": "committees",
}
"""The table that a finding is about where it is not the one in which it is placed."""


def file_of(name: str) -> str:
    """Return the file or folder that a step means by a name.

    >>> file_of("areas-sectors"), file_of("goals"), file_of("judgements")
    ('areas.csv', 'goals.csv', 'judgements/')
    """
    return FOLDERS.get(name, f"{name.partition('-')[0]}.csv")


def named(name: str) -> tuple[StepRule, ...]:
    """Return the steps that a user means: ``0`` to ``9``, or a part ``2a`` to ``2d``; ``2`` means its four parts.

    Empty for a name that no step has.

    >>> [str(rule.step) for rule in named("2")], named("10")
    (['2a', '2b', '2c', '2d'], ())
    """
    return tuple(rule for rule in RULES if name and str(rule.step) in (name, *(name + part for part in "abcd")))


def concerns(rule: StepRule, finding: Finding) -> bool:
    """Say whether a finding is about something that the step reads."""
    return any(
        finding.file == place or (place.endswith("/") and finding.file.startswith(place))
        for place in map(file_of, rule.reads)
    ) and (finding.code not in TRULY or TRULY[finding.code] in rule.reads)


def of_step(findings: Iterable[Finding], step: str) -> tuple[Finding, ...]:
    """Return the findings that concern a step, named as in ``named``; what it does not read is left out."""
    rules = named(step)
    return tuple(finding for finding in findings if any(concerns(rule, finding) for rule in rules))


def by_number(steps: Iterable[Step]) -> Mapping[str, tuple[Step, ...]]:
    """Group steps into the ten steps 0 to 9.

    >>> by_number([Step.MANDATE, Step.ECONOMIC, Step.EMERGING])["2"]
    (<Step.ECONOMIC: '2a'>, <Step.EMERGING: '2c'>)
    """
    groups: dict[str, tuple[Step, ...]] = {}
    for step in steps:
        groups[step[0]] = (*groups.get(step[0], ()), step)
    return groups
