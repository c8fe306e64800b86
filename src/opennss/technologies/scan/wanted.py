"""What a country's scan looks for: the rules and topics of its own list of technologies, as definitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from opennss.errors import CodeError, Finding
from opennss.model.technologies import Technology
from opennss.technologies.scan.rules import Definition, parse


def definitions_of(
    rows: Iterable[Technology], terms: Mapping[str, Definition]
) -> tuple[tuple[Definition, ...], tuple[Finding, ...]]:
    """Return one definition for each row that names a term, a keyword rule or a topic, and what is wrong with rows.

    ``terms`` are the technologies of the vocabulary. What a term excludes holds for its own rules only, not for those
    of another term or of the country. A row with an unknown term or a rule that cannot be read has findings.
    """
    found: list[Definition] = []
    faults: list[Finding] = []
    for row in rows:
        fault = partial(Finding, row.FILE, row.line)
        faults += [fault("terms", "technology-term", {"value": term}) for term in row.terms if term not in terms]
        for rule in row.keywords:
            try:
                parse(rule)
            except CodeError as error:
                faults.append(fault("keywords", error.code, error.values))
        found += [_merged(row, [terms[term] for term in row.terms if term in terms])]
    return tuple(one for one in found if one.rules or one.topics), tuple(faults)


def _merged(row: Technology, terms: list[Definition]) -> Definition:
    topics = tuple(dict.fromkeys([topic for term in terms for topic in term.topics] + [*row.topics]))
    if len(terms) == 1 and not row.keywords:
        return Definition(row.id, terms[0].rules, terms[0].excluded, topics)
    rules = [f"({rule}){_without(term)}" for term in terms for rule in term.rules]
    return Definition(row.id, (*rules, *map(str, row.keywords)), (), topics)


def _without(term: Definition) -> str:
    return "".join(f" NOT ({rule})" for rule in term.excluded)
