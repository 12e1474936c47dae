"""A file known by its SHA-256, kept in a cache and fetched from the first source that has it.

The hash decides, so any source is as good as another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from inkling_build.errors import BuildError
from inkling_build.process import say


class SourceError(Exception):
    """A source did not give the file; the message says why."""


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """The name of a file and the SHA-256 (hex) of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Source:
    """A place to get a file from: its name for people, and what reads it or raises SourceError."""

    name: str
    read: Callable[[PinnedFile], bytes]


def obtain(wanted: PinnedFile, cache: Path, sources: Sequence[Source]) -> Path:
    """The file in `cache`, fetched first if it is absent or damaged.

    Raises BuildError, listing what every source answered, if none has it.
    """
    path = cache / wanted.name
    if path.is_file():
        found = _sha256(path.read_bytes())
        if found == wanted.sha256:
            return path
        say(f"{path} is damaged (SHA-256 {found}): fetching it again")
    failures = []
    for source in sources:
        say(f"fetching {wanted.name} from {source.name}")
        try:
            data = source.read(wanted)
        except SourceError as error:
            failures.append(f"{source.name}: {error}")
        else:
            found = _sha256(data)
            if found == wanted.sha256:
                return _store(path, data)
            failures.append(f"{source.name}: got {len(data)} bytes with SHA-256 {found}")
        say(f"  {failures[-1]}")
    tried = "".join(f"\n  {failure}" for failure in failures)
    raise BuildError(f"expected {wanted.name} with SHA-256 {wanted.sha256}, but no source has it:{tried}")


def _store(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    return part.replace(path)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
