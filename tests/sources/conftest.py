"""Small files in the layouts of the providers, with invented content."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

ITEMS = {
    "Agriculture, hunting, forestry, fishing (ISIC A-B)": 20.0,
    "Mining, Manufacturing, Utilities (ISIC C-E)": 40.0,
    "Manufacturing (ISIC D)": 30.0,
    "Construction (ISIC F)": 10.0,
    "Wholesale, retail trade, restaurants and hotels (ISIC G-H)": 12.0,
    "Transport, storage and communication (ISIC I)": 8.0,
    "Other Activities (ISIC J-P)": 10.0,
    "Total Value Added": 100.0,
    "Exports of goods and services": 70.0,
}
KHM = {"id": 1901, "acronym": "ISC"}
OTHER = {"id": 2199, "acronym": "STAMEQ"}


def record(reference: str, title: str, p: list[dict[str, Any]], o: list[dict[str, Any]] | None) -> dict[str, Any]:
    """A line of the official file of committees."""
    return {
        "id": 1, "reference": reference, "status": "Active", "title": {"en": title},
        "secretariat": {"id": 1, "acronym": "DIN"}, "creationDate": "2000-01-01", "pMembers": p, "oMembers": o,
    }  # fmt: skip


COMMITTEES = [
    record("ISO/IEC JTC 1/SC 42", "Artificial intelligence", [OTHER], [KHM]),
    record("ISO/IEC JTC 1/SC 41", "Internet of things and digital twin", [KHM], None),
    record("IEC/ISO JTC 3", "Quantum technologies", [], []),
    record("ISO/TC 307", "Blockchain", [KHM], []),
    *(record(f"ISO/TC {number}", f"Committee {number}", [], [OTHER]) for number in range(1, 9)),
]


def write_lines(path: Path, records: list[dict[str, Any]]) -> Path:
    """Write a file of JSON lines."""
    path.write_text("".join(json.dumps(item) + "\n" for item in records), encoding="utf-8")
    return path


def write_accounts(path: Path, items: dict[str, float], number: int = 116) -> Path:
    """Write the table of national accounts for two years; the older one is twice as large."""
    rows = [(number, "X", name, year, value * (2025 - year)) for year in (2023, 2024) for name, value in items.items()]
    pl.DataFrame(rows, ["country_m49", "country", "item", "year", "usd_current"], orient="row").write_parquet(path)
    return path


@pytest.fixture
def snapshots(tmp_path: Path) -> Path:
    """A folder with one file of each source."""
    folder = tmp_path / "snapshots"
    folder.mkdir()
    write_lines(folder / "iso_technical_committees.jsonl", COMMITTEES)
    (folder / "ICS-simple.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<fields><field><identifier>35</identifier>'
        '<title xml:lang="en">Information technology</title><title xml:lang="fr">Informatique</title></field>'
        '<group><identifier>35.020</identifier><title xml:lang="en">IT in general</title></group>'
        '<group><identifier>35.060</identifier><title xml:lang="en">Languages used in IT</title></group></fields>',
        encoding="utf-8",
    )
    write_accounts(folder / "un_sna_gdp_by_activity.parquet", ITEMS)
    row = {"countryiso3code": "KHM", "indicator": {"id": "NE.EXP.GNFS.ZS"}, "value": 71.5}
    rows = [row | {"date": "2024"}, row | {"date": "2025", "value": None}, row | {"date": "2023", "value": 60}]
    (folder / "world_bank_khm.json").write_text(json.dumps([{"page": 1}, rows]), encoding="utf-8")
    return folder
