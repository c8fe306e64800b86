"""Start the desk: bring its database up to date, let its own user in, and answer with gunicorn."""

from __future__ import annotations

import logging
import os
import socket
import threading
import webbrowser
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from gunicorn.app.base import BaseApplication
from platformdirs import user_data_path

from opennss.errors import WorkspaceError
from opennss_web.logs import WithoutSecrets

EVERYWHERE = "0.0.0.0"
LOCAL = "laptop"
"""The account of the person in front of a laptop; it has no password and is let in by a signed address."""


def prepare(folder: Path, data: Path | None = None, **environment: str) -> Path:
    """Set the environment of a desk, load Django and bring the database up to date; return the data folder.

    Without ``data`` the folder that the environment names is taken, else one among the user's data for each country.
    """
    named = os.environ.get("OPENNSS_DESK_DATA")
    own = user_data_path("opennss") / "desks" / folder.resolve().as_posix().strip("/").replace("/", "-")
    home = data or (Path(named) if named else own)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    _private(home)
    os.environ["OPENNSS_DESK_FOLDER"] = str(folder.resolve())
    os.environ["OPENNSS_DESK_DATA"] = str(home.resolve())
    os.environ.update(environment)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opennss_web.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415  Django must be set up first

    call_command("migrate", verbosity=0)
    return home


def _private(home: Path) -> None:
    """Keep what holds mails, scans, built releases and rows to the owner, also in a data folder that others may enter.

    SQLite gives its other files the rights of the database.
    """
    for name in ("mails", "uploads", "releases"):
        (home / name).mkdir(exist_ok=True, mode=0o700)
        (home / name).chmod(0o700)
    if not os.environ.get("OPENNSS_DATABASE"):
        os.close(os.open(home / "desk.sqlite3", os.O_RDWR | os.O_CREAT, 0o600))
        (home / "desk.sqlite3").chmod(0o600)


def opening_address(base: str) -> str:
    """Return the address that lets the laptop's own user in, once, within ten minutes."""
    from django.core import signing  # noqa: PLC0415  Django must be set up first

    from opennss_web.models import User  # noqa: PLC0415
    from opennss_web.views.start import OPENING  # noqa: PLC0415

    user, _ = User.objects.get_or_create(username=LOCAL, defaults={"role": "administrator", "name": ""})
    return f"{base}/opening/{signing.dumps({'user': user.username, 'seen': str(user.last_login)}, salt=OPENING)}"


def hosts(host: str) -> list[str]:
    """Return the names a laptop's desk answers to: itself, and in a room also its addresses in the local network."""
    found = ["127.0.0.1", "localhost"]
    return found + (room_addresses() if host == EVERYWHERE else [] if host in found else [host])


def room_addresses() -> list[str]:
    """Return the addresses of this machine in its local network, found without sending anything."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # a documentation address: no packet leaves for a datagram's connect
        except OSError:
            return []
        return [probe.getsockname()[0]]


class Desk(BaseApplication):
    """The web server: few processes with threads, loaded once and forked."""

    def __init__(self, bind: str, workers: int, threads: int) -> None:
        self.settings = {
            "bind": bind, "workers": workers, "threads": threads, "worker_class": "gthread", "preload_app": True,
            "loglevel": "warning", "accesslog": None, "timeout": 60, "graceful_timeout": 20, "keepalive": 5,
        }  # fmt: skip
        logging.getLogger("gunicorn.error").addFilter(WithoutSecrets())  # it quotes requests that it cannot read
        super().__init__()

    def load_config(self) -> None:
        """Give gunicorn its settings; the access log stays off, because addresses hold the secrets of links."""
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Return the application with all its pages loaded: a fault in one of them stops the start, not a visitor."""
        from django.core.wsgi import get_wsgi_application  # noqa: PLC0415  Django must be set up first
        from django.db import connections  # noqa: PLC0415

        from opennss_web.content import content  # noqa: PLC0415

        application = get_wsgi_application()
        import_module("opennss_web.page")
        with suppress(WorkspaceError):  # what respondents see when a file of the country is broken later
            content()
        connections.close_all()  # the processes forked from here must not share a connection, nor SQLite's locks
        return application


def open_later(address: str) -> None:
    """Open the browser as soon as the server had time to start."""
    threading.Timer(1.5, webbrowser.open, [address]).start()
