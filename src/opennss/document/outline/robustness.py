"""How sure the order is: what was tried, pictures with their tables, and four questions for each of the first areas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from opennss.document import charts
from opennss.document.blocks import Block, Bullets, Figure, Line, Paragraph, Span, Table, line
from opennss.document.facts.judgements import EVERYBODY, group_name
from opennss.document.facts.robustness import HOLDS, band, bands, lowest, order_name, stays
from opennss.document.facts.steady import INTERNAL
from opennss.document.outline.decided import opening
from opennss.document.outline.otherwise import otherwise
from opennss.document.outline.pen import Pen, listed, said, sentences, value
from opennss.document.robust_words import QUESTIONS, answered, common, space, voice_name
from opennss.language import say
from opennss.model.judgements import Elicited, group_weights
from opennss.model.results import RankedArea
from opennss.model.robustness import OtherOrder, Robustness

LEAST = 3
"""Areas that the sentence on the least sure ones names."""


def robustness(pen: Pen) -> list[Block]:
    """Return the whole section: what was tried, shares, other voices, how far a weight may move, area by area."""
    found = pen.strategy.robustness
    blocks = sure(pen)
    if found is None:
        return blocks
    blocks += _voices(pen, found)
    if pen.strategy.workspace.settings.edition == INTERNAL:
        blocks += _changes(pen, found)
    return [*blocks, *_areas(pen, found)]


def turning(pen: Pen) -> list[Block]:
    """Return what an annex needs beside ``sure``: how far a weight may move, and the first areas one by one."""
    found = pen.strategy.robustness
    return [pen.heading(2, "robust-turning"), *_changes(pen, found), *_areas(pen, found)] if found else []


def sure(pen: Pen) -> list[Block]:
    """Return what was tried and how often the first areas take which places, with the weights that were chosen."""
    found = pen.strategy.robustness
    if found is None:
        return [pen.heading(2, "robust"), pen.say("robust-none", "note")]
    return [
        pen.heading(2, "robust"), Paragraph(intro(pen, found)), pen.say("robust-says", "callout"),
        _weights(pen, found), *_fewer(pen), _acceptability_figure(pen, found), _acceptability(pen, found),
        *otherwise(pen),
    ]  # fmt: skip


def intro(pen: Pen, found: Robustness) -> Line:
    """Return the sentences that tell what was tried, how many of the first areas stay there, and which least."""
    facts = {part: pen.fact(f"robust.{part}") for part in ("samples", "moves")}
    key = "robust-intro" if found.top < len(found.areas) else "robust-intro-one"
    return sentences([said(pen.t(key), space=weightings(pen, found), **facts), _staying(pen, found)])


def weightings(pen: Pen, found: Robustness) -> str:
    """Return in words which weightings are admissible."""
    return pen.t(f"space-{space(found.weightings, found.weights)}")


def in_short(pen: Pen) -> list[Block]:
    """Return what the brief and the summary say of it in one paragraph; nothing where the order was not tested."""
    found = pen.strategy.robustness
    if found is None or found.top >= len(found.areas):
        return []
    return [Paragraph(sentences([_staying(pen, found), line(pen.t("robust-no-probability"))]))]


def _staying(pen: Pen, found: Robustness) -> Line:
    """How many of the first areas stay there in every test, and the least sure; nothing where every place is one."""
    if found.top >= len(found.areas):
        return ()
    first = _first(pen, found)
    made = dict.fromkeys(test for area in first for test in stays(found.areas[area.area], found))
    names = listed(line(pen.t(f"test-{test}")) for test in made)
    holds = said(pen.t("robust-holds"), top=pen.fact("robust.top"), holds=pen.fact("robust.holds"), tests=names)
    shares = {area.area: lowest(found.areas[area.area], found) for area in first}
    least = sorted((area for area in shares if shares[area][1] < HOLDS), key=lambda area: shares[area][1])[:LEAST]
    kept = listed((pen.text(pen.area(area).name),) for area in shares if shares[area][1] >= HOLDS)
    holds = sentences([holds, said(pen.t("robust-stay"), list=kept)]) if kept else holds
    if not least:
        return holds
    return sentences(
        [holds, said(pen.t("robust-least"), list=listed(_least(pen, area, shares[area][0]) for area in least))]
    )


def _least(pen: Pen, area: str, test: str) -> Line:
    """An area with the share of the test in which it stays among the first least often."""
    parts = {"area": pen.text(pen.area(area).name), "share": pen.fact(f"robust.{area}.{test}")}
    return said(pen.t("robust-least-one"), test=pen.t(f"test-{test}"), **parts)


def _groups(pen: Pen, found: Robustness) -> list[str]:
    """The names of the groups of criteria, as heads of columns."""
    names = [pen.t(f"group-{group}") for group in found.groups]
    return [name[:1].upper() + name[1:] for name in names]


def _first(pen: Pen, found: Robustness) -> tuple[RankedArea, ...]:
    return pen.strategy.ranks.joint_list()[: found.top]


def _numbered(pen: Pen, area: RankedArea) -> tuple[Span, Span]:
    return pen.fact(f"rank.{area.area}.joint"), pen.text(pen.area(area.area).name)


def _names(pen: Pen, found: Robustness) -> list[str]:
    """Names for pictures: the place in the joint list, and the area."""
    return ["  ".join(span.text for span in _numbered(pen, area)) for area in _first(pen, found)]


def _figure(pen: Pen, id_: str, picture: charts.Picture) -> Figure:
    return Figure(f"{id_}-map", pen.t(f"figure.{id_}"), pen.t(f"describe.{id_}"), id_, *picture)


def _weights(pen: Pen, found: Robustness) -> Table:
    """The weights as chosen, beside those of all answers with their round; by group they stand with the round."""
    heard = group_weights(pen.strategy.judgements)
    places = ["robust.weight"] + ([f"elicited.{heard.round}.{heard.question}.{EVERYBODY}"] if heard else [])
    rows = [
        (Span(pen.t(f"group-{group}")), *(pen.known(f"{place}.{group}") for place in places)) for group in found.groups
    ]
    heads = [pen.t("weights-chosen"), pen.t("weights-heard")][: len(places)]
    table = pen.table("robust-weights", rows, "l" + "r" * len(heads), (3, *[1.6] * len(heads)), more=heads)
    return replace(table, notes=(_round(pen, heard),)) if heard else table


def _round(pen: Pen, heard: Elicited) -> Line:
    """The round whose weights stand for the consultation, and how many answered it."""
    title = next(round_.title for round_ in pen.strategy.workspace.voices.rounds if round_.id == heard.round)
    answers = pen.fact(f"elicited.{heard.round}.{heard.question}.{EVERYBODY}")
    return said(pen.t("weights-from"), round=pen.text(title), answers=answers)


def _fewer(pen: Pen) -> list[Block]:
    """Warn where the weights of the consultation come from fewer answers, or fewer groups, than an earlier round's."""
    heard = group_weights(pen.strategy.judgements)
    given = [one for judged in pen.strategy.judgements for one in judged.elicited if not one.about]
    if heard is None:
        return []
    earlier = given[: given.index(heard)]
    more = [one for one in earlier if _size(one) > _size(heard) or len(one.answered) > len(heard.answered)]
    if not more:
        return []
    most = max(more, key=lambda one: (_size(one), len(one.answered)))
    titles = {round_.id: pen.text(round_.title) for round_ in pen.strategy.workspace.voices.rounds}
    own, other = (f"elicited.{one.round}.{one.question}" for one in (heard, most))
    told = said(
        pen.t("weights-fewer"), round=titles[heard.round], before=titles[most.round],
        answers=pen.fact(f"{own}.{EVERYBODY}"), groups=pen.fact(f"{own}.groups"),
        more=pen.fact(f"{other}.{EVERYBODY}"), others=pen.fact(f"{other}.groups"),
    )  # fmt: skip
    return [Paragraph(told, "callout")]


