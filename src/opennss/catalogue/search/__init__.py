"""The search: committees, deliverables and ICS classes for a text in a language that has a glossary.

``open_search`` opens what ``write_search`` wrote into a store (an extract is indexed in memory), ``ask`` answers.
"""

from __future__ import annotations

from opennss.catalogue.search.answering import Found, Hit, Reason, Search, ask, open_search, search, write_search

__all__ = ["Found", "Hit", "Reason", "Search", "ask", "open_search", "search", "write_search"]
