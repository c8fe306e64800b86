"""The workshop: the trainer's screen, the door of a team's desk, its tables, the script. All 404 outside a workshop."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import segno
from django.conf import settings
from django.contrib.auth import authenticate, login
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from opennss.errors import Finding, Severity, WorkspaceError
from opennss.workspace.handover import Deed
from opennss_web import teams as state
from opennss_web.access import ANYBODY, OFFICE, STAFF, Actor, Role, Route
from opennss_web.actions import resets
from opennss_web.actions import tables as handing
from opennss_web.actions import workshop as deeds
from opennss_web.actions.team_code import ACCOUNT, own_team
from opennss_web.content import folder
from opennss_web.script import DAYS, Day, day_of
from opennss_web.teams import Team, Workshop
from opennss_web.words import say

NARROW = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox allow-downloads"
"""The policy of a printed document: its own look and pictures, no script, nothing from elsewhere."""


CODE, STRESS = re.compile("`([^`]+)`"), re.compile(r"\*([^*<]+)\*")
"""How the script marks code and stress, as in Markdown; the star of a rank stands in code and alone."""


@dataclass(frozen=True, slots=True)
class Card:
    """A team on the trainer's screen: how far it is, the address that lets it in, and the picture of that address."""

    progress: deeds.Progress
    door: str
    code: SafeString

    @property
    def team(self) -> Team:
        """The team."""
        return self.progress.team


def _place() -> Path:
    """Return the folder of the workshop; without one this address does not exist."""
    if not settings.WORKSHOP:
        raise Http404
    return Path(settings.WORKSHOP)


def _trainers() -> tuple[Path, Workshop]:
    """Return the workshop on the trainer's desk; on any other the address does not exist."""
    place = _place()
    found = state.read(place)
    if settings.WORKSHOP_TEAM or found is None:
        raise Http404
    return place, found


def _cards(place: Path, workshop: Workshop, language: str) -> list[Card]:
    found = []
    for team in workshop.teams:
        address = f"{team.address}/team/{team.code}"
        told = say("workshop.code-of", language, number=team.number)
        # Nothing in the picture comes from a visitor: the address is the supervisor's own.
        drawn = segno.make(address, error="m").svg_inline(scale=5, border=2, title=told, light="#fff", omitsize=True)
        found.append(Card(deeds.progress(place, workshop, team), address, mark_safe(drawn)))
    return found


