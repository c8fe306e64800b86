"""The stakeholders' chapter and its data: agreement, groups, weights; nothing of one person, nothing of a few."""

from __future__ import annotations

import csv
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from opennss import build as spine
from opennss.document.blocks import Block, Bullets, Figure, Heading, Paragraph, Table, plain
from opennss.document.exports import strategy_json, tables
from opennss.document.outline import strategy_document
from opennss.document.shown import shown
from opennss.model.results import Strategy

CALM = "economic,social,2\neconomic,stakeholder,4\nsocial,stakeholder,2\n"
CIRCLE = "economic,social,5\nsocial,stakeholder,5\nstakeholder,economic,5\n"
PEOPLE = {"A1": 6, "C": 4, "D": 2, "E": 5}
"""Who answers the second round; one more of A1 contradicts herself, and one more of E stops half-way."""


@pytest.fixture
def asked(small: Path) -> Path:
    """The small country with a second round: the same question again, and weights by pairs."""
    folder = small / "judgements" / "r2"
    folder.mkdir()
    names = [(f"{category.lower()}-{n}", category) for category, count in PEOPLE.items() for n in range(count)]
    everybody = [*names, ("a1-circle", "A1"), ("e-half", "E")]
    pairs = [(name, CALM) for name, _ in names]
    pairs += [("a1-circle", CIRCLE), ("e-half", CALM.splitlines()[0])]
    files = {
        "round.toml": 'title_en = "Second round"\ntitle_vi = "Vòng hai"\nclosed = 2026-10-31\nfollows = "r1"\n'
        "[invited]\nA1 = 8\nC = 5\nD = 4\nE = 6\n",
        "questions.csv": "id,text_en,text_vi,kind,about\nurgency,How urgent is it?,Cấp bách đến mức nào?,,\n"
        "weights,How much more?,Hơn bao nhiêu?,pairs,\n",
        "respondents.csv": "pseudonym,organisation_type,category\n"
        + "".join(f"{name},body,{category}\n" for name, category in everybody),
        "answers.csv": "pseudonym,question,area,value,reason\n"
        + "".join(
            f"{name},urgency,{area},{3 if category == 'E' and area == 'ai' else 1},\n"
            for name, category in names
            for area in ("roads", "ai")
        ),
        "weightings.csv": "pseudonym,question,item,against,value,reason\n"
        + "".join(f"{name},weights,{line},\n" for name, lines in pairs for line in lines.splitlines()),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return small


def built(folder: Path, edition: str = "internal") -> Strategy:
    workspace, world = spine.read(folder)
    settings = replace(workspace.settings, edition=edition)
    return spine.build(replace(workspace, method=replace(workspace.method, settings=settings)), world)


def chapter(strategy: Strategy, anchor: str, language: str = "en") -> list[Block]:
    blocks = strategy_document(strategy, language).blocks
    start = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.anchor == anchor)
    level = getattr(blocks[start], "level", 1)
    rest = blocks[start + 1 :]
    ends = (n for n, block in enumerate(rest) if isinstance(block, Heading) and block.level <= level)
    return list(rest[: next(ends, None)])


def rows(blocks: list[Block], name: str) -> dict[str, list[str]]:
    (table,) = (block for block in blocks if isinstance(block, Table) and block.id == name)
    return {plain(row[0]): [plain(cell) for cell in row[1:]] for row in table.rows}


def printed(strategy: Strategy, name: str) -> str:
    return shown(strategy.facts[name], "en", "VND")


def test_invited_answered_and_rate_by_category_and_group(asked: Path) -> None:
    found = rows(chapter(built(asked), "round-r2"), "round")
    assert found["Large enterprises (A1)"] == ["8", "7", "87.5 %", "A"]
    assert found["Labour (D)"] == ["4", "2", "50 %", "C+D+G"]
    assert found["Civil society and labour (C+D+G)"] == ["9", "6", "66.7 %", "C+D+G"]


