"""Words, signs and colours of monitoring: lights, alerts, who must act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opennss.document.blocks import Span
from opennss.document.outline.pen import Pen
from opennss.language import Text, number
from opennss.model.monitoring import Alert, Light

SIGNS = {Light.ON_TRACK: "●", Light.WATCH: "▲", Light.LATE: "■", Light.NOT_DUE: "○", Light.UNKNOWN: "?"}
"""The form of each light; its word always stands beside it."""

TONES = {Light.ON_TRACK: "3", Light.WATCH: "2", Light.LATE: "1*", Light.NOT_DUE: "none", Light.UNKNOWN: "?"}
"""The colour of each light in a table."""

ALERT_TONES = {Alert.LATE: "1*", Alert.EXPIRED: "1*", Alert.MISSING: "?", Alert.SOON: "2", Alert.LATER: "none"}
"""The colour of each alert in a table."""


def light_span(pen: Pen, light: Light) -> Span:
    """Return a light by its form, its word and its colour."""
    return Span(f"{SIGNS[light]} {pen.t(f'light-{light}')}", strong=True, tone=TONES[light])


def alert_span(pen: Pen, alert: Alert) -> Span:
    """Return how pressing something is, by its word and its colour."""
    return Span(pen.t(f"alert-{alert}"), strong=True, tone=ALERT_TONES[alert])


def who(pen: Pen, name: Text) -> str:
    """Return who must act; where nobody is named it is the standards body."""
    return pen.person(name[pen.language]) if name else pen.t("standards-body")


def counted(pen: Pen, values: Sequence[str], words: Mapping[str, str]) -> str:
    """Count values in words, in the order of the words: 3 on track, 1 late."""
    counts = [(word, sum(one == value for one in values)) for value, word in words.items()]
    return ", ".join(f"{number(count, pen.language)} {word}" for word, count in counts if count)
