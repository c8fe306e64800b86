"""The questions of a sheet as its pages show them: rows with the names of fields, their values, what may be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from opennss_web.actions.feedback import Place, Said
from opennss_web.actions.sheets import BEST, PARTS, RANKS, REQUESTS, TIMES, WORST
from opennss_web.models import Question, QuestionKind

SCALE = tuple(map(str, range(1, 10)))

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Shown:
    """One field on a page: its name, the id of its control, its value, and its value in the round before."""

    name: str
    id: str
    value: str
    former: str


@dataclass(frozen=True, slots=True)
class Writer:
    """A question with what is stored, to make fields from; ``names`` are those of its items."""

    question: Question
    now: Mapping[str, str]
    former: Mapping[str, str]
    names: Mapping[str, str]

    def field(self, item: str, against: str = "", part: str = "value") -> Shown:
        """Return a field of the question."""
        name = f"{self.question.pk}.{item}.{against}.{part}"
        return Shown(name, f"f-{name.replace('.', '-')}", self.now.get(name, ""), self.former.get(name, ""))

    def row(self, item: str, against: str = "") -> Row:
        """Return a row with the names of what it is about."""
        names = {"name": self.names.get(item, item), "against": self.names.get(against, against)}
        return {**names, "value": self.field(item, against)}


def part_of(
    question: Question, now: Mapping[str, str], former: Mapping[str, str], names: Mapping[str, str],
    before: Mapping[Place, Said] = {},
) -> Row:  # fmt: skip
    """Return a question as its page shows it.

    ``names`` are those of what may be asked about (``item_names``). ``former`` holds the answers of the same expert in
    the round before, ``before`` what all said then.
    """
    own = Writer(question, now, _moved(question, former), names)
    items = [str(item) for item in question.items]
    rows = _rows(own, items, before)
    return {
        "question": question, "rows": rows, "ends": [(end, own.field("", end)) for end in (BEST, WORST)],
        "text": own.field("", part="reason"), "items": [(item, own.names.get(item, item)) for item in items],
        "ranks": RANKS, "times": TIMES, "scale": SCALE,
        "total": _sum(own, items) if question.kind == QuestionKind.POINTS else "",
    }  # fmt: skip


def _moved(question: Question, former: Mapping[str, str]) -> dict[str, str]:
    """Return former answers under the names of this round: the questions before had other numbers, not other names."""
    before = {q.slug: q.pk for q in question.round.follows.questions.all()} if former and question.round.follows else {}
    start = f"{before.get(question.slug)}."
    return {
        f"{question.pk}.{name.removeprefix(start)}": value for name, value in former.items() if name.startswith(start)
    }


def _rows(own: Writer, items: list[str], before: Mapping[Place, Said]) -> list[Row]:
    match own.question.kind:
        case QuestionKind.RATE:
            asked = own.question.slug
            return [
                {**own.row(item), "reason": own.field(item, part="reason"), "before": before.get((asked, item))}
                for item in items
            ]
        case QuestionKind.POINTS | QuestionKind.SWING:
            return [own.row(item) for item in items]
        case QuestionKind.PAIRS:
            return [own.row(*pair) for pair in combinations(items, 2)]
        case QuestionKind.BEST_WORST:
            return _compared(own, items)
        case QuestionKind.REQUEST:
            return _requests(own)
    return []


def _sum(own: Writer, items: list[str]) -> str:
    return f"{sum(float(own.field(item).value or 0) for item in items):g}"


def _compared(own: Writer, items: list[str]) -> list[Row]:
    """Return the comparisons with the best and the worst, none before both are chosen."""
    best, worst = own.field("", BEST).value, own.field("", WORST).value
    if not best or not worst or best == worst:
        return []
    pairs = [(best, item) for item in items if item != best]
    pairs += [(item, worst) for item in items if item not in (best, worst)]
    return [own.row(*pair) for pair in pairs]


def _requests(own: Writer) -> list[Row]:
    """Return the requests there are and one empty one, as long as there is room."""
    start = f"{own.question.pk}."
    used = {int(name.split(".")[1]) for name in own.now if name.startswith(start)}
    numbers = sorted(used) + [number for number in range(1, REQUESTS + 1) if number not in used][:1]
    return [{"number": n, **{part: own.field(str(n), part=part) for part in PARTS}} for n in numbers]
