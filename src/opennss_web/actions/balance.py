"""Who is heard on this desk: organisations, invitations and answers by ISO category, in one round or in several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from opennss.model.criteria import Category
from opennss.stakeholders.balance import Turnout, guarded_total
from opennss_web.access import Actor
from opennss_web.content import content
from opennss_web.history import tell
from opennss_web.models import Engagement, Instrument, Invitation, Round, Sheet, SheetState


def known() -> Counter[str]:
    """Return the number of organisations of the folder by category; those without one are not counted."""
    return Counter(str(row.category) for row in content().workspace.voices.stakeholders if row.category)


def coverage(round_: Round) -> tuple[Turnout, ...]:
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


def _lines(rows: Iterable[tuple[str, bool, bool, bool]]) -> tuple[Turnout, ...]:
    counts = {category.value: [0, 0, 0, 0] for category in Category}
    for category, invited, begun, answered in rows:
        for place, holds in enumerate((invited, begun or answered, answered, answered and invited)):
            counts[category][place] += holds
    return tuple(Turnout(name, *found) for name, found in counts.items())


def overview(all_figures: bool) -> dict[int, Turnout]:
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
        line = Turnout("all", len(invited), None, len(done), len(done & invited))
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
