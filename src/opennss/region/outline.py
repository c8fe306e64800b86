"""The document "Countries side by side": data, priorities and work, seat map with next steps, sharing, method."""

from __future__ import annotations

from collections.abc import Iterator

from opennss.document import charts
from opennss.document.blocks import Block, Bullets, Document, Figure, Line, Span, line
from opennss.document.plain_pen import UNKNOWN, Cells
from opennss.language import Text
from opennss.model.criteria import Rank
from opennss.model.projects import NO_STEP, NextStep
from opennss.model.results import Strategy
from opennss.model.standards import Role
from opennss.region.compare import Region
from opennss.region.exports import currency_of
from opennss.region.outline_sharing import saving, share
from opennss.region.pen import RegionPen
from opennss.region.profiles import TOP, Profile
from opennss.region.seats import SeatRow

ROWS_OF_A_PICTURE = 30
NAMED = 8
"""Areas of a country that are named as not yet rankable."""
TONES = {Role.P: "1", Role.O: "2", Role.NONE: "none", Role.UNKNOWN: "?"}
"""Colour of a seat in a table: that of the picture."""


def region_document(region: Region, language: str, short: bool = False) -> Document:
    """Return the whole comparison in one language; ``short`` heads the columns with codes, for narrow screens."""
    pen = RegionPen(language, region, short)
    exercises = [p for p in region.profiles if p.illustrative]
    statements = [pen.t("region-cover"), *pen.t("region-cover-exercise" if exercises else "cover-real").split("|")]
    return Document(
        language=language,
        title=pen.t("region-title"),
        subtitle=" · ".join(p.name[language] for p in region.profiles),
        cover=tuple(line(part.strip()) for part in statements),
        footer=pen.t("region-footer-exercise" if exercises else "region-footer"),
        date=max(p.as_of for p in region.profiles).isoformat(),
        blocks=(*_data(pen), *_work(pen), *_seats(pen), *share(pen), *saving(pen), *_method(pen)),
    )


def _data(pen: RegionPen) -> list[Block]:
    rows = [
        (
            pen.text(p.name), p.code, str(p.as_of), str(p.listed) if p.listed else UNKNOWN,
            pen.t("region-complete" if p.complete else "region-incomplete"),
            pen.t(f"region-member-{key(p.iso)}"), pen.t(f"region-member-{key(p.iec)}"),
        )
        for p in pen.region.profiles
    ]  # fmt: skip
    blocks: list[Block] = [pen.heading(1, "region-data"), pen.say("region-intro", "lead", number=len(rows))]
    blocks += [pen.say("region-known"), pen.table("region-data", rows, "lllllll", (1.6, 0.8, 1.6, 1.6, 1.2, 1.3, 1.3))]
    if exercises := [p.name[pen.language] for p in pen.region.profiles if p.illustrative]:
        blocks.append(pen.say("region-illustrative", "note", names="; ".join(exercises)))
    return blocks


def key(value: str) -> str:
    """Return the value of a setting as part of a key: ``?`` is ``unknown``."""
    return "unknown" if value == UNKNOWN else value


def _work(pen: RegionPen) -> list[Block]:
    """Return the figures of every country and the first areas of its joint list."""
    found = pen.region.profiles
    figures: list[tuple[str, list[str]]] = [
        ("region-ranked", [pen.number(p.ranked) for p in found]),
        ("region-open", [pen.number(len(p.open)) for p in found]),
        ("region-p", [_listed(pen, p, p.participating) for p in found]),
        ("region-o", [_listed(pen, p, p.observing) for p in found]),
        ("region-adoptions", [pen.number(p.adoptions) for p in found]),
    ]
    rows: list[Cells] = [(pen.t(name), *values) for name, values in figures]
    for place, (kind, _) in enumerate(found[0].planned):
        label = pen.t("region-planned", kind=pen.t(f"region-type-{kind}"))
        rows.append((label, *(pen.number(p.planned[place][1]) for p in found)))
    for place, (measure, _) in enumerate(found[0].measures):
        if any(p.measures[place][1] for p in found):
            rows.append((pen.t(f"region-measure-{measure}"), *(pen.number(p.measures[place][1]) for p in found)))
    letters, widths = "l" + "r" * len(found), (2.6, *[1.0] * len(found))
    blocks: list[Block] = [pen.heading(1, "region-work"), pen.say("region-work-intro")]
    blocks.append(pen.table("region-work", rows, letters, widths, ("region-work-note",), pen.names))
    first: list[Cells] = [
        ("", *(_area(pen, *p.top[place]) if place < len(p.top) else "–" for p in found)) for place in range(TOP)
    ]
    blocks += [pen.heading(2, "region-top"), pen.say("region-top-intro")]
    if any(p.top for p in found):
        blocks.append(pen.table("region-top", first, "r" + "l" * len(found), (0.4, *[1.5] * len(found)), (), pen.names))
    waiting = [(pen.text(p.name), str(len(p.open)), pen.texts(p.open[:NAMED])) for p in found if p.open]
    if waiting:
        blocks.append(pen.table("region-open", waiting, "lrl", (1.2, 0.6, 5)))
        blocks.append(pen.say("region-open-note", "note", number=NAMED))
    return blocks


