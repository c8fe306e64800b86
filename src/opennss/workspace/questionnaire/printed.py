"""What a returned form says where it prints its own text: nothing that an organisation wrote is dropped unsaid."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

from opennss.language import languages
from opennss.model.workspace import Workspace
from opennss.tables.form import Form, Part
from opennss.workspace.questionnaire.answers import fold
from opennss.workspace.questionnaire.form import OFFICE, questionnaire
from opennss.workspace.questionnaire.sheets import Desk


def compare_printed(desk: Desk, workspace: Workspace) -> None:
    """Note every text that the form did not print: outside its tables, in headers, above them, in printed cells.

    A text outside is a warning: nobody reads it unless the office does. In a row that is answered, another text in a
    printed cell is an error, since it is not sure what the answer is an answer to.
    """
    forms = [questionnaire(_as_made(desk, workspace), language) for language in languages()]
    printed = {fold(text): text for form in forms for text in _texts(form)}
    for aside in desk.asides:
        if fold(aside.text) not in printed:
            added = min((aside.text.removeprefix(f"{text} ") for text in printed.values()), key=len)
            desk.warn("form-other-text", aside.place, aside.row, value=added)
    for parts in zip(*((*form.parts, form.office) for form in forms), strict=True):
        if parts[0].letter in desk.sheets:
            _rows(desk, parts)


def _as_made(desk: Desk, workspace: Workspace) -> Workspace:
    """Return the folder on the day the form was made, which the form prints."""
    lines = desk.sheets["N"].lines if "N" in desk.sheets else ()
    said = next((cells.get("N2", "") for _, cells in lines if cells.get("N1") == "as_of"), "")
    try:
        settings = dataclasses.replace(workspace.settings, as_of=dt.date.fromisoformat(said))
    except ValueError:
        return workspace
    return dataclasses.replace(workspace, method=dataclasses.replace(workspace.method, settings=settings))


def _texts(form: Form) -> Iterator[str]:
    """Yield all that a form prints outside its rows, whole and in the lines of a sheet."""
    yield from (form.title, form.subtitle, *form.instructions)
    for part in (*form.parts, form.office):
        yield from (part.heading, part.text, *part.lines)
        for column in part.columns:
            yield from (column.header, *column.choices)


def _rows(desk: Desk, parts: tuple[Part, ...]) -> None:
    """Compare the printed cells of one part, which ``parts`` has in every language."""
    letter = parts[0].letter
    given = [place for place, column in enumerate(parts[0].columns) if column.kind == "given"]
    codes = [column.code for column in parts[0].columns]
    known = {tuple(fold(row[place]) for place in given) for part in parts for row in part.rows}
    for row, cells in desk.sheets[letter].lines:
        found = tuple(cells.get(codes[place], "") for place in given)
        if not any(found) or tuple(map(fold, found)) in known or _of_its_own(letter, found):
            continue
        place = max(place for place, text in zip(given, found, strict=True) if text)
        at, value = desk.sheets[letter].at(row, codes[place]), cells[codes[place]]
        if any(cells.get(code) for number, code in enumerate(codes) if number not in given):
            desk.say("form-other-cell", at, row, value=value)
        else:
            desk.warn("form-other-text", at, row, value=value)


def _of_its_own(letter: str, found: tuple[str, ...]) -> bool:
    """Whether printed cells may differ: the office's values are judged elsewhere, a row put in has its own number."""
    return (letter == "N" and found[0] in OFFICE) or (letter in "CD" and found[0].isdecimal())
