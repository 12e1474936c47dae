"""Time from lifting the pen to the painted reading, of a digit alone and of a number's last; and of one reading."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import quantiles

from playwright.sync_api import Page, sync_playwright

from inkling_build.bench.browser import new_profile, visit
from inkling_build.bench.page_driver import (
    SETTLE_TIMEOUT_MS,
    Box,
    Strokes,
    canvas_box,
    clear,
    fit,
    ink_revision,
    settled,
)
from inkling_build.bench.places import Place, places
from inkling_build.bench.reading_time import reading_times, reading_times_in_a_row, watch_readings
from inkling_build.bench.table import table
from tests.strokes import Sample, every_sample

LEAST_STROKES = 100
POINT_INTERVAL_S = 0.008
"""A fast hand: common mice report this often."""

SIZE = 0.6
"""Share of the canvas that a digit alone covers."""

NUMBER = 8
"""Digits of the long number, of which the last is measured."""

NUMBERS = 5
"""Long numbers written."""

LAST_DIGITS = 9
"""Digits tried at the end of each."""

PITCH = 0.86
"""From digit to digit in a number, in digit heights."""

_WATCH = """(patience) => {
  let lifted = null;
  let told;
  const ink = document.querySelector('#ink');
  const reading = document.querySelector('#reading');
  const look = () => {
    if (lifted === null || ink.dataset.revision !== reading.dataset.revision) return;
    const since = lifted;
    lifted = null;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => told(performance.now() - since);
      port2.postMessage(null);
    });
  };
  addEventListener('pointerdown', () => {
    window.penUpToPaint = new Promise((resolve, reject) => {
      told = resolve;
      setTimeout(() => reject(new Error('expected a reading of the stroke, got none')), patience);
    });
  });
  addEventListener('pointerup', (event) => {
    if (event.target !== ink) return;
    lifted = event.timeStamp;
    look();
  });
  new MutationObserver(look).observe(reading, { attributes: true });
}"""
"""The time is taken in the page, from the event's own time stamp until the frame with the reading is out. It is waited
for as a promise: looking for it again and again would ask for frames that nobody else asks for."""

_MEASURED = "() => window.penUpToPaint"


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds: of each stroke of digits alone and of numbers' last digits, and of each reading.

    while_drawn: of the readings of digits alone. in_a_row: of the same, asked for one right after the other: a
    processor that has waited for a hand's next stroke is slow, so only these tell what the code itself takes.
    """

    alone: list[float]
    last: list[float]
    while_drawn: list[float]
    in_a_row: list[float]


def run() -> None:
    """Prints p50, p95 and the most, over http and from disk."""
    painted, read = [], []
    with places() as measured, sync_playwright() as playwright:
        for place in (one for one in measured if one.is_ours):
            with new_profile(playwright) as context:
                times = _measure(context.new_page(), place)
            painted.append(_row(f"{place.name}, one digit", times.alone))
            painted.append(_row(f"{place.name}, digit {NUMBER} of {NUMBER}", times.last))
            read.append(_row(f"{place.name}, while drawn", times.while_drawn))
            read.append(_row(f"{place.name}, one after the other", times.in_a_row))
    print("Milliseconds from lifting the pen to the painted reading")
    print(table(["", "strokes", "p50", "p95", "most"], painted))
    print()
    print(
        "Milliseconds from the ink's message to the reading in Python's worker, one digit, network included"
    )
    print(table(["", "readings", "p50", "p95", "most"], read))


def _row(name: str, times: Sequence[float]) -> list[str]:
    cuts = quantiles(times, n=100, method="inclusive")
    return [name, str(len(times)), f"{cuts[49]:.1f}", f"{cuts[94]:.1f}", f"{max(times):.1f}"]


def _measure(page: Page, place: Place) -> Times:
    visit(page, place)
    clear(page)
    page.evaluate(_WATCH, SETTLE_TIMEOUT_MS)
    watch_readings(page)
    digits = itertools.cycle(one for one in every_sample() if one.is_digit)
    alone = _digits_alone(page, digits)
    while_drawn = reading_times(page)
    last = _last_digits(page, digits)
    return Times(alone, last, while_drawn, reading_times_in_a_row(page, _as_drawn(page)))


def _digits_alone(page: Page, digits: Iterator[Sample]) -> list[float]:
    """Each digit on an empty canvas."""
    box = canvas_box(page).part(0.5, 0.5, SIZE)
    times: list[float] = []
    while len(times) < LEAST_STROKES:
        times += _write(page, next(digits).strokes, box)
        clear(page)
    return times


def _as_drawn(page: Page) -> list[Strokes]:
    """What there is to read of each digit alone, stroke by stroke."""
    box = canvas_box(page).part(0.5, 0.5, SIZE)
    drawings: list[Strokes] = []
    for digit in itertools.cycle(one for one in every_sample() if one.is_digit):
        if len(drawings) >= LEAST_STROKES:
            return drawings
        strokes = fit(digit.strokes, box)
        drawings += [strokes[:count] for count in range(1, len(strokes) + 1)]
    raise LookupError("expected digits among the test ink, got none")


def _last_digits(page: Page, digits: Iterator[Sample]) -> list[float]:
    """Each digit after NUMBER - 1 others in a line, taken back before the next."""
    canvas = canvas_box(page)
    tall = canvas.width / (NUMBER + 1) / PITCH / min(canvas.width, canvas.height)
    *before, last = (canvas.part((column + 1) / (NUMBER + 1), 0.5, tall) for column in range(NUMBER))
    times: list[float] = []
    for _ in range(NUMBERS):
        for box in before:
            _write(page, next(digits).quick, box)
        for digit in itertools.islice(digits, LAST_DIGITS):
            times += _write(page, digit.strokes, last)
            for _ in digit.strokes:
                revision = ink_revision(page)
                page.locator("#undo").click()
                settled(page, revision)
        clear(page)
    return times


def _write(page: Page, strokes: Strokes, box: Box) -> list[float]:
    """Draws as a fast hand does; returns the time of each stroke."""
    times = []
    for stroke in fit(strokes, box):
        _draw(page, stroke)
        times.append(float(page.evaluate(_MEASURED)))
    return times


def _draw(page: Page, stroke: Sequence[tuple[float, float]]) -> None:
    page.mouse.move(*stroke[0])
    page.mouse.down()
    for point in stroke[1:]:
        time.sleep(POINT_INTERVAL_S)
        page.mouse.move(*point)
    page.mouse.up()
