"""WebKitGTK's MiniBrowser on a screen of its own, driven over W3C WebDriver (https://www.w3.org/TR/webdriver2/)."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from inkling_build.browsers import WebKitPrograms
from tests.browser.mouse import Mouse

ANSWER_TIMEOUT_S = 120.0
"""Far longer than the slowest boot seen: reached only when the browser hangs."""

LISTENING_TIMEOUT_S = 20.0
LOOK_AGAIN_S = 0.05

SCREEN = "1280x1000x24"

_SETTLE = """const done = arguments[0];
Promise.resolve(%s).then((value) => done(JSON.stringify({value: value ?? null})), (error) => done(String(error)));"""


class WebDriverError(Exception):
    """The driver answered a command with an error, or a script in the page threw."""


class WebKit(Mouse):
    """One WebKit with one page while used as a context manager."""

    def __init__(self, programs: WebKitPrograms, home: Path) -> None:
        """Home is an empty folder for all that the browser keeps."""
        self._programs = programs
        self._home = home

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            # the browser talks to its parts through sockets here, which nobody else may open
            runtime = self._home / "runtime"
            runtime.mkdir(mode=0o700)
            opened = _start(
                stack, [self._programs.screen, "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]
            )
            number = opened.readline().strip()
            if not number:
                raise WebDriverError(f"expected {self._programs.screen} to open a screen, got none")
            self._port = _free_port()
            environment = {
                "HOME": str(self._home),
                "XDG_RUNTIME_DIR": str(runtime),
                "DISPLAY": f":{number}",
                "GDK_BACKEND": "x11",
            }
            _start(stack, [self._programs.driver, f"--port={self._port}"], environment)
            _wait_for(self._port)
            # with "eager" this driver loses scripts sent before the page has loaded
            capabilities = {
                "pageLoadStrategy": "normal",
                "timeouts": {"script": int(ANSWER_TIMEOUT_S * 1000)},
            }
            session = self._command("POST", "", {"capabilities": {"alwaysMatch": capabilities}})
            self._session = f"/{session['sessionId']}"
            self.version = str(session["capabilities"]["browserVersion"])
            stack.callback(self._command, "DELETE", self._session)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def goto(self, url: str) -> None:
        """Navigates and returns when the page has loaded."""
        self._command("POST", f"{self._session}/url", {"url": url})

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page, promises awaited, as JSON carries it."""
        answer = self._command(
            "POST", f"{self._session}/execute/async", {"script": _SETTLE % expression, "args": []}
        )
        try:
            return json.loads(answer)["value"]
        except ValueError as error:
            raise WebDriverError(answer) from error

    def perform(self, sources: Sequence[dict[str, Any]]) -> None:
        """Performs the actions of input sources."""
        self._command("POST", f"{self._session}/actions", {"actions": sources})

    def _command(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Sends one command and returns its answer; raises WebDriverError when it fails."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=ANSWER_TIMEOUT_S + 10)
        try:
            connection.request(method, f"/session{path}", None if body is None else json.dumps(body))
            value = json.loads(connection.getresponse().read())["value"]
        finally:
            connection.close()
        if isinstance(value, dict) and "error" in value:
            raise WebDriverError(f"{method} {path}: {value['error']}: {value['message']}")
        return value


def _start(
    stack: ExitStack, command: Sequence[str | Path], environment: Mapping[str, str] | None = None
) -> IO[str]:
    """Starts a program that ends with the stack; returns what it prints."""
    process = stack.enter_context(
        subprocess.Popen(
            [str(part) for part in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **(environment or {})},
        )
    )
    stack.callback(process.terminate)
    assert process.stdout is not None
    return process.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    end = time.monotonic() + LISTENING_TIMEOUT_S
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), LISTENING_TIMEOUT_S).close()
        except ConnectionRefusedError:
            if time.monotonic() > end:
                raise WebDriverError(f"expected the driver to listen on port {port}, got no answer") from None
            time.sleep(LOOK_AGAIN_S)
        else:
            return
