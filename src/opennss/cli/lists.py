"""Published lists of technologies on the screen: all of them, the entries of one, where two of them meet."""

from __future__ import annotations

from typing import Annotated

import typer

from opennss.cli.app import AsJson, Lang
from opennss.cli.group import technologies
from opennss.cli.screen import emit, show_table
from opennss.errors import CodeError, Finding, WorkspaceError
from opennss.language import say
from opennss.model.published import PublishedList
from opennss.technologies.lists import Entry, crosswalk, entries, hidden, known, lists, matches, published

Military = Annotated[bool, typer.Option("--military", help="with the entries that are mainly military")]


@technologies.command("lists")
def show_lists(
    list_id: Annotated[str, typer.Argument(metavar="LIST", help="id of a list: its entries")] = "",
    other: Annotated[str, typer.Option("--with", help="id of another list: where the two meet")] = "",
    military: Military = False,
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Show published lists of technologies: all, the entries of one, or where two of them meet."""
    try:
        if not list_id:
            found = [_list(item, lang) for item in lists()]
        elif not other:
            found = [_entry(item, lang) for item in entries(published(list_id).id, military)]
        else:
            found = _meetings(published(list_id).id, published(other).id, military, lang)
    except CodeError as error:
        raise WorkspaceError([Finding("technologies", 0, "lists", error.code, dict(error.values))]) from error
    kind = "meetings" if list_id and other else "entries" if list_id else "lists"
    if as_json:
        emit({kind: found})
        return
    header = [part.strip() for part in say(f"lists.columns-{kind}", lang).split("|")]
    rows = [[*row.values()][: len(header)] for row in found]
    show_table(say(f"lists.title-{kind}", lang, list=list_id, other=other), header, rows)
    if list_id and not military:
        print(say("lists.hidden", lang, number=sum(hidden(item) for item in (list_id, other) if item)))


def _list(item: PublishedList, language: str) -> dict[str, object]:
    status = {"?": "unknown"}.get(item.status, str(item.status))
    return {
        "id": str(item.id), "name": item.name[language], "issuer": f"{item.issuer[language]} {item.number}".strip(),
        "date": item.date.isoformat(), "status": say(f"doc.list-{status}", language),
        "known": f"{known(item.id)[0]} / {'?' if item.areas is None else item.areas}",
        "grade": item.grade, "caveat": item.caveat[language], "source": item.source,
    }  # fmt: skip


def _entry(item: Entry, language: str) -> dict[str, object]:
    terms = [str(match.technology) for match in matches() if match.entry == item]
    return {"entry": item.id, "name": item.name[language], "terms": "; ".join(terms)}


def _meetings(first: str, second: str, military: bool, language: str) -> list[dict[str, object]]:
    """The entries of two lists that one technology of the vocabulary joins, and how each lies to it."""
    return [
        {
            "entry": _named(meeting.first.entry, language), "fit": say(f"lists.fit-{meeting.first.fit}", language),
            "term": str(meeting.technology), "other fit": say(f"lists.fit-{meeting.second.fit}", language),
            "other entry": _named(meeting.second.entry, language),
        }
        for meeting in crosswalk(first, second, military)
    ]  # fmt: skip


def _named(item: Entry, language: str) -> str:
    return f"{item.number} {item.name[language]}"
