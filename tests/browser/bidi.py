"""Firefox without a window, driven over WebDriver BiDi (https://w3c.github.io/webdriver-bidi/)."""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from websockets.sync.client import connect

from tests.browser.mouse import Mouse

ANSWER_TIMEOUT_S = 120.0
"""Far longer than the slowest boot seen: reached only when the browser hangs."""

MESSAGE_LIMIT = 64 * 1024 * 1024

PREFERENCES = {
    # Remote control loosens what people's browsers enforce, such as the isolation of file: pages.
    "remote.prefs.recommended": False,
    "security.fileuri.strict_origin_policy": True,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}

LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


class BidiError(Exception):
    """The browser answered a command with an error, or a script in it threw."""


class Firefox(Mouse):
    """One Firefox with one page while used as a context manager.

    events: what the browser reported of its own accord, as (method, parameters) in order.
    """

    def __init__(self, executable: str, profile: Path) -> None:
        """Profile is an empty folder that becomes the browser's profile."""
        self.events: list[tuple[str, dict[str, Any]]] = []
        self._executable = executable
        self._profile = profile
        self._ids = itertools.count(1)

    def __enter__(self) -> Self:
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items()
        ]
        (self._profile / "user.js").write_text("".join(lines), encoding="utf-8")
        self._process = subprocess.Popen(
            [
                self._executable,
                "--headless",
                "--no-remote",
                "--profile",
                str(self._profile),
                "--remote-debugging-port",
                "0",
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"HOME": str(self._profile), "MOZ_CRASHREPORTER_DISABLE": "1"},
        )
        self._stack = ExitStack()
        try:
            self._stack.callback(self._stop)
            assert self._process.stderr is not None
            address = f"{_address(self._process.stderr)}/session"
            self._socket = self._stack.enter_context(connect(address, max_size=MESSAGE_LIMIT))
            self.command("session.new", capabilities={})
            self.command("session.subscribe", events=["network.beforeRequestSent", "log.entryAdded"])
            tree = self.command("browsingContext.getTree")
            self._page: str = tree["contexts"][0]["context"]
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _stop(self) -> None:
        self._process.terminate()
        assert self._process.stderr is not None
        self._process.stderr.close()
        self._process.wait()

    def command(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Sends one command and waits for its answer; raises BidiError when it fails."""
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv(timeout=ANSWER_TIMEOUT_S))
            if message.get("type") == "event":
                self.events.append((message["method"], message["params"]))
            elif message.get("id") == number:
                if message["type"] == "error":
                    raise BidiError(f"{method}: {message['error']}: {message['message']}")
                result: dict[str, Any] = message["result"]
                return result

    def goto(self, url: str) -> None:
        """Navigates and returns when the document has been parsed."""
        self.command("browsingContext.navigate", context=self._page, url=url, wait="interactive")

    def reload(self) -> None:
        """Loads the page again and returns when the document has been parsed."""
        self.command("browsingContext.reload", context=self._page, wait="interactive")

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page, promises awaited, as JSON carries it."""
        answer = self.command(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then((value) => JSON.stringify(value ?? null))",
            target={"context": self._page},
            awaitPromise=True,
        )
        if answer["type"] == "exception":
            raise BidiError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def perform(self, sources: Sequence[dict[str, Any]]) -> None:
        """Performs the actions of input sources."""
        self.command("input.performActions", context=self._page, actions=sources)


def _address(output: IO[str]) -> str:
    said = []
    for line in output:
        said.append(line)
        if found := LISTENING.search(line):
            return found[1]
    raise BidiError(f"expected Firefox to say where it listens, got: {''.join(said) or 'nothing'}")
