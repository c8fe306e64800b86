"""The tables of a returned form, found by the codes of their columns; what stands outside them is kept apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from opennss.errors import Finding, Severity
from opennss.language import languages, say
from opennss.tables.csvfile import Grid
from opennss.tables.form import Form, Part, code_of
from opennss.tables.office import read_document, read_workbook
from opennss.tables.ooxml.found import letters

SERIOUS = ("office-merged", "office-nested", "office-broken-sheet")
"""Warnings of the reader that may hide an answer: in a form, which has nothing of the kind, they are errors."""

EXPECTED = "office-hidden-sheet"
"""A warning that every returned form gives: the office's own sheet is hidden."""

QUOTED = 80
MOST_FINDINGS, MOST_ROWS = 200, 100
"""What one form may have wrong, and how many rows of a part may be answered, before it is put aside unread."""

Line = tuple[int, dict[str, str]]
"""A row of a part: its number in the file, and its cells by the code of their column."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A part as it came back: name of its sheet or number of its table, place of each column, rows."""

    name: str
    places: dict[str, int]
    lines: tuple[Line, ...]

    def at(self, row: int, code: str) -> str:
        """Return the place of a cell as a reader of the file finds it."""
        return f"{self.name}!{letters(self.places[code] + 1)}{row}" if code in self.places else self.name


@dataclass(frozen=True, slots=True)
class Aside:
    """A text of a returned form that is no cell of a row: its place and row, none in a document outside tables."""

    place: str
    row: int
    text: str


@dataclass(slots=True)
class Desk:
    """A returned form on the desk: name of its file, its parts by letter, texts beside them, what was found wrong."""

    file: str
    sheets: dict[str, Sheet] = field(default_factory=dict)
    asides: list[Aside] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Say whether something is wrong that keeps every answer from being taken."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def say(self, code: str, place: str = "", row: int = 0, /, **values: object) -> None:
        """Note an error; quoted text is cut short."""
        self._add(Severity.ERROR, code, place, row, values)

    def ask(self, code: str, place: str, row: int, /, **values: object) -> None:
        """Note a question, which keeps the form from being taken but is nobody's fault."""
        self._add(Severity.QUESTION, code, place, row, values)

    def warn(self, code: str, place: str, row: int, /, **values: object) -> None:
        """Note what is not read but may say something."""
        self._add(Severity.WARNING, code, place, row, values)

    def note(self, code: str, /, **values: object) -> None:
        """Note what the officer should know."""
        self._add(Severity.NOTE, code, "", 0, values)

    def _add(self, severity: Severity, code: str, place: str, row: int, values: dict[str, object]) -> None:
        if len(self.findings) > MOST_FINDINGS:
            return
        if len(self.findings) == MOST_FINDINGS:
            severity, code, place, row, values = Severity.ERROR, "form-many-faults", "", 0, {"count": MOST_FINDINGS}
        short = {key: f"{v[:QUOTED]}…" if isinstance(v, str) and key == "value" and len(v) > QUOTED else v
                 for key, v in values.items()}  # fmt: skip
        self.findings.append(Finding(self.file, row, place, code, short, severity))

    def wrong(self, letter: str, row: int, column: str, code: str, /, **values: object) -> None:
        """Note what is wrong with one cell."""
        self.say(code, self.sheets[letter].at(row, column), row, **values)


def read_form(path: Path, form: Form) -> Desk:
    """Read a returned form: its parts by letter, and everything that does not stand where the form has it.

    ``form`` is the form as it goes out; never raises for what the file holds.
    """
    desk = Desk(path.name)
    grids: Sequence[tuple[str, Grid]] | None = None
    if path.suffix.lower() == ".xlsx":
        book, found = read_workbook(path, path.name)
        grids = list(book.items()) if book is not None else None
    elif path.suffix.lower() == ".docx":
        tables, texts, found = read_document(path, path.name)
        desk.asides += [Aside("", 0, text) for text in texts]
        grids = [(str(number), grid) for number, grid in enumerate(tables, 1)] if tables is not None else None
    else:
        found = [Finding(path.name, 0, "", "form-kind")]
    desk.findings += [_weighed(finding) for finding in found if finding.code != EXPECTED]
    for name, grid in grids or ():
        _take(desk, name, grid, form)
    if grids is not None:
        for part in (*form.parts, form.office):
            _complete(desk, part)
    return desk


