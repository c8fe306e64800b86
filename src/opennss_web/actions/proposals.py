"""Proposals on the country folder: one passage or one cell, made of a comment, accepted only on what it was made."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from opennss.document.shown import STYLES
from opennss.errors import Finding, WorkspaceError
from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.comments import tidy
from opennss.model.stakeholders import Opinion, OpinionType, Outcome
from opennss.model.table import Row
from opennss.tables.columns import Column, columns, text_languages
from opennss.tables.csvfile import read_text
from opennss.workspace.accepting import TEXT, shown
from opennss.workspace.handover import CellChange, TextChange, accept_proposal, close_round
from opennss.workspace.merging import tidy as plain
from opennss.workspace.tables import TABLES, key_of, rows_of
from opennss_web.access import Actor
from opennss_web.actions.comments import BY_LETTER
from opennss_web.actions.consultations import draft, languages
from opennss_web.content import content, folder, released, strategy_of, today
from opennss_web.filelock import in_turn
from opennss_web.history import tell
from opennss_web.models import Comment, Consultation, Disposition, Proposal, ProposalState

LONGEST: Final = 20_000
"""Signs of a passage or a cell that a proposal changes."""

STALE: Final = ("proposal-stale", "proposal-row")
"""What the library says when the place is no longer as it was."""

OUTCOMES: Final = {
    Disposition.ACCEPTED: Outcome.ACCEPTED, Disposition.PARTLY: Outcome.PARTLY, Disposition.NOTED: Outcome.NOTED,
    Disposition.REFUSED: Outcome.NOT_ACCEPTED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the folder that a proposal may change, with what stands there now.

    A passage has no key and no column; ``number`` is its place among the passages of its page, or of its row.
    """

    file: str
    number: int
    before: str
    key: tuple[str, ...] = ()
    column: str = ""


def pages(clause: str = "") -> tuple[list[str], str]:
    """Return the pages of prose of the folder, and the one that the clause with this anchor is printed from, if any."""
    found = sorted(f"text/{language}/{name}.md" for language, name, _ in content().workspace.choices.prose)
    own = [name for name in found if name.endswith(f"/{clause}.md")] if clause else []
    return found, own[0] if own else ""


def tables() -> list[str]:
    """Return the tables of the folder that have rows."""
    rows = rows_of(content().workspace)
    return [table.file for table in TABLES if rows.get(table.file)]


def passages(file: str) -> list[Place]:
    """Return the passages of a page of prose, none for what is no page of the folder."""
    if not TEXT.fullmatch(file) or file not in pages()[0]:
        return []
    text = read_text(folder() / file, file)[0] or ""
    parts = [part.strip("\n") for part in re.split(r"\n[ \t]*\n", text)]
    return [Place(file, number, part) for number, part in enumerate(part for part in parts if part.strip())]


def row_names(file: str) -> list[tuple[int, str]]:
    """Return the rows of a table by their number, with their keys and names in short."""
    return [(number, _name(row)) for number, row in enumerate(_rows(file))]


def _name(row: Row) -> str:
    name = getattr(row, "name", None)
    said = f" · {name[languages()[0]]}" if isinstance(name, Text) and name else ""
    return f"{' / '.join(key_of(row))}{said}"[:120]


def _rows(file: str) -> Sequence[Row]:
    return rows_of(content().workspace).get(file, ()) if file in tables() else ()


def _columns(file: str) -> tuple[Column, ...]:
    row_class = next(table.row for table in TABLES if table.file == file)
    return columns(row_class, text_languages(_rows(file), languages()))


def cells(file: str, number: str) -> list[Place]:
    """Return the cells of one row of a table, its key left out; none for a row that is not there."""
    rows = _rows(file)
    if not number.isdecimal() or len(number) > 9 or int(number) >= len(rows):
        return []
    row = rows[int(number)]
    fields = [column for column in _columns(file) if column.field not in row.KEY]
    return [Place(file, int(number), shown(row, column), key_of(row), column.name) for column in fields]


def found_place(file: str, row: str, column: str) -> Place | None:
    """Return the passage or the cell that was chosen, ``None`` as long as the choice is not complete."""
    places = cells(file, row) if column else passages(file)
    return next((place for place in places if str(place.number) == row and place.column == column), None)


