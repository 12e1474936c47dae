"""Sources of vendored files: the web and members of wheels, each failure with its reason."""

from __future__ import annotations

import socket
import zipfile
from http import HTTPStatus
from pathlib import Path

import pytest

from inkling_build import environment, sources
from inkling_build.local_server import Answer, LocalServer
from inkling_build.pinned_file import PinnedFile, SourceError
from inkling_build.sources import member, web_source, wheel_source

WANTED = PinnedFile("numpy.whl", "0" * 64)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / WANTED.name).write_bytes(b"wheel" * 1000)
    return tmp_path


def test_the_web_gives_the_file_and_shows_progress(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with LocalServer({"/": folder}) as server:
        data = web_source(f"{server.origin}/full/").read(WANTED)
    assert data == b"wheel" * 1000
    assert "numpy.whl [##############################] 0.0 of 0.0 MB" in capsys.readouterr().out


def test_an_error_answer_is_named(folder: Path) -> None:
    with LocalServer({"/": folder}) as server, pytest.raises(SourceError, match=r"^answered 404 Not Found$"):
        web_source(f"{server.origin}/elsewhere/").read(WANTED)


def test_a_closed_port_is_named() -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    with pytest.raises(SourceError, match=r"^cannot be reached: .*refused"):
        web_source(f"http://127.0.0.1:{port}/").read(WANTED)


def test_a_cut_connection_is_named(folder: Path) -> None:
    def cut(_path: str, answer: Answer) -> Answer:
        return Answer(HTTPStatus.OK, answer.content_type, None)

    with (
        LocalServer({"/": folder}, alter=cut) as server,
        pytest.raises(SourceError, match=r"^the transfer broke off"),
    ):
        web_source(f"{server.origin}/full/").read(WANTED)


def test_a_member_of_a_wheel(tmp_path: Path) -> None:
    wheel = tmp_path / "carrier.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("static/numpy.whl", b"inner")
    assert member(wheel, "static/numpy.whl") == b"inner"
    with pytest.raises(SourceError, match=r"^carrier\.whl holds no other/numpy\.whl$"):
        member(wheel, "other/numpy.whl")


def test_a_damaged_wheel_is_named(tmp_path: Path) -> None:
    wheel = tmp_path / "carrier.whl"
    wheel.write_bytes(b"not a zip file")
    with pytest.raises(SourceError, match=r"^carrier\.whl cannot be read: "):
        member(wheel, "numpy.whl")


def test_a_failed_pip_download_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def refuse(command: list[str]) -> int:
        asked.append(command)
        return 1

    monkeypatch.setattr(environment, "ensure_venv", lambda: Path("python"))
    monkeypatch.setattr(sources, "exit_code", refuse)
    with pytest.raises(SourceError, match=r"^pip download ended with exit code 1, and 0 wheels$"):
        wheel_source("carrier==1.0", "static/").read(WANTED)
    assert asked[0][:4] == ["python", "-m", "pip", "download"]
    assert "carrier==1.0" in asked[0]
