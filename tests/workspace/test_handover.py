"""The hand-overs of the desk: exactly once, all or nothing, one at a time, also when a process is killed."""

from __future__ import annotations

import csv
import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opennss.errors import Severity, WorkspaceError
from opennss.language import Text
from opennss.model.codes import Id
from opennss.model.country import PriorityArea
from opennss.model.criteria import Answer, Category, Question, QuestionKind, Rank, Respondent, Round, Weighting
from opennss.model.observations import Observation
from opennss.model.stakeholders import Channel, Opinion, OpinionType, Position, Request, Stakeholder, StakeholderType
from opennss.model.table import Row
from opennss.workspace.check import check_folder
from opennss.workspace.handover import (
    CellChange,
    Deed,
    TextChange,
    accept_proposal,
    cells_of,
    close_round,
    import_table,
)
from opennss.workspace.merging import tidy
from opennss.workspace.read import read_workspace
from opennss.workspace.tables import TABLES

Edit = Callable[[str, str, str], None]
DAY = dt.date(2026, 11, 10)
ROUND = Round(
    id="r2",
    title=Text.of(en="Second round", vi='Vòng hai "minh họa"'),
    closed=dt.date(2026, 11, 15),
    invited=((Category.GOVERNMENT, 4), (Category.LARGE, 10)),
    questions=(
        Question(id=Id("urgency-2"), text=Text.of(en="How urgent?", vi="Cấp bách đến mức nào?")),
        Question(id=Id("weights"), text=Text.of(en="Share", vi="Chia điểm"), kind=QuestionKind.POINTS),
    ),
    respondents=tuple(
        Respondent(pseudonym=Id(f"p{number}"), organisation_type="=công ty", category=(Category.LARGE,))
        for number in (5, 3, 1, 2, 4)
    ),
    answers=tuple(
        Answer(
            pseudonym=Id(f"p{number}"), question=Id("urgency-2"), area=Id("roads"), value=Rank.HIGH, reason="-Vì trẻ"
        )
        for number in (5, 3, 1, 2, 4)
    ),
    weightings=tuple(
        Weighting(pseudonym=Id("p1"), question=Id("weights"), item=Id(item), value=Fraction(value))
        for item, value in (("social", "37.5"), ("economic", "62.5"))
    ),
)  # fmt: skip
ORGANISATION = Stakeholder(
    id=Id("association-a"), name=Text.of(en="Association A", vi="Hiệp hội A"), type=StakeholderType.TRADE_ASSOCIATIONS,
    category=Category.SME, primary=True, illustrative=True,
)  # fmt: skip
REQUEST = Request(
    id=Id("q-1"), stakeholder=Id("association-a"), date=DAY, channel=Channel.FORM, text=Text.of(vi="Gạo xuất khẩu"),
    urgency=Rank.HIGH, area=Id("farming"), illustrative=True,
)  # fmt: skip
POSITION = Position(
    stakeholder=Id("association-a"), area=Id("roads"), rank=Rank.OVERRIDING, reason="", signatory="Người ký A",
    date=DAY, illustrative=True,
)  # fmt: skip
OPINION = Opinion(
    id=Id("o-1"), stakeholder=Id("association-a"), date=DAY, type=OpinionType.TECHNICAL,
    opinion=Text.of(vi="Cần rõ hơn\r\nở điều này"), illustrative=True,
)  # fmt: skip
SAID: Mapping[type[Row], Sequence[Row]] = {
    Opinion: [OPINION], Position: [POSITION], Request: [REQUEST], Stakeholder: [ORGANISATION],
}  # fmt: skip
FILES = ("stakeholders.csv", "requests.csv", "positions.csv", "opinions.csv")


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def codes(error: pytest.ExceptionInfo[WorkspaceError]) -> list[str]:
    return [item.code for item in error.value.findings]


def errors(folder: Path) -> list[str]:
    return [item.code for item in check_folder(folder)[2] if item.severity is Severity.ERROR]


# Closing a round


