"""What tests of the desk share: a desk on a small country, staff by role, an open round, personal links."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from opennss_web.access import Actor, Role
from opennss_web.links import kept, new_secret
from opennss_web.models import Consultation, Instrument, Invitation, Link, Question, Release, Round, Scope, State, User


@pytest.fixture(autouse=True)
def history_is_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the database be emptied after a test that commits: it would refuse to shorten the history."""
    marker = request.node.get_closest_marker("django_db")
    if not marker or not marker.kwargs.get("transaction"):
        yield
        return
    request.getfixturevalue("transactional_db")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE opennss_web_event ENABLE TRIGGER event_kept_whole")
        yield
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE opennss_web_event DISABLE TRIGGER event_kept_whole")
        return
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'event_kept%'")
        kept_by = cursor.fetchall()
        for name, _ in kept_by:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("DELETE FROM opennss_web_event")
        for _, made in kept_by:
            cursor.execute(made)


@pytest.fixture
def desk(small: Path, tmp_path: Path, settings: object, db: None) -> Path:
    """The folder of a small country, served by a desk with a data folder of its own."""
    settings.FOLDER, settings.DATA, settings.MEDIA_ROOT = small, tmp_path / "data", tmp_path / "data" / "uploads"
    settings.ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DATA.mkdir()
    cache.clear()
    return small


@pytest.fixture
def staff(desk: Path) -> Callable[[str], Client]:
    """A browser in which a member of staff with a role is logged in."""

    def enter(role: str, language: str = "en") -> Client:
        user, _ = User.objects.get_or_create(username=f"{role}-1", defaults={"role": role})
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        client.cookies["lang"] = language
        return client

    return enter


@pytest.fixture
def open_round(desk: Path) -> Callable[..., Round]:
    """A round that is open for a week and asks for ranks of two areas of the small country."""

    def make(slug: str = "r1", instrument: str = Instrument.JUDGEMENT, areas: tuple[str, ...] = ()) -> Round:
        from opennss_web.content import content  # noqa: PLC0415  the settings must be those of the test

        known = tuple(str(area.id) for area in content().workspace.evidence.areas)
        made = Round.objects.create(
            slug=slug, instrument=instrument, state=State.OPEN, title={"en": "Round one", "vi": "Vòng một"},
            opened=timezone.now(), closes=timezone.now() + dt.timedelta(days=7),
        )  # fmt: skip
        Question.objects.create(
            round=made, slug="urgency", kind="rate", items=list(areas or known[:2]),
            text={"en": "How urgent?", "vi": "Cấp thiết đến mức nào?"},
        )  # fmt: skip
        return made

    return make


@pytest.fixture
def invite(desk: Path) -> Callable[..., str]:
    """Invite somebody and return the secret of the link; the address is ``/r/<round>/<secret>/``."""

    def make(
        round_: Round, scope: str = Scope.JUDGE, category: str = "A1", organisation: str = "", **more: object
    ) -> str:
        invitation = Invitation.objects.create(
            round=round_, scope=scope, category=category, organisation=organisation, **more
        )  # fmt: skip
        secret = new_secret()
        Link.objects.create(invitation=invitation, secret=kept(secret), expires=round_.closes)
        return secret

    return make


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a release and its draft lie once a test has made them, for the tests that follow; by their checksum."""
    return tmp_path_factory.mktemp("printed")


@pytest.fixture
def consult(desk: Path, settings: object, printed: Path) -> Consultation:
    """A consultation on a release of the small country, open from yesterday for ten days."""
    from opennss_web import drafting  # noqa: PLC0415  the settings must be those of the test
    from opennss_web.actions.consultations import place_of  # noqa: PLC0415
    from opennss_web.content import (  # noqa: PLC0415
        built_with,
        content,
        release,
        strategy_of,
        today,
    )

    sha256 = content().workspace.sha256
    if (printed / sha256).exists():
        shutil.copytree(printed / sha256, settings.DATA / "releases", dirs_exist_ok=True)
    else:
        drafting.write(strategy_of(release("console", printed=False)), place_of("draft-1"), "/consultations/draft-1/")
        shutil.copytree(settings.DATA / "releases", printed / sha256)
    kept_release, _ = Release.objects.update_or_create(
        sha256=sha256, defaults={"at": timezone.now(), "by": "console", "version": built_with(), "public": True}
    )
    return Consultation.objects.create(
        slug="draft-1", release=kept_release, title={"en": "Draft one", "vi": "Dự thảo một"},
        opens=today() - dt.timedelta(days=1), closes=today() + dt.timedelta(days=8),
    )  # fmt: skip


PEOPLE = """\
id,name_en,name_vi,type,category,primary,illustrative
ministry,Ministry A,Bộ A,authorities,B,yes,yes
small,Company A,Công ty A,businesses,A2,yes,yes
union,Union A,Công đoàn A,trade-unions,D,yes,yes
nsb,Standards body,Cơ quan tiêu chuẩn,authorities,,yes,yes
"""


@pytest.fixture
def country(desk: Path) -> Path:
    """The folder with four organisations, one of them without a category."""
    (desk / "stakeholders.csv").write_text(PEOPLE, encoding="utf-8")
    return desk


@pytest.fixture
def actor(country: Path) -> Actor:
    """A member of the secretariat of that country."""
    return Actor(Role.SECRETARIAT, user=User.objects.create(username="chi", role="secretariat"))


@pytest.fixture
def shown(desk: Path) -> Release:
    """A release that everybody may see."""
    from opennss_web.content import release  # noqa: PLC0415  the settings must be those of the test

    made = release("console", printed=False)
    made.public = True
    made.save()
    return made
