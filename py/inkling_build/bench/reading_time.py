"""Time of a reading in Python's worker, taken there: from when it hears of the ink until it says what it read."""

from __future__ import annotations

from playwright.sync_api import Page, Worker

_WATCH = """() => {
  self.readingTimes = [];
  const heard = new Map();
  const { onmessage, postMessage } = self;
  self.onmessage = (event) => {
    if (event.data.type === 'read') heard.set(event.data.id, performance.now());
    onmessage.call(self, event);
  };
  self.postMessage = (message) => {
    postMessage.call(self, message);
    if (message.ok?.verdict === 'number') self.readingTimes.push(performance.now() - heard.get(message.id));
  };
}"""

_TIMES = "() => self.readingTimes"


def watch_readings(page: Page) -> None:
    """From now on notes the time of each reading that finds a number; empty and superseded ones tell nothing."""
    _python(page).evaluate(_WATCH)


def reading_times(page: Page) -> list[float]:
    """Milliseconds of each so far: preprocessing, the network's worker and the answer's wording."""
    return list(map(float, _python(page).evaluate(_TIMES)))


def _python(page: Page) -> Worker:
    return next(worker for worker in page.workers if worker.evaluate("() => self.name") == "python.js")
