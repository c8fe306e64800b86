"""What criteria of technologies are measured by: one small function for each measure of the closed list.

Every measure gives an ``Amount``: the value, the cells it was made from, what it lacks. Missing is ``None``, never
zero: an absent row of uses proves nothing. A kind of use is zero only where a row of status ``none`` without an area
says that it was looked for anywhere; one with an area speaks for that area alone, and that nobody imports something
does not tell that nobody uses it. A sum that lacks something is a lower bound; a share that lacks something is not
known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from opennss.model.codes import Isic
from opennss.model.country import GoalStatus, Kind, PriorityArea, Strength
from opennss.model.dossiers import Amount, Landscape, Position
from opennss.model.observations import Table, Unit
from opennss.model.results import Mirrored
from opennss.model.table import Cell, cell
from opennss.model.technologies import Technology, TechnologyMeasure, TechnologyUse, UseKind, UseStatus
from opennss.model.workspace import Workspace

GDP_SHARE, EXPORT_SHARE, IMPORT_SHARE = "gdp-share", "export-share", "import-share"
"""Indicators of ``indicators.csv`` that the measures look for, by id."""

PUBLIC = tuple(Isic(letter) for letter in "OPQ")
"""ISIC sections of public services: public administration, education, human health and social work."""

ANYWHERE = "*"
"""All export markets, in a row that says that none has a rule."""

USED = (UseKind.USE, UseKind.IMPORT)
NOW = (UseStatus.IN_FORCE,)
NOW_OR_COMING = (UseStatus.IN_FORCE, UseStatus.COMING)
"""Planned use is no use yet; a rule or a risk that is coming is a reason to act now."""

NOTHING = Amount(None)


@dataclass(frozen=True, slots=True)
class Ground:
    """What the measures of one technology are read from.

    ``table`` holds harmonized values, ``mirrored`` how committees are mirrored (``None``: nobody recorded it).
    """

    technology: Technology
    workspace: Workspace
    table: Table
    mirrored: Mapping[str, Mirrored] | None
    landscape: Landscape
    position: Position | None


def measured(ground: Ground) -> dict[TechnologyMeasure, Amount]:
    """Return the amount of every measure for one technology."""
    return {name: measure(ground) for name, measure in MEASURES.items()}


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows of uses of some kinds: those that count, those that say there is none, those that are not known."""

    counted: tuple[TechnologyUse, ...]
    none: tuple[TechnologyUse, ...]
    open: tuple[TechnologyUse, ...]

    def amount(self, found: Iterable[object]) -> Amount:
        """Count what was ``found``; nothing found is zero only where a row says that there is none."""
        count = len(set(found))
        unknown = tuple(row.id for row in self.open)
        rows = self.counted if count else (*self.none, *self.open)
        known = count or self.none
        return Amount(Fraction(count) if known else None, tuple(cell(row, "status") for row in rows), unknown)


def _rows(
    ground: Ground,
    kinds: tuple[UseKind, ...],
    statuses: tuple[UseStatus, ...],
    wanted: Callable[[PriorityArea | None], bool] = lambda _: True,
) -> _Rows:
    """Part the rows of a technology; only some of those that say "none" speak for all there is.

    They are of the first kind and without an area; of rules of export markets they name no market but ``*``.
    """
    areas = {area.id: area for area in ground.workspace.evidence.areas}
    rows = [r for r in ground.workspace.evidence.uses if r.technology == ground.technology.id and r.kind in kinds]
    fitting = [row for row in rows if wanted(areas.get(row.area) if row.area else None)]
    return _Rows(
        tuple(row for row in fitting if row.status in statuses),
        tuple(row for row in rows if row.status is UseStatus.NONE and row.kind is kinds[0] and _everywhere(row)),
        tuple(row for row in fitting if row.status is UseStatus.UNKNOWN),
    )


def _everywhere(row: TechnologyUse) -> bool:
    return row.area is None and (row.kind is not UseKind.MARKET_REGULATION or row.where == ANYWHERE)


