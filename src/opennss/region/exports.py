"""The comparison as data: one JSON object and CSV tables; what is not known is ``null`` there and ``?`` here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from opennss.document.jsonable import jsonable
from opennss.language import FALLBACK, Text
from opennss.model.plans import Planned
from opennss.model.projects import NextStep, ProjectType
from opennss.region.compare import Region
from opennss.region.profiles import Profile
from opennss.region.share import Saving, totals
from opennss.tables.cells import guard
from opennss.tables.csvfile import print_lines


def as_data(region: Region) -> dict[str, object]:
    """Return the whole comparison as JSON data, without its format number."""
    currencies = currency_of(region)
    return {
        "countries": [_country(found) for found in region.profiles],
        "seats": [
            {
                "technology": _plain(row.technologies), "committee": row.committee,
                "seats": {code: role.value for code, role in row.seats.items()},
                "next": {code: _step(step, currencies[code]) for code, step in row.steps.items()},
            }
            for row in region.seats
        ],
        "shared": [
            {"reference": row.reference, "title": jsonable(row.title), "countries": _plans(row.plans)}
            for row in region.shared
        ],
        "speakers": [
            {
                "committee": row.committee, "title": jsonable(row.title),
                "seats": {code: role.value for code, role in row.seats.items()}, "planned": _plans(row.planned),
            }
            for row in region.speakers
        ],
        "saving": {"items": [_saving(row) for row in region.saving], "countries": _totals(region)},
    }  # fmt: skip


def currency_of(region: Region) -> dict[str, str]:
    """Return the currency of each country."""
    return {s.workspace.settings.country: s.workspace.settings.currency for s in region.strategies}


def _country(found: Profile) -> dict[str, object]:
    return {
        "code": found.code, "name": jsonable(found.name), "as_of": found.as_of.isoformat(),
        "illustrative": found.illustrative, "membership": {"iso": found.iso, "iec": found.iec},
        "areas": {
            "ranked": found.ranked, "not_yet_rankable": [jsonable(name) for name in found.open],
            "top": [{"name": jsonable(name), "rank": rank.value, "place": place} for name, rank, place in found.top],
        },
        "seats": {
            "P": found.participating, "O": found.observing, "complete": found.complete,
            "as_of": found.listed.isoformat() if found.listed else None,
        },
        "adoptions": found.adoptions,
        "planned": {kind.value: count for kind, count in found.planned},
        "measures": {kind.value: count for kind, count in found.measures},
    }  # fmt: skip


def _step(step: NextStep, currency: str) -> dict[str, object]:
    return {"step": step.step, "days": jsonable(step.days), "money": jsonable(step.money), "currency": currency}


def _plans(plans: Mapping[str, Planned]) -> dict[str, object]:
    return {
        code: {"type": item.project.type.value, "year": item.start, "reference": item.project.deliverable or None}
        for code, item in plans.items()
    }


def _saving(row: Saving) -> dict[str, object]:
    return {
        "kind": row.kind, "item": row.item, "tasks": list(row.tasks),
        "alone": {code: jsonable(days) for code, days in row.alone.items()},
        "together": jsonable(row.together) if row.tasks else None,
        "saved": {code: jsonable(days) for code, days in row.saved.items()},
        "money": {code: jsonable(money) for code, money in row.money.items()},
        "unknown": list(row.unknown),
    }  # fmt: skip


def _totals(region: Region) -> dict[str, object]:
    currencies = currency_of(region)
    return {
        code: {"currency": currencies[code]}
        | {kind: {"days": jsonable(days), "money": jsonable(money)} for kind, (days, money) in found.items()}
        for code, found in totals(region.saving).items()
    }


def tables(region: Region) -> dict[str, str]:
    """Return the tables of the comparison as CSV texts by name; free text carries the formula guard."""
    codes = region.codes
    seats = [(guard(_plain(r.technologies)), r.committee, *(r.seats[c].value for c in codes)) for r in region.seats]
    shared = [
        (row.reference, code, item.project.deliverable, item.project.type.value, item.start)
        for row in region.shared
        for code, item in row.plans.items()
    ]
    speakers = [
        (row.committee, code, role.value, *_rung(row.planned.get(code)))
        for row in region.speakers
        for code, role in row.seats.items()
    ]
    return {
        "countries": _countries(region),
        "seats": _csv(["technology", "committee", *codes], seats),
        "next": _next(region),
        "shared": _csv(["reference", "country", "edition", "type", "year"], shared),
        "speakers": _csv(["committee", "country", "seat", "planned", "year"], speakers),
        "saving": _saved(region),
    }


def _countries(region: Region) -> str:
    rows = [
        (
            p.code, guard(p.name[FALLBACK]), p.as_of, p.listed, "yes" if p.complete else "no", p.iso, p.iec, p.ranked,
            len(p.open), p.participating, p.observing, p.adoptions, *(count for _, count in p.planned),
        )
        for p in region.profiles
    ]  # fmt: skip
    head = ["country", "name_en", "as_of", "seats_as_of", "all_seats", "iso", "iec", "ranked", "not_yet_rankable"]
    return _csv([*head, "p_seats", "o_seats", "adoptions", *(kind.value for kind in ProjectType)], rows)


def _next(region: Region) -> str:
    currencies = currency_of(region)
    rows = [
        (row.committee, code, row.seats[code].value, step.step, step.days, step.money, currencies[code])
        for row in region.seats
        for code, step in row.steps.items()
    ]
    return _csv(["committee", "country", "seat", "step", "days_a_year", "money_a_year", "currency"], rows)


def _saved(region: Region) -> str:
    rows = [
        (row.kind, row.item, code, row.alone.get(code), row.saved.get(code), row.money.get(code), own)
        for row in region.saving
        for code, own in currency_of(region).items()
        if code in row.saved or code in row.unknown
    ]
    return _csv(["kind", "item", "country", "alone_days", "saved_days", "saved_money", "currency"], rows)


def _rung(item: Planned | None) -> tuple[str, object]:
    return (item.project.type.value, item.start) if item else ("", "")


def _plain(names: Iterable[Text]) -> str:
    return "; ".join(name[FALLBACK] for name in names)


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    return print_lines(header, (["?" if cell is None else jsonable(cell) for cell in row] for row in rows))
