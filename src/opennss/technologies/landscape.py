"""The standards landscape: what the committees of a technology have in force, under way and published, who sits there.

A committee is counted alone, its subcommittees are not added. Its documents are counted in the list of the body that
its name begins with (ISO's, IEC's), so that one figure has one day; what that list does not hold at all, such as
drafts in IEC's, is ``?``. Stage documents that a later one has overtaken are counted only as entries of the list.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from fractions import Fraction

import polars as pl

from opennss.catalogue.frames import deliverable
from opennss.catalogue.merge import Source
from opennss.catalogue.store import Catalogue
from opennss.model.codes import Id
from opennss.model.dossiers import Amount, CommitteeView, Landscape
from opennss.model.openings import Opening, edition_year, opening, standing
from opennss.model.references import CommitteeCode
from opennss.model.standards import Committee, Deliverable, Participation, Role
from opennss.model.table import Cell, cell
from opennss.model.technologies import CommitteeFigure, CommitteeMeasure, NeighbourSeat, Technology

M = CommitteeMeasure
EARLY = (M.PROPOSAL, M.PREPARATORY, M.COMMITTEE)
"""Stages 10 to 30: the text is written by experts and commented by members."""

OPEN = (*EARLY, M.ENQUIRY)
DRAFTS = (*OPEN, M.APPROVAL)
"""Stages 10 to 50; a preliminary work item (00) is no project yet, and lists seldom hold it."""

SPANS = (M.NEW_1, M.NEW_2, M.NEW_3, M.NEW_4, M.NEW_5)
MEMBERS = (M.P_MEMBERS, M.O_MEMBERS)
LISTS = {"ISO": ("iso-deliverables", "relaton-iso"), "IEC": ("relaton-iec",)}
"""The lists of documents with stages, by body: how their names in the catalogue's manifest begin."""

MEMBER_LISTS = ("iso-committees",)
LIVE = Id("catalogue")
"""The source of a figure that was counted in the catalogue just now and is kept nowhere."""

SEATED = (Role.P, Role.O)


def list_of(committee: CommitteeCode) -> str:
    """Return the body in whose list the documents of a committee are counted.

    >>> list_of(CommitteeCode("ISO/IEC JTC 1/SC 41")), list_of(CommitteeCode("IEC/ISO JTC 3"))
    ('ISO', 'IEC')
    """
    return re.split("[ /]", committee)[0]


def state_of(catalogue: Catalogue, names: Sequence[str]) -> Source | None:
    """Return the source of a catalogue whose name begins so and that gave most; ``None`` without one that is dated."""
    found = [source for source in catalogue.sources if source.name.startswith(tuple(names)) and source.date]
    return max(found, key=lambda source: (source.kept, source.read, source.name), default=None)


def source_of(catalogue: Catalogue, figure: CommitteeFigure) -> Source:
    """Return the list in which a figure of ``figures`` was counted; raises ``LookupError`` when it is not there."""
    names = MEMBER_LISTS if figure.measure in MEMBERS else LISTS.get(list_of(figure.committee), ())
    if found := state_of(catalogue, names):
        return found
    raise LookupError(figure.committee)


def documents_of(catalogue: Catalogue, committees: Iterable[CommitteeCode]) -> tuple[Deliverable, ...]:
    """Return every document that names one of the committees, from whatever list, in order of reference."""
    return tuple(document for _, document in _documents(catalogue, committees))


def _documents(catalogue: Catalogue, committees: Iterable[CommitteeCode]) -> list[tuple[str, Deliverable]]:
    """The documents of committees with the body in whose list each stands; a store gives them by the frame at once."""
    frame = catalogue.frames.deliverables.filter(pl.col("committee").is_in(sorted(set(committees))))
    if catalogue.folder is None:
        return [(body, catalogue.deliverables[name]) for name, body in frame.select("reference", "body").iter_rows()]
    return [(row["body"], deliverable(row)) for row in frame.iter_rows(named=True)]


# Counting


def figures(catalogue: Catalogue, committees: Iterable[CommitteeCode]) -> tuple[CommitteeFigure, ...]:
    """Count a whole store; nothing comes of an extract, whose counts would say nothing of the committee.

    Each figure has the day of the state of its list. A committee that the catalogue does not know, or whose list has
    no dated state, has no figure; one that is known and owns no document has zeros. ``started`` and
    ``months-to-publication`` are not counted: no list tells when a project began.
    """
    if catalogue.folder is None:
        return ()
    known = sorted({code for code in committees if code in catalogue.committees})
    own: dict[CommitteeCode, list[Deliverable]] = {code: [] for code in known}
    for body, document in _documents(catalogue, known):
        if document.committee and list_of(document.committee) == body:
            own[document.committee].append(document)
    stages = catalogue.frames.deliverables.select("body", pl.col("stage").str.slice(0, 2)).drop_nulls().unique()
    members = state_of(catalogue, MEMBER_LISTS)
    rows: list[CommitteeFigure] = []
    for code in known:
        body = list_of(code)
        if state := state_of(catalogue, LISTS.get(body, ())):
            held = frozenset(stages.filter(pl.col("body") == body)["stage"])
            counted = count(own[code], dt.date.fromisoformat(state.date), held)
            rows += _rows(code, dt.date.fromisoformat(state.date), counted)
        if members:
            row = catalogue.committees[code]
            seats = dict(zip(MEMBERS, (row.p_members, row.o_members), strict=True))
            rows += _rows(code, dt.date.fromisoformat(members.date), seats)
    return tuple(rows)


