"""A page for each technology: approach with reasons, value and relevance, committees, who uses it, open drafts.

A dossier is one page on paper. What does not fit is cut by rules of this module, the same in every language, and
counted on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, zip_longest

from opennss.document.blocks import Block, Bullets, Heading, Line, Paragraph, Span, Table, plain
from opennss.document.fonts import width
from opennss.document.outline.pen import Pen
from opennss.document.writers.prepare import SHEET_SIZE, column_widths, row_heights
from opennss.language import Text, everywhere, say
from opennss.model.criteria import Approach, Rank
from opennss.model.dossiers import CommitteeView, Dossier, Score, Valued
from opennss.model.observations import Source
from opennss.model.openings import Opening
from opennss.model.projects import NO_STEP, UNKNOWN_STEP
from opennss.model.references import slug
from opennss.model.standards import Role
from opennss.model.technologies import Axis, TechnologyUse, UseKind, UseStatus
from opennss.model.territories import country_names

SHARES = ((6, 4), (6, 3), (6, 2), (5, 2), (4, 2), (3, 1))
"""How many committees and drafts a page names at most; the first step that leaves room for the uses holds."""

FLIPS = 3
"""How many criteria it names whose rank would change the approach."""

TALL, WIDE = 750, 482
"""Room on a page of A4 below the heading in points, and a little more: heights of cells are estimated too high.

Where the estimate fails, the writer sets the page a little smaller.
"""

AROUND = 16
"""What stands around a table, with the line that counts what was cut, in points."""

LINE = 10
"""Every other line below a table, in points."""

USES = ((UseKind.USE, UseKind.IMPORT), (UseKind.REGULATION, UseKind.MARKET_REGULATION), (UseKind.RISK,))
"""The kinds of use in the order of the page; each is represented before any has a second row."""

READING = ("approach", "criteria", "committees", "uses", "drafts", "cut")
"""What the first page of the annex explains."""


def dossiers(pen: Pen) -> list[Block]:
    """Return the annex with a page for each technology."""
    if not pen.strategy.dossiers:
        return []
    items: list[Line] = []
    for key in READING:
        name, _, text = pen.t(f"reading-{key}").replace("{currency}", pen.currency).partition("|")
        items.append((Span(f"{name.strip()}: ", strong=True), *pen.fill(text.strip(), {"high": "technologies.high"})))
    blocks: list[Block] = [pen.heading(1, "annex-dossiers"), pen.say("dossiers-intro"), Bullets(tuple(items))]
    blocks.append(pen.say("not-iso", "note"))
    for dossier in pen.strategy.dossiers.values():
        blocks += page(pen, dossier)
    return blocks


def approach_of(pen: Pen, dossier: Dossier) -> Line:
    """Return the approach that holds, marked where people decided it."""
    found = pen.fact(f"technology.{dossier.technology.id}.approach")
    if dossier.assessment.decision is None:
        return (found,)
    return (found, Span(f" ({pen.t('approach-decided')})"))


def level_of(pen: Pen, dossier: Dossier, axis: Axis) -> Line:
    """Return the share of ranks 1 and 2 on an axis with the position and the possible ones."""
    place = f"technology.{dossier.technology.id}.{axis}"
    return (
        pen.fact(f"{place}.share"), Span(" · "), pen.fact(f"{place}.position"), Span(" ("), pen.fact(f"{place}.best"),
        Span("–"), pen.fact(f"{place}.worst"), Span(")"),
    )  # fmt: skip


def sign(role: Role) -> str:
    """Return the sign of a seat: P, O, – or ?."""
    return "–" if role is Role.NONE else role.value


def economy(pen: Pen, code: str) -> str:
    """Return the name of an economy; of a code that is none, the code."""
    return (country_names(code, (pen.language,)) or everywhere(code))[pen.language]


def neighbours(pen: Pen, view: CommitteeView) -> Line:
    """Return the seats of the neighbours in a committee, each as code and sign."""
    spans: list[Span] = []
    for code in view.neighbours:
        spans += [Span(f"{', ' if spans else ''}{code} "), pen.fact(f"landscape.{slug(view.code)}.{code.lower()}")]
    return tuple(spans) or (Span("–"),)


def committee(pen: Pen, view: CommitteeView) -> Line:
    """Return the name of a committee with its title, where the catalogue holds it."""
    return (Span(view.code), Span(" – "), pen.text(view.title)) if view.title else (Span(view.code),)


def sought(pen: Pen, code: str) -> bool:
    """Say whether the approach to one of a committee's technologies calls for a seat in it, or may still do so."""
    wanted = (Approach.LEAD, Approach.PARTICIPATE, None)
    return any(
        dossier.assessment.approach in wanted and any(view.code == code for view in dossier.landscape.committees)
        for dossier in pen.strategy.dossiers.values()
    )


