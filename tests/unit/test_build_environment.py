"""The project's .venv: requirement sets are installed once, and again only when their pins change."""

from __future__ import annotations

import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from inkling_build import environment
from inkling_build.errors import BuildError
from inkling_build.paths import PY


def library(venv: Path) -> Path:
    """Where a virtual environment of this Python keeps packages."""
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(venv), "platbase": str(venv)}))


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """Commands that would have been run, in an environment that is taken for made."""
    ran: list[Sequence[str]] = []

    def run(command: Sequence[str], *_: Any) -> None:
        ran.append(command)

    monkeypatch.setattr(environment, "REQUIREMENTS", tmp_path)
    monkeypatch.setattr(environment, "ensure_venv", environment.venv_python)
    monkeypatch.setattr(environment, "run", run)
    (tmp_path / "test.txt").write_text("six==1.0 --hash=sha256:ab\n", encoding="utf-8")
    (tmp_path / "torch.txt").write_text("torch==2.0\n", encoding="utf-8")
    return ran


def test_a_second_install_runs_nothing(commands: list[Sequence[str]], tmp_path: Path) -> None:
    assert environment.install("test", venv=tmp_path) == environment.venv_python(tmp_path)
    assert len(commands) == 1
    environment.install("test", venv=tmp_path)
    assert len(commands) == 1


def test_changed_pins_are_installed(commands: list[Sequence[str]], tmp_path: Path) -> None:
    environment.install("test", venv=tmp_path)
    (tmp_path / "test.txt").write_text("six==2.0 --hash=sha256:cd\n", encoding="utf-8")
    environment.install("test", venv=tmp_path)
    assert len(commands) == 2


def test_hashes_are_required_where_there_are_any(commands: list[Sequence[str]], tmp_path: Path) -> None:
    environment.install("test", "torch", venv=tmp_path)
    assert ["--require-hashes" in command for command in commands] == [True, False]


def test_a_failed_install_is_tried_again(
    commands: list[Sequence[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise BuildError("pip install of requirements/test.txt ended with exit code 1; what it said is above")

    with monkeypatch.context() as broken:
        broken.setattr(environment, "run", fail)
        with pytest.raises(BuildError, match=r"requirements/test\.txt ended with exit code 1"):
            environment.install("test", venv=tmp_path)
    environment.install("test", venv=tmp_path)
    assert len(commands) == 1


def test_an_environment_is_made_once_and_again_when_it_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    venv = tmp_path / "venv"
    works: list[str | None] = ["pip 1.0"]

    def make(command: Sequence[str]) -> int:
        made.append(command[-1])
        library(venv).mkdir(parents=True)
        return 0

    monkeypatch.setattr(environment, "exit_code", make)
    monkeypatch.setattr(environment, "output", lambda _command: works[-1])
    environment.ensure_venv(venv)
    environment.ensure_venv(venv)
    assert made == [str(venv)]
    assert (library(venv) / "inkling.pth").read_text(encoding="utf-8") == f"{PY}\n"
    works.append(None)
    (venv / "leftover").touch()
    environment.ensure_venv(venv)
    assert made == [str(venv)] * 2
    assert not (venv / "leftover").exists()


def test_a_python_without_venv_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "exit_code", lambda _command: 1)
    with pytest.raises(BuildError, match="the package python3-venv is needed"):
        environment.ensure_venv(tmp_path / "venv")
