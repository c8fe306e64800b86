"""HTML: well formed, accessible, self-contained, text stays text."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from importlib import resources
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest

from opennss.document.writers.html import html_text, write_html
from opennss.document.writers.pictures import inline_svg

VOID = {"meta", "col", "br", "wbr", "link", "img", "input"}


class Tree(HTMLParser):
    """Every tag with its attributes; raises when tags do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs)
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.tags if tag == name]


@pytest.fixture(scope="module", params=["vi", "en", "hostile", "compact"])
def page(request: pytest.FixtureRequest, sample: ModuleType) -> Tree:
    """Return a printed and parsed page of each kind."""
    name = request.param
    document = sample.hostile() if name == "hostile" else sample.sample("en" if name == "compact" else name)
    return Tree(html_text(document, compact=name == "compact"))


def test_structure(page: Tree) -> None:
    assert page.all("html")[0]["lang"] in ("vi", "en")
    for name in ("title", "h1", "main", "header", "footer"):
        assert len(page.all(name)) == 1
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    trail = len([1 for attrs in page.all("section") if attrs.get("class") == "trail"])
    assert trail
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables(page: Tree) -> None:
    assert len(page.all("table")) == len(page.all("caption")) > 0
    assert {attrs["scope"] for attrs in page.all("th")} == {"col", "row"}
    boxes = [attrs for attrs in page.all("div") if "scroll" in str(attrs.get("class"))]
    assert boxes
    assert all(box["tabindex"] == "0" and box["role"] == "region" and box["aria-label"] for box in boxes)


def test_wide_boxes_scroll_and_say_so(page: Tree) -> None:
    wide = [attrs for attrs in page.all("div") if attrs.get("class") == "tablebox"] + page.all("figure")
    assert len(wide) == len(page.all("table")) + len(page.all("figure"))
    assert all(re.match(r"--min:\d+rem", str(attrs["style"])) for attrs in wide)
    assert len([attrs for attrs in page.all("div") if "scroll" in str(attrs.get("class"))]) == len(wide)
    hints = [attrs for attrs in page.all("span") if attrs.get("class") == "hint"]
    assert len(hints) == len(wide)
    assert all(hint["aria-hidden"] == "true" for hint in hints)


def test_the_contents_fold_where_the_page_has_one_column() -> None:
    css, script = (
        (resources.files("opennss.document.writers") / name).read_text("utf-8") for name in ("html.css", "html.js")
    )
    (narrow,) = re.findall(r"max-width: ([\d.]+)rem", script)
    assert f"(max-width:{narrow}rem)" in css
    assert f"(min-width:{float(narrow) + 0.01:.0f}rem)" in css


def test_links_and_ids(page: Tree) -> None:
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = [str(attrs["href"]) for _, attrs in page.tags if "href" in attrs]
    assert all(unquote(target[1:]) in ids for target in targets if target.startswith("#"))
    assert all(re.match(r"#|https://", target) for target in targets)


def test_pictures_have_a_description(page: Tree) -> None:
    assert all(attrs["role"] == "img" and attrs["aria-label"] for attrs in page.all("svg"))
    assert len(page.all("svg")) == len(page.all("figure")) == len(page.all("figcaption"))


def test_nothing_comes_from_outside(page: Tree) -> None:
    assert not page.all("img")
    assert not page.all("link")
    assert len(page.all("script")) == 1
    assert "src" not in page.all("script")[0]
    assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)


def test_foreign_words_are_marked(sample: ModuleType) -> None:
    text = html_text(sample.sample("vi"))
    assert '<i lang="en">earmarked for national adoption</i>' in text
    assert 'class="fact" id="fact-rank.food-safety" href="#trail-rank.food-safety"' in text
    assert '<section id="trail-rank.food-safety"' in text


def test_hostile_text_is_shown_as_it_is(sample: ModuleType) -> None:
    text = html_text(sample.hostile())
    assert text.count("<script>") == 1
    assert "&lt;script&gt;alert(1)&lt;/script&gt; =1+1" in text
    assert "javascript:" not in text
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e]", text)


def test_same_bytes_twice(sample: ModuleType, tmp_path: Path) -> None:
    write_html(sample.sample("vi"), tmp_path / "a.html")
    write_html(sample.sample("vi"), tmp_path / "b.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_inline_svg_drops_what_acts() -> None:
    bad = (
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><script>x</script><style>*{}</style>'
        b'<defs><clipPath id="c"/></defs><g clip-path="url(#c)" onclick="y()"/><image href="http://x"/></svg>'
    )
    shown = inline_svg(bad, "p-", "d")
    assert 'clip-path="url(#p-c)"' in shown
    assert not re.search("script|style|on[a-z]+=|http", shown)
    with pytest.raises(ValueError, match="entities"):
        inline_svg(b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "p", "d")
