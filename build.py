"""Builds, serves, tests and measures Inkling. Needs only Python 3.11 or newer; fetches the rest."""

from __future__ import annotations

import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent

if sys.version_info[:2] < OLDEST_PYTHON:
    sys.exit(
        "Inkling needs Python {}.{} or newer, this is {}.{}.".format(*OLDEST_PYTHON, *sys.version_info[:2])
    )

sys.path.insert(0, str(ROOT / "py"))

from inkling_build.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
