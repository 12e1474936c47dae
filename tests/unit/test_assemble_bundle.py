"""What the build takes out of Pyodide's scripts."""

from __future__ import annotations

import pytest

from inkling_build.assemble.bundle import for_classic_worker
from inkling_build.errors import BuildError

TEST = b'function a(){try{return globalThis.importScripts("data:text/javascript,"),!0}catch{return!1}}'


def test_the_tests_for_classic_workers_are_taken_out_and_nothing_else() -> None:
    assert for_classic_worker(b"before;" + TEST + b"between;" + TEST + b"after;") == (
        b"before;function a(){return!1}between;function a(){return!1}after;"
    )


@pytest.mark.parametrize("count", [0, 1, 3])
def test_another_pyodide_is_not_taken_for_this_one(count: int) -> None:
    with pytest.raises(BuildError) as raised:
        for_classic_worker(TEST * count)
    assert str(raised.value) == (
        f"expected Pyodide's test for classic workers 2 times in the bundled script, got {count} times"
    )