def test_a_closed_round_is_written_once(country: Path) -> None:
    written = close_round(country, ROUND, SAID)
    assert written == (*FILES, *(f"judgements/r2/{name}" for name in (
        "round.toml", "questions.csv", "respondents.csv", "answers.csv", "weightings.csv")))  # fmt: skip
    assert errors(country) == []
    workspace, _ = read_workspace(country)
    assert workspace
    voices = workspace.voices
    assert (voices.stakeholders, voices.requests, voices.positions) == ((ORGANISATION,), (REQUEST,), (POSITION,))
    assert voices.opinions[0].opinion["vi"] == "Cần rõ hơn\nở điều này"
    found = voices.rounds[1]
    assert (found.title, found.closed, dict(found.invited)) == (ROUND.title, ROUND.closed, dict(ROUND.invited))
    assert [row.pseudonym for row in found.respondents] == ["p1", "p2", "p3", "p4", "p5"], "no order of arrival"
    assert set(found.answers) == set(ROUND.answers)
    before = bytes_of(country)
    assert close_round(country, replace(ROUND, answers=ROUND.answers[::-1]), SAID) == ()
    assert bytes_of(country) == before
    assert not list(country.rglob("*.part"))


def test_cells_of_several_categories_and_the_round_that_is_followed_are_kept(country: Path) -> None:
    joint = (Category.LARGE, Category.GOVERNMENT)
    closed = replace(
        ROUND, follows="r1", respondents=tuple(replace(row, category=joint) for row in ROUND.respondents)
    )  # fmt: skip
    close_round(country, closed, SAID)
    assert "p1,=công ty,A1;B\n" in (country / "judgements/r2/respondents.csv").read_text("utf-8").replace("'", "")
    workspace, _ = read_workspace(country)
    assert workspace
    assert workspace.voices.rounds[1].follows == "r1"
    assert {row.categories for row in workspace.voices.rounds[1].respondents} == {joint}
    assert close_round(country, closed, SAID) == ()
    with pytest.raises(WorkspaceError) as error:
        close_round(country, replace(closed, id="r3", follows="r9"), {})
    assert codes(error) == ["unknown-round"]


def test_another_round_of_the_same_name_is_refused(country: Path) -> None:
    close_round(country, ROUND, SAID)
    before = bytes_of(country)
    for other in (
        replace(ROUND, answers=ROUND.answers[:4]), replace(ROUND, weightings=()), replace(ROUND, id="r1"),
        replace(ROUND, closed=DAY),
    ):  # fmt: skip
        with pytest.raises(WorkspaceError) as raised:
            close_round(country, other, {Request: [replace(REQUEST, id=Id("q-2"))]})
        assert codes(raised) == ["round-exists"]
    assert bytes_of(country) == before


def test_a_call_that_was_cut_short_is_completed(country: Path) -> None:
    (country / "judgements/r2").mkdir()
    close_round(country, ROUND, {Stakeholder: [ORGANISATION]})
    (country / ".judgements-r2.part").mkdir()
    assert close_round(country, ROUND, SAID) == FILES[1:]
    edited = (country / "requests.csv").read_text("utf-8").replace("farming", "industry")
    (country / "requests.csv").write_text(edited, "utf-8")
    assert close_round(country, ROUND, SAID) == (), "what the office did since stays"


@pytest.mark.parametrize("stop", [OSError("full"), KeyboardInterrupt()], ids=["disk", "person"])
def test_a_call_that_fails_leaves_the_folder_as_it_was(
    country: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException
) -> None:
    close_round(country, None, {Stakeholder: [ORGANISATION]})
    before = bytes_of(country)

    def failing(*_: object) -> None:
        raise stop

    with monkeypatch.context() as changed:
        changed.setattr(Path, "rename", failing)
        with pytest.raises(type(stop)):
            close_round(country, ROUND, SAID)
    assert bytes_of(country) == before
    assert len(close_round(country, ROUND, SAID)) == 8


def test_a_round_of_positions_has_no_folder(country: Path) -> None:
    silent = replace(ROUND, questions=(), answers=(), respondents=(), weightings=())
    assert close_round(country, silent, SAID) == FILES
    assert not (country / "judgements/r2").exists()
    assert close_round(country, None, SAID) == ()
    newer = replace(POSITION, rank=Rank.LOW, date=dt.date(2026, 11, 11))
    assert close_round(country, None, {Position: [newer]}) == ("positions.csv",)
    assert close_round(country, None, {Position: [POSITION]}) == (), "an older one is passed over"
    workspace, _ = read_workspace(country)
    assert workspace
    assert workspace.voices.positions == (newer,)


