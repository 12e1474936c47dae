"""Bytes that travel until the first reading, by file."""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Playwright, sync_playwright

from inkling_build.bench.browser import new_profile, visit
from inkling_build.bench.places import Place, places
from inkling_build.bench.table import table

GZIP_LEVEL = 9

_ADDED_TO_NAMES = re.compile(r"\.[0-9a-f]{12}(\.bin$|\.\d+\.js$|(?=\.(?:js|css)$))")
"""What the build adds: the content's hash, and how a file or the part of one travels."""


def run() -> None:
    """Prints for each page every file it asked for: as it lies there, and as gzip would send it."""
    with places() as measured, sync_playwright() as playwright:
        for place in measured:
            print(f"Bytes to the first reading: {place.name}")
            print(_table(_files_asked_for(place, playwright)))
            print()


def _files_asked_for(place: Place, playwright: Playwright) -> list[Path]:
    asked: dict[str, None] = {}
    with new_profile(playwright) as context:
        context.on("request", lambda request: asked.setdefault(request.url))
        visit(context.new_page(), place)
    files = []
    for url in asked:
        parts = urlsplit(url)
        path = unquote(parts.path)
        file = place.server.find(path) if place.server else Path(path)
        if parts.scheme in {"http", "file"} and file is not None:
            files.append(file)
    return files


def _table(files: list[Path]) -> str:
    groups: dict[str, list[Path]] = defaultdict(list)
    for file in files:
        groups[_ADDED_TO_NAMES.sub("", file.name)].append(file)
    rows = []
    for name, members in groups.items():
        contents = [file.read_bytes() for file in members]
        packed = sum(len(gzip.compress(content, GZIP_LEVEL)) for content in contents)
        count = f" ({len(members)} parts)" if len(members) > 1 else ""
        rows.append((name + count, sum(map(len, contents)), packed))
    rows.sort(key=lambda row: -row[1])
    rows.append(("total", sum(row[1] for row in rows), sum(row[2] for row in rows)))
    return table(
        ["file", "raw", "gzip -9"], [[name, f"{raw:,}", f"{packed:,}"] for name, raw, packed in rows]
    )
