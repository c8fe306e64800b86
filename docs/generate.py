"""Writes the reference pages of the manual from the code itself; `make docs` runs it, a test compares.

What a setting, a file or a family of facts is for stands here; everything else comes from the dataclasses, the
command, the sentences and one build of the example.
"""

from __future__ import annotations

import ast
import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args, get_origin

import typer

import opennss
from opennss import build as spine
from opennss.catalogue import store
from opennss.cli.group import FIRST
from opennss.cli.verbs import app
from opennss.document import exports
from opennss.language import Text, languages, sentences
from opennss.model import codes, observations, references, technologies
from opennss.model.criteria import Category, Group
from opennss.model.proposals import Proposal
from opennss.model.results import Strategy
from opennss.tables.cells import core
from opennss.tables.columns import columns
from opennss.workspace import settings
from opennss.workspace.tables import ROUND_TABLES, TABLES

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "docs" / "reference"
EXAMPLE = ROOT / "examples" / "vietnam"
NOTE = "<!-- Written by docs/generate.py from the code; change the code, then run `make docs`. -->\n\n"

KINDS: dict[Any, str] = {
    str: "text",
    Text: "text, one column for each language of the folder",
    int: "whole number",
    float: "number",
    Decimal: "number",
    Fraction: "number, or a ratio such as `1/3`",
    bool: "`yes` or `no`",
    dt.date: "date, such as `2026-11-22`",
    codes.Id: "id: lower-case letters, digits, hyphens",
    codes.Hs: "HS code of 2, 4 or 6 digits with its leading zero, as text",
    codes.Ics: "ICS code, such as `13.020`",
    codes.Isic: "ISIC Rev.4 code, such as `C` or `C26`",
    codes.Stage: "stage code, such as `60.60`",
    codes.Period: "period: `2027`, `2027-H1`, `2027-Q3` or `2027-05`",
    observations.Unit: "[unit](units.md)",
    references.Reference: "reference, such as `ISO 3779:2009`",
    references.CommitteeCode: "committee, such as `ISO/TC 34/SC 17`",
    technologies.ListEntry: "entry of a published list, such as `us-cet-2024:6`",
    technologies.KeywordRule: 'keyword rule, such as `"neural network*" NOT tube`',
    technologies.Topic: "topic of OpenAlex, such as `T10028`",
    technologies.Economy: "economy: ISO 3166 alpha-3 such as `VNM`, or `EU`; in counts also `*` and `?`",
}

