"""Runs inside Pyodide at build time: keeps of the standard library, numpy and inkling what a reading imports.

What is kept is compiled ahead: importing sources is most of the stock start-up. Methods: the import closure of
a real workload, sourceless .pyc files with unchecked hashes (PEP 552), a stored zip for the standard library.
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import json
import marshal
import sys
import traceback
import zipfile
from pathlib import Path
from types import CodeType
from typing import Any

import js

OPTIMIZE = 2
"""Docstrings and asserts are not needed to read digits."""

EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time of every zip entry: the same input gives the same bytes."""

DOCUMENTATION = ("numpy._core._add_newdocs", "numpy._core._add_newdocs_scalars")
"""Modules that only attach documentation to numpy's functions: kept empty."""

MODEL_DATA = ("inkling", "model")

ALSO = ("linecache", "tokenize", "textwrap", "random", "inkling.raster")
"""Imported late or only when something fails, so the workload may miss them."""


def freeze(package_root: str) -> dict[str, Any]:
    """Import closure of a reading as {"stdlib": zip bytes, "packages": pack, "libraries": pack, "summary": text}."""
    sys.path.insert(0, package_root)
    _workload()
    for name in ALSO:
        importlib.import_module(name)
    return _closure(package_root)


def _workload() -> None:
    # from warm.py, which is run before
    warm()  # type: ignore[name-defined] # noqa: F821
    reader = importlib.import_module("inkling.web").PageReader()
    for points in ([], [5, 5], [0, 0, 40, 40, 40, 90], [float("nan"), 1, 2, 2]):
        starts = js.Int32Array.of(0) if points else js.Int32Array.new()
        said = reader.begin(js.Float64Array.of(*points), starts)
        while not isinstance(said, str):
            count = said.length // (5 * 28 * 28)
            said = reader.go_on(js.Float32Array.new(10 * count), js.Float32Array.new(3 * count))
    # formatting what goes wrong imports modules too
    try:
        reader.begin(js.Float64Array.of(1, 2, 3), js.Int32Array.of(0))
    except ValueError:
        traceback.format_exc()
    try:
        importlib.import_module("not_there")
    except ImportError:
        traceback.format_exc()


def _closure(package_root: str) -> dict[str, Any]:
    stdlib_zip = next(path for path in sys.path if path.endswith(".zip"))
    stdlib: dict[str, bytes] = {}
    packages: dict[str, bytes] = {}
    libraries: dict[str, bytes] = {}
    for name, module in sorted(sys.modules.items()):
        spec = getattr(module, "__spec__", None)
        origin = getattr(spec, "origin", None)
        if spec is None or not isinstance(origin, str) or spec.name != name:
            continue
        path = name.replace(".", "/")
        if origin.endswith((".py", ".pyc")):
            package = spec.submodule_search_locations is not None
            target = stdlib if origin.startswith(stdlib_zip) else packages
            target[f"{path}/__init__.pyc" if package else f"{path}.pyc"] = _compiled(
                spec.loader, name, origin
            )
        elif origin.endswith(".so"):
            libraries[str(Path(path).with_name(Path(origin).name))] = Path(origin).read_bytes()
    for data in sorted(Path(package_root, *MODEL_DATA).glob("*.json")):
        packages["/".join((*MODEL_DATA, data.name))] = data.read_bytes()
    summary = (
        f"kept {len(stdlib)} files of the standard library, {len(packages)} of numpy and inkling, "
        f"{len(libraries)} libraries"
    )
    return {
        "stdlib": _zip(stdlib),
        "packages": _pack(packages),
        "libraries": _pack(libraries),
        "summary": summary,
    }


def _compiled(loader: Any, name: str, origin: str) -> bytes:
    source = loader.get_source(name)
    if source is None:
        raise ImportError(f"expected the source of {name} at {origin}, got none")
    if name in DOCUMENTATION:
        source = ""
    code = compile(source, origin, "exec", dont_inherit=True, optimize=OPTIMIZE)
    if not name.startswith("inkling"):
        code = _without_lines(code)
    unchecked_hash = (1).to_bytes(4, "little") + bytes(8)
    return importlib.util.MAGIC_NUMBER + unchecked_hash + marshal.dumps(code)


def _without_lines(code: CodeType) -> CodeType:
    """The same code without its line numbers, a fifth of its size; only our own tracebacks need them."""
    constants = tuple(_without_lines(c) if isinstance(c, CodeType) else c for c in code.co_consts)
    return code.replace(co_linetable=b"", co_consts=constants)


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(path, EPOCH), data)
    return out.getvalue()


def _pack(files: dict[str, bytes]) -> bytes:
    """Index and bytes, as site/src/python/pack.js reads them."""
    ordered = sorted(files.items())
    index = json.dumps([[path, len(data)] for path, data in ordered]).encode()
    return len(index).to_bytes(4, "little") + index + b"".join(data for _, data in ordered)