def _weighed(finding: Finding) -> Finding:
    return replace(finding, severity=Severity.ERROR) if finding.code in SERIOUS else finding


def _take(desk: Desk, name: str, grid: Grid, form: Form) -> None:
    """Put one table on the desk when it is a part of the form; a table that is none must be empty."""
    lines = [(1, grid.header), *grid.lines]
    known = {column.code: part for part in (*form.parts, form.office) for column in part.columns}
    start = next((n for n, (_, cells) in enumerate(lines) if any(code_of(cell) in known for cell in cells)), None)
    if start is None:
        if _instructions(lines):
            _aside(desk, name, lines)
        elif any(cell.strip() for _, cells in lines for cell in cells):
            desk.say("form-other-table", name)
        return
    codes = [code_of(cell) for cell in lines[start][1]]
    part = next(known[code] for code in codes if code in known)
    if part.letter in desk.sheets:
        desk.say("form-part-twice", name, 0, sheet=name, part=part.title)
        return
    places = {code: place for place, code in reversed(list(enumerate(codes))) if known.get(code) is part}
    for code in places:
        if codes.count(code) > 1:
            desk.say("form-column-twice", name, 0, column=code)
    rows = tuple(_row(row, cells, places) for row, cells in lines[start + 1 :])
    desk.sheets[part.letter] = Sheet(name, places, rows)
    own = set(places.values())
    _aside(desk, name, [(row, cells[:1]) for row, cells in lines[:start]])
    _aside(desk, name, lines[start : start + 1])
    if part is form.office:  # its sheet also holds the lists to choose from
        _aside(desk, name, lines[start + 1 :], own)
    else:
        _stray(desk, name, lines[:start], {0})
        _stray(desk, name, lines[start + 1 :], own)


def _stray(desk: Desk, name: str, lines: Iterable[tuple[int, Sequence[str]]], own: set[int]) -> None:
    """Note what stands outside the form's own columns; above the header only the first one is its own."""
    for row, cells in lines:
        for place, cell in enumerate(cells):
            if cell.strip() and place not in own:
                desk.say("form-stray-cell", f"{name}!{letters(place + 1)}{row}", row, value=cell.strip())


def _aside(desk: Desk, name: str, lines: Iterable[tuple[int, Sequence[str]]], without: Collection[int] = ()) -> None:
    """Keep what stands where the form prints its own text, ``without`` some columns."""
    for row, cells in lines:
        for place, cell in enumerate(cells):
            if cell.strip() and place not in without:
                desk.asides.append(Aside(f"{name}!{letters(place + 1)}{row}", row, cell.strip()))


def _instructions(lines: Iterable[tuple[int, Sequence[str]]]) -> bool:
    """Whether a sheet is the one that says how to fill in, in any language."""
    said = {say("questionnaire.how-2", language) for language in languages()}
    return any(cell.strip() in said for _, cells in lines for cell in cells)


def _row(row: int, cells: Sequence[str], places: dict[str, int]) -> Line:
    return row, {code: cells[place].strip() if place < len(cells) else "" for code, place in places.items()}


def _complete(desk: Desk, part: Part) -> None:
    if part.letter not in desk.sheets:
        desk.say("form-part-missing", "", 0, part=part.heading)
        return
    sheet = desk.sheets[part.letter]
    for column in part.columns:
        if column.code not in sheet.places:
            desk.say("form-column-missing", sheet.name, 0, column=column.header)


def answered(desk: Desk, part: Part) -> Iterator[Line]:
    """Yield the rows of a part in which something is answered, beside what the form prints.

    Nothing of a part that lacks a column: what is missing there would be called empty in every row. Nothing of a part
    with far more rows than the form has.
    """
    if any(column.code not in desk.sheets[part.letter].places for column in part.columns):
        return
    asked = [column.code for column in part.columns if column.kind != "given"]
    lines = [line for line in desk.sheets[part.letter].lines if any(line[1].get(code) for code in asked)]
    most = max(MOST_ROWS, len(part.rows))
    if len(lines) > most:
        desk.say("form-many-rows", desk.sheets[part.letter].name, 0, count=len(lines), most=most)
        return
    yield from lines
