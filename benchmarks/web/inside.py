"""The process that looks inside a desk: it makes what a campaign needs, and says what the database holds.

One JSON object a line comes in, ``{"verb": ..., ...}``; one goes out, ``{"said": ...}`` or ``{"fault": ...}``. The
verbs stand in ``seeding``, ``verbs`` and ``world``, which can be loaded only when Django is set up.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from importlib import import_module

import django
from django.core.management import call_command
from django.db import close_old_connections, connections


def main() -> None:
    """Answer one line after the other until there are no more."""
    django.setup()
    verbs = {verb.__name__: verb for name in ("seeding", "verbs", "world") for verb in import_module(name).VERBS}
    call_command("migrate", verbosity=0)
    connections.close_all()
    for line in sys.stdin:
        asked = json.loads(line)
        close_old_connections()
        try:
            answer = {"said": verbs[asked.pop("verb")](**asked)}
        except Exception:
            answer = {"fault": traceback.format_exc()}
        connections.close_all()  # nothing is held open while somebody is killed
        os.write(1, (json.dumps(answer) + "\n").encode())


if __name__ == "__main__":
    main()
