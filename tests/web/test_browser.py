"""The whole way in a browser, against a real desk: from a table of stakeholders to a proposal written into the folder.

Every kind of page that is met is looked at by axe in the language it is met in, may ask nothing of another place, and
may say nothing on the browser's console.
"""

from __future__ import annotations

import csv
import datetime as dt
import email
import importlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from opennss_web.words import say

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
BENCHES = Path(__file__).parents[2] / "benchmarks" / "web"
VI, EN = "vi", "en"
PHONE, SCREEN = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SOON = (dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=20)).isoformat()
LINK = re.compile(r"http://\S+/r/\S+")
STAKEHOLDERS = """\
id,name_en,name_vi,type,category,primary,illustrative
ministry,Ministry A,Bộ A,authorities,B,yes,yes
union,Union A,Công đoàn A,trade-unions,D,yes,yes
"""
EXPERTS = [(f"expert-{number}@example.org", "A1" if number < 4 else "B") for number in range(1, 7)]
OTHERS = (
    "steps", "stakeholders/engagement", "rounds", "rounds/urgency-2/feedback", "rounds/urgency-2/preview",
    "rounds/views-1/records", "results", "results/plan", "results/goals", "results/rounds", "results/charts",
    "results/weights", "results/areas/roads", "desk/consultations", "proposals", "receipts", "accounts", "history",
)  # fmt: skip
SAID = "Tầm nhìn này cần nêu rõ ai được hưởng lợi."
AFTER = "Standards serve {{ areas.count }} areas of life, see 411/QĐ-TTg and ISO 39001."

IN_CI = os.environ.get("CI") == "true"
pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not IN_CI and not Path(CHROMIUM).exists(), reason="needs Chromium"),
]


@dataclass
class Walk:
    """A desk, a browser, and everything that was found amiss on the way."""

    desk: Any
    browser: Any
    amiss: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    @property
    def base(self) -> str:
        """The address of the desk."""
        return f"http://127.0.0.1:{self.desk.port}"


