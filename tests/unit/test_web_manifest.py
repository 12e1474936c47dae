"""The page can be installed: its manifest names only files that are there, as large as it says."""

from __future__ import annotations

import json
import re
import struct
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from inkling_build.paths import SITE

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def manifest() -> dict[str, Any]:
    found = json.loads((SITE / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def png_size(path: Path) -> str:
    data = path.read_bytes()
    assert data.startswith(PNG)
    width, height = struct.unpack(">II", data[16:24])
    return f"{width}x{height}"


def test_every_address_is_relative(manifest: dict[str, Any]) -> None:
    images = [image["src"] for image in [*manifest["icons"], *manifest.get("screenshots", [])]]
    for url in [manifest["id"], manifest["start_url"], manifest["scope"], *images]:
        assert not urlsplit(url).netloc
        assert not url.startswith("/")


def test_every_picture_is_there_and_as_large_as_told(manifest: dict[str, Any]) -> None:
    for image in [*manifest["icons"], *manifest.get("screenshots", [])]:
        file = SITE / image["src"]
        if image["type"] == "image/png":
            assert png_size(file) == image["sizes"]
        else:
            assert (image["type"], image["sizes"]) == ("image/svg+xml", "any")
            assert file.is_file()


def test_the_icons_that_installing_asks_for_are_there(manifest: dict[str, Any]) -> None:
    pictures = {(icon["sizes"], icon.get("purpose", "any")) for icon in manifest["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= pictures


def test_its_colours_are_the_style_sheets(manifest: dict[str, Any]) -> None:
    desk = re.search(r"--desk: (#[0-9a-f]{6});", (SITE / "style.css").read_text(encoding="utf-8"))
    assert desk is not None
    assert manifest["theme_color"] == manifest["background_color"] == desk.group(1)


def test_the_page_names_manifest_and_home_screen_icon() -> None:
    page = (SITE / "index.html").read_text(encoding="utf-8")
    assert '<link rel="manifest" href="manifest.webmanifest" />' in page
    assert '<link rel="apple-touch-icon" href="icons/inkling-180.png" />' in page
    assert png_size(SITE / "icons" / "inkling-180.png") == "180x180"