SETTINGS = {
    "format": "Number of the folder's format.",
    "name_<language>": "Name of the country, one key for each language.",
    "body_<language>": "Name of the national standards body, one key for each language.",
    "title_<language>": "Subtitle on the cover, one key for each language; in `round.toml` the title of the round.",
    "country": "Code of the country.",
    "as_of": "The only clock: ages, expiry and the dates of all documents follow it.",
    "years": "Years of the plan, one after the other.",
    "currency": "Currency of all money in the folder.",
    "languages": "Languages of the documents, the first one first.",
    "illustrative": "`true` prints on the cover and in every footer that the content is an exercise.",
    "seed": "Seed of what is drawn at random, such as the weightings that are tried: same seed, same result.",
    "decimal": "Decimal sign in the folder's CSV files.",
    "zone": "Time zone in which the consultation desk shows moments, such as `Asia/Ho_Chi_Minh`.",
    "membership.iso": "Membership category of the country in ISO; `?` when it is not known.",
    "membership.iec": "The same in IEC.",
    "membership.iso_source": "Id of the source that says so; needed unless the category is `?`.",
    "membership.iec_source": "The same for IEC.",
    "membership.all_seats": "`true` when `participation.csv` lists every seat; else one it lacks is `?`, not none.",
    "ranking.level": "Level of ISIC at which sectors are compared; codes of another level are refused.",
    "ranking.tie": "What breaks ties of the share of first ranks: `mean` is the mean rank, `profile` the share of "
    "ranks 1 and 2, then of 1 to 3.",
    "weights.<group>": "Weight of a pillar or an input, given once for each group that has another weight than 1. "
    f"Groups: {', '.join(f'`{group}`' for group in Group)}. Write it as text, so that it stays exact.",
    "plan.utilization": "Share of the person-days of each year that may be planned.",
    "plan.objective": "What the best plan is: `tiers` goes by urgency, `points` counts 3, 2, 1 for each deliverable of "
    "rank 1, 2, 3 and so buys what is cheap (a named alternative).",
    "plan.memberships": "Where the load of the present seats is: left out of the capacity by its `share`, or `counted` "
    "from `participation.csv` and `effort.csv` and taken off it.",
    "plan.allowance": "IEC standards that may be adopted in all: a number, or what the `membership` of IEC allows.",
    "plan.budget_step": "Share by which what-if variants change all money.",
    "plan.effort_step": "Share by which what-if variants change all efforts.",
    "minimum.adoption": "Least share of the planned person-days for adoptions and revisions.",
    "minimum.participation": "The same for work in committees and what it needs.",
    "minimum.measures": "The same for policy measures.",
    "worth.develop": "What a home-grown standard counts for, beside an adoption, which counts 1 (project default).",
    "worth.adopt-other": "The same of the adoption of another body's standard.",
    "worth.harmonize": "The same of a regional harmonization.",
    "worth.propose": "The same of a proposal of new international work.",
    "worth.reference": "The same of a reference in a regulation.",
    "worth.amend": "The same of an amendment.",
    "worth.translate": "The same of a translation of a national standard.",
    "worth.confirm": "The same of a confirmation.",
    "worth.withdraw": "The same of a withdrawal.",
    "document.outline": "Outline of the strategy: `iso` is a report, `decision` the skeleton of an office decision.",
    "document.edition": "`internal` prints what would overturn a rank, where organisations disagree, and pseudonyms of "
    "experts; `public` leaves these out of every file.",
    "ladder.observe": "Worth of an O-membership in the plan, beside a P-membership, which is worth 1.",
    "ladder.participate": "The same of a P-membership.",
    "ladder.experts": "The same of experts in working groups.",
    "ladder.lead": "The same of a convenorship or secretariat.",
    "consultation.weights_round": "Round whose weights alone stand for the consultation; empty: for each thing asked "
    "about, those of the last round that gave any.",
    "consultation.together": "How comparisons two by two of many people become one weighting: the mean of everybody's "
    "weights (`priorities`), or weights of the geometric mean of the comparisons (`judgements`).",
    "robustness.weightings": "Which weightings of the groups are admissible: any (`free`), any that keep the order of "
    "the groups in `[weights]` (`ordered`), from `[lowest]` to `[highest]` (`ranges`), near those of `[weights]` "
    "(`around`), or those that people gave in a round (`answers`).",
    "robustness.inside": "`true` varies the weights of the criteria inside each group too.",
    "robustness.samples": "How many weightings are tried.",
    "robustness.top": "How many places at the top of the joint list are looked at.",
    "robustness.concentration": "With `around`: how near to `[weights]` the weightings stay; higher is nearer.",
    "robustness.methods": "Other methods whose order is shown beside, by kind of area.",
    "robustness.missing": "What these do about missing values: leave out the `criteria` or the `areas` that have some, "
    "or put the `median` or the `worst` value.",
    "lowest.<group>": "With `ranges`: least share of the whole weight that a group may have.",
    "highest.<group>": "With `ranges`: largest share of the whole weight that a group may have.",
    "technologies.lists": "Published lists of technologies that the documents show.",
    "technologies.military": "`true` shows technologies that are mainly military; else their number is printed.",
    "technologies.criteria": "Criteria by which technologies are valued: `default`, `viet-nam` (published criteria for "
    "strategic technologies) or `own` (`technology_criteria.csv` alone).",
    "technologies.critical_<language>": "What \"critical\" means in this strategy, in one sentence for each language.",
    "technologies.neighbours": "Economies whose seats stand beside the country's own.",
    "technologies.small": "Fewer research works than this are marked as too few to speak about (project default).",
    "technologies.high": "Share of ranks 1 and 2 from which value or relevance is high (project default).",
    "obligations.missed_key": "Missed ballots on a DIS, an FDIS or a systematic review that cost a P-seat.",
    "obligations.missed_internal": "A P-seat is lost when more than this share of the committee internal ballots is "
    "missed.",
    "obligations.window": "Days looked back for both (project default).",
    "obligations.remind": "Days before its last day from which an abstention is proposed for an open ballot "
    "(project default).",
    "obligations.source": "Id of the source that holds the rule, such as the Directives in force.",
    "notice.address_<language>": "Address of the standardizing body in the work programme; `?` is printed without it.",
    "notice.obtained_<language>": "Where, how and at what price the work programme can be had.",
    "notice.acceptance_<language>": "Notification by which the Code of Good Practice of the WTO was accepted.",
    "notice.acceptance_source": "Id of the source that says so; needed beside it.",
    "notice.standards": "How many national standards are in force; 0: not known.",
    "notice.standards_source": "Id of the source of that number; needed beside it.",
    "notice.comment_days": "Least length of a comment period in days; a shorter one is asked about.",
    "catalogue.path": "Folder of the catalogue of standards, relative to the country folder.",
    "catalogue.sha256": "Checksum of the catalogue; empty: not pinned.",
    "closed": "Day on which the round was closed; not after `as_of`.",
    "follows": "Folder of the earlier round that this one repeats and is compared with; empty: with none.",
    "consensus_share": "Percent of the answers that one rank must have for a consensus, as declared before the round.",
    "consensus_drift": "Points by which that share may differ from the round before.",
    "invited.<category>": "Invitations sent to a stakeholder category. "
    f"Categories: {', '.join(f'`{category}`' for category in Category)}.",
}  # fmt: skip

