"""The verbs `questionnaire` and `receive`: in words, as JSON, exit codes; nothing is written without --write."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from opennss.language import say
from opennss.tables.form import code_of

PEOPLE = "id,name_en,name_vi,illustrative\nassociation-a,[bold]Association A,Hiệp hội A,yes\n"
SIGNED = {"3": "Person A", "4": "Secretary", "5": "2026-11-20", "6": "yes"}
Nss = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(small: Path) -> Path:
    (small / "stakeholders.csv").write_text(PEOPLE, encoding="utf-8", newline="\n")
    return small


def answer(path: Path, **cells: dict[str, str]) -> None:
    """Type answers into a form, by the code of the column and the first cell of the row."""
    document = docx.Document(str(path))
    for table in document.tables:
        codes = {code_of(cell.text): place for place, cell in enumerate(table.rows[0].cells)}
        for row in table.rows[1:]:
            for code, place in codes.items():
                if text := cells.get(code, {}).get(row.cells[0].text):
                    row.cells[place].text = text
    document.save(str(path))


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_the_form_is_made(folder: Path, nss_all: Nss, tmp_path: Path, ending: str, language: str) -> None:
    out = tmp_path / "new" / f"form.{ending}"
    code, said, _ = nss_all("questionnaire", folder, "--out", out, "--lang", language, "--stakeholder", "association-a")
    assert (code, said.strip()) == (0, say("questionnaire.made-form", language, path=out))
    assert [path.name for path in out.parent.iterdir()] == [out.name]
    assert json.loads(nss_all("questionnaire", folder, "--out", out, "--json")[1]) == {"format": 1, "file": str(out)}


def test_wrong_use_is_said(folder: Path, nss_all: Nss, tmp_path: Path) -> None:
    code, _, said = nss_all("questionnaire", folder, "--out", tmp_path / "f.xlsx", "--stakeholder", "nobody")
    assert (code, "association-a" in said) == (2, True)
    code, _, said = nss_all("questionnaire", folder, "--out", tmp_path / "f.pdf")
    assert (code, "f.pdf" in said) == (2, True)
    assert nss_all("questionnaire", tmp_path, "--out", tmp_path / "f.xlsx")[0] == 1, "no country folder"


def test_receive_lists_first_and_writes_when_told(folder: Path, nss_all: Nss, tmp_path: Path) -> None:
    form = tmp_path / "form.docx"
    nss_all("questionnaire", folder, "--out", form, "--stakeholder", "association-a")
    answer(form, A3=SIGNED, B3={"roads": "1*"}, C2={"1": "[red]Helmets"}, C8={"1": "2"})
    code, said, _ = nss_all("receive", folder, form)
    assert code == 0
    assert "[red]Helmets" in said, "text of a stranger is no markup"
    assert say("questionnaire.would", "en", added=2, changed=0, same=0) in said
    assert not (folder / "requests.csv").exists()
    code, said, _ = nss_all("receive", folder, form, "--write")
    assert code == 0
    assert "requests.csv, positions.csv" in said
    assert "q-1,association-a,2026-11-20,questionnaire" in (folder / "requests.csv").read_text("utf-8")
    code, said, _ = nss_all("receive", folder, form, "--write")
    assert code == 0
    assert say("questionnaire.nothing", "en") in said
    assert nss_all("check", folder)[0] == 0


def test_an_error_ends_with_one_and_writes_nothing(folder: Path, nss_all: Nss, tmp_path: Path) -> None:
    form = tmp_path / "form.docx"
    nss_all("questionnaire", folder, "--out", form, "--stakeholder", "association-a")
    answer(form, A3=SIGNED, B3={"roads": "soon"}, C2={"1": "Helmets"}, C8={"1": "2"})
    code, said, _ = nss_all("receive", folder, form, "--write", "--lang", "vi")
    assert code == 1
    assert "2!C4" in said
    assert say("questionnaire.refused", "vi", files="form.docx") in said
    code, said, _ = nss_all("receive", folder, form, "--write", "--json")
    assert code == 1
    found = json.loads(said)
    assert (found["written"], found["changes"]) == ([], [])
    assert [finding["code"] for finding in found["findings"]] == ["form-choice"]
    assert not (folder / "requests.csv").exists()


def test_changes_are_data_too(folder: Path, nss_all: Nss, tmp_path: Path) -> None:
    form = tmp_path / "form.docx"
    nss_all("questionnaire", folder, "--out", form, "--stakeholder", "association-a")
    answer(form, A3=SIGNED, B3={"roads": "1"}, D3={"1": "ge"}, D4={"1": "=1+1"})
    nss_all("receive", folder, form, "--write")
    answer(form, B3={"roads": "2"})
    first, second = json.loads(nss_all("receive", folder, form, "--json")[1])["changes"]
    assert (first["deed"], first["before"]["rank"], first["row"]["rank"]) == ("changed", "1", "2")
    assert (second["deed"], second["row"]["opinion_en"], second["source"]) == ("same", "'=1+1", "form.docx")


def test_an_unknown_organisation_is_refused_or_new(folder: Path, nss_all: Nss, tmp_path: Path) -> None:
    form = tmp_path / "form.docx"
    nss_all("questionnaire", folder, "--out", form)
    answer(form, A3={**SIGNED, "2": "Somebody"}, B3={"roads": "1"})
    code, said, _ = nss_all("receive", folder, form, "--write")
    assert code == 1
    assert "association-a ([bold]Association A)" in said
    assert say("questionnaire.refused", "en", files="form.docx") in said
    code, said, _ = nss_all("receive", folder, form, "--write", "--new")
    assert code == 0
    assert "org-1,,Somebody,,,no,yes" in (folder / "stakeholders.csv").read_text("utf-8")


def test_one_form_that_is_not_taken_keeps_all_of_them_out(folder: Path, nss_all: Nss, tmp_path: Path) -> None:
    good, unknown = tmp_path / "good.docx", tmp_path / "unknown.docx"
    nss_all("questionnaire", folder, "--out", good, "--stakeholder", "association-a")
    answer(good, A3=SIGNED, B3={"roads": "1"})
    nss_all("questionnaire", folder, "--out", unknown)
    answer(unknown, A3={**SIGNED, "2": "Somebody"}, B3={"roads": "1"})
    for write in ((), ("--write",)):
        code, said, _ = nss_all("receive", folder, good, unknown, *write, "--json")
        assert code == 1
        found = json.loads(said)
        assert (found["written"], found["left_out"], len(found["changes"])) == ([], ["unknown.docx"], 1)
    assert not (folder / "positions.csv").exists()
    nss_all("receive", folder, good, "--write")
    answer(good, A3={"5": "2026-11-21", "7": "yes"}, C2={"1": "Helmets"}, C8={"1": "2"})
    nss_all("receive", folder, good, "--write")
    answer(good, A3={"5": "2026-11-22", "7": "no"})
    code, said, _ = nss_all("receive", folder, good)
    row = say("questionnaire.row-request", "en", text="Helmets")
    assert (code, say("questionnaire.no-longer-named", "en", row=row) in said) == (0, True)
