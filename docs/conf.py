"""How Sphinx builds the manual."""

from __future__ import annotations

import opennss

project = "OpenNSS"
author = "The OpenNSS contributors"
version = release = opennss.__version__
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
myst_enable_extensions: list[str] = []
myst_heading_anchors = 3
smartquotes = False
html_theme = "furo"
html_title = f"OpenNSS {release}"
html_show_copyright = False
html_copy_source = False