def _rows(
    code: CommitteeCode, day: dt.date, counted: Mapping[CommitteeMeasure, int | None]
) -> Iterable[CommitteeFigure]:
    for measure, value in counted.items():
        yield CommitteeFigure(committee=code, date=day, measure=measure, value=value, source=LIVE)


def count(documents: Sequence[Deliverable], day: dt.date, held: Set[str]) -> dict[CommitteeMeasure, int | None]:
    """Count the documents of one committee in a list of ``day`` that holds entries at the stages ``held`` (00, 10...).

    Drafts at a stage at which the list holds nothing of anybody are not known.

    Spans are the twelve whole months before the month of ``day`` and the twelve before each. What was withdrawn since
    counts in the span in which it was published. A publication of which only the year is known is in no span: where
    the year touches one, ``published-year-only`` counts it, and the spans are lower bounds. The year is that of the
    reference: where ISO's list gives a supplement no month, its date is the year of the edition it changes.
    """
    left = standing(documents)
    entries = Counter(item.state for item in documents)
    stages = Counter(item.stage[:2] for item in left if item.stage and item.state == "draft")
    counted: dict[CommitteeMeasure, int | None] = {M.IN_FORCE: sum(item.state == "in-force" for item in left)}
    counted |= {measure: stages[measure[-2:]] if measure[-2:] in held else None for measure in (M.PRELIMINARY, *DRAFTS)}
    counted |= _published(left, day)
    drafts = entries["draft"] + entries["cancelled"]
    known = any(measure[-2:] in held for measure in DRAFTS)
    return counted | {M.LISTED: entries["in-force"], M.LISTED_DRAFTS: drafts if known else None}


