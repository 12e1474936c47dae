"""The test command runs every check, and the command line ends in sentences and exit codes."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest

from inkling_build import checks, cli, environment
from inkling_build.errors import BuildError
from inkling_build.paths import ROOT


def passes() -> None:
    """A check that passes."""


def fails() -> None:
    raise BuildError("expected 1, got 2")


def test_every_check_runs_even_after_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    ran: list[str] = []
    failed = checks.run_checks(
        [
            checks.Check("one", fails),
            checks.Check("two", passes),
            checks.Check("three", lambda: ran.append("three")),
        ]
    )
    assert failed == ["one"]
    assert ran == ["three"]
    printed = capsys.readouterr().out
    assert "== 1/3 one\n== one failed: expected 1, got 2\n== 2/3 two\n== two passed in 0 s\n" in printed


def test_the_command_fails_when_a_check_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment, "install", lambda *_: Path("python"))
    monkeypatch.setattr(
        checks, "all_checks", lambda *_: [checks.Check("one", fails), checks.Check("two", fails)]
    )
    assert cli.main(["test"]) == 1
    assert capsys.readouterr().err == "build.py: expected every check to pass, got failures in: one, two\n"


def test_pytest_comes_last_and_gets_the_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[str]] = []
    monkeypatch.setattr(checks, "run", lambda command, *_, **__: given.append(command))
    last = checks.all_checks(Path("python"), ["-k", "ink"])[-1]
    last.run()
    assert last.name == "pytest"
    assert given == [["python", "-m", "pytest", "-k", "ink"]]


def test_arguments_after_test_reach_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[object] = []
    monkeypatch.setattr(cli, "test", given.append)
    assert cli.main(["test", "-x", "tests/unit", "--lf"]) == 0
    assert given == [["-x", "tests/unit", "--lf"]]


def test_without_a_command_the_site_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[str] = []
    monkeypatch.setattr(cli, "build", lambda: built.append("dist"))
    assert cli.main([]) == 0
    assert built == ["dist"]


def test_an_expected_failure_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "build", fails)
    assert cli.main([]) == 1
    assert capsys.readouterr().err == "build.py: expected 1, got 2\n"


def test_a_full_disk_is_one_sentence_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "dist/app.js")

    monkeypatch.setattr(cli, "build", full)
    assert cli.main([]) == 1
    assert capsys.readouterr().err.endswith("No space left on device: 'dist/app.js'\n")


def test_an_unknown_argument_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["serve", "--prot", "1"])
    assert caught.value.code == 2
    assert "unrecognised arguments: --prot 1" in capsys.readouterr().err


def test_an_old_python_is_told_what_is_needed(tmp_path: Path) -> None:
    pretend = tmp_path / "pretend.py"
    pretend.write_text(
        "import runpy, sys\n"
        "sys.version_info = (3, 9, 2, 'final', 0)\n"
        f"runpy.run_path({str(ROOT / 'build.py')!r}, run_name='__main__')\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(pretend)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "Inkling needs Python 3.11 or newer, this is 3.9.\n")
