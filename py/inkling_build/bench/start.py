"""Time from navigation to the first reading, against the documented way of loading the same libraries."""

from __future__ import annotations

from statistics import median

from playwright.sync_api import sync_playwright

from inkling_build.bench.browser import new_profile, visit
from inkling_build.bench.places import DOCUMENTED, Place, places
from inkling_build.bench.table import table

ROUNDS = 5
VISITS = ("cold", "warm")
"""A new profile's first visit, then its second, with what the first left in the browser's caches."""


def run() -> None:
    """Prints medians over interleaved rounds, and their ratios to the documented way."""
    with places() as measured:
        times = _measure(measured)
    print(
        f"Milliseconds from navigation to the first reading, median of {ROUNDS} interleaved rounds (least to most)"
    )
    rows = []
    for place in measured:
        row = [place.name]
        for kind in VISITS:
            mine, documented = times[place.name, kind], times[DOCUMENTED, kind]
            ratio = median(one / other for one, other in zip(mine, documented, strict=True))
            row += [f"{median(mine):.0f} ({min(mine):.0f} to {max(mine):.0f})", f"{ratio:.2f}"]
        rows.append(row)
    print(table(["", "cold", "ratio", "warm", "ratio"], rows))


def _measure(measured: list[Place]) -> dict[tuple[str, str], list[float]]:
    times: dict[tuple[str, str], list[float]] = {
        (place.name, kind): [] for place in measured for kind in VISITS
    }
    with sync_playwright() as playwright:
        for turn in range(ROUNDS):
            # Each round begins with another page, so that none always has the quiet or the busy moment.
            for place in measured[turn % len(measured) :] + measured[: turn % len(measured)]:
                with new_profile(playwright) as context:
                    for kind in VISITS:
                        page = context.new_page()
                        times[place.name, kind].append(visit(page, place))
                        page.close()
    return times
