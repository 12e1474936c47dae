"""Scripts for the browser, bundled by esbuild into classic ones: module scripts do not load from disk."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from inkling_build.assemble.exports import without_unused_exports
from inkling_build.errors import BuildError
from inkling_build.node import run_node
from inkling_build.paths import SITE

_COMMON = (
    "--bundle",
    "--format=iife",
    "--minify",
    "--target=es2022",
    "--charset=utf8",
    "--legal-comments=none",
)

_PYTHON = (
    "--external:node:*",
    "--external:ws",
    "--external:functools",
)

_CLASSIC_TEST = 'try{return globalThis.importScripts("data:text/javascript,"),!0}catch{return!1}'
"""How Pyodide's two scripts, minified, find out whether a worker is a classic one."""

_CLASSIC_TESTS = 2

_WORKER = (
    # what it would be in a module; only asked for, never fetched
    '--define:import.meta.url="http://files.invalid/worker.js"',
    "--log-override:empty-import-meta=silent",
)


def bundle_python(pyodide: Path, out: Path) -> bytes:
    """Python's worker, with Pyodide's scripts inside. Returns the script."""
    lock = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))
    define = f"--define:PYODIDE_LOCK_INFO={json.dumps(lock['info'])}"
    script = _bundle(SITE / "src" / "python" / "main.js", out, (*_WORKER, *_PYTHON, define))
    out.write_bytes(without_unused_exports(for_classic_worker(script)))
    return out.read_bytes()


def for_classic_worker(script: bytes) -> bytes:
    """Pyodide's scripts without their test for classic workers, which Pyodide refuses.

    Only classic ones start from a blob on file:// in Chromium (https://github.com/pyodide/pyodide/pull/6111). A test
    that is made to fail costs time at every start: to word the error Chromium parses the script anew. Raises BuildError
    where the tests are not found.
    """
    test = _CLASSIC_TEST.encode()
    if script.count(test) != _CLASSIC_TESTS:
        raise BuildError(
            f"expected Pyodide's test for classic workers {_CLASSIC_TESTS} times in the bundled script, "
            f"got {script.count(test)} times"
        )
    return script.replace(test, b"return!1")


def bundle_model(out: Path) -> bytes:
    """The model's worker, with onnxruntime-web's script inside. Returns the script."""
    return _bundle(SITE / "src" / "model" / "main.js", out, _WORKER)


def bundle_page(manifest: Mapping[str, Mapping[str, Any]], out: Path) -> bytes:
    """The page's script, knowing every file of the build. Returns the script."""
    define = f"--define:INKLING_MANIFEST={json.dumps(manifest, separators=(',', ':'))}"
    return _bundle(SITE / "src" / "page" / "main.js", out, (define,))


def bundle_guard(workers: Sequence[str], out: Path) -> bytes:
    """What stands inside the page itself, knowing the addresses of the workers' scripts. Returns the script."""
    define = f"--define:INKLING_WORKERS={json.dumps(workers, separators=(',', ':'))}"
    return _bundle(SITE / "src" / "guard.js", out, (define,))


def bundle_service_worker(out: Path) -> bytes:
    """The service worker, still without the list of what it keeps. Returns the script."""
    return _bundle(SITE / "src" / "sw" / "main.js", out, ())


def bundle_style(out: Path) -> bytes:
    """The page's style sheet, minified. Returns it."""
    return _esbuild(SITE / "style.css", out, ("--minify", "--charset=utf8"))


def _bundle(entry: Path, out: Path, extra: tuple[str, ...]) -> bytes:
    return _esbuild(entry, out, _COMMON + extra)


def _esbuild(entry: Path, out: Path, options: tuple[str, ...]) -> bytes:
    esbuild = SITE / "node_modules" / "esbuild" / "bin" / "esbuild"
    run_node([str(esbuild), str(entry), f"--outfile={out}", "--log-level=warning", *options])
    return out.read_bytes()
