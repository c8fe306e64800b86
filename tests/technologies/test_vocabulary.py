"""The vocabulary against its own example titles, by the reference and by the matcher; its ids against the data."""

import re
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from opennss.errors import CodeError
from opennss.model.references import CommitteeCode
from opennss.technologies.scan.matcher import Matcher
from opennss.technologies.scan.reference import holds, matches
from opennss.technologies.scan.rules import Both, Either, Phrase, parse, phrases
from opennss.technologies.scan.words import words
from opennss.technologies.vocabulary import Term, definitions, technologies

TERMS = technologies()
RULES = {
    str(term.id): ([parse(rule) for rule in term.rules], [parse(rule) for rule in term.excluded]) for term in TERMS
}
SAID = {title: words(title) for term in TERMS for title in term.matching + term.other}

IDS = """
    additive-manufacturing advanced-materials advanced-packaging artificial-intelligence autonomous-vehicles batteries
    big-data bioeconomy-biofuels biotechnology blockchain brain-computer-interfaces carbon-capture circular-recycling
    cloud-computing computer-vision critical-minerals cryptography cybersecurity digital-identity digital-twin
    directed-energy earth-observation edge-computing electric-vehicles extended-reality food-technology gas-turbines
    gene-editing generative-ai geothermal-marine-energy high-performance-computing high-speed-rail
    human-machine-interfaces hydrogen hypersonics industrial-automation internet-of-things marine-technology
    medical-devices-digital-health mobile-networks nanotechnology natural-language-processing nuclear-energy
    optical-communication photonics positioning-navigation precision-agriculture privacy-technology
    quantum-communication quantum-computing quantum-sensing robotics satellite-communication semiconductors sensors
    smart-cities smart-grid smart-transport solar-energy space-technology uncrewed-aircraft vaccines-biopharma
    water-technology wind-energy
"""

BROADEST = 0.3
"""Share of the titles of all other technologies that one technology may claim, too."""


CLAIMED = {
    "advanced-materials": {"Light microscopy of carbon fibres"},
    "bioeconomy-biofuels": {"Batch reactors for biodiesel", "Computing cloud-point of biodiesel blends"},
    "biotechnology": {"Crypts of the small intestine: stem cells"},
    "critical-minerals": {"Mining of bauxite: data on rehabilitation costs"},
    "cryptography": {"Post-quantum signatures on smart cards"},
    "food-technology": {"Food packaging with advanced barrier films"},
    "gas-turbines": {"Gas turbines: procurement"},
    "geothermal-marine-energy": {"Hydraulic turbines: cavitation", "Hydro-power dams and fish"},
    "marine-technology": {"Autonomous underwater gliders for salinity surveys"},
    "nanotechnology": {"Quantum dots for display backlights"},
    "vaccines-biopharma": {"Packaging of vaccines for the last mile"},
    "wind-energy": {"Wind turbine blades: icing"},
}
"""What is a near miss of one technology and rightly about another."""

by_term = pytest.mark.parametrize("term", TERMS, ids=lambda term: str(term.id))


@cache
def about(term: str, title: str) -> bool:
    """What ``reference.matches`` says, with rules and titles read once."""
    rules, excluded = RULES[term]
    return any(holds(rule, SAID[title]) for rule in rules) and not any(holds(rule, SAID[title]) for rule in excluded)


def test_ids_stay() -> None:
    assert [term.id for term in TERMS] == IDS.split()


def test_the_mainly_military_ones() -> None:
    assert [term.id for term in TERMS if term.military] == ["directed-energy", "hypersonics"]


@by_term
def test_a_technology_is_complete(term: Term) -> None:
    names = dict(term.name.values)
    assert set(names) == {"en", "vi"}
    assert names["en"] != names["vi"]
    assert len(term.rules) >= 10
    assert min(len(term.matching), len(term.other)) >= 5
    assert 1 <= len(term.committees) <= 6
    assert len(term.topics) <= 15
    assert all(re.fullmatch(r"T1\d{4}", topic) for topic in term.topics)
    assert all(re.fullmatch(r"\d{2}(\.\d{3}(\.\d{2})?)?", code) for code in term.ics)
    for texts in (term.rules, term.excluded, term.topics, term.committees, term.ics, term.matching + term.other):
        assert len(texts) == len(set(texts))


@by_term
def test_rules_are_read_and_say_what_they_look_like(term: Term) -> None:
    for rule in term.rules + term.excluded:
        read = parse(rule)
        mixed = isinstance(read, Either) and any(isinstance(part, Both) for part in read.parts)
        assert not mixed, f"{rule}: parentheses, or two rules"


@by_term
def test_committees_are_in_their_one_form(term: Term) -> None:
    assert [CommitteeCode.parse(code) for code in term.committees] == list(term.committees)
    assert all(code.startswith(("ISO", "IEC")) for code in term.committees)


@by_term
def test_titles_by_the_reference(term: Term) -> None:
    assert [title for title in term.matching if not about(term.id, title)] == []
    assert [title for title in term.other if about(term.id, title)] == []


@by_term
def test_no_phrase_is_found_by_another_one_anyway(term: Term) -> None:
    found = [part for rule in RULES[term.id][0] if isinstance(rule, (Phrase, Either)) for part in phrases(rule)]
    for phrase in (phrase for phrase in found if not any(word.begins for word in phrase.words)):
        said = [word.text for word in phrase.words]
        assert [other for other in found if holds(other, said)] == [phrase]


def test_the_matcher_and_the_reference_agree_on_every_title() -> None:
    titles = list(SAID)
    masks = Matcher.of(definitions()).texts(titles)
    found = [
        [bool(masks[row, place // 64] >> np.uint64(place % 64) & np.uint64(1)) for place in range(len(TERMS))]
        for row in range(len(titles))
    ]
    assert found == [[about(term.id, title) for term in TERMS] for title in titles]
    assert matches(definitions(("hydrogen",))[0], "Green hydrogen")


@by_term
def test_no_technology_claims_the_titles_of_all_others(term: Term) -> None:
    others = [title for other in TERMS if other is not term for title in other.matching]
    assert sum(about(term.id, title) for title in others) <= BROADEST * len(others)


@by_term
def test_near_misses_of_others_are_claimed_only_where_they_may(term: Term) -> None:
    claimed = {title for other in TERMS for title in other.other if about(term.id, title)}
    assert claimed == CLAIMED.get(term.id, set())


def test_definitions_in_the_order_asked_for() -> None:
    assert [definition.id for definition in definitions(("hydrogen", "batteries"))] == ["hydrogen", "batteries"]
    assert definitions(()) == ()
    with pytest.raises(CodeError, match="unknown-value"):
        definitions(("alchemy",))


def test_topics_exist(shared: Path) -> None:
    known = set(pl.read_parquet(shared / "technology" / "openalex_topics.parquet")["id_topic"])
    assert {topic for term in TERMS for topic in term.topics} - known == set()


def test_committees_exist(shared: Path) -> None:
    iso = pl.read_parquet(shared / "iso-open-data" / "iso_committees.parquet")["reference"]
    iec = pl.read_parquet(shared / "relaton" / "iec_catalogue.parquet", columns=["committee"])["committee"].unique()
    assert {code for term in TERMS for code in term.committees} - {*iso, *iec} == set()


def test_codes_of_ics_exist(shared: Path) -> None:
    known = set(pl.read_parquet(shared / "iso-open-data" / "ics.parquet")["code"])
    assert {code for term in TERMS for code in term.ics} - known == set()
