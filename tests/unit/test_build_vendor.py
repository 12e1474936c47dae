"""What is vendored: the numpy that Pyodide's lock names, and npm packages once per lock file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inkling_build import vendor
from inkling_build.errors import BuildError
from inkling_build.paths import SITE
from inkling_build.pinned_file import PinnedFile


def test_numpy_is_what_the_lock_names() -> None:
    lock = {"packages": {"numpy": {"file_name": "numpy-1.whl", "sha256": "ab", "version": "1"}, "other": {}}}
    assert vendor.numpy_in(lock) == PinnedFile("numpy-1.whl", "ab")


@pytest.mark.parametrize(
    "lock", [{}, {"packages": {}}, {"packages": {"numpy": {"file_name": "numpy-1.whl"}}}, []]
)
def test_a_lock_without_numpy_is_refused(lock: object) -> None:
    with pytest.raises(BuildError, match=r"^expected pyodide-lock\.json to name a numpy wheel"):
        vendor.numpy_in(lock)


def test_the_cdn_of_that_pyodide_comes_first() -> None:
    first, second = vendor.numpy_sources("1.2.3")
    assert first.name == "https://cdn.jsdelivr.net/pyodide/v1.2.3/full/"
    assert second.name == "the wheel open-webui==0.12.4"


def test_npm_runs_once_for_each_lock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[tuple[list[str], Path]] = []

    def npm(arguments: list[str], cwd: Path) -> None:
        runs.append((arguments, cwd))
        (cwd / "node_modules").mkdir(exist_ok=True)

    monkeypatch.setattr(vendor, "run_npm", npm)
    (tmp_path / "package.json").write_text("{}", encoding="utf-8")
    (tmp_path / "package-lock.json").write_text("{}", encoding="utf-8")
    vendor.install_npm_packages(tmp_path)
    vendor.install_npm_packages(tmp_path)
    assert runs == [(["ci", "--no-audit", "--no-fund"], tmp_path)]
    (tmp_path / "package-lock.json").write_text('{"changed": true}', encoding="utf-8")
    vendor.install_npm_packages(tmp_path)
    assert len(runs) == 2


def test_the_committed_lock_pins_every_package_by_hash_and_names_no_host() -> None:
    text = (SITE / "package-lock.json").read_text(encoding="utf-8")
    packages = {name: entry for name, entry in json.loads(text)["packages"].items() if name}
    assert {"node_modules/pyodide", "node_modules/onnxruntime-web", "node_modules/esbuild"} <= set(packages)
    assert [
        name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")
    ] == []
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
