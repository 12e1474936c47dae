"""The whole app as one file to hand on: unpacked anywhere, its index.html opens without a server."""

from __future__ import annotations

import zipfile
from pathlib import Path

ZIP = "inkling.zip"
FOLDER = "inkling"
"""All lies in one folder, so that unpacking does not strew files about."""

EPOCH = (1980, 1, 1, 0, 0, 0)
"""Time of every entry: the same files give the same bytes."""

_PATTERNS = ("index.html", "app.*.js", "style.*.css", "f/*.js", "icons/*")
"""What a page opened from disk asks for."""


def write_zip(dist: Path) -> Path:
    """Write dist/inkling.zip from a sealed site, replacing it, and return its path."""
    out = dist / ZIP
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for pattern in _PATTERNS for path in dist.glob(pattern)):
            entry = zipfile.ZipInfo(f"{FOLDER}/{path.relative_to(dist).as_posix()}", EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # readable by all; without this some unpackers make files that nobody may read
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    return out
