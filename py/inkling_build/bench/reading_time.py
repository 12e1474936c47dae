"""Time of a reading in Python's worker, taken there: from when it hears of the ink until it says what it read."""

from __future__ import annotations

from collections.abc import Sequence

from playwright.sync_api import Page, Worker

from inkling_build.bench.page_driver import Strokes

_WATCH = """() => {
  self.readingTimes = [];
  const heard = new Map();
  const asked = new Map();
  const { onmessage, postMessage } = self;
  self.onmessage = (event) => {
    if (event.data.type === 'read') heard.set(event.data.id, performance.now());
    onmessage.call(self, event);
  };
  self.postMessage = (message) => {
    const replied = asked.get(message.id);
    if (replied) replied(message);
    else postMessage.call(self, message);
    if (message.ok?.verdict === 'number') self.readingTimes.push(performance.now() - heard.get(message.id));
  };
  self.readInARow = async (inks) => {
    self.readingTimes = [];
    for (const [number, { xy, starts }] of inks.entries()) {
      // the page's own ids count up from 1
      const data = { type: 'read', id: -1 - number, xy: Float64Array.from(xy), starts: Int32Array.from(starts) };
      await new Promise((resolve) => {
        asked.set(data.id, resolve);
        self.onmessage({ data });
      });
    }
    return self.readingTimes;
  };
}"""

_TIMES = "() => self.readingTimes"


def watch_readings(page: Page) -> None:
    """From now on notes the time of each reading that finds a number; empty and superseded ones tell nothing."""
    _python(page).evaluate(_WATCH)


def reading_times(page: Page) -> list[float]:
    """Milliseconds of each so far: preprocessing, the network's worker and the answer's wording."""
    return list(map(float, _python(page).evaluate(_TIMES)))


def reading_times_in_a_row(page: Page, drawings: Sequence[Strokes]) -> list[float]:
    """Milliseconds of each drawing's reading, asked for as soon as the one before is answered, by nobody's hand."""
    inks = [
        {
            "xy": [value for stroke in strokes for point in stroke for value in point],
            "starts": [sum(map(len, strokes[:index])) for index in range(len(strokes))],
        }
        for strokes in drawings
    ]
    return list(map(float, _python(page).evaluate("(inks) => self.readInARow(inks)", inks)))


def _python(page: Page) -> Worker:
    return next(worker for worker in page.workers if worker.evaluate("() => self.name") == "python.js")
