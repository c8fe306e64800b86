"""Facts about how far the order holds: shares of weightings, draws, other orders; where it turns only internally."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from opennss.document.facts.judgements import EVERYBODY, group_name, slug
from opennss.document.facts.make import label, setting
from opennss.document.facts.steady import INTERNAL
from opennss.language import Text, everywhere
from opennss.model.codes import Id
from opennss.model.criteria import Criterion
from opennss.model.judgements import group_weights, standing
from opennss.model.results import Fact, Origin, RankedArea, Strategy
from opennss.model.robustness import AreaRobustness, Crossing, OtherOrder, Robustness, SmallestChange
from opennss.model.table import Cell

HOLDS = Fraction(9, 10)
"""Share of the trials of every test from which a place among the first ones is said to hold (project default)."""

_DIGITS = 6


def robustness_facts(strategy: Strategy) -> Iterator[Fact]:
    """Yield what was tried and what came out by area; nothing where the order could not be tested.

    The public edition has shares, ranges and other orders; weights at which an area changes places, and the smallest
    changes that overturn something, are facts of the internal edition only.
    """
    found = strategy.robustness
    if found is None:
        return
    names = {str(area.id): area.name for area in strategy.workspace.evidence.areas}
    yield from _tried(strategy, found)
    internal = strategy.workspace.settings.edition == INTERNAL
    for ranked in strategy.ranks.joint_list():
        own, name = found.areas[ranked.area], names[ranked.area]
        yield from _shares(own, name, found)
        yield from _acting(strategy, own.area, name)
        yield from _data(ranked, name, strategy)
        if internal:
            yield from _turns(own, name, names)
    yield from _pairs(found, names)
    for order in found.voices:
        given = tuple(
            f"elicited.{one.round}.{one.question}.{slug(order.name)}.{item}"
            for one in standing(strategy.judgements)
            if order.name in (EVERYBODY, *one.by_group)
            for item in one.items
        )
        yield from _order(order, "voice", group_name(order.name), names, given)
    for orders in found.methods.values():
        yield from _in_kind(tuple(orders[0].positions), strategy, names)
        for order in orders:
            yield from _order(order, "method", label(f"method-{order.name}"), names)


def bands(top: int, placed: int) -> tuple[tuple[int, int], ...]:
    """Return the bands of positions that are counted together: the first, the next two, the rest of the top, the rest.

    >>> bands(10, 36), bands(3, 3), bands(10, 2)
    (((1, 1), (2, 3), (4, 10), (11, 36)), ((1, 1), (2, 3)), ((1, 1), (2, 2)))
    """
    ends = sorted({min(end, placed) for end in (1, min(3, top), top, placed)})
    return tuple((first + 1, last) for first, last in zip((0, *ends), ends, strict=False))


def band(first: int, last: int) -> str:
    """Return a band of positions as it stands in the name of a fact.

    >>> band(1, 1), band(2, 3)
    ('1', '2-3')
    """
    return str(first) if first == last else f"{first}-{last}"


def _tried(strategy: Strategy, found: Robustness) -> Iterator[Fact]:
    def tried(part: str, value: int, method: str, *inputs: str | Cell) -> Fact:
        return Fact(f"robust.{part}", value, "count", Origin(method, inputs), label(f"robust-{part}"))

    heard = group_weights(strategy.judgements) if found.weightings == "answers" else None
    drawn = (f"elicited.{heard.round}.{heard.question}.{EVERYBODY}",) if heard else ()
    yield tried("samples", found.samples, "robust-samples", setting("robustness.samples"), setting("seed"), *drawn)
    yield tried("moves", found.moves, "robust-kept", setting("robustness.samples"), setting("seed"))
    origin = Origin("robust-seed", (setting("seed"),))
    yield Fact("robust.seed", everywhere(str(found.seed)), "text", origin, label("robust-seed"))
    yield tried("top", found.top, "setting", setting("robustness.top"))
    listed = [f"rank.{area}.joint" for area in found.areas]
    yield tried("placed", len(found.areas), "count", *listed)
    for group, weight in zip(found.groups, found.weights, strict=True):
        origin = Origin("robust-weight", (setting(f"weights.{group}"),))
        words = label("robust-weight", group=label(f"weight-{group}"))
        yield Fact(f"robust.weight.{group}", round(weight, _DIGITS), "share", origin, words)
    first = [ranked.area for ranked in strategy.ranks.joint_list()[: found.top]]
    held = [area for area in first if lowest(found.areas[area], found)[1] >= HOLDS]
    shares = [f"robust.{area}.{test}" for area in first for test in stays(found.areas[area], found)]
    yield tried("holds", len(held), "robust-holds", *shares)
    inputs = ("robust.samples", *(f"rank.{area}.joint" for area in first))
    yield tried("reversals", len(found.reversals), "robust-reversals", *inputs)


def stays(own: AreaRobustness, found: Robustness) -> dict[str, Fraction]:
    """Return by test how often an area stays among the first: the ends of the names of its facts, and shares.

    Other weightings (``top``), the same with missing data drawn (``filled-top``), thresholds and weights moved
    (``kept``); a test that was not made is not there.
    """
    shares = {"top": _part(own.counts, 1, found.top)}
    if sum(own.with_missing):
        shares["filled-top"] = _part(own.with_missing, 1, found.top)
    if found.moves:
        shares["kept"] = Fraction(own.kept, found.moves)
    return shares


def lowest(own: AreaRobustness, found: Robustness) -> tuple[str, Fraction]:
    """Return the test in which an area stays among the first least often, and its share."""
    return min(stays(own, found).items(), key=lambda test: test[1])


def _part(counts: tuple[int, ...], first: int, last: int) -> Fraction:
    return Fraction(sum(counts[first - 1 : last]), sum(counts))


def _reached(counts: tuple[int, ...]) -> tuple[int, int]:
    """The best and the worst position that any weighting gives."""
    found = [place for place, count in enumerate(counts, 1) if count]
    return found[0], found[-1]


def acting(strategy: Strategy, area: str) -> dict[str, Fraction]:
    """Return by group the weight that acts on an area: of the criteria that apply to it and have data; the sum is 1."""
    kind = next(str(item.kind) for item in strategy.workspace.evidence.areas if item.id == area)
    ranked, weights = strategy.ranks.of(area), dict(dict(strategy.ranks.weights)[kind])
    found: dict[str, Fraction] = {}
    for criterion in strategy.workspace.voices.criteria:
        weight = weights.get(str(criterion.id), Fraction(0))
        if weight and ranked.cell(criterion.id).rank.number is not None:
            found[str(criterion.group)] = found.get(str(criterion.group), Fraction(0)) + weight
    return {group: weight / sum(found.values()) for group, weight in found.items()}


def _acting(strategy: Strategy, area: str, name: Text) -> Iterator[Fact]:
    kind = next(str(item.kind) for item in strategy.workspace.evidence.areas if item.id == area)
    inputs = tuple(f"weight.{kind}.{criterion}" for criterion, _ in dict(strategy.ranks.weights)[kind])
    origin = Origin("robust-acting", inputs, serves=(f"align.{area}",))
    for group, weight in acting(strategy, area).items():
        words = label("robust-acting", area=name, group=label(f"weight-{group}"))
        yield Fact(f"robust.{area}.weight.{group}", weight, "share", origin, words)


def _shares(own: AreaRobustness, name: Text, found: Robustness) -> Iterator[Fact]:
    """Shares of the weightings, the range of positions, draws kept, and the same with the missing data drawn too."""
    place, up = f"robust.{own.area}", (f"align.{own.area}",)
    inputs = (f"rank.{own.area}.joint", "robust.samples", *(f"robust.weight.{group}" for group in found.groups))
    shares = stays(own, found)

    def fact(part: str, value: Fraction | float, unit: str, method: str, key: str = "", **more: int) -> Fact:
        words = label(f"robust-{key or part}", area=name, **more)
        return Fact(f"{place}.{part}", value, unit, Origin(method, inputs, serves=up), words)

    for first, last in bands(found.top, len(own.counts)):
        share, key = _part(own.counts, first, last), "at-one" if first == last else "at"
        yield fact(f"at.{band(first, last)}", share, "share", "robust-share", key, first=first, last=last)
    yield fact("first", _part(own.counts, 1, 1), "share", "robust-share")
    yield fact("top", shares["top"], "share", "robust-share", "top-share", top=found.top)
    yield fact("expected", round(own.expected, _DIGITS), "mean", "robust-expected")
    best, worst = _reached(own.counts)
    yield fact("best", best, "position", "robust-range")
    yield fact("worst", worst, "position", "robust-range")
    if "kept" in shares:
        yield fact("kept", shares["kept"], "share", "robust-kept", top=found.top)
    if "filled-top" in shares:
        best, worst = _reached(own.with_missing)
        yield fact("filled-top", shares["filled-top"], "share", "robust-missing", top=found.top)
        yield fact("filled-best", best, "position", "robust-missing")
        yield fact("filled-worst", worst, "position", "robust-missing")
    for group, value in own.influence.items():
        words = label("robust-influence", area=name, group=label(f"weight-{group}"))
        origin = Origin("robust-influence", inputs, serves=up)
        yield Fact(f"{place}.influence.{group}", round(value, _DIGITS), "score", origin, words)


def _data(ranked: RankedArea, name: Text, strategy: Strategy) -> Iterator[Fact]:
    """The oldest figure behind the ranks of an area, and how many figures come from sources of which grade."""
    grades = {str(source.id): int(source.grade) for source in strategy.workspace.evidence.sources}
    criteria = {str(criterion.id): criterion for criterion in strategy.workspace.voices.criteria}
    dated: dict[str, str] = {}
    graded: dict[int, list[str]] = {}
    for key, cell in ranked.cells:
        if cell.value is not None and cell.period:
            evidence = _evidence(criteria[key], ranked)
            dated[evidence] = cell.period
            graded.setdefault(max(grades[source] for source in cell.sources), []).append(evidence)
    if dated:
        oldest = min(dated.values())
        inputs = tuple(evidence for evidence, period in dated.items() if period == oldest)
        origin = Origin("robust-oldest", inputs)
        yield Fact(
            f"robust.{ranked.area}.oldest", everywhere(oldest), "text", origin, label("robust-oldest", area=name)
        )
    for grade, own in sorted(graded.items()):
        words = label("robust-grade", area=name, grade=grade)
        yield Fact(f"robust.{ranked.area}.grade-{grade}", len(own), "count", Origin("count", tuple(own)), words)


def _evidence(criterion: Criterion, ranked: RankedArea) -> str:
    return f"evidence.{criterion.indicator}.{ranked.area}"


def _turns(own: AreaRobustness, name: Text, names: dict[str, Text]) -> Iterator[Fact]:
    """The weights at which the area changes places, and the smallest changes that overturn its place."""
    place = f"robust.{own.area}"
    inputs = (f"rank.{own.area}.joint",)

    def weight(part: str, value: float, method: str, words: Text) -> Fact:
        return Fact(f"{place}.{part}", round(value, _DIGITS), "share", Origin(method, inputs), words)

    for group, ends in own.interval.items():
        for end, value in zip(("low", "high"), ends, strict=True):
            words = label(f"robust-interval-{end}", area=name, group=label(f"weight-{group}"))
            yield weight(f"interval.{group}.{end}", value, "robust-interval", words)
    for crossing in own.crossings:
        words = label(
            "robust-falls" if crossing.falls else "robust-passes",
            area=name, other=names[crossing.other], group=label(f"weight-{crossing.group}"),
        )  # fmt: skip
        yield weight(crossing_name(crossing), crossing.weight, "robust-cross", words)
    changes: tuple[tuple[str, SmallestChange | None], ...] = (("behind", own.behind), ("leaves", own.leaves))
    for part, change in changes:
        if change and change.weights:
            yield weight(part, change.distance / 2, "robust-change", label(f"robust-{part}", area=name))
            for group, value in change.weights:
                words = label(f"robust-{part}-weight", area=name, group=label(f"weight-{group}"))
                yield weight(f"{part}.{group}", value, "robust-change", words)
    for group, value in own.central or ():
        words = label("robust-central", area=name, group=label(f"weight-{group}"))
        yield weight(f"central.{group}", value, "robust-central", words)


def crossing_name(crossing: Crossing) -> str:
    """Return the end of the name of the fact of a crossing."""
    return f"cross.{crossing.group}.{'more' if crossing.up else 'less'}"


def _pairs(found: Robustness, names: dict[str, Text]) -> Iterator[Fact]:
    for (first, second), share in found.winning.items():
        origin = Origin("robust-winning", (f"rank.{first}.joint", f"rank.{second}.joint", "robust.samples"))
        words = label("robust-winning", first=names[first], second=names[second])
        yield Fact(f"robust.{first}.ahead.{second}", round(share, _DIGITS), "share", origin, words)


def _order(
    order: OtherOrder, part: str, words: Text, names: dict[str, Text], given: tuple[str, ...] = ()
) -> Iterator[Fact]:
    """Where another order puts each area; ``given`` are the weights of a voice, which tell of which round they are."""
    method = f"robust-{part}-all" if order.name == EVERYBODY else f"robust-{part}"
    for area, position in order.positions.items():
        if position is not None:
            name = order_name(area, part, order)
            origin = Origin(method, (f"rank.{area}.joint", *given))
            yield Fact(name, position, "position", origin, label(f"robust-{part}", area=names[area], order=words))


def _in_kind(areas: tuple[Id, ...], strategy: Strategy, names: dict[str, Text]) -> Iterator[Fact]:
    """The place of each area among the placed ones of its kind, so that another method's place can stand beside it."""
    if not areas:
        return
    joint = {area: strategy.ranks.of(area).joint or 0 for area in areas}
    inputs = tuple(f"rank.{area}.joint" for area in areas)
    kind = next(str(area.kind) for area in strategy.workspace.evidence.areas if area.id in joint)
    yield Fact(f"robust.kind.{kind}", len(areas), "count", Origin("count", inputs),
               label("robust-kind-placed", kind=label(f"kind-{kind}")))  # fmt: skip
    for area in areas:
        ahead = sum(place < joint[area] for place in joint.values())
        words = label("robust-in-kind", area=names[area])
        yield Fact(f"robust.{area}.in-kind", ahead + 1, "position", Origin("robust-in-kind", inputs), words)


def order_name(area: Id | str, part: str, order: OtherOrder) -> str:
    """Return the name of the fact of a position in another order; ``part`` is ``voice`` or ``method``."""
    return f"robust.{area}.{part}.{slug(order.name)}"
