"""The manual is true: its reference is up to date, its examples run, its commands parse, its links lead somewhere."""

from __future__ import annotations

import importlib.util
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from functools import cache
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

from opennss import build as spine
from opennss.catalogue import store
from opennss.cli.verbs import app
from opennss.document.shown import STYLES
from opennss.errors import Severity
from opennss.language import languages, sentences
from opennss.model.country import Settings
from opennss.model.observations import UNITS
from opennss.model.results import Strategy
from opennss.tables.columns import columns
from opennss.workspace.tables import ROUND_TABLES, TABLES

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
WRITTEN = [page for page in PAGES if page.parent.name != "reference"]
PARTS = {
    "technologies": ("technologies.lists", "technologies.criteria", "technologies.high"),
    "membership": ("membership.iso", "membership.iec"), "catalogue": ("catalogue.path",),
    "robustness": (
        "robustness.weightings", "robustness.inside", "robustness.samples", "robustness.top",
        "robustness.concentration", "robustness.methods", "robustness.missing", "lowest.<group>", "highest.<group>",
    ),
    "consultation": ("consultation.weights_round", "consultation.together"),
    "obligations": (
        "obligations.missed_key", "obligations.missed_internal", "obligations.window", "obligations.remind",
        "obligations.source",
    ),
    "plan": (
        "plan.objective", "plan.memberships", "plan.allowance", "plan.budget_step", "plan.effort_step",
        "minimum.adoption", "minimum.participation", "minimum.measures", "worth.develop", "worth.confirm",
    ),
    "notice": (
        "notice.address_<language>", "notice.obtained_<language>", "notice.acceptance_<language>",
        "notice.acceptance_source", "notice.standards", "notice.standards_source", "notice.comment_days",
    ),
    "ladder": ("ladder.observe", "ladder.participate", "ladder.experts", "ladder.lead"),
}  # fmt: skip
"""Fields of the settings whose key in the file is called otherwise."""


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@cache
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.severities = cache(module.severities)
    return module


@pytest.fixture(scope="session")
def facts(strategy: Strategy) -> tuple[str, ...]:
    return tuple(strategy.facts)


def test_reference_is_up_to_date(monkeypatch: pytest.MonkeyPatch, build_once: Callable[..., Strategy]) -> None:
    monkeypatch.setattr(spine, "build", build_once)
    pages: dict[str, str] = generator().pages()
    assert sorted(pages) == sorted(path.name for path in (DOCS / "reference").glob("*.md"))
    old = [page for page, content in pages.items() if text(DOCS / "reference" / page) != content]
    assert not old, "run `make docs`"


def test_every_command_and_option_is_documented() -> None:
    page = text(DOCS / "reference" / "commands.md")
    for verb, command in generator().commands().items():
        section = page.partition(f"## nss {verb}\n")[2].partition("\n## ")[0]
        for parameter in command.params:
            shown = parameter.opts if parameter.param_type_name == "option" else [str(parameter.metavar)]
            assert all(part in section for part in shown), (verb, parameter.name)


def test_every_column_is_documented() -> None:
    page = text(DOCS / "reference" / "tables.md")
    for row in (*(item.row for item in (*TABLES, *ROUND_TABLES)), *store.TABLES):
        section = re.split(r"\n## ", page.partition(f"{row.FILE}\n\n")[2])[0]
        for column in columns(row, ("en",)):
            shown = f"{column.field}_<language>" if column.language else column.name
            assert f"`{shown}`" in page, (row.FILE, shown)
            assert column.doc.strip(), (row.FILE, shown)
        assert section


def test_every_setting_is_documented() -> None:
    module = generator()
    known = {key for keys in module.setting_keys().values() for key in keys}
    assert known == set(module.SETTINGS)
    ends = {re.sub(r"_<language>|\.<group>", "", key).replace(".", "_") for key in known}
    ends |= {end.rpartition("_")[2] for end in ends}
    for field in fields(Settings):
        assert field.name in ends or all(part in known for part in PARTS[field.name]), field.name


