"""Words of the bodies for the state of a document, as harmonized stage codes."""

from __future__ import annotations

PUBLISHED, WITHDRAWN = "60.60", "95.99"

STAGES: dict[str, dict[str, str]] = {
    # IEC: an edition that was revised or replaced is taken off the list on the day the new one is published; its
    # records carry that day as the date they became obsolete.
    "IEC": {"PUBLISHED": PUBLISHED, "REVISED": WITHDRAWN, "REPLACED": WITHDRAWN, "WITHDRAWN": WITHDRAWN},
    # ITU: "Withdrawal" stands on withdrawn Recommendations and on superseded editions alike.
    "ITU": {"Published": PUBLISHED, "Withdrawal": WITHDRAWN},
    "JIS": {"valid": PUBLISHED, "withdrawn": WITHDRAWN},
    # IEEE: "draft" stands on every draft ever sold, also on those whose standard appeared long ago, and on some
    # standards: it tells no stage. So it does at OGC.
    "IEEE": {"approved": PUBLISHED, "superseded": WITHDRAWN, "withdrawn": WITHDRAWN},
    # OIML: "joint" tells who published a document, not how it stands.
    "OIML": {"in-force": PUBLISHED, "superseded": WITHDRAWN, "withdrawn": WITHDRAWN},
    # EASC: a document in force is either new or replaces another.
    "EASC": {"new": PUBLISHED, "replaces": PUBLISHED, "replaced": WITHDRAWN, "withdrawn": WITHDRAWN},
    # W3C, by its Process Document: working drafts are prepared by a group, a last call asks outside the group for
    # comments, a candidate asks for implementations, a proposal goes to the members for approval. Notes and statements
    # are published and final, but no standards track; each version keeps the word it was published under.
    "W3C": {
        "First Public Working Draft": "20.20",
        "Working Draft": "20.20",
        "Draft Note": "20.20",
        "Draft Registry": "20.20",
        "Last Call Working Draft": "30.20",
        "Candidate Recommendation": "40.20",
        "Candidate Recommendation Draft": "40.20",
        "Candidate Recommendation Snapshot": "40.20",
        "Proposed Recommendation": "50.20",
        "Proposed Edited Recommendation": "50.20",
        "Recommendation": PUBLISHED,
        "Registry": PUBLISHED,
        "Note": PUBLISHED,
        "Statement": PUBLISHED,
        "Superseded Recommendation": WITHDRAWN,
        "Obsolete Recommendation": WITHDRAWN,
        "Rescinded Recommendation": WITHDRAWN,
        "Retired": WITHDRAWN,
    },
}
"""Stage by body and word. A word that is not here gives no stage, and is counted in a note: nothing is guessed."""
