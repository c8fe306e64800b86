"""Downloads from a server on the loopback: whole or not at all, resumed, limited, and only what was expected."""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import hashlib
import json
import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from opennss.errors import WorkspaceError
from opennss.sources import committees
from opennss.sources.card import card_of
from opennss.sources.fetch import PROVIDERS, Provider, fetch

from .conftest import COMMITTEES, write_lines

DAY = dt.date(2026, 11, 22)
FILE = "iso_technical_committees.jsonl"


@dataclass
class Server:
    """What the server gives, and what it was asked."""

    address: str
    body: bytes
    etag: str = '"1"'
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    stop_at: int | None = None
    shift: int = 0
    wait: threading.Event | None = None
    asked: list[dict[str, str]] = field(default_factory=list)

    def provider(self, most: int = 1 << 20) -> dict[str, Provider]:
        """The table of providers, with this server in it."""
        return {"iso": Provider(FILE, self.address, "L", committees.validate, most)}


@pytest.fixture
def body(tmp_path: Path) -> bytes:
    return write_lines(tmp_path / "body.jsonl", COMMITTEES).read_bytes()


@pytest.fixture
def server(body: bytes) -> Iterator[Server]:
    state = Server("", body)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(dict(self.headers))
            if state.wait:
                state.wait.wait(10)
                return
            begin = 0
            asked = self.headers.get("Range", "")
            if asked and state.status == 200 and self.headers.get("If-Range") == state.etag:
                begin = int(asked.removeprefix("bytes=").rstrip("-"))
                if begin >= len(state.body):
                    self.send_error(416)
                    return
            self.send_response(206 if begin else state.status)
            for name, value in {"ETag": state.etag, **state.headers}.items():
                self.send_header(name, value)
            if begin:
                self.send_header(
                    "Content-Range", f"bytes {begin + state.shift}-{len(state.body) - 1}/{len(state.body)}"
                )
            self.send_header("Content-Length", str(len(state.body) - begin))
            self.end_headers()
            self.wfile.write(state.body[begin : state.stop_at])
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    state.address = f"http://127.0.0.1:{http.server_port}/file"
    yield state
    if state.wait:
        state.wait.set()
    http.shutdown()
    http.server_close()
    thread.join()


def failing(server: Server, folder: Path, *, timeout: float = 5, most: int = 1 << 20) -> str:
    """Fetch and return the code of the finding that says why it failed."""
    with pytest.raises(WorkspaceError) as raised:
        fetch("iso", folder, day=DAY, providers=server.provider(most), timeout=timeout)
    assert len(raised.value.findings) == 1
    return raised.value.findings[0].code


def test_a_snapshot_and_its_card(server: Server, tmp_path: Path, body: bytes) -> None:
    folder = tmp_path / "out"
    card = fetch("iso", folder, day=DAY, providers=server.provider())
    assert (folder / FILE).read_bytes() == body
    assert sorted(path.name for path in folder.iterdir()) == [FILE, f"{FILE}.toml"]
    said = tomllib.loads((folder / f"{FILE}.toml").read_text("utf-8"))
    assert said["date"] == DAY
    assert said["address"] == server.address
    assert said["file"] == [{"name": FILE, "bytes": len(body), "sha256": hashlib.sha256(body).hexdigest()}]
    assert card_of((folder / FILE,), card.name, "", "") == card, "the card is found again beside the file"
    assert server.asked[0]["Accept-Encoding"] == "identity"
    assert server.asked[0]["User-Agent"].startswith("opennss/")


def test_an_interrupted_download_goes_on(server: Server, tmp_path: Path, body: bytes) -> None:
    server.stop_at = 100
    assert failing(server, tmp_path) == "fetch-truncated"
    assert not (tmp_path / FILE).exists()
    server.stop_at = None
    fetch("iso", tmp_path, day=DAY, providers=server.provider())
    assert (tmp_path / FILE).read_bytes() == body
    assert [asked.get("Range") for asked in server.asked] == [None, "bytes=100-"]


def test_another_piece_than_asked_for_is_not_glued(server: Server, tmp_path: Path, body: bytes) -> None:
    server.stop_at = 100
    with pytest.raises(WorkspaceError):
        fetch("iso", tmp_path / "out", day=DAY, providers=server.provider())
    server.stop_at, server.shift = None, 7
    fetch("iso", tmp_path / "out", day=DAY, providers=server.provider())
    assert (tmp_path / "out" / FILE).read_bytes() == body
    assert [asked.get("Range") for asked in server.asked] == [None, "bytes=100-", None]


def test_another_version_begins_anew(server: Server, tmp_path: Path, body: bytes) -> None:
    server.stop_at = 100
    failing(server, tmp_path)
    server.stop_at, server.etag = None, '"2"'
    fetch("iso", tmp_path, day=DAY, providers=server.provider())
    assert (tmp_path / FILE).read_bytes() == body


@pytest.mark.parametrize("etag", ['W/"1"', ""])
def test_without_a_sure_version_nothing_is_glued(server: Server, tmp_path: Path, body: bytes, etag: str) -> None:
    server.etag, server.stop_at = etag, 100
    failing(server, tmp_path)
    server.stop_at = None
    fetch("iso", tmp_path, day=DAY, providers=server.provider())
    assert (tmp_path / FILE).read_bytes() == body
    assert "Range" not in server.asked[1]


