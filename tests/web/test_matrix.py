"""Who may do what: every route of the desk, every role, every method, against a table that a person wrote.

A route without a row fails, and so does a row without a route. The table says the roles; the walk asks the desk.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from opennss_web.access import LINKED, STAFF, Role
from opennss_web.models import Scope, User
from opennss_web.urls import ROUTES

TABLE = Path(__file__).with_name("matrix.csv")
BACKEND = "django.contrib.auth.backends.ModelBackend"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
SCOPES = {Role.DRAFTER: Scope.DRAFT, Role.SIGNATORY: Scope.SIGN, Role.EXPERT: Scope.JUDGE}


def rows() -> Iterator[tuple[str, tuple[str, ...], frozenset[Role]]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["route"], tuple(row["methods"].split()), frozenset(Role(name) for name in row["roles"].split())


def address(path: str, round_slug: str, secret: str) -> str:
    """Fill in the holes of a path; what is asked for need not exist."""
    own = {"round": round_slug, "token": secret}
    return "/" + re.sub(r"<(\w+):(\w+)>", lambda hole: own.get(hole[2], "1" if hole[1] == "int" else "none"), path)


def test_every_route_has_its_row_and_every_row_its_route() -> None:
    found = {name: (methods, roles) for name, methods, roles in rows()}
    assert {route.name: (route.methods, route.roles) for route in ROUTES} == found


@pytest.fixture
def visitors(open_round, invite, staff):
    """A browser for every role, with the round and the secret of those who come by a link."""
    rounds = {Scope.JUDGE: open_round("r1"), Scope.DRAFT: open_round("p1", instrument="position")}
    rounds[Scope.SIGN] = rounds[Scope.DRAFT]
    made = {role: (staff(role), "r1", "A" * 32) for role in STAFF} | {Role.PUBLIC: (Client(), "r1", "A" * 32)}
    for role, scope in SCOPES.items():
        organisation = "" if scope is Scope.JUDGE else "s1"
        made[role] = (Client(), rounds[scope].slug, invite(rounds[scope], scope=scope, organisation=organisation))
    return made


@pytest.mark.parametrize("role", sorted(Role), ids=str)
def test_the_desk_admits_whom_the_table_admits(visitors, role: Role) -> None:
    browser, round_slug, secret = visitors[role]
    table, wrong = {name: roles for name, _, roles in rows()}, []
    for route in ROUTES:
        by_link = "<str:token>" in route.path
        if by_link and role not in LINKED:
            continue
        # Who comes by a link is somebody on its own pages alone; elsewhere one of the public.
        admitted = (Role.PUBLIC if role in LINKED and not by_link else role) in table[route.name]
        for method in METHODS:
            answer = browser.generic(method, address(route.path, round_slug, secret))
            turned_away = answer.status_code in (401, 403) or answer.headers.get("Location", "").startswith("/login")
            if method not in route.methods and not (method == "HEAD" and "GET" in route.methods):
                right = answer.status_code == 405
            elif route.name == "login" or route.name == "logout":
                right = True  # the door itself: it sends to and fro
            else:
                right = turned_away is not admitted and answer.status_code < 500
            if not right:
                wrong.append((route.name, method, answer.status_code))
            if route.name == "logout" and role in STAFF:
                browser.force_login(User.objects.get(username=f"{role}-1"), backend=BACKEND)
    assert wrong == []


def test_a_link_of_one_organisation_opens_nothing_of_another(open_round, invite) -> None:
    round_ = open_round("p1", instrument="position")
    own, other = (invite(round_, scope=Scope.SIGN, organisation=name) for name in ("s1", "s2"))
    question = round_.questions.get()
    said = {f"{question.pk}.{question.items[0]}..value": "1", f"{question.pk}.{question.items[0]}..reason": "Bí mật S1"}
    browser = Client()
    browser.post(f"/r/p1/{own}/begin", {"agree": "yes"})
    browser.post(f"/r/p1/{own}/save", said)
    browser.post(f"/r/p1/{other}/begin", {"agree": "yes"})
    for route in ROUTES:
        if "<str:token>" in route.path and "GET" in route.methods:
            page = browser.get(address(route.path, "p1", other))
            assert "Bí mật S1" not in page.content.decode(), route.name
    assert "Bí mật S1" in browser.get(f"/r/p1/{own}/").content.decode()
