"""The whole site, from sources and the vendored runtime."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path

from inkling_build.assemble.bundle import (
    bundle_model,
    bundle_page,
    bundle_python,
    bundle_service_worker,
    bundle_style,
)
from inkling_build.assemble.offline import seal
from inkling_build.assemble.payload import HASH_DIGITS, write_payload
from inkling_build.node import run_node
from inkling_build.paths import PY, SITE
from inkling_build.vendor import Runtime

FREEZE = Path(__file__).with_name("freeze.mjs")
TRIM = Path(__file__).with_name("trim_runtime.mjs")
MODEL = PY / "inkling" / "model" / "inkling.onnx"
SNAPSHOT = Path(__file__).with_name("snapshot.mjs")


def build_site(runtime: Runtime, dist: Path) -> None:
    """Write the site to `dist`, replacing what was there only once everything has been made."""
    with tempfile.TemporaryDirectory(prefix="inkling-build-") as scratch:
        work = Path(scratch)
        made = work / "dist"
        made.mkdir()
        print("freezing Python: compiling what a reading imports", flush=True)
        run_node([str(FREEZE), str(runtime.pyodide), str(runtime.numpy_wheel), str(PY), str(work)])
        print("taking a snapshot of Python with all that imported", flush=True)
        run_node([str(SNAPSHOT), str(runtime.pyodide), str(work)])
        print("trimming onnxruntime to what the model uses", flush=True)
        run_node([str(TRIM), str(runtime.ort), str(MODEL), str(work / "onnxruntime.small.wasm")])
        print("packing files and bundling scripts", flush=True)
        contents = {
            "model.js": bundle_model(work / "model.js"),
            "python.js": bundle_python(runtime.pyodide, work / "python.js"),
            "pyodide.asm.wasm": (runtime.pyodide / "pyodide.asm.wasm").read_bytes(),
            "stdlib.zip": (work / "stdlib.zip").read_bytes(),
            "packages.pack": (work / "packages.pack").read_bytes(),
            "libraries.pack": (work / "libraries.pack").read_bytes(),
            "snapshot.bin": (work / "snapshot.bin").read_bytes(),
            "onnxruntime.small.wasm": (work / "onnxruntime.small.wasm").read_bytes(),
            "onnxruntime.wasm": (runtime.ort / "ort-wasm-simd-threaded.wasm").read_bytes(),
            "inkling.onnx": MODEL.read_bytes(),
        }
        payloads = [write_payload(name, data, made) for name, data in contents.items()]
        manifest = {payload.name: payload.entry for payload in payloads}
        names = {
            "app.js": _hashed(made, "app.js", bundle_page(manifest, work / "app.js")),
            "style.css": _hashed(made, "style.css", bundle_style(work / "style.css")),
        }
        page = (SITE / "index.html").read_text(encoding="utf-8")
        for plain, hashed in names.items():
            if page.count(f'"{plain}"') != 1:
                raise ValueError(f'expected "{plain}" once in site/index.html, got {page.count(plain)}')
            page = page.replace(f'"{plain}"', f'"{hashed}"')
        (made / "index.html").write_text(page, encoding="utf-8")
        if (SITE / "icons").is_dir():
            shutil.copytree(SITE / "icons", made / "icons")
        shutil.copy(SITE / "manifest.webmanifest", made)
        seal(made, bundle_service_worker(work / "sw.js"))
        # Pages runs Jekyll unless told otherwise
        (made / ".nojekyll").touch()
        if dist.exists():
            shutil.rmtree(dist)
        shutil.move(made, dist)


def _hashed(folder: Path, name: str, data: bytes) -> str:
    stem, _, suffix = name.partition(".")
    hashed = f"{stem}.{hashlib.sha256(data).hexdigest()[:HASH_DIGITS]}.{suffix}"
    (folder / hashed).write_bytes(data)
    return hashed