def screen(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show how far each team is, and what the trainer may do."""
    place, workshop = _trainers()
    today = day_of(workshop.day)
    return render(
        request, "workshop/screen.html",
        {"cards": _cards(place, workshop, request.language), "day": today, "days": DAYS, "word": _word(request),
         "daytitle": say(f"script.{today.key}-title", request.language), "wrong": "wrong" in request.GET},
    )  # fmt: skip


def doors(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the address, code and picture of every team, to put on the wall or to print."""
    place, workshop = _trainers()
    return render(request, "workshop/doors.html", {"cards": _cards(place, workshop, request.language)})


def day(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Say which day of the exercise it is."""
    place, _ = _trainers()
    if request.POST.get("day", "").isdigit():
        state.set_day(place, int(request.POST["day"]))
    return redirect("workshop")


def reset(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask for the reset of one team, or of all of them behind a typed word; the supervisor does it within seconds."""
    place, workshop = _trainers()
    numbers = {str(team.number): team.number for team in workshop.teams}
    asked = request.POST.get("team", "")
    if asked in numbers:
        resets.ask(actor, place, [numbers[asked]])
    elif asked == "all" and request.POST.get("word", "").strip().upper() == _word(request):
        resets.ask(actor, place, numbers.values())
    else:
        return redirect("/workshop?wrong=word#all")
    return redirect("workshop")


def _word(request: HttpRequest) -> str:
    """Return the word to type before all teams begin anew."""
    return say("workshop.reset-word", request.language)


def region(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the teams' results side by side; make them by a button."""
    place, workshop = _trainers()
    if request.method == "POST":
        deeds.begin_comparison(place)
        return redirect("workshop-region")
    found = deeds.compared(place)
    left = {
        number: _told((Finding(**item, column="", severity=Severity.ERROR) for item in items), request.language)
        for number, items in (found.summary or {}).get("left", {}).items()
    }
    heads = [country["name"] for country in found.countries]
    depth = max((len(country["areas"]["top"]) for country in found.countries), default=0)
    tops = [[_at(country["areas"]["top"], place_) for country in found.countries] for place_ in range(depth)]
    kinds = [
        (f"doc.region-type-{kind}", [country["planned"][kind] for country in found.countries])
        for kind in (found.countries[0]["planned"] if found.countries else ())
    ]
    page = f"{request.language}/compare.html"
    return render(
        request, "workshop/region.html",
        {"found": found, "left": left, "heads": heads, "tops": tops, "kinds": kinds, "workshop": workshop,
         "document": page if page in found.files else ""},
    )  # fmt: skip


def _at(top: list[dict[str, object]], place: int) -> dict[str, object] | None:
    return top[place] if place < len(top) else None


def region_file(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """Hand over a file of the comparison, one of those that were made."""
    place, _ = _trainers()
    if name not in deeds.compared(place).files:
        raise Http404
    answer = FileResponse((place / state.REGION / name).open("rb"), as_attachment=not name.endswith(".html"))
    answer.headers["Content-Security-Policy"] = NARROW
    return answer


def script(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the script of the five days; the trainer's notes on the trainer's desk alone."""
    workshop = state.read(_place())
    today = workshop.day if workshop else 1
    days = [_said(day_, request.language) for day_ in DAYS]
    return render(
        request, "workshop/script.html", {"days": days, "today": today, "trainer": not settings.WORKSHOP_TEAM}
    )


def _said(day_: Day, language: str) -> dict[str, object]:
    """Return a day of the script in words."""

    def words(key: str, **values: object) -> SafeString:
        return _marked(say(f"script.{key}", language, **values))

    blocks = [
        {"minutes": words("minutes", minutes=block.minutes), "said": words(block.key), "commands": block.commands}
        for block in day_.blocks
    ]
    return {
        "number": day_.number, "name": words("day", number=day_.number, title=words(f"{day_.key}-title")),
        "goal": words(f"{day_.key}-goal"), "time": words("time", minutes=day_.minutes), "blocks": blocks,
        "tables": day_.tables, "hand_in": words(f"{day_.key}-hand-in"), "notes": words(f"{day_.key}-notes"),
        "asked": [words(key) for key in day_.asked],
    }  # fmt: skip


def _marked(sentence: str) -> SafeString:
    """Return a sentence of the script with its code and stress marked; everything else in it is escaped."""
    marked = CODE.sub(r"<code>\1</code>", escape(sentence))
    return mark_safe(STRESS.sub(r"<em>\1</em>", marked))


def exercise(language: str) -> str:
    """Return the line that marks every page of a workshop as an exercise: whose desk, which day; else nothing."""
    workshop = state.read(Path(settings.WORKSHOP)) if settings.WORKSHOP else None
    if workshop is None:
        return ""
    number = settings.WORKSHOP_TEAM
    whose = say("workshop.team", language, number=number) if number else say("workshop.trainer", language)
    day_ = say("workshop.day", language, number=workshop.day)
    return f"{say('workshop.exercise', language)} · {whose} · {day_} · {say('workshop.exercise-why', language)}"


def door(request: HttpRequest, actor: Actor, code: str = "") -> HttpResponse:
    """Let anybody who knows the team's code in as its secretariat; five wrong codes close the door for an hour."""
    team = own_team()
    if team is None:
        raise Http404
    wrong = False
    if request.method == "POST":
        user = authenticate(request, username=ACCOUNT, code=request.POST.get("code", "").strip())
        if user is not None:
            login(request, user, backend="django.contrib.auth.backends.ModelBackend")
            return redirect("home")
        wrong = True
    return render(
        request, "workshop/door.html", {"team": team, "code": code, "wrong": wrong}, status=403 if wrong else 200
    )


def tables(request: HttpRequest, actor: Actor) -> HttpResponse:
    """List the tables of the folder to take home and to bring back; what was brought back is told row by row."""
    workshop = state.read(_place())
    brought = None
    if request.method == "POST":
        brought = handing.take_over(actor, request.POST.get("table", ""), request.FILES.get("file"))
    lines, written = _told(brought.findings, request.language) if brought else [], ""
    if brought and not brought.faults:
        counts = {deed.value: brought.rows.get(deed.value, 0) for deed in Deed}
        written = say("workshop.table-written", request.language, name=brought.table, **counts)
    by_day = [(day_, [(name, (folder() / name).exists()) for name in day_.tables]) for day_ in DAYS if day_.tables]
    found = {
        "by_day": by_day,
        "brought": brought,
        "lines": lines,
        "written": written,
        "today": workshop.day if workshop else 1,
    }
    return render(request, "workshop/tables.html", found, status=400 if brought and brought.faults else 200)


def _told(findings: Iterable[Finding], language: str) -> list[str]:
    """Return findings as lines: where, what, and how to mend it."""
    found = []
    for item in findings:
        place = say("workshop.row", language, file=item.file, row=item.row) if item.row else item.file
        said = [say(f"finding.{item.code}.{part}", language, **item.values) for part in ("message", "hint")]
        found.append(f"{place}: {' '.join(said)}".removeprefix(": "))
    return found


def table(request: HttpRequest, actor: Actor, name: str) -> HttpResponse:
    """Hand over a table of the folder, with its header alone where it has no rows yet."""
    _place()
    try:
        content = handing.hand_out(name)
    except WorkspaceError:
        content = None
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


IN_WORKSHOP, TRAINER = bool(settings.WORKSHOP), bool(settings.WORKSHOP) and not settings.WORKSHOP_TEAM
KEEPERS = OFFICE | {Role.ANALYST}
ROUTES: tuple[Route, ...] = (
    Route("workshop", screen, "workshop", OFFICE, menu="workshop.menu" if TRAINER else ""),
    Route("workshop/doors", doors, "workshop-doors", OFFICE),
    Route("workshop/day", day, "workshop-day", OFFICE, ("POST",)),
    Route("workshop/reset", reset, "workshop-reset", OFFICE, ("POST",)),
    Route("workshop/region", region, "workshop-region", OFFICE, ("GET", "POST")),
    Route("workshop/region/<path:name>", region_file, "workshop-region-file", OFFICE),
    Route("workshop/script", script, "workshop-script", STAFF, menu="workshop.menu-script" if IN_WORKSHOP else ""),
    Route(
        "workshop/tables", tables, "workshop-tables", KEEPERS, ("GET", "POST"),
        menu="workshop.menu-tables" if IN_WORKSHOP else "",
    ),
    Route("workshop/tables/<str:name>", table, "workshop-table", KEEPERS),
    Route("team", door, "team", ANYBODY, ("GET", "POST")),
    Route("team/<slug:code>", door, "team-code", ANYBODY),
)  # fmt: skip
