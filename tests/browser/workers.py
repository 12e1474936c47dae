"""The page's own workers, watched and reached from outside."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
from typing import Any

from playwright.sync_api import Page

from inkling_build.bench.page_driver import SETTLE_TIMEOUT_MS
from tests.browser.core_cases import Flat

_WATCH = """
  window.boots = [];
  window.running = [];
  window.kept = 0;
  window.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      window.running.push(this);
      this.addEventListener('message', ({ data }) => {
        if (data.type === 'kept') window.kept += 1;
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

# Into each worker's script, so that it can be broken from inside.
_BREAKABLE = """
  const plain = Blob;
  const breaks = `
    self.addEventListener('message', (event) => {
      const how = event.data.break;
      if (!how) return;
      event.stopImmediatePropagation();
      if (how === 'crash') setTimeout(() => { throw new Error('on purpose'); });
      if (how === 'hang') for (;;);
      if (how === 'starve') {
        WebAssembly.Memory.prototype.grow = () => { throw new RangeError('on purpose'); };
      }
    });
  `;
  window.Blob = class extends plain {
    constructor(parts, options) {
      super(options?.type === 'text/javascript' ? [breaks, ...parts] : parts, options);
    }
  };
"""

_BREAK = """(how) => {
  window.reader.postMessage({ break: how });
  // more than fits into what memory there is
  const ink = { xy: new Float64Array(8_000_000), starts: new Int32Array(1) };
  if (how !== 'starve') return undefined;
  // newer ink would take its turn: it comes once the worker has said that it broke
  return new Promise((resolve, reject) => {
    window.reader.addEventListener('message', ({ data }) => { if (data.type === 'broken') resolve(); });
    setTimeout(() => reject(new Error('expected to hear that Python is broken, got nothing for a minute')), 60_000);
    window.reader.postMessage({ type: 'read', id: 'large', traced: 0, ...ink });
  });
}"""

BREAKS = ("crash", "hang", "starve")
"""Ways in which `break_python` can break Python's worker."""

_BOTH_KEPT = "() => window.kept === 2"

_BOOTS = "(count) => window.boots.length >= count"

_SWAP = """(name, entry, bytes) => {
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (message, transfer) {
    const swapped = { ...message, entry, payload: Uint8Array.from(bytes).buffer };
    return postMessage.call(this, message.name === name ? swapped : message, transfer);
  };
}"""

# As JSON text: Playwright's own way takes seconds for so many numbers.
_READ = """async (cases) => {
  const read = (id, [xy, starts]) => new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`expected a reply to ${id}, got none for a minute`)), 60_000);
    const hear = ({ data }) => {
      if (data.type !== 'reply' || data.id !== id) return;
      window.reader.removeEventListener('message', hear);
      resolve(data);
    };
    window.reader.addEventListener('message', hear);
    const ink = { xy: new Float64Array(xy.map(Number)), starts: new Int32Array(starts) };
    window.reader.postMessage({ type: 'read', id, traced: 0, ...ink });
  });
  const replies = {};
  for (const [name, flat] of Object.entries(JSON.parse(cases))) replies[name] = await read(`case ${name}`, flat);
  return JSON.stringify(replies);
}"""

# super's terminate, so that the page does not know
_KILL = "() => window.running.forEach((one) => Object.getPrototypeOf(Worker.prototype).terminate.call(one))"


def watch_workers(page: Page) -> None:
    """Must come before navigation; the other functions need it."""
    page.add_init_script(_WATCH)


def swap_file(page: Page, name: str, data: bytes) -> None:
    """Gives the workers another file by that name, with hashes that fit. Must come before navigation."""
    packed = gzip.compress(data)
    entry = {"bytes": len(packed), "sha256": hashlib.sha256(packed).hexdigest()}
    page.add_init_script(f"({_SWAP})({json.dumps(name)}, {json.dumps(entry)}, {list(packed)})")


def boots(page: Page, at_least: int = 1) -> list[str]:
    """How Python came up each time, 'snapshot' or 'files', once it did so a number of times."""
    page.wait_for_function(_BOOTS, arg=at_least, timeout=SETTLE_TIMEOUT_MS)
    return list(map(str, page.evaluate("() => window.boots")))


def make_breakable(page: Page) -> None:
    """Must come before navigation; `break_python` needs it."""
    page.add_init_script(_BREAKABLE)


def break_python(page: Page, how: str) -> None:
    """Breaks Python's worker in one of BREAKS."""
    page.evaluate(_BREAK, how)


def wait_until_kept(page: Page) -> None:
    """Waits until both workers have given their files back for those that come after them."""
    page.wait_for_function(_BOTH_KEPT)


def kill_workers(page: Page) -> None:
    """Ends all workers behind the page's back, as a crash does."""
    page.evaluate(_KILL)


def read_in_worker(page: Page, cases: dict[str, Flat]) -> dict[str, Any]:
    """The Python worker's replies to ink, by the cases' names."""
    plain = {name: ([_plain(value) for value in xy], starts) for name, (xy, starts) in cases.items()}
    replies: dict[str, Any] = json.loads(page.evaluate(_READ, json.dumps(plain)))
    return replies


def _plain(value: float) -> float | str:
    """JSON has no NaN and no infinities: they go as what JavaScript calls them."""
    if math.isfinite(value):
        return value
    return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
