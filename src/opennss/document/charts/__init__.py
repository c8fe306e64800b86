"""The pictures of the strategy, one function each: plain data and translated labels in, a picture out."""

from opennss.document.charts.bars import answers, documents, seats
from opennss.document.charts.frontier import frontier
from opennss.document.charts.grids import goals_by_areas, rank_map, seat_map
from opennss.document.charts.layout import WIDE, Picture
from opennss.document.charts.monitoring import delivery, framework, stage_ages
from opennss.document.charts.moves import moves
from opennss.document.charts.quadrants import quadrants
from opennss.document.charts.robust import acceptability, agreement, stability, winning
from opennss.document.charts.weights import given_weights
from opennss.document.charts.years import progress, roadmap, staff_and_money

__all__ = [
    "WIDE", "Picture", "acceptability", "agreement", "answers", "delivery", "documents", "framework", "frontier",
    "given_weights", "goals_by_areas", "moves", "progress", "quadrants", "rank_map", "roadmap", "seat_map", "seats",
    "stability", "staff_and_money", "stage_ages", "winning",
]  # fmt: skip