def test_a_beginning_beyond_the_end_is_forgotten(server: Server, tmp_path: Path, body: bytes) -> None:
    (tmp_path / f"{FILE}.part").write_bytes(body + b"more")
    (tmp_path / f"{FILE}.part.version").write_text(server.etag, encoding="utf-8")
    assert failing(server, tmp_path) == "fetch-failed"
    fetch("iso", tmp_path, day=DAY, providers=server.provider())
    assert (tmp_path / FILE).read_bytes() == body


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": 404}, "fetch-failed"),
        ({"status": 500}, "fetch-failed"),
        ({"status": 302, "headers": {"Location": "http://127.0.0.1:9/"}}, "fetch-failed"),
        ({"status": 302, "headers": {"Location": "file:///etc/hosts"}}, "fetch-failed"),
        ({"stop_at": 10}, "fetch-truncated"),
        ({"stop_at": 0}, "fetch-truncated"),
        ({"body": b""}, "fetch-truncated"),
        ({"body": b"<html>Sorry</html>"}, "fetch-wrong-content"),
        ({"body": b"\x00\xff\x00"}, "fetch-wrong-content"),
        ({"headers": {"Content-MD5": base64.b64encode(b"0" * 16).decode()}}, "fetch-damaged"),
    ],
)
def test_whatever_goes_wrong_the_old_file_stays(
    server: Server, tmp_path: Path, change: dict[str, object], code: str
) -> None:
    (tmp_path / FILE).write_text("old", encoding="utf-8")
    for name, value in change.items():
        setattr(server, name, value)
    assert failing(server, tmp_path) == code
    assert (tmp_path / FILE).read_text("utf-8") == "old"
    assert not (tmp_path / f"{FILE}.toml").exists()
    assert {path.name for path in tmp_path.iterdir()} - {"body.jsonl", FILE} <= {f"{FILE}.part", f"{FILE}.part.version"}


def test_a_right_checksum_is_accepted(server: Server, tmp_path: Path, body: bytes) -> None:
    server.headers = {"Content-MD5": base64.b64encode(hashlib.md5(body).digest()).decode()}
    fetch("iso", tmp_path, day=DAY, providers=server.provider())
    assert (tmp_path / FILE).is_file()


def test_too_much_is_refused_and_not_kept(server: Server, tmp_path: Path) -> None:
    assert failing(server, tmp_path, most=50) == "fetch-too-large"
    assert not (tmp_path / f"{FILE}.part").exists()


def test_a_silent_server_is_given_up(server: Server, tmp_path: Path) -> None:
    server.wait = threading.Event()
    assert failing(server, tmp_path, timeout=0.2) == "fetch-failed"


def test_nobody_there(server: Server, tmp_path: Path) -> None:
    gone = replace(server.provider()["iso"], address="http://127.0.0.1:9/file")
    with pytest.raises(WorkspaceError) as raised:
        fetch("iso", tmp_path, day=DAY, providers={"iso": gone}, timeout=5)
    assert raised.value.findings[0].code == "fetch-failed"


def test_a_file_brought_by_hand(server: Server, tmp_path: Path, body: bytes) -> None:
    card = fetch("iso", tmp_path / "out", day=DAY, source=tmp_path / "body.jsonl", providers=server.provider())
    assert server.asked == []
    assert (tmp_path / "out" / FILE).read_bytes() == body
    assert (card.date, card.how) == (None, "brought by hand"), "nobody said of which day it is"
    packed = tmp_path / "packed.jsonl.gz"
    packed.write_bytes(gzip.compress(body))
    fetch("iso", tmp_path / "packed", day=DAY, source=packed, providers=server.provider())
    assert (tmp_path / "packed" / f"{FILE}.gz").is_file()


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "source-path-missing"), (b"<html>", "fetch-wrong-content"), (b"x" * 99, "fetch-too-large")],
)
def test_a_bad_file_brought_by_hand(server: Server, tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "hand.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(WorkspaceError) as raised:
        fetch("iso", tmp_path / "out", day=DAY, source=path, providers=server.provider(most=50))
    assert [item.code for item in raised.value.findings] == [code]
    assert list((tmp_path / "out").iterdir()) == []


def test_only_known_names_and_real_countries(tmp_path: Path) -> None:
    for name, country, code in (
        ("https://example.org", "", "fetch-unknown"),
        ("world-bank", "", "fetch-country"),
        ("world-bank", "../..", "fetch-country"),
    ):
        with pytest.raises(WorkspaceError) as raised:
            fetch(name, tmp_path / "out", day=DAY, country=country)
        assert [item.code for item in raised.value.findings] == [code]
    assert not (tmp_path / "out").exists()


def test_the_country_stands_in_name_and_address(server: Server, tmp_path: Path) -> None:
    rows = [{"countryiso3code": "KHM", "indicator": {"id": "NE.EXP.GNFS.ZS"}, "date": "2024", "value": 1}]
    server.body = json.dumps([{}, rows]).encode()
    provider = replace(PROVIDERS["world-bank"], address=server.address + "/{country}")
    card = fetch("world-bank", tmp_path, day=DAY, country="KHM", providers={"world-bank": provider})
    assert card.address.endswith("/KHM")
    assert (tmp_path / "world_bank_khm.json").is_file()


def test_every_address_is_a_documented_one() -> None:
    hosts = {provider.address.split("/")[2] for provider in PROVIDERS.values()}
    assert hosts == {"isopublicstorageprod.blob.core.windows.net", "api.worldbank.org", "codeload.github.com"}
    assert all(provider.address.startswith("https://") for provider in PROVIDERS.values())