def _size(given: Elicited) -> int:
    return sum(given.answered.values())


def _named(pen: Pen, found: Robustness) -> str:
    """What the letters of groups of categories stand for."""
    return "; ".join(group_name(order.name)[pen.language] for order in found.voices if order.name != EVERYBODY)


def _acceptability_figure(pen: Pen, found: Robustness) -> Figure:
    cut = bands(found.top, len(found.areas))
    shares = [
        [value(pen.strategy.facts[f"robust.{area.area}.at.{band(*ends)}"]) for ends in cut]
        for area in _first(pen, found)
    ]
    picture = charts.acceptability(_names(pen, found), shares, [_band(pen, *ends, found) for ends in cut], pen.language)
    return _figure(pen, "acceptability", picture)


def _band(pen: Pen, first: int, last: int, found: Robustness) -> str:
    if first > found.top:
        return pen.t("band-rest", first=first)
    return pen.t("band-one", first=first) if first == last else pen.t("band-some", first=first, last=last)


def _acceptability(pen: Pen, found: Robustness) -> Table:
    cut = bands(found.top, len(found.areas))
    rows: list[tuple[Line | Span, ...]] = []
    for area in _first(pen, found):
        own = f"robust.{area.area}"
        shares = [pen.fact(f"{own}.at.{band(*ends)}") for ends in cut]
        best, worst = pen.fact(f"{own}.best"), pen.fact(f"{own}.worst")
        reached = (best,) if best.text == worst.text else (best, Span("–"), worst)
        rows.append((*_numbered(pen, area), *shares, pen.fact(f"{own}.expected"), reached, pen.known(f"{own}.kept")))
    heads = [_band(pen, *ends, found) for ends in cut]
    heads += [pen.t("robust-expected"), pen.t("robust-range"), pen.t("robust-kept", top=found.top)]
    widths = (0.6, 3, *[1] * (len(heads) - 1), 1.7)
    table = pen.table("acceptability", rows, "rl" + "r" * len(heads), widths, (), heads)
    return replace(table, notes=(said(pen.t("acceptability-note"), moves=pen.fact("robust.moves")),))