def test_categories_that_are_not_told_apart_are_one_line(asked: Path) -> None:
    path = asked / "judgements" / "r2" / "respondents.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",C\n", ",C;D\n").replace(",D\n", ",D;C\n"), encoding="utf-8", newline="\n")
    strategy = built(asked)
    for language, name in (("en", "Consumers (C) + labour (D)"), ("vi", "Người tiêu dùng (C) + người lao động (D)")):
        found = rows(chapter(strategy, "round-r2", language), "round")
        assert found[name] == ["9", "6", "66.7 %" if language == "en" else "66,7 %", "C+D+G"]
        assert len(found) == 4
    assert strategy.facts["round.r2.C-D.rate"].label["vi"] == "Tỷ lệ trả lời: người tiêu dùng (C) + người lao động (D)"
    path.write_text(text.replace(",C\n", ",C;E\n").replace(",E\n", ",C;E\n"), encoding="utf-8", newline="\n")
    strategy = built(asked)
    found = rows(chapter(strategy, "round-r2"), "round")
    assert found["Consumers (C) + academia and research (E)"] == ["11", "10", "90.9 %", "C+D+E+G"]
    assert found["Academia and research (E) + civil society and labour (C+D+G)"][:2] == ["15", "12"]
    data = json.loads(strategy_json(strategy))
    assert [one["group"] for one in data["judgements"][1]["groups"]] == ["A", "C+D+E+G"]


def test_a_round_is_compared_with_the_one_that_it_follows(asked: Path) -> None:
    shutil.copytree(asked / "judgements" / "r1", asked / "judgements" / "a3")
    for name, old, new in (
        ("a3/round.toml", "2026-09-30", "2026-10-31"),
        ("a3/answers.csv", ",1,\n", ",2,\n"),
        ("a3/round.toml", "[invited]", 'follows = "r2"\n[invited]'),
    ):
        path = asked / "judgements" / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8", newline="\n")
    strategy = built(asked)
    assert [judged.round for judged in strategy.judgements] == ["r1", "r2", "a3"], "the followed one comes first"
    assert printed(strategy, "agreed.a3.urgency.roads.before") == "0 %"
    assert strategy.facts["agreed.a3.urgency.roads.before"].origin.inputs[0] == "round.r2.urgency.roads.count-1"


def test_agreement_stands_beside_the_round_before(asked: Path) -> None:
    strategy = built(asked)
    found = rows(chapter(strategy, "round-r2"), "judged")
    assert found["Road safety"] == ["1", "17", "0", "0", "0", "100 %", "100 %", "reached"]
    assert found["Artificial intelligence"] == ["1", "12", "0", "5", "0", "70.6 %", "–", "not yet"]
    assert "round before" not in str(rows(chapter(strategy, "round-r1"), "judged"))
    texts = [plain(block.line) for block in chapter(strategy, "round-r2") if isinstance(block, Paragraph)]
    assert "Areas by consensus: 1 reached, 1 not yet, 0 moved, 0 not reached." in texts
    assert printed(strategy, "agreed.r2.urgency.roads.before") == "100 %"


def test_who_disagrees_is_told_by_group(asked: Path) -> None:
    strategy = built(asked)
    assert rows(chapter(strategy, "round-r2"), "heard") == {"Artificial intelligence": ["1", "1", "1", "3"]}
    assert "No group whose ranks may be shown" in " ".join(
        plain(block.line) for block in chapter(strategy, "round-r1") if isinstance(block, Paragraph)
    )


def test_weights_are_a_picture_and_a_table_by_group(asked: Path) -> None:
    for language in ("en", "vi"):
        blocks = chapter(built(asked), "round-r2", language)
        (picture,) = (block for block in blocks if isinstance(block, Figure))
        assert picture.table == "weights-given"
        assert picture.svg.startswith(b"<svg")
        assert len(rows(blocks, "weights-given")) == 4
    found = rows(chapter(built(asked), "round-r2"), "weights-given")
    assert found["All answers"] == ["57.1 %", "28.6 %", "14.3 %", "17"]
    assert [line[-1] for line in found.values()] == ["17", "6", "6", "5"]


def test_what_was_set_aside_is_counted_and_the_doubtful_comparison_is_for_the_office(asked: Path) -> None:
    for edition in ("internal", "public"):
        strategy = built(asked, edition)
        blocks = chapter(strategy, "round-r2")
        texts = [plain(block.line) for block in blocks if isinstance(block, Paragraph)]
        assert "Answers set aside, never filled in: 1 incomplete; 1 that contradict themselves." in texts
        lists = [block for block in blocks if isinstance(block, Bullets)]
        facts = [name for name in strategy.facts if name.startswith("reconsider.")]
        weights = json.loads(strategy_json(strategy))["judgements"][1]["weights"][0]
        assert (len(lists), len(facts), "reconsider" in weights) == (
            (1, 1, True) if edition == "internal" else (0, 0, False)
        )


def test_no_file_holds_what_one_person_answered(asked: Path) -> None:
    strategy = built(asked)
    said = strategy_json(strategy) + "".join(tables(strategy).values())
    said += "".join(str(strategy_document(strategy, language)) for language in ("en", "vi"))
    for pseudonym in ("a1-0", "a1-circle", "e-half", "d-1"):
        assert pseudonym not in said
    assert "individual" not in said


