"""Critical and emerging technologies: which ones, how valuable, how relevant, what approach; seats and changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from opennss.document import charts
from opennss.document.blocks import Block, Figure, Line, Paragraph, Span
from opennss.document.outline.dossiers import (
    approach_of,
    committee,
    economy,
    level_of,
    neighbours,
    sought,
    step,
)
from opennss.document.outline.pen import Pen
from opennss.language import number, say
from opennss.model.criteria import Approach, Direction, Ranges
from opennss.model.dossiers import CommitteeView, Score
from opennss.model.published import ListShown, ListStatus
from opennss.model.references import slug
from opennss.model.standards import Role
from opennss.model.technologies import Axis, TechnologyCriterion

TOTALS = ("in-force", "drafts", "open", "new", "before", "p-members", "own-seats", "neighbour-seats")
"""The sums over a technology's committees that the landscape prints, in the order of its columns."""

HIGH = {"high": "technologies.high"}
"""The fact that sentences on levels name."""

ROWS = 24
"""Committees in one picture of seats; more are spread over several pictures of one height."""

NAMES = 2
"""Technologies by which a row of that picture is named."""


def technologies(pen: Pen) -> list[Block]:
    """Return the chapter on critical and emerging technologies."""
    blocks: list[Block] = [pen.heading(1, "technologies"), *pen.prose("technologies"), *_critical(pen)]
    if not pen.strategy.dossiers:
        return [*blocks, pen.say("technologies-none", "note")]
    return [
        *blocks, *_overview(pen),
        pen.heading(2, "landscape"), pen.say("landscape-intro"), _landscape(pen),
        pen.heading(2, "technology-seats"), *_seats(pen),
        pen.heading(2, "technology-changes"), *_changes(pen),
    ]  # fmt: skip


def approaches(pen: Pen) -> list[Block]:
    """Return the list of technologies with their approach, for the outline ``decision``."""
    found = pen.strategy.dossiers.values()
    if not found:
        return [pen.say("technologies-none", "note")]
    rows = [
        (
            (Span(f"{place}. "), pen.text(d.technology.name)), approach_of(pen, d),
            *((pen.fact(f"technology.{d.technology.id}.{axis}"),) for axis in Axis),
            tuple(Span(("; " if n else "") + view.code) for n, view in enumerate(d.landscape.committees)) or Span("–"),
        )
        for place, d in enumerate(found, 1)
    ]  # fmt: skip
    return [_intro(pen), pen.table("technology-approaches", rows, "lllll", (3, 1.6, 0.9, 0.9, 3), ("not-iso",))]


def criteria(pen: Pen) -> list[Block]:
    """Return the table of the criteria by which the technologies are valued: axis, ranges, weight."""
    found = next(iter(pen.strategy.dossiers.values()), None)
    if found is None:
        return []
    rows = []
    for score in (found.assessment.value, found.assessment.relevance):
        for criterion in (cell.criterion for cell in score.cells):
            axis = Span(say(f"label.axis-{criterion.axis}", pen.language))
            weight = pen.fact(f"technology-weight.{criterion.id}")
            rows.append((pen.text(criterion.name), axis, *_ranges(pen, criterion), weight))
    notes = ("technology-criteria-note", "technology-default")
    return [pen.table("technology-criteria", rows, "llrrrr", (3.8, 2.6, 0.9, 0.9, 0.9, 0.8), notes)]


def _ranges(pen: Pen, criterion: TechnologyCriterion) -> tuple[Span, Span, Span]:
    """Return the bounds of ranks 1, 2 and 3; of a judged criterion, the word in place of the first."""
    if not criterion.ranges:
        return Span(pen.t("judged")), Span(""), Span("")
    found = Ranges.parse(criterion.ranges)
    signs = (">", "≥") if found.direction is Direction.HIGH else ("<", "≤")
    percent = " %" if criterion.measure.unit == "percent" else ""
    one, two, three = (
        Span(f"{signs[inside]} {number(float(bound), pen.language)}{percent}") for bound, inside in found.bounds()
    )
    return one, two, three


def _intro(pen: Pen) -> Paragraph:
    names = {name: f"technologies.{name}" for name in (*map(str, Approach), "open")}
    return pen.say("value-relevance-intro", number="technologies.count", hidden="technologies.hidden", **names)


