"""Military technologies that are hidden: nothing that is printed names them, nor what was decided on them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from opennss import build as spine
from opennss.document.exports import provenance, strategy_json, tables
from opennss.document.outline import brief_document, strategy_document
from opennss.document.writers.html import html_text
from opennss.language import languages

WORDS = ("Arms", "Vũ khí", "Top secret", "Tối mật", "Law on lasers")


@pytest.fixture
def decided(technical: Path) -> Path:
    """The folder with technologies, in which a decision holds on the military one."""
    with (technical / "decisions.csv").open("a", encoding="utf-8", newline="\n") as file:
        file.write("d9,approach,,,arms,,Top secret,Tối mật,Office A,Minister A,2026-10-01,2027-10-01,monitor\n")
    source, use = technical / "sources.csv", technical / "technology_uses.csv"
    head = source.read_text("utf-8").splitlines()[0].split(",")
    known = {
        "id": "laser-law",
        "publisher": "Office A",
        "address": "https://law.example",
        "seen": "2026-10-01",
        "grade": "1",
    }
    known |= {"title_en": "Law on lasers", "title_vi": "Law on lasers"}
    for path, row in (
        (source, ",".join(known.get(name, "") for name in head)),
        (use, "kept,arms,industry,use,VNM,Top secret,Tối mật,2025,in-force,laser-law"),
        (use, "open,arms,industry,use,VNM,Top secret,Tối mật,2025,in-force,gso"),
    ):
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(row + "\n")
    return technical


def printed(folder: Path) -> str:
    strategy = spine.build(*spine.read(folder))
    made = [make(strategy, lang) for make in (strategy_document, brief_document) for lang in languages()]
    pages = [html_text(document) for document in made]
    data = [
        json.dumps(json.loads(text), ensure_ascii=False) for text in (strategy_json(strategy), provenance(strategy))
    ]
    return "\n".join([*pages, *data, *(str(table) for table in tables(strategy).values())])


def test_hidden_technologies_are_named_nowhere(decided: Path) -> None:
    text = printed(decided)
    assert [word for word in WORDS if word in text] == []
    assert '"source:gso"' in text, "others cite it too"
    assert "laser-law" not in text


def test_shown_ones_are_named_with_what_was_decided(decided: Path) -> None:
    settings = decided / "nss.toml"
    text = settings.read_text("utf-8").replace("military = false\n", "")
    settings.write_text(text.replace("[technologies]\n", "[technologies]\nmilitary = true\n"), encoding="utf-8")
    text = printed(decided)
    assert [word for word in WORDS if word not in text] == []
