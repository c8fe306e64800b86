"""From a national goal down to the measures and projects that serve it, and back up again."""

from collections.abc import Iterator

import pytest

from opennss.document.facts.measures import serving
from opennss.document.trail import Step, explain, serves
from opennss.model.results import Strategy


def names(step: Step) -> Iterator[str]:
    """Every fact of a tree, each way."""
    yield step.name
    for item in (*step.steps, *step.serves, *step.served_by):
        yield from names(item)


@pytest.fixture(scope="module")
def goals(strategy: Strategy) -> list[str]:
    found = [str(goal.id) for goal in strategy.workspace.evidence.goals]
    served = [goal for goal in found if all(serving(strategy, goal))]
    assert len(served) >= 10, "the example has goals that both measures and projects serve"
    return found


def test_a_goal_leads_down_to_everything_that_serves_it(strategy: Strategy, goals: list[str]) -> None:
    for goal in goals:
        below = set(names(explain(strategy, f"goal.{goal}", "en", depth=3)))
        for project in [p for part in serving(strategy, goal) for p in part]:
            assert f"project.{project.id}.start" in below, (goal, project.id)


def test_everything_planned_leads_up_to_its_goals(strategy: Strategy, goals: list[str]) -> None:
    for goal in goals:
        for project in [p for part in serving(strategy, goal) for p in part]:
            assert goal in serves(strategy, strategy.facts[f"project.{project.id}"]), (goal, project.id)


def test_a_measure_says_its_objective_and_an_objective_its_measures(strategy: Strategy) -> None:
    choices = strategy.workspace.choices
    assert len(choices.objectives) >= 5
    for measure in choices.measures:
        assert f"objective.{measure.objective}" in strategy.facts[f"measure.{measure.id}"].origin.serves
        assert f"measure.{measure.id}" in strategy.facts[f"objective.{measure.objective}"].origin.served_by
