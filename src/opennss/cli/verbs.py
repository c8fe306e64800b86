"""Every verb: importing this registers them all."""

from opennss.cli import compare, documents, fetch, folder, questionnaire, results, search, status, suggest
from opennss.cli.app import app

__all__ = ["app", "compare", "documents", "fetch", "folder", "questionnaire", "results", "search", "status", "suggest"]