def step(pen: Pen, code: str) -> str:
    """Return the next step of the ladder in a committee; a dash where no seat follows from the approach."""
    if not sought(pen, code):
        return "–"
    found = pen.strategy.joining[code].step
    return pen.t({UNKNOWN_STEP: "step-unknown", NO_STEP: "step-closed"}.get(found, f"step-{found}"))


def page(pen: Pen, dossier: Dossier) -> Iterator[Block]:
    """Yield the page of one technology; what is cut is counted on it."""
    technology, landscape = dossier.technology, dossier.landscape
    turns = _turns(pen, dossier)
    committees, drafts, uses = _share(pen, dossier, turns)
    yield Heading(2, technology.name[pen.language], f"dossier-{technology.id}", new_page=True)
    yield from _said(pen, dossier)
    yield _criteria(pen, dossier)
    if landscape.committees:
        yield _committees(pen, dossier, landscape.committees[:committees])
    if turns:
        yield _used(pen, dossier, turns[:uses])
    if landscape.drafts:
        yield _drafts(pen, dossier, landscape.drafts[:drafts])
    yield from _last(pen, dossier)


def _said(pen: Pen, dossier: Dossier) -> tuple[Paragraph, Paragraph, Paragraph]:
    held, flips, about = _held(pen, dossier), tuple(_flips(pen, dossier)), _about(pen, dossier)
    return Paragraph(held, "callout"), Paragraph(flips), Paragraph(about, "note")


def _last(pen: Pen, dossier: Dossier) -> Iterator[Paragraph]:
    """What is missing, and the place in research where somebody counted."""
    found = (
        ("committees", dossier.landscape.committees), ("uses", dossier.uses), ("drafts", dossier.landscape.drafts),
    )  # fmt: skip
    if missing := [key for key, rows in found if not rows]:
        yield Paragraph((Span(" ".join(pen.t(f"dossier-no-{key}") for key in missing)),), "note")
    if dossier.position is not None:
        yield Paragraph(_research(pen, dossier), "note")


def _named(dossier: Dossier, table: Table) -> Table:
    return replace(table, id=f"{table.id}-{dossier.technology.id}")


def _held(pen: Pen, dossier: Dossier) -> Line:
    """The approach that holds, and why."""
    assessment, place = dossier.assessment, f"technology.{dossier.technology.id}"
    approach = pen.fact(f"{place}.approach")
    spans: list[Span] = [Span(pen.t("approach-is") + " ", strong=True), replace(approach, strong=True)]
    spans.append(Span(f" ({pen.t('approach-decided')}). " if assessment.decision else ". "))
    if assessment.decision is not None:
        spans += [_stopped(pen.text(assessment.decision.reason)), Span(f" {pen.t('approach-else')} ")]
        spans += [pen.fact(f"{place}.computed"), Span(". ")]
    elif assessment.approach is None and assessment.possible:
        spans.append(Span(_possible(pen, assessment.possible) + " "))
    for key, values in assessment.reasons:
        if key != "not-asked" or assessment.approach is not None:  # while the approach is open, it tells nothing
            spans += [*_reason(pen, place, say(f"approach.{key}", pen.language), values), Span(" ")]
    return tuple(spans)


def _stopped(span: Span) -> Span:
    """Return a sentence in the country's own words with a full stop at its end."""
    return span if span.text.endswith((".", "!", "?", "…")) else replace(span, text=f"{span.text}.")


def _possible(pen: Pen, approaches: Sequence[Approach]) -> str:
    if len(approaches) == len(Approach):
        return pen.t("approach-possible-all")
    names = f" {pen.t('or')} ".join(pen.t(f"approach-{name}") for name in approaches)
    return pen.t("approach-possible", names=names)