@pytest.fixture
def walk(small: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    """A desk that serves a copy of the small country, and a browser."""
    monkeypatch.syspath_prepend(BENCHES)
    with importlib.import_module("desk").desk("sqlite", small) as desk, playwright.sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield Walk(desk, browser)
        browser.close()


def visitor(walk: Walk, language: str, size: dict[str, int], scripts: bool = True) -> Any:
    """Return the page of somebody new whose browser wishes a language."""
    locale = {VI: "vi-VN", EN: "en-GB"}[language]
    context = walk.browser.new_context(viewport=size, locale=locale, java_script_enabled=scripts)
    context.set_default_timeout(20_000)
    page = context.new_page()

    def ask(request: Any) -> None:
        if not request.url.startswith((walk.base, "data:")):
            walk.amiss.append(f"{page.url}: asks for {request.url}")

    def hear(message: Any) -> None:
        if message.type in ("error", "warning"):
            walk.amiss.append(f"{page.url}: {message.text}")

    page.on("request", ask)
    page.on("console", hear)
    page.on("pageerror", lambda error: walk.amiss.append(f"{page.url}: {error}"))
    return page


def look(walk: Walk, page: Any, kind: str, language: str) -> None:
    """Look at a kind of page once in a language and at a width: its language, its breadth, and what axe finds."""
    width = page.viewport_size["width"]
    if f"{kind} {language} {width}" in walk.seen:
        return
    walk.seen.add(f"{kind} {language} {width}")
    where = f"{kind} ({language}, {width} px)"
    told = page.evaluate("[document.documentElement.lang, document.documentElement.scrollWidth]")
    if told[0] != language:
        walk.amiss.append(f"{where}: says it is in {told[0]}")
    if told[1] > width:
        walk.amiss.append(f"{where}: is {told[1]} px broad")
    for one in axe.Axe().run(page).response["violations"]:
        nodes = "; ".join(f"{node['html'][:160]} ({node['failureSummary'][:300]})" for node in one["nodes"][:3])
        walk.amiss.append(f"{where}: {one['id']}, {one['help']}, {len(one['nodes'])} times: {nodes}")


def follow(page: Any, target: Any) -> None:
    """Click what leads to another page, and wait for that page."""
    with page.expect_navigation():
        target.click()


def press(page: Any, key: str, language: str, **values: object) -> None:
    """Press the button, or follow the link, that says a sentence of the desk."""
    name = say(key, language, **values)
    kinds = page.get_by_role("button", name=name, exact=True).or_(page.get_by_role("link", name=name, exact=True))
    follow(page, kinds.first)


def mails(walk: Walk) -> dict[str, str]:
    """Return the personal links that the desk has mailed, by address."""
    found = {}
    for path in sorted((walk.desk.data / "mails").iterdir()):
        message = email.message_from_bytes(path.read_bytes())
        body = message.get_payload(decode=True)
        if isinstance(body, bytes) and (link := LINK.search(body.decode("utf-8"))):
            found[str(message["To"])] = link[0]
    return found


def enter(walk: Walk) -> Any:
    """Choose the language and come in by the address that the desk printed; return the office's page."""
    page = visitor(walk, VI, SCREEN)
    page.goto(walk.base)
    look(walk, page, "language", VI)
    opening = re.search(r"http://\S+/opening/\S+", walk.desk.log.read_text("utf-8"))
    assert opening
    page.goto(opening[0])
    follow(page, page.get_by_role("main").get_by_role("link", name="Tiếng Việt"))
    page.wait_for_url("**/steps")
    look(walk, page, "steps", VI)
    return page


def bring_stakeholders(walk: Walk, page: Any, tmp_path: Path) -> None:
    """Hand in a table, look at what it would do, confirm."""
    table = tmp_path / "people.csv"
    table.write_text(STAKEHOLDERS, encoding="utf-8")
    press(page, "rounds.menu-stakeholders", VI)
    page.set_input_files("#f-table", table)
    press(page, "rounds.import-preview", VI)
    look(walk, page, "import", VI)
    assert not (walk.desk.folder / "stakeholders.csv").exists()
    press(page, "rounds.import-take", VI)
    page.wait_for_url("**/stakeholders?added=2*")
    look(walk, page, "stakeholders", VI)
    assert "Công đoàn A" in (walk.desk.folder / "stakeholders.csv").read_text("utf-8")


def make_round(walk: Walk, page: Any, instrument: str, slug: str) -> None:
    """Make a round with its notice, and one question about all areas."""
    press(page, "rounds.menu-rounds", VI)
    press(page, f"rounds.new-{instrument}", VI)
    page.fill("#f-slug", slug)
    page.fill("#f-title_vi", f"Vòng {slug}")
    page.fill("#f-title_en", f"Round {slug}")
    page.fill("#f-day", SOON)
    page.fill("#f-notice_rights_vi", "Quý vị có thể rút lại câu trả lời cho đến khi vòng kết thúc.")
    look(walk, page, "round form", VI)
    press(page, "desk.save", VI)
    page.wait_for_url(f"**/rounds/{slug}")
    press(page, "rounds.kind-rate", VI)
    page.select_option("#f-which", "all")
    look(walk, page, "question form", VI)
    press(page, "desk.save", VI)
    page.wait_for_url(f"**/rounds/{slug}")
    look(walk, page, "round", VI)


def invite(walk: Walk, page: Any, slug: str, guests: list[dict[str, str]]) -> None:
    """Put persons on the list one by one, by the fields of the form; a field of a choice is named with its value."""
    for guest in guests:
        page.goto(f"{walk.base}/rounds/{slug}/invite")
        look(walk, page, "invite", VI)
        form = page.locator("form", has=page.locator("input[name=deed][value=person]"))
        for name, value in guest.items():
            entry = form.locator(f"[name={name}]")
            if name in ("person", "mail"):
                entry.fill(value)
            else:
                entry.select_option(value)
        follow(page, form.get_by_role("button"))
        page.wait_for_url("**/invitations?added=1")


def open_and_send(walk: Walk, page: Any, slug: str) -> None:
    """Open the round and send the links."""
    page.goto(f"{walk.base}/rounds/{slug}")
    press(page, "rounds.open", VI)
    page.wait_for_selector(".state.running")
    press(page, "rounds.invitations", VI)
    press(page, "rounds.send", VI)
    page.wait_for_url("**/invitations?sent=*&failed=0*")
    look(walk, page, "invitations", VI)


def answer(walk: Walk, link: str, language: str, size: dict[str, int], scripts: bool = True) -> Any:
    """Agree and rate every area; with scripts the sheet saves itself, without them by its button. Return the page."""
    page = visitor(walk, language, size, scripts)
    page.goto(f"{link}?lang={language}")  # it opens in the language of the invitation
    if page.locator("#agree").count():
        if scripts:
            look(walk, page, "begin", language)
        page.check("#agree")
        press(page, "answering.begin", language)
    page.wait_for_selector("fieldset.rate")
    scales = page.locator("fieldset.rate .scale").all()
    assert len(scales) == 4
    for number, scale in enumerate(scales):
        scale.locator("label").nth(1 + number % 3).click()
    if scripts:
        playwright.expect(page.locator("#status")).to_contain_text(say("answering.saved", language))
        page.reload()
        look(walk, page, "sheet", language)
    else:
        press(page, "answering.save", language)
    playwright.expect(page.locator("fieldset.rate input:checked")).to_have_count(4)
    return page


def send(walk: Walk, page: Any, language: str, key: str = "answering.send", scripts: bool = True) -> None:
    """Send the sheet and look at its receipt."""
    press(page, key, language)
    assert page.locator("strong.code").inner_text()
    if scripts:
        look(walk, page, "receipt", language)
    page.context.close()


def focus(page: Any, wanted: str) -> None:
    """Press Tab until what is wanted has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"Tab does not reach {wanted}")


def answer_by_keys(walk: Walk, link: str) -> None:
    """Answer and send a whole sheet without a pointer."""
    page = visitor(walk, VI, SCREEN)
    page.goto(link)
    focus(page, "#agree")
    page.keyboard.press("Space")
    focus(page, "main button")
    page.keyboard.press("Enter")
    page.wait_for_selector("fieldset.rate")
    for number in range(4):
        focus(page, f"fieldset.rate:nth-of-type({number + 1}) input[type=radio]")
        page.keyboard.press("ArrowRight")
    playwright.expect(page.locator("fieldset.rate input:checked")).to_have_count(4)
    playwright.expect(page.locator("#status")).to_contain_text(say("answering.saved", VI))
    focus(page, "button[formaction$='/send']")
    page.keyboard.press("Enter")
    page.wait_for_selector("strong.code")
    page.context.close()


def judge(walk: Walk, page: Any) -> None:
    """Ask six experts of two categories; four answer: on a phone, without scripts, by the keyboard, in English."""
    make_round(walk, page, "judgement", "urgency-2")
    tongues = {EXPERTS[3][0]: EN}  # a link opens in the language of its invitation
    guests = [{"mail": mail, "category": one, "language": tongues.get(mail, VI)} for mail, one in EXPERTS]
    invite(walk, page, "urgency-2", guests)
    open_and_send(walk, page, "urgency-2")
    links = mails(walk)
    assert sorted(links) == [mail for mail, _ in EXPERTS]
    first, second, third, fourth = (links[mail] for mail, _ in EXPERTS[:4])
    send(walk, answer(walk, first, VI, PHONE), VI)
    send(walk, answer(walk, second, VI, PHONE, scripts=False), VI, scripts=False)
    answer_by_keys(walk, third)
    send(walk, answer(walk, fourth, EN, SCREEN), EN)


def position(walk: Walk, page: Any) -> None:
    """Let an organisation draft its position by one link and sign it by another."""
    make_round(walk, page, "position", "views-1")
    guests = [
        {"mail": f"{scope}@example.org", "organisation": "ministry", "scope": scope, "language": VI}
        for scope in ("draft", "sign")
    ]
    invite(walk, page, "views-1", guests)
    open_and_send(walk, page, "views-1")
    links = mails(walk)
    drafter = answer(walk, links["draft@example.org"], VI, PHONE)
    assert not drafter.locator("#signatory").count()
    signer = visitor(walk, VI, PHONE)
    signer.goto(links["sign@example.org"])
    if signer.locator("#agree").count():
        signer.check("#agree")
        press(signer, "answering.begin", VI)
    playwright.expect(signer.locator("fieldset.rate input:checked")).to_have_count(4)
    signer.fill("#signatory", "Người Ký A")
    signer.fill("#function", "Cục trưởng")
    signer.check("#on-record")
    look(walk, signer, "signing", VI)
    send(walk, signer, VI, "answering.sign-send")


def close(walk: Walk, page: Any, slug: str) -> None:
    """Look at the coverage and close."""
    page.goto(f"{walk.base}/rounds/{slug}/coverage")
    look(walk, page, "coverage", VI)
    press(page, "rounds.close", VI)
    look(walk, page, "closing", VI)
    press(page, "channels.close-yes", VI)
    page.wait_for_selector(".fine code")
    look(walk, page, "closed", VI)


def table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table of the folder."""
    return list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))


