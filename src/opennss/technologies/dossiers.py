"""Everything about each technology of the country's list: landscape, place in research, assessment, uses, changes."""

from __future__ import annotations

from collections.abc import Mapping

from opennss.catalogue.store import Catalogue
from opennss.model.dossiers import Dossier, Landscape
from opennss.model.observations import Table
from opennss.model.results import Mirrored
from opennss.model.standards import Role
from opennss.model.technologies import Technology, TechnologyCriterion
from opennss.model.workspace import Workspace
from opennss.technologies.assess import assess
from opennss.technologies.changes import movements
from opennss.technologies.criteria import chosen
from opennss.technologies.landscape import documents_of, figures, landscape
from opennss.technologies.measures import Ground, measured
from opennss.technologies.position import position


def visible(workspace: Workspace) -> tuple[Technology, ...]:
    """Return the technologies of a folder that its settings show; mainly military ones only where they ask for them."""
    military = workspace.settings.technologies.military
    return tuple(row for row in workspace.evidence.technologies if military or not row.military)


def dossiers(
    workspace: Workspace,
    catalogue: Catalogue,
    table: Table,
    mirrored: Mapping[str, Mirrored] | None,
    seats: Mapping[str, Role],
) -> tuple[dict[str, Dossier], tuple[TechnologyCriterion, ...]]:
    """Return the dossier of every technology that is shown, by id in the order of the list, and criteria left out.

    Without a technology there is nothing to leave out.

    ``table`` holds harmonized values, ``mirrored`` and ``seats`` how the country mirrors a committee and its seat in
    it, by committee. A whole store is counted; of an extract only what ``landscape.csv`` recorded is known. Research
    works that carry a year still to come would pass for the newest, unfinished year: they are left out.
    """
    evidence, settings = workspace.evidence, workspace.settings.technologies
    technologies = visible(workspace)
    if not technologies:
        return {}, ()
    landscapes = _landscapes(workspace, catalogue, technologies, seats)
    come = [row for row in evidence.research if row.year <= workspace.settings.as_of.year]
    places = {str(t.id): position(t, come, workspace.settings.country, settings.small) for t in technologies}
    amounts = {
        str(t.id): measured(Ground(t, workspace, table, mirrored, landscapes[t.id], places[t.id])) for t in technologies
    }
    criteria, unmeasured = chosen(settings.criteria, workspace.voices.technology_criteria, amounts.values())
    assessments = assess(
        technologies, criteria, amounts, workspace.voices.ratings, workspace.choices.decisions, landscapes,
        workspace.settings,
    )  # fmt: skip
    made = {
        str(t.id): Dossier(
            technology=t, landscape=landscapes[t.id], position=places[t.id], assessment=assessments[t.id],
            uses=tuple(use for use in evidence.uses if use.technology == t.id), movements=movements(landscapes[t.id]),
        )
        for t in technologies
    }  # fmt: skip
    return made, unmeasured


def _landscapes(
    workspace: Workspace, catalogue: Catalogue, technologies: tuple[Technology, ...], seats: Mapping[str, Role]
) -> dict[str, Landscape]:
    evidence, settings = workspace.evidence, workspace.settings
    codes = list(dict.fromkeys(code for technology in technologies for code in technology.committees))
    documents = documents_of(catalogue, codes)
    counted = (*evidence.figures, *figures(catalogue, codes))
    return {
        str(technology.id): landscape(
            technology, counted, catalogue.committees, seats, evidence.neighbours, settings.technologies.neighbours,
            documents, settings.as_of,
        )
        for technology in technologies
    }  # fmt: skip
