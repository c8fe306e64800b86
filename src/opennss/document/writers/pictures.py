"""An SVG picture made fit to stand inside an HTML page: ids of its own, no scripts, a role and a description."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree as ET

SVG: Final = "http://www.w3.org/2000/svg"
XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_DROPPED: Final = ("metadata", "script", "style", "foreignObject", "a", "image", "animate", "set")
_REFERENCE: Final = re.compile(r"url\(#([^)]+)\)")


def inline_svg(svg: bytes, prefix: str, description: str) -> str:
    """Return the markup of a picture with every id prefixed; its own style sheet would reach the whole page and goes.

    >>> inline_svg(b'<svg xmlns="http://www.w3.org/2000/svg"><g id="a"/></svg>', "f1-", "Two bars")
    '<svg role="img" aria-label="Two bars"><g id="f1-a" /></svg>'
    """
    if b"<!ENTITY" in svg:
        raise ValueError("a picture must not declare entities")
    root = ET.fromstring(svg)
    _drop(root)
    for node in root.iter():
        node.tag = node.tag.removeprefix(f"{{{SVG}}}")
        for name in list(node.attrib):
            _attribute(node, name, prefix)
    style = {"style": "stroke-linejoin:round;stroke-linecap:butt"} if root.find(".//path") is not None else {}
    size = {name: root.attrib[name] for name in ("viewBox",) if name in root.attrib}
    root.attrib.clear()
    root.attrib.update({"role": "img", "aria-label": description, **size, **style})
    return ET.tostring(root, encoding="unicode")


def _drop(node: ET.Element) -> None:
    for child in list(node):
        if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] in _DROPPED:
            node.remove(child)
        else:
            _drop(child)


def _attribute(node: ET.Element, name: str, prefix: str) -> None:
    value = node.attrib.pop(name)
    if name.startswith("on"):
        return
    if name == "id":
        node.set(name, prefix + value)
    elif name in ("href", XLINK):
        if value.startswith("#"):
            node.set("href", f"#{prefix}{value[1:]}")
    else:
        node.set(name, _REFERENCE.sub(rf"url(#{prefix}\1)", value))