def test_a_key_that_says_something_else_is_refused(country: Path) -> None:
    close_round(country, None, SAID)
    before = bytes_of(country)
    with pytest.raises(WorkspaceError) as raised:
        close_round(country, ROUND, {
            Request: [replace(REQUEST, urgency=Rank.LOW)], Stakeholder: [replace(ORGANISATION, primary=False)]
        })  # fmt: skip
    found = [(item.file, item.row, item.code, item.values["columns"]) for item in raised.value.findings]
    assert found == [
        ("stakeholders.csv", 2, "row-differs", "primary"), ("requests.csv", 2, "row-differs", "urgency"),
    ]  # fmt: skip
    assert bytes_of(country) == before


def test_the_clock_of_the_folder_moves_on_and_never_back(country: Path) -> None:
    for day, expected in ((dt.date(2026, 12, 1), "2026-12-01"), (dt.date(2026, 11, 1), "2026-12-01")):
        name = f"r{day:%m}"
        written = close_round(country, replace(ROUND, id=name, closed=day))
        assert ("nss.toml" in written) is (day == dt.date(2026, 12, 1))
        assert f"as_of = {expected}\n" in (country / "nss.toml").read_text(encoding="utf-8")


def test_the_clock_does_not_follow_a_row_beyond_the_closing_day(country: Path) -> None:
    late = replace(POSITION, date=dt.date(2999, 1, 1))
    before = bytes_of(country)
    for closed, today in ((ROUND, None), (None, dt.date(2027, 1, 1))):
        with pytest.raises(WorkspaceError) as caught:
            close_round(country, closed, {Stakeholder: [ORGANISATION], Position: [late]}, today)
        assert codes(caught) == ["future-date"]
    assert bytes_of(country) == before
    assert set(FILES) <= set(close_round(country, None, SAID, dt.date(2027, 1, 1)))


def test_the_clock_does_not_follow_a_row_that_is_passed_over(country: Path) -> None:
    close_round(country, ROUND, SAID)
    clock = (country / "nss.toml").read_bytes()
    again = {**SAID, Request: [replace(REQUEST, date=dt.date(2028, 1, 1))]}
    close_round(country, ROUND, again)
    other = replace(REQUEST, id=Id("q-2"))
    close_round(country, ROUND, {Request: [replace(REQUEST, date=dt.date(2028, 1, 1)), other]})
    assert (country / "nss.toml").read_bytes() == clock


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"id": "../r2"}, "bad-id"),
        ({"id": "Vòng 2"}, "bad-id"),
        ({"title": Text()}, "missing-setting"),
        ({"answers": (replace(ROUND.answers[0], area=Id("nowhere")),)}, "unknown-code"),
        ({"answers": (ROUND.answers[0],) * 2}, "duplicate-key"),
    ],
)
def test_what_the_check_would_find_is_refused(country: Path, change: dict[str, object], code: str) -> None:
    before = bytes_of(country)
    with pytest.raises(WorkspaceError) as raised:
        close_round(country, replace(ROUND, **change), SAID)  # type: ignore[arg-type]
    assert code in codes(raised)
    assert bytes_of(country) == before


def test_old_errors_do_not_stop_a_round_but_errors_of_its_tables_do(country: Path, edit: Edit) -> None:
    edit("goals.csv", "in-force", "in force")
    assert close_round(country, ROUND) != ()
    edit("requests.csv", "", "id,stakeholder\nq-9,nobody\n")
    with pytest.raises(WorkspaceError) as raised:
        close_round(country, None, {Request: [REQUEST]})
    assert set(codes(raised)) == {"missing-column"}
    (country / "nss.toml").write_text("format = 2", "utf-8")
    with pytest.raises(WorkspaceError):
        close_round(country, ROUND)
    with pytest.raises(WorkspaceError):
        close_round(country / "elsewhere", ROUND)


