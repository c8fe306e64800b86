"""The API: it sends what pages show and files hold, by its own description, and never breaks."""

from __future__ import annotations

import csv
import io
import re

import msgspec
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings

from opennss_web.access import Actor, Role
from opennss_web.actions import data
from opennss_web.actions.results import seen
from opennss_web.openapi import description
from opennss_web.views.api import OPERATIONS

EXAMPLES = 6
"""Requests that an ordinary run makes of each operation."""


def paths_of(what) -> dict[str, list[str]]:
    """Some real addresses of every operation."""
    real = {
        "area": [row.id for row in data.areas(what).areas], "goal": [row.id for row in data.goals(what).goals],
        "project": [row.id for row in data.projects(what).projects], "name": sorted(what.strategy.facts)[::25],
    }  # fmt: skip
    found = {}
    for own in OPERATIONS:
        name = re.search(r"<\w+:(\w+)>", own.path)
        found[own.name] = [re.sub(r"<.*>", value, own.path) for value in real[name[1]]] if name else [own.path]
    return found


def test_every_answer_is_what_its_description_says(staff, shown) -> None:
    browser, kinds = staff("analyst"), {own.name: own.answer for own in OPERATIONS}
    for name, paths in paths_of(seen(Actor(Role.ANALYST))).items():
        for path in paths:
            answer = browser.get(f"/api/v1/{path}")
            assert answer.status_code == 200, path
            assert answer.headers["Content-Type"] == "application/json"
            msgspec.json.decode(answer.content, type=kinds[name])


def test_the_description_is_made_from_routes_and_types(desk) -> None:
    told = Client().get("/api/v1/openapi.json").json()
    assert told["openapi"] == "3.1.0"
    assert set(told["paths"]["/api/v1/areas/{area}"]["get"]["responses"]) == {"200", "404"}
    assert set(told["paths"]) == {"/api/v1/" + re.sub(r"<\w+:(\w+)>", r"{\1}", own.path) for own in OPERATIONS}
    assert "description" in told["components"]["schemas"]["AreaAnswer"]
    assert msgspec.json.encode(description(OPERATIONS, told["info"]["title"])) == msgspec.json.encode(told)


@pytest.mark.parametrize(
    "path", ["areas/none", "goals/none", "projects/none", "facts/none", "nothing/at/all", "areas/ö"]
)
def test_an_unknown_id_is_a_problem(staff, shown, path) -> None:
    answer = staff("analyst").get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_without_a_release_and_without_an_account_there_is_a_problem(desk) -> None:
    assert Client().get("/api/v1/areas").status_code == 404
    refused = Client().get("/api/v1/weighing")
    assert refused.status_code == 401
    assert refused.json()["title"] == "Unauthorized"


@pytest.mark.parametrize("role", ["analyst", ""])
def test_page_api_and_file_say_the_same(staff, shown, role) -> None:
    browser = staff(role) if role else Client()
    sent = browser.get("/api/v1/areas").json()["areas"]
    page = browser.get("/results?lang=en").content.decode()
    assert re.findall(r'href="/results/areas/([^"]+)"', page) == [row["id"] for row in sent]
    places = re.findall(r'class="num place"[^>]*>([^<]*)<', page)
    assert places == [str(row["joint"] or "?") for row in sent]
    file = csv.DictReader(io.StringIO(browser.get("/results/tables/ranks.csv").content.decode("utf-8-sig")))
    assert {row["area"]: (row["joint"], row["rank"]) for row in file} == {
        row["id"]: (str(row["joint"] or ""), row["rank"]) for row in sent
    }
    facts = csv.DictReader(io.StringIO(browser.get("/results/tables/facts.csv").content.decode("utf-8-sig")))
    known = {row["name"] for row in facts}
    what = seen(Actor(Role(role) if role else Role.PUBLIC))
    assert known == set(what.strategy.facts)


def test_what_is_not_public_is_public_nowhere(staff, shown) -> None:
    own, other = seen(Actor(Role.ANALYST)).strategy.facts, seen(Actor(Role.PUBLIC)).strategy.facts
    hidden = sorted(set(own) - set(other))
    assert hidden
    office, public = staff("analyst"), Client()
    for name in hidden[:20]:
        for path in (f"/api/v1/facts/{name}", f"/results/facts/{name}"):
            assert office.get(path).status_code == 200
            assert public.get(path).status_code == 404
    for table in ("facts", "weight_stability"):
        told = public.get(f"/results/tables/{table}.csv").content.decode()
        assert not [name for name in hidden if f"\n{name}," in told]


def test_rounds_hold_nothing_of_fewer_than_five(shown) -> None:
    for row in data.rounds(seen(Actor(Role.ANALYST))).rounds:
        assert all(sum(result.counts) >= 5 for result in row.results)
        assert all(group.answered >= 5 for group in row.groups if group.ranks)


@pytest.fixture
def kept_open():
    """Keep the connection of the test through requests that do not come from Django's own client, which does so."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize(("role", "expected"), [("analyst", {200, 404}), ("", {200, 401, 404})])
def test_no_request_breaks_the_api(staff, shown, kept_open, role, expected) -> None:
    """Schemathesis asks every operation with values that fit and values that do not, inside this process."""
    cookies = staff(role).cookies if role else {}
    known = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
    desk, headers = get_wsgi_application(), {"Host": "testserver"}

    def visited(environ, start):
        return desk(environ | {"HTTP_COOKIE": known}, start)

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", visited, headers=headers)
    answered: set[int] = set()
    for found in schema.get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy())
        @settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
                  suppress_health_check=list(HealthCheck))  # fmt: skip
        def ask(case) -> None:
            answer = case.call(headers=headers)
            answered.add(answer.status_code)
            case.validate_response(answer)

        ask()
    assert max(answered) < 500
    assert expected <= answered
