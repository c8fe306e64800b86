"""The text index: words, postings and the ranking BM25, with nothing to import but NumPy for a query.

``words`` says what a word is, ``postings`` keeps and finds the postings, ``reference`` ranks with NumPy, ``build``
makes an index and adds to it, ``fast`` ranks a million documents. Only ``build`` and ``fast`` import Numba.
"""

from __future__ import annotations

from opennss.catalogue.index.postings import Index, find, frequency, open, save
from opennss.catalogue.index.words import words

__all__ = ["Index", "find", "frequency", "open", "save", "words"]
