"""Synthetic research works in OpenAlex's own format, at any size: JSON Lines in gzip files, as its snapshot has them.

No figure about real research comes from here: titles, abstracts, people, institutions and countries are drawn by
chance. What is measured on these files is speed and memory (`benchmarks/scan_works.py`), and the tests of the reader
count them.

A record has the fields of OpenAlex's Work object and about 10 KB on average, as real records with many fields have.
OpenAlex says that its whole snapshot takes 1.6 TB, packed 330 GB, which is 4.8 times less; ours pack 4.1 times with the
fast compressor used here. Abstracts have 175 words on average; a third of the works has none (OpenAlex speaks of 60 %
with one for the year 2022). A work has 1 to 12 authors with institutions and raw strings; one work in eight has no
country, one in five no percentile, one in a thousand is retracted, one in 125 is paratext. Words are those of
`texts.py`, drawn by Zipf and Mandelbrot's law, with punctuation; one abstract in three has letters or signs beyond
ASCII, and one sentence in fifty a phrase of `definitions`.

Run: `python benchmarks/works.py OUT --works 100000 --files 4`
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from isal import igzip

sys.path.insert(0, str(Path(__file__).parent))

from texts import language

COUNTRIES = [
    *("US", "CN", "GB", "DE", "IN", "JP", "FR", "IT", "KR", "BR", "CA", "ES", "AU", "RU", "NL", "VN"),
    *("ID", "TH", "MY", "PH", "KH", "LA", "MM", "BT", "NP", "LK", "KE", "GH", "NG", "ZA", "EG", "TR", "XK"),
]
"""The economies of authors, the frequent ones first; Kosovo's code is user-assigned and counts as not known."""

BROKEN = (
    b'{"id":"https://openalex.org/W1","title":"cut in the mid',
    b"[1, 2, 3]",
    b"\0\0\0\0",
    b'{"id":"https://openalex.org/W2","title":"\\ud800","publication_year":2020}',
    b"not json at all",
)
"""Lines that no reader can take as a work, one after the other where broken lines are asked for."""

_TOKENS, _PIECES = 400_000, 3_000
_BLOCK = 500


@dataclass(frozen=True, slots=True)
class _Pool:
    """What records are put together from: tokens of running text, and pieces of JSON made beforehand."""

    tokens: list[str]
    authors: list[bytes]
    strangers: list[bytes]
    topics: list[bytes]
    places: list[bytes]
    tails: list[bytes]


@cache
def definitions(count: int = 64, phrases: int = 30) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return ids and phrases of ``count`` made-up technologies: one to three words each, some with a wildcard."""
    words, draw = language(30_000), random.Random(21)
    made = []
    for number in range(count):
        rules = []
        for _ in range(phrases):
            rule = " ".join(draw.choices(words[300:], k=draw.choice((1, 2, 2, 2, 3))))
            rules.append(rule if draw.random() < 0.9 else rule + "*")
        made.append((f"technology-{number + 1}", tuple(rules)))
    return tuple(made)


def write(folder: Path, works: int, files: int = 1, *, seed: int = 1, broken: int = 0, level: int = 1) -> list[Path]:
    """Write ``works`` works in ``files`` gzip files ``part_0000.gz`` ...; the same arguments give the same bytes.

    ``broken`` of each thousand lines are broken ones, beside the works asked for. ``level`` is igzip's, 0 to 3.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(files):
        share = works * (number + 1) // files - works * number // files
        path = folder / f"part_{number:04}.gz"
        with path.open("wb") as raw, igzip.GzipFile("", "wb", compresslevel=level, fileobj=raw, mtime=0) as out:
            for block in blocks(share, seed=seed * 1000 + number, broken=broken):
                out.write(block)
        made.append(path)
    return made


def blocks(works: int, *, seed: int = 1, broken: int = 0) -> Iterator[bytes]:
    """Yield the lines of ``works`` works, some hundred at a time; ``broken`` of each thousand lines are broken ones."""
    pool, draw = _pool(), random.Random(seed)
    for first in range(0, works, _BLOCK):
        lines = []
        for number in range(first, min(works, first + _BLOCK)):
            lines.append(_record(pool, draw, 4_000_000_000 + seed * 10_000_000 + number))
            if draw.random() * 1000 < broken:
                lines.append(BROKEN[number % len(BROKEN)])
        yield b"\n".join(lines) + b"\n"


_RECORD = (
    b'{"id":"https://openalex.org/W%d","doi":"https://doi.org/10.%d/x.%d","title":%b,"display_name":%b,'
    b'"publication_year":%d,"publication_date":"%d-0%d-1%d","ids":{"openalex":"https://openalex.org/W%d",'
    b'"doi":"https://doi.org/10.%d/x.%d","mag":"%d"},"language":"en","primary_location":%b,"type":"%b",'
    b'"type_crossref":"journal-article","indexed_in":["crossref"],"authorships":[%b],"countries_distinct_count":1,'
    b'"cited_by_count":%d,"citation_normalized_percentile":%b,"biblio":{"volume":"%d","issue":"2","first_page":"%d",'
    b'"last_page":"%d"},"is_retracted":%b,"is_paratext":%b,"primary_topic":%b,"topics":[%b],"locations":[%b],'
    b'"referenced_works":[%b],"abstract_inverted_index":%b,%b}'
)


