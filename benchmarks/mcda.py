"""Ranking under uncertainty against its peers and its limits: acceptability, ELECTRE III, pairs, composites, Sobol.

    python benchmarks/mcda.py [--quick] [acceptability] [electre] [pairs] [composite] [sobol]

Data are synthetic. Each section lies in a module of its own (``mcda_acceptability`` and so on), which says what is
measured; without a name all of them run. A peer that is not installed (the extra ``bench``) has a row without its
number. One thread everywhere, except where a row says otherwise. A section that fails, because answers differ
for example, is told on standard error; the others go on, and the command ends with 1.
"""

from __future__ import annotations

import os

from common import run_sections

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ.setdefault(name, "1")  # before NumPy is loaded

SECTIONS = {
    "acceptability": "mcda_acceptability",
    "electre": "mcda_electre",
    "pairs": "mcda_pairs",
    "composite": "mcda_composite",
    "sobol": "mcda_sobol",
}

if __name__ == "__main__":
    run_sections(str(__doc__), SECTIONS)
