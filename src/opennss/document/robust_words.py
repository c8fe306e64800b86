"""How far the place of an area holds, in plain words: whose weights, which data, how sure, what would change it.

Each number is a fact (``robust.<area>...``, ``rank.<area>...``) and leads to its trail; what the edition has no fact
for (the weights at which a place turns, in the public edition) is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from opennss.document.blocks import Line, Span, plain
from opennss.document.facts.judgements import EVERYBODY, group_name
from opennss.document.facts.robustness import acting, crossing_name, order_name
from opennss.document.facts.steady import INTERNAL
from opennss.document.outline.decided import opening
from opennss.document.outline.otherwise import places, pointer
from opennss.document.outline.pen import Part, Pen, listed, said
from opennss.document.outline.pen import sentences as together
from opennss.language import say
from opennss.model.criteria import Rank
from opennss.model.results import RankedArea, Strategy
from opennss.model.robustness import NEXT, AreaRobustness, Crossing, OtherOrder, Robustness, SmallestChange

QUESTIONS = ("weights", "data", "sure", "change")
"""What a ministry asks about a place; the headings are ``robust-words.ask-<question>``."""

SEEN = 0.0005
"""A weight that changes by less is not named: percents are printed with one decimal."""


def sentences(strategy: Strategy, area: str, language: str) -> list[str]:
    """Return one paragraph for each question that can be answered, with the question before it.

    Where people decided on the rank of the area, that decision comes first. Of an area that has no place, and where the
    list could not be tested, it says so, and which data there are; an unknown area raises ``KeyError``.
    """
    pen = Pen(strategy, language)
    ranked, found = strategy.ranks.of(area), strategy.robustness
    decided = [plain(line) for line in (opening(pen, ranked),) if line]
    if ranked.joint is None:
        return [*decided, say("robust-words.not-placed", language), plain(together(_data(pen, ranked, found)))]
    if found is None:
        return [*decided, say("robust-words.untested", language), plain(together(_data(pen, ranked, found)))]
    answers = answered(pen, ranked, found)
    told = [f"{say(f'robust-words.ask-{question}', language)} {plain(line)}" for question, line in answers.items()]
    return [*decided, *told]


def answered(pen: Pen, ranked: RankedArea, found: Robustness, alone: bool = True) -> dict[str, Line]:
    """Return the answer to each of ``QUESTIONS`` about an area that has a place, as a line with its facts.

    An area that does not stand ``alone`` is told without the sentences that ``common`` tells once for all areas.
    """
    own = found.areas[ranked.area]
    made = (
        _weights(pen, own, found, alone),
        _data(pen, ranked, found),
        _sure(pen, ranked, found, alone),
        _change(pen, ranked, found, alone),
    )
    lines = {question: together(parts) for question, parts in zip(QUESTIONS, made, strict=True)}
    return {question: line for question, line in lines.items() if line}


def common(pen: Pen, found: Robustness) -> dict[str, Line]:
    """Return by question what is the same for every area, so that it need not be told with each."""
    names = "; ".join(group_name(order.name)[pen.language] for order in found.voices)
    weights = [_line(pen, "all-weights"), _tried(pen, found)]
    weights += [_line(pen, "all-voices", names=names)] if names else []
    internal = pen.strategy.workspace.settings.edition == INTERNAL
    change = [_line(pen, "all-change")] if internal else []
    return {
        "weights": together(weights), "sure": _line(pen, "all-sure"),
        "change": together([*change, _line(pen, "all-rank")]),
    }  # fmt: skip


def voice_name(pen: Pen, order: OtherOrder) -> str:
    """Return the letters of a group of categories, or the words for all who answered."""
    return group_name(EVERYBODY)[pen.language] if order.name == EVERYBODY else order.name


def space(weightings: str, weights: Sequence[float]) -> str:
    """Return which sentence ``space-...`` tells the truth about admissible weightings; ``weights`` are the chosen ones.

    Equal weights have no order that could be kept.

    >>> space("free", (0.2, 0.8)), space("ordered", (0.2, 0.8))
    ('free', 'ordered')
    >>> space("ordered", (0.5, 0.5)), space("ordered", (0.2, 0.4, 0.4))
    ('ordered-equal', 'ordered-ties')
    """
    different = len(set(weights))
    if weightings != "ordered" or different == len(weights):
        return weightings
    return "ordered-ties" if different > 1 else "ordered-equal"


def _line(pen: Pen, key: str, **parts: Part) -> Line:
    """Return the sentence ``robust-words.<key>`` with its ``{names}`` replaced by spans or texts."""
    return said(say(f"robust-words.{key}", pen.language), **parts)


def _tried(pen: Pen, found: Robustness) -> Line:
    return _line(pen, f"space-{space(found.weightings, found.weights)}", samples=pen.known("robust.samples"))


def _name(pen: Pen, area: str) -> Span:
    return pen.text(pen.area(area).name)


def _group(pen: Pen, group: str) -> str:
    return say(f"robust-words.group-{group}", pen.language)


def _weights(pen: Pen, own: AreaRobustness, found: Robustness, alone: bool) -> Iterator[Line]:
    """The weights chosen, which others count as admissible, and where the area stands under the weights of others."""
    shares = listed(
        (Span(f"{_group(pen, group)} "), pen.fact(f"robust.{own.area}.weight.{group}"))
        for group in acting(pen.strategy, own.area)
    )
    yield _line(pen, "chosen" if alone else "chosen-short", weights=shares)
    if alone:
        yield _tried(pen, found)
    heard = [
        (Span(f"{group_name(order.name)[pen.language] if alone else voice_name(pen, order)} "), pen.fact(name))
        for order in found.voices
        if (name := order_name(own.area, "voice", order)) in pen.strategy.facts
    ]
    if heard:
        yield _line(pen, "voices" if alone else "voices-short", places=listed(heard))


def _data(pen: Pen, ranked: RankedArea, found: Robustness | None) -> Iterator[Line]:
    """What is known, from when, what is missing, and where the missing ranks could take the area."""
    place = f"rank.{ranked.area}"
    yield _line(pen, "known", known=pen.known(f"{place}.known"), apply=pen.known(f"{place}.apply"))
    if f"robust.{ranked.area}.oldest" in pen.strategy.facts:
        yield _line(pen, "oldest", oldest=pen.fact(f"robust.{ranked.area}.oldest"))
    weights = dict(pen.strategy.ranks.weights)[str(pen.area(ranked.area).kind)]
    counted = {name for name, _ in weights}
    missing = [name for name, cell in ranked.cells if cell.rank is Rank.UNKNOWN and name in counted]
    if not missing:
        yield _line(pen, "complete")
        return
    names = {str(c.id): c.name for c in pen.strategy.workspace.voices.criteria}
    without = listed((pen.text(names[name]),) for name in missing)
    best, worst = pen.known(f"{place}.best"), pen.known(f"{place}.worst")
    key = "missing" if best.text != worst.text else "missing-fixed"
    yield _line(pen, key, criteria=without, best=best, worst=worst)
    if found and f"robust.{ranked.area}.filled-top" in pen.strategy.facts and found.top < len(found.areas):
        yield _line(pen, "filled", top=pen.known("robust.top"), share=pen.fact(f"robust.{ranked.area}.filled-top"))


def _sure(pen: Pen, ranked: RankedArea, found: Robustness, alone: bool) -> Iterator[Line]:
    """The place, the shares of weightings, the range of places, the draws in which thresholds moved."""
    place = f"robust.{ranked.area}"
    yield _line(pen, "place", place=pen.known(f"rank.{ranked.area}.joint"), placed=pen.known("robust.placed"))
    if ranked.override:
        yield _line(pen, "override")
    if told := places(pen, ranked, "otherwise-area"):
        yield (*told, *pointer(pen)) if alone else told
    if found.areas[ranked.area].counts[0] or ranked.joint == 1:
        yield _line(pen, "first", share=pen.known(f"{place}.first"))
    if found.top < len(found.areas):
        yield _line(pen, "top", top=pen.known("robust.top"), share=pen.known(f"{place}.top"))
    if alone:
        yield _line(pen, "no-probability")
    span = {part: pen.known(f"{place}.{part}") for part in ("best", "worst", "expected")}
    same = span["best"].text == span["worst"].text
    yield _line(pen, "always", best=span["best"]) if same else _line(pen, "range", **span)
    if f"{place}.kept" in pen.strategy.facts and found.top < len(found.areas):
        moves, kept = pen.known("robust.moves"), pen.fact(f"{place}.kept")
        yield _line(pen, "kept", top=pen.known("robust.top"), moves=moves, kept=kept)


def _change(pen: Pen, ranked: RankedArea, found: Robustness, alone: bool) -> Iterator[Line]:
    """The weights at which it changes places, and the smallest changes of all weights together (internal edition)."""
    if pen.strategy.workspace.settings.edition != INTERNAL:
        return
    own = found.areas[ranked.area]
    yield from dict.fromkeys(_crossing(pen, own, crossing) for crossing in nearest(own))
    if alone or not own.crossings:
        yield _line(pen, "alone" if own.crossings else "alone-never")
    if own.position > found.top + NEXT:
        return
    if any(other.position > own.position for other in found.areas.values()):
        yield _told(pen, own, "behind", "behind", own.behind, found)
    if found.top < len(found.areas):
        way = "leaves" if own.position <= found.top else "enters"
        yield _told(pen, own, way, "leaves", own.leaves, found)


def nearest(own: AreaRobustness) -> tuple[Crossing, ...]:
    """Return the two crossings nearest to the weights as they are at which the area falls, and one at which it rises.

    Of the same area each way only the nearest is told.
    """
    ordered = sorted(own.crossings, key=lambda one: (abs(one.weight - one.present), one.group, one.up))
    first: dict[tuple[str, bool], Crossing] = {}
    for one in ordered:
        first.setdefault((one.other, one.falls), one)
    return (*[one for one in first.values() if one.falls][:2], *[one for one in first.values() if not one.falls][:1])


def _crossing(pen: Pen, own: AreaRobustness, crossing: Crossing) -> Line:
    """Tell beyond which weight two areas change places; where that is the weight they have, they are level."""
    other, way = _name(pen, crossing.other), "more" if crossing.up else "less"
    weight, now = (
        pen.known(f"robust.{own.area}.{crossing_name(crossing)}"),
        pen.known(f"robust.weight.{crossing.group}"),
    )
    if abs(crossing.weight - crossing.present) < SEEN:
        return _line(pen, "level", other=other)
    key = f"{'falls' if crossing.falls else 'passes'}-{way}"
    return _line(pen, key, other=other, group=_group(pen, crossing.group), weight=weight, now=now)


def _told(pen: Pen, own: AreaRobustness, way: str, part: str, change: SmallestChange | None, found: Robustness) -> Line:
    """Tell the smallest change, or one that is not proven to be the smallest, or that none does, or what is not known.

    Only what is proven is told as certain.
    """
    top = pen.known("robust.top")
    if change is None:
        return _line(pen, f"never-{way}", top=top)
    if not change.weights:
        return _line(pen, f"open-{way}", top=top)
    parts = _moved(pen, own, part, change, found)
    if not parts["weights"]:
        return _line(pen, f"{way}-slight", top=top, **parts)
    return _line(pen, way if change.smallest else f"some-{way}", top=top, **parts)


def _moved(pen: Pen, own: AreaRobustness, part: str, change: SmallestChange, found: Robustness) -> dict[str, Part]:
    """How much weight moves, which weights change and to what, and who is then ahead."""
    place, now = f"robust.{own.area}.{part}", dict(zip(found.groups, found.weights, strict=True))
    changed = [group for group, weight in change.weights if abs(weight - now[group]) >= SEEN]
    weights = listed((Span(f"{_group(pen, group)} "), pen.known(f"{place}.{group}")) for group in changed)
    rivals = listed((_name(pen, rival),) for rival in change.rivals)
    return {"moved": pen.known(place), "weights": weights, "rivals": rivals}
