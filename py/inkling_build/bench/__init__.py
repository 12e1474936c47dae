"""What `python3 build.py bench` measures, each printed as a plain table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from inkling_build.bench import latency, size, start

BENCHES: dict[str, Callable[[], None]] = {"start": start.run, "latency": latency.run, "size": size.run}


def run(names: Sequence[str]) -> int:
    """Runs the benches of those names, or all, and returns the process's exit status: 2 for an unknown name."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"expected one of {', '.join(BENCHES)}, got {', '.join(unknown)}")
        return 2
    for number, name in enumerate(names or BENCHES):
        if number:
            print()
        BENCHES[name]()
    return 0
