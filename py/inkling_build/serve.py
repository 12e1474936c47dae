"""`build.py serve`: the built site on this machine."""

from __future__ import annotations

import time
from pathlib import Path

from inkling_build.local_server import LocalServer
from inkling_build.process import say

DEFAULT_PORT = 8750
AWAKE_S = 1.0

ALWAYS_ASK = "no-cache"
"""Browsers keep files but ask whether they are still right, so that a new build shows at once."""


def start_server(dist: Path, port: int) -> LocalServer:
    """A started server of the folder on the port, or on a free one if that is taken, saying so."""
    try:
        return _server(dist, port).__enter__()
    except OSError as error:
        say(f"port {port} cannot be used ({error.strerror}): taking a free one")
        return _server(dist, 0).__enter__()


def serve(dist: Path, port: int) -> None:
    """Serve the folder until Ctrl-C."""
    server = start_server(dist, port)
    say(f"Inkling is at {server.origin}/ (Ctrl-C ends it)")
    try:
        # not for ever at once: on Windows Ctrl-C would not end that
        while True:
            time.sleep(AWAKE_S)
    except KeyboardInterrupt:
        say("")
    finally:
        server.__exit__(None, None, None)


def _server(dist: Path, port: int) -> LocalServer:
    return LocalServer({"/": dist}, port=port, cache_control=ALWAYS_ASK)
