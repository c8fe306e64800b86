"""Every page as a first visitor meets it: its weight, its time on a slow line, axe, and answering without a mouse.

    python benchmarks/web/pages.py [--quick]

Every route that is shown by GET is visited: the addresses stand in ``ADDRESSES``, all others are found as links on
those pages; a route that is in neither is counted, and so fails. Each page is opened by a browser that has seen nothing
before, on a phone's screen, over a line of 400 kbit/s with 100 ms of delay, once in each language.
"""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from desk import Desk, Row, campaign, desk, row, say
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
LINE = {"offline": False, "latency": 100, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
LANGUAGES = ("vi", "en")
HEAVIEST = 150_000
MOST = 400
"""Pages that the search for links opens."""

ADDRESSES = {
    "home": "/", "login": "/login", "receipts": "/receipts",
    "sheet": "/r/open/{fresh}/", "sheet, begun": "/r/open/{begun}/", "sheet, sent": "/r/open/{sent}/",
    "sheet, of an organisation": "/r/bodies/{body_begun}/", "sheet, over": "/r/before/{over}/",
    "sheet-withdraw": "/r/open/{sent}/withdraw", "reply": "/r/before/{over}/reply",
    "feedback-before": "/r/after/{followed}/feedback", "feedback": "/rounds/before/feedback",
    "round": "/rounds/open", "round, draft": "/rounds/plan", "round, closed": "/rounds/before",
    "round-edit": "/rounds/plan/edit", "round-preview": "/rounds/open/preview",
    "round-new": "/rounds/new/judgement", "question-new": "/rounds/plan/questions/new/rate",
    "question-edit": "/rounds/plan/questions/{question}", "invitation": "/rounds/open/invitations/{invitation}",
    "invite": "/rounds/open/invite", "records": "/rounds/bodies/records", "round-close": "/rounds/open/close",
    "record": "/rounds/bodies/records/{organisation}/letter", "results-area": "/results/areas/{area}",
    "results-goal": "/results/goals/{goal}", "comment": "/desk/comments/{comment}",
    "comment-propose": "/desk/comments/{comment}/propose?kind=cell", "proposal": "/proposals/{proposal}",
    "draft": "/consultations/draft", "draft-upload": "/consultations/draft/upload",
    "draft-receipt": "/consultations/draft/receipt", "draft-comment": "/consultations/draft/comment",
    "draft-replies": "/consultations/earlier/replies", "consultation-letter": "/desk/consultations/draft/letter",
    "consultation": "/desk/consultations/draft", "consultation-comments": "/desk/consultations/draft/comments",
    "api-release": "/api/v1/release", "api-unknown": "/api/v1/nothing",
}  # fmt: skip
ELSEWHERE = re.compile(r"opening|workshop.*|team|team-code|record-scan|draft-chart|draft-replies-file|api-.*")
"""Routes that show no page here: spent at the first visit, of a workshop, files that this small desk
lacks, programs."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one visit to one page came to."""

    name: str
    language: str
    status: int
    weight: int
    seconds: float
    strangers: int
    faults: tuple[str, ...]


def rows(database: str, quick: bool) -> list[Row]:
    """Visit all pages; a quick run takes every tenth, in one language."""
    with desk(database) as running, sync_playwright() as playwright:
        world = running.ask("world")
        routes = running.ask("routes")
        places = dict(_places(running, world, routes))
        missing = sorted({route["name"] for route in routes} - {name.partition(",")[0] for name in places})
        missing = [name for name in missing if not ELSEWHERE.fullmatch(name)]
        pages = {name: path for name, path in places.items() if not ELSEWHERE.fullmatch(name)}
        if quick:
            pages = {name: path for number, (name, path) in enumerate(pages.items()) if number % 10 == 0}
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        seen = [
            visit(browser, running.port, name, path, language, world["visit"] if _staff(name, routes) else "")
            for name, path in pages.items()
            for language in (LANGUAGES[:1] if quick else LANGUAGES)
        ]
        receipts = sum(walk(browser, running.port, world["walked"], language) for language in LANGUAGES[:1])
        browser.close()
    return _rows([one for one in seen if one is not None], missing, receipts)


def _rows(seen: list[Seen], missing: list[str], receipts: int) -> list[Row]:
    if missing:
        say(f"  routes without an address: {', '.join(missing)}")
    for one in seen:
        if one.faults or one.weight > HEAVIEST or one.strangers or one.status != 200:
            say(f"  {one.name} ({one.language}): {one.status}, {one.weight} bytes, {', '.join(one.faults)}")
    heavy, slow = max(seen, key=lambda one: one.weight), max(seen, key=lambda one: one.seconds)
    size = f"{len({one.name for one in seen})} page types, {len({one.language for one in seen})} languages"
    zero = {"goal": "0", "meets": lambda made: made.ours == 0}
    return [
        row("routes shown by GET without an address", size, "routes", len(missing), **zero),
        row("pages that could not be shown", size, "pages", sum(one.status != 200 for one in seen), **zero),
        row(f"heaviest first visit ({heavy.name})", size, "kB", heavy.weight / 1000, goal="<= 150",
            meets=lambda made: made.ours <= 150),
        row("requests to anybody else", size, "requests", sum(one.strangers for one in seen), **zero),
        row(f"slowest first visit at 400 kbit/s ({slow.name})", size, "s", slow.seconds),
        row("violations found by axe", size, "rules", sum(len(one.faults) for one in seen), **zero),
        row("receipts reached by keyboard alone", "1 link", "receipts", receipts, goal="1",
            meets=lambda made: made.ours == 1),
    ]  # fmt: skip


def _staff(name: str, routes: list[Mapping[str, Any]]) -> bool:
    """Say whether a page is only for staff: the public sees all others."""
    return "public" not in next(route["roles"] for route in routes if route["name"] == name.partition(",")[0])


def _places(running: Desk, world: Mapping[str, Any], routes: list[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Return an address of each route: those that are written down, then the first link that leads to another."""
    known = {name: address.format(**world) for name, address in ADDRESSES.items()}
    yield from known.items()
    patterns = [(route["name"], _pattern(route["path"])) for route in routes]
    found, waiting, opened = set(known), deque(["/?lang=en", "/steps", *known.values()]), set[str]()
    while waiting and len(opened) < MOST:
        path = waiting.popleft()
        if path in opened:
            continue
        opened.add(path)
        for link in _links(running.port, path, world["visit"]):
            name = next((name for name, pattern in patterns if pattern.fullmatch(link.partition("?")[0])), "")
            if name and name not in found:
                found.add(name)
                waiting.append(link)
                yield name, link


def _pattern(path: str) -> re.Pattern[str]:
    kinds = {"slug": r"[-\w]+", "int": r"\d+", "str": "[^/]+", "path": ".+"}
    parts = re.split(r"<(\w+):\w+>", path)
    return re.compile("/" + "".join(kinds[part] if at % 2 else re.escape(part) for at, part in enumerate(parts)))


def _links(port: int, path: str, visit: str) -> list[str]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Cookie": f"sessionid={visit}; lang=en"}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            if "text/html" not in answer.headers.get("Content-Type", ""):
                return []
            body = answer.read().decode()
    except (urllib.error.URLError, OSError):
        return []
    return [link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"#]*)', body)]


def _context(browser: Browser, port: int, language: str, visit: str) -> BrowserContext:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale=language)
    cookies = {"lang": language} | ({"sessionid": visit} if visit else {})
    context.add_cookies([{"name": k, "value": v, "url": f"http://127.0.0.1:{port}"} for k, v in cookies.items()])
    return context


def visit(browser: Browser, port: int, name: str, path: str, language: str, session: str) -> Seen | None:
    """Open one page for the first time over a slow line; ``None`` for a file, which is no page."""
    context = _context(browser, port, language, session)
    page = context.new_page()
    wire, weights, addresses = context.new_cdp_session(page), [], []
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", LINE)
    wire.on("Network.loadingFinished", lambda told: weights.append(told["encodedDataLength"]))
    page.on("request", lambda request: addresses.append(request.url))
    begun = time.perf_counter()
    try:
        answer = page.goto(f"http://127.0.0.1:{port}{path}", wait_until="load", timeout=60_000)
        took = time.perf_counter() - begun
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            return None
        page.wait_for_load_state("networkidle")
        faults = tuple(found["id"] for found in Axe().run(page).response["violations"])
        own = (f"http://127.0.0.1:{port}/", "data:")
        strangers = sum(not address.startswith(own) for address in addresses)
        return Seen(name, language, answer.status, int(sum(weights)), took, strangers, faults)
    except Exception as error:  # a download stops the visit: a file
        if "Download is starting" in str(error):
            return None
        raise
    finally:
        context.close()


def walk(browser: Browser, port: int, secret: str, language: str) -> bool:
    """Answer a link with Tab, Space and Enter alone; say whether a receipt was reached."""
    context = _context(browser, port, language, "")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/r/open/{secret}/")
    try:
        for _ in range(600):
            if page.locator("[data-receipt]").count():
                return True
            _step(page)
        return False
    finally:
        context.close()


def _step(page: Page) -> None:
    """Go to the next control and use it: tick what is not ticked, press what begins or sends."""
    page.keyboard.press("Tab")
    where = page.evaluate(
        """() => { const at = document.activeElement; const group = at.name ? document.getElementsByName(at.name) : [];
            return { type: at.type || "", id: at.id, done: [...group].some(one => one.checked),
                     goes: at.type !== "submit" ? "" : at.getAttribute("formaction") || at.form?.action || "" }; }"""
    )
    if where["type"] == "radio" and not where["done"]:
        page.keyboard.press("ArrowDown")  # the second of the ranks: the first one asks for a reason
    elif where["id"] == "agree" and not where["done"]:
        page.keyboard.press("Space")
    elif where["goes"].endswith(("/begin", "/send")):
        with page.expect_navigation():
            page.keyboard.press("Enter")


if __name__ == "__main__":
    campaign(str(__doc__), rows, databases=False)
