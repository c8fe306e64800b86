"""The whole way from the folder to the files, printed twice: by the library here, and by the command next door."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from prov.model import ProvDocument
from pypdf import PdfReader

from opennss import build as spine
from opennss.model.results import Strategy

pytestmark = pytest.mark.slow

VIETNAM = Path(__file__).parents[2] / "examples" / "vietnam"


def asking() -> set[str]:
    """The organisations of the example that asked or gave an opinion, straight from its tables."""
    tables = [(VIETNAM / name).read_text("utf-8").splitlines() for name in ("requests.csv", "opinions.csv")]
    return {row["stakeholder"] for table in tables for row in csv.DictReader(table)}


FILES = {
    "strategy.json", "provenance.json", "build-info.json",
    *(f"tables/{name}.csv" for name in ("ranks", "gaps", "projects", "loads", "funds", "alignment", "facts")),
    "tables/ballots.csv", "tables/seats.csv", "tables/reviews.csv", "tables/technologies.csv", "tables/landscape.csv",
    "tables/agreement.csv", "tables/heard.csv", "tables/experts_time.csv",
    "tables/weights_given.csv", "tables/acceptability.csv", "tables/weight_stability.csv", "tables/other_orders.csv",
    *(f"{language}/{name}.{ending}" for language in ("vi", "en") for name in ("strategy", "brief")
      for ending in ("html", "docx", "pdf")),
    *(f"{language}/replies.pdf" for language in ("vi", "en")),
    *(f"{language}/replies/{name}.docx" for language in ("vi", "en") for name in asking()),
}  # fmt: skip


@dataclass(frozen=True)
class Printed:
    """Two prints of the example country, the file names in the order of the first, and what the command said."""

    here: Path
    there: Path
    order: list[str]
    said: subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def printed(strategy: Strategy, vietnam: Path, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    here, there = tmp_path_factory.mktemp("here"), tmp_path_factory.mktemp("there")
    command = [Path(sys.executable).with_name("nss"), "build", vietnam, "--out", there, "--json"]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Kiritimati", "LANG": "C"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as other:
        order: list[str] = []
        spine.write(strategy, here, order.append)
        out, err = other.communicate(timeout=500)
    return Printed(here, there, order, subprocess.CompletedProcess(command, other.returncode, out, err))


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_every_file_is_there_and_nothing_else(printed: Printed) -> None:
    assert names(printed.here) == FILES
    assert names(printed.there) == FILES
    assert set(printed.order) == FILES - {"build-info.json"}, "each file is announced when it is finished"
    assert [path for path in printed.here.iterdir() if path.name.startswith(".")] == []


def test_the_command_prints_one_json_object_and_nothing_else(printed: Printed) -> None:
    assert printed.said.returncode == 0, printed.said.stderr
    said = json.loads(printed.said.stdout)
    assert said["format"] == 1
    assert {Path(name).relative_to(printed.there).as_posix() for name in said["files"]} == FILES
    assert "Traceback" not in printed.said.stderr


def test_same_inputs_same_bytes(printed: Printed) -> None:
    """In another process, hash seed, time zone and locale; only the versions and times of build-info.json differ."""
    for name in sorted(FILES - {"build-info.json"}):
        first, second = ((folder / name).read_bytes() for folder in (printed.here, printed.there))
        assert hashlib.sha256(first).hexdigest() == hashlib.sha256(second).hexdigest(), name


def test_build_info_names_versions_and_checksums(printed: Printed, strategy: Strategy) -> None:
    info = json.loads((printed.here / "build-info.json").read_text("utf-8"))
    assert info["format"] == 1
    assert info["workspace"] == strategy.workspace.sha256
    assert info["catalogue"] == strategy.catalogue
    assert info["packages"]
    assert info["seconds"] > 0


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_brief_has_two_pages(printed: Printed, language: str) -> None:
    reader = PdfReader(printed.here / language / "brief.pdf")
    assert len(reader.pages) == 2
    assert all(len(page.extract_text()) > 500 for page in reader.pages), "no page is nearly empty"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pdf_carries_title_language_and_the_one_date(printed: Printed, language: str) -> None:
    reader = PdfReader(printed.here / language / "strategy.pdf")
    assert len(reader.pages) > 20
    assert reader.metadata is not None
    assert reader.metadata.title
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date().isoformat() == "2026-11-22"
    assert str(reader.trailer["/Root"]["/Lang"]).startswith(language)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_is_one_file_that_asks_nobody(printed: Printed, language: str) -> None:
    for name in ("strategy", "brief"):
        page = (printed.here / language / f"{name}.html").read_text("utf-8")
        assert f'<html lang="{language}' in page
        for asking in ("<script src", '<link rel="stylesheet"', "<iframe", 'src="http', "@import", "url(http"):
            assert asking not in page, asking


def test_strategy_json(printed: Printed, strategy: Strategy) -> None:
    content = json.loads((printed.here / "strategy.json").read_text("utf-8"))
    assert content["format"] == 1
    assert content["country"] == "VNM"
    assert content["as_of"] == "2026-11-22"
    assert set(content["facts"]) == set(strategy.facts)
    assert {area["id"] for area in content["areas"]} == {area.id for area in strategy.workspace.evidence.areas}
    assert len(content["plan"]) + len(content["not_now"]) >= strategy.facts["projects.count"].value
    known = set(content["facts"])
    for fact in content["facts"].values():
        assert set(fact) == {"value", "unit", "label", "method", "inputs", "sources", "serves"}
        assert set(fact["label"]) == {"vi", "en"}
        assert set(fact["serves"]) <= known


def test_provenance_is_prov(printed: Printed, strategy: Strategy) -> None:
    document = ProvDocument.deserialize(printed.here / "provenance.json", format="json")
    kinds: dict[str, set[str]] = {}
    for record in document.get_records():
        kinds.setdefault(type(record).__name__, set()).add(str(record.identifier))
    facts = {name for name in kinds["ProvEntity"] if name.startswith("fact:")}
    assert facts == {f"fact:{name}" for name in strategy.facts}
    assert {f"source:{source.id}" for source in strategy.workspace.evidence.sources} <= kinds["ProvEntity"]
    assert kinds["ProvActivity"] == {f"method:{fact.origin.method}" for fact in strategy.facts.values()}
    derived = [record for record in document.get_records() if type(record).__name__ == "ProvDerivation"]
    assert len(derived) > len(facts)


def test_tables_carry_the_formula_guard_on_text_only(printed: Printed, strategy: Strategy) -> None:
    for path in (printed.here / "tables").glob("*.csv"):
        content = path.read_bytes()
        assert b"\r" not in content
        rows = list(csv.DictReader(content.decode("utf-8").splitlines()))
        assert rows, path.name
        for row in rows:
            for column, cell in row.items():
                if cell and cell[0] in "=+@":
                    pytest.fail(f"{path.name} {column}: {cell}")
    with (printed.here / "tables" / "facts.csv").open(encoding="utf-8", newline="") as file:
        assert {row["name"] for row in csv.DictReader(file)} == set(strategy.facts)