def _voices(pen: Pen, found: Robustness) -> list[Block]:
    """Where groups of categories would put the first areas; nothing where none was heard."""
    if not found.voices:
        return []
    first, letters = _first(pen, found), [voice_name(pen, order) for order in found.voices]
    places = [[order.positions.get(area.area) for order in found.voices] for area in first]
    picture = charts.agreement(
        _names(pen, found), letters, [area.joint or 0 for area in first], places, pen.t("own-order"),
        (pen.t("ahead"), pen.t("behind")),
    )  # fmt: skip
    rows = [(*_numbered(pen, area), *(place(pen, area, "voice", order) for order in found.voices)) for area in first]
    table = pen.table("agreement", rows, "rl" + "r" * len(letters), (0.6, 4, *[1] * len(letters)), more=letters)
    table = replace(table, notes=(said(pen.t("agreement-note"), names=_named(pen, found)),))
    intro = [pen.say("robust-voices-intro")]
    intro += [pen.say("robust-voices-all")] if any(order.name == EVERYBODY for order in found.voices) else []
    return [pen.heading(3, "robust-voices"), *intro, _figure(pen, "agreement", picture), table]


def place(pen: Pen, area: RankedArea, part: str, order: OtherOrder) -> Span:
    """Return the place of an area in another order (``voice`` or ``method``); a dash where it takes no part."""
    name = order_name(area.area, part, order)
    return pen.fact(name) if name in pen.strategy.facts else Span("–")


def _changes(pen: Pen, found: Robustness) -> list[Block]:
    """How far each weight may move before a place changes, and which area is ahead of which (internal edition)."""
    first = _first(pen, found)
    ends = [[found.areas[area.area].interval.get(group) for group in found.groups] for area in first]
    groups = _groups(pen, found)
    picture = charts.stability(_names(pen, found), groups, found.weights, ends, (pen.t("strip"), pen.t("strip-now")))
    rows: list[tuple[Line | Span, ...]] = [
        (*_numbered(pen, area), *(_ends(pen, area, group) for group in found.groups)) for area in first
    ]
    table = pen.table(
        "stability", rows, "rl" + "r" * len(groups), (0.6, 3, *[1.3] * len(groups)), ("stability-note",), groups
    )
    return [
        pen.heading(3, "robust-changes"), pen.say("robust-changes-intro"), _figure(pen, "stability", picture), table,
    ]  # fmt: skip


def _ends(pen: Pen, area: RankedArea, group: str) -> Line:
    place = f"robust.{area.area}.interval.{group}"
    if f"{place}.low" not in pen.strategy.facts:
        return line("–")
    return pen.fact(f"{place}.low", "plain"), Span("–"), pen.fact(f"{place}.high")


