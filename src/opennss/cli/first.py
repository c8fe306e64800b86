"""The first screen of a new country folder, in words and as data."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from opennss.cli import screen
from opennss.cli.screen import escape, show_table
from opennss.language import day, languages, number, say
from opennss.model.country import IsoMembership
from opennss.sources.fetch import PROVIDERS
from opennss.sources.gather import Publication
from opennss.sources.look import Figure, FirstLook
from opennss.workspace.fill import Filling

SEAT = {"none": "–"}
"""How a seat is printed, where it is not printed as it is."""


def show_first_look(look: FirstLook, name: str, folder: Path, iso: IsoMembership, lang: str) -> None:
    """Print the seats, the emerging subjects, the sectors, what was filled, what is missing, and the next command."""
    screen.OUT.print(f"[bold]{say('sources.look-title', lang, country=escape(name))}[/]")
    screen.OUT.print(escape(seats_line(look, lang)))
    if look.seats:
        places = [
            (item.name[lang], item.committee, SEAT.get(item.role, item.role), say(f"sources.step-{item.step}", lang))
            for item in look.places
        ]
        show_table(say("sources.look-places", lang), say("sources.columns-places", lang).split("|"), places)
    if look.sectors:
        rows = [(item.name[lang], shown(item, lang), item.period) for item in look.sectors]
        show_table(say("sources.look-sectors", lang), say("sources.columns-sectors", lang).split("|"), rows)
    if look.context:
        figures = [(item.name[lang], shown(item, lang), item.period) for item in look.context]
        show_table(say("sources.look-context", lang), say("sources.columns-context", lang).split("|"), figures)
    if look.filled:
        filled = [
            (say(f"sources.title-{item.publication}", lang), ", ".join(item.files), item.date,
             ", ".join(f"{table} {count}" for table, count in item.rows.items()))
            for item in look.filled
        ]  # fmt: skip
        show_table(say("sources.look-filled", lang), say("sources.columns-filled", lang).split("|"), filled)
    if look.missing:
        screen.OUT.print(say("sources.look-missing", lang))
        for publication in look.missing:
            screen.OUT.print(f"  - {escape(bring(publication, look.country, lang))}", soft_wrap=True)
    if iso is IsoMembership.UNKNOWN:
        screen.OUT.print(escape(say("sources.look-memberships", lang)))
    screen.OUT.print(say("sources.look-next", lang, path=escape(str(folder))))


def show_filling(done: Filling, folder: Path, lang: str) -> None:
    """Print what was filled in a folder, what was left alone because it has content, and what was left out."""
    if done.filled:
        rows = [(file, str(count)) for file, count in done.filled.items()]
        show_table(say("sources.look-filled", lang), say("sources.columns-fill", lang).split("|"), rows)
    else:
        screen.OUT.print(say("sources.fill-nothing", lang))
    if done.left:
        screen.OUT.print(escape(say("sources.fill-left", lang, files=", ".join(done.left))), soft_wrap=True)
    for file, count in done.without.items():
        screen.OUT.print(escape(say("sources.fill-without", lang, file=file, rows=count)), soft_wrap=True)
    screen.OUT.print(say("sources.look-next", lang, path=escape(str(folder))))


def seats_line(look: FirstLook, lang: str) -> str:
    """Return the sentence on the seats of the country."""
    if look.seats is None:
        return say("sources.look-no-seats", lang)
    counts = {"p": look.seats["P"], "o": look.seats["O"], "unknown": look.seats["?"]}
    date = day(look.seats_date, lang) if look.seats_date else "?"
    return say("sources.look-seats", lang, member=look.member, date=date, **counts)


def bring(publication: Publication, country: str, lang: str) -> str:
    """Return the sentence that says how a missing source comes into the folder."""
    title = say(f"sources.title-{publication.id}", lang)
    if publication.id not in PROVIDERS:
        return say("sources.look-bring", lang, title=title, address=publication.address)
    if "{country}" in PROVIDERS[publication.id].address:
        return say("sources.look-fetch-country", lang, title=title, name=publication.id, country=country)
    return say("sources.look-fetch", lang, title=title, name=publication.id)


def shown(item: Figure, lang: str) -> str:
    """Return the value of a figure with its unit; what is not known is ``?``."""
    if item.value is None:
        return "?"
    if item.unit == "percent":
        return say("unit.percent", lang, value=number(item.value, lang, 1))
    if item.unit == "usd":
        return say("unit.money-one", lang, currency="USD", value=number(item.value, lang, 0))
    return number(item.value, lang, 2)


def as_data(look: FirstLook) -> dict[str, Any]:
    """Return the first screen as JSON data, with its names in every language of the product."""

    def figure(item: Figure) -> dict[str, Any]:
        return asdict(item) | {"name": {language: item.name[language] for language in languages()}}

    return {
        "country": look.country,
        "member": look.member,
        "seats": look.seats,
        "seats_date": look.seats_date and look.seats_date.isoformat(),
        "emerging": [
            {"name": {language: place.name[language] for language in languages()}, "committee": place.committee,
             "seat": place.role.value, "next_step": place.step}
            for place in look.places
        ],
        "sectors": [figure(item) for item in look.sectors],
        "figures": [figure(item) for item in look.context],
        "filled": [
            {"source": item.publication, "files": list(item.files), "date": item.date and item.date.isoformat(),
             "rows": dict(item.rows)}
            for item in look.filled
        ],
        "missing": [{"source": publication.id, "address": publication.address} for publication in look.missing],
    }  # fmt: skip
