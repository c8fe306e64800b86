"""What a desk says of itself after it was restored: run as a program, beside the tests that moved it there.

    python tests/web/moved.py FOLDER DATA FILE < what-is-known.json

Writes a backup of the desk as it came to FILE, then uses it as people do, and prints what they saw as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from opennss_web.serve import prepare


def seen(known: dict[str, str], target: Path) -> dict[str, Any]:
    """Return what people see on a restored desk, and what still happens on it."""
    from django.conf import settings  # noqa: PLC0415  Django must be set up first
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from opennss_web import backup  # noqa: PLC0415
    from opennss_web.history import broken  # noqa: PLC0415
    from opennss_web.models import Event, Release, Sheet  # noqa: PLC0415

    def browser() -> Client:
        made = Client(SERVER_NAME="localhost")
        made.cookies["lang"] = "en"
        return made

    backup.backup(target)
    field = known["field"]
    office, expert = browser(), browser()
    login = office.post("/login", {"username": "an", "password": "a long enough word"})
    begun = expert.post(f"{known['fresh']}begin", {"agree": "yes"})
    sent = expert.post(f"{known['fresh']}send", {field: "2"})
    office.post(
        "/releases", {"sha256": Release.objects.get().sha256, "public": "yes"}
    )  # its line goes on where the chain ended
    return {
        "database": connection.vendor,
        "uploads": sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()),
        "login": login.status_code,
        "rounds": office.get("/rounds").status_code,
        "receipt shown": known["receipt"] in expert.get(known["answered"]).content.decode(),
        "receipt found": "Round one" in expert.post("/receipts", {"code": known["receipt"]}).content.decode(),
        "draft goes on": 'value="3" checked' in expert.get(known["begun"]).content.decode().replace("\n", " "),
        "signed": expert.get(known["signed"]).status_code,
        "comment": "Too vague" in browser().post(known["comments"], {"code": known["code"]}).content.decode(),
        "a link that nobody used": [begun.status_code, sent.status_code, Sheet.objects.filter(state="sent").count()],
        "chain": [broken(Event.objects.order_by("id")), Event.objects.order_by("id").last().verb],
    }  # fmt: skip


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), Path(sys.argv[2]))
    print(json.dumps(seen(json.load(sys.stdin), Path(sys.argv[3]))))
