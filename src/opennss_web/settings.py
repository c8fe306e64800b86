"""Settings of the desk: everything comes from the environment that `nss serve` (or a ministry's service) sets.

``OPENNSS_DESK_FOLDER`` the country folder · ``OPENNSS_DESK_DATA`` the folder of the database, secret, mails and
uploads · ``OPENNSS_DATABASE`` a ``postgresql://`` address, else SQLite in the data folder · ``OPENNSS_DESK_HOSTS``
names the desk answers to, separated by commas · ``OPENNSS_DESK_MODE`` ``laptop`` or ``server`` · ``OPENNSS_DESK_PROXY``
addresses from which a server believes who visits, by default its own machine · ``OPENNSS_MAIL`` the mail server as
``smtp://``, ``smtp+starttls://`` or ``smtps://`` address, else mails are files in the data folder ·
``OPENNSS_DESK_ADDRESS`` the address under which people reach the desk, which links in mails begin with, else that of
the office's browser ·
``OPENNSS_WORKSHOP`` the folder of a workshop that this desk belongs to, ``OPENNSS_WORKSHOP_TEAM`` the number of its
team, 0 for the trainer.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

HERE = Path(__file__).parent
DATA = Path(os.environ.get("OPENNSS_DESK_DATA") or Path(tempfile.gettempdir()) / "opennss-desk")
FOLDER = Path(os.environ.get("OPENNSS_DESK_FOLDER", ""))
SERVER = os.environ.get("OPENNSS_DESK_MODE", "laptop") == "server"
PROXIES = os.environ.get("OPENNSS_DESK_PROXY", "127.0.0.1,::1").split(",") if SERVER else []
ADDRESS = os.environ.get("OPENNSS_DESK_ADDRESS", "")
WORKSHOP, WORKSHOP_TEAM = os.environ.get("OPENNSS_WORKSHOP", ""), int(os.environ.get("OPENNSS_WORKSHOP_TEAM", "0"))


def secret() -> str:
    """Return the secret of this desk, made at its first start and readable by its owner alone."""
    DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = DATA / "secret"
    try:
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return place.read_text(encoding="utf-8")


def database(address: str) -> dict[str, object]:
    """Return the settings of a ``postgresql://`` address; without one, SQLite that never loses what it acknowledged."""
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "desk.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlsplit(address)
    found = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parse_qs(parts.query).get("host", [parts.hostname or ""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5},  # seconds; else a host that is gone holds every thread for minutes
    }
    return {key: value for key, value in found.items() if value != ""}


def mail(address: str) -> dict[str, object]:
    """Return the settings of a mail server's address; without one, each mail becomes a file in the data folder.

    Encrypted are ``smtps`` from the first byte and ``smtp+starttls``; ``smtp`` is for the mail program of the own
    machine. Raises ``ValueError`` for another scheme: no mail leaves less safe than was meant.
    """
    if not address:
        return {"EMAIL_BACKEND": "opennss_web.mails.AsFiles", "EMAIL_FILE_PATH": DATA / "mails"}
    parts = urlsplit(address)
    ports = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
    if parts.scheme not in ports or not parts.hostname:
        raise ValueError(f"OPENNSS_MAIL is smtp://HOST, smtp+starttls://HOST or smtps://HOST, not {parts.scheme}://")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,  # seconds; mails leave while somebody waits for the page
    }


SECRET_KEY = secret()
DEBUG = False
ALLOWED_HOSTS = [name for name in os.environ.get("OPENNSS_DESK_HOSTS", "127.0.0.1,localhost").split(",") if name]
DATABASES = {"default": database(os.environ.get("OPENNSS_DATABASE", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "opennss_web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "opennss_web.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "opennss_web.middleware.language",
    "axes.middleware.AxesMiddleware",
]
AUTH_USER_MODEL = "opennss_web.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
if WORKSHOP:  # the code that lets a team in; one machine serves many desks, and browsers do not tell ports apart
    AUTHENTICATION_BACKENDS.append("opennss_web.actions.team_code.TeamCode")
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"session-{WORKSHOP_TEAM}", f"csrf-{WORKSHOP_TEAM}"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
# By name and address together: a stranger who guesses cannot lock the office out, nor one of its people the others.
AXES_FAILURE_LIMIT, AXES_COOLOFF_TIME, AXES_LOCKOUT_PARAMETERS = 5, 1, [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # an hour from the fifth attempt, whoever goes on trying
AXES_CLIENT_IP_CALLABLE, AXES_LOCKOUT_CALLABLE = "opennss_web.middleware.visitor", "opennss_web.views.start.locked"
AXES_RESET_ON_SUCCESS, AXES_VERBOSE, AXES_DISABLE_ACCESS_LOG = True, False, True
ROOT_URLCONF = "opennss_web.urls"
LOGIN_URL = "login"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["opennss_web.page.every_page"],
            "builtins": ["opennss_web.templatetags.desk"],
        },
    }
]
USE_TZ, TIME_ZONE, USE_I18N, LANGUAGE_CODE = True, "UTC", True, "en"
LANGUAGES = [("en", "English"), ("vi", "Tiếng Việt")]
LANGUAGE_COOKIE_NAME = "lang"
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS, WHITENOISE_MAX_AGE = True, 3600
MEDIA_ROOT = DATA / "uploads"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE, DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000_000, 5_000
UPLOAD_LIMIT = 10_000_000
"""Bytes of a file that somebody hands in."""

SESSION_COOKIE_HTTPONLY, SESSION_COOKIE_SAMESITE, SESSION_COOKIE_AGE = True, "Lax", 12 * 3600
CSRF_COOKIE_HTTPONLY, CSRF_COOKIE_SAMESITE = True, "Lax"
CSRF_FAILURE_VIEW = "opennss_web.urls.untaken"
# Browsers send "Origin: null" with the forms of a page that wants no referrer at all, and Django refuses those.
SECURE_REFERRER_POLICY, X_FRAME_OPTIONS, SECURE_CONTENT_TYPE_NOSNIFF = "same-origin", "DENY", True
if SERVER:  # behind a proxy that ends TLS and says so
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000

DEFAULT_FROM_EMAIL = os.environ.get("OPENNSS_MAIL_FROM", "desk@localhost")
globals().update(mail(os.environ.get("OPENNSS_MAIL", "")))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "opennss_web.logs.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["secrets"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # whoever tries names of hosts fills no log
    },
}