BY_GROUP: dict[str, tuple[str, object]] = {
    "weights": ('"1", "0.5", "1/3"', "1"), "lowest": ("0 ≤ x ≤ 1", 0), "highest": ("0 ≤ x ≤ 1", 1),
}  # fmt: skip
"""Settings that are given by group of criteria: what they expect, and their default."""

OUT = {
    "<language>/strategy.html": "The strategy as one web page; every number leads to its trail. Needs no network.",
    "<language>/strategy.docx": "The same for the office: real styles, editable tables.",
    "<language>/strategy.pdf": "The same for print.",
    "<language>/brief.html": "The brief for the minister.",
    "<language>/brief.docx": "The same for the office.",
    "<language>/brief.pdf": "The same for print.",
    "<language>/replies/<organisation>.docx": "The reply to one organisation that asked or gave an opinion.",
    "<language>/replies.pdf": "All replies to print, each on a page of its own.",
    "strategy.json": "The whole result as data.",
    "tables/<name>.csv": "The result tables.",
    "provenance.json": "The origin of every fact, in W3C PROV-JSON.",
    "build-info.json": "Versions, checksums and the time it took; the only file that differs between two runs.",
}

JSON_KEYS = {
    "format": "Number of the file's format.",
    "country": "Code of the country.",
    "as_of": "Date of the evidence.",
    "years": "Years of the plan.",
    "currency": "Currency of all money.",
    "illustrative": "Whether the content is an exercise.",
    "workspace": "SHA-256 of the folder's canonical tables, settings and text.",
    "catalogue": "SHA-256 of the catalogue's canonical tables.",
    "outline": "Outline of the documents.",
    "edition": "Edition: what is internal stands in no file of the public edition.",
    "areas": "Every area: names, kind, list, position, best and worst possible position, place in the joint list, "
    "rank and decided rank, share of first ranks, mean rank, coverage, goals, and its cell for each criterion.",
    "goals_without_area": "Ids of goals in force that no area serves.",
    "areas_without_goal": "Ids of areas that serve no goal.",
    "steadiness": "For each area what its rank depends on: stable, weights, data, cut.",
    "robustness": "How far the joint list holds: admissible weightings and how many were tried; for each area how "
    "often it takes each position, the mean, draws kept, the same with missing data drawn, influence of weights; in "
    "the internal edition also where it changes places; orders of others and of other methods. `null`: not tested.",
    "gaps": "Every gap: id, kind, committee, deliverable, areas.",
    "plan": "Every planned project: id, type, first year, tier, committee, deliverable, areas, drafts, prerequisite.",
    "not_now": "Every other candidate, with its reason.",
    "uncovered": "Areas of tier 0 and 1 without a project: the id of the written decision, else the reason.",
    "technology_lists": "Published lists of technologies that are shown: issuer, date, status, caveat, areas known and "
    "hidden.",
    "technologies": "Every technology that is shown: approach with reasons, possible ones and flips; value and "
    "relevance with each criterion; landscape by committee with seats and next steps; open drafts; research; uses; "
    "changes.",
    "judgements": "Every closed round: groups of categories with invited, answered and ranks; agreement by question "
    "and area; weights by group, answers set aside; nothing about single answers.",
    "facts": "Every fact by name: value, unit, label by language, method, inputs, sources, and what it serves.",
}  # fmt: skip