def _critical(pen: Pen) -> list[Block]:
    """What "critical" means here, and the published lists that the country looks at."""
    settings = pen.strategy.workspace.settings.technologies
    blocks: list[Block] = []
    if settings.critical:
        blocks.append(Paragraph((Span(pen.t("critical-means") + " ", strong=True), pen.text(settings.critical))))
    if pen.strategy.lists:
        rows = [_list(pen, item) for item in pen.strategy.lists]
        widths = (3.2, 1.7, 1.2, 1, 0.8, 0.7, 3)
        blocks.append(pen.table("technology-lists", rows, "lllllrl", widths, ("technology-lists-note",)))
    return blocks


def _list(pen: Pen, item: ListShown) -> tuple[Line, ...]:
    published, place = item.published, f"list.{item.published.id}"
    number_ = f" ({published.number})" if published.number else ""
    name = (replace(pen.text(published.name), href=published.at_issuer or published.source), Span(number_))
    status = {ListStatus.UNKNOWN: "unknown"}.get(published.status, str(published.status))
    known = (pen.fact(f"{place}.known"), Span(" / "), pen.fact(f"{place}.areas"))
    return (
        (*name, Span(f" {pen.t('grade', grade=published.grade)}")), (pen.text(published.issuer),),
        (pen.fact(f"{place}.date"),), (Span(pen.t(f"list-{status}")),), known, (pen.fact(f"{place}.hidden"),),
        (pen.text(published.caveat),),
    )  # fmt: skip


def _overview(pen: Pen) -> Iterator[Block]:
    """Value and relevance of every technology as picture and table, with the approach."""
    yield pen.heading(2, "value-relevance")
    yield _intro(pen)
    yield _quadrants(pen)
    yield pen.say("quadrants-beside", "note")
    rows = [
        (
            (Span(f"{place}. "), pen.text(d.technology.name)),
            *(
                cell
                for axis in Axis
                for cell in ((pen.fact(f"technology.{d.technology.id}.{axis}"),), level_of(pen, d, axis))
            ),
            approach_of(pen, d),
        )
        for place, d in enumerate(pen.strategy.dossiers.values(), 1)
    ]
    table = pen.table("value-relevance", rows, "llrlrl", (2.4, 1, 1.8, 1, 1.8, 1.3), ("not-iso",))
    mean = pen.strategy.workspace.settings.tie == "mean"
    order = Span(" " + pen.t("technology-order-mean" if mean else "technology-order-profile"))
    yield replace(table, notes=((*pen.fill(pen.t("value-relevance-note"), HIGH), order), *table.notes))
    if pen.strategy.unmeasured:
        names = "; ".join(criterion.name[pen.language] for criterion in pen.strategy.unmeasured)
        yield Paragraph((Span(pen.t("technology-unmeasured", names=names)),), "note")


def _quadrants(pen: Pen) -> Figure:
    points = [
        (
            d.technology.name[pen.language], _spread(d.assessment.relevance), _spread(d.assessment.value),
            str(d.assessment.approach or "open"),
        )
        for d in pen.strategy.dossiers.values()
    ]  # fmt: skip
    kinds = {name: pen.t(f"approach-{name}") for name in (*map(str, Approach), "open")}
    high = pen.strategy.workspace.settings.technologies.high
    corners = (pen.t("corner-value"), pen.t("corner-both"), pen.t("corner-none"), pen.t("corner-relevance"))
    labels = (pen.t("quadrant-high", share=number(float(high) * 100, pen.language)), pen.t("quadrant-possible"))
    axes = (pen.t("quadrant-relevance"), pen.t("quadrant-value"))
    svg, png = charts.quadrants(points, axes, kinds, corners, float(high), labels, pen.language)
    name = "value-relevance"
    return Figure(name, pen.t("figure.value-relevance"), pen.t("describe.value-relevance"), name, svg, png)


def _spread(score: Score) -> tuple[float | None, float, float]:
    share = None if score.share is None else float(score.share)
    return share, float(score.least), float(score.most)


def _landscape(pen: Pen) -> Block:
    rows = [
        (
            pen.text(d.technology.name),
            pen.fact(f"technology.{d.technology.id}.committees"),
            *(pen.known(f"technology.{d.technology.id}.landscape.{key}") for key in TOTALS),
        )
        for d in pen.strategy.dossiers.values()
    ]
    return pen.table("landscape", rows, "lr" + "r" * len(TOTALS), (2.8, *(1,) * (len(TOTALS) + 1)), ("landscape-note",))


