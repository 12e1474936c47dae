"""The pages that are measured, served from this machine."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from inkling_build import paths
from inkling_build.local_server import LocalServer
from inkling_build.vendor import vendor

BASELINE = Path(__file__).with_name("baseline")
MODEL = paths.PY / "inkling" / "model" / "inkling.onnx"

OVER_HTTP = "Inkling over http"
FROM_DISK = "Inkling from disk"
DOCUMENTED = "documented way, http"


@dataclass(frozen=True)
class Place:
    """A page to measure: its name in tables, address, server if any, and the mark set at its first reading."""

    name: str
    url: str
    server: LocalServer | None
    mark: str

    @property
    def is_ours(self) -> bool:
        """Whether it is Inkling's page, which reads only what is drawn."""
        return self.mark.startswith("inkling:")


def baseline_server() -> LocalServer:
    """A server of the documented way's page with the runtime's files as their makers ship them."""
    runtime = vendor()
    return LocalServer(
        {
            "/": BASELINE,
            "/pyodide/": runtime.pyodide,
            f"/pyodide/{runtime.numpy_wheel.name}": runtime.numpy_wheel,
            "/ort/": runtime.ort,
            "/inkling.onnx": MODEL,
        }
    )


@contextlib.contextmanager
def places() -> Iterator[list[Place]]:
    """Inkling over http and from disk, and the documented way; served while the context lasts."""
    index = paths.DIST / "index.html"
    if not index.is_file():
        raise FileNotFoundError(f"expected a built site at {index}, got none: run python3 build.py first")
    with LocalServer({"/": paths.DIST}) as ours, baseline_server() as theirs:
        yield [
            Place(OVER_HTTP, f"{ours.origin}/", ours, "inkling:first-reading"),
            Place(FROM_DISK, index.as_uri(), None, "inkling:first-reading"),
            Place(DOCUMENTED, f"{theirs.origin}/", theirs, "baseline:first-reading"),
        ]