FACTS = {
    "as-of": "date of the evidence",
    "areas.*": "how many areas, by list; how many serve no goal",
    "sources.*": "how many sources, by grade",
    "baseline.count": "how many questions of the self-assessment",
    "baseline.answered": "how many of them are answered",
    "baseline.<topic>.*": "`present`, `partial`, `absent`, `unknown`: answers of a topic of the self-assessment",
    "membership.<body>": "membership in ISO and IEC",
    "country.<indicator>": "newest value of a figure about the country as a whole",
    "goals.*": "how many goals and documents; goals that no area serves",
    "goal.<goal>": "a goal in words; `.target`, `.year`, `.areas`, `.measures`, `.projects`, `.<type>` beside it",
    "align.<area>": "how many goals an area serves; `.<goal>` how",
    "align.direct": "how many direct links",
    "criteria.*": "how many criteria",
    "observations.*": "how many figures; how many unknown ones",
    "unknown.<indicator>": "how many values of an indicator are not known",
    "coverage.<criterion>.*": "areas with data, areas it applies to, old values",
    "evidence.<indicator>.<area>": "a value as compared, by area or by ISIC code",
    "weight.<kind>.<criterion>": "weight of a criterion for a kind of area",
    "cut.<area>.<criterion>.<code>": "rank of the coarser code or of the best part, where it differs",
    "round.<round>.*": "invitations, answers and results of a round",
    "agreed.<round>.<question>.*": "how many areas have consensus: `reached`, `early`, `moved`, `not-reached`; "
    "`<area>.modal`, `.share`, `.before`, `.consensus`: how far the answers about an area agree",
    "heard.<round>.<group>.*": "`invited`, `answered`, `rate` of a group of categories; `<question>.<area>`: its rank",
    "concordance.<round>.<question>.<group>": "Kendall's W of `all`, or of a group of categories",
    "elicited.<round>.<question>.<group>": "how many answers gave weights, of `all` or of a group of categories; "
    "`.<item>`: the weight",
    "set-aside.<round>.<question>.<reason>": "answers set aside: `half`, `sum`, `top`, `inconsistent`",
    "reconsider.<round>.<question>.<item>.<against>": "inconsistent answers that would best think again about this "
    "comparison (internal edition)",
    "rank.<area>.<criterion>": "a cell of the rank table",
    "rank.<area>.*": "`known`, `apply`, `share`, `mean`, `position`, `joint`, `best`, `worst`, `rank`, `decided`, "
    "`check-score`, `check-position`",
    "steady.<area>": "what the rank of an area depends on; in the internal edition `.<group>.less` and "
    "`.more`, `.filled-best` and `.filled-worst`: the ranks that would come out",
    "steadiness.<mark>": "how many areas are `stable`, or depend on `weights`, `data`, `cut`",
    "robust.*": "what was tried: `samples` weightings, `moves` draws, `seed`, `top`, `placed` areas; `holds`: areas of "
    "the top that stay there under nine of ten weightings; `reversals`",
    "robust.weight.<group>": "weight of a group of criteria as chosen",
    "robust.<area>.weight.<group>": "weight that acts on an area: of the criteria that apply to it and have data",
    "robust.<area>.*": "shares of weightings: `first`, `top`, `at.<positions>`; `expected`, `best` and `worst` "
    "position; `kept`; `filled-top`, `filled-best`, `filled-worst`: with missing data drawn; `influence.<group>`; "
    "`oldest` figure; `grade-<grade>`",
    "robust.<area>.ahead.<area>": "share of weightings under which the first area is ahead of the second",
    "robust.<area>.voice.<categories>": "position under the weights and ranks of a group of categories; "
    "`.method.<method>` by another method, beside it `.in-kind`: the position among its kind",
    "robust.<area>.<turn>": "internal edition: `interval.<group>.low` and `.high`, `cross.<group>.less` and `.more`, "
    "`behind` and `leaves` with their weights by group, `central.<group>`",
    "position.<organisation>.<area>": "what an organisation says of an area (internal edition)",
    "mirrors.*": "how many national committees are on record, how many work",
    "experts.count": "how many named experts",
    "mirror.<committee>.*": "`committees` and `experts`: live mirror committees and named experts of an "
    "international committee",
    "rung.<rung>.*": "`days` and `cost`: yearly load of one committee on a rung of the ladder",
    "objectives.count": "how many strategic objectives",
    "objective.<objective>": "a strategic objective in words; `.planned` its planned measures, `.<type>` "
    "projects that serve the same goals",
    "measures.*": "how many measures, by kind; `<kind>.<year>`, `<kind>.planned`, `<kind>.not-now`",
    "measure.<measure>": "a measure in words; `.rank`, `.days`, `.cost`, `.kpi`, `.last-year` beside it",
    "lead.<organisation>.measures": "how many measures an organisation leads",
    "year.<year>.*": "`adoptions`, `committees`, `days`, `cost`: what begins in a year and what the year takes",
    "adoptions.*": "how many national standards, by degree of correspondence",
    "seats.*": "how many seats, by role",
    "seat.<committee>": "the seat in one committee",
    "committee.<committee>.*": "`p` and `o`: members of a committee",
    "links.*": "how many accepted links, by area",
    "gaps.<kind>": "how many gaps of a kind; `.<area>` in one area",
    "gap.<gap>": "one gap",
    "served.*": "linked documents of all areas, each counted once: `in-force`, `adopted`, `drafts`; `idle`: seats "
    "without planned work",
    "served.<area>.*": "linked documents of an area: `in-force`, and of these `adopted`, `outdated`, `missing`; "
    "`drafts`; `unknown`: stage not known; `idle`: seats without planned work",
    "draft.<deliverable>.*": "`stage` of a draft, linked or of a technology; `until`: last day on which its text can "
    "be shaped, or `?`",
    "projects.*": "how many candidates",
    "project.<project>": "one candidate; `.start` its first year, or `.reason` why not now and `.bring` what would "
    "bring it in",
    "plan.*": "years and counts of the plan, by type and year; `not-now` and its reasons; `rank-one-areas`; `ladder`",
    "load.<body>.<year>.*": "`days`, `capacity`, `cost`, `budget`, `utilization`",
    "load.*": "`days`, `capacity`, `cost`, `budget` of all bodies and years together",
    "fund.<fund>.<year>.*": "`amount` of the year, `carried` into it, `drawn`, `left`: money beside the budgets",
    "skill.<body>.<task>.<year>.*": "`days`, `capacity`, `utilization` of those who can do a task",
    "expert-time.<year>.*": "person-days of outside experts `asked` and `offered`, with `≥` or `?` where not known; "
    "`experts`, and how many of them are `unstated`",
    "expert-time.<committee>.<year>.*": "`asked` and `offered` in a committee with planned work (internal edition)",
    "expert-time.*": "`committees` with planned work, how many of them are `short` of experts' time",
    "variant.<change>.*": "the programme under one change: `planned`, `came`, `went`, `days`; such as "
    "`variant.people-<body>-less`, `variant.effort-more`",
    "variants.*": "`tried`: trials with other efforts and weights; `kept`: planned items that stay in each",
    "frontier.<plan>.*": "plans between the most points and the most items: `weight`, `points`, `items`, `urgent`, "
    "`days`, `gap`; `frontier.programme.*`: the same of the programme",
    "frontier.*": "`more` items of the last plan, what they `cost` in points, points that the programme is `short`; "
    "or the `reason` why nothing was weighed",
    "schedule.<item>.*": "of a plan item by months: `begin`, `end`, and `slack` where a procedure states its days",
    "schedule.load.<body>.<month>": "person-days of a body in a month, such as `2027-03`; `schedule.capacity.<body>."
    "<year>`: what it has in each month of a year",
    "schedule.*": "`items`, `stated`, `critical`, `over` (months), `late`, `deadlines`, `changed`; `longest.*`: "
    "`items`, `days`, `begin` and `end` of the longest chain; `chain.<group>`: days of that of an area or objective",
    "effort.<type>.<body>.<task>.*": "`days` and `cost` of a task",
    "solve.<step>.*": "value and proven gap of each step of the plan",
    "target.<target>.*": "baseline and yearly value of a target",
    "progress.<target>.*": "what was measured",
    "joint.<place>": "name of the area at a place of the joint list, from 1 to 10",
    "requests.*": "how many requests and organisations, by answer; `replied` and its share",
    "request.<request>": "what a request came to",
    "offers.<offer>": "how many requests offer an expert, a pilot or money",
    "positions.*": "`count` of the positions on record; `other`: those that differ (internal edition)",
    "technologies.*": "`count` of the technologies shown, `hidden`, how many have each approach, "
    "`high`: the share from which an axis is high",
    "technology-weight.<criterion>": "weight of a criterion of technologies on its axis",
    "technology.<technology>.*": "`approach`, `computed`; `value` and `relevance` with `.share`, `.position`, `.best`, "
    "`.worst`, `.<criterion>` and its `.amount`; `committees`; `landscape.<sum>`; `research.<figure>`",
    "landscape.<committee>.*": "`drafts`, `open`; `now.<figure>` and `before.<figure>`; `days` and `money` of the next "
    "step; `<economy>`: the seat of a neighbour",
    "list.<list>.*": "`date`, `areas`, `known` and `hidden` of a published list of technologies",
    "opinions.*": "how many opinions on the draft, by outcome; `open` without one",
    "ballots.*": "`count` on record; `open`, `owed` as P-member, `remind`: an abstention is proposed, `overdue`, "
    "`reviews`",
    "ballot.<ballot>.days": "days left for an open ballot",
    "votes.*": "owed ballots of the window: `settled`, `cast`, `voted` (without abstentions), `missed`, `unknown`; "
    "`cast-share`, `voted-share`",
    "obligations.*": "P-seats by how they stand: `lost`, `unknown`, `at-risk`, `kept`; `unrecorded`; the limits are "
    "`rule.<limit>`",
    "obligation.<committee>.*": "`hold` of a P-seat; its ballots: `settled`, `cast`, `abstained`, `unknown`, "
    "`waiting`, `key-missed`, `internal`, `internal-missed`",
    "reviews.*": "national standards: `in-force`, `due` for review; `old`, `turning`, `unknown` by age; `gone` and "
    "`source-unknown` by what became of the source",
}  # fmt: skip


