"""`build.py test`: every check in turn, all of them even when one fails."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inkling_build import environment
from inkling_build.browsers import find_chromium, find_firefox, find_webkit
from inkling_build.errors import BuildError
from inkling_build.node import run_node
from inkling_build.paths import NODE_MODULES, SITE
from inkling_build.process import run, say
from inkling_build.site import build

TYPESCRIPT = NODE_MODULES / "typescript" / "bin" / "tsc"


@dataclass(frozen=True, slots=True)
class Check:
    """A named step; `run` raises BuildError if it fails."""

    name: str
    run: Callable[[], None]


def all_checks(python: Path, pytest_arguments: Sequence[str]) -> list[Check]:
    """What `build.py test` runs, in order; pytest comes last so that its closing line ends the output."""
    return [
        Check("ruff check", lambda: _module(python, "ruff", "check")),
        Check("ruff format --check", lambda: _module(python, "ruff", "format", "--check")),
        Check("mypy --strict", lambda: _module(python, "mypy")),
        Check("build", build),
        Check("tsc, page", lambda: _typescript("tsconfig.json")),
        Check("tsc, worker", lambda: _typescript("tsconfig.worker.json")),
        Check("browsers", _find_browsers),
        Check("pytest", lambda: _module(python, "pytest", *pytest_arguments)),
    ]


def run_checks(checks: Sequence[Check]) -> list[str]:
    """Run all, saying each one's name and time; return the names of those that failed."""
    failed = []
    for position, check in enumerate(checks, 1):
        say(f"== {position}/{len(checks)} {check.name}")
        start = time.monotonic()
        try:
            check.run()
        except BuildError as error:
            failed.append(check.name)
            say(f"== {check.name} failed: {error}")
        else:
            say(f"== {check.name} passed in {time.monotonic() - start:.0f} s")
    return failed


def test(pytest_arguments: Sequence[str]) -> None:
    """Set up the tests, run every check, and raise BuildError naming those that failed."""
    failed = run_checks(all_checks(environment.install(*environment.TEST), pytest_arguments))
    if failed:
        raise BuildError(f"expected every check to pass, got failures in: {', '.join(failed)}")


def _module(python: Path, name: str, *arguments: str) -> None:
    run([str(python), "-m", name, *arguments], name)


def _typescript(config: str) -> None:
    run_node([str(TYPESCRIPT), "--project", str(SITE / config)])


def _find_browsers() -> None:
    find_chromium()
    find_firefox()
    find_webkit()
