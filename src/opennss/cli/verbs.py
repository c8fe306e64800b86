"""Every verb: importing this registers them all."""

from opennss.cli import (
    classify,
    compare,
    desk,
    documents,
    fetch,
    folder,
    keep,
    lists,
    questionnaire,
    rank,
    results,
    scan,
    search,
    status,
    suggest,
    technologies,
)
from opennss.cli.app import app

__all__ = [
    "app",
    "classify",
    "compare",
    "desk",
    "documents",
    "fetch",
    "folder",
    "keep",
    "lists",
    "questionnaire",
    "rank",
    "results",
    "scan",
    "search",
    "status",
    "suggest",
    "technologies",
]