def escaped(text: str) -> str:
    """Return text that can stand in a cell of a Markdown table."""
    return text.replace("|", "\\|").replace("\n", " ")


def code(text: object) -> str:
    """Return text as code."""
    return f"`{text}`"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [f"| {' | '.join(header)} |", f"|{' --- |' * len(header)}"]
    return "\n".join([*lines, *(f"| {' | '.join(map(escaped, row))} |" for row in rows)]) + "\n"


def type_words(kind: Any) -> str:
    """Return a column's type in words."""
    kind = core(kind)
    if get_origin(kind) is tuple:
        return f"several, separated by `;`: {type_words(get_args(kind)[0])}"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "one of " + ", ".join(code(member.value) for member in kind)
    return KINDS[kind]


def tables_page() -> str:
    """Return the page of every table and column."""
    text = "# Tables\n\nEvery table of a country folder, with its columns in the order in which the product writes\n"
    text += (
        "them. Order does not matter on reading. *Required* columns must stand in the header, and their cells must\n"
    )
    text += "be filled; `?` is accepted where the column may be unknown, and is never zero.\n\n"
    parts = (
        ("", [(t.row, t.required) for t in TABLES]),
        ("judgements/&lt;round&gt;/", [(t.row, t.required) for t in ROUND_TABLES]),
        ("catalogue/", [(row, True) for row in store.TABLES]),
        ("", [(Proposal, False)]),
    )
    for folder, rows in parts:
        for row, required in rows:
            text += f"## {folder}{row.FILE}\n\n{(row.__doc__ or '').strip().splitlines()[0]}\n\n"
            text += f"Key: {', '.join(map(code, row.KEY))}." + ("" if required else " The file may be absent.")
            text += "\n\n" + table(
                ("Column", "Type", "Required", "`?`", "Points to", "What it holds"), column_rows(row)
            )
            text += "\n"
    return text


