"""Links proposed for every area: committees first, then documents in force and drafts; ICS comes second."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from importlib import import_module

from opennss.catalogue.search import Hit, Search, ask, open_search
from opennss.catalogue.search.documents import STATES
from opennss.catalogue.search.saying import all_in_words
from opennss.catalogue.store import Catalogue
from opennss.language import FALLBACK, say
from opennss.model.country import Kind, PriorityArea
from opennss.model.proposals import Proposal, Refusal
from opennss.model.references import CommitteeCode, Reference
from opennss.model.standards import CommitteeStatus, Deliverable, Link, Relevance, Role

COMMITTEES, PUBLISHED, DRAFTS = 8, 10, 5
"""Proposals of each kind for one area: what a person can review in a few minutes."""

COPIES = (" RLV", " CSV", " CMV", " EXV", " PRV", " SER")
"""How IEC marks redlined, consolidated and other editions that only repeat a publication."""

LOOKED_THROUGH = 80
"""Hits of one search from which the proposals are taken."""

HINTS = {Kind.SECTOR: 0.9, Kind.ENVIRONMENTAL: 0.9, Kind.SOCIAL: 0.5, Kind.EMERGING: 0.5}
"""What a hit of a hint (the title of an ICS class) counts beside one of the area's own name.

A sector's name says little of what its committees call their work; a technology's says it all, and its ICS class (often
one for all of information technology) leads away from it. Found with the links of the examples.
"""

FLOOR = 0.4
"""The score below which nothing is proposed, however little there is."""

HIGH = Decimal("0.7")
"""The score from which a proposal is of high relevance, else of medium, until the reviewer says otherwise."""

IN_FORCE, DRAFT = STATES.index("in-force"), STATES.index("draft")
"""How the search writes the two states that are proposed."""

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

    What is linked or was refused is not proposed again, nor another edition or draft of it, nor what is withdrawn,
    cancelled or suspended. Of a deliverable the newest edition in force and the furthest draft that can still be shaped
    are proposed. ``score`` is relative to the best hit of the area, ``relevance`` a first guess from it; ``why`` says
    in the first of ``languages`` what was found. ``reason`` stays empty: it is the reviewer's. ``seats`` as in
    ``gaps``: a committee that is absent has no seat.
    """
    opened = replace(open_search(catalogue), scores=import_module("opennss.catalogue.index.fast").scores)
    for area in areas:
        mine = [row for row in links if row.area == area.id]
        gone = [row for row in refusals if row.area == area.id]
        known = {str(code) for code in (*(x.committee for x in mine), *(x.committee for x in gone)) if code}
        told = {_kind(x) for x in (*(x.deliverable for x in mine), *(x.deliverable for x in gone)) if x}
        committees, deliverables = _hits(area, catalogue, opened, languages)
        for hit in _fitting_committees(committees, catalogue, known)[:COMMITTEES]:
            yield _proposal(area, hit, languages, seats or {}, committee=CommitteeCode(hit.key))
        fitting = _fitting_deliverables(deliverables, catalogue, opened, told)
        for state, most in (("in-force", PUBLISHED), ("draft", DRAFTS)):
            for hit, found in [pair for pair in fitting if pair[1].state == state][:most]:
                yield _proposal(area, hit, languages, seats or {}, deliverable=found)


def _hits(
    area: PriorityArea, catalogue: Catalogue, opened: Search, languages: Sequence[str]
) -> tuple[list[Hit], list[Hit]]:
    """The hits of the area's name in English, or else in its first language, and of the ICS classes it hints at."""
    language = FALLBACK if FALLBACK in dict(area.name.values) else languages[0]
    questions = [(area.name[language], language, 1.0)]
    questions += [
        (catalogue.ics[code].title[FALLBACK], FALLBACK, HINTS[area.kind]) for code in area.ics if code in catalogue.ics
    ]
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


def _fitting_deliverables(
    hits: Sequence[Hit], catalogue: Catalogue, opened: Search, told: set[tuple[str, bool]]
) -> list[tuple[Hit, Deliverable]]:
    """Of each deliverable that was hit the newest edition in force or the furthest draft, unless it comes too late."""
    alive = [hit for hit in hits if hit.score >= FLOOR and hit.state in ("in-force", "draft")]
    good = [hit for hit in alive if not hit.key.endswith(COPIES)]
    kin = _families(good, catalogue, opened)
    found: dict[str, tuple[Hit, Deliverable]] = {}
    for hit in good:
        row = _current(catalogue.deliverables[hit.key], kin[hit.key])
        if row and _kind(row.reference) not in told:
            found.setdefault(row.reference, (hit, row))
    return list(found.values())


def _kind(reference: Reference) -> tuple[str, bool]:
    """What all editions of a deliverable share, and what all drafts of its next one share."""
    return reference.project, reference.base != reference.project


def _families(hits: Sequence[Hit], catalogue: Catalogue, opened: Search) -> dict[str, list[Deliverable]]:
    """For each hit the editions in force and the drafts of the same deliverable."""
    references, families = opened.frames.references, opened.documents["family"]
    places = references.is_in([hit.key for hit in hits]).arg_true()
    family = dict(zip(references.gather(places), families.gather(places), strict=True))
    alive = families.is_in(list(family.values())) & opened.documents["state"].is_in([IN_FORCE, DRAFT])
    members: dict[int, list[Deliverable]] = {}
    for place in alive.arg_true():
        members.setdefault(families[place], []).append(catalogue.deliverables[references[place]])
    return {key: members.get(number, []) for key, number in family.items()}


def _current(row: Deliverable, kin: Sequence[Deliverable]) -> Deliverable | None:
    """Return the edition or draft of a deliverable to propose now, if any; ``kin`` as ``_families`` found it.

    A draft whose text is fixed or closed to comments, or that was published meanwhile (without a year, or as an edition
    that it does not say it will replace), cannot be shaped any more.
    """
    if row.state == "in-force":
        editions = [one for one in kin if one.state == "in-force" and one.reference.base == row.reference.base]
        newest = max(editions, key=lambda one: one.reference.year or 0)
        return None if newest.replaced_by else newest
    same = [one for one in kin if one.reference.project == row.reference.project]
    if any(one.state == "in-force" and not one.reference.year for one in same):
        return None
    drafts = [one for one in same if one.stage and one.state == "draft"]
    furthest = max(drafts, key=lambda one: (one.stage or "", one.reference))
    published = {one.reference for one in same if one.state == "in-force"}
    if published and not published & set(furthest.replaces):
        return None
    return furthest if furthest.stage and furthest.stage.opening not in ("closing", "fixed") else None


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
    called = [say("search.documents-called", languages[0], title=hit.title)] if hit.called else []
    return Proposal(
        area=area.id,
        name=area.name[languages[0]],
        committee=committee,
        deliverable=Reference(deliverable.reference) if deliverable else None,
        title=deliverable.title[FALLBACK] if deliverable else "" if hit.called else hit.title,
        stage=deliverable.stage if deliverable else None,
        seat=seats.get(owner, Role.NONE) if owner else Role.UNKNOWN,
        score=score,
        why="; ".join([*called, *all_in_words(hit.why, languages[0])]),
        relevance=Relevance.HIGH if score >= HIGH else Relevance.MEDIUM,
    )
