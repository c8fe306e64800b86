"""The default vocabulary: critical and emerging technologies with the words, topics and committees that tell them.

The data are the files ``vocabulary/*.toml`` beside this module, one table per technology. Example titles were made up
for them: those that the rules must find, and near misses that they must leave alone. ``tests/technologies`` tries both.
Topics are ids of OpenAlex (CC0), committees the publishers' references; ``ics`` are hints, since one code may cover ten
subjects.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from opennss.errors import CodeError
from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.references import CommitteeCode
from opennss.technologies.scan.rules import Definition


@dataclass(frozen=True, slots=True)
class Term:
    """A technology of the vocabulary.

    A text is about it when one of ``rules`` holds and none of ``excluded`` does. ``matching`` and ``other`` are example
    titles that are about it and that are not; ``military`` is set when it is mainly military.
    """

    id: Id
    name: Text
    rules: tuple[str, ...]
    excluded: tuple[str, ...]
    topics: tuple[str, ...]
    committees: tuple[CommitteeCode, ...]
    ics: tuple[str, ...]
    military: bool
    matching: tuple[str, ...]
    other: tuple[str, ...]


@cache
def technologies() -> tuple[Term, ...]:
    """Return the technologies of the vocabulary in the order of their ids; an id in two tables raises ``ValueError``.

    >>> term = next(term for term in technologies() if term.id == "hydrogen")
    >>> term.name["vi"], term.committees[0], "hydrogen storage" in term.rules
    ('Công nghệ hydro', 'ISO/TC 197', True)
    """
    files = resources.files("opennss.technologies").joinpath("vocabulary").iterdir()
    found: dict[str, Term] = {}
    for file in sorted(files, key=lambda file: file.name):
        for key, table in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if key in found:
                raise ValueError(f"two technologies are called {key}")
            found[key] = _term(key, table)
    return tuple(found[key] for key in sorted(found))


def definitions(ids: Iterable[str] | None = None) -> tuple[Definition, ...]:
    """Return what the scan looks for, in the order of ``ids``; of all technologies when none are named.

    An id that the vocabulary does not hold raises ``CodeError`` with the known ones.

    >>> [definition.id for definition in definitions(["wind-energy", "hydrogen"])]
    ['wind-energy', 'hydrogen']
    """
    terms = {str(term.id): term for term in technologies()}
    wanted = tuple(terms if ids is None else ids)
    for key in wanted:
        if key not in terms:
            raise CodeError("unknown-value", value=key, known=", ".join(terms))
    return tuple(Definition(key, terms[key].rules, terms[key].excluded, terms[key].topics) for key in wanted)


def _term(key: str, table: Mapping[str, object]) -> Term:
    """Make a technology of its table; a list that is missing is empty."""
    titles = table["titles"]
    assert isinstance(titles, Mapping)
    return Term(
        id=Id.parse(key),
        name=Text.of(**{name.removeprefix("name_"): str(table[name]) for name in table if name.startswith("name_")}),
        rules=_texts(table, "rules"),
        excluded=_texts(table, "excluded"),
        topics=_texts(table, "topics"),
        committees=tuple(CommitteeCode.parse(code) for code in _texts(table, "committees")),
        ics=_texts(table, "ics"),
        military=table.get("military") is True,
        matching=_texts(titles, "matching"),
        other=_texts(titles, "other"),
    )


def _texts(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    found = table.get(key, ())
    return tuple(map(str, found)) if isinstance(found, list) else ()
