"""The colours of every picture and page: one palette, safe for colour-blind readers, contrast 4.5 : 1 or better.

Colour never carries meaning alone: the rank, letter or label is always written too.
"""

from __future__ import annotations

from typing import Final

INK: Final = "#1b2733"
MUTED: Final = "#4f5d6b"
LINE: Final = "#cbd5df"
SOFT: Final = "#f3f6f9"
PAPER: Final = "#ffffff"
ACCENT: Final = "#0b4a6f"
ACCENT_SOFT: Final = "#e6f0f6"
WARM: Final = "#b4540a"
GOLD: Final = "#e0a33a"

TONES: Final[dict[str, tuple[str, str]]] = {
    "1*": ("#08304f", "#ffffff"),
    "1": ("#1f659c", "#ffffff"),
    "2": ("#a8cde6", "#10283a"),
    "3": ("#deecf6", "#10283a"),
    "none": ("#eef0f2", "#454f59"),
    "n/a": ("#ffffff", "#56626e"),
    "?": ("#fbe3b5", "#5c3a00"),
}
"""Background and text colour of each tone a rank cell may have."""

SERIES: Final[tuple[tuple[str, str, str], ...]] = (
    ("#1f659c", "#ffffff", ""),
    (GOLD, "#2b1c00", "///"),
    ("#2c7564", "#ffffff", "..."),
    ("#c9d3dc", "#1b2733", "\\\\\\"),
    ("#8a4f8f", "#ffffff", "xxx"),
    ("#a34a08", "#ffffff", "---"),
)
"""Fill, text colour and hatch of each kind in a chart, in the order of its legend."""

SEATS: Final[tuple[tuple[str, str, str], ...]] = (
    ("#1f659c", "#ffffff", ""),
    ("#a8cde6", "#10283a", ""),
    ("#eef0f2", "#454f59", ""),
    ("#fbe3b5", "#5c3a00", "///"),
)
"""The same for seats in committees: participating, observing, none, unknown."""


DOCUMENTS: Final[tuple[tuple[str, str, str], ...]] = (
    ("#1f659c", "#ffffff", ""),
    ("#a8cde6", "#10283a", "\\\\\\"),
    ("#eef0f2", "#454f59", ""),
    (GOLD, "#2b1c00", "..."),
    ("#fbe3b5", "#5c3a00", "///"),
)
"""The same for documents: adopted, outdated adoption, not adopted, draft, stage not known."""

PLACES: Final[tuple[tuple[str, str, str], ...]] = (
    ("#08304f", "#ffffff", ""),
    ("#1f659c", "#ffffff", ""),
    ("#a8cde6", "#10283a", ""),
    ("#eef0f2", "#454f59", ""),
)
"""The same for positions, from the first to those behind the top; also light enough apart in grey."""

AHEAD: Final[tuple[tuple[str, str], ...]] = (("#deecf6", "#10283a"), ("#a8cde6", "#10283a"), ("#1f659c", "#ffffff"))
BEHIND: Final[tuple[tuple[str, str], ...]] = (("#fdf1d8", "#5c3a00"), ("#f0c475", "#2b1c00"), ("#a34a08", "#ffffff"))
"""Fill and text colour of a place that is a little, clearly or far ahead of another order, or behind it."""

APPROACHES: Final[tuple[tuple[str, str, str, str], ...]] = (
    ("square", "#08304f", "#08304f", "#ffffff"),
    ("circle", "#1f659c", "#1f659c", "#ffffff"),
    ("diamond", "#a8cde6", "#1f659c", "#10283a"),
    ("circle", "#ffffff", "#4f5d6b", "#1b2733"),
    ("bar", "#fbe3b5", "#8a5a00", "#5c3a00"),
)
"""Shape, fill, edge and text colour of each approach to a technology: lead, participate, adopt, monitor, open."""


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours by WCAG 2.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def tone_class(tone: str) -> str:
    """Return the name of a tone that is allowed in a style sheet; empty for a tone that the palette does not know.

    >>> tone_class("1*"), tone_class("blue")
    ('tone-1s', '')
    """
    names = {"1*": "1s", "n/a": "na", "?": "unknown"}
    return f"tone-{names.get(tone, tone)}" if tone in TONES else ""


def _luminance(colour: str) -> float:
    def channel(text: str) -> float:
        value = int(text, 16) / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    red, green, blue = (channel(colour[start : start + 2]) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
