"""A static web server on 127.0.0.1 that notes every request and can be told to misbehave."""

from __future__ import annotations

import contextlib
import hashlib
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
}
CACHE_SECONDS = 600
"""How long browsers may keep an answer: what GitHub Pages sends."""

POLL_S = 0.1
"""How soon, at worst, a server that is told to stop does."""

NOT_FOUND_PAGE = b"<!DOCTYPE html><title>Not found</title><h1>404</h1><p>There is nothing here.</p>"


@dataclass(frozen=True)
class Answer:
    """What is sent for one request: body None means that the connection is cut instead."""

    status: HTTPStatus
    content_type: str
    body: bytes | None


Alter = Callable[[str, Answer], Answer]
"""Gets the requested path and the right answer, returns the one to send; may block to hold it back."""


def unaltered(_path: str, answer: Answer) -> Answer:
    """A well-behaved server's `alter`."""
    return answer


class _Server(ThreadingHTTPServer):
    # elsewhere this lets a port be taken again at once, on Windows it lets two servers have the same one
    allow_reuse_address = sys.platform != "win32"
    daemon_threads = True


@dataclass
class LocalServer:
    """Serves folders or files under path prefixes while used as a context manager.

    mounts: path prefix (ends in / for a folder) to what lies there. port: 0 takes a free one; entering
    raises OSError if the port is taken. After entering, `origin` is the server's http://127.0.0.1:port;
    `requests` lists the paths asked for, in order.
    """

    mounts: Mapping[str, Path]
    requests: list[str] = field(default_factory=list)
    alter: Alter = unaltered
    port: int = 0
    cache_control: str = f"max-age={CACHE_SECONDS}"

    def __enter__(self) -> Self:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer._serve(self)

            def do_HEAD(self) -> None:
                outer._serve(self)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Quiet: `requests` is the log."""

        self._server = _Server(("127.0.0.1", self.port), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(POLL_S,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def origin(self) -> str:
        """http://127.0.0.1:port without a final slash."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def find(self, path: str) -> Path | None:
        """The file that answers a request path, or None."""
        for prefix in sorted(self.mounts, key=len, reverse=True):
            if path == prefix and self.mounts[prefix].is_file():
                return self.mounts[prefix]
            if prefix.endswith("/") and path.startswith(prefix):
                root = self.mounts[prefix].resolve()
                file = (root / (path[len(prefix) :] or "index.html")).resolve()
                return file if file.is_file() and file.is_relative_to(root) else None
        return None

    def _serve(self, request: BaseHTTPRequestHandler) -> None:
        path = unquote(urlsplit(request.path).path)
        self.requests.append(path)
        file = self.find(path)
        if file is None:
            right = Answer(HTTPStatus.NOT_FOUND, CONTENT_TYPES[".html"], NOT_FOUND_PAGE)
        else:
            kind = CONTENT_TYPES.get(file.suffix, "application/octet-stream")
            right = Answer(HTTPStatus.OK, kind, file.read_bytes())
        answer = self.alter(path, right)
        if answer.body is None:
            request.close_connection = True
            return
        tag = f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"'
        fresh = answer.status == HTTPStatus.OK and request.headers.get("If-None-Match") == tag
        body = b"" if fresh else answer.body
        request.send_response(HTTPStatus.NOT_MODIFIED if fresh else answer.status)
        request.send_header("Cache-Control", self.cache_control)
        request.send_header("ETag", tag)
        if not fresh:
            request.send_header("Content-Type", answer.content_type)
            request.send_header("Content-Length", str(len(body)))
        # a browser that no longer wants an answer hangs up
        with contextlib.suppress(ConnectionError):
            request.end_headers()
            if request.command != "HEAD":
                request.wfile.write(body)