def column_rows(row: Any) -> Iterable[Sequence[str]]:
    """Yield the line of every column of a table."""
    for column in columns(row, ("en",)):
        name = f"{column.field}_<language>" if column.language else column.name
        ref = code(f"{column.ref}.csv") if column.ref else ""
        yield (
            code(name), type_words(column.type), "yes" if column.required else "", "yes" if column.unknown else "", ref,
            escaped_tags(column.doc),
        )  # fmt: skip


def escaped_tags(text: str) -> str:
    """Return text whose angle brackets are no tags."""
    return text.replace("<", "&lt;").replace(">", "&gt;")


class Recorder(settings.Keys):
    """Notes what is asked of a settings file instead of reading one."""

    seen: dict[str, tuple[str, object]]

    def take(self, key: str, fits: Any, expected: str, default: Any = None) -> Any:
        """Note a key."""
        self.seen[key] = (expected, default)
        return super().take(key, fits, expected, default)

    def text(self, name: str, needed: bool = True) -> Text | None:
        """Note a text; one that is not needed is empty where it is absent."""
        self.seen[f"{name}_<language>"] = ("text", None if needed else "")
        return None


def recorded(read: Any, values: dict[str, object]) -> dict[str, tuple[str, object]]:
    """Return every key that ``read`` asks for, with what it expects and its default."""
    keys = Recorder("", values)
    keys.seen = {}
    read(keys)
    found: dict[str, tuple[str, object]] = {}
    for key, said in keys.seen.items():
        group = re.sub(r"^invited\..*", "invited.<category>", key)
        group = re.sub(rf"^({'|'.join(BY_GROUP)})\..*", r"\1.<group>", group)
        found.setdefault(group, BY_GROUP.get(group.partition(".")[0], said))
    return found


