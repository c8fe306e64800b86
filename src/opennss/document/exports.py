"""The strategy as data: one JSON file, CSV tables, and the provenance of every fact as W3C PROV (PROV-JSON)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from opennss.document.expert_exports import expert_rows
from opennss.document.facts.benefit import URGENCY_DATA, benefits, urgency_data
from opennss.document.jsonable import jsonable
from opennss.document.judgement_exports import agreement_rows, heard_rows, judgement_data, weight_rows
from opennss.document.obligation_exports import ballot_rows, review_rows, seat_rows
from opennss.document.robust_exports import acceptability_rows, order_rows, robustness_data, stability_rows
from opennss.document.technology_exports import landscape_rows, list_data, technology_data, technology_rows
from opennss.language import FALLBACK, Text
from opennss.model.results import Fact, Strategy
from opennss.model.table import Cell
from opennss.tables.cells import guard
from opennss.tables.csvfile import print_lines


def _fact(fact: Fact) -> dict[str, object]:
    origin = fact.origin
    return {
        "value": jsonable(fact.value),
        "unit": fact.unit,
        "label": jsonable(fact.label),
        "method": origin.method,
        "inputs": [str(item) for item in origin.inputs],
        "sources": list(origin.sources),
        "serves": list(origin.serves),
    }


def strategy_json(strategy: Strategy) -> str:
    """Return the whole result: settings, ranks, alignment, gaps, plan, and every fact with its origin."""
    settings, plan = strategy.workspace.settings, strategy.plan
    content = {
        "format": 1,
        "country": settings.country, "as_of": settings.as_of.isoformat(),
        "years": list(settings.years),
        "currency": settings.currency,
        "illustrative": settings.illustrative,
        "outline": settings.outline, "edition": settings.edition,
        "workspace": strategy.workspace.sha256, "catalogue": strategy.catalogue,
        "areas": [_area(strategy, area.area) for area in strategy.ranks.areas],
        "steadiness": {area: [mark.value for mark in found.marks] for area, found in strategy.steadiness.items()},
        "robustness": robustness_data(strategy),
        "goals_without_area": list(strategy.aligned.goals_without_area),
        "areas_without_goal": list(strategy.aligned.areas_without_goal),
        "gaps": [
            {
                "id": g.id, "kind": g.kind.value, "committee": g.committee, "deliverable": g.deliverable,
                "areas": list(g.areas),
            }
            for g in strategy.gaps
        ],
        "plan": [
            {
                "id": item.project.id, "type": item.project.type.value, "start": item.start, "tier": item.project.tier,
                "committee": item.project.committee, "deliverable": item.project.deliverable,
                "areas": list(item.project.areas), "drafts": list(item.project.drafts),
                "requires": list(item.project.requires), "measure": item.project.measure,
                "objective": item.project.objective, "method": item.project.method, "pages": item.project.pages,
            }
            for item in plan.items
        ],
        "not_now": [{"id": item.project.id, "reason": item.reason} for item in plan.not_now],
        "uncovered": [{"area": area, "reason": reason} for area, reason in plan.uncovered],
        "judgements": judgement_data(strategy),
        "technology_lists": [list_data(item) for item in strategy.lists],
        "technologies": [technology_data(strategy, dossier) for dossier in strategy.dossiers.values()],
        "facts": {name: _fact(fact) for name, fact in sorted(strategy.facts.items())},
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _area(strategy: Strategy, name: str) -> dict[str, object]:
    ranked = strategy.ranks.of(name)
    area = next(area for area in strategy.workspace.evidence.areas if area.id == name)
    return {
        "id": name, "name": jsonable(area.name), "kind": area.kind.value, "list": ranked.list,
        "position": ranked.position, "best": ranked.best, "worst": ranked.worst, "joint": ranked.joint,
        "rank": ranked.rank.value, "decided": ranked.decided.value if ranked.decided else None,
        "share_of_ones": jsonable(ranked.share), "mean_rank": jsonable(ranked.mean), "known": ranked.known,
        "apply": ranked.apply, "check_position": ranked.check_position,
        "goals": [goal for found, goal, _ in strategy.aligned.pairs if found == name],
        "cells": {criterion: cell.rank.value for criterion, cell in ranked.cells},
    }  # fmt: skip


def tables(strategy: Strategy) -> dict[str, str]:
    """Return the result tables as CSV texts by name; free text carries the formula guard, codes and numbers do not."""
    return {
        "ranks": _ranks(strategy),
        "gaps": _csv(
            ["id", "kind", "committee", "deliverable", "areas", "adoption"],
            [(g.id, g.kind.value, g.committee, g.deliverable, ";".join(g.areas), g.adoption) for g in strategy.gaps],
        ),
        "projects": _projects(strategy),
        "loads": _csv(
            ["body", "year", "days", "capacity", "cost", "budget", "funds"],
            [
                (x.body, x.year, x.days, x.capacity, x.cost, x.budget, strategy.plan.drawn(x.body, x.year))
                for x in strategy.plan.loads
            ],
        ),
        "funds": _csv(
            ["fund", "body", "year", "amount", "carried", "drawn", "left"],
            [(x.fund, x.body, x.year, x.amount, x.carried, x.drawn, x.left) for x in strategy.plan.funds],
        ),
        "experts_time": _table(*expert_rows(strategy)),
        "alignment": _csv(["area", "goal", "strength"], [(a, g, s.value) for a, g, s in strategy.aligned.pairs]),
        "acceptability": _table(*acceptability_rows(strategy)),
        "weight_stability": _table(*stability_rows(strategy)),
        "other_orders": _table(*order_rows(strategy)),
        "agreement": _table(*agreement_rows(strategy)),
        "heard": _table(*heard_rows(strategy)),
        "weights_given": _table(*weight_rows(strategy)),
        "technologies": _table(*technology_rows(strategy)),
        "landscape": _table(*landscape_rows(strategy)),
        "ballots": _table(*ballot_rows(strategy)),
        "seats": _table(*seat_rows(strategy)),
        "reviews": _table(*review_rows(strategy)),
        "facts": _csv(
            ["name", "value", "unit", "method"],
            [(f.name, _guard(_plain(f.value)), f.unit, f.origin.method) for _, f in sorted(strategy.facts.items())],
        ),
    }  # fmt: skip


def _projects(strategy: Strategy) -> str:
    start = {x.project.id: x.start for x in strategy.plan.items}
    reason = {x.project.id: x.reason for x in strategy.plan.not_now}
    head = ["id", "type", "tier", "committee", "deliverable", "areas", "drafts", "requires", "measure", "objective"]
    found = benefits(strategy)
    rows = [
        (
            p.id, p.type.value, p.tier, p.committee, p.deliverable, ";".join(p.areas), ";".join(p.drafts),
            ";".join(p.requires), p.measure, p.objective, p.method, p.pages, start.get(p.id), reason.get(p.id),
            *urgency_data(found.get(p.id)).values(),
        )
        for p in strategy.candidates
    ]  # fmt: skip
    return _csv([*head, "method", "pages", "start", "not_now", *URGENCY_DATA], rows)


def _ranks(strategy: Strategy) -> str:
    areas = {str(area.id): area.name for area in strategy.workspace.evidence.areas}
    languages, criteria = strategy.workspace.settings.languages, [str(c.id) for c in strategy.workspace.voices.criteria]
    ranked = [
        (
            r.area, *(_guard(areas[r.area][x]) for x in languages), r.list, r.position, r.best, r.worst, r.joint,
            r.rank.value, r.decided.value if r.decided else "", jsonable(r.share), jsonable(r.mean), r.known, r.apply,
            jsonable(r.check_score), r.check_position, *(r.cell(c).rank.value for c in criteria),
        )
        for r in strategy.ranks.areas
    ]  # fmt: skip
    head = ["area", *(f"name_{x}" for x in languages), "list", "position", "best", "worst", "joint", "rank", "decided"]
    head += ["share_of_ones", "mean_rank", "known", "apply", "check_score", "check_position", *criteria]
    return _csv(head, ranked)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table whose texts carry the formula guard."""
    return _csv(head, [[_guard(value) for value in row] for row in rows])


