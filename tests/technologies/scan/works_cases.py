"""Works in OpenAlex's format for the tests."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import polars as pl

from opennss.technologies.scan.rules import Definition

DEFINITIONS = (
    Definition("quantum", ("quantum comput*", "qubit*")),
    Definition("graphene", ("graphene",), excluded=("graphene oxide",), topics=("T10028",)),
)


def work(number: int = 1, **fields: Any) -> dict[str, Any]:
    """A work with one author in Viet Nam, about quantum computers."""
    made = {
        "id": f"https://openalex.org/W{number}",
        "title": "Quantum computers",
        "publication_year": 2024,
        "authorships": [author("VN")],
        "citation_normalized_percentile": {"value": 0.95, "is_in_top_1_percent": False, "is_in_top_10_percent": True},
        "is_retracted": False,
        "is_paratext": False,
        "type": "article",
        "abstract_inverted_index": {"On": [0], "qubits.": [1]},
    }
    return {**made, **fields}


def author(*codes: str) -> dict[str, Any]:
    """An author with these countries."""
    return {"countries": list(codes), "institutions": [{"country_code": code} for code in codes]}


def lines(path: Path, *some: dict[str, Any] | bytes | str) -> str:
    """Write works, or lines as they are, packed when the name says so."""
    text = b"".join(
        (one if isinstance(one, bytes) else one.encode() if isinstance(one, str) else json.dumps(one).encode()) + b"\n"
        for one in some
    )
    path.write_bytes(gzip.compress(text, mtime=0) if path.suffix == ".gz" else text)
    return str(path)


def parquet(path: Path, records: list[dict[str, Any]], form: str) -> str:
    """Write works as Parquet, the abstract as text of JSON, as a map (a list of key and value), or as a struct."""
    made = []
    for record in records:
        index = record.get("abstract_inverted_index")
        if index is not None and form == "text":
            index = json.dumps(index)
        elif index is not None and form == "map":
            index = [{"key": word, "value": places} for word, places in index.items()]
        made.append({**record, "abstract_inverted_index": index})
    pl.DataFrame(made, infer_schema_length=None).write_parquet(path, row_group_size=7)
    return str(path)
