"""The numbers of the example country that the golden file keeps, at printed precision."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import Any

from opennss.document.shown import shown
from opennss.model.results import GapKind, Strategy


def figures(strategy: Strategy) -> dict[str, Any]:
    """Return positions, ranks, shares, gaps, plan, loads and unserved goals as JSON knows them."""
    currency = strategy.workspace.settings.currency

    def printed(name: str) -> str:
        return shown(strategy.facts[name], "en", currency) if name in strategy.facts else "-"

    planned = Counter((str(item.project.type), item.start) for item in strategy.plan.items)
    parts = (
        "position",
        "best",
        "worst",
        "joint",
        "rank",
        "decided",
        "share",
        "mean",
        "known",
        "apply",
        "check-position",
    )
    return {
        "areas": {
            str(area.area): " | ".join(printed(f"rank.{area.area}.{part}") for part in parts)
            for area in strategy.ranks.areas
        },
        "cells": {
            str(area.area): " ".join(cell.rank.value for _, cell in area.cells) for area in strategy.ranks.areas
        },
        "weights": {name: {key: _text(value) for key, value in rows} for name, rows in strategy.ranks.weights},
        "evidence": {name: printed(name) for name in strategy.facts if name.startswith("evidence.")},
        "gaps": {str(kind): sum(gap.kind is kind for gap in strategy.gaps) for kind in GapKind},
        "candidates": len(strategy.projects),
        "plan": {f"{kind} {year}": number for (kind, year), number in sorted(planned.items())},
        "not-now": dict(sorted(Counter(item.reason for item in strategy.plan.not_now).items())),
        "loads": {
            f"{load.body} {load.year}": {
                part: printed(f"load.{load.body}.{load.year}.{part}")
                for part in ("days", "capacity", "utilization", "cost", "budget")
            }
            for load in strategy.plan.loads
        },
        "unserved goals": list(strategy.aligned.goals_without_area),
        "areas without goal": list(strategy.aligned.areas_without_goal),
        "uncovered": [list(pair) for pair in strategy.plan.uncovered],
        "seats": {name: printed(f"seats.{name}") for name in ("p", "o", "unknown")},
        "round": {name: printed(name) for name in strategy.facts if name.startswith("round.") and "." in name[6:]},
    }  # fmt: skip


def _text(value: Fraction | Decimal) -> str:
    return str(value)
