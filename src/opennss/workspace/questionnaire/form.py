"""The questionnaire as a form: who you are, how urgent the areas are, what you ask for, what you say of the draft."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from opennss.language import day, say
from opennss.model.criteria import Rank
from opennss.model.stakeholders import Offer, OpinionType, Reason, Stakeholder
from opennss.model.workspace import Workspace
from opennss.tables.form import Column, Form, Part

FORMAT = "1"
"""Version of the form; another one is not read."""

REQUESTS, OPINIONS = 10, 10
RANKS = (Rank.OVERRIDING, Rank.HIGH, Rank.MEDIUM, Rank.LOW, Rank.NONE)
URGENCY = (Rank.HIGH, Rank.MEDIUM, Rank.LOW)
WHO = ("id", "name", "signatory", "function", "date", "consent", "named")
"""The questions of part A, in the order of their rows."""

OFFICE = ("format", "country", "language", "as_of", "folder")
"""What the office's own part tells of the form."""


def questionnaire(workspace: Workspace, language: str, stakeholder: Stakeholder | None = None) -> Form:
    """Return the empty form of a country folder in one language; ``stakeholder`` fills in who is asked."""
    settings = workspace.settings

    def t(key: str, **values: object) -> str:
        return say(f"questionnaire.{key}", language, **values)

    values = {"body": settings.body[language], "day": day(settings.as_of, language), "format": FORMAT}
    return Form(
        language=language,
        title=t("title"),
        subtitle=f"{settings.name[language]} · {settings.years[0]}–{settings.years[-1]} · {settings.title[language]}",
        instructions=tuple(t(f"how-{number}", **values) for number in range(1, 8)),
        parts=(
            _who(language, stakeholder), _positions(workspace, language), _requests(workspace, language),
            _opinions(language),
        ),
        office=_office(workspace, language),
        day=settings.as_of.isoformat(),
    )  # fmt: skip


def rank_words(ranks: Iterable[Rank], language: str) -> tuple[str, ...]:
    """Return ranks as the form offers them: figures as they are, ``none`` as a word of the language."""
    return tuple(say("questionnaire.rank-none", language) if r is Rank.NONE else r.value for r in ranks)


def yes_no(language: str) -> tuple[str, str]:
    """Return the words for yes and no."""
    return say("questionnaire.yes", language), say("questionnaire.no", language)


def _part(
    letter: str,
    language: str,
    columns: Sequence[tuple[str, float, str, tuple[str, ...]]],
    rows: Iterable[tuple[str, ...]],
    tall: float,
    kinds: tuple[tuple[int, str], ...] = (),
    choices: tuple[tuple[int, tuple[str, ...]], ...] = (),
) -> Part:
    def t(key: str) -> str:
        return say(f"questionnaire.{letter.lower()}-{key}", language)

    made = [
        Column(f"{letter}{number}", t(name), width, kind, offered)
        for number, (name, width, kind, offered) in enumerate(columns, 1)
    ]
    return Part(letter, t("title"), t("text"), tuple(made), tuple(rows), tall, kinds, choices)


def _who(language: str, stakeholder: Stakeholder | None) -> Part:
    known = {"id": stakeholder.id, "name": stakeholder.name[language]} if stakeholder else {}
    rows = [
        (str(number), say(f"questionnaire.who-{key}", language), str(known.get(key, "")))
        for number, key in enumerate(WHO, 1)
    ]
    choices = tuple((WHO.index(key), yes_no(language)) for key in ("consent", "named"))
    columns = [("number", 14.0, "given", ()), ("question", 150.0, "given", ()), ("answer", 93.0, "text", ())]
    return _part("A", language, columns, rows, 8.0, choices=choices, kinds=((WHO.index("date"), "date"),))


def _positions(workspace: Workspace, language: str) -> Part:
    areas = workspace.evidence.areas
    rows = [(str(area.id), area.name[language], "", "") for area in areas]
    ranks = rank_words(RANKS, language)
    columns = [("area", 42.0, "given", ()), ("name", 85.0, "given", ()), ("rank", 25.0, "text", ranks),
               ("reason", 105.0, "text", ())]  # fmt: skip
    return _part("B", language, columns, rows, 7.0)


def _requests(workspace: Workspace, language: str) -> Part:
    areas = tuple(area.name[language] for area in workspace.evidence.areas)
    columns = [
        ("number", 10.0, "given", ()), ("asked", 54.0, "text", ()),
        *((str(reason), 18.0 if reason is Reason.REGULATION else 14.0, "mark", ()) for reason in Reason),
        ("standard", 26.0, "text", ()), ("urgency", 16.0, "text", rank_words(URGENCY, language)),
        ("area", 27.0, "text", areas), ("committee", 23.0, "text", ()),
        *((str(offer), 13.5, "mark", ()) for offer in Offer),
    ]  # fmt: skip
    return _part("C", language, columns, _numbered(REQUESTS, len(columns)), 13.0)


def _opinions(language: str) -> Part:
    columns = [("number", 12.0, "given", ()), ("clause", 40.0, "text", ()),
               ("type", 25.0, "text", tuple(map(str, OpinionType))), ("opinion", 95.0, "text", ()),
               ("change", 85.0, "text", ())]  # fmt: skip
    return _part("D", language, columns, _numbered(OPINIONS, len(columns)), 9.5)


def _numbered(count: int, width: int) -> list[tuple[str, ...]]:
    return [(str(number), *[""] * (width - 1)) for number in range(1, count + 1)]


def _office(workspace: Workspace, language: str) -> Part:
    settings = workspace.settings
    values = (FORMAT, settings.country, language, settings.as_of.isoformat(), workspace.sha256)
    columns = [("key", 40.0, "given", ()), ("value", 217.0, "given", ())]
    return _part("N", language, columns, list(zip(OFFICE, values, strict=True)), 4.5)
