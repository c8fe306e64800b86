"""Which national standards in force rest on ISO or IEC, and what share of all of them that is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from opennss.model.country import NoticeSettings
from opennss.model.observations import Comparison, Observation
from opennss.model.standards import Adoption, AdoptionStatus, Correspondence
from opennss.model.table import Cell, cell
from opennss.model.workspace import Evidence

ISO_IEC = ("ISO", "IEC", "IWA", "CISPR")
"""How references of ISO and IEC begin."""

ALL_STANDARDS = "national-standards"
"""The indicator about the country that holds the number of its standards in force."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """The national standards in force: ``known`` adopt IDT or MOD from ISO or IEC, ``unknown`` in a degree not stated.

    ``listed`` are all of them in the folder; NEQ is no adoption and is only there. ``total`` is how many there are in
    all (``None``: nobody said), read at ``place`` from ``source``, of a ``period`` where it is a figure of evidence.
    """

    known: tuple[Adoption, ...]
    unknown: tuple[Adoption, ...]
    listed: tuple[Adoption, ...]
    total: Decimal | None
    place: Cell
    source: str = ""
    period: str = ""

    @property
    def unjudged(self) -> Decimal | None:
        """How many can be adopted or not: of an unknown degree, or not in the folder.

        ``None`` where the number of all is not known, or smaller than the list, so that it cannot be right.
        """
        if not self.total or len(self.listed) > self.total:
            return None
        return len(self.unknown) + self.total - len(self.listed)

    @property
    def bounds(self) -> tuple[Fraction, Fraction | None] | None:
        """The least and the greatest share; the greatest is not known where the folder does not list all."""
        if self.unjudged is None or self.total is None:
            return None
        whole = Fraction(self.total)
        most = (len(self.known) + len(self.unknown)) / whole if len(self.listed) == whole else None
        return len(self.known) / whole, most


def adopted_from_iso_iec(evidence: Evidence, settings: NoticeSettings) -> Adopted:
    """Return what the national standards in force rest on; their number is the setting, else the newest figure."""
    standing = tuple(row for row in evidence.adoptions if row.status is AdoptionStatus.IN_FORCE)
    own = [row for row in standing if row.adopts.publisher in ISO_IEC]
    known = tuple(row for row in own if row.correspondence in (Correspondence.IDT, Correspondence.MOD))
    unknown = tuple(row for row in own if row.correspondence is Correspondence.UNKNOWN)
    place, newest = Cell("nss.toml", 0, "notice.standards"), about_the_country(evidence, ALL_STANDARDS)
    if settings.standards is None and newest is not None:
        total = Decimal(str(newest.value))
        return Adopted(known, unknown, standing, total, cell(newest, "value"), newest.source or "", newest.period)
    stated = None if settings.standards is None else Decimal(settings.standards)
    return Adopted(known, unknown, standing, stated, place, settings.standards_source)


def about_the_country(evidence: Evidence, indicator: str) -> Observation | None:
    """Return the newest known figure of an indicator about the country as a whole; ``None`` where there is none."""
    if not any(row.id == indicator and row.comparison is Comparison.CONTEXT for row in evidence.indicators):
        return None
    rows = [row for row in evidence.observations if row.indicator == indicator and row.value is not None]
    return max(rows, key=lambda row: row.period.order, default=None)