def test_every_finding_is_documented() -> None:
    page = text(DOCS / "reference" / "findings.md")
    codes = {key.split(".")[1] for key in sentences("en") if key.startswith("finding.")}
    assert set(re.findall(r"^## (.+)$", page, re.MULTILINE)) == codes
    assert all(page.count(f"\n- {language}: ") == len(codes) for language in languages())
    words = {str(severity) for severity in Severity}
    assert all(set(said) <= words for said in generator().severities().values())


def test_every_unit_and_style_is_documented() -> None:
    page = text(DOCS / "reference" / "units.md")
    assert all(f"`{unit}`" in page for unit in UNITS)
    assert all(f"`{style}`" in text(DOCS / "concepts" / "document.md") for style in STYLES if style)


def test_every_kind_of_plug_in_is_documented() -> None:
    kinds = {entry.group for entry in metadata.distribution("opennss").entry_points if "opennss." in entry.group}
    manual = "".join(text(page) for page in PAGES)
    assert all(f"`{kind}`" in manual for kind in kinds)


def test_every_package_is_explained() -> None:
    wanted = {re.split(r"[ ;<>=\[]", item)[0] for item in metadata.requires("opennss") or ()}
    page = text(DOCS / "concepts" / "dependencies.md")
    assert set(re.findall(r"^\| `(.+?)`", page, re.MULTILINE)) == wanted


def test_every_fact_belongs_to_a_family(facts: tuple[str, ...]) -> None:
    shapes = []
    for family in generator().FACTS:
        pattern = re.sub(r"<\w+>", "[^.]+", re.escape(family).replace(r"\.\*", r"(\..+)?"))
        shapes.append(re.compile(pattern + r"(\.[^.]+)*"))
    assert [fact for fact in facts if not any(shape.fullmatch(fact) for shape in shapes)] == []


def test_the_facts_named_for_prose_exist(facts: tuple[str, ...]) -> None:
    shown = text(DOCS / "howto" / "new-country.md").partition("## Facts for prose")[2]
    named = re.findall(r"^\| `(.+?)` \|", shown, re.MULTILINE)
    assert len(named) == 20
    assert [fact for fact in named if fact not in facts] == ["country.gdp-per-capita"], "not in this example"


@pytest.mark.parametrize("page", [p for p in WRITTEN if "```python" in text(p)], ids=name)
def test_examples_in_python_run(
    page: Path, monkeypatch: pytest.MonkeyPatch, build_once: Callable[..., Strategy]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(spine, "build", build_once)
    space: dict[str, Any] = {"__name__": "example"}
    for block in re.findall(r"```python\n(.*?)```", text(page), re.DOTALL):
        exec(compile(block, str(page), "exec"), space)


def shown_commands(page: Path) -> list[str]:
    blocks = re.findall(r"```(?:sh|console)\n(.*?)```", text(page), re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("nss ")]


@pytest.mark.parametrize("page", [p for p in WRITTEN if shown_commands(p)], ids=name)
def test_commands_parse_and_name_what_exists(page: Path, facts: tuple[str, ...]) -> None:
    verbs = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    for line in shown_commands(page):
        verb, *arguments = shlex.split(line, comments=True)[1:]
        assert verb in verbs, line
        given = verbs[verb].make_context(verb, list(arguments)).params
        named = given.get("folder", ())
        folders = named if isinstance(named, list | tuple) else [named]
        assert all((ROOT / folder).is_dir() for folder in folders if "examples" in str(folder)), line
        if verb == "explain":
            assert {given["fact"], f"rank.{given['fact']}.joint"} & {*facts}, line


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text(page)):
        if not re.match(r"https?:|#", target):
            assert (page.parent / target.partition("#")[0]).exists(), target


def test_pages_name_no_place_of_a_machine() -> None:
    for page in PAGES:
        assert not re.search(r"(?<![\w.])/(work|home|root|tmp|Users)/", text(page)), name(page)


def test_manual_builds_without_a_warning(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "-W",
        "-b",
        "html",
        "-d",
        tmp_path / "trees",
        DOCS,
        tmp_path / "html",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "html" / "index.html").is_file()
