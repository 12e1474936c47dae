"""Pyodide's script without the names it gives to thousands of functions of the program that nothing calls.

Emscripten makes a variable and a property of every function that a dynamic library might ask for, though libraries are
linked by other tables. They are a third of the script, and every worker parses them and runs them before Python starts.
"""

from __future__ import annotations

import re
from collections import Counter

from inkling_build.errors import BuildError

_NAME = re.compile(rb"[\w$]+")

_ASSIGNED = re.compile(rb"function assignWasmExports\(\w+\)\{(.*?)\}", re.DOTALL)
"""The function that names them, minified."""

_ASSIGNMENT = re.compile(rb"(?<![^,])([\w$]+)=Module\.\1=\w+\.([\w$]+),")
"""`_name=Module._name=exports.name,`: the last, which no comma follows, stays."""

_DECLARED = re.compile(rb"var ([\w$,=]+);")

_MANY = 1000
"""Fewer would mean that the script has changed, and that this file should go or change with it."""


def without_unused_exports(script: bytes) -> bytes:
    """The minified script, in which a function of the program has a name only where the name is used.

    Raises BuildError where fewer than _MANY are found to have none.
    """
    found = _ASSIGNED.search(script)
    if found is None:
        raise BuildError("expected assignWasmExports in Pyodide's script, got a script without it")
    counts = Counter(_NAME.findall(script))
    unused = set()

    def shorter(match: re.Match[bytes]) -> bytes:
        name, export = match.groups()
        # declared once and assigned twice
        if counts[name] != 3 + (name == export):
            return match[0]
        unused.add(name)
        return b""

    assigned = _ASSIGNMENT.sub(shorter, found[1])
    if len(unused) < _MANY:
        raise BuildError(
            f"expected {_MANY} or more names that Pyodide's script never uses, got {len(unused)}"
        )
    script = script[: found.start(1)] + assigned + script[found.end(1) :]
    return _DECLARED.sub(lambda match: _declaration(match, unused), script)


def _declaration(match: re.Match[bytes], unused: set[bytes]) -> bytes:
    names = match[1].split(b",")
    kept = [name for name in names if name not in unused]
    if len(kept) == len(names):
        return match[0]
    return b"var " + b",".join(kept) + b";" if kept else b""