def test_tables_of_agreement_ranks_by_group_and_weights(asked: Path) -> None:
    found = {name: list(csv.DictReader(text.splitlines())) for name, text in tables(built(asked)).items()}
    roads = next(row for row in found["agreement"] if (row["round"], row["area"]) == ("r2", "roads"))
    assert (roads["result"], roads["answers"], roads["share"], roads["consensus"]) == ("1", "17", "1", "reached")
    assert {row["group"] for row in found["heard"]} == {"A", "C+D+G", "E"}
    assert {(row["group"], row["answers"]) for row in found["weights_given"]} == {
        ("all", "17"), ("A", "6"), ("C+D+G", "6"), ("E", "5"),
    }  # fmt: skip


def test_weights_of_too_few_are_withheld_in_words(asked: Path) -> None:
    path = asked / "judgements" / "r2" / "weightings.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines[:10], *lines[-4:], ""]), "utf-8")
    strategy = built(asked)
    texts = [plain(block.line) for block in chapter(strategy, "round-r2") if isinstance(block, Paragraph)]
    assert "Fewer than five answers to this question could be used: its weights are not shown." in texts
    assert not [name for name in strategy.facts if name.startswith("elicited.")]
    assert json.loads(strategy_json(strategy))["judgements"][1]["withheld"][0]["set_aside"] == {
        "half": 1,
        "inconsistent": 1,
    }


def test_concordance_is_printed_where_enough_people_ranked_every_area(asked: Path) -> None:
    strategy = built(asked)
    assert 0 < float(printed(strategy, "concordance.r2.urgency.all")) < 1
    assert "concordance.r1.urgency.all" not in strategy.facts


def notes(strategy: Strategy, table: str, language: str = "en") -> list[str]:
    blocks = strategy_document(strategy, language).blocks
    (found,) = (block for block in blocks if isinstance(block, Table) and block.id == table)
    return [plain(note) for note in found.notes]


def test_the_round_whose_weights_stand_is_named(asked: Path) -> None:
    strategy = built(asked)
    (note,) = notes(strategy, "robust-weights")
    assert note.startswith("All answers: Second round, 17 answers")
    assert json.loads(strategy_json(strategy))["robustness"]["weights_round"] == "r2"
    voices = [name for name in strategy.facts if name.endswith(".voice.all")]
    assert voices
    assert "elicited.r2.weights.all.economic" in strategy.facts[voices[0]].origin.inputs


def test_comparisons_put_together_first_are_told(asked: Path) -> None:
    path = asked / "nss.toml"
    path.write_text(path.read_text("utf-8") + '\n[consultation]\ntogether = "judgements"\n', "utf-8")
    strategy = built(asked)
    for language, word in (("en", "geometric mean"), ("vi", "trung bình nhân")):
        assert word in " ".join(notes(strategy, "weights-given", language))
        told = " ".join(plain(b.line) for b in strategy_document(strategy, language).blocks if isinstance(b, Paragraph))
        assert "European Journal of Operational Research 108 (1998) 165–169" in told
    assert strategy.facts["elicited.r2.weights.all.economic"].origin.method == "elicited-pairs-together"
    rows = list(csv.DictReader(tables(strategy)["weights_given"].splitlines()))
    assert {(row["together"], row["stands"]) for row in rows} == {("judgements", "yes")}


def test_a_later_round_of_fewer_answers_is_told_by_the_check(asked: Path) -> None:
    first, later = asked / "judgements" / "r2", asked / "judgements" / "r3"
    shutil.copytree(first, later)
    text = (later / "round.toml").read_text("utf-8")
    (later / "round.toml").write_text(text.replace("2026-10-31", "2026-11-10"), "utf-8")
    lines = (later / "weightings.csv").read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(("c-", "d-", "e-"))]
    (later / "weightings.csv").write_text("\n".join([*kept, ""]), "utf-8")
    (finding,) = (one for one in spine.check(asked) if one.code == "weights-fewer-answers")
    assert (finding.file, finding.values["answers"], finding.values["more"]) == ("judgements/r3/weightings.csv", 6, 17)
    settings = asked / "nss.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[consultation]\nweights_round = "r2"\n', "utf-8")
    assert not [one for one in spine.check(asked) if one.code.startswith("weights-")]
    assert notes(built(asked), "robust-weights")[0].startswith("All answers: Second round, 17 answers")