def folder_holds_the_rounds(walk: Walk) -> None:
    """Check what closing wrote: four anonymous sheets, one signed position, and nobody's address."""
    folder = walk.desk.folder
    respondents = table(folder / "judgements/urgency-2/respondents.csv")
    assert len(respondents) == 4
    assert {row["category"] for row in respondents} == {"A1;B"}  # four people are too few to be told apart
    assert len(table(folder / "judgements/urgency-2/answers.csv")) == 16
    assert {row["stakeholder"] for row in table(folder / "positions.csv")} == {"ministry"}
    written = [path.read_text("utf-8") for path in folder.rglob("*") if path.suffix in (".csv", ".toml")]
    assert not any("@example.org" in text for text in written)


def release(walk: Walk, page: Any) -> None:
    """Keep a release by the command, look at the ranking, show it to the public."""
    command = [sys.executable, "-m", "opennss_web", "release", walk.desk.folder, "--data", walk.desk.data]
    done = subprocess.run(command, env=walk.desk.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page.goto(f"{walk.base}/results")
    look(walk, page, "ranking", VI)
    rows = page.locator("main tbody tr")
    playwright.expect(rows).to_have_count(4)
    playwright.expect(rows.filter(has_text="An toàn đường bộ")).to_have_count(1)
    page.goto(f"{walk.base}/releases?lang=en")
    look(walk, page, "releases", EN)
    press(page, "office.publish", EN)
    page.goto(f"{walk.base}/results")
    look(walk, page, "ranking", EN)


def consult(walk: Walk, page: Any) -> None:
    """Open the public consultation; a visitor with a phone comments on a clause."""
    press(page, "consultation.menu-desk", EN)
    page.fill("#title-vi", "Dự thảo một")
    page.fill("#title-en", "Draft one")
    page.fill("#slug", "draft-1")
    look(walk, page, "consultations desk", EN)
    press(page, "consultation.open-it", EN)
    page.wait_for_url("**/desk/consultations/draft-1")
    look(walk, page, "consultation", EN)
    guest = visitor(walk, VI, PHONE)
    guest.goto(f"{walk.base}/consultations?lang=vi")
    look(walk, guest, "consultations", VI)
    follow(guest, guest.get_by_role("link", name="Dự thảo một"))
    look(walk, guest, "draft", VI)
    follow(guest, guest.locator("ol.contents > li > a").first)
    look(walk, guest, "chapter", VI)
    follow(guest, guest.locator(".remark a").first)
    guest.check("input[name=type][value=te]")
    guest.fill("#comment", SAID)
    look(walk, guest, "comment form", VI)
    press(guest, "consultation.send", VI)
    guest.wait_for_selector(".code strong")
    look(walk, guest, "comment received", VI)
    guest.context.close()


def decide(walk: Walk, page: Any) -> None:
    """Find the comment, decide it with a reply in both languages."""
    press(page, "consultation.sort", EN)
    look(walk, page, "comments", EN)
    follow(page, page.locator("tbody tr", has_text=SAID).get_by_role("link"))
    page.check("#d-accepted")
    page.fill("#o-vi", "Đã tiếp thu.")
    page.fill("#o-en", "Taken up.")
    look(walk, page, "comment", EN)
    press(page, "consultation.decide", EN)
    page.wait_for_selector("h1 .state.done")


def propose(walk: Walk, page: Any) -> None:
    """Propose another wording because of the comment, accept it, and find it in the folder."""
    text = walk.desk.folder / "text" / "en" / "vision.md"
    before = text.read_text("utf-8")
    press(page, "consultation.propose", EN)
    look(walk, page, "propose: page", EN)
    page.select_option("#page", "text/en/vision.md")
    follow(page, page.locator("form", has=page.locator("#page")).get_by_role("button"))
    look(walk, page, "propose: passage", EN)
    follow(page, page.locator("li.card", has_text="They serve").get_by_role("link"))
    page.fill("#after", AFTER)
    page.fill("#reason", "The comment asks whom the standards serve.")
    look(walk, page, "propose: words", EN)
    press(page, "consultation.propose-it", EN)
    follow(page, page.get_by_role("link", name="text/en/vision.md"))
    look(walk, page, "proposal", EN)
    assert text.read_text("utf-8") == before
    press(page, "consultation.accept", EN)
    page.wait_for_selector(".state.done")
    look(walk, page, "proposal accepted", EN)
    assert text.read_text("utf-8") == f"# Vision\n\n{AFTER}\n"


def look_around(walk: Walk, page: Any) -> None:
    """Look on a phone at the pages that lie beside the way."""
    page.set_viewport_size(PHONE)
    for path in OTHERS:
        response = page.goto(f"{walk.base}/{path}?lang=vi")
        assert response.status == 200, (path, walk.desk.log.read_text("utf-8")[-1500:])
        look(walk, page, path, VI)


def test_a_strategy_goes_all_the_way_in_a_browser(walk: Walk, tmp_path: Path) -> None:
    page = enter(walk)
    bring_stakeholders(walk, page, tmp_path)
    judge(walk, page)
    position(walk, page)
    for slug in ("urgency-2", "views-1"):
        close(walk, page, slug)
    folder_holds_the_rounds(walk)
    release(walk, page)
    consult(walk, page)
    decide(walk, page)
    propose(walk, page)
    look_around(walk, page)
    assert not walk.amiss, "\n".join(walk.amiss)