def _reason(pen: Pen, place: str, sentence: str, values: Mapping[str, object]) -> Iterator[Span]:
    """Fill a reason: the number of documents in force is a fact, names and decisions are texts."""
    for part, name in enumerate(re.split(r"\{(\w+)\}", sentence)):
        if part % 2 == 0:
            yield from (Span(name),) if name else ()
        elif name == "count":
            yield pen.fact(f"{place}.landscape.in-force")
        else:
            value = values[name]
            yield pen.text(value) if isinstance(value, Text) else Span(str(value))


def _flips(pen: Pen, dossier: Dossier) -> Iterator[Span]:
    """What would change the approach: one criterion with another rank, the nearest first.

    Of an open technology: the single findings that would settle it.
    """
    unknown = [cell.criterion.id for cell in _cells(dossier) if cell.rank is Rank.UNKNOWN]
    settle = dossier.assessment.approach is None and bool(unknown)
    found: dict[tuple[str, Approach], list[Rank]] = {}
    for flip in dossier.assessment.flips:
        if not settle or flip.criterion in unknown:
            found.setdefault((flip.criterion, flip.approach), []).append(flip.rank)
    if not found:
        yield Span(pen.t("settles-none" if settle else "flips-none"))
        return
    names = {str(cell.criterion.id): cell.criterion.name for cell in _cells(dossier)}
    yield Span(pen.t("settles" if settle else "flips") + " ", strong=True)
    for place, ((criterion, approach), ranks) in enumerate([*found.items()][:FLIPS]):
        yield Span(("; " if place else "") + names[criterion][pen.language] + " ")
        for rank in ranks:
            yield Span(rank.printed, tone=rank.value)
            yield Span(" ")
        yield Span(f"→ {pen.t(f'approach-{approach}')}")
    more = len(found) - FLIPS
    yield Span("; " + pen.t("flips-more", number=more) if more > 0 else ".")


def _cells(dossier: Dossier) -> tuple[Valued, ...]:
    return (*dossier.assessment.value.cells, *dossier.assessment.relevance.cells)


def _about(pen: Pen, dossier: Dossier) -> Line:
    """Value and relevance with positions, and the published lists that name the technology."""
    spans: list[Span] = []
    for axis in Axis:
        own = f"technology.{dossier.technology.id}.{axis}"
        facts = {key: f"{own}.{key}" for key in ("share", "position", "best", "worst")}
        spans += [*pen.fill(pen.t(f"level-{axis}"), {"level": own, **facts}), Span(" ")]
    if reason := dossier.technology.reason:
        spans += [pen.text(reason), Span(" ")]
    entries = dossier.technology.entries
    if not entries:
        return (*spans, Span(pen.t("lists-none")))
    shown = {str(item.published.id): item for item in pen.strategy.lists}
    spans.append(Span(pen.t("lists-name") + " ", strong=True))
    for place, entry in enumerate(entries):
        spans.append(Span("; " if place else ""))
        if entry.list in shown and entry in shown[entry.list].entries:
            item = shown[entry.list]
            of = Span(item.published.number) if item.published.number else pen.text(item.published.name)
            spans += [pen.text(item.entries[entry]), Span(" ("), of, Span(")")]
        else:
            spans.append(Span(entry))
    return (*spans, Span("."))


def _criteria(pen: Pen, dossier: Dossier) -> Table:
    """The ranks on value and on relevance, side by side."""
    sides = [[_criterion(pen, dossier, score, cell) for cell in score.cells] for score in _scores(dossier)]
    empty: tuple[Line, Line, Line] = (Span(""),), (Span(""),), (Span(""),)
    rows = [(*left, *right) for left, right in zip_longest(*sides, fillvalue=empty)]
    notes = ("dossier-criteria-note",) if any(map(_near, _cells(dossier))) else ()
    return _named(dossier, pen.table("dossier-criteria", rows, "lrclrc", (3, 0.9, 0.6, 3, 0.9, 0.6), notes))


def _near(cell: Valued) -> bool:
    return cell.borderline and cell.rank is not Rank.UNKNOWN


