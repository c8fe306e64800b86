"""Every verb: importing this registers them all."""

from opennss.cli import classify, compare, documents, fetch, folder, questionnaire, results, search, status, suggest
from opennss.cli.app import app

__all__ = [
    "app",
    "classify",
    "compare",
    "documents",
    "fetch",
    "folder",
    "questionnaire",
    "results",
    "search",
    "status",
    "suggest",
]
