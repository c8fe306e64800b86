"""Data sources and gaps; annexes: methods with formulas and the working, national catalogue, names of bodies."""

from __future__ import annotations

from urllib.parse import urlsplit

from opennss.document.blocks import Block, Line, Paragraph, Span, line
from opennss.document.outline.country import seats_held
from opennss.document.outline.methods import methods
from opennss.document.outline.pen import Pen
from opennss.document.outline.standards import drafts
from opennss.model.criteria import Rank


def data(pen: Pen) -> list[Block]:
    """Return the chapter on sources and on what is not known."""
    blocks: list[Block] = [pen.heading(1, "data"), *pen.prose("data"), pen.heading(2, "coverage"), _coverage(pen)]
    missing = [o for o in pen.strategy.workspace.evidence.observations if o.value is None]
    blocks += [pen.heading(2, "unknown"), pen.say("unknown-intro", number="observations.unknown")]
    if missing:
        names = {i.id: i.name for i in pen.strategy.workspace.evidence.indicators}
        rows = []
        for indicator in dict.fromkeys(o.indicator for o in missing):
            own = [o for o in missing if o.indicator == indicator]
            country = pen.strategy.workspace.settings.name[pen.language]
            about = "; ".join(
                pen.area(o.area).name[pen.language] if o.area else f"ISIC {o.code}" if o.code else country for o in own
            )
            rows.append((pen.text(names[indicator]), pen.fact(f"unknown.{indicator}"), Span(about)))
        blocks.append(pen.table("unknown", rows, "lrl", (2, 0.6, 5), ("unknown-note",)))
    return [*blocks, pen.heading(2, "sources"), sources(pen)]


def _coverage(pen: Pen) -> Block:
    names = {str(c.id): c.name for c in pen.strategy.workspace.voices.criteria}
    rows = []
    for row in pen.strategy.coverage:
        place = f"coverage.{row.criterion}"
        grades: list[Span] = []
        for grade, _ in row.grades:
            grades += [Span(f"{', ' if grades else ''}{grade}: "), pen.fact(f"{place}.grade-{grade}")]
        period = row.oldest if row.oldest == row.newest else f"{row.oldest} – {row.newest}"
        have: Line = (pen.fact(f"{place}.known"), Span("/"), pen.fact(f"{place}.apply"))
        old = pen.fact(f"{place}.old")
        rows.append((pen.text(names[row.criterion]), have, Span(period or "–"), old, tuple(grades)))
    return pen.table("coverage", rows, "lrrrl", (4, 1.2, 1.6, 1.2, 2), ("grades-note",))


def sources(pen: Pen) -> Block:
    """Return the table of sources with their grades and addresses."""
    rows = []
    for source in pen.strategy.workspace.evidence.sources:
        title = pen.text(source.title)
        number = "" if source.number in title.text else source.number
        published = " · ".join(part for part in (number, pen.dated(source.date)) if part)
        host = urlsplit(source.address).netloc.removeprefix("www.")
        named = host in source.publisher.casefold()
        about: Line = (title, Span(f" ({published})" if published else ""))
        publisher = Span(source.publisher, href=source.address if named else "")
        where: Line = (publisher,) if named else (publisher, Span(": "), Span(host, href=source.address))
        rows.append((Span(str(int(source.grade))), about, where, Span(pen.dated(source.seen))))
    return pen.table("sources", rows, "rllr", (0.4, 5.2, 4, 0.9), ("grades-note", "iso-attribution"))


def annexes(pen: Pen) -> list[Block]:
    """Return the annexes."""
    blocks = methods(pen)
    blocks += [
        pen.heading(2, "working"),
        *_working(pen),
        pen.heading(2, "solver"),
        pen.say("solver-intro"),
        _steps(pen),
    ]
    blocks += [pen.heading(1, "annex-areas"), _areas(pen)]
    blocks += [
        pen.heading(1, "annex-catalogue"),
        pen.say("catalogue-intro", number="adoptions.count", sourced="adoptions.sourced"),
    ]
    blocks += [_catalogue(pen), *seats_held(pen), pen.heading(1, "annex-drafts"), *drafts(pen)]
    blocks += [pen.heading(1, "annex-bodies"), _bodies(pen)]
    return blocks


def _working(pen: Pen) -> list[Block]:
    """The whole calculation of the first area of the joint list, cell by cell."""
    first = next(iter(pen.strategy.ranks.joint_list()), None)
    if first is None:
        return [pen.say("nothing-ranked")]
    names = {str(c.id): c for c in pen.strategy.workspace.voices.criteria}
    kind = pen.area(first.area).kind
    weights = dict(dict(pen.strategy.ranks.weights)[kind])
    rows = []
    for criterion, cell in first.cells:
        if cell.rank is not Rank.NOT_APPLICABLE and criterion in weights:
            found = (
                pen.known(f"evidence.{names[criterion].indicator}.{first.area}")
                if cell.value is not None
                else Span("–")
            )
            weight = pen.fact(f"weight.{kind}.{criterion}")
            rows.append((pen.text(names[criterion].name), weight, found, pen.fact(f"rank.{first.area}.{criterion}")))
    place = f"rank.{first.area}"
    result = (
        *line(pen.t("working-result") + " "),
        pen.known(f"{place}.share"), Span("; "), pen.known(f"{place}.mean"), Span("; "), pen.known(f"{place}.position"),
    )  # fmt: skip
    intro = Paragraph((Span(pen.t("working-intro") + " "), pen.text(pen.area(first.area).name), Span(".")))
    return [intro, pen.table("working", rows, "lrrr", (4, 1, 1.6, 1)), Paragraph(result)]


def _steps(pen: Pen) -> Block:
    rows = [
        (
            pen.text(pen.strategy.facts[f"solve.{name}.value"].label),
            pen.fact(f"solve.{name}.value"),
            pen.fact(f"solve.{name}.gap"),
        )
        for name, _, _ in pen.strategy.plan.steps
    ]
    return pen.table("steps", rows, "lrr", (5, 1, 1))


def _areas(pen: Pen) -> Block:
    rows = [
        (
            pen.text(area.name),
            Span(pen.t(f"kind-{area.kind}")),
            Span("; ".join(area.codes) or "–"),
            Span("; ".join(area.hs) or "–"),
            Span("; ".join(area.ics) or "–"),
            Span(pen.t("yes") if area.legal else "–"),
        )
        for area in pen.strategy.workspace.evidence.areas
    ]
    return pen.table("areas", rows, "llllll", (3, 1.6, 0.8, 1.6, 2, 1))


def _catalogue(pen: Pen) -> Block:
    rows = []
    for row in pen.strategy.workspace.evidence.adoptions:
        name = row.number or pen.t("illustrative")
        rows.append(
            (
                Span(name),
                pen.text(row.title),
                Span(row.adopts),
                Span(row.correspondence.value),
                Span(pen.t(f"status-{row.status}")),
            )
        )
    return pen.table("catalogue", rows, "lllll", (2, 4, 2, 0.7, 1.3), ("neq-note",))


def _bodies(pen: Pen) -> Block:
    rows = [
        (
            pen.text(row.name),
            Span(row.short),
            Span(pen.dated(row.since)),
            Span(pen.dated(row.until) if row.until else "–"),
        )
        for row in pen.strategy.workspace.evidence.institutions
    ]
    return pen.table("institutions", rows, "lllr", (4, 1.2, 1, 1))
