"""What `python3 build.py bench` measures, each printed as a plain table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from inkling_build.bench import accuracy, latency, memory, size, start
from inkling_build.errors import BuildError

BROWSER: dict[str, Callable[[], None]] = {
    "start": start.run,
    "latency": latency.run,
    "size": size.run,
    "memory": memory.run,
}
"""Of the page, in a real browser."""

DATA: dict[str, Callable[[Path], None]] = {"accuracy": accuracy.digits, "numbers": accuracy.numbers}
"""Of the recogniser, on other people's ink, which is not part of the project."""


def run(names: Sequence[str], data: Path | None) -> int:
    """Runs the benches of those names, or all that can run without or with `data`.

    Raises BuildError for an unknown name, and where a bench needs data and there is none.
    """
    known = [*BROWSER, *DATA]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise BuildError(f"expected one of {', '.join(known)}, got {', '.join(unknown)}")
    for number, name in enumerate(names or (known if data else BROWSER)):
        if number:
            print()
        if name in BROWSER:
            BROWSER[name]()
        elif data is None or not data.is_dir():
            raise BuildError(
                f"bench {name} needs --data with a folder in the layout that training/README.md gives, got {data}"
            )
        else:
            DATA[name](data)
    return 0
