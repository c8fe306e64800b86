"""Who is heard: organisations and answers by ISO category, and what is out of balance. The bounds are our defaults."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db import transaction

from opennss.model.criteria import Category
from opennss.stakeholders.groups import CIVIL, MERGED, groups, letter, shown
from opennss.stakeholders.rounds import SUPPRESSED_BELOW
from opennss_web.access import Actor
from opennss_web.content import content
from opennss_web.history import tell
from opennss_web.models import Engagement, Instrument, Invitation, Round, Sheet, SheetState

PRIVATE = (Category.LARGE, Category.SME)
LEAST_PRIVATE, MOST_OF_ONE = Fraction(1, 3), Fraction(1, 2)
"""Project defaults: private voices are a third at least, and no category is more than half."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One category or group of a round: people (experts) or organisations, invited, begun and answered.

    ``answered`` and ``begun`` are ``None`` where so few answered that the figure would tell too much.
    """

    name: str
    invited: int
    begun: int | None
    answered: int | None
    of_invited: int = 0
    """Those of the answered that were invited: the others came in by another channel."""

    @property
    def rate(self) -> Fraction | None:
        """The share of the invited that answered, ``None`` when nobody was invited or the figure is held back."""
        return Fraction(self.of_invited, self.invited) if self.invited and self.answered is not None else None

    @property
    def percent(self) -> int | None:
        """The response rate in whole percent."""
        return None if self.rate is None else round(100 * self.rate)


@dataclass(frozen=True, slots=True)
class Warned:
    """What is out of balance: the end of a key below ``rounds.warn-``, and the categories meant."""

    code: str
    categories: tuple[str, ...] = ()


def known() -> Counter[str]:
    """Return the number of organisations of the folder by category; those without one are not counted."""
    return Counter(str(row.category) for row in content().workspace.voices.stakeholders if row.category)


def warnings(counts: Mapping[str, int]) -> tuple[Warned, ...]:
    """Say what is out of balance among organisations or people, counted by category; nothing when there are none.

    >>> [warned.code for warned in warnings({"B": 9, "A1": 1})]
    ['missing', 'private', 'no-sme', 'half']
    """
    total = sum(counts.values())
    if not total:
        return ()
    found = []
    missing = tuple(one.value for one in Category if not counts.get(one.value) and one not in PRIVATE)
    if not any(counts.get(one.value) for one in PRIVATE):
        missing = ("A", *missing)
    if missing:
        found.append(Warned("missing", missing))
    if Fraction(sum(counts.get(one.value, 0) for one in PRIVATE), total) < LEAST_PRIVATE:
        found.append(Warned("private"))
    if not counts.get(Category.SME.value):
        found.append(Warned("no-sme"))
    letters: Counter[str] = Counter()
    for category, count in counts.items():
        letters[category[0]] += count
    half = tuple(name for name, count in sorted(letters.items()) if Fraction(count, total) > MOST_OF_ONE)
    return (*found, Warned("half", half)) if half else tuple(found)


def coverage(round_: Round) -> tuple[Heard, ...]:
    """Return how far a round is, by category: experts one by one, organisations once however many people they have.

    An organisation that answered by another channel counts as answered, invited or not.
    """
    if round_.instrument == Instrument.JUDGEMENT:
        rows = round_.invitations.values_list("category", "begun", "answered")
        return _lines([(category, True, begun, answered) for category, begun, answered in rows])
    found: dict[str, tuple[str, bool, bool, bool]] = {}
    for organisation, category, begun in round_.invitations.values_list("organisation", "category", "begun"):
        so_far = found.get(organisation, (category, True, False, False))
        found[organisation] = (category, True, so_far[2] or begun, False)
    sheets = Sheet.objects.filter(round=round_).exclude(organisation="").exclude(state=SheetState.WITHDRAWN)
    for organisation, category, state in sheets.values_list("organisation", "category", "state"):
        invited = organisation in found
        found[organisation] = (category, invited, True, state == SheetState.SENT)
    return _lines(found.values())


def _lines(rows: Iterable[tuple[str, bool, bool, bool]]) -> tuple[Heard, ...]:
    counts = {category.value: [0, 0, 0, 0] for category in Category}
    for category, invited, begun, answered in rows:
        for place, holds in enumerate((invited, begun or answered, answered, answered and invited)):
            counts[category][place] += holds
    return tuple(Heard(name, *found) for name, found in counts.items())


def merged(lines: Sequence[Heard]) -> tuple[Heard, ...]:
    """Return the lines as somebody may see them who must not tell people apart: no figure about fewer than five.

    A1 and A2 are one group, C, D and G are one as soon as one of them has few answers; what is still small is held
    back, and so much more that nothing can be had by subtraction (method, section 3).
    """
    said = {name: [line for line in lines if letter(Category(line.name)) == name] for name in sorted("ABCDEFG")}
    answered = [Category(line.name) for line in lines for _ in range(line.answered or 0)]
    belongs = groups(answered)
    joint = MERGED in belongs.values()
    whole: dict[str, list[Heard]] = {}
    for name, own in said.items():
        whole.setdefault(MERGED if joint and name in CIVIL else name, []).extend(own)
    totals = {name: total(name, own) for name, own in whole.items()}
    seen = shown({name: line.answered or 0 for name, line in totals.items()})
    return tuple(
        line if name in seen or not line.answered else Heard(name, line.invited, None, None)
        for name, line in totals.items()
    )


def total(name: str, lines: Sequence[Heard]) -> Heard:
    """Return several lines as one."""
    return Heard(
        name, sum(line.invited for line in lines), sum(line.begun or 0 for line in lines),
        sum(line.answered or 0 for line in lines), sum(line.of_invited for line in lines),
    )  # fmt: skip


def guarded_total(lines: Sequence[Heard]) -> Heard:
    """Return the line of all, with its answers held back while they are fewer than five."""
    whole = total("all", lines)
    few = 0 < (whole.answered or 0) < SUPPRESSED_BELOW
    return Heard("all", whole.invited, None, None) if few else whole


def overview(all_figures: bool) -> dict[int, Heard]:
    """Return one line for each round that invited anybody, by its number; few answers are held back unless all count.

    An expert counts once, an organisation once however many people it has.
    """
    people: dict[int, list[tuple[str, bool]]] = {}
    rows = Invitation.objects.values_list("round", "round__instrument", "pk", "organisation", "answered")
    for number, instrument, pk, organisation, answered in rows:
        judged = instrument == Instrument.JUDGEMENT
        people.setdefault(number, []).append((str(pk) if judged else organisation, judged and answered))
    sent = Sheet.objects.filter(state=SheetState.SENT).exclude(organisation="").values_list("round", "organisation")
    signed: dict[int, set[str]] = {}
    for number, organisation in sent:
        signed.setdefault(number, set()).add(organisation)
    found = {}
    for number in {*people, *signed}:
        invited = {name for name, _ in people.get(number, ())}
        done = {name for name, answered in people.get(number, ()) if answered} | signed.get(number, set())
        line = Heard("all", len(invited), None, len(done), len(done & invited))
        found[number] = line if all_figures else guarded_total([line])
    return found


def reached(rounds: Sequence[Round]) -> dict[str, Counter[str]]:
    """Return the organisations that were invited and that answered in any of some rounds, each counted once."""
    categories = {str(row.id): str(row.category) for row in content().workspace.voices.stakeholders if row.category}
    asked = Invitation.objects.filter(round__in=rounds).exclude(organisation="").values_list("organisation", flat=True)
    sent = Sheet.objects.filter(round__in=rounds, state=SheetState.SENT).exclude(organisation="")
    judged = Invitation.objects.filter(round__in=rounds, round__instrument=Instrument.JUDGEMENT, answered=True)
    heard = {*sent.values_list("organisation", flat=True), *judged.values_list("organisation", flat=True)}
    return {
        "invited": Counter(categories[one] for one in set(asked) if one in categories),
        "answered": Counter(categories[one] for one in heard if one in categories),
    }


def fields(rows: Iterable[Engagement]) -> dict[str, list[str]]:
    """Return the organisations by the four fields of influence and interest; 2 and 3 count as high.

    The keys are ``high-high``, ``high-low``, ``low-high`` and ``low-low``: influence, then interest.
    """
    found: dict[str, list[str]] = {f"{one}-{other}": [] for one in ("high", "low") for other in ("high", "low")}
    for row in rows:
        names = ["high" if value > 1 else "low" for value in (row.influence, row.interest)]
        found["-".join(names)].append(row.organisation)
    return found


def engage(actor: Actor, said: Mapping[str, tuple[str, str]]) -> int:
    """Keep how much influence and interest organisations have; two empty fields forget it. Return how many changed.

    What is no organisation of the folder, and what is not 1, 2 or 3, changes nothing.
    """
    organisations = {str(row.id) for row in content().workspace.voices.stakeholders}
    with transaction.atomic():
        now = {row.organisation: (str(row.influence), str(row.interest)) for row in Engagement.objects.all()}
        changed = 0
        for organisation, pair in said.items():
            if organisation not in organisations or pair == now.get(organisation, ("", "")):
                continue
            if pair == ("", ""):
                Engagement.objects.filter(organisation=organisation).delete()
            elif set(pair) <= {"1", "2", "3"}:
                values = {"influence": int(pair[0]), "interest": int(pair[1])}
                Engagement.objects.update_or_create(organisation=organisation, defaults=values)
            else:
                continue
            changed += 1
        if changed:
            tell(actor.name, "engagement", "stakeholders", changed=changed)
    return changed