def _scores(dossier: Dossier) -> tuple[Score, Score]:
    return dossier.assessment.value, dossier.assessment.relevance


def _criterion(pen: Pen, dossier: Dossier, score: Score, cell: Valued) -> tuple[Line, Line, Line]:
    place = f"technology.{dossier.technology.id}.{score.axis}.{cell.criterion.id}"
    amount = pen.fact(f"{place}.amount") if cell.amount is not None else Span(pen.t("judged"))
    mark = (Span(" °"),) if _near(cell) else ()
    return (pen.text(cell.criterion.name),), (amount, *mark), (pen.fact(place),)


def _committees(pen: Pen, dossier: Dossier, views: Sequence[CommitteeView]) -> Table:
    rows = []
    for view in views:
        place = f"landscape.{slug(view.code)}"
        members = (pen.known(f"{place}.now.p-members"), Span(" / "), pen.known(f"{place}.now.o-members"))
        rows.append(
            (
                committee(pen, view), pen.known(f"{place}.now.in-force"), pen.fact(f"{place}.drafts"),
                pen.fact(f"{place}.open"), members, pen.fact(f"seat.{slug(view.code)}"), neighbours(pen, view),
                _next(pen, view.code),
            )
        )  # fmt: skip
    notes = () if all(sought(pen, view.code) for view in views) else ("no-seat-follows",)
    table = pen.table("dossier-committees", rows, "lrrrrlll", (3, 0.8, 0.8, 0.7, 0.9, 1, 2.4, 1.9), notes)
    more = len(dossier.landscape.committees) - len(views)
    return _more(pen, _named(dossier, table), "dossier-more-committees", more, "#technology-seats")


def _next(pen: Pen, code: str) -> Line:
    """Return the next step in a committee with its days and money, where approach and membership allow one."""
    place, found = f"landscape.{slug(code)}", Span(step(pen, code))
    if not sought(pen, code) or pen.strategy.joining[code].step in (UNKNOWN_STEP, NO_STEP):
        return (found,)
    return (found, Span(": "), pen.fact(f"{place}.days", "plain"), Span(" / "), pen.fact(f"{place}.money", "plain"))


def _more(pen: Pen, table: Table, key: str, more: int, href: str = "") -> Table:
    """Say below a table how many rows were cut, and where they stand."""
    cut = (Span(pen.t(key, number=more), href=href),)
    return replace(table, notes=(cut, *table.notes)) if more > 0 else table


def _used(pen: Pen, dossier: Dossier, uses: Sequence[TechnologyUse]) -> Table:
    sources = {str(source.id): source for source in pen.strategy.workspace.evidence.sources}
    shown = [use for kinds in USES for use in uses if use.kind in kinds]
    rows = [_use(pen, use, sources[use.source]) for use in shown]
    table = _named(dossier, pen.table("dossier-uses", rows, "llll", (1.3, 1.7, 5, 2.6)))
    return _more(pen, table, "dossier-more-uses", len(dossier.uses) - len(uses))


def _use(pen: Pen, use: TechnologyUse, source: Source) -> tuple[Line, Line, Line, Line]:
    status = "" if use.status is UseStatus.IN_FORCE else f" ({pen.t(f'use-{STATUS[use.status]}')})"
    where = pen.text(pen.area(use.area).name) if use.area else Span(pen.t("whole-country"))
    if use.kind is UseKind.MARKET_REGULATION:
        where = Span(economy(pen, use.where))
    about: Line = (where, Span(f", {use.period}")) if use.period else (where,)
    grade = Span(f" {pen.t('grade', grade=int(source.grade))}")
    title = pen.text(source.title)
    said = (pen.text(use.statement),)
    return (Span(pen.t(f"use-{use.kind}") + status),), about, said, (replace(title, href=source.address), grade)


STATUS = {UseStatus.COMING: "coming", UseStatus.NONE: "none", UseStatus.UNKNOWN: "unknown"}
"""Words for what does not hold yet, or is not known."""


