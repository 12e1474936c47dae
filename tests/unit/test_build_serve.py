"""The local server: right types, a prefix, nothing from outside the folder, and misbehaviour on demand."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest

from inkling_build.local_server import Answer, LocalServer
from inkling_build.serve import start_server

FILES = {
    "index.html": "text/html; charset=utf-8",
    "app.js": "text/javascript; charset=utf-8",
    "style.css": "text/css; charset=utf-8",
    "a/python.wasm": "application/wasm",
    "a/python.wasm.bin": "application/octet-stream",
    "app.webmanifest": "application/manifest+json",
    "icons/icon.svg": "image/svg+xml",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("serve") / "dist"
    for name in FILES:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"content of {name}", encoding="utf-8")
    (root.parent / "secret.txt").write_text("not for you", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def server(site: Path) -> Iterator[LocalServer]:
    with LocalServer({"/": site, "/some-repo/": site}) as one:
        yield one


def get(server: LocalServer, path: str, **headers: str) -> tuple[int, str | None, bytes, str | None]:
    """Status, content type, body and ETag; the path is sent as it is, dots and all."""
    connection = http.client.HTTPConnection(server.origin.removeprefix("http://"), timeout=10)
    try:
        connection.request(
            "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        answer = connection.getresponse()
        return answer.status, answer.getheader("Content-Type"), answer.read(), answer.getheader("ETag")
    finally:
        connection.close()


@pytest.mark.parametrize(("name", "content_type"), FILES.items())
@pytest.mark.parametrize("prefix", ["/", "/some-repo/"])
def test_every_file_has_its_type(server: LocalServer, prefix: str, name: str, content_type: str) -> None:
    assert get(server, prefix + name)[:3] == (200, content_type, f"content of {name}".encode())


@pytest.mark.parametrize("path", ["/", "/?version=2", "/some-repo/", "/some-repo/?x"])
def test_a_folder_answers_with_its_index(server: LocalServer, path: str) -> None:
    assert get(server, path)[2] == b"content of index.html"


@pytest.mark.parametrize(
    "path",
    [
        "/missing.js",
        "/icons",
        "/icons/",
        "/some-repo",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
    ],
)
def test_nothing_else_is_there(server: LocalServer, path: str) -> None:
    status, content_type, body, _ = get(server, path)
    assert (status, content_type) == (404, "text/html; charset=utf-8")
    assert b"not for you" not in body


def test_a_head_request_gets_the_length_without_the_body(server: LocalServer) -> None:
    connection = http.client.HTTPConnection(server.origin.removeprefix("http://"), timeout=10)
    connection.request("HEAD", "/app.js")
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("Content-Length"), answer.read()) == (200, "17", b"")
    connection.close()


def test_a_link_out_of_the_folder_is_not_followed(server: LocalServer, site: Path) -> None:
    (site / "link.txt").symlink_to(site.parent / "secret.txt")
    assert get(server, "/link.txt")[0] == 404


def test_an_unchanged_file_is_not_sent_again(server: LocalServer, site: Path) -> None:
    (site / "late.js").write_text("first", encoding="utf-8")
    tag = get(server, "/late.js")[3]
    assert tag is not None
    assert get(server, "/late.js", If_None_Match=tag)[0] == 304
    (site / "late.js").write_text("changed", encoding="utf-8")
    status, _, body, _ = get(server, "/late.js", If_None_Match=tag)
    assert (status, body) == (200, b"changed")


def test_it_misbehaves_as_told_and_keeps_a_log(site: Path) -> None:
    def alter(path: str, answer: Answer) -> Answer:
        return Answer(HTTPStatus.OK, answer.content_type, b"damaged") if path == "/app.js" else answer

    with LocalServer({"/": site}, alter=alter) as server:
        assert get(server, "/app.js")[2] == b"damaged"
        assert get(server, "/style.css")[2] == b"content of style.css"
        assert server.requests == ["/app.js", "/style.css"]


def test_a_taken_port_gives_way_to_a_free_one_and_is_said(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with LocalServer({"/": site}) as first:
        port = int(first.origin.rpartition(":")[2])
        second = start_server(site, port)
        try:
            assert second.origin != first.origin
            assert get(second, "/app.js")[2] == b"content of app.js"
        finally:
            second.__exit__(None, None, None)
    assert (
        capsys.readouterr().out == f"port {port} cannot be used (Address already in use): taking a free one\n"
    )
