"""One hash for a set of files: equal exactly when no name and no byte differs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

LEFT_OUT = frozenset({"__pycache__", "node_modules"})
"""Folders made by running things."""


def fingerprint(paths: Iterable[Path]) -> str:
    """SHA-256 (hex) over the names, relative to their folder, and contents of files and whole folders."""
    digest = hashlib.sha256()
    for root in paths:
        for path in _files(root):
            name = path.relative_to(root.parent).as_posix().encode()
            content = hashlib.sha256(path.read_bytes()).digest()
            digest.update(len(name).to_bytes(4, "big") + name + content)
    return digest.hexdigest()


def _files(root: Path) -> Iterator[Path]:
    if root.is_file():
        yield root
        return
    for path in sorted(root.iterdir()) if root.is_dir() else ():
        if path.name not in LEFT_OUT:
            yield from _files(path)