def _turns(pen: Pen, dossier: Dossier) -> list[TechnologyUse]:
    """Return the uses in turns, one of each kind.

    What holds or comes stands before what was not found, and sources of a better grade before others.
    """
    grades = {str(source.id): int(source.grade) for source in pen.strategy.workspace.evidence.sources}
    settled = (UseStatus.IN_FORCE, UseStatus.COMING)

    def order(use: TechnologyUse) -> tuple[bool, int]:
        return use.status not in settled, grades[use.source]

    groups = [sorted((use for use in dossier.uses if use.kind in kinds), key=order) for kinds in USES]
    return [use for turn in zip_longest(*groups) for use in turn if use is not None]


def _share(pen: Pen, dossier: Dossier, turns: Sequence[TechnologyUse]) -> tuple[int, int, int]:
    """Return how many committees, drafts and uses the page holds, the same in every language.

    Each kind of use is represented before there are many drafts and committees; the language with the least room
    counts.
    """
    heights = [
        _heights(Pen(pen.strategy, language), dossier, turns) for language in pen.strategy.workspace.settings.languages
    ]
    kinds = sum(any(use.kind in group for use in dossier.uses) for group in USES)
    for committees, drafts in SHARES:
        uses = min(_left(found, committees, drafts) for found in heights)
        if uses >= kinds:
            break
    return committees, drafts, max(uses, 1)


def _heights(pen: Pen, dossier: Dossier, turns: Sequence[TechnologyUse]) -> tuple[float, list[list[float]]]:
    """Estimate the height of what is never cut, and of head and rows of the three tables that may be."""
    fixed = sum(_height(block) for block in (*_said(pen, dossier), *_last(pen, dossier)))
    fixed += sum(_rows(_criteria(pen, dossier)))
    landscape = dossier.landscape
    tables = (
        _committees(pen, dossier, landscape.committees), _drafts(pen, dossier, landscape.drafts[: SHARES[0][1]]),
        _used(pen, dossier, turns),
    )  # fmt: skip
    return fixed, [_rows(table) if table.rows else [] for table in tables]


def _left(found: tuple[float, list[list[float]]], committees: int, drafts: int) -> int:
    """Return how many uses fit beside so many committees and drafts."""
    fixed, (first, second, third) = found
    room = TALL - fixed - sum(first[: committees + 1]) - sum(second[: drafts + 1])
    return sum(total <= room for total in accumulate(third)) - 1


def _rows(table: Table) -> list[float]:
    """Estimate the heights of a table on the page in points: the head with what stands around it, and each row."""
    head, *rows = row_heights(table, column_widths(table, WIDE, SHEET_SIZE), SHEET_SIZE)
    return [head + AROUND + LINE * len(table.notes), *rows]


def _height(block: Paragraph) -> float:
    """Estimate the height of a paragraph on the page, in points."""
    size, gap = {"callout": (9.0, 24), "note": (7.7, 8)}.get(block.style, (9.0, 8))
    return 1.27 * size * -(-width(plain(block.line), size) // (0.95 * WIDE)) + gap


def _drafts(pen: Pen, dossier: Dossier, drafts: Sequence[Opening]) -> Table:
    rows = []
    for draft in drafts:
        place = f"draft.{slug(draft.deliverable)}"
        rows.append(
            (
                (Span(draft.deliverable),), pen.text(draft.title), pen.fact(f"{place}.stage"),
                Span(pen.t(f"opening-{draft.way}")), pen.fact(f"{place}.until"),
            )
        )  # fmt: skip
    table = pen.table("dossier-drafts", rows, "lllll", (2.2, 4.6, 0.7, 2.2, 1.2))
    more = len(dossier.landscape.drafts) - len(drafts)
    return _more(pen, _named(dossier, table), "dossier-more-drafts", more)


def _research(pen: Pen, dossier: Dossier) -> Line:
    """The place in research, where somebody counted; of too few works, only their number."""
    place, position = f"technology.{dossier.technology.id}.research", dossier.position
    assert position is not None
    years = {"first": f"{place}.first", "last": f"{place}.last"}
    spans = [*pen.fill(pen.t("research-years"), years), Span(" ")]
    for key in ("works",) if position.small else ("works", "share", "growth", "specialization", "top"):
        spans += [Span(("; " if key != "works" else "") + pen.t(f"research-{key}") + " "), pen.fact(f"{place}.{key}")]
    return (*spans, Span(f". {pen.t('research-small')}" if position.small else "."))