def _in_public_service(area: PriorityArea | None) -> bool:
    if area is None or area.kind is not Kind.SECTOR:
        return area is not None and area.kind is Kind.SOCIAL
    return bool(area.codes) and all(any(_part(code, section) for section in PUBLIC) for code in area.codes)


def _part(code: Isic, section: Isic) -> bool:
    """Say whether a code is a section or a part of it; the ten-group O-Q is made of public services alone."""
    return section.covers(code) or (code == "O-Q")


def _areas(ground: Ground) -> Amount:
    rows = _rows(ground, USED, NOW, lambda area: area is not None)
    return rows.amount(row.area for row in rows.counted)


def _public_services(ground: Ground) -> Amount:
    rows = _rows(ground, USED, NOW, _in_public_service)
    return rows.amount(row.area for row in rows.counted)


def _gdp_share(ground: Ground) -> Amount:
    """Add the shares of the sectors that use it, each once; a sector without a share makes the sum a lower bound."""
    rows = _rows(ground, USED, NOW, lambda area: area is not None and area.kind is Kind.SECTOR)
    if not rows.counted:
        return rows.amount(())
    sectors = dict.fromkeys(str(row.area) for row in rows.counted)
    shares = {sector: _percent(ground.table, GDP_SHARE, sector) for sector in sectors}
    known = [share for share in shares.values() if share.value is not None]
    lacking = tuple(sector for sector, share in shares.items() if share.value is None)
    return Amount(
        sum((share.value or Fraction(0) for share in known), Fraction(0)) if known else None,
        (*(cell(row, "area") for row in rows.counted), *(place for share in known for place in share.cells)),
        (*lacking, *(row.id for row in rows.open)),
    )


def _percent(table: Table, indicator: str, area: str) -> Amount:
    """Return a share in percent; one that is measured in anything else is not known."""
    value = table.get((indicator, area))
    if value is None or Unit(value.unit).dimension != "share":
        return NOTHING
    share = Fraction(str(value.value))
    return Amount(share if value.unit == "percent" else share * 100, value.cells)


def _count(kind: UseKind, of: Callable[[TechnologyUse], object]) -> Callable[[Ground], Amount]:
    def counted(ground: Ground) -> Amount:
        rows = _rows(ground, (kind,), NOW_OR_COMING)
        return rows.amount(of(row) for row in rows.counted)

    return counted


def _lists(ground: Ground) -> Amount:
    """Return which part of the chosen lists names it; a technology without any entry was compared with no list."""
    chosen = ground.workspace.settings.technologies.lists
    named = {entry.list for entry in ground.technology.entries}
    if not chosen or not named:
        return NOTHING
    return Amount(Fraction(100 * len(named & {*chosen}), len(chosen)), (cell(ground.technology, "entries"),))


def _goals(ground: Ground) -> Amount:
    """Count goals in force: those that its own area serves, and those that areas using it serve directly."""
    evidence, choices = ground.workspace.evidence, ground.workspace.choices
    using = {str(row.area) for row in _rows(ground, USED, NOW, lambda area: area is not None).counted}
    own = ground.technology.area
    asked = dict.fromkeys([*([str(own)] if own else []), *sorted(using)])
    in_force = {goal.id for goal in evidence.goals if goal.status is GoalStatus.IN_FORCE}
    said = [row for row in choices.alignments if row.area in asked]
    serving = [
        row
        for row in said
        if row.goal in in_force
        and (row.strength is Strength.DIRECT or (row.area == own and row.strength is Strength.INDIRECT))
    ]
    lacking = tuple(area for area in asked if area not in {row.area for row in said})
    return Amount(
        Fraction(len({row.goal for row in serving})) if said else None,
        tuple(cell(row, "goal") for row in serving or said),
        lacking,
    )


def _followed(of: Callable[[Mirrored, str], Iterable[str]]) -> Callable[[Ground], Amount]:
    """Count what the mirroring of its committees holds; where nobody recorded any, nothing is known."""

    def counted(ground: Ground) -> Amount:
        codes = ground.technology.committees
        if ground.mirrored is None or not codes:
            return NOTHING
        people = {code: ground.mirrored.get(code, Mirrored()) for code in codes}
        experts = {name for item in people.values() for name in item.experts}
        rows = [cell(row, "follows") for row in ground.workspace.evidence.experts if row.id in experts]
        return Amount(
            Fraction(len({name for code, item in people.items() for name in of(item, code)})),
            (*rows, cell(ground.technology, "committees")),
            tuple(code for code, item in people.items() if item.unknown),
        )

    return counted


