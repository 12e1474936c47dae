"""Running other programs with their output on the terminal."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from inkling_build.errors import BuildError
from inkling_build.paths import ROOT


def say(message: str) -> None:
    """Print a line at once, in order with the output of the programs that are run."""
    print(message, flush=True)


def exit_code(command: Sequence[str], cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> int:
    """Run a program, output on the terminal, and return its exit code. Raises BuildError if it cannot start."""
    sys.stdout.flush()
    try:
        return subprocess.run(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, check=False).returncode
    except OSError as error:
        raise BuildError(f"expected to run {command[0]}, got: {error}") from error


def run(command: Sequence[str], what: str, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    """Run a program that must succeed; `what` names it in the BuildError raised if it does not."""
    code = exit_code(command, cwd, env)
    if code != 0:
        raise BuildError(f"{what} ended with exit code {code}; what it said is above")


def output(command: Sequence[str]) -> str | None:
    """What a program prints, stripped; None if it cannot start or fails."""
    try:
        done = subprocess.run(
            command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None
