"""What a returned form says, as rows of the country folder: each cell by its type, each fault by its place."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from opennss.errors import CodeError
from opennss.language import Text, languages, say
from opennss.model.codes import Id
from opennss.model.country import PriorityArea, Settings
from opennss.model.references import CommitteeCode, Reference
from opennss.model.stakeholders import (
    Channel,
    Offer,
    Opinion,
    OpinionType,
    Position,
    Reason,
    Request,
    Stakeholder,
)
from opennss.model.workspace import Workspace
from opennss.tables.form import Form
from opennss.workspace.questionnaire.form import FORMAT, OFFICE, RANKS, URGENCY, WHO, rank_words, yes_no
from opennss.workspace.questionnaire.sheets import Desk, answered

T = TypeVar("T")
CROSSES = frozenset("x×✓✔☒☑✗✘")
NO_CROSS = frozenset(("", "-", "–", "☐"))


@dataclass(frozen=True, slots=True)
class Answers:
    """What one organisation answered, signed; ids of requests and opinions are given when they are taken."""

    stakeholder: Stakeholder
    date: dt.date
    positions: tuple[Position, ...]
    requests: tuple[Request, ...]
    opinions: tuple[Opinion, ...]


@dataclass(frozen=True, slots=True)
class _Signed:
    """Who answers, as every row repeats it."""

    stakeholder: Id
    signatory: str
    date: dt.date
    named: bool
    language: str
    illustrative: bool


def answers(desk: Desk, form: Form, workspace: Workspace, known: Iterable[Stakeholder], new: bool) -> Answers | None:
    """Return what a form on the desk says; ``None`` when it is refused, with the reasons among its findings.

    ``known`` are the organisations of the folder; with ``new`` one that is not among them becomes a row of its own,
    else it is a question.
    """
    if any(part.letter not in desk.sheets for part in (*form.parts, form.office)):
        return None
    language = _office(desk, workspace)
    who = _who(desk)
    organisations = tuple(known)
    stakeholder = _stakeholder(desk, who, organisations, language, new)
    if stakeholder and stakeholder not in organisations:
        stakeholder = replace(stakeholder, illustrative=workspace.settings.illustrative)
    signed = _signed(desk, who, workspace.settings, stakeholder, language)
    stand_in = signed or _Signed(Id("x"), "", workspace.settings.as_of, False, language, True)
    found = Answers(
        stakeholder or Stakeholder(id=Id("x"), name=Text()),
        stand_in.date,
        tuple(_positions(desk, form, workspace, stand_in)),
        tuple(_requests(desk, form, workspace, stand_in)),
        tuple(_opinions(desk, form, stand_in)),
    )  # read in any case, so that every fault is said at once
    return found if signed and stakeholder and not desk.refused else None


def _office(desk: Desk, workspace: Workspace) -> str:
    """Check that the form belongs to this folder and to an open round; return its language."""
    said = {cells.get("N1", ""): (row, cells.get("N2", "")) for row, cells in desk.sheets["N"].lines}
    row, _ = said.get("format", (0, ""))
    values = {key: said.get(key, (0, ""))[1] for key in OFFICE}
    settings = workspace.settings
    if values["format"] != FORMAT:
        desk.wrong("N", row, "N2", "form-version", value=values["format"], expected=FORMAT)
    if values["country"] != settings.country:
        row, _ = said.get("country", (0, ""))
        desk.wrong("N", row, "N2", "form-country", value=values["country"], expected=settings.country)
    if values["language"] not in languages():
        row, _ = said.get("language", (0, ""))
        desk.wrong("N", row, "N2", "form-language", value=values["language"], known=", ".join(languages()))
    try:
        made = dt.date.fromisoformat(values["as_of"])
    except ValueError:
        row, _ = said.get("as_of", (0, ""))
        desk.wrong("N", row, "N2", "not-a-date", value=values["as_of"])
    else:
        closed = [r for r in workspace.voices.rounds if made < r.closed <= settings.as_of]
        for item in closed:
            desk.say("form-round-closed", round=item.id, closed=item.closed, made=made)
    if values["folder"] != workspace.sha256:
        desk.note("form-folder")
    return values["language"] if values["language"] in languages() else settings.languages[0]


Who = Mapping[str, tuple[int, str]]
"""The answers of part A by the name of the question, each with its row."""


def _who(desk: Desk) -> Who:
    """Read part A; a question that is gone is as one without an answer, a row that is no question is a fault."""
    found: dict[str, tuple[int, str]] = {}
    numbers = {str(number): key for number, key in enumerate(WHO, 1)}
    for row, cells in desk.sheets["A"].lines:
        key = numbers.get(cells.get("A1", ""))
        if key and key not in found:
            found[key] = (row, cells.get("A3", ""))
        elif cells.get("A3"):
            desk.wrong("A", row, "A3", "form-stray-cell", value=cells["A3"])
    return {key: found.get(key, (0, "")) for key in WHO}


def _fault(desk: Desk, who: Who, key: str, code: str, **values: object) -> None:
    """Note what is wrong with the answer to a question of part A."""
    desk.wrong("A", who[key][0], "A3", code, **values)


def _stakeholder(desk: Desk, who: Who, known: tuple[Stakeholder, ...], language: str, new: bool) -> Stakeholder | None:
    """The organisation that answers: by its code, else by its name in any language."""
    (row, code), (_, name) = who["id"], who["name"]
    by_name = [row for row in known if fold(name) in {fold(text) for _, text in row.name.values}]
    if code:
        found = next((row for row in known if row.id == code), None)
        if found and (not name or found in by_name):
            return found
        if found:
            _fault(desk, who, "name", "form-other-name", value=name, id=code, name=found.name[language])
            return None
    elif len(by_name) == 1:
        return by_name[0]
    if not name:
        _fault(desk, who, "name", "form-no-name")
    elif new and not code and not by_name:
        taken = {row.id for row in known}
        number = next(n for n in range(1, len(taken) + 2) if f"org-{n}" not in taken)
        return Stakeholder(id=Id(f"org-{number}"), name=Text.of(**{language: name}))
    else:
        ids = "; ".join(f"{item.id} ({item.name[language]})" for item in known)
        place = desk.sheets["A"].at(row, "A3")
        desk.ask("form-unknown-organisation", place, row, value=code or name, known=ids)
    return None


def _signed(desk: Desk, who: Who, settings: Settings, stakeholder: Stakeholder | None, language: str) -> _Signed | None:
    """The signature: name, function, date and consent, without which nothing is on record."""
    for key in ("signatory", "function", "date"):
        if not who[key][1]:
            _fault(desk, who, key, "form-unsigned", question=say(f"questionnaire.who-{key}", language))
    date = _parsed(desk, "A", who["date"][0], "A3", who["date"][1], day)
    if date and date > settings.as_of:
        _fault(desk, who, "date", "form-future", value=date, as_of=settings.as_of)
    if not _yes(desk, "consent", who):
        _fault(desk, who, "consent", "form-no-consent")
    named = _yes(desk, "named", who)
    if not stakeholder or date is None:
        return None
    signatory = ", ".join(part for _, part in (who["signatory"], who["function"]) if part)
    return _Signed(stakeholder.id, signatory, date, named, language, settings.illustrative)


def _yes(desk: Desk, key: str, who: Who) -> bool:
    """Whether a question is answered with yes; without an answer it is not."""
    _, text = who[key]
    yes, no = ({fold(words[place]) for words in map(yes_no, languages())} for place in (0, 1))
    if text and fold(text) not in yes | no | CROSSES:
        known = ", ".join(word for words in map(yes_no, languages()) for word in words)
        _fault(desk, who, key, "form-choice", value=text, known=known)
    return fold(text) in yes | CROSSES


def _positions(desk: Desk, form: Form, workspace: Workspace, signed: _Signed) -> Iterator[Position]:
    ranks = {fold(w): r for lang in languages() for r, w in zip(RANKS, rank_words(RANKS, lang), strict=True)}
    ranks |= {r.value: r for r in RANKS}
    known = {str(area.id) for area in workspace.evidence.areas}
    seen: set[str] = set()
    for row, cells in answered(desk, form.parts[1]):
        area, rank = cells.get("B1", ""), None
        if area not in known:
            desk.wrong("B", row, "B1", "form-unknown-area", value=area)
        elif area in seen:
            desk.wrong("B", row, "B1", "form-twice", value=area)
        if not cells.get("B3"):
            desk.wrong("B", row, "B3", "form-reason-alone")
        else:
            rank = _chosen(desk, "B", row, "B3", cells["B3"], ranks)
        if area in known and area not in seen and rank:
            yield Position(
                stakeholder=signed.stakeholder, area=Id(area), rank=rank, reason=cells.get("B4", ""),
                signatory=signed.signatory, date=signed.date, illustrative=signed.illustrative,
            )  # fmt: skip
        seen.add(area)


def _requests(desk: Desk, form: Form, workspace: Workspace, signed: _Signed) -> Iterator[Request]:
    ranks = {r.value: r for r in URGENCY}
    areas = named_areas(workspace.evidence.areas)
    for row, cells in answered(desk, form.parts[2]):
        text, urgency = cells.get("C2", ""), None
        if not text:
            desk.wrong("C", row, "C2", "form-empty", column=form.parts[2].columns[1].name)
        if not cells.get("C8"):
            desk.wrong("C", row, "C8", "form-empty", column=form.parts[2].columns[7].name)
        else:
            urgency = _chosen(desk, "C", row, "C8", cells["C8"], ranks)
        reasons = [r for n, r in enumerate(Reason, 3) if _cross(desk, row, f"C{n}", cells)]
        offers = [o for n, o in enumerate(Offer, 11) if _cross(desk, row, f"C{n}", cells)]
        standard = _parsed(desk, "C", row, "C7", cells.get("C7", ""), Reference.parse)
        committee = _parsed(desk, "C", row, "C10", cells.get("C10", ""), CommitteeCode.parse)
        area = _area(desk, row, said := cells.get("C9", ""), areas)
        if said and area is None:
            text = f"{text}\n{say('questionnaire.own-area', signed.language)} {said}"
        if text and urgency:
            yield Request(
                id=Id("new"), stakeholder=signed.stakeholder, date=signed.date, channel=Channel.QUESTIONNAIRE,
                signatory=signed.signatory, text=Text.of(**{signed.language: text}), reasons=tuple(reasons),
                standard=standard, urgency=urgency, area=area, committee=committee, offers=tuple(offers),
                named=signed.named, illustrative=signed.illustrative,
            )  # fmt: skip


def _opinions(desk: Desk, form: Form, signed: _Signed) -> Iterator[Opinion]:
    types = {str(kind): kind for kind in OpinionType}
    for row, cells in answered(desk, form.parts[3]):
        text, kind = cells.get("D4", ""), None
        if not text:
            desk.wrong("D", row, "D4", "form-empty", column=form.parts[3].columns[3].name)
        if not cells.get("D3"):
            desk.wrong("D", row, "D3", "form-empty", column=form.parts[3].columns[2].name)
        else:
            kind = _chosen(desk, "D", row, "D3", cells["D3"], types)
        if change := cells.get("D5", ""):
            text = f"{text}\n{say('questionnaire.proposed', signed.language)} {change}"
        if text and kind:
            yield Opinion(
                id=Id("new"), stakeholder=signed.stakeholder, date=signed.date, type=kind, named=signed.named,
                clause=Text.of(**{signed.language: cells.get("D2", "")}), opinion=Text.of(**{signed.language: text}),
                illustrative=signed.illustrative,
            )  # fmt: skip


def _parsed(desk: Desk, letter: str, row: int, column: str, text: str, parse: Callable[[str], T]) -> T | None:
    """Return a cell read by its type; empty, or with a fault, ``None``."""
    try:
        return parse(text) if text else None
    except CodeError as error:
        desk.wrong(letter, row, column, error.code, **error.values)
        return None


def _chosen(desk: Desk, letter: str, row: int, column: str, text: str, known: Mapping[str, T]) -> T | None:
    found = known.get(fold(text))
    if found is None:
        desk.wrong(letter, row, column, "form-choice", value=text, known=", ".join(known))
    return found


def _cross(desk: Desk, row: int, column: str, cells: Mapping[str, str]) -> bool:
    """Whether a cell to be crossed is crossed; also by a word for yes."""
    text = fold(cells.get(column, ""))
    words = [yes_no(language) for language in languages()]
    if text in CROSSES or text in {fold(yes) for yes, _ in words}:
        return True
    if text not in NO_CROSS and text not in {fold(no) for _, no in words}:
        desk.wrong("C", row, column, "form-cross", value=cells[column])
    return False


def _area(desk: Desk, row: int, text: str, areas: Mapping[str, set[str]]) -> Id | None:
    """Return the area that a respondent means; own words for one stay with the request, whose area is then open."""
    found = areas.get(fold(text), set())
    if text and len(found) != 1:
        desk.note("form-open-area", value=text, place=desk.sheets["C"].at(row, "C9"))
    return Id(next(iter(found))) if len(found) == 1 else None


def named_areas(areas: Iterable[PriorityArea]) -> dict[str, set[str]]:
    """Return the ids of areas by all that a person may write for them: id, and name in any language."""
    found: dict[str, set[str]] = {}
    for area in areas:
        for text in (str(area.id), *(name for _, name in area.name.values)):
            found.setdefault(fold(text), set()).add(str(area.id))
    return found


MONTHS = 12
"""A first number above it can only be a day; 05/11/2026 may be read two ways and is asked about."""


def day(text: str) -> dt.date:
    """Read a date as the form asks for it, or day/month/year where no other reading is possible, else ``CodeError``.

    >>> day("2026-12-31") == day("31/12/2026")
    True
    """
    try:
        if found := re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", text):
            first, second, year = (int(part) for part in found.groups())
            if first > MONTHS or first == second:
                return dt.date(year, second, first)
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return dt.date.fromisoformat(text)
    except ValueError as error:
        raise CodeError("not-a-date", value=text) from error
    raise CodeError("not-a-date", value=text)


def fold(text: str) -> str:
    """Return a text as it is compared: one form of each letter, one case, single spaces.

    >>> fold(" Không  ") == fold("KHÔNG")
    True
    """
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())
