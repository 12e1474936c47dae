"""Where a file of Pyodide's distribution can be had."""

from __future__ import annotations

import http.client
import tempfile
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

from inkling_build import environment
from inkling_build.pinned_file import PinnedFile, Source, SourceError
from inkling_build.process import exit_code
from inkling_build.progress import read_with_progress

TIMEOUT_S = 10
"""Seconds without any answer after which the next source is tried."""


def web_source(base: str) -> Source:
    """Files under a web address that ends in a slash."""

    def read(wanted: PinnedFile) -> bytes:
        try:
            # Only http(s) addresses written in this package come here.
            with urllib.request.urlopen(base + wanted.name, timeout=TIMEOUT_S) as answer:  # noqa: S310
                length = answer.headers.get("Content-Length")
                return read_with_progress(answer, int(length) if length else None, wanted.name)
        except urllib.error.HTTPError as error:
            raise SourceError(f"answered {error.code} {error.reason}") from error
        except urllib.error.URLError as error:
            raise SourceError(f"cannot be reached: {error.reason}") from error
        except (OSError, http.client.HTTPException) as error:
            raise SourceError(f"the transfer broke off: {error!r}") from error

    return Source(base, read)


def wheel_source(requirement: str, folder: str) -> Source:
    """Files that a published wheel, such as `name==1.0`, carries in a folder, given with its final slash."""

    def read(wanted: PinnedFile) -> bytes:
        python = environment.ensure_venv()
        with tempfile.TemporaryDirectory(prefix="inkling-wheel-") as scratch:
            options = ["--no-deps", "--ignore-requires-python", "--only-binary=:all:", "--no-input"]
            command = [str(python), "-m", "pip", "download", *options, "--dest", scratch, requirement]
            code = exit_code([*command, "--disable-pip-version-check"])
            wheels = list(Path(scratch).glob("*.whl"))
            if code != 0 or len(wheels) != 1:
                raise SourceError(f"pip download ended with exit code {code}, and {len(wheels)} wheels")
            return member(wheels[0], folder + wanted.name)

    return Source(f"the wheel {requirement}", read)


def member(archive: Path, name: str) -> bytes:
    """The bytes of one member of a zip file. Raises SourceError if it is not there or cannot be read."""
    try:
        with zipfile.ZipFile(archive) as opened:
            return opened.read(name)
    except KeyError as error:
        raise SourceError(f"{archive.name} holds no {name}") from error
    except (OSError, zipfile.BadZipFile) as error:
        raise SourceError(f"{archive.name} cannot be read: {error}") from error