def _listed(pen: RegionPen, profile: Profile, count: int | None) -> str:
    """Return a number of seats; a list that does not hold every seat gives a lower bound."""
    return pen.number(count) if profile.complete or count is None else f"≥ {pen.number(count)}"


def _area(pen: RegionPen, name: Text, rank: Rank, place: int) -> Line:
    return (Span(f"{place}. "), pen.text(name), Span(f" ({rank.printed})"))


def _seats(pen: RegionPen) -> list[Block]:
    region = pen.region
    blocks: list[Block] = [pen.heading(1, "region-seats"), pen.say("region-seats-intro")]
    if not region.seats:
        return [*blocks, pen.say("region-seats-none", "callout")]
    rows: list[Cells] = []
    for row in region.seats:
        cells = [
            Span("–" if row.seats[c] is Role.NONE else row.seats[c].value, tone=TONES[row.seats[c]])
            for c in region.codes
        ]
        rows.append((pen.texts(row.technologies), Span(row.committee), *cells))
    held = [
        " / ".join(str(sum(row.seats[code] is role for row in region.seats)) for role in (Role.P, Role.O))
        for code in region.codes
    ]
    rows.append(((Span(pen.t("region-held"), strong=True),), Span(""), *map(Span, held)))
    letters, widths = "ll" + "c" * len(region.codes), (2.4, 1.8, *[0.9] * len(region.codes))
    blocks += list(_pictures(pen))
    blocks.append(pen.table("region-seats", rows, letters, widths, ("region-seats-note", "iso-attribution"), pen.names))
    return [*blocks, pen.heading(2, "region-next"), pen.say("region-next-intro"), _next(pen)]


def _pictures(pen: RegionPen) -> Iterator[Block]:
    kinds = {"P": pen.t("seat-p"), "O": pen.t("seat-o"), "none": pen.t("seat-none"), "?": pen.t("seat-unknown")}
    rows, codes = pen.region.seats, pen.region.codes
    for start in range(0, len(rows), ROWS_OF_A_PICTURE):
        part = rows[start : start + ROWS_OF_A_PICTURE]
        labels = [f"{'; '.join(name[pen.language] for name in row.technologies)} · {row.committee}" for row in part]
        svg, png = charts.seat_map(
            labels, pen.names, [[row.seats[code].value for code in codes] for row in part], kinds
        )
        caption, told = pen.t("figure.region-seats"), pen.t("describe.region-seats")
        yield Figure("region-seat-map", caption, told, "region-seats", svg, png)


def _next(pen: RegionPen) -> Block:
    """Return the empty seats grouped by country and step: the load of a step is the same in each committee."""
    currencies = currency_of(pen.region)
    groups: dict[tuple[str, NextStep], list[SeatRow]] = {}
    for code in pen.region.codes:
        for row in pen.region.seats:
            if code in row.steps:
                groups.setdefault((code, row.steps[code]), []).append(row)
    named = {p.code: p.name for p in pen.region.profiles}
    rows = []
    for (code, step), found in groups.items():
        where = "; ".join(row.committee for row in found)
        days = "–" if step.step == NO_STEP else pen.number(step.days)
        money = "–" if step.step == NO_STEP else pen.money(step.money, currencies[code])
        said = pen.t(f"region-step-{key(step.step)}")
        rows.append((pen.text(named[code]), said, str(len(found)), where, days, money))
    return pen.table("region-next", rows, "llrlrr", (1.3, 1.8, 0.7, 4, 1.1, 1.5), ("region-next-note",))


def _method(pen: RegionPen) -> list[Block]:
    blocks: list[Block] = [pen.heading(1, "region-method")]
    blocks.append(Bullets(tuple(line(part.strip()) for part in pen.t("region-method").split("|"))))
    rows = [row for strategy in pen.region.strategies for row in _sources(pen, strategy)]
    return [*blocks, pen.say("not-iso", "note"), pen.table("region-sources", rows, "lllll", (1.3, 4, 2.4, 1, 0.6))]


def _sources(pen: RegionPen, strategy: Strategy) -> Iterator[Cells]:
    """The sources of seats and memberships; those of ranks and adoptions stand in the country's own document."""
    workspace = strategy.workspace
    used = {str(row.source) for row in workspace.evidence.participation}
    used |= {workspace.settings.membership.iso_source, workspace.settings.membership.iec_source}
    for source in workspace.evidence.sources:
        if source.id in used:
            title = (Span(source.title.read(pen.language)[0], href=source.address),)
            yield pen.text(workspace.settings.name), title, source.publisher, source.date, str(int(source.grade))
