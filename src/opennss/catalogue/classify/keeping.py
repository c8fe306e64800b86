"""A classifier beside the store it was learnt from, good as long as the checksum of the catalogue stays the same."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from opennss.catalogue import store
from opennss.catalogue.classify.evidence import Links
from opennss.catalogue.classify.features import Vocabulary
from opennss.catalogue.classify.linear import Weights
from opennss.catalogue.classify.model import Classifier
from opennss.catalogue.classify.training import train

FOLDER, ARRAYS, ABOUT, FORMAT = "classifier", "model.npz", "about.json", 2
BODIES = ("ISO", "IEC")
"""Bodies whose records are learnt from: the codes of others double the time and are given by other hands."""
PARTS: dict[str, type[Any]] = {"vocabulary": Vocabulary, "slopes": Weights, "near": Weights}


def of_catalogue(catalogue: store.Catalogue, progress: Callable[[float], None] = lambda _: None) -> Classifier:
    """Return the classifier of a catalogue: the kept one, else a new one, which a store keeps for the next time."""
    place = catalogue.folder / FOLDER if catalogue.folder else None
    if place and (kept := load(place, catalogue.sha256)):
        return kept
    frames = catalogue.frames
    texts = frames.deliverables.with_columns(abstract=frames.abstracts).filter(pl.col("body").is_in(BODIES))
    made = train(texts, frames.ics, progress)
    if place and os.access(place.parent, os.W_OK):
        save(made, place, catalogue.sha256)
    return made


def save(classifier: Classifier, folder: Path, sha256: str) -> None:
    """Write a classifier; ``sha256`` names the catalogue it was learnt from. Same classifier, same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    links = classifier.links
    arrays: dict[str, Any] = {
        f"{name}_{field.name}": getattr(getattr(classifier, name), field.name)
        for name, part in PARTS.items()
        for field in fields(part)
    }
    arrays |= {f"{name}_values": arrays[f"{name}_values"].astype(np.float16) for name in ("slopes", "near")}
    arrays |= {"bias": classifier.bias, "given": links.given.astype(np.float16), "priors": links.priors}
    arrays |= {"parents": links.parents, "tops": links.tops, "fields": links.leaves[0], "groups": links.leaves[1]}
    arrays |= {f"evidence_{head}": weights for head, weights in enumerate(classifier.weights)}
    about = {
        "format": FORMAT, "catalogue": sha256, "names": classifier.names, "titles": classifier.titles,
        "bounds": links.bounds, "thresholds": classifier.thresholds,
    }  # fmt: skip
    (folder / ABOUT).unlink(missing_ok=True)
    with (folder / f"{ARRAYS}.part").open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    (folder / f"{ARRAYS}.part").replace(folder / ARRAYS)
    (folder / ABOUT).write_text(json.dumps(about, ensure_ascii=False, indent=0), encoding="utf-8", newline="\n")


def load(folder: Path, sha256: str) -> Classifier | None:
    """Read a kept classifier; ``None`` when there is none, it belongs to another catalogue, or it is damaged."""
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        if (about["format"], about["catalogue"]) != (FORMAT, sha256):
            return None
        with np.load(folder / ARRAYS, allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept.files}
        for name in ("slopes", "near"):
            arrays[f"{name}_values"] = arrays[f"{name}_values"].astype(np.float32)
        parts = {
            name: part(**{field.name: arrays[f"{name}_{field.name}"] for field in fields(part)})
            for name, part in PARTS.items()
        }
        links = Links(
            tuple(about["bounds"]), arrays["given"].astype(np.float32), arrays["priors"], arrays["parents"],
            arrays["tops"], (arrays["fields"], arrays["groups"]),
        )  # fmt: skip
        return Classifier(
            names=tuple(map(tuple, about["names"])), titles=tuple(about["titles"]), bias=arrays["bias"], links=links,
            weights=tuple(arrays[f"evidence_{head}"] for head in range(4)), thresholds=tuple(about["thresholds"]),
            **parts,
        )  # fmt: skip
    except (OSError, ValueError, KeyError, EOFError, TypeError):
        return None
