"""`build.py` alone: fetch what is missing and write the site to dist/."""

from __future__ import annotations

from inkling_build.assemble.dist import build_site
from inkling_build.paths import DIST, ROOT
from inkling_build.process import say
from inkling_build.vendor import vendor


def build() -> None:
    """Make dist/ from the sources. Raises BuildError if something it needs cannot be had."""
    runtime = vendor()
    build_site(runtime, DIST)
    size = sum(path.stat().st_size for path in DIST.rglob("*") if path.is_file())
    say(f"built {DIST.relative_to(ROOT)}/ ({size / 1_000_000:.1f} MB)")
