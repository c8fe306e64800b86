"""Published lists on the screen and as JSON."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from opennss.cli.verbs import app
from opennss.technologies.lists import entries, hidden, lists


def said(*words: str) -> str:
    result = CliRunner().invoke(app, ["technologies", "lists", *words], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def data(*words: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = json.loads(said(*words, "--json"))
    return found


def test_every_list_says_who_when_and_what_it_is_not() -> None:
    found = data()["lists"]
    assert [row["id"] for row in found] == [str(item.id) for item in lists()]
    assert all(row["caveat"] and row["date"] and row["source"] and row["grade"] for row in found)


def test_military_entries_are_hidden_and_counted() -> None:
    assert len(data("us-cet-2024")["entries"]) == len(entries("us-cet-2024")) - hidden("us-cet-2024")
    assert len(data("us-cet-2024", "--military")["entries"]) == len(entries("us-cet-2024"))
    assert str(hidden("us-cet-2024")) in said("us-cet-2024").splitlines()[-1]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_two_lists_meet_through_technologies(language: str) -> None:
    rows = data("us-cet-2024", "--with", "vn-21-2026", "--lang", language)["meetings"]
    assert {"artificial-intelligence", "semiconductors"} <= {row["term"] for row in rows}
    assert all(row["entry"] and row["other entry"] for row in rows)
