"""The technology scan against its peers and its limits: titles, whole research works, Apache Spark.

    python benchmarks/scan.py [--quick] [titles] [works] [spark]

Texts and works are synthetic. Each section lies in a module of its own (``scan_titles``, ``scan_works``,
``scan_spark``), which says what is measured; without a name all of them run. A peer that is not installed (the extras
``bench`` and ``spark``) has a row without its number, or no row where the section is about it.
A section that fails is told on standard error; the others go on, and the command ends with 1.
"""

from __future__ import annotations

from common import run_sections

SECTIONS = {"titles": "scan_titles", "works": "scan_works", "spark": "scan_spark"}
NEEDS = {"spark": "pyspark"}

if __name__ == "__main__":
    run_sections(str(__doc__), SECTIONS, NEEDS)