def propose(actor: Actor, comment: Comment, place: Place, after: str, reason: str) -> tuple[str, ...]:
    """Propose a change of a place as its proposer saw it; returns keys of sentences below ``consultation.fault-``."""
    after, reason = after.replace("\r\n", "\n").strip(), tidy(reason)
    faults = [] if place.before or place.column else ["place"]
    faults += ["after"] if after == place.before or not (after or place.column) else []
    faults += ["long-after"] if max(len(after), len(place.before), len(reason)) > LONGEST else []
    if faults:
        return tuple(faults)
    with transaction.atomic():
        made = Proposal.objects.create(
            comment=comment, file=place.file, key=list(place.key), column=place.column, before=place.before,
            after=after, reason=reason, proposer=actor.name,
        )  # fmt: skip
        tell(
            actor.name, "proposed", f"proposal:{made.pk}",
            comment=comment.pk, file=place.file, key=list(place.key), column=place.column,
        )  # fmt: skip
    return ()


def accept(actor: Actor, proposal: Proposal) -> tuple[Finding, ...]:
    """Write a proposal into the folder; returns what stands against it, nothing when it was done.

    One whose place was changed meanwhile becomes stale.
    """
    with _in_turn():
        return _accept(actor.name, proposal)


def finish(by: str = "desk") -> None:
    """Finish the acceptances that a server began and did not live to end; what the folder refuses is open again."""
    with _in_turn():
        for proposal in Proposal.objects.filter(state=ProposalState.ACCEPTING).order_by("pk"):
            _accept(by, proposal)


def _in_turn() -> AbstractContextManager[None]:
    """Wait for whoever accepts: a claim that somebody finds after that is of a server that died."""
    return in_turn(Path(settings.DATA) / "accepting.lock")


def _accept(by: str, proposal: Proposal) -> tuple[Finding, ...]:
    """Claim a proposal, write it, and settle it. The folder takes the same change once, so that a claim can be ended.

    The claim comes first: nobody can refuse what may stand in the folder already. It stays the deed of who made it.
    """
    mine = Proposal.objects.filter(pk=proposal.pk)
    mine.filter(state=ProposalState.OPEN).update(state=ProposalState.ACCEPTING, decided_by=by)
    claimer = mine.filter(state=ProposalState.ACCEPTING).values_list("decided_by", flat=True).first()
    if claimer is None:
        return ()
    try:
        accept_proposal(folder(), change_of(proposal), _facts(), STYLES)
    except WorkspaceError as error:
        if any(finding.code in STALE for finding in error.findings):
            _settle(claimer, proposal, ProposalState.STALE, "proposal-stale")
        else:
            mine.update(state=ProposalState.OPEN, decided_by="")
        return error.findings
    _settle(claimer, proposal, ProposalState.ACCEPTED, "proposal-accepted")
    return ()


def refuse(actor: Actor, proposal: Proposal, reason: str) -> tuple[str, ...]:
    """Refuse a proposal, with a reason that is kept beside the one of its proposer."""
    if not tidy(reason):
        return ("reason",)
    if len(reason) > LONGEST:
        return ("long-after",)
    _settle(actor.name, proposal, ProposalState.REFUSED, "proposal-refused", tidy(reason))
    proposal.refresh_from_db(fields=["state"])
    return () if proposal.state == ProposalState.REFUSED else ("decided",)


def _settle(by: str, proposal: Proposal, state: str, verb: str, refusal: str = "") -> None:
    """Give a proposal its last state: one that is refused must be open, any other must be claimed."""
    before = ProposalState.OPEN if state == ProposalState.REFUSED else ProposalState.ACCEPTING
    with transaction.atomic():
        mine = Proposal.objects.filter(pk=proposal.pk, state=before)
        if mine.update(state=state, refusal=refusal, decided=timezone.now(), decided_by=by):
            tell(by, verb, f"proposal:{proposal.pk}", file=proposal.file, refusal=refusal)


def change_of(proposal: Proposal) -> CellChange | TextChange:
    """Return a proposal as the library takes it."""
    if proposal.column:
        return CellChange(proposal.file, tuple(proposal.key), proposal.column, proposal.before, proposal.after)
    return TextChange(proposal.file, proposal.before, proposal.after)


def _facts() -> frozenset[str] | None:
    """Return the facts that prose may name: those of the newest release; without one, the library looks itself."""
    newest = released()
    with suppress(WorkspaceError):
        return frozenset(strategy_of(newest).facts) if newest else None
    return None


def compared(before: str, after: str) -> list[tuple[str, str]]:
    """Return two texts as one, in pieces that are ``same``, ``gone`` or ``new``, word by word.

    >>> compared("one two", "one three")
    [('same', 'one '), ('gone', 'two'), ('new', 'three')]
    """
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    found: list[tuple[str, str]] = []
    for kind, start, end, from_, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(old[start:end])))
            continue
        found += [("gone", "".join(old[start:end]))] if end > start else []
        found += [("new", "".join(new[from_:to]))] if to > from_ else []
    return found


