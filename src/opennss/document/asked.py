"""What is known of a name that somebody asks the plan for and that is no candidate: adopted, excluded, done, unlinked.

Each answer is a kind and an id for machines, and a sentence for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from opennss.catalogue.store import Catalogue
from opennss.document.change_words import change_told
from opennss.document.schedule_lanes import area_name, title_of
from opennss.language import dated, languages, say
from opennss.model.criteria import DecisionKind, Rank
from opennss.model.programme import WorkStatus
from opennss.model.projects import ProjectType, same_work
from opennss.model.references import COMMITTEE_RULES, CommitteeCode, Reference, applied, slug
from opennss.model.results import Strategy
from opennss.model.standards import AdoptionStatus, Correspondence, Deliverable, Role

FIXED = "50"
"""Stage from which the text of a draft is fixed."""

SETTLED = ("adopted", "replaced", "withdrawn")
"""Kinds beside which nobody needs to link it to an area."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known: its kind, the id of the row or item it comes from, and the sentence."""

    kind: str
    id: str
    words: str


def spellings(asked: str) -> tuple[str, ...]:
    """Return a name as it was asked and as a publisher writes such a reference or committee.

    >>> spellings("iso 9564-1 : 2017"), spellings("ISO9564-1:2017")
    (('iso 9564-1 : 2017', 'ISO 9564-1:2017'), ('ISO9564-1:2017', 'ISO 9564-1:2017'))
    >>> spellings("iso/iec jtc1/sc42")
    ('iso/iec jtc1/sc42', 'ISO/IEC JTC 1/SC 42')
    """
    spaced = re.sub("^([A-Z/ ]*[A-Z])([0-9])", r"\1 \2", asked.strip().upper())
    return tuple(dict.fromkeys((asked.strip(), applied(COMMITTEE_RULES, Reference.folded(spaced)))))


def told_of(asked: str, strategy: Strategy, catalogue: Catalogue, language: str) -> tuple[Told, ...]:
    """Return what is known of a name beside its place in the plan; nothing for a name that nobody knows.

    ``asked`` is a reference, a committee, the id of an item, the number of a national standard, or the name of an area
    or technology in any language; capitals make no difference.
    """
    parts = (_items, _work, _adoptions, _decisions, _catalogue, _names)
    found = [told for part in parts for told in part(asked.strip(), strategy, catalogue, language)]
    settled = any(told.kind in SETTLED for told in found)
    return tuple(told for told in found if told.kind != "unlinked" or not settled)


def _items(asked: str, strategy: Strategy, _: Catalogue, language: str) -> Iterator[Told]:
    """Tell of a candidate beside which another form was chosen, and of what was approved and left the plan."""
    names, title = _folded(asked), partial(title_of, strategy=strategy, language=language)
    planned, left = ([i.project for i in items] for items in (strategy.plan.items, strategy.plan.not_now))
    placed = [*planned, *left]
    for own in (p for p in strategy.projects if p.id.casefold() in names and p not in placed):
        chosen, waiting = ([p.id for p in projects if same_work(p, own)] for projects in (planned, left))
        key = "asked.form" if chosen else "asked.form-waits"
        other = "; ".join(title(one) for one in chosen or waiting)
        yield Told("form", own.id, say(key, language, item=title(own.id), other=other))
    rows = {str(row.item): row for row in strategy.workspace.choices.programme}
    for change in strategy.schedule.changes if strategy.schedule else ():
        row = rows.get(change.item)
        if change.move != "went" or row is None or change.item in {project.id for project in placed}:
            continue
        if names & {str(part).casefold() for part in (row.item, row.deliverable, row.committee) if part}:
            why = change_told(change, strategy, language)
            yield Told("went", change.item, say("asked.went", language, item=title(change.item), why=why))


def _folded(asked: str) -> set[str]:
    return {name.casefold() for name in spellings(asked)}


def _work(asked: str, strategy: Strategy, _: Catalogue, language: str) -> Iterator[Told]:
    """Tell what is done or was dropped."""
    names = {asked.casefold(), *(f"{type_}-{slug(name)}" for type_ in ProjectType for name in spellings(asked))}
    for row in strategy.workspace.evidence.work:
        if row.item in names and row.status in (WorkStatus.DONE, WorkStatus.DROPPED):
            day = dated(row.ended, language) if row.ended else "?"
            key = "asked.done" if row.status is WorkStatus.DONE else "asked.dropped"
            item = title_of(str(row.item), strategy, language)
            words = say(key, language, item=item, day=day, reason=row.reason[language]).strip()
            yield Told(str(row.status), str(row.item), words)


