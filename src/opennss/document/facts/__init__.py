"""Every number that may be printed, by name, with its label and its origin."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from opennss.document.facts.baseline import baseline_facts
from opennss.document.facts.benefit import benefit_facts
from opennss.document.facts.country import country_facts
from opennss.document.facts.experts import expert_time_facts
from opennss.document.facts.frontier import frontier_facts
from opennss.document.facts.goals import goal_facts
from opennss.document.facts.judgements import judgement_facts
from opennss.document.facts.measures import programme_facts
from opennss.document.facts.mirrors import mirror_facts
from opennss.document.facts.obligations import obligation_facts
from opennss.document.facts.outlook import outlook_facts
from opennss.document.facts.plan import plan_facts
from opennss.document.facts.programme import by_objective_facts
from opennss.document.facts.ranks import rank_facts
from opennss.document.facts.requests import request_facts
from opennss.document.facts.robustness import robustness_facts
from opennss.document.facts.schedule import schedule_facts
from opennss.document.facts.served import served_facts
from opennss.document.facts.standards import standard_facts
from opennss.document.facts.steady import steady_facts
from opennss.document.facts.technologies import technology_facts
from opennss.model.results import Fact, Strategy


def collect(strategy: Strategy) -> dict[str, Fact]:
    """Return every fact of a strategy by name; two facts of one name raise ``ValueError``."""
    facts: dict[str, Fact] = {}
    for fact in _all(strategy):
        if fact.name in facts:
            raise ValueError(f"two facts are called {fact.name}")
        facts[fact.name] = fact
    return facts


def _all(strategy: Strategy) -> Iterator[Fact]:
    return chain(
        goal_facts(strategy),
        baseline_facts(strategy),
        country_facts(strategy),
        rank_facts(strategy),
        judgement_facts(strategy),
        steady_facts(strategy),
        robustness_facts(strategy),
        standard_facts(strategy),
        served_facts(strategy),
        mirror_facts(strategy),
        plan_facts(strategy),
        expert_time_facts(strategy),
        outlook_facts(strategy),
        benefit_facts(strategy),
        frontier_facts(strategy),
        programme_facts(strategy),
        by_objective_facts(strategy),
        request_facts(strategy),
        technology_facts(strategy),
        obligation_facts(strategy),
        schedule_facts(strategy),
    )
