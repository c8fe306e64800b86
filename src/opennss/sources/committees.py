"""ISO Open Data: technical committees and their members, in the official file or in two tables made from it."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl

from opennss.errors import CodeError
from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.references import CommitteeCode
from opennss.model.standards import Committee, CommitteeStatus, Participation, Role
from opennss.model.technologies import CommitteeFigure, CommitteeMeasure, Economy, NeighbourSeat
from opennss.sources.reading import frame, lines_of, unreadable

LAYOUTS = (
    (r"iso_committee_members\.parquet", r"iso_committees\.parquet"),
    (r"iso_technical_committees\.jsonl(\.gz|\.zst)?",),
)
"""The files of each layout that is known."""

LEAST = 10
"""Committees that a file must hold to be believed."""


@dataclass(frozen=True, slots=True)
class Member:
    """A national body as ISO's files name it: number and acronym."""

    id: int
    acronym: str


@dataclass(frozen=True, slots=True)
class Register:
    """The committees of the file, and the seat of each member by committee."""

    committees: tuple[Committee, ...]
    seats: tuple[tuple[CommitteeCode, Member, Role], ...]


@cache
def members() -> dict[str, Member]:
    """Return ISO's member bodies by country, as far as the acronyms of the open data tell; some are left out.

    >>> members()["KHM"]
    Member(id=1901, acronym='ISC')
    """
    text = resources.files("opennss.sources").joinpath("members.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["country"]: Member(int(row["member_id"]), row["member"]) for row in rows}


def read(paths: Sequence[Path], said: str) -> Register:
    """Read either layout; ``said`` is what each committee names as its source. Raises ``WorkspaceError``.

    Committees that IEC administers list only their own secretariat, so their numbers of members are not known.
    """
    found = _read_tables(paths[0], paths[1]) if len(paths) > 1 else _read_lines(paths[0])
    if len(found.committees) < LEAST:
        raise unreadable(paths[0], f"{len(found.committees)} committees")
    return replace(found, committees=tuple(_honest(row, said) for row in found.committees))


def _honest(row: Committee, said: str) -> Committee:
    if row.reference.administrator == "IEC":
        row = replace(row, p_members=None, o_members=None)
    return replace(row, source=said)


def _read_tables(members_path: Path, committees_path: Path) -> Register:
    text, number = pl.String, pl.Int64
    seats = frame(members_path, {"committee": text, "member": text, "member_id": number, "role": text})
    columns = {"reference": text, "status": text, "title_en": text, "secretariat": text, "creation_date": text}
    committees = frame(committees_path, {**columns, "n_p": number, "n_o": number})
    try:
        rows = [
            _committee(reference, status, title, secretariat, created, p, o)
            for reference, status, title, secretariat, created, p, o in committees.iter_rows()
        ]
    except (CodeError, ValueError, TypeError) as error:
        raise unreadable(committees_path, error) from error
    try:
        held = [(CommitteeCode.parse(c), Member(int(i), str(m)), Role(r)) for c, m, i, r in seats.iter_rows()]
    except (CodeError, ValueError, TypeError, AttributeError) as error:
        raise unreadable(members_path, error) from error
    return Register(tuple(rows), tuple(held))


def _read_lines(path: Path) -> Register:
    rows: list[Committee] = []
    held: list[tuple[CommitteeCode, Member, Role]] = []
    for number, line in enumerate(lines_of(path), 1):
        if not line.strip():
            continue
        try:
            row, seats = _record(json.loads(line))
        except (CodeError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise unreadable(path, f"{type(error).__name__}: {error}", number) from error
        rows.append(row)
        held += seats
    return Register(tuple(rows), tuple(held))


def _record(found: dict[str, Any]) -> tuple[Committee, list[tuple[CommitteeCode, Member, Role]]]:
    lists = {Role.P: found["pMembers"] or [], Role.O: found["oMembers"] or []}
    secretariat = (found.get("secretariat") or {}).get("acronym")
    row = _committee(
        found["reference"], found["status"], found["title"]["en"], secretariat, found.get("creationDate"),
        len(lists[Role.P]), len(lists[Role.O]),
    )  # fmt: skip
    seats = [
        (row.reference, Member(int(body["id"]), str(body["acronym"])), role)
        for role, bodies in lists.items()
        for body in bodies
    ]
    return row, seats


def _committee(
    reference: str, status: str, title: str, secretariat: str | None, created: str | None, p: int, o: int
) -> Committee:
    return Committee(
        reference=CommitteeCode.parse(reference), title=Text.of(en=title), status=CommitteeStatus(status.lower()),
        secretariat=secretariat or "", created=created or "", p_members=p, o_members=o, source="",
    )  # fmt: skip


def seats_of(register: Register, member: Member, day: dt.date, source: str) -> tuple[Participation, ...]:
    """Return the rows of ``participation.csv`` for one member, in the order of the committees.

    A committee that IEC administers is ``?`` whatever the file lists (method, section 7); committees without a row are
    committees without a seat.
    """
    own = {code: role for code, body, role in register.seats if body.id == member.id}
    rows = []
    for committee in register.committees:
        code = committee.reference
        role = Role.UNKNOWN if code.administrator == "IEC" else own.get(code)
        if role:
            rows.append(Participation(committee=code, title=committee.title, role=role, date=day, source=Id(source)))
    return tuple(rows)


def figures_of(rows: Iterable[Committee], day: dt.date, source: str) -> tuple[CommitteeFigure, ...]:
    """Return the numbers of members of committees as rows of ``landscape.csv``; ``?`` where IEC keeps the members."""
    return tuple(
        CommitteeFigure(committee=row.reference, date=day, measure=measure, value=value, source=Id(source))
        for row in rows
        for measure, value in (
            (CommitteeMeasure.P_MEMBERS, row.p_members),
            (CommitteeMeasure.O_MEMBERS, row.o_members),
        )
    )


def neighbours_of(
    register: Register, economies: Iterable[str], committees: Iterable[Committee], day: dt.date, source: str
) -> tuple[NeighbourSeat, ...]:
    """Return the seats of other economies in committees, by economy, as rows of ``neighbours.csv``.

    The member list was read, so a body that it does not name has no seat; where IEC keeps the members a seat is ``?``,
    and so is every seat of an economy whose ISO member is not known.
    """
    bodies = members()
    held = {(body.id, code): role for code, body, role in register.seats}
    asked = tuple(row.reference for row in committees)
    return tuple(
        NeighbourSeat(
            economy=Economy.parse(economy), committee=code, date=day, source=Id(source),
            role=Role.UNKNOWN if economy not in bodies or code.administrator == "IEC"
            else held.get((bodies[economy].id, code), Role.NONE),
        )
        for economy in economies
        for code in asked
    )  # fmt: skip


def find_member(register: Register, country: str, acronym: str) -> Member | None:
    """Return the member body of a country, or the one that bears ``acronym`` in the file; ``None`` when unknown."""
    if acronym:
        named = (body for _, body, _ in register.seats if body.acronym.lower() == acronym.lower())
        return next(named, None)
    return members().get(country)


def validate(path: Path) -> None:
    """Raise ``WorkspaceError`` when a snapshot is not the official file."""
    _ = read((path,), "")
