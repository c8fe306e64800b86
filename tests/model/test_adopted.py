"""The share of national standards that rest on ISO or IEC: which count, and what is not known."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from opennss.language import Text
from opennss.model.adopted import Adopted, adopted_from_iso_iec
from opennss.model.codes import Id
from opennss.model.country import NoticeSettings
from opennss.model.references import Reference
from opennss.model.standards import Adoption, AdoptionStatus, Correspondence
from opennss.model.workspace import Evidence


def row(adopts: str, degree: Correspondence, status: AdoptionStatus = AdoptionStatus.IN_FORCE) -> Adoption:
    return Adoption(
        id=Id("a"), title=Text.of(en="T"), adopts=Reference(adopts), correspondence=degree, status=status, year=2020,
        illustrative=True,
    )  # fmt: skip


ROWS = (
    row("ISO 1:2002", Correspondence.IDT), row("IEC 2:2002", Correspondence.MOD), row("IWA 3:2002", Correspondence.IDT),
    row("CISPR 4:2002", Correspondence.UNKNOWN), row("ISO 5:2002", Correspondence.NEQ),
    row("EN 6:2002", Correspondence.IDT), row("ISO 7:2002", Correspondence.IDT, AdoptionStatus.WITHDRAWN),
)  # fmt: skip


def found(total: int | None) -> Adopted:
    evidence = Evidence(
        sources=(), areas=(), goals=(), indicators=(), observations=(), adoptions=ROWS, participation=(),
        institutions=(), progress=(),
    )  # fmt: skip
    return adopted_from_iso_iec(evidence, NoticeSettings(standards=total))


def test_which_count() -> None:
    own = found(None)
    assert [str(one.adopts) for one in own.known] == ["ISO 1:2002", "IEC 2:2002", "IWA 3:2002"]
    assert [str(one.adopts) for one in own.unknown] == ["CISPR 4:2002"]
    assert len(own.listed) == 6


@pytest.mark.parametrize(
    ("total", "bounds", "unjudged"),
    [
        (None, None, None),
        (5, None, None),
        (6, (Fraction(1, 2), Fraction(2, 3)), 1),
        (600, (Fraction(1, 200), None), 595),
    ],
)
def test_the_share_and_what_is_not_known(
    total: int | None, bounds: tuple[Fraction, Fraction | None] | None, unjudged: int | None
) -> None:
    assert found(total).bounds == bounds
    assert found(total).unjudged == (None if unjudged is None else Decimal(unjudged))