def _record(pool: _Pool, draw: random.Random, number: int) -> bytes:
    chance = draw.random
    title = msgspec.json.encode(_title(pool, draw))
    year = 2024 - int(24 * chance() ** 2)
    doi = int(chance() * 9000) + 1000
    topics = [pool.topics[int(chance() * chance() * len(pool.topics))] for _ in range(3)]
    places = [pool.places[int(chance() * len(pool.places))] for _ in range(1 + (chance() < 0.4))]
    cited = int(chance() ** -1.3) - 1
    page = int(chance() * 4000)
    return _RECORD % (
        *(number, doi, number, title, title, year, year, 1 + int(chance() * 9), int(chance() * 10), number, doi),
        *(number, number, places[0], b"paratext" if chance() < 0.003 else b"article", _authorships(pool, draw)),
        *(cited, _percentile(chance()) if chance() < 0.8 else b"null", int(chance() * 90), page, page + 9),
        *(b"true" if chance() < 0.001 else b"false", b"true" if chance() < 0.005 else b"false", topics[0]),
        *(b",".join(topics), b",".join(places), _references(draw)),
        *(_abstract(pool, draw) if chance() < 0.66 else b"null", pool.tails[int(chance() * len(pool.tails))]),
    )


def _title(pool: _Pool, draw: random.Random) -> str:
    start = int(draw.random() * (_TOKENS - 30))
    return " ".join(pool.tokens[start : start + 6 + int(draw.random() * 12)]).capitalize()


def _authorships(pool: _Pool, draw: random.Random) -> bytes:
    kind = pool.authors if draw.random() < 0.875 else pool.strangers
    count = 1 + int(11.99 * draw.random() ** 3)
    home = int(draw.random() ** 2 * len(kind))  # colleagues stand side by side: mostly one country
    return b",".join(
        kind[(home + one) % len(kind) if draw.random() < 0.8 else int(draw.random() * len(kind))]
        for one in range(count)
    )


def _percentile(value: float) -> bytes:
    tops = (b"true" if value >= 0.99 else b"false", b"true" if value >= 0.9 else b"false")
    return b'{"value":%.8f,"is_in_top_1_percent":%b,"is_in_top_10_percent":%b}' % (value, *tops)


def _references(draw: random.Random) -> bytes:
    base = draw.randrange(10**9, 4 * 10**9)
    step = draw.randrange(10**5, 10**7)
    return b",".join([b'"https://openalex.org/W%d"' % (base + one * step % 999_983) for one in range(base % 40)])


def _abstract(pool: _Pool, draw: random.Random) -> bytes:
    count = min(500, max(30, int(draw.gauss(175, 45))))
    start = int(draw.random() * (_TOKENS - count))
    index: dict[str, list[int]] = {}
    for position, token in enumerate(pool.tokens[start : start + count]):
        if token in index:
            index[token].append(position)
        else:
            index[token] = [position]
    return msgspec.json.encode(index)


@cache
def _pool() -> _Pool:
    draw = random.Random(20)
    words = language()
    authors = sorted((_author(draw, words, True) for _ in range(_PIECES)), key=lambda made: made[0])
    return _Pool(
        tokens=_tokens(words),
        authors=[text for _, text in authors],
        strangers=[_author(draw, words, False)[1] for _ in range(300)],
        topics=[_topic(draw, words, number) for number in range(4000)],
        places=[_place(draw, words) for _ in range(500)],
        tails=[_tail(draw, words) for _ in range(500)],
    )