def test_what_is_no_table_of_voices_is_refused() -> None:
    with pytest.raises(ValueError, match="PriorityArea"):
        close_round(Path(), ROUND, {PriorityArea: []})


def test_a_folder_with_decimal_commas_keeps_them(country: Path, edit: Edit) -> None:
    edit("nss.toml", "seed = 7", 'seed = 7\ndecimal = ","')
    thirds = replace(ROUND, weightings=(replace(ROUND.weightings[0], value=Fraction("1.125")),))
    close_round(country, thirds)
    assert '"1,125"' in (country / "judgements/r2/weightings.csv").read_text("utf-8")
    workspace, _ = read_workspace(country)
    assert workspace
    assert workspace.voices.rounds[1].weightings[0].value == Fraction(9, 8)


SIGNS = st.text(st.sampled_from("ăâđêôơưạẢ ằịớữỹ=+-@'\"\t\r\n,;?{}#\\\x00\u202e\ufeffaZ9"), max_size=12) | st.text(
    max_size=12
)
IDS = st.text("abz09-", min_size=1, max_size=6).filter(lambda text: text[0] != "-").map(Id)


@st.composite
def rounds(draw: st.DrawFn) -> Round:
    """A round of strange words: Vietnamese, formulas, control signs, nothing."""
    words = SIGNS.map(lambda text: f"x{text}")
    people = draw(st.lists(IDS, unique=True, min_size=1, max_size=4))
    question = draw(IDS)
    areas = [Id(name) for name in ("farming", "industry", "roads", "ai")]
    ranks = [Rank.OVERRIDING, Rank.HIGH, Rank.MEDIUM, Rank.LOW, Rank.NONE, None]
    pairs = draw(st.lists(st.tuples(st.sampled_from(people), st.sampled_from(areas)), unique=True, max_size=6))
    return Round(
        id=draw(IDS.filter(lambda name: name != "r1")),
        title=Text.of(en=draw(words), vi=draw(SIGNS)),
        closed=draw(st.dates(dt.date(2026, 1, 1), dt.date(2026, 11, 22))),
        invited=tuple(draw(st.dictionaries(st.sampled_from(list(Category)), st.integers(0, 99))).items()),
        questions=(Question(id=question, text=Text.of(vi=draw(words), en=draw(SIGNS))),),
        respondents=tuple(
            Respondent(pseudonym=name, organisation_type=draw(words), category=(draw(st.sampled_from(list(Category))),))
            for name in people
        ),
        answers=tuple(
            Answer(pseudonym=name, question=question, area=area, value=draw(st.sampled_from(ranks)), reason=draw(SIGNS))
            for name, area in pairs
        ),
    )


@given(rounds(), SIGNS, SIGNS)
@settings(max_examples=25)
def test_what_is_closed_is_read(write_small: Callable[[Path], Path], made: Round, reason: str, text: str) -> None:
    with TemporaryDirectory() as place:
        folder = write_small(Path(place) / "small")
        request = replace(REQUEST, text=Text.of(vi=f"x{text}", en=text), signatory=reason)
        tables: dict[type[Row], list[Row]] = {
            Stakeholder: [ORGANISATION],
            Request: [request],
            Position: [replace(POSITION, reason=reason)],
        }
        close_round(folder, made, tables)
        workspace, findings = read_workspace(folder)
        assert workspace
        assert findings == ()
        found = next(item for item in workspace.voices.rounds if item.id == made.id)
        assert found.questions == tuple(map(tidy, made.questions))
        assert sorted(found.respondents, key=str) == sorted(map(tidy, made.respondents), key=str)
        assert sorted(found.answers, key=str) == sorted(map(tidy, made.answers), key=str)
        assert dict(found.invited) == {name: count for name, count in made.invited if count}
        assert found.closed == made.closed
        assert workspace.voices.requests == (tidy(request),)
        assert workspace.voices.positions[0].reason == tidy(replace(POSITION, reason=reason)).reason
        for path in folder.glob("judgements/*/*.csv"):
            with path.open(encoding="utf-8", newline="") as file:
                assert not any(cell.startswith(("=", "+", "-", "@")) for line in csv.reader(file) for cell in line)
        assert close_round(folder, made, tables) == ()


