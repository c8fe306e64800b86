"""From the tree of one record, in any of the four shapes, to a row of the facts that a catalogue needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from opennss.sources.relaton.events import Refused
from opennss.sources.relaton.regular import Tree

LANGUAGES = {"eng": "en", "fra": "fr", "fre": "fr"}
"""Codes of three letters, which some bodies use, for the two languages with columns of their own."""


class Fact(NamedTuple):
    """The facts of a record as its source words them; the same as the columns of the flat layout that are read."""

    body: str
    docid: str
    title_en: str | None
    title_fr: str | None
    title_other: str | None
    doctype: str | None
    stage: str | None
    substage: str | None
    published: str | None
    edition: str | None
    ics: list[str]
    committee: str | None
    committee_name: str | None
    project_number: str | None
    abstract_en: str | None
    relation_type: list[str]
    relation_id: list[str]
    keywords: list[str]
    url: str | None


def fact(record: Tree) -> Fact:
    """Return the facts of one record; what it does not say is ``None``, or an empty list.

    The older shapes name things ``docid``, ``docstatus`` and ``link``, the newest ``docidentifier``, ``status`` and
    ``source``; classes and committees stand at the top, in ``ext``, or with a contributor. Raises ``Refused`` for
    a record without identifier.
    """
    ext = _mapping(record.get("ext"))
    primary = _primary(record)
    docid = _identifier(primary)
    if not docid:
        raise Refused("relaton-no-identifier", 1)
    own = [_language(code) for code in _items(record.get("language"))]
    titles = _titles(record, own)
    status = _mapping(record.get("docstatus") or record.get("status"))
    dates = {_text(item.get("type")): item for item in reversed(list(_mappings(record.get("date"))))}
    code, name = _committee(record, ext)
    relations = [pair for item in _mappings(record.get("relation")) if (pair := _relation(item))]
    return Fact(
        body=_text(primary.get("type")) or docid.split()[0],
        docid=docid,
        title_en=titles.pop("en", None),
        title_fr=titles.pop("fr", None),
        title_other=next(iter(titles.values()), None),
        doctype=_text(ext.get("doctype") or record.get("doctype")),
        stage=_text(status.get("stage")),
        substage=_text(status.get("substage")),
        published=_date(dates.get("published")) or _date(dates.get("issued")),
        edition=_text(record.get("edition")),
        ics=[text for item in _mappings(ext.get("ics") or record.get("ics")) if (text := _text(item.get("code")))],
        committee=code,
        committee_name=name,
        project_number=_project(ext) or _project(record),
        abstract_en=_abstract(record, own),
        relation_type=[kind for kind, _ in relations],
        relation_id=[target for _, target in relations],
        keywords=[text for item in _items(record.get("keyword")) if (text := _text(item))],
        url=_url(record),
    )


def _mapping(value: Any) -> Tree:
    return value if isinstance(value, dict) else {}


def _items(value: Any) -> list[Any]:
    """What a list holds; a single thing counts as a list of one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _mappings(value: Any) -> Iterator[Tree]:
    return (item for item in _items(value) if isinstance(item, dict))


def _text(value: Any) -> str | None:
    """The text of a value that is written plainly, wrapped into a mapping, or first in a list."""
    if value.__class__ is str:
        plain: str = value.strip()
        return plain or None
    for _ in range(6):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = next(
                (value[key] for key in ("content", "value", "type", "name", "vocab", "id") if key in value), None
            )
        else:
            break
    return value.strip() or None if isinstance(value, str) else None


def _primary(record: Tree) -> Tree:
    """The identifier that the record calls primary, else the first one."""
    found = list(_mappings(record.get("docid") or record.get("docidentifier")))
    return next((item for item in found if item.get("primary") == "true"), found[0] if found else {})


def _identifier(item: Tree) -> str | None:
    return _text(item.get("id") or item.get("content"))


def _language(value: Any) -> str:
    code = _text(value) or ""
    return LANGUAGES.get(code, code)


def _spoken(item: Tree, own: list[str]) -> str:
    """The language of a title or abstract: its own, else that of a record in one language, else not known."""
    return _language(item.get("language")) or (own[0] if len(own) == 1 else "")


def _titles(record: Tree, own: list[str]) -> dict[str, str]:
    """The whole title by language; where only parts are given, they are joined as on a cover."""
    found: dict[str, dict[str | None, str]] = {}
    for item in _items(record.get("title")):
        entry = item if isinstance(item, dict) else {"content": item}
        if text := _text(entry.get("content")):
            found.setdefault(_spoken(entry, own), {}).setdefault(_text(entry.get("type")), text)
    whole = {}
    for language, parts in found.items():
        in_parts = [parts[kind] for kind in ("title-intro", "title-main", "title-part") if kind in parts]
        whole[language] = parts.get("main") or parts.get(None) or " - ".join(in_parts) or next(iter(parts.values()))
    return whole


def _abstract(record: Tree, own: list[str]) -> str | None:
    for item in _items(record.get("abstract")):
        entry = item if isinstance(item, dict) else {"content": item}
        if _spoken(entry, own) == "en" and (text := _text(entry.get("content"))):
            return text
    return None


def _date(item: Tree | None) -> str | None:
    return _text((item or {}).get("value") or (item or {}).get("at") or (item or {}).get("from"))


def _committee(record: Tree, ext: Tree) -> tuple[str | None, str | None]:
    """Code and name of the committee, each as far as given."""
    group = ext.get("editorialgroup") or record.get("editorialgroup")
    for item in _mappings(group):
        inner = next(_mappings(item.get("technical_committee")), item)
        code, name = _text(inner.get("identifier")), _text(inner.get("name"))
        if code or name:
            return code, name
    for contributor in _mappings(record.get("contributor")):
        for part in _mappings(_mapping(contributor.get("organization")).get("subdivision")):
            codes = list(_mappings(part.get("identifier")))
            full = next((code for code in codes if code.get("type") == "full"), codes[0] if codes else None)
            return _text(full), _text(part.get("name"))
    return None, None


def _project(holder: Tree) -> str | None:
    entry = next(_mappings(holder.get("structuredidentifier")), {})
    return _text(entry.get("project_number"))


def _relation(item: Tree) -> tuple[str, str] | None:
    target = _mapping(item.get("bibitem"))
    kind, reference = _text(item.get("type")), _identifier(_primary(target)) or _text(target.get("formattedref"))
    return (kind, reference) if kind and reference else None


def _url(record: Tree) -> str | None:
    links = list(_mappings(record.get("link") or record.get("source")))
    chosen = next((link for link in links if link.get("type") == "src"), links[0] if links else {})
    return _text(chosen.get("content"))
