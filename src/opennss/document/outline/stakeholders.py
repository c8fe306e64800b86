"""The stakeholders' chapter: who was asked, what each round said and how far it agreed, by groups of categories.

Nothing here is about one person, nor about fewer than five answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from opennss.document import charts
from opennss.document.blocks import Block, Bullets, Figure, Heading, Line, Paragraph, Span, line
from opennss.document.facts.judgements import EVERYBODY, group_name, item_name, slug
from opennss.document.facts.make import categories_name
from opennss.document.facts.ranks import response_place
from opennss.document.facts.steady import INTERNAL
from opennss.document.outline.pen import Pen
from opennss.model.criteria import Question, together
from opennss.model.judgements import Elicited, Judgements, Withheld, apart
from opennss.model.results import RoundResult

HIDDEN = "…"
"""Stands for a rank that is not told: too few answered, or it could be had by subtraction."""


def stakeholders(pen: Pen) -> list[Block]:
    """Return the chapter on who was asked and what they said, round by round; nothing that names a person."""
    blocks: list[Block] = [pen.heading(1, "stakeholders"), *pen.prose("stakeholders")]
    rounds = {round_.id: round_ for round_ in pen.strategy.workspace.voices.rounds}
    for result, judged in zip(pen.strategy.rounds, pen.strategy.judgements, strict=True):
        round_ = rounds[result.round]
        blocks.append(Heading(2, round_.title[pen.language], f"round-{result.round}"))
        blocks += _who(pen, result, judged)
        for question in round_.questions:
            blocks += _question(pen, result, judged, question)
    return blocks


def _who(pen: Pen, result: RoundResult, judged: Judgements) -> Iterator[Block]:
    """Invited, answered, rate and the group that each category is heard in; who was silent; proposals of 1*."""
    place = f"round.{result.round}"
    groups = [found.categories for found in judged.heard]
    lines = [categories for categories, invited, _ in result.response if invited]
    rows: list[list[Span]] = [
        [
            Span(_capital(categories_name(categories)[pen.language])),
            *_response(pen, response_place(result, categories)),
            Span(next((name for name in groups if categories[0][0] in name.split("+")), "–")),
        ]
        for categories in lines
    ]
    alone = {together(categories) for categories in lines}
    for name in (name for name in groups if "+" in name and name not in alone):
        rows.append([_group(pen, name), *_response(pen, f"heard.{result.round}.{slug(name)}"), Span(name)])
    heads = [pen.t("heard-as")]
    yield pen.table("round", rows, "lrrrl", (4, 1, 1, 1.2, 1.2), ("weights-equal", "groups-merged"), heads)
    if result.silent:
        names = ", ".join(pen.t(f"category-{letter}") for letter in result.silent)
        yield Paragraph(line(pen.t("silent", names=names)), "callout")
    if result.proposals:
        who: list[Span] = []
        for area in sorted(result.proposals):
            who += [Span("; " if who else ""), pen.text(pen.area(area).name)]
            if result.proposals[area] is not None:
                who += [Span(" ("), pen.fact(f"{place}.proposals.{area}"), Span(")")]
        before, _, after = pen.t("proposals").partition("{names}")
        yield Paragraph((Span(before), *who, Span(after)), "note")


def _response(pen: Pen, place: str) -> list[Span]:
    return [pen.known(f"{place}.{part}") for part in ("invited", "answered", "rate")]


def _group(pen: Pen, name: str) -> Span:
    return Span(_capital(group_name(name)[pen.language]))


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]


def _question(pen: Pen, result: RoundResult, judged: Judgements, question: Question) -> Iterator[Block]:
    given = next((found for found in judged.elicited if found.question == question.id), None)
    withheld = next((found for found in judged.withheld if found.question == question.id), None)
    ranked = any(asked == question.id for asked, _ in result.results)
    if given or withheld or ranked:
        yield Paragraph((Span("“"), pen.text(question.text), Span("”")))
    if ranked:
        yield _judged(pen, result, judged, question.id)
        yield _agreed(pen, judged, question.id)
        yield from _concordance(pen, judged, question.id)
        yield from _apart(pen, result, judged, question.id)
    if given:
        yield _picture(pen, given)
        yield _weights(pen, given)
    if withheld:
        yield pen.say("weights-withheld", "callout")
    if found := given or withheld:
        yield from _aside(pen, judged.round, found)


def _judged(pen: Pen, result: RoundResult, judged: Judgements, question: str) -> Block:
    """Result, distribution, largest share and consensus of each area; the round before where there was one."""
    again = any(found.before is not None for found in judged.agreements if found.question == question)
    rows = []
    for area in pen.strategy.workspace.evidence.areas:
        if (question, area.id) not in result.results:
            continue
        place, agreed = f"round.{result.round}.{question}.{area.id}", f"agreed.{result.round}.{question}.{area.id}"
        counts = [pen.known(f"{place}.count-{step}") for step in (1, 2, 3, 4)]
        before = f"{agreed}.before"
        earlier = [pen.fact(before) if before in pen.strategy.facts else Span("–")] if again else []
        rows.append(
            (
                pen.text(area.name), pen.fact(place), *counts, pen.fact(f"{agreed}.share"), *earlier,
                pen.fact(f"{agreed}.consensus"),
            )
        )  # fmt: skip
    heads = [pen.t(f"agreed-{part}") for part in ("share", *(("before",) if again else ()), "consensus")]
    widths = (3.6, 1, 0.6, 0.6, 0.6, 0.6, *(1.1,) * (len(heads) - 1), 1.6)
    return pen.table(
        "judged", rows, f"lrrrrr{'r' * (len(heads) - 1)}l", widths, ("judged-note", "suppressed", "agreed-note"), heads
    )


def _agreed(pen: Pen, judged: Judgements, question: str) -> Block:
    place = f"agreed.{judged.round}.{question}"
    return pen.say(
        "agreed-summary", reached=f"{place}.reached", early=f"{place}.early", moved=f"{place}.moved",
        open=f"{place}.not-reached",
    )  # fmt: skip


def _concordance(pen: Pen, judged: Judgements, question: str) -> Iterator[Block]:
    """Kendall's W of all and of each group, where enough people ranked every area."""
    spans: list[Span] = []
    for name in (EVERYBODY, *(found.categories for found in judged.heard)):
        fact = f"concordance.{judged.round}.{question}.{slug(name)}"
        if fact in pen.strategy.facts:
            spans += [Span(f"{'; ' if spans else ''}{group_name(name)[pen.language]} "), pen.fact(fact)]
    if spans:
        before, _, after = pen.t("concordance").partition("{values}")
        yield Paragraph((Span(before), *spans, Span(after)))


