"""`build.py` alone: fetch what is missing and write the site to dist/, unless it is there already."""

from __future__ import annotations

from pathlib import Path

from inkling_build.assemble.dist import build_site
from inkling_build.fingerprint import fingerprint
from inkling_build.paths import CACHE, DIST, PY, SITE
from inkling_build.process import say
from inkling_build.vendor import vendor

SOURCES = (PY / "inkling", PY / "inkling_build", SITE)
"""What dist/ is made of, besides the files that site/package-lock.json pins and the numpy wheel."""

STAMP = CACHE / "dist.sha256"
MEGABYTE = 1_000_000


def build() -> None:
    """Make dist/ from the sources. Raises BuildError if something it needs cannot be had."""
    runtime = vendor()
    sources = fingerprint([*SOURCES, runtime.numpy_wheel])
    if is_built(DIST, sources, STAMP):
        say(f"{DIST.name}/ is up to date")
        return
    build_site(runtime, DIST)
    note_built(DIST, sources, STAMP)
    size = sum(path.stat().st_size for path in DIST.rglob("*") if path.is_file())
    say(f"built {DIST.name}/ ({size / MEGABYTE:.1f} MB)")


def is_built(dist: Path, sources: str, stamp: Path) -> bool:
    """Whether `dist` is, to the byte, what these sources gave."""
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == _line(dist, sources)


def note_built(dist: Path, sources: str, stamp: Path) -> None:
    """Remember in the file `stamp` that these sources gave what now lies in `dist`."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(_line(dist, sources), encoding="utf-8")


def _line(dist: Path, sources: str) -> str:
    return f"{sources} {fingerprint([dist])}"