def _total(name: str) -> Callable[[Ground], Amount]:
    return lambda ground: ground.landscape.totals.get(name, NOTHING)


def _of_drafts(name: str) -> Callable[[Ground], Amount]:
    """Share of the drafts in percent; without any draft nothing can be shaped, which is zero and known."""

    def share(ground: Ground) -> Amount:
        part, drafts = (ground.landscape.totals.get(total, NOTHING) for total in (name, "drafts"))
        cells = tuple(dict.fromkeys((*part.cells, *drafts.cells)))
        if drafts.complete and not drafts.value:
            return Amount(Fraction(0), cells)
        if part.value is None or not drafts.value or not (part.complete and drafts.complete):
            return Amount(None, cells, tuple(dict.fromkeys((*part.unknown, *drafts.unknown))))
        return Amount(100 * part.value / drafts.value, cells)

    return share


def _trade(ground: Ground) -> Amount:
    """The larger of its area's shares in exports and imports; with one of them missing it is a lower bound."""
    area = ground.technology.area
    shares = {name: _percent(ground.table, name, str(area)) for name in (EXPORT_SHARE, IMPORT_SHARE) if area}
    known = [share.value for share in shares.values() if share.value is not None]
    cells: tuple[Cell, ...] = tuple(place for share in shares.values() for place in share.cells)
    return Amount(max(known, default=None), cells, tuple(n for n, share in shares.items() if share.value is None))


def _research(of: Callable[[Position], Amount], factor: int) -> Callable[[Ground], Amount]:
    """A figure of its place in research; too few works to speak about give none."""

    def figure(ground: Ground) -> Amount:
        if ground.position is None or ground.position.small:
            return NOTHING
        found = of(ground.position)
        return Amount(None if found.value is None else factor * found.value, found.cells, found.unknown)

    return figure


MEASURES: Mapping[TechnologyMeasure, Callable[[Ground], Amount]] = {
    TechnologyMeasure.GDP_SHARE: _gdp_share,
    TechnologyMeasure.AREAS: _areas,
    TechnologyMeasure.PUBLIC_SERVICES: _public_services,
    TechnologyMeasure.RISKS: _count(UseKind.RISK, lambda row: row.id),
    TechnologyMeasure.LISTS: _lists,
    TechnologyMeasure.GOALS: _goals,
    TechnologyMeasure.RESEARCH_SHARE: _research(lambda position: position.share, 100),
    TechnologyMeasure.SPECIALIZATION: _research(lambda position: position.specialization, 1),
    TechnologyMeasure.TOP_SHARE: _research(lambda position: position.top, 100),
    TechnologyMeasure.DRAFTS: _total("drafts"),
    TechnologyMeasure.OPEN_SHARE: _of_drafts("open"),
    TechnologyMeasure.EARLY_SHARE: _of_drafts("early"),
    TechnologyMeasure.NEW: _total("new"),
    TechnologyMeasure.IN_FORCE: _total("in-force"),
    TechnologyMeasure.P_MEMBERS: _total("p-members"),
    TechnologyMeasure.EXPERTS: _followed(lambda item, _: item.experts),
    TechnologyMeasure.READY: _followed(lambda item, code: (code,) if item.ready else ()),
    TechnologyMeasure.SEATS: _total("own-seats"),
    TechnologyMeasure.NEIGHBOURS: _total("neighbour-seats"),
    TechnologyMeasure.REGULATION: _count(UseKind.REGULATION, lambda row: row.id),
    TechnologyMeasure.MARKETS: _count(UseKind.MARKET_REGULATION, lambda row: row.where),
    TechnologyMeasure.TRADE_SHARE: _trade,
}
"""How each measure is taken; ``judged`` is the only one without a function."""