def read_round(keys: Recorder) -> None:
    """Ask for what ``round.toml`` holds, by way of the reader itself."""
    original = settings.read_keys
    settings.read_keys = lambda path, name: (keys, [])  # noqa: ARG005
    try:
        settings.read_round(Path(), "round.toml")
    finally:
        settings.read_keys = original


def setting_keys() -> dict[str, dict[str, tuple[str, object]]]:
    """Return the settings of each settings file."""
    weights: dict[str, object] = {f"{table}.{group}": said[1] for table, said in BY_GROUP.items() for group in Group}
    return {"nss.toml": recorded(settings._settings, weights), "round.toml": recorded(read_round, {})}


def settings_page() -> str:
    """Return the page of every setting."""
    text = "# Settings\n\nA dot stands for a table: `plan.utilization` is the key `utilization` below `[plan]`.\n"
    text += "A setting without a default is required. Defaults are project defaults, not published ISO values.\n\n"
    for file, keys in setting_keys().items():
        rows = []
        for key, (expected, default) in keys.items():
            shown = "" if default is None else code(json.dumps(default, default=str))
            rows.append((code(key), code(expected), shown, SETTINGS[key]))
        place = "" if file == "nss.toml" else ", in `judgements/<round>/`"
        text += f"## {file}\n\nSettings of `{file}`{place}.\n\n"
        text += table(("Setting", "Expected, or an example", "Default", "What it does"), rows) + "\n"
    return text


def severities() -> dict[str, set[str]]:
    """Return the severities with which the code reports each finding."""
    known = {key.split(".")[1] for key in sentences("en") if key.startswith("finding.")}
    found: dict[str, set[str]] = {name: set() for name in known}
    folders: dict[Path, list[ast.Module]] = {}
    for path in sorted(Path(opennss.__file__).parent.rglob("*.py")):
        folders.setdefault(path.parent, []).append(ast.parse(path.read_text(encoding="utf-8")))
    for modules in folders.values():
        told = reporters(modules)
        for node in (node for module in modules for node in ast.walk(module) if isinstance(node, ast.Call)):
            parts = [*node.args, *(word.value for word in node.keywords)]
            named = [part.value for part in parts if isinstance(part, ast.Constant) and part.value in known]
            if named and called(node) in told:
                found[named[0]] |= named_severities(parts) or told[called(node)]
    return found


def reporters(modules: Sequence[ast.Module]) -> dict[str, set[str]]:
    """Return the functions of a folder that report the finding they are given, with the severity they give it."""
    told = {"Finding": {"error"}, "fault": {"error"}, "CodeError": {"error"}}
    nodes = [node for module in modules for node in ast.walk(module)]
    for made in (node for node in nodes if isinstance(node, ast.Call) and called(node) == "Finding"):
        if any(isinstance(part, ast.Attribute) and part.attr == "code" for part in made.args):
            told["Refused"] = named_severities(made.args) or {"error"}
    given = [
        node for node in nodes
        if isinstance(node, ast.FunctionDef) and "code" in [a.arg for a in (*node.args.posonlyargs, *node.args.args)]
    ]  # fmt: skip
    for _ in range(3):
        for function in given:
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call) and called(node) in told]
            inner = [told[called(node)] for node in calls]
            if said := named_severities(ast.walk(function)) or set().union(*inner):
                told[function.name] = said
    return told


def called(node: ast.Call) -> str:
    """Return the name of what is called."""
    return str(getattr(node.func, "id", getattr(node.func, "attr", "")))


def named_severities(nodes: Iterable[ast.AST]) -> set[str]:
    """Return the severities that are named among nodes."""
    named = [node for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)]
    return {node.attr.lower() for node in named if isinstance(node.value, ast.Name) and node.value.id == "Severity"}


def findings_page() -> str:
    """Return the page of every finding."""
    text = "# Findings\n\nWhat `nss check` can say, by code. Only an *error* stops a build. A *warning* should be\n"
    text += "looked at, a *question* is open work, a *note* needs nothing. Names in braces are filled in.\n\n"
    for name, weights in sorted(severities().items()):
        text += f"## {name}\n\n*{' or '.join(sorted(weights)) or 'error'}*\n\n"
        for language in languages():
            said = sentences(language)
            message, hint = (escaped_tags(said[f"finding.{name}.{part}"]) for part in ("message", "hint"))
            text += f"- {language}: {message} {hint}\n"
        text += "\n"
    return text