def _views(pen: Pen) -> dict[str, CommitteeView]:
    return {view.code: view for d in pen.strategy.dossiers.values() for view in d.landscape.committees}


def _seats(pen: Pen) -> Iterator[Block]:
    """The seat map: committees of the technologies, the country's seat and its neighbours', the next step, its load."""
    views = _views(pen)
    if not views:
        yield pen.say("technology-seats-none", "note")
        return
    yield pen.say("technology-seats-intro")
    codes = list(views)
    parts = -(-len(codes) // ROWS)
    size = -(-len(codes) // parts)
    for part in range(parts):
        yield _seat_map(pen, [views[code] for code in codes[part * size : (part + 1) * size]], part)
    rows: list[tuple[Line | Span, ...]] = []
    for code, view in views.items():
        place = f"landscape.{slug(code)}"
        load = [pen.fact(f"{place}.{key}", "plain") if sought(pen, code) else Span("–") for key in ("days", "money")]
        seat = pen.fact(f"seat.{slug(code)}")
        rows.append((committee(pen, view), seat, neighbours(pen, view), Span(step(pen, code)), *load))
    widths = (3.4, 1.2, 2.8, 2.2, 0.8, 1)
    follows = () if all(sought(pen, code) for code in views) else ("no-seat-follows",)
    notes = ("technology-seats-note", *follows, "iso-attribution")
    table = pen.table("technology-seats", rows, "llllrr", widths, notes)
    economies = pen.strategy.workspace.settings.technologies.neighbours
    named = ", ".join(f"{code} {economy(pen, code)}" for code in economies)
    own = ((Span(pen.t("economies-are", names=named)),),) if named else ()
    yield replace(table, notes=(*own, *table.notes))


def _seat_map(pen: Pen, views: Sequence[CommitteeView], place: int) -> Figure:
    economies = pen.strategy.workspace.settings.technologies.neighbours
    names = [pen.strategy.workspace.settings.name[pen.language], *(economy(pen, code) for code in economies)]
    seats = [[v.seat.value, *(v.neighbours.get(code, Role.UNKNOWN).value for code in economies)] for v in views]
    roles = zip(Role, ("p", "o", "none", "unknown"), strict=True)
    kinds = {role.value: pen.t(f"seat-{name}") for role, name in roles}
    svg, png = charts.seat_map([f"{v.code} · {_served(pen, v)}" for v in views], names, seats, kinds)
    name = "technology-seats"
    caption, describe = pen.t("figure.technology-seats"), pen.t("describe.technology-seats")
    return Figure(f"{name}-{place + 1}" if place else name, caption, describe, name, svg, png)


def _served(pen: Pen, view: CommitteeView) -> str:
    """Return the technologies that a committee serves, for the picture."""
    found = [
        d.technology.name[pen.language]
        for d in pen.strategy.dossiers.values()
        if any(v.code == view.code for v in d.landscape.committees)
    ]
    more = f" +{len(found) - NAMES}" if len(found) > NAMES else ""
    return "; ".join(found[:NAMES]) + more


def _changes(pen: Pen) -> Iterator[Block]:
    """What changed in the committees since the last time that their figures were kept."""
    if not any(view.earlier for view in _views(pen).values()):
        yield pen.say("technology-changes-none", "note")
        return
    moved = {(m.committee, m.measure): m for d in pen.strategy.dossiers.values() for m in d.movements}
    rows = []
    for m in moved.values():
        place = f"landscape.{slug(m.committee)}"
        rows.append(
            (
                Span(m.committee), Span(say(f"label.figure-{m.measure}", pen.language)), Span(pen.dated(m.since)),
                pen.fact(f"{place}.before.{m.measure}"), Span(pen.dated(m.until)),
                pen.fact(f"{place}.now.{m.measure}"),
            )
        )  # fmt: skip
    if not rows:
        yield pen.say("technology-changes-still", "note")
        return
    yield pen.say("technology-changes-intro")
    yield pen.table("technology-changes", rows, "llrrrr", (2, 2.4, 1, 0.8, 1, 0.8))
