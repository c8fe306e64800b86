"""The hand-overs of the consultation desk: a closed round, an accepted proposal, an uploaded table; nothing else.

Each holds the folder for itself while it works (``lock``), so that several processes may call at once; checks the
folder as it would be (``outcome``); and writes all or nothing. A process that is killed on the way leaves whole files
and a folder that reads: organisations are written before what they ask and think, and the folder of a round comes
last, moved there in one step. It is the seal: the same call once more completes what is missing, and does nothing when
all is there. What is left of the dead process are drafts whose names end in ``.part``; nobody reads them.
"""

from __future__ import annotations

from opennss.workspace.accepting import CellChange, TextChange, accept_proposal
from opennss.workspace.closing import close_round
from opennss.workspace.importing import Imported, cells_of, import_table
from opennss.workspace.merging import Change, Deed
from opennss.workspace.tables import VOICES

__all__ = (
    "VOICES",
    "CellChange",
    "Change",
    "Deed",
    "Imported",
    "TextChange",
    "accept_proposal",
    "cells_of",
    "close_round",
    "import_table",
)
