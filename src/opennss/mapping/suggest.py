"""Links proposed for every area: committees first, then documents in force and drafts; ICS comes second."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from opennss.catalogue.search import Hit, search
from opennss.catalogue.store import Catalogue
from opennss.language import FALLBACK, Text
from opennss.model.codes import Id
from opennss.model.country import PriorityArea
from opennss.model.proposals import Proposal, Refusal
from opennss.model.references import CommitteeCode, Reference
from opennss.model.standards import CommitteeStatus, Deliverable, Link, Relevance, Role

COMMITTEES, PUBLISHED, DRAFTS = 8, 10, 5
"""Proposals of each kind for one area: what a person can review in a few minutes."""

LOOKED_THROUGH = 60
"""Hits of one search from which the proposals are taken."""

HINT = 0.7
"""What a hit of a hint (the title of an ICS class) counts beside one of the area's own name."""

HIGH, MEDIUM = 0.7, 0.4
"""Scores from which a proposal is of high or medium relevance, until the reviewer says otherwise."""


def suggest(
    areas: Iterable[PriorityArea],
    catalogue: Catalogue,
    languages: Sequence[str],
    links: Sequence[Link] = (),
    refusals: Sequence[Refusal] = (),
    seats: Mapping[str, Role] | None = None,
) -> Iterator[Proposal]:
    """Yield the proposals for each area, best first by kind: committees, documents in force, open drafts.

    What is linked or was refused is not proposed again, nor another edition of a linked document that is older, nor
    what is withdrawn, cancelled or suspended. ``score`` is relative to the best hit of the area. ``seats`` as in
    ``gaps``: a committee that is absent has no seat.
    """
    known = {(row.area, str(row.committee or row.deliverable)) for row in (*links, *refusals)}
    for area in areas:
        committees, deliverables = _hits(area, catalogue, languages)
        linked = {link.deliverable.base for link in links if link.deliverable and link.area == area.id}
        yield from _committees(area, committees, catalogue, known, seats or {})
        yield from _deliverables(area, deliverables, catalogue, known, linked, seats or {})


def _hits(
    area: PriorityArea, catalogue: Catalogue, languages: Sequence[str]
) -> tuple[dict[str, Hit], dict[str, Hit]]:
    """The hits of the area's name in English, or else in its first language, and of the ICS classes it hints at."""
    language = FALLBACK if FALLBACK in dict(area.name.values) else languages[0]
    questions = [(area.name[language], language, 1.0)]
    hints = [catalogue.ics[code].title[FALLBACK] for code in area.ics if code in catalogue.ics]
    questions += [(title, FALLBACK, HINT) for title in hints]
    committees: dict[str, Hit] = {}
    deliverables: dict[str, Hit] = {}
    for text, spoken, weight in questions:
        found = search(catalogue, text, spoken, LOOKED_THROUGH)
        for hits, kept in ((found.committees, committees), (found.deliverables, deliverables)):
            best = hits[0].score if hits else 1.0
            for hit in hits:
                score = weight * hit.score / best
                if hit.key not in kept or kept[hit.key].score < score:
                    kept[hit.key] = Hit(hit.key, hit.title, score, hit.why)
    return _ranked(committees), _ranked(deliverables)


def _ranked(hits: Mapping[str, Hit]) -> dict[str, Hit]:
    return dict(sorted(hits.items(), key=lambda pair: (-pair[1].score, pair[0])))
