"""The page's own workers, watched and reached from outside."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from inkling_build.bench.page_driver import SETTLE_TIMEOUT_MS
from tests.browser.core_cases import Flat

_WATCH = """
  window.boots = [];
  window.running = [];
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      window.running.push(this);
      this.addEventListener('message', ({ data }) => {
        if (data.type !== 'ready') return;
        window.boots.push(data.boot);
        window.reader = this;
      });
    }
    terminate() {
      window.running = window.running.filter((one) => one !== this);
      super.terminate();
    }
  };
"""

_BOOTS = "(count) => window.boots.length >= count"

_READ = """async (cases) => {
  const read = (id, [xy, starts]) => new Promise((resolve) => {
    const hear = ({ data }) => {
      if (data.type !== 'reply' || data.id !== id) return;
      window.reader.removeEventListener('message', hear);
      resolve(data);
    };
    window.reader.addEventListener('message', hear);
    window.reader.postMessage({ type: 'read', id, xy: new Float64Array(xy), starts: new Int32Array(starts) });
  });
  const replies = {};
  for (const [name, flat] of Object.entries(cases)) replies[name] = await read(`case ${name}`, flat);
  return replies;
}"""

# super's terminate, so that the page does not know
_KILL = "() => window.running.forEach((one) => Object.getPrototypeOf(Worker.prototype).terminate.call(one))"


def watch_workers(page: Page) -> None:
    """Must come before navigation; the other functions need it."""
    page.add_init_script(_WATCH)


def boots(page: Page, at_least: int = 1) -> list[str]:
    """How Python came up each time, 'snapshot' or 'files', once it did so a number of times."""
    page.wait_for_function(_BOOTS, arg=at_least, timeout=SETTLE_TIMEOUT_MS)
    return list(map(str, page.evaluate("() => window.boots")))


def kill_workers(page: Page) -> None:
    """Ends all workers behind the page's back, as a crash does."""
    page.evaluate(_KILL)


def read_in_worker(page: Page, cases: dict[str, Flat]) -> dict[str, Any]:
    """The Python worker's replies to ink, by the cases' names."""
    replies: dict[str, Any] = page.evaluate(_READ, cases)
    return replies
