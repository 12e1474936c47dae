"""Memory of the page over many readings: a page that is left open all day must not grow."""

from __future__ import annotations

import itertools
import json
import sys
import time
from pathlib import Path

from playwright.sync_api import BrowserContext, CDPSession, Page, sync_playwright

from inkling_build.bench.browser import new_profile, visit
from inkling_build.bench.page_driver import Strokes, canvas_box, clear, write
from inkling_build.bench.places import places
from inkling_build.bench.table import table
from inkling_build.errors import BuildError
from tests.strokes import every_sample

CHECKPOINTS = (100, 1000)
"""Readings after which memory is taken."""

DIGITS_EACH = 3
"""Digits on the canvas before it is cleared."""

POINTS = 6
"""Most points the mouse reports of a stroke: a digit is still drawn and read, in a tenth of the time."""

SIZE = 0.25
"""Share of the canvas that a digit covers."""

CALM_S = 3.0
"""Seconds without ink after each collection: workers collect in their own time, engines give back when idle."""

GIVES_BACK = 0.01
"""Share of the memory given back by a collection that another one follows: some is only given back in a later one."""

MOST_COLLECTIONS = 10
"""Collections before memory is taken at most."""

COLLECT = "HeapProfiler.collectGarbage"

BUSY_MS = 500
"""For how long the page is made to work, to tell its process from others."""

KILOBYTE = 1024
MEGABYTE = 1_000_000


def run() -> None:
    """Prints private memory of the page's process, workers included. Raises BuildError where it cannot be seen."""
    if not sys.platform.startswith("linux"):
        raise BuildError(f"bench memory reads /proc, which only Linux has, and this is {sys.platform}")
    rows = []
    with places() as measured, sync_playwright() as playwright:
        for place in (one for one in measured if one.is_ours):
            with new_profile(playwright) as context:
                page = context.new_page()
                visit(page, place)
                taken = _take(page, context)
            growth = 100 * (taken[-1] / taken[0] - 1)
            rows.append([place.name, *(f"{size / MEGABYTE:.0f}" for size in taken), f"{growth:+.1f} %"])
    print("Megabytes of the page and its workers, after garbage collection")
    print(table(["", *(f"{count} readings" for count in CHECKPOINTS), "growth"], rows))


def _take(page: Page, context: BrowserContext) -> list[int]:
    session = context.new_cdp_session(page)
    process = _process(context, session)
    workers = _workers(session)
    clear(page)
    digits = itertools.cycle([few_points(one.strokes) for one in every_sample() if one.is_digit])
    canvas = canvas_box(page)
    taken = []
    for count in range(1, CHECKPOINTS[-1] + 1):
        place = count % DIGITS_EACH
        write(page, next(digits), canvas.part((place + 0.5) / DIGITS_EACH, 0.5, SIZE))
        if place == 0:
            clear(page)
        if count in CHECKPOINTS:
            taken.append(_kept_bytes(session, workers, process))
    return taken


def _workers(session: CDPSession) -> list[str]:
    """The page's workers, each with a heap of its own that the page's collections leave alone."""
    found: list[str] = []
    session.on("Target.attachedToTarget", lambda event: found.append(event["sessionId"]))
    # not flat: Playwright's sessions cannot address a worker otherwise
    session.send(
        "Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": False}
    )
    if not found:
        raise LookupError("expected a page with workers, got none")
    return found


def _collect(session: CDPSession, workers: list[str]) -> None:
    session.send(COLLECT)
    for worker in workers:
        message = json.dumps({"id": 1, "method": COLLECT})
        session.send("Target.sendMessageToTarget", {"sessionId": worker, "message": message})


def _kept_bytes(session: CDPSession, workers: list[str], process: int) -> int:
    """Memory once collections give nothing more back."""
    before = _private_bytes(process)
    for _ in range(MOST_COLLECTIONS):
        _collect(session, workers)
        time.sleep(CALM_S)
        after = _private_bytes(process)
        if after > before * (1 - GIVES_BACK):
            return min(before, after)
        before = after
    return before


def few_points(strokes: Strokes) -> list[list[tuple[float, float]]]:
    """At most POINTS of each stroke, its ends included."""
    return [
        [
            stroke[index]
            for index in sorted({round(at * (len(stroke) - 1) / (POINTS - 1)) for at in range(POINTS)})
        ]
        for stroke in strokes
    ]


def _process(context: BrowserContext, page: CDPSession) -> int:
    """The page's process: of all that render pages, the one that works when the page is made to."""
    if context.browser is None:
        raise LookupError("expected a browser that tells its processes, got none")
    browser = context.browser.new_browser_cdp_session()
    before = _seconds_used(browser)
    page.send(
        "Runtime.evaluate", {"expression": f"for (const end = Date.now() + {BUSY_MS}; Date.now() < end;);"}
    )
    after = _seconds_used(browser)
    return max(after, key=lambda process: after[process] - before.get(process, 0))


def _seconds_used(browser: CDPSession) -> dict[int, float]:
    told = browser.send("SystemInfo.getProcessInfo")["processInfo"]
    return {int(one["id"]): float(one["cpuTime"]) for one in told if one["type"] == "renderer"}


def _private_bytes(process: int) -> int:
    fields = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return KILOBYTE * sum(int(line.split()[1]) for line in fields if line.startswith("Private_"))
