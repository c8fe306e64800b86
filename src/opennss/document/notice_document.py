"""The document of the work programme: who publishes it, the five stages, the national standards, figures with words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from babel.dates import format_skeleton

from opennss.document.blocks import Block, Bullets, Document, Line, Span, Table, line
from opennss.document.facts.make import count, label, setting, whole
from opennss.document.notice import Notice, NoticeRow
from opennss.document.outline.pen import Pen
from opennss.document.shown import in_percent
from opennss.document.trail import trail
from opennss.language import Text, day, everywhere, languages, say
from opennss.model.adopted import Adopted, adopted_from_iso_iec
from opennss.model.results import Fact, Origin, Strategy
from opennss.model.table import cell

STAGES = (1, 2, 3, 4, 5)
OPEN_YET = (1, 2)
"""Stages in which no comment period has begun, so that its days are not missing."""
UNKNOWN = Span("?", tone="?")


def notice_document(made: Notice, strategy: Strategy, language: str) -> Document:
    """Return the whole notice in one language, with the trail of its numbers."""
    strategy = replace(strategy, facts={**strategy.facts, **notice_facts(made, strategy)})
    pen, settings = Pen(strategy, language), strategy.workspace.settings
    statements = pen.t("cover", body=settings.body[language]) if settings.illustrative else pen.t("notice-cover")
    blocks = [*_body(pen, made), *_programme(pen, made), *_figures(pen), *_method(pen)]
    return Document(
        language=language,
        title=pen.t("notice-title"),
        subtitle=" · ".join((settings.name[language], period_words(made, language))),
        cover=(line(pen.t("as-of", day=day(settings.as_of, language))), *map(_statement, statements.split("|"))),
        footer=pen.footer,
        date=settings.as_of.isoformat(),
        blocks=tuple(blocks),
        trail=trail(pen, blocks),
    )


def _statement(text: str) -> Line:
    return line(text.strip())


def period_words(made: Notice, language: str) -> str:
    """Return the period in words, such as "first half of 2027"."""
    part = made.period[5:]
    if not part or part.startswith(("H", "Q")):
        name = part.lower() or "year"
        return say(f"doc.notice-period-{name}", language, year=made.period[:4])
    return format_skeleton("yMMMM", made.first, locale=language)


def notice_facts(made: Notice, strategy: Strategy) -> dict[str, Fact]:
    """Return the numbers that the notice prints beside those of the strategy, by name."""
    return {fact.name: fact for fact in (*_counts(made), *_kpis(strategy))}


def _counts(made: Notice) -> Iterator[Fact]:
    def counted(name: str, key: str, rows: list[NoticeRow], **words: Text | str | int) -> Fact:
        inputs = [row.fact or row.place for row in rows] or [whole("work.csv")]
        return count(name, len(rows), key, *inputs, method="notice-rows", **words)

    yield counted("notice.rows", "notice-rows", list(made.rows))
    for stage in STAGES:
        own = [row for row in made.rows if row.stage == stage]
        yield counted(f"notice.stage.{stage}", "notice-stage", own, stage=str(stage))
    yield counted("notice.stage.unknown", "notice-stage-unknown", [row for row in made.rows if row.stage is None])
    yield counted("notice.without-ics", "notice-without-ics", [row for row in made.rows if not row.ics])


def _kpis(strategy: Strategy) -> Iterator[Fact]:
    own = strategy.workspace.settings.notice
    found = adopted_from_iso_iec(strategy.workspace.evidence, own)
    for name, rows in (("listed", found.listed), ("adopted", found.known), ("degree-unknown", found.unknown)):
        cells = [cell(row, "correspondence") for row in rows] or [whole("adoptions.csv")]
        yield count(f"notice.kpi.{name}", len(rows), f"notice-kpi-{name}", *cells)
    total: Decimal | Text = everywhere("?") if found.total is None else found.total
    origin = Origin("notice-kpi-standards", (found.place,), (found.source,) if found.source else ())
    unit = "text" if found.total is None else "count"
    yield Fact("notice.kpi.standards", total, unit, origin, label("notice-kpi-standards"))
    origin = Origin(
        "notice-kpi-adopted",
        ("notice.kpi.adopted", "notice.kpi.degree-unknown", "notice.kpi.listed", "notice.kpi.standards"),
    )
    share = Text.of(**{language: _share(found, language) for language in languages()})
    yield Fact("notice.kpi.share", share, "text", origin, label("notice-kpi-share"))
    yield Fact("notice.comment-days", own.comment_days, "count", Origin("setting", (setting("notice.comment_days"),)),
               label("notice-comment-days"))  # fmt: skip


def _share(found: Adopted, language: str) -> str:
    """Return the share adopted from ISO or IEC: exact, an interval, a lower bound, or ``?`` where nobody can tell."""
    if found.bounds is None:
        return "?"
    low, high = found.bounds
    first, last = (in_percent(Decimal(x.numerator) / x.denominator, language) for x in (low, high or low))
    text = f"≥ {first}" if high is None else first if low == high else f"{first}–{last}"
    return say("unit.percent", language, value=text)


def _body(pen: Pen, made: Notice) -> list[Block]:
    """Who publishes it, for which period, where it can be had, and when the next one is due."""
    settings = pen.strategy.workspace.settings
    own, sources = settings.notice, {str(row.id): row for row in pen.strategy.workspace.evidence.sources}
    source = sources.get(own.acceptance_source)
    accepted = replace(_text(pen, own.acceptance), href=source.address if source else "")
    rows: list[tuple[str, Line | Span | str]] = [
        ("name", pen.text(settings.body)),
        ("address", _text(pen, own.address)),
        ("period", f"{pen.dated(made.first)} – {pen.dated(made.last)}"),
        ("state", pen.dated(settings.as_of)),
        ("obtained", _text(pen, own.obtained)),
        ("acceptance", accepted),
        ("next", pen.dated(made.next)),
    ]
    cells = [(pen.t(f"notice-body-{name}"), value) for name, value in rows]
    blocks: list[Block] = [pen.heading(1, "notice-body"), pen.table("notice-body", cells, "ll", (1.4, 4))]
    if settings.as_of > made.last:
        blocks.append(pen.say("notice-past", "callout"))
    return [*blocks, pen.say("notice-six-months")]


def _text(pen: Pen, value: Text) -> Span:
    return pen.text(value) if value else UNKNOWN


def _programme(pen: Pen, made: Notice) -> list[Block]:
    blocks: list[Block] = [pen.heading(1, "notice-programme"), pen.say("notice-intro", number="notice.rows")]
    blocks.append(pen.say("notice-approved" if made.approved else "notice-computed", "" if made.approved else "note"))
    stages = [
        (Span(str(stage), strong=True), pen.t(f"notice-stage-{stage}"), pen.t(f"notice-codes-{stage}"),
         pen.fact(f"notice.stage.{stage}"))
        for stage in STAGES
    ]  # fmt: skip
    if any(row.stage is None for row in made.rows):
        stages.append((UNKNOWN, pen.t("notice-stage-unknown"), "?", pen.fact("notice.stage.unknown")))
    blocks.append(pen.table("notice-stages", stages, "clrr", (0.6, 4, 1.6, 1.2)))
    if not made.rows:
        return [*blocks, pen.say("notice-empty", "callout")]
    if any(not row.ics for row in made.rows):
        blocks.append(pen.say("notice-no-ics", "callout", number="notice.without-ics"))
    return [*blocks, notice_table(pen, made)]


def notice_table(pen: Pen, made: Notice) -> Table:
    """Return the table of the national standards as it is printed: what belongs together shares a column."""
    rows = []
    for row in made.rows:
        _, _, title, _, _, base, _, kind, start, completion, _, _, committee, _ = _cells(pen, row)
        named = (*title, Span(f" ({pen.t('illustrative')})")) if row.illustrative else title
        number = (Span(f"{row.number} – "),) if row.number else ()
        degree = Span(f" ({row.correspondence.value})") if row.base else Span("")
        times = (*start, Span(" – "), *completion)
        ics = (Span("; ".join(row.ics)),) if row.ics else (UNKNOWN,)
        rows.append(
            (ics, (*number, *named), _stage(row), (*base, degree, Span("; "), *kind), times, _comments(pen, row),
             committee)
        )  # fmt: skip
    return pen.table("notice", rows, "llcllll", (0.9, 4.4, 0.7, 1.5, 1.1, 1.2, 2.9), ("notice-note",))


def full_table(pen: Pen, made: Notice) -> Table:
    """Return the same rows with a column for each part, for a workbook."""
    widths = (0.9, 1.1, 3.4, 0.6, 0.8, 1.4, 1, 1, 0.9, 0.9, 0.9, 0.9, 2.2, 0.8)
    return pen.table("notice-full", [_cells(pen, row) for row in made.rows], "l" * len(widths), widths)


def _cells(pen: Pen, row: NoticeRow) -> tuple[Line, ...]:
    """Return every part of a row; what is not known is ``?``, what cannot be known yet or any more a dash."""

    def known(value: str, missing: Span = UNKNOWN) -> Line:
        return (Span(value) if value else missing,)

    done, dash = row.stage == STAGES[-1], Span("–")
    kind = known("" if row.kind == "?" else pen.t(f"notice-kind-{row.kind}"))
    late = dash if row.stage in OPEN_YET or row.number else UNKNOWN
    comments = [known(pen.dated(end) if end else "", late) for end in (row.comments_from, row.comments_until)]
    committee: Line = (pen.text(row.committee) if row.committee else UNKNOWN,)
    return (
        known("; ".join(row.ics)), known(row.number, dash), (replace(pen.text(row.title), fact=row.fact),),
        known(str(row.stage or "")), known(row.harmonized, dash), known(row.base, dash),
        known(row.correspondence.value if row.base else "", dash), kind,
        known(pen.dated(row.start) if row.start else "", dash if done else UNKNOWN),
        known(pen.dated(row.completion) if row.completion else ""), *comments, committee,
        known(pen.t("illustrative") if row.illustrative else "", dash),
    )  # fmt: skip


def _stage(row: NoticeRow) -> Line:
    stage: Line = (UNKNOWN,) if row.stage is None else (Span(str(row.stage), strong=True),)
    return (*stage, Span(f" ({row.harmonized})")) if row.harmonized else stage


def _comments(pen: Pen, row: NoticeRow) -> Line:
    if row.comments_from is None and row.comments_until is None:
        return (Span(pen.t("notice-not-open")) if row.stage in OPEN_YET else Span("–") if row.number else UNKNOWN,)
    return line(" – ".join(pen.dated(end) if end else "?" for end in (row.comments_from, row.comments_until)))


def _figures(pen: Pen) -> list[Block]:
    rows = [
        (pen.t(f"notice-kpi-{name}"), pen.t(f"notice-definition-{name}"), pen.fact(f"notice.kpi.{name}"))
        for name in ("listed", "adopted", "degree-unknown", "standards", "share")
    ]
    return [
        pen.heading(1, "notice-figures"),
        pen.table("notice-figures", rows, "llr", (2.2, 5, 1), ("notice-figures-note",)),
    ]


def _method(pen: Pen) -> list[Block]:
    parts = [pen.fill(part.strip(), {"days": "notice.comment-days"}) for part in pen.t("notice-method").split("|")]
    return [pen.heading(1, "notice-method"), Bullets(tuple(parts))]