def winning(pen: Pen, found: Robustness) -> list[Block]:
    """Return under which share of the weightings each of the first areas is ahead of each other one."""
    first = _first(pen, found)
    if len(first) < 2:
        return []
    shares = [[found.winning.get((row.area, other.area)) for other in first] for row in first]
    picture = charts.winning(
        [pen.area(area.area).name[pen.language] for area in first], shares, pen.language, pen.t("winning-shades")
    )
    rows = [(*_numbered(pen, row), *(_ahead(pen, row, other) for other in first)) for row in first]
    heads = [str(place) for place in range(1, len(first) + 1)]
    table = pen.table("winning", rows, "rl" + "r" * len(heads), (0.6, 3, *[0.8] * len(heads)), ("winning-note",), heads)
    return [_figure(pen, "winning", picture), table]


def _ahead(pen: Pen, row: RankedArea, other: RankedArea) -> Span:
    name = f"robust.{row.area}.ahead.{other.area}"
    return pen.fact(name, "plain") if name in pen.strategy.facts else Span("–")


def _areas(pen: Pen, found: Robustness) -> list[Block]:
    """The four questions: what holds for every area once, then each of the first areas as one small table."""
    intro = pen.say("robust-areas-intro", top="robust.top")
    once = Bullets(tuple((_question(pen, key), Span(" "), *told) for key, told in common(pen, found).items()))
    first = [_asked(pen, area, found) for area in _first(pen, found)]
    later = [_asked(pen, area, found) for area in pen.strategy.ranks.joint_list()[found.top :] if opening(pen, area)]
    more: list[Block] = [pen.say("decided-areas"), *later] if later else []
    return [pen.heading(3, "robust-areas"), intro, once, *first, *more]


def _question(pen: Pen, question: str) -> Span:
    return Span(say(f"robust-words.ask-{question}", pen.language), strong=True)


def _asked(pen: Pen, area: RankedArea, found: Robustness) -> Table:
    answers = answered(pen, area, found, alone=False)
    answers["data"] = sentences([answers.get("data", ()), *_figures(pen, area)])
    answers["change"] = sentences([answers.get("change", ()), *_hangs(pen, area, found), _marks(pen, area)])
    decided = opening(pen, area)
    rows: list[tuple[Line, Line]] = [((Span(pen.t("decided-ask"), strong=True),), decided)] if decided else []
    rows += [((_question(pen, question),), answers.get(question, ())) for question in QUESTIONS]
    place = pen.fact(f"rank.{area.area}.joint").text
    caption = pen.t("sure-caption", place=place, area=pen.area(area.area).name[pen.language])
    header = tuple(part.strip() for part in pen.t("sure-columns").split("|"))
    return Table(f"sure-{area.area}", caption, header, tuple(rows), "ll", (1.3, 6))


def _figures(pen: Pen, area: RankedArea) -> Iterator[Line]:
    """The grades of the sources behind the ranks of an area, and the criteria whose figure lies close to a bound."""
    graded = [
        (Span(f"{pen.t('sure-grade', grade=grade)}: "), pen.fact(name))
        for grade in (1, 2, 3)
        if (name := f"robust.{area.area}.grade-{grade}") in pen.strategy.facts
    ]
    if graded:
        yield said(pen.t("sure-grades"), list=listed(graded))
    names = {str(c.id): c.name for c in pen.strategy.workspace.voices.criteria}
    near = [(pen.text(names[key]),) for key, cell in area.cells if cell.borderline]
    if near:
        yield said(pen.t("sure-borderline"), list=listed(near))


def _hangs(pen: Pen, area: RankedArea, found: Robustness) -> Iterator[Line]:
    """The weight that moves the place most, where any does."""
    influence = found.areas[area.area].influence
    most = max(influence, key=lambda group: influence[group], default="")
    if most and influence[most]:
        fact = pen.fact(f"robust.{area.area}.influence.{most}")
        yield said(pen.t("sure-influence"), group=say(f"robust-words.group-{most}", pen.language), influence=fact)


def _marks(pen: Pen, area: RankedArea) -> Line:
    """What the rank depends on, which is not the place."""
    rank = replace(pen.fact(area.fact), tone="")
    return said(pen.t("sure-marks"), rank=rank, marks=pen.fact(f"steady.{area.area}"))
