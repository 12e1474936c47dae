"""Ink and handling nobody means: the page and its worker go on, with finite numbers and nothing on the console."""

from __future__ import annotations

import json
import math
import random
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page

from inkling_build.bench.page_driver import canvas_box, settled, write
from tests.browser.conftest import Open
from tests.browser.core_cases import Flat
from tests.browser.opening import DESKTOP, Opened
from tests.browser.touch import Touch
from tests.browser.workers import boots, read_in_worker, watch_workers
from tests.strokes import sample

ACTS = 30
"""Things done in one run."""

PIXELS_MAX = 16_777_216
"""What Safari allows a canvas; the page keeps to it everywhere."""

ODD = (0.0, -0.0, 5e-324, 4.999, 5.0, 1e6, -1e6, 1e308, math.nan, math.inf, -math.inf)

SHOWN = """() => {
  const numbers = [...document.querySelectorAll('#reading, #marks *, #chart *')].flatMap((one) => [
    ...[...one.attributes].map(({ value }) => value), one.style.cssText]);
  return {
    state: document.documentElement.dataset.state,
    broken: numbers.filter((value) => /NaN|Infinity|undefined/.test(value)),
    pixels: ['ink', 'wet'].map((id) => document.getElementById(id)).map((one) => one.width * one.height),
  };
}"""

# Made in the page: to carry a million points there would take longer than to read them.
LARGE = """async ([points, strokes]) => {
  const xy = new Float64Array(2 * points);
  for (let i = 0; i < xy.length; i += 1) xy[i] = ((i * 7919) % 9973) / 10;
  const starts = new Int32Array(strokes);
  for (let i = 0; i < strokes; i += 1) starts[i] = Math.floor(i * points / strokes);
  return JSON.stringify(await new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('expected a reply to large ink, got none for a minute')), 60_000);
    const hear = ({ data }) => {
      if (data.id !== 'large') return;
      window.reader.removeEventListener('message', hear);
      resolve(data);
    };
    window.reader.addEventListener('message', hear);
    window.reader.postMessage({ type: 'read', id: 'large', xy, starts, traced: 0 });
  }));
}"""

# Playwright has one mouse; pens that hover and cross are told to the page as the browser would.
PENS = """([events]) => {
  const ink = document.querySelector('#ink');
  for (const [type, pointerId, isPrimary, clientX, clientY] of events) {
    ink.dispatchEvent(new PointerEvent(type, {
      pointerId, isPrimary, clientX, clientY, pointerType: 'pen', bubbles: true, cancelable: true, buttons: 1,
    }));
  }
}"""

PEN_IDS = (11, 12)

PRESS = "(id) => document.getElementById(id).click()"