def commands() -> dict[str, Any]:
    """Return the verbs of the command `nss` by name; of a group of verbs, the first needs no name of its own."""
    found: dict[str, Any] = {}
    for name, command in sorted(typer.main.get_command(app).commands.items()):  # type: ignore[attr-defined]
        inner = getattr(command, "commands", {FIRST: command})
        found |= {name if verb == FIRST else f"{name} {verb}": one for verb, one in inner.items()}
    return found


def option(parameter: Any) -> Sequence[str]:
    """Return the line of one option or argument."""
    argument = parameter.param_type_name == "argument"
    name = parameter.make_metavar(None) if argument and parameter.metavar is None else parameter.metavar
    shown = code((name or parameter.name).strip("{}[]") if argument else ", ".join(parameter.opts))
    default = parameter.default
    given = "" if argument or default in (None, "", False) or "--help" in parameter.opts else code(default)
    variable = code(parameter.envvar) if parameter.envvar else ""
    return shown, parameter.help or "", "yes" if parameter.required else "", given, variable


def commands_page() -> str:
    """Return the page of every verb and option."""
    text = "# Commands\n\n`nss VERB DIR` works on one country folder. Exit codes: 0 fine, 1 findings, 2 wrong use,\n"
    text += '3 internal error. `--json` prints one object with `"format": 1` on standard output and nothing else.\n'
    text += "`nss --version` prints the version. `OPENNSS_DEBUG=1` shows where an internal error happened.\n\n"
    header = ("Option", "What it does", "Required", "Default", "Variable")
    for name, command in commands().items():
        text += f"## nss {name}\n\n{escaped_tags(command.help or '')}\n\n"
        text += table(header, (option(parameter) for parameter in command.params)) + "\n"
    return text


def files_page(strategy: Strategy) -> str:
    """Return the page of what a build writes."""
    text = "# Files of a build\n\n`nss build DIR --out OUT` writes these files; each appears whole or not at all.\n\n"
    text += table(("File in OUT", "What it is"), ((code(name), doc) for name, doc in OUT.items()))
    text += "\n## strategy.json\n\n"
    keys = json.loads(exports.strategy_json(strategy))
    text += table(("Key", "What it holds"), ((code(key), JSON_KEYS[key]) for key in keys))
    text += "\n## tables\n\nAn empty cell has no value; `?` is not known; `at_least` names columns that are lower\n"
    text += "bounds. Free text carries the formula guard of spreadsheets (an apostrophe before `=`, `+`, `-`, `@`);\n"
    text += "codes and numbers never do.\n\n"
    criteria = {str(item.id) for item in strategy.workspace.voices.criteria}
    rows = []
    for name, content in exports.tables(strategy).items():
        head = next(csv.reader(io.StringIO(content)))
        shown = dict.fromkeys(
            "one column for each criterion" if part in criteria else code(re.sub(r"_[a-z]{2}$", "_<language>", part))
            if part.startswith("name_") else code(re.sub(r"^share_\d+$", "share_<position>", part))
            for part in head
        )  # fmt: skip
        rows.append((code(f"tables/{name}.csv"), ", ".join(shown)))
    text += table(("File", "Columns"), rows)
    text += "\n## provenance.json\n\nFacts, cells and sources are entities, methods are activities. A fact\n"
    text += "`wasGeneratedBy` its method and `wasDerivedFrom` other facts, cells and sources.\n\n"
    prefixes = json.loads(exports.provenance(strategy))["prefix"]
    text += table(("Prefix", "Name"), ((code(key), code(value)) for key, value in prefixes.items()))
    text += "\n## Facts\n\nNames that prose may use between double braces, and that `nss explain` opens. The table\n"
    text += "`tables/facts.csv` of a build lists every one.\n\n"
    return text + table(("Name", "What it is"), ((code(name), doc) for name, doc in FACTS.items()))


def units_page() -> str:
    """Return the page of the closed table of units."""
    text = (
        "# Units\n\nUnits of one dimension are converted; across dimensions a value is refused. The factor leads to\n"
    )
    text += "the base of the dimension.\n\n"
    rows = ((code(name), dimension, f"{factor:.12g}") for name, (dimension, factor) in observations.UNITS.items())
    return text + table(("Unit", "Dimension", "Factor"), rows)


def pages() -> dict[str, str]:
    """Return every page of the reference by the name of its file."""
    strategy = spine.build(*spine.read(EXAMPLE))
    found = {
        "tables.md": tables_page(), "settings.md": settings_page(), "findings.md": findings_page(),
        "commands.md": commands_page(), "files.md": files_page(strategy), "units.md": units_page(),
    }  # fmt: skip
    return {name: NOTE + text for name, text in found.items()}


def main() -> None:
    """Write every page."""
    HERE.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