def _published(documents: Iterable[Deliverable], day: dt.date) -> dict[CommitteeMeasure, int]:
    spans, unplaced, end = Counter[int](), 0, day.year * 12 + day.month - 1
    for item in documents:
        if item.state not in ("in-force", "withdrawn"):
            continue
        if len(item.published) >= len("2024-05"):
            spans[(end - 1 - _month(item.published)) // 12] += 1
        elif year := edition_year(item):
            unplaced += end - 12 * len(SPANS) <= year * 12 + 11 and year * 12 < end
    return {measure: spans[number] for number, measure in enumerate(SPANS)} | {M.YEAR_ONLY: unplaced}


def _month(date: str) -> int:
    return int(date[:4]) * 12 + int(date[5:7]) - 1


# The landscape of one technology


def landscape(
    technology: Technology,
    figures: Sequence[CommitteeFigure],
    committees: Mapping[str, Committee],
    seats: Mapping[str, Role],
    neighbours: Sequence[NeighbourSeat],
    economies: Sequence[str],
    documents: Sequence[Deliverable],
    as_of: dt.date,
) -> Landscape:
    """Return the landscape of a technology from what is known of its committees at ``as_of``.

    ``committees`` and ``seats`` are looked up by code; a committee absent from ``seats`` has no seat there (as in
    ``gaps``), one absent from ``committees`` is shown without title. ``economies`` are those whose seats are shown; one
    without a row is ``?``. ``documents`` may hold those of any committee; drafts come from them.
    """
    codes = tuple(dict.fromkeys(technology.committees))
    places: dict[tuple[str, str], Role] = {
        (row.economy, row.committee): row.role for row in neighbours if row.date <= as_of
    }
    views = tuple(
        _view(
            code, [row for row in figures if row.committee == code and row.date <= as_of], committees.get(code),
            seats.get(code, Role.NONE), {name: places.get((name, code), Role.UNKNOWN) for name in economies},
        )
        for code in codes
    )  # fmt: skip
    cells = tuple(cell(row, "role") for row in neighbours if row.committee in codes and row.economy in economies)
    return Landscape(
        technology=technology.id, committees=views, totals=_totals(views, economies, cells),
        drafts=_openings(codes, documents),
    )  # fmt: skip


def _openings(codes: Iterable[CommitteeCode], documents: Sequence[Deliverable]) -> tuple[Opening, ...]:
    """Drafts that nothing has overtaken and that members can still shape, of all committees the earliest stage first.

    There the most can still be changed; after the vote at stage 40 only the committee resolves comments.
    """
    left = [draft for code in codes for draft in standing(item for item in documents if item.committee == code)]
    found = [opening(item) for item in left if item.state == "draft"]
    shaped = [item for item in found if item.way not in ("closing", "fixed")]
    return tuple(sorted(shaped, key=lambda item: (item.stage, item.deliverable)))


def _view(
    code: CommitteeCode, rows: Sequence[CommitteeFigure], committee: Committee | None, seat: Role,
    neighbours: Mapping[str, Role],
) -> CommitteeView:  # fmt: skip
    newest, before = last_two(rows)
    return CommitteeView(
        code=code, committee=committee, seat=seat, neighbours=neighbours,
        date=max((row.date for row in newest.values()), default=None), figures=_amounts(newest),
        days={measure: row.date for measure, row in newest.items()},
        earlier_days={measure: row.date for measure, row in before.items()},
        earlier_date=max((row.date for row in before.values()), default=None), earlier=_amounts(before),
    )  # fmt: skip


def last_two(
    rows: Iterable[CommitteeFigure],
) -> tuple[dict[CommitteeMeasure, CommitteeFigure], dict[CommitteeMeasure, CommitteeFigure]]:
    """Return the newest figures of one committee by measure, and those of the day before, where there is one.

    Lists of documents and of members have their own days, so each measure has its own two.
    """
    by_measure: dict[CommitteeMeasure, list[CommitteeFigure]] = {}
    for row in sorted(rows, key=lambda row: row.date, reverse=True):
        by_measure.setdefault(row.measure, []).append(row)
    found = {measure: by_measure[measure] for measure in M if measure in by_measure}
    newest = {measure: held[0] for measure, held in found.items()}
    earlier = {measure: next((row for row in held if row.date < held[0].date), None) for measure, held in found.items()}
    return newest, {measure: row for measure, row in earlier.items() if row}


def _amounts(rows: Mapping[CommitteeMeasure, CommitteeFigure]) -> dict[CommitteeMeasure, Amount]:
    """A span is a lower bound where publications are known by their year alone; unknown are then those years."""
    placed = rows[M.YEAR_ONLY].value == 0 if M.YEAR_ONLY in rows else False
    amounts = {}
    for measure, row in rows.items():
        value = None if row.value is None else Fraction(row.value)
        bound = value is None or (measure in SPANS and not placed)
        amounts[measure] = Amount(value, (_place(row),), (str(row.committee),) if bound else ())
    return amounts


def _place(row: CommitteeFigure) -> Cell:
    """A kept figure is a cell of its table; one counted just now leads to the columns that were counted."""
    if row.line:
        return cell(row, "value")
    if row.measure in MEMBERS:
        return Cell(f"catalogue/{Committee.FILE}", 0, row.measure.replace("-", "_"))
    return Cell(f"catalogue/{Deliverable.FILE}", 0, "committee")


def _totals(views: Sequence[CommitteeView], economies: Sequence[str], cells: tuple[Cell, ...]) -> dict[str, Amount]:
    yearly = Fraction(1, len(SPANS) - 1)
    groups = {
        "in-force": (M.IN_FORCE,), "drafts": DRAFTS, "early": EARLY, "open": OPEN, "new": SPANS[:1],
        "before": SPANS[1:], "started": (M.STARTED,), "listed-in-force": (M.LISTED,),
        "listed-drafts": (M.LISTED_DRAFTS,),
    }  # fmt: skip
    totals = {name: _sum(views, measures, yearly if name == "before" else 1) for name, measures in groups.items()}
    totals["months"] = _largest(views, M.MONTHS)
    totals |= {measure.value: _largest(views, measure) for measure in MEMBERS}
    totals["own-seats"] = _count({view.code: view.seat for view in views}, (Cell(Participation.FILE, 0, "role"),))
    best = {name: _best(view.neighbours[name] for view in views) for name in economies if views}
    totals["neighbour-seats"] = _count(best, cells)
    return totals


def _sum(views: Sequence[CommitteeView], measures: Sequence[CommitteeMeasure], factor: Fraction | int) -> Amount:
    """The sum of what is known, and the committees of which something is not; ``None`` when nothing is."""
    parts = [part for view in views for part in view.newest(measures)]
    known = [part.value for part in parts if part.value is not None]
    return _amount(sum(known, Fraction(0)) * factor if known else None, parts)


def _largest(views: Sequence[CommitteeView], measure: CommitteeMeasure) -> Amount:
    parts = [part for view in views for part in view.newest((measure,))]
    return _amount(max((part.value for part in parts if part.value is not None), default=None), parts)


def _amount(value: Fraction | None, parts: Sequence[Amount]) -> Amount:
    cells = dict.fromkeys(place for part in parts for place in part.cells)
    return Amount(value, tuple(cells), tuple(dict.fromkeys(name for part in parts for name in part.unknown)))


def _count(roles: Mapping[str, Role], cells: tuple[Cell, ...]) -> Amount:
    """How many are seated, and of which this is not known; ``None`` when it is known of nobody."""
    unknown = tuple(str(name) for name, role in roles.items() if role is Role.UNKNOWN)
    seated = sum(role in SEATED for role in roles.values())
    return Amount(Fraction(seated) if len(unknown) < len(roles) else None, cells, unknown)


def _best(roles: Iterable[Role]) -> Role:
    """Of several seats the first of P, O, not known, none."""
    held = set(roles)
    return next((role for role in (*SEATED, Role.UNKNOWN) if role in held), Role.NONE)
