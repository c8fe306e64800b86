"""The description of the API as OpenAPI 3.1: made from its operations and the dataclasses of their answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

import opennss
from opennss_web.access import Role
from opennss_web.actions.shapes import Problem

CONVERTER = re.compile(r"<(\w+):(\w+)>")
SIGNS = {"slug": {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}, "str": {"type": "string", "minLength": 1}}
"""The schema of each converter of a path."""

JSON, PROBLEM = "application/json", "application/problem+json"
START = "api/v1/"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the API: its path below ``api/v1/``, the answer, who may ask, and what makes the answer.

    ``make`` is called with what the visitor may see, the values of the path and, where ``query`` names any, the
    parameters of the address by name, written as ``pattern`` says or empty.
    ``faults`` are the statuses of the problems that it may answer.
    """

    path: str
    name: str
    summary: str
    answer: type
    make: Callable[..., object]
    roles: frozenset[Role]
    query: tuple[str, ...] = ()
    pattern: str = ""
    faults: tuple[int, ...] = (404,)


def description(operations: Sequence[Operation], title: str) -> dict[str, Any]:
    """Return the document that describes the operations; the answers refer to schemas of their dataclasses."""
    types = [*dict.fromkeys(operation.answer for operation in operations), Problem]
    _, schemas = msgspec.json.schema_components(types, ref_template="#/components/schemas/{name}")
    paths = {f"/{START}" + CONVERTER.sub(r"{\2}", x.path): {"get": _operation(x)} for x in operations}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": opennss.__version__},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _operation(operation: Operation) -> dict[str, Any]:
    own = [
        {"name": name, "in": "path", "required": True, "schema": SIGNS[kind]}
        for kind, name in CONVERTER.findall(operation.path)
    ]
    asked = {"type": "string", "pattern": f"^({operation.pattern})?$"}
    own += [{"name": name, "in": "query", "required": False, "schema": asked} for name in operation.query]
    answers = {"200": _answer(operation.answer, operation.summary, JSON)}
    answers |= {str(status): _answer(Problem, "Problem", PROBLEM) for status in operation.faults}
    return {
        "operationId": operation.name, "summary": operation.summary, "parameters": own, "responses": answers,
    }  # fmt: skip


def _answer(kind: type, words: str, media: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{kind.__name__}"}
    return {"description": words, "content": {media: {"schema": schema}}}
