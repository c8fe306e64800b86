"""Links proposed for every area: committees first, then documents in force and drafts; ICS comes second."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from opennss.catalogue.search import Hit, Search, ask, open_search
from opennss.catalogue.search.saying import all_in_words
from opennss.catalogue.store import Catalogue
from opennss.language import FALLBACK, Text
from opennss.model.country import PriorityArea
from opennss.model.proposals import Proposal, Refusal
from opennss.model.references import CommitteeCode, Reference
from opennss.model.standards import CommitteeStatus, Deliverable, Link, Relevance, Role

COMMITTEES, PUBLISHED, DRAFTS = 8, 10, 5
"""Proposals of each kind for one area: what a person can review in a few minutes."""

LOOKED_THROUGH = 80
"""Hits of one search from which the proposals are taken."""

HINT = 0.7
"""What a hit of a hint (the title of an ICS class) counts beside one of the area's own name."""

FLOOR = 0.4
"""The score below which nothing is proposed, however little there is."""

HIGH, MEDIUM = Decimal("0.7"), Decimal("0.4")
"""Scores from which a proposal is of high or medium relevance, until the reviewer says otherwise."""

BODIES = ("ISO", "IEC")
"""Bodies whose committees a country joins through its national standards body."""


def suggest(
    areas: Iterable[PriorityArea],
    catalogue: Catalogue,
    languages: Sequence[str],
    links: Sequence[Link] = (),
    refusals: Sequence[Refusal] = (),
    seats: Mapping[str, Role] | None = None,
) -> Iterator[Proposal]:
    """Yield the proposals for each area, best first by kind: committees, documents in force, open drafts.

    What is linked or was refused is not proposed again, nor another edition of it, nor what is withdrawn, cancelled or
    suspended. ``score`` is relative to the best hit of the area, ``relevance`` a first guess from it; ``reason`` says
    why in each of ``languages``. ``seats`` as in ``gaps``: a committee that is absent has no seat.
    """
    opened = open_search(catalogue)
    for area in areas:
        mine = [row for row in links if row.area == area.id]
        gone = [row for row in refusals if row.area == area.id]
        known = {str(code) for code in (*(x.committee for x in mine), *(x.committee for x in gone)) if code}
        bases = {x.base for x in (*(x.deliverable for x in mine), *(x.deliverable for x in gone)) if x}
        committees, deliverables = _hits(area, catalogue, opened, languages)
        for hit in _fitting_committees(committees, catalogue, known)[:COMMITTEES]:
            yield _proposal(area, hit, languages, seats or {}, committee=CommitteeCode(hit.key))
        fitting = _fitting_deliverables(deliverables, catalogue, bases)
        for state, most in (("in-force", PUBLISHED), ("draft", DRAFTS)):
            for hit, found in [pair for pair in fitting if pair[1].stage and pair[1].stage.state == state][:most]:
                yield _proposal(area, hit, languages, seats or {}, deliverable=found)


def _hits(
    area: PriorityArea, catalogue: Catalogue, opened: Search, languages: Sequence[str]
) -> tuple[list[Hit], list[Hit]]:
    """The hits of the area's name in English, or else in its first language, and of the ICS classes it hints at."""
    language = FALLBACK if FALLBACK in dict(area.name.values) else languages[0]
    questions = [(area.name[language], language, 1.0)]
    questions += [(catalogue.ics[code].title[FALLBACK], FALLBACK, HINT) for code in area.ics if code in catalogue.ics]
    kept: tuple[dict[str, Hit], dict[str, Hit]] = ({}, {})
    for text, spoken, weight in questions:
        found = ask(opened, text, spoken, LOOKED_THROUGH)
        for hits, own in zip((found.committees, found.deliverables), kept, strict=True):
            for hit in hits:
                if hit.key not in own or own[hit.key].score < weight * hit.score:
                    own[hit.key] = replace(hit, score=weight * hit.score)
    committees, deliverables = (sorted(own.values(), key=lambda hit: (-hit.score, hit.key)) for own in kept)
    return committees, deliverables


def _fitting_committees(hits: Sequence[Hit], catalogue: Catalogue, known: set[str]) -> list[Hit]:
    return [
        hit
        for hit in hits
        if hit.score >= FLOOR
        and hit.key.startswith(BODIES)
        and hit.key not in known
        and catalogue.committees[hit.key].status is not CommitteeStatus.SUSPENDED
    ]


def _fitting_deliverables(hits: Sequence[Hit], catalogue: Catalogue, bases: set[str]) -> list[tuple[Hit, Deliverable]]:
    """Documents in force and drafts that can still be shaped, of each the newest edition only.

    A draft beside an undated publication of the same project is that publication at an earlier stage.
    """
    found = [(hit, catalogue.deliverables[hit.key]) for hit in hits if hit.score >= FLOOR]
    fresh = [
        (hit, row)
        for hit, row in found
        if row.reference.base not in bases
        and not row.replaced_by
        and row.stage is not None
        and (row.stage.state == "in-force" or row.stage.opening not in ("", "fixed"))
    ]
    newest: dict[str, int] = {}
    for _, row in fresh:
        newest[row.reference.base] = max(newest.get(row.reference.base, 0), row.reference.year or 0)
    undated = {
        row.reference.project for _, row in fresh if row.stage and not row.stage.opening and not row.reference.year
    }
    return [
        (hit, row)
        for hit, row in fresh
        if (row.reference.year or 0) == newest[row.reference.base]
        and not (row.stage and row.stage.opening and row.reference.project in undated)
    ]


def _proposal(
    area: PriorityArea,
    hit: Hit,
    languages: Sequence[str],
    seats: Mapping[str, Role],
    committee: CommitteeCode | None = None,
    deliverable: Deliverable | None = None,
) -> Proposal:
    score = Decimal(f"{hit.score:.3f}")
    owner = deliverable.committee if deliverable else committee
    reasons = Text.of(**{language: "; ".join(all_in_words(hit.why, language)) for language in languages})
    return Proposal(
        area=area.id,
        name=area.name[languages[0]],
        committee=committee,
        deliverable=Reference(deliverable.reference) if deliverable else None,
        title=hit.title,
        stage=deliverable.stage if deliverable else None,
        seat=seats.get(owner, Role.NONE) if owner else Role.UNKNOWN,
        score=score,
        why=reasons[languages[0]],
        relevance=Relevance.HIGH if score >= HIGH else Relevance.MEDIUM if score >= MEDIUM else Relevance.LOW,
        reason=reasons,
    )
