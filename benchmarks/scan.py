"""The technology scan against its peers and its limits: titles, whole research works, Apache Spark.

    python benchmarks/scan.py [--quick] [titles] [works] [spark]

Texts and works are synthetic. Each section lies in a module of its own (``scan_titles``, ``scan_works``,
``scan_spark``), which says what is measured; without a name all of them run. A peer that is not installed (the extras
``bench`` and ``spark``) has a row without its number, or no row where the section is about it.
"""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from common import say

SECTIONS = {"titles": "scan_titles", "works": "scan_works", "spark": "scan_spark"}
NEEDS = {"spark": "pyspark"}


def main() -> None:
    """Run everything, or a small size of it."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small size, for the tests")
    parser.add_argument("sections", nargs="*", choices=[[], *SECTIONS], help="only these")
    asked = parser.parse_args()
    rows: list[dict[str, Any]] = []
    for name in asked.sections or SECTIONS:
        if name in NEEDS and not find_spec(NEEDS[name]):
            say(f"{name}: {NEEDS[name]} is not installed")
        else:
            rows += import_module(SECTIONS[name]).rows(asked.quick)
    json.dump(rows, sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
