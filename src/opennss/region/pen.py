"""What the chapters of the comparison write with: the countries in the order given, as heads of columns.

The trail of a number is in the document of the country that it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass

from opennss.document.plain_pen import PlainPen
from opennss.region.compare import Region


@dataclass(frozen=True, slots=True)
class RegionPen(PlainPen):
    """A comparison and the language it is written in; ``short`` heads columns with codes instead of names."""

    region: Region
    short: bool = False

    @property
    def names(self) -> list[str]:
        """The heads of the columns: the countries in the order given."""
        return [profile.code if self.short else profile.name[self.language] for profile in self.region.profiles]