def _adoptions(asked: str, strategy: Strategy, _: Catalogue, language: str) -> Iterator[Told]:
    """Tell which national standard adopts it, of which year and degree, and whether that is in force."""
    names = _folded(asked)
    for row in strategy.workspace.evidence.adoptions:
        if not names & {name.casefold() for name in (row.adopts, row.number, row.id) if name}:
            continue
        key = "asked.adopted"
        if row.status is not AdoptionStatus.IN_FORCE:
            key = "asked.adopted-once"
        elif row.correspondence is Correspondence.NEQ:
            key = "asked.not-equivalent"
        degree = row.correspondence if row.correspondence is not Correspondence.UNKNOWN else "?"
        standard = row.number or row.title[language] or row.id
        about = [say("asked.of-year", language, year=row.year)] if row.year else []
        about.append(say("asked.of-degree", language, degree=degree))
        words = say(key, language, standard=standard, reference=row.adopts, about=", ".join(about))
        yield Told("adopted" if key == "asked.adopted" else "not-adopted", str(row.id), words)


def _decisions(asked: str, strategy: Strategy, _: Catalogue, language: str) -> Iterator[Told]:
    """Tell which decision excludes it, and which reviewer refused to link it."""
    names = _folded(asked)
    for row in strategy.workspace.choices.decisions:
        if row.kind is DecisionKind.EXCLUDE and row.subject.casefold() in names:
            day, until = dated(row.date, language), dated(row.expiry, language)
            yield Told("excluded", str(row.id), say(
                "asked.excluded", language, reference=row.subject, decision=row.id, day=day, until=until,
                reason=row.reason[language],
            ))  # fmt: skip
    for refusal in strategy.workspace.choices.refusals:
        about = str(refusal.deliverable or refusal.committee)
        if about.casefold() in names:
            area, day = area_name(str(refusal.area), strategy, language), dated(refusal.date, language)
            reason = refusal.reason[language]
            words = say("asked.refused", language, reference=about, area=area, day=day, reason=reason)
            yield Told("refused", str(refusal.area), words)


def _catalogue(asked: str, strategy: Strategy, catalogue: Catalogue, language: str) -> Iterator[Told]:
    """Tell of a deliverable or committee whether it is in force, and which areas name it."""
    names = spellings(asked)
    found = next((one for name in names if (one := catalogue.deliverables.get(Reference.folded(name)))), None)
    links = strategy.workspace.choices.links
    if found:
        yield from _state(found, language)
        if not any(link.deliverable == found.reference for link in links):
            title = found.title[language]
            words = say("asked.unlinked", language, reference=found.reference, title=title)
            yield Told("unlinked", str(found.reference), words)
    group = next((body for name in names if (body := catalogue.committees.get(CommitteeCode(name)))), None)
    if group:
        seat, name = strategy.seats.get(group.reference), group.reference
        if seat is Role.P:
            yield Told("seat", str(name), say("asked.seat", language, committee=name, seat=seat))
        if name not in strategy.committees:
            words = say("asked.unlinked", language, reference=name, title=group.title[language])
            yield Told("unlinked", str(name), words)


def _state(found: Deliverable, language: str) -> Iterator[Told]:
    """Tell why a deliverable leads to no project, where its stage is the reason."""
    name, stage = str(found.reference), found.stage
    if found.replaced_by and found.state != "in-force":
        yield Told("replaced", name, say("asked.replaced", language, reference=name, newer=found.replaced_by))
    elif stage is None:
        yield Told("no-stage", name, say("asked.no-stage", language, reference=name))
    elif found.state in ("withdrawn", "cancelled"):
        yield Told("withdrawn", name, say("asked.withdrawn", language, reference=name))
    elif found.state == "draft" and stage >= FIXED:
        yield Told("fixed", name, say("asked.fixed", language, reference=name, stage=stage))


def _names(asked: str, strategy: Strategy, _: Catalogue, language: str) -> Iterator[Told]:
    """Tell of an area its rank and what is planned for it, of a technology its committees."""
    name, every = asked.casefold(), languages()
    for row in strategy.workspace.evidence.areas:
        if name in {row.id.casefold(), *(row.name[x].casefold() for x in every)}:
            planned, left = (
                [item for item in items if row.id in item.project.areas]
                for items in (strategy.plan.items, strategy.plan.not_now)
            )
            final = strategy.ranks.of(row.id).final
            key = "asked.area-none" if final is Rank.NONE else "asked.area"
            values = {"area": row.name[language], "rank": final, "planned": len(planned), "left": len(left)}
            yield Told("area", str(row.id), say(key, language, **values))
    for dossier in strategy.dossiers.values():
        own = dossier.technology
        if name in {own.id.casefold(), *(own.name[x].casefold() for x in every)}:
            committees = "; ".join(own.committees) or "–"
            words = say("asked.technology", language, technology=own.name[language], committees=committees)
            yield Told("technology", str(own.id), words)