def _tokens(words: list[str]) -> list[str]:
    """Running text: sentences of about 20 words with capitals, commas, brackets, hyphens and some other letters."""
    numbers = np.random.default_rng(22)
    shares = np.cumsum(1 / (np.arange(len(words)) + 3.7) ** 1.07)
    drawn = np.searchsorted(shares / shares[-1], numbers.random(_TOKENS)).clip(0, len(words) - 1).tolist()
    draw, phrases = random.Random(23), [phrase for _, rules in definitions() for phrase in rules]
    made: list[str] = []
    begin = True
    for number in drawn:
        word, chance = words[number], draw.random()
        if chance < 0.001:
            made.extend(draw.choice(phrases).rstrip("*").split())
        if begin:
            word = word.capitalize()
        begin = chance > 0.95
        if begin:
            word += "."
        elif chance > 0.89:
            word += ","
        elif chance > 0.88:
            word = f"({word.upper()})"
        elif chance > 0.87:
            word += "-" + words[number // 2]
        elif chance > 0.8676:
            word = word.replace("e", "é").replace("a", "ä") + "™"
        made.append(word)
    return made[:_TOKENS]


def _author(draw: random.Random, words: list[str], known: bool) -> tuple[int, bytes]:
    name = f"{draw.choice(words).capitalize()} {draw.choice(words).capitalize()}"
    place = " ".join(draw.choices(words, k=4)).title()
    rank = min(len(COUNTRIES) - 1, int(draw.expovariate(0.17)))
    codes = sorted({COUNTRIES[rank], *(draw.choices(COUNTRIES, k=1) if draw.random() < 0.08 else ())})
    raw = f"Department of {' '.join(draw.choices(words, k=3)).title()}, {place}, {draw.choice(words).capitalize()}"
    houses = [
        {
            "id": f"https://openalex.org/I{draw.randrange(10**9)}", "display_name": place,
            "ror": f"https://ror.org/0{draw.randrange(10**8)}", "country_code": code, "type": "education",
            "lineage": [f"https://openalex.org/I{draw.randrange(10**9)}"],
        }
        for code in codes
    ]  # fmt: skip
    made = {
        "author_position": draw.choice(("first", "middle", "last")),
        "author": {
            "id": f"https://openalex.org/A50{draw.randrange(10**8)}", "display_name": name,
            "orcid": f"https://orcid.org/0000-000{draw.randrange(10**12)}",
        },
        "institutions": houses if known else [], "countries": codes if known else [], "is_corresponding": False,
        "raw_author_name": name, "raw_affiliation_strings": [raw],
        "affiliations": [{"raw_affiliation_string": raw, "institution_ids": [one["id"] for one in houses]}],
    }  # fmt: skip
    return rank, msgspec.json.encode(made)


def _topic(draw: random.Random, words: list[str], number: int) -> bytes:
    def named(kind: str, most: int) -> dict[str, Any]:
        name = " ".join(draw.choices(words[:5000], k=3)).title()
        return {"id": f"https://openalex.org/{kind}/{draw.randrange(most)}", "display_name": name}

    return msgspec.json.encode(
        {
            "id": f"https://openalex.org/T{10_000 + number}", "display_name": named("x", 9)["display_name"],
            "score": round(draw.random(), 4), "subfield": named("subfields", 3600), "field": named("fields", 36),
            "domain": named("domains", 4),
        }
    )  # fmt: skip


def _place(draw: random.Random, words: list[str]) -> bytes:
    name = " ".join(draw.choices(words, k=4)).title()
    issn = f"{draw.randrange(10**4):04}-{draw.randrange(10**4):04}"
    return msgspec.json.encode(
        {
            "is_oa": draw.random() < 0.5, "landing_page_url": f"https://doi.org/10.1000/{draw.randrange(10**9)}",
            "pdf_url": None, "source": {
                "id": f"https://openalex.org/S{draw.randrange(10**9)}", "display_name": name, "issn_l": issn,
                "issn": [issn], "is_oa": False, "is_in_doaj": False,
                "host_organization": f"https://openalex.org/P{draw.randrange(10**9)}",
                "host_organization_name": name[:20], "type": "journal",
            },
            "license": None, "version": "publishedVersion", "is_accepted": True, "is_published": True,
        }
    )  # fmt: skip


def _tail(draw: random.Random, words: list[str]) -> bytes:
    """The last fields of a record, which nobody here reads: concepts, keywords, counts by year, related works."""
    made = {
        "concepts": [
            {
                "id": f"https://openalex.org/C{draw.randrange(10**10)}", "level": draw.randrange(5),
                "wikidata": f"https://www.wikidata.org/wiki/Q{draw.randrange(10**7)}",
                "display_name": " ".join(draw.choices(words, k=2)).capitalize(), "score": round(draw.random(), 7),
            }
            for _ in range(draw.randrange(3, 9))
        ],
        "keywords": [
            {"id": f"https://openalex.org/keywords/{word}", "display_name": word, "score": round(draw.random(), 4)}
            for word in draw.choices(words, k=draw.randrange(6))
        ],
        "open_access": {"is_oa": False, "oa_status": "closed", "oa_url": None, "any_repository_has_fulltext": False},
        "mesh": [], "grants": [], "sustainable_development_goals": [],
        "related_works": [f"https://openalex.org/W{draw.randrange(4 * 10**9)}" for _ in range(10)],
        "counts_by_year": [{"year": year, "cited_by_count": draw.randrange(99)} for year in range(2024, 2017, -1)],
        "updated_date": "2024-11-05T03:21:49.372817", "created_date": "2016-06-24",
    }  # fmt: skip
    return msgspec.json.encode(made)[1:-1]


def main(arguments: Sequence[str] | None = None) -> None:
    """Write works into a folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--works", type=int, default=100_000)
    parser.add_argument("--files", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--broken", type=int, default=0, help="broken lines among each thousand")
    parser.add_argument("--level", type=int, default=1, help="igzip's level, 0 to 3")
    parser.add_argument("--quiet", action="store_true", help="do not print the paths")
    asked = parser.parse_args(arguments)
    made = write(asked.out, asked.works, asked.files, seed=asked.seed, broken=asked.broken, level=asked.level)
    if not asked.quiet:
        print(*made, sep="\n")


if __name__ == "__main__":
    main()