@dataclass(frozen=True, slots=True)
class Handed:
    """What became of decided comments: rows of the folder's table of opinions, and comments that could not be one.

    ``skipped`` are of nobody known; the rows of ``others`` were written before and say something else by now.
    """

    rows: int = 0
    skipped: tuple[Comment, ...] = ()
    others: tuple[Comment, ...] = ()
    findings: tuple[Finding, ...] = ()


def hand_over(actor: Actor, consultation: Consultation) -> Handed:
    """Write the decided comments of organisations that the folder knows as rows of ``opinions.csv``.

    A comment is written once: its id is its own, so that a second call adds only what was decided since. A row that is
    there stays as it is; one that says something else by now is told, and holds up no other. An opinion without an
    organisation of the folder cannot stand there, and is told.
    """
    owners = _owners()
    written = {row.id: row for row in content().workspace.voices.opinions}
    rows: list[Opinion] = []
    skipped: list[Comment] = []
    others: list[Comment] = []
    for comment in consultation.comments.prefetch_related("proposals").order_by("pk"):
        owner, decided = _owner(comment, owners), comment.disposition != Disposition.OPEN
        row = _opinion(consultation, comment, owner) if owner and decided else None
        before = written.get(_id(consultation, comment))
        if before and (row is None or plain(row) != plain(before)):
            others.append(comment)
        elif row:
            rows.append(row)
        elif decided:
            skipped.append(comment)
    told = Handed(len(rows) + len(others), tuple(skipped), tuple(others))
    try:
        new = close_round(folder(), None, {Opinion: rows}, today()) if rows else ()
    except WorkspaceError as error:
        return replace(told, rows=0, findings=error.findings)
    if new:
        with transaction.atomic():
            tell(actor.name, "opinions-written", consultation.slug, rows=len(rows), skipped=len(skipped))
    return told


def _id(consultation: Consultation, comment: Comment) -> Id:
    return Id(f"{consultation.slug}-{comment.pk}")


def _owners() -> dict[str, Id]:
    """Return the organisations of the folder by every name, in small letters, and by id, which goes before names."""
    rows = content().workspace.voices.stakeholders
    names = {said.casefold(): row.id for row in reversed(rows) for _, said in row.name.values}
    return names | {str(row.id): row.id for row in rows}


def _owner(comment: Comment, owners: Mapping[str, Id]) -> Id | None:
    """Return whose comment it is: the organisation that the office confirmed, else the one that a letter bears.

    What anybody typed on the page or into a form proves nothing.
    """
    typed = (comment.organisation, comment.member) if comment.source == BY_LETTER else ()
    names = (comment.stakeholder,) if comment.stakeholder else typed
    return next((owners[name.casefold()] for name in names if name.casefold() in owners), None)


def _opinion(consultation: Consultation, comment: Comment, owner: Id) -> Opinion:
    own = comment.language if comment.language in languages() else languages()[0]
    asked = "\n".join(filter(None, (comment.comment, comment.change)))
    day = comment.received or min(consultation.closes, today())
    return Opinion(
        id=_id(consultation, comment), stakeholder=owner, date=day,
        clause=_clause(consultation, comment.clause), type=OpinionType(comment.type), opinion=Text.of(**{own: asked}),
        outcome=OUTCOMES[Disposition(comment.disposition)], reply=Text.of(**comment.observation),
        change=_changes(comment), named=comment.named, illustrative=content().workspace.settings.illustrative,
    )  # fmt: skip


def _clause(consultation: Consultation, number: str) -> Text:
    """Return the clause of a comment with its heading in every language; a clause that the draft lacks, as written."""
    labels: dict[str, str] = {}
    for language in languages():
        found = draft(consultation, language)
        clause = found.clause(number) if found.language == language else None
        labels[language] = clause["label"] if clause else number
    return Text.of(**labels)


def _changes(comment: Comment) -> Text:
    """Return the accepted changes that a comment led to: passages in their language, cells in every language."""
    said: dict[str, list[str]] = {language: [] for language in languages()}
    for proposal in comment.proposals.all():
        if proposal.state != ProposalState.ACCEPTED:
            continue
        if proposal.column:
            text = (
                f"{proposal.file}, {' / '.join(proposal.key)}, {proposal.column}: {proposal.before} → {proposal.after}"
            )
            for texts in said.values():
                texts.append(text)
        elif (language := proposal.file.split("/")[1]) in said:
            said[language].append(proposal.after)
    return Text.of(**{language: "\n".join(texts) for language, texts in said.items()})
