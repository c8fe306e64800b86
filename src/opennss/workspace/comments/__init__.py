"""Filled ISO/IEC comment forms of strangers: what was taken, and what was not with its row, column and reason."""
