"""Downloads against a server of our own: whole, broken off, wrong, missing."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from training import fetch
from training.data import DataError

CONTENT = gzip.compress(bytes(range(256)) * 40)
HASH = hashlib.sha256(gzip.decompress(CONTENT)).hexdigest()
NAME = "train-images-idx3-ubyte.gz"


class Server(BaseHTTPRequestHandler):
    served: list[tuple[str, str | None]]

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.served.append((self.path, asked))
        if not self.path.startswith(("/good/", "/wrong/")):
            self.send_error(404)
            return
        body = CONTENT if self.path.startswith("/good/") else gzip.compress(b"something else")
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        self.send_response(206 if asked else 200)
        self.send_header("Content-Length", str(len(body) - start))
        self.end_headers()
        self.wfile.write(body[start:])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(fetch, "MNIST_FILES", {NAME: HASH})
    Server.served = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def quiet(_: str) -> None:
    pass


def test_the_next_source_is_tried_and_a_right_file_is_not_fetched_again(address: str, tmp_path: Path) -> None:
    sources = [f"{address}/none/", f"{address}/wrong/", f"{address}/good/"]
    fetch.fetch(tmp_path, sources, quiet)
    assert (tmp_path / "mnist" / NAME).read_bytes() == CONTENT
    assert len(Server.served) == 3
    fetch.fetch(tmp_path, sources, quiet)
    assert len(Server.served) == 3


def test_a_broken_off_download_goes_on_where_it_stopped(address: str, tmp_path: Path) -> None:
    (tmp_path / "mnist").mkdir()
    (tmp_path / "mnist" / NAME).with_suffix(".partial").write_bytes(CONTENT[:10])
    fetch.fetch(tmp_path, [f"{address}/good/"], quiet)
    assert Server.served == [(f"/good/{NAME}", "bytes=10-")]
    assert (tmp_path / "mnist" / NAME).read_bytes() == CONTENT


def test_failure_names_every_source_and_what_to_do(address: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        fetch.fetch(tmp_path, [f"{address}/none/", f"{address}/wrong/"], quiet)
    text = str(caught.value)
    assert f"expected to download {NAME} from one of 2 sources" in text
    assert f"{address}/none/: HTTP Error 404" in text
    assert f"{address}/wrong/: expected content with SHA-256 {HASH}, got " in text
    assert f"Put the file at {tmp_path / 'mnist' / NAME} by hand, or point --data at a folder" in text


def test_what_is_not_gzip_has_no_hash(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<!DOCTYPE html>")
    assert fetch.content_hash(path).startswith("no gzip content (")
