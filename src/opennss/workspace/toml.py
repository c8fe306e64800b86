"""Settings as TOML text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping


def print_settings(values: Mapping[str, object]) -> str:
    """Print settings as TOML: plain keys first, then one table for each mapping.

    >>> print(print_settings({"format": 1, "years": [2027], "plan": {"utilization": 0.85}}))
    format = 1
    years = [2027]
    <BLANKLINE>
    [plan]
    utilization = 0.85
    <BLANKLINE>
    """
    lines = [f"{key} = {_toml(value)}" for key, value in values.items() if not isinstance(value, Mapping)]
    for key, table in values.items():
        if isinstance(table, Mapping):
            lines += ["", f"[{key}]", *(f"{inner} = {_toml(value)}" for inner, value in table.items())]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_toml(item) for item in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return (
            '"'
            + "".join(f"\\u{ord(sign):04x}" if ord(sign) < 32 or ord(sign) == 127 else sign for sign in escaped)
            + '"'
        )
    return value.isoformat() if isinstance(value, dt.date) else str(value)
