"""A careful reader for any YAML, by the parser of libyaml: limits on depth and nodes, and no aliases at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from opennss.sources.relaton.regular import NOTHING, Tree

MOST_DEPTH = 30
"""Levels of a record; the deepest known has nine."""

MOST_NODES = 200_000
"""Texts, lists and mappings of a record; the largest known has some thousands."""


class Refused(ValueError):  # noqa: N818  the finding is made where the file is known
    """A record that is not read: ``code`` names the sentence, ``line`` the place, ``values`` fill the sentence."""

    def __init__(self, code: str, line: int, **values: object) -> None:
        self.code, self.line, self.values = code, line, values
        super().__init__(f"{code} in line {line}: {values}")


def read_events(text: str) -> Tree:
    """Return the record in ``text``, every scalar as a text, as ``read_regular`` does.

    Raises ``Refused`` for an alias (a few of them can stand for billions of nodes), for what passes a limit, for
    a key twice in one mapping, for more than one document, and for what is no YAML or no mapping.

    >>> read_events("{docid: [{id: ISO 1:2022}], edition: ~}")
    {'docid': [{'id': 'ISO 1:2022'}], 'edition': None}
    """
    events = _events(text)
    try:
        record = _document(events)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "YAML"
        raise Refused("relaton-no-yaml", mark.line + 1 if mark else 0, reason=str(reason)) from error
    if not isinstance(record, dict):
        raise Refused("relaton-no-yaml", 1, reason="no mapping")
    return record


def _events(text: str) -> Iterator[yaml.Event]:
    """The events one by one, as far as the limits allow."""
    depth = documents = 0
    for nodes, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
        line = _row(event)
        if isinstance(event, yaml.AliasEvent):
            raise Refused("relaton-alias", line, name=event.anchor)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        if depth > MOST_DEPTH:
            raise Refused("relaton-deep", line, most=MOST_DEPTH)
        if nodes > MOST_NODES:
            raise Refused("relaton-many-nodes", line, most=MOST_NODES)
        if documents > 1:
            raise Refused("relaton-no-yaml", line, reason="more than one document")
        yield event


def _row(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _document(events: Iterator[yaml.Event]) -> Any:
    found = None
    for event in events:
        if isinstance(event, yaml.NodeEvent):
            found = _node(event, events)
    return found


def _node(event: yaml.Event, events: Iterator[yaml.Event]) -> Any:
    """The tree below one event; its depth is limited already."""
    line = _row(event)
    if tag := getattr(event, "tag", None):
        raise Refused("relaton-no-yaml", line, reason=f"tag {tag}")
    if isinstance(event, yaml.ScalarEvent):
        return None if event.implicit[0] and (not event.value or event.value in NOTHING) else str(event.value)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            items.append(_node(inner, events))
        return items
    found: Tree = {}
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        if not isinstance(key, yaml.ScalarEvent):
            raise Refused("relaton-no-yaml", line, reason="a key that is no text")
        if key.value in found:
            raise Refused("relaton-key-twice", _row(key), name=key.value[:60])
        found[key.value] = _node(next(events), events)
    return found
