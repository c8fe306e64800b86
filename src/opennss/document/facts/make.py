"""Small makers shared by the rooms of facts: labels in every language, the cell of a setting."""

from __future__ import annotations

from opennss.language import Text, languages, say
from opennss.model.results import Fact, Origin
from opennss.model.table import Cell, Row


def label(key: str, **values: Text | str | int) -> Text:
    """Return the sentence ``label.<key>`` in every language, its names read in that language.

    >>> label("goals-count")["en"]
    'Goals of national strategy documents'
    """
    return Text.of(
        **{
            language: say(
                f"label.{key}",
                language,
                **{name: value[language] if isinstance(value, Text) else value for name, value in values.items()},
            )
            for language in languages()
        }
    )


def count(
    name: str, value: int, key: str, *inputs: str | Cell, method: str = "count", **values: Text | str | int
) -> Fact:
    """Return a fact that counts things, made from ``inputs``."""
    return Fact(name, value, "count", Origin(method, inputs), label(key, **values))


def setting(column: str) -> Cell:
    """Return the place of a setting in ``nss.toml``."""
    return Cell("nss.toml", 0, column)


def listed(row: Row, column: str) -> Cell:
    """Return the place of a cell of the catalogue extract."""
    return Cell(f"catalogue/{row.FILE}", row.line, column)


def whole(file: str) -> Cell:
    """Return a whole table as the place a count was made from."""
    return Cell(file, 0, "*")
