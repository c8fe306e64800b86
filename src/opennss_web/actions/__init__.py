"""The verbs of the desk: each checks, acts and tells the history, in one transaction."""
