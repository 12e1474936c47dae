"""What the service worker keeps for use without a network: the files of one build, by content."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from inkling_build.assemble.archive import ZIP
from inkling_build.assemble.payload import HASH_DIGITS

INDEX = "index.html"
WORKER = "sw.js"
"""Never renamed: browsers ask for updates at the address at which they first found the worker."""

_NOT_KEPT = frozenset({WORKER, ".nojekyll", ZIP})
_NOT_KEPT_FOLDERS = frozenset({"f", "screenshots"})
"""Only for pages opened from disk, and only for shops and install dialogues."""

_BUILD = re.compile(rb'data-build="[0-9a-f]*"')


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file to keep. `url` is relative to the worker, `sha256` and `bytes` are of the file as served."""

    url: str
    sha256: str
    bytes: int


def kept_files(dist: Path) -> list[KeptFile]:
    """Every file of a built site that a page needs over http, in the order of their names."""
    return [_kept(path.relative_to(dist).as_posix(), path.read_bytes()) for path in _needed(dist)]


def seal(dist: Path, worker: bytes) -> str:
    """Name the build after its content, in its page and in its worker; returns that name.

    dist: a built site, complete but for the worker; sealing again after a change gives a build of another
    name. worker: the bundled service worker. Writes index.html and sw.js. Raises ValueError if the page has
    not exactly one place for the name.
    """
    index = dist / INDEX
    page = index.read_bytes()
    if (count := len(_BUILD.findall(page))) != 1:
        raise ValueError(f'expected data-build="" once in {INDEX}, got it {count} times')
    # the name is part of the page, so it is taken from the page without it
    index.write_bytes(_BUILD.sub(b'data-build=""', page))
    build = hashlib.sha256(_listed(kept_files(dist)).encode()).hexdigest()[:HASH_DIGITS]
    index.write_bytes(_BUILD.sub(f'data-build="{build}"'.encode(), page))
    line = f'const INKLING_BUILD={{"id":"{build}","files":{_listed(kept_files(dist))}}};\n'
    (dist / WORKER).write_bytes(line.encode() + worker)
    return build


def worker_of(dist: Path) -> bytes:
    """The bundled service worker inside a sealed site's sw.js, for sealing another build with it."""
    return (dist / WORKER).read_bytes().partition(b"\n")[2]


def _needed(dist: Path) -> Iterator[Path]:
    for path in sorted(dist.rglob("*")):
        parts = path.relative_to(dist).parts
        if path.is_file() and path.name not in _NOT_KEPT and parts[0] not in _NOT_KEPT_FOLDERS:
            yield path


def _kept(name: str, data: bytes) -> KeptFile:
    # some hosts answer index.html with a redirection to its folder
    return KeptFile("./" if name == INDEX else name, hashlib.sha256(data).hexdigest(), len(data))


def _listed(files: list[KeptFile]) -> str:
    return json.dumps([asdict(file) for file in files], separators=(",", ":"))