# Several processes

CLOSING = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_handover_rounds import ROUND, SAID
from opennss.errors import WorkspaceError
from opennss.workspace.handover import close_round
left = [int(sys.argv[3])]
for name in ("replace", "rename"):
    def moved(path, place, real=getattr(Path, name)):
        if path.parent == Path(sys.argv[1]):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return real(path, place)
    setattr(Path, name, moved)
print(len(close_round(Path(sys.argv[1]), ROUND, SAID)))
"""


@pytest.fixture
def start(tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """Start a process that closes the round; it is killed before its move of this number."""
    code = tmp_path / "code"
    code.mkdir()
    (code / "test_handover_rounds.py").write_bytes(Path(__file__).read_bytes())

    def run(folder: Path, killed: int = 0) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", CLOSING, str(folder), str(code), str(killed)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    return run


def test_two_processes_that_close_the_same_round(country: Path, start: Callable[..., subprocess.Popen[str]]) -> None:
    told = [process.communicate()[0].strip() for process in [start(country) for _ in range(2)]]
    assert sorted(told) == ["0", "9"]
    assert errors(country) == []


def test_a_process_that_is_killed_leaves_a_folder_that_reads(
    tmp_path: Path, write_small: Callable[[Path], Path], start: Callable[..., subprocess.Popen[str]]
) -> None:
    whole = write_small(tmp_path / "whole")
    close_round(whole, ROUND, SAID)
    running = [(write_small(tmp_path / f"killed-{move}"), move) for move in range(1, 6)]
    for folder, process in [(folder, start(folder, move)) for folder, move in running]:
        process.communicate()
        assert process.returncode == -9
        assert errors(folder) == []
        assert not (folder / "judgements/r2").exists(), "the seal comes last"
        close_round(folder, ROUND, SAID)
        left = {name: content for name, content in bytes_of(folder).items() if not name.endswith(".part")}
        assert left == bytes_of(whole)


def test_the_clock_is_moved_before_what_happened_later(country: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved: list[str] = []
    move = Path.replace
    monkeypatch.setattr(Path, "replace", lambda path, place: (moved.append(place.name), move(path, place))[0])
    late = replace(REQUEST, date=dt.date(2027, 3, 1))
    assert close_round(country, None, {Stakeholder: [ORGANISATION], Request: [late]}) == tuple(moved)
    assert moved == ["nss.toml", "stakeholders.csv", "requests.csv"], "killed after any of them, the folder reads"


@pytest.mark.parametrize("spelling", ['"as_of" = ', "  as_of= "])
def test_the_clock_is_found_however_it_is_spelt(country: Path, edit: Edit, spelling: str) -> None:
    edit("nss.toml", "as_of = ", spelling)
    close_round(country, replace(ROUND, closed=dt.date(2026, 12, 1)))
    assert f"{spelling}2026-12-01\n" in (country / "nss.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("locks", [True, False], ids=["locks", "no locks"])
def test_proposals_on_one_table_at_once_are_all_kept(
    country: Path, monkeypatch: pytest.MonkeyPatch, locks: bool
) -> None:
    if not locks:
        monkeypatch.setitem(sys.modules, "fcntl", None)
    names = {"farming": "Farming", "industry": "Industry", "roads": "Road safety", "ai": "Artificial intelligence"}
    proposals = [CellChange("areas.csv", (key,), "name_en", name, f"{name} 2") for key, name in names.items()]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda change: accept_proposal(country, change), proposals))
    text = (country / "areas.csv").read_text("utf-8")
    assert [f"{name} 2" in text for name in names.values()] == [True] * 4


def test_of_two_proposals_on_one_cell_one_is_stale(country: Path) -> None:
    def accept(after: str) -> str:
        try:
            return accept_proposal(country, replace(CELL, after=after))[0]
        except WorkspaceError as error:
            return error.findings[0].code

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(accept, ("Một", "Hai", "Ba", "Bốn")))
    assert sorted(told) == ["areas.csv", *["proposal-stale"] * 3]


# Proposals

CELL = CellChange("areas.csv", ("industry",), "name_vi", "Công nghiệp chế biến", "=Công nghiệp\x00 chế tạo")


def test_a_cell_is_changed_if_it_is_what_it_was(country: Path) -> None:
    assert accept_proposal(country, CELL) == ("areas.csv",)
    text = (country / "areas.csv").read_text("utf-8")
    assert text.startswith("id,name_en,name_vi,"), "languages stay in their order"
    assert "industry,Industry,'=Công nghiệp chế tạo,sector" in text
    assert accept_proposal(country, CELL) == (), "a second call is harmless"
    with pytest.raises(WorkspaceError) as raised:
        accept_proposal(country, replace(CELL, after="Khác"))
    assert codes(raised) == ["proposal-stale"]
    assert raised.value.findings[0].values == {"value": "=Công nghiệp chế tạo"}


@pytest.mark.parametrize(
    ("key", "file", "column", "before", "after"),
    [
        ("farming", "areas.csv", "legal", "no", "yes"),
        ("farming", "areas.csv", "name_en", "Farming", ""),
        ("used / 2027", "targets.csv", "target", "40.0", "45.5"),
        ("gdp-share /  / A / 2024", "evidence.csv", "value", "11.86", "?"),
        ("industry", "areas.csv", "note", "'=not a formula", "-"),
    ],
)
def test_values_of_every_kind(country: Path, key: str, file: str, column: str, before: str, after: str) -> None:
    change = CellChange(file, tuple(part.strip() for part in key.split("/")), column, before, after)
    assert accept_proposal(country, change) == (file,)
    assert accept_proposal(country, replace(change, before=after, after=before)) == (file,)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (replace(CELL, key=("mining",)), "proposal-row"),
        (replace(CELL, column="name_fr"), "proposal-place"),
        (replace(CELL, column="line"), "proposal-place"),
        (replace(CELL, file="nss.toml"), "proposal-place"),
        (replace(CELL, file="judgements/r1/answers.csv"), "proposal-place"),
        (replace(CELL, file="../areas.csv"), "proposal-place"),
        (replace(CELL, column="kind", before="sector", after="sectr"), "unknown-value"),
        (replace(CELL, column="id", before="industry", after="manufacture"), "unknown-code"),
        (TextChange("text/en/../../nss.toml", "a", "b"), "proposal-place"),
        (TextChange("/text/en/vision.md", "a", "b"), "proposal-place"),
        (TextChange("judgements/r1/round.toml", "a", "b"), "proposal-place"),
        (TextChange("nss.toml", "a", "b"), "proposal-place"),
        (TextChange("text/en/mission.md", "a", "b"), "unreadable-file"),
        (TextChange("text/en/vision.md", "", "b"), "proposal-stale"),
        (TextChange("text/en/vision.md", "We serve", "They help"), "proposal-stale"),
        (TextChange("text/en/vision.md", "s", "S"), "proposal-twice"),
        (TextChange("text/en/vision.md", "They serve", "They serve 12"), "digits-in-prose"),
        (TextChange("text/en/vision.md", "They serve", "{{ no.fact }} serve"), "unknown-fact"),
        (TextChange("text/en/vision.md", "They serve", "{{ areas.count | loud }} serve"), "unknown-style"),
        (TextChange("text/en/vision.md", "They serve", "{{ serve"), "bad-braces"),
    ],
)
def test_a_change_that_is_refused(country: Path, change: CellChange | TextChange, code: str) -> None:
    before = bytes_of(country)
    with pytest.raises(WorkspaceError) as raised:
        accept_proposal(country, change)
    assert code in codes(raised)
    assert bytes_of(country) == before


def test_a_passage_is_changed_once(country: Path) -> None:
    change = TextChange("text/vi/vision.md", "Tiêu chuẩn phục vụ", "Tiêu chuẩn phục vụ\r\nmọi người và")
    assert accept_proposal(country, change) == ("text/vi/vision.md",)
    assert "Tiêu chuẩn phục vụ\nmọi người và {{ areas.count }}" in (country / change.file).read_text("utf-8")
    assert accept_proposal(country, change) == (), "the old passage stands inside the new one"
    other = TextChange("text/en/vision.md", "They serve", "Standards serve")
    assert [accept_proposal(country, other) for _ in range(2)] == [(other.file,), ()]
    stale = TextChange("text/en/vision.md", "They serve {{ areas.count }}", "x")
    with pytest.raises(WorkspaceError) as raised:
        accept_proposal(country, stale)
    assert str(raised.value.findings[0].values["value"]).startswith("Standards serve {{ areas.count")


def test_facts_that_are_known_may_be_named(country: Path) -> None:
    change = TextChange("text/en/vision.md", "They serve", "They serve {{ plan.days }} days,")
    with pytest.raises(WorkspaceError):
        accept_proposal(country, change)
    assert accept_proposal(country, change, facts={"areas.count", "plan.days"}) == (change.file,)


# Uploaded tables

PEOPLE = """\
id,name_vi,type,category,primary
association-a,Hiệp hội A,trade-associations,A2,yes
union-b,=Công đoàn B,trade-unions,D,no
"""


def upload(folder: Path, name: str, text: str, sheets: Sequence[str] = ("stakeholders",)) -> Path:
    """Write an uploaded file of either form beside the folder."""
    path = folder.parent / name
    if path.suffix == ".csv":
        path.write_text(text, "utf-8")
        return path
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        page = book.create_sheet(sheet)
        for line in text.splitlines():
            page.append(line.split(","))
            for cell in page[page.max_row]:
                cell.data_type = "s" if cell.value else "n"
    book.save(path)
    return path


@pytest.mark.parametrize("name", ["people.csv", "people.xlsx"])
def test_an_upload_is_previewed_then_taken(country: Path, name: str) -> None:
    close_round(country, None, SAID)
    before = bytes_of(country)
    path = upload(country, name, PEOPLE)
    found = import_table(country, Stakeholder, path)
    assert bytes_of(country) == before
    assert [(change.deed, change.row.line) for change in found.changes] == [(Deed.SAME, 2), (Deed.ADDED, 3)]
    assert not found.refused
    assert found.written == ()
    assert [(cell.column, cell.after) for cell in cells_of(found.changes[1])] == [
        ("id", "union-b"), ("name_vi", "=Công đoàn B"), ("type", "trade-unions"), ("category", "D"),
        ("primary", "no"), ("illustrative", "no"),
    ]  # fmt: skip
    assert import_table(country, Stakeholder, path, write=True).written == ("stakeholders.csv",)
    workspace, _ = read_workspace(country)
    assert workspace
    assert workspace.voices.stakeholders[0] == ORGANISATION, "columns that the upload lacks stay"
    assert workspace.voices.stakeholders[1].name == Text.of(vi="=Công đoàn B")
    again = import_table(country, Stakeholder, path, write=True)
    assert ({change.deed for change in again.changes}, again.written) == ({Deed.SAME}, ())


def test_a_changed_row_tells_its_cells(country: Path) -> None:
    close_round(country, None, SAID)
    path = upload(country, "people.csv", PEOPLE.replace("A2", "A1").replace("Hiệp hội A", "Hội A"))
    found = import_table(country, Stakeholder, path, write=True)
    assert found.written
    told = [(cell.key, cell.column, cell.before, cell.after) for cell in cells_of(found.changes[0])]
    assert told == [
        (("association-a",), "name_vi", "Hiệp hội A", "Hội A"), (("association-a",), "category", "A2", "A1"),
    ]  # fmt: skip


def test_an_upload_with_a_fault_writes_nothing(country: Path) -> None:
    before = bytes_of(country)
    bad = PEOPLE + "\n\nunion-b,Lại,,,\nc,Tên,,Z,maybe\n"
    found = import_table(country, Stakeholder, upload(country, "people.csv", bad), write=True)
    told = [(item.file, item.row, item.code) for item in found.findings if item.severity is Severity.ERROR]
    assert told == [
        ("people.csv", 6, "duplicate-key"), ("people.csv", 7, "unknown-value"), ("people.csv", 7, "not-yes-no"),
    ]  # fmt: skip
    positions = "stakeholder,area,rank,signatory,date\n\nnobody,roads,1,A,2026-11-01\n"
    found = import_table(country, Position, upload(country, "positions.csv", positions), write=True)
    assert [(item.file, item.row, item.code) for item in found.findings] == [("positions.csv", 3, "unknown-code")]
    assert found.refused
    assert bytes_of(country) == before


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.ods", b"x", "upload-kind"),
        ("a.csv", b"", "empty-file"),
        ("a.csv", b"id,na\0me\n", "nul-bytes"),
        ("a.csv", b"\xff\xfei\0d\0", "legacy-encoding"),
        ("a.csv", b"id,name_en\n\xe0\n", "legacy-encoding"),
        ("a.csv", b'id,"name', "broken-csv"),
        ("a.csv", b"who,what\n1,2\n", "missing-header"),
        ("a.csv", b"id," * 300 + b"\n", "office-limits"),
        ("a.csv", b"id\n" + b"x\n" * 30_000, "office-limits"),
        ("a.csv", b"id,name_en\n" + b"x," * 300_000, "office-limits"),
        ("a.csv", b"\n" * 200_000, "office-limits"),
        ("a.csv", b"x" * 9_000_000, "office-limits"),
        ("a.csv", b"id,name_en,primary\n" + b"x,y,z\n" * 300, "office-many-faults"),
        ("a.xlsx", b"no zip", "office-no-zip"),
        ("a.xlsx", b"", "office-no-zip"),
    ],
)
def test_a_hostile_file_is_a_finding(country: Path, name: str, content: bytes, code: str) -> None:
    path = country.parent / name
    path.write_bytes(content)
    before = bytes_of(country)
    found = import_table(country, Stakeholder, path, write=True)
    assert code in {item.code for item in found.findings}
    assert found.refused
    assert len(found.findings) < 250
    assert bytes_of(country) == before


def test_what_is_no_file_and_what_is_a_long_quotation(country: Path) -> None:
    pipe = country.parent / "pipe.csv"
    os.mkfifo(pipe)
    assert [item.code for item in import_table(country, Stakeholder, pipe).findings] == ["unreadable-file"]
    long = upload(country, "long.csv", "id,name_en\n" + "Ă" * 9_000 + ",y\n")
    assert len(str(import_table(country, Stakeholder, long).findings[0].values["value"])) < 100


def test_the_sheet_of_a_workbook_is_found_by_its_name(country: Path) -> None:
    two = upload(country, "two.xlsx", PEOPLE, ("notes", "stakeholders"))
    assert len(import_table(country, Stakeholder, two).changes) == 2
    assert len(import_table(country, Stakeholder, upload(country, "one.xlsx", PEOPLE, ("Sheet1",))).changes) == 2
    unnamed = import_table(country, Stakeholder, upload(country, "none.xlsx", PEOPLE, ("a", "b")), write=True)
    assert [item.code for item in unnamed.findings] == ["upload-sheet"]


def test_numbers_with_decimal_commas_come_in(country: Path) -> None:
    text = "indicator;area;code;period;value;unit;source\ngdp-share;;C;2024;24,5;percent;gso\n"
    found = import_table(country, Observation, upload(country, "evidence.csv", text), write=True)
    assert found.written == ("evidence.csv",)
    assert [(cell.column, cell.before, cell.after) for cell in cells_of(found.changes[0])] == [
        ("value", "24.43", "24.5")
    ]


@pytest.mark.parametrize("name", [table.file for table in TABLES])
def test_every_table_of_the_folder_comes_back_as_the_same(vietnam: Path, tmp_path: Path, name: str) -> None:
    table = next(table for table in TABLES if table.file == name)
    if not (vietnam / name).is_file():
        assert not table.required
        return
    for file in ("nss.toml", name):
        (tmp_path / file).write_bytes((vietnam / file).read_bytes())
    found = import_table(tmp_path, table.row, vietnam / name, write=True)
    assert {change.deed for change in found.changes} <= {Deed.SAME}
    assert found.written == ()


def test_what_is_no_table_is_refused(country: Path) -> None:
    with pytest.raises(ValueError, match="Answer"):
        import_table(country, Answer, country / "areas.csv")
