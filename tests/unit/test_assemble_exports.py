"""Names that Pyodide's script gives to functions nothing calls are taken out, all others stay."""

from __future__ import annotations

import pytest

from inkling_build.assemble.exports import without_unused_exports
from inkling_build.errors import BuildError


def script(names: list[str], rest: str) -> bytes:
    """What esbuild makes of Emscripten's script, in small."""
    declared = ",".join(f"_{name}" for name in names)
    assigned = ",".join(f"_{name}=Module._{name}=e.{name}" for name in names)
    return f"var {declared};function assignWasmExports(e){{{assigned}}}{rest}".encode()


UNUSED = [f"unused{index}" for index in range(1000)]


def test_only_names_that_nothing_uses_go() -> None:
    used = ["malloc", "free", "_start", "last"]
    rest = "var a=_malloc(1),b=Module._free;c.__start=1"
    found = without_unused_exports(script(["malloc", *UNUSED, "free", "_start", "last"], rest))
    assert found == script(used, rest)


def test_a_name_that_is_its_export_s_too_is_counted_right() -> None:
    """`_a=Module._a=e._a`: the export has the underline itself."""
    names = b",".join(b"_n%d" % index for index in range(1000))
    assigned = b",".join(b"_n%d=Module._n%d=e._n%d" % (index, index, index) for index in range(1000))
    whole = b"var " + names + b",_z;function assignWasmExports(e){" + assigned + b",_z=Module._z=e.z}f(_z)"
    assert without_unused_exports(whole) == b"var _z;function assignWasmExports(e){_z=Module._z=e.z}f(_z)"


def test_another_pyodide_is_not_taken_for_this_one() -> None:
    with pytest.raises(BuildError) as raised:
        without_unused_exports(b"var a;function other(e){}")
    assert str(raised.value) == "expected assignWasmExports in Pyodide's script, got a script without it"
    with pytest.raises(BuildError) as raised:
        without_unused_exports(script(["malloc", *UNUSED[:999], "last"], "_malloc();_last()"))
    assert str(raised.value) == "expected 1000 or more names that Pyodide's script never uses, got 999"