def _apart(pen: Pen, result: RoundResult, judged: Judgements, question: str) -> Iterator[Block]:
    """Where groups of categories see an area otherwise than the round as a whole."""
    differ = [found for found in apart(judged, result.results) if found.question == question]
    areas = {found.area for found in differ}
    shown = [found for found in judged.heard if any(asked == question and area in areas for asked, area in found.ranks)]
    rows = []
    for found in differ:
        cells = [pen.fact(f"round.{result.round}.{question}.{found.area}")]
        for heard in shown:
            name = f"heard.{result.round}.{slug(heard.categories)}.{question}.{found.area}"
            cells.append(pen.fact(name) if name in pen.strategy.facts else Span(HIDDEN))
        rows.append((pen.text(pen.area(found.area).name), *cells))
    if rows:
        letters = [found.categories for found in shown]
        align, widths = "lr" + "r" * len(letters), (4, *(1,) * (len(letters) + 1))
        yield pen.table("heard", rows, align, widths, ("heard-note", "heard-missing"), letters)
    elif any(asked == question for found in judged.heard for asked, _ in found.ranks):
        yield pen.say("heard-alike")


def _picture(pen: Pen, found: Elicited) -> Figure:
    shares = [found.weights, *found.by_group.values()]
    picture = charts.given_weights(
        [_group(pen, name).text for name in (EVERYBODY, *found.by_group)],
        [item_name(pen.strategy, item)[pen.language] for item in found.items],
        shares,
        (pen.t("weights-all"), pen.t("weights-group"), pen.t("weights-tick")),
        pen.language,
    )
    table = _id(pen, found)
    return Figure(f"{table}-figure", pen.t("figure.weights-given"), pen.t("describe.weights-given"), table, *picture)


def _weights(pen: Pen, found: Elicited) -> Block:
    """Weights by group of categories, with the number of answers behind each."""
    place = f"elicited.{found.round}.{found.question}"
    rows: list[list[Line | Span]] = []
    for name in (EVERYBODY, *found.by_group):
        weights = [pen.fact(f"{place}.{slug(name)}.{item}") for item in found.items]
        rows.append([_group(pen, name), *weights, pen.fact(f"{place}.{slug(name)}")])
    heads = [*(item_name(pen.strategy, item)[pen.language] for item in found.items), pen.t("weights-answers")]
    align, widths = "l" + "r" * len(heads), (3, *(1.3,) * len(heads))
    mean = "weights-given-note" if found.together == "priorities" else "weights-given-together"
    table = pen.table("weights-given", rows, align, widths, (mean, f"weights-by-{found.way}"), heads)
    return replace(table, id=_id(pen, found))


def _id(pen: Pen, found: Elicited) -> str:
    """The first table of weights has a short address; further ones are numbered."""
    every = [(one.round, one.question) for judged in pen.strategy.judgements for one in judged.elicited]
    place = every.index((found.round, found.question))
    return "weights-given" if place == 0 else f"weights-given-{place + 1}"


def _aside(pen: Pen, round_: str, found: Elicited | Withheld) -> Iterator[Block]:
    """How many answers were set aside and why; for the office alone, the comparisons to think about again."""
    spans: list[Span] = []
    for reason in found.set_aside:
        spans += [Span("; ")] if spans else []
        spans += [pen.fact(f"set-aside.{round_}.{found.question}.{reason}"), Span(f" {pen.t(f'aside-{reason}')}")]
    if spans:
        before, _, after = pen.t("set-aside").partition("{reasons}")
        yield Paragraph((Span(before), *spans, Span(after)), "note")
    if isinstance(found, Elicited) and found.reconsider and pen.strategy.workspace.settings.edition == INTERNAL:
        yield pen.say("reconsider-intro", "note")
        yield Bullets(
            tuple(
                (
                    Span(f"{item_name(pen.strategy, item)[pen.language]} – "),
                    Span(f"{item_name(pen.strategy, against)[pen.language]}: "),
                    pen.fact(f"reconsider.{round_}.{found.question}.{item}.{against}"),
                )
                for item, against in found.reconsider
            )
        )
