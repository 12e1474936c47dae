"""What the service worker keeps: exactly the files of the build that pages need over http, by their content."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from inkling_build.assemble.offline import kept_files, seal, worker_of

PAGE = '<!doctype html><html data-build=""><title>é</title></html>'
CODE = b"use(INKLING_BUILD);\nmore();\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    files = {
        "index.html": PAGE.encode(),
        "app.012.js": b"app",
        "a/some.wasm.345.bin": bytes(1000),
        "icons/inkling.svg": b"<svg/>",
        "f/some.wasm.345.0.js": b"from disk only",
        "screenshots/wide.png": b"for shops only",
        ".nojekyll": b"",
    }
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def listed(site: Path) -> dict[str, Any]:
    line, _, _ = (site / "sw.js").read_text(encoding="utf-8").partition("\n")
    found = json.loads(line.removeprefix("const INKLING_BUILD=").removesuffix(";"))
    assert isinstance(found, dict)
    return found


def test_every_file_needed_over_http_is_listed_with_hash_and_size(site: Path) -> None:
    seal(site, CODE)
    assert [file.url for file in kept_files(site)] == [
        "a/some.wasm.345.bin",
        "app.012.js",
        "icons/inkling.svg",
        "./",
    ]
    for file in listed(site)["files"]:
        data = (site / ("index.html" if file["url"] == "./" else file["url"])).read_bytes()
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
        assert file["bytes"] == len(data)
    assert len(listed(site)["files"]) == 4


def test_page_and_worker_carry_the_builds_name(site: Path) -> None:
    build = seal(site, CODE)
    assert listed(site)["id"] == build
    assert (site / "index.html").read_text(encoding="utf-8") == PAGE.replace('""', f'"{build}"')


def test_the_workers_code_follows_its_list_unchanged(site: Path) -> None:
    seal(site, CODE)
    assert worker_of(site) == CODE


def test_sealing_again_without_a_change_changes_nothing(site: Path) -> None:
    build = seal(site, CODE)
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert seal(site, worker_of(site)) == build
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", ["index.html", "a/some.wasm.345.bin", "icons/inkling.svg"])
def test_one_other_byte_gives_a_build_of_another_name(site: Path, name: str) -> None:
    build = seal(site, CODE)
    (site / name).write_bytes((site / name).read_bytes() + b" ")
    assert seal(site, CODE) != build


@pytest.mark.parametrize("name", ["f/some.wasm.345.0.js", "screenshots/wide.png", ".nojekyll"])
def test_files_not_used_over_http_do_not_name_the_build(site: Path, name: str) -> None:
    build = seal(site, CODE)
    (site / name).write_bytes(b"other")
    assert seal(site, CODE) == build


@pytest.mark.parametrize(("page", "count"), [("<html>", 0), (PAGE * 2, 2)])
def test_a_page_without_one_place_for_the_name_is_refused(site: Path, page: str, count: int) -> None:
    (site / "index.html").write_text(page, encoding="utf-8")
    with pytest.raises(
        ValueError, match=rf'expected data-build="" once in index\.html, got it {count} times'
    ):
        seal(site, CODE)
