"""From facts in the words of their sources to the deliverables and committees of the catalogue."""

from __future__ import annotations

import polars as pl

from opennss.catalogue import bulk
from opennss.catalogue.records import COMMITTEES, DELIVERABLES
from opennss.errors import Finding, Severity
from opennss.sources.plain import plain
from opennss.sources.relaton.stages import STAGES

TEXTS, LISTS = pl.String(), pl.List(pl.String())

FACTS: dict[str, pl.DataType] = {
    "body": TEXTS, "docid": TEXTS, "title_en": TEXTS, "title_fr": TEXTS, "title_other": TEXTS, "doctype": TEXTS,
    "stage": TEXTS, "substage": TEXTS, "published": TEXTS, "edition": TEXTS, "ics": LISTS, "committee": TEXTS,
    "committee_name": TEXTS, "project_number": TEXTS, "abstract_en": TEXTS, "relation_type": LISTS,
    "relation_id": LISTS, "keywords": LISTS, "url": TEXTS, "place": TEXTS, "stale": pl.Boolean(),
}  # fmt: skip
"""Columns of the facts: those of ``record.Fact``, the place, and whether it is a stale copy."""

RELATIONS: dict[tuple[str, str], str] = {
    # ISO and W3C point forward with it; IEEE points back, at what a document revises; an erratum of OIML points at
    # what it corrects. CIE uses it both ways: it says nothing there.
    ("ISO", "updates"): "replaced_by",
    ("IEEE", "updates"): "replaces",
    ("OIML", "updates"): "amends",
    ("W3C", "updatedBy"): "replaced_by",
}
"""Columns of relations whose meaning differs from body to body."""

COMMON = {
    "obsoletes": "replaces",
    "supersedes": "replaces",
    "obsoletedBy": "replaced_by",
    "hasSuccessor": "replaced_by",
    "amends": "amends",
    "partOf": "part_of",
    "includedIn": "part_of",
    "adoptedFrom": "adopts",
}
"""Columns of relations that mean the same everywhere; others (editions, instances, complements) are not kept."""

HARMONIZED = r"^(00|10|20|30|40|50|60|90|95)\.(00|20|60|90|92|93|98|99)$"
ICS_CODE = r"^\d{2}(\.\d{3}(\.\d{2})?)?$"
DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
BODY = r"^\pL[\pL\pN .&/-]{0,29}$"
"""What a name of a body looks like: a letter, then letters, numbers and few signs."""

OTHER = "other"
"""The body of a record that names none."""

CODED = r"^(ISO|IEC|CISPR)[/ ]"
"""Committees whose code names the body already."""

MOST_EXAMPLES = 20
"""Findings of one kind that name their place; the rest are counted."""


def with_bodies(facts: pl.DataFrame, file: str) -> tuple[pl.DataFrame, list[Finding]]:
    """Return the facts, each with a body that has a name, and a finding for each body that has none.

    Where the text looks like no name of a body, the beginning of the reference counts, and else ``OTHER``.
    """
    named = pl.col("body").str.contains(BODY)
    start = pl.col("docid").str.extract(r"^([^\s/]+)")
    other = pl.when(start.str.contains(BODY)).then(start).otherwise(pl.lit(OTHER))
    found = _listed(facts.filter(named.not_()).select("place", "body"), "body", "relaton-body", file)
    return facts.with_columns(pl.when(named).then("body").otherwise(other).alias("body")), found


def deliverables(facts: pl.DataFrame, source: str) -> pl.DataFrame:
    """Return facts (``FACTS``, without stale copies) as deliverables, row by row.

    ``source`` names source and state; the body is put in: "Relaton {} 2025-06-02". Unknown stages, codes that are
    no ICS codes and dates that are no dates are left out; ``doubts`` reports them.
    """
    texts = ("title_en", "title_fr", "title_other", "abstract_en", "committee_name", "doctype", "edition")
    clean = facts.with_columns(plain(facts[name]) for name in texts)
    number = clean.with_columns(_stage(), _committee(), _committee_title())
    related = _relations(facts)
    found = number.select(
        bulk.references(clean["docid"]).alias("reference"),
        "body",
        pl.col("doctype").alias("type"),
        "title_en",
        "title_fr",
        pl.when(pl.col("title_en").is_null()).then("title_other").alias("title_other"),
        pl.col("abstract_en").alias("abstract"),
        "stage",
        "committee",
        "committee_title",
        pl.col("ics").list.eval(pl.element().filter(pl.element().str.contains(ICS_CODE))),
        "edition",
        pl.when(pl.col("published").str.contains(DATE)).then("published").alias("published"),
        pl.when((pl.col("body") != "ISO") | pl.col("project_number").str.contains(r"^\d{4,}$"))
        .then("project_number")  # older records of ISO have the number of the standard there
        .alias("project"),
        "keywords",
        *(related[name] for name in ("replaces", "replaced_by", "amends", "part_of", "adopts")),
        pl.lit(None).alias("pages"),  # no source of Relaton counts them
        "url",
        pl.format(source, "body").alias("source"),
        "place",
    )
    return found.cast(DELIVERABLES).select(*DELIVERABLES)  # type: ignore[arg-type]  # an instance is a type here


