"""The script of the five days: what is done when, with which page or command; its sentences stand in `script.toml`.

The pages of the desk and the Markdown of the manual are both made from here, so that they say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opennss_web.words import say

TEAM = "team-1"
"""The folder that the commands name: that of the first team."""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a day: its key below ``script.``, its minutes, its commands; its pages are named in its sentence."""

    key: str
    minutes: int
    commands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the exercise: its parts, the tables a team works on, the number of questions to discuss."""

    number: int
    blocks: tuple[Block, ...]
    tables: tuple[str, ...]
    questions: int = 3

    @property
    def key(self) -> str:
        """The beginning of the keys of its sentences."""
        return f"d{self.number}"

    @property
    def minutes(self) -> int:
        """The minutes of all its parts."""
        return sum(block.minutes for block in self.blocks)

    @property
    def asked(self) -> tuple[str, ...]:
        """The keys of its questions to discuss."""
        return tuple(f"{self.key}-question-{n}" for n in range(1, self.questions + 1))


DAYS = (
    Day(
        1,
        (
            Block("d1-open", 30),
            Block("d1-process", 60, (f"nss status {TEAM}",)),
            Block("d1-baseline", 45, (f"nss check {TEAM} --step 1",)),
            Block("d1-stakeholders", 75, (f"nss check {TEAM} --step 2d",)),
            Block("d1-round", 90),
            Block("d1-show", 30),
        ),
        ("process.csv", "baseline.csv", "stakeholders.csv"),
    ),
    Day(
        2,
        (
            Block("d2-look", 45, (f"nss rank {TEAM}", f"nss explain {TEAM} food-safety")),
            Block("d2-evidence", 75, (f"nss check {TEAM} --step 2a",)),
            Block("d2-voices", 75),
            Block("d2-decide", 60, (f"nss rank {TEAM}",)),
            Block("d2-sure", 45, (f"nss rank {TEAM} --samples 2000",)),
            Block("d2-show", 30),
        ),
        ("sources.csv", "evidence.csv", "decisions.csv"),
    ),
    Day(
        3,
        (
            Block("d3-look", 60, (f"nss technologies {TEAM}", f"nss technologies {TEAM} --technology hydrogen")),
            Block("d3-uses", 60, (f"nss check {TEAM} --step 2c",)),
            Block("d3-map", 90, (f"nss suggest {TEAM} --area hydrogen --out links.csv", f"nss gaps {TEAM}")),
            Block("d3-goals", 60, (f"nss check {TEAM} --step 3",)),
            Block("d3-show", 30),
        ),
        ("technologies.csv", "technology_uses.csv", "mapping.csv", "goals.csv", "alignment.csv"),
    ),
    Day(
        4,
        (
            Block("d4-measures", 60, (f"nss gaps {TEAM}",)),
            Block("d4-load", 75, (f"nss plan {TEAM}",)),
            Block("d4-choose", 60, (f"nss plan {TEAM}",)),
            Block("d4-targets", 45, (f"nss monitor {TEAM}",)),
            Block("d4-show", 45, (f"nss check {TEAM}",)),
        ),
        ("objectives.csv", "measures.csv", "effort.csv", "capacity.csv", "targets.csv"),
    ),
    Day(
        5,
        (
            Block("d5-release", 60, (f"nss build {TEAM} --out out/{TEAM}",)),
            Block("d5-comments", 75),
            Block("d5-answer", 60, (f"nss check {TEAM} --step 7",)),
            Block("d5-region", 75, ("nss workshop compare",)),
            Block("d5-home", 45, (f"nss status {TEAM}",)),
        ),
        ("process.csv", "opinions.csv"),
    ),
)


def day_of(number: int) -> Day:
    """Return a day by its number."""
    return next(day for day in DAYS if day.number == number)


def markdown(language: str) -> str:
    """Return the script in one language as Markdown, with the trainer's notes."""
    return "\n".join(line for day in DAYS for line in _lines(day, language)) + "\n"


def _lines(day: Day, language: str) -> Iterator[str]:
    def words(key: str, **values: object) -> str:
        return say(f"script.{key}", language, **values)

    yield f"## {words('day', number=day.number, title=words(f'{day.key}-title'))}\n"
    yield f"**{words('goal')}** {words(f'{day.key}-goal')} {words('time', minutes=day.minutes)}\n"
    for place, block in enumerate(day.blocks, 1):
        yield f"{place}. **{words('minutes', minutes=block.minutes)}** {words(block.key)}"
    yield f"\n**{words('tables')}** " + ", ".join(f"`{name}`" for name in day.tables) + "\n"
    yield "```sh"
    yield from dict.fromkeys(command for block in day.blocks for command in block.commands)
    yield "```\n"
    yield f"**{words('hand-in')}** {words(f'{day.key}-hand-in')}\n"
    yield f"**{words('questions')}**\n"
    yield from (f"- {words(key)}" for key in day.asked)
    yield f"\n**{words('notes')}** {words(f'{day.key}-notes')}\n"
