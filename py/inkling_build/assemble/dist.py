"""The whole site, from sources and the vendored runtime."""

from __future__ import annotations

import base64
import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inkling_build.assemble.archive import write_zip
from inkling_build.assemble.budget import BUDGET_BYTES, check_budget
from inkling_build.assemble.bundle import (
    bundle_guard,
    bundle_model,
    bundle_page,
    bundle_python,
    bundle_service_worker,
    bundle_style,
)
from inkling_build.assemble.offline import seal
from inkling_build.assemble.payload import HASH_DIGITS, write_payload
from inkling_build.node import run_node
from inkling_build.paths import CACHE, PY, SITE
from inkling_build.vendor import Runtime

FREEZE = Path(__file__).with_name("freeze.mjs")
KEEP_SESSION = Path(__file__).with_name("keep_session.mjs")
STRIP = Path(__file__).with_name("strip_exports.mjs")
TRIM = Path(__file__).with_name("trim_runtime.mjs")
TRIM_PYTHON = Path(__file__).with_name("trim_python.mjs")
EXERCISES = tuple(Path(__file__).with_name(name) for name in ("warm.py", "exercise.mjs"))
MODEL = PY / "inkling" / "model" / "inkling.onnx"
SNAPSHOT = Path(__file__).with_name("snapshot.mjs")
WORKERS = ("python.js", "model.js")


def build_site(runtime: Runtime, dist: Path) -> None:
    """Write the site to `dist`, replacing what was there only once everything has been made.

    Raises BuildError if a step fails or a first visit would cost more than the budget.
    """
    CACHE.mkdir(exist_ok=True)
    # on dist's own file system, so that putting it in place is two renames
    with tempfile.TemporaryDirectory(prefix="build-", dir=CACHE) as scratch:
        work = Path(scratch)
        made = work / "dist"
        made.mkdir()
        _make_runtime(runtime, work)
        print("packing files and bundling scripts", flush=True)
        payloads = [write_payload(name, data, made) for name, data in _contents(runtime, work).items()]
        _write_page({payload.name: payload.entry for payload in payloads}, made, work)
        seal(made, bundle_service_worker(work / "sw.js"))
        write_zip(made)
        total = check_budget(made)
        print(f"{total:,} bytes of gzip until the first reading, {BUDGET_BYTES:,} allowed", flush=True)
        if dist.exists():
            dist.rename(work / "replaced")
        made.rename(dist)


def _make_runtime(runtime: Runtime, work: Path) -> None:
    make_python(runtime, work)
    print("making the model's session and trimming onnxruntime to what running it uses", flush=True)
    session = str(work / "session.bin")
    run_node([str(KEEP_SESSION), str(runtime.ort), str(MODEL), session])
    run_node([str(TRIM), str(runtime.ort), str(MODEL), session, str(work / "onnxruntime.small.wasm")])


def make_python(runtime: Runtime, work: Path) -> None:
    """Write to `work` Python's worker, and all that it starts Python from: see `_contents`."""
    print("freezing Python: compiling what a reading imports", flush=True)
    run_node([str(FREEZE), str(runtime.pyodide), str(runtime.numpy_wheel), str(PY), str(work)])
    bundle_python(runtime.pyodide, work / "python.js")
    program = runtime.pyodide / "pyodide.asm.wasm"
    stripped = work / program.name
    run_node([str(STRIP), str(program), str(work / "libraries.pack"), str(work / "python.js"), str(stripped)])
    print("taking a snapshot of Python with all that imported", flush=True)
    run_node([str(SNAPSHOT), str(runtime.pyodide), str(work)])
    print("trimming Python to what restoring it and reading uses", flush=True)
    run_node([str(TRIM_PYTHON), str(runtime.pyodide), str(work), str(work), *map(str, EXERCISES)])


def _contents(runtime: Runtime, work: Path) -> dict[str, bytes]:
    """The files that the workers load (ASSETS in site/src/protocol.js), and the workers themselves."""
    frozen = (
        "stdlib.zip",
        "packages.pack",
        "libraries.pack",
        "libraries.small.pack",
        "pyodide.asm.wasm",
        "pyodide.small.wasm",
        "snapshot.bin",
        "session.bin",
        "onnxruntime.small.wasm",
    )
    return {
        "model.js": bundle_model(work / "model.js"),
        "python.js": (work / "python.js").read_bytes(),
        "onnxruntime.wasm": (runtime.ort / "ort-wasm-simd-threaded.wasm").read_bytes(),
        "inkling.onnx": MODEL.read_bytes(),
        **{name: (work / name).read_bytes() for name in frozen},
    }


def _write_page(manifest: Mapping[str, Mapping[str, Any]], made: Path, work: Path) -> None:
    names = {
        "app.js": _hashed(made, "app.js", bundle_page(manifest, work / "app.js")),
        "style.css": _hashed(made, "style.css", bundle_style(work / "style.css")),
    }
    workers = [manifest[name]["url"] for name in WORKERS]
    guard = bundle_guard(workers, work / "guard.js")
    page = _with_guard((SITE / "index.html").read_text(encoding="utf-8"), guard)
    for plain, hashed in names.items():
        digest = hashlib.sha256((made / hashed).read_bytes()).hexdigest()
        page = _with(page, f'"{plain}"', f'"{hashed}" data-sha256="{digest}"')
    (made / "index.html").write_bytes(page.encode())
    for pictures in ("icons", "screenshots"):
        shutil.copytree(SITE / pictures, made / pictures)
    shutil.copy(SITE / "manifest.webmanifest", made)
    # Pages runs Jekyll unless told otherwise
    (made / ".nojekyll").touch()


def _with_guard(page: str, guard: bytes) -> str:
    """The page with a script inside, which its policy allows by its hash."""
    script = guard.decode().strip()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page = _with(page, "script-src 'self'", f"script-src 'self' 'sha256-{digest}'")
    return _with(page, '<script src="guard.js"></script>', f"<script>{script}</script>")


def _with(page: str, before: str, after: str) -> str:
    if page.count(before) != 1:
        raise ValueError(f"expected {before} once in site/index.html, got it {page.count(before)} times")
    return page.replace(before, after)


def _hashed(folder: Path, name: str, data: bytes) -> str:
    stem, _, suffix = name.partition(".")
    hashed = f"{stem}.{hashlib.sha256(data).hexdigest()[:HASH_DIGITS]}.{suffix}"
    (folder / hashed).write_bytes(data)
    return hashed