def wild_ink(chance: random.Random) -> Flat:
    xy: list[float] = []
    starts = []
    for _ in range(int(chance.random() * 9)):
        starts.append(len(xy) // 2)
        for _ in range(1 + int(chance.random() * 12)):
            odd = chance.random() < 0.3
            xy += [chance.choice(ODD) if odd else (chance.random() - 0.2) * 1500 for _ in range(2)]
    return xy, starts


def finite(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(finite, value.values()))
    if isinstance(value, list):
        return all(map(finite, value))
    return not isinstance(value, float) or math.isfinite(value)


@pytest.fixture
def watched(open_site: Open) -> Opened:
    opened = open_site()
    watch_workers(opened.page)
    opened.start()
    boots(opened.page)
    return opened


def test_the_worker_answers_any_ink_in_finite_numbers(watched: Opened) -> None:
    chance = random.Random(11)  # noqa: S311
    replies = read_in_worker(watched.page, {str(number): wild_ink(chance) for number in range(80)})
    assert [reply for reply in replies.values() if "ok" not in reply or not finite(reply["ok"])] == []
    for points, strokes, reason in (
        (1_000_000, 1, None),
        (1_000_000, 40, None),
        (100_000, 100_000, "too-much"),
    ):
        reply = json.loads(watched.page.evaluate(LARGE, [points, strokes]))
        assert "ok" in reply, reply
        assert finite(reply["ok"])
        assert reason is None or reply["ok"]["reason"] == reason
    assert watched.complaints == []


class Hands:
    """Does what comes to a seeded mind: writes, resizes, turns and hides the page, all mixed up."""

    def __init__(self, page: Page, seed: int) -> None:
        self._page = page
        self._touch = Touch(page)
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._chance = random.Random(seed)  # noqa: S311
        self.done: list[str] = []

    def act(self) -> None:
        acts = (
            self.write,
            self.write,
            self.resize,
            self.pens,
            self.fingers,
            self.hide,
            self.press,
            self.leave_down,
        )
        act = self._chance.choice(acts)
        self.done.append(act.__name__)
        act()

    def rest(self) -> None:
        """Everything let go, shown and of ordinary size again."""
        self._page.mouse.up()
        # one that stays down keeps the mouse from writing
        self._page.evaluate(PENS, [[["pointerup", pen, True, 0, 0] for pen in PEN_IDS]])
        self._shown(True)
        self._metrics(DESKTOP["width"], DESKTOP["height"], 1)

    def write(self) -> None:
        self._page.mouse.move(*self._place())
        self._page.mouse.down()
        for _ in range(int(self._chance.random() * 12)):
            if self._chance.random() < 0.1:
                self.resize()
            self._page.mouse.move(*self._place())
        self._page.mouse.up()

    def leave_down(self) -> None:
        self._page.mouse.move(*self._place())
        self._page.mouse.down()
        self._page.mouse.move(*self._place())

    def pens(self) -> None:
        """Two at once, each claiming to be the first."""
        kinds = (
            "pointerdown",
            "pointermove",
            "pointermove",
            "pointerup",
            "pointercancel",
            "lostpointercapture",
        )
        events = [
            [
                self._chance.choice(kinds),
                self._chance.choice(PEN_IDS),
                self._chance.random() < 0.8,
                *self._place(),
            ]
            for _ in range(20)
        ]
        self._page.evaluate(PENS, [events])

    def fingers(self) -> None:
        self._touch.press(0, self._place())
        self._touch.move({0: self._place()})
        self._touch.press(1, self._place())
        self._touch.move({0: self._place(), 1: self._place()})
        if self._chance.random() < 0.5:
            self._touch.cancel()
        else:
            self._touch.lift(1)
            self._touch.lift(0)

    def resize(self) -> None:
        """Any screen from a watch to a wall, often on its side, at pixel ratios of 1 to 4."""
        sizes = (1, 200, 360, 640, 1100, 3000)
        self._metrics(
            self._chance.choice(sizes), self._chance.choice(sizes), self._chance.choice((1, 1.5, 2, 3, 4))
        )

    def hide(self) -> None:
        self._shown(self._chance.random() < 0.5)

    def press(self) -> None:
        self._page.evaluate(PRESS, self._chance.choice(("undo", "redo", "clear")))

    def _shown(self, shown: bool) -> None:
        self._page.evaluate(
            "(display) => { document.querySelector('#ink').style.display = display; }",
            "" if shown else "none",
        )

    def _metrics(self, width: int, height: int, ratio: float) -> None:
        self._session.send(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": ratio, "mobile": False},
        )

    def _place(self) -> tuple[float, float]:
        """Mostly on the canvas, at times far off the page."""
        reach = 6000 if self._chance.random() < 0.1 else 900
        return (self._chance.random() - 0.1) * reach, (self._chance.random() - 0.1) * reach


def test_no_handling_stops_the_page(watched: Opened) -> None:
    page = watched.page
    # fingers beside the canvas may pinch the page itself, which moves what the mouse points at
    page.evaluate("() => { document.documentElement.style.touchAction = 'none'; }")
    for seed in range(2):
        hands = Hands(page, seed)
        for _ in range(ACTS):
            hands.act()
            shown = page.evaluate(SHOWN)
            assert shown["broken"] == [], (seed, hands.done)
            assert max(shown["pixels"]) <= PIXELS_MAX, (seed, hands.done)
        hands.rest()
        settled(page)
        assert page.evaluate(SHOWN)["state"] == "ready", (seed, hands.done)
        assert watched.complaints == [], (seed, hands.done)
        page.evaluate(PRESS, "clear")
        settled(page)
        answer = write(page, sample("6", "plain").quick, canvas_box(page).part(0.5, 0.5, 0.6))
        assert answer.text == "6", (seed, hands.done)
