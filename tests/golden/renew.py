"""Renew the golden file of the example country: ``make golden``; look at the difference before committing it."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

from opennss import build as spine

HERE = Path(__file__).parent


def main() -> None:
    """Build the example and write ``golden.json``."""
    spec = importlib.util.spec_from_file_location("figures", HERE / "figures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    strategy = spine.build(*spine.read(HERE.parent.parent / "examples" / "vietnam"))
    text = json.dumps(module.figures(strategy), ensure_ascii=False, indent=1) + "\n"
    (HERE / "golden.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