def _plain(value: object) -> object:
    return value[FALLBACK] if isinstance(value, Text) else jsonable(value)


def _guard(value: object) -> object:
    return guard(value) if isinstance(value, str) else value


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    return print_lines(header, (["" if value is None else value for value in row] for row in rows))


def provenance(strategy: Strategy) -> str:
    """Return every fact, cell and source as entities, every method as an activity, in PROV-JSON.

    Source: W3C, *The PROV-JSON Serialization* (member submission, 2013).
    """
    entity: dict[str, dict[str, object]] = {}
    derived: dict[str, dict[str, str]] = {}
    generated: dict[str, dict[str, str]] = {}
    for name, fact in sorted(strategy.facts.items()):
        entity[f"fact:{name}"] = {"prov:label": fact.label[FALLBACK], "nss:unit": fact.unit}
        generated[f"_:g{len(generated)}"] = {
            "prov:entity": f"fact:{name}",
            "prov:activity": f"method:{fact.origin.method}",
        }
        sources = [f"source:{source}" for source in fact.origin.sources]
        for used in dict.fromkeys([*(_entity(item) for item in fact.origin.inputs), *sources]):
            derived[f"_:d{len(derived)}"] = {"prov:generatedEntity": f"fact:{name}", "prov:usedEntity": used}
            entity.setdefault(used, {})
    for source in strategy.workspace.evidence.sources:
        entity[f"source:{source.id}"] = {
            "prov:label": source.title[FALLBACK],
            "nss:address": source.address,
            "nss:grade": int(source.grade),
        }
    methods = sorted({fact.origin.method for fact in strategy.facts.values()})
    activity: Mapping[str, dict[str, object]] = {f"method:{name}": {} for name in methods}
    prefix = {name: f"urn:opennss:{name}:" for name in ("fact", "cell", "source", "method", "nss")}
    content = {
        "prefix": prefix, "entity": entity, "activity": activity,
        "wasGeneratedBy": generated, "wasDerivedFrom": derived,
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _entity(item: str | Cell) -> str:
    if isinstance(item, Cell):
        return f"cell:{item.file.replace('/', '.')}/{item.row}/{item.column}"
    return f"fact:{item}"
