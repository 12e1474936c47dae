"""The runtimes that the site carries: Pyodide and onnxruntime-web from npm, numpy built for that Pyodide."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from inkling_build.errors import BuildError
from inkling_build.node import run_npm
from inkling_build.paths import CACHE, NODE_MODULES, SITE
from inkling_build.pinned_file import PinnedFile, Source, obtain
from inkling_build.process import say
from inkling_build.sources import web_source, wheel_source

OPEN_WEBUI = "open-webui==0.12.4"
"""A wheel that carries the packages of Pyodide 314.0.4 for its own page."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """Where the vendored files lie.

    pyodide: the npm package; ort: the folder dist of onnxruntime-web; numpy_wheel: a file whose hash was
    checked; node_modules: esbuild, TypeScript and the others.
    """

    pyodide: Path
    ort: Path
    numpy_wheel: Path
    node_modules: Path


def vendor() -> Runtime:
    """Fetch what is not there yet. Raises BuildError if something cannot be had."""
    install_npm_packages(SITE)
    pyodide = NODE_MODULES / "pyodide"
    lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    version = json.loads((pyodide / "package.json").read_text(encoding="utf-8"))["version"]
    wheel = obtain(numpy_in(lock), CACHE / "wheels", numpy_sources(version))
    return Runtime(pyodide, NODE_MODULES / "onnxruntime-web" / "dist", wheel, NODE_MODULES)


def install_npm_packages(site: Path) -> None:
    """Bring site/node_modules to what the lock file says, unless it is there already."""
    lock = site / "package-lock.json"
    digest = hashlib.sha256((site / "package.json").read_bytes() + lock.read_bytes()).hexdigest()
    stamp = site / "node_modules" / ".inkling-lock.sha256"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == digest:
        return
    say("installing the npm packages of site/package-lock.json")
    run_npm(["ci", "--no-audit", "--no-fund"], site)
    stamp.write_text(digest, encoding="utf-8")


def numpy_in(lock: object) -> PinnedFile:
    """The numpy wheel that a parsed pyodide-lock.json names. Raises BuildError if it names none."""
    match lock:
        case {"packages": {"numpy": {"file_name": str(name), "sha256": str(sha256)}}}:
            return PinnedFile(name, sha256)
        case _:
            raise BuildError("expected pyodide-lock.json to name a numpy wheel with its SHA-256, got none")


def numpy_sources(version: str) -> tuple[Source, ...]:
    """Where the packages of a Pyodide version lie, in the order in which they are tried."""
    return (
        web_source(f"https://cdn.jsdelivr.net/pyodide/v{version}/full/"),
        wheel_source(OPEN_WEBUI, "open_webui/frontend/pyodide/"),
    )
