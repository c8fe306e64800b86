"""Ranking under uncertainty against its peers and its limits: acceptability, ELECTRE III, pairs, composites, Sobol.

    python benchmarks/mcda.py [--quick] [acceptability] [electre] [pairs] [composite] [sobol]

Data are synthetic. Each section lies in a module of its own (``mcda_acceptability`` and so on), which says what is
measured; without a name all of them run. A peer that is not installed (the extra ``bench``) has a row without its
number. One thread everywhere, except where a row says otherwise. A section that fails, because answers differ
for example, is told on standard error; the others go on, and the command ends with 1.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from importlib import import_module
from typing import Any

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ.setdefault(name, "1")  # before NumPy is loaded

SECTIONS = {
    "acceptability": "mcda_acceptability",
    "electre": "mcda_electre",
    "pairs": "mcda_pairs",
    "composite": "mcda_composite",
    "sobol": "mcda_sobol",
}


def main() -> None:
    """Run everything, or a small size of it."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a small size, for the tests")
    parser.add_argument("sections", nargs="*", choices=[[], *SECTIONS], help="only these")
    asked = parser.parse_args()
    rows: list[dict[str, Any]] = []
    failed = False
    for name in asked.sections or SECTIONS:
        try:
            rows += import_module(SECTIONS[name]).rows(asked.quick)
        except Exception:
            traceback.print_exc()
            failed = True
    json.dump(rows, sys.stdout, indent=1)
    sys.stdout.write("\n")
    sys.exit(failed)


if __name__ == "__main__":
    main()
