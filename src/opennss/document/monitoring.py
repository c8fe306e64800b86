"""The monitoring report: headline, lights, what to do next and by whom, then the chapters behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opennss.document.blocks import Block, Document, Line, Paragraph, Span, Table, line, plain
from opennss.document.facts.monitoring import watched
from opennss.document.monitoring_tables import delivery, figures, targets
from opennss.document.monitoring_words import alert_span, counted, light_span, who
from opennss.document.outline.obligations import ballot_calendar, seat_duties
from opennss.document.outline.pen import Pen
from opennss.document.outline.results_framework import results_framework
from opennss.document.trail import trail
from opennss.language import day, number
from opennss.model.monitoring import Alert, Duty, Light, Matter, Monitoring, State
from opennss.model.obligations import Hold
from opennss.model.projects import ProjectType
from opennss.model.results import Strategy

ENDING = (Matter.DECISION, Matter.STRATEGY, Matter.TECHNOLOGY, Matter.NOTICE)
"""Matters that have a day of their own, whatever anybody does."""

NAMED = 5
"""Names of one line of what to do; the rest is counted, and stands in the tables of the report."""


def monitoring_document(found: Monitoring, strategy: Strategy, language: str) -> Document:
    """Return the whole report in one language, with the trail of every fact that it prints."""
    pen = monitoring_pen(found, strategy, language)
    settings, t = strategy.workspace.settings, pen.t
    blocks = [
        *headline(pen, found), pen.heading(1, "monitor-next"), pen.say("monitor-next-intro"), *next_steps(pen, found),
        *targets(pen, found), *delivery(pen, found), *_ballots(pen), *figures(pen, found),
        *_ends(pen, found), *_framework(pen),
    ]  # fmt: skip
    statements = t("cover", body=settings.body[language]) if settings.illustrative else t("cover-real")
    return Document(
        language=language,
        title=t("monitor-title"),
        subtitle=f"{settings.name[language]} · {settings.years[0]}–{settings.years[-1]}",
        cover=(line(t("as-of", day=day(found.as_of, language))), *(line(s.strip()) for s in statements.split("|"))),
        footer=pen.footer,
        date=found.as_of.isoformat(),
        blocks=tuple(blocks),
        trail=trail(pen, blocks),
    )


def monitoring_pen(found: Monitoring, strategy: Strategy, language: str) -> Pen:
    """Return a pen that also knows the facts of monitoring."""
    return Pen(watched(strategy, found), language)


def headline(pen: Pen, found: Monitoring) -> list[Block]:
    """Return the first page: how many things press, and a light for each subject with its reason in words."""
    blocks: list[Block] = [pen.heading(1, "monitor-headline"), _pressing(pen, found)]
    rows = [
        (Span(pen.t(f"light-of-{subject}")), light_span(pen, light), _why(pen, found, subject))
        for subject, light in found.lights.items()
    ]
    return [*blocks, pen.table("lights", rows, "lll", (2.4, 1.5, 5), ("lights-note",))]


def _pressing(pen: Pen, found: Monitoring) -> Paragraph:
    counts = {alert.value: number(len(found.of(alert)), pen.language) for alert in Alert}
    key = "monitor-pressing" if found.pressing else "monitor-quiet"
    return Paragraph(line(pen.t(key, **counts)), "lead")


def _why(pen: Pen, found: Monitoring, subject: str) -> Line | Span:
    """Return in words why a subject has its light."""
    if subject == "targets":
        lights = {light.value: pen.t(f"light-{light}") for light in Light}
        return Span(counted(pen, [row.light.value for row in found.targets], lights) or pen.t("monitor-no-targets"))
    if subject == "work":
        source = pen.t("work-approved" if found.approved else "work-planned", number=len(found.items))
        names = {s.value: pen.t(f"monitor-state-{'unrecorded' if s is State.UNKNOWN else s}") for s in State}
        states = counted(pen, [item.state.value for item in found.items], names)
        return Span(f"{source} {states}" if found.recorded else f"{source} {pen.t('work-none')}")
    if subject == "ballots":
        return Span(_seats(pen) or pen.t("seat-light-none"))
    if subject == "requests":
        if not pen.strategy.workspace.voices.requests:
            return Span(pen.t("no-requests"))
        share, part, whole = (f"kpi.requests{end}" for end in ("", ".part", ".whole"))
        return pen.fill(pen.t("requests-replied-now"), {"share": share, "part": part, "whole": whole})
    if subject == "steps" and not pen.strategy.workspace.method.process:
        return Span(pen.t("no-steps"))
    matters = {"steps": (Matter.STEP,), "dates": ENDING}[subject]
    own = [duty for duty in found.duties if duty.matter in matters and duty.alert is not Alert.LATER]
    alerts = counted(pen, [duty.alert.value for duty in own], {a.value: pen.t(f"alert-{a}") for a in Alert})
    return Span(alerts or pen.t("nothing-late"))


def _seats(pen: Pen) -> str:
    """Count the P-seats by how they stand, and those without a ballot on record."""
    found = pen.strategy.obligations
    states = [*(seat.hold.value for seat in found.duties), *("unrecorded" for _ in found.unrecorded)]
    return counted(
        pen, states, {name: pen.t(f"seat-light-{name}") for name in (*(h.value for h in Hold), "unrecorded")}
    )


def next_steps(pen: Pen, found: Monitoring) -> list[Block]:
    """Return who must do what, the most pressing first; a sentence where nothing is to be done."""
    groups: dict[tuple[str, Alert, Matter], list[Duty]] = {}
    for duty in found.duties:
        if duty.alert is not Alert.LATER:
            groups.setdefault((who(pen, duty.who), duty.alert, duty.matter), []).append(duty)
    order = list(dict.fromkeys(name for name, _, _ in groups))
    rows = [
        (Span(name), _task(pen, found, matter, own), _when(pen, own), alert_span(pen, alert))
        for (name, alert, matter), own in sorted(groups.items(), key=lambda pair: order.index(pair[0][0]))
    ]
    if not rows:
        return [pen.say("nothing-to-do", "note")]
    return [pen.table("monitor-next", rows, "llll", (2.2, 5, 1.5, 1.2))]


def _task(pen: Pen, found: Monitoring, matter: Matter, own: Sequence[Duty]) -> Line:
    names = "; ".join(_called(pen, found, duty) for duty in own[:NAMED])
    more = f" {pen.t('monitor-more', number=len(own) - NAMED)}" if len(own) > NAMED else ""
    return line(pen.t(f"do-{matter}", name=names + more))


def _called(pen: Pen, found: Monitoring, duty: Duty) -> str:
    """Return what a duty is about; a project with its type, since a committee alone says little."""
    item = next((item for item in found.items if item.id == duty.id), None)
    name = duty.name[pen.language]
    return name if item is None or item.type is ProjectType.MEASURE else f"{name} ({pen.t(f'type-{item.type}')})"


def _when(pen: Pen, own: Sequence[Duty]) -> Span:
    days = [duty.day for duty in own if duty.day]
    return Span(pen.dated(min(days)) if days else "–")


def _ends(pen: Pen, found: Monitoring) -> Iterator[Block]:
    """Yield the days on which something ends or falls due by itself."""
    yield pen.heading(1, "monitor-ends")
    yield pen.say("monitor-ends-intro")
    own = sorted(
        (duty for duty in found.duties if duty.matter in ENDING), key=lambda duty: (duty.day is None, duty.day)
    )
    rows = [
        (
            Span(pen.t(f"matter-{duty.matter}")), Span(duty.name[pen.language]),
            Span(pen.dated(duty.day) if duty.day else "?"), alert_span(pen, duty.alert), Span(who(pen, duty.who)),
        )
        for duty in own
    ]  # fmt: skip
    yield pen.table("monitor-ends", rows, "lllll", (1.8, 4, 1.4, 1.2, 2.2))


def _ballots(pen: Pen) -> list[Block]:
    """Return the ballots that are open and the seats they may cost; nothing where no ballot is on record."""
    if not pen.strategy.workspace.evidence.ballots:
        return []
    return [pen.heading(1, "monitor-ballots"), *ballot_calendar(pen), *seat_duties(pen)]


def _framework(pen: Pen) -> list[Block]:
    """Return the results framework as a chapter, with a sentence where none was written yet."""
    blocks = results_framework(pen)
    if not blocks:
        return [pen.heading(1, "results-framework"), pen.say("no-results", "note")]
    return [pen.heading(1, "results-framework"), *blocks[1:]]


def summary(found: Monitoring, strategy: Strategy, language: str) -> str:
    """Return the one sentence about how many things press."""
    return plain(_pressing(Pen(strategy, language), found).line)


def short_tables(found: Monitoring, strategy: Strategy, language: str) -> tuple[Table, ...]:
    """Return the tables of the screen: lights, targets, what to do next."""
    pen = monitoring_pen(found, strategy, language)
    blocks = [*headline(pen, found), *targets(pen, found), *next_steps(pen, found)]
    return tuple(block for block in blocks if isinstance(block, Table) and block.id in SHORT)


SHORT = ("lights", "tracked", "monitor-next")
"""Tables of the report that the screen shows."""
