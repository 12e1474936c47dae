"""Run a coroutine that never has to wait, without an event loop."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run_now(coroutine: Coroutine[Any, Any, T]) -> T:
    """The result of a coroutine whose session answers at once, as OnnxRuntimeSession's does.

    Raises RuntimeError if it had to wait for something.
    """
    try:
        coroutine.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    coroutine.close()
    raise RuntimeError("expected a session that answers at once, got one that waits: use await")
