"""Time from navigation to the first reading, against the documented way of loading the same libraries."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from playwright.sync_api import sync_playwright

from inkling_build.bench.browser import finish_visit, new_profile, visit
from inkling_build.bench.places import DOCUMENTED, Place, places
from inkling_build.bench.table import table

ROUNDS = 5
VISITS = ("cold", "warm")
"""A new profile's first visit, then its second, with what the first left in caches and service worker."""

LONG_TASK_MS = 50
"""What a task may take before it counts as blocking (https://w3c.github.io/longtasks/)."""

_LONG_TASKS = """() => new Promise((resolve) => {
  const observer = new PerformanceObserver((list) => resolve(list.getEntries().map((task) => task.duration)));
  observer.observe({ type: 'longtask', buffered: true });
  setTimeout(resolve, 100, []);
})"""


@dataclass(frozen=True, slots=True)
class Visit:
    """Milliseconds: from navigation to the first reading, and each long task of the page's main thread."""

    first_reading: float
    long_tasks: list[float]

    @property
    def blocked(self) -> float:
        """For how long the page could not have answered at once."""
        return sum(task - LONG_TASK_MS for task in self.long_tasks)


def run() -> None:
    """Prints medians over interleaved rounds, their ratios to the documented way, and how long the page was blocked."""
    with places() as measured:
        seen = _measure(measured)
    print(
        f"Milliseconds from navigation to the first reading, median of {ROUNDS} interleaved rounds (least to most)"
    )
    rows = []
    for place in measured:
        row = [place.name]
        for kind in VISITS:
            mine = [one.first_reading for one in seen[place.name, kind]]
            documented = [one.first_reading for one in seen[DOCUMENTED, kind]]
            ratio = median(one / other for one, other in zip(mine, documented, strict=True))
            row += [f"{median(mine):.0f} ({min(mine):.0f} to {max(mine):.0f})", f"{ratio:.2f}"]
        rows.append(row)
    print(table(["", "cold", "ratio", "warm", "ratio"], rows))
    print()
    print("Milliseconds for which the page's main thread was blocked until then (longest task), medians")
    rows = [
        [place.name, *(_blocked(seen[place.name, kind]) for kind in VISITS)]
        for place in measured
        if place.is_ours
    ]
    print(table(["", *VISITS], rows))


def _blocked(visits: list[Visit]) -> str:
    longest = median(max(one.long_tasks, default=0) for one in visits)
    return f"{median(one.blocked for one in visits):.0f} ({longest:.0f})"


def _measure(measured: list[Place]) -> dict[tuple[str, str], list[Visit]]:
    seen: dict[tuple[str, str], list[Visit]] = {
        (place.name, kind): [] for place in measured for kind in VISITS
    }
    with sync_playwright() as playwright:
        for turn in range(ROUNDS):
            # Each round begins with another page, so that none always has the quiet or the busy moment.
            for place in measured[turn % len(measured) :] + measured[: turn % len(measured)]:
                with new_profile(playwright) as context:
                    for kind in VISITS:
                        page = context.new_page()
                        first_reading = visit(page, place)
                        seen[place.name, kind].append(
                            Visit(first_reading, list(page.evaluate(_LONG_TASKS)) if place.is_ours else [])
                        )
                        finish_visit(page, place)
                        page.close()
    return seen
