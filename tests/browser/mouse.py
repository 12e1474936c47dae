"""A mouse as both WebDriver protocols move it (https://www.w3.org/TR/webdriver2/#actions)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from inkling_build.bench.page_driver import Strokes

_DOWN: dict[str, Any] = {"type": "pointerDown", "button": 0}
_UP: dict[str, Any] = {"type": "pointerUp", "button": 0}


class Mouse(ABC):
    """A browser that performs actions of the two protocols' one format."""

    @abstractmethod
    def perform(self, sources: Sequence[dict[str, Any]]) -> None:
        """Performs the actions of input sources."""

    def draw(self, strokes: Strokes) -> None:
        """Real mouse events along strokes in viewport pixels."""
        actions: list[dict[str, Any]] = []
        for stroke in strokes:
            actions += [_move(stroke[0]), _DOWN, *map(_move, stroke[1:]), _UP]
        self._act(actions)

    def click(self, at: tuple[float, float]) -> None:
        """A real click at a place of the viewport."""
        self._act([_move(at), _DOWN, _UP])

    def _act(self, actions: list[dict[str, Any]]) -> None:
        self.perform(
            [
                {
                    "type": "pointer",
                    "id": "mouse",
                    "parameters": {"pointerType": "mouse"},
                    "actions": actions,
                }
            ]
        )


def _move(point: tuple[float, float]) -> dict[str, Any]:
    return {
        "type": "pointerMove",
        "x": round(point[0]),
        "y": round(point[1]),
        "duration": 0,
        "origin": "viewport",
    }