def committees(records: pl.DataFrame) -> pl.DataFrame:
    """Return the committees that own deliverables, by reference; of several titles the most frequent one."""
    titles = records.group_by("committee", "body", "committee_title").len()
    order = ["committee", pl.col("committee_title").is_not_null(), "len", "committee_title", "body"]
    best = titles.drop_nulls("committee").sort(order, descending=[False, True, True, False, False])
    chosen = best.unique("committee", keep="first", maintain_order=True)
    sources = records.group_by("committee").agg(pl.col("source").first())
    known = {
        "reference": pl.col("committee"),
        "body": pl.col("committee").str.extract(r"^([^/ ]+)").replace("CISPR", "IEC"),
        "title_en": pl.when(pl.col("committee_title").str.contains(r"\p{Latin}")).then("committee_title"),
        "parent": bulk.parent(pl.col("committee")),
        "liaisons": pl.lit([], dtype=LISTS),
        "source": pl.col("source"),
    }
    filled = {name: known.get(name, pl.lit(None)).cast(kind).alias(name) for name, kind in COMMITTEES.items()}
    return chosen.join(sources, on="committee", how="left", maintain_order="left").select(**filled)


def doubts(facts: pl.DataFrame, file: str) -> list[Finding]:
    """Report what ``deliverables`` left out of the facts: one note for each unknown word, with its count."""
    found = []
    staged = facts.with_columns(pl.col("stage").alias("word"), _stage())
    words = staged.filter(pl.col("word").is_not_null() & pl.col("stage").is_null())
    stated = pl.concat_str("word", "substage", separator=".", ignore_nulls=True).alias("word")
    for body, word, count in words.group_by("body", stated).len().sort("body", "word").rows():
        found.append(Finding(file, 0, "", "relaton-stage", {"body": body, "word": word, "count": count}, Severity.NOTE))
    codes = facts.select("place", "ics").explode("ics", empty_as_null=True).drop_nulls("ics")
    found += _listed(codes.filter(pl.col("ics").str.contains(ICS_CODE).not_()), "ics", "relaton-ics", file)
    dates = facts.filter(pl.col("published").str.contains(DATE).not_()).select("place", "published")
    return found + _listed(dates, "published", "relaton-date", file)


def _listed(wrong: pl.DataFrame, column: str, code: str, file: str) -> list[Finding]:
    """One note for each wrong value, with its count and its first place."""
    groups = wrong.group_by(column).agg(pl.len(), pl.col("place").first()).sort("len", column, descending=[True, False])
    found = [
        Finding(file, 0, column, code, {"value": value[:60], "count": count, "place": place}, Severity.WARNING)
        for value, count, place in groups.head(MOST_EXAMPLES).rows()
    ]
    rest = groups[MOST_EXAMPLES:]["len"].sum()
    more: dict[str, object] = {"count": rest, "code": code}
    return found + ([Finding(file, 0, column, "records-more", more, Severity.WARNING)] if rest else [])


def _stage() -> pl.Expr:
    """A harmonized code that the source gives, or the one that its word means."""
    words = {f"{body}\t{word}": code for body, codes in STAGES.items() for word, code in codes.items()}
    keyed = pl.concat_str("body", "stage", separator="\t")
    coded = pl.concat_str("stage", "substage", separator=".")
    meant = keyed.replace_strict(words, default=None, return_dtype=pl.String())
    return pl.when(coded.str.contains(HARMONIZED)).then(coded).otherwise(meant).alias("stage")


def _committee() -> pl.Expr:
    """The code as the body writes it; of bodies without codes body and name."""
    code = pl.coalesce("committee", pl.when(pl.col("body") != "ISO").then("committee_name"))
    short = code.str.replace("^JTC ", "ISO/IEC JTC ").str.replace("^(TC|PC) ", "ISO/${1} ")
    lone = pl.when(pl.col("body") == "ISO").then(short).otherwise(pl.concat_str("body", code, separator="/"))
    return pl.when(code.str.contains(CODED)).then(code).otherwise(lone).alias("committee")


def _committee_title() -> pl.Expr:
    """The name, unless it only repeats the code."""
    code = pl.coalesce("committee", "committee_name")
    name = pl.col("committee_name")
    repeated = (pl.col("body") == "IEC") & code.str.ends_with(name)
    return pl.when(repeated.not_()).then(name).alias("committee_title")


def _relations(facts: pl.DataFrame) -> pl.DataFrame:
    """Lists of references for each column of relations, row by row."""
    pairs = facts.select("body", "docid", "relation_type", "relation_id").with_row_index("row")
    single = pairs.explode("relation_type", "relation_id", empty_as_null=True).drop_nulls("relation_id")
    own = {f"{body}\t{kind}": column for (body, kind), column in RELATIONS.items()}
    keyed = pl.concat_str("body", "relation_type", separator="\t")
    single = single.with_columns(
        pl.coalesce(
            keyed.replace_strict(own, default=None, return_dtype=pl.String()),
            pl.col("relation_type").replace_strict(COMMON, default=None, return_dtype=pl.String()),
        ).alias("column")
    )
    # ISO says of a standard that its amendment "updates" it, too: the amendment replaces nothing.
    supplement = pl.col("relation_id").str.starts_with(pl.col("docid") + "/") & (pl.col("column") == "replaced_by")
    kept = single.filter(pl.col("column").is_not_null() & supplement.not_())
    rows = pairs.select("row")
    lists = []
    for name in ("replaces", "replaced_by", "amends", "part_of", "adopts"):
        of_row = (
            kept.filter(pl.col("column") == name).group_by("row").agg(pl.col("relation_id").unique(maintain_order=True))
        )
        joined = rows.join(of_row, on="row", how="left", maintain_order="left")["relation_id"]
        lists.append(bulk.lists(joined.cast(LISTS)).alias(name))
    return pl.DataFrame(lists)
