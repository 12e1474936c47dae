"""Real touch input over the DevTools protocol: what Playwright's own mouse cannot do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from playwright.sync_api import CDPSession, Page

from inkling_build.bench.page_driver import Strokes

Position = tuple[float, float]


class Touch:
    """Fingers on one page, each known by its number."""

    def __init__(self, page: Page) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._down: dict[int, Position] = {}

    def press(self, finger: int, at: Position) -> None:
        """Puts a finger down."""
        self._down[finger] = at
        self._send("touchStart")

    def move(self, moves: Mapping[int, Position]) -> None:
        """Moves fingers that are down."""
        self._down |= moves
        self._send("touchMove")

    def lift(self, finger: int) -> None:
        """Lifts a finger; the others stay."""
        del self._down[finger]
        self._send("touchEnd")

    def cancel(self) -> None:
        """What the system does when it takes the touch for itself, as for a palm."""
        self._down.clear()
        self._send("touchCancel")

    def _send(self, kind: str) -> None:
        points = [{"x": x, "y": y, "id": finger} for finger, (x, y) in self._down.items()]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


def draw_touch(page: Page, strokes: Strokes | Sequence[Sequence[Position]]) -> None:
    """One finger's real touch events along strokes in viewport pixels."""
    touch = Touch(page)
    for stroke in strokes:
        touch.press(0, stroke[0])
        for point in stroke[1:]:
            touch.move({0: point})
        touch.lift(0)


def draw_pen(page: Page, strokes: Strokes | Sequence[Sequence[Position]]) -> None:
    """A pen's real events along strokes in viewport pixels."""
    session = page.context.new_cdp_session(page)

    def send(kind: str, at: Position, buttons: int) -> None:
        event = {"type": kind, "x": at[0], "y": at[1], "buttons": buttons, "button": "left", "clickCount": 1}
        session.send("Input.dispatchMouseEvent", event | {"pointerType": "pen"})

    for stroke in strokes:
        send("mousePressed", stroke[0], 1)
        for point in stroke[1:]:
            send("mouseMoved", point, 1)
        send("mouseReleased", stroke[-1], 0)
